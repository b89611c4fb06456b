"""The desk of reference specimens: which model the document in hand may be, and the examiner's choice, recorded.

Every call returns a Future at once; errors in it are ``WorkstationError``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from workstation.cases.model import Exhibit
from workstation.imaging.recipe import Source, SourceKind
from workstation.open_case import OpenCase
from workstation.specimens.library import Library
from workstation.specimens.model import SpecimenPicture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workstation.cases.store import CaseFile
    from workstation.imaging.smoothed import RegionMm
    from workstation.specimens.identification import Identifier, Proposal

CHOSEN = "model-chosen"
_WHITE = "WHITE"


class SpecimenDesk:
    """Proposes models and keeps the choice.

    Parameters
    ----------
    case : OpenCase
    library : Library
    arithmetic : Executor
        The thread that decodes and measures.
    pixels : callable
        Pixels of a stored picture; on that thread.
    variable_mm : callable
        Places of a specimen's picture that differ from holder to holder.
    """

    def __init__(
        self,
        case: OpenCase,
        *,
        library: Library,
        arithmetic: Executor,
        pixels: Callable[[Source], NDArray[Any]],
        variable_mm: Callable[[SpecimenPicture], Sequence[RegionMm]],
    ) -> None:
        self._case = case
        self._library = library
        self._arithmetic = arithmetic
        self._pixels = pixels
        self._variable_mm = variable_mm
        self._identifier: Identifier | None = None

    def propose(self, exhibit_id: str) -> Future[tuple[Proposal, ...]]:
        """Models that an exhibit may be, by its newest zone and its pictures in white light, the likeliest first."""
        return self._arithmetic.submit(self._propose, exhibit_id)

    def choose(self, exhibit_id: str, model_id: str, proposal: Proposal | None = None) -> Future[Exhibit]:
        """Keep the examiner's choice; what the machine had proposed goes into the log of the case.

        Raises
        ------
        SpecimenError
            There is no such model.
        """
        self._library.model(model_id)

        def work(case: CaseFile) -> Exhibit:
            current = next(each for each in case.snapshot().exhibits if each.exhibit_id == exhibit_id)
            chosen = replace(current, model_id=model_id, model_ident_method="manual")
            case.update_exhibit(chosen)
            case.log(CHOSEN, exhibit_id, {"model": model_id, **_proposed(proposal)})
            return chosen

        return self._case.write(work)

    def _propose(self, exhibit_id: str) -> tuple[Proposal, ...]:
        from workstation.specimens.identification import Identifier

        if self._identifier is None:
            self._identifier = Identifier(self._library, self._decoded, self._variable_mm)
        snapshot = self._case.snapshot
        if snapshot is None:
            return ()
        zones = sorted(
            (each for each in snapshot.mrz if each.exhibit_id == exhibit_id), key=lambda each: each.read_at
        )
        whites = {
            each.page: each.sha256
            for each in sorted(snapshot.captures, key=lambda each: each.captured_at)
            if each.exhibit_id == exhibit_id and each.light == _WHITE
        }
        pictures = [self._pixels(Source(SourceKind.CAPTURE, sha256)) for sha256 in whites.values()]
        return self._identifier.propose(zones[-1].lines if zones else (), pictures)

    def _decoded(self, picture: SpecimenPicture) -> NDArray[Any]:
        return self._pixels(Source(SourceKind.SPECIMEN, picture.sha256))


def _proposed(proposal: Proposal | None) -> Mapping[str, object]:
    """What the machine said of the chosen model, as codes and whole numbers."""
    if proposal is None:
        return {"proposed_by": "nobody"}
    ways = [name for name, speaks in (("mrz", proposal.by_zone), ("picture", bool(proposal.page))) if speaks]
    return {"proposed_by": "_".join(ways), "score_percent": round(100 * proposal.score)}

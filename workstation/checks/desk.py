"""The check desk: every machine check on an exhibit of the open case, its results kept.

Pictures are measured on the thread for arithmetic; the case file is touched on its own. Errors in a future are
``WorkstationError``.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workstation.captures import CaptureRecord
from workstation.cases.model import CaseSnapshot, CheckResult
from workstation.devices import Clock
from workstation.imaging.recipe import Source, SourceKind
from workstation.lights import LightClass, find_light
from workstation.open_case import OpenCase
from workstation.specimens.library import Library
from workstation.specimens.model import SpecimenModel, SpecimenPicture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workstation.cases.store import CaseFile
    from workstation.checks.optical.page import ReferencePage
    from workstation.checks.optical.run import OpticalResult
    from workstation.checks.optical.taught import RegionMm, TaughtModel

_WHITE = "WHITE"
_KEPT_REFERENCES = 2

Captured = Mapping[tuple[str, str], CaptureRecord]
"""The newest capture of an exhibit by side and light."""


class CheckDesk:
    """Runs checks.

    Parameters
    ----------
    case : OpenCase
    library : Library
    clock : Clock
    arithmetic : Executor
        The thread that decodes and measures.
    pixels : callable
        Pixels of a stored picture; on that thread.
    certificates_dir : Path or None
        Certificates of seal signers and of the authorities above them, in ``signers`` and ``roots``.
    """

    def __init__(
        self,
        case: OpenCase,
        *,
        library: Library,
        clock: Clock,
        arithmetic: Executor,
        pixels: Callable[[Source], NDArray[Any]],
        certificates_dir: Path | None = None,
    ) -> None:
        self._case = case
        self._library = library
        self._clock = clock
        self._arithmetic = arithmetic
        self._pixels = pixels
        self._certificates_dir = certificates_dir
        self._references: OrderedDict[tuple[str, str], ReferencePage] = OrderedDict()

    def run(self, exhibit_id: str | None = None, meant: CaseFile | None = None) -> Future[tuple[CheckResult, ...]]:
        """Run every check on an exhibit and keep the results, optical ones worst first."""
        return self._arithmetic.submit(self._run, exhibit_id, meant)

    def variable_mm(self, picture: SpecimenPicture) -> tuple[RegionMm, ...]:
        """Regions of a specimen's side that differ from holder to holder; empty where nothing usable was taught."""
        from workstation.checks.optical.taught import TaughtError, load_taught

        model = self._library.model_of(picture)
        try:
            return load_taught(self._library.folder(model.model_id)).variable_mm.get(picture.page, ())
        except TaughtError:
            return ()

    def _run(self, exhibit_id: str | None, meant: CaseFile | None) -> tuple[CheckResult, ...]:
        def begin() -> tuple[CaseFile, str, CaseSnapshot]:
            if meant is not None:
                self._case.demand(meant)
            case, exhibit = self._case.ensure_exhibit(exhibit_id)
            return case, exhibit, case.snapshot()

        case, exhibit, snapshot = self._case.later(begin).result()
        optical = self._optical(snapshot, exhibit)
        return self._case.write(lambda it: keep_checks(it, exhibit, self._clock, optical), case).result()

    def _optical(self, snapshot: CaseSnapshot, exhibit_id: str) -> tuple[CheckResult, ...]:
        from workstation.checks.optical.taught import NOTHING_TAUGHT, load_taught

        now = self._clock.now()
        captured = newest_captures(snapshot.captures, exhibit_id)
        exhibit = next(each for each in snapshot.exhibits if each.exhibit_id == exhibit_id)
        model = next((each for each in self._library.models() if each.model_id == exhibit.model_id), None)
        taught = NOTHING_TAUGHT if model is None else load_taught(self._library.folder(model.model_id))
        if model is None or not taught.checks:
            found = self._without_model(exhibit_id, captured, now)
        else:
            found = self._with_model(exhibit_id, model, taught, captured, now)
        return (*found, *self._seals(exhibit_id, snapshot, captured, now))

    def _seals(
        self, exhibit_id: str, snapshot: CaseSnapshot, captured: Captured, now: datetime
    ) -> Iterator[CheckResult]:
        """Digital seals of every side that was taken in white light."""
        from workstation.checks.mrz_routines import readings
        from workstation.checks.optical_answers import seal_result
        from workstation.checks.seal_routines import check_seals
        from workstation.documents.barcodes import read_barcodes
        from workstation.documents.mrz import MrzError
        from workstation.documents.seals.trust import load_trusted

        whites = [each for (_, light), each in captured.items() if light == _WHITE]
        codes = [(each, code) for each in whites for code in read_barcodes(self._of(each))]
        if not codes:
            return
        read = readings([each for each in snapshot.mrz if each.exhibit_id == exhibit_id])
        zone = next((each.zone for each in read if not isinstance(each.zone, MrzError)), None)
        trusted = load_trusted(self._certificates_dir)
        for capture, code in codes:
            for check, answer, seen in check_seals([code], zone, trusted, now.date()):
                yield seal_result(exhibit_id, capture, check, answer, seen, now)

    def _without_model(self, exhibit_id: str, captured: Captured, now: datetime) -> tuple[CheckResult, ...]:
        from workstation.checks.optical.free import page_glow
        from workstation.checks.optical_answers import dullness_result

        ultraviolet = [each for (_, light), each in captured.items() if _class_of(light) is LightClass.ULTRAVIOLET]
        return tuple(dullness_result(exhibit_id, each, page_glow(self._of(each)), now) for each in ultraviolet)

    def _with_model(
        self, exhibit_id: str, model: SpecimenModel, taught: TaughtModel, captured: Captured, now: datetime
    ) -> tuple[CheckResult, ...]:
        from workstation.checks.optical_answers import taught_results

        results: list[OpticalResult] = []
        for page in dict.fromkeys(each.page for each in taught.checks):
            results.extend(self._side(model, taught, page, captured))
        return tuple(taught_results(exhibit_id, model, tuple(results), captured, now))

    def _side(
        self, model: SpecimenModel, taught: TaughtModel, page: str, captured: Captured
    ) -> Sequence[OpticalResult]:
        """Results of one side; none where it was not captured at all."""
        from workstation.checks.optical.page import lay_page
        from workstation.checks.optical.run import not_laid, run_taught

        checks = [each for each in taught.checks if each.page == page]
        wanted = {_WHITE, *(each.light for each in checks)}
        seen = {light: each for (side, light), each in captured.items() if side == page and light in wanted}
        if not seen:
            return ()
        laid = (
            lay_page({light: self._of(each) for light, each in seen.items()}, self._reference(model, taught, page))
            if _WHITE in seen
            else None
        )
        return run_taught(laid, checks) if laid is not None else not_laid(checks)

    def _reference(self, model: SpecimenModel, taught: TaughtModel, page: str) -> ReferencePage:
        from workstation.checks.optical.page import reference_page

        key = model.model_id, page
        if key not in self._references:
            own = [each for each in model.pictures if each.page == page]
            pictures = {each.light: self._pixels(Source(SourceKind.SPECIMEN, each.sha256)) for each in own}
            self._references[key] = reference_page(pictures, own[0].px_per_mm, taught.variable_mm.get(page, ()))
        self._references.move_to_end(key)
        while len(self._references) > _KEPT_REFERENCES:
            self._references.popitem(last=False)
        return self._references[key]

    def _of(self, capture: CaptureRecord) -> NDArray[Any]:
        return self._pixels(Source(SourceKind.CAPTURE, capture.sha256))


def keep_checks(
    case: CaseFile, exhibit_id: str, clock: Clock, optical: Sequence[CheckResult] = ()
) -> tuple[CheckResult, ...]:
    """Run the checks that need no pixels, join the optical results and store all; on the thread of the case file."""
    from workstation.checks.catalogue import run_checks

    snapshot = case.snapshot()
    results = run_checks(
        exhibit_id,
        [each for each in snapshot.mrz if each.exhibit_id == exhibit_id],
        [each for each in snapshot.captures if each.exhibit_id == exhibit_id],
        clock,
        optical,
    )
    case.add_checks(results)
    return results


def newest_captures(captures: Sequence[CaptureRecord], exhibit_id: str) -> dict[tuple[str, str], CaptureRecord]:
    """The newest capture of an exhibit by side and light."""
    own = sorted((each for each in captures if each.exhibit_id == exhibit_id), key=lambda each: each.captured_at)
    return {(each.page, each.light): each for each in own}


def _class_of(light: str) -> LightClass | None:
    found = find_light(light)
    return found.light_class if found else None

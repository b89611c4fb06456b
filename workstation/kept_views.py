"""Kept views made again from the originals: the same pixels, or the reason why not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from workstation.cases.model import KeptRecipe
from workstation.devices import Clock
from workstation.errors import CaseFileError, RecipeError, SpecimenError, WorkstationError
from workstation.imaging.recipe import Source, SourceKind, parse_recipe
from workstation.specimens.library import Library


@dataclass(frozen=True, slots=True)
class Replayed:
    """A kept view made again.

    Attributes
    ----------
    same : bool
        The picture has the hash that was kept.
    software : str
        Versions that made it now.
    problem : WorkstationError or None
        Why it could not be made again; None where it could, be it the same or not.
    """

    kept: KeptRecipe
    same: bool
    software: str
    problem: WorkstationError | None = None


def again(kept: KeptRecipe, fetch: Callable[[Source], NDArray[Any]]) -> Replayed:
    """Make a kept view again; ``fetch`` gives the pixels of a source."""
    from workstation.imaging.replay import SOFTWARE, image_sha256, replay

    try:
        image = replay(parse_recipe(kept.content), fetch)
    except (RecipeError, SpecimenError, CaseFileError) as problem:
        return Replayed(kept, False, SOFTWARE, problem)
    return Replayed(kept, image_sha256(image) == kept.image_sha256, SOFTWARE)


def replay_case(
    path: Path, library: Library, clock: Clock, views: Sequence[KeptRecipe] | None = None
) -> tuple[Replayed, ...]:
    """Make views of a case file again, all that it keeps where none are given; the file is only read.

    Raises
    ------
    CaseFileError
        The file cannot be read.
    """
    from workstation.cases.store import CaseFile
    from workstation.imaging.pictures import decode

    with CaseFile.open(path, clock=clock, actor="", read_only=True) as case:

        def fetch(source: Source) -> NDArray[Any]:
            if source.kind is SourceKind.SPECIMEN:
                return decode(library.read(library.picture_of_hash(source.sha256)))
            return decode(case.original(source.sha256))

        return tuple(again(each, fetch) for each in (case.snapshot().recipes if views is None else views))

"""Views written as files for other programs: made again whole, captioned, hashed, never over what is no picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workstation.errors import PictureError
from workstation.imaging.recipe import Recipe
from workstation.whole_file import Kind, demand_replaceable, write_whole

if TYPE_CHECKING:
    from workstation.imaging.replay import Fetch


@dataclass(frozen=True, slots=True)
class ViewCaption:
    """What stands below an exported view.

    Attributes
    ----------
    lines : tuple of str
        In the language of the reader.
    hash_line : str
        With ``{sha256}``, where the hash of the picture is put in; it is known only when the picture is made.
    px_per_mm : float or None
        Scale of the picture as it is written.
    """

    lines: tuple[str, ...]
    hash_line: str
    px_per_mm: float | None = None


def export_view(recipe: Recipe, fetch: Fetch, path: Path, caption: ViewCaption) -> Path:
    """Write the picture of a recipe as PNG or TIFF, by the suffix of ``path``; a 16-bit one over its full range.

    Raises
    ------
    WorkstationError
        ``picture-suffix``; those of ``replay`` and of ``write_whole``.
    """
    from workstation.imaging.export import SUFFIXES, Caption, picture_file
    from workstation.imaging.replay import image_sha256, replay
    from workstation.imaging.views import for_display

    _demand_suffix(path, SUFFIXES)
    demand_replaceable(path, Kind.PICTURE)
    image = replay(recipe, fetch)
    sha256 = image_sha256(image)
    lines = (*caption.lines, caption.hash_line.format(sha256=sha256))
    said = Caption(lines, recipe.to_json() if recipe.steps else "", sha256, caption.px_per_mm)
    write_whole(path, picture_file(for_display(image)[0], said, path.suffix.lower()), Kind.PICTURE)
    return path


def export_blink(
    recipes: Sequence[Recipe], fetch: Fetch, path: Path, caption: ViewCaption, period_ms: int = 500
) -> Path:
    """Write the pictures of recipes of one size as an animation, GIF or PNG.

    Every picture's hash stands in the caption; the metadata hold recipe and hash of the last.

    Raises
    ------
    WorkstationError
        As ``export_view``; ``recipe-sizes-differ``.
    """
    from workstation.imaging.export import BLINK_SUFFIXES, Caption, blink_file
    from workstation.imaging.operations.operation import same_size
    from workstation.imaging.replay import image_sha256, replay
    from workstation.imaging.views import for_display

    _demand_suffix(path, BLINK_SUFFIXES)
    demand_replaceable(path, Kind.PICTURE)
    images = same_size([replay(each, fetch) for each in recipes])
    hashes = [image_sha256(each) for each in images]
    lines = (*caption.lines, *(caption.hash_line.format(sha256=each) for each in hashes))
    said = Caption(lines, recipes[-1].to_json(), hashes[-1], caption.px_per_mm)
    shown = [for_display(each)[0] for each in images]
    write_whole(path, blink_file(shown, said, period_ms, path.suffix.lower()), Kind.PICTURE)
    return path


def _demand_suffix(path: Path, known: tuple[str, ...]) -> None:
    if path.suffix.lower() not in known:
        raise PictureError("picture-suffix", suffix=path.suffix or path.name, known=", ".join(known))

"""Views written as files for other programs: made again whole, captioned, hashed, never over what is no picture."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from workstation.cases.model import KeptRecipe
from workstation.cases.open_files import read_chosen
from workstation.errors import PictureError, RecipeError
from workstation.imaging.recipe import Recipe, Source, parse_recipe
from workstation.whole_file import Kind, demand_replaceable, write_whole

if TYPE_CHECKING:
    from workstation.imaging.caption import Caption
    from workstation.imaging.colour import ColourProfile
    from workstation.imaging.replay import Fetch
    from workstation.imaging.views import Pixels

    ProfileOf = Callable[[Source], ColourProfile]

BLINK_PX = 1600
"""Longest side of an animation: one is for showing, and it is sent about."""


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
    profile_line, assumed_line : str
        With ``{profile}``: what the colours mean, as the original says or as is taken for granted. Left out where the
        colours are not those of the page.
    """

    lines: tuple[str, ...]
    hash_line: str
    px_per_mm: float | None = None
    profile_line: str = ""
    assumed_line: str = ""

    def of(self, image: Pixels, recipe: Recipe, profile: ColourProfile | None) -> Caption:
        """The caption of a picture that is made."""
        from workstation.imaging.caption import Caption
        from workstation.imaging.replay import image_sha256

        sha256 = image_sha256(image)
        colours = (self.assumed_line if profile.assumed else self.profile_line) if profile else ""
        said = colours.format(profile=profile.name) if profile else ""
        lines = (*self.lines, *([said] if said else []), self.hash_line.format(sha256=sha256))
        return Caption(lines, recipe, sha256, self.px_per_mm, profile)


def export_view(
    recipe: Recipe, fetch: Fetch, path: Path, caption: ViewCaption, profile: ProfileOf | None = None
) -> Path:
    """Write the picture of a recipe as PNG or TIFF, by the suffix of ``path``, with as many bits as it has.

    Raises
    ------
    WorkstationError
        ``picture-suffix``; ``recipe-needs-window``: measured values, which no picture file holds; those of
        ``replay`` and of ``write_whole``.
    """
    from workstation.imaging.export import SUFFIXES, picture_file
    from workstation.imaging.replay import replay

    _demand_suffix(path, SUFFIXES)
    demand_replaceable(path, Kind.PICTURE)
    image = _demand_counted(replay(recipe, fetch))
    said = caption.of(image, recipe, _profile(recipe, profile))
    write_whole(path, picture_file(image, said, path.suffix.lower()), Kind.PICTURE)
    return path


def export_blink(
    recipes: Sequence[Recipe],
    fetch: Fetch,
    path: Path,
    captions: Sequence[ViewCaption],
    profile: ProfileOf | None = None,
    *,
    period_ms: int = 500,
    longest_px: int = BLINK_PX,
) -> Path:
    """Write the pictures of recipes of one size as an animation, GIF or PNG, each with its own caption.

    Larger pictures are reduced to ``longest_px``, and their scale with them; hashes are those of the whole ones.

    Raises
    ------
    WorkstationError
        As ``export_view``; ``recipe-sizes-differ``.
    """
    from workstation.imaging.export import BLINK_SUFFIXES, blink_file
    from workstation.imaging.operations.operation import same_size
    from workstation.imaging.replay import replay
    from workstation.imaging.views import for_display, thumbnail

    _demand_suffix(path, BLINK_SUFFIXES)
    demand_replaceable(path, Kind.PICTURE)
    images = same_size([_demand_counted(replay(each, fetch)) for each in recipes])
    shown = [for_display(thumbnail(each, longest_px))[0] for each in images]
    share = shown[0].shape[1] / images[0].shape[1]
    said = [
        replace(each, px_per_mm=each.px_per_mm * share) if each.px_per_mm else each
        for each in (
            caption.of(image, recipe, _profile(recipe, profile))
            for caption, image, recipe in zip(captions, images, recipes, strict=True)
        )
    ]
    write_whole(path, blink_file(shown, said, period_ms, path.suffix.lower()), Kind.PICTURE)
    return path


def exported_view(path: Path) -> KeptRecipe:
    """The view that an exported PNG or TIFF shows, as if it were kept: its recipe, hash and versions.

    Raises
    ------
    PictureError
        ``picture-not-exported``: it holds no recipe; ``picture-not-as-said``: its pixels are not those whose hash it
        holds; those of ``decode``.
    """
    from workstation.imaging.export import said_in
    from workstation.imaging.pictures import decode
    from workstation.imaging.replay import image_sha256

    data = read_chosen(path)
    pixels, said = decode(data, path.name), said_in(data, path.name)
    view = pixels[: said["height"], : said["width"]]
    if image_sha256(view[..., 0] if said["grey"] and view.ndim == 3 else view) != said["image_sha256"]:
        raise PictureError("picture-not-as-said", path=path.name)
    recipe = parse_recipe(json.dumps(said["recipe"]))
    return KeptRecipe(
        recipe_id=recipe.sha256,
        exhibit_id="",
        title=path.name,
        content=recipe.to_json(),
        image_sha256=said["image_sha256"],
        software=said["software"],
        created_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
        created_by="",
    )


def _demand_counted(image: Pixels) -> Pixels:
    if image.dtype.kind != "u":
        raise RecipeError("recipe-needs-window")
    return image


def _profile(recipe: Recipe, profile: ProfileOf | None) -> ColourProfile | None:
    from workstation.imaging.colour import profile_of_view

    return None if profile is None else profile_of_view(recipe, profile)


def _demand_suffix(path: Path, known: tuple[str, ...]) -> None:
    if path.suffix.lower() not in known:
        raise PictureError("picture-suffix", suffix=path.suffix or path.name, known=", ".join(known))

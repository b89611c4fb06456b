"""Recipes that join several captures of one page: the sharpest of each place, every exposure, one sheet, its relief.

Where the pictures lie and how they were exposed is found once and stands in the recipe: replaying searches nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workstation.errors import RecipeError
from workstation.imaging.operations import OPERATIONS
from workstation.imaging.recipe import Recipe, Source, Step
from workstation.imaging.register import Registration
from workstation.imaging.replay import replay
from workstation.imaging.tiling import lay_tiles

AZIMUTHS_DEG: Mapping[str, float] = MappingProxyType(
    {"OBLIQUE_LEFT": 180.0, "OBLIQUE_RIGHT": 0.0, "OBLIQUE_TOP": -90.0, "OBLIQUE_BOTTOM": 90.0}
)
"""Where each oblique lamp stands, clockwise from right as seen in the picture."""

_AT_REST_PX = 0.25
"""Nearer than this nothing has moved, and interpolating would only soften."""
_EXPOSURES_APART = 1.2
_WHITE_PERCENTILE = 99.8
FEWEST_LAMPS = 3


class StackKind(StrEnum):
    """What becomes of several captures; the operation of ``workstation.imaging.operations`` behind it."""

    FOCUS = "focus-stack"
    EXPOSURES = "exposures"
    STITCH = "stitch"
    RELIEF = "relief"


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One of the captures.

    Attributes
    ----------
    pixels : ndarray, shape (H, W, 3) RGB or (H, W), uint8 or uint16
    exposure_ms : float or None
        Light that reached the sensor, in milliseconds of full lamp without gain; None where nobody knows.
    """

    source: Source
    pixels: NDArray[Any]
    exposure_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Stacked:
    """How captures are joined.

    Attributes
    ----------
    residual_px : float or None
        Largest residual with which they lie on each other; None where nothing had to be laid.
    as_they_lie : tuple of int
        Places of frames that show too little to be laid and are taken where they are.
    """

    recipe: Recipe
    residual_px: float | None = None
    as_they_lie: tuple[int, ...] = ()


Lay = Callable[[int], Registration]
"""How the frame of a place lies on the first."""

AlignStep = Callable[[Registration, int, int], Step]


def effective_ms(exposure_ms: float | None, gain_db: float | None, percent: float | None) -> float | None:
    """Light that reached the sensor, in milliseconds of full lamp without gain; None where the time is unknown."""
    if not exposure_ms or percent == 0:
        return None
    return exposure_ms * 10 ** ((gain_db or 0.0) / 20) * (100.0 if percent is None else percent) / 100


def stacked(kind: StackKind, frames: Sequence[Frame], lay: Lay, align: AlignStep) -> Stacked:
    """How to join these captures.

    Parameters
    ----------
    frames : sequence
        The first gives the raster.
    lay : callable
        Registration of a frame on the first.
    align : callable
        The recipe's step that lays one input on another as a registration does.

    Raises
    ------
    RecipeError
        ``stack-too-few``, ``stack-lights-differ``, ``stack-not-laid``, ``stack-exposure-unknown``,
        ``stack-exposures-equal``, ``stack-lamps``; those of ``lay_tiles``.
    """
    if len(frames) < 2:
        raise RecipeError("stack-too-few")
    if kind is not StackKind.RELIEF and len({each.source.label for each in frames}) > 1:
        raise RecipeError("stack-lights-differ")
    return _MAKE[kind](frames, lay, align)


def _focus(frames: Sequence[Frame], lay: Lay, align: AlignStep) -> Stacked:
    recipe, places, residual_px, unlaid = _laid(frames, lay, align)
    if unlaid:
        raise RecipeError("stack-not-laid", number=unlaid[0] + 1)
    return Stacked(recipe.then(OPERATIONS["focus-stack"].step(*places)), residual_px)


def _exposures(frames: Sequence[Frame], lay: Lay, align: AlignStep) -> Stacked:
    """A frame that is nearly black or white shows too little to be laid: the camera has not moved, and it is told."""
    times = [each.exposure_ms for each in frames]
    if any(not each or each <= 0 for each in times):
        raise RecipeError("stack-exposure-unknown", number=next(n for n, each in enumerate(times, 1) if not each))
    known = [float(each) for each in times if each]
    if max(known) / min(known) < _EXPOSURES_APART:
        raise RecipeError("stack-exposures-equal")
    recipe, places, residual_px, unlaid = _laid(frames, lay, align)
    if any(frames[each].pixels.shape != frames[0].pixels.shape for each in unlaid):
        raise RecipeError("stack-not-laid", number=unlaid[0] + 1)
    step = OPERATIONS["exposures"].step(*places, exposures_ms=tuple(known), reference_ms=max(known))
    recipe = recipe.then(step)
    held = {each.source: each.pixels for each in frames}
    radiance = replay(recipe, held.__getitem__)
    white = max(float(np.percentile(radiance[::4, ::4], _WHITE_PERCENTILE)), 1.0)
    compress = OPERATIONS["compress-range"].step(recipe.result, white=round(white, 1))
    return Stacked(recipe.then(compress), residual_px, unlaid)


def _stitch(frames: Sequence[Frame], _lay: Lay, _align: AlignStep) -> Stacked:
    tiling = lay_tiles([each.pixels for each in frames])
    matrices = tuple(float(value) for matrix in tiling.matrices for value in matrix.ravel())
    step = OPERATIONS["stitch"].step(
        *range(len(frames)), matrices=matrices, width_px=tiling.width, height_px=tiling.height
    )
    return Stacked(Recipe(tuple(each.source for each in frames), (step,)), tiling.residual_px)


def _relief(frames: Sequence[Frame], _lay: Lay, _align: AlignStep) -> Stacked:
    """In the order of ``AZIMUTHS_DEG``. Shadows move with the lamp, so nothing is laid: the page must lie still."""
    by_light = {each.source.label: each for each in frames if each.source.label in AZIMUTHS_DEG}
    chosen = [by_light[light] for light in AZIMUTHS_DEG if light in by_light]
    if len(chosen) < FEWEST_LAMPS or len(chosen) != len(frames):
        raise RecipeError("stack-lamps")
    azimuths = tuple(AZIMUTHS_DEG[each.source.label] for each in chosen)
    step = OPERATIONS["relief"].step(*range(len(chosen)), azimuths_deg=azimuths)
    return Stacked(Recipe(tuple(each.source for each in chosen), (step,)))


_MAKE: Mapping[StackKind, Callable[[Sequence[Frame], Lay, AlignStep], Stacked]] = {
    StackKind.FOCUS: _focus,
    StackKind.EXPOSURES: _exposures,
    StackKind.STITCH: _stitch,
    StackKind.RELIEF: _relief,
}


def _laid(
    frames: Sequence[Frame], lay: Lay, align: AlignStep
) -> tuple[Recipe, list[int], float | None, tuple[int, ...]]:
    """Every frame on the first: the recipe so far, where each stands in it, largest residual, those not laid."""
    recipe = Recipe(tuple(each.source for each in frames))
    places, residuals, unlaid = [0], [], []
    for place in range(1, len(frames)):
        found = lay(place)
        if not found.accepted:
            unlaid.append(place)
            places.append(place)
            continue
        if math.isfinite(found.residual_px):
            residuals.append(found.residual_px)
        if frames[place].pixels.shape == frames[0].pixels.shape and _at_rest(found):
            places.append(place)
            continue
        recipe = recipe.then(align(found, place, 0))
        places.append(recipe.result)
    return recipe, places, max(residuals, default=None), tuple(unlaid)


def _at_rest(found: Registration) -> bool:
    width, height = found.size
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    return bool(np.abs(found.to_fixed(corners) - corners).max() < _AT_REST_PX)

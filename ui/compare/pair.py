"""Two pictures laid on each other as the window shows them, and the recipe that makes the same picture again."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from numpy.typing import NDArray

from ui.viewer.blend import Blend, Mode
from ui.viewer.imageconv import Window
from workstation.captures import CaptureRecord
from workstation.comparison_desk import Laid, PointPair, Shown, source_of
from workstation.imaging.recipe import Recipe, Step


@dataclass(frozen=True, slots=True)
class Preparation:
    """What is done to two pictures before they are compared.

    Attributes
    ----------
    bent : bool
        The page is followed where it is not flat.
    even : bool
        Uneven light is taken off both.
    tones : bool
        The second is brought to the tones of the first.
    """

    bent: bool = False
    even: bool = False
    tones: bool = False


Key = tuple[str, str, tuple[PointPair, ...], Preparation]


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A questioned picture and what was laid on it.

    Attributes
    ----------
    pairs : tuple of PointPair
        Set by hand; empty where the program found the place.
    """

    first: CaptureRecord
    second: Shown
    pairs: tuple[PointPair, ...]
    preparation: Preparation
    laid: Laid

    @property
    def key(self) -> Key:
        """What it was laid from."""
        return key_of(self.first, self.second, self.pairs, self.preparation)

    @property
    def shown(self) -> NDArray[Any] | None:
        """Pixels of the second picture on the raster of the first; None where it was refused."""
        return self.laid.pixels


def key_of(first: Shown, second: Shown, pairs: tuple[PointPair, ...], preparation: Preparation) -> Key:
    """What a pair is laid from."""
    return first.sha256, second.sha256, pairs, preparation


def residual_allowed_px(pair: Pair) -> float:
    """Displacement that a difference must exceed; the largest that is shown at all where nobody knows it."""
    from workstation.imaging.register import MAX_RESIDUAL_PX

    found = pair.laid.registration.residual_px
    return float(found) if math.isfinite(found) else MAX_RESIDUAL_PX


def residual_map_px(pair: Pair) -> tuple[float, ...]:
    """The same by place, row by row; empty where nobody knows it."""
    by_place = pair.laid.registration.residual_map
    return tuple(by_place.ravel().tolist()) if math.isfinite(float(by_place.max())) else ()


def noise_levels(pair: Pair, windows: tuple[Window | None, Window | None]) -> tuple[float, float]:
    """Noise of both pictures in grey levels of the screen: a narrow window of 16 bits spreads it."""
    sigmas = pair.laid.first_sigma, pair.laid.second_sigma
    first, second = (
        sigma * (65535 / (window.high - window.low) if window is not None else 1.0)
        for sigma, window in zip(sigmas, windows, strict=True)
    )
    return first, second


def windows_of(first: NDArray[Any], second: NDArray[Any], window: Window) -> tuple[Window | None, Window | None]:
    """The window of each picture that has 16 bits; the view shows both through one."""
    one, other = (window if each.dtype.itemsize > 1 else None for each in (first, second))
    return one, other


def blend_of(
    pair: Pair, mode: Mode, chosen: Mapping[str, float], windows: tuple[Window | None, Window | None]
) -> Blend:
    """The mode with what a person chose and what was measured."""
    if mode is not Mode.BEYOND_NOISE:
        return Blend(mode, dict(chosen))
    first_sigma, second_sigma = noise_levels(pair, windows)
    measured = {
        "residual_px": residual_allowed_px(pair),
        "residual_map_px": residual_map_px(pair),
        "first_sigma": first_sigma,
        "second_sigma": second_sigma,
    }
    return Blend(mode, {**chosen, **measured})


def recipe_of(pair: Pair, blend: Blend, windows: tuple[Window | None, Window | None]) -> Recipe | None:
    """The recipe of what is seen; None for a blink, which is no single picture."""
    from workstation.imaging.operations import OPERATIONS

    if blend.mode not in OPERATIONS:
        return None
    # The align step stands third: its result is picture 2.
    recipe = Recipe((source_of(pair.first), source_of(pair.second))).then(pair.laid.step)
    inputs = []
    prepared = (0, pair.laid.first_steps), (recipe.result, pair.laid.second_steps)
    for (place, steps), window in zip(prepared, windows, strict=True):
        for step in (*steps, *([] if window is None else [_window_step(window)])):
            recipe = recipe.then(replace(step, inputs=(place,)))
            place = recipe.result
        inputs.append(place)
    return recipe.then(OPERATIONS[blend.mode].step(*inputs, **blend.parameters))


def prepared_recipe(pair: Pair, second: bool) -> Recipe:
    """The recipe of one of the two pictures as a blink shows it."""
    first, other = source_of(pair.first), source_of(pair.second)
    recipe = Recipe((first, other), (pair.laid.step,)) if second else Recipe((first,))
    for step in pair.laid.second_steps if second else pair.laid.first_steps:
        recipe = recipe.then(replace(step, inputs=(recipe.result,)))
    return recipe


def _window_step(window: Window) -> Step:
    from workstation.imaging.operations import OPERATIONS

    return OPERATIONS["window"].step(0, low=window.low, high=window.high)

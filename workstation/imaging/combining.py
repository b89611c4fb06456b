"""Recipes for pictures of several lights: a combination that tells two places apart, components, luminescence.

Windows are chosen from the samples once and stand in the recipe, so that replaying searches nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workstation.imaging.light_stack import GREY, Band, LightStack, Samples
from workstation.imaging.operations import OPERATIONS
from workstation.imaging.recipe import Recipe, Source, Step, Value
from workstation.imaging.spectra import (
    Combination,
    CombinationKind,
    independent_components,
    mixed_spectra,
    principal_components,
)

COLOURS = 3
SHOWN_PERCENTILES = (1.0, 99.0)
PAPER_PERCENTILE = 95.0
BRIGHTEST_PERCENTILE = 99.9
NOISE_SHOWN = 3.0
MIXED_SAMPLES = 10_000
MIXED_SPREAD = 1.2
"""Largest amount of a spectrum that is shown, in the amount that 99 of 100 places do not exceed."""


class ComponentsKind(StrEnum):
    """How all lights are brought into three colours."""

    PRINCIPAL = "principal"
    INDEPENDENT = "independent"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class StackSource:
    """Where the planes of one light come from.

    Attributes
    ----------
    align : Step or None
        Lays the light (input 1) on the first one (input 0); None where it lies there already.
    """

    source: Source
    align: Step | None = None


class _Building:
    """A recipe that grows; a band is made once, however often it is asked for."""

    def __init__(self, bands: Sequence[Band], origins: Mapping[str, StackSource], fixed: str) -> None:
        lights = tuple(dict.fromkeys(each.light for each in bands))
        aligned = any(origins[each].align is not None for each in lights)
        # The light that the others are laid on gives the raster, whether it is looked at or not.
        self._lights = tuple(dict.fromkeys((fixed, *lights))) if aligned else lights
        self._origins, self._fixed = origins, fixed
        self._places: dict[Band, int] = {}
        self._laid: dict[str, int] = {}
        self.recipe = Recipe(tuple(origins[each].source for each in self._lights))

    def add(self, operation: str, *inputs: int, **chosen: Value) -> int:
        self.recipe = self.recipe.then(OPERATIONS[operation].step(*inputs, **chosen))
        return self.recipe.result

    def plane(self, band: Band) -> int:
        if band not in self._places:
            laid = self._picture(band.light)
            self._places[band] = laid if band.channel == GREY else self.add("channel", laid, channel=band.channel)
        return self._places[band]

    def _picture(self, light: str) -> int:
        align = self._origins[light].align
        if align is None:
            return self._lights.index(light)
        if light not in self._laid:
            places = self._lights.index(light), self._lights.index(self._fixed)
            self._laid[light] = self.add("align", *places, **align.parameters)
        return self._laid[light]


def combination_recipe(
    combination: Combination,
    stack: LightStack,
    first: Samples,
    second: Samples,
    origins: Mapping[str, StackSource],
) -> Recipe:
    """The picture of a combination, its window laid around what the two regions show of it.

    Parameters
    ----------
    first, second : ndarray, shape (bands, pixels), float32
        Samples of the two regions in every band of the stack.
    origins : mapping
        Source of every light of the stack; the first light gives the raster.
    """
    made = _Building(combination.bands, origins, stack.bands[0].light)
    places = [made.plane(each) for each in combination.bands]
    rows = [stack.bands.index(each) for each in combination.bands]
    a, b = (_values(combination, each[rows].astype(np.float64)) for each in (first, second))
    low, high = _window(a, b)
    if combination.kind is CombinationKind.RATIO:
        shown = made.add("ratio", *places)
    elif combination.kind is CombinationKind.BAND:
        shown = places[0]
    else:
        shown = made.add("combine", *places, weights=combination.weights)
    made.add("window", shown, low=low, high=high)
    return made.recipe


def _values(combination: Combination, rows: NDArray[np.float64]) -> NDArray[np.float64]:
    if combination.kind is CombinationKind.RATIO:
        return np.asarray((rows[0] + 1) / (rows[1] + 1))
    return np.asarray(np.asarray(combination.weights) @ rows)


def _window(first: NDArray[np.float64], second: NDArray[np.float64]) -> tuple[float, float]:
    """Black and white so far apart that both regions are seen grey, and their noise does not fill the range."""
    middle = float(first.mean() + second.mean()) / 2
    noise = float(np.sqrt((first.var() + second.var()) / 2))
    reach = max(abs(float(first.mean() - second.mean())), NOISE_SHOWN * noise, 1e-6 * max(abs(middle), 1.0))
    return middle - reach, middle + reach


def components_recipe(
    kind: ComponentsKind, stack: LightStack, values: Samples, origins: Mapping[str, StackSource]
) -> Recipe:
    """All lights in false colour: red, green and blue are the three strongest components.

    Parameters
    ----------
    values : ndarray, shape (bands, pixels), float32
        Samples of the whole page.
    """
    made = _Building(stack.bands, origins, stack.bands[0].light)
    places = [made.plane(each) for each in stack.bands]
    if kind == ComponentsKind.MIXED:
        _add_amounts(made, places, values)
        return made.recipe
    find = principal_components if kind == ComponentsKind.PRINCIPAL else independent_components
    weights = find(values, min(COLOURS, len(places))).weights
    weights = np.vstack([weights, np.zeros((COLOURS - len(weights), len(places)))])
    windows = [_range(row @ values) for row in weights]
    made.add(
        "false-colour",
        *places,
        weights=tuple(weights.ravel().tolist()),
        windows=tuple(float(each) for window in windows for each in window),
    )
    return made.recipe


def _range(values: NDArray[Any]) -> tuple[float, float]:
    low, high = np.percentile(values, SHOWN_PERCENTILES)
    return (float(low), float(high)) if high > low else (float(low), float(low) + 1.0)


def _add_amounts(made: _Building, places: Sequence[int], values: Samples) -> None:
    """The amount of each of three inks that make up the page, found as what is missing from the paper."""
    paper = np.percentile(values, PAPER_PERCENTILE, axis=1)
    few = values[:, :: max(1, values.shape[1] // MIXED_SAMPLES)]
    absorbed = -np.log10(np.clip((few + 1) / (paper[:, None] + 1), 1e-3, 1.0))
    spectra = mixed_spectra(absorbed.astype(np.float32), min(COLOURS, len(places)))
    amounts, windows = [], []
    level = spectra @ absorbed
    for place in range(COLOURS):
        turned = np.roll(spectra, -place % len(spectra), axis=0)
        amounts.append(
            made.add(
                "unmix", *places, spectra=tuple(turned.ravel().tolist()), paper=tuple(float(each) for each in paper)
            )
        )
        top = float(np.percentile(level[place % len(spectra)], SHOWN_PERCENTILES[1])) * MIXED_SPREAD
        windows += [0.0, max(top, 1e-3)]
    made.add(
        "false-colour",
        *amounts,
        weights=tuple(np.eye(COLOURS).ravel().tolist()),
        windows=tuple(windows),
    )


def luminescence_recipe(source: Source, pixels: NDArray[Any]) -> Recipe:
    """What glows more than the page: its own median taken off, and what is left spread over the whole range."""
    channels = pixels[..., None] if pixels.ndim == 2 else pixels
    step = max(1, round((channels.shape[0] * channels.shape[1] / 200_000) ** 0.5))
    few = channels[::step, ::step].reshape(-1, channels.shape[2]).astype(np.float64)
    ground = np.median(few, axis=0)
    brightest = float(np.percentile(few - ground, BRIGHTEST_PERCENTILE, axis=0).max())
    gain = float(np.clip(np.iinfo(pixels.dtype).max / max(brightest, 1.0), 1.0, 100.0))
    shown = OPERATIONS["above-ground"].step(0, ground=tuple(ground.tolist()), gain=gain)
    return Recipe((source,), (shown,))

"""Recipes of several lights show what the search found, pixel for pixel."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from workstation.cases.model import Region, Shape
from workstation.imaging.combining import (
    ComponentsKind,
    StackSource,
    combination_recipe,
    components_recipe,
    luminescence_recipe,
)
from workstation.imaging.light_stack import LightStack, samples, stack_of
from workstation.imaging.operations import OPERATIONS
from workstation.imaging.recipe import Recipe, Source, SourceKind
from workstation.imaging.replay import replay
from workstation.imaging.spectra import CombinationKind, best_lights, page_samples

LEFT = Region(Shape.RECTANGLE, ((10.0, 10.0), (60.0, 90.0)))
RIGHT = Region(Shape.RECTANGLE, ((100.0, 10.0), (150.0, 90.0)))
SHIFT = (1.0, 0.0, 4.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


def pictures() -> dict[str, NDArray[np.uint8]]:
    """A page whose right half absorbs a little of the infrared and nothing else."""
    generator = np.random.default_rng(4)
    common = generator.normal(150, 12, (100, 160, 1))
    own = {light: generator.normal(0, 1, (100, 160, 3)) for light in ("WHITE", "UV365", "IR850")}
    own["IR850"][:, 80:] -= 6
    return {light: np.clip(common + noise, 0, 255).astype(np.uint8) for light, noise in own.items()}


def sources(lights: dict[str, NDArray[np.uint8]], align: bool = False) -> dict[str, StackSource]:
    step = OPERATIONS["align"].step(1, 0, matrix=SHIFT, residual_px=0.1) if align else None
    return {
        light: StackSource(Source(SourceKind.CAPTURE, f"{place:064x}", light), step if place else None)
        for place, light in enumerate(lights)
    }


def parted(shown: NDArray[np.uint8]) -> float:
    """How far the two halves lie apart in the picture, in their own noise."""
    left, right = shown[10:90, 10:60].astype(float), shown[10:90, 100:150].astype(float)
    return abs(left.mean() - right.mean()) / np.sqrt((left.var() + right.var()) / 2)


def made(stack: LightStack, kind: CombinationKind, origins: dict[str, StackSource]) -> tuple[Recipe, float]:
    found = next(each for each in best_lights(stack, LEFT, RIGHT) if each.combination.kind == kind)
    regions = samples(stack, LEFT), samples(stack, RIGHT)
    return combination_recipe(found.combination, stack, *regions, origins), found.contrast_to_noise


@pytest.mark.parametrize("kind", CombinationKind)
def test_the_picture_shows_the_contrast_that_was_promised(kind: CombinationKind) -> None:
    lights = pictures()
    recipe, promised = made(stack_of(lights), kind, sources(lights))
    shown = replay(recipe, lambda source: lights[source.label])
    assert shown.dtype == np.uint8
    assert shown.shape == (100, 160)
    assert parted(shown) == pytest.approx(promised, rel=0.15)
    assert 40 < shown[10:90, 10:60].mean() < 215


def test_a_light_that_lies_elsewhere_is_laid_on_the_first() -> None:
    lights = pictures()
    stack = stack_of(lights)
    recipe, _ = made(stack, CombinationKind.DIFFERENCE, sources(lights, align=True))
    assert recipe.sources[0].label == "WHITE"
    aligns = [each for each in recipe.steps if each.operation == "align"]
    assert aligns
    assert all(each.inputs[1] == 0 and each.parameters["matrix"] == SHIFT for each in aligns)
    assert len(aligns) == len({each.inputs for each in aligns})
    assert replay(recipe, lambda source: lights[source.label]).shape == (100, 160)


@pytest.mark.parametrize("kind", ComponentsKind)
@pytest.mark.parametrize("lights", [1, 3])
def test_all_lights_in_false_colour(kind: ComponentsKind, lights: int) -> None:
    some = dict(list(pictures().items())[:lights])
    stack = stack_of(some)
    recipe = components_recipe(kind, stack, page_samples(stack), sources(some))
    shown = replay(recipe, lambda source: some[source.label])
    assert shown.shape == (100, 160, 3)
    assert shown.std() > 5


def test_two_grey_lights_have_two_components() -> None:
    some = {light: each[..., 0] for light, each in list(pictures().items())[:2]}
    stack = stack_of(some)
    for kind in ComponentsKind:
        recipe = components_recipe(kind, stack, page_samples(stack), sources(some))
        assert replay(recipe, lambda source: some[source.label]).shape == (100, 160, 3)


def test_a_black_light_makes_a_picture_too() -> None:
    some = {**pictures(), "UV365": np.zeros((100, 160, 3), np.uint8)}
    stack = stack_of(some)
    for kind in ComponentsKind:
        recipe = components_recipe(kind, stack, page_samples(stack), sources(some))
        assert np.ptp(replay(recipe, lambda source: some[source.label])) > 0


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_only_what_glows_above_the_paper_is_left(dtype: type) -> None:
    page = np.full((100, 160, 3), (20, 30, 60), dtype)
    page[40:60, 40:80] = (60, 90, 60)
    source = Source(SourceKind.CAPTURE, "0" * 64, "UV365")
    shown = replay(luminescence_recipe(source, page), lambda _: page)
    assert shown[0, 0].tolist() == [0, 0, 0]
    assert shown[50, 50, 1] >= np.iinfo(dtype).max * (0.99 if dtype is np.uint8 else 0.09)
    grey = page[..., 1]
    assert replay(luminescence_recipe(source, grey), lambda _: grey)[0, 0] == 0

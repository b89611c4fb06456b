"""The same recipe on reduced pictures, for while a control is dragged: every length in pixels shrinks with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from workstation.imaging.operations import Image, Parameter, ParameterKind, find_operation
from workstation.imaging.recipe import Recipe, Source, Step, Value
from workstation.imaging.replay import Fetch, replay
from workstation.imaging.views import thumbnail


def preview(recipe: Recipe, fetch: Fetch, longest_px: int) -> tuple[Image, float]:
    """A recipe's picture made from sources of at most ``longest_px``, and their share of the full size (at most 1).

    It looks like the whole picture; it is not its reduction and has no hash worth keeping.

    Raises
    ------
    WorkstationError
        As ``replay``.
    """
    share = min(1.0, longest_px / max(fetch(recipe.sources[0]).shape[:2]))

    def small(source: Source) -> Image:
        pixels = fetch(source)
        return thumbnail(pixels, max(1, round(share * max(pixels.shape[:2])))) if share < 1 else pixels

    return replay(reduced(recipe, share), small), share


def reduced(recipe: Recipe, share: float) -> Recipe:
    """The recipe with every length in pixels times ``share``, kept within the limits of its parameter."""
    return replace(recipe, steps=tuple(_reduced(each, share) for each in recipe.steps))


def _reduced(step: Step, share: float) -> Step:
    known = {each.name: each for each in find_operation(step.operation).parameters}
    return replace(
        step,
        parameters={
            name: _SCALED[name](value, share)
            if name in _SCALED
            else _times(value, known[name], share)
            if name in known and name.endswith("_px")
            else value
            for name, value in step.parameters.items()
        },
    )


def _matrices(value: Value, share: float) -> Value:
    """Homographies between pictures that both shrink."""
    if not isinstance(value, tuple) or len(value) % 9:
        return value
    size = (1.0, 1.0, share, 1.0, 1.0, share, 1 / share, 1 / share, 1.0)
    return tuple(each * size[place % 9] for place, each in enumerate(value))


def _lengths(value: Value, share: float) -> Value:
    return tuple(each * share for each in value) if isinstance(value, tuple) else value


_SCALED: Mapping[str, Callable[[Value, float], Value]] = {
    "matrix": _matrices,
    "matrices": _matrices,
    "bend": _lengths,
}


def _times(value: Value, parameter: Parameter, share: float) -> Value:
    if isinstance(value, str | tuple):
        return value
    low, high = parameter.minimum, parameter.maximum
    scaled = max(value * share, low if low is not None else value * share)
    scaled = min(scaled, high if high is not None else scaled)
    # Down, so that a part of a picture stays within it.
    return int(scaled) if parameter.kind is ParameterKind.WHOLE else float(scaled)

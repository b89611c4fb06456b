"""Time of ranking lights for two regions and of a false-colour picture, with every light of a large page."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from workstation.cases.model import Region, Shape
from workstation.imaging.light_stack import stack_of
from workstation.imaging.operations import OPERATIONS
from workstation.imaging.recipe import Recipe, Source, SourceKind
from workstation.imaging.replay import replay
from workstation.imaging.spectra import best_lights, page_samples, principal_components

LIGHTS = 12
HEIGHT, WIDTH = 3000, 4000
ROUNDS = 5


def spectra() -> list[dict[str, Any]]:
    """Rows for 12 grey lights of 12 Mpx; the peer of both is reading every plane once (``numpy.sum``)."""
    generator = np.random.default_rng(1)
    base = generator.integers(0, 256, (HEIGHT, WIDTH), np.uint8)
    pictures = {f"VIS{400 + 40 * place}": np.roll(base, place * 7, axis=1) for place in range(LIGHTS)}
    stack = stack_of(pictures)
    first, second = (Region(Shape.RECTANGLE, ((left, 700.0), (left + 600.0, 1300.0))) for left in (500.0, 2500.0))
    sources = tuple(Source(SourceKind.CAPTURE, f"{place:064x}", light) for place, light in enumerate(pictures))

    def false_colour() -> None:
        weights = principal_components(page_samples(stack), 3).weights
        step = OPERATIONS["false-colour"].step(
            *range(LIGHTS), weights=tuple(weights.ravel().tolist()), windows=(-200.0, 200.0) * 3
        )
        replay(Recipe(sources, (step,)), lambda source: pictures[source.label])

    reading_ms = _median_ms(lambda: [plane.sum() for plane in stack.planes])
    return [
        _row("best light, 2 regions, 12 x 12 Mpx", _median_ms(lambda: best_lights(stack, first, second)), reading_ms),
        _row("principal components in false colour, 12 x 12 Mpx", _median_ms(false_colour), reading_ms),
    ]


def _median_ms(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return 1000 * statistics.median(times)


def _row(measure: str, value_ms: float, peer_ms: float) -> dict[str, Any]:
    return {
        "benchmark": "spectra",
        "measure": measure,
        "value": value_ms,
        "unit": "ms",
        "peer": "numpy.sum of every plane",
        "peer_value": peer_ms,
        "ratio": value_ms / peer_ms,
    }

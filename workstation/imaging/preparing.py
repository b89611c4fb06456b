"""Two pictures made comparable before they are compared: even light on both, the second in the tones of the first.

What was done is given as steps of a recipe, so that whoever replays it need not estimate anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workstation.imaging.compare import luminance, tone_match
from workstation.imaging.normalise import illumination
from workstation.imaging.operations import OPERATIONS
from workstation.imaging.recipe import Step

LEAST_GAIN, MOST_GAIN = 0.1, 10.0
"""Beyond these the tones of the second have nothing to do with those of the first."""

Pixels = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Both pictures, and how they were made.

    Attributes
    ----------
    first_steps, second_steps : tuple of Step
        On input 0, one on the other.
    first_gain, second_gain : float
        How many times its noise each has now, in the mean.
    doubts : tuple of str
        Codes of ``resources/messages``: what was asked and could not be done.
    """

    first: Pixels
    second: Pixels
    first_steps: tuple[Step, ...] = ()
    second_steps: tuple[Step, ...] = ()
    first_gain: float = 1.0
    second_gain: float = 1.0
    doubts: tuple[str, ...] = ()


def prepared(first: Pixels, second: Pixels, *, even: bool, tones: bool) -> Prepared:
    """Prepare two pictures that were laid on each other.

    Parameters
    ----------
    first, second : ndarray, shape (H, W, 3) RGB or (H, W), uint8 or uint16
    even : bool
        Take uneven light off both.
    tones : bool
        Bring the second to the tones of the first, by one gain and one offset.
    """
    first_steps: tuple[Step, ...] = ()
    second_steps: tuple[Step, ...] = ()
    gains = [1.0, 1.0]
    doubts: tuple[str, ...] = ()
    if even:
        first, ours, gains[0] = _evened(first)
        second, theirs, gains[1] = _evened(second)
        first_steps, second_steps = (ours,), (theirs,)
    if tones:
        share = _top(first) / _top(second)
        gain, offset = tone_match(luminance(first) / np.float32(share), luminance(second))
        if LEAST_GAIN <= gain <= MOST_GAIN:
            step = OPERATIONS["level"].step(0, gain=round(gain, 4), offset=round(offset, 3))
            second = _applied(step, second)
            second_steps = (*second_steps, step)
            gains[1] *= gain
        else:
            doubts = ("doubt-tones-unmatched",)
    return Prepared(first, second, first_steps, second_steps, gains[0], gains[1], doubts)


def _evened(pixels: Pixels) -> tuple[Pixels, Step, float]:
    """The picture, the step that made it, and by how much the field raises it in the mean."""
    field = np.round(illumination(pixels).astype(np.float64), 5)
    columns = int(field.shape[1])
    step = OPERATIONS["flatten"].step(0, field=tuple(field.ravel().tolist()), field_columns=columns)
    return _applied(step, pixels), step, float((1 / field).mean())


def _applied(step: Step, pixels: Pixels) -> Pixels:
    return np.asarray(OPERATIONS[step.operation].apply([pixels], step.parameters))


def _top(pixels: Pixels) -> float:
    return float(np.iinfo(pixels.dtype).max)

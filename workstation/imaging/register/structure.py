"""Pictures as structure: what two lights have in common when tones do not.

Lights change ink from dark to bright and to nothing, so grey values are never compared. What stays is where edges lie
and how they run. An edge is written as the square of its gradient, as a complex number, over its own strength: the
square is the same for dark on bright and for bright on dark, and the correlation of two such fields is the sum of
squared cosines between their edges.

Notes
-----
E. Haber, J. Modersitzki, Intensity gradient based registration and fusion of multi-modal images, MICCAI 2006
(normalised gradient fields); here in the frequency domain.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.imaging.views import Pixels

Plane = NDArray[np.float32]
Matrix = NDArray[np.float64]

_SOFT_PX = 1.2
_SOFT_SUPPORT = (7, 7)
_LUMINANCE = (0.299, 0.587, 0.114)
_LEAST_MEAN = 1e-3
_SAMPLE_STEP = 16
_MOST_RAISED = 16.0
_NEAR_BELOW, _NEAR_ABOVE = 0.9, 1.15
_AROUND_PX = 7
_AROUND_SHARE = np.float32(0.5)
_FLOOR_STEPS = 4.0
"""Gradients of a few steps of the picture's type are rounding, not print."""


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """Luminance of a picture, 0 to 255, as it is or reduced.

    Attributes
    ----------
    plane : ndarray, shape (h, w), float32
    matrix : ndarray, shape (3, 3)
        From pixels of the picture to pixels of the level.
    step : float
        Smallest step of the picture's type on the scale to 255.
    """

    plane: Plane
    matrix: Matrix
    step: float


class Pyramid:
    """Luminance of a picture at any size, each made once."""

    def __init__(self, pixels: Pixels) -> None:
        plane, step = _grey(pixels)
        self.height, self.width = plane.shape
        self._halved = [Level(plane, np.eye(3), step)]
        self._between: dict[float, Level] = {}

    def at(self, scale: float) -> Level:
        """The picture at about ``scale`` of its size by area; whole from 1 on.

        A picture halved some times stands for every size near it: halving is many times quicker than any other
        reduction. The scale of what is given depends on ``scale`` alone, and not on the size of the picture.
        """
        wanted = min(1.0, scale)
        times = int(-math.log2(wanted * _NEAR_BELOW))
        near = self._halvings(times)
        if wanted * _NEAR_ABOVE >= 0.5**times or min(near.plane.shape) == 1:
            return near
        if wanted not in self._between:
            self._between[wanted] = _reduced(near, wanted * 2**times)
        return self._between[wanted]

    def _halvings(self, times: int) -> Level:
        while len(self._halved) <= times and min(self._halved[-1].plane.shape) > 1:
            last = self._halved[-1]
            height, width = (side // 2 * 2 for side in last.plane.shape)
            self._halved.append(_reduced(replace(last, plane=last.plane[:height, :width]), 0.5))
        return self._halved[min(times, len(self._halved) - 1)]


def _reduced(level: Level, scale: float) -> Level:
    height, width = (max(1, round(side * scale)) for side in level.plane.shape)
    plane = cv2.resize(level.plane, (width, height), interpolation=cv2.INTER_AREA)
    across, down = width / level.plane.shape[1], height / level.plane.shape[0]
    # Half a pixel lies between the corner that a resize keeps and the centre that coordinates count from.
    matrix = np.array([[across, 0, (across - 1) / 2], [0, down, (down - 1) / 2], [0, 0, 1]])
    return Level(np.asarray(plane, np.float32), matrix @ level.matrix, level.step)


def _grey(pixels: Pixels) -> tuple[Plane, float]:
    """One plane, 0 to 255, and the smallest step of the picture's type on it.

    Channels are added as for luminance, and in proportion to their means: ink that absorbs takes from each what the
    page gives there, so a page that shines faintly in blue is seen in blue; and green is what cameras resolve best.
    A dark picture is raised before it is rounded.
    """
    full = float(np.iinfo(pixels.dtype).max)
    if pixels.ndim == 2:
        return np.asarray(pixels, np.float32) * np.float32(255 / full), 255 / full
    shares = (np.array(cv2.mean(pixels)[:3]) + _LEAST_MEAN) * _LUMINANCE
    shares /= shares.sum()
    sample = pixels[::_SAMPLE_STEP, ::_SAMPLE_STEP].astype(np.float32) @ shares
    raised = full / max(float(np.percentile(sample, 99.5)), full / _MOST_RAISED)
    plane = cv2.transform(pixels, (shares * raised)[None])
    return np.asarray(plane, np.float32) * np.float32(255 / full), 255 / full * raised


def strength(level: Level) -> Plane:
    """Gradient magnitude over its local mean: the same for strong and for faint print."""
    across, down = _gradient(level.plane)
    # Not cv2.magnitude: its last bit depends on where the memory lies, and a result must repeat.
    magnitude = np.sqrt(across * across + down * down)
    local = cv2.boxFilter(magnitude, -1, (31, 31))
    return np.asarray(magnitude / (local + np.float32(_FLOOR_STEPS * level.step)), np.float32)


def spectrum(patch: Plane, step: float) -> Plane:
    """Fourier transform of how the edges of a square patch run, faded out towards its sides.

    An edge is the squared gradient over its strength and that of its surroundings: where luminescence outshines the
    print beside it, faint edges count as much.

    Returns
    -------
    ndarray, shape (n, n, 2), float32
    """
    across, down = _gradient(patch)
    across_2, down_2 = across * across, down * down
    energy = across_2 + down_2
    around = cv2.boxFilter(energy, -1, (_AROUND_PX, _AROUND_PX))
    floor = np.float32((_FLOOR_STEPS * step) ** 2)
    share = _fade(patch.shape[0]) / (energy + _AROUND_SHARE * around + floor)
    field = np.empty((*patch.shape, 2), np.float32)
    np.multiply(across_2 - down_2, share, out=field[..., 0])
    np.multiply(2 * across * down, share, out=field[..., 1])
    return np.asarray(cv2.dft(field), np.float32)


def _gradient(plane: Plane) -> tuple[Plane, Plane]:
    soft = cv2.GaussianBlur(plane, _SOFT_SUPPORT, _SOFT_PX)
    across, down = (cv2.Sobel(soft, cv2.CV_32F, *axis) for axis in ((1, 0), (0, 1)))
    return np.asarray(across, np.float32), np.asarray(down, np.float32)


@cache
def _fade(side: int) -> Plane:
    rise = 0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(side) + 0.5) / side)
    return np.outer(rise, rise).astype(np.float32)

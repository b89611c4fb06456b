"""Turn, size and place of one page on another, from nothing: the log-polar spectrum of the strength of edges.

Notes
-----
B. S. Reddy, B. N. Chatterji, An FFT-based technique for translation, rotation, and scale-invariant image
registration, IEEE TIP 5 (1996). The response of phase correlation is no measure of likeness; candidates
are laid and compared.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.imaging.register.correlation import offset
from workstation.imaging.register.result import Matrix, inverse
from workstation.imaging.register.structure import Level, Plane, Pyramid, spectrum, strength

MAX_SCALE = 2.1
_SPECTRUM_SIDE_PX = 512
_STRENGTH_SIDE_PX = 1024
_PLACING_SIDE_PX = 256
_TURNS_DEG = np.arange(-30, 31, 3)
_LOG_SIZES = np.linspace(-0.24, 0.24, 10)
_LIKELIEST = 8

_Motion = tuple[float, float]


def candidates(fixed: Pyramid, moving: Pyramid, *, thorough: bool = True) -> Iterator[Matrix]:
    """Similarities from pixels of ``moving`` to pixels of ``fixed``, the likeliest first.

    As the page lies, turned and sized by the spectrum, and the same upside down: a spectrum does not know the two
    apart. Where none of these is taken and ``thorough`` is asked for, the likeliest of all turns up to 30 degrees
    and sizes up to a quarter: on luminescence that has little in common with print the spectrum is led astray.
    """
    placing = _Placing(fixed, moving)
    yield from placing.best([(0.0, 1.0), *_by_spectrum(fixed, moving)])
    if not thorough:
        return
    swept = [(math.radians(turn), math.exp(size)) for turn in _TURNS_DEG for size in _LOG_SIZES]
    yield from placing.best(swept)[:_LIKELIEST]


def _by_spectrum(fixed: Pyramid, moving: Pyramid) -> list[_Motion]:
    """Turn and size that make the spectra alike, as the page lies and upside down."""
    side = _SPECTRUM_SIDE_PX
    longest = max(fixed.width, fixed.height, moving.width, moving.height)
    window = cv2.createHanningWindow((side, side), cv2.CV_32F)
    theirs, ours = (_log_polar(each, longest, window) for each in (moving, fixed))
    (across, down), _ = cv2.phaseCorrelate(theirs, ours, window)
    turn, size = down * 2 * math.pi / side, math.exp(-across * math.log(side / 2) / side)
    return [(turn, size), (turn + math.pi, size)] if 1 / MAX_SCALE <= size <= MAX_SCALE else []


def _log_polar(picture: Pyramid, longest: int, window: NDArray[Any]) -> Plane:
    """Spectrum of the strength of edges over turn (down) and logarithm of size (across)."""
    level = picture.at(_STRENGTH_SIDE_PX / longest)
    side = _SPECTRUM_SIDE_PX
    scale = side / max(side, longest) / level.matrix[0, 0]
    soft = cv2.GaussianBlur(strength(level), (0, 0), 0.4 / scale)
    left, top = ((side - extent * scale) / 2 + (scale - 1) / 2 for extent in reversed(soft.shape))
    square = cv2.warpAffine(soft, np.array([[scale, 0, left], [0, scale, top]]), (side, side))
    waves = np.asarray(cv2.dft((square - square.mean()) * window, flags=cv2.DFT_COMPLEX_OUTPUT))
    raised = np.log1p(np.fft.fftshift(np.sqrt((waves * waves).sum(axis=2)))) * _high_pass()
    polar = cv2.warpPolar(raised, (side, side), (side / 2, side / 2), side / 2, cv2.WARP_POLAR_LOG)
    return np.asarray(polar, np.float32)


@cache
def _high_pass() -> Plane:
    axis = np.linspace(-1, 1, _SPECTRUM_SIDE_PX, dtype=np.float32)
    return np.asarray(np.clip(np.hypot(axis[None], axis[:, None]) * 4, 0, 1), np.float32)


class _Placing:
    """Shifts after a turn and a size, by how edges run on both pictures reduced to a small square."""

    def __init__(self, fixed: Pyramid, moving: Pyramid) -> None:
        scale = min(1.0, _PLACING_SIDE_PX / max(fixed.width, fixed.height, moving.width, moving.height))
        self._ours, self._theirs, self._moving = fixed.at(scale), moving.at(scale), moving
        self._spectrum = _spectrum(self._ours, _middle(self._ours))

    def best(self, motions: Sequence[_Motion]) -> list[Matrix]:
        """Similarities with these turns and sizes, the clearest first."""
        placed = sorted((self._place(*each) for each in motions), key=lambda each: -each[0])
        back = inverse(self._ours.matrix)
        return [_similarity(back @ matrix @ self._theirs.matrix, self._moving) for _, matrix in placed]

    def _place(self, turn: float, size: float) -> tuple[float, Matrix]:
        """Clearness and matrix of the best shift after a turn and a size, from pixels of one level to the other's."""
        cos, sin, middle = size * math.cos(turn), size * math.sin(turn), (_PLACING_SIDE_PX - 1) / 2
        turned = np.array(
            [
                [cos, -sin, middle - cos * middle + sin * middle],
                [sin, cos, middle - sin * middle - cos * middle],
                [0, 0, 1],
            ]
        )
        into = turned @ _middle(self._theirs)
        (across, down), clearness = offset(self._spectrum, _spectrum(self._theirs, into))
        moved = np.array([[1, 0, across], [0, 1, down], [0, 0, 1]])
        return clearness, inverse(_middle(self._ours)) @ moved @ into


def _similarity(matrix: Matrix, moving: Pyramid) -> Matrix:
    """The nearest one: levels are whole pixels wide and high, and so not of quite the same scale both ways."""
    along, across = (matrix[0, 0] + matrix[1, 1]) / 2, (matrix[1, 0] - matrix[0, 1]) / 2
    made = np.array([[along, -across, 0], [across, along, 0], [0, 0, 1]])
    middle = np.array([moving.width / 2, moving.height / 2, 1])
    made[:2, 2] = (matrix @ middle - made @ middle)[:2]
    return made


def _middle(level: Level) -> Matrix:
    """Way from pixels of a level to a square round its middle."""
    height, width = level.plane.shape
    side = _PLACING_SIDE_PX
    return np.array([[1, 0, (side - width) / 2], [0, 1, (side - height) / 2], [0, 0, 1]], np.float64)


def _spectrum(level: Level, into: Matrix) -> Plane:
    """Fourier transform of how the edges of a level run, laid into the square."""
    side = _PLACING_SIDE_PX
    square = cv2.warpAffine(level.plane, into[:2], (side, side), borderMode=cv2.BORDER_REPLICATE)
    return spectrum(np.asarray(square, np.float32), level.step)

"""Turn, size and place of one page on another, from nothing: the log-polar spectrum of the strength of edges.

Notes
-----
B. S. Reddy, B. N. Chatterji, An FFT-based technique for translation, rotation, and scale-invariant image
registration, IEEE TIP 5 (1996). The response of phase correlation is no measure of likeness; candidates
are laid and compared.
"""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.imaging.register.correlation import offset
from workstation.imaging.register.result import Matrix, inverse
from workstation.imaging.register.structure import Level, Plane, Pyramid, directions, strength

MAX_SCALE = 2.0
_SIDE_PX = 512
_STRENGTH_SIDE_PX = 1024


def candidates(fixed: Pyramid, moving: Pyramid) -> list[Matrix]:
    """Similarities from pixels of ``moving`` to pixels of ``fixed``, the likeliest first.

    As the page lies, turned and sized by the spectrum, and the same upside down: a spectrum does not know the two
    apart.
    """
    longest = max(fixed.width, fixed.height, moving.width, moving.height)
    window = cv2.createHanningWindow((_SIDE_PX, _SIDE_PX), cv2.CV_32F)
    theirs_polar, ours_polar = (_log_polar(each, longest, window) for each in (moving, fixed))
    (across, down), _ = cv2.phaseCorrelate(theirs_polar, ours_polar, window)
    turn, size = down * 2 * math.pi / _SIDE_PX, math.exp(-across * math.log(_SIDE_PX / 2) / _SIDE_PX)
    motions = [(0.0, 1.0)]
    if 1 / MAX_SCALE <= size <= MAX_SCALE:
        motions += [(turn, size), (turn + math.pi, size)]
    scale = min(1.0, _SIDE_PX / longest)
    ours, theirs = fixed.at(scale), moving.at(scale)
    spectrum = _spectrum(ours, _middle(ours))
    placed = sorted((_place(ours, theirs, spectrum, *motion) for motion in motions), key=lambda each: -each[0])
    return [_similarity(inverse(ours.matrix) @ matrix @ theirs.matrix, moving) for _, matrix in placed]


def _similarity(matrix: Matrix, moving: Pyramid) -> Matrix:
    """The nearest one: levels are whole pixels wide and high, and so not of quite the same scale both ways."""
    along, across = (matrix[0, 0] + matrix[1, 1]) / 2, (matrix[1, 0] - matrix[0, 1]) / 2
    made = np.array([[along, -across, 0], [across, along, 0], [0, 0, 1]])
    middle = np.array([moving.width / 2, moving.height / 2, 1])
    made[:2, 2] = (matrix @ middle - made @ middle)[:2]
    return made


def _log_polar(picture: Pyramid, longest: int, window: NDArray[Any]) -> Plane:
    """Spectrum of the strength of edges over turn (down) and logarithm of size (across)."""
    level = picture.at(_STRENGTH_SIDE_PX / longest)
    scale = _SIDE_PX / max(_SIDE_PX, longest) / level.matrix[0, 0]
    soft = cv2.GaussianBlur(strength(level), (0, 0), 0.4 / scale)
    height, width = soft.shape
    left, top = ((_SIDE_PX - side * scale) / 2 + (scale - 1) / 2 for side in (width, height))
    square = cv2.warpAffine(soft, np.array([[scale, 0, left], [0, scale, top]]), (_SIDE_PX, _SIDE_PX))
    spectrum = np.abs(np.fft.fftshift(np.fft.fft2((square - square.mean()) * window))).astype(np.float32)
    axis = np.linspace(-1, 1, _SIDE_PX, dtype=np.float32)
    raised = np.log1p(spectrum) * np.clip(np.hypot(axis[None], axis[:, None]) * 4, 0, 1)
    centre = (_SIDE_PX / 2, _SIDE_PX / 2)
    polar = cv2.warpPolar(raised, (_SIDE_PX, _SIDE_PX), centre, _SIDE_PX / 2, cv2.WARP_POLAR_LOG)
    return np.asarray(polar, np.float32)


def _middle(level: Level) -> Matrix:
    """Way from pixels of a level to a square round its middle."""
    height, width = level.plane.shape
    return np.array([[1, 0, (_SIDE_PX - width) / 2], [0, 1, (_SIDE_PX - height) / 2], [0, 0, 1]], np.float64)


def _spectrum(level: Level, into: Matrix) -> Plane:
    """Fourier transform of the directions of edges of a level laid into the square."""
    square = cv2.warpAffine(level.plane, into[:2], (_SIDE_PX, _SIDE_PX), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.dft(directions(np.asarray(square, np.float32), level.step)), np.float32)


def _place(fixed: Level, moving: Level, spectrum: Plane, turn: float, size: float) -> tuple[float, Matrix]:
    """Clearness and matrix of the best shift after a turn and a size, from pixels of one level to the other's."""
    cos, sin, middle = size * math.cos(turn), size * math.sin(turn), (_SIDE_PX - 1) / 2
    turned = np.array(
        [
            [cos, -sin, middle - cos * middle + sin * middle],
            [sin, cos, middle - sin * middle - cos * middle],
            [0, 0, 1],
        ]
    )
    into = turned @ _middle(moving)
    (across, down), clearness = offset(spectrum, _spectrum(moving, into))
    return clearness, inverse(_middle(fixed)) @ np.array([[1, 0, across], [0, 1, down], [0, 0, 1]]) @ into

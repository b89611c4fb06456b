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

from workstation.imaging.register.result import Matrix
from workstation.imaging.register.structure import Grey, Plane, reduced, strength

MAX_SCALE = 2.0
_SIDE_PX = 512
_WORK_SIDE_PX = 1024
_BLUR_PX = 2.0


def candidates(fixed: Grey, moving: Grey) -> list[Matrix]:
    """Similarities from pixels of ``moving`` to pixels of ``fixed``, the likeliest first.

    As the page lies, turned and sized by the spectrum, and the same upside down: a spectrum does not know the two
    apart.
    """
    longest = max(*fixed.plane.shape, *moving.plane.shape)
    (ours, ours_matrix), (theirs, theirs_matrix) = (_square(each, longest) for each in (fixed, moving))
    window = cv2.createHanningWindow((_SIDE_PX, _SIDE_PX), cv2.CV_32F)
    per_row, per_column = 2 * math.pi / _SIDE_PX, math.log(_SIDE_PX / 2) / _SIDE_PX
    across, down = _offset(_log_polar(theirs, window), _log_polar(ours, window), window)
    turn, size = down * per_row, math.exp(-across * per_column)
    motions = [(0.0, 1.0)]
    if 1 / MAX_SCALE <= size <= MAX_SCALE:
        motions += [(turn, size), (turn + math.pi, size)]
    placed = sorted((_place(ours, theirs, window, *motion) for motion in motions), key=lambda each: -each[0])
    return [np.linalg.inv(ours_matrix) @ matrix @ theirs_matrix for _, matrix in placed]


def _square(picture: Grey, longest: int) -> tuple[Plane, Matrix]:
    """Strength of edges in the middle of a square, and the way there from pixels of the picture."""
    level = reduced(picture, _WORK_SIDE_PX / longest)
    scale = _SIDE_PX / max(_SIDE_PX, longest) / level.matrix[0, 0]
    soft = cv2.GaussianBlur(strength(level), (0, 0), 0.4 / scale)
    height, width = soft.shape
    half = (scale - 1) / 2
    left, top = ((_SIDE_PX - side * scale) / 2 for side in (width, height))
    into = np.array([[scale, 0, left + half], [0, scale, top + half], [0, 0, 1]])
    square = cv2.warpAffine(soft, into[:2], (_SIDE_PX, _SIDE_PX))
    return np.asarray(square, np.float32), into @ level.matrix


def _log_polar(plane: Plane, window: NDArray[Any]) -> Plane:
    spectrum = np.abs(np.fft.fftshift(np.fft.fft2((plane - plane.mean()) * window))).astype(np.float32)
    axis = np.linspace(-1, 1, _SIDE_PX, dtype=np.float32)
    raised = np.log1p(spectrum) * np.clip(np.hypot(axis[None], axis[:, None]) * 4, 0, 1)
    centre = (_SIDE_PX / 2, _SIDE_PX / 2)
    polar = cv2.warpPolar(raised, (_SIDE_PX, _SIDE_PX), centre, _SIDE_PX / 2, cv2.WARP_POLAR_LOG)
    return np.asarray(polar, np.float32)


def _place(fixed: Plane, moving: Plane, window: NDArray[Any], turn: float, size: float) -> tuple[float, Matrix]:
    """Likeness and matrix of the best shift after a turn and a size."""
    cos, sin, middle = size * math.cos(turn), size * math.sin(turn), _SIDE_PX / 2
    turned = np.array(
        [
            [cos, -sin, middle - cos * middle + sin * middle],
            [sin, cos, middle - sin * middle - cos * middle],
            [0, 0, 1],
        ]
    )
    side = (_SIDE_PX, _SIDE_PX)
    across, down = _offset(cv2.warpAffine(moving, turned[:2], side), fixed, window)
    matrix = np.array([[1, 0, across], [0, 1, down], [0, 0, 1]]) @ turned
    return _likeness(np.asarray(cv2.warpAffine(moving, matrix[:2], side), np.float32), fixed), matrix


def _offset(first: NDArray[Any], second: NDArray[Any], window: NDArray[Any]) -> tuple[float, float]:
    """How far ``second`` lies right of and below ``first``. OpenCV 5 writes into what it is given."""
    (across, down), _ = cv2.phaseCorrelate(np.array(first), np.array(second), window)
    return float(across), float(down)


def _likeness(first: Plane, second: Plane) -> float:
    soft = [cv2.GaussianBlur(each, (0, 0), _BLUR_PX).ravel() for each in (first, second)]
    centred = [each - each.mean() for each in soft]
    norm = float(np.linalg.norm(centred[0]) * np.linalg.norm(centred[1]))
    return float(centred[0] @ centred[1]) / norm if norm > 0 else 0.0

"""Where the page of one picture lies in another: the same page under two lights, or beside its specimen.

Lights change ink from dark to bright and to nothing, so grey values are never compared. The chain works on locally
normalised gradient magnitude: log-polar spectrum for turn and size, ECC for the affine part, phase correlation of
blocks and a robust homography for the rest. A result that too few blocks agree on is not accepted, and the picture
is to be shown as it was captured.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.imaging.views import Pixels

Matrix = NDArray[np.float64]
Plane = NDArray[np.float32]

_WORK_PIXELS = 2_800_000
_COARSE_PX = 512
_ECC_LEVELS = (8, 4)
_BLOCK_PX = 256
_BLOCK_COLUMNS, _BLOCK_ROWS = 10, 7
_BLOCK_PASSES = 2
_BLOCK_REACH_PX = 48.0
_INLIER_PX = 0.8
_TEXTURED_SHARE = 0.02
_MIN_BLOCKS = 10
_MIN_SIDE_PX = 64

MIN_CONFIDENCE = 0.5
"""Between 0.29, the most that 150 pairs of unrelated documents reached with a plausible matrix, and 0.86, the least
that a page and itself under another light did.
"""
MAX_SCALE = 2.0


@dataclass(frozen=True, slots=True)
class Registration:
    """How ``moving`` lies on ``fixed``.

    Attributes
    ----------
    matrix : ndarray, shape (3, 3), float64, read-only
        Homography from pixels of ``moving`` to pixels of ``fixed``; the identity where nothing was found.
    residual_px : float
        Median distance, in pixels of ``fixed``, of the blocks that agree; infinite where nothing was found.
    confidence : float
        Share of the textured blocks that agree on ``matrix`` to within a pixel, 0 to 1.
    accepted : bool
        False: do not use ``matrix``, show the picture as captured.
    """

    matrix: Matrix
    residual_px: float
    confidence: float
    accepted: bool


def register(fixed: Pixels, moving: Pixels) -> Registration:
    """Find the page of ``moving`` in ``fixed``.

    Parameters
    ----------
    fixed, moving : ndarray, shape (H, W, 3) RGB or (H, W) grey, uint8 or uint16
        They may differ in size. Neither is altered.

    Notes
    -----
    Turns of any angle and sizes up to a factor of two are found. Same pictures, same result, on the same machine.
    """
    scale = min(1.0, (_WORK_PIXELS / max(_area(fixed), _area(moving))) ** 0.5)
    fixed_grey, moving_grey = _grey(fixed, scale), _grey(moving, scale)
    large_enough = min(*fixed_grey.shape, *moving_grey.shape) >= _MIN_SIDE_PX
    found = _chain(_structure(fixed_grey), _structure(moving_grey)) if large_enough else None
    if found is None:
        return _result(np.eye(3), np.inf, 0.0, accepted=False)
    small, residual_px, confidence = found
    matrix = _pixel_scale(1 / scale) @ small @ _pixel_scale(scale)
    matrix /= matrix[2, 2]
    accepted = confidence >= MIN_CONFIDENCE and _plausible(matrix, moving.shape[1], moving.shape[0])
    return _result(matrix, residual_px / scale, confidence, accepted=accepted)


def moved(moving: Pixels, registration: Registration, width: int, height: int) -> Pixels:
    """``moving`` laid on a raster of ``width`` x ``height`` pixels of ``fixed``; black where it does not reach."""
    laid: NDArray[Any] = np.asarray(cv2.warpPerspective(moving, registration.matrix, (width, height)))
    laid.flags.writeable = False
    return laid


def _result(matrix: Matrix, residual_px: float, confidence: float, *, accepted: bool) -> Registration:
    matrix = np.array(matrix, np.float64)
    matrix.flags.writeable = False
    return Registration(matrix, float(residual_px), float(confidence), accepted)


def _area(pixels: Pixels) -> int:
    return int(pixels.shape[0] * pixels.shape[1])


def _pixel_scale(factor: float) -> Matrix:
    """Resizing by ``factor`` as OpenCV does it, with the half pixel between corners and centres."""
    half = (factor - 1) / 2
    return np.array([[factor, 0, half], [0, factor, half], [0, 0, 1]], np.float64)


def _grey(pixels: Pixels, scale: float) -> Plane:
    plane = pixels.astype(np.float32)
    if plane.ndim == 3:
        plane = np.asarray(cv2.cvtColor(plane, cv2.COLOR_RGB2GRAY))
    if scale < 1:
        size = (max(1, round(plane.shape[1] * scale)), max(1, round(plane.shape[0] * scale)))
        plane = np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA))
    return plane * (255 / np.iinfo(pixels.dtype).max)


def _structure(grey: Plane) -> Plane:
    """Gradient magnitude over its local mean: the same for dark on bright, bright on dark, strong and faint."""
    soft = cv2.GaussianBlur(grey, (0, 0), 1.2)
    across, down = (np.asarray(cv2.Sobel(soft, cv2.CV_32F, *axis), np.float32) for axis in ((1, 0), (0, 1)))
    # Not cv2.magnitude: its last bit depends on where the memory lies, and a result must repeat.
    magnitude = np.sqrt(across * across + down * down)
    local = cv2.boxFilter(magnitude, -1, (61, 61))
    return np.asarray(magnitude / (local + 4.0), np.float32)


def _chain(fixed: Plane, moving: Plane) -> tuple[Matrix, float, float] | None:
    estimate = _coarse(fixed, moving)
    for level in _ECC_LEVELS:
        estimate = _ecc(fixed, moving, estimate, level)
    found: tuple[Matrix, float, float] | None = None
    for _ in range(_BLOCK_PASSES):
        found = _blocks(fixed, moving, estimate)
        if found is None:
            return None
        estimate = found[0]
    return found


# --- turn, size and place ---------------------------------------------------------------------------------------


def _coarse(fixed: Plane, moving: Plane) -> Matrix:
    """Similarity from the log-polar spectrum, or the identity where that fits better."""
    scale = _COARSE_PX / max(*fixed.shape, *moving.shape)
    small_fixed, small_moving = _square(fixed, scale), _square(moving, scale)
    window = cv2.createHanningWindow((_COARSE_PX, _COARSE_PX), cv2.CV_32F)
    per_row, per_column = 2 * np.pi / _COARSE_PX, np.log(_COARSE_PX / 2) / _COARSE_PX
    across, down = _shift(_log_polar(small_moving, window), _log_polar(small_fixed, window), window)
    turn, size = down * per_row, float(np.exp(-across * per_column))
    candidates = [(0.0, 1.0)]
    if 1 / MAX_SCALE <= size <= MAX_SCALE:
        candidates += [(turn, size), (turn + np.pi, size)]
    placed = [_place(small_fixed, small_moving, window, *candidate) for candidate in candidates]
    _, best = max(placed, key=lambda each: each[0])
    return np.linalg.inv(_into_square(fixed, scale)) @ best @ _into_square(moving, scale)


def _into_square(plane: Plane, scale: float) -> Matrix:
    """Resizing, and to the middle of the square."""
    left, top = ((_COARSE_PX - side * scale) / 2 for side in plane.shape[::-1])
    return np.array([[1, 0, left], [0, 1, top], [0, 0, 1]]) @ _pixel_scale(scale)


def _square(plane: Plane, scale: float) -> Plane:
    """Reduced into the middle of a square."""
    soft = cv2.GaussianBlur(plane, (0, 0), 0.4 / scale)
    side = (_COARSE_PX, _COARSE_PX)
    return np.asarray(cv2.warpPerspective(soft, _into_square(plane, scale), side), np.float32)


def _log_polar(plane: Plane, window: NDArray[Any]) -> Plane:
    spectrum = np.fft.fftshift(np.abs(np.fft.fft2((plane - plane.mean()) * window))).astype(np.float32)
    axis = np.hypot(*np.meshgrid(np.linspace(-1, 1, _COARSE_PX), np.linspace(-1, 1, _COARSE_PX)))
    raised = np.log1p(spectrum) * np.clip(axis * 4, 0, 1).astype(np.float32)
    centre = (_COARSE_PX / 2, _COARSE_PX / 2)
    return np.asarray(
        cv2.warpPolar(raised, (_COARSE_PX, _COARSE_PX), centre, _COARSE_PX / 2, cv2.WARP_POLAR_LOG), np.float32
    )


def _place(fixed: Plane, moving: Plane, window: NDArray[Any], turn: float, size: float) -> tuple[float, Matrix]:
    """Likeness and matrix of the best shift after a turn and a size."""
    cos, sin, middle = size * np.cos(turn), size * np.sin(turn), _COARSE_PX / 2
    turned = np.array(
        [
            [cos, -sin, middle - cos * middle + sin * middle],
            [sin, cos, middle - sin * middle - cos * middle],
            [0, 0, 1],
        ]
    )
    side = (_COARSE_PX, _COARSE_PX)
    across, down = _shift(cv2.warpPerspective(moving, turned, side), fixed, window)
    matrix = np.array([[1, 0, across], [0, 1, down], [0, 0, 1]]) @ turned
    laid = cv2.warpPerspective(moving, matrix, side)
    return _likeness(np.asarray(laid), fixed), matrix


def _shift(first: NDArray[Any], second: NDArray[Any], window: NDArray[Any]) -> tuple[float, float]:
    """How far ``second`` lies right of and below ``first``. OpenCV 5 writes into what it is given."""
    (across, down), _ = cv2.phaseCorrelate(first.copy(), second.copy(), window)
    return across, down


def _likeness(first: Plane, second: Plane) -> float:
    """Correlation of softened structure, where phase correlation's own response says little."""
    soft = [cv2.GaussianBlur(each, (0, 0), 2.0).ravel() for each in (first, second)]
    centred = [each - each.mean() for each in soft]
    norm = float(np.linalg.norm(centred[0]) * np.linalg.norm(centred[1]))
    return float(centred[0] @ centred[1]) / norm if norm > 0 else 0.0


# --- affine part ------------------------------------------------------------------------------------------------


def _ecc(fixed: Plane, moving: Plane, estimate: Matrix, level: int) -> Matrix:
    """Affine refinement at 1/level of the size; the estimate itself where it does not converge."""
    scale = 1 / level
    small = [cv2.resize(each, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) for each in (fixed, moving)]
    if min(*small[0].shape, *small[1].shape) < 32:
        return estimate
    down, up = _pixel_scale(scale), _pixel_scale(level)
    start = np.linalg.inv(down @ estimate @ up)
    affine = (start / start[2, 2])[:2].astype(np.float32)
    everywhere = np.full(small[1].shape, 255, np.uint8)
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 40, 1e-4)
    try:
        _, warp = cv2.findTransformECC(small[0], small[1], affine, cv2.MOTION_AFFINE, stop, everywhere, 3)
    except cv2.error:
        return estimate
    return up @ np.linalg.inv(np.vstack([warp, [0, 0, 1]]).astype(np.float64)) @ down


# --- the rest ---------------------------------------------------------------------------------------------------


def _blocks(fixed: Plane, moving: Plane, estimate: Matrix) -> tuple[Matrix, float, float] | None:
    """Homography that most blocks agree on, with its residual and the share that agrees."""
    height, width = fixed.shape
    laid = cv2.warpPerspective(moving, estimate, (width, height))
    reach = cv2.warpPerspective(np.ones_like(moving), estimate, (width, height))
    centres, shifts = [], []
    window = cv2.createHanningWindow((min(_BLOCK_PX, width), min(_BLOCK_PX, height)), cv2.CV_32F)
    for left, top in _grid(width, height):
        part = np.s_[top : top + window.shape[0], left : left + window.shape[1]]
        ours, theirs = fixed[part], laid[part]
        if reach[part].mean() < 0.9 or min(float((ours > 1).mean()), float((theirs > 1).mean())) < _TEXTURED_SHARE:
            continue
        shift = _shift(ours, theirs, window)
        centres.append((left + (window.shape[1] - 1) / 2, top + (window.shape[0] - 1) / 2))
        shifts.append(shift)
    if len(centres) < _MIN_BLOCKS:
        return None
    on_fixed, moved_by = np.array(centres), np.array(shifts)
    near = np.hypot(*moved_by.T) <= _BLOCK_REACH_PX
    if near.sum() < _MIN_BLOCKS:
        return None
    on_moving = cv2.perspectiveTransform((on_fixed + moved_by)[:, None], np.linalg.inv(estimate))[:, 0]
    matrix, _ = cv2.findHomography(
        on_moving[near], on_fixed[near], cv2.USAC_MAGSAC, _INLIER_PX, maxIters=5000, confidence=0.999
    )
    if matrix is None:
        return None
    back = cv2.perspectiveTransform(on_moving[:, None], matrix)[:, 0]
    distance = np.hypot(*(back - on_fixed).T)
    agree = distance <= 1.0
    if agree.sum() < _MIN_BLOCKS:
        return None
    return np.asarray(matrix, np.float64), float(np.median(distance[agree])), float(agree.mean())


def _grid(width: int, height: int) -> Iterator[tuple[int, int]]:
    """Left top corners of blocks spread evenly over the raster."""
    lefts = np.linspace(0, max(0, width - _BLOCK_PX), _BLOCK_COLUMNS).astype(int)
    tops = np.linspace(0, max(0, height - _BLOCK_PX), _BLOCK_ROWS).astype(int)
    yield from ((int(left), int(top)) for top in np.unique(tops) for left in np.unique(lefts))


def _plausible(matrix: Matrix, width: int, height: int) -> bool:
    """Whether the page stays a page: corners in their order, sides changed by less than ``MAX_SCALE``."""
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    laid = cv2.perspectiveTransform(corners[:, None], matrix)[:, 0]
    sides = np.linalg.norm(np.roll(laid, -1, 0) - laid, axis=1) / np.array([width, height, width, height])
    edges = np.roll(laid, -1, 0) - laid
    following = np.roll(edges, -1, 0)
    turns = edges[:, 0] * following[:, 1] - edges[:, 1] * following[:, 0]
    return bool(np.all(turns > 0) and sides.min() >= 1 / MAX_SCALE and sides.max() <= MAX_SCALE)

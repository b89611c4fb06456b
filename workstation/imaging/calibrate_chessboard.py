"""Pixels per millimetre from a chessboard, with how much the lens bends and how much the board leans."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.errors import CalibrationError
from workstation.imaging.calibrate_results import Scale
from workstation.imaging.views import Pixels

Points = NDArray[np.float64]

MAX_RESIDUAL_PX = 1.5
MAX_PERSPECTIVE_PERCENT = 5.0
MAX_DISAGREEMENT_PERCENT = 1.0
MIN_CORNERS = 3

_STRONGEST_BEND = 0.25
"""Of the position at the corner of the picture; more is no lens for documents."""


def chessboard_scale(
    pixels: Pixels, *, columns: int, rows: int, pitch_mm: float, tolerance_percent: float = 0.1
) -> Scale:
    """Pixels per millimetre from a chessboard.

    Parameters
    ----------
    pixels : ndarray, shape (H, W, 3) RGB or (H, W) grey, uint8 or uint16
    columns, rows : int
        Inner corners, where four fields meet.
    pitch_mm : float
        Side of a field.
    tolerance_percent : float
        How far the pitch may be off.

    Raises
    ------
    CalibrationError
        ``calibration-no-chessboard``, ``calibration-chessboard-uneven``, ``calibration-directions-disagree``,
        ``calibration-tilted``.
    """
    if columns < MIN_CORNERS or rows < MIN_CORNERS:
        raise CalibrationError("calibration-no-chessboard", columns=columns, rows=rows)
    corners = _corners(_eight_bit(pixels), columns, rows)
    places = np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), axis=2).reshape(-1, 2)
    board = np.asarray(places * pitch_mm, np.float64)
    centre = np.array([(pixels.shape[1] - 1) / 2, (pixels.shape[0] - 1) / 2])
    radius = float(np.hypot(*centre))
    bend = _bend(board, corners, centre, radius)
    straight = _unbent(corners, bend, centre, radius)
    matrix = _homography(board, straight)
    left_over = _residuals(board, straight, matrix)
    residual_px = float(np.sqrt(np.mean(left_over**2)))
    if residual_px > MAX_RESIDUAL_PX:
        raise CalibrationError("calibration-chessboard-uneven", residual_px=round(residual_px, 2))
    across, down = _local(matrix, board.mean(axis=0))
    if abs(across / down - 1) > MAX_DISAGREEMENT_PERCENT / 100:
        raise CalibrationError(
            "calibration-directions-disagree",
            across=round(across, 3),
            down=round(down, 3),
            percent=round(abs(across / down - 1) * 100, 2),
        )
    scales = np.array([np.sqrt(np.prod(_local(matrix, each))) for each in board])
    perspective = float(scales.max() / scales.min() - 1)
    if perspective > MAX_PERSPECTIVE_PERCENT / 100:
        raise CalibrationError("calibration-tilted", percent=round(perspective * 100, 1))
    px_per_mm = float(np.sqrt(across * down))
    # Where on the page a length is measured is not known: the change over the board, lens included, is taken as even.
    lens = abs(bend) * float(np.mean(np.sum((corners - centre) ** 2, axis=1))) / radius**2
    of_fit = residual_px / np.sqrt(len(board)) / (px_per_mm * pitch_mm * max(columns, rows))
    relative = np.sqrt(
        of_fit**2
        + (perspective / 2) ** 2 / 3
        + lens**2 / 3
        + (across / down - 1) ** 2 / 12
        + (tolerance_percent / 100) ** 2 / 3
    )
    step = corners[columns - 1] - corners[0]
    return Scale(
        px_per_mm=px_per_mm,
        uncertainty_px_per_mm=float(px_per_mm * relative),
        across_px_per_mm=across,
        down_px_per_mm=down,
        turn_deg=float(np.degrees(np.arctan2(step[1], step[0]))),
        residual_px=residual_px,
        perspective_percent=perspective * 100,
        distortion_percent=-bend * 100,
        points_px=tuple((float(x), float(y)) for x, y in corners),
    )


def _eight_bit(pixels: Pixels) -> NDArray[np.uint8]:
    grey = pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))
    return np.asarray(grey if grey.dtype == np.uint8 else cv2.convertScaleAbs(grey, alpha=255 / 65535), np.uint8)


def _corners(grey: NDArray[np.uint8], columns: int, rows: int) -> Points:
    flags = cv2.CALIB_CB_ACCURACY | cv2.CALIB_CB_EXHAUSTIVE | cv2.CALIB_CB_NORMALIZE_IMAGE
    found, corners = cv2.findChessboardCornersSB(grey, (columns, rows), flags=flags)
    if not found or corners is None:
        raise CalibrationError("calibration-no-chessboard", columns=columns, rows=rows)
    places = np.asarray(corners, np.float32).reshape(rows, columns, 2)
    spacing = min(float(np.linalg.norm(np.diff(places, axis=axis), axis=2).min()) for axis in (0, 1))
    if spacing < 8:
        raise CalibrationError("calibration-no-chessboard", columns=columns, rows=rows)
    reach = max(3, round(spacing * 0.3))
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 60, 1e-3)
    refined = cv2.cornerSubPix(grey, places.reshape(-1, 1, 2), (reach, reach), (-1, -1), stop)
    found_at = np.asarray(refined, np.float64).reshape(-1, 2)
    # From left to right, whichever end was found first.
    return found_at if found_at[columns - 1][0] > found_at[0][0] else found_at[::-1].copy()


def _unbent(points: Points, bend: float, centre: Points, radius: float) -> Points:
    away = points - centre
    share = np.sum(away**2, axis=1, keepdims=True) / radius**2
    return np.asarray(centre + away * (1 + bend * share), np.float64)


def _homography(board: Points, seen: Points) -> NDArray[np.float64]:
    matrix, _ = cv2.findHomography(board, seen, 0)
    if matrix is None:
        raise CalibrationError("calibration-chessboard-uneven", residual_px=float("inf"))
    return np.asarray(matrix, np.float64)


def _residuals(board: Points, seen: Points, matrix: NDArray[np.float64]) -> NDArray[Any]:
    laid = cv2.perspectiveTransform(board[:, None], matrix)[:, 0]
    return np.asarray(np.hypot(*(laid - seen).T))


def _bend(board: Points, corners: Points, centre: Points, radius: float) -> float:
    """Radial correction that makes the rows straight, as a share of the position at the picture's corner."""

    def misfit(bend: float) -> float:
        straight = _unbent(corners, bend, centre, radius)
        return float(np.sum(_residuals(board, straight, _homography(board, straight)) ** 2))

    low, high = -_STRONGEST_BEND, _STRONGEST_BEND
    golden = (np.sqrt(5) - 1) / 2
    for _ in range(40):
        inner, outer = high - golden * (high - low), low + golden * (high - low)
        low, high = (low, outer) if misfit(inner) < misfit(outer) else (inner, high)
    return float((low + high) / 2)


def _local(matrix: NDArray[np.float64], at: Points) -> tuple[float, float]:
    """Pixels per millimetre at a place of the board, along its rows and its columns."""
    steps = at + np.array([(0.5, 0), (-0.5, 0), (0, 0.5), (0, -0.5)])
    laid = cv2.perspectiveTransform(steps[:, None], matrix)[:, 0]
    return float(np.linalg.norm(laid[0] - laid[1])), float(np.linalg.norm(laid[2] - laid[3]))

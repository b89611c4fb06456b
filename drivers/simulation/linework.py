"""Guilloche: fine lines as level sets of a phase, and rosettes as curves. Everything is measured in millimetres."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.simulation.sheet import Coverage, Sheet, Stamp

Field = NDArray[Any]
Curve = NDArray[Any]
FINEST_PX_PER_MM = 47.0
_SHIFT = 6


def plane_mm(sheet: Sheet) -> tuple[Field, Field]:
    """x as a row and y as a column, in millimetres at pixel centres."""
    x = (np.arange(sheet.width, dtype=np.float32) + 0.5) / np.float32(sheet.px_per_mm)
    y = (np.arange(sheet.height, dtype=np.float32) + 0.5) / np.float32(sheet.px_per_mm)
    return x[None, :], y[:, None]


def lines(phase: Field, width_mm: float | Field, px_per_mm: float) -> Coverage:
    """Lines where the phase is a whole number.

    Parameters
    ----------
    phase : ndarray, shape (H, W), float32
    width_mm : float or ndarray, shape (H, W)
        Width of a line, everywhere or point by point.

    Returns
    -------
    ndarray, shape (H, W), uint8
    """
    across = cv2.Sobel(phase, cv2.CV_32F, 1, 0, ksize=3, scale=1 / 8)
    down = cv2.Sobel(phase, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8)
    slope = cv2.magnitude(across, down) + np.float32(1e-4)
    away_px = np.abs(phase - np.rint(phase)) / slope
    half_px = np.float32(0.5 * px_per_mm) * np.asarray(width_mm, np.float32)
    covered = np.clip(half_px - away_px + np.float32(0.5), 0, 1) * np.minimum(1, 2 * half_px)
    return np.asarray(covered * 255 + 0.5, np.uint8)


def curves(
    drawn: Iterable[Curve],
    bounds_mm: tuple[float, float, float, float],
    width_mm: float,
    px_per_mm: float,
    *,
    closed: bool = False,
    filled: bool = False,
) -> Stamp:
    """Curves of points in millimetres, drawn finer than the sheet and then averaged.

    Parameters
    ----------
    drawn : iterable of ndarray, shape (N, 2)
    bounds_mm : tuple
        Left, top, width, height of the patch that holds them.
    """
    finer = max(2, int(np.ceil(FINEST_PX_PER_MM / px_per_mm)))
    left, top = int(np.floor(bounds_mm[0] * px_per_mm)), int(np.floor(bounds_mm[1] * px_per_mm))
    width = int(np.ceil(bounds_mm[2] * px_per_mm)) + 2
    height = int(np.ceil(bounds_mm[3] * px_per_mm)) + 2
    canvas = np.zeros((height * finer, width * finer), np.uint8)
    offset = np.array([left, top], np.float64)
    ready = [np.rint(((each * px_per_mm - offset) * finer - 0.5) * (1 << _SHIFT)).astype(np.int32) for each in drawn]
    if filled:
        cv2.fillPoly(canvas, ready, 255, cv2.LINE_AA, _SHIFT)
    else:
        thickness = max(1, round(width_mm * px_per_mm * finer))
        cv2.polylines(canvas, ready, closed, 255, thickness, cv2.LINE_AA, _SHIFT)
    small = cv2.resize(canvas, (width, height), interpolation=cv2.INTER_AREA)
    return Stamp(small, left, top)


def around(centre: tuple[float, float], radius: float) -> tuple[float, float, float, float]:
    """Patch that holds a circle."""
    margin = radius + 0.6
    return centre[0] - margin, centre[1] - margin, 2 * margin, 2 * margin


def rosette_band(
    centre: tuple[float, float],
    inner: float,
    outer: float,
    *,
    petals: int,
    strands: int,
    swell: int = 0,
    depth: float = 0.35,
    twist: float = 0.0,
    points: int = 1800,
) -> list[Curve]:
    """Strands that swing between two radii, each a little ahead of the last: the lace of a rosette."""
    turn = np.linspace(0, 2 * np.pi, points, endpoint=False)
    middle, swing = (inner + outer) / 2, (outer - inner) / 2
    envelope = 1 - depth + depth * np.cos(swell * turn) if swell else np.ones_like(turn)
    drawn = []
    for strand in range(strands):
        ahead = 2 * np.pi * strand / strands
        radius = middle + swing * envelope * np.cos(petals * turn + ahead + twist * np.sin(swell * turn))
        drawn.append(np.stack([centre[0] + radius * np.cos(turn), centre[1] + radius * np.sin(turn)], axis=1))
    return drawn


def spirograph(
    centre: tuple[float, float], radius: float, *, lobes: int, over: int, loop: float, points: int = 6000
) -> Curve:
    """A closed epicyclic curve of ``lobes`` loops over ``over`` turns."""
    turn = np.linspace(0, 2 * np.pi * over, points, endpoint=False)
    ratio = lobes / over
    x = (1 - loop) * np.cos(turn) + loop * np.cos((1 - ratio) * turn)
    y = (1 - loop) * np.sin(turn) + loop * np.sin((1 - ratio) * turn)
    return np.stack([centre[0] + radius * x, centre[1] + radius * y], axis=1)


def braid(
    left: float, right: float, middle: float, height: float, *, waves: float, strands: int, points: int = 1600
) -> list[Curve]:
    """Strands that cross along a band from left to right."""
    x = np.linspace(left, right, points)
    along = (x - left) / (right - left) * 2 * np.pi * waves
    drawn = []
    for strand in range(strands):
        ahead = 2 * np.pi * strand / strands
        swing = np.cos(along + ahead) * (0.72 + 0.28 * np.cos(along / 3))
        drawn.append(np.stack([x, middle + height / 2 * swing], axis=1))
    return drawn


def circle(centre: tuple[float, float], radius: float, points: int = 240) -> Curve:
    """A circle as a curve."""
    turn = np.linspace(0, 2 * np.pi, points, endpoint=False)
    return np.stack([centre[0] + radius * np.cos(turn), centre[1] + radius * np.sin(turn)], axis=1)


def blend_right(sheet: Sheet, start_mm: float, stop_mm: float) -> Field:
    """0 at the left of a slow change of ink, 1 at its right: the split fountain of rainbow printing."""
    x, _ = plane_mm(sheet)
    share = np.clip((x - start_mm) / (stop_mm - start_mm), 0, 1)
    return np.broadcast_to(share * share * (3 - 2 * share), (sheet.height, sheet.width)).astype(np.float32)


def weighted(coverage: Coverage, weight: Field) -> Coverage:
    """A coverage dimmed point by point."""
    return cv2.multiply(coverage, weight, dtype=cv2.CV_8U)

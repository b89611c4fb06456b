"""Targets of exactly known size, drawn without the simulator: supersampled, softened, noisy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Shade = Callable[[NDArray[Any], NDArray[Any]], NDArray[Any]]
_FINER = 4


def photographed(
    shade: Shade,
    *,
    size_px: tuple[int, int],
    px_per_mm: float,
    turn_deg: float = 0.0,
    bend: float = 0.0,
    lean: float = 0.0,
    noise: float = 2.0,
) -> NDArray[np.uint8]:
    """A picture of a target whose middle lies in the middle; ``shade`` gives the level at places in millimetres."""
    width, height = size_px
    rows, columns = np.mgrid[0 : height * _FINER, 0 : width * _FINER].astype(np.float32)
    x, y = (columns + 0.5) / _FINER - width / 2, (rows + 0.5) / _FINER - height / 2
    radial = 1 + bend * (x * x + y * y) / ((width * width + height * height) / 4)
    x, y = x * radial, y * radial
    nearer = 1 + lean * x / width
    x, y = x / nearer, y / nearer
    cos, sin = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))
    fine = shade((x * cos + y * sin) / px_per_mm, (y * cos - x * sin) / px_per_mm).astype(np.float32)
    small = cv2.GaussianBlur(cv2.resize(fine, (width, height), interpolation=cv2.INTER_AREA), (0, 0), 0.8)
    return np.clip(small + np.random.default_rng(3).normal(0, noise, small.shape), 0, 255).astype(np.uint8)


def ruler(
    length_mm: float = 60.0, graduation_mm: float = 1.0, *, steel: bool = False, long_marks: bool = True
) -> Shade:
    paper, ink = (60, 230) if steel else (235, 30)
    period = round(10 / graduation_mm)

    def shade(u: NDArray[Any], v: NDArray[Any]) -> NDArray[Any]:
        level = np.where((np.abs(u) < length_mm / 2 + 3) & (v > -8) & (v < 12), paper, 20)
        number = np.rint(u / graduation_mm)
        longer = np.where(number % period == 0, 6.0, np.where(number % (period // 2) == 0, 4.5, 3.0))
        length = longer if long_marks else 3.0
        mark = (np.abs(u - number * graduation_mm) < 0.08) & (np.abs(u) <= length_mm / 2 + 0.1)
        return np.where(mark & (v > -8) & (v < length - 8), ink, level)

    return shade


def card(width_mm: float, height_mm: float, corner_mm: float = 3.18) -> Shade:
    def shade(u: NDArray[Any], v: NDArray[Any]) -> NDArray[Any]:
        across, down = np.abs(u) - (width_mm / 2 - corner_mm), np.abs(v) - (height_mm / 2 - corner_mm)
        outside = np.hypot(np.maximum(across, 0), np.maximum(down, 0)) + np.minimum(np.maximum(across, down), 0)
        return np.where(outside < corner_mm, 225, 24)

    return shade


def chessboard(columns: int, rows: int, pitch_mm: float) -> Shade:
    def shade(u: NDArray[Any], v: NDArray[Any]) -> NDArray[Any]:
        across, down = np.floor(u / pitch_mm + (columns + 1) / 2), np.floor(v / pitch_mm + (rows + 1) / 2)
        on = (across >= 0) & (across <= columns) & (down >= 0) & (down <= rows)
        return np.where(on & ((across + down) % 2 == 0), 25, 235)

    return shade

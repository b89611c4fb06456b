"""Arrays made ready to be looked at: 8 bits through a stated window, smaller, or cut out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8] | NDArray[np.uint16]
"""Shape (H, W, 3) RGB or (H, W) grey."""

Window = tuple[int, int]
"""Stored values that are shown as black and as white."""


def data_range(pixels: Pixels) -> Window:
    """Lowest and highest stored value, for a person who asks for that window."""
    return int(pixels.min()), int(pixels.max())


def for_display(pixels: Pixels, window: Window | None = None) -> tuple[NDArray[np.uint8], Window]:
    """Pixels as 8-bit RGB, and the window that made them so.

    Parameters
    ----------
    pixels : ndarray, shape (H, W, 3) RGB or (H, W) grey, uint8 or uint16
    window : tuple[int, int] or None
        Values shown as black and as white, low below high. None is the full range of the type, never of
        the picture: two pictures with the same values always look the same.

    Returns
    -------
    tuple of ndarray, shape (H, W, 3), uint8, RGB, read-only, and the window used

    Raises
    ------
    ValueError
        The window is empty.
    """
    full = (0, int(np.iinfo(pixels.dtype).max))
    low, high = window or full
    if low >= high:
        raise ValueError(f"empty window {low}..{high}")
    shown = pixels
    if pixels.dtype != np.uint8 or (low, high) != full:
        shown = through_window(pixels, (low, high))
    rgb = np.repeat(shown[..., np.newaxis], 3, axis=2) if shown.ndim == 2 else shown.view()
    rgb.flags.writeable = False
    return rgb.astype(np.uint8, copy=False), (low, high)


def through_window(pixels: Pixels, window: Window) -> NDArray[np.uint8]:
    """8-bit samples, linear between the limits of the window, rounded half to even; same shape, writeable.

    Parameters
    ----------
    pixels : ndarray, any shape, uint8 or uint16
    window : tuple[int, int]
        Values shown as black and as white, low below high.
    """
    table, gain = _table(pixels.dtype.itemsize, *window)
    if gain is not None:
        return np.asarray(cv2.convertScaleAbs(np.ascontiguousarray(pixels), alpha=gain), np.uint8).reshape(
            pixels.shape
        )
    return np.asarray(table[pixels], np.uint8)


@lru_cache(maxsize=8)
def _table(item_bytes: int, low: int, high: int) -> tuple[NDArray[np.uint8], float | None]:
    """What each value becomes, and the factor that does the same six times as fast, where one does so for all."""
    values = np.arange(256**item_bytes, dtype=np.float64)
    table = np.rint(np.clip((values - low) * (255 / (high - low)), 0, 255)).astype(np.uint8)
    gain = 255 / (high - low)
    every = np.arange(256**item_bytes, dtype=f"u{item_bytes}")[np.newaxis]
    same = low == 0 and np.array_equal(np.asarray(cv2.convertScaleAbs(every, alpha=gain))[0], table)
    return table, gain if same else None


def thumbnail(pixels: Pixels, longest_px: int) -> Pixels:
    """Pixels reduced by area so that the longest side is ``longest_px``; never enlarged. Same type, read-only."""
    height, width = pixels.shape[:2]
    scale = longest_px / max(height, width)
    if scale >= 1:
        return pixels
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small: NDArray[Any] = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))
    small.flags.writeable = False
    return small


@dataclass(frozen=True, slots=True)
class Crop:
    """Part of a picture, and the pixel of the whole that its first pixel was."""

    pixels: Pixels
    left_px: int
    top_px: int


def crop(pixels: Pixels, bounds: tuple[float, float, float, float], margin_px: float = 0) -> Crop:
    """Every pixel that ``bounds`` (left, top, right, bottom) touches and a margin round it, where there is picture.

    At least one pixel: bounds outside the picture give its nearest edge. A read-only view, nothing is copied.
    """
    height, width = pixels.shape[:2]
    left, top = (
        min(max(math.floor(low - margin_px), 0), size - 1)
        for low, size in zip(bounds[:2], (width, height), strict=True)
    )
    right, bottom = (math.ceil(high + margin_px) for high in bounds[2:])
    part = pixels[top : max(bottom, top + 1), left : max(right, left + 1)]
    part.flags.writeable = False
    return Crop(part, left, top)

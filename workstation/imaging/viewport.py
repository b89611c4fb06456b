"""The part of a picture that a screen shows, resampled to its pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a screen shows of a picture.

    Attributes
    ----------
    pixels : ndarray, shape (h, w) or (h, w, channels), uint8
        Pixels of the screen; empty where the picture lies beside it.
    left, top : int
        Where they lie on the screen.
    """

    pixels: Bytes
    left: int
    top: int


def seen(
    level: Bytes, corner: tuple[float, float], scale: float, size: tuple[int, int], *, nearest: bool = False
) -> Seen:
    """Resample a picture to the screen.

    Parameters
    ----------
    level : ndarray, shape (H, W) or (H, W, channels), uint8
        Reduced so far that ``scale`` lies above one half, or fine lines alias.
    corner : tuple of float
        Screen position of the picture's corner.
    scale : float
        Screen pixels for one pixel of ``level``.
    size : tuple of int
        Width and height of the screen in pixels.
    nearest : bool
        Show pixels as squares instead of smoothly.
    """
    height, width = level.shape[:2]
    left, top = max(0, math.floor(corner[0])), max(0, math.floor(corner[1]))
    right = min(size[0], math.ceil(corner[0] + width * scale))
    bottom = min(size[1], math.ceil(corner[1] + height * scale))
    if right <= left or bottom <= top:
        return Seen(np.empty((0, 0, *level.shape[2:]), np.uint8), left, top)
    # A screen pixel's middle is looked up between the middles of the picture's pixels.
    shift_x = (left + 0.5 - corner[0]) / scale - 0.5
    shift_y = (top + 0.5 - corner[1]) / scale - 0.5
    if scale == 1 and shift_x.is_integer() and shift_y.is_integer():
        x, y = int(shift_x), int(shift_y)
        return Seen(level[y : y + bottom - top, x : x + right - left], left, top)
    back = np.array([[1 / scale, 0, shift_x], [0, 1 / scale, shift_y]])
    way = cv2.INTER_NEAREST if nearest else cv2.INTER_LINEAR
    pixels = cv2.warpAffine(
        level, back, (right - left, bottom - top), flags=way | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
    )
    return Seen(np.asarray(pixels, dtype=np.uint8), left, top)

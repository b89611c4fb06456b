"""Places of a picture made smooth, so that what stands there takes no part in what follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

RegionMm = tuple[float, float, float, float]
SOFT_MM = 6.0


def smoothed(pixels: NDArray[Any], regions_mm: Sequence[RegionMm], px_per_mm: float) -> NDArray[Any]:
    """A copy whose regions hold only what changes over more than ``SOFT_MM``.

    Parameters
    ----------
    pixels : ndarray, shape (H, W) or (H, W, 3)
    regions_mm : sequence of regions
        Left, top, width, height in millimetres.
    """
    share = min(1.0, 2.0 / px_per_mm)
    small = cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), SOFT_MM * px_per_mm * share)
    made, whole = pixels.copy(), cv2.resize(soft, pixels.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    for left, top, width, height in regions_mm:
        bounds = (round(each * px_per_mm) for each in (top, top + height, left, left + width))
        first_row, end_row, first_column, end_column = bounds
        here = slice(first_row, end_row), slice(first_column, end_column)
        made[here] = whole[here]
    return np.asarray(made)

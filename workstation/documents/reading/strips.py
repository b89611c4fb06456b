"""Strips: one text line each, straightened to a fixed height, as the network reads it."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

STRIP_HEIGHT_PX = 32
CAPITAL_PX = 20.0
"""Height of a capital letter in a strip; it stands in the middle."""
_WINDOW_PX = 97
_LEAST_CONTRAST = 2.0
"""Grey levels: what is flatter is not blown up to text."""

Grey = NDArray[np.uint8]
Planes = NDArray[np.float32]


def normalised(strip: NDArray[Any]) -> Planes:
    """The same strip with the brightness and contrast of its surroundings taken out.

    Parameters
    ----------
    strip : ndarray, shape (STRIP_HEIGHT_PX, W), grey levels 0 to 255

    Returns
    -------
    ndarray, same shape, float32, about -2 to 2
    """
    levels = np.asarray(strip, np.float32)
    window = (_WINDOW_PX, 1)
    mean = cv2.blur(levels.mean(axis=0, keepdims=True), window, borderType=cv2.BORDER_REFLECT)
    square = cv2.blur((levels**2).mean(axis=0, keepdims=True), window, borderType=cv2.BORDER_REFLECT)
    spread = np.sqrt(np.maximum(square - mean**2, 0.0)) + _LEAST_CONTRAST
    return np.asarray(np.clip((levels - mean) / (2 * spread), -2.0, 2.0), np.float32)


_NEIGHBOURHOOD_PX = 65


def normalised_page(page: Grey) -> Planes:
    """A picture with the brightness and contrast of each neighbourhood taken out, as the locating network sees it.

    Parameters
    ----------
    page : ndarray, shape (H, W), uint8

    Returns
    -------
    ndarray, same shape, float32, about -2 to 2
    """
    levels = page.astype(np.float32)
    window = (_NEIGHBOURHOOD_PX, _NEIGHBOURHOOD_PX)
    mean = cv2.blur(levels, window, borderType=cv2.BORDER_REFLECT)
    square = cv2.sqrBoxFilter(levels, cv2.CV_32F, window, borderType=cv2.BORDER_REFLECT)
    spread = np.sqrt(np.maximum(square - mean * mean, 0.0)) + 2 * _LEAST_CONTRAST
    return np.asarray(np.clip((levels - mean) / (2 * spread), -2.0, 2.0), np.float32)

"""From numpy to Qt: the only place where an array becomes a QImage.

The image never shares memory with the array, so what is on the screen cannot change evidence and
evidence that is freed cannot take the screen with it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from workstation.imaging.views import through_window


class Window(NamedTuple):
    """Sample values shown as black and as white; a 16-bit picture is never stretched silently."""

    low: int
    high: int


FULL_WINDOW = Window(0, 65535)


def to_display(pixels: NDArray[Any], window: Window = FULL_WINDOW) -> NDArray[np.uint8]:
    """8-bit samples of a picture, linear between the limits of the window.

    Parameters
    ----------
    pixels : ndarray, shape (H, W) or (H, W, 3), uint8 or uint16
    window : Window
        Used for uint16 only; ``high`` must lie above ``low``.

    Returns
    -------
    ndarray, same shape, uint8
        ``pixels`` itself where it is uint8 already.

    Raises
    ------
    ValueError
        Another shape, an empty picture or an empty window.
    TypeError
        Another dtype.
    """
    if pixels.ndim not in (2, 3) or (pixels.ndim == 3 and pixels.shape[2] != 3) or 0 in pixels.shape:
        raise ValueError(f"a picture has shape (H, W) or (H, W, 3), not {pixels.shape}")
    if pixels.dtype == np.uint8:
        return pixels
    if pixels.dtype != np.uint16:
        raise TypeError(f"a picture is uint8 or uint16, not {pixels.dtype}")
    if window.high <= window.low:
        raise ValueError(f"window from {window.low} to {window.high} is empty")
    return through_window(pixels, window)


def to_qimage(pixels: NDArray[Any], window: Window = FULL_WINDOW) -> QImage:
    """Copy of a picture as Qt paints it fastest: ``Grayscale8`` or ``RGB32``.

    Parameters and errors are those of `to_display`.
    """
    shown = np.ascontiguousarray(to_display(pixels, window))
    height, width = shown.shape[:2]
    if shown.ndim == 2:
        return QImage(shown.data, width, height, width, QImage.Format.Format_Grayscale8).copy()
    borrowed = QImage(shown.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    return borrowed.convertToFormat(QImage.Format.Format_RGB32)


def to_thumbnail(pixels: NDArray[Any], longest_px: int, window: Window = FULL_WINDOW) -> QImage:
    """Small copy for a tile, thinned to about twice ``longest_px``: the painter smooths the rest.

    Parameters and errors are those of `to_display`.
    """
    step = max(1, max(pixels.shape[:2]) // (2 * longest_px))
    # Rows are thinned by numpy and columns by Qt: numpy takes five times as long over single RGB pixels.
    rows = to_qimage(pixels[::step], window)
    return rows.scaled(max(rows.width() // step, 1), rows.height())

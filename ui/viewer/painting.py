"""Painting a picture into a viewport: the right level of its pyramid, on whole device pixels."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPainter, QTransform

from ui.viewer.pyramid import Pyramid
from ui.viewer.viewport import Viewport
from workstation.imaging.viewport import Seen, seen

NEAREST_FROM_SCALE = 2.0

_FORMATS = {
    1: QImage.Format.Format_Grayscale8,
    3: QImage.Format.Format_RGB888,
    4: QImage.Format.Format_RGB32,
}


def paint_picture(painter: QPainter, viewport: Viewport, pyramid: Pyramid) -> None:
    """Paint what a viewport shows of a picture; leaves the painter as it was."""
    paint_seen(painter, seen_of(viewport, pyramid))


def seen_of(viewport: Viewport, pyramid: Pyramid, beside: Pyramid | None = None) -> Seen:
    """What a viewport shows of a picture: RGB32 (blue first) or grey, in device pixels; see `Pyramid.level`."""
    level, span = pyramid.level(viewport.scale, beside)
    size = math.ceil(viewport.width), math.ceil(viewport.height)
    return seen(
        array_of(level), viewport.origin, viewport.scale * span, size, nearest=viewport.scale >= NEAREST_FROM_SCALE
    )


def paint_seen(painter: QPainter, part: Seen) -> None:
    """Paint pixels of the screen where they belong."""
    height, width = part.pixels.shape[:2]
    if not (height and width):
        return
    channels = part.pixels.shape[2] if part.pixels.ndim == 3 else 1
    pixels = np.ascontiguousarray(part.pixels)
    image = QImage(pixels.data, width, height, width * channels, _FORMATS[channels])
    with device_pixels(painter):
        painter.drawImage(part.left, part.top, image)


@contextmanager
def device_pixels(painter: QPainter) -> Iterator[None]:
    """Count in device pixels. A view may begin in the middle of one (150 %): its corner is rounded."""
    painter.save()
    to_screen = painter.deviceTransform()
    corner = QTransform.fromTranslate(round(to_screen.dx()), round(to_screen.dy()))
    painter.setTransform(corner * to_screen.inverted()[0])
    try:
        yield
    finally:
        painter.restore()


def array_of(image: QImage) -> NDArray[np.uint8]:
    """The bytes of an image without copying, shape (H, W) or (H, W, channels)."""
    channels = image.depth() // 8
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    pixels = rows[:, : image.width() * channels]
    return pixels if channels == 1 else pixels.reshape(image.height(), image.width(), channels)

"""Painting a picture into a viewport: the right level of its pyramid, on whole device pixels."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from numpy.lib.stride_tricks import as_strided
from PySide6.QtGui import QImage, QPainter, QTransform

from ui.viewer.pyramid import Pyramid
from ui.viewer.viewport import Viewport
from workstation.imaging.viewport import Scroll, Seen

NEAREST_FROM_SCALE = 2.0

_FORMATS = {
    1: QImage.Format.Format_Grayscale8,
    3: QImage.Format.Format_RGB888,
    4: QImage.Format.Format_RGB32,
}


def paint_picture(painter: QPainter, viewport: Viewport, pyramid: Pyramid, scroll: Scroll) -> None:
    """Paint what a viewport shows of a picture; leaves the painter as it was."""
    paint_seen(painter, seen_of(viewport, (pyramid,), scroll)[0])


def seen_of(viewport: Viewport, pyramids: Sequence[Pyramid], scroll: Scroll) -> tuple[Seen, ...]:
    """What a viewport shows of pictures of one size, in device pixels: blue, green, red, 255 or grey.

    Levels that all pictures have are taken, see `Pyramid.level`.
    """
    chosen = [each.level(viewport.scale, other) for each, other in zip(pyramids, reversed(pyramids), strict=True)]
    size = math.ceil(viewport.width), math.ceil(viewport.height)
    nearest = viewport.scale >= NEAREST_FROM_SCALE
    return scroll.seen(
        [level for level, _ in chosen], viewport.origin, viewport.scale * chosen[0][1], size, nearest=nearest
    )


def paint_seen(painter: QPainter, part: Seen) -> None:
    """Paint pixels of the screen where they belong."""
    height, width = part.pixels.shape[:2]
    if not (height and width):
        return
    channels = part.pixels.shape[2] if part.pixels.ndim == 3 else 1
    row_bytes = part.pixels.strides[0]
    # From the first to the last pixel, whatever the picture has beside each row: nothing is copied.
    memory = as_strided(part.pixels, ((height - 1) * row_bytes + width * channels,), (1,), writeable=False)
    image = QImage(memory.data, width, height, row_bytes, _FORMATS[channels])
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

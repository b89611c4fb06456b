"""Painting a picture into a viewport: the right level of its pyramid, on whole device pixels."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from numpy.lib.stride_tricks import as_strided
from PySide6.QtGui import QImage, QPainter, QTransform

from ui.viewer.pyramid import Pyramid
from ui.viewer.viewport import Viewport
from workstation.imaging.viewport import Bytes, Scroll, Seen

NEAREST_FROM_SCALE = 2.0
SOFTER = 0.5**0.5
"""While the scale changes, a level may have so much fewer pixels than the screen, or so much more."""
MARGIN_PX = 2
"""What lies beside the screen and still bears on its outermost pixels."""

_FORMATS = {
    1: QImage.Format.Format_Grayscale8,
    3: QImage.Format.Format_RGB888,
    4: QImage.Format.Format_RGB32,
}


def paint_picture(painter: QPainter, viewport: Viewport, pyramid: Pyramid, scroll: Scroll) -> None:
    """Paint what a viewport shows of a picture; leaves the painter as it was.

    While the scale changes, a frame has nothing of the last one: then Qt resamples straight to the screen, from the
    level nearest in scale. Every place is where it belongs, but up to 1.4 times softer than in the next frame at
    this scale.
    """
    stays = scroll.stays(pyramid, viewport.scale) or pyramid.sharp(viewport.scale) is not None
    level, span = pyramid.level(viewport.scale * SOFTER)
    scale = viewport.scale * span
    if stays or scale == 1 or viewport.scale >= NEAREST_FROM_SCALE:
        paint_seen(painter, seen_of(viewport, (pyramid,), scroll)[0])
    else:
        _paint_level(painter, viewport, scroll, level, scale)


def _paint_level(painter: QPainter, viewport: Viewport, scroll: Scroll, level: Bytes, scale: float) -> None:
    (left, top), (height, width) = viewport.origin, level.shape[:2]
    # Not what lies beside the screen: far from it, Qt's fixed-point numbers are coarse.
    x, y = (max(0, math.floor(-each / scale) - MARGIN_PX) for each in (left, top))
    right = min(width, math.ceil((viewport.width - left) / scale) + MARGIN_PX)
    bottom = min(height, math.ceil((viewport.height - top) / scale) + MARGIN_PX)
    if right <= x or bottom <= y:
        return
    # Qt takes three times as long over grey.
    part = scroll.in_colour(level[y:bottom, x:right])
    with device_pixels(painter):
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(left + x * scale, top + y * scale)
        painter.scale(scale, scale)
        painter.drawImage(0, 0, _borrowed(part))


def seen_of(viewport: Viewport, pyramids: Sequence[Pyramid], scroll: Scroll) -> tuple[Seen, ...]:
    """What a viewport shows of pictures of one size, in device pixels: blue, green, red, 255 or grey.

    Levels that all pictures have are taken, see `Pyramid.level` and `Pyramid.sharp`.
    """
    size = math.ceil(viewport.width), math.ceil(viewport.height)
    sharp = [level for each in pyramids if (level := each.sharp(viewport.scale)) is not None]
    if len(sharp) == len(pyramids):
        return scroll.seen(sharp, viewport.origin, 1.0, size)
    chosen = [each.level(viewport.scale, other) for each, other in zip(pyramids, reversed(pyramids), strict=True)]
    nearest = viewport.scale >= NEAREST_FROM_SCALE
    return scroll.seen(
        [level for level, _ in chosen], viewport.origin, viewport.scale * chosen[0][1], size, nearest=nearest
    )


def paint_seen(painter: QPainter, part: Seen) -> None:
    """Paint pixels of the screen where they belong."""
    if part.pixels.size:
        with device_pixels(painter):
            painter.drawImage(part.left, part.top, _borrowed(part.pixels))


def _borrowed(pixels: Bytes) -> QImage:
    """An image on the memory of an array, which must outlive it."""
    height, width = pixels.shape[:2]
    channels = pixels.shape[2] if pixels.ndim == 3 else 1
    row_bytes = pixels.strides[0]
    # From the first to the last pixel, whatever the picture has beside each row: nothing is copied.
    memory = as_strided(pixels, ((height - 1) * row_bytes + width * channels,), (1,), writeable=False)
    return QImage(memory.data, width, height, row_bytes, _FORMATS[channels])


@contextmanager
def device_pixels(painter: QPainter) -> Iterator[None]:
    """Count in device pixels; may be nested. A view may begin in the middle of one (150 %): its corner is rounded."""
    painter.save()
    to_screen = painter.worldTransform().inverted()[0] * painter.deviceTransform()
    corner = QTransform.fromTranslate(round(to_screen.dx()), round(to_screen.dy()))
    painter.setTransform(corner * to_screen.inverted()[0])
    try:
        yield
    finally:
        painter.restore()

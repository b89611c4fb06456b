"""Two pictures in one view: the ways to compare, painted for every frame from what is seen of each.

The second picture was laid on the first beforehand and has its size, so that both share one viewport.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPen, QPolygonF, QRegion

from ui.viewer.paint import FOCUS
from ui.viewer.painting import NEAREST_FROM_SCALE, device_pixels, paint_seen, seen_of
from ui.viewer.pyramid import Pyramid
from ui.viewer.viewport import Viewport
from workstation.imaging import compare
from workstation.imaging.operations.comparing import residual_by_place
from workstation.imaging.viewport import Scroll, Seen, alike, opaque, seen

Bytes = NDArray[np.uint8]

MARGIN_PX = 4
"""What surrounds the seen part of a picture and still bears on it: the residual that is allowed, and smoothing."""


class Mode(StrEnum):
    """How the second picture is seen with the first; codes of ``workstation.imaging.operations.comparing``."""

    CURTAIN = "curtain"
    OPACITY = "opacity"
    BLINK = "blink"
    DIFFERENCE = "difference"
    SIGNED_DIFFERENCE = "signed-difference"
    MERGE = "merge"
    BEYOND_NOISE = "beyond-noise"


LOOKED_AT = frozenset({Mode.CURTAIN, Mode.OPACITY, Mode.BLINK})
"""Modes that show both pictures as they are; the others calculate with them."""


@dataclass(frozen=True, slots=True)
class Blend:
    """A mode with its parameters, named as in the recipes: ``position``, ``share``, ``gain``, ``residual_px``..."""

    mode: Mode
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layers:
    """Two pyramids of pictures of ``width`` x ``height`` pixels, what the view keeps of them from frame to frame, and
    which of them a blink shows.
    """

    first: Pyramid
    second: Pyramid
    width: int
    height: int
    scroll: Scroll
    second_shown: bool = False

    def seen(self, viewport: Viewport) -> tuple[Seen, ...]:
        """What a viewport shows of the first and of the second."""
        return seen_of(viewport, (self.first, self.second), self.scroll)


def paint_blend(painter: QPainter, viewport: Viewport, layers: Layers, blend: Blend) -> None:
    """Paint both pictures of a view in one; ``painter`` is that of the view."""
    _PAINT[blend.mode](painter, viewport, layers, blend.parameters)


def _blink(painter: QPainter, viewport: Viewport, layers: Layers, _: Mapping[str, Any]) -> None:
    paint_seen(painter, layers.seen(viewport)[int(layers.second_shown)])


def _curtain(painter: QPainter, viewport: Viewport, layers: Layers, chosen: Mapping[str, Any]) -> None:
    """The edge crosses the picture, not the view: the same place of the page whatever the zoom."""
    side = _first_side(viewport, layers, chosen.get("position", 0.5), chosen.get("angle_deg", 0.0))
    first, second = layers.seen(viewport)
    paint_seen(painter, second)
    with device_pixels(painter):
        painter.setClipRegion(QRegion(QPolygonF(side).toPolygon()))
        paint_seen(painter, first)
        painter.setClipping(False)
        painter.setPen(QPen(FOCUS, 1))
        painter.drawLine(side[0], side[1])


def _first_side(viewport: Viewport, layers: Layers, position: float, angle_deg: float) -> list[QPointF]:
    """Corners, in device pixels, of a box that covers what the first picture keeps; the edge is its first side."""
    turn = math.radians(angle_deg)
    across, down = math.cos(turn), math.sin(turn)
    corners = [x * across + y * down for x in (0, layers.width) for y in (0, layers.height)]
    edge = min(corners) + position * (max(corners) - min(corners))
    reach = float(layers.width + layers.height)
    ends = [(edge * across - down * far, edge * down + across * far) for far in (-reach, reach)]
    back = [(x - across * 2 * reach, y - down * 2 * reach) for x, y in reversed(ends)]
    return [QPointF(*viewport.to_device(*point)) for point in (*ends, *back)]


def curtain_position(size: tuple[int, int], point: tuple[float, float], angle_deg: float) -> float:
    """Position, 0 to 1, of a curtain whose edge runs through a point of a picture of this width and height."""
    turn = math.radians(angle_deg)
    across, down = math.cos(turn), math.sin(turn)
    corners = [x * across + y * down for x in (0, size[0]) for y in (0, size[1])]
    place = (point[0] * across + point[1] * down - min(corners)) / (max(corners) - min(corners))
    return min(max(place, 0.0), 1.0)


def curtain_reach_px(size: tuple[int, int], angle_deg: float) -> float:
    """How far the edge travels from position 0 to 1, in pixels of the picture."""
    turn = math.radians(angle_deg)
    return abs(math.cos(turn)) * size[0] + abs(math.sin(turn)) * size[1]


Paint = Callable[[QPainter, Viewport, Layers, Mapping[str, Any]], None]


def _by_channel(work: Callable[..., Bytes], **defaults: float) -> Paint:
    """Let ``work``, which treats every channel alike, make one picture of what is seen of both."""

    def paint(painter: QPainter, viewport: Viewport, layers: Layers, chosen: Mapping[str, Any]) -> None:
        first, second = layers.seen(viewport)
        if first.pixels.size:
            made = work(*alike(first.pixels, second.pixels), **(defaults | dict(chosen)))
            paint_seen(painter, Seen(opaque(made), first.left, first.top))

    return paint


def _in_rgb(work: Callable[..., Bytes]) -> Paint:
    """Let ``work`` make one RGB picture of what is seen of both, in RGB."""

    def paint(painter: QPainter, viewport: Viewport, layers: Layers, chosen: Mapping[str, Any]) -> None:
        first, second = layers.seen(viewport)
        if first.pixels.size:
            pair = (compare.rgb_of(each.pixels) for each in (first, second))
            paint_seen(painter, Seen(work(*pair, **chosen), first.left, first.top))

    return paint


def _beyond_noise(painter: QPainter, viewport: Viewport, layers: Layers, chosen: Mapping[str, Any]) -> None:
    """A residual is a length on the page: it shrinks with a reduced view. An enlarged one is compared pixel by pixel
    of the picture and enlarged afterwards, or every square would have an edge of its own.
    """
    wholes = [each.whole for each in (layers.first, layers.second) if each.whole is not None]
    if viewport.scale <= 1 or len(wholes) < 2:
        first, second = layers.seen(viewport)
        if first.pixels.size:
            corner = viewport.to_picture(first.left, first.top)
            painted = _beyond(first.pixels, second.pixels, layers, corner, viewport.scale, chosen)
            paint_seen(painter, Seen(painted, first.left, first.top))
        return
    left, top = (max(0, math.floor(each) - MARGIN_PX) for each in viewport.to_picture(0, 0))
    right, bottom = (math.ceil(each) + MARGIN_PX for each in viewport.to_picture(viewport.width, viewport.height))
    one, other = (each[top:bottom, left:right] for each in wholes)
    if one.size and other.size:
        painted = _beyond(one, other, layers, (left, top), 1.0, chosen)
        corner = viewport.origin[0] + left * viewport.scale, viewport.origin[1] + top * viewport.scale
        size = math.ceil(viewport.width), math.ceil(viewport.height)
        squares = viewport.scale >= NEAREST_FROM_SCALE
        paint_seen(painter, seen(painted, corner, viewport.scale, size, nearest=squares))


def _beyond(
    first: Bytes, second: Bytes, layers: Layers, corner: tuple[float, float], scale: float, chosen: Mapping[str, Any]
) -> Bytes:
    """Both pictures at ``scale`` from a corner on, in pixels of the whole ones, with the residual of every place."""
    limits = {"residual_px": 0.0, "residual_map_px": (), "first_sigma": 1.0, "second_sigma": 1.0, **chosen}
    x, y = (
        start + (np.arange(count) + 0.5) / scale - 0.5
        for start, count in zip(corner, reversed(first.shape[:2]), strict=True)
    )
    whole_px = limits.pop("residual_px"), limits.pop("residual_map_px")
    limits["residual_px"] = residual_by_place(*whole_px, (layers.width, layers.height), x, y) * scale
    one, other = (compare.rgb_of(each) for each in (first, second))
    return compare.painted_beyond(one, compare.beyond_noise(one, other, **limits))


_PAINT: dict[Mode, Paint] = {
    Mode.CURTAIN: _curtain,
    Mode.OPACITY: _by_channel(compare.opacity, share=0.5),
    Mode.BLINK: _blink,
    Mode.DIFFERENCE: _by_channel(compare.difference, gain=1.0),
    Mode.SIGNED_DIFFERENCE: _by_channel(compare.signed_difference, gain=1.0),
    Mode.MERGE: _in_rgb(compare.merge),
    Mode.BEYOND_NOISE: _beyond_noise,
}

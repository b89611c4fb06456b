"""The line that stands for a measurement: through its points, or the circle that lies nearest to them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ui.viewer.drawing import Point
from workstation.errors import MeasureError
from workstation.imaging.measure import circle
from workstation.measuring import KINDS

CIRCLE_CORNERS = 120
LARGEST_RADIUS_PX = 50_000.0
"""Points so nearly on a line have no circle worth drawing."""
_CLOSED = {"area", "hole_width"} | {each.code for each in KINDS.values() if each.closed}


def shape_of(kind: str, points: Sequence[Point]) -> tuple[tuple[Point, ...], bool]:
    """Corners of the line, and whether it closes."""
    if kind != "radius" or len(points) < KINDS[kind].fewest:
        return tuple(points), kind in _CLOSED
    try:
        x, y, radius = circle(points)
    except MeasureError:
        return tuple(points), False
    if radius > LARGEST_RADIUS_PX:
        return tuple(points), False
    turns = (2 * math.pi * place / CIRCLE_CORNERS for place in range(CIRCLE_CORNERS))
    return tuple((x + radius * math.cos(turn), y + radius * math.sin(turn)) for turn in turns), True

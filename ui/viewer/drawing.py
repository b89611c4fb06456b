"""Drawing a region: what corners mean, without a mouse and without Qt."""

from __future__ import annotations

import math
from typing import Protocol

from workstation.cases.model import Region, Shape

Point = tuple[float, float]


class Sketch(Protocol):
    """A region being drawn. Points are picture pixels; what lies outside the picture is moved to its edge."""

    shape: Shape

    def place(self, point: Point) -> Region | None:
        """Set a corner; the region where that completes it."""

    def follow(self, point: Point) -> None:
        """Show where the next corner would be."""

    def close(self) -> Region | None:
        """The region as it stands, or None where it is none yet."""

    def take_back(self) -> bool:
        """Remove the last corner; False where none is left."""

    def outline(self) -> tuple[Point, ...]:
        """Points to draw, the one that follows the pointer last; empty before the first corner."""


def clipped(point: Point, width: int, height: int) -> Point:
    """The nearest point of the picture."""
    return min(max(point[0], 0.0), float(width)), min(max(point[1], 0.0), float(height))


class RectangleSketch:
    """Two opposite corners, grown outwards to whole pixels."""

    shape = Shape.RECTANGLE

    def __init__(self, width: int, height: int) -> None:
        self._size = width, height
        self._start: Point | None = None
        self._end: Point = (0.0, 0.0)

    def place(self, point: Point) -> Region | None:
        """The first corner, then the opposite one."""
        self.follow(point)
        if self._start is None:
            self._start = self._end
            return None
        return self.close()

    def follow(self, point: Point) -> None:
        """Move the opposite corner."""
        self._end = clipped(point, *self._size)

    def close(self) -> Region | None:
        """None where the corners coincide."""
        corners = self.outline()
        if len(corners) != 2 or corners[0][0] == corners[1][0] or corners[0][1] == corners[1][1]:
            return None
        return Region(Shape.RECTANGLE, corners)

    def take_back(self) -> bool:
        """Forget the first corner."""
        started, self._start = self._start is not None, None
        return started

    def outline(self) -> tuple[Point, ...]:
        """Left top and right bottom corner on whole pixels."""
        if self._start is None:
            return ()
        (x0, y0), (x1, y1) = self._start, self._end
        if (x0, y0) == (x1, y1):
            return (self._start, self._end)
        return (
            (float(math.floor(min(x0, x1))), float(math.floor(min(y0, y1)))),
            (float(math.ceil(max(x0, x1))), float(math.ceil(max(y0, y1)))),
        )


class PointSketch:
    """One place, kept to a hundredth of a pixel."""

    shape = Shape.POINT

    def __init__(self, width: int, height: int) -> None:
        self._size = width, height

    def place(self, point: Point) -> Region | None:
        """The place is complete at once."""
        x, y = clipped(point, *self._size)
        return Region(Shape.POINT, ((round(x, 2), round(y, 2)),))

    def follow(self, point: Point) -> None:
        """Nothing is shown before the place is set."""

    def close(self) -> Region | None:
        """None: there is nothing half done."""
        return None

    def take_back(self) -> bool:
        """False: there is nothing half done."""
        return False

    def outline(self) -> tuple[Point, ...]:
        """Nothing to draw."""
        return ()


class PolygonSketch:
    """Three corners or more, kept to a hundredth of a pixel."""

    shape = Shape.POLYGON

    def __init__(self, width: int, height: int) -> None:
        self._size = width, height
        self._corners: list[Point] = []
        self._next: Point = (0.0, 0.0)

    def place(self, point: Point) -> Region | None:
        """Add a corner; a polygon is completed by `close` only."""
        self.follow(point)
        if self._corners[-1:] != [self._next]:
            self._corners.append(self._next)
        return None

    def follow(self, point: Point) -> None:
        """Move the line to the next corner."""
        x, y = clipped(point, *self._size)
        self._next = round(x, 2), round(y, 2)

    def close(self) -> Region | None:
        """None with fewer than three corners."""
        return Region(Shape.POLYGON, tuple(self._corners)) if len(self._corners) >= 3 else None

    def take_back(self) -> bool:
        """Remove the corner set last."""
        if self._corners:
            self._corners.pop()
        return bool(self._corners)

    def outline(self) -> tuple[Point, ...]:
        """Corners set so far, then the one that follows the pointer."""
        return (*self._corners, self._next) if self._corners else ()

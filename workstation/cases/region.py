"""Parts of a picture."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """How the points of a region are read."""

    RECTANGLE = "rectangle"
    POLYGON = "polygon"
    POINT = "point"


@dataclass(frozen=True, slots=True)
class Region:
    """Part of a capture, in its own pixels (x to the right, y down, origin at the corner of the first pixel).

    A rectangle has two points (opposite corners), a point one, a polygon three or more.
    """

    shape: Shape
    points_px: tuple[tuple[float, float], ...]

    def bounds_px(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        xs = [x for x, _ in self.points_px]
        ys = [y for _, y in self.points_px]
        return min(xs), min(ys), max(xs), max(ys)

    def points_mm(self, px_per_mm: float) -> tuple[tuple[float, float], ...]:
        """The same points in millimetres from the picture's corner."""
        return tuple((x / px_per_mm, y / px_per_mm) for x, y in self.points_px)

"""Points being set for a measurement, without a mouse and without Qt."""

from __future__ import annotations

from ui.viewer.drawing import Point
from workstation.measuring import MeasureKind


class MeasureSketch:
    """Points of one kind of measurement, and the one that follows the pointer."""

    def __init__(self, kind: MeasureKind) -> None:
        self.kind = kind
        self.points: tuple[Point, ...] = ()
        self._next: Point | None = None

    @property
    def full(self) -> bool:
        """No more points belong to it."""
        return len(self.points) >= self.kind.most

    @property
    def enough(self) -> bool:
        """It can be kept as it stands."""
        return len(self.points) >= self.kind.fewest

    def place(self, point: Point) -> None:
        """Set a point; where all are set, begin anew with it. A second click on the same place sets none."""
        if self.full:
            self.points = ()
        if self.points[-1:] != (point,):
            self.points = (*self.points, point)
        self._next = None

    def follow(self, point: Point | None) -> None:
        """Show where the next point would be; None where the pointer is nowhere."""
        self._next = point if self.points and not self.full else None

    def take_back(self) -> None:
        """Remove the point set last."""
        self.points, self._next = self.points[:-1], None

    def shown(self) -> tuple[Point, ...]:
        """Points set so far, then the one that follows the pointer."""
        return self.points if self._next is None or self._next in self.points[-1:] else (*self.points, self._next)

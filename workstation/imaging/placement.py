"""Where a place of a capture lies in the picture that a recipe made of it, and back.

Regions of findings are kept in pixels of the capture; a view may be turned, mirrored, cut or reduced.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workstation.cases.model import Region, Shape
from workstation.imaging.recipe import Recipe, Step

Matrix = NDArray[np.float64]
"""3 x 3; the origin is the corner of the first pixel, as in ``Region``."""

Size = tuple[int, int]
"""Width and height in pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """From pixels of a recipe's first source to pixels of its picture.

    Attributes
    ----------
    matrix : ndarray, shape (3, 3), float64
    source, result : tuple of int
        Width and height of both.
    """

    matrix: Matrix
    source: Size
    result: Size

    @property
    def moves(self) -> bool:
        """True where a place has other coordinates in the picture."""
        return not np.allclose(self.matrix, np.eye(3))

    def reduced(self, share: float, shown: Size) -> Placement:
        """The same onto a reduced picture of the size ``shown``."""
        return Placement(np.diag((share, share, 1.0)) @ self.matrix, self.source, shown)

    def forward(self, points: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
        """Points of the source in the picture."""
        return _through(self.matrix, points)

    def region_forward(self, region: Region) -> Region:
        """A region of the source in the picture; a rectangle that is no longer upright becomes a polygon."""
        return _moved(self.matrix, region)

    def holds(self, region: Region) -> bool:
        """True where the middle of a region drawn on the picture lies in the source."""
        left, top, right, bottom = _moved(np.asarray(np.linalg.inv(self.matrix)), region).bounds_px()
        return 0 <= (left + right) / 2 <= self.source[0] and 0 <= (top + bottom) / 2 <= self.source[1]

    def region_back(self, region: Region) -> Region:
        """A region drawn on the picture in the source, cut where the source ends."""
        moved = _moved(np.asarray(np.linalg.inv(self.matrix), dtype=np.float64), region)
        width, height = self.source
        return Region(
            moved.shape, tuple((min(max(x, 0.0), width), min(max(y, 0.0), height)) for x, y in moved.points_px)
        )


def placement(recipe: Recipe, sizes: tuple[Size, ...]) -> Placement:
    """Where the first source lies in the picture of a recipe.

    Parameters
    ----------
    sizes : tuple
        Width and height of every source.

    Notes
    -----
    What is laid on another picture takes that one's place; every other operation on several pictures keeps the
    place of its first.
    """
    nodes = [(np.eye(3), size) for size in sizes]
    for step in recipe.steps:
        matrix, size = nodes[step.inputs[1 if step.operation == "align" else 0]]
        if step.operation in _MOVES:
            own, size = _MOVES[step.operation](step.parameters, size)
            matrix = own @ matrix
        nodes.append((matrix, size))
    matrix, size = nodes[-1]
    return Placement(matrix, sizes[0], size)


def changes_place(step: Step) -> bool:
    """True for an operation that moves pixels."""
    return step.operation in _MOVES


def _crop(chosen: Mapping[str, Any], size: Size) -> tuple[Matrix, Size]:
    return _shift(-chosen["left_px"], -chosen["top_px"]), (chosen["width_px"], chosen["height_px"])


def _turn(chosen: Mapping[str, Any], size: Size) -> tuple[Matrix, Size]:
    matrix = np.eye(3)
    for _ in range(chosen["quarter_turns"]):
        # Clockwise: what was at the top is on the right.
        matrix = np.array([[0.0, -1.0, size[1]], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]) @ matrix
        size = size[1], size[0]
    return matrix, size


def _mirror(chosen: Mapping[str, Any], size: Size) -> tuple[Matrix, Size]:
    if chosen["axis"] == "vertical":
        return np.array([[-1.0, 0.0, size[0]], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]), size
    return np.array([[1.0, 0.0, 0.0], [0.0, -1.0, size[1]], [0.0, 0.0, 1.0]]), size


def _rotate(chosen: Mapping[str, Any], size: Size) -> tuple[Matrix, Size]:
    angle = math.radians(chosen["degrees"])
    across, down = math.cos(angle), math.sin(angle)
    turned = np.array([[across, -down, 0.0], [down, across, 0.0], [0.0, 0.0, 1.0]])
    middle = size[0] / 2, size[1] / 2
    return _shift(*middle) @ turned @ _shift(-middle[0], -middle[1]), size


def _stitch(chosen: Mapping[str, Any], size: Size) -> tuple[Matrix, Size]:
    """Where the first tile lies on the sheet; its matrix goes from centre to centre of pixels."""
    own = np.asarray(chosen["matrices"][:9], dtype=np.float64).reshape(3, 3)
    return _shift(0.5, 0.5) @ own @ _shift(-0.5, -0.5), (round(chosen["width_px"]), round(chosen["height_px"]))


_MOVES: Mapping[str, Callable[[Mapping[str, Any], Size], tuple[Matrix, Size]]] = {
    "crop": _crop,
    "turn": _turn,
    "mirror": _mirror,
    "rotate": _rotate,
    "stitch": _stitch,
}


def _shift(across: float, down: float) -> Matrix:
    return np.array([[1.0, 0.0, across], [0.0, 1.0, down], [0.0, 0.0, 1.0]])


def _through(matrix: Matrix, points: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    moved = np.column_stack([np.asarray(points, dtype=np.float64), np.ones(len(points))]) @ matrix.T
    return tuple((float(x), float(y)) for x, y, _ in moved)


def _moved(matrix: Matrix, region: Region) -> Region:
    points = region.points_px
    if region.shape is Shape.RECTANGLE and not _upright(matrix):
        left, top, right, bottom = region.bounds_px()
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        return Region(Shape.POLYGON, _through(matrix, corners))
    return Region(region.shape, _through(matrix, points))


def _upright(matrix: Matrix) -> bool:
    """True where what is level or plumb stays so."""
    square = np.abs(matrix[:2, :2]) > 1e-9
    return bool((square.sum(axis=0) == 1).all())

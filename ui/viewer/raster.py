"""Where a picture lies on a raster that linked pictures share, so that all show the same place of a page."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ui.viewer.drawing import Point

Matrix = NDArray[np.float64]

SAME_SCALE = 0.001
"""Nearer to 1 a picture keeps the scale of the others: pixel for pixel stays so; wide panes are off by a pixel."""


@dataclass(frozen=True, slots=True, eq=False)
class OnRaster:
    """How a picture lies on the raster of another; the picture itself stays as it is.

    Attributes
    ----------
    matrix : ndarray, shape (3, 3), float64
        Homography from pixels of the picture to pixels of the raster.
    size : tuple of int
        Width and height of the raster in pixels.
    px_per_mm : float or None
        Of the raster; None where nothing may be measured.
    """

    matrix: Matrix
    size: tuple[int, int]
    px_per_mm: float | None
    _back: Matrix = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_back", np.linalg.inv(self.matrix))

    def to_raster(self, point: Point) -> Point:
        """Where a point of the picture lies on the raster."""
        return _through(self.matrix, point)

    def to_picture(self, point: Point) -> Point:
        """Which point of the picture lies at a point of the raster."""
        return _through(self._back, point)

    def scale_at(self, point: Point) -> float:
        """Pixels of the raster for one pixel of the picture, around a point of the picture."""
        x, y = point
        weight = float(self.matrix[2] @ (x, y, 1.0))
        scale = math.sqrt(abs(float(np.linalg.det(self.matrix)) / weight**3))
        return 1.0 if abs(scale - 1) < SAME_SCALE else scale


def _through(matrix: Matrix, point: Point) -> Point:
    x, y, weight = matrix @ (*point, 1.0)
    return float(x / weight), float(y / weight)

"""What a registration says: where one picture lies on another, how far that can be trusted, or why it was refused."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from workstation.imaging.register.bend import Bend
from workstation.imaging.register.residuals import spread_over

Matrix = NDArray[np.float64]
Points = NDArray[np.float64]
"""Shape (N, 2): x right and y down, in pixels; the centre of the first pixel is (0, 0)."""

_INVERSE_STEPS = 12


class Model(StrEnum):
    """How the page of one picture may differ from that of the other, from stiff to soft."""

    SIMILARITY = "similarity"
    AFFINE = "affine"
    HOMOGRAPHY = "homography"
    WARP = "warp"


class Method(StrEnum):
    """Who found the place."""

    AUTOMATIC = "automatic"
    BY_HAND = "by-hand"
    REFINED = "refined"


class Refusal(StrEnum):
    """Why no place is given. The sentence for people is ``registration-<code>`` of the messages."""

    TOO_SMALL = "too-small"
    BLACK = "black"
    SATURATED = "saturated"
    FEW_STRUCTURES = "few-structures"
    NO_AGREEMENT = "no-agreement"
    MIRRORED = "mirrored"
    OUT_OF_RANGE = "out-of-range"
    RESIDUAL = "residual"


@dataclass(frozen=True, slots=True, eq=False)
class Registration:
    """How ``moving`` lies on ``fixed``.

    Attributes
    ----------
    model : Model
    method : Method
    matrix : ndarray, shape (3, 3), float64, read-only
        Homography from pixels of ``moving`` to pixels of ``fixed``; the identity where it was refused.
    bend : Bend or None
        What is left over after ``matrix`` on a page that is not flat; only with ``Model.WARP``.
    size : tuple of int
        Width and height of ``fixed`` in pixels.
    residual_px : float
        Root mean square distance, in pixels of ``fixed``, by which places that took no part in the fit are missed by
        it; infinite where nothing tells it.
    residual_map : ndarray, shape (rows, columns), float32, read-only
        The same place by place, evenly over ``fixed``; see ``residual_at``.
    confidence : float
        Share of the places with structure in both pictures that agree on the result, 0 to 1; 0 by hand.
    places : int
        Number of places that agree, or of point pairs by hand.
    refusal : Refusal or None
        Why the result must not be used: show the picture as captured.
    """

    model: Model
    method: Method
    matrix: Matrix
    bend: Bend | None
    size: tuple[int, int]
    residual_px: float
    residual_map: NDArray[np.float32]
    confidence: float
    places: int
    refusal: Refusal | None

    @property
    def accepted(self) -> bool:
        """Whether ``moving`` may be shown on ``fixed``."""
        return self.refusal is None

    @property
    def scale(self) -> float:
        """Pixels of ``fixed`` for each pixel of ``moving``, in the middle of the picture."""
        return float(math.sqrt(abs(np.linalg.det(self._slope()))))

    @property
    def turn_deg(self) -> float:
        """Clockwise turn that brings ``moving`` upright on ``fixed``: near 180 where it lay upside down."""
        slope = self._slope()
        return math.degrees(math.atan2(slope[1, 0] - slope[0, 1], slope[0, 0] + slope[1, 1]))

    def _slope(self) -> Matrix:
        back = inverse(self.matrix)
        middle = transformed(back, np.array([[self.size[0] / 2, self.size[1] / 2]]))
        around = middle + np.array([[0, 0], [1, 0], [0, 1]], np.float64)
        laid = transformed(self.matrix, around)
        return np.asarray((laid[1:] - laid[0]).T)

    def residual_mm(self, px_per_mm: float | None) -> float | None:
        """``residual_px`` in millimetres of a ``fixed`` with this scale; None where the scale is unknown."""
        return None if px_per_mm is None else self.residual_px / px_per_mm

    def residual_at(self, points: Points) -> NDArray[np.float64]:
        """Residual in pixels of ``fixed`` at places of ``fixed``, shape (N,)."""
        rows, columns = self.residual_map.shape
        x = (points[:, 0] + 0.5) / self.size[0] * columns - 0.5
        y = (points[:, 1] + 0.5) / self.size[1] * rows - 0.5
        left, top = (np.clip(np.floor(v), 0, n - 2).astype(int) for v, n in ((x, columns), (y, rows)))
        right, down = np.clip(x - left, 0, 1), np.clip(y - top, 0, 1)
        cells = self.residual_map.astype(np.float64)
        upper = cells[top, left] * (1 - right) + cells[top, left + 1] * right
        lower = cells[top + 1, left] * (1 - right) + cells[top + 1, left + 1] * right
        return np.asarray(upper * (1 - down) + lower * down)

    def residual_plane(self) -> NDArray[np.float32]:
        """Residual at every pixel of ``fixed``, shape (H, W), float32."""
        x, y = (np.arange(each, dtype=np.float64) for each in self.size)
        return spread_over(self.residual_map, self.size, x, y)

    def to_moving(self, points: Points) -> Points:
        """Where places of ``fixed`` lie in ``moving``."""
        laid = points if self.bend is None else points + self.bend.at(points)
        return transformed(inverse(self.matrix), laid)

    def to_fixed(self, points: Points) -> Points:
        """Where places of ``moving`` lie on ``fixed``."""
        laid = transformed(self.matrix, points)
        if self.bend is None:
            return laid
        found = laid
        for _ in range(_INVERSE_STEPS):
            found = laid - self.bend.at(found)
        return found


def inverse(matrix: Matrix) -> Matrix:
    """The way back."""
    return np.asarray(np.linalg.inv(matrix), np.float64)


def transformed(matrix: Matrix, points: Points) -> Points:
    """Points of shape (N, 2) through a homography."""
    laid = points @ matrix[:, :2].T + matrix[:, 2]
    return np.asarray(laid[:, :2] / laid[:, 2:])

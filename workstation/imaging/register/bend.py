"""A smooth displacement over a picture, for pages that do not lie flat: a cubic B-spline on a coarse grid.

It is fitted to scattered displacements with a penalty on the second differences of neighbouring nodes; the penalty
leaves planes alone, so any number of places above three gives an answer, and few places give a stiff one.

Notes
-----
P. H. C. Eilers, B. D. Marx, Flexible smoothing with B-splines and penalties, Statistical Science 11 (1996).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

COLUMNS, ROWS = 10, 8
_EASE = 1e-9
_MOST_LEVERAGE = 0.95
STIFFNESS = (1e-3, 1e-2, 1e-1, 1.0, 10.0, 100.0)
"""Weights of the penalty that are tried; the one that misses left-out places least is kept."""


@dataclass(frozen=True, slots=True, eq=False)
class Bend:
    """Displacement at every place of a picture.

    Attributes
    ----------
    grid : ndarray, shape (rows, columns, 2), float64, read-only
        Coefficients in pixels, x and y; the outer ones lie beyond the edges of the picture.
    size : tuple of int
        Width and height of the picture in pixels.
    """

    grid: NDArray[np.float64]
    size: tuple[int, int]

    def at(self, points: Points) -> Points:
        """Displacement at points, shape (N, 2) to (N, 2), pixels; beyond the edge that of the edge."""
        rows, columns = self.grid.shape[:2]
        across = _basis(points[:, 0], self.size[0], columns)
        down = _basis(points[:, 1], self.size[1], rows)
        return np.asarray(np.einsum("nr,nc,rck->nk", down, across, self.grid, optimize=True))

    def dense(self, width: int, height: int) -> NDArray[np.float32]:
        """Displacement at the first ``width`` x ``height`` pixels, shape (height, width, 2), float32."""
        rows, columns = self.grid.shape[:2]
        across, down = (
            _basis(np.arange(count, dtype=np.float64), extent, nodes).astype(np.float32)
            for count, extent, nodes in zip((width, height), self.size, (columns, rows), strict=True)
        )
        grid = self.grid.astype(np.float32)
        return np.stack([down @ grid[..., axis] @ across.T for axis in (0, 1)], axis=-1)


def _basis(places: NDArray[np.float64], extent: int, count: int) -> NDArray[np.float64]:
    """Values of ``count`` uniform cubic B-splines over a side of ``extent`` pixels, shape (N, count)."""
    along = np.clip((places + 0.5) / extent, 0, 1) * (count - 3) + 1
    distance = np.abs(along[:, None] - np.arange(count))
    near, far = 2 / 3 - distance**2 + distance**3 / 2, (2 - distance) ** 3 / 6
    return np.asarray(np.where(distance < 1, near, np.where(distance < 2, far, 0.0)))


def _penalty(rows: int, columns: int) -> NDArray[np.float64]:
    """Sum of squared second differences: across, down, and twice the mixed one."""
    second_x, second_y = (np.diff(np.eye(count), 2, axis=0) for count in (columns, rows))
    first_x, first_y = (np.diff(np.eye(count), axis=0) for count in (columns, rows))
    across, down = np.kron(np.eye(rows), second_x), np.kron(second_y, np.eye(columns))
    mixed = np.kron(first_y, first_x)
    return np.asarray(across.T @ across + down.T @ down + 2 * mixed.T @ mixed)


@dataclass(frozen=True, slots=True, eq=False)
class BendFit:
    """A bend and how it fits.

    Attributes
    ----------
    bend : Bend
    errors, misses : ndarray, shape (N, 2)
        Displacement less what the bend, and what a bend without that place gives there, pixels.
    """

    bend: Bend
    errors: Points
    misses: Points
    _variance: float
    _inverse: NDArray[np.float64]
    _doubt: Points

    def uncertainty_px(self, points: Points) -> NDArray[np.float64]:
        """Error to expect of the displacement at points, shape (N,), pixels.

        That of the noise, and what a stiffer bend would change: much beyond the outermost places, little between.
        """
        basis = _surface(points, self.bend.size)
        noise = 2 * self._variance * np.einsum("nj,jk,nk->n", basis, self._inverse, basis)
        unsure = basis @ self._doubt
        return np.asarray(np.sqrt(noise + (unsure**2).sum(axis=1)))


def fit_bend(points: Points, displacements: Points, weights: NDArray[np.float64], size: tuple[int, int]) -> BendFit:
    """The bend that misses left-out places least.

    Parameters
    ----------
    points, displacements : ndarray, shape (N, 2), pixels
    weights : ndarray, shape (N,)
        0 takes no part.
    size : tuple of int
        Width and height of the picture.
    """
    fits = [_fit(points, displacements, weights, size, stiffness) for stiffness in STIFFNESS]
    best = min(range(len(fits) - 1), key=lambda place: float(weights @ (fits[place].misses ** 2).sum(axis=1)))
    doubt = (fits[best].bend.grid - fits[best + 1].bend.grid).reshape(-1, 2)
    return replace(fits[best], _doubt=doubt)


def _fit(
    points: Points, displacements: Points, weights: NDArray[np.float64], size: tuple[int, int], stiffness: float
) -> BendFit:
    basis = _surface(points, size)
    weighted = basis.T * weights
    normal = weighted @ basis + stiffness * _penalty(ROWS, COLUMNS) + np.eye(basis.shape[1]) * _EASE
    inverse = np.asarray(np.linalg.inv(normal), np.float64)
    grid = inverse @ (weighted @ displacements)
    errors = displacements - basis @ grid
    leverage = np.clip(np.einsum("nj,jk,nk->n", basis, inverse, basis) * weights, 0, _MOST_LEVERAGE)
    freedom = max(1.0, len(points) - float(leverage.sum()))
    variance = float(weights @ (errors**2).sum(axis=1)) / freedom / 2
    nodes = grid.reshape(ROWS, COLUMNS, 2)
    nodes.flags.writeable = False
    return BendFit(
        Bend(nodes, size), errors, errors / (1 - leverage)[:, None], variance, inverse, np.zeros_like(grid)
    )


def _surface(points: Points, size: tuple[int, int]) -> NDArray[np.float64]:
    """Value of every node's spline at points, shape (N, rows * columns)."""
    down, across = _basis(points[:, 1], size[1], ROWS), _basis(points[:, 0], size[0], COLUMNS)
    return np.asarray((down[:, :, None] * across[:, None, :]).reshape(len(points), -1))

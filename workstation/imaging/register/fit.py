"""The matrix that most places agree on, and how far it misses places that took no part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from workstation.imaging.register.result import Matrix, Model, Points, transformed

_ROUNDS = 3
_MOST_LEVERAGE = 0.95
_ALL = (1e9, 1e9, 1e9)
_FAINT = 1e-3
_TERMS: Mapping[Model, NDArray[np.float64]] = MappingProxyType(
    {
        # Columns: parameters of the model; rows: how they enter the eight parameters of a homography.
        Model.SIMILARITY: np.array(
            [
                [1, 0, 0, 0],
                [0, 0, 1, 0],
                [0, 0, 0, -1],
                [0, 1, 0, 0],
                [0, 0, 0, 1],
                [0, 0, 1, 0],
                [0, 0, 0, 0],
                [0, 0, 0, 0],
            ],
            np.float64,
        ),
        Model.AFFINE: np.eye(8)[:, :6],
        Model.HOMOGRAPHY: np.eye(8),
    }
)


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A matrix and how it fits.

    Attributes
    ----------
    matrix : ndarray, shape (3, 3)
    weights : ndarray, shape (N,)
        Trust in each place after the fit.
    errors : ndarray, shape (N, 2)
        Place on fixed less where the matrix lays its partner, in pixels of fixed.
    misses : ndarray, shape (N, 2)
        The errors of fits that leave the place itself out.
    """

    matrix: Matrix
    weights: NDArray[np.float64]
    errors: Points
    misses: Points
    _terms: NDArray[np.float64]
    _into: Matrix
    _inverse: NDArray[np.float64]

    def uncertainty_px(self, points: Points) -> NDArray[np.float64]:
        """Standard error of the place that the matrix gives, at points of fixed, shape (N,), pixels."""
        basis = _basis(transformed(self._into, points)) @ self._terms
        freedom = max(1.0, len(self.errors) - basis.shape[2] / 2)
        variance = float(self.weights @ (self.errors**2).sum(axis=1)) / freedom / 2
        return np.asarray(np.sqrt(variance * np.einsum("nij,jk,nik->n", basis, self._inverse, basis)))


def robust_fit(
    model: Model,
    on_moving: Points,
    on_fixed: Points,
    start: Matrix,
    *,
    weights: NDArray[np.float64],
    tolerances_px: tuple[float, ...],
) -> Fit:
    """Matrix of a model by least squares in which far places lose their say, ever stricter.

    Parameters
    ----------
    start : ndarray, shape (3, 3)
        Places that it lays within the first tolerance decide; the result is ``start`` and a change of ``model``.
    tolerances_px : tuple of float
        Distances at which a place has a quarter of its say, from loose to strict; Geman and McClure's function.
    """
    matrix = start
    into = _normalising(on_fixed)
    out = np.linalg.inv(into)
    basis = _basis(transformed(into, on_fixed)) @ _TERMS[model]
    trust = weights
    inverse = np.zeros((basis.shape[2], basis.shape[2]))
    for tolerance in tolerances_px:
        for _ in range(_ROUNDS):
            errors = on_fixed - transformed(matrix, on_moving)
            trust = weights / (1 + (errors**2).sum(axis=1) / tolerance**2) ** 2
            weighted = basis * trust[:, None, None]
            inverse = np.linalg.pinv(np.einsum("nij,nik->jk", weighted, basis))
            change = _TERMS[model] @ (inverse @ np.einsum("nij,ni->j", weighted, errors)) * into[0, 0]
            matrix = out @ _increment(change) @ into @ matrix
    matrix = matrix / matrix[2, 2]
    errors = on_fixed - transformed(matrix, on_moving)
    shares = np.einsum("nij,jk,nik->n", basis, inverse, basis) * trust / 2
    misses = errors / (1 - np.clip(shares, 0, _MOST_LEVERAGE))[:, None]
    return Fit(matrix, trust, errors, misses, _TERMS[model], into, inverse)


def least_squares(model: Model, on_moving: Points, on_fixed: Points) -> Fit:
    """Matrix that misses all pairs least, from nothing, every pair with the same say."""
    affine = Model.AFFINE if model is Model.HOMOGRAPHY else model
    into = _normalising(on_moving)
    basis = (_basis(transformed(into, on_moving)) @ _TERMS[affine]).reshape(2 * len(on_moving), -1)
    change = _TERMS[affine] @ np.linalg.lstsq(basis, (on_fixed - on_moving).ravel(), rcond=None)[0] * into[0, 0]
    start = np.linalg.inv(into) @ _increment(change) @ into
    everywhere = np.ones(len(on_fixed))
    return robust_fit(model, on_moving, on_fixed, start, weights=everywhere, tolerances_px=_ALL)


def determines(model: Model, points: Points) -> bool:
    """Whether points say everything about a model: no three of four on a line for a homography."""
    basis = (_basis(transformed(_normalising(points), points)) @ _TERMS[model]).reshape(2 * len(points), -1)
    return bool(np.linalg.matrix_rank(basis, tol=_FAINT) == basis.shape[1])


def _normalising(points: Points) -> Matrix:
    """Way to the square from -1 to 1 round the middle of the points."""
    middle = points.mean(axis=0)
    extent = float(np.abs(points - middle).max()) or 1.0
    return np.array([[1 / extent, 0, -middle[0] / extent], [0, 1 / extent, -middle[1] / extent], [0, 0, 1]])


def _basis(points: Points) -> NDArray[np.float64]:
    """Displacement of points by each parameter of a homography near the identity, shape (N, 2, 8)."""
    x, y = points.T
    one, none = np.ones_like(x), np.zeros_like(x)
    across = np.stack([one, x, y, none, none, none, -x * x, -x * y], axis=1)
    down = np.stack([none, none, none, one, x, y, -x * y, -y * y], axis=1)
    return np.stack([across, down], axis=1)


def _increment(change: NDArray[np.float64]) -> Matrix:
    return np.array(
        [
            [1 + change[1], change[2], change[0]],
            [change[4], 1 + change[5], change[3]],
            [change[6], change[7], 1],
        ]
    )

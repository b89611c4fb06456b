"""Shifts of small blocks between a picture and another that is already laid roughly on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.imaging.register.result import Points, inverse, transformed
from workstation.imaging.register.structure import Level, Plane, directions

BLOCK_PX = 160
COLUMNS, ROWS = 10, 7
_OVERHANG = 0.1
"""Share of its side by which a block may lie beyond the other picture."""

ToMoving = Callable[[Points], Points]
"""Where places of the fixed picture lie in the moving one."""


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """Places of both pictures that look alike.

    Attributes
    ----------
    on_fixed, on_moving : ndarray, shape (N, 2)
        In pixels of the whole pictures.
    clearness : ndarray, shape (N,)
        Height of the correlation's peak over its root mean square: about 5 for structures that have
        nothing in common.
    """

    on_fixed: Points
    on_moving: Points
    clearness: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.on_fixed)


def match(fixed: Level, moving: Level, to_moving: ToMoving) -> Matches:
    """Correlate blocks evenly spread over ``fixed`` with what ``to_moving`` says lies there in ``moving``."""
    height, width = fixed.plane.shape
    side = min(BLOCK_PX, width, height)
    lefts, tops = (
        np.unique(np.linspace(0, extent - side, count).astype(int))
        for extent, count in ((width, COLUMNS), (height, ROWS))
    )
    corners = np.array([(left, top) for top in tops for left in lefts], np.float64)
    centres = corners + (side - 1) / 2
    up = inverse(fixed.matrix)

    def place(points: Points) -> Points:
        return transformed(moving.matrix, to_moving(transformed(up, points)))

    middle = place(centres)
    right, below = np.diag([side / 2, side / 2])
    across = (place(centres + right) - place(centres - right)) / side
    down = (place(centres + below) - place(centres - below)) / side
    on_fixed, on_moving, clearness = [], [], []
    for index in np.flatnonzero(_within(middle, across, down, side, moving.plane.shape)):
        left, top = corners[index].astype(int)
        ours = fixed.plane[top : top + side, left : left + side]
        slope = np.stack([across[index], down[index]], axis=1)
        start = middle[index] - slope @ np.full(2, (side - 1) / 2)
        theirs = cv2.warpAffine(
            moving.plane,
            np.column_stack([slope, start]),
            (side, side),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        shift, clear = _shift(directions(ours, fixed.step), directions(np.asarray(theirs, np.float32), moving.step))
        on_fixed.append(centres[index])
        on_moving.append(middle[index] - slope @ shift)
        clearness.append(clear)
    if not on_fixed:
        return Matches(np.empty((0, 2)), np.empty((0, 2)), np.empty(0))
    back = inverse(moving.matrix)
    return Matches(transformed(up, np.array(on_fixed)), transformed(back, np.array(on_moving)), np.array(clearness))


def _within(middle: Points, across: Points, down: Points, side: int, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    reach = (np.abs(across) + np.abs(down)) * (0.5 - _OVERHANG) * side
    limit = np.array([shape[1], shape[0]], np.float64)
    return np.asarray(((middle - reach >= 0) & (middle + reach <= limit)).all(axis=1))


def _shift(first: Plane, second: Plane) -> tuple[NDArray[np.float64], float]:
    """How far the structure of ``first`` lies right of and below that of ``second``, and how clearly."""
    joint = cv2.mulSpectrums(cv2.dft(first), cv2.dft(second), 0, conjB=True)
    alike = np.asarray(cv2.dft(joint, flags=cv2.DFT_INVERSE | cv2.DFT_SCALE))[..., 0]
    side = alike.shape[0]
    down, across = divmod(int(alike.argmax()), side)
    around = alike[np.ix_(np.arange(down - 1, down + 2) % side, np.arange(across - 1, across + 2) % side)]
    shift = np.array([across, down]) + _summit(around.astype(np.float64))
    spread = float(np.sqrt(np.mean(alike * alike)))
    return (shift + side / 2) % side - side / 2, float(around[1, 1]) / spread if spread > 0 else 0.0


def _summit(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Top of the paraboloid through 3 x 3 values by least squares, from their middle, x and y."""
    columns, rows = values.sum(axis=0), values.sum(axis=1)
    slope = np.array([columns[2] - columns[0], rows[2] - rows[0]]) / 6
    xx, yy = (side[2] - 2 * side[1] + side[0] for side in (columns, rows))
    xy = (values[2, 2] + values[0, 0] - values[0, 2] - values[2, 0]) / 4
    curve = np.array([[xx / 3, xy], [xy, yy / 3]])
    if np.linalg.det(curve) <= 0:
        return np.zeros(2)
    return np.clip(-np.linalg.solve(curve, slope), -1, 1)

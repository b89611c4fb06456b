"""Shifts of small blocks between a picture and another that is already laid roughly on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.imaging.register.correlation import offset
from workstation.imaging.register.result import Points, inverse, transformed
from workstation.imaging.register.structure import Level, Plane, spectrum

SIDES_PX = (160, 128, 96, 80, 64, 48)
"""Sides that Fourier transforms are quick at."""
_BLOCKS_ALONG = 5
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


class Blocks:
    """Square blocks evenly spread over a picture, ready to be looked for in another.

    Parameters
    ----------
    fixed : Level
    columns, rows : int
        How many at most.
    """

    def __init__(self, fixed: Level, columns: int, rows: int) -> None:
        height, width = fixed.plane.shape
        self._level = fixed
        self._side = _side(width, height)
        lefts, tops = (
            np.linspace(0, extent - self._side, _count(extent, self._side, most)).astype(int)
            for extent, most in ((width, columns), (height, rows))
        )
        self._corners = [(int(left), int(top)) for top in tops for left in lefts]
        self._spectra: dict[int, Plane] = {}

    def match(self, moving: Level, to_moving: ToMoving) -> Matches:
        """Correlate every block with what ``to_moving`` says lies there in the other picture."""
        side, centres = self._side, np.array(self._corners, np.float64) + (self._side - 1) / 2
        up, back = inverse(self._level.matrix), inverse(moving.matrix)

        def place(points: Points) -> Points:
            return transformed(moving.matrix, to_moving(transformed(up, points)))

        middle = place(centres)
        right, below = np.diag([side / 2, side / 2])
        across = (place(centres + right) - place(centres - right)) / side
        down = (place(centres + below) - place(centres - below)) / side
        slopes = np.stack([across, down], axis=2)
        within = np.flatnonzero(_within(middle, across, down, side, moving.plane.shape))
        found = [self._find(index, moving, middle[index], slopes[index]) for index in within.tolist()]
        if not found:
            return Matches(np.empty((0, 2)), np.empty((0, 2)), np.empty(0))
        on_moving, clearness = zip(*found, strict=True)
        return Matches(transformed(up, centres[within]), transformed(back, np.array(on_moving)), np.array(clearness))

    def _find(self, index: int, moving: Level, middle: Points, slope: Points) -> tuple[Points, float]:
        """Where the middle of a block lies in the other picture, and how clearly."""
        side = self._side
        start = middle - slope @ np.full(2, (side - 1) / 2)
        theirs = cv2.warpAffine(
            moving.plane,
            np.column_stack([slope, start]),
            (side, side),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        shift, clearness = offset(self._spectrum(index), spectrum(np.asarray(theirs, np.float32), moving.step))
        return middle - slope @ shift, clearness

    def _spectrum(self, index: int) -> Plane:
        if index not in self._spectra:
            left, top = self._corners[index]
            ours = self._level.plane[top : top + self._side, left : left + self._side]
            self._spectra[index] = spectrum(ours, self._level.step)
        return self._spectra[index]


def _side(width: int, height: int) -> int:
    """As large as the picture bears with blocks that share no more than half of themselves."""
    wanted = min(max(width, height) / _BLOCKS_ALONG, min(width, height))
    return max((each for each in SIDES_PX if each <= wanted), default=min(SIDES_PX[-1], width, height))


def _count(extent: int, side: int, most: int) -> int:
    return int(np.clip((extent - side) // (side // 2) + 1, 1, most))


def _within(middle: Points, across: Points, down: Points, side: int, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    reach = (np.abs(across) + np.abs(down)) * (0.5 - _OVERHANG) * side
    limit = np.array([shape[1], shape[0]], np.float64)
    return np.asarray(((middle - reach >= 0) & (middle + reach <= limit)).all(axis=1))

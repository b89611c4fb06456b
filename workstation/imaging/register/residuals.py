"""How far a result may be off, place by place, from places that took no part in it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

MAP_COLUMNS, MAP_ROWS = 12, 8
_NEAR_SHARE = 0.15
"""Distance, as a share of the longer side, within which places tell of each other."""
_PRIOR_PLACES = 2.0
"""Places' worth of the whole picture's residual that every place starts from."""


def rms(misses: Points) -> float:
    """Root mean square length; infinite of nothing."""
    return float(np.sqrt((misses**2).sum(axis=1).mean())) if len(misses) else float("inf")


def cells(size: tuple[int, int]) -> Points:
    """Centres of the cells of a residual map, row by row, shape (rows * columns, 2)."""
    x, y = (
        (np.arange(count) + 0.5) * extent / count - 0.5
        for count, extent in zip((MAP_COLUMNS, MAP_ROWS), size, strict=True)
    )
    return np.stack([part.ravel() for part in np.meshgrid(x, y)], axis=1)


def residual_map(
    size: tuple[int, int], places: Points, misses: Points, uncertainty_px: NDArray[np.float64]
) -> NDArray[np.float32]:
    """Residual in every cell: what places nearby are missed by, and how uncertain the fit itself is there.

    Parameters
    ----------
    places, misses : ndarray, shape (N, 2)
        Places that agree, and by how much a fit without them misses them.
    uncertainty_px : ndarray, shape (rows * columns,)
        What the fit itself may be off at ``cells(size)``; grows where no place is near.
    """
    distance = np.linalg.norm(cells(size)[:, None] - places[None], axis=2)
    near = np.exp(-((distance / (_NEAR_SHARE * max(size))) ** 2))
    squares = (misses**2).sum(axis=1)
    local = (near @ squares + _PRIOR_PLACES * squares.mean()) / (near.sum(axis=1) + _PRIOR_PLACES)
    made: NDArray[np.float32] = np.sqrt(local + uncertainty_px**2).reshape(MAP_ROWS, MAP_COLUMNS).astype(np.float32)
    made.flags.writeable = False
    return made


def flat_map(residual_px: float) -> NDArray[np.float32]:
    """The same residual everywhere."""
    made = np.full((MAP_ROWS, MAP_COLUMNS), residual_px, np.float32)
    made.flags.writeable = False
    return made


def spread_over(
    by_place: NDArray[np.float32], size: tuple[int, int], x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.float32]:
    """Residual at every crossing of columns ``x`` and rows ``y``, pixels of a picture of ``size``.

    Parameters
    ----------
    by_place : ndarray, shape (rows, columns)
        As ``residual_map`` gives it; between the middles of its cells in proportion, beyond the outermost the same.

    Returns
    -------
    ndarray, shape (len(y), len(x)), float32
    """
    rows, columns = by_place.shape
    down, across = (_shares(*each) for each in ((y, size[1], rows), (x, size[0], columns)))
    return np.asarray(down @ by_place.astype(np.float32) @ across.T, np.float32)


def _shares(places: NDArray[np.float64], extent: int, count: int) -> NDArray[np.float32]:
    """What each of ``count`` cells along a side has to say at places, shape (places, count)."""
    along = np.clip((places + 0.5) / extent * count - 0.5, 0, count - 1)
    return np.asarray(np.clip(1 - np.abs(along[:, None] - np.arange(count)), 0, 1), np.float32)

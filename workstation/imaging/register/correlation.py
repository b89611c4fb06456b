"""How far one structure lies from another, from their spectra."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray


def offset(first: NDArray[Any], second: NDArray[Any]) -> tuple[NDArray[np.float64], float]:
    """How far what has the spectrum ``first`` lies right of and below the other, and how clearly."""
    joint = cv2.mulSpectrums(first, second, 0, conjB=True)
    alike = np.asarray(cv2.dft(joint, flags=cv2.DFT_INVERSE | cv2.DFT_SCALE))[..., 0]
    side = alike.shape[0]
    down, across = divmod(int(alike.argmax()), side)
    around = alike[np.ix_(np.arange(down - 1, down + 2) % side, np.arange(across - 1, across + 2) % side)]
    place = np.array([across, down]) + _summit(around.astype(np.float64))
    spread = float(np.sqrt(np.mean(alike * alike)))
    return (place + side / 2) % side - side / 2, float(around[1, 1]) / spread if spread > 0 else 0.0


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

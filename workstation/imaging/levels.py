"""How the values of a picture are spread, for a person who chooses black and white."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workstation.errors import RecipeError
from workstation.imaging.operations import Image

BINS = 256
TAIL = 0.001
"""Share of the samples at each end that the suggested window leaves out."""


@dataclass(frozen=True, slots=True)
class Levels:
    """Spread of the stored values.

    Attributes
    ----------
    counts : tuple of tuple of int
        Samples in each of 256 equal parts of the range, a row a channel: red, green, blue, or grey alone.
    top : int
        Largest value of the type: 255 or 65535.
    lowest, highest : int
        Smallest and largest value there is.
    suggested : tuple of int
        Black and white that leave out a thousandth of the samples at each end.
    """

    counts: tuple[tuple[int, ...], ...]
    top: int
    lowest: int
    highest: int
    suggested: tuple[int, int]


def levels(image: Image) -> Levels:
    """The spread of a picture.

    Parameters
    ----------
    image : ndarray, shape (H, W, 3) RGB or (H, W), uint8 or uint16

    Raises
    ------
    RecipeError
        ``recipe-needs-window``: measured data have no range of their own.
    """
    if image.dtype == np.float32:
        raise RecipeError("recipe-needs-window")
    top = int(np.iinfo(image.dtype).max)
    planes = image.reshape(-1, 1 if image.ndim == 2 else 3)
    full = [np.bincount(planes[:, place], minlength=top + 1) for place in range(planes.shape[1])]
    every = np.sum(full, axis=0)
    held = np.flatnonzero(every)
    rising = np.cumsum(every) / every.sum()
    low, high = (int(np.searchsorted(rising, share)) for share in (TAIL, 1 - TAIL))
    return Levels(
        tuple(tuple(int(n) for n in each.reshape(BINS, -1).sum(axis=1)) for each in full),
        top,
        int(held[0]),
        int(held[-1]),
        (low, high) if low < high else (int(held[0]), min(int(held[0]) + 1, top)),
    )

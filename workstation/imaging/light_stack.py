"""Every light of a page as one stack of planes, and what the planes say of a place on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.cases.model import Region, Shape
from workstation.errors import RecipeError

Samples = NDArray[np.float32]
"""Shape (bands, pixels), in grey levels of the 16-bit range or of the 8-bit range, as the pictures have them."""

GREY = "grey"
MAX_SAMPLES = 20_000
POINT_RADIUS_PX = 2


@dataclass(frozen=True, slots=True)
class Band:
    """One plane: a light and, of a colour picture, one of its channels ``red``, ``green``, ``blue``."""

    light: str
    channel: str = GREY


@dataclass(frozen=True, slots=True)
class LightStack:
    """Planes of the same size that were laid on each other.

    Attributes
    ----------
    bands : tuple of Band
    planes : tuple of ndarray, shape (H, W), uint8 or uint16
        Views of the pictures; nothing is copied.
    top : int
        The largest value that a pixel can have.
    """

    bands: tuple[Band, ...]
    planes: tuple[NDArray[Any], ...]
    top: int

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width in pixels."""
        height, width = self.planes[0].shape
        return height, width


def stack_of(pictures: Mapping[str, NDArray[Any]]) -> LightStack:
    """Pictures of one page by light, laid on each other, as a stack. A colour picture gives three bands.

    Raises
    ------
    RecipeError
        ``recipe-sizes-differ``, ``recipe-depths-differ``, or ``stack-empty``.
    """
    if not pictures:
        raise RecipeError("stack-empty")
    first = next(iter(pictures.values()))
    bands: list[Band] = []
    planes: list[NDArray[Any]] = []
    for light, image in pictures.items():
        if image.shape[:2] != first.shape[:2]:
            one, other = (f"{each.shape[1]} x {each.shape[0]}" for each in (first, image))
            raise RecipeError("recipe-sizes-differ", first=one, second=other)
        if image.dtype != first.dtype:
            raise RecipeError("recipe-depths-differ", light=light)
        names = (GREY,) if image.ndim == 2 else ("red", "green", "blue")
        for place, channel in enumerate(names):
            bands.append(Band(light, channel))
            planes.append(image if image.ndim == 2 else image[..., place])
    return LightStack(tuple(bands), tuple(planes), int(np.iinfo(first.dtype).max))


def samples(stack: LightStack, region: Region) -> Samples:
    """Values of every band in a region, at most ``MAX_SAMPLES`` pixels evenly spread over it.

    A point stands for the disc of ``POINT_RADIUS_PX`` round it.

    Raises
    ------
    RecipeError
        ``region-outside``: no pixel of the region lies in the picture.
    """
    rows, columns = _pixels(region, stack.shape)
    if rows.size == 0:
        raise RecipeError("region-outside")
    step = -(-rows.size // MAX_SAMPLES)
    rows, columns = rows[::step], columns[::step]
    return np.stack([plane[rows, columns] for plane in stack.planes]).astype(np.float32)


def _pixels(region: Region, shape: tuple[int, int]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows and columns of the pixels whose centre a region covers."""
    height, width = shape
    reach = POINT_RADIUS_PX if region.shape is Shape.POINT else 0
    left, top, right, bottom = region.bounds_px()
    x0, y0 = max(int(left) - reach, 0), max(int(top) - reach, 0)
    x1, y1 = min(int(np.ceil(right)) + reach + 1, width), min(int(np.ceil(bottom)) + reach + 1, height)
    if x1 <= x0 or y1 <= y0:
        nothing = np.empty(0, dtype=np.intp)
        return nothing, nothing
    y, x = np.mgrid[y0:y1, x0:x1] + 0.5
    if region.shape is Shape.POINT:
        inside = np.hypot(x - left, y - top) <= reach + 0.5
    elif region.shape is Shape.RECTANGLE:
        inside = (x >= left) & (x <= right) & (y >= top) & (y <= bottom)
    else:
        inside = np.zeros(x.shape, np.uint8)
        outline = np.asarray(region.points_px) - (x0 + 0.5, y0 + 0.5)
        cv2.fillPoly(inside, [np.rint(outline).astype(np.int32)], 1)
    rows, columns = np.nonzero(inside)
    return rows + y0, columns + x0


@dataclass(frozen=True, slots=True)
class BandValue:
    """What one band says of a region.

    Attributes
    ----------
    mean, sd : float
        Grey levels.
    pixels : int
        How many were looked at.
    saturated : float
        Share of them at the end of the range: their value is a limit and no measurement.
    by_white : bool
        The light shows too little to be laid by itself: it was taken to lie as the page does in white light.
    """

    band: Band
    mean: float
    sd: float
    pixels: int
    saturated: float
    by_white: bool = False


def spectrum(stack: LightStack, region: Region) -> tuple[BandValue, ...]:
    """Values of a region in every light, with their spread.

    Raises
    ------
    RecipeError
        ``region-outside``.
    """
    values = samples(stack, region)
    return tuple(
        BandValue(
            band, float(row.mean()), float(row.std()), row.size, float(np.mean((row <= 0) | (row >= stack.top)))
        )
        for band, row in zip(stack.bands, values, strict=True)
    )

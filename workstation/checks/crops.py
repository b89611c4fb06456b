"""The place of a check cut out of the questioned picture and of the specimen's, upright and at one size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.cases.model import CheckResult
from workstation.checks.detail import stored_facts
from workstation.checks.optical.taught import RegionMm
from workstation.checks.optical_answers import stored_corners

LONGEST_PX = 900
_SURROUND = 0.12
_LEAST_SURROUND_PX = 12.0


@dataclass(frozen=True, slots=True, eq=False)
class Crops:
    """One place, questioned and genuine.

    Attributes
    ----------
    questioned : ndarray, shape (H, W) or (H, W, 3), as the picture
    reference : ndarray or None, shape (H, W) or (H, W, 3)
        None where the check needs no specimen or the library lacks it.
    inner : tuple of 4 floats
        Left, top, right and bottom of the region itself as shares of width and height.
    """

    questioned: NDArray[Any]
    reference: NDArray[Any] | None
    inner: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class ReferencePicture:
    """A specimen's picture and the region of the check on it, in millimetres."""

    pixels: NDArray[Any]
    px_per_mm: float
    place_mm: RegionMm


def stored_place(result: CheckResult) -> RegionMm | None:
    """The region of a stored result on the page of its model, in millimetres."""
    try:
        left, top, width, height = (float(each) for each in stored_facts(result.detail).get("place", "").split(","))
    except ValueError:
        return None
    return (left, top, width, height) if width > 0 and height > 0 else None


def cut(questioned: NDArray[Any], result: CheckResult, reference: ReferencePicture | None = None) -> Crops | None:
    """Both crops of a result; None where it names no region on its picture.

    Parameters
    ----------
    questioned : ndarray, shape (H, W) or (H, W, 3), uint8 or uint16
        The picture of the result's capture.
    """
    corners = stored_corners(result)
    if corners is None:
        return None
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    width, height = float(sides[[0, 2]].mean()), float(sides[[1, 3]].mean())
    if min(width, height) < 1:
        return None
    border = max(_SURROUND * min(width, height), _LEAST_SURROUND_PX)
    share = min(1.0, LONGEST_PX / (max(width, height) + 2 * border))
    inner = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64) + border
    size = round((width + 2 * border) * share), round((height + 2 * border) * share)
    seen = _upright(questioned, corners, inner * share, size)
    genuine = None
    if reference is not None:
        left, top, wide, high = (each * reference.px_per_mm for each in reference.place_mm)
        own = np.array([[left, top], [left + wide, top], [left + wide, top + high], [left, top + high]])
        genuine = _upright(reference.pixels, own, inner * share, size)
    across, down = border / (width + 2 * border), border / (height + 2 * border)
    return Crops(seen, genuine, (across, down, 1 - across, 1 - down))


def _upright(
    pixels: NDArray[Any], corners: NDArray[np.float64], onto: NDArray[np.float64], size: tuple[int, int]
) -> NDArray[Any]:
    """A four-cornered place of a picture on a raster of its own; large ones are reduced first: no line aliases."""
    share = min(1.0, float(np.ptp(onto, axis=0).max() / max(np.ptp(corners, axis=0).max(), 1.0)))
    if share < 1.0:
        pixels = cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    matrix = cv2.getPerspectiveTransform((corners * share).astype(np.float32), onto.astype(np.float32))
    return np.asarray(cv2.warpPerspective(pixels, matrix, size, flags=cv2.INTER_LINEAR))

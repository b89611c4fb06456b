"""A place of a page under one light, questioned and genuine, on one raster and in linear light."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]

_LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)


def linear(pixels: NDArray[Any]) -> Plane:
    """Stored pixels as shares of full exposure, 0 to 1, shape (H, W, 3), float32: a tone curve of gamma 2 undone.

    The curve of a camera is known only roughly; values are compared with values of one camera, never with a norm.
    """
    full = np.float32(np.iinfo(pixels.dtype).max)
    share = np.square(pixels.astype(np.float32) / full)
    return np.repeat(share[..., None], 3, axis=2) if share.ndim == 2 else share


def luminance(light: Plane) -> Plane:
    """Luminance of linear RGB, shape (H, W)."""
    return np.asarray(light @ _LUMINANCE, np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """What a routine measures on.

    Attributes
    ----------
    questioned : ndarray, shape (H, W, 3), float32
        The region and ``border_px`` around it, linear.
    border_px : int
        How far the crop goes beyond the region, for what may lie a little off its place.
    reference : ndarray or None
        The same of the genuine specimen under the same light.
    white : ndarray or None
        The same region of the questioned page in white light.
    px_per_mm : float
    """

    questioned: Plane
    border_px: int
    reference: Plane | None
    white: Plane | None
    px_per_mm: float

    def inner(self, plane: Plane) -> Plane:
        """The region without its border."""
        edge = self.border_px
        return plane[edge : plane.shape[0] - edge, edge : plane.shape[1] - edge]


def lines_of(plane: Plane, px_per_mm: float, *, coarse_mm: float = 1.2) -> Plane:
    """What is drawn, without the slow change of the ground and of the lamp: a band-pass of 0.15 to ``coarse_mm``."""
    fine = cv2.GaussianBlur(plane, (0, 0), max(0.15 * px_per_mm, 0.6))
    ground = cv2.GaussianBlur(plane, (0, 0), coarse_mm * px_per_mm)
    return np.asarray(fine - ground, np.float32)

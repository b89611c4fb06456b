"""Light that falls unevenly and tones of another exposure, taken off a picture before it is compared.

Estimated from the picture itself; a calibrated flat field, where there is one, is better. Every function is pure, and
its parameters say all that a recipe must keep.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.imaging.views import Pixels

Plane = NDArray[np.float32]

_LEAST_SHARE = 0.02
"""Of the brightest light on the page: where less falls there is nothing to raise."""


@dataclass(frozen=True, slots=True)
class Flattening:
    """How the fall of light is estimated.

    Attributes
    ----------
    columns, rows : int
        Cells over the picture; light that changes within a cell is taken for print.
    paper_percentile : float
        The tone of a cell that is taken for bare paper, 0 to 100; 50 where the page is dark and its print shines.
    """

    columns: int = 12
    rows: int = 8
    paper_percentile: float = 90.0


@dataclass(frozen=True, slots=True)
class Normalisation:
    """How local tones are brought to a common mean and spread.

    Attributes
    ----------
    radius_px : float
        Standard deviation of the neighbourhood whose tones are compared.
    noise : float
        Spread, as a share of full scale, that is taken for noise and not raised.
    """

    radius_px: float = 40.0
    noise: float = 0.01


def illumination(pixels: Pixels, how: Flattening = Flattening()) -> Plane:
    """How much light falls where, relative to the brightest place: shape (rows, columns), edge to edge, float32.

    The tone of paper in each cell, and a quadratic surface through the logarithm of all that drops the cells it
    misses most: a portrait that fills cells does not pass for shadow.
    """
    grey = _grey(pixels)
    bands = [np.array_split(band, how.columns, axis=1) for band in np.array_split(grey, how.rows, axis=0)]
    paper = np.array([[np.percentile(cell, how.paper_percentile) for cell in band] for band in bands])
    logs = np.log(np.maximum(paper, _LEAST_SHARE * max(float(paper.max()), 1e-6))).ravel()
    centres = ((2 * np.arange(count) + 1) / count - 1 for count in (how.columns, how.rows))
    surface = _surface(*centres)
    weights = np.ones_like(logs)
    for _ in range(8):
        root = np.sqrt(weights)
        shape = np.linalg.lstsq(surface * root[:, None], logs * root, rcond=None)[0]
        missed = logs - surface @ shape
        spread = 1.4826 * float(np.median(np.abs(missed))) + 1e-3
        weights = 1 / (1 + (missed / (2 * spread)) ** 2) ** 2
    edge_to_edge = _surface(np.linspace(-1, 1, how.columns), np.linspace(-1, 1, how.rows)) @ shape
    field = np.exp(edge_to_edge - edge_to_edge.max()).reshape(how.rows, how.columns)
    return np.asarray(np.maximum(field, _LEAST_SHARE), np.float32)


def _surface(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Terms of a quadratic surface at every crossing, row by row."""
    across, down = (part.ravel() for part in np.meshgrid(x, y))
    return np.stack([np.ones_like(across), across, down, across**2, across * down, down**2], axis=1)


def flatten(pixels: Pixels, field: Plane) -> Pixels:
    """Pixels divided by the light that ``illumination`` found. Same type and shape, read-only.

    Parameters
    ----------
    field : ndarray, shape (rows, columns), float32
    """
    height, width = pixels.shape[:2]
    raised = 1 / _spread_over(field, width, height)
    values = pixels.astype(np.float32) * (raised if pixels.ndim == 2 else raised[..., None])
    full = np.iinfo(pixels.dtype).max
    made: NDArray[Any] = np.rint(np.clip(values, 0, full)).astype(pixels.dtype)
    made.flags.writeable = False
    return made


def local_tones(pixels: Pixels, how: Normalisation = Normalisation()) -> Plane:
    """Luminance less its local mean, over its local spread: comparable between exposures and uneven lights.

    Returns
    -------
    ndarray, shape (H, W), float32
        About -3 to 3; 0 where nothing stands out.
    """
    grey = _grey(pixels)
    mean = cv2.GaussianBlur(grey, (0, 0), how.radius_px)
    away = grey - mean
    spread = np.sqrt(cv2.GaussianBlur(away * away, (0, 0), how.radius_px) + np.float32(how.noise**2))
    return np.asarray(away / spread, np.float32)


def _grey(pixels: Pixels) -> Plane:
    """Luminance as a share of full scale."""
    plane = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels
    return np.asarray(plane, np.float32) / np.float32(np.iinfo(pixels.dtype).max)


def _spread_over(field: Plane, width: int, height: int) -> Plane:
    """The field at every pixel."""
    rows, columns = field.shape
    x = ((np.arange(width) + 0.5) / width * (columns - 1)).astype(np.float32)
    y = ((np.arange(height) + 0.5) / height * (rows - 1)).astype(np.float32)
    across, down = np.meshgrid(x, y)
    return np.asarray(cv2.remap(field, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)

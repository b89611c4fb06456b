"""What calibrating measures, as values. No arithmetic here, so that they may be known before OpenCV is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Pixels per millimetre from a target of known size.

    Attributes
    ----------
    px_per_mm : float
        In the middle of the target.
    uncertainty_px_per_mm : float
        Standard uncertainty (k = 1) of any length in the picture: fit, tolerance of the target, and the change of
        the scale over the picture where it is known.
    across_px_per_mm, down_px_per_mm : float or None
        Along the longer and the shorter direction of the target; None where it has one direction only.
    turn_deg : float
        How far the target lies turned, clockwise on the screen.
    residual_px : float
        Root mean square distance of what was found from what the target is.
    perspective_percent : float or None
        Change of the scale from one side of the target to the other.
    distortion_percent : float or None
        Radial distortion at the corner of the picture; positive is a pincushion. None where it cannot be told.
    points_px : tuple of (x, y)
        What was found: ticks, corners of the outline, corners of the chessboard.
    """

    px_per_mm: float
    uncertainty_px_per_mm: float
    across_px_per_mm: float | None
    down_px_per_mm: float | None
    turn_deg: float
    residual_px: float
    perspective_percent: float | None
    distortion_percent: float | None
    points_px: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """Noise of one pixel in one picture: variance = ``read`` + ``photon`` x signal, in stored levels.

    Signal is the level above dark. One value a channel.
    """

    read: tuple[float, ...]
    photon: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Field:
    """How evenly a light falls on the page, how dark the camera's dark is, and its noise.

    Attributes
    ----------
    shading : ndarray, shape (48, 64, channels), float32, read-only
        Light at the middle of each cell over its mean; channels as in the pictures, 1 or 3.
    dark : tuple of float
        Mean stored level without light, one a channel.
    noise : Noise
    bit_depth : int
        8 or 16; levels are of this depth.
    unevenness_percent : float
        Darkest cell below brightest cell, in percent of the brightest.
    residual_percent : float
        What of the empty sheet the smooth grid does not explain, root mean square.
    """

    shading: NDArray[np.float32]
    dark: tuple[float, ...]
    noise: Noise
    bit_depth: int
    unevenness_percent: float
    residual_percent: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WhiteBalance:
    """Factors that make a grey or white sheet grey; the smallest is 1, so nothing becomes darker.

    ``uncertainty_percent`` is the spread of the factors over the sheet, k = 1.
    """

    gains: tuple[float, float, float]
    uncertainty_percent: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """How pictures under a light lie on pictures under white.

    Attributes
    ----------
    matrix : tuple of nine float
        Homography, row by row, from pixels under the light to pixels under white.
    residual_px, confidence : float
        As ``workstation.imaging.register`` gives them.
    """

    matrix: tuple[float, ...]
    residual_px: float
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """How long a lamp takes to become steady.

    Attributes
    ----------
    settle_ms : float
        From the confirmed lamp to the first exposure that is as good as any later one, with the margin.
    margin_ms : float
        Part of ``settle_ms`` that was added for safety.
    time_constant_ms : float or None
        Of a first-order rise, where the curve is one.
    tolerance_percent : float
        Deviation from the steady brightness below which a picture counts as steady.
    curve : tuple of (ms, percent)
        Start of each exposure after the lamp was confirmed, and its brightness in percent of the steady one.
    exposure_ms : float
        Of the pictures of the curve.
    """

    settle_ms: float
    margin_ms: float
    time_constant_ms: float | None
    tolerance_percent: float
    curve: tuple[tuple[float, float], ...]
    exposure_ms: float

"""Two pictures in one: curtain, opacity, difference, false-colour merge, difference beyond noise.

Pure functions on two pictures of the same size, already laid on each other. They are quick enough for every frame
of a moving view, and the recipes in ``workstation.imaging.operations.comparing`` apply the same functions to whole
pictures, so that what is seen and what is kept differ by resampling alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
"""Shape (H, W, 3) RGB, uint8."""

Plane = NDArray[np.float32]

_MAD_TO_SIGMA = 1.4826
_NOISE_MASK = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], dtype=np.float32)
_NOISE_TILE_PX = 32
_REACHES_PX = (0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 100)
_TONE_BINS = 48
_TONE_BIN_LEAST = 8


def curtain(first: Bytes, second: Bytes, position: float, angle_deg: float = 0.0) -> Bytes:
    """The first picture on one side of a straight edge, the second on the other.

    Parameters
    ----------
    position : float
        Where the edge crosses the picture, 0 to 1: at 0 only the second is seen, at 1 only the first.
    angle_deg : float
        Direction of the edge's normal, clockwise from right: 0 leaves the first picture on the left, 90 on top.
    """
    height, width = first.shape[:2]
    turn = math.radians(angle_deg)
    across, down = math.cos(turn), math.sin(turn)
    if math.isclose(down, 0.0, abs_tol=1e-9) and across > 0:
        at = round(position * width)
        shown = second.copy()
        shown[:, :at] = first[:, :at]
        return shown
    corners = [x * across + y * down for x in (0, width) for y in (0, height)]
    edge = min(corners) + position * (max(corners) - min(corners))
    x = (np.arange(width, dtype=np.float32) + 0.5) * across
    y = (np.arange(height, dtype=np.float32) + 0.5) * down
    on_first_side = np.asarray(x[None, :] < (edge - y)[:, None], dtype=np.uint8)
    return np.asarray(cv2.copyTo(first, on_first_side, second.copy()), dtype=np.uint8)


def opacity(first: Bytes, second: Bytes, share: float) -> Bytes:
    """Both pictures at once, the second with ``share`` (0 to 1) of the light."""
    return np.asarray(cv2.addWeighted(first, 1.0 - share, second, share, 0.0), dtype=np.uint8)


def difference(first: Bytes, second: Bytes, gain: float = 1.0) -> Bytes:
    """How far the pictures lie apart, channel by channel, ``gain`` times: black where they are the same."""
    return np.asarray(cv2.convertScaleAbs(cv2.absdiff(first, second), alpha=gain), dtype=np.uint8)


def signed_difference(first: Bytes, second: Bytes, gain: float = 1.0) -> Bytes:
    """The second less the first, ``gain`` times, around grey 128: brighter where the second is brighter."""
    return np.asarray(cv2.addWeighted(second, gain, first, -gain, 128.0), dtype=np.uint8)


def merge(first: Bytes, second: Bytes) -> Bytes:
    """Luminance of the first in red, of the second in green and blue: grey where they agree.

    What only the first has in dark is cyan; what only the second has is red.
    """
    red = cv2.cvtColor(first, cv2.COLOR_RGB2GRAY)
    cyan = cv2.cvtColor(second, cv2.COLOR_RGB2GRAY)
    return np.asarray(cv2.merge((red, cyan, cyan)), dtype=np.uint8)


def rgb_of(screen: Bytes) -> Bytes:
    """RGB of pixels as a screen keeps them: grey (H, W), or blue, green, red, unused (H, W, 4)."""
    code = cv2.COLOR_GRAY2RGB if screen.ndim == 2 else cv2.COLOR_BGRA2RGB
    return np.asarray(cv2.cvtColor(screen, code), dtype=np.uint8)


def luminance(image: NDArray[Any]) -> Plane:
    """Luminance in grey levels of the picture's own type, shape (H, W), float32."""
    grey = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    return np.asarray(grey, dtype=np.float32)


def noise_sigma(plane: Plane) -> float:
    """Standard deviation of the noise, from the picture itself, in grey levels.

    Median absolute response of a mask that straight edges and shades do not excite, in every tile; of the tiles the
    quietest quarter is believed, for print excites the others. A quantised or filtered picture gives at least the
    0.29 levels of rounding.

    Notes
    -----
    The mask is that of J. Immerkaer, Fast Noise Variance Estimation, CVIU 64 (1996).
    """
    response = np.abs(cv2.filter2D(plane, cv2.CV_32F, _NOISE_MASK))
    rows, columns = (max(1, size // _NOISE_TILE_PX) for size in plane.shape)
    tiles = [
        float(np.median(tile))
        for band in np.array_split(response, rows, axis=0)
        for tile in np.array_split(band, columns, axis=1)
    ]
    return max(_MAD_TO_SIGMA * float(np.percentile(tiles, 25)) / 6.0, 12**-0.5)


@dataclass(frozen=True, slots=True)
class Beyond:
    """A difference with what could explain it taken off.

    Attributes
    ----------
    difference, threshold : ndarray, shape (H, W), float32
        Absolute difference of luminance and the threshold at every place, both in grey levels.
    """

    difference: Plane
    threshold: Plane

    @property
    def mask(self) -> NDArray[np.bool_]:
        """Where the difference exceeds the threshold, shape (H, W)."""
        return np.asarray(self.difference > self.threshold)


def beyond_noise(
    first: NDArray[Any],
    second: NDArray[Any],
    *,
    residual_px: float | Plane,
    first_sigma: float,
    second_sigma: float,
    times_sigma: float = 4.0,
) -> Beyond:
    """The part of a difference that neither sensor noise nor the residual of registration explains.

    A displacement of ``residual_px`` changes a place by at most as much as the picture changes within that distance,
    so what either picture spans there is allowed for in full, and ``times_sigma`` of the joint noise on top of it.

    Parameters
    ----------
    first, second : ndarray, shape (H, W) or (H, W, 3), the same type
    residual_px : float or ndarray, shape (H, W), float32
        Residual of the registration in pixels: everywhere the same, or by place.
    first_sigma, second_sigma : float
        Noise of each picture in grey levels; see ``noise_sigma``.
    """
    one, other = luminance(first), luminance(second)
    allowed = np.full(one.shape, times_sigma * math.hypot(first_sigma, second_sigma), dtype=np.float32)
    if np.max(residual_px) > 0:
        allowed += np.maximum(_span(one, residual_px), _span(other, residual_px))
    return Beyond(np.abs(one - other), allowed)


def _span(plane: Plane, reach_px: float | Plane) -> Plane:
    """How far a picture ranges within a distance of every place; between measured distances, in proportion."""
    nearest, farthest = float(np.min(reach_px)), float(np.max(reach_px))
    measured = [each for each in _REACHES_PX if each <= nearest][-1:]
    measured += [each for each in _REACHES_PX if nearest < each < farthest]
    measured += [each for each in _REACHES_PX if each >= farthest and each not in measured][:1]
    spans = [_range_within(plane, each) for each in measured]
    span = spans[0].copy()
    for inner, outer, (low, high) in zip(spans, spans[1:], pairwise(measured), strict=False):
        span += (outer - inner) * np.clip((reach_px - low) / (high - low), 0, 1)
    return np.asarray(span, np.float32)


def _range_within(plane: Plane, reach_px: int) -> Plane:
    kernel = np.ones((2 * reach_px + 1, 2 * reach_px + 1), np.uint8)
    return np.asarray(cv2.morphologyEx(plane, cv2.MORPH_GRADIENT, kernel), dtype=np.float32)


def painted_beyond(ground: Bytes, beyond: Beyond) -> Bytes:
    """The first picture dimmed and grey, what lies beyond the threshold in yellow to red by how many times."""
    grey = cv2.cvtColor(ground, cv2.COLOR_RGB2GRAY)
    shown = np.repeat((grey // 2)[..., np.newaxis], 3, axis=2)
    mask = beyond.mask
    times = np.clip(beyond.difference[mask] / np.maximum(beyond.threshold[mask], 1e-6), 1.0, 4.0)
    heat = np.rint(255 * (1.0 - (times - 1.0) / 3.0)).astype(np.uint8)
    shown[mask] = np.stack([np.full_like(heat, 255), heat, np.zeros_like(heat)], axis=-1)
    return np.asarray(shown, dtype=np.uint8)


def tone_match(first: Plane, second: Plane) -> tuple[float, float]:
    """Gain and offset that bring the second picture's tones to those of the first, by robust regression.

    Parameters
    ----------
    first, second : ndarray, shape (H, W), float32, laid on each other

    Returns
    -------
    gain, offset : float
        ``second * gain + offset`` is nearest to ``first``. Every tone counts the same, however much of the page has
        it, and a third of the tones may have been changed (Theil and Sen's median of slopes).
    """
    step = max(1, first.size // 50_000)
    x, y = second.ravel()[::step].astype(np.float64), first.ravel()[::step].astype(np.float64)
    darkest, lightest = np.percentile(x, (0.5, 99.5))
    edges = np.linspace(float(darkest), float(lightest), _TONE_BINS + 1)
    place = np.digitize(x, edges)
    bins = [(x[place == each], y[place == each]) for each in range(1, _TONE_BINS + 1)]
    points = [(float(np.median(a)), float(np.median(b))) for a, b in bins if a.size >= _TONE_BIN_LEAST]
    slopes = [(q[1] - p[1]) / (q[0] - p[0]) for n, p in enumerate(points) for q in points[n + 1 :] if q[0] > p[0]]
    gain = float(np.median(slopes)) if slopes else 1.0
    offset = float(np.median([b - gain * a for a, b in points] or [float(np.median(y) - gain * np.median(x))]))
    return gain, offset

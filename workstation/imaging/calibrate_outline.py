"""Pixels per millimetre from the outline of a card or a data page of standard size on an even ground.

A line is fitted to each of the four edges, to a fraction of a pixel and without the rounded corners. Both sizes are
measured; where they contradict each other beyond the tolerances of the standard, it is another thing that lies there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.errors import CalibrationError
from workstation.imaging.calibrate_results import Scale
from workstation.imaging.views import Pixels

Plane = NDArray[np.float32]
Points = NDArray[np.float64]

MAX_PERSPECTIVE_PERCENT = 5.0
FIT_PERCENT = 0.3
"""How far the two sizes may contradict each other beyond the tolerances."""

_WORK_PX = 1000
_SAMPLES = 240
_STRAIGHT = (0.12, 0.88)
_MIN_CONTRAST = 12.0
_MIN_AREA_SHARE = 0.02
_MIN_FILLED = 0.93
_MIN_ALONG_EDGE = 0.6


@dataclass(frozen=True, slots=True)
class Outline:
    """Size of a standard format and how far a thing of that format may be off, to either side."""

    size_mm: tuple[float, float]
    tolerance_mm: tuple[float, float]


ID_1 = Outline((85.60, 53.98), (0.13, 0.06))
"""ISO/IEC 7810 5.1: a card measures 85.47 to 85.72 mm by 53.92 to 54.03 mm."""
ID_3 = Outline((125.0, 88.0), (0.75, 0.75))
"""ICAO 9303-4 2.1: a data page measures 125.0 mm by 88.0 mm, each within 0.75 mm."""


def outline_scale(pixels: Pixels, outline: Outline) -> Scale:
    """Pixels per millimetre from the four edges of a card or page that lies whole in the picture.

    Parameters
    ----------
    pixels : ndarray, shape (H, W, 3) RGB or (H, W) grey, uint8 or uint16
    outline : Outline
        ``ID_1`` or ``ID_3``.

    Raises
    ------
    CalibrationError
        ``calibration-no-outline``, ``calibration-outline-cut``, ``calibration-outline-other``,
        ``calibration-edge-unclear``, ``calibration-directions-disagree``, ``calibration-tilted``.
    """
    contrast = _from_ground(pixels)
    rough = _rough_corners(contrast, outline)
    fitted = [_edge(contrast, rough[side], rough[(side + 1) % 4], rough.mean(axis=0)) for side in range(4)]
    lines = [line for line, _ in fitted]
    corners = np.array([_crossing(lines[side - 1], lines[side]) for side in range(4)])
    sides = np.linalg.norm(np.roll(corners, -1, 0) - corners, axis=1)
    return _scale(corners, sides, float(np.sqrt(np.mean([rms**2 for _, rms in fitted]))), outline)


def _scale(corners: Points, sides: NDArray[np.float64], residual_px: float, outline: Outline) -> Scale:
    along = (sides[0] + sides[2]) / 2 / outline.size_mm[0]
    down = (sides[1] + sides[3]) / 2 / outline.size_mm[1]
    tolerance = [limit / size for limit, size in zip(outline.tolerance_mm, outline.size_mm, strict=True)]
    difference = abs(along / down - 1)
    if difference > sum(tolerance) + FIT_PERCENT / 100:
        raise CalibrationError(
            "calibration-directions-disagree",
            across=round(float(along), 3),
            down=round(float(down), 3),
            percent=round(float(difference) * 100, 2),
        )
    perspective = max(abs(float(sides[0] / sides[2]) - 1), abs(float(sides[1] / sides[3]) - 1))
    if perspective > MAX_PERSPECTIVE_PERCENT / 100:
        raise CalibrationError("calibration-tilted", percent=round(perspective * 100, 1))
    # A tolerance without a stated distribution is taken as even between its limits.
    of_size = np.array([(limit / np.sqrt(3)) ** 2 for limit in tolerance])
    weights = 1 / of_size
    px_per_mm = float((along * weights[0] + down * weights[1]) / weights.sum())
    of_edges = residual_px / np.sqrt(_SAMPLES) / float(sides.min())
    relative = float(np.sqrt(1 / weights.sum() + 2 * of_edges**2 + (perspective / 2) ** 2 / 3 + difference**2 / 12))
    first, second = corners[0], corners[1]
    return Scale(
        px_per_mm=px_per_mm,
        uncertainty_px_per_mm=px_per_mm * relative,
        across_px_per_mm=float(along),
        down_px_per_mm=float(down),
        turn_deg=float(np.degrees(np.arctan2(second[1] - first[1], second[0] - first[0]))),
        residual_px=residual_px,
        perspective_percent=perspective * 100,
        distortion_percent=None,
        points_px=tuple((float(x), float(y)) for x, y in corners),
    )


def _from_ground(pixels: Pixels) -> Plane:
    """How far each pixel is from the ground that surrounds the card, 0 to 255, in the channel that shows it best."""
    plane = pixels.astype(np.float32) * np.float32(255 / np.iinfo(pixels.dtype).max)
    if plane.ndim == 2:
        plane = plane[..., np.newaxis]
    ring = max(2, min(plane.shape[:2]) // 100)
    border = np.concatenate(
        [
            plane[:ring].reshape(-1, plane.shape[2]),
            plane[-ring:].reshape(-1, plane.shape[2]),
            plane[:, :ring].reshape(-1, plane.shape[2]),
            plane[:, -ring:].reshape(-1, plane.shape[2]),
        ]
    )
    return np.asarray(np.abs(plane - np.median(border, axis=0).astype(np.float32)).max(axis=2), np.float32)


def _rough_corners(contrast: Plane, outline: Outline) -> Points:
    """Corners of the card to a few pixels, clockwise, the first edge a long one."""
    height, width = contrast.shape
    scale = min(1.0, _WORK_PX / max(height, width))
    small = cv2.resize(contrast, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), 1.5)
    level, mask = cv2.threshold(np.clip(soft, 0, 255).astype(np.uint8), 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    if level < _MIN_CONTRAST / 2:
        raise CalibrationError("calibration-no-outline")
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    largest = max(contours, key=cv2.contourArea, default=None)
    if largest is None or cv2.contourArea(largest) < _MIN_AREA_SHARE * mask.size:
        raise CalibrationError("calibration-no-outline")
    x, y, wide, high = cv2.boundingRect(largest)
    if x <= 1 or y <= 1 or x + wide >= mask.shape[1] - 1 or y + high >= mask.shape[0] - 1:
        raise CalibrationError("calibration-outline-cut")
    box = cv2.minAreaRect(largest)
    longer, shorter = max(box[1]), min(box[1])
    filled = cv2.contourArea(cv2.convexHull(largest)) / (longer * shorter)
    wanted = outline.size_mm[0] / outline.size_mm[1]
    if filled < _MIN_FILLED or abs(longer / shorter / wanted - 1) > 0.06:
        raise CalibrationError("calibration-outline-other", ratio=round(longer / shorter, 3), wanted=round(wanted, 3))
    corners = (np.asarray(cv2.boxPoints(box), np.float64) + 0.5) / scale - 0.5
    if np.linalg.norm(corners[1] - corners[0]) < np.linalg.norm(corners[2] - corners[1]):
        corners = np.roll(corners, -1, axis=0)
    # The long edge that runs to the right comes first.
    return corners if corners[1][0] > corners[0][0] else np.roll(corners, -2, axis=0)


_Line = tuple[Points, Points]
"""A point on it, and its direction."""


def _edge(contrast: Plane, start: Points, end: Points, centre: Points) -> tuple[_Line, float]:
    """Line through one edge, and the root mean square distance of the edge from it."""
    along = (end - start) / np.linalg.norm(end - start)
    outward = np.array([along[1], -along[0]])
    if outward @ (centre - start) > 0:
        outward = -outward
    reach = max(8.0, 0.02 * float(np.linalg.norm(end - start)))
    steps = np.arange(-reach, reach + 0.25, 0.5)
    at = np.linspace(*_STRAIGHT, _SAMPLES)[:, None] * (end - start) + start
    places = at[:, None] + steps[None, :, None] * outward
    seen = np.asarray(
        cv2.remap(contrast, places[..., 0].astype(np.float32), places[..., 1].astype(np.float32), cv2.INTER_LINEAR),
        np.float64,
    )
    found = np.array([_half_way(profile, steps) for profile in seen])
    clear = np.isfinite(found)
    if clear.mean() < _MIN_ALONG_EDGE:
        raise CalibrationError("calibration-edge-unclear")
    points = (at + found[:, None] * outward)[clear]
    for _ in range(3):
        vx, vy, x, y = cv2.fitLine(points.astype(np.float32), cv2.DIST_HUBER, 0, 0.001, 0.001).ravel()
        place, direction = np.array([x, y], np.float64), np.array([vx, vy], np.float64)
        normal = np.array([-direction[1], direction[0]])
        # Single precision of fitLine is not enough at 8000 pixels: the offset is found anew.
        off = (points - place) @ normal
        place = place + normal * float(np.median(off))
        off = (points - place) @ normal
        spread = 1.4826 * float(np.median(np.abs(off - np.median(off)))) + 1e-3
        near = np.abs(off) <= 3.5 * spread
        if near.mean() < _MIN_ALONG_EDGE or spread > reach / 4:
            raise CalibrationError("calibration-edge-unclear")
        points, off = points[near], off[near]
    return (place, direction), float(np.sqrt(np.mean(off**2)))


def _half_way(profile: NDArray[np.float64], steps: NDArray[np.float64]) -> float:
    """Where a profile from inside to outside passes half of its fall; not a number where there is no clear fall."""
    quarter = len(profile) // 4
    inside, outside = float(np.median(profile[:quarter])), float(np.median(profile[-quarter:]))
    if inside - outside < _MIN_CONTRAST:
        return float("nan")
    level = (inside + outside) / 2
    above = profile > level
    last = int(len(above) - 1 - above[::-1].argmax()) if above.any() else -1
    if not 0 <= last < len(profile) - 1:
        return float("nan")
    fall = profile[last] - profile[last + 1]
    return float(steps[last] + (steps[1] - steps[0]) * (profile[last] - level) / fall)


def _crossing(first: _Line, second: _Line) -> Any:
    matrix = np.stack([first[1], -second[1]], axis=1)
    share = np.linalg.solve(matrix, second[0] - first[0])
    return first[0] + share[0] * first[1]

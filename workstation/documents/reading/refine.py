"""A located line measured at full resolution: where the middle of its print runs."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np

from workstation.documents.reading.geometry import Points, TextLine, taken
from workstation.documents.reading.strips import CAPITAL_PX, Grey

_ROWS = 60
_BLOCK_PX = 120
"""Columns that are measured together: about six characters."""
_SEARCH_PX = 10


def refined(picture: Grey, line: TextLine, *, most_degree: int = 2) -> TextLine:
    """The line through the middle of the print; ``most_degree`` 1 keeps its bend."""
    strip = taken(picture, line, rows=_ROWS)
    profiles, centres = _profiles(strip.pixels)
    places, trust = _middles(profiles)
    along = strip.along(centres)
    below = (places - (_ROWS - 1) / 2) * strip.step
    degree = 2 if len(along) >= 5 else 1 if len(along) >= 3 else 0
    fit = _robust(along, below, trust, min(degree, most_degree))
    bend = np.array(line.bend)
    bend[: len(fit)] += fit
    return replace(line, bend=(float(bend[0]), float(bend[1]), float(bend[2])))


def _profiles(pixels: Grey) -> tuple[Points, Points]:
    """Strength of upright strokes by row, one profile for each block, and the blocks' middles."""
    levels = cv2.GaussianBlur(pixels, (0, 0), 1.0).astype(np.float32)
    strokes = np.abs(cv2.Sobel(levels, cv2.CV_32F, 1, 0, ksize=3))
    room = round(2 * CAPITAL_PX)
    inner = strokes[:, room:-room] if strokes.shape[1] > 2 * room + _BLOCK_PX else strokes
    shift = room if inner is not strokes else 0
    # A mark or an edge is stronger than print, but it is one place: strength is limited.
    inner = np.minimum(inner, np.percentile(inner, 90) + 1e-3)
    count = max(1, round(inner.shape[1] / _BLOCK_PX))
    edges = np.linspace(0, inner.shape[1], count + 1).astype(int)
    profiles = np.array([inner[:, low:high].mean(axis=1) for low, high in pairwise(edges)])
    return profiles.astype(np.float64), shift + (edges[:-1] + edges[1:]) / 2


def _middles(profiles: Points) -> tuple[Points, Points]:
    """The row around which a band of the height of a capital stands out most, for each block, and by how much."""
    rows = np.arange(profiles.shape[1] + 1)
    middle = np.arange(_ROWS // 2 - _SEARCH_PX, _ROWS // 2 + _SEARCH_PX + 1)
    half, rim = CAPITAL_PX / 2, CAPITAL_PX / 4
    scores = []
    for profile in profiles:
        total = np.concatenate(((0.0,), np.cumsum(profile)))
        outer, high, low, last = (
            np.interp(middle + 0.5 + off, rows, total) for off in (-half - rim, -half, half, half + rim)
        )
        scores.append((low - high) / CAPITAL_PX - (high - outer + last - low) / (2 * rim))
    best = np.argmax(scores, axis=1)
    trust = np.maximum(np.max(scores, axis=1), 1e-3)
    return middle[best].astype(np.float64), trust


def _robust(along: Points, below: Points, trust: Points, degree: int) -> Points:
    weights = trust / trust.max()
    fit = np.polynomial.polynomial.polyfit(along, below, degree, w=weights)
    for _ in range(3):
        away = np.abs(below - np.polynomial.polynomial.polyval(along, fit))
        scale = max(1e-6, float(np.median(away)) * 2)
        fit = np.polynomial.polynomial.polyfit(along, below, degree, w=weights / (1 + (away / scale) ** 2))
    return np.asarray(fit, np.float64)

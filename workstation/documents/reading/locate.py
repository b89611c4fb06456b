"""Lines of zones in a picture: where the locating network sees them, joined, measured and grouped."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.documents.reading import networks
from workstation.documents.reading.geometry import Points, TextLine
from workstation.documents.reading.strips import Grey

_LIKELY = (0.5, 0.75, 0.9)
"""A piece too thick for one line is cut at the next of these."""
_LEAST_CELLS = 5
_LEAST_CAPITALS = 12.0
"""A line is at least this many capital heights long; the shortest of a zone has 30 characters."""
_THICK = 0.62
"""Spread across a piece, in capital heights, that two lines have and one has not."""
_HEIGHT_BIAS = 0.92
"""The network takes capitals for taller than they are (measured on rendered pages it was not trained on)."""
_MULTIPLE_PX = 32
MOST_LINES = 16


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """Cells of one line: points in pixels of the reduced page, their weights, their capital height."""

    points: Points
    weights: Points
    capital_px: float


def reduced(picture: Grey, side_px: int) -> tuple[Grey, float]:
    """The picture with its longer side ``side_px``, filled up to whole cells, and the factor, which is 2 at most."""
    factor = min(2.0, side_px / max(picture.shape))
    size = (max(1, round(picture.shape[1] * factor)), max(1, round(picture.shape[0] * factor)))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    small = picture if factor == 1 else cv2.resize(picture, size, interpolation=how)
    down, right = -small.shape[0] % _MULTIPLE_PX, -small.shape[1] % _MULTIPLE_PX
    filled = cv2.copyMakeBorder(small, 0, down, 0, right, cv2.BORDER_REPLICATE)
    return np.asarray(filled, np.uint8), factor


def locate(picture: Grey, side_px: int) -> list[TextLine]:
    """Lines that may be lines of a zone, longest first, at most ``MOST_LINES``.

    Parameters
    ----------
    picture : ndarray, shape (H, W), uint8
    side_px : int
        Length to which the longer side is reduced before looking.
    """
    page, factor = reduced(picture, side_px)
    likely, heights = networks.lines_of(page)
    pieces = _pieces(likely, heights * _HEIGHT_BIAS, 0, None)
    found = [_line(each) for each in _joined(pieces) if _may_be_long(each)]
    long = [each for each in found if each.length_px > _LEAST_CAPITALS * each.capital_px]
    long.sort(key=lambda each: -each.length_px / each.capital_px)
    return [each.scaled(1 / factor) for each in long[:MOST_LINES]]


def _may_be_long(piece: _Piece) -> bool:
    return float(np.hypot(*np.ptp(piece.points, axis=0))) + networks.CELL_PX > _LEAST_CAPITALS * piece.capital_px


def _pieces(
    likely: NDArray[np.float32], heights: NDArray[np.float32], level: int, within: NDArray[np.bool_] | None
) -> list[_Piece]:
    mask = likely > _LIKELY[level]
    if within is not None:
        mask &= within
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    pieces = []
    for label in range(1, count):
        left, top, width, height, area = stats[label]
        if area < _LEAST_CELLS:
            continue
        box = labels[top : top + height, left : left + width] == label
        rows, columns = np.nonzero(box)
        rows, columns = rows + top, columns + left
        points = (np.stack((columns, rows), axis=1) + 0.5) * networks.CELL_PX - 0.5
        weights = likely[rows, columns].astype(np.float64)
        piece = _Piece(points, weights, float(np.median(heights[rows, columns])))
        if level + 1 < len(_LIKELY) and _is_thick(piece):
            here = np.zeros(labels.shape, np.bool_)
            here[rows, columns] = True
            pieces += _pieces(likely, heights, level + 1, here)
        else:
            pieces.append(piece)
    return pieces


def _is_thick(piece: _Piece) -> bool:
    line = _line(piece)
    _, below = line.seen_from(piece.points)
    return bool(below.std() > _THICK * max(piece.capital_px, networks.CELL_PX))


def _line(piece: _Piece) -> TextLine:
    """A parabola through the cells, read to the right or, if it stands, downwards."""
    weights = piece.weights / piece.weights.sum()
    centre = weights @ piece.points
    away = piece.points - centre
    x, y = away[:, 0], away[:, 1]
    angle = 0.5 * np.arctan2(2 * (weights @ (x * y)), weights @ (x * x - y * y))
    direction = np.array((np.cos(angle), np.sin(angle)))
    if direction[np.argmax(np.abs(direction))] < 0:
        direction = -direction
    across = np.array((-direction[1], direction[0]))
    along, below = away @ direction, away @ across
    # Half a cell is lost at both ends of a run of cells.
    start, end = along.min() - networks.CELL_PX / 2, along.max() + networks.CELL_PX / 2
    degree = 2 if end - start > 12 * piece.capital_px else 1 if end - start > 3 * piece.capital_px else 0
    bend = _parabola(along, below, weights, degree)
    return TextLine(
        origin=(float(centre[0]), float(centre[1])),
        angle_rad=float(np.arctan2(direction[1], direction[0])),
        bend=(float(bend[0]), float(bend[1]), float(bend[2])),
        start=float(start),
        end=float(end),
        capital_px=piece.capital_px,
    )


def _parabola(along: Points, below: Points, weights: Points, degree: int) -> Points:
    """Coefficients, constant first, of the curve nearest to the points; those above ``degree`` are 0."""
    scale = max(1.0, float(np.abs(along).max()))
    powers = (along / scale)[:, None] ** np.arange(degree + 1)
    weighted = powers * weights[:, None]
    bend = np.zeros(3)
    bend[: degree + 1] = np.linalg.lstsq(powers.T @ weighted, weighted.T @ below)[0] / scale ** np.arange(degree + 1)
    return bend


def _joined(pieces: list[_Piece]) -> list[_Piece]:
    """Pieces that continue each other become one, beginning with the longest."""
    left = sorted(pieces, key=lambda each: -len(each.points))
    done = []
    while left:
        piece = left.pop(0)
        line = _line(piece)
        if line.length_px >= 4 * max(piece.capital_px, networks.CELL_PX):
            grown = True
            while grown:
                more = [each for each in left if _continues(piece, line, each)]
                grown = bool(more)
                for each in more:
                    piece = _together(piece, each)
                left = [each for each in left if each not in more]
                line = _line(piece)
        done.append(piece)
    return done


def _continues(one: _Piece, line: TextLine, other: _Piece) -> bool:
    capital = max(one.capital_px, networks.CELL_PX)
    if not 0.6 < one.capital_px / other.capital_px < 1.6:
        return False
    _, first = line.seen_from(other.points[0])
    if abs(first) > 1.2 * capital:
        return False
    along, below = line.seen_from(other.points)
    gap = max(along.min() - line.end, line.start - along.max())
    overlap = min(along.max(), line.end) - max(along.min(), line.start)
    return bool(
        gap < min(8 * capital, line.length_px)
        and overlap < 2 * capital
        and abs(np.median(below)) < 0.45 * capital
        and np.abs(below).max() < 1.2 * capital
    )


def _together(one: _Piece, other: _Piece) -> _Piece:
    share = len(one.points) / (len(one.points) + len(other.points))
    return _Piece(
        np.concatenate((one.points, other.points)),
        np.concatenate((one.weights, other.weights)),
        share * one.capital_px + (1 - share) * other.capital_px,
    )


def blocks(lines: list[TextLine]) -> list[tuple[TextLine, ...]]:
    """Lines that stand under each other, each block from the top down, the largest block first.

    The lines of a block are turned to one reading direction, that of its longest line.
    """
    left = sorted(lines, key=lambda each: -each.length_px)
    found = []
    while left:
        block = [left.pop(0)]
        grown = True
        while grown:
            grown = False
            for each in list(left):
                if any(_under_each_other(other, each) for other in block):
                    block.append(each)
                    left.remove(each)
                    grown = True
        lead = block[0]
        same = [each if np.cos(each.angle_rad - lead.angle_rad) > 0 else each.turned() for each in block]
        same.sort(key=lambda each: float(lead.seen_from(each.middle())[1]))
        found.append(tuple(same))
    found.sort(key=lambda block: -sum(sorted(each.length_px / each.capital_px for each in block)[-3:]))
    return found


def _under_each_other(one: TextLine, other: TextLine) -> bool:
    if abs(np.sin(one.angle_rad - other.angle_rad)) > np.sin(np.deg2rad(7)):
        return False
    if not 0.65 < one.capital_px / other.capital_px < 1.55:
        return False
    ends = other.points(np.array((other.start, other.end)))
    along, below = one.seen_from(ends)
    overlap = min(along.max(), one.end) - max(along.min(), one.start)
    apart = abs(below.mean()) / one.capital_px
    return bool(overlap > 0.4 * min(one.length_px, other.length_px) and 1.0 < apart < 4.2)


def spacing(block: tuple[TextLine, ...]) -> float | None:
    """Median distance of neighbouring lines; None for one line."""
    apart = [float(one.seen_from(other.middle())[1]) for one, other in pairwise(block)]
    return float(np.median(apart)) if apart else None

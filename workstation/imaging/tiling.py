"""Where the tiles of a large sheet lie: pictures of one light and one scale that overlap.

Only what two tiles share can be compared, which ``workstation.imaging.register`` is not made for: it asks a whole
page of both pictures. Tiles of one camera have the same tones, so details are found again one by one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.errors import RecipeError
from workstation.imaging.views import Pixels, for_display, thumbnail

Matrix = NDArray[np.float64]
Points = NDArray[np.float64]

_WORK_SIDE_PX = 1600
_DETAILS = 3000
_CLEAR = 0.75
"""A detail is found again where its second best match is so much worse."""
_AGREE_PX = 2.0
_LEAST_AGREEING = 16
_LEAST_SHARE = 0.3
_SCALE_APART = 0.05
_WHOLE_PX = 0.05
"""So little beyond a whole pixel adds no row to the sheet."""
MAX_RESIDUAL_PX = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Tiling:
    """Tiles on one sheet, which has the raster of the first tile.

    Attributes
    ----------
    matrices : tuple of ndarray, shape (3, 3), float64
        From pixels of each tile to pixels of the sheet.
    width, height : int
        Of the sheet in pixels.
    residual_px : float
        Root mean square distance by which details that two tiles share miss each other on the sheet.
    """

    matrices: tuple[Matrix, ...]
    width: int
    height: int
    residual_px: float


@dataclass(frozen=True, slots=True, eq=False)
class _Details:
    """Places in pixels of a tile, what each looks like, and how many pixels one of the picture searched spans."""

    places: Points
    looks: NDArray[np.float32]
    span: float


@dataclass(frozen=True, slots=True, eq=False)
class _Shared:
    """Details that two tiles share, in pixels of each, and how the second lies on the first."""

    first: Points
    second: Points
    matrix: Matrix


def lay_tiles(tiles: Sequence[Pixels]) -> Tiling:
    """Find where tiles lie on one sheet.

    Parameters
    ----------
    tiles : sequence of ndarray, shape (H, W, 3) RGB or (H, W), uint8 or uint16

    Raises
    ------
    RecipeError
        ``stack-tile-alone`` with the ``number`` of a tile, from 1, that shares too little with the others;
        ``stack-tiles-disagree`` where the overlaps contradict each other.
    """
    found = [_details(each) for each in tiles]
    shared = {
        (one, other): pair
        for one, other in combinations(range(len(tiles)), 2)
        if (pair := _shared(found[one], found[other])) is not None
    }
    placed = _spread(len(tiles), shared)
    residual_px = _residual(placed, shared)
    if residual_px > MAX_RESIDUAL_PX:
        raise RecipeError("stack-tiles-disagree", residual_px=round(residual_px, 1))
    corners = np.concatenate([_corners(each, matrix) for each, matrix in zip(tiles, placed, strict=True)])
    left, top = np.floor(corners.min(axis=0) + _WHOLE_PX)
    right, bottom = np.ceil(corners.max(axis=0) - _WHOLE_PX)
    onto = np.array([[1.0, 0.0, -left], [0.0, 1.0, -top], [0.0, 0.0, 1.0]])
    return Tiling(tuple(onto @ each for each in placed), int(right - left) + 1, int(bottom - top) + 1, residual_px)


def _details(tile: Pixels) -> _Details:
    shown = for_display(thumbnail(tile, _WORK_SIDE_PX))[0]
    grey = cv2.cvtColor(shown, cv2.COLOR_RGB2GRAY) if shown.ndim == 3 else shown
    keys, looks = cv2.SIFT.create(nfeatures=_DETAILS).detectAndCompute(grey, None)
    share = tile.shape[1] / grey.shape[1], tile.shape[0] / grey.shape[0]
    places = (np.array([each.pt for each in keys], np.float64).reshape(-1, 2) + 0.5) * share - 0.5
    return _Details(places, np.asarray(looks, np.float32) if keys else np.zeros((0, 1), np.float32), max(share))


def _shared(first: _Details, second: _Details) -> _Shared | None:
    if min(len(first.places), len(second.places)) < _LEAST_AGREEING:
        return None
    matched = cv2.BFMatcher(cv2.NORM_L2).knnMatch(second.looks, first.looks, k=2)
    clear = [best for best, *rest in matched if rest and best.distance < _CLEAR * rest[0].distance]
    if len(clear) < _LEAST_AGREEING:
        return None
    ours = np.array([first.places[each.trainIdx] for each in clear])
    theirs = np.array([second.places[each.queryIdx] for each in clear])
    within_px = _AGREE_PX * max(first.span, second.span)
    found = cv2.estimateAffinePartial2D(theirs, ours, ransacReprojThreshold=within_px, maxIters=5000)
    matrix: Any = found[0]
    if matrix is None:
        return None
    kept = found[1].ravel().astype(bool)
    scale = math.hypot(matrix[0, 0], matrix[1, 0])
    if kept.sum() < max(_LEAST_AGREEING, _LEAST_SHARE * len(clear)) or abs(scale - 1) > _SCALE_APART:
        return None
    return _Shared(ours[kept], theirs[kept], np.vstack([matrix, (0.0, 0.0, 1.0)]))


def _spread(count: int, shared: dict[tuple[int, int], _Shared]) -> list[Matrix]:
    """Every tile on the first, each by the overlap with most details among those placed already."""
    placed: dict[int, Matrix] = {0: np.eye(3)}
    while len(placed) < count:
        edges = [
            (len(pair.first), one, other)
            for (one, other), pair in shared.items()
            if (one in placed) != (other in placed)
        ]
        if not edges:
            alone = min(set(range(count)) - set(placed))
            raise RecipeError("stack-tile-alone", number=alone + 1)
        _, one, other = max(edges)
        matrix = shared[one, other].matrix
        if one in placed:
            placed[other] = placed[one] @ matrix
        else:
            placed[one] = placed[other] @ np.linalg.inv(matrix)
    return [placed[place] for place in range(count)]


def _residual(placed: Sequence[Matrix], shared: dict[tuple[int, int], _Shared]) -> float:
    """Over every overlap, those included that placed no tile: they tell whether the sheet closes."""
    away = [
        _through(placed[one], pair.first) - _through(placed[other], pair.second)
        for (one, other), pair in shared.items()
    ]
    return float(np.sqrt((np.concatenate(away) ** 2).sum(axis=1).mean()))


def _through(matrix: Matrix, points: Points) -> Points:
    return np.asarray(points @ matrix[:2, :2].T + matrix[:2, 2])


def _corners(tile: Pixels, matrix: Matrix) -> Points:
    height, width = tile.shape[:2]
    return _through(matrix, np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]], np.float64))

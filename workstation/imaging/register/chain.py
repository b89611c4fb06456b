"""Where the page of one picture lies in another: the same page under two lights, or beside its specimen.

From nothing to turn, size and place (``coarse``), then shifts of blocks (``blocks``) and the matrix most of them
agree on (``fit``), on the picture reduced and then nearer its own size; at last, where asked for, what a bent page
leaves over (``bend``). A result that too few blocks agree on is refused, and the picture is to be shown as it was
captured.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from workstation.imaging.register.bend import Bend, BendFit, fit_bend
from workstation.imaging.register.blocks import Blocks, Matches
from workstation.imaging.register.coarse import MAX_SCALE, candidates
from workstation.imaging.register.fit import Fit, robust_fit
from workstation.imaging.register.residuals import cells, flat_map, residual_map, rms
from workstation.imaging.register.result import (
    Matrix,
    Method,
    Model,
    Points,
    Refusal,
    Registration,
    inverse,
    transformed,
)
from workstation.imaging.register.structure import Pyramid
from workstation.imaging.register.trust import LEAST_PLACES, MANY_PLACES
from workstation.imaging.views import Pixels

_WORK_SIDE_PX = 2048
_AGREE_PX = 1.0
"""Blocks agree within this distance on a picture of ``_WORK_SIDE_PX``, in proportion on larger ones."""


_CONFIDENCE_OF_FEW = 0.7
"""Few places must agree better: of many wrong starts one may bring some together by chance."""


@dataclass(frozen=True, slots=True)
class _Stage:
    """One round of blocks: size of the picture, how many blocks, and how strictly they must agree (level pixels)."""

    side_px: int
    columns: int
    rows: int
    tolerances_px: tuple[float, ...]
    least_places: int = LEAST_PLACES


_FIRST = _Stage(1024, 10, 7, (32.0, 16.0, 8.0, 4.0, 2.0, 1.0), least_places=8)
_LAST = _Stage(_WORK_SIDE_PX, 12, 9, (4.0, 2.0, 1.0, 0.5))
_BENT = _Stage(_WORK_SIDE_PX, 12, 9, (16.0, 8.0, 4.0, 2.0, 1.0))
_LEAST_SIDE_PX = 64
_NEIGHBOURS = 5
_DISPLACED_SHARE = 0.08
_SETTLED_PX = 0.3
"""Where the last round moves the corners by more, its blocks lay beside their places and are laid anew."""
_BEND_ROUNDS = 2
_PROMISING = 0.5
_NOTHING, _SPEAKS = 5.0, 6.0
_BEND_GAIN = 0.8
_SIGMAS = 2.0
_MOST_OF_PAGE = 90
_DARK, _BRIGHT = 8.0, 254.0

MIN_CONFIDENCE = 0.55
MAX_RESIDUAL_PX = 2.0
"""Where a tenth of the page may be off by more, the result is refused."""
LEAST_RESIDUAL_PX = 0.07
"""No less is claimed: of a shift by a quarter of a pixel right and down 0.064 px are left over that no block tells.

Both are for pictures of up to 2048 pixels a side, and in proportion on larger ones.
"""


def register(fixed: Pixels, moving: Pixels, model: Model = Model.HOMOGRAPHY) -> Registration:
    """Find the page of ``moving`` in ``fixed``.

    Parameters
    ----------
    fixed, moving : ndarray, shape (H, W, 3) RGB or (H, W) grey, uint8 or uint16
        They may differ in size, depth and tones. Neither is altered.
    model : Model
        The softest way in which the pages may differ. ``WARP`` gives a ``HOMOGRAPHY`` where that is as good.

    Notes
    -----
    Turns of any angle and sizes up to a factor of two are found. Same pictures, same result, on the same machine.
    """
    size = (fixed.shape[1], fixed.shape[0])
    if min(*fixed.shape[:2], *moving.shape[:2]) < _LEAST_SIDE_PX:
        return refused(Refusal.TOO_SMALL, size, model)
    ours, theirs = Pyramid(fixed), Pyramid(moving)
    found = _Pair(ours, theirs, model).from_nothing()
    if found.accepted:
        return found
    if _Pair(ours, Pyramid(_mirrored(moving)), Model.HOMOGRAPHY).from_nothing(thorough=False).accepted:
        return replace(found, refusal=Refusal.MIRRORED)
    return replace(found, refusal=_unusable(ours) or _unusable(theirs) or found.refusal)


def refine(fixed: Pixels, moving: Pixels, start: Registration, model: Model = Model.HOMOGRAPHY) -> Registration:
    """Find the page of ``moving`` near the place that ``start`` gives, such as one from points set by hand.

    Returns
    -------
    Registration
        Refused where too few blocks agree on a place near ``start``; then ``start`` is the best there is.
    """
    size = (fixed.shape[1], fixed.shape[0])
    if min(*fixed.shape[:2], *moving.shape[:2]) < _LEAST_SIDE_PX:
        return refused(Refusal.TOO_SMALL, size, model, Method.REFINED)
    pair = _Pair(Pyramid(fixed), Pyramid(moving), model)
    return replace(pair.finished(pair.first(start.matrix)), method=Method.REFINED)


def refused(
    reason: Refusal, size: tuple[int, int], model: Model, method: Method = Method.AUTOMATIC, confidence: float = 0.0
) -> Registration:
    """No place, and why."""
    return Registration(
        model=model,
        method=method,
        matrix=_fixed(np.eye(3)),
        bend=None,
        size=size,
        residual_px=float("inf"),
        residual_map=flat_map(float("inf")),
        confidence=confidence,
        places=0,
        refusal=reason,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """A matrix with the blocks that led to it, in pixels of the whole pictures."""

    matches: Matches
    fit: Fit
    agree_px: float

    @property
    def speaks(self) -> NDArray[np.bool_]:
        return np.asarray(self.matches.clearness >= _SPEAKS)

    def agrees(self, errors: Points) -> NDArray[np.bool_]:
        return np.asarray(self.speaks & (np.hypot(*errors.T) <= self.agree_px))

    def displaced(self, errors: Points) -> NDArray[np.bool_]:
        """Places off by much, but by the same as those around them: there the page itself is displaced.

        A few such places are no evidence: a repeating pattern is found one period away.
        """
        apart = np.linalg.norm(self.matches.on_fixed[:, None] - self.matches.on_fixed[None, self.speaks], axis=2)
        nearest = np.argsort(apart, axis=1)[:, :_NEIGHBOURS]
        around = np.median(errors[self.speaks][nearest], axis=1)
        together = self.speaks & ~self.agrees(errors) & (np.hypot(*(errors - around).T) <= self.agree_px)
        return np.asarray(together & (together.sum() >= _DISPLACED_SHARE * self.speaks.sum()))

    def confidence(self, errors: Points) -> float:
        speaks = int(self.speaks.sum())
        return float(self.agrees(errors).sum()) / speaks if speaks else 0.0


class _Pair:
    """The two pictures, on the way from nothing to a result."""

    def __init__(self, fixed: Pyramid, moving: Pyramid, model: Model) -> None:
        self._fixed, self._moving, self._model = fixed, moving, model
        self._stiff = Model.HOMOGRAPHY if model is Model.WARP else model
        self._size = (fixed.width, fixed.height)
        self._agree_px = _AGREE_PX * max(1.0, max(self._size) / _WORK_SIDE_PX)
        self._blocks_at: dict[float, Blocks] = {}

    def from_nothing(self, *, thorough: bool = True) -> Registration:
        best: _Found | None = None
        for start in candidates(self._fixed, self._moving, thorough=thorough):
            found = self.first(start)
            if best is None or _score(found) > _score(best):
                best = found
            if _score(best) >= _PROMISING:
                break
        return self.finished(best)

    def first(self, start: Matrix) -> _Found | None:
        return self._blocks(start, None, _FIRST)

    def finished(self, found: _Found | None) -> Registration:
        if found is None:
            return self._no(Refusal.FEW_STRUCTURES)
        last = self._blocks(found.fit.matrix, None, _LAST)
        if last is not None and self._moved_px(found.fit.matrix, last.fit.matrix) > _SETTLED_PX * self._agree_px:
            last = self._blocks(last.fit.matrix, None, _LAST)
        stiff = self._no(Refusal.FEW_STRUCTURES) if last is None else self._result(last, last.fit, None)
        if self._model is not Model.WARP:
            return stiff
        soft = self._bent(found)
        return soft if soft is not None and _better(soft, stiff) else stiff

    def _blocks(self, matrix: Matrix, bend: Bend | None, stage: _Stage) -> _Found | None:
        scale = min(1.0, stage.side_px / max(self._size))
        magnified = 2 ** (round(math.log2(abs(np.linalg.det(matrix[:2, :2])) ** 0.5 + 1e-9) * 8) / 8)
        back = inverse(matrix)

        def to_moving(points: Points) -> Points:
            return transformed(back, points if bend is None else points + bend.at(points))

        if scale not in self._blocks_at:
            self._blocks_at[scale] = Blocks(self._fixed.at(scale), stage.columns, stage.rows)
        matches = self._blocks_at[scale].match(self._moving.at(scale * magnified), to_moving)
        if (matches.clearness >= _SPEAKS).sum() < stage.least_places:
            return None
        fit = robust_fit(
            self._stiff,
            matches.on_moving,
            matches.on_fixed,
            matrix,
            weights=np.clip(matches.clearness - _NOTHING, 0.01, 10.0),
            tolerances_px=tuple(each / scale for each in stage.tolerances_px),
        )
        return _Found(matches, fit, self._agree_px)

    def _moved_px(self, one: Matrix, other: Matrix) -> float:
        width, height = self._size
        corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
        return float(np.linalg.norm(transformed(one, corners) - transformed(other, corners), axis=1).mean())

    def _bent(self, found: _Found) -> Registration | None:
        fitted = self._bend(found)
        for _ in range(_BEND_ROUNDS):
            again = self._blocks(found.fit.matrix, fitted.bend, _BENT)
            if again is None:
                return None
            found, fitted = again, self._bend(again)
        return self._result(found, fitted, fitted.bend)

    def _result(self, found: _Found, fitted: Fit | BendFit, bend: Bend | None) -> Registration:
        agrees, confidence = found.agrees(fitted.errors), found.confidence(fitted.errors)
        matrix = found.fit.matrix
        told = agrees | found.displaced(fitted.errors)
        needed = MIN_CONFIDENCE if agrees.sum() >= MANY_PLACES else _CONFIDENCE_OF_FEW
        if agrees.sum() < LEAST_PLACES or confidence < needed:
            shares = told.sum() / max(1, found.speaks.sum())
            return self._no(Refusal.RESIDUAL if shares >= MIN_CONFIDENCE else Refusal.NO_AGREEMENT, confidence)
        if not _plausible(matrix, (self._moving.height, self._moving.width)):
            return self._no(Refusal.OUT_OF_RANGE, confidence)
        misses = fitted.misses[told]
        least_px = LEAST_RESIDUAL_PX * found.agree_px / _AGREE_PX
        residual_px = math.hypot(rms(misses), least_px)
        by_place = residual_map(
            self._size,
            found.matches.on_fixed[told],
            misses,
            np.hypot(_SIGMAS * fitted.uncertainty_px(cells(self._size)), least_px),
        )
        if np.percentile(by_place, _MOST_OF_PAGE) > MAX_RESIDUAL_PX * found.agree_px / _AGREE_PX:
            return self._no(Refusal.RESIDUAL, confidence)
        return Registration(
            model=self._stiff if bend is None else Model.WARP,
            method=Method.AUTOMATIC,
            matrix=_fixed(matrix),
            bend=bend,
            size=self._size,
            residual_px=residual_px,
            residual_map=by_place,
            confidence=confidence,
            places=int(agrees.sum()),
            refusal=None,
        )

    def _no(self, reason: Refusal, confidence: float = 0.0) -> Registration:
        return refused(reason, self._size, self._model, confidence=confidence)

    def _bend(self, found: _Found) -> BendFit:
        places, displacements = found.matches.on_fixed, -found.fit.errors
        trust = np.clip(found.matches.clearness - _NOTHING, 0.01, 10.0)
        left, fitted = displacements, None
        for tolerance_px in _BENT.tolerances_px:
            near = (left**2).sum(axis=1) / (tolerance_px * found.agree_px) ** 2
            fitted = fit_bend(places, displacements, trust / (1 + near) ** 2, self._size)
            left = displacements - fitted.bend.at(places)
        assert fitted is not None
        return fitted


def _mirrored(pixels: Pixels) -> Pixels:
    return pixels[:, ::-1].copy()


def _score(found: _Found | None) -> float:
    return 0.0 if found is None else found.confidence(found.fit.errors)


def _better(soft: Registration, stiff: Registration) -> bool:
    return (soft.accepted and soft.residual_px < _BEND_GAIN * stiff.residual_px) or not stiff.accepted


def _unusable(picture: Pyramid) -> Refusal | None:
    """What of the picture itself explains that nothing was found."""
    plane = picture.at(128 / max(picture.width, picture.height)).plane
    if np.percentile(plane, 99) <= _DARK:
        return Refusal.BLACK
    return Refusal.SATURATED if np.percentile(plane, 25) >= _BRIGHT else None


def _plausible(matrix: Matrix, shape: tuple[int, ...]) -> bool:
    """Whether the page stays a page: corners in their order, sides changed by less than ``MAX_SCALE``."""
    height, width = shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    if (corners @ matrix[2, :2] + matrix[2, 2] <= 0).any():
        return False
    laid = transformed(matrix, corners)
    edges = np.roll(laid, -1, 0) - laid
    sides = np.linalg.norm(edges, axis=1) / np.array([width, height, width, height])
    following = np.roll(edges, -1, 0)
    turns = edges[:, 0] * following[:, 1] - edges[:, 1] * following[:, 0]
    return bool(np.all(turns > 0) and sides.min() >= 1 / MAX_SCALE and sides.max() <= MAX_SCALE)


def _fixed(matrix: Matrix) -> Matrix:
    made = np.array(matrix / matrix[2, 2], np.float64)
    made.flags.writeable = False
    return made

"""A place given by hand: pairs of points that a person set on the same detail of both pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from workstation.errors import PictureError
from workstation.imaging.register.fit import determines, least_squares
from workstation.imaging.register.residuals import cells, flat_map, residual_map, rms
from workstation.imaging.register.result import Method, Model, Points, Refusal, Registration

Point = tuple[float, float]
Pair = tuple[Point, Point]
"""Place on fixed and place on moving, in pixels."""

FEWEST: Mapping[Model, int] = MappingProxyType({Model.SIMILARITY: 2, Model.AFFINE: 3, Model.HOMOGRAPHY: 4})
_LEAST_DISTANCE_PX = 3.0


def register_points(pairs: Sequence[Pair], size: tuple[int, int], model: Model | None = None) -> Registration:
    """Lay ``moving`` on ``fixed`` by pairs of points, by least squares.

    Parameters
    ----------
    pairs : sequence
        A place on ``fixed`` and the same detail on ``moving``, in pixels.
    size : tuple of int
        Width and height of ``fixed``.
    model : Model or None
        ``SIMILARITY`` needs 2 pairs, ``AFFINE`` 3, ``HOMOGRAPHY`` 4; None takes the softest that they allow.

    Returns
    -------
    Registration
        Its residual is what a fit without a pair misses that pair by; infinite where there are no more pairs than the
        model needs, for then nothing tells it. Refused as ``MIRRORED`` where the points say so.

    Raises
    ------
    PictureError
        ``registration-points-few``; ``registration-points-close`` where they do not determine the model: on one line,
        or too near each other.
    """
    chosen = model or _softest(len(pairs))
    if chosen is Model.WARP or len(pairs) < FEWEST[chosen]:
        raise PictureError("registration-points-few", found=len(pairs), needed=FEWEST.get(chosen, 4))
    on_fixed, on_moving = (np.array([pair[side] for pair in pairs], np.float64) for side in (0, 1))
    if not all(_spread(points, chosen) for points in (on_fixed, on_moving)):
        raise PictureError("registration-points-close")
    fit = least_squares(chosen, on_moving, on_fixed)
    mirrored = bool(np.linalg.det(fit.matrix[:2, :2]) <= 0)
    told = len(pairs) > FEWEST[chosen]
    matrix = fit.matrix.copy()
    matrix.flags.writeable = False
    return Registration(
        model=chosen,
        method=Method.BY_HAND,
        matrix=matrix,
        bend=None,
        size=size,
        residual_px=rms(fit.misses) if told else float("inf"),
        residual_map=residual_map(size, on_fixed, fit.misses, fit.uncertainty_px(cells(size)))
        if told
        else flat_map(float("inf")),
        confidence=0.0,
        places=len(pairs),
        refusal=Refusal.MIRRORED if mirrored else None,
    )


def _softest(pairs: int) -> Model:
    return max((each for each in FEWEST if pairs >= FEWEST[each]), key=FEWEST.__getitem__, default=Model.SIMILARITY)


def _spread(points: Points, model: Model) -> bool:
    """Whether points lie far enough apart, and for the softer models not on one line."""
    extents = np.linalg.svd(points - points.mean(axis=0), compute_uv=False)
    needed = 1 if model is Model.SIMILARITY else 2
    return bool(len(extents) >= needed and extents[needed - 1] >= _LEAST_DISTANCE_PX) and determines(model, points)

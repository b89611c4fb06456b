"""Lengths, angles, areas and spacings on the page, in millimetres with their uncertainty.

Every point that a person sets is uncertain by ``POINT_SIGMA_PX``, more where the picture was shown reduced; the scale
brings its own relative uncertainty. Both are propagated to first order and given as the expanded uncertainty with
coverage factor 2 (JCGM 100:2008, 6.2). Nothing here works without a scale, and nothing guesses one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workstation.errors import MeasureError

Point = tuple[float, float]

POINT_SIGMA_PX = 0.5
"""Standard uncertainty of a point that a person sets at 1:1, in pixels and in each direction."""

COVERAGE = 2.0
_STEP_PX = 1e-3


def point_sigma_px(zoom: float) -> float:
    """Standard uncertainty of a point set while the picture was shown at ``zoom`` (1.0 is one screen pixel a pixel).

    Enlarging beyond 1:1 shows no more than the lens gave, so it makes no point better.
    """
    return POINT_SIGMA_PX / min(max(zoom, 1e-3), 1.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """Pixels for a millimetre on the page, with the standard uncertainty of that number."""

    px_per_mm: float
    sigma_px_per_mm: float = 0.0

    @classmethod
    def known(cls, px_per_mm: float | None, sigma_px_per_mm: float = 0.0) -> Scale:
        """The scale of a capture.

        Raises
        ------
        MeasureError
            ``measure-no-scale``.
        """
        if px_per_mm is None or not px_per_mm > 0:
            raise MeasureError("measure-no-scale")
        return cls(px_per_mm, sigma_px_per_mm)


@dataclass(frozen=True, slots=True)
class Measured:
    """A value with its expanded uncertainty (k = 2).

    ``unit`` is ``mm``, ``mm2``, ``deg`` or ``per_2cm``.
    """

    value: float
    uncertainty: float
    unit: str


def with_uncertainty(value: float, uncertainty: float) -> str:
    """Both to the second significant digit of the uncertainty (JCGM 100:2008, 7.2.6)."""
    # The exponent of the rounded number: 0.0997 is said as 0.10.
    digits = max(0, 1 - int(f"{uncertainty:.1e}".split("e")[1])) if uncertainty > 0 else 3
    return f"{value:.{digits}f} ± {uncertainty:.{digits}f}"


def distance(first: Point, second: Point, scale: Scale, sigma_px: float = POINT_SIGMA_PX) -> Measured:
    """Between two points, in mm."""
    return _measured(lambda p: float(np.hypot(*(p[1] - p[0]))), (first, second), scale, 1, "mm", sigma_px)


def path_length(points: Sequence[Point], scale: Scale, sigma_px: float = POINT_SIGMA_PX) -> Measured:
    """Along a line of points, in mm."""
    _demand(points, 2)
    return _measured(lambda p: float(np.hypot(*np.diff(p, axis=0).T).sum()), points, scale, 1, "mm", sigma_px)


def angle(first: Point, corner: Point, second: Point, sigma_px: float = POINT_SIGMA_PX) -> Measured:
    """At a corner between two points, 0 to 180 degrees. Needs no scale.

    Raises
    ------
    MeasureError
        A point lies on the corner.
    """
    if corner in (first, second):
        raise MeasureError("measure-points-coincide")

    def turn(p: NDArray[np.float64]) -> float:
        one, other = p[0] - p[1], p[2] - p[1]
        return math.degrees(abs(math.atan2(one[0] * other[1] - one[1] * other[0], float(one @ other))))

    return _measured(turn, (first, corner, second), None, 0, "deg", sigma_px)


def area(points: Sequence[Point], scale: Scale, sigma_px: float = POINT_SIGMA_PX) -> Measured:
    """Inside a polygon, in mm2."""
    _demand(points, 3)

    def inside(p: NDArray[np.float64]) -> float:
        x, y = p.T
        return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2

    return _measured(inside, points, scale, 2, "mm2", sigma_px)


def radius(points: Sequence[Point], scale: Scale, sigma_px: float = POINT_SIGMA_PX) -> Measured:
    """Of the circle nearest to three or more points, in mm.

    Raises
    ------
    MeasureError
        Fewer than three points, or all on one line.
    """
    _demand(points, 3)
    return _measured(lambda p: _circle(p)[2], points, scale, 1, "mm", sigma_px)


def circle(points: Sequence[Point]) -> tuple[float, float, float]:
    """Centre and radius, in pixels, of the circle nearest to three or more points.

    Raises
    ------
    MeasureError
        As of `radius`.
    """
    _demand(points, 3)
    return _circle(np.asarray(points, np.float64))


def _circle(points: NDArray[np.float64]) -> tuple[float, float, float]:
    """Centre and radius by Kasa's linear fit, from the middle of the points for its accuracy."""
    middle = points.mean(axis=0)
    x, y = (points - middle).T
    rows = np.column_stack([x, y, np.ones_like(x)])
    if np.linalg.matrix_rank(rows, tol=1e-6 * max(float(np.abs(rows).max()), 1.0)) < 3:
        raise MeasureError("measure-points-on-line")
    a, b, c = np.linalg.lstsq(rows, x * x + y * y, rcond=None)[0]
    return float(middle[0] + a / 2), float(middle[1] + b / 2), float(math.sqrt(c + (a * a + b * b) / 4))


@dataclass(frozen=True, slots=True)
class Spacing:
    """Distances of things that stand in a row: characters, lines of print, perforations.

    Attributes
    ----------
    pitch : Measured
        Mean distance along the row, in mm.
    spread : Measured
        Standard deviation of the single distances, in mm; what setting the points adds is in its uncertainty.
    baseline_deviation : Measured
        Largest distance of a point from the straight line through all, in mm.
    """

    pitch: Measured
    spread: Measured
    baseline_deviation: Measured


def spacing(points: Sequence[Point], scale: Scale, sigma_px: float = POINT_SIGMA_PX) -> Spacing:
    """Pitch of points set one after the other along a row.

    The pitch is the slope of a straight fit of the position over the number, so that one bad point weighs little.

    Raises
    ------
    MeasureError
        Fewer than three points, or all in one place.
    """
    _demand(points, 3)
    if np.ptp(np.asarray(points), axis=0).max() == 0:
        raise MeasureError("measure-points-coincide")

    def pitch(p: NDArray[np.float64]) -> float:
        along, _ = _row(p)
        number = np.arange(len(p)) - (len(p) - 1) / 2
        return abs(float(number @ along) / float(number @ number))

    return Spacing(
        _measured(pitch, points, scale, 1, "mm", sigma_px),
        _measured(lambda p: float(np.diff(_row(p)[0]).std(ddof=1)), points, scale, 1, "mm", sigma_px),
        _measured(lambda p: float(np.abs(_row(p)[1]).max()), points, scale, 1, "mm", sigma_px),
    )


def _row(points: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Positions along the straight line nearest to the points, and distances from it."""
    centred = points - points.mean(axis=0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    return centred @ directions[0], centred @ directions[1]


def perforation_gauge(points: Sequence[Point], scale: Scale, sigma_px: float = POINT_SIGMA_PX) -> Measured:
    """Holes in two centimetres, from their centres in order."""
    pitch = spacing(points, scale, sigma_px).pitch
    relative = pitch.uncertainty / pitch.value
    return Measured(20.0 / pitch.value, 20.0 / pitch.value * relative, "per_2cm")


@dataclass(frozen=True, slots=True)
class Hole:
    """A perforation, from points round its edge.

    Attributes
    ----------
    width, height : Measured
        Longest extent and the one across it, in mm.
    roundness : float
        ``4 pi area / circumference squared``: 1 is a circle, a square 0.79. Laser holes are round with a burr,
        punched ones have straight or torn flanks.
    """

    width: Measured
    height: Measured
    area: Measured
    roundness: float


def hole(points: Sequence[Point], scale: Scale, sigma_px: float = POINT_SIGMA_PX) -> Hole:
    """Shape of a hole from five or more points round its edge."""
    _demand(points, 5)
    outline = np.asarray(points, dtype=np.float64)
    around = float(np.hypot(*np.diff(np.vstack([outline, outline[:1]]), axis=0).T).sum())
    x, y = outline.T
    inside = abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2
    return Hole(
        _measured(lambda p: float(np.ptp(_row(p)[0])), points, scale, 1, "mm", sigma_px),
        _measured(lambda p: float(np.ptp(_row(p)[1])), points, scale, 1, "mm", sigma_px),
        area(points, scale, sigma_px),
        4 * math.pi * inside / around**2 if around else 0.0,
    )


def _demand(points: Sequence[Point], fewest: int) -> None:
    if len(points) < fewest:
        raise MeasureError("measure-too-few-points", fewest=fewest, found=len(points))


def _measured(
    value_of: Callable[[NDArray[np.float64]], float],
    points: Sequence[Point],
    scale: Scale | None,
    power: int,
    unit: str,
    sigma_px: float,
) -> Measured:
    """A value of points in pixels, as ``power`` of millimetres, with the uncertainty of points and scale."""
    places = np.asarray(points, dtype=np.float64)
    value = value_of(places)
    variance = 0.0
    for index in np.ndindex(places.shape):
        moved = places.copy()
        moved[index] += _STEP_PX
        variance += ((value_of(moved) - value) / _STEP_PX * sigma_px) ** 2
    if scale is None:
        return Measured(value, COVERAGE * math.sqrt(variance), unit)
    per_unit = scale.px_per_mm**power
    of_scale = power * value * scale.sigma_px_per_mm / scale.px_per_mm
    return Measured(value / per_unit, COVERAGE * math.hypot(math.sqrt(variance), of_scale) / per_unit, unit)

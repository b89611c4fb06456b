"""What may be measured on a capture, how many points it takes, and what a case keeps of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from workstation.captures import CaptureRecord
from workstation.cases.model import Measurement
from workstation.errors import MeasureError
from workstation.identifiers import new_id
from workstation.imaging import measure
from workstation.imaging.measure import Measured, Point, Scale

Values = tuple[tuple[str, Measured], ...]
"""Code of ``resources/vocabulary/measurement.toml`` and value."""

_ANY_NUMBER = 10_000
_NO_SCALE = Scale(1.0)


class Scaled(Protocol):
    """A picture whose scale is known or not, such as a capture."""

    @property
    def px_per_mm(self) -> float | None:
        """None where nothing may be measured in millimetres."""

    @property
    def px_per_mm_uncertainty(self) -> float | None:
        """Standard uncertainty of it; None where nobody knows."""


@dataclass(frozen=True, slots=True)
class StatedScale:
    """The scale of a reference picture, as its library states it."""

    px_per_mm: float | None
    px_per_mm_uncertainty: float | None = None


@dataclass(frozen=True, slots=True)
class MeasureKind:
    """A way to measure.

    Attributes
    ----------
    code : str
        Of ``resources/vocabulary/measurement.toml``.
    fewest, most : int
        Points that it takes.
    closed : bool
        The points go round something; a line back to the first belongs to it.
    needs_scale : bool
    values : callable
        Points, scale and standard uncertainty of a point in pixels; returns the values, the one meant first.
    """

    code: str
    fewest: int
    most: int
    values: Callable[[Sequence[Point], Scale, float], Values]
    closed: bool = False
    needs_scale: bool = True


def _distance(points: Sequence[Point], scale: Scale, sigma_px: float) -> Values:
    return (("distance", measure.distance(points[0], points[1], scale, sigma_px)),)


def _path(points: Sequence[Point], scale: Scale, sigma_px: float) -> Values:
    return (("path", measure.path_length(points, scale, sigma_px)),)


def _angle(points: Sequence[Point], scale: Scale, sigma_px: float) -> Values:
    return (("angle", measure.angle(points[0], points[1], points[2], sigma_px)),)


def _area(points: Sequence[Point], scale: Scale, sigma_px: float) -> Values:
    return (("area", measure.area(points, scale, sigma_px)),)


def _radius(points: Sequence[Point], scale: Scale, sigma_px: float) -> Values:
    return (("radius", measure.radius(points, scale, sigma_px)),)


def _pitch(points: Sequence[Point], scale: Scale, sigma_px: float) -> Values:
    row = measure.spacing(points, scale, sigma_px)
    return (("pitch", row.pitch), ("spread", row.spread), ("baseline", row.baseline_deviation))


def _perforation(points: Sequence[Point], scale: Scale, sigma_px: float) -> Values:
    return (("perforation", measure.perforation_gauge(points, scale, sigma_px)),)


def _hole(points: Sequence[Point], scale: Scale, sigma_px: float) -> Values:
    shape = measure.hole(points, scale, sigma_px)
    return (("hole_width", shape.width), ("hole_height", shape.height), ("area", shape.area))


KINDS = {
    each.code: each
    for each in (
        MeasureKind("distance", 2, 2, _distance),
        MeasureKind("path", 2, _ANY_NUMBER, _path),
        MeasureKind("angle", 3, 3, _angle, needs_scale=False),
        MeasureKind("area", 3, _ANY_NUMBER, _area, closed=True),
        MeasureKind("radius", 3, _ANY_NUMBER, _radius),
        MeasureKind("pitch", 3, _ANY_NUMBER, _pitch),
        MeasureKind("perforation", 3, _ANY_NUMBER, _perforation),
        MeasureKind("hole", 5, _ANY_NUMBER, _hole, closed=True),
    )
}


def measured(kind: str, points: Sequence[Point], capture: Scaled, zoom: float = 1.0) -> Values:
    """Measure on a capture, or a reference picture, with its own scale.

    Parameters
    ----------
    points : sequence
        In pixels of the capture.
    zoom : float
        Scale at which the picture was shown while the points were set; below 1.0 they are less certain.

    Raises
    ------
    MeasureError
        ``measure-kind-unknown``, ``measure-too-few-points``, ``measure-no-scale``, ``measure-points-coincide`` or
        ``measure-points-on-line``.
    """
    if kind not in KINDS:
        raise MeasureError("measure-kind-unknown", kind=kind)
    chosen = KINDS[kind]
    if len(points) < chosen.fewest:
        raise MeasureError("measure-too-few-points", fewest=chosen.fewest, found=len(points))
    scale = Scale.known(capture.px_per_mm, capture.px_per_mm_uncertainty or 0.0) if chosen.needs_scale else _NO_SCALE
    return chosen.values(tuple(points[: chosen.most]), scale, measure.point_sigma_px(zoom))


def measurements(
    kind: str,
    points: Sequence[Point],
    capture: CaptureRecord,
    *,
    zoom: float = 1.0,
    note: str = "",
    now: datetime,
    actor: str,
) -> tuple[Measurement, ...]:
    """What a case keeps: a row for every value, of the same points and the same moment.

    Raises
    ------
    MeasureError
        As of `measured`.
    """
    places = tuple((round(float(x), 2), round(float(y), 2)) for x, y in points[: _most(kind)])
    return tuple(
        Measurement(
            measurement_id=new_id(now),
            exhibit_id=capture.exhibit_id,
            capture_id=capture.capture_id,
            kind=code,
            points_px=places,
            value=value.value,
            uncertainty=value.uncertainty,
            unit=value.unit,
            px_per_mm=capture.px_per_mm if KINDS[kind].needs_scale else None,
            note=note,
            created_at=now,
            created_by=actor,
        )
        for code, value in measured(kind, places, capture, zoom)
    )


def _most(kind: str) -> int:
    return KINDS[kind].most if kind in KINDS else 0


def together(every: Iterable[Measurement], measurement_id: str) -> tuple[Measurement, ...]:
    """The measurement of that id with those made of the same points at the same moment; empty where it is gone."""
    known = tuple(every)
    found = next((each for each in known if each.measurement_id == measurement_id), None)
    return () if found is None else tuple(each for each in known if made_as(each) == made_as(found))


def made_as(each: Measurement) -> tuple[object, ...]:
    """Same for what was measured together."""
    return each.capture_id, each.points_px, each.created_at


def corrected(each: Measurement, *, now: datetime, actor: str, note: str, withdrawn: bool = False) -> Measurement:
    """The measurement that takes the place of another: with another note, or withdrawn."""
    return replace(
        each,
        measurement_id=new_id(now),
        supersedes=each.measurement_id,
        note=note,
        withdrawn=withdrawn,
        created_at=now,
        created_by=actor,
    )

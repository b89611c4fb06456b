"""One side of an item in every light, the reference laid on the same raster: the same place at the same scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.captures import CaptureRecord
from workstation.cases.model import CaseSnapshot, Exhibit
from workstation.lights import find_light
from workstation.reports.pictures import known_scale
from workstation.reports.sources import ReportSources, RgbPicture
from workstation.specimens.model import SpecimenModel, SpecimenPicture

_WHITE = "WHITE"
_OUTSIDE = (255, 255, 255)
Size = tuple[int, int]


class How(StrEnum):
    """How a reference picture was brought to the raster of the questioned one."""

    REGISTERED = "registered"
    BY_SCALE = "by_scale"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Column:
    """One light: the questioned picture, the reference picture, or both."""

    light: str
    capture: CaptureRecord | None
    specimen: SpecimenPicture | None


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an item with every light in which it, or its reference model, was taken."""

    exhibit: Exhibit
    page: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class _Anchor:
    """Where the reference lies, found in one light; a page does not move between lights."""

    matrix: NDArray[np.float64]
    light: str
    questioned: Size
    specimen: Size


def sides(snapshot: CaseSnapshot, model: dict[str, SpecimenModel | None]) -> tuple[Side, ...]:
    """Every side of every item that has a picture, in the order in which they were taken.

    Parameters
    ----------
    model : dict
        Reference model of each exhibit, by exhibit id.
    """
    found = dict.fromkeys((each.exhibit_id, each.page) for each in snapshot.captures)
    exhibits = {each.exhibit_id: each for each in snapshot.exhibits}
    return tuple(
        Side(exhibits[exhibit_id], page, _columns(snapshot, exhibit_id, page, model.get(exhibit_id)))
        for exhibit_id, page in found
    )


def _columns(snapshot: CaseSnapshot, exhibit_id: str, page: str, model: SpecimenModel | None) -> tuple[Column, ...]:
    """The latest picture of each light, in the order of the row of lights."""
    taken = {each.light: each for each in snapshot.captures if (each.exhibit_id, each.page) == (exhibit_id, page)}
    known = {each.light: each for each in model.pictures if each.page == page} if model else {}
    lights = sorted(taken.keys() | known.keys(), key=_order)
    return tuple(Column(each, taken.get(each), known.get(each)) for each in lights)


def _order(code: str) -> tuple[int, str]:
    found = find_light(code)
    return (found.order if found else 10_000, code)


class Laying:
    """Pictures of one side, all on the raster of the questioned one.

    Attributes
    ----------
    light : str
        In which the reference was registered; empty where it could not be.
    """

    def __init__(self, side: Side, sources: ReportSources) -> None:
        self._side, self._sources = side, sources
        self._anchor = self._find_anchor()
        self.light = self._anchor.light if self._anchor else ""

    def questioned(self, capture: CaptureRecord) -> RgbPicture:
        """The picture as it is."""
        return self._sources.pictures(capture)

    def reference(self, column: Column) -> tuple[RgbPicture, float | None, How] | None:
        """The reference picture on the raster of the questioned one, its scale there, and how it came there."""
        specimen = self._specimen(column)
        if specimen is None or column.specimen is None:
            return None
        capture = column.capture or self._any_capture()
        size = (capture.width, capture.height)
        ours, theirs = known_scale(capture.px_per_mm), known_scale(_scale(column.specimen, specimen))
        anchor = self._anchor
        if anchor and (anchor.questioned, anchor.specimen) == (size, _size(specimen)):
            return _warped(specimen, anchor.matrix, size), ours, How.REGISTERED
        if ours and theirs:
            matrix = np.diag((theirs / ours, theirs / ours, 1.0))
            return _warped(specimen, matrix, size), ours, How.BY_SCALE
        return specimen, theirs, How.WHOLE

    def _any_capture(self) -> CaptureRecord:
        """What tells raster and scale where this light has no questioned picture."""
        return next(each.capture for each in _white_first(self._side.columns) if each.capture is not None)

    def _specimen(self, column: Column) -> RgbPicture | None:
        if column.specimen is None:
            return None
        found = self._sources.specimen_picture(self._side.exhibit.model_id, self._side.page, column.light)
        return found[1] if found is not None and found[0].light == column.light else None

    def _find_anchor(self) -> _Anchor | None:
        for each in _white_first(self._side.columns):
            specimen = self._specimen(each)
            if each.capture is None or specimen is None:
                continue
            questioned = self._sources.pictures(each.capture)
            matrix = self._sources.align(questioned, specimen)
            if matrix is not None:
                return _Anchor(np.asarray(matrix, np.float64), each.light, _size(questioned), _size(specimen))
        return None


def _white_first(columns: Sequence[Column]) -> list[Column]:
    return sorted(columns, key=lambda each: each.light != _WHITE)


def _size(pixels: RgbPicture) -> Size:
    return pixels.shape[1], pixels.shape[0]


def _scale(picture: SpecimenPicture, pixels: RgbPicture) -> float | None:
    return picture.px_per_mm * pixels.shape[1] / picture.width if picture.width else None


def _warped(specimen: RgbPicture, to_specimen: NDArray[np.float64], size: Size) -> RgbPicture:
    """The reference on a raster, ``to_specimen`` from its pixels to those of the reference; white where it ends."""
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpPerspective(specimen, to_specimen, size, flags=flags, borderValue=_OUTSIDE), np.uint8)

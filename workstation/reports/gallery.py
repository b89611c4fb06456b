"""Every figure of a report: each capture is decoded once, for its place in the annex and for its findings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.captures import CaptureRecord, Origin
from workstation.cases.model import CaseSnapshot, CheckOutcome, CheckResult, Exhibit, Finding, Region, Shape
from workstation.checks.crops import stored_place
from workstation.checks.detail import stored_facts
from workstation.checks.judged import judged
from workstation.checks.optical_answers import stored_corners
from workstation.lights import counterpart, find_light
from workstation.reports.model import Figure
from workstation.reports.pictures import (
    FULL_MM,
    HALF_MM,
    STRIP_MM,
    Box,
    crop_box,
    known_scale,
    outline,
    print_picture,
    scale_bar,
)
from workstation.reports.sources import ReportSources, RgbPicture
from workstation.reports.wording import Wording, number
from workstation.specimens.model import SpecimenModel, SpecimenPicture

HASH_PREFIX = 12
_SAME_ASPECT = 0.05


@dataclass(frozen=True, slots=True)
class UsedSpecimen:
    """A reference picture that this report shows."""

    model_id: str
    picture: SpecimenPicture


class Gallery:
    """Figures of a case, made when it is built.

    Attributes
    ----------
    annex : dict[str, tuple[Figure, ...]]
        By capture: the whole picture, and the reference picture beside it where a model is chosen.
    findings : dict[str, tuple[Figure, ...]]
        By finding: the region with its surround, and the same place on the reference.
    checks : dict[str, tuple[Figure, ...]]
        By result of a machine check that failed at a place: that place, and the reference it was measured against.
    specimens : tuple[UsedSpecimen, ...]
        Reference pictures shown, in order of first use.
    """

    def __init__(self, snapshot: CaseSnapshot, sources: ReportSources, words: Wording) -> None:
        self._sources, self._words = sources, words
        self._exhibits = {each.exhibit_id: each for each in snapshot.exhibits}
        self.annex: dict[str, tuple[Figure, ...]] = {}
        self.findings: dict[str, tuple[Figure, ...]] = {}
        self.checks: dict[str, tuple[Figure, ...]] = {}
        self._shown: dict[str, UsedSpecimen] = {}
        self._alignments: dict[tuple[str | None, str], NDArray[np.float64] | None] = {}
        self._specimen = lru_cache(maxsize=2)(sources.specimen_picture)
        self._model = lru_cache(maxsize=None)(sources.model)
        of_capture: dict[str | None, list[Finding]] = defaultdict(list)
        for finding in snapshot.findings:
            of_capture[finding.capture_id].append(finding)
        failed: dict[str | None, list[CheckResult]] = defaultdict(list)
        for each in judged(snapshot.checks):
            if each.result.outcome is CheckOutcome.FAILED:
                failed[each.result.capture_id].append(each.result)
        for place, capture in enumerate(snapshot.captures, start=1):
            pixels = sources.pictures(capture)
            self.annex[capture.capture_id] = self._annex_figures(place, capture, pixels)
            for finding in of_capture[capture.capture_id]:
                self.findings[finding.finding_id] = self._finding_figures(place, finding, capture, pixels)
            for result in failed[capture.capture_id]:
                self.checks |= self._check_figures(place, result, capture, pixels)

    @property
    def specimens(self) -> tuple[UsedSpecimen, ...]:
        """Reference pictures shown, in order of first use."""
        return tuple(self._shown.values())

    def model(self, model_id: str) -> SpecimenModel | None:
        """Reference model of an id, asked for once."""
        return self._model(model_id) if model_id else None

    # ------------------------------------------------------------------ questioned

    def _annex_figures(self, place: int, capture: CaptureRecord, pixels: RgbPicture) -> tuple[Figure, ...]:
        figure = self._questioned(place, capture, pixels, _whole(pixels), None, FULL_MM)
        exhibit = self._exhibits.get(capture.exhibit_id)
        if exhibit is None or not exhibit.model_id:
            return (figure,)
        light = self._nearest_light(exhibit.model_id, capture)
        found = self._specimen(exhibit.model_id, capture.page, light) if light else None
        if found is None:
            caption = self._words("figure.no_specimen")
            return figure, Figure(self._specimen_title(exhibit.model_id), "", caption, FULL_MM)
        picture, specimen = found
        note = "" if light == capture.light else self._words("figure.other_light")
        return figure, self._reference(exhibit.model_id, picture, specimen, _whole(specimen), None, note, FULL_MM)

    def _questioned(
        self,
        place: int,
        capture: CaptureRecord,
        pixels: RgbPicture,
        box: Box,
        region: Region | None,
        slot_mm: tuple[float, float],
    ) -> Figure:
        words = self._words
        exhibit = self._exhibits.get(capture.exhibit_id)
        parts = [words("figure.picture_no", n=place), *self._light_parts(capture.light)]
        parts.append(words.name("page", capture.page))
        if capture.filter:
            parts.append(words("figure.filter", filter=capture.filter))
        if capture.exposure_ms is not None:
            parts.append(words("figure.exposure", value=number(capture.exposure_ms)))
        if capture.bit_depth > 8:
            parts.append(words("figure.reduced"))
        parts += self._profile(capture)
        parts.append(words("figure.hash", hash=capture.sha256[:HASH_PREFIX]))
        title = words("figure.questioned", no=exhibit.exhibit_no if exhibit else "?")
        badge = "" if capture.origin is Origin.LIVE else words(f"head.{capture.origin.value}")
        points = region.points_px if region else ()
        return self._figure(title, badge, parts, pixels, box, points, _shape(region), capture.px_per_mm, slot_mm)

    def _profile(self, picture: CaptureRecord | SpecimenPicture) -> list[str]:
        name = self._sources.profile(picture)
        return [self._words("figure.profile", profile=name)] if name else []

    def _light_parts(self, code: str) -> list[str]:
        light = find_light(code)
        false_colour = light is not None and light.false_colour
        return [self._words.light(code), *([self._words("light.false_colour")] if false_colour else [])]

    def _figure(
        self,
        title: str,
        badge: str,
        parts: list[str],
        pixels: RgbPicture,
        box: Box,
        points: tuple[tuple[float, float], ...],
        shape: Shape | None,
        px_per_mm: float | None,
        slot_mm: tuple[float, float],
    ) -> Figure:
        left, top, right, bottom = box
        picture = print_picture(pixels[top:bottom, left:right], slot_mm)
        scale = known_scale(px_per_mm)
        bar = scale_bar(scale, box, picture)
        note = self._words("figure.scale_unknown")
        if scale is not None:
            parts.insert(-1, self._words("figure.scale", px_per_mm=number(scale)))
            note = self._words("figure.scale_small", px_per_mm=number(scale))
        drawn = (outline(points, box, rectangle=shape is Shape.RECTANGLE),) if points else ()
        return Figure(title, badge, " · ".join(parts), slot_mm, picture, drawn, bar, note)

    def _finding_figures(
        self, place: int, finding: Finding, capture: CaptureRecord, pixels: RgbPicture
    ) -> tuple[Figure, ...]:
        height, width = pixels.shape[:2]
        box = crop_box(finding.region, width, height) if finding.region else _whole(pixels)
        figure = self._questioned(place, capture, pixels, box, finding.region, HALF_MM)
        reference = self._compared(finding, capture, pixels)
        return (figure, reference) if reference else (figure,)

    def _check_figures(
        self, place: int, result: CheckResult, capture: CaptureRecord, pixels: RgbPicture
    ) -> dict[str, tuple[Figure, ...]]:
        corners = stored_corners(result)
        if corners is None:
            return {}
        region = Region(Shape.POLYGON, tuple((float(x), float(y)) for x, y in corners))
        height, width = pixels.shape[:2]
        figure = self._questioned(place, capture, pixels, crop_box(region, width, height), region, STRIP_MM)
        reference = self._measured_against(result, capture)
        figures = figure, *([reference] if reference else [])
        return {result.result_id: figures}

    # ------------------------------------------------------------------ reference

    def _measured_against(self, result: CheckResult, capture: CaptureRecord) -> Figure | None:
        """The picture that a check names and its place there; None where it needed none."""
        exhibit = self._exhibits.get(capture.exhibit_id)
        model = self.model(exhibit.model_id) if exhibit else None
        place, wanted = stored_place(result), stored_facts(result.detail).get("specimen", "")
        named = next((each for each in model.pictures if each.sha256 == wanted), None) if model else None
        if model is None or named is None or place is None:
            return None
        found = self._specimen(model.model_id, named.page, named.light)
        if found is None:
            return None
        picture, specimen = found
        scale = picture.px_per_mm * specimen.shape[1] / picture.width
        left, top, width, height = (each * scale for each in place)
        region = Region(Shape.RECTANGLE, ((left, top), (left + width, top + height)))
        box = crop_box(region, specimen.shape[1], specimen.shape[0])
        return self._reference(model.model_id, picture, specimen, box, region, "", STRIP_MM)

    def _compared(self, finding: Finding, capture: CaptureRecord, pixels: RgbPicture) -> Figure | None:
        """The picture that the finding names, at the same place; None where there is none."""
        model = self.model(finding.specimen_model_id)
        if model is None:
            return None
        named = next((each for each in model.pictures if each.sha256 == finding.specimen_sha256), None)
        page = named.page if named else capture.page
        light = named.light if named else self._nearest_light(model.model_id, capture)
        found = self._specimen(model.model_id, page, light) if light else None
        if found is None:
            return None
        picture, specimen = found
        region, how = self._same_place(finding, pixels, model, picture, specimen)
        height, width = specimen.shape[:2]
        box = crop_box(region, width, height) if region else _whole(specimen)
        note = self._words(f"figure.{how}")
        return self._reference(model.model_id, picture, specimen, box, region, note, HALF_MM)

    def _same_place(
        self,
        finding: Finding,
        pixels: RgbPicture,
        model: SpecimenModel,
        picture: SpecimenPicture,
        specimen: RgbPicture,
    ) -> tuple[Region | None, str]:
        """Region on the specimen, and how it was found: registered, as the library says, or by position."""
        if finding.region is None:
            return None, "by_whole"
        matrix = self._alignment(finding, pixels, picture, specimen)
        if matrix is not None:
            return _moved(finding.region, matrix), "by_alignment"
        alike = [each for each in model.features if each.feature == finding.feature and each.page == picture.page]
        if len(alike) == 1:
            left, top, width, height = alike[0].region_mm
            corners = ((left, top), (left + width, top + height))
            points = tuple((x * picture.px_per_mm, y * picture.px_per_mm) for x, y in corners)
            return Region(Shape.RECTANGLE, points), "by_feature"
        factor_x = specimen.shape[1] / pixels.shape[1]
        factor_y = specimen.shape[0] / pixels.shape[0]
        if abs(factor_x / factor_y - 1) <= _SAME_ASPECT:
            points = tuple((x * factor_x, y * factor_y) for x, y in finding.region.points_px)
            return Region(finding.region.shape, points), "by_position"
        return None, "by_whole"

    def _alignment(
        self, finding: Finding, pixels: RgbPicture, picture: SpecimenPicture, specimen: RgbPicture
    ) -> NDArray[np.float64] | None:
        pair = (finding.capture_id, picture.sha256)
        if pair not in self._alignments:
            self._alignments[pair] = self._sources.align(pixels, specimen)
        return self._alignments[pair]

    def _reference(
        self,
        model_id: str,
        picture: SpecimenPicture,
        pixels: RgbPicture,
        box: Box,
        region: Region | None,
        note: str,
        slot_mm: tuple[float, float],
    ) -> Figure:
        words = self._words
        self._shown.setdefault(picture.sha256, UsedSpecimen(model_id, picture))
        model = self.model(model_id)
        badge = words("head.generated" if model and model.generated else "head.specimen")
        parts = [*self._light_parts(picture.light), words.name("page", picture.page), *([note] if note else [])]
        parts += self._profile(picture)
        parts.append(words("figure.hash", hash=picture.sha256[:HASH_PREFIX]))
        # The picture may be shown at another size than the library states its scale for.
        px_per_mm = picture.px_per_mm * pixels.shape[1] / picture.width if picture.width else None
        points = region.points_px if region else ()
        title = self._specimen_title(model_id)
        return self._figure(title, badge, parts, pixels, box, points, _shape(region), px_per_mm, slot_mm)

    def _specimen_title(self, model_id: str) -> str:
        return self._words("figure.specimen", model=model_id)

    def _nearest_light(self, model_id: str, capture: CaptureRecord) -> str | None:
        """Light of the model's pictures of that page nearest to the capture's."""
        model, wanted = self.model(model_id), find_light(capture.light)
        if model is None or wanted is None:
            return None
        lights = (find_light(each.light) for each in model.pictures if each.page == capture.page)
        found = counterpart(wanted, tuple(each for each in lights if each is not None))
        return found.code if found else None


def item_name(exhibit: Exhibit, words: Wording) -> str:
    """``Item 1`` in the language of the report."""
    return words("items.item", no=exhibit.exhibit_no)


def _shape(region: Region | None) -> Shape | None:
    return region.shape if region else None


def _whole(pixels: RgbPicture) -> Box:
    return 0, 0, pixels.shape[1], pixels.shape[0]


def _moved(region: Region, matrix: NDArray[np.float64]) -> Region:
    """A region in the pixels of the other picture; a rectangle becomes the polygon of its corners."""
    points = region.points_px
    shape = region.shape
    if shape is Shape.RECTANGLE:
        (x0, y0), (x1, y1) = points
        points, shape = ((x0, y0), (x1, y0), (x1, y1), (x0, y1)), Shape.POLYGON
    source = np.asarray(points, np.float64).reshape(-1, 1, 2)
    moved = cv2.perspectiveTransform(source, np.asarray(matrix, np.float64)).reshape(-1, 2)
    return Region(shape, tuple((float(x), float(y)) for x, y in moved))

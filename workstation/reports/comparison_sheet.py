"""The comparison sheet: every light, the questioned document over the reference, same crop, same scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from workstation.captures import CaptureRecord, Origin
from workstation.cases.model import CaseSnapshot, Finding, Region, Shape
from workstation.errors import ReportError
from workstation.lights import find_light
from workstation.reports.context import has_origin, is_draft, marks, report_id
from workstation.reports.laying import Column, How, Laying, Side, sides
from workstation.reports.model import Band, Block, Figure, Figures, Heading, Notice, Outline, Paragraph, ReportModel
from workstation.reports.pictures import Box, crop_box, known_scale, outline, print_picture, scale_bar
from workstation.reports.sources import ReportSources, RgbPicture
from workstation.reports.wording import Wording, number
from workstation.specimens.model import SpecimenModel, SpecimenPicture

COLUMNS = 3
SLOT_MM = (54.0, 31.0)
HASH_PREFIX = 12


def build_sheet(
    snapshot: CaseSnapshot, sources: ReportSources, *, language: str, printed_at: datetime, finding: int | None = None
) -> ReportModel:
    """A comparison sheet of its own.

    Parameters
    ----------
    finding : int or None
        Number of a finding, from 1: only its side of its item, cut to its region. None shows every side whole.

    Raises
    ------
    ReportError
        ``sheet-empty``: the case holds no picture; ``sheet-finding``: there is no such finding with a region.
    """
    words, info = Wording(language), snapshot.info
    if not snapshot.captures:
        raise ReportError("sheet-empty")
    cut = None if finding is None else _demand_region(snapshot, finding)
    state = words(
        "head.state_draft" if is_draft(snapshot) else "head.state_signed", date=words.date(info.signed_off_at)
    )
    facts = {"report_id": report_id(snapshot), "case_no": info.case_no}
    blocks: list[Block] = [
        Notice(words(f"sheet.notice_{each.value}"))
        for each in (Origin.SIMULATED, Origin.FILE)
        if has_origin(snapshot, each)
    ]
    return ReportModel(
        language=language,
        title=words("sheet.title") if cut is None else words("sheet.title_finding", n=finding),
        subtitle=words("sheet.subtitle", state=state, printed=words.date(printed_at), **facts),
        agency=info.agency,
        agency_field=words("case.agency"),
        case_field=words("case.case_no"),
        running_head=(words("sheet.running", case_no=info.case_no), marks(snapshot, words)),
        footer=words("sheet.footer", **facts),
        page_number=words("head.page", page="{page}", pages="{pages}"),
        watermark="",
        report_id=report_id(snapshot),
        printed_at=printed_at,
        blocks=(*blocks, *_Sheet(snapshot, sources, words, cut).blocks(1)),
    )


def annex(snapshot: CaseSnapshot, sources: ReportSources, words: Wording) -> Iterator[Block]:
    """The same as a part of the report; absent where the case holds no picture."""
    if snapshot.captures:
        yield Heading(words("sheet.annex"), page_break=True)
        yield from _Sheet(snapshot, sources, words, None).blocks(2)


@dataclass(frozen=True, slots=True)
class _Cut:
    """The region of a finding that all lights of its side are cut to."""

    capture: CaptureRecord
    region: Region


def _demand_region(snapshot: CaseSnapshot, place: int) -> _Cut:
    if 1 <= place <= len(snapshot.findings):
        finding = snapshot.findings[place - 1]
        if finding.region is not None and finding.capture_id is not None:
            return _Cut(snapshot.capture(finding.capture_id), finding.region)
    raise ReportError("sheet-finding", n=place, count=len(snapshot.findings))


class _Sheet:
    """Blocks of every side."""

    def __init__(self, snapshot: CaseSnapshot, sources: ReportSources, words: Wording, cut: _Cut | None) -> None:
        self._snapshot, self._sources, self._words, self._cut = snapshot, sources, words, cut
        self._models = {each.exhibit_id: self._model(each.model_id) for each in snapshot.exhibits}
        self._places = {each.capture_id: place for place, each in enumerate(snapshot.captures, start=1)}

    def _model(self, model_id: str) -> SpecimenModel | None:
        return self._sources.model(model_id) if model_id else None

    def blocks(self, level: int) -> Iterator[Block]:
        """Heading, how the reference lies, and bands of lights, for every side; ``level`` is that of its heading."""
        for side in sides(self._snapshot, self._models):
            if self._cut is None or (self._cut.capture.exhibit_id, self._cut.capture.page) == (
                side.exhibit.exhibit_id,
                side.page,
            ):
                yield from self._side(side, level)

    def _side(self, side: Side, level: int) -> Iterator[Block]:
        words, model = self._words, self._models.get(side.exhibit.exhibit_id)
        laying = Laying(side, self._sources)
        item = words("items.item", no=side.exhibit.exhibit_no)
        yield Heading(words("sheet.side", item=item, page=words.name("page", side.page)), level)
        said = [words("sheet.about")]
        if model is None:
            said.append(words("limitations.reference", no=side.exhibit.exhibit_no))
        elif laying.light:
            said.append(words("sheet.laid", model=model.model_id, light=words.light(laying.light)))
        else:
            said.append(words("sheet.not_laid", model=model.model_id))
        if any(self._findings(each.capture) for each in side.columns):
            said.append(words("sheet.outlined"))
        yield Paragraph(" ".join(said), small=True)
        paper = self._paper_scale(side)
        cells = [self._cells(side, column, laying, model, paper) for column in side.columns]
        for start in range(0, len(cells), COLUMNS):
            rows = zip(*cells[start : start + COLUMNS], strict=True)
            yield Band(tuple(Figures(row, COLUMNS) for row in rows))

    # ------------------------------------------------------------------ cells

    def _cells(
        self, side: Side, column: Column, laying: Laying, model: SpecimenModel | None, paper: float | None
    ) -> tuple[Figure, ...]:
        upper = self._questioned(column, laying, paper)
        return (upper,) if model is None else (upper, self._reference(side, column, laying, model, paper))

    def _questioned(self, column: Column, laying: Laying, paper: float | None) -> Figure:
        words, capture = self._words, column.capture
        if capture is None:
            return self._empty(column.light, words("sheet.not_taken"))
        pixels = laying.questioned(capture)
        parts = [words("sheet.questioned", n=self._places[capture.capture_id]), *self._light(column.light)]
        if capture.filter:
            parts.append(words("figure.filter", filter=capture.filter))
        if capture.exposure_ms is not None:
            parts.append(words("figure.exposure", value=number(capture.exposure_ms)))
        parts += [*self._profile(capture), words("figure.hash", hash=capture.sha256[:HASH_PREFIX])]
        badge = "" if capture.origin is Origin.LIVE else words(f"head.{capture.origin.value}")
        return self._figure(column.light, badge, parts, pixels, known_scale(capture.px_per_mm), column.capture, paper)

    def _reference(
        self, side: Side, column: Column, laying: Laying, model: SpecimenModel, paper: float | None
    ) -> Figure:
        words, laid = self._words, laying.reference(column)
        if laid is None or column.specimen is None:
            return self._empty(column.light, words("sheet.no_specimen"))
        pixels, scale, how = laid
        parts = [words("sheet.reference", model=model.model_id), *self._light(column.light)]
        if how is not How.REGISTERED:
            parts.append(words(f"sheet.{how}"))
        parts += [*self._profile(column.specimen), words("figure.hash", hash=column.specimen.sha256[:HASH_PREFIX])]
        badge = words("head.generated" if model.generated else "head.specimen")
        over = None if how is How.WHOLE else column.capture
        return self._figure(column.light, badge, parts, pixels, scale, over, paper, whole=how is How.WHOLE)

    def _figure(
        self,
        light: str,
        badge: str,
        parts: Sequence[str],
        pixels: RgbPicture,
        px_per_mm: float | None,
        capture: CaptureRecord | None,
        paper: float | None,
        *,
        whole: bool = False,
    ) -> Figure:
        size = pixels.shape[1], pixels.shape[0]
        box = (0, 0, *size) if whole else self._box(*size)
        left, top, right, bottom = box
        slot = SLOT_MM
        if paper is not None and px_per_mm is not None:
            slot = ((right - left) / px_per_mm * paper, (bottom - top) / px_per_mm * paper)
        picture = print_picture(pixels[top:bottom, left:right], slot)
        note = self._words("figure.scale_unknown") if px_per_mm is None else ""
        if px_per_mm is not None:
            note = self._words("figure.scale_small", px_per_mm=number(px_per_mm))
        return Figure(
            self._words.light(light, short=True),
            badge,
            " · ".join(parts),
            SLOT_MM,
            picture,
            tuple(self._outlines(capture, box)),
            scale_bar(px_per_mm, box, picture),
            note,
        )

    def _empty(self, light: str, why: str) -> Figure:
        return Figure(self._words.light(light, short=True), "", why, SLOT_MM)

    def _profile(self, picture: CaptureRecord | SpecimenPicture) -> list[str]:
        name = self._sources.profile(picture)
        return [self._words("figure.profile", profile=name)] if name else []

    def _light(self, code: str) -> list[str]:
        words, light, name = self._words, find_light(code), self._words.light(code)
        said = [name]
        if light is not None and light.wavelength_nm is not None and f"{light.wavelength_nm} nm" not in name:
            said.append(f"{light.wavelength_nm} nm")
        return [*said, words("light.false_colour")] if light is None or light.false_colour else said

    # ------------------------------------------------------------------ places

    def _box(self, width: int, height: int) -> Box:
        """The same part of every picture of a side, in the pixels of one of that size."""
        if self._cut is None:
            return 0, 0, width, height
        record = self._cut.capture
        across, down = width / record.width, height / record.height
        left, top, right, bottom = crop_box(self._cut.region, record.width, record.height)
        x, y = round(left * across), round(top * down)
        return x, y, max(round(right * across), x + 1), max(round(bottom * down), y + 1)

    def _paper_scale(self, side: Side) -> float | None:
        """Millimetres on paper for one on the document, so that the largest picture of a side fits its cell."""
        shares = []
        for capture in (each.capture for each in side.columns):
            scale = known_scale(capture.px_per_mm) if capture else None
            if capture is not None and scale is not None:
                left, top, right, bottom = self._box(capture.width, capture.height)
                shares.append(min(SLOT_MM[0] * scale / (right - left), SLOT_MM[1] * scale / (bottom - top)))
        return min(shares, default=None)

    def _findings(self, capture: CaptureRecord | None) -> list[tuple[int, Finding]]:
        return [
            (place, each)
            for place, each in enumerate(self._snapshot.findings, start=1)
            if capture is not None and each.capture_id == capture.capture_id and each.region is not None
        ]

    def _outlines(self, capture: CaptureRecord | None, box: Box) -> Iterator[Outline]:
        for place, finding in self._findings(capture):
            assert finding.region is not None
            if _meets(finding.region, box):
                rectangle = finding.region.shape is Shape.RECTANGLE
                drawn = outline(finding.region.points_px, box, rectangle=rectangle)
                yield Outline(drawn.points, str(place))


def _meets(region: Region, box: Box) -> bool:
    left, top, right, bottom = region.bounds_px()
    return left < box[2] and right > box[0] and top < box[3] and bottom > box[1]

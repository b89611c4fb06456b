"""How a report is printed: blocks laid out on A4 by ReportLab. The same model gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from io import BytesIO
from itertools import pairwise
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, PageBreak, PageTemplate

from workstation.reports import model as m
from workstation.reports.flowables import (
    HAIRLINE,
    MARK,
    PANEL,
    TONE_COLOURS,
    FigureRow,
    FindingBar,
    MachineText,
    NoticeBar,
    PanelBox,
    SignatureLines,
)
from workstation.reports.grid import Grid, GridLook, GridRow
from workstation.reports.typeset import (
    ACCENT,
    BOLD,
    INK,
    MACHINE,
    REGULAR,
    SOFT,
    Style,
    Text,
    draw_line,
    faces,
    fit_line,
    register_faces,
)

# ASCII85 makes a report with pictures seven times slower and a quarter larger; no PDF reader needs it.
rl_config.useA85 = 0

SIDE, TOP, BOTTOM = 20 * mm, 24 * mm, 21 * mm
WIDTH = A4[0] - 2 * SIDE
PAGE_HEIGHT = A4[1] - TOP - BOTTOM
LABEL_WIDTH = 42 * mm

BODY = Style()
SMALL = Style(8, 11.6, REGULAR, SOFT)
CELL = Style(8, 11.2)
HEAD_CELL = Style(7.6, 10.6, BOLD, SOFT)
HASH_CELL = Style(6.4, 9.4, MACHINE)
GRID_LOOK = GridLook(PANEL, HAIRLINE, ACCENT)
# A finding does not begin where only its head and a line or two would fit.
FINDING_ROOM = 110.0
TABLE_ROOM = 90.0
HEADINGS = {1: Style(12.6, 17, BOLD, ACCENT), 2: Style(10, 14, BOLD, INK)}
RUNNING = Style(7.4, 9.6, REGULAR, SOFT)
RUNNING_MARK = Style(7.4, 9.6, BOLD, MARK)
_WATERMARK = Style(104, 104, BOLD, Color(0.35, 0.4, 0.45, alpha=0.14))


@dataclass(frozen=True, slots=True)
class SignaturePlace:
    """Where a role signs: ``box_pt`` is left, bottom, right, top on the page of that index."""

    name: str
    page: int
    box_pt: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF file, and where it is signed."""

    pdf: bytes
    places: tuple[SignaturePlace, ...]


class _Pages(Canvas):  # type: ignore[misc]
    """Keeps pages back until their number is known, then adds head, foot, watermark and outline."""

    def __init__(self, *arguments: Any, report: m.ReportModel, places: list[SignaturePlace], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._places = places
        self._report = report
        self._kept: list[dict[str, Any]] = []
        self._headings: list[tuple[int, str, int, float]] = []
        made = f"D:{report.printed_at.astimezone(UTC):%Y%m%d%H%M%S}Z"
        self.setDateFormatter(lambda *_: made)

    def note_heading(self, text: str, level: int, y: float) -> None:
        """Remember a heading of the page in hand for the outline."""
        self._headings.append((len(self._kept), text, level, y))

    def note_place(self, name: str, box_pt: tuple[float, float, float, float]) -> None:
        """Remember a place to sign on the page in hand."""
        self._places.append(SignaturePlace(name, len(self._kept), box_pt))

    def showPage(self) -> None:
        """Keep the page."""
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Finish every page and write the file."""
        kept, headings = self._kept, self._headings
        for index, page in enumerate(kept):
            self.__dict__.update(page)
            self._draw_margins(index + 1, len(kept))
            for place, (where, text, level, y) in enumerate(headings):
                if where == index:
                    self.bookmarkHorizontal(f"h{place}", 0, y)
                    self.addOutlineEntry(text, f"h{place}", level - 1, closed=False)
            super().showPage()
        super().save()

    def _draw_margins(self, page: int, pages: int) -> None:
        report = self._report
        chain, bold = faces(REGULAR, report.language), faces(BOLD, report.language)
        head_y, foot_y = A4[1] - 13 * mm, 12 * mm
        left, right = report.running_head
        mark = fit_line(right, WIDTH * 0.55 / RUNNING_MARK.size, bold, right)
        draw_line(self, mark, A4[0] - SIDE - mark.width * RUNNING_MARK.size, head_y, RUNNING_MARK)
        room = WIDTH - mark.width * RUNNING_MARK.size - 10
        draw_line(self, fit_line(left, room / RUNNING.size, chain, report.case_field), SIDE, head_y, RUNNING)
        number = fit_line(report.page_number.format(page=page, pages=pages), 200, chain, report.title)
        draw_line(self, number, A4[0] - SIDE - number.width * RUNNING.size, foot_y, RUNNING)
        room = WIDTH - number.width * RUNNING.size - 10
        draw_line(self, fit_line(report.footer, room / RUNNING.size, chain, report.case_field), SIDE, foot_y, RUNNING)
        self.setStrokeColor(HAIRLINE)
        self.setLineWidth(0.5)
        self.line(SIDE, head_y - 5, A4[0] - SIDE, head_y - 5)
        self.line(SIDE, foot_y + 11, A4[0] - SIDE, foot_y + 11)
        if report.watermark:
            self._draw_watermark(report.watermark, bold)

    def _draw_watermark(self, text: str, chain: tuple[str, ...]) -> None:
        self.saveState()
        self.translate(A4[0] / 2, A4[1] / 2)
        self.rotate(52)
        line = fit_line(text, 6, chain, text)
        draw_line(self, line, -line.width * _WATERMARK.size / 2, -_WATERMARK.size / 3, _WATERMARK)
        self.restoreState()


class _Heading(Text):
    """A heading that the outline of the file names."""

    def __init__(self, block: m.Heading, language: str) -> None:
        before = {1: 13.0, 2: 8.0}[block.level]
        super().__init__(
            block.text,
            HEADINGS[block.level],
            language,
            field=block.text,
            before=before,
            after={1: 6.0, 2: 2.0}[block.level],
            keep_with_next=True,
        )
        self._block = block

    def draw(self) -> None:
        """Draw the text, and the rule under a section."""
        super().draw()
        y = self.canv.absolutePosition(0, 0)[1]
        self.canv.note_heading(self._block.text, self._block.level, y + 24)
        if self._block.level == 1:
            self.canv.setStrokeColor(HAIRLINE)
            self.canv.setLineWidth(0.6)
            self.canv.line(0, -1.5, self.width, -1.5)


def _heading(block: m.Heading, language: str) -> list[Flowable]:
    heading = _Heading(block, language)
    return [PageBreak(), heading] if block.page_break else [heading]


def _paragraph(block: m.Paragraph, language: str) -> list[Flowable]:
    return [Text(block.text, SMALL if block.small else BODY, language, field=block.field, after=4)]


def _bullets(block: m.Bullets, language: str) -> list[Flowable]:
    return [Text(each, BODY, language, field=block.field, label="–", indent=12, after=2.5) for each in block.items]


def _facts(block: m.Facts, language: str) -> list[Flowable]:
    return [
        Text(
            value,
            BODY,
            language,
            field=f"{block.field}: {label}" if block.field else label,
            label=label,
            indent=LABEL_WIDTH,
            after=2.2,
        )
        for label, value in block.rows
    ]


def _panel(block: m.Panel, language: str) -> list[Flowable]:
    return [PanelBox(block, language)]


def _notice(block: m.Notice, language: str) -> list[Flowable]:
    return [NoticeBar(block.text, language)]


def _cell(block: m.Table, row: m.Row, column: int, language: str) -> Text:
    tone = dict(row.tones).get(column)
    style = HASH_CELL if column in block.machine else CELL
    if row.marked or tone is not None:
        colour = INK if tone is None else TONE_COLOURS[tone]
        style = Style(style.size, style.leading, BOLD, colour)
    field = f"{block.field}: {block.header[column]}" if block.field else block.header[column]
    return Text(row.cells[column], style, language, field=field)


def _table(block: m.Table, language: str) -> list[Flowable]:
    def head() -> tuple[Text, ...]:
        return tuple(Text(each, HEAD_CELL, language, field=each) for each in block.header)

    rows = [
        GridRow(tuple(_cell(block, row, column, language) for column in range(len(row.cells))), row.marked)
        for row in block.rows
    ]
    return [Grid(head, rows, block.shares, GRID_LOOK, PAGE_HEIGHT)]


def _machine_lines(block: m.MachineLines, language: str) -> list[Flowable]:
    title = Text(block.title, SMALL, language, field=block.field, keep_with_next=True)
    return [title, MachineText(block.lines, language, block.field)]


def _commands(block: m.Commands, language: str) -> list[Flowable]:
    style = Style(7.4, 11.4, MACHINE)
    return [Text(each, style, language, field=each, indent=8, after=2) for each in block.lines]


def _figures(block: m.Figures, language: str) -> list[Flowable]:
    return [FigureRow(block.items, language, block.columns)]


def _band(block: m.Band, language: str) -> list[Flowable]:
    rows = [flowable for row in block.rows for flowable in _figures(row, language)]
    for row in rows[:-1]:
        # A KeepTogether of its own would have no height for the heading before it, which then stayed behind alone.
        row.keepWithNext = True
    return rows


def _finding_head(block: m.FindingHead, language: str) -> list[Flowable]:
    return [CondPageBreak(FINDING_ROOM), FindingBar(block, language)]


def _signatures(block: m.Signatures, language: str) -> list[Flowable]:
    return [SignatureLines(block, language)]


_LAYOUT: dict[type, Callable[[Any, str], list[Flowable]]] = {
    m.Heading: _heading,
    m.Paragraph: _paragraph,
    m.Bullets: _bullets,
    m.Facts: _facts,
    m.Panel: _panel,
    m.Notice: _notice,
    m.Table: _table,
    m.MachineLines: _machine_lines,
    m.Commands: _commands,
    m.Figures: _figures,
    m.Band: _band,
    m.FindingHead: _finding_head,
    m.Signatures: _signatures,
}


def _title(report: m.ReportModel) -> list[Flowable]:
    return [
        Text(report.agency, Style(9.4, 13, BOLD, SOFT), report.language, field=report.agency_field, after=1),
        Text(report.title, Style(21, 27, BOLD, ACCENT), report.language, after=1),
        Text(report.subtitle, Style(9.6, 14, REGULAR, SOFT), report.language, field=report.case_field, after=6),
    ]


def render(report: m.ReportModel) -> bytes:
    """The pages alone; see ``lay_out``."""
    return lay_out(report).pdf


def lay_out(report: m.ReportModel) -> Printed:
    """The report as a PDF file: faces embedded, text selectable, pages numbered.

    Raises
    ------
    ReportError
        A character has no glyph in any face (``report-no-glyph``).
    """
    register_faces()
    target = BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=A4,
        leftMargin=SIDE,
        rightMargin=SIDE,
        topMargin=TOP,
        bottomMargin=BOTTOM,
        title=f"{report.title} {report.report_id}",
        author=report.agency,
        subject=report.report_id,
        creator="QDBench",
        invariant=1,
        pageCompression=1,
        lang={"en": "en-GB", "zh_CN": "zh-CN"}[report.language],
    )
    frame = Frame(SIDE, BOTTOM, WIDTH, PAGE_HEIGHT, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate(id="page", frames=[frame])])
    story = _title(report)
    for block, following in pairwise([*report.blocks, None]):
        flowables = _LAYOUT[type(block)](block, report.language)
        if isinstance(following, m.Table) and getattr(flowables[-1], "keepWithNext", False):
            # A heading kept with a whole table would move the table to the next page; a table flows.
            flowables[-1].keepWithNext = False
            flowables.insert(-1, CondPageBreak(TABLE_ROOM))
        story.extend(flowables)

    places: list[SignaturePlace] = []

    def pages(*arguments: Any, **options: Any) -> _Pages:
        face = {"initialFontName": faces(REGULAR, "en")[0]}
        return _Pages(*arguments, report=report, places=places, **options | face)

    document.build(story, canvasmaker=pages)
    return Printed(target.getvalue(), tuple(places))

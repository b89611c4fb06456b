"""Parts of a page that ReportLab has not: figures with scale bars, the summary box, signature lines."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable

from workstation.reports.model import Figure, FindingHead, Outline, Panel, Picture, ScaleBar, Signatures, Tone
from workstation.reports.typeset import (
    ACCENT,
    BOLD,
    INK,
    MACHINE,
    REGULAR,
    SOFT,
    Style,
    Text,
    break_lines,
    draw_line,
    faces,
    fit_line,
)
from workstation.reports.wording import number

HAIRLINE = HexColor(0xC6CFD6)
PANEL = HexColor(0xF2F5F7)
MARK = HexColor(0xA3201D)
OUTLINE = HexColor(0xD81E1E)
TONE_COLOURS: dict[Tone, Color] = {
    Tone.NEUTRAL: SOFT,
    Tone.GOOD: HexColor(0x1D6B3C),
    Tone.BAD: MARK,
    Tone.OPEN: HexColor(0x8A5A00),
}

_CAPTION = Style(7.2, 9.8, REGULAR, SOFT)
_FIGURE_TITLE = Style(7.6, 10, BOLD, INK)
_BADGE = Style(6.6, 9, BOLD, white)
_BAR_LABEL = Style(7, 9, REGULAR, INK)
_STRIP, _BAR_ROOM = 13.0, 15.0
_LEAST_STRIP_MM = 74.0


class _Encoded(ImageReader):  # type: ignore[misc]
    """An encoded picture. ReportLab names pictures by their pixels; a JPEG is named by its bytes instead."""

    def __init__(self, picture: Picture) -> None:
        super().__init__(BytesIO(picture.encoded))
        self._bytes = picture.encoded

    def getRGBData(self) -> Any:
        """What the name of the picture is computed from, and the pixels of a PNG."""
        if self.jpeg_fh() is None:
            return super().getRGBData()
        self._dataA = None
        return self._bytes


def _line_of(text: str, style: Style, width: float, language: str, field: str = "") -> Any:
    return fit_line(text, width / style.size, faces(style.weight, language), field)


class FigureRow(Flowable):  # type: ignore[misc]
    """Figures side by side, tops in line. It is never split."""

    def __init__(self, figures: tuple[Figure, ...], language: str, columns: int = 2) -> None:
        super().__init__()
        self._figures, self._language, self._columns = figures, language, columns
        self._captions: list[list[Any]] = []
        self.spaceBefore, self.spaceAfter = (4, 8) if columns <= 2 else (1, 2)
        self.width = self.height = 0.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Break the captions; the height is that of the tallest figure."""
        chain = faces(_CAPTION.weight, self._language)
        self._captions = [
            break_lines(each.caption, each.slot_mm[0] * mm / _CAPTION.size, chain, each.title)
            for each in self._figures
        ]
        heights = [
            _STRIP + _picture_height(each) + _BAR_ROOM + len(caption) * _CAPTION.leading
            for each, caption in zip(self._figures, self._captions, strict=True)
        ]
        self.width, self.height = available_width, max(heights)
        return self.width, self.height

    def draw(self) -> None:
        """Draw each figure in its column, the first left, the last right."""
        for index, (figure, caption) in enumerate(zip(self._figures, self._captions, strict=True)):
            slot_width = figure.slot_mm[0] * mm
            x = index * (self.width - slot_width) / (self._columns - 1)
            self._draw_figure(figure, caption, x, slot_width)

    def _draw_figure(self, figure: Figure, caption: list[Any], x: float, slot_width: float) -> None:
        canvas = self.canv
        top = self.height
        strip = slot_width
        if figure.picture is not None:
            strip = min(slot_width, max(figure.picture.width_mm, _LEAST_STRIP_MM) * mm)
        badge_width = _draw_badge(canvas, figure.badge, x + strip, top - 10.5, self._language)
        title = _line_of(figure.title, _FIGURE_TITLE, strip - badge_width - 6, self._language, figure.title)
        draw_line(canvas, title, x, top - 8.5, _FIGURE_TITLE)
        height = _picture_height(figure)
        bottom = top - _STRIP - height
        if figure.picture is None:
            canvas.setStrokeColor(HAIRLINE)
            canvas.setDash(2, 2)
            canvas.rect(x, bottom, slot_width, height)
            canvas.setDash()
        else:
            width = figure.picture.width_mm * mm
            canvas.drawImage(_Encoded(figure.picture), x, bottom, width, height)
            canvas.setStrokeColor(HAIRLINE)
            canvas.setLineWidth(0.4)
            canvas.rect(x, bottom, width, height)
            for outline in figure.outlines:
                _draw_outline(canvas, outline, x, bottom, width, height, self._language)
            _draw_bar(canvas, figure.bar, figure.scale_note, x, bottom - 4, slot_width, self._language)
        y = bottom - _BAR_ROOM - _CAPTION.size
        for line in caption:
            draw_line(canvas, line, x, y, _CAPTION)
            y -= _CAPTION.leading


def _picture_height(figure: Figure) -> float:
    return float((figure.picture.height_mm if figure.picture else 18.0) * mm)


def _draw_badge(canvas: Any, badge: str, right: float, y: float, language: str) -> float:
    if not badge:
        return 0.0
    line = _line_of(badge, _BADGE, 200, language)
    width = float(line.width * _BADGE.size + 8)
    canvas.setFillColor(MARK)
    canvas.rect(right - width, y, width, 9.6, stroke=0, fill=1)
    draw_line(canvas, line, right - width + 4, y + 2.6, _BADGE)
    return width


def _draw_outline(
    canvas: Any, outline: Outline, x: float, y: float, width: float, height: float, language: str
) -> None:
    points = [(x + fx * width, y + (1 - fy) * height) for fx, fy in outline.points]
    path = canvas.beginPath()
    if len(points) == 1:
        px, py = points[0]
        path.circle(px, py, 7)
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            path.moveTo(px + 7 * dx, py + 7 * dy)
            path.lineTo(px + 14 * dx, py + 14 * dy)
    else:
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        path.close()
    canvas.saveState()
    canvas.setLineJoin(1)
    for colour, line_width in ((white, 2.4), (OUTLINE, 1.4)):
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(line_width)
        canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()
    if outline.label:
        _draw_label(canvas, outline.label, points, (x, x + width, y + height), language)


def _draw_label(
    canvas: Any, label: str, points: list[tuple[float, float]], room: tuple[float, float, float], language: str
) -> None:
    """A number on a ground of its own at the upper left of an outline, within the picture."""
    line = _line_of(label, _BADGE, 60, language)
    wide, high = line.width * _BADGE.size + 4, 8.4
    left, right, top = room
    at_x = min(max(min(px for px, _ in points) - wide, left), right - wide)
    at_y = min(max(py for _, py in points), top - high)
    canvas.setFillColor(OUTLINE)
    canvas.rect(at_x, at_y, wide, high, stroke=0, fill=1)
    draw_line(canvas, line, at_x + 2, at_y + 2, _BADGE)


def _draw_bar(
    canvas: Any, bar: ScaleBar | None, note: str, x: float, y: float, slot_width: float, language: str
) -> None:
    if bar is None:
        draw_line(canvas, _line_of(note, _CAPTION, slot_width, language), x, y - 6, _CAPTION)
        return
    length = bar.paper_mm * mm
    canvas.saveState()
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(1.1)
    canvas.line(x, y - 4, x + length, y - 4)
    for end in (x, x + length):
        canvas.line(end, y - 6.5, end, y - 1.5)
    canvas.restoreState()
    label = _line_of(f"{number(bar.length_mm)} mm", _BAR_LABEL, 80, language)
    draw_line(canvas, label, x + length + 4, y - 6.5, _BAR_LABEL)


class PanelBox(Flowable):  # type: ignore[misc]
    """A box: a title and lines that each wrap within it."""

    _PAD = 9.0

    def __init__(self, block: Panel, language: str) -> None:
        super().__init__()
        title = block.title
        body = Style(11.5, 16, BOLD, INK) if block.strong else Style(9.6, 14, REGULAR, INK)
        self._parts = [
            Text(title, Style(8, 12, BOLD, ACCENT), language, field=title, after=2),
            *(Text(line, body, language, field=title, after=1.5) for line in block.lines),
        ]
        self._heights: list[float] = []
        self.spaceBefore, self.spaceAfter = 6, 10
        self.width = self.height = 0.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Wrap the lines within the padding."""
        room = available_width - 2 * self._PAD - 3
        self._heights = [part.wrap(room, available_height)[1] for part in self._parts]
        self.width = available_width
        self.height = sum(self._heights) + sum(part.spaceAfter for part in self._parts) + 2 * self._PAD - 2
        return self.width, self.height

    def draw(self) -> None:
        """Draw the box, its edge and its lines."""
        canvas = self.canv
        canvas.setFillColor(PANEL)
        canvas.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        canvas.setFillColor(ACCENT)
        canvas.rect(0, 0, 3, self.height, stroke=0, fill=1)
        y = self.height - self._PAD
        for part, height in zip(self._parts, self._heights, strict=True):
            part.drawOn(canvas, self._PAD + 3, y - height)
            y -= height + part.spaceAfter


class NoticeBar(Flowable):  # type: ignore[misc]
    """A line between two rules that must not be overlooked."""

    def __init__(self, text: str, language: str) -> None:
        super().__init__()
        self._text = Text(text, Style(8.8, 12.4, BOLD, MARK), language)
        self._text_height = 0.0
        self.spaceBefore, self.spaceAfter = 4, 6
        self.width = self.height = 0.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Height of the text and its surround."""
        self._text_height = self._text.wrap(available_width - 16, available_height)[1]
        self.width, self.height = available_width, self._text_height + 9
        return self.width, self.height

    def draw(self) -> None:
        """Draw the frame and the text."""
        self.canv.setStrokeColor(MARK)
        self.canv.setLineWidth(0.8)
        self.canv.rect(0, 0, self.width, self.height)
        self._text.drawOn(self.canv, 8, 4.5)


class FindingBar(Flowable):  # type: ignore[misc]
    """Head of a finding: its number, what it is about, what it speaks for."""

    def __init__(self, head: FindingHead, language: str) -> None:
        super().__init__()
        self._head, self._language = head, language
        self.spaceBefore, self.spaceAfter = 9, 4
        self.keepWithNext = True
        self.width, self.height = 0.0, 17.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """One line over the whole width."""
        self.width = available_width
        return self.width, self.height

    def draw(self) -> None:
        """Draw the bar."""
        canvas, head = self.canv, self._head
        canvas.setFillColor(PANEL)
        canvas.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        canvas.setFillColor(ACCENT)
        canvas.rect(0, 0, 3, self.height, stroke=0, fill=1)
        tag_style = Style(8, 11, BOLD, TONE_COLOURS[head.tone])
        tag = _line_of(head.significance, tag_style, self.width * 0.4, self._language, head.number)
        tag_width = tag.width * tag_style.size
        draw_line(canvas, tag, self.width - tag_width - 6, 5.4, tag_style)
        title_style = Style(9.4, 12, BOLD, INK)
        title = f"{head.number} · {head.title}"
        line = _line_of(title, title_style, self.width - tag_width - 24, self._language, head.number)
        draw_line(canvas, line, 9, 5.2, title_style)


class SignatureLines(Flowable):  # type: ignore[misc]
    """A line each for name, date and signature of every role."""

    _ROW = 40.0

    def __init__(self, block: Signatures, language: str) -> None:
        super().__init__()
        self._block, self._language = block, language
        self.spaceBefore = 4
        self.width = self.height = 0.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """One row a role."""
        self.width, self.height = available_width, self._ROW * len(self._block.rows)
        return self.width, self.height

    def draw(self) -> None:
        """Draw roles, printed names, rules and what belongs on each."""
        canvas = self.canv
        role_style, name_style = Style(9, 12, BOLD, SOFT), Style(9.2, 12, REGULAR, INK)
        columns = ((0.20, 0.46), (0.50, 0.66), (0.70, 1.0))
        y = self.height
        for (role, name), field in zip(self._block.rows, self._block.fields, strict=True):
            y -= self._ROW
            base = y + 14
            if field:
                left, bottom = canvas.absolutePosition(columns[1][0] * self.width, base)
                canvas.note_place(field, (left, bottom, left + 0.5 * self.width, bottom + self._ROW - 14))
            draw_line(canvas, _line_of(role, role_style, self.width * 0.19, self._language), 0, base, role_style)
            name_line = _line_of(name, name_style, self.width * 0.26, self._language, role)
            draw_line(canvas, name_line, self.width * 0.20, base + 2, name_style)
            canvas.setStrokeColor(SOFT)
            canvas.setLineWidth(0.5)
            for (start, end), legend in zip(columns, self._block.legend, strict=True):
                canvas.line(start * self.width, base - 2, end * self.width, base - 2)
                line = _line_of(legend, _CAPTION, (end - start) * self.width, self._language)
                draw_line(canvas, line, start * self.width, base - 11, _CAPTION)


class MachineText(Flowable):  # type: ignore[misc]
    """Lines in the face of the machine readable zone; 2.54 mm a character (ICAO 9303-3 4.4) where they fit."""

    _PITCH_SIZE = 2.54 * mm / 0.723

    def __init__(self, lines: tuple[str, ...], language: str, field: str) -> None:
        super().__init__()
        self._source, self._language, self._field = lines, language, field
        self._lines: list[Any] = []
        self._style = Style(self._PITCH_SIZE, self._PITCH_SIZE * 1.6, MACHINE, INK)
        self.spaceBefore, self.spaceAfter = 3, 6
        self.width = self.height = 0.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Break what is longer than the line."""
        chain = faces(MACHINE, self._language)
        room = (available_width - 16) / self._style.size
        self._lines = [line for each in self._source for line in break_lines(each, room, chain, self._field)]
        self.width = available_width
        self.height = len(self._lines) * self._style.leading + 8
        return self.width, self.height

    def draw(self) -> None:
        """Draw the lines on a pale ground."""
        self.canv.setFillColor(PANEL)
        self.canv.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        y = self.height - 4 - self._style.leading + 5
        for line in self._lines:
            draw_line(self.canv, line, 8, y, self._style)
            y -= self._style.leading

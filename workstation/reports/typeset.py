"""Text set in embedded faces: a face chosen for every word, lines broken right in Latin and in Chinese.

Text is never read as markup. A character that no face has is an error with its name, never a box.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable

from workstation.errors import ReportError
from workstation.resources import RESOURCES

INK = HexColor(0x1E252B)
SOFT = HexColor(0x5A6670)
ACCENT = HexColor(0x1F4E6B)

REGULAR, BOLD, MACHINE = "regular", "bold", "machine"
_LATIN = {REGULAR: "NotoSans-Regular", BOLD: "NotoSans-Bold"}
_CHINESE = {REGULAR: "NotoSansSC-Regular", BOLD: "NotoSansSC-Bold"}
_MACHINE_FACE = "OCRB"

# A Chinese line neither begins with a closing mark nor ends with an opening one.
_CLOSING = frozenset("，。、；：？！）》〉】〕」』”’…—％")
_OPENING = frozenset("（《〈【〔「『“‘")
_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_ATOM = re.compile(rf" +|[{_WIDE}]|[^ {_WIDE}]+")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks. Sizes in points."""

    size: float = 9.2
    leading: float = 13.6
    weight: str = REGULAR
    colour: Color = INK
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one face; ``width`` in points at size 1."""

    face: str
    text: str
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of runs; ``width`` in points at size 1."""

    runs: tuple[Run, ...]
    width: float


@cache
def register_faces() -> None:
    """Load the faces of ``resources/fonts``, once."""
    for name in (*_LATIN.values(), *_CHINESE.values(), _MACHINE_FACE):
        pdfmetrics.registerFont(TTFont(name, RESOURCES / "fonts" / f"{name}.ttf"))


def faces(weight: str, language: str) -> tuple[str, ...]:
    """Faces to try in order. Chinese text takes its Latin letters and quotation marks from the Chinese face."""
    if weight == MACHINE:
        return (_MACHINE_FACE, *faces(REGULAR, language))
    pair = (_LATIN[weight], _CHINESE[weight])
    return pair if language == "en" else pair[::-1]


@cache
def _widths(face: str) -> tuple[dict[int, float], frozenset[int]]:
    register_faces()
    metrics = pdfmetrics.getFont(face).face
    return metrics.charWidths, frozenset(metrics.charToGlyph)


def printable(text: str) -> str:
    """Composed text with line ends as ``\\n``; what has no visible form of its own is spelled as ``[U+202E]``."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    "))
    return "".join(_visible(each) for each in composed)


@lru_cache(maxsize=8192)
def _visible(character: str) -> str:
    if character == "\n":
        return character
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    return f"[U+{ord(character):04X}]" if category in _HIDDEN else character


@lru_cache(maxsize=65536)
def _shape(unit: str, chain: tuple[str, ...]) -> tuple[Run, ...] | str:
    """Runs of a word, in one face where one has all of it; the character itself where no face has it."""
    for face in chain:
        widths, present = _widths(face)
        if all(ord(each) in present for each in unit):
            return (Run(face, unit, sum(widths[ord(each)] for each in unit) / 1000),)
    if len(unit) == 1:
        return unit
    runs: list[Run] = []
    for each in unit:
        single = _shape(each, chain)
        if isinstance(single, str):
            return single
        runs.extend(single)
    return _joined(runs)


def _joined(runs: list[Run]) -> tuple[Run, ...]:
    joined: list[Run] = []
    for run in runs:
        if joined and joined[-1].face == run.face:
            joined[-1] = Run(run.face, joined[-1].text + run.text, joined[-1].width + run.width)
        else:
            joined.append(run)
    return tuple(joined)


def shape(unit: str, chain: tuple[str, ...], field: str) -> tuple[Run, ...]:
    """Runs of a word that is not broken.

    Raises
    ------
    ReportError
        No face of the chain has a character; facts name the ``character``, its ``codepoint`` and the ``field``.
    """
    runs = _shape(unit, chain)
    if isinstance(runs, str):
        raise ReportError("report-no-glyph", character=runs, codepoint=f"U+{ord(runs):04X}", field=field)
    return runs


def demand_printable(text: str, field: str, language: str) -> None:
    """Refuse text that a report could not print.

    Raises
    ------
    ReportError
        See ``shape``.
    """
    for unit in units(printable(text).replace("\n", " ")):
        shape(unit, faces(REGULAR, language), field)


def spelled(text: str, language: str) -> str:
    """Text with every character that no face has spelled as ``[U+1F600]``: for names of files, which nobody chose."""
    chain = faces(REGULAR, language)
    return "".join(
        each if each == "\n" or not isinstance(_shape(each, chain), str) else f"[U+{ord(each):04X}]"
        for each in printable(text)
    )


def units(paragraph: str) -> list[str]:
    """Parts between which a line may end: words with their spaces, single Chinese characters with their marks."""
    found: list[str] = []
    for atom in _ATOM.findall(paragraph):
        apart = not found or atom[0] == " " or found[-1][0] == " "
        if not apart and (atom[0] in _CLOSING or found[-1][-1] in _OPENING):
            found[-1] += atom
        else:
            found.append(atom)
    return found


def break_lines(text: str, width: float, chain: tuple[str, ...], field: str) -> list[Line]:
    """Lines of at most ``width`` (in points at size 1), at least one.

    Raises
    ------
    ReportError
        See ``shape``.
    """
    lines: list[Line] = []
    for paragraph in printable(text).split("\n"):
        lines.extend(_break_paragraph(paragraph, width, chain, field))
    return lines


def _break_paragraph(paragraph: str, width: float, chain: tuple[str, ...], field: str) -> list[Line]:
    lines: list[Line] = []
    current: list[Run] = []
    used = 0.0

    def end_line() -> None:
        nonlocal current, used
        while current and not current[-1].text.strip(" "):
            used -= current.pop().width
        lines.append(Line(_joined(current), used))
        current, used = [], 0.0

    for unit in units(paragraph):
        runs = shape(unit, chain, field)
        wide = sum(run.width for run in runs)
        blank = unit[0] == " "
        if used + wide > width and current and not blank:
            end_line()
        if blank and not current and lines:
            continue
        if wide <= width or blank:
            current.extend(runs)
            used += wide
            continue
        for character in unit:
            single = shape(character, chain, field)[0]
            if used + single.width > width and current:
                end_line()
            current.append(single)
            used += single.width
    end_line()
    return lines


def fit_line(text: str, width: float, chain: tuple[str, ...], field: str) -> Line:
    """The text on one line, its middle left out where it is too long."""
    text = " ".join(printable(text).split())
    whole = _break_paragraph(text, float("inf"), chain, field)[0]
    keep = len(text)
    while whole.width > width and keep > 2:
        keep = min(keep - 1, int(keep * width / whole.width))
        half = max(keep // 2, 1)
        whole = _break_paragraph(f"{text[:half]}…{text[-half:]}", float("inf"), chain, field)[0]
    return whole


def draw_line(canvas: Any, line: Line, x: float, y: float, style: Style) -> None:
    """Draw one line with its baseline at ``y``."""
    pen = canvas.beginText(x, y)
    pen.setFillColor(style.colour)
    for run in line.runs:
        pen.setFont(run.face, style.size)
        pen.textOut(run.text)
    canvas.drawText(pen)


class Text(Flowable):  # type: ignore[misc]
    """Text that flows over pages, optionally behind a label at the left of its first line.

    Parameters
    ----------
    text : str
        Printed literally; ``\\n`` ends a line.
    style : Style
    language : str
    field : str
        What the text is, for the error when a character has no glyph.
    label : str
        Set in bold left of the first line, within ``indent``.
    indent : float
        Points left of every line.
    """

    def __init__(
        self,
        text: str,
        style: Style,
        language: str,
        *,
        field: str = "",
        label: str = "",
        indent: float = 0.0,
        before: float = 0.0,
        after: float = 0.0,
        keep_with_next: bool = False,
    ) -> None:
        super().__init__()
        self._text, self._style, self._language = text, style, language
        self._field, self._label, self._indent = field, label, indent
        self._lines: list[Line] | None = None
        self._lines_width = 0.0
        self._label_lines: list[Line] = []
        self.spaceBefore, self.spaceAfter = before, after
        self.keepWithNext = keep_with_next
        self.width = 0.0

    @classmethod
    def _of_lines(cls, source: Text, lines: list[Line], *, first: bool) -> Text:
        part = cls("", source._style, source._language, field=source._field, indent=source._indent)
        part._lines, part._lines_width, part.width = lines, source._lines_width, source.width
        part._label_lines = source._label_lines if first else []
        if first:
            part.spaceBefore = source.spaceBefore
        else:
            part.spaceAfter = source.spaceAfter
        return part

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Break into lines of the width there is."""
        self.width = available_width
        room = available_width - self._indent
        if self._lines is None or (self._text and abs(room - self._lines_width) > 0.01):
            size = self._style.size
            chain = faces(self._style.weight, self._language)
            self._lines = break_lines(self._text, room / size, chain, self._field)
            self._lines_width = room
            if self._label:
                bold = faces(BOLD, self._language)
                self._label_lines = break_lines(self._label, (self._indent - 6) / size, bold, self._field)
        return available_width, max(len(self._lines), len(self._label_lines)) * self._style.leading

    @property
    def line_count(self) -> int:
        """Lines as last wrapped."""
        return len(self._lines or ())

    def divide(self, available_width: float, available_height: float) -> tuple[Text, Text] | None:
        """Lines that fit and the rest, which may be none; None where not even one line fits."""
        self.wrap(available_width, available_height)
        lines = self._lines or []
        fitting = int(available_height / self._style.leading + 1e-6)
        if fitting < max(1, len(self._label_lines)):
            return None
        return self._of_lines(self, lines[:fitting], first=True), self._of_lines(self, lines[fitting:], first=False)

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """First lines for this page, the rest for the next."""
        parts = self.divide(available_width, available_height)
        return list(parts) if parts and parts[1].line_count else []

    def draw(self) -> None:
        """Draw the lines from the top down."""
        style = self._style
        top = max(len(self._lines or ()), len(self._label_lines)) * style.leading
        baseline = top - style.leading + (style.leading - style.size) / 2 + style.size * 0.18
        bold = Style(style.size, style.leading, BOLD, SOFT)
        for index, line in enumerate(self._label_lines):
            draw_line(self.canv, line, 0, baseline - index * style.leading, bold)
        room = self.width - self._indent
        for index, line in enumerate(self._lines or ()):
            spare = room - line.width * style.size
            shift = {"left": 0.0, "centre": spare / 2, "right": spare}[style.align]
            draw_line(self.canv, line, self._indent + shift, baseline - index * style.leading, style)

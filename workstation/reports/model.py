"""What is printed, as plain values: no layout, no PDF, no array.

A report is a row of blocks. Text in a block is printed literally; where it came from a person, the block's labels
name the field, so that a character without a glyph can be reported by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Tone(StrEnum):
    """What a colour would say; the words always say it too."""

    NEUTRAL = "neutral"
    GOOD = "good"
    BAD = "bad"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Heading:
    """A section (level 1) or a part of one (level 2). ``page_break`` starts it on a new page."""

    text: str
    level: int = 1
    page_break: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. ``small`` for notes and explanations."""

    text: str
    field: str = ""
    small: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points."""

    items: tuple[str, ...]
    field: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values, one below the other."""

    rows: tuple[tuple[str, str], ...]
    field: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A box: the plain-language summary (at most five lines), or the level of a conclusion (``strong``)."""

    title: str
    lines: tuple[str, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """A line that must not be overlooked, such as the mark of simulated pictures."""

    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table. ``tones`` colours cells by column; ``marked`` is the chosen row of a scale."""

    cells: tuple[str, ...]
    marked: bool = False
    tones: tuple[tuple[int, Tone], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``shares`` are the columns' parts of the width; ``machine`` columns hold hashes."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    shares: tuple[float, ...]
    field: str = ""
    machine: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MachineLines:
    """Lines in the face of the machine readable zone, at its true pitch; ``title`` says whence they came."""

    title: str
    lines: tuple[str, ...]
    field: str = ""


@dataclass(frozen=True, slots=True)
class Commands:
    """Command lines to type."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it goes on paper.

    Attributes
    ----------
    encoded : bytes
        JPEG or PNG.
    width_px, height_px : int
        Of the encoded picture.
    width_mm, height_mm : float
        On paper.
    """

    encoded: bytes
    width_px: int
    height_px: int
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class Outline:
    """A region drawn over a picture: points as fractions of its width and height; one point is a cross.

    ``label`` stands beside it, such as the number of a finding.
    """

    points: tuple[tuple[float, float], ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """A bar of ``length_mm`` on the document, ``paper_mm`` long on paper."""

    length_mm: float
    paper_mm: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with all that must be known to read it.

    ``badge`` is the mark of anything but a live capture. ``picture`` is None where there is none to show;
    ``caption`` then says why.
    """

    title: str
    badge: str
    caption: str
    slot_mm: tuple[float, float]
    picture: Picture | None = None
    outlines: tuple[Outline, ...] = ()
    bar: ScaleBar | None = None
    scale_note: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Pictures side by side; ``columns`` says for how many there is room."""

    items: tuple[Figure, ...]
    columns: int = 2


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of pictures under each other, on one page."""

    rows: tuple[Figures, ...]


@dataclass(frozen=True, slots=True)
class FindingHead:
    """The bar above a finding: its number, what it is about, and what it speaks for."""

    number: str
    title: str
    significance: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on: role and printed name (may be empty). ``legend`` names what is written on each line.

    ``fields`` names the place of each row's electronic signature, empty where a row is only signed by hand.
    """

    rows: tuple[tuple[str, str], ...]
    legend: tuple[str, str, str]
    fields: tuple[str, ...]


Block = (
    Heading
    | Paragraph
    | Bullets
    | Facts
    | Panel
    | Notice
    | Table
    | MachineLines
    | Commands
    | Figures
    | Band
    | FindingHead
    | Signatures
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportModel:
    """A whole report.

    Attributes
    ----------
    language : str
        ``en`` or ``zh_CN``; chooses the order of the faces.
    title, subtitle, agency : str
        Head of the first page.
    agency_field, case_field : str
        What the agency and, in every other line of head and foot, the case number are called.
    running_head : tuple[str, str]
        Left and right above every page: what it is, and the mark of pictures that are not live.
    footer : str
        Below every page, beside the page number: case number and report id.
    page_number : str
        Pattern with ``{page}`` and ``{pages}``.
    watermark : str
        Across every page; empty on a signed report.
    """

    language: str
    title: str
    subtitle: str
    agency: str
    agency_field: str
    case_field: str
    running_head: tuple[str, str]
    footer: str
    page_number: str
    watermark: str
    report_id: str
    printed_at: datetime
    blocks: tuple[Block, ...]

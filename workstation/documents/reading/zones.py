"""From lines with the network's answers to a zone: which lines, which layout, which cells, what text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from workstation.documents.layouts import foreign_layout
from workstation.documents.mrz import MrzError, parse
from workstation.documents.reading import grid, networks
from workstation.documents.reading.accept import refusal
from workstation.documents.reading.decode import Probabilities, among_twins, confidence, decode
from workstation.documents.reading.geometry import Strip, TextLine, taken
from workstation.documents.reading.model import Cell, Substitution, ZoneReading
from workstation.documents.reading.strips import Grey

LINES = {30: 3, 36: 2, 44: 2}
"""Lines of a zone by their width in characters."""
_LEAST_EVIDENCE = 1.0
"""Log odds a cell must bring on average, or no row of characters stands there."""
_ROOM_PITCHES = 1.1
"""From the middle of the last character to where the picture must show that none follows."""
_MOST_BEYOND = 1.0
"""The same of a cell beside the lines, at most: more is a character, and the zone goes on."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with the network's answer."""

    strip: Strip
    answers: NDArray[np.float32]
    odds: grid.Columns
    rows: dict[int, grid.Row]

    @property
    def evidence(self) -> float:
        """How many characters show, by their probabilities."""
        return max((self._shown(row) for row in self.rows.values()), default=0.0)

    def _shown(self, row: grid.Row) -> float:
        shapes, some = grid.shapes(self.answers, row.columns)
        return float((shapes.max(axis=1) * some).sum())

    def along(self, column: float) -> float:
        """Distance along the line of a column of the answer."""
        return float(self.strip.along(np.array(column * networks.COLUMN_PX + 0.5)))

    def below(self, lead: TextLine) -> float:
        """How far its middle lies below another line, in pixels of the picture."""
        return float(lead.seen_from(self.strip.line.middle())[1])


def answered(strip: Strip, answers: NDArray[np.float32], pitch_px: float | None = None) -> Line:
    """A line with its rows; ``pitch_px`` from one character to the next in the picture, where others tell it."""
    odds = grid.presence(answers)
    pitch = grid.pitch_of(odds) if pitch_px is None else pitch_px / (networks.COLUMN_PX * strip.step)
    return Line(strip, answers, odds, grid.rows(odds, pitch))


def read_lines(
    picture: Grey, lines: tuple[TextLine, ...], *, widen: float = 1.0, pitch_px: float | None = None
) -> tuple[Line, ...]:
    """The lines, read once, with one pitch for all of them."""
    strips = [taken(picture, each, widen=widen) for each in lines]
    answers = [networks.characters_of(each.pixels) for each in strips]
    if pitch_px is None and strips:
        odds = [grid.presence(each) for each in answers]
        pitches = [
            grid.pitch_of(each) * networks.COLUMN_PX * strip.step for each, strip in zip(odds, strips, strict=True)
        ]
        pitch_px = float(np.median(pitches))
    return tuple(answered(strip, answer, pitch_px) for strip, answer in zip(strips, answers, strict=True))


def chosen(lines: tuple[Line, ...]) -> tuple[int, tuple[Line, ...]] | None:
    """The likeliest layout over the lines, as its width: two or three that follow each other."""
    found: list[tuple[float, int, tuple[Line, ...]]] = []
    for width, count in LINES.items():
        for some in combinations(lines, count):
            if all(width in each.rows for each in some) and _follow(some):
                total = sum(each.rows[width].evidence for each in some)
                if total > _LEAST_EVIDENCE * width * count:
                    found.append((total, width, some))
    if not found:
        return None
    _, width, best = max(found, key=lambda each: each[0])
    return width, best


def _follow(lines: tuple[Line, ...]) -> bool:
    """True for lines at about equal distances, as the lines of a zone are."""
    apart = [other.below(one.strip.line) / one.strip.line.capital_px for one, other in pairwise(lines)]
    return all(1.2 < each < 4.2 for each in apart) and max(apart) < 1.35 * min(apart)


def zone_of(lines: tuple[Line, ...]) -> ZoneReading | None:
    """The zone that the lines make; None where they make none."""
    found = chosen(lines)
    return None if found is None else _decoded(_begun_together(found[1], found[0]))


def _begun_together(lines: tuple[Line, ...], width: int) -> list[tuple[Line, grid.Row]]:
    """Rows of the lines; the surest says where the others begin, if they begin far from it."""
    lead = max(lines, key=lambda each: each.rows[width].evidence)
    start = lead.strip.line.points(np.array(lead.along(lead.rows[width].columns[0])))
    begun = []
    for line in lines:
        row = line.rows[width]
        expected = (float(line.strip.line.seen_from(start)[0]) - line.strip.first) / line.strip.step
        expected = (expected - 0.5) / networks.COLUMN_PX
        if line is not lead and abs(row.columns[0] - expected) > 0.6 * row.pitch:
            pitch = lead.rows[width].pitch * lead.strip.step / line.strip.step
            row = grid.rows(line.odds, pitch, start=expected).get(width, row)
        begun.append((line, row))
    return begun


def _decoded(rows: list[tuple[Line, grid.Row]]) -> ZoneReading:
    read = [grid.shapes(line.answers, row.columns) for line, row in rows]
    decoded = decode(tuple(shapes for shapes, _ in read))

    def sureness(place: tuple[int, int], shape: Probabilities, text: str) -> float:
        among_codes = decoded.codes.get(place)
        return confidence(shape, text, decoded.alphabets.get(place)) if among_codes is None else among_codes

    cells = []
    for number, ((line, row), (shapes, some)) in enumerate(zip(rows, read, strict=True)):
        text, raw = decoded.lines[number], decoded.raw_lines[number]
        boxes = line.strip.cells((row.columns + 0.25) * networks.COLUMN_PX, row.pitch * networks.COLUMN_PX)
        cells.append(
            tuple(
                Cell(
                    text[at],
                    raw[at],
                    sureness((number + 1, at + 1), shapes[at], text[at]) * float(some[at]),
                    box,
                    among_twins(shapes[at], text[at]),
                )
                for at, box in enumerate(boxes)
            )
        )
    substitutions = tuple(
        Substitution(
            line,
            position,
            decoded.raw_lines[line - 1][position - 1],
            decoded.lines[line - 1][position - 1],
            reason,
            float(read[line - 1][0][position - 1].max()),
            cells[line - 1][position - 1].confidence,
        )
        for (line, position), reason in sorted(decoded.changes.items())
        if decoded.raw_lines[line - 1][position - 1] != decoded.lines[line - 1][position - 1]
    )
    foreign = foreign_layout(decoded.lines)
    try:
        document = parse(decoded.lines)
    except MrzError:
        document = None
    reading = ZoneReading(tuple(cells), substitutions, document, foreign.code if foreign else "", None)
    ends_seen = all(_ends(rows, last) for last in (False, True))
    return replace(reading, refused=refusal(reading, ends_seen=ends_seen))


def _ends(rows: list[tuple[Line, grid.Row]], last: bool) -> bool:
    """True where the picture shows that no line has another character before its first, or after its last."""
    seen = []
    for line, row in rows:
        end, step = (row.columns[-1], row.pitch) if last else (row.columns[0], -row.pitch)
        beyond, edge = round(end + step), end + _ROOM_PITCHES * step
        if 0 <= beyond < len(line.odds) and line.strip.shows(edge * networks.COLUMN_PX):
            seen.append(float(line.odds[beyond]))
    return bool(seen) and float(np.mean(seen)) < _MOST_BEYOND

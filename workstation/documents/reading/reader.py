"""Zones of a picture, read: the quick way first, slower ways only while nothing is accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.documents.layouts import foreign_layout
from workstation.documents.mrz import MrzError, parse
from workstation.documents.reading import grid, networks
from workstation.documents.reading.accept import refusal
from workstation.documents.reading.decode import confidence, decode
from workstation.documents.reading.geometry import Strip, TextLine, taken
from workstation.documents.reading.locate import blocks, locate, spacing
from workstation.documents.reading.model import Cell, Refusal, Substitution, ZoneReading
from workstation.documents.reading.refine import refined
from workstation.documents.reading.strips import Grey
from workstation.imaging.pictures import Pixels

SIDES_PX = (640, 1280, 400, 960)
"""Sizes at which lines are looked for, one after the other until a zone is accepted."""
_LINES = {30: 3, 36: 2, 44: 2}
_MOST_LINES = 5
"""Lines of a block that are read; what stands above a zone can look like one."""
_USUAL_SPACINGS = (2.45, 2.0, 3.0)
"""Distance of the lines of a zone in capital heights, where only one was found."""
_LEAST_SHAPES = 12.0
"""Characters, by their probabilities, that the longest line of a block must show in one sense."""
_LONG = 20.0
"""Length in capital heights; a line of a zone has 22 and more."""
_CLOSE_LOOKS = ((0.88, 0.0), (1.12, 0.0), (1.0, -0.07), (1.0, 0.07), (0.94, 0.04), (1.06, -0.04))
"""Stretches of the height and shifts down in capital heights at which a line is read again."""
_PROMISING = 0.75
"""Mean confidence of a refused zone beside a read one that is worth looking at again."""
_MOST_BLOCKS = 8
_LEAST_EVIDENCE = 1.0
"""Log odds a cell must bring on average, or no row of characters stands there."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with the network's answer."""

    strip: Strip
    answers: NDArray[np.float32]
    odds: grid.Columns
    rows: dict[int, grid.Row]


def grey_of(pixels: Pixels) -> Grey:
    """Brightness of a picture, 8 bits; 16 bits are stretched to their own range.

    Parameters
    ----------
    pixels : ndarray, shape (H, W, 3) RGB or (H, W), uint8 or uint16
    """
    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    if grey.dtype == np.uint8:
        return np.asarray(grey, np.uint8)
    low, high = (float(level) for level in np.percentile(grey[::4, ::4], (0.1, 99.9)))
    return np.asarray(np.clip((grey - low) * (255 / max(high - low, 1.0)), 0, 255), np.uint8)


def read_zones(pixels: Pixels) -> tuple[ZoneReading, ...]:
    """The zones of a picture, accepted ones first, then guesses that were refused.

    Any light, any orientation, several documents. A picture without an accepted reading was not read.

    Parameters
    ----------
    pixels : ndarray, shape (H, W, 3) RGB or (H, W), uint8 or uint16
    """
    if pixels.size == 0:
        return ()
    picture = grey_of(pixels)
    accepted: list[ZoneReading] = []
    refused: list[ZoneReading] = []
    for side_px in SIDES_PX:
        open_blocks = 0
        for block in blocks(locate(picture, side_px))[:_MOST_BLOCKS]:
            reading = _best(_attempts(picture, block, thorough=not accepted))
            if reading is None or any(_same_place(reading, other) for other in accepted):
                continue
            if reading.refused is None:
                accepted.append(reading)
            else:
                refused.append(reading)
                open_blocks += reading.confidence > _PROMISING
        if accepted and not open_blocks:
            break
    refused = [each for each in refused if not any(_same_place(each, other) for other in accepted)]
    refused.sort(key=lambda each: -each.confidence)
    return (*accepted, *refused[:1])


def _best(attempts: Iterator[ZoneReading | None]) -> ZoneReading | None:
    """The first accepted attempt, otherwise the surest."""
    best: ZoneReading | None = None
    for reading in attempts:
        if reading is None:
            continue
        if reading.refused is None:
            return reading
        if best is None or reading.confidence > best.confidence:
            best = reading
    return best


def _attempts(picture: Grey, block: tuple[TextLine, ...], *, thorough: bool) -> Iterator[ZoneReading | None]:
    """Upright, upside down, then with lines added that were not found; none of it where no characters show.

    Beside a zone that was read, others are looked for where two long lines show, and without adding to them.
    """
    if not thorough and sum(each.length_px > _LONG * each.capital_px for each in block) < 2:
        return
    longest = sorted(block, key=lambda each: -each.length_px)[:_MOST_LINES]
    kept = tuple(refined(picture, each) for each in block if each in longest)
    upright = _read(picture, kept)
    yield _zone(upright)
    lead = kept.index(max(kept, key=lambda each: each.length_px))
    turned = tuple(each.turned() for each in reversed(kept))
    trial = _read(picture, (turned[len(kept) - 1 - lead],))
    senses = [(_evidence((upright[lead],)), False), (_evidence(trial), True)]
    for evidence, upside_down in sorted(senses, reverse=True):
        if evidence < _LEAST_SHAPES:
            continue
        lines = _read(picture, turned) if upside_down else upright
        if upside_down:
            yield _zone(lines)
        yield _zone(_closely(picture, lines))
        if thorough:
            yield _zone(_closely(picture, _completed(picture, lines)))


def _read(picture: Grey, lines: tuple[TextLine, ...]) -> tuple[_Line, ...]:
    strips = [taken(picture, each) for each in lines]
    answers = [networks.characters_of(each.pixels) for each in strips]
    odds = [grid.presence(each) for each in answers]
    pitches = [grid.pitch_of(each) * strip.step for each, strip in zip(odds, strips, strict=True)]
    pitch_px = float(np.median(pitches)) if pitches else 0.0
    return tuple(
        _Line(strip, answer, odd, grid.rows(odd, pitch_px / strip.step))
        for strip, answer, odd in zip(strips, answers, odds, strict=True)
    )


def _closely(picture: Grey, lines: tuple[_Line, ...]) -> tuple[_Line, ...]:
    """The same lines, each read several times a little taller, smaller, higher and lower, and averaged."""
    closer = []
    for line in lines:
        base = line.strip.line
        answers = [line.answers]
        for stretch, shift in _CLOSE_LOOKS:
            strip = taken(picture, base.moved(shift * base.capital_px), stretch=stretch)
            answers.append(networks.characters_of(strip.pixels))
        mean = np.log(np.mean(np.exp(answers), axis=0))
        odds = grid.presence(mean)
        pitches = [row.pitch for row in line.rows.values()] or [grid.pitch_of(odds)]
        closer.append(_Line(line.strip, mean, odds, grid.rows(odds, pitches[0])))
    return tuple(closer)


def _evidence(lines: tuple[_Line, ...]) -> float:
    return max((_shape_evidence(line, row) for line in lines for row in line.rows.values()), default=0.0)


def _shape_evidence(line: _Line, row: grid.Row) -> float:
    shapes, some = grid.shapes(line.answers, row.columns)
    return float((shapes.max(axis=1) * some).sum())


def _zone(lines: tuple[_Line, ...]) -> ZoneReading | None:
    """The likeliest layout over the lines: two or three that follow each other and begin together."""
    found: list[tuple[float, int, tuple[_Line, ...]]] = []
    for width, count in _LINES.items():
        for chosen in combinations(lines, count):
            if _follow(chosen) and all(width in each.rows for each in chosen):
                total = sum(each.rows[width].evidence for each in chosen)
                if total > _LEAST_EVIDENCE * width * count:
                    found.append((total, width, chosen))
    if not found:
        return None
    _, width, chosen = max(found, key=lambda each: each[0])
    return _decoded(_begun_together(chosen, width))


def _follow(lines: tuple[_Line, ...]) -> bool:
    """True for lines at about equal distances, as the lines of a zone are."""
    apart = [
        float(one.strip.line.seen_from(other.strip.line.middle())[1]) / one.strip.line.capital_px
        for one, other in pairwise(lines)
    ]
    return all(1.2 < each < 4.2 for each in apart) and max(apart) < 1.35 * min(apart)


def _begun_together(lines: tuple[_Line, ...], width: int) -> list[tuple[_Line, grid.Row]]:
    """Rows of the lines; the surest says where the others begin, if they begin far from it."""
    lead = max(lines, key=lambda each: each.rows[width].evidence)
    first = lead.rows[width].columns[0]
    start = lead.strip.line.points(lead.strip.along(np.array(first * networks.COLUMN_PX + 0.5)))
    chosen = []
    for line in lines:
        row = line.rows[width]
        expected = (float(line.strip.line.seen_from(start)[0]) - line.strip.first) / line.strip.step
        expected = (expected - 0.5) / networks.COLUMN_PX
        if line is not lead and abs(row.columns[0] - expected) > 0.6 * row.pitch:
            pitch = lead.rows[width].pitch * lead.strip.step / line.strip.step
            row = grid.rows(line.odds, pitch, start=expected).get(width, row)
        chosen.append((line, row))
    return chosen


def _decoded(rows: list[tuple[_Line, grid.Row]]) -> ZoneReading:
    read = [grid.shapes(line.answers, row.columns) for line, row in rows]
    decoded = decode(tuple(shapes for shapes, _ in read))
    cells = []
    for number, ((line, row), (shapes, some)) in enumerate(zip(rows, read, strict=True)):
        text, raw = decoded.lines[number], decoded.raw_lines[number]
        half = row.pitch / 2
        cells.append(
            tuple(
                Cell(
                    text[at],
                    raw[at],
                    confidence(shapes[at], text[at], decoded.letters.get((number + 1, at + 1))) * float(some[at]),
                    line.strip.corners(
                        (column - half + 0.25) * networks.COLUMN_PX, (column + half + 0.25) * networks.COLUMN_PX
                    ),
                )
                for at, column in enumerate(row.columns)
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
    return ZoneReading(reading.cells, substitutions, document, reading.foreign, refusal(reading))


def _completed(picture: Grey, lines: tuple[_Line, ...]) -> tuple[_Line, ...]:
    """The lines with those above and below that a zone would have and the locator did not see."""
    if not lines:
        return ()
    lead = max(lines, key=lambda each: max((row.evidence for row in each.rows.values()), default=0.0))
    base = lead.strip.line
    known = spacing(tuple(each.strip.line for each in lines))
    options = (known / base.capital_px,) if known else _USUAL_SPACINGS
    added: list[_Line] = []
    for direction in (-1, 1):
        tried = [
            _read(picture, (refined(picture, base.moved(direction * each * base.capital_px)),)) for each in options
        ]
        best = max(tried, key=_evidence)
        shift = float(base.seen_from(best[0].strip.line.middle())[1])
        if not any(
            abs(float(base.seen_from(each.strip.line.middle())[1]) - shift) < base.capital_px for each in lines
        ):
            added += best
    together = (*lines, *added)
    return tuple(sorted(together, key=lambda each: float(base.seen_from(each.strip.line.middle())[1])))


def _same_place(one: ZoneReading, other: ZoneReading) -> bool:
    """True if the middle of one zone lies inside the other."""
    corners = np.array(
        [corner for row in other.cells for cell in (row[0], row[-1]) for corner in cell.box], np.float32
    )
    middle = np.mean([corner for row in one.cells for cell in row for corner in cell.box], axis=0)
    return cv2.pointPolygonTest(cv2.convexHull(corners), (float(middle[0]), float(middle[1])), False) >= 0


def accepted(readings: tuple[ZoneReading, ...]) -> tuple[ZoneReading, ...]:
    """Those that may be given as read."""
    return tuple(each for each in readings if each.refused is None)


__all__ = ["Refusal", "accepted", "grey_of", "read_zones"]

"""Second looks at lines that were not read at once: the zone by its surest line, then each line several times."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from workstation.documents.reading import grid, networks
from workstation.documents.reading.geometry import TextLine, taken
from workstation.documents.reading.refine import refined
from workstation.documents.reading.strips import CAPITAL_PX, Grey
from workstation.documents.reading.zones import LINES, Line, answered, read_lines

_USUAL_SPACINGS = (2.0, 2.9)
"""Distances of the lines of a zone in capital heights; half a capital between them is searched."""
_LEAST_APART, _MOST_APART = 1.2, 4.2
_ROOM_PITCHES = 2.5
"""Characters that may have been cut off at either end."""
_NOMINAL_PITCH_PX = CAPITAL_PX
_HEIGHTS = (0.8, 1.2, 1.45)
"""Shares of the located height of a capital that are tried: print that is narrow is taken for smaller than it is."""
_NEXT_TO_NOTHING = 1e-6
_CLOSE_LOOKS = ((0.88, 0.0), (1.12, 0.0), (1.0, -0.07), (1.0, 0.07), (0.94, 0.04), (1.06, -0.04))
"""Stretches of the height and shifts down in capital heights at which a line is read again."""


def framed(picture: Grey, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The surest line and those that a zone has above and below it: alike in slope, bend, height, beginning and end.

    The print is brought to the pitch that the network knows best, for pictures are stored squeezed and stretched.
    """
    found = [(line, width) for line in lines for width in line.rows]
    if not found:
        return lines
    lead, width = max(found, key=lambda each: each[0].rows[each[1]].evidence)
    row = lead.rows[width]
    pitch_px = row.pitch * networks.COLUMN_PX * lead.strip.step
    room = (_ROOM_PITCHES + 0.5) * pitch_px
    base = replace(lead.strip.line, start=lead.along(row.columns[0]) - room, end=lead.along(row.columns[-1]) + room)

    def read(line: TextLine, degree: int) -> Line:
        widen = float(np.clip(_NOMINAL_PITCH_PX * line.capital_px / CAPITAL_PX / pitch_px, 0.4, 2.5))
        fitted = refined(picture, line, most_degree=degree)
        return read_lines(picture, (fitted,), widen=widen, pitch_px=pitch_px)[0]

    bent = refined(picture, base)
    tried = [read(each, degree) for each, degree in ((bent, 2), (base.straight(), 1), (base.straight(), 0))]
    best = max(tried, key=lambda each: each.evidence)
    degree, base = (1, 1, 0)[tried.index(best)], best.strip.line
    others = [read(replace(base, capital_px=each * base.capital_px), degree) for each in _HEIGHTS]
    best = max((best, *others), key=lambda each: _sureness(each, width))
    base = best.strip.line
    capital = base.capital_px
    apart = sorted(abs(each.below(base)) / capital for each in lines if each is not lead)
    known = [each for each in apart if _LEAST_APART < each < _MOST_APART]
    spacings = tuple(known[:1]) or _USUAL_SPACINGS
    around = {0: best}
    for place in (-1, 1):
        tried = [read(base.moved(place * each * capital), degree) for each in spacings]
        around[place] = max(tried, key=lambda each: each.evidence)
    if LINES[width] == 3:
        near = max((around[-1], around[1]), key=lambda each: each.evidence)
        spacing = abs(near.below(base))
        for place in (-2, 2):
            around[place] = read(base.moved(place * spacing), degree)
    return tuple(around[place] for place in sorted(around))


def _sureness(line: Line, width: int) -> float:
    """Mean natural logarithm of the probability of the likeliest character in each cell."""
    if width not in line.rows:
        return float("-inf")
    shapes, some = grid.shapes(line.answers, line.rows[width].columns)
    return float(np.log(np.maximum(shapes.max(axis=1) * some, _NEXT_TO_NOTHING)).mean())


def _combined(answers: list[NDArray[np.float32]]) -> NDArray[np.float32]:
    return np.asarray(np.log(np.mean(np.exp(answers), axis=0)), np.float32)


def closely(picture: Grey, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The same lines, each read several times a little taller, smaller, higher and lower, and averaged."""
    closer = []
    for line in lines:
        base = line.strip.line
        widen = base.capital_px / CAPITAL_PX / line.strip.step
        answers = [line.answers]
        for stretch, shift in _CLOSE_LOOKS:
            strip = taken(picture, base.moved(shift * base.capital_px), stretch=stretch, widen=widen)
            answers.append(networks.characters_of(strip.pixels))
        mean = _combined(answers)
        pitches = [row.pitch for row in line.rows.values()] or [grid.pitch_of(line.odds)]
        closer.append(answered(line.strip, mean, pitches[0] * networks.COLUMN_PX * line.strip.step))
    return tuple(closer)

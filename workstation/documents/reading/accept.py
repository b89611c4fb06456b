"""When a reading may be given as read. A refused one is a guess: it is kept aside and never printed as a reading."""

from __future__ import annotations

import math
import string
from collections.abc import Iterator, Sequence

from workstation.documents.countries import find_country
from workstation.documents.layouts import FILLER, LAYOUTS
from workstation.documents.reading.decode import NUMBERS, RARE_IN_NUMBERS, covered_places
from workstation.documents.reading.model import Cell, Reason, Refusal, ZoneReading

_LEAST_MEAN = 0.85
"""Geometric mean of the confidences."""
_LEAST_BARE = 0.75
"""Least confidence of a character that no check digit covers, where every check digit holds."""
_LEAST_COVERED_BUT_ONE = 0.75
"""Of those that check digits cover, all but one: two errors can make up for each other."""
_LEAST_OF_NAMES = 0.88
"""No check digit covers the names. 150 pages were rendered with capitals of 4.6 to 7.5 px, less than readers
of documents give: of those whose check digits hold 118 were read right and 13 wrong, mostly in a name, its least
confidence at most 0.86.
"""
_REMAINS, _LEAST_OF_REMAINS = "CFLP", 0.96
"""Letters of names that another is when a stroke has gone, as wear takes strokes and adds none: E, O, R."""
_ENDING_FILLERS = 2
_LEAST_AMONG_TWINS = 0.90
"""Of each character that a check digit covers, among those that are one to it."""
_LEAST_OF_RARE = 0.97
"""Of a letter O or I in a number where nothing vouches for it, or another is unsure beside it."""
_LEAST_OF_FAILING = 0.95
"""Of each character of a field whose check digit does not hold: a misread one is likelier than a misprinted digit."""
_OF_DATES = frozenset(string.digits + FILLER)
_LEAST_MEAN_UNCHECKED, _LEAST_BARE_UNCHECKED = 0.96, 0.60
"""The same over what no holding check digit covers, where not every one holds: specimens are printed with wrong ones,
and zones outside ICAO 9303 have others.
"""


def certainty(reading: ZoneReading) -> float:
    """Geometric mean of the confidences: one empty cell draws it down."""
    return _mean(reading.confidences)


def _mean(confidences: Sequence[float]) -> float:
    return math.exp(sum(math.log(max(each, 1e-6)) for each in confidences) / len(confidences))


def is_settled(refused: list[ZoneReading]) -> bool:
    """True where looking again would be to guess: every cell was found twice, or once and the check digits hold."""
    seen = [each for each in refused if certainty(each) >= _LEAST_MEAN]
    return len(seen) > 1 or any(each.document is not None and each.document.check_digits_hold for each in seen)


def refusal(reading: ZoneReading, *, ends_seen: bool = True) -> Refusal | None:
    """Why a reading is none; None for one that may be given as read.

    ``ends_seen`` says that nothing follows or comes before its lines: 36 characters of a passport look like a card,
    and of one size of visa like the other.
    """
    if not _is_sure(reading):
        vouched = reading.document is None or reading.document.check_digits_hold
        return Refusal.TOO_FAINT if vouched else Refusal.CHECK_DIGITS
    return None if _is_whole(reading, ends_seen) else Refusal.CUT_OFF


def _is_whole(reading: ZoneReading, ends_seen: bool) -> bool:
    """By its ends, or by a composite digit at the end of a line whose first letter has such a digit.

    Where digits fail, the rest must bear the layout out: no letters in dates, a first letter of that size, and a
    known code of a state or two digits that hold.
    """
    document = reading.document
    if document is None:
        return ends_seen
    known = document.field("document_code").raw[0] in LAYOUTS[document.format].document_codes
    if document.check_digits_hold:
        return ends_seen or (known and document.check_digit("composite") is not None)
    dates = (document.field(each).raw for each in ("date_of_birth", "date_of_expiry"))
    states = (document.field(each).raw.rstrip(FILLER) for each in ("issuer", "nationality"))
    placed = any(find_country(each) is not None for each in states)
    placed = placed or sum(each.holds for each in document.check_digits) > 1
    return ends_seen and known and placed and all(set(each) <= _OF_DATES for each in dates)


def _is_sure(reading: ZoneReading) -> bool:
    bare = _bare(reading)
    if certainty(reading) < _LEAST_MEAN or not _names_are_sure(reading) or _is_blind(reading):
        return False
    if _but_one(_covered(reading)) < _LEAST_COVERED_BUT_ONE or _least_among_twins(reading) < _LEAST_AMONG_TWINS:
        return False
    if reading.document is not None and reading.document.check_digits_hold:
        return min(bare) >= _LEAST_BARE
    if min(_failing(reading), default=1.0) < _LEAST_OF_FAILING:
        return False
    changed = any(
        each.reason is Reason.CHECK_DIGIT and RARE_IN_NUMBERS.get(each.raw) != each.text
        for each in reading.substitutions
    )
    return min(bare) >= _LEAST_BARE_UNCHECKED and _mean(bare) >= _LEAST_MEAN_UNCHECKED and not changed


def _failing(reading: ZoneReading) -> list[float]:
    """Confidences of the characters of fields whose own check digit does not hold."""
    if reading.document is None:
        return []
    layout = LAYOUTS[reading.document.format]
    fields = (each for each in reading.document.check_digits if not each.holds and each.name != "composite")
    places = {place for each in fields for place in covered_places(each, layout)}
    return [cell.confidence for place, cell in _placed(reading) if place in places]


def _least_among_twins(reading: ZoneReading) -> float:
    covered = _vouched_places(reading)
    return min((cell.among_twins for place, cell in _placed(reading) if place in covered), default=1.0)


def _but_one(confidences: list[float]) -> float:
    return sorted(confidences)[1] if len(confidences) > 1 else 1.0


def _bare(reading: ZoneReading) -> list[float]:
    """Confidences of the characters that no holding check digit covers."""
    covered = _vouched_places(reading)
    return [cell.confidence for place, cell in _placed(reading) if place not in covered]


def _covered(reading: ZoneReading) -> list[float]:
    """Confidences of the others."""
    covered = _vouched_places(reading)
    return [cell.confidence for place, cell in _placed(reading) if place in covered]


def _placed(reading: ZoneReading) -> Iterator[tuple[tuple[int, int], Cell]]:
    for line, row in enumerate(reading.cells, start=1):
        for position, cell in enumerate(row, start=1):
            yield (line, position), cell


def _vouched_places(reading: ZoneReading) -> set[tuple[int, int]]:
    if reading.document is None:
        return set()
    layout = LAYOUTS[reading.document.format]
    holding = (each for each in reading.document.check_digits if each.holds)
    return {place for each in holding for place in covered_places(each, layout)}


def _is_blind(reading: ZoneReading) -> bool:
    """True where letters and digits of a number may be each other and no check digit tells.

    Two letters O taken for zeros, or two zeros for letters, are one to a check digit by weights 7 and 3.
    """
    document = reading.document
    if document is None:
        return False
    taken = {(each.line, each.position) for each in reading.substitutions if each.reason is Reason.RARE_IN_NUMBERS}
    unsure = {
        place
        for place, cell in _placed(reading)
        if place in taken or (cell.text in RARE_IN_NUMBERS and cell.confidence < _LEAST_OF_RARE)
    }
    covered = _vouched_places(reading)
    numbers = [each.span for each in LAYOUTS[document.format].fields if each.name.startswith(NUMBERS)]
    for span in numbers:
        inside = [place for place in unsure if place[0] == span.line and span.first <= place[1] <= span.last]
        if len(inside) > 1 or any(place not in covered and place not in taken for place in inside):
            return True
    return False


def _names_are_sure(reading: ZoneReading) -> bool:
    if reading.document is None:
        return True
    span = reading.document.field("names").span
    cells = reading.cells[span.line - 1][span.first - 1 : span.last]
    # The fillers that end a name are part of it, those after them are not.
    ended = len("".join(each.text for each in cells).rstrip(FILLER)) + _ENDING_FILLERS
    return all(
        each.confidence >= (_LEAST_OF_REMAINS if each.text in _REMAINS else _LEAST_OF_NAMES) for each in cells[:ended]
    )

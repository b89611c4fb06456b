"""When a reading may be given as read. A refused one is a guess: it is kept aside and never printed as a reading."""

from __future__ import annotations

import math
import string
from collections.abc import Iterator, Sequence

from workstation.documents.countries import find_country
from workstation.documents.layouts import FILLER, LAYOUTS
from workstation.documents.reading.decode import RARE_IN_NUMBERS, covered_places
from workstation.documents.reading.model import Reason, Refusal, ZoneReading

_LEAST_MEAN = 0.85
"""Geometric mean of the confidences."""
_LEAST_BARE = 0.40
"""Least confidence of a character that no check digit covers, where every check digit holds."""
_LEAST_COVERED_BUT_ONE = 0.60
"""Of those that check digits cover, all but one: two errors can make up for each other."""
_LEAST_OF_NAMES = 0.88
"""No check digit covers the names. 150 pages were rendered with capitals of 4.6 to 7.5 px, less than readers
of documents give: of those whose check digits hold 118 were read right and 13 wrong, mostly in a name, its least
confidence at most 0.86.
"""
_ENDING_FILLERS = 2
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
    if certainty(reading) < _LEAST_MEAN or _least_of_names(reading) < _LEAST_OF_NAMES or _is_blind(reading):
        return False
    if _but_one(_covered(reading)) < _LEAST_COVERED_BUT_ONE:
        return False
    if reading.document is not None and reading.document.check_digits_hold:
        return min(bare) >= _LEAST_BARE
    changed = any(
        each.reason is Reason.CHECK_DIGIT and RARE_IN_NUMBERS.get(each.raw) != each.text
        for each in reading.substitutions
    )
    return min(bare) >= _LEAST_BARE_UNCHECKED and _mean(bare) >= _LEAST_MEAN_UNCHECKED and not changed


def _but_one(confidences: list[float]) -> float:
    return sorted(confidences)[1] if len(confidences) > 1 else 1.0


def _bare(reading: ZoneReading) -> list[float]:
    """Confidences of the characters that no holding check digit covers."""
    covered = _vouched_places(reading)
    return [sure for place, sure in _placed(reading) if place not in covered]


def _covered(reading: ZoneReading) -> list[float]:
    """Confidences of the others."""
    covered = _vouched_places(reading)
    return [sure for place, sure in _placed(reading) if place in covered]


def _placed(reading: ZoneReading) -> Iterator[tuple[tuple[int, int], float]]:
    for line, row in enumerate(reading.cells, start=1):
        for position, cell in enumerate(row, start=1):
            yield (line, position), cell.confidence


def _vouched_places(reading: ZoneReading) -> set[tuple[int, int]]:
    if reading.document is None:
        return set()
    layout = LAYOUTS[reading.document.format]
    holding = (each for each in reading.document.check_digits if each.holds)
    return {place for each in holding for place in covered_places(each, layout)}


def _is_blind(reading: ZoneReading) -> bool:
    """True where two letters of a number were taken for digits: by weights 7 and 3 a check digit holds for both."""
    if reading.document is None:
        return False
    taken = [each for each in reading.substitutions if each.reason is Reason.RARE_IN_NUMBERS]
    spans = [rule.span for rule in LAYOUTS[reading.document.format].fields]
    return any(
        sum(each.line == span.line and span.first <= each.position <= span.last for each in taken) > 1
        for span in spans
    )


def _least_of_names(reading: ZoneReading) -> float:
    if reading.document is None:
        return 1.0
    span = reading.document.field("names").span
    cells = reading.cells[span.line - 1][span.first - 1 : span.last]
    # The fillers that end a name are part of it, those after them are not.
    ended = len("".join(each.text for each in cells).rstrip(FILLER)) + _ENDING_FILLERS
    return min(each.confidence for each in cells[:ended])

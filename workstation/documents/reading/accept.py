"""When a reading may be given as read. A refused one is a guess: it is kept aside and never printed as a reading."""

from __future__ import annotations

import math

from workstation.documents.layouts import LAYOUTS
from workstation.documents.reading.model import Reason, Refusal, ZoneReading

_LEAST_MEAN = 0.85
"""Geometric mean of the confidences, where every check digit holds."""
_LEAST_EACH = 0.30
_LEAST_OF_NAMES = 0.80
"""No check digit covers the names. 150 pages were rendered with capitals of 4.6 to 8.5 px; 101 were read with check
digits that hold, 6 of them with a wrong name, whose least confidence was at most 0.61. The rest is a margin for worse
print: on one real picture an F was given for an E at 0.78.
"""
_LEAST_MEAN_UNCHECKED = 0.96
"""The same where no check digit vouches for the text: specimens printed with wrong ones, zones outside ICAO 9303."""
_LEAST_EACH_UNCHECKED = 0.60


def certainty(reading: ZoneReading) -> float:
    """Geometric mean of the confidences: one empty cell draws it down."""
    return math.exp(sum(math.log(max(each, 1e-6)) for each in reading.confidences) / len(reading.confidences))


def is_settled(refused: list[ZoneReading]) -> bool:
    """True where looking again would be to guess: every cell was found twice, or once and the check digits hold."""
    seen = [each for each in refused if certainty(each) >= _LEAST_MEAN]
    return len(seen) > 1 or any(each.document is not None and each.document.check_digits_hold for each in seen)


def refusal(reading: ZoneReading) -> Refusal | None:
    """Why a reading is none; None for one that may be given as read."""
    mean = certainty(reading)
    least = min(reading.confidences)
    vouched = reading.document is not None and reading.document.check_digits_hold
    if vouched:
        named = _least_of_names(reading)
        sure = mean >= _LEAST_MEAN and least >= _LEAST_EACH and named >= _LEAST_OF_NAMES and not _is_blind(reading)
        return None if sure else Refusal.TOO_FAINT
    changed = any(each.reason is Reason.CHECK_DIGIT for each in reading.substitutions)
    if mean >= _LEAST_MEAN_UNCHECKED and least >= _LEAST_EACH_UNCHECKED and not changed:
        return None
    return Refusal.CHECK_DIGITS if reading.document is not None else Refusal.TOO_FAINT


def _is_blind(reading: ZoneReading) -> bool:
    """True where two letters of a number were taken for digits: by weights 7 and 3 a check digit holds for both."""
    assert reading.document is not None
    taken = [each for each in reading.substitutions if each.reason is Reason.RARE_IN_NUMBERS]
    spans = [rule.span for rule in LAYOUTS[reading.document.format].fields]
    return any(
        sum(each.line == span.line and span.first <= each.position <= span.last for each in taken) > 1
        for span in spans
    )


def _least_of_names(reading: ZoneReading) -> float:
    assert reading.document is not None
    span = reading.document.field("names").span
    return min(each.confidence for each in reading.cells[span.line - 1][span.first - 1 : span.last])

"""When a reading may be given as read. A refused one is a guess: it is kept aside and never printed as a reading."""

from __future__ import annotations

import math

from workstation.documents.reading.model import Reason, Refusal, ZoneReading

_LEAST_MEAN = 0.85
"""Geometric mean of the confidences, where every check digit holds."""
_LEAST_EACH = 0.30
_LEAST_OF_NAMES = 0.75
"""No check digit covers the names."""
_LEAST_MEAN_UNCHECKED = 0.96
"""The same where no check digit vouches for the text: specimens printed with wrong ones, zones outside ICAO 9303."""
_LEAST_EACH_UNCHECKED = 0.60


def refusal(reading: ZoneReading) -> Refusal | None:
    """Why a reading is none; None for one that may be given as read."""
    mean = math.exp(sum(math.log(max(each, 1e-6)) for each in reading.confidences) / len(reading.confidences))
    least = min(reading.confidences)
    vouched = reading.document is not None and reading.document.check_digits_hold
    if vouched:
        named = _least_of_names(reading)
        sure = mean >= _LEAST_MEAN and least >= _LEAST_EACH and named >= _LEAST_OF_NAMES
        return None if sure else Refusal.TOO_FAINT
    changed = any(each.reason is Reason.CHECK_DIGIT for each in reading.substitutions)
    if mean >= _LEAST_MEAN_UNCHECKED and least >= _LEAST_EACH_UNCHECKED and not changed:
        return None
    return Refusal.CHECK_DIGITS if reading.document is not None else Refusal.TOO_FAINT


def _least_of_names(reading: ZoneReading) -> float:
    assert reading.document is not None
    span = reading.document.field("names").span
    return min(each.confidence for each in reading.cells[span.line - 1][span.first - 1 : span.last])

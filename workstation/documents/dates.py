"""Dates of the machine readable zone: six characters, two digits for the year, parts that may be unknown."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workstation.documents.layouts import FILLER

YEARS_AHEAD = 15
"""A year of expiry lies at most this far ahead (BSI TR-03135-1)."""

_LEAP_YEAR = 2000


class DateState(StrEnum):
    """What the six characters say."""

    KNOWN = "known"
    PARTLY_UNKNOWN = "partly_unknown"
    UNKNOWN = "unknown"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class MrzDate:
    """A date as printed, without its century.

    Attributes
    ----------
    text : str
        The six characters, YYMMDD; ``<<`` stands for an unknown part (ICAO 9303-3 4.8).
    year, month, day : int or None
        ``year`` is 0 to 99; None where unknown, all None where the text is no date.
    """

    text: str
    state: DateState
    year: int | None = None
    month: int | None = None
    day: int | None = None

    def expiry(self, today: date) -> date | None:
        """The day of expiry: a year from this one to 15 ahead, else the latest such year that is past.

        None where a part is unknown, the text is no date, or that year lacks the day.
        """
        if self.year is None:
            return None
        year = today.year + (self.year - today.year) % 100
        return self._in_year(year if year <= today.year + YEARS_AHEAD else year - 100)

    def birth(self, today: date, issued: date | None = None) -> date | None:
        """The latest such day that is neither in the future nor after the issue. The century is inferred.

        None where a part is unknown, the text is no date, or that year lacks the day.
        """
        if self.year is None:
            return None
        latest = min(today, issued) if issued is not None else today
        year = latest.year - (latest.year - self.year) % 100
        day = self._in_year(year)
        return self._in_year(year - 100) if day is not None and day > latest else day

    def _in_year(self, year: int) -> date | None:
        if self.month is None or self.day is None or self.day > calendar.monthrange(year, self.month)[1]:
            return None
        return date(year, self.month, self.day)


def read_date(text: str) -> MrzDate:
    """What six characters of a zone say, in any century. Never raises."""
    parts = [_part(text[start : start + 2]) for start in (0, 2, 4)]
    if len(text) != 6 or "invalid" in parts:
        return MrzDate(text, DateState.INVALID)
    year, month, day = (each if isinstance(each, int) else None for each in parts)
    if not _possible(month, day):
        return MrzDate(text, DateState.INVALID)
    known = sum(each is not None for each in (year, month, day))
    state = {0: DateState.UNKNOWN, 3: DateState.KNOWN}.get(known, DateState.PARTLY_UNKNOWN)
    return MrzDate(text, state, year, month, day)


def _part(text: str) -> int | str:
    if text == FILLER * 2:
        return "unknown"
    return int(text) if text.isascii() and text.isdigit() else "invalid"


def _possible(month: int | None, day: int | None) -> bool:
    if month is not None and not 1 <= month <= 12:
        return False
    longest = calendar.monthrange(_LEAP_YEAR, month)[1] if month is not None else 31
    return day is None or 1 <= day <= longest

"""Dates as documents print them for people, against the six characters of a zone (ICAO 9303-3 3.6)."""

from __future__ import annotations

import re
import unicodedata

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "JAN JANV GEN ENE IAN JANUAR JANUARY",
            "FEB FEV FEVR FEBR FEBRUAR FEBRUARY",
            "MAR MARS MAERZ MRZ MARCH MAC",
            "APR AVR ABR APRIL",
            "MAY MAI MAG MEI MAJ",
            "JUN JUIN GIU IUN JUNI JUNE",
            "JUL JUIL LUG IUL JULI JULY",
            "AUG AOUT AGO AUGUST",
            "SEP SEPT SET SEPTEMBER",
            "OCT OKT OTT OUT OCTOBER OKTOBER",
            "NOV NOI NOVEMBER",
            "DEC DEZ DIC DES DECEMBER",
        ),
        start=1,
    )
    for name in names.split()
}
"""Names of months in capitals without diacritics: English, French, German, Spanish, Italian, Portuguese, Dutch,
Romanian, Latin.
"""

Six = str
"""YYMMDD, ``XX`` where a part is printed as unknown."""

_ZONE = re.compile(r"(?:\d\d|<<)(?:\d\d|<<)(?:\d\d|<<)")
_NUMERIC = re.compile(r"(\d{1,4}|X{2,4})[ ./年-]+(\d{1,2}|XX)[ ./月-]+(\d{1,4}|X{2,4})日?")
_AMBIGUOUS = frozenset("/-")
_WORDED = re.compile(r"(\d{1,2}|XX)[ .-]*([A-Z]+(?:[ .]*/[ .]*[A-Z]+)*)[ .-]*(\d{4}|\d{2}|X{2,4})")


def read_visual_date(text: str) -> frozenset[Six]:
    """Every day that a printed date can mean, as YYMMDD; empty where it is no date.

    Between dots and spaces the day comes first; a year of four digits may begin. ``03/04/12`` may be the third of
    April or the fourth of March, of 2012, or the twelfth of April 2003: all are given, so that only a date which
    cannot be the zone's counts as another.
    """
    plain = _plain(text)
    if _ZONE.fullmatch(plain):
        return frozenset({plain.replace("<", "X")})
    worded = _WORDED.fullmatch(plain)
    if worded:
        return _worded(*worded.groups())
    numeric = _NUMERIC.fullmatch(plain)
    if numeric is None:
        return frozenset()
    first, middle, last = numeric.groups()
    day_first, year_first, month_first = (last, middle, first), (first, middle, last), (last, first, middle)
    if len(first) == 4:
        orders: tuple[tuple[str, str, str], ...] = (year_first,)
    elif set(plain) & _AMBIGUOUS:
        orders = (day_first, month_first, year_first)
    else:
        orders = (day_first,)
    return frozenset(found for year, month, day in orders if (found := _six(year, month, day)))


def _plain(text: str) -> str:
    """Capitals without diacritics, single spaces."""
    letters = unicodedata.normalize("NFKD", text.strip().upper())
    return re.sub(r"\s+", " ", "".join(each for each in letters if not unicodedata.combining(each)))


def _worded(day: str, words: str, year: str) -> frozenset[Six]:
    """Two languages may stand side by side; they must name the same month."""
    months = {MONTHS.get(word.strip(" .")) for word in words.split("/")}
    if len(months) != 1 or None in months:
        return frozenset()
    found = _six(year, f"{months.pop():02d}", day)
    return frozenset({found}) if found else frozenset()


def _six(year: str, month: str, day: str) -> Six:
    """YYMMDD; empty where a part cannot be one."""
    if len(year) not in (2, 4) or len(day) > 2 or len(month) > 2:
        return ""
    if not _within(month, 12) or not _within(day, 31):
        return ""
    return "".join("XX" if "X" in part else part[-2:].zfill(2) for part in (year, month, day))


def _within(part: str, most: int) -> bool:
    return part == "XX" or (part.isdigit() and 1 <= int(part) <= most)

"""A printed name or text beside the same in a machine readable zone (ICAO 9303-3 4.6, 4.7 and 6).

Issuers choose among several spellings of a letter. The comparison accepts every one the tables allow and tells which
kind it needed; it never makes a spelling up.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from workstation.documents.names import MrzNames
from workstation.resources import RESOURCES


class Grade(StrEnum):
    """How two places agree."""

    EQUAL = "equal"
    EQUAL_AFTER_TRANSLITERATION = "equal_after_transliteration"
    COMPATIBLE_TRUNCATED = "compatible_truncated"
    MISMATCH = "mismatch"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A grade, and whether a spelling that is not ICAO's was needed for it."""

    grade: Grade
    national: bool = False


@dataclass(frozen=True, slots=True)
class _Spellings:
    icao: Mapping[str, tuple[str, ...]]
    national: Mapping[str, tuple[str, ...]]


_JOINED = "'’`´ʼ‘."
_PARTED = " -‐‑–,<"
_GRADES = (Grade.EQUAL, Grade.EQUAL_AFTER_TRANSLITERATION, Grade.COMPATIBLE_TRUNCATED)


@cache
def _spellings() -> _Spellings:
    table = tomllib.loads((RESOURCES / "codes" / "transliteration.toml").read_text(encoding="utf-8"))
    each_letter = {
        part: {letter: tuple(ways) for letters, ways in rows.items() for letter in letters}
        for part, rows in table.items()
    }
    return _Spellings(each_letter["latin"] | each_letter["cyrillic"], each_letter["national"])


def spellings(letter: str, *, national: bool = False) -> tuple[str, ...]:
    """Every spelling of a letter in a zone; empty where no table knows it.

    Parameters
    ----------
    letter : str
        One capital letter, composed (NFC).
    national : bool
        With the spellings that are not ICAO's, and a letter without its diacritics where no table has it.
    """
    if letter.isascii():
        return (letter,) if letter.isalnum() else ()
    table = _spellings()
    found = table.icao.get(letter, ())
    if national:
        found = (*found, *(each for each in table.national.get(letter, ()) if each not in found))
        bare = unicodedata.normalize("NFKD", letter)[:1]
        if not found and bare.isascii() and bare.isalpha():
            found = (bare,)
    return found


def compare_names(primary: str, secondary: str, zone: MrzNames, *, blanks: bool = True) -> Comparison:
    """Compare the names of the visual zone with those of a machine readable zone.

    Parameters
    ----------
    primary, secondary : str
        As printed; ``secondary`` empty for a single name.
    zone : MrzNames
        Where its last position holds a letter, components may be cut short or missing at the end (9303-3 4.7).
    blanks : bool
        False where whoever read the print may have lost blanks: the letters alone are compared.
    """
    pairs = ((primary, zone.primary), (secondary, zone.secondary))
    worst = Comparison(Grade.EQUAL)
    for printed, read in pairs:
        if not blanks:
            printed, read = printed.replace(" ", ""), read.replace(" ", "")
        each = compare_components(printed, read.split(), truncated=zone.truncated)
        if each.grade in (Grade.MISMATCH, Grade.NOT_COMPARABLE):
            return each
        worst = Comparison(
            max(worst.grade, each.grade, key=_GRADES.index),
            worst.national or each.national,
        )
    return worst


def compare_components(printed: str, read: Sequence[str], *, truncated: bool) -> Comparison:
    """Compare one identifier with the components that a zone has of it."""
    wanted = _components(printed)
    if not wanted and not read:
        return Comparison(Grade.EQUAL)
    if not wanted or any(not spellings(letter, national=True) for component in wanted for letter in component):
        return Comparison(Grade.NOT_COMPARABLE)
    if wanted == list(read):
        return Comparison(Grade.EQUAL)
    for national in (False, True):
        if len(wanted) == len(read) and all(
            _matches(one, other, national=national) for one, other in zip(wanted, read, strict=True)
        ):
            return Comparison(Grade.EQUAL_AFTER_TRANSLITERATION, national)
    if truncated and len(read) <= len(wanted):
        for national in (False, True):
            pairs = zip(wanted, read, strict=False)
            if all(_matches(one, other, national=national, cut=True) for one, other in pairs):
                return Comparison(Grade.COMPATIBLE_TRUNCATED, national)
    return Comparison(Grade.MISMATCH)


def compare_text(printed: str, read: str) -> Comparison:
    """Compare a number or a code: the same letters and digits, whatever stands between them."""
    one, other = ("".join(each for each in text.upper() if each.isalnum()) for text in (printed, read))
    if not one:
        return Comparison(Grade.NOT_COMPARABLE)
    return Comparison(Grade.EQUAL if one == other else Grade.MISMATCH)


def _components(printed: str) -> list[str]:
    """Components in capitals, apostrophes dropped, hyphens and commas taken for spaces (ICAO 9303-3 4.6)."""
    text = unicodedata.normalize("NFC", printed).replace("ß", "ẞ")
    capitals = unicodedata.normalize("NFC", text.replace("ı", "I").upper())
    for each in _JOINED:
        capitals = capitals.replace(each, "")
    for each in _PARTED:
        capitals = capitals.replace(each, " ")
    return capitals.split()


def _matches(printed: str, read: str, *, national: bool, cut: bool = False) -> bool:
    """Some choice of spellings of ``printed`` gives ``read``, or begins with it where it may be cut."""
    reached = {0}
    for letter in printed:
        if cut and len(read) in reached:
            return True
        reached = {
            after
            for at in reached
            for way in spellings(letter, national=national)
            if (after := _follow(read, at, way, cut=cut)) is not None
        }
    return len(read) in reached


def _follow(read: str, at: int, way: str, *, cut: bool) -> int | None:
    """Where a spelling ends in ``read``; its end where the text is cut within the spelling, None where it differs."""
    if read.startswith(way, at):
        return at + len(way)
    rest = read[at:]
    return len(read) if cut and rest and way.startswith(rest) else None

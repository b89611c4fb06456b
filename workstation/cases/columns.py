"""How Python values stand in columns, both ways.

Whole numbers are INTEGER and everything else is TEXT, so that the text which is hashed (``audit.row_text``) never
depends on how a program prints a floating point number.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

from workstation.cases.handling import VerifierFinding
from workstation.cases.region import Region, Shape
from workstation.errors import CaseFileError
from workstation.identifiers import read_time, stored_time

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def storable(text: str) -> str:
    """The text itself.

    Raises
    ------
    CaseFileError
        ``case-text-unstorable``: it holds NUL, which other SQLite programs cut at, or half a surrogate pair,
        which UTF-8 cannot write.
    """
    found = _UNSTORABLE.search(text)
    if found is not None:
        raise CaseFileError("case-text-unstorable", character=f"U+{ord(found[0]):04X}")
    return text


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _finite(value: str | float) -> float:
    """A number from a row.

    Raises
    ------
    ValueError
        ``nan`` and the like, which compare with nothing and stop every drawing.
    """
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{number} is no finite number")
    return number


def _points(read: Sequence[Sequence[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((_finite(x), _finite(y)) for x, y in read)


class Words(TypeDecorator[str]):
    """Any text, exactly."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Text to column."""
        return None if value is None else storable(str(value))


class LaterWords(Words):
    """Text of a column that older rows lack: NULL reads as empty text."""

    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> str:
        """Column to text."""
        return value or ""


class Instant(TypeDecorator[datetime]):
    """Aware time, as UTC with milliseconds."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Time to column; a time without a zone is a bug."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return stored_time(value.astimezone(UTC))

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Column to time."""
        return None if value is None else read_time(value)


class Day(TypeDecorator[date]):
    """A day, as ``2026-11-22``."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """Day to column."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """Column to day."""
        return None if value is None else date.fromisoformat(value)


class Real(TypeDecorator[float]):
    """A number as the shortest decimal text that reads back to the same double."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: float | None, dialect: Dialect) -> str | None:
        """Number to column; what is not finite is a bug."""
        if value is None:
            return None
        if not math.isfinite(value):
            raise ValueError(f"{value} is no finite number")
        return repr(float(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> float | None:
        """Column to number."""
        return None if value is None else _finite(value)


class Flag(TypeDecorator[bool]):
    """Truth as 0 or 1."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        """Truth to column."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        """Column to truth."""
        return None if value is None else bool(value)


class Code(TypeDecorator[StrEnum]):
    """Member of an enumeration, by its value."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """Member to column."""
        return None if value is None else str(self.kind(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """Column to member."""
        return None if value is None else self.kind(value)


class WordList(TypeDecorator[tuple[str, ...]]):
    """Texts in order, as a JSON array."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str | None:
        """Texts to column."""
        return None if value is None else _json([storable(each) for each in value])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        """Column to texts."""
        return None if value is None else tuple(str(each) for each in json.loads(value))


class LaterWordList(WordList):
    """Texts of a column that older rows lack: NULL reads as no text."""

    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        """Column to texts."""
        return () if value is None else tuple(str(each) for each in json.loads(value))


class NamedNumbers(TypeDecorator[tuple[tuple[str, float], ...]]):
    """Names with numbers, in order, as a JSON array of pairs."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[tuple[str, float]] | None, dialect: Dialect) -> str | None:
        """Pairs to column."""
        return None if value is None else _json([[storable(name), float(number)] for name, number in value])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[tuple[str, float], ...] | None:
        """Column to pairs."""
        return None if value is None else tuple((str(name), _finite(number)) for name, number in json.loads(value))


class Area(TypeDecorator[Region]):
    """A region in pixels: ``{"shape": ..., "points_px": [[x, y], ...]}``."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Region | None, dialect: Dialect) -> str | None:
        """Region to column."""
        return None if value is None else _json(_area(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Region | None:
        """Column to region."""
        return None if value is None else _region(json.loads(value))


def _area(region: Region) -> dict[str, Any]:
    return {"shape": str(region.shape), "points_px": [[float(x), float(y)] for x, y in region.points_px]}


def _region(read: dict[str, Any]) -> Region:
    return Region(Shape(read["shape"]), _points(read["points_px"]))


class SecondFindings(TypeDecorator[tuple[VerifierFinding, ...]]):
    """Findings of a verifier, as a JSON array of objects."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[VerifierFinding] | None, dialect: Dialect) -> str | None:
        """Findings to column."""
        if value is None:
            return None
        rows = [
            {
                **{name: storable(getattr(each, name)) for name in _FINDING_WORDS},
                "capture_id": each.capture_id,
                "region": _area(each.region) if each.region else None,
            }
            for each in value
        ]
        return _json(rows)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[VerifierFinding, ...] | None:
        """Column to findings."""
        if value is None:
            return None
        return tuple(
            VerifierFinding(
                **{name: str(each[name]) for name in _FINDING_WORDS},
                capture_id=each["capture_id"],
                region=_region(each["region"]) if each["region"] else None,
            )
            for each in json.loads(value)
        )


_FINDING_WORDS = ("feature", "light", "observation", "significance", "observed")


class Points(TypeDecorator[tuple[tuple[float, float], ...]]):
    """Points as a JSON array of pairs."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[tuple[float, float]] | None, dialect: Dialect) -> str | None:
        """Points to column."""
        return None if value is None else _json([[float(x), float(y)] for x, y in value])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[tuple[float, float], ...] | None:
        """Column to points."""
        return None if value is None else _points(json.loads(value))

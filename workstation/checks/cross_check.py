"""The cross-check table: what each source says of each field, its own validity, and every pair of sources.

A source that is absent is not a mismatch. Nothing here judges a document: cells say what was compared with what.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from workstation.cases.model import CheckOutcome, Region
from workstation.documents.mrz_values import MrzDocument
from workstation.documents.names import MrzNames, read_names
from workstation.documents.transliteration import Comparison, Grade, compare_components, compare_names, compare_text
from workstation.documents.visual_dates import read_visual_date


class Origin(StrEnum):
    """Where a value was read, in the order of the columns."""

    MRZ = "mrz"
    READER = "reader"
    VISUAL = "visual"
    SEAL = "seal"
    CHIP = "chip"


class Pairing(StrEnum):
    """How a pair of cells stands: a grade of ``transliteration.Grade``, or why there is none."""

    EQUAL = "equal"
    EQUAL_AFTER_TRANSLITERATION = "equal_after_transliteration"
    COMPATIBLE_TRUNCATED = "compatible_truncated"
    MISMATCH = "mismatch"
    NOT_COMPARABLE = "not_comparable"
    SOURCE_ABSENT = "source_absent"
    FIELD_ABSENT = "field_absent"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of one source.

    Attributes
    ----------
    text : str
        As read; dates of a zone as YYMMDD.
    valid : CheckOutcome or None
        The source's own check of it (a check digit, a signature); None where it has none.
    capture_id : str
        Picture it was read from; empty where it came otherwise.
    region : Region or None
        Where in that picture.
    blanks : bool
        False where whoever read it may have lost blanks.
    """

    text: str
    valid: CheckOutcome | None = None
    capture_id: str = ""
    region: Region | None = None
    blanks: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """What one source says.

    Attributes
    ----------
    origin : Origin
    values : mapping of str to Value
        By field of ``FIELDS``; a field that the source does not carry is left out.
    zone_names : MrzNames or None
        The names as a zone prints them, where the source is a zone or holds one.
    """

    origin: Origin
    values: Mapping[str, Value]
    zone_names: MrzNames | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cells of a row beside each other."""

    first: Origin
    second: Origin
    pairing: Pairing
    national_spelling: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One field through every source."""

    field: str
    cells: Mapping[Origin, Value]
    pairs: tuple[Pair, ...]

    @property
    def worst(self) -> Pairing:
        """The pairing that most wants a look."""
        return max((each.pairing for each in self.pairs), key=_WORST_LAST.index, default=Pairing.SOURCE_ABSENT)


_WORST_LAST = (
    Pairing.SOURCE_ABSENT,
    Pairing.FIELD_ABSENT,
    Pairing.EQUAL,
    Pairing.EQUAL_AFTER_TRANSLITERATION,
    Pairing.COMPATIBLE_TRUNCATED,
    Pairing.NOT_COMPARABLE,
    Pairing.MISMATCH,
)

VERDICTS: Mapping[Pairing, tuple[CheckOutcome, str]] = {
    Pairing.EQUAL: (CheckOutcome.SUCCESSFUL, "zones_agree"),
    Pairing.EQUAL_AFTER_TRANSLITERATION: (CheckOutcome.SUCCESSFUL, "zones_agree"),
    Pairing.COMPATIBLE_TRUNCATED: (CheckOutcome.SUCCESSFUL, "zones_agree"),
    Pairing.MISMATCH: (CheckOutcome.FAILED, "zones_differ"),
    Pairing.NOT_COMPARABLE: (CheckOutcome.UNDETERMINED, "not_comparable"),
    Pairing.FIELD_ABSENT: (CheckOutcome.UNDETERMINED, "not_comparable"),
    Pairing.SOURCE_ABSENT: (CheckOutcome.NOT_PERFORMED, "no_mrz"),
}
"""What a source beside the printed zone gives as a check: outcome and code of ``vocabulary/check_reason.toml``."""

Compare = Callable[[Value, Source, Value, Source], Comparison]


def _texts(one: Value, _one: Source, other: Value, _other: Source) -> Comparison:
    return compare_text(one.text, other.text)


def _sexes(one: Value, _one: Source, other: Value, _other: Source) -> Comparison:
    """``<`` of a zone is the X of the visual zone (ICAO 9303-3 4.8)."""
    first, second = ("X" if each.text in ("<", "X", "x") else each.text[:1].upper() for each in (one, other))
    return compare_text(first, second)


def _dates(one: Value, _one: Source, other: Value, _other: Source) -> Comparison:
    first, second = read_visual_date(one.text), read_visual_date(other.text)
    if not first or not second:
        return Comparison(Grade.NOT_COMPARABLE)
    if one.text == other.text:
        return Comparison(Grade.EQUAL)
    return Comparison(Grade.EQUAL_AFTER_TRANSLITERATION if first & second else Grade.MISMATCH)


def _names(one: Value, first: Source, other: Value, second: Source) -> Comparison:
    """Printed names against a zone's through the tables; two zones as they are printed."""
    if first.zone_names is not None and second.zone_names is not None:
        return Comparison(Grade.EQUAL if one.text == other.text else Grade.MISMATCH)
    if first.zone_names is None and second.zone_names is None:
        return compare_components(
            one.text.replace("<", " "), other.text.upper().replace("<", " ").split(), truncated=False
        )
    printed, zone = (other, first.zone_names) if first.zone_names is not None else (one, second.zone_names)
    assert zone is not None
    if "<<" not in printed.text and " " in printed.text.strip():
        parts = (*zone.primary.split(), *zone.secondary.split())
        return compare_components(printed.text, parts, truncated=zone.truncated)
    primary, _, secondary = printed.text.partition("<<")
    return compare_names(primary, secondary, zone, blanks=printed.blanks)


FIELDS: Mapping[str, Compare] = {
    "document_code": _texts,
    "issuer": _texts,
    "names": _names,
    "document_number": _texts,
    "nationality": _texts,
    "date_of_birth": _dates,
    "sex": _sexes,
    "date_of_expiry": _dates,
    "optional_data": _texts,
}
"""Rows of the table, and how two values of a row are compared. Names are ``primary<<secondary``."""


def cross_check(sources: Sequence[Source]) -> tuple[Row, ...]:
    """Every field of every source, and every pair of sources.

    Parameters
    ----------
    sources : sequence of Source
        At most one of each origin; a source that was not there is left out.

    Raises
    ------
    ValueError
        Two sources of the same origin.
    """
    present = {each.origin: each for each in sources}
    if len(present) != len(sources):
        raise ValueError("two sources of one origin")
    return tuple(
        Row(
            name,
            {origin: source.values[name] for origin, source in present.items() if name in source.values},
            tuple(_pair(name, first, second, present) for first, second in combinations(Origin, 2)),
        )
        for name in FIELDS
    )


def pairing_of(row: Row, first: Origin, second: Origin) -> Pairing:
    """How two sources of a row stand to each other."""
    return next(each.pairing for each in row.pairs if {each.first, each.second} == {first, second})


def _pair(name: str, first: Origin, second: Origin, present: Mapping[Origin, Source]) -> Pair:
    one, other = present.get(first), present.get(second)
    if one is None or other is None:
        return Pair(first, second, Pairing.SOURCE_ABSENT)
    if name not in one.values or name not in other.values:
        return Pair(first, second, Pairing.FIELD_ABSENT)
    found = FIELDS[name](one.values[name], one, other.values[name], other)
    return Pair(first, second, Pairing(found.grade), found.national)


def zone_source(origin: Origin, zone: MrzDocument, *, capture_id: str = "") -> Source:
    """A zone as a source; each value valid as its check digit holds."""

    def valid(name: str) -> CheckOutcome | None:
        digit = zone.check_digit(name)
        return None if digit is None else CheckOutcome.SUCCESSFUL if digit.holds else CheckOutcome.FAILED

    texts = {
        "document_code": zone.document_code,
        "issuer": zone.issuer,
        "names": f"{zone.names.primary}<<{zone.names.secondary}".rstrip("<"),
        "document_number": zone.document_number,
        "nationality": zone.nationality,
        "date_of_birth": zone.date_of_birth.text,
        "sex": zone.sex,
        "date_of_expiry": zone.date_of_expiry.text,
        "optional_data": zone.optional_data,
    }
    values = {name: Value(text, valid(name), capture_id) for name, text in texts.items() if text}
    return Source(origin, values, zone.names)


def partial_zone_source(lines: Sequence[str], *, valid: CheckOutcome | None) -> Source:
    """The zone of a visa's seal, whose second line ends after 28 characters (ICAO 9303-7 9.1.3), as a source.

    Parameters
    ----------
    lines : sequence of str
        The first line whole, the second perhaps cut short; of MRV-A, MRV-B or TD2.
    valid : CheckOutcome or None
        What the signature of the seal says.
    """
    first, second = lines[0], lines[1]
    names = read_names(first[5:])
    texts = {
        "document_code": first[:2],
        "issuer": first[2:5],
        "document_number": second[:9],
        "nationality": second[10:13],
        "date_of_birth": second[13:19],
        "sex": "X" if second[20:21] == "<" else second[20:21],
        "date_of_expiry": second[21:27],
    }
    values = {name: Value(text.rstrip("<"), valid) for name, text in texts.items() if text.rstrip("<")}
    values["names"] = Value(f"{names.primary}<<{names.secondary}".rstrip("<"), valid)
    return Source(Origin.SEAL, values, names)

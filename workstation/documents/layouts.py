"""The layouts of machine readable zones as tables (ICAO 9303-4, -5, -6 and -7, section 4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

FILLER = "<"


class MrzFormat(StrEnum):
    """Size and kind of a zone."""

    TD1 = "TD1"
    TD2 = "TD2"
    TD3 = "TD3"
    MRV_A = "MRV-A"
    MRV_B = "MRV-B"


@dataclass(frozen=True, slots=True)
class Span:
    """Positions ``first`` to ``last`` of a line, all counted from 1 as in ICAO 9303."""

    line: int
    first: int
    last: int

    def of(self, lines: tuple[str, ...]) -> str:
        """The characters printed there."""
        return lines[self.line - 1][self.first - 1 : self.last]


@dataclass(frozen=True, slots=True)
class FieldRule:
    """One field: its name in ``resources/vocabulary/mrz_field.toml``, its place, the place of its check digit."""

    name: str
    span: Span
    check: Span | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout.

    Attributes
    ----------
    document_codes : str
        First letters that the document code may have.
    composite : tuple of Span
        What the composite check digit covers, in this order; empty where there is none.
    composite_at : Span or None
    long_number_in : str or None
        Field that takes the rest of a document number with more than nine characters.
    filler_checks : frozenset of str
        Fields whose check digit may be a filler while the field is empty.
    """

    format: MrzFormat
    lines: int
    width: int
    document_codes: str
    fields: tuple[FieldRule, ...]
    composite: tuple[Span, ...] = ()
    composite_at: Span | None = None
    long_number_in: str | None = None
    filler_checks: frozenset[str] = frozenset()

    def field(self, name: str) -> FieldRule:
        """The rule of a field that every layout has.

        Raises
        ------
        KeyError
            The layout has no such field.
        """
        for each in self.fields:
            if each.name == name:
                return each
        raise KeyError(name)


def _line_one(names_to: int) -> tuple[FieldRule, ...]:
    return (
        FieldRule("document_code", Span(1, 1, 2)),
        FieldRule("issuer", Span(1, 3, 5)),
        FieldRule("names", Span(1, 6, names_to)),
    )


_LINE_TWO = (
    FieldRule("document_number", Span(2, 1, 9), Span(2, 10, 10)),
    FieldRule("nationality", Span(2, 11, 13)),
    FieldRule("date_of_birth", Span(2, 14, 19), Span(2, 20, 20)),
    FieldRule("sex", Span(2, 21, 21)),
    FieldRule("date_of_expiry", Span(2, 22, 27), Span(2, 28, 28)),
)

_TABLE = (
    Layout(
        MrzFormat.TD1,
        lines=3,
        width=30,
        document_codes="ACI",
        fields=(
            FieldRule("document_code", Span(1, 1, 2)),
            FieldRule("issuer", Span(1, 3, 5)),
            FieldRule("document_number", Span(1, 6, 14), Span(1, 15, 15)),
            FieldRule("optional_data", Span(1, 16, 30)),
            FieldRule("date_of_birth", Span(2, 1, 6), Span(2, 7, 7)),
            FieldRule("sex", Span(2, 8, 8)),
            FieldRule("date_of_expiry", Span(2, 9, 14), Span(2, 15, 15)),
            FieldRule("nationality", Span(2, 16, 18)),
            FieldRule("optional_data_2", Span(2, 19, 29)),
            FieldRule("names", Span(3, 1, 30)),
        ),
        composite=(Span(1, 6, 30), Span(2, 1, 7), Span(2, 9, 15), Span(2, 19, 29)),
        composite_at=Span(2, 30, 30),
        long_number_in="optional_data",
    ),
    Layout(
        MrzFormat.TD2,
        lines=2,
        width=36,
        document_codes="ACI",
        fields=(*_line_one(36), *_LINE_TWO, FieldRule("optional_data", Span(2, 29, 35))),
        composite=(Span(2, 1, 10), Span(2, 14, 20), Span(2, 22, 35)),
        composite_at=Span(2, 36, 36),
        long_number_in="optional_data",
    ),
    Layout(
        MrzFormat.TD3,
        lines=2,
        width=44,
        document_codes="P",
        fields=(*_line_one(44), *_LINE_TWO, FieldRule("optional_data", Span(2, 29, 42), Span(2, 43, 43))),
        composite=(Span(2, 1, 10), Span(2, 14, 20), Span(2, 22, 43)),
        composite_at=Span(2, 44, 44),
        filler_checks=frozenset({"optional_data"}),
    ),
    Layout(
        MrzFormat.MRV_A,
        lines=2,
        width=44,
        document_codes="V",
        fields=(*_line_one(44), *_LINE_TWO, FieldRule("optional_data", Span(2, 29, 44))),
    ),
    Layout(
        MrzFormat.MRV_B,
        lines=2,
        width=36,
        document_codes="V",
        fields=(*_line_one(36), *_LINE_TWO, FieldRule("optional_data", Span(2, 29, 36))),
    ),
)
LAYOUTS = {each.format: each for each in _TABLE}


@dataclass(frozen=True, slots=True)
class ForeignLayout:
    """A zone that is no zone of ICAO 9303 but is known; ``code`` is in ``vocabulary/mrz_foreign.toml``."""

    code: str
    lines: int
    width: int
    start: re.Pattern[str]


FOREIGN_LAYOUTS = (
    ForeignLayout("french_identity_card", 2, 36, re.compile("IDFRA")),
    ForeignLayout("french_driving_licence", 1, 30, re.compile("D1FRA")),
    ForeignLayout("driving_licence", 1, 30, re.compile("D")),
)


def foreign_layout(lines: tuple[str, ...]) -> ForeignLayout | None:
    """The known layout outside ICAO 9303 that these lines have, if any."""
    for each in FOREIGN_LAYOUTS:
        if len(lines) == each.lines and all(len(line) == each.width for line in lines) and each.start.match(lines[0]):
            return each
    return None


def icao_layout(lines: tuple[str, ...]) -> Layout | None:
    """The layout of ICAO 9303 that these lines have, if any.

    Size decides, and among zones of one size the first letter does: a visa differs from a passport or card
    of its size only by its V (ICAO 9303-7 4).
    """
    sized = [each for each in _TABLE if len(lines) == each.lines and all(len(line) == each.width for line in lines)]
    for each in sized:
        if lines[0][0] in each.document_codes:
            return each
    return sized[0] if sized else None


def _sized(lines: tuple[str, ...], layout: Layout | ForeignLayout) -> bool:
    return len(lines) == layout.lines and all(len(line) == layout.width for line in lines)

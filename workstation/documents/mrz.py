"""The machine readable zone, read (ICAO 9303-3 to -7; the tables stand in ``layouts``).

Lines are evidence. They are never trimmed, padded, folded or repaired here: what is no zone raises ``MrzError``,
what departs from the rules is read as far as it goes and named in ``deviations``. Check digits that hold say
nothing about whether a document is genuine: anyone can compute them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workstation.documents.dates import read_date
from workstation.documents.layouts import FILLER, Layout, MrzFormat, Span, foreign_layout, icao_layout
from workstation.documents.mrz_deviations import deviations
from workstation.documents.mrz_values import (
    ALPHABET,
    MARKED,
    CheckDigit,
    Deviation,
    MrzDocument,
    MrzError,
    MrzField,
    check_digit,
)
from workstation.documents.names import read_names


def parse(lines: Sequence[str]) -> MrzDocument:
    """Read a zone of ICAO 9303.

    Parameters
    ----------
    lines : sequence of str
        Two or three lines exactly as read.

    Raises
    ------
    MrzError
        The lines have a character no zone has, the size of no zone, or are a known zone of another standard.
    """
    printed = tuple(lines)
    layout = layout_of(printed)
    fields = tuple(MrzField(rule.name, rule.span, rule.span.of(printed)) for rule in layout.fields)
    raw = {each.name: each.raw for each in fields}
    number = _document_number(layout, printed)
    zone = MrzDocument(
        format=layout.format,
        lines=printed,
        fields=fields,
        check_digits=tuple(_check_digits(layout, printed, number)),
        names=read_names(raw["names"]),
        document_number=number.text,
        optional_data=number.optional_data,
        date_of_birth=read_date(raw["date_of_birth"]),
        date_of_expiry=read_date(raw["date_of_expiry"]),
    )
    return replace(zone, deviations=deviations(zone))


def layout_of(lines: tuple[str, ...]) -> Layout:
    """The layout of lines.

    Raises
    ------
    MrzError
        As ``parse``.
    """
    _demand_characters(lines, ALPHABET + MARKED)
    foreign = foreign_layout(lines)
    if foreign is not None:
        raise MrzError("mrz-not-icao", format=foreign.code)
    layout = icao_layout(lines)
    if layout is None:
        raise MrzError("mrz-unreadable", lengths=" + ".join(str(len(line)) for line in lines) or "0")
    names = layout.field("names").span
    _demand_characters(lines, ALPHABET, aside=names)
    return layout


def _demand_characters(lines: tuple[str, ...], allowed: str, aside: Span | None = None) -> None:
    for number, line in enumerate(lines, start=1):
        for position, character in enumerate(line, start=1):
            is_aside = aside is not None and aside.line == number and aside.first <= position <= aside.last
            if character not in allowed and not is_aside:
                raise MrzError("mrz-character", line=number, position=position, character=character)


@dataclass(frozen=True, slots=True)
class _Number:
    text: str
    covered: str
    check_at: Span
    optional_data: str


def _document_number(layout: Layout, lines: tuple[str, ...]) -> _Number:
    """Reassemble the number, which is long where a filler stands for its check digit and the optional field begins
    with at least two characters, the last a digit (ICAO 9303-5 4.2.2 note j; remainder, check digit, filler).
    """
    rule = layout.field("document_number")
    assert rule.check is not None
    head, optional = rule.span.of(lines), layout.field("optional_data").span
    plain = _Number(head.rstrip(FILLER), head, rule.check, optional.of(lines).rstrip(FILLER))
    if layout.long_number_in is None or rule.check.of(lines) != FILLER or FILLER in head:
        return plain
    rest, end, after = optional.of(lines).partition(FILLER)
    if not end or len(rest) < 2 or not rest[-1].isdigit():
        return plain
    check_at = optional.first + len(rest) - 1
    whole = head + rest[:-1]
    return _Number(whole, whole, Span(optional.line, check_at, check_at), after.rstrip(FILLER))


def _check_digits(layout: Layout, lines: tuple[str, ...], number: _Number) -> list[CheckDigit]:
    found = []
    for rule in layout.fields:
        if rule.name == "document_number":
            found.append(_check(rule.name, number.covered, number.check_at, lines, empty_filler=False))
        elif rule.check is not None:
            empty_filler = rule.name in layout.filler_checks
            found.append(_check(rule.name, rule.span.of(lines), rule.check, lines, empty_filler=empty_filler))
    if layout.composite_at is not None:
        covered = "".join(span.of(lines) for span in layout.composite)
        found.append(_check("composite", covered, layout.composite_at, lines, empty_filler=False))
    return found


def _check(name: str, covered: str, at: Span, lines: tuple[str, ...], *, empty_filler: bool) -> CheckDigit:
    printed, expected = at.of(lines), check_digit(covered)
    allowed_filler = empty_filler and printed == FILLER and not covered.strip(FILLER)
    return CheckDigit(name, at, covered, printed, expected, printed == expected or allowed_filler)


__all__ = [
    "ALPHABET",
    "CheckDigit",
    "Deviation",
    "MrzDocument",
    "MrzError",
    "MrzField",
    "MrzFormat",
    "check_digit",
    "layout_of",
    "parse",
]

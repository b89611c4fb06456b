"""The machine readable zone: its grammar, read and written (ICAO 9303-3 to -7; see also ``layouts``).

Lines are evidence. They are never trimmed, padded, folded or repaired here: what is no zone raises ``MrzError``,
what departs from the rules is read as far as it goes and named in ``deviations``. Check digits that hold say
nothing about whether a document is genuine: anyone can compute them.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from workstation.documents.countries import CodeKind, find_country
from workstation.documents.dates import DateState, MrzDate, read_date
from workstation.documents.layouts import FILLER, Layout, MrzFormat, Span, foreign_layout, icao_layout
from workstation.documents.names import MrzNames, read_names
from workstation.errors import WorkstationError

ALPHABET = string.digits + string.ascii_uppercase + FILLER
_VALUE = {character: value for value, character in enumerate(string.digits + string.ascii_uppercase)} | {FILLER: 0}
_WEIGHTS = (7, 3, 1)


class MrzError(WorkstationError):
    """Lines that are no machine readable zone of ICAO 9303, or content that fits into none.

    Facts of ``mrz-not-icao`` hold ``format``, a code of ``vocabulary/mrz_foreign.toml``.
    """

    default_code: ClassVar[str] = "mrz-unreadable"


@dataclass(frozen=True, slots=True)
class MrzField:
    """One field: where it stands, what is printed there, and the same without its padding."""

    name: str
    span: Span
    raw: str

    @property
    def text(self) -> str:
        """Without trailing fillers."""
        return self.raw.rstrip(FILLER)


@dataclass(frozen=True, slots=True)
class CheckDigit:
    """One check digit.

    Attributes
    ----------
    name : str
        Field it protects, or ``composite``.
    span : Span
        Where it is printed.
    covered : str
        The characters it is computed over, in order.
    holds : bool
        ``printed`` is ``expected``, or a filler where the layout allows one.
    """

    name: str
    span: Span
    covered: str
    printed: str
    expected: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Deviation:
    """A departure that does not stop the reading; ``code`` is of ``vocabulary/mrz_deviation.toml``."""

    code: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class MrzDocument:
    """A zone, read.

    Attributes
    ----------
    lines : tuple of str
        Exactly as they were given.
    document_number : str
        Reassembled where it runs on into the optional data; without trailing fillers.
    optional_data : str
        What of the optional data is not part of the number; without trailing fillers.
    """

    format: MrzFormat
    lines: tuple[str, ...]
    fields: tuple[MrzField, ...]
    check_digits: tuple[CheckDigit, ...]
    deviations: tuple[Deviation, ...]
    names: MrzNames
    document_number: str
    optional_data: str
    date_of_birth: MrzDate
    date_of_expiry: MrzDate

    def field(self, name: str) -> MrzField:
        """The field of that name.

        Raises
        ------
        KeyError
            This layout has none.
        """
        for each in self.fields:
            if each.name == name:
                return each
        raise KeyError(name)

    @property
    def document_code(self) -> str:
        """One or two letters, without filler."""
        return self.field("document_code").text

    @property
    def issuer(self) -> str:
        """Code of the issuing state or organisation, without fillers (``D``, ``UTO``)."""
        return self.field("issuer").text

    @property
    def nationality(self) -> str:
        """Code of the nationality, without fillers."""
        return self.field("nationality").text

    @property
    def sex(self) -> str:
        """``M``, ``F`` or ``X`` (printed as a filler, ICAO 9303-3 4.8); any other character as printed."""
        printed = self.field("sex").raw
        return "X" if printed == FILLER else printed

    def check_digit(self, name: str) -> CheckDigit | None:
        """The check digit of a field or of the composite, None where the layout has none."""
        return next((each for each in self.check_digits if each.name == name), None)

    @property
    def check_digits_hold(self) -> bool:
        """True if every check digit holds. Not a statement about the document."""
        return all(each.holds for each in self.check_digits)

    @property
    def access_key_input(self) -> str:
        """What the keys of basic access control are derived from (ICAO 9303-11 4.3.2), with computed digits."""
        number = self.document_number.ljust(9, FILLER)
        parts = (number, self.date_of_birth.text, self.date_of_expiry.text)
        return "".join(part + check_digit(part) for part in parts)


def check_digit(text: str) -> str:
    """Check digit of characters of a zone: weights 7, 3, 1 from the first, modulo 10 (ICAO 9303-3 4.9).

    Raises
    ------
    MrzError
        A character is none of a zone.
    """
    foreign = next((character for character in text if character not in _VALUE), None)
    if foreign is not None:
        raise MrzError("mrz-character", line=1, position=text.index(foreign) + 1, character=foreign)
    return str(sum(_VALUE[character] * _WEIGHTS[place % 3] for place, character in enumerate(text)) % 10)


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
    checks = tuple(_check_digits(layout, printed, number))
    names = read_names(raw["names"])
    birth, expiry = read_date(raw["date_of_birth"]), read_date(raw["date_of_expiry"])
    return MrzDocument(
        format=layout.format,
        lines=printed,
        fields=fields,
        check_digits=checks,
        deviations=tuple(_deviations(layout, raw, names, birth, expiry, checks)),
        names=names,
        document_number=number.text,
        optional_data=number.optional_data,
        date_of_birth=birth,
        date_of_expiry=expiry,
    )


def layout_of(lines: tuple[str, ...]) -> Layout:
    """The layout of lines.

    Raises
    ------
    MrzError
        As ``parse``.
    """
    for number, line in enumerate(lines, start=1):
        for position, character in enumerate(line, start=1):
            if character not in _VALUE:
                raise MrzError("mrz-character", line=number, position=position, character=character)
    foreign = foreign_layout(lines)
    if foreign is not None:
        raise MrzError("mrz-not-icao", format=foreign.code)
    layout = icao_layout(lines)
    if layout is None:
        raise MrzError("mrz-unreadable", lengths=" + ".join(str(len(line)) for line in lines) or "0")
    return layout


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


def _deviations(
    layout: Layout,
    raw: dict[str, str],
    names: MrzNames,
    birth: MrzDate,
    expiry: MrzDate,
    checks: Sequence[CheckDigit],
) -> list[Deviation]:
    country_codes = {name: _country_deviation(raw[name]) for name in ("issuer", "nationality")}
    seen = (
        ("document_code_unusual", "document_code", raw["document_code"][0] not in layout.document_codes),
        (
            "document_code_second_v",
            "document_code",
            layout.document_codes != "V" and raw["document_code"][1] == "V",
        ),
        *((code, name, True) for name, code in country_codes.items() if code),
        ("sex_x_printed", "sex", raw["sex"] == "X"),
        ("sex_unknown_character", "sex", raw["sex"] not in ("M", "F", "X", FILLER)),
        ("date_invalid", "date_of_birth", birth.state is DateState.INVALID),
        ("date_invalid", "date_of_expiry", expiry.state is DateState.INVALID),
        ("expiry_unknown", "date_of_expiry", expiry.state in (DateState.UNKNOWN, DateState.PARTLY_UNKNOWN)),
        ("names_empty", "names", not names.primary),
        ("names_hold_digit", "names", any(character.isdigit() for character in raw["names"])),
        ("names_leading_filler", "names", raw["names"].startswith(FILLER) and bool(names.primary)),
        ("names_second_separator", "names", names.separators > 1),
        ("names_leftover", "names", bool(names.leftover)),
    )
    found = [Deviation(code, layout.field(name).span, raw[name]) for code, name, holds in seen if holds]
    for each in checks:
        found += [Deviation(code, each.span, each.printed) for code in _check_digit_deviations(each)]
    return found


def _country_deviation(raw: str) -> str:
    country = find_country(raw)
    if country is None:
        return "code_unknown"
    return {
        CodeKind.DEPRECATED: "code_deprecated",
        CodeKind.NONSTANDARD: "code_nonstandard",
    }.get(country.kind, "")


def _check_digit_deviations(check: CheckDigit) -> list[str]:
    if check.holds:
        return []
    if not check.printed.isdigit():
        return ["check_digit_missing"]
    with_filler = check.covered[:9] + FILLER + check.covered[9:]
    counted = check.name == "document_number" and len(check.covered) > 9
    return ["filler_counted"] if counted and check_digit(with_filler) == check.printed else ["check_digit_wrong"]


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

"""Machine readable zones written: for drawn specimens, simulated documents and tests."""

from __future__ import annotations

from dataclasses import dataclass

from workstation.documents.layouts import FILLER, LAYOUTS, Layout, MrzFormat, Span
from workstation.documents.mrz import ALPHABET, MrzError, check_digit, layout_of, parse
from workstation.documents.names import write_names

_ANY_DIGIT = "0"
"""Holds the place of a check digit until it is computed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MrzContent:
    """What a zone says. Text in the characters of a zone; names as people write them, in unaccented letters.

    Attributes
    ----------
    date_of_birth, date_of_expiry : str
        YYMMDD, ``<<`` for an unknown part.
    sex : str
        ``M``, ``F`` or ``X``.
    """

    document_code: str
    issuer: str
    primary: str
    secondary: str = ""
    document_number: str
    nationality: str
    date_of_birth: str
    sex: str
    date_of_expiry: str
    optional_data: str = ""
    optional_data_2: str = ""


def build(format: MrzFormat, content: MrzContent) -> tuple[str, ...]:
    """The lines of a zone, check digits computed.

    A document number of more than nine characters runs on into the optional data of TD1 and TD2 (ICAO 9303-5
    4.2.2 note j); a visa keeps its first nine (ICAO 9303-7 4.2.2).

    Raises
    ------
    MrzError
        Something does not fit, or holds a character that a zone lacks.
    """
    layout = LAYOUTS[format]
    grid = [[FILLER] * layout.width for _ in range(layout.lines)]
    texts = _texts(layout, content)
    is_long = FILLER in texts["optional_data"] and texts["optional_data"] != content.optional_data
    for rule in layout.fields:
        if rule.check and not (is_long and rule.name == "document_number") and texts[rule.name]:
            _write(grid, rule.check, _ANY_DIGIT)
    for name, text in texts.items():
        span = layout.field(name).span
        room = span.last - span.first + 1
        if len(text) > room:
            raise MrzError("mrz-does-not-fit", field=name, text=text, room=room)
        _write(grid, span, text.ljust(room, FILLER))
    return with_check_digits(tuple("".join(row) for row in grid))


def with_check_digits(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The same lines with every check digit computed anew.

    The filler that stands for the check digit of an empty optional field stays. So does the one before a long
    document number, whose check digit (any digit there) follows its last character.

    Raises
    ------
    MrzError
        The lines are no zone.
    """
    layout = layout_of(lines)
    grid = [list(line) for line in lines]
    for check in parse(lines).check_digits:
        if check.holds and check.name != "composite":
            continue
        _write(grid, check.span, check.expected)
    if layout.composite_at is not None:
        printed = tuple("".join(row) for row in grid)
        _write(grid, layout.composite_at, check_digit("".join(span.of(printed) for span in layout.composite)))
    return tuple("".join(row) for row in grid)


def _texts(layout: Layout, content: MrzContent) -> dict[str, str]:
    number, optional = content.document_number, content.optional_data
    if layout.format in (MrzFormat.MRV_A, MrzFormat.MRV_B):
        number = number[:9]
    if layout.long_number_in and len(number) > 9:
        number, optional = number[:9], f"{number[9:]}{_ANY_DIGIT}{FILLER}{optional}"
    texts = {
        "document_code": content.document_code,
        "issuer": content.issuer,
        "names": write_names(content.primary, content.secondary),
        "document_number": number,
        "nationality": content.nationality,
        "date_of_birth": content.date_of_birth,
        "sex": FILLER if content.sex == "X" else content.sex,
        "date_of_expiry": content.date_of_expiry,
        "optional_data": optional,
    }
    if layout.format is MrzFormat.TD1:
        texts["optional_data_2"] = content.optional_data_2
    for name, text in texts.items():
        foreign = next((character for character in text if character not in ALPHABET), None)
        if foreign is not None:
            span = layout.field(name).span
            position = span.first + text.index(foreign)
            raise MrzError("mrz-character", line=span.line, position=position, character=foreign)
    return texts


def _write(grid: list[list[str]], span: Span, text: str) -> None:
    grid[span.line - 1][span.first - 1 : span.last] = list(text)

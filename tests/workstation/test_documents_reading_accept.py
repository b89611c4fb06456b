"""What may be given as read: how sure each character must be, by what vouches for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from workstation.documents.layouts import MrzFormat
from workstation.documents.mrz import parse
from workstation.documents.mrz_writing import MrzContent, build
from workstation.documents.reading.accept import refusal
from workstation.documents.reading.model import Cell, Reason, Refusal, Substitution, ZoneReading

UTO = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
CONTENT = MrzContent(
    document_code="P",
    issuer="UTO",
    primary="ERIKSSON",
    secondary="ANNA MARIA",
    document_number="L898902C3",
    nationality="UTO",
    date_of_birth="740812",
    sex="F",
    date_of_expiry="120415",
    optional_data="ZE184226B",
)
VISA_OF_36 = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE18422")
WRONG_COMPOSITE = (UTO[0], UTO[1][:-1] + "4")


def reading(
    lines: tuple[str, ...], unsure: dict[tuple[int, int], float], *substitutions: Substitution
) -> ZoneReading:
    """Cells that are sure but for some, by line and position."""
    box = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    cells = tuple(
        tuple(Cell(text, text, unsure.get((line, at), 0.999), box) for at, text in enumerate(row, start=1))
        for line, row in enumerate(lines, start=1)
    )
    return ZoneReading(cells, substitutions, parse(lines), "", None)


def changed(line: int, position: int, reason: Reason, raw: str = "O", text: str = "0") -> Substitution:
    return Substitution(line, position, raw, text, reason, 0.9, 0.1)


@pytest.mark.parametrize(
    ("lines", "unsure", "refused"),
    [
        (UTO, {}, None),
        (UTO, {(1, 8): 0.87}, Refusal.TOO_FAINT),
        (UTO, {(1, 8): 0.89}, None),
        (UTO, {(2, 5): 0.05}, None),
        (UTO, {(2, 2): 0.05, (2, 5): 0.74}, Refusal.TOO_FAINT),
        (UTO, {(2, 2): 0.05, (2, 5): 0.76}, None),
        (UTO, {(2, 11): 0.74}, Refusal.TOO_FAINT),
        (UTO, {(1, 40): 0.76}, None),
        (UTO, {(2, 11): 0.76}, None),
        (UTO, {(2, at): 0.3 for at in range(1, 14)}, Refusal.TOO_FAINT),
        (WRONG_COMPOSITE, {}, None),
        (WRONG_COMPOSITE, {(2, 5): 0.05}, None),
        (WRONG_COMPOSITE, {(2, 44): 0.59}, Refusal.CHECK_DIGITS),
        (WRONG_COMPOSITE, {(1, 8): 0.87}, Refusal.CHECK_DIGITS),
    ],
)
def test_a_character_must_be_as_sure_as_nothing_else_vouches_for_it(
    lines: tuple[str, ...], unsure: dict[tuple[int, int], float], refused: Refusal | None
) -> None:
    assert refusal(reading(lines, unsure)) is refused


def test_a_change_for_a_check_digit_is_no_reading_where_another_does_not_hold() -> None:
    change = changed(2, 2, Reason.CHECK_DIGIT, "S", "8")
    assert refusal(reading(UTO, {}, change)) is None
    assert refusal(reading(WRONG_COMPOSITE, {}, change)) is Refusal.CHECK_DIGITS


def test_a_zero_drawn_like_the_letter_is_one_where_its_own_check_digit_holds() -> None:
    assert refusal(reading(WRONG_COMPOSITE, {}, changed(2, 6, Reason.CHECK_DIGIT))) is None


@pytest.mark.parametrize("lines", [UTO, WRONG_COMPOSITE])
def test_two_letters_of_a_number_taken_for_digits_are_no_reading(lines: tuple[str, ...]) -> None:
    pair = (changed(2, 2, Reason.RARE_IN_NUMBERS), changed(2, 4, Reason.RARE_IN_NUMBERS))
    assert refusal(reading(lines, {}, pair[0])) is None
    assert refusal(reading(lines, {}, *pair)) is not None


@pytest.mark.parametrize(
    ("lines", "refused"),
    [(UTO, None), (WRONG_COMPOSITE, Refusal.CUT_OFF), (VISA_OF_36, Refusal.CUT_OFF)],
    ids=["its composite digit holds", "it does not", "it has none"],
)
def test_lines_whose_ends_were_not_seen_are_a_reading_only_where_the_last_character_says_so(
    lines: tuple[str, ...], refused: Refusal | None
) -> None:
    assert refusal(reading(lines, {}), ends_seen=False) is refused
    assert refusal(reading(lines, {})) is None


@pytest.mark.parametrize(
    "lines",
    [
        ("P<HRVSPECIMEN<<SPECIMEN<<<<<<<<<<<<<", "0070070071HRV8212258F1407019<<<<<<<<"),
        ("CIMEN<<SPECIMEN<<<<<<<<<<<<<<<<<<<<<", "71HRV8212258F1407019<<<<<<<<<<<<<<06"),
        ("ANNA<MARIA<<<<<<<<<<<<<<<<<<<<<<<<<<", "UTO7408122F1204159ZE184226B<<<<<10<<"),
    ],
    ids=["the end of a passport", "its beginning", "letters in a date"],
)
def test_half_a_passport_is_no_card(lines: tuple[str, ...]) -> None:
    assert refusal(reading(lines, {})) is Refusal.CUT_OFF


def test_a_letter_that_another_leaves_when_a_stroke_goes_must_be_surer() -> None:
    french = build(MrzFormat.TD3, replace(CONTENT, primary="CHRISTOPHF"))
    at = 5 + "CHRISTOPHF".index("F") + 1
    assert refusal(reading(french, {(1, at): 0.93})) is Refusal.TOO_FAINT
    assert refusal(reading(french, {(1, at): 0.97})) is None
    assert refusal(reading(french, {(1, at - 1): 0.93})) is None


def test_a_check_digit_says_nothing_between_characters_that_are_one_to_it() -> None:
    zone = reading(UTO, {})
    row = list(zone.cells[1])
    row[3] = replace(row[3], among_twins=0.6)
    assert refusal(replace(zone, cells=(zone.cells[0], tuple(row)))) is Refusal.TOO_FAINT


def test_a_field_whose_own_digit_fails_must_be_sure() -> None:
    misread = (UTO[0], UTO[1].replace("7408122", "7408132"))
    assert refusal(reading(misread, {(2, 18): 0.9})) is Refusal.CHECK_DIGITS
    assert refusal(reading(misread, {(2, 18): 0.97})) is None


@pytest.mark.parametrize(
    ("number", "unsure", "refused"),
    [
        ("LO98902C3", (2,), None),
        ("LO9O902C3", (2,), None),
        ("LO9O902C3", (2, 4), Refusal.TOO_FAINT),
    ],
    ids=["one, and its check digit holds", "one of two", "two, which may be zeros together"],
)
def test_letters_o_that_may_be_zeros_together_are_no_reading(
    number: str, unsure: tuple[int, ...], refused: Refusal | None
) -> None:
    lines = build(MrzFormat.TD3, replace(CONTENT, document_number=number))
    assert refusal(reading(lines, {(2, at): 0.93 for at in unsure})) is refused

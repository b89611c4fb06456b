"""The cross-check table: every source and pair, absent apart from mismatch; printed dates in many styles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.cases.model import CheckOutcome
from workstation.checks.cross_check import (
    FIELDS,
    Origin,
    Pairing,
    Row,
    Source,
    Value,
    cross_check,
    partial_zone_source,
    zone_source,
)
from workstation.documents.mrz import parse
from workstation.documents.visual_dates import read_visual_date

ZONE = parse(
    (
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    )
)
VISUAL = Source(
    Origin.VISUAL,
    {
        "names": Value("Eriksson<<Anna Maria"),
        "document_number": Value("L898902C3"),
        "nationality": Value("UTO"),
        "date_of_birth": Value("12 AUG/AOÛT 1974"),
        "sex": Value("F"),
        "date_of_expiry": Value("15.04.2012"),
    },
)


def pairing(rows: tuple[Row, ...], field: str, first: Origin, second: Origin) -> Pairing:
    row = next(each for each in rows if each.field == field)
    return next(each.pairing for each in row.pairs if (each.first, each.second) == (first, second))


def test_zone_beside_visual_zone() -> None:
    rows = cross_check([zone_source(Origin.MRZ, ZONE), VISUAL])
    assert [each.field for each in rows] == list(FIELDS)
    found = {each: pairing(rows, each, Origin.MRZ, Origin.VISUAL) for each in FIELDS}
    assert found == {
        "document_code": Pairing.FIELD_ABSENT,
        "issuer": Pairing.FIELD_ABSENT,
        "names": Pairing.EQUAL,
        "document_number": Pairing.EQUAL,
        "nationality": Pairing.EQUAL,
        "date_of_birth": Pairing.EQUAL_AFTER_TRANSLITERATION,
        "sex": Pairing.EQUAL,
        "date_of_expiry": Pairing.EQUAL_AFTER_TRANSLITERATION,
        "optional_data": Pairing.FIELD_ABSENT,
    }
    assert pairing(rows, "names", Origin.MRZ, Origin.CHIP) is Pairing.SOURCE_ABSENT


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("names", "Eriksson<<Anna Marta"),
        ("document_number", "L898902C8"),
        ("nationality", "UTA"),
        ("date_of_birth", "21 AUG 1974"),
        ("sex", "M"),
        ("date_of_expiry", "15.04.2022"),
    ],
)
def test_each_changed_field_is_a_mismatch_and_no_other(field: str, text: str) -> None:
    changed = Source(Origin.VISUAL, {**VISUAL.values, field: Value(text)})
    rows = cross_check([zone_source(Origin.MRZ, ZONE), changed])
    assert [each.field for each in rows if each.worst is Pairing.MISMATCH] == [field]


def test_own_validity_stands_in_the_cell() -> None:
    wrong = parse((ZONE.lines[0], ZONE.lines[1].replace("L898902C36", "L898902C37")))
    rows = cross_check([zone_source(Origin.MRZ, wrong)])
    cells = {each.field: each.cells[Origin.MRZ].valid for each in rows}
    assert cells["document_number"] is CheckOutcome.FAILED
    assert cells["date_of_birth"] is CheckOutcome.SUCCESSFUL
    assert cells["names"] is None


def test_the_zone_in_a_seal_beside_the_printed_one() -> None:
    lines = ("VCD<<DENT<<ARTHUR<PHILIP<<<<<<<<<<<<", "1234567XY7GBR5203116M2005250<<<<<<<<")
    printed = zone_source(Origin.MRZ, parse(lines))
    sealed = partial_zone_source((lines[0], lines[1][:28]), valid=CheckOutcome.SUCCESSFUL)
    rows = cross_check([printed, sealed])
    assert {pairing(rows, each, Origin.MRZ, Origin.SEAL) for each in FIELDS} == {Pairing.EQUAL, Pairing.FIELD_ABSENT}
    other = partial_zone_source((lines[0].replace("DENT", "PENT"), lines[1][:28]), valid=CheckOutcome.SUCCESSFUL)
    assert pairing(cross_check([printed, other]), "names", Origin.MRZ, Origin.SEAL) is Pairing.MISMATCH


def test_one_source_of_each_origin() -> None:
    with pytest.raises(ValueError, match="one origin"):
        cross_check([VISUAL, VISUAL])


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("740812", {"740812"}),
        ("74<<<<", {"74XXXX"}),
        ("12 AUG 1974", {"740812"}),
        ("12AUG74", {"740812"}),
        ("12 août/Aug 1974", {"740812"}),
        ("12 AUG/SEP 1974", set()),
        ("XX XXX 1974", set()),
        ("1974-08-12", {"740812"}),
        ("1974年08月12日", {"740812"}),
        ("12.8.1974", {"740812"}),
        ("03/04/2012", {"120403", "120304"}),
        ("03/04/12", {"120403", "120304", "030412"}),
        ("XX.08.1974", {"7408XX"}),
        ("31.13.2012", set()),
        ("", set()),
        ("August", set()),
    ],
)
def test_printed_dates(text: str, days: set[str]) -> None:
    assert read_visual_date(text) == days


@given(st.text(max_size=30))
def test_any_text_is_dates_or_none(text: str) -> None:
    assert all(len(each) == 6 for each in read_visual_date(text))

"""Printed values against the zone: what agrees, what differs, what nobody can say."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.cases.model import CheckOutcome
from workstation.checks.detail import describe, stored_detail, stored_facts
from workstation.checks.mrz_routines import Answer
from workstation.checks.visual_routines import against_zone, printed_dates
from workstation.documents.layouts import MrzFormat
from workstation.documents.mrz import MrzDocument, parse
from workstation.documents.mrz_writing import MrzContent, build
from workstation.documents.visual_zone import FieldReading
from workstation.vocabulary import vocabulary

TODAY = date(2026, 11, 23)
CONTENT = {
    "document_code": "P",
    "issuer": "UTO",
    "primary": "ERIKSSON",
    "secondary": "ANNA MARIA",
    "document_number": "L898902C3",
    "nationality": "UTO",
    "date_of_birth": "740812",
    "sex": "F",
    "date_of_expiry": "340415",
    "optional_data": "ZE184226B",
}
PRINTED = {
    "issuer": "UTO",
    "surname": "ERIKSSON",
    "given_names": "ANNAMARIA",
    "document_number": "L898902C3",
    "sex": "F",
    "date_of_birth": "12 AUG 1974",
    "date_of_issue": "16 APR 2024",
    "date_of_expiry": "15 APR 2034",
    "optional_data": "ZE184226B",
}
SUCCESSFUL, FAILED, UNDETERMINED = CheckOutcome.SUCCESSFUL, CheckOutcome.FAILED, CheckOutcome.UNDETERMINED


def zone(**changed: str) -> MrzDocument:
    return parse(build(MrzFormat.TD3, MrzContent(**(CONTENT | changed))))


def reading(field: str, text: str, differently: str = "") -> FieldReading:
    corners = np.zeros((4, 2))
    other = FieldReading(field, differently, "IR850", 0.98, corners) if differently else None
    return FieldReading(field, text, "WHITE", 0.98, corners, other)


def printed(**changed: str) -> list[FieldReading]:
    return [reading(field, text) for field, text in (PRINTED | changed).items()]


def answers(readings: list[FieldReading], against: MrzDocument | None) -> dict[str, Answer]:
    return {answer.facts["field"]: answer for answer, _ in against_zone(readings, against)}


def test_everything_agrees_though_blanks_were_lost() -> None:
    found = answers(printed(), zone())
    assert {each.outcome for each in found.values()} == {SUCCESSFUL}
    assert set(found) == {
        "issuer",
        "names",
        "document_number",
        "sex",
        "date_of_birth",
        "date_of_expiry",
        "optional_data",
    }


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"date_of_expiry": "15 APR 2036"}, "date_of_expiry"),
        ({"document_number": "L898902C8"}, "document_number"),
        ({"given_names": "ANNAMARIE"}, "names"),
        ({"surname": "ERIKSEN"}, "names"),
        ({"sex": "M"}, "sex"),
    ],
)
def test_one_printed_value_differs(changed: dict[str, str], field: str) -> None:
    found = answers(printed(**changed), zone())
    assert {name for name, each in found.items() if each.outcome is FAILED} == {field}
    assert found[field].facts["pairing"] == "mismatch"


def test_a_half_read_name_is_no_difference() -> None:
    found = answers(printed(given_names=""), zone())
    assert (found["names"].outcome, found["names"].reason) == (UNDETERMINED, "not_read_surely")
    assert {each.outcome for name, each in found.items() if name != "names"} == {SUCCESSFUL}


def test_without_a_zone_values_are_kept_and_nothing_is_compared() -> None:
    found = answers(printed(), None)
    assert {each.outcome for each in found.values()} == {CheckOutcome.NOT_PERFORMED}
    assert found["document_number"].facts["printed"] == "L898902C3"


def test_the_erased_value_stands_beside_the_printed_one() -> None:
    read = [each for each in printed() if each.field != "date_of_expiry"]
    read.append(reading("date_of_expiry", "15 APR 2036", differently="15 APR 2034"))
    found = answers(read, zone())["date_of_expiry"]
    assert found.outcome is FAILED
    assert found.facts["differently"] == "15 APR 2034"
    assert "15 APR 2034" in describe(stored_detail(found.facts), "en")


@given(text=st.text(min_size=1, max_size=30))
def test_whatever_was_read_is_stored_and_told(text: str) -> None:
    for answer, _ in against_zone(printed(document_number=" ".join(text.split())), zone()):
        assert stored_facts(stored_detail(answer.facts)).keys() == answer.facts.keys()
        assert answer.reason in vocabulary("check_reason")


@pytest.mark.parametrize(
    ("changed", "outcome", "reason"),
    [
        ({}, SUCCESSFUL, "dates_agree"),
        ({"date_of_issue": "16 APR 2034"}, FAILED, "issued_in_future"),
        ({"date_of_issue": "16 APR 2024", "date_of_expiry": "15 APR 2024"}, FAILED, "dates_out_of_order"),
        ({"date_of_birth": "17 APR 2024"}, FAILED, "dates_out_of_order"),
        ({"date_of_birth": ""}, SUCCESSFUL, "dates_agree"),
        ({"date_of_issue": ""}, UNDETERMINED, "no_date"),
        ({"date_of_issue": "03/04/24"}, UNDETERMINED, "no_date"),
        ({"date_of_issue": "31 FEB 2024"}, UNDETERMINED, "no_date"),
        ({"date_of_issue": "16.04.24", "date_of_expiry": "15.04.34"}, SUCCESSFUL, "dates_agree"),
    ],
)
def test_printed_dates(changed: dict[str, str], outcome: CheckOutcome, reason: str) -> None:
    ((answer, _),) = printed_dates(printed(**changed), TODAY)
    assert (answer.outcome, answer.reason) == (outcome, reason)


def test_no_label_no_check() -> None:
    assert not list(printed_dates([each for each in printed() if each.field != "date_of_issue"], TODAY))

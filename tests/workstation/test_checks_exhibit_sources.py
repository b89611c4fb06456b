"""Which records of a case become which column of the cross-check table."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from workstation.cases.model import CheckOutcome, CheckResult, MrzRecord
from workstation.checks.cross_check import Origin, Pairing, cross_check
from workstation.checks.detail import stored_facts
from workstation.checks.exhibit_sources import exhibit_sources
from workstation.checks.judged import judged
from workstation.checks.typed_visual import typed_again, typed_value
from workstation.checks.visual_routines import AGAINST_ZONE
from workstation.documents.mrz import parse

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LINES = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
OTHER = (LINES[0], "L898902C36UTO7408122F1204159ZE184226B<<<<<18")


def record(source: str, device: str, lines: tuple[str, ...]) -> MrzRecord:
    return MrzRecord(mrz_id=device, exhibit_id="E", source=source, device=device, lines=lines, read_at=NOW)


def printed(field: str, text: str) -> CheckResult:
    return CheckResult(
        result_id=field,
        exhibit_id="E",
        check=AGAINST_ZONE,
        outcome=CheckOutcome.SUCCESSFUL,
        detail=f"field={field}; printed={text}; mode=optional",
        performed_at=NOW,
    )


def test_a_device_a_picture_and_a_person_are_told_apart() -> None:
    device, picture = record("reader", "ID BOX", LINES), record("reader", "QDBench, WHITE", OTHER)
    assert [each.origin for each in exhibit_sources([device], [], None)] == [Origin.READER]
    assert [each.origin for each in exhibit_sources([picture], [], None)] == [Origin.MRZ]
    both = exhibit_sources([device, picture, record("manual", "", LINES)], [], None)
    assert [each.origin for each in both] == [Origin.MRZ, Origin.READER]
    assert both[0].values["document_number"].valid is CheckOutcome.SUCCESSFUL


def typed(field: str, text: str) -> CheckResult:
    return typed_value("E", field, text, parse(LINES), NOW, NOW)


def test_typed_values_stand_before_read_ones() -> None:
    results = [typed("document_number", "X1"), printed("document_number", "L898902C3"), printed("sex", "F")]
    sources = exhibit_sources([record("manual", "", LINES)], results, None)
    visual = next(each for each in sources if each.origin is Origin.VISUAL)
    assert {name: each.text for name, each in visual.values.items()} == {"document_number": "X1", "sex": "F"}
    rows = {each.field: each for each in cross_check(sources)}
    assert rows["document_number"].worst is Pairing.MISMATCH
    assert rows["nationality"].worst is Pairing.FIELD_ABSENT
    taken_back = exhibit_sources([record("manual", "", LINES)], [*results, typed("document_number", " ")], None)
    assert next(each for each in taken_back if each.origin is Origin.VISUAL).values["document_number"].text == (
        "L898902C3"
    )


def test_a_typed_value_is_held_beside_the_zone() -> None:
    assert typed("names", "Eriksson Anna Maria").outcome is CheckOutcome.SUCCESSFUL
    assert typed("date_of_birth", "12 AUG 1974").outcome is CheckOutcome.SUCCESSFUL
    differs = typed("nationality", "D; outcome=successful")
    assert (differs.outcome, differs.reason) == (CheckOutcome.FAILED, "zones_differ")
    assert stored_facts(differs.detail)["printed"] == "D outcome=successful"
    assert typed_value("E", "sex", "F", None, NOW, NOW).outcome is CheckOutcome.NOT_PERFORMED
    with pytest.raises(ValueError, match="portrait"):
        typed("portrait", "x")
    again = typed_again([typed("sex", "M"), typed("sex", "F"), typed("nationality", "")], parse(LINES), NOW)
    assert [(each.outcome, stored_facts(each.detail)["printed"]) for each in again] == [
        (CheckOutcome.SUCCESSFUL, "F")
    ]
    (stands,) = judged([typed("sex", "M"), typed("sex", "F")])
    assert stands.outcome is CheckOutcome.SUCCESSFUL


def test_lines_that_are_no_zone_are_no_source() -> None:
    assert exhibit_sources([record("manual", "", ("TOO SHORT",))], [], None) == ()

"""The log of checks: every check with its measurement, nothing that names the holder unless it is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from case_material import exhibit, new_case
from hypothesis import given
from hypothesis import strategies as st

from workstation.cases.model import CaseSnapshot, CheckOutcome, CheckResult
from workstation.checks.detail import stored_detail
from workstation.checks.judged import overruling
from workstation.checks.xml_log import GUIDELINE, NAMESPACE, check_log

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
NAME = "ERIKSSON"


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> CaseSnapshot:
    with new_case(tmp_path_factory.mktemp("case") / "a.qdcase") as case:
        case.add_exhibit(exhibit())
        return case.snapshot()


def result(check: str, outcome: CheckOutcome, **facts: str) -> CheckResult:
    return CheckResult(
        result_id=f"id-{check}-{outcome}",
        exhibit_id="",
        check=check,
        outcome=outcome,
        light="UV365",
        measured=0.3189,
        threshold=0.04222,
        reason="unlike_genuine",
        detail=stored_detail(facts),
        performed_at=NOW,
    )


def with_checks(snapshot: CaseSnapshot, *checks: CheckResult) -> CaseSnapshot:
    exhibit_id = snapshot.exhibits[0].exhibit_id
    return replace(snapshot, checks=tuple(replace(each, exhibit_id=exhibit_id) for each in checks))


def elements(log: bytes, name: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(log).iter(f"{{{NAMESPACE}}}{name}"))


def test_every_check_stands_with_its_measurement_and_its_address(snapshot: CaseSnapshot) -> None:
    failed = result("SSV.UV.BR.PH", CheckOutcome.FAILED, margin="-1.00", mode="mandatory", region="1,2 3,2 3,4 1,4")
    passed = result("OPT.MRZ.CD", CheckOutcome.SUCCESSFUL)
    log = check_log(with_checks(snapshot, passed, failed), NOW)
    root = ElementTree.fromstring(log)
    assert (root.get("aligned-with"), root.get("conforming")) == (GUIDELINE, "false")
    first, second = elements(log, "check-result")
    assert {key: first.get(key) for key in ("check", "light", "property", "feature", "mode", "result", "margin")} == {
        "check": "SSV.UV.BR.PH",
        "light": "UV",
        "property": "BR",
        "feature": "PH",
        "mode": "mandatory",
        "result": "failed",
        "margin": "-1.00",
    }
    assert (float(first.get("measured", "")), float(first.get("threshold", ""))) == (0.3189, 0.04222)
    assert first.get("region-px") == "1,2 3,2 3,4 1,4"
    assert second.get("light") is None
    assert second.get("mode") == "mandatory"
    assert elements(log, "document")[0].get("overall") == "failed"


def test_nothing_names_the_holder_unless_asked_for(snapshot: CaseSnapshot) -> None:
    differs = result("CMB.VIZ.MRZ", CheckOutcome.FAILED, field="names", printed=NAME, zone=NAME, pairing="mismatch")
    said = overruling(differs, CheckOutcome.SUCCESSFUL, f"{NAME} is spelt so; see the passport", NOW)
    held = with_checks(snapshot, differs, said)
    assert NAME.encode() not in check_log(held, NOW)
    (shown,) = elements(check_log(held, NOW), "check-result")
    assert shown.get("withheld") == "printed zone"
    assert [each.get("result") for each in elements(check_log(held, NOW), "overruled")] == ["successful"]
    whole = check_log(held, NOW, personal=True)
    assert whole.count(NAME.encode()) == 3
    assert [each.text for each in elements(whole, "overruled")] == [f"{NAME} is spelt so; see the passport"]


@given(text=st.text(max_size=40), name=st.text(st.characters(codec="utf-8"), max_size=20))
def test_whatever_was_read_the_log_is_well_formed(snapshot: CaseSnapshot, text: str, name: str) -> None:
    odd = result("CMB.VIZ.MRZ", CheckOutcome.UNDETERMINED, printed=text, issuer=name)
    log = check_log(with_checks(snapshot, odd), NOW, personal=True)
    assert len(elements(log, "check-result")) == 1


def test_a_case_without_checks(snapshot: CaseSnapshot, tmp_path: Path) -> None:
    log = check_log(replace(snapshot, checks=()), NOW)
    assert {each.get("overall") for each in elements(log, "document")} == {"not_performed"}

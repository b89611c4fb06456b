"""The catalogue run on records of a case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.captures import CaptureRecord, Origin
from workstation.cases.model import CheckOutcome, CheckResult, MrzRecord
from workstation.checks.catalogue import CATALOGUE, overall, run_checks
from workstation.checks.detail import describe
from workstation.clock import SystemClock
from workstation.documents.layouts import MrzFormat
from workstation.documents.mrz_writing import MrzContent, build
from workstation.vocabulary import vocabulary

NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)
S, F, U = CheckOutcome.SUCCESSFUL, CheckOutcome.FAILED, CheckOutcome.UNDETERMINED


class StillClock:
    """A clock that stands."""

    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        raise AssertionError("no check waits")


def passport(**changed: str) -> tuple[str, ...]:
    usual = {
        "document_code": "P",
        "issuer": "UTO",
        "primary": "Eriksson",
        "document_number": "L898902C3",
        "nationality": "UTO",
        "date_of_birth": "740812",
        "sex": "F",
        "date_of_expiry": "300415",
    }
    return build(MrzFormat.TD3, MrzContent(**(usual | changed)))


def record(lines: tuple[str, ...], source: str = "reader", minutes: int = 0, exhibit: str = "e1") -> MrzRecord:
    at = NOW - timedelta(hours=1) + timedelta(minutes=minutes)
    return MrzRecord(mrz_id="m", exhibit_id=exhibit, source=source, device="reader", lines=lines, read_at=at)


def capture(light: str, px_per_mm: float | None = None) -> CaptureRecord:
    return CaptureRecord(
        capture_id="c", exhibit_id="e1", page="data_page", light=light, origin=Origin.FILE, sha256="0" * 64,
        mime="image/png", byte_length=1, width=1, height=1, channels=3, bit_depth=8, px_per_mm=px_per_mm,
        captured_at=NOW, captured_by="examiner",
    )  # fmt: skip


def run(*mrz: MrzRecord, captures: tuple[CaptureRecord, ...] = ()) -> tuple[CheckResult, ...]:
    return run_checks("e1", mrz, captures, StillClock())


def of(check: str, results: tuple[CheckResult, ...]) -> list[tuple[CheckOutcome, str]]:
    return [(each.outcome, each.reason) for each in results if each.check == check]


def altered(lines: tuple[str, ...], position: int, character: str) -> tuple[str, ...]:
    first, second = lines
    return first, second[: position - 1] + character + second[position:]


def test_a_sound_zone_passes_each_check_that_can_run() -> None:
    results = run(record(passport()))
    assert of("OPT.MRZ.FORMAT", results) == [(S, "layout_conforms")]
    assert of("OPT.MRZ.CD", results) == [(S, "check_digit_holds")] * 5
    assert of("CMB.EXP", results) == [(S, "not_expired")]
    assert of("CMB.DATES", results) == [(S, "dates_agree")]
    assert overall(results) is S
    assert {each.performed_at for each in results} == {NOW}
    assert len({each.result_id for each in results}) == len(results)


def test_each_check_digit_shows_what_is_printed_and_what_is_due() -> None:
    results = run(record(altered(passport(), 10, "7")))
    failed = [each for each in results if each.outcome is F]
    assert [each.detail for each in failed] == [
        "field=document_number; printed=7; expected=6; source=reader",
        "field=composite; printed=4; expected=1; source=reader",
    ]
    assert describe(failed[0].detail, "en") == (
        "Field: Document number; printed: 7; expected: 6; Source: Read by a device or from pictures"
    )
    assert "证件号码" in describe(failed[0].detail, "zh_CN")
    assert overall(results) is F


def test_a_missing_check_digit_fails_with_its_own_reason() -> None:
    assert (F, "check_digit_missing") in of("OPT.MRZ.CD", run(record(altered(passport(), 20, "<"))))


@pytest.mark.parametrize(
    ("expiry", "outcome", "reason", "days"),
    [
        ("260701", S, "not_expired", 0.0),
        ("260630", F, "expired", -1.0),
        ("300415", S, "not_expired", 1384.0),
        ("990101", F, "expired", -10043.0),
        ("<<<<<<", U, "no_date", None),
        ("991332", U, "no_date", None),
    ],
)
def test_expiry(expiry: str, outcome: CheckOutcome, reason: str, days: float | None) -> None:
    (result,) = (each for each in run(record(passport(date_of_expiry=expiry))) if each.check == "CMB.EXP")
    assert (result.outcome, result.reason, result.measured) == (outcome, reason, days)
    assert result.unit == ("" if days is None else "d")


@pytest.mark.parametrize(
    ("birth", "expiry", "outcomes"),
    [
        ("740812", "300415", [(S, "dates_agree")]),
        ("74<<<<", "300415", [(U, "no_date")]),
        ("240101", "230101", [(U, "dates_unusual")]),
        ("741301", "300415", [(F, "date_impossible")]),
        ("740812", "270229", [(F, "date_impossible")]),
        ("741301", "999999", [(F, "date_impossible"), (F, "date_impossible")]),
    ],
)
def test_dates(birth: str, expiry: str, outcomes: list[tuple[CheckOutcome, str]]) -> None:
    assert of("CMB.DATES", run(record(passport(date_of_birth=birth, date_of_expiry=expiry)))) == outcomes


def test_a_deviation_is_a_question_not_a_failure() -> None:
    results = run(record(passport(nationality="QQQ")))
    assert of("OPT.MRZ.FORMAT", results) == [(U, "mrz_deviates")]
    assert overall(results) is U


def test_without_a_zone_nothing_is_passed_and_the_reason_is_given() -> None:
    results = run()
    assert {each.outcome for each in results} == {CheckOutcome.NOT_PERFORMED}
    assert all(each.reason in vocabulary("check_reason") for each in results)
    assert of("OPT.MRZ.CD", results) == [(CheckOutcome.NOT_PERFORMED, "no_mrz")]
    assert overall(results) is U


@pytest.mark.parametrize(
    ("captures", "infrared", "geometry", "ultraviolet"),
    [
        ((), "no_capture", "no_capture", "no_capture"),
        ((capture("WHITE"),), "no_capture", "no_capture", "no_capture"),
        ((capture("IR850"),), "no_routine", "no_scale", "no_capture"),
        ((capture("IR", 20.0), capture("UV365")), "no_routine", "no_routine", "no_routine"),
    ],
)
def test_a_check_says_what_it_lacks(
    captures: tuple[CaptureRecord, ...], infrared: str, geometry: str, ultraviolet: str
) -> None:
    results = run(captures=captures)
    reasons = {each.check: each.reason for each in results}
    assert (reasons["OPT.MRZ.IR"], reasons["OPT.MRZ.GEOM"], reasons["SSV.UV.BR.FU"]) == (
        infrared,
        geometry,
        ultraviolet,
    )


def test_lines_that_are_no_zone_are_undetermined() -> None:
    results = run(record(("GARBAGE", "LINES")))
    assert of("OPT.MRZ.CD", results) == of("CMB.EXP", results) == [(U, "mrz_unreadable")]


def test_a_zone_of_another_standard_is_not_supported() -> None:
    results = run(record(("IDFRA" + "<" * 31, "<" * 36)))
    assert of("OPT.MRZ.CD", results) == [(CheckOutcome.NOT_SUPPORTED, "mrz_not_icao")]
    (detail,) = {each.detail for each in results if each.detail}
    assert "French identity card" in describe(detail, "en")


def test_the_newest_reading_of_a_layout_counts_and_is_named() -> None:
    wrong = record(altered(passport(), 10, "7"))
    typed = record(passport(), source="manual", minutes=1)
    for order in ((wrong, typed), (typed, wrong)):
        results = run(*order)
        assert overall(results) is S
        assert {each.detail.rpartition("source=")[2] for each in results if each.detail} == {"manual"}


def test_garbage_counts_only_until_a_zone_is_read() -> None:
    garbage = ("GARBAGE",)
    assert overall(run(record(garbage), record(passport(), minutes=1))) is S
    assert overall(run(record(passport()), record(garbage, minutes=1))) is U


def test_two_layouts_are_both_checked() -> None:
    content = MrzContent(
        document_code="V", issuer="UTO", primary="Eriksson", document_number="L8988901C", nationality="UTO",
        date_of_birth="740812", sex="F", date_of_expiry="250101",
    )  # fmt: skip
    results = run(record(passport()), record(build(MrzFormat.MRV_A, content)))
    assert of("CMB.EXP", results) == [(S, "not_expired"), (F, "expired")]
    assert len(of("OPT.MRZ.CD", results)) == 5 + 3


def test_records_of_other_exhibits_are_passed_over() -> None:
    assert of("OPT.MRZ.CD", run(record(passport(), exhibit="e2"))) == [(CheckOutcome.NOT_PERFORMED, "no_mrz")]


@given(st.lists(st.lists(st.text(max_size=46), max_size=3).map(tuple), max_size=3))
def test_any_lines_give_every_check_a_worded_result(many: list[tuple[str, ...]]) -> None:
    results = run(*(record(lines, minutes=minute) for minute, lines in enumerate(many)))
    assert {each.check for each in results} == {each.code for each in CATALOGUE}
    for each in results:
        assert each.reason in vocabulary("check_reason")
        assert each.check in vocabulary("check")
        assert "=" not in describe(each.detail, "zh_CN")


@given(st.text(max_size=60))
def test_details_that_were_not_stored_so_come_back_as_they_are(text: str) -> None:
    assert describe("note " + text.replace("=", ""), "en") == "note " + text.replace("=", "")


def test_results_of_one_run_share_their_time() -> None:
    class Ticking(SystemClock):
        ticks = 0

        def now(self) -> datetime:
            self.ticks += 1
            return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self.ticks)

    assert len({each.performed_at for each in run_checks("x", (), (), Ticking())}) == 1

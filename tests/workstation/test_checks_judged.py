"""The examiner's word beside the machine's: both stay, the latest counts, and it is carried to the same result."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from workstation.cases.model import CheckOutcome, CheckResult
from workstation.checks.catalogue import overall
from workstation.checks.judged import OVERRULED, carried, judged, overruling, worst_first

AT = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
NOTE = "Worn; letter of 3 May; seen by two"


def result(name: str, outcome: CheckOutcome, margin: float | None = None, **changes: object) -> CheckResult:
    made = CheckResult(
        result_id=name,
        exhibit_id="exhibit",
        check="SSV.UV.BR.PH",
        outcome=outcome,
        capture_id="capture",
        detail="mode=mandatory" if margin is None else f"margin={margin}; mode=mandatory",
        performed_at=AT,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def test_both_stay_and_the_latest_counts() -> None:
    machine = result("m", CheckOutcome.FAILED, -0.5)
    first = overruling(machine, CheckOutcome.UNDETERMINED, "A smear", AT)
    last = overruling(machine, CheckOutcome.SUCCESSFUL, f"  {NOTE} ", AT + timedelta(seconds=1))
    (one,) = judged([machine, first, last])
    assert (one.result, one.overruled, one.outcome, one.note) == (machine, last, CheckOutcome.SUCCESSFUL, NOTE)
    assert last.reason == OVERRULED
    assert overall([machine]) is CheckOutcome.FAILED
    assert overall([machine, first]) is CheckOutcome.UNDETERMINED
    assert overall([machine, first, last]) is CheckOutcome.SUCCESSFUL


@pytest.mark.parametrize(
    ("outcome", "note"),
    [(CheckOutcome.SUCCESSFUL, " \n "), (CheckOutcome.NOT_PERFORMED, NOTE), (CheckOutcome.ABORTED, NOTE)],
)
def test_no_word_without_a_reason_or_of_another_kind(outcome: CheckOutcome, note: str) -> None:
    with pytest.raises(ValueError, match="reason"):
        overruling(result("m", CheckOutcome.FAILED), outcome, note, AT)


def test_an_examiners_word_is_not_overruled_itself() -> None:
    said = overruling(result("m", CheckOutcome.FAILED), CheckOutcome.SUCCESSFUL, NOTE, AT)
    with pytest.raises(ValueError, match="machine"):
        overruling(said, CheckOutcome.FAILED, NOTE, AT)


def test_carried_to_the_same_result_only() -> None:
    machine = result("m", CheckOutcome.FAILED, -0.5, measured=0.3)
    said = overruling(machine, CheckOutcome.SUCCESSFUL, NOTE, AT)
    later = AT + timedelta(minutes=1)
    again = replace(machine, result_id="again", performed_at=later)
    (kept,) = carried([machine, said], [again], later)
    (one,) = judged([again, kept])
    assert (one.outcome, one.note) == (CheckOutcome.SUCCESSFUL, NOTE)
    for other in (replace(again, measured=0.4), replace(again, capture_id="new"), replace(again, check="OPT.MRZ.CD")):
        assert list(carried([machine, said], [other], later)) == []


def test_the_worst_first_and_what_a_picture_shows_before_the_zone() -> None:
    passed, far = result("passed", CheckOutcome.SUCCESSFUL, 0.4), result("far", CheckOutcome.FAILED, -0.9)
    near, zone = result("near", CheckOutcome.FAILED, -0.1), result("zone", CheckOutcome.FAILED, capture_id=None)
    open_one, ended = result("open", CheckOutcome.UNDETERMINED), result("ended", CheckOutcome.ABORTED)
    every = judged([passed, zone, near, open_one, far, ended])
    names = [each.result.result_id for each in worst_first(every)]
    assert names == ["far", "near", "zone", "ended", "open", "passed"]


def test_what_was_overruled_stays_above_what_passed() -> None:
    passed, machine = result("passed", CheckOutcome.SUCCESSFUL, -1.0), result("m", CheckOutcome.FAILED, -0.5)
    said = overruling(machine, CheckOutcome.SUCCESSFUL, NOTE, AT)
    assert [each.result.result_id for each in worst_first(judged([passed, machine, said]))] == ["m", "passed"]

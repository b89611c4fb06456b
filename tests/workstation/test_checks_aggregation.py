"""One outcome for many results: the strongest word wins, and silence never reads as a pass."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.cases.model import CheckOutcome, CheckResult
from workstation.checks.aggregation import Mode, aggregate

CODES = ("A", "B", "C", "D")
MODES = st.fixed_dictionaries({code: st.sampled_from(Mode) for code in CODES})
OUTCOMES = st.sampled_from(CheckOutcome)
S, F, U, N, A, P = (
    CheckOutcome.SUCCESSFUL,
    CheckOutcome.FAILED,
    CheckOutcome.UNDETERMINED,
    CheckOutcome.NOT_SUPPORTED,
    CheckOutcome.ABORTED,
    CheckOutcome.NOT_PERFORMED,
)


def result(check: str, outcome: CheckOutcome) -> CheckResult:
    now = datetime(2026, 7, 1, tzinfo=UTC)
    return CheckResult(result_id="r", exhibit_id="e", check=check, outcome=outcome, performed_at=now)


RESULTS = st.lists(st.builds(result, st.sampled_from(CODES), OUTCOMES), max_size=8)


@pytest.mark.parametrize(
    ("outcomes", "together"),
    [
        ([], P),
        ([S], S),
        ([S, S, N], S),
        ([N, N], N),
        ([S, U, N], U),
        ([S, U, A], A),
        ([S, U, A, F], F),
        ([N, F], F),
        ([A, N], A),
        ([P], U),
        ([S, P], U),
        ([A, P], A),
        ([F, P], F),
        ([N, P], U),
    ],
)
def test_mandatory_results(outcomes: list[CheckOutcome], together: CheckOutcome) -> None:
    assert aggregate([result("A", each) for each in outcomes], {"A": Mode.MANDATORY}) is together


@pytest.mark.parametrize(
    ("outcomes", "together"), [([P], P), ([S, P], S), ([N, P], N), ([F, P], F), ([U, S], U), ([A, S], A)]
)
def test_optional_results_count_only_where_they_ran(outcomes: list[CheckOutcome], together: CheckOutcome) -> None:
    assert aggregate([result("A", each) for each in outcomes], {"A": Mode.OPTIONAL}) is together


@given(RESULTS, MODES, OUTCOMES)
def test_evaluatory_results_never_count(
    results: list[CheckResult], modes: dict[str, Mode], outcome: CheckOutcome
) -> None:
    more = [*results, result("silent", outcome)]
    assert aggregate(more, modes | {"silent": Mode.EVALUATORY}) is aggregate(results, modes)


@given(RESULTS.flatmap(lambda them: st.tuples(st.just(them), st.permutations(them * 2))), MODES)
def test_order_and_repetition_do_not_matter(
    both: tuple[list[CheckResult], list[CheckResult]], modes: dict[str, Mode]
) -> None:
    results, shuffled = both
    assert aggregate(shuffled, modes) is aggregate(results, modes)


@given(RESULTS, MODES)
def test_a_failure_that_counts_always_fails_the_whole(results: list[CheckResult], modes: dict[str, Mode]) -> None:
    fails = any(each.outcome is F and modes[each.check] is not Mode.EVALUATORY for each in results)
    assert (aggregate(results, modes) is F) == fails


@given(RESULTS, MODES)
def test_success_needs_one_success_and_nothing_against_it(results: list[CheckResult], modes: dict[str, Mode]) -> None:
    counting = [each for each in results if modes[each.check] is not Mode.EVALUATORY]
    silent = any(each.outcome is P and modes[each.check] is Mode.MANDATORY for each in counting)
    passes = any(each.outcome is S for each in counting)
    against = any(each.outcome in (F, A, U) for each in counting)
    assert (aggregate(results, modes) is S) == (passes and not against and not silent)


@given(RESULTS, MODES, st.sampled_from(CODES), st.sampled_from((F, A, U)))
def test_nothing_added_against_makes_it_better(
    results: list[CheckResult], modes: dict[str, Mode], check: str, outcome: CheckOutcome
) -> None:
    rank = [F, A, U, S, N, P]
    modes |= {check: Mode.MANDATORY}
    before, after = aggregate(results, modes), aggregate([*results, result(check, outcome)], modes)
    assert rank.index(after) <= rank.index(before)


def test_a_check_of_no_known_mode_is_mandatory() -> None:
    assert aggregate([result("new", P), result("A", S)], {"A": Mode.MANDATORY}) is U

"""Results as they stand: what the machine found, and what the examiner says where the machine was overruled.

An overruling is a check result of its own, in the run of the one it names; the machine's stays as it was measured.
Who overruled stands in the audit chain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from workstation.cases.model import CheckOutcome, CheckResult
from workstation.checks.detail import stored_detail, stored_facts
from workstation.identifiers import new_id, stored_time

OVERRULED = "overruled"
"""Reason of a result that an examiner gave."""
TYPED = "CMB.VIZ.TYPED"
"""Check of a value of the visual zone that a person typed."""
CHOICES = (CheckOutcome.SUCCESSFUL, CheckOutcome.FAILED, CheckOutcome.UNDETERMINED)
"""What an examiner may say instead."""

_KEPT_FACTS = ("feature", "routine", "mode", "page", "lesson", "model", "specimen", "place", "region")
_RANK = {
    each: at
    for at, each in enumerate(
        (CheckOutcome.FAILED, CheckOutcome.ABORTED, CheckOutcome.UNDETERMINED, CheckOutcome.NOT_PERFORMED)
    )
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A machine's result with the examiner's word on it.

    Attributes
    ----------
    result : CheckResult
        The machine's.
    overruled : CheckResult or None
        The latest that the examiner said instead; None where the machine's stands.
    """

    result: CheckResult
    overruled: CheckResult | None = None

    @property
    def outcome(self) -> CheckOutcome:
        """What stands."""
        return (self.overruled or self.result).outcome

    @property
    def facts(self) -> dict[str, str]:
        """Stored facts of the machine's result."""
        return stored_facts(self.result.detail)

    @property
    def margin(self) -> float | None:
        """How the measured value lies to its threshold, -1 to 1; None where nothing was measured so."""
        return stored_margin(self.result)

    @property
    def note(self) -> str:
        """Why the machine was overruled; empty where it was not."""
        return stored_facts(self.overruled.detail).get("note", "") if self.overruled else ""


def stored_margin(result: CheckResult) -> float | None:
    """Margin of a stored result; None where it has none."""
    try:
        return float(stored_facts(result.detail)["margin"])
    except (KeyError, ValueError):
        return None


def judged(results: Sequence[CheckResult]) -> tuple[Judged, ...]:
    """Every result of the machine in its order, with the latest word of the examiner on it.

    Of values that a person typed the last of each field.
    """
    said = {named: each for each in results if (named := named_result(each))}
    typed = {(each.exhibit_id, name): each for each in results if (name := typed_field(each))}
    return tuple(
        Judged(each, said.get(each.result_id))
        for each in results
        if not named_result(each) and typed.get((each.exhibit_id, typed_field(each)), each) is each
    )


def named_result(result: CheckResult) -> str:
    """Id of the result that this one overrules; empty for a machine's."""
    return stored_facts(result.detail).get("overrules", "") if result.reason == OVERRULED else ""


def typed_field(result: CheckResult) -> str:
    """Field of a value that a person typed; empty for any other result."""
    return stored_facts(result.detail).get("field", "") if result.check == TYPED else ""


def worst_first(results: Sequence[Judged]) -> tuple[Judged, ...]:
    """Failed first, what a picture shows before what only the zone says, the furthest from its threshold in front;
    then what could not be told or was overruled.
    """

    def key(each: Judged) -> tuple[int, bool, float]:
        rank = _RANK.get(each.outcome, len(_RANK))
        if each.overruled is not None:
            rank = min(rank, _RANK[CheckOutcome.UNDETERMINED])
        failed = each.outcome is CheckOutcome.FAILED
        # What has no margin and failed, such as two values that differ, is as wrong as can be.
        least = -1.0 if failed else 2.0
        return rank, failed and each.result.capture_id is None, least if each.margin is None else each.margin

    return tuple(sorted(results, key=key))


def overruling(result: CheckResult, outcome: CheckOutcome, note: str, now: datetime) -> CheckResult:
    """What the examiner says instead of a machine's result, and why.

    Raises
    ------
    ValueError
        No reason, no outcome that an examiner may give, or the result is an examiner's own.
    """
    note = " ".join(note.split())
    if not note or outcome not in CHOICES or named_result(result):
        raise ValueError("an overruling names a machine's result, another outcome and a reason")
    facts = {"overrules": result.result_id, "at": stored_time(now)}
    facts |= {key: value for key, value in stored_facts(result.detail).items() if key in _KEPT_FACTS}
    return replace(
        result,
        result_id=new_id(now),
        outcome=outcome,
        measured=None,
        threshold=None,
        unit="",
        reason=OVERRULED,
        detail=stored_detail(facts | {"note": note}),
    )


def carried(before: Sequence[CheckResult], after: Sequence[CheckResult], now: datetime) -> Iterator[CheckResult]:
    """The examiner's words on a run for the next one, where the same check of a picture gave the same value."""
    again = {_sameness(each): each for each in after}
    for each in judged(before):
        same = again.get(_sameness(each.result))
        if each.overruled is not None and same is not None:
            facts = stored_facts(each.overruled.detail) | {"overrules": same.result_id}
            yield replace(
                each.overruled, result_id=new_id(now), detail=stored_detail(facts), performed_at=same.performed_at
            )


def _sameness(result: CheckResult) -> tuple[object, ...]:
    facts = stored_facts(result.detail)
    told = tuple(sorted((key, value) for key, value in facts.items() if key not in ("region", "margin")))
    measured = None if result.measured is None else round(result.measured, 6)
    return result.exhibit_id, result.check, result.capture_id, result.outcome, measured, told

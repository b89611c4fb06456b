"""What may be done next with a case, and why not: told before somebody finds out by being refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from workstation.accounts.permissions import demand
from workstation.accounts.roles import Actor
from workstation.cases.model import CaseSnapshot
from workstation.cases.stages import EDITABLE, FINAL, UNDER_REVIEW, Stage
from workstation.errors import CaseFileError, WorkstationError

if TYPE_CHECKING:
    from workstation.cases.store import CaseFile


class Step(StrEnum):
    """One thing that can be done with a case as a whole."""

    BEGIN = "begin"
    SUBMIT = "submit"
    APPROVE_TECHNICAL = "approve_technical"
    APPROVE_ADMINISTRATIVE = "approve_administrative"
    ASK_TO_VERIFY = "ask_to_verify"
    RETURN = "return"
    SIGN_OFF = "sign_off"
    ISSUE = "issue"
    CLOSE = "close"
    ARCHIVE = "archive"
    PURGE = "purge"


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that the stage of the case allows; ``refusal`` says why this person cannot take it now."""

    step: Step
    refusal: WorkstationError | None = None


@dataclass(frozen=True, slots=True)
class _Rule:
    operation: str
    stages: frozenset[Stage]
    by_another: bool = False


_RULES: Mapping[Step, _Rule] = MappingProxyType(
    {
        Step.BEGIN: _Rule("life.begin", frozenset({Stage.DRAFT})),
        Step.SUBMIT: _Rule("life.submit", frozenset({Stage.IN_EXAMINATION, Stage.RETURNED})),
        Step.APPROVE_TECHNICAL: _Rule("review.technical", frozenset({Stage.AWAITING_REVIEW}), by_another=True),
        Step.APPROVE_ADMINISTRATIVE: _Rule("review.administrative", UNDER_REVIEW, by_another=True),
        Step.ASK_TO_VERIFY: _Rule("verification.request", UNDER_REVIEW),
        Step.RETURN: _Rule("review.technical", frozenset({Stage.AWAITING_REVIEW}), by_another=True),
        Step.SIGN_OFF: _Rule("review.supervisor", frozenset({Stage.REVIEWED}), by_another=True),
        Step.ISSUE: _Rule("life.issue", FINAL - {Stage.ARCHIVED, Stage.PURGED}),
        Step.CLOSE: _Rule("life.close", frozenset({Stage.REPORTED})),
        Step.ARCHIVE: _Rule("life.archive", frozenset({Stage.CLOSED})),
        Step.PURGE: _Rule("life.purge", frozenset({Stage.ARCHIVED})),
    }
)

#: At a station without accounts one person signs off alone, and nobody reviews.
_ALONE: Mapping[Step, _Rule] = MappingProxyType(
    {
        Step.SIGN_OFF: _Rule("life.sign_off", frozenset({Stage.DRAFT})),
        **{step: _RULES[step] for step in (Step.ISSUE, Step.CLOSE, Step.ARCHIVE, Step.PURGE)},
    }
)


def offers(case: CaseFile, snapshot: CaseSnapshot, actor: Actor) -> tuple[Offer, ...]:
    """Every step that may follow, in the order of a life, with what keeps this person from it.

    The store refuses by itself what it must; this only says so before.
    """
    stage = snapshot.handling.stage
    rules = _RULES if actor.is_account else _ALONE
    return tuple(
        Offer(step, _refusal(case, snapshot, actor, step, rule))
        for step, rule in _at(stage, rules).items()
        if not snapshot.blind
    )


def _at(stage: Stage, rules: Mapping[Step, _Rule]) -> dict[Step, _Rule]:
    found = {step: rule for step, rule in rules.items() if stage in rule.stages}
    if stage is Stage.REVIEWED and rules is _RULES:
        found[Step.RETURN] = _Rule("review.supervisor", frozenset({stage}), by_another=True)
    return found


def _refusal(
    case: CaseFile, snapshot: CaseSnapshot, actor: Actor, step: Step, rule: _Rule
) -> WorkstationError | None:
    try:
        demand(actor, rule.operation)
        if rule.by_another:
            case.reviews.demand_other()
        if step in _FURTHER:
            _FURTHER[step](snapshot)
        if snapshot.read_only:
            raise CaseFileError("case-read-only", path=case.path)
    except WorkstationError as error:
        return error
    return None


def _demand_concluded(snapshot: CaseSnapshot) -> None:
    if not snapshot.conclusions:
        raise CaseFileError("case-nothing-concluded", path=snapshot.path_name)


def _demand_verified(snapshot: CaseSnapshot) -> None:
    if snapshot.handling.open_requests:
        raise CaseFileError("case-verification-open", path=snapshot.path_name)


def _demand_released(snapshot: CaseSnapshot) -> None:
    kept = snapshot.handling.retention
    if kept is None:
        raise CaseFileError("case-no-retention", path=snapshot.path_name)
    if kept.legal_hold:
        raise CaseFileError("case-held", path=snapshot.path_name, reason=kept.reason)


_FURTHER: Mapping[Step, Callable[[CaseSnapshot], None]] = MappingProxyType(
    {Step.SUBMIT: _demand_concluded, Step.SIGN_OFF: _demand_verified, Step.PURGE: _demand_released}
)


def why_frozen(snapshot: CaseSnapshot, actor: Actor) -> WorkstationError | None:
    """Why evidence, findings and conclusion of the case cannot be changed by this person now; None: they can."""
    stage = snapshot.handling.stage
    try:
        if stage in FINAL:
            raise CaseFileError("case-signed-off", path=snapshot.path_name)
        if stage not in EDITABLE:
            raise CaseFileError("case-under-review", path=snapshot.path_name)
        if snapshot.read_only:
            raise CaseFileError("case-read-only", path=snapshot.path_name)
        demand(actor, "finding.save")
    except WorkstationError as error:
        return error
    return None

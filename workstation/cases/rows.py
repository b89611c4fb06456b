"""Between rows and the frozen values of a case. Rows stop here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, bindparam, desc, select

from workstation.captures import CaptureRecord
from workstation.cases.chain import NEWEST, last_event
from workstation.cases.handling import (
    Comment,
    ComparedPoint,
    CustodyEvent,
    Handling,
    HeadSeal,
    ReportVersion,
    Resolution,
    Retention,
    Review,
    StageStep,
    Verification,
    VerificationRequest,
)
from workstation.cases.model import (
    CalibrationRecord,
    CaseInfo,
    CaseSnapshot,
    CheckResult,
    Conclusion,
    EquipmentUse,
    Exhibit,
    Finding,
    KeptRecipe,
    Measurement,
    MrzRecord,
)
from workstation.cases.schema import TABLE_OF
from workstation.cases.stages import Stage

T = TypeVar("T")


def values_of(value: Any) -> dict[str, object]:
    """Fields of a value by name, which are its table's columns."""
    return {each.name: getattr(value, each.name) for each in fields(value)}


def read_all(connection: Connection, kind: type[T], up_to: int = NEWEST) -> tuple[T, ...]:
    """Every row of that kind stored up to a link of the chain, oldest first."""
    found = connection.execute(_ALL_OF[kind], {"up_to": up_to})
    return tuple(kind(**row._asdict()) for row in found)


def _all_of(kind: type) -> Select[Any]:
    table = TABLE_OF[kind]
    columns = [table.columns[each.name] for each in fields(kind)]
    return select(*columns).where(table.columns.seq <= bindparam("up_to")).order_by(table.columns.seq)


# Made once: a snapshot is taken after every save, and has two dozen of these.
_ALL_OF: dict[type, Select[Any]] = {kind: _all_of(kind) for kind in TABLE_OF}


def _newest_of(kind: type, *names: str) -> Select[Any]:
    table = TABLE_OF[kind]
    columns = [table.columns[name] for name in names]
    until = table.columns.seq <= bindparam("up_to")
    return select(*columns).where(until).order_by(desc(table.columns.seq)).limit(1)


# Made once as well: every save asks for these.
_INFO = _newest_of(CaseInfo, *(each.name for each in fields(CaseInfo)))
_STATE = _newest_of(CaseInfo, "state")
_STAGE = _newest_of(StageStep, "stage")


def current_info(connection: Connection, up_to: int = NEWEST) -> CaseInfo:
    """The case as it is described now, or was at a link."""
    row = connection.execute(_INFO, {"up_to": up_to}).one()
    return CaseInfo(**row._asdict())


def current_exhibits(connection: Connection, up_to: int = NEWEST) -> dict[str, Exhibit]:
    """Exhibits as they are described now, by id, in the order in which they were added."""
    return {each.exhibit_id: each for each in read_all(connection, Exhibit, up_to)}


def standing_findings(connection: Connection, up_to: int = NEWEST) -> tuple[Finding, ...]:
    """Findings that were neither replaced nor withdrawn."""
    findings = read_all(connection, Finding, up_to)
    replaced = {each.supersedes for each in findings}
    return tuple(each for each in findings if each.finding_id not in replaced and not each.withdrawn)


def standing_measurements(connection: Connection, up_to: int = NEWEST) -> tuple[Measurement, ...]:
    """Measurements that were neither replaced nor withdrawn."""
    measurements = read_all(connection, Measurement, up_to)
    replaced = {each.supersedes for each in measurements}
    return tuple(each for each in measurements if each.measurement_id not in replaced and not each.withdrawn)


def standing_conclusions(connection: Connection, up_to: int = NEWEST) -> tuple[Conclusion, ...]:
    """Conclusions that were not replaced: at most one an exhibit."""
    conclusions = read_all(connection, Conclusion, up_to)
    replaced = {each.supersedes for each in conclusions}
    return tuple(each for each in conclusions if each.conclusion_id not in replaced)


def current_stage(connection: Connection, up_to: int = NEWEST) -> Stage:
    """Where the case stands in its life, or stood at a link."""
    stage: Stage | None = connection.execute(_STAGE, {"up_to": up_to}).scalar_one_or_none()
    # A case of version 3 or older has no steps; its state says whether it was signed off.
    return stage or Stage(connection.execute(_STATE, {"up_to": up_to}).scalar_one())


def read_handling(connection: Connection, up_to: int = NEWEST) -> Handling:
    """What is done with the case besides examining it."""
    kept = read_all(connection, Retention, up_to)
    return Handling(
        stage=current_stage(connection, up_to),
        steps=read_all(connection, StageStep, up_to),
        custody=read_all(connection, CustodyEvent, up_to),
        comments=read_all(connection, Comment, up_to),
        reviews=read_all(connection, Review, up_to),
        requests=read_all(connection, VerificationRequest, up_to),
        verifications=read_all(connection, Verification, up_to),
        compared=read_all(connection, ComparedPoint, up_to),
        resolutions=read_all(connection, Resolution, up_to),
        reports=read_all(connection, ReportVersion, up_to),
        retention=kept[-1] if kept else None,
        seals=read_all(connection, HeadSeal, up_to),
    )


def read_snapshot(connection: Connection, *, read_only: bool, path_name: str, up_to: int = NEWEST) -> CaseSnapshot:
    """Everything in a case but the pixels, now or as it was at a link of the chain.

    The caller sees to it that all queries see one moment.

    Raises
    ------
    ValueError, TypeError, KeyError
        A row holds what no program of ours wrote.
    """
    head = last_event(connection, up_to)
    if head is None:
        raise ValueError("the audit chain is empty")
    return CaseSnapshot(
        info=current_info(connection, up_to),
        exhibits=tuple(current_exhibits(connection, up_to).values()),
        captures=read_all(connection, CaptureRecord, up_to),
        findings=standing_findings(connection, up_to),
        conclusions=standing_conclusions(connection, up_to),
        checks=_last_run(read_all(connection, CheckResult, up_to)),
        mrz=read_all(connection, MrzRecord, up_to),
        equipment=read_all(connection, EquipmentUse, up_to),
        calibrations=read_all(connection, CalibrationRecord, up_to),
        recipes=read_all(connection, KeptRecipe, up_to),
        measurements=standing_measurements(connection, up_to),
        handling=read_handling(connection, up_to),
        head=head,
        read_only=read_only,
        path_name=path_name,
    )


def _last_run(results: Sequence[CheckResult]) -> tuple[CheckResult, ...]:
    """Results of the latest run on each exhibit; earlier runs stay in the file."""
    latest: dict[str, datetime] = {}
    for each in results:
        latest[each.exhibit_id] = max(each.performed_at, latest.get(each.exhibit_id, each.performed_at))
    return tuple(each for each in results if each.performed_at == latest[each.exhibit_id])

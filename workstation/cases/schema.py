"""The tables as SQLAlchemy knows them, for reading and writing.

The files themselves are made from the statements of ``workstation.cases.migrations``; a test holds the two together.
Columns are the fields of the values in ``workstation.cases.model`` and ``workstation.captures``, but for ``seq``,
``region_mm``, ``content`` and the tables ``audit_event``, ``actor`` and ``blob``.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table
from sqlalchemy.types import TypeEngine

from workstation.accounts.roles import Role
from workstation.captures import CaptureRecord, Origin
from workstation.cases.columns import (
    Area,
    Code,
    Day,
    Flag,
    Instant,
    LaterWordList,
    LaterWords,
    NamedNumbers,
    Points,
    Real,
    SecondFindings,
    WordList,
    Words,
)
from workstation.cases.handling import (
    Agreement,
    Comment,
    ComparedPoint,
    CustodyEvent,
    CustodyKind,
    Decision,
    Handover,
    HeadSeal,
    ReportVersion,
    Resolution,
    Retention,
    Review,
    ReviewKind,
    StageStep,
    Tombstone,
    Verification,
    VerificationRequest,
)
from workstation.cases.model import (
    CalibrationRecord,
    CaseInfo,
    CaseState,
    CheckOutcome,
    CheckResult,
    Conclusion,
    EquipmentUse,
    Exhibit,
    Finding,
    KeptRecipe,
    Measurement,
    MrzRecord,
)
from workstation.cases.stages import Stage

_metadata = MetaData()


def _table(name: str, /, **columns: TypeEngine[Any] | type[TypeEngine[Any]]) -> Table:
    return Table(
        name,
        _metadata,
        Column("seq", Integer, primary_key=True),
        *(Column(title, kind) for title, kind in columns.items()),
    )


audit_event = _table(
    "audit_event",
    at=Instant,
    actor_id=Words,
    action=Words,
    object_table=Words,
    object_id=Words,
    row_sha256=Words,
    payload=Words,
    prev_hash=Words,
    hash=Words,
)

actor = _table("actor", actor_id=Words, name=Words, account_id=Words)

case_info = _table(
    "case_info",
    case_id=Words,
    case_no=Words,
    agency=Words,
    exam_site=Words,
    examiner=Words,
    question=Words,
    state=Code(CaseState),
    created_at=Instant,
    signed_off_at=Instant,
    signed_off_by=Words,
)

exhibit = _table(
    "exhibit",
    exhibit_id=Words,
    exhibit_no=Words,
    description=Words,
    condition=Words,
    received_from=Words,
    model_id=Words,
    model_ident_method=Words,
    created_at=Instant,
)

blob = Table(
    "blob",
    _metadata,
    Column("sha256", Words, primary_key=True),
    Column("byte_length", Integer),
    Column("bytes", LargeBinary),
)

capture = _table(
    "capture",
    capture_id=Words,
    exhibit_id=Words,
    page=Words,
    light=Words,
    origin=Code(Origin),
    sha256=Words,
    mime=Words,
    byte_length=Integer,
    width=Integer,
    height=Integer,
    channels=Integer,
    bit_depth=Integer,
    exposure_ms=Real,
    gain_db=Real,
    percent=Real,
    px_per_mm=Real,
    px_per_mm_source=Words,
    device=Words,
    firmware=Words,
    source_name=Words,
    captured_at=Instant,
    captured_by=Words,
    filter=LaterWords,
    calibration_id=LaterWords,
    calibration_ids=LaterWordList,
    px_per_mm_uncertainty=Real,
)

calibration = _table(
    "calibration",
    calibration_id=Words,
    kind=Words,
    made_at=Instant,
    made_by=Words,
    camera=Words,
    lights=Words,
    light=Words,
    content=Words,
    sha256=Words,
)

finding = _table(
    "finding",
    finding_id=Words,
    exhibit_id=Words,
    capture_id=Words,
    region=Area,
    region_mm=Points,
    feature=Words,
    light=Words,
    method=Words,
    observation=Words,
    significance=Words,
    observed=Words,
    expected=Words,
    specimen_model_id=Words,
    specimen_sha256=Words,
    supersedes=Words,
    withdrawn=Flag,
    reason=Words,
    created_at=Instant,
    created_by=Words,
    recipe_id=LaterWords,
)

recipe = _table(
    "recipe",
    recipe_id=Words,
    exhibit_id=Words,
    title=Words,
    content=Words,
    image_sha256=Words,
    software=Words,
    created_at=Instant,
    created_by=Words,
)

measurement = _table(
    "measurement",
    measurement_id=Words,
    exhibit_id=Words,
    capture_id=Words,
    kind=Words,
    points_px=Points,
    value=Real,
    uncertainty=Real,
    unit=Words,
    px_per_mm=Real,
    note=Words,
    withdrawn=Flag,
    supersedes=Words,
    created_at=Instant,
    created_by=Words,
)

conclusion = _table(
    "conclusion",
    conclusion_id=Words,
    exhibit_id=Words,
    scale=Words,
    scale_version=Integer,
    level=Words,
    reasoning=Words,
    limitations=Words,
    fraud_types=WordList,
    modus=WordList,
    supersedes=Words,
    created_at=Instant,
    created_by=Words,
)

check_result = _table(
    "check_result",
    result_id=Words,
    exhibit_id=Words,
    check=Words,
    outcome=Code(CheckOutcome),
    capture_id=Words,
    light=Words,
    measured=Real,
    threshold=Real,
    unit=Words,
    reason=Words,
    detail=Words,
    performed_at=Instant,
)

mrz_record = _table(
    "mrz_record",
    mrz_id=Words,
    exhibit_id=Words,
    source=Words,
    device=Words,
    lines=WordList,
    read_at=Instant,
)

equipment_use = _table(
    "equipment_use",
    device=Words,
    kind=Words,
    maker=Words,
    model=Words,
    serial=Words,
    firmware=Words,
    simulated=Flag,
    lit_seconds=NamedNumbers,
    used_at=Instant,
)

case_stage = _table(
    "case_stage", previous=Code(Stage), stage=Code(Stage), role=Code(Role), changed_at=Instant, changed_by=Words
)

custody_event = _table(
    "custody_event",
    custody_id=Words,
    exhibit_id=Words,
    kind=Code(CustodyKind),
    from_whom=Words,
    to_whom=Words,
    place=Words,
    seal_no=Words,
    witness=Words,
    note=Words,
    happened_at=Instant,
    created_at=Instant,
    created_by=Words,
)

comment = _table(
    "comment",
    comment_id=Words,
    capture_id=Words,
    region=Area,
    about_id=Words,
    reply_to=Words,
    text=Words,
    created_at=Instant,
    created_by=Words,
)

review = _table(
    "review",
    review_id=Words,
    kind=Code(ReviewKind),
    decision=Code(Decision),
    reasons=Words,
    role=Code(Role),
    created_at=Instant,
    created_by=Words,
)

verification_request = _table(
    "verification_request",
    request_id=Words,
    exhibit_id=Words,
    verifier_id=Words,
    verifier=Words,
    created_at=Instant,
    created_by=Words,
)

verification = _table(
    "verification",
    verification_id=Words,
    request_id=Words,
    exhibit_id=Words,
    scale=Words,
    scale_version=Integer,
    level=Words,
    reasoning=Words,
    limitations=Words,
    fraud_types=WordList,
    modus=WordList,
    findings=SecondFindings,
    created_at=Instant,
    created_by=Words,
)

compared_point = _table(
    "compared_point",
    verification_id=Words,
    point=Words,
    examiner=Words,
    verifier=Words,
    agreement=Code(Agreement),
)

resolution = _table(
    "resolution",
    resolution_id=Words,
    verification_id=Words,
    position=Words,
    reasoning=Words,
    created_at=Instant,
    created_by=Words,
)

report_version = _table(
    "report_version",
    version=Integer,
    sha256=Words,
    language=Words,
    chain_head=Words,
    changed=Words,
    issued_at=Instant,
    issued_by=Words,
)

retention = _table(
    "retention",
    rule=Words,
    retain_until=Day,
    legal_hold=Flag,
    reason=Words,
    created_at=Instant,
    created_by=Words,
)

head_seal = _table(
    "head_seal",
    seal_id=Words,
    handover=Code(Handover),
    sealed_seq=Integer,
    sealed_hash=Words,
    algorithm=Words,
    public_key=Words,
    certificate=Words,
    statement=Words,
    signature=Words,
    time_stamp=Words,
    created_at=Instant,
    created_by=Words,
)

tombstone = _table(
    "tombstone",
    case_id=Words,
    case_no=Words,
    rule=Words,
    chain_head=Words,
    pictures=WordList,
    removed=NamedNumbers,
    purged_at=Instant,
    purged_by=Words,
)

#: Which table keeps which value.
TABLE_OF: dict[type, Table] = {
    CaseInfo: case_info,
    Exhibit: exhibit,
    CaptureRecord: capture,
    Finding: finding,
    Conclusion: conclusion,
    CheckResult: check_result,
    MrzRecord: mrz_record,
    EquipmentUse: equipment_use,
    CalibrationRecord: calibration,
    KeptRecipe: recipe,
    Measurement: measurement,
    StageStep: case_stage,
    CustodyEvent: custody_event,
    Comment: comment,
    Review: review,
    VerificationRequest: verification_request,
    Verification: verification,
    ComparedPoint: compared_point,
    Resolution: resolution,
    ReportVersion: report_version,
    Retention: retention,
    HeadSeal: head_seal,
    Tombstone: tombstone,
}

TABLES: tuple[Table, ...] = tuple(_metadata.tables.values())

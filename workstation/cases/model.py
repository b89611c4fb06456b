"""What a case holds, as frozen values. Rows never leave the store; these do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from workstation.captures import CaptureRecord
from workstation.cases.handling import Handling
from workstation.cases.region import Region as Region
from workstation.cases.region import Shape as Shape


class CaseState(StrEnum):
    """Whether evidence, findings and conclusion are frozen. ``stages.Stage`` is the whole life of a case."""

    DRAFT = "draft"
    SIGNED_OFF = "signed_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseInfo:
    """Who asks what. All text but ``case_id`` and ``created_at`` is the examiner's own."""

    case_id: str
    case_no: str
    agency: str = ""
    exam_site: str = ""
    examiner: str = ""
    question: str = ""
    state: CaseState = CaseState.DRAFT
    created_at: datetime
    signed_off_at: datetime | None = None
    signed_off_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One physical item. ``model_id`` names the specimen it is compared with, empty when none is chosen.

    ``model_ident_method`` is ``mrz``, ``manual`` or empty.
    """

    exhibit_id: str
    exhibit_no: str
    description: str = ""
    condition: str = ""
    received_from: str = ""
    model_id: str = ""
    model_ident_method: str = ""
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the examiner saw: feature x light x method x region.

    ``feature``, ``method``, ``observation`` and ``significance`` are codes of ``resources/vocabulary``; ``light``
    is a light code. ``specimen_model_id`` and ``specimen_sha256`` name the reference picture it was compared with.
    ``recipe_id`` names the kept view on which it was seen, empty for the capture itself.
    A correction is a new finding whose ``supersedes`` names the old one; ``withdrawn`` says it no longer stands.
    """

    finding_id: str
    exhibit_id: str
    capture_id: str | None
    region: Region | None
    feature: str
    light: str
    method: str
    observation: str
    significance: str
    observed: str = ""
    expected: str = ""
    specimen_model_id: str = ""
    specimen_sha256: str = ""
    supersedes: str | None = None
    withdrawn: bool = False
    reason: str = ""
    recipe_id: str = ""
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """One level of one printed, versioned scale, with its limits.

    ``scale`` and ``level`` are codes of ``resources/vocabulary/scale_*.toml``, ``fraud_types`` (first is primary)
    and ``modus`` codes of ``fraud_type.toml`` and ``modus.toml``.
    """

    conclusion_id: str
    exhibit_id: str
    scale: str
    scale_version: int
    level: str
    reasoning: str = ""
    limitations: str = ""
    fraud_types: tuple[str, ...] = ()
    modus: tuple[str, ...] = ()
    supersedes: str | None = None
    created_at: datetime
    created_by: str


class CheckOutcome(StrEnum):
    """Results of BSI TR-03135; ``NOT_PERFORMED`` is ours and always carries a reason."""

    SUCCESSFUL = "successful"
    FAILED = "failed"
    UNDETERMINED = "undetermined"
    NOT_SUPPORTED = "not_supported"
    ABORTED = "aborted"
    NOT_PERFORMED = "not_performed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One machine check. ``check`` and ``reason`` are codes of ``resources/vocabulary``.

    ``measured``, ``threshold`` and ``unit`` say what was measured; ``detail`` holds facts such as the printed and
    the expected check digit.
    """

    result_id: str
    exhibit_id: str
    check: str
    outcome: CheckOutcome
    capture_id: str | None = None
    light: str = ""
    measured: float | None = None
    threshold: float | None = None
    unit: str = ""
    reason: str = ""
    detail: str = ""
    performed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MrzRecord:
    """Lines of a machine readable zone as a device sent them or a person typed them, never repaired.

    ``source`` is ``reader``, ``manual`` or ``simulated``.
    """

    mrz_id: str
    exhibit_id: str
    source: str
    device: str
    lines: tuple[str, ...]
    read_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentUse:
    """A device as it identified itself when it was used for this case, and seconds each light was on."""

    device: str
    kind: str
    maker: str
    model: str
    serial: str
    firmware: str
    simulated: bool
    lit_seconds: tuple[tuple[str, float], ...] = ()
    used_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationRecord:
    """A calibration of the bench that a capture of this case used, without its content.

    Attributes
    ----------
    kind : str
        Code of ``workstation.calibration.model.CalibrationKind``.
    camera, lights : str
        Equipment that it was measured on.
    light : str
        Empty where it holds for every light.
    sha256 : str
        Of the content in UTF-8.
    """

    calibration_id: str
    kind: str
    made_at: datetime
    made_by: str
    camera: str
    lights: str
    light: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRecipe:
    """How a picture that the examiner kept was made, and what it must look like when it is made again.

    Attributes
    ----------
    content : str
        Canonical JSON; ``workstation.imaging.recipe`` reads it.
    image_sha256 : str
        Of the replayed picture; ``workstation.imaging.replay.image_sha256`` says how.
    software : str
        Versions that its pixels depend on, such as ``QDBench 0.3.0; numpy 2.4.6; OpenCV 5.0.0``.
    """

    recipe_id: str
    exhibit_id: str
    title: str
    content: str
    image_sha256: str
    software: str
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """Something measured on a capture, with its expanded uncertainty (k = 2).

    Attributes
    ----------
    kind : str
        ``distance``, ``path``, ``angle``, ``area``, ``radius``, ``pitch``, ``spread``, ``baseline``, ``perforation``.
    points_px : tuple
        Where the points were set, as in ``Region``.
    unit : str
        ``mm``, ``mm2``, ``deg`` or ``per_2cm``.
    px_per_mm : float or None
        Scale that was used; None where none is needed.
    """

    measurement_id: str
    exhibit_id: str
    capture_id: str
    kind: str
    points_px: tuple[tuple[float, float], ...]
    value: float
    uncertainty: float
    unit: str
    px_per_mm: float | None = None
    note: str = ""
    withdrawn: bool = False
    supersedes: str | None = None
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True)
class ChainHead:
    """Last link of the audit chain."""

    seq: int
    sha256: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """An event of the audit chain that keeps no row, such as ``report-exported``; ``by`` names who acted."""

    seq: int
    at: datetime
    action: str
    object_id: str
    facts: Mapping[str, object]
    by: str = ""


_NO_HANDLING = Handling()


@dataclass(frozen=True, slots=True)
class Change:
    """An event of the audit chain with the name of who acted: what has happened since somebody looked."""

    seq: int
    at: datetime
    name: str
    action: str
    object_table: str | None
    object_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSnapshot:
    """Everything in a case but the pixels, at one moment.

    ``findings``, ``conclusions`` and ``checks`` hold what stands now (at most one conclusion an exhibit, the latest
    run of the checks); what it replaced is in the file and in the chain.

    ``handling`` is what is done with the case besides examining it. ``blind`` says that everything which the author
    said was left out, for a verifier.
    """

    info: CaseInfo
    exhibits: tuple[Exhibit, ...]
    captures: tuple[CaptureRecord, ...]
    findings: tuple[Finding, ...]
    conclusions: tuple[Conclusion, ...]
    checks: tuple[CheckResult, ...]
    mrz: tuple[MrzRecord, ...]
    equipment: tuple[EquipmentUse, ...]
    calibrations: tuple[CalibrationRecord, ...] = ()
    recipes: tuple[KeptRecipe, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    handling: Handling = _NO_HANDLING
    head: ChainHead
    read_only: bool = False
    blind: bool = False
    path_name: str = ""

    def capture(self, capture_id: str) -> CaptureRecord:
        """The capture of that id.

        Raises
        ------
        KeyError
            There is none.
        """
        for each in self.captures:
            if each.capture_id == capture_id:
                return each
        raise KeyError(capture_id)

"""What the workbench tells those who listen. Frozen values; they may arrive on any thread."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from workstation.accounts.roles import Actor
from workstation.captures import CaptureRecord
from workstation.cases.model import CaseSnapshot, MrzRecord
from workstation.devices import DeviceStatus, MrzReading
from workstation.errors import WorkstationError


class CapturePhase(StrEnum):
    """Where the capture of one light stands."""

    WAITING = "waiting"
    ON = "on"
    SETTLING = "settling"
    EXPOSING = "exposing"
    STORING = "storing"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class DeviceChanged:
    """A device changed its state."""

    status: DeviceStatus


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """Somebody signed in or out, or proved anew who they are."""

    actor: Actor


@dataclass(frozen=True, slots=True)
class CaptureProgressed:
    """A light of the running capture moved on. ``index`` counts from 0."""

    light: str
    index: int
    total: int
    phase: CapturePhase


@dataclass(frozen=True, slots=True)
class CaptureFinished:
    """The capture ended. ``error`` says why it ended early; the captures named here are in the case either way."""

    captures: tuple[CaptureRecord, ...]
    cancelled: bool = False
    error: WorkstationError | None = None


@dataclass(frozen=True, slots=True)
class CaseChanged:
    """The case file holds something new, another case was opened, or none is open (``snapshot`` None).

    ``risk`` is what to know about the place of a case that was just opened for writing.
    """

    snapshot: CaseSnapshot | None
    path: Path | None
    risk: WorkstationError | None = None


@dataclass(frozen=True, slots=True)
class ZoneRead:
    """A document was laid on the reader, which sent its zone unasked.

    Attributes
    ----------
    reading : MrzReading
        The lines as they came.
    record : MrzRecord or None
        What the case holds of it; None where it was not kept.
    reason : str
        Why it was not kept, and what to do: a code of ``resources/messages``.
    """

    reading: MrzReading
    record: MrzRecord | None = None
    reason: str = ""
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LeftOutPicture:
    """A file of an imported folder that was not taken, with a reason code of ``resources/messages``."""

    name: str
    reason: str
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportNotice:
    """Something to know about an import that succeeded; a code of ``resources/messages``."""

    code: str
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportFinished:
    """Pictures of a folder are in the case; what was left out is named."""

    captures: tuple[CaptureRecord, ...]
    left_out: tuple[LeftOutPicture, ...]
    notices: tuple[ImportNotice, ...] = ()


Event = DeviceChanged | PersonChanged | CaptureProgressed | CaptureFinished | CaseChanged | ZoneRead | ImportFinished

"""Expected trouble, as codes and facts.

The sentence a person reads is made by ``workstation.messages`` from ``resources/messages`` in
their language; code here never holds prose for people. Anything that is not a ``WorkstationError`` is a bug.
"""

from __future__ import annotations

from typing import ClassVar


class WorkstationError(Exception):
    """Base of everything that can be expected to go wrong.

    Attributes
    ----------
    code : str
        Key of the sentence in ``resources/messages``.
    facts : dict[str, object]
        What the sentence names: a path, a device, a line number.
    """

    default_code: ClassVar[str] = "unexpected"

    def __init__(self, code: str | None = None, **facts: object) -> None:
        self.code = code or self.default_code
        self.facts = facts
        detail = ", ".join(f"{key}={value}" for key, value in facts.items())
        super().__init__(f"{self.code}({detail})" if detail else self.code)


class DeviceError(WorkstationError):
    """A device did not do what it was asked. Facts always hold ``device``, its name on the bench."""

    default_code = "device-failed"


class DeviceNotFound(DeviceError):
    """No port carries the identity that the configuration names."""

    default_code = "device-not-found"


class DeviceLost(DeviceError):
    """The port went away; a command in flight was not repeated."""

    default_code = "device-lost"


class DeviceTimeout(DeviceError):
    """No complete reply before the deadline."""

    default_code = "device-timeout"


class ProtocolError(DeviceError):
    """The reply breaks the protocol. Facts hold ``raw``, the bytes as hex."""

    default_code = "device-protocol"


class DeviceRefused(DeviceError):
    """The device answered with an error of its own. Facts hold ``answer``."""

    default_code = "device-refused"


class DeviceStateError(DeviceError):
    """The request does not fit the state: not ready, wrong identity, above a limit."""

    default_code = "device-state"


class ChipError(DeviceError):
    """The chip went away or did not answer; the reader is in order."""

    default_code = "chip-lost"


class ReaderLimit(DeviceError):
    """The reader cannot carry so long a command or answer; nothing is wrong with the chip."""

    default_code = "chip-reader-limit"


class ConfigurationError(WorkstationError):
    """A configuration file is wrong. Facts hold ``path``, ``line`` and ``reason``."""

    default_code = "configuration"


class CaptureError(WorkstationError):
    """A picture could not be taken or labelled truthfully."""

    default_code = "capture-failed"


class PictureError(WorkstationError):
    """A picture file cannot be read. Facts hold ``path``."""

    default_code = "picture-unreadable"


class SpecimenError(WorkstationError):
    """A reference model or one of its pictures is missing or damaged."""

    default_code = "specimen-unreadable"


class CaseFileError(WorkstationError):
    """A case file cannot be created, opened, read or written. Facts hold ``path``."""

    default_code = "case-unreadable"


class CaseFileTooNew(CaseFileError):
    """Written by a newer version; it opens read-only."""

    default_code = "case-too-new"


class CaseFileDamaged(CaseFileError):
    """The file is not SQLite, not a case file, or half written."""

    default_code = "case-damaged"


class PermissionRefused(WorkstationError):
    """Whoever acts may not do this, or has not proved who they are."""

    default_code = "role-may-not"


class AccountError(WorkstationError):
    """An account cannot be made, changed or signed in to."""

    default_code = "sign-in-refused"


class CalibrationError(WorkstationError):
    """The bench could not be measured: no target, a wrong one, or pictures that do not serve."""

    default_code = "calibration-failed"


class RecipeError(WorkstationError):
    """A recipe cannot be read or replayed. Facts hold ``operation`` where one is to blame."""

    default_code = "recipe-unreadable"


class MeasureError(WorkstationError):
    """Nothing can be measured here: no scale, or too few points."""

    default_code = "measure-no-scale"


class ReportError(WorkstationError):
    """The report cannot be made: a character without a glyph, a missing picture."""

    default_code = "report-failed"


class Cancelled(WorkstationError):
    """The person stopped it; what was finished is kept."""

    default_code = "cancelled"

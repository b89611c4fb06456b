"""What a calibration is: what was measured, of which equipment, when and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from workstation.imaging.calibrate_results import Alignment, Field, Scale, Settling, WhiteBalance


class CalibrationKind(StrEnum):
    """What was measured."""

    SCALE = "scale"
    FLAT_FIELD = "flat_field"
    WHITE_BALANCE = "white_balance"
    ALIGNMENT = "alignment"
    SETTLE = "settle"


class Target(StrEnum):
    """What lay under the camera."""

    RULER = "ruler"
    ID_1 = "id_1"
    ID_3 = "id_3"
    CHESSBOARD = "chessboard"
    WHITE_SHEET = "white_sheet"
    TEXTURED = "textured"


Values = Scale | Field | WhiteBalance | Alignment | Settling


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleTarget:
    """A target of known size.

    Attributes
    ----------
    kind : Target
        ``RULER``, ``ID_1``, ``ID_3`` or ``CHESSBOARD``.
    graduation_mm : float
        Distance of the ruler's closest marks: 1 or 0.5.
    pitch_mm : float
        Side of a field of the chessboard.
    columns, rows : int
        Inner corners of the chessboard.
    tolerance_percent : float
        How far the ruler or the chessboard may be off, as its maker says; what is printed on paper is worse.
    """

    kind: Target
    graduation_mm: float = 1.0
    pitch_mm: float = 5.0
    columns: int = 9
    rows: int = 6
    tolerance_percent: float = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """One thing that was measured. Frozen: measuring again makes another.

    Attributes
    ----------
    calibration_id : str
        UUIDv7.
    camera, lights : str
        Camera and light controller as they identified themselves: maker, model and serial number.
    simulated : bool
        Camera or light controller was a simulator.
    width, height : int
        Pixels of the pictures that it was measured on, and holds for.
    light, filter : str
        Empty where it holds for every light, or without a filter wheel.
    exposure_ms, gain_db, percent : float or None
        How the light was run.
    """

    calibration_id: str
    kind: CalibrationKind
    made_at: datetime
    made_by: str
    camera: str
    lights: str
    simulated: bool
    width: int
    height: int
    light: str
    target: Target
    values: Values
    filter: str = ""
    exposure_ms: float | None = None
    gain_db: float | None = None
    percent: float | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is not so: a code of ``resources/messages`` and what its sentence names."""

    code: str
    facts: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A calibration in the list.

    Attributes
    ----------
    age_days : float
    expired : bool
        Older than the bench wants; still used, and said so.
    in_force : bool
        The next capture uses it.
    reason : Reason or None
        Why it is not in force: other equipment, or a newer one.
    """

    calibration: Calibration
    age_days: float
    expired: bool
    in_force: bool
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class ScaleInForce:
    """What millimetres rest on now.

    ``calibration`` is None where measuring in millimetres has no calibration; ``reason`` says why.
    """

    calibration: Calibration | None
    age_days: float | None = None
    expired: bool = False
    reason: Reason | None = None

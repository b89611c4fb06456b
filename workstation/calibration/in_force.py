"""Which calibration holds for what: the newest one of the same camera, light controller, size, light and filter.

A calibration of other equipment is never used, not even where there is no other: no millimetres are better than
wrong ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from workstation.calibration.model import Calibration, CalibrationKind, Reason
from workstation.devices import Bench, DeviceIdentity, LightSetting
from workstation.imaging.calibrate_results import Scale, Settling

PERCENT_TOLERANCE = 0.5
"""How far the level of a lamp may be from the one at which its settling was measured."""

_OF_ONE_LIGHT = {
    CalibrationKind.FLAT_FIELD,
    CalibrationKind.WHITE_BALANCE,
    CalibrationKind.ALIGNMENT,
    CalibrationKind.SETTLE,
}


@dataclass(frozen=True, slots=True)
class Equipment:
    """Camera and light controller as they identify themselves; firmware may change, they stay the same."""

    camera: str
    lights: str

    @classmethod
    def of(cls, bench: Bench) -> Equipment | None:
        """Equipment of a bench; None until both have said who they are."""
        camera, lights = bench.camera.status.identity, bench.lights.status.identity
        return cls(described(camera), described(lights)) if camera and lights else None


@dataclass(frozen=True, slots=True)
class Held:
    """What is known of a capture by calibration: goes into its record.

    ``calibration_id`` and the numbers are empty and None where no scale holds.
    """

    px_per_mm: float | None = None
    uncertainty_px_per_mm: float | None = None
    calibration_id: str = ""
    calibration_ids: tuple[str, ...] = ()


def described(identity: DeviceIdentity) -> str:
    """Maker, model and serial number as one text."""
    return " ".join(filter(None, (identity.maker, identity.model, identity.serial)))


def mismatch(calibration: Calibration, equipment: Equipment | None) -> Reason | None:
    """Why a calibration does not belong to this equipment; None where it does."""
    if equipment is None:
        return Reason("calibration-equipment-unknown")
    # How long a lamp takes is the lamp's alone, but what a simulated camera saw of it is no measurement.
    of_lamps_alone = calibration.kind is CalibrationKind.SETTLE and not calibration.simulated
    if calibration.camera != equipment.camera and not of_lamps_alone:
        return Reason("calibration-other-camera", (("measured", calibration.camera), ("now", equipment.camera)))
    if calibration.lights != equipment.lights:
        return Reason("calibration-other-lights", (("measured", calibration.lights), ("now", equipment.lights)))
    return None


def same_purpose(one: Calibration, other: Calibration) -> bool:
    """Whether the newer of two takes the place of the older."""
    return (one.kind, one.light, one.filter, one.width, one.height, one.camera, one.lights) == (
        other.kind,
        other.light,
        other.filter,
        other.width,
        other.height,
        other.camera,
        other.lights,
    ) or (one.kind is other.kind is CalibrationKind.SCALE and _same_pictures(one, other))


def _same_pictures(one: Calibration, other: Calibration) -> bool:
    return (one.camera, one.lights, one.width, one.height) == (other.camera, other.lights, other.width, other.height)


def _newest(
    of_bench: Iterable[Calibration], kind: CalibrationKind, setting: LightSetting, size: tuple[int, int]
) -> Calibration | None:
    for each in of_bench:
        if each.kind is not kind:
            continue
        if kind is not CalibrationKind.SETTLE and (each.width, each.height) != size:
            continue
        if kind in _OF_ONE_LIGHT and (each.light, each.filter) != (setting.light, setting.filter):
            continue
        if kind is CalibrationKind.SETTLE and not _same_level(each, setting):
            continue
        return each
    return None


def _same_level(calibration: Calibration, setting: LightSetting) -> bool:
    return calibration.percent is not None and abs(calibration.percent - setting.percent) <= PERCENT_TOLERANCE


@dataclass(frozen=True, slots=True)
class InForce:
    """What holds on a bench at one time.

    Attributes
    ----------
    newest_first : tuple of Calibration
    equipment : Equipment or None
    """

    newest_first: tuple[Calibration, ...]
    equipment: Equipment | None

    def held_for(self, setting: LightSetting, width: int, height: int) -> Held:
        """What holds for a picture of that size under a light."""
        of_bench = self._of_bench()
        found = [
            each
            for kind in CalibrationKind
            if (each := _newest(of_bench, kind, setting, (width, height))) is not None
        ]
        ids = tuple(each.calibration_id for each in found)
        for each in found:
            if isinstance(each.values, Scale):
                scale = each.values
                return Held(scale.px_per_mm, scale.uncertainty_px_per_mm, each.calibration_id, ids)
        return Held(calibration_ids=ids)

    def with_measured_settling(self, settings: Sequence[LightSetting]) -> tuple[LightSetting, ...]:
        """Settings whose settle times are the measured ones, where they were measured on these lamps."""
        of_bench = self._of_bench()
        return tuple(
            _with_settling(each, _newest(of_bench, CalibrationKind.SETTLE, each, (0, 0))) for each in settings
        )

    def named(self, calibration_ids: Sequence[str]) -> tuple[Calibration, ...]:
        """Calibrations by id."""
        return tuple(each for each in self.newest_first if each.calibration_id in calibration_ids)

    def _of_bench(self) -> tuple[Calibration, ...]:
        return tuple(each for each in self.newest_first if mismatch(each, self.equipment) is None)


def _with_settling(setting: LightSetting, measured: Calibration | None) -> LightSetting:
    if measured is None or not isinstance(measured.values, Settling):
        return setting
    return replace(setting, settle_ms=measured.values.settle_ms)

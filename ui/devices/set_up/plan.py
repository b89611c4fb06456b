"""What the guided set-up has been told so far, and what it proposes."""

from __future__ import annotations

from dataclasses import dataclass, field

from workstation.devices import LightSetting
from workstation.lights import Light, LightClass, find_light
from workstation.maintenance import BenchDraft, DraftChannel, PortDescription

SHORT_WAVE_NM = 320
"""Below this UV is short wave: it harms within seconds."""
_UV_ENDS_NM, _VISIBLE_ENDS_NM = 400, 700
CAMERA_FRAMES = 2
"""Frames that a real camera may still hold from before the light changed."""


@dataclass(frozen=True, slots=True)
class Values:
    """How one lamp is to be run; no current limit where it is 0."""

    percent: float
    settle_ms: float
    exposure_ms: float
    max_on_s: float
    current_limit_ma: float = 0.0


_SANE = {
    LightClass.VISIBLE: Values(60, 60, 30, 60),
    LightClass.INFRARED: Values(100, 80, 100, 60),
    LightClass.ULTRAVIOLET: Values(100, 150, 400, 20),
}
_SANE_SHORT_WAVE = Values(100, 150, 900, 10)


def sane_values(code: str) -> Values:
    """Values to begin with; the light test of the finished bench shows which are too bright or too dark."""
    light = find_light(code)
    if light is None:
        return _SANE[LightClass.VISIBLE]
    if light.light_class is LightClass.ULTRAVIOLET and (light.wavelength_nm or SHORT_WAVE_NM) < SHORT_WAVE_NM:
        return _SANE_SHORT_WAVE
    return _SANE[light.light_class]


def light_of_wavelength(wavelength_nm: int) -> Light | None:
    """The light that a lamp of this wavelength makes; None where it is no wavelength of a lamp."""
    prefix = "UV" if wavelength_nm < _UV_ENDS_NM else "VIS" if wavelength_nm < _VISIBLE_ENDS_NM else "IR"
    return find_light(f"{prefix}{wavelength_nm}")


@dataclass
class Plan:
    """Answers so far.

    Attributes
    ----------
    seen : dict[int, str]
        Light that was seen on each channel; a channel that is not in it is not used.
    values : dict[int, Values]
        By channel.
    camera : str
        Kind of the camera; empty is the simulated one.
    """

    lights_kind: str = ""
    lights_port: PortDescription | None = None
    seen: dict[int, str] = field(default_factory=dict)
    values: dict[int, Values] = field(default_factory=dict)
    name: str = ""
    camera: str = ""
    camera_device: int | str = 0
    px_per_mm: float | None = None
    reader_kind: str = ""
    reader_port: PortDescription | None = None
    chip_kind: str = ""
    chip_port: PortDescription | None = None

    def twice(self) -> set[str]:
        """Lights that are named on more than one channel."""
        named = list(self.seen.values())
        return {each for each in named if named.count(each) > 1}

    def draft(self) -> BenchDraft:
        """The bench as it is planned; a controller has been chosen."""
        assert self.lights_port is not None
        return BenchDraft(
            name=self.name.strip(),
            lights_kind=self.lights_kind,
            lights_port=self.lights_port,
            channels=tuple(self._channel(channel) for channel in sorted(self.seen)),
            camera=self.camera,
            camera_device=self.camera_device,
            px_per_mm=self.px_per_mm,
            reader_kind=self.reader_kind,
            reader_port=self.reader_port if self.reader_kind else None,
            chip_kind=self.chip_kind,
            chip_port=self.chip_port if self.chip_kind else None,
        )

    def _channel(self, channel: int) -> DraftChannel:
        values = self.values[channel]
        setting = LightSetting(
            light=self.seen[channel],
            percent=values.percent,
            settle_ms=values.settle_ms,
            exposure_ms=values.exposure_ms,
            discard_frames=CAMERA_FRAMES if self.camera else 0,
            max_on_s=values.max_on_s,
        )
        return DraftChannel(channel, setting, values.current_limit_ma or None)

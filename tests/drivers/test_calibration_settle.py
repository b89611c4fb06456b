"""The time constant of a simulated lamp is found, and a picture taken after the measured settle time is steady."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from drivers.cameras.simulated import SimulatedCamera
from drivers.simulation import Glass, load_target, optics
from drivers.stage import Burning
from workstation.acquisition.settle import measure_settling
from workstation.devices import DeviceIdentity, DeviceKind, DeviceState, DeviceStatus, Frame, LightSetting
from workstation.errors import CalibrationError, Cancelled, CaptureError
from workstation.imaging.calibrate_results import Settling

PX_PER_MM = 60 / 25.4
START = datetime(2026, 3, 1, tzinfo=UTC)
SETTING = LightSetting("WHITE", percent=100, settle_ms=60, exposure_ms=60)


@dataclass
class SteppedClock:
    """Time that passes only where somebody waits."""

    seconds: float = 0.0

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


@dataclass
class Lamp:
    """A controller with one lamp that counts how long it burns."""

    clock: SteppedClock
    name: str = "lights"
    since: float | None = None
    dead: bool = False
    switched: list[str] = field(default_factory=list)
    longest_s: float = 0.0

    @property
    def status(self) -> DeviceStatus:
        identity = DeviceIdentity("Obvious", "Box", "7")
        return DeviceStatus(self.name, DeviceKind.LIGHTS, DeviceState.READY, START, identity)

    def settings(self) -> tuple[LightSetting, ...]:
        return (SETTING,)

    def switch_on(self, light: str) -> None:
        self.switched.append(light)
        self.since = self.clock.seconds

    def confirmed(self) -> str | None:
        return "WHITE" if self.since is not None and not self.dead else None

    def all_off(self) -> None:
        if self.since is not None:
            self.longest_s = max(self.longest_s, self.clock.seconds - self.since)
        self.since = None

    def lit_seconds(self) -> dict[str, float]:
        return {}

    def lit_for_s(self) -> float | None:
        return None if self.since is None else self.clock.seconds - self.since


class Booth:
    """A white sheet under a lamp of a known time constant, and a camera that may be slow to answer."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, rise_ms: float, *, slow_ms: float = 0.0) -> None:
        steady = optics.LAMPS["WHITE"]
        monkeypatch.setitem(optics.LAMPS, "WHITE", optics.Lamp(visible=steady.visible, full_ms=60, rise_ms=rise_ms))
        self.clock = SteppedClock()
        self.lamp = Lamp(self.clock)
        self.cancel = threading.Event()
        self.slow_ms = slow_ms
        glass = Glass()
        glass.lay(load_target("target-white-sheet", px_per_mm=PX_PER_MM), "front")
        lit = Burning(lambda: {"WHITE": 100.0} if self.lamp.since is not None else {}, self.lamp.lit_for_s)
        self.camera = SimulatedCamera(glass, lit, self.clock)
        self.camera.open()
        self.name = "camera"
        self.status = DeviceStatus(
            "camera", DeviceKind.CAMERA, DeviceState.READY, START, DeviceIdentity("Obvious", "Eye", "9")
        )

    def grab(self, *, exposure_ms: float, gain_db: float, discard_frames: int = 0) -> Frame:
        frame = self.camera.grab(exposure_ms=exposure_ms, gain_db=gain_db, discard_frames=discard_frames)
        self.clock.seconds += self.slow_ms / 1000
        return frame

    def measure(self, setting: LightSetting = SETTING) -> Settling:
        return measure_settling(setting, lights=self.lamp, camera=self, clock=self.clock, cancel=self.cancel)

    def brightness(self, wait_ms: float) -> float:
        self.lamp.all_off()
        self.lamp.switch_on("WHITE")
        self.clock.sleep(wait_ms / 1000)

        return float(self.grab(exposure_ms=60, gain_db=0).pixels.mean())


@pytest.mark.parametrize("rise_ms", [25.0, 60.0, 150.0, 400.0])
def test_the_time_constant_of_a_lamp_is_found(monkeypatch: pytest.MonkeyPatch, rise_ms: float) -> None:
    booth = Booth(monkeypatch, rise_ms)
    found = booth.measure()
    assert found.time_constant_ms == pytest.approx(rise_ms, rel=0.12)
    # What remains after the settle time is within the tolerance; the square root of the tone curve halves it.
    remaining = np.exp(-found.settle_ms / rise_ms) / 2
    assert remaining < found.tolerance_percent / 100
    reached = found.settle_ms - found.margin_ms
    wanted = rise_ms * np.log(0.5 / (found.tolerance_percent / 100))
    assert reached == pytest.approx(wanted, rel=0.2)
    assert booth.lamp.since is None
    booth.camera.close()


@pytest.mark.parametrize(("rise_ms", "slow_ms"), [(8.0, 90.0), (20.0, 150.0)])
def test_a_lamp_that_is_quicker_than_the_camera(
    monkeypatch: pytest.MonkeyPatch, rise_ms: float, slow_ms: float
) -> None:
    booth = Booth(monkeypatch, rise_ms, slow_ms=slow_ms)
    found = booth.measure()
    assert found.time_constant_ms is None
    assert rise_ms * 3 < found.settle_ms < rise_ms * 12
    steady = booth.brightness(50 * rise_ms)
    assert booth.brightness(found.settle_ms) == pytest.approx(steady, rel=found.tolerance_percent / 100 * 1.5)
    booth.camera.close()


def test_a_lamp_that_is_steady_at_once_needs_only_the_margin(monkeypatch: pytest.MonkeyPatch) -> None:
    booth = Booth(monkeypatch, 0.01)
    found = booth.measure()
    assert found.settle_ms <= 10
    assert all(abs(percent - 100) < 1 for _, percent in found.curve)
    booth.camera.close()


def test_a_lamp_that_never_becomes_steady_is_not_lit_for_longer_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    booth = Booth(monkeypatch, 2_000.0)
    with pytest.raises(CalibrationError, match="settle-never"):
        booth.measure(LightSetting("WHITE", 100, 60, 60, max_on_s=5.0))
    assert booth.lamp.since is None
    assert booth.lamp.longest_s < 5.0
    booth.camera.close()


def test_trouble_leaves_the_lamp_off(monkeypatch: pytest.MonkeyPatch) -> None:
    booth = Booth(monkeypatch, 20.0)
    booth.lamp.dead = True
    with pytest.raises(CaptureError, match="capture-light-unconfirmed"):
        booth.measure()
    assert booth.lamp.since is None
    booth.lamp.dead = False
    booth.cancel.set()
    with pytest.raises(Cancelled):
        booth.measure()
    assert booth.lamp.since is None
    booth.camera.close()


def test_too_little_light_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    booth = Booth(monkeypatch, 20.0)
    monkeypatch.setitem(optics.LAMPS, "WHITE", optics.Lamp(full_ms=60))
    with pytest.raises(CalibrationError, match="calibration-too-dark"):
        booth.measure()
    assert booth.lamp.since is None
    booth.camera.close()

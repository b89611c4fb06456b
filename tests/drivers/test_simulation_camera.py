"""The simulated camera on the simulated glass: light, time, noise, shift, and trouble."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import cv2
import numpy as np
import pytest

from drivers.cameras.simulated import NOISE_SD, SHIFT_PX, SimulatedCamera
from drivers.simulation import Glass, load_scene
from workstation.devices import LightSetting
from workstation.errors import DeviceLost, DeviceStateError

PX_PER_MM = 110 / 25.4
WHITE = {"WHITE": 100.0}


class SteppedClock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.during_sleep = lambda: None

    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.during_sleep()
        self.seconds += seconds


class Booth:
    """A glass, lamps and a camera."""

    def __init__(self, seed: int = 1) -> None:
        self.glass = Glass()
        self.lit: dict[str, float] = dict(WHITE)
        self.clock = SteppedClock()
        self.camera = SimulatedCamera(self.glass, lambda: self.lit, self.clock, seed=seed)

    def lay(self, name: str = "uto-passport-genuine", page: str = "data_page") -> None:
        self.glass.lay(load_scene(name, px_per_mm=PX_PER_MM), page)


@pytest.fixture
def booth() -> Iterator[Booth]:
    made = Booth()
    made.lay()
    yield made
    made.camera.close()


def test_it_says_that_it_is_simulated(booth: Booth) -> None:
    identity = booth.camera.open()
    assert identity.simulated
    assert identity.model.endswith("SIMULATED")


def test_a_frame_says_how_it_was_taken(booth: Booth) -> None:
    booth.camera.open()
    frame = booth.camera.grab(exposure_ms=60, gain_db=3, discard_frames=0)
    assert frame.pixels.shape == (round(88 * PX_PER_MM), round(125 * PX_PER_MM), 3)
    assert frame.pixels.dtype == np.uint8
    assert not frame.pixels.flags.writeable
    assert (frame.exposure_ms, frame.gain_db, frame.px_per_mm) == (60, 3, PX_PER_MM)


def test_a_grab_takes_its_exposure_and_the_frames_it_throws_away(booth: Booth) -> None:
    booth.camera.open()
    booth.camera.grab(exposure_ms=80, gain_db=0)
    assert booth.clock.seconds == pytest.approx(0.080)
    booth.camera.grab(exposure_ms=80, gain_db=0, discard_frames=2)
    assert booth.clock.seconds == pytest.approx(0.080 + 0.240)


def test_noise_has_its_spread_in_light_and_dark(booth: Booth) -> None:
    booth.camera.open()
    for lit in (WHITE, {"WHITE": 12.0}):
        booth.lit = lit
        dark_floor = np.stack(
            [booth.camera._sensed(np.full((300, 400, 3), 40, np.uint8), 0.0).astype(float) for _ in range(2)]
        )
        spread = float((dark_floor[0] - dark_floor[1]).std() / np.sqrt(2))
        assert spread == pytest.approx(np.hypot(NOISE_SD, 0.29), rel=0.12)


def test_gain_raises_the_noise(booth: Booth) -> None:
    flat = np.full((300, 400, 3), 120, np.uint8)
    quiet, loud = (float(booth.camera._sensed(flat, gain_db).std()) for gain_db in (0.0, 12.0))
    assert loud == pytest.approx(2 * quiet, rel=0.15)


def test_frames_shift_a_little_and_differ(booth: Booth) -> None:
    booth.camera.open()
    first = booth.camera.grab(exposure_ms=60, gain_db=0).pixels
    shifts = []
    for _ in range(6):
        other = booth.camera.grab(exposure_ms=60, gain_db=0).pixels
        assert not np.array_equal(first, other)
        window = cv2.createHanningWindow((first.shape[1], first.shape[0]), cv2.CV_32F)
        moved, _ = cv2.phaseCorrelate(first[..., 1].astype(np.float32), other[..., 1].astype(np.float32), window)
        shifts.append(moved)
    assert np.abs(shifts).max() <= 2 * SHIFT_PX + 0.3
    assert np.abs(shifts).max() > 0.3


def test_the_same_seed_gives_the_same_frames() -> None:
    frames = []
    for seed in (5, 5, 6):
        booth = Booth(seed)
        booth.lay()
        booth.camera.open()
        frames.append(booth.camera.grab(exposure_ms=60, gain_db=0).pixels)
        booth.camera.close()
    assert np.array_equal(frames[0], frames[1])
    assert not np.array_equal(frames[0], frames[2])


def test_an_empty_glass_shows_the_dark_floor(booth: Booth) -> None:
    booth.glass.clear()
    booth.camera.open()
    empty = booth.camera.grab(exposure_ms=60, gain_db=0).pixels
    assert 20 < empty.mean() < 50
    booth.lit = {}
    assert booth.camera.grab(exposure_ms=60, gain_db=0).pixels.mean() < 12


def test_the_lamps_count_and_not_the_wish(booth: Booth) -> None:
    booth.camera.open()
    white = booth.camera.grab(exposure_ms=60, gain_db=0).pixels.astype(int)
    booth.lit = {"IR850": 100.0}
    wrong = booth.camera.grab(exposure_ms=60, gain_db=0).pixels.astype(int)
    booth.lit = {}
    dark = booth.camera.grab(exposure_ms=60, gain_db=0).pixels.astype(int)
    booth.lit = {"WHITE": 100.0, "IR850": 100.0}
    both = booth.camera.grab(exposure_ms=60, gain_db=0).pixels.astype(int)
    assert np.abs(white - wrong).mean() > 20
    assert dark.mean() < 12
    assert both.mean() > white.mean() + 10


def test_a_lamp_that_goes_out_during_the_exposure_halves_it(booth: Booth) -> None:
    booth.camera.open()
    full = booth.camera.grab(exposure_ms=60, gain_db=0).pixels.astype(float)
    booth.clock.during_sleep = booth.lit.clear
    half = booth.camera.grab(exposure_ms=60, gain_db=0).pixels.astype(float)
    assert (half**2).mean() / (full**2).mean() == pytest.approx(0.5, abs=0.05)


def test_another_side_is_seen_at_once(booth: Booth) -> None:
    booth.camera.open()
    booth.lay("uto-permit-genuine", "front")
    front = booth.camera.grab(exposure_ms=60, gain_db=0).pixels
    booth.lay("uto-permit-genuine", "back")
    back = booth.camera.grab(exposure_ms=60, gain_db=0).pixels
    assert front.shape == back.shape
    assert np.abs(front.astype(int) - back.astype(int)).mean() > 10


def test_a_side_that_the_document_lacks_is_refused(booth: Booth) -> None:
    with pytest.raises(KeyError):
        booth.lay("uto-permit-genuine", "data_page")


def test_expected_lights_are_ready_before_they_are_asked_for() -> None:
    glass = Glass()
    settings = (LightSetting("WHITE", 100, 0, 60), LightSetting("UV365", 100, 0, 600))
    camera = SimulatedCamera(glass, lambda: WHITE, SteppedClock(), expected=settings)
    camera.open()
    glass.lay(load_scene("uto-visa-genuine", px_per_mm=PX_PER_MM), "visa")
    for each in threading.enumerate():
        if each.name == "simulated-camera-studio":
            each.join()
    assert len(camera._studio._pictures) == 2
    camera.close()


def test_an_unplugged_camera_is_lost_and_comes_back(booth: Booth) -> None:
    booth.camera.open()
    booth.camera.unplug()
    with pytest.raises(DeviceLost):
        booth.camera.grab(exposure_ms=60, gain_db=0)
    with pytest.raises(DeviceLost):
        booth.camera.open()
    booth.camera.plug_in()
    booth.camera.open()
    assert booth.camera.grab(exposure_ms=60, gain_db=0).pixels.size


def test_unplugged_during_the_exposure_there_is_no_frame(booth: Booth) -> None:
    booth.camera.open()
    booth.clock.during_sleep = booth.camera.unplug
    with pytest.raises(DeviceLost):
        booth.camera.grab(exposure_ms=60, gain_db=0)


@pytest.mark.parametrize(
    ("exposure_ms", "gain_db"), [(0, 0), (-5, 0), (1e9, 0), (60, -1), (60, 99), (float("nan"), 0)]
)
def test_settings_beyond_its_limits_are_refused(booth: Booth, exposure_ms: float, gain_db: float) -> None:
    booth.camera.open()
    with pytest.raises(DeviceStateError, match="camera-limit"):
        booth.camera.grab(exposure_ms=exposure_ms, gain_db=gain_db)


def test_closed_it_takes_no_picture(booth: Booth) -> None:
    booth.camera.open()
    booth.camera.close()
    booth.camera.close()
    with pytest.raises(DeviceStateError, match="camera-not-open"):
        booth.camera.grab(exposure_ms=60, gain_db=0)

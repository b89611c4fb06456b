"""A run keeps no picture under an unconfirmed light, loses none that was taken, and leaves no lamp on."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from workstation.acquisition.benchmark import cycle
from workstation.acquisition.plan import CapturePlan, plan_for
from workstation.acquisition.runner import CaptureProgress, CaptureRun, run
from workstation.captures import Origin
from workstation.devices import (
    Bench,
    Clock,
    DeviceIdentity,
    DeviceKind,
    DeviceState,
    DeviceStatus,
    Frame,
    ImageSource,
    LightSetting,
    LightSource,
)
from workstation.errors import CaptureError, DeviceLost, DeviceRefused, DeviceStateError, DeviceTimeout
from workstation.events import CapturePhase
from workstation.imaging.pictures import decode, probe

LIGHTS = ("WHITE", "IR", "UV365")
SETTINGS = tuple(
    LightSetting(light, percent=40.0 + n, settle_ms=100, exposure_ms=50, gain_db=3.0)
    for n, light in enumerate(LIGHTS)
)
LEVEL = {None: 0, "WHITE": 200, "IR": 120, "UV365": 40}
BOX = DeviceIdentity("Obvious", "Box", "7", "1.2")
EYE = DeviceIdentity("Obvious", "Eye", "9", "3.4")
START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@dataclass
class FakeClock:
    """Time that passes only where somebody waits."""

    seconds: float = 0.0
    on_sleep: Callable[[], None] = lambda: None

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        self.on_sleep()


def status(name: str, kind: DeviceKind, identity: DeviceIdentity | None) -> DeviceStatus:
    return DeviceStatus(name, kind, DeviceState.READY, START, identity)


@dataclass
class Lamps:
    """A controller with one lamp a light, which fails when told to."""

    clock: FakeClock
    name: str = "lamps"
    identity: DeviceIdentity | None = BOX
    lit: str | None = None
    fail_on: dict[str, Exception] = field(default_factory=dict)
    fail_off: Exception | None = None
    confirm: list[Callable[[str | None], str | None]] = field(default_factory=list)
    switched: list[str] = field(default_factory=list)

    @property
    def status(self) -> DeviceStatus:
        return status(self.name, DeviceKind.LIGHTS, self.identity)

    def settings(self) -> tuple[LightSetting, ...]:
        return SETTINGS

    def switch_on(self, light: str) -> None:
        self.switched.append(light)
        self.lit = light
        if light in self.fail_on:
            raise self.fail_on[light]

    def confirmed(self) -> str | None:
        return self.confirm.pop(0)(self.lit) if self.confirm else self.lit

    def all_off(self) -> None:
        if self.fail_off is not None:
            raise self.fail_off
        self.lit = None

    def lit_seconds(self) -> dict[str, float]:
        return {}


@dataclass
class Camera:
    """Sees the level of whatever is lit."""

    clock: FakeClock
    lamps: Lamps
    name: str = "camera"
    identity: DeviceIdentity | None = EYE
    fail: dict[str, Exception] = field(default_factory=dict)
    during: Callable[[], None] = lambda: None
    px_per_mm: float | None = 20.0

    @property
    def status(self) -> DeviceStatus:
        return status(self.name, DeviceKind.CAMERA, self.identity)

    def grab(self, *, exposure_ms: float, gain_db: float, discard_frames: int = 0) -> Frame:
        self.clock.seconds += exposure_ms * (1 + discard_frames) / 1000
        if self.lamps.lit in self.fail:
            raise self.fail[self.lamps.lit]
        pixels = np.full((30, 40, 3), LEVEL[self.lamps.lit], np.uint8)
        pixels.flags.writeable = False
        self.during()
        return Frame(pixels, exposure_ms + 0.5, gain_db, self.px_per_mm, self.clock.now())


class Booth:
    """Everything a run needs, and what it told."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.lamps = Lamps(self.clock)
        self.camera = Camera(self.clock, self.lamps)
        self.cancel = threading.Event()
        self.events: list[CaptureProgress] = []
        self.on_event: Callable[[CaptureProgress], None] = lambda _: None

    def heard(self, event: CaptureProgress) -> None:
        self.events.append(event)
        self.on_event(event)

    def run(self, plan: CapturePlan | None = None) -> CaptureRun:
        lights: LightSource = self.lamps
        camera: ImageSource = self.camera
        clock: Clock = self.clock
        return run(
            plan or plan_for(SETTINGS, None, "data_page"),
            lights=lights,
            camera=camera,
            clock=clock,
            exhibit_id="exhibit",
            actor="examiner",
            cancel=self.cancel,
            on_progress=self.heard,
        )

    def phases(self, light: str) -> list[CapturePhase]:
        return [each.phase for each in self.events if each.light == light]


@pytest.fixture
def booth() -> Booth:
    return Booth()


def truthful(done: CaptureRun) -> None:
    """Every picture shows the light it is labelled with."""
    for capture in done.captures:
        assert np.all(decode(capture.stored) == LEVEL[capture.record.light])


def test_every_light_with_everything_recorded(booth: Booth) -> None:
    done = booth.run()
    assert (done.cancelled, done.error, done.lamps_off) == (False, None, True)
    assert [each.record.light for each in done.captures] == list(LIGHTS)
    assert booth.lamps.lit is None
    truthful(done)
    record, stored = done.captures[1].record, done.captures[1].stored
    assert record.sha256 == hashlib.sha256(stored).hexdigest()
    assert record.byte_length == len(stored)
    assert (record.width, record.height, record.channels, record.bit_depth) == (40, 30, 3, 8)
    assert (record.mime, probe(stored).mime) == ("image/tiff", "image/tiff")
    assert (record.exposure_ms, record.gain_db, record.percent) == (50.5, 3.0, 41.0)
    assert (record.px_per_mm, record.px_per_mm_source) == (20.0, "stated")
    assert probe(stored).px_per_mm == pytest.approx(20.0)
    assert record.device == "Obvious Eye 9; Obvious Box 7"
    assert record.firmware == "3.4; 1.2"
    assert (record.exhibit_id, record.page, record.captured_by) == ("exhibit", "data_page", "examiner")
    assert START < record.captured_at <= booth.clock.now()
    assert record.origin is Origin.LIVE
    assert len({each.record.capture_id for each in done.captures}) == 3


@pytest.mark.parametrize("which", ["lamps", "camera"])
def test_simulated_if_either_device_is(booth: Booth, which: str) -> None:
    device = getattr(booth, which)
    device.identity = DeviceIdentity("Obvious", "Pretend", simulated=True)
    assert {each.record.origin for each in booth.run().captures} == {Origin.SIMULATED}


def test_uncalibrated_camera_measures_nothing(booth: Booth) -> None:
    booth.camera.px_per_mm = None
    record = booth.run().captures[0].record
    assert (record.px_per_mm, record.px_per_mm_source) == (None, "unknown")


def test_phases_come_in_order_and_done_carries_the_capture(booth: Booth) -> None:
    done = booth.run()
    usual = [CapturePhase.ON, CapturePhase.SETTLING, CapturePhase.EXPOSING, CapturePhase.STORING, CapturePhase.DONE]
    assert all(booth.phases(light) == usual for light in LIGHTS)
    assert tuple(e.capture for e in booth.events if e.phase is CapturePhase.DONE) == done.captures
    assert {(each.index, each.total) for each in booth.events} == {(0, 3), (1, 3), (2, 3)}


def test_lamp_is_off_between_lights(booth: Booth) -> None:
    lit: list[str | None] = []
    booth.on_event = lambda event: lit.append(booth.lamps.lit) if event.phase is CapturePhase.ON else None
    booth.run()
    assert lit == [None, None, None]


@pytest.mark.parametrize("call", [0, 1])
@pytest.mark.parametrize("answer", [None, "WHITE"])
def test_another_light_before_or_after_the_exposure_is_no_picture(
    booth: Booth, call: int, answer: str | None
) -> None:
    honest = [lambda lit: lit] * (2 + call)
    booth.lamps.confirm = [*honest, lambda _: answer]
    done = booth.run()
    assert isinstance(done.error, CaptureError)
    assert done.error.code == "capture-light-unconfirmed"
    assert done.error.facts == {"device": "lamps", "light": "IR", "confirmed": answer or "-"}
    assert [each.record.light for each in done.captures] == ["WHITE"]
    assert booth.phases("IR")[-1] is CapturePhase.FAILED
    assert booth.phases("UV365") == []
    assert booth.lamps.lit is None
    truthful(done)


def test_light_that_dies_during_the_exposure_is_no_picture(booth: Booth) -> None:
    def die() -> None:
        if booth.lamps.lit == "IR":
            booth.lamps.lit = None

    booth.camera.during = die
    done = booth.run()
    assert done.error is not None
    assert done.error.code == "capture-light-unconfirmed"
    assert [each.record.light for each in done.captures] == ["WHITE"]


@pytest.mark.parametrize(
    "failure",
    [DeviceLost(device="x"), DeviceTimeout(device="x"), DeviceRefused(device="x"), DeviceStateError(device="x")],
)
@pytest.mark.parametrize("where", ["on", "confirm before", "grab", "confirm after"])
def test_device_trouble_keeps_what_was_taken(booth: Booth, failure: Exception, where: str) -> None:
    def fail(_: str | None) -> str | None:
        raise failure

    match where:
        case "on":
            booth.lamps.fail_on = {"IR": failure}
        case "grab":
            booth.camera.fail = {"IR": failure}
        case "confirm before":
            booth.lamps.confirm = [lambda lit: lit, lambda lit: lit, fail]
        case "confirm after":
            booth.lamps.confirm = [lambda lit: lit, lambda lit: lit, lambda lit: lit, fail]
    done = booth.run()
    assert done.error is failure
    assert not done.cancelled
    assert [each.record.light for each in done.captures] == ["WHITE"]
    assert booth.events[-1].phase in {CapturePhase.FAILED, CapturePhase.DONE}
    assert next(e for e in booth.events if e.phase is CapturePhase.FAILED).error is failure
    assert booth.lamps.lit is None
    assert done.lamps_off
    truthful(done)


@pytest.mark.parametrize(
    ("phase", "kept"),
    [
        (CapturePhase.ON, ["WHITE"]),
        (CapturePhase.SETTLING, ["WHITE"]),
        (CapturePhase.EXPOSING, ["WHITE", "IR"]),
        (CapturePhase.STORING, ["WHITE", "IR"]),
    ],
)
def test_cancel_in_every_phase(booth: Booth, phase: CapturePhase, kept: list[str]) -> None:
    def stop(event: CaptureProgress) -> None:
        if event.light == "IR" and event.phase is phase:
            booth.cancel.set()

    booth.on_event = stop
    done = booth.run()
    assert (done.cancelled, done.error, done.lamps_off) == (True, None, True)
    assert [each.record.light for each in done.captures] == kept
    assert sum(each.phase is CapturePhase.CANCELLED for each in booth.events) == 1
    assert booth.lamps.lit is None
    truthful(done)


def test_cancel_before_anything_lights_nothing(booth: Booth) -> None:
    booth.cancel.set()
    done = booth.run()
    assert (done.cancelled, done.captures, booth.lamps.switched) == (True, (), [])


def test_cancel_is_heard_in_the_middle_of_a_long_settling(booth: Booth) -> None:
    plan = plan_for([LightSetting("IR", 50, settle_ms=30_000, exposure_ms=10)], None, "data_page")

    def after_one_second() -> None:
        if booth.clock.seconds > 1:
            booth.cancel.set()

    booth.clock.on_sleep = after_one_second
    assert booth.run(plan).cancelled
    assert booth.clock.seconds < 1.1


def test_cancel_during_the_last_exposure_loses_nothing(booth: Booth) -> None:
    booth.on_event = lambda e: booth.cancel.set() if (e.light, e.phase) == ("UV365", CapturePhase.EXPOSING) else None
    done = booth.run()
    assert not done.cancelled
    assert len(done.captures) == 3


@pytest.mark.parametrize("where", ["switch_on", "grab", "progress"])
def test_a_bug_is_raised_with_the_lamps_off(booth: Booth, where: str) -> None:
    bug = ZeroDivisionError("bug")

    def told(event: CaptureProgress) -> None:
        if where == "progress" and event.phase is CapturePhase.SETTLING:
            raise bug

    booth.on_event = told
    if where == "switch_on":
        booth.lamps.fail_on = {"WHITE": bug}
    if where == "grab":
        booth.camera.fail = {"WHITE": bug}
    with pytest.raises(ZeroDivisionError):
        booth.run()
    assert booth.lamps.lit is None


def test_lamps_that_do_not_go_off_are_told(booth: Booth) -> None:
    def lose() -> None:
        booth.lamps.fail_off = DeviceLost(device="lamps")

    booth.camera.during = lose
    done = booth.run()
    assert not done.lamps_off
    assert isinstance(done.error, DeviceLost)
    assert [each.record.light for each in done.captures] == ["WHITE"]
    truthful(done)


def test_the_first_trouble_is_told_even_if_the_lamps_then_stay_on(booth: Booth) -> None:
    first = DeviceTimeout(device="camera")
    booth.camera.fail = {"WHITE": first}
    booth.lamps.fail_off = DeviceLost(device="lamps")
    done = booth.run()
    assert done.error is first
    assert not done.lamps_off


@pytest.mark.parametrize("which", ["lamps", "camera"])
def test_a_device_without_identity_takes_no_picture(booth: Booth, which: str) -> None:
    getattr(booth, which).identity = None
    done = booth.run()
    assert done.error is not None
    assert done.error.code == "capture-device-unidentified"
    assert (done.captures, booth.lamps.switched) == ((), [])


def test_settling_and_exposing_take_their_time_and_no_more(booth: Booth) -> None:
    plan = plan_for(SETTINGS, None, "data_page")
    booth.run(plan)
    assert booth.clock.seconds == pytest.approx(plan.planned_ms / 1000)
    assert plan.planned_ms == 450


def test_storing_overlaps_with_the_next_exposure(booth: Booth, monkeypatch: pytest.MonkeyPatch) -> None:
    exposing_next, threads = threading.Event(), set()

    def slow(pixels: np.ndarray, px_per_mm: float | None) -> tuple[bytes, str]:
        threads.add(threading.current_thread().name)
        assert exposing_next.wait(10)
        return pixels.tobytes(), "image/tiff"

    monkeypatch.setattr("workstation.acquisition.runner.encode_lossless", slow)
    booth.on_event = lambda e: exposing_next.set() if (e.light, e.phase) == ("IR", CapturePhase.EXPOSING) else None
    assert len(booth.run().captures) == 3
    assert threads == {"capture-store_0"}


def test_benchmark_cycle_row(booth: Booth) -> None:
    bench = Bench(
        name="test",
        simulated=True,
        lights=booth.lamps,
        camera=booth.camera,
        reader=None,
        subscribe=lambda _: lambda: None,
        start=lambda: None,
        close=lambda: None,
    )
    (row,) = cycle(bench, booth.clock)
    assert set(row) == {"benchmark", "measure", "value", "unit", "peer", "peer_value", "ratio"}
    assert row["ratio"] == 1.0
    booth.camera.fail = {"IR": DeviceLost(device="camera")}
    with pytest.raises(DeviceLost):
        cycle(bench, booth.clock)


def test_plan_takes_the_lights_asked_for_in_that_order() -> None:
    plan = plan_for(SETTINGS, ["UV365", "WHITE", "UV365"], "visa")
    assert [step.light for step in plan.steps] == ["UV365", "WHITE"]
    assert plan.page == "visa"


def test_plan_counts_discarded_exposures() -> None:
    plan = plan_for([LightSetting("IR", 50, settle_ms=10, exposure_ms=20, discard_frames=2)], None, "data_page")
    assert plan.planned_ms == 70


@pytest.mark.parametrize(
    ("settings", "lights", "code"),
    [
        (SETTINGS, ["COAXIAL"], "capture-light-missing"),
        (SETTINGS, [], "capture-no-light"),
        ((), None, "capture-no-light"),
        ([LightSetting("UV365", 50, settle_ms=900, exposure_ms=200, max_on_s=1)], None, "capture-light-too-long"),
    ],
)
def test_plans_that_cannot_be_run(settings: tuple[LightSetting, ...], lights: list[str] | None, code: str) -> None:
    with pytest.raises(CaptureError) as caught:
        plan_for(settings, lights, "data_page")
    assert caught.value.code == code

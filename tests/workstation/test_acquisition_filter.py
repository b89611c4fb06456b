"""A capture plan that names a filter: in place and confirmed before the lamp, and still there after the exposure."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
import pytest

from workstation.acquisition.plan import plan_for
from workstation.acquisition.runner import CaptureRun, run
from workstation.captures import Origin
from workstation.clock import SystemClock
from workstation.devices import DeviceIdentity, DeviceKind, DeviceState, DeviceStatus, Frame, LightSetting
from workstation.errors import DeviceStateError
from workstation.messages import explain

NOW = datetime(2026, 1, 2, tzinfo=UTC)


@dataclass
class Part:
    """Anything on the bench; ``log`` is shared and says what happened in which order."""

    log: list[str]
    kind: DeviceKind
    simulated: bool = False

    @property
    def name(self) -> str:
        return self.kind

    @property
    def status(self) -> DeviceStatus:
        identity = DeviceIdentity("Obvious", self.kind.title(), simulated=self.simulated)
        return DeviceStatus(self.name, self.kind, DeviceState.READY, NOW, identity)


@dataclass
class Lamps(Part):
    lit: str | None = None

    def settings(self) -> tuple[LightSetting, ...]:
        return ()

    def switch_on(self, light: str) -> None:
        self.log.append(f"on {light}")
        self.lit = light

    def confirmed(self) -> str | None:
        return self.lit

    def all_off(self) -> None:
        self.lit = None

    def lit_seconds(self) -> dict[str, float]:
        return {}


@dataclass
class Wheel(Part):
    at: str | None = "CLEAR"
    stuck: bool = False
    fail: Exception | None = None

    def filters(self) -> tuple[str, ...]:
        return ("CLEAR", "LP715")

    def move_to(self, name: str) -> None:
        self.log.append(f"move {name}")
        if self.fail is not None:
            raise self.fail
        if not self.stuck:
            self.at = name

    def confirmed(self) -> str | None:
        return self.at


@dataclass
class Camera(Part):
    wheel: Wheel | None = None
    turned_to: list[str] = field(default_factory=list)

    def grab(self, *, exposure_ms: float, gain_db: float, discard_frames: int = 0) -> Frame:
        self.log.append("grab")
        if self.turned_to and self.wheel is not None:
            self.wheel.at = self.turned_to.pop()
        return Frame(np.zeros((4, 4), np.uint8), exposure_ms, gain_db, None, NOW)


class Booth:
    def __init__(self) -> None:
        self.log: list[str] = []
        self.lamps = Lamps(self.log, DeviceKind.LIGHTS)
        self.wheel = Wheel(self.log, DeviceKind.WHEEL)
        self.camera = Camera(self.log, DeviceKind.CAMERA, wheel=self.wheel)

    def run(self, *filters: str, with_wheel: bool = True) -> CaptureRun:
        lights = ("WHITE", "IR850", "UV365")
        settings = [LightSetting(light, 50, 0, 1, filter=each) for light, each in zip(lights, filters, strict=False)]
        return run(
            plan_for(settings, None, "data_page"),
            lights=self.lamps,
            camera=self.camera,
            wheel=self.wheel if with_wheel else None,
            clock=SystemClock(),
            exhibit_id="exhibit",
            actor="examiner",
            cancel=threading.Event(),
            on_progress=lambda _: None,
        )


def test_the_filter_is_in_place_before_the_lamp_is_lit() -> None:
    booth = Booth()
    done = booth.run("CLEAR", "LP715", "LP715")
    assert done.error is None
    assert booth.log == ["on WHITE", "grab", "move LP715", "on IR850", "grab", "on UV365", "grab"]
    assert [each.record.filter for each in done.captures] == ["CLEAR", "LP715", "LP715"]
    assert {each.record.device.rsplit("; ", 1)[1] for each in done.captures} == {"Obvious Wheel"}


def test_a_light_without_a_filter_does_not_ask_the_wheel() -> None:
    booth = Booth()
    booth.wheel.fail = DeviceStateError()
    (capture,) = booth.run("").captures
    assert (capture.record.device, capture.record.filter) == ("Obvious Camera; Obvious Lights", "")
    assert booth.log == ["on WHITE", "grab"]


def test_a_wheel_that_does_not_arrive_lights_nothing() -> None:
    booth = Booth()
    booth.wheel.stuck = True
    done = booth.run("LP715")
    assert done.captures == ()
    assert done.error is not None
    assert done.error.code == "capture-filter-unconfirmed"
    assert "LP715" in explain(done.error)
    assert booth.log == ["move LP715"]


def test_a_wheel_that_fails_ends_the_run_with_its_error() -> None:
    booth = Booth()
    booth.wheel.fail = DeviceStateError("wheel-not-arrived", device="wheel", position=2, reported=1)
    done = booth.run("LP715")
    assert (done.captures, done.error, done.lamps_off) == ((), booth.wheel.fail, True)


@pytest.mark.parametrize("turned_to", ["CLEAR", None])
def test_a_wheel_turned_during_the_exposure_leaves_no_picture(turned_to: str | None) -> None:
    booth = Booth()
    booth.camera.turned_to = [turned_to]  # type: ignore[list-item]
    done = booth.run("LP715")
    assert done.captures == ()
    assert done.error is not None
    assert done.error.code == "capture-filter-unconfirmed"
    assert booth.lamps.lit is None


def test_a_filter_without_a_wheel_is_refused() -> None:
    booth = Booth()
    done = booth.run("LP715", with_wheel=False)
    assert done.error is not None
    assert done.error.code == "capture-no-wheel"
    assert booth.log == []


def test_a_simulated_wheel_makes_a_simulated_picture() -> None:
    booth = Booth()
    booth.wheel.simulated = True
    (capture,) = booth.run("LP715").captures
    assert capture.record.origin is Origin.SIMULATED


def test_lights_of_one_filter_follow_each_other_so_that_the_wheel_turns_least() -> None:
    filters = {"WHITE": "CLEAR", "UV365": "LP420", "IR": "CLEAR", "UV254": "LP420", "COAXIAL": "CLEAR"}
    settings = [LightSetting(light, 50, 1, 1, filter=name) for light, name in filters.items()]
    in_bench_order = [step.light for step in plan_for(settings, None, "data_page").steps]
    assert in_bench_order == ["WHITE", "IR", "COAXIAL", "UV365", "UV254"]
    as_asked_for = [step.light for step in plan_for(settings, ["UV254", "IR", "UV365"], "data_page").steps]
    assert as_asked_for == ["UV254", "UV365", "IR"]


def test_without_a_wheel_the_order_is_the_one_asked_for() -> None:
    settings = [LightSetting(light, 50, 1, 1) for light in ("WHITE", "UV365", "IR")]
    assert [step.light for step in plan_for(settings, ["IR", "WHITE"], "data_page").steps] == ["IR", "WHITE"]

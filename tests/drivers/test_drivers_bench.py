"""A whole bench: real sessions, real drivers, real serial lines; only what lies under the camera is a stand-in."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from drivers import bench as bench_room
from drivers.bench import SimulatedBench, open_bench, simulated_bench
from drivers.configuration import SIMULATED_BENCH, BenchConfig, load_bench
from drivers.lights.gardasoft_rt.simulator import GardasoftSimulator
from drivers.registry import serve
from drivers.simulators import LineFault
from drivers.transport import PortSelector
from workstation.clock import SystemClock
from workstation.devices import Bench, Clock, DeviceIdentity, DeviceState, DeviceStatus, Frame, LightSetting
from workstation.errors import (
    DeviceError,
    DeviceLost,
    DeviceNotFound,
    DeviceStateError,
    DeviceTimeout,
    ProtocolError,
)
from workstation.messages import sentence
from workstation.vocabulary import LANGUAGES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")

PATIENCE_S = 20.0
ROOT = Path(__file__).resolve().parents[2]
TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


class Camera:
    """A stand-in whose picture says which lamps burn."""

    def __init__(self, lit: Callable[[], Mapping[str, float]], clock: Clock) -> None:
        self._lit = lit
        self._clock = clock

    def open(self) -> DeviceIdentity:
        return DeviceIdentity("Nobody", "SIMULATED stand-in", simulated=True)

    def close(self) -> None:
        return

    def grab(self, *, exposure_ms: float, gain_db: float, discard_frames: int) -> Frame:
        pixels = np.full((2, 2), round(sum(self._lit().values())), np.uint8)
        return Frame(pixels, exposure_ms, gain_db, None, self._clock.now())


class Stage:
    """Two scenes, one without a machine readable zone."""

    def __init__(self) -> None:
        self.on_the_glass = ("", "")

    def scenes(self) -> tuple[str, ...]:
        return ("passport", "blank")

    def pages(self) -> tuple[str, ...]:
        return ("data", "visa")

    def laid(self) -> tuple[str, str]:
        return self.on_the_glass

    def lay(self, scene: str, page: str) -> tuple[str, ...]:
        self.on_the_glass = (scene, page or "data")
        return TD3 if self.on_the_glass == ("passport", "data") else ()

    def camera(
        self, lit: Callable[[], Mapping[str, float]], expected: tuple[LightSetting, ...], clock: Clock
    ) -> Camera:
        self.lit = lit
        return Camera(lit, clock)


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def whole(stage: Stage) -> Iterator[SimulatedBench]:
    made = simulated_bench(None, SystemClock(), stage=stage)
    made.bench.start()
    yield made
    made.bench.close()


def state_of(bench: Bench, device: str, *states: DeviceState) -> DeviceStatus:
    session = {each.name: each.session for each in (bench.lights, bench.camera, bench.reader)}[device]
    return session.wait_for(*states, timeout_s=PATIENCE_S)


def short_bench(max_on_s: float) -> BenchConfig:
    whole = load_bench(SIMULATED_BENCH)
    controller = whole.light_controller
    channels = tuple(
        replace(each, setting=replace(each.setting, max_on_s=max_on_s), current_limit_ma=350.0)
        for each in controller.channels
    )
    return replace(whole, light_controller=replace(controller, channels=channels))


def test_every_light_is_confirmed_by_the_controller_and_seen_by_the_camera(
    whole: SimulatedBench, stage: Stage
) -> None:
    bench = whole.bench
    assert bench.simulated
    assert bench.lights.confirmed() is None
    for channel, setting in enumerate(bench.lights.settings(), start=1):
        bench.lights.switch_on(setting.light)
        assert bench.lights.confirmed() == setting.light
        assert stage.lit() == {setting.light: 100.0}
        frame = bench.camera.grab(exposure_ms=1, gain_db=0)
        assert frame.pixels[0, 0] == 100
        assert bench.lights.confirmed() == setting.light
        assert whole.light_simulator.levels() == dict.fromkeys(range(1, 9), 0.0) | {channel: 100.0}
    bench.lights.all_off()
    bench.lights.all_off()
    assert bench.lights.confirmed() is None
    assert stage.lit() == {}


def test_every_device_is_simulated_and_says_so(whole: SimulatedBench) -> None:
    for device in whole.bench.devices():
        status = state_of(whole.bench, device.name, DeviceState.READY)
        assert status.identity.simulated
        assert "SIMULATED" in status.identity.model


def test_the_reader_reads_what_lies_under_the_camera(whole: SimulatedBench, stage: Stage) -> None:
    bench = whole.bench
    assert stage.on_the_glass == ("passport", "data")
    reading = bench.reader.read_mrz()
    assert reading.lines == TD3
    assert reading.device == "Elyctis ID BOX ONE SIMULATED SIM0001"
    bench.lay("passport", "visa")
    assert bench.reader.read_mrz() is None
    bench.lay("passport", "data")
    assert bench.reader.read_mrz().lines == TD3
    assert bench.pages() == ("data", "visa")
    assert bench.scenes == ("passport", "blank")


def test_the_shipped_scenes_lie_under_a_configured_simulated_camera() -> None:
    bench = open_bench(load_bench(SIMULATED_BENCH), SystemClock())
    assert bench.scenes
    assert bench.pages is not None
    assert bench.pages()
    bench.close()


def test_a_light_that_the_bench_lacks(whole: SimulatedBench) -> None:
    with pytest.raises(DeviceStateError) as caught:
        whole.bench.lights.switch_on("UV313")
    assert caught.value.code == "lights-unknown"


def test_seconds_are_counted_by_light(whole: SimulatedBench) -> None:
    lights = whole.bench.lights
    lights.switch_on("UV365")
    lights.switch_on("WHITE")
    lights.all_off()
    seconds = lights.lit_seconds()
    assert set(seconds) == {"UV365", "WHITE"}
    assert all(0 < each < PATIENCE_S for each in seconds.values())
    assert lights.lit_seconds() == seconds


@pytest.mark.parametrize("knob", ["another", "darker", "two", "unconfigured"])
def test_a_lamp_turned_behind_its_back_is_never_confirmed(whole: SimulatedBench, knob: str) -> None:
    lights, simulator = whole.bench.lights, whole.light_simulator
    lights.switch_on("UV365")
    if knob == "another":
        simulator.set_level(6, 0.0)
    if knob == "darker":
        simulator.set_level(6, 60.0)
    else:
        simulator.set_level(1, 100.0)
    with pytest.raises(DeviceStateError) as caught:
        lights.confirmed()
    assert (
        caught.value.code
        == {
            "another": "lights-unasked",
            "darker": "lights-level-wrong",
            "two": "lights-more-than-one",
            "unconfigured": "lights-more-than-one",
        }[knob]
    )
    assert not any(simulator.levels().values())
    assert lights.confirmed() is None


def test_a_controller_that_lost_its_state_confirms_nothing(whole: SimulatedBench) -> None:
    whole.bench.lights.switch_on("UV365")
    whole.light_simulator.power_cycle()
    assert whole.bench.lights.confirmed() is None


def test_unplugged_between_light_and_picture(whole: SimulatedBench) -> None:
    bench = whole.bench
    seen: list[tuple[str, DeviceState]] = []
    end = bench.subscribe(lambda status: seen.append((status.device, status.state)))
    bench.lights.switch_on("UV365")
    whole.light_port.unplug()
    with pytest.raises(DeviceLost):
        bench.lights.confirmed()
    with pytest.raises(DeviceLost):
        bench.lights.all_off()
    assert bench.camera.grab(exposure_ms=1, gain_db=0).pixels.shape == (2, 2), "the other devices go on"
    whole.light_port.replug()
    state_of(bench, "gardasoft-rt", DeviceState.READY)
    assert not any(whole.light_simulator.levels().values())
    bench.lights.switch_on("UV254")
    assert bench.lights.confirmed() == "UV254"
    end()
    assert ("gardasoft-rt", DeviceState.LOST) in seen


def test_an_idle_port_is_missed_soon(whole: SimulatedBench) -> None:
    bench = whole.bench
    state_of(bench, "gardasoft-rt", DeviceState.READY)
    state_of(bench, "elyctis-idbox", DeviceState.READY)
    whole.light_port.unplug()
    whole.reader_port.unplug()
    assert state_of(bench, "gardasoft-rt", DeviceState.LOST).reason
    assert state_of(bench, "elyctis-idbox", DeviceState.LOST).reason
    whole.light_port.replug()
    whole.reader_port.replug()
    state_of(bench, "gardasoft-rt", DeviceState.READY)
    state_of(bench, "elyctis-idbox", DeviceState.READY)


@pytest.mark.parametrize(
    ("fault", "error"), [(LineFault.NOISE, ProtocolError), (LineFault.HALF_THEN_HANGUP, DeviceLost)]
)
def test_a_reader_that_goes_wrong_comes_back(whole: SimulatedBench, fault: LineFault, error: type) -> None:
    bench = whole.bench
    state_of(bench, "elyctis-idbox", DeviceState.READY)
    whole.reader_port.misbehave(fault, replies=1)
    with pytest.raises(error):
        bench.reader.read_mrz()
    if fault is LineFault.HALF_THEN_HANGUP:
        whole.reader_port.replug()
    state_of(bench, "elyctis-idbox", DeviceState.READY)
    assert bench.reader.read_mrz().lines == TD3


def test_a_reader_that_never_answers(whole: SimulatedBench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = whole.bench
    state_of(bench, "elyctis-idbox", DeviceState.READY)
    whole.reader_port.misbehave(LineFault.SILENCE)
    monkeypatch.setattr(bench_room, "INQUIRE_DEADLINE_S", 0.2)
    with pytest.raises(DeviceTimeout):
        bench.reader.read_mrz()
    bench.lights.switch_on("WHITE")
    assert bench.lights.confirmed() == "WHITE"
    bench.close()
    assert bench.reader.status.state is DeviceState.CLOSED


def test_nobody_waits_for_a_light_and_it_stays_off(whole: SimulatedBench, monkeypatch: pytest.MonkeyPatch) -> None:
    lights = whole.bench.lights
    lights.all_off()
    hold = threading.Event()
    blocked = lights.session.submit(lambda _: hold.wait(PATIENCE_S), PATIENCE_S)
    monkeypatch.setattr(bench_room, "LIGHTS_DEADLINE_S", 0.05)
    with pytest.raises(DeviceTimeout):
        lights.switch_on("UV254")
    monkeypatch.undo()
    hold.set()
    blocked.result(PATIENCE_S)
    assert lights.confirmed() is None
    assert lights.lit_seconds() == {}


def test_a_lamp_burns_no_longer_than_its_longest_time(stage: Stage) -> None:
    whole = bench_room._assemble(short_bench(0.2), SystemClock(), stage)
    told = threading.Event()
    facts: dict[str, object] = {}

    def listen(status: DeviceStatus) -> None:
        if status.reason == "lights-time-limit":
            facts.update(status.facts)
            told.set()

    whole.bench.subscribe(listen)
    whole.bench.start()
    try:
        lights = whole.bench.lights
        lights.switch_on("UV254")
        assert whole.light_simulator.wait_until(lambda levels: not any(levels.values()), PATIENCE_S)
        assert told.wait(PATIENCE_S)
        assert facts["light"] == "UV254"
        assert lights.confirmed() is None
        assert lights.lit_seconds()["UV254"] >= 0.2
    finally:
        whole.bench.close()


def test_current_limits_are_set_before_anything_is_lit(stage: Stage) -> None:
    whole = bench_room._assemble(short_bench(30.0), SystemClock(), stage)
    whole.bench.start()
    try:
        whole.bench.lights.switch_on("WHITE")
        assert all(b"RA0.350A" in whole.light_simulator.feed(b"ST%d\r" % channel)[0] for channel in range(1, 9))
    finally:
        whole.bench.close()


def test_lamps_are_off_after_close(stage: Stage) -> None:
    whole = simulated_bench("blank", SystemClock(), stage=stage)
    whole.bench.start()
    whole.bench.lights.switch_on("UV254")
    whole.bench.close()
    whole.bench.close()
    assert not any(whole.light_simulator.levels().values())
    whole.bench.lights.all_off()
    with pytest.raises(DeviceStateError):
        whole.bench.lights.switch_on("WHITE")
    assert {device.status.state for device in whole.bench.devices()} == {DeviceState.CLOSED}


def test_a_bench_that_never_started_opens_nothing(stage: Stage) -> None:
    whole = simulated_bench(None, SystemClock(), stage=stage)
    before = threading.active_count()
    whole.bench.lights.all_off()
    with pytest.raises(DeviceStateError):
        whole.bench.lights.switch_on("WHITE")
    whole.bench.close()
    assert threading.active_count() == before


def test_a_configured_bench_drives_a_simulator_like_a_device(stage: Stage) -> None:
    shipped = load_bench(SIMULATED_BENCH)
    host = serve("gardasoft-rt")
    controller = replace(shipped.light_controller, port=PortSelector(address=host.address), model="RT860F")
    whole = bench_room._assemble(replace(shipped, light_controller=controller, reader=None), SystemClock(), stage)
    whole.bench.start()
    try:
        assert whole.light_simulator is None
        whole.bench.lights.switch_on("IR850")
        assert host.simulator.levels()[8] == 100.0
        assert stage.lit() == {"IR850": 100.0}
        assert whole.bench.reader is None
        assert len(whole.bench.devices()) == 2
    finally:
        whole.bench.close()
        host.close()
    assert not any(host.simulator.levels().values())


def test_a_configuration_with_more_channels_than_the_controller(stage: Stage) -> None:
    host = serve("gardasoft-rt")
    host.simulator.model = "RT460-SIMULATED"
    shipped = load_bench(SIMULATED_BENCH)
    controller = replace(shipped.light_controller, port=PortSelector(address=host.address))
    whole = bench_room._assemble(replace(shipped, light_controller=controller), SystemClock(), stage)
    whole.bench.start()
    try:
        status = state_of(whole.bench, "gardasoft-rt", DeviceState.FAULT)
        assert (status.reason, status.facts["channel"]) == ("lights-no-channel", 5)
    finally:
        whole.bench.close()
        host.close()


def test_a_bench_whose_devices_are_not_there(stage: Stage) -> None:
    shipped = load_bench(SIMULATED_BENCH)
    nowhere = PortSelector(usb="0403:6001", serial="NONE")
    configuration = replace(
        shipped,
        light_controller=replace(shipped.light_controller, port=nowhere),
        reader=replace(shipped.reader, port=nowhere),
    )
    whole = bench_room._assemble(configuration, SystemClock(), stage)
    whole.bench.start()
    try:
        for call in (lambda: whole.bench.lights.switch_on("WHITE"), whole.bench.reader.read_mrz):
            with pytest.raises(DeviceNotFound) as caught:
                call()
            assert caught.value.facts["port"] == "0403:6001 NONE"
    finally:
        whole.bench.close()


def test_a_sentence_in_every_language_for_every_device_error() -> None:
    codes = {each.default_code for each in [DeviceError, *DeviceError.__subclasses__()]}
    for code in codes:
        for language in LANGUAGES:
            assert sentence(code, {}, language) != code


def test_opening_a_bench_opens_nothing() -> None:
    before = threading.active_count()
    bench = open_bench(
        replace(load_bench(SIMULATED_BENCH), camera=replace(load_bench(SIMULATED_BENCH).camera, kind="uvc")),
        SystemClock(),
    )
    assert threading.active_count() == before
    assert bench.simulated, "its lamps are"
    assert bench.lay is None
    bench.close()


def test_the_simulator_of_the_bench_is_the_one_that_is_served(whole: SimulatedBench) -> None:
    assert isinstance(whole.light_simulator, GardasoftSimulator)
    assert whole.light_port.simulator is whole.light_simulator


PROGRAM_THAT_FALLS = """
import sys
from dataclasses import replace
from drivers.bench import open_bench
from drivers.configuration import SIMULATED_BENCH, load_bench
from drivers.transport import PortSelector
from workstation.clock import SystemClock

shipped = load_bench(SIMULATED_BENCH)
controller = replace(shipped.light_controller, port=PortSelector(address=sys.argv[1]))
camera = replace(shipped.camera, kind="uvc")
bench = open_bench(replace(shipped, light_controller=controller, camera=camera), SystemClock())
bench.lights.session.start()
bench.lights.switch_on("UV254")
sys.stdout.write("burning")
raise SystemExit(3)
"""


def test_a_lamp_does_not_outlive_the_program_that_forgot_it() -> None:
    host = serve("gardasoft-rt")
    try:
        ended = subprocess.run(
            [sys.executable, "-c", PROGRAM_THAT_FALLS, host.address],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (ended.returncode, ended.stdout) == (3, "burning"), ended.stderr
        assert not any(host.simulator.levels().values())
    finally:
        host.close()

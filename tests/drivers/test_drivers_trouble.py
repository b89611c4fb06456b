"""Trouble on purpose, one kind at a time: each is a typed error with a sentence that names the device, lamps off."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from drivers.lights.coolled_pe4000.simulator import CoolLedSimulator
from drivers.lights.gardasoft_rt.simulator import GardasoftSimulator
from drivers.lights.lamps import LampChannel, Lamps, LitTime
from drivers.pty_host import PtyHost
from drivers.registry import CHIPS, KINDS, LIGHTS, READERS, WHEELS
from drivers.session import DeviceSession
from drivers.simulated_log import Cause
from drivers.simulators import LineFault, Trouble, line_faults
from drivers.transport import SerialPort
from drivers.wheels.wheel import Filters, FilterSlot
from workstation.clock import SystemClock
from workstation.devices import DeviceKind, DeviceState, LightSetting
from workstation.errors import DeviceError, DeviceLost, DeviceRefused, DeviceStateError, ProtocolError
from workstation.messages import explain
from workstation.vocabulary import LANGUAGES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")

PATIENCE_S = 10.0
BACKOFF_S = (0.01, 0.02)
NAME = "booth 3"
LIGHT_OF = {"thorlabs-dc4100": "UV365", "coolled-pe4000": "UV365"}
WITH_LIMITS = ("gardasoft-rt", "thorlabs-dc4100")
CHECKSUMMED = {"opt-dollar", "pn532"}
CODES = {
    Trouble.OVER_TEMPERATURE: "lights-over-temperature",
    Trouble.LAMP_OPEN: "lights-lamp-open",
}
LIGHT_TROUBLES = [(code, each) for code in sorted(LIGHTS) for each in sorted(LIGHTS[code].simulator().troubles)]

Attached = Callable[..., tuple[Any, PtyHost, Any]]


@pytest.fixture
def attached(hosted, opened) -> Attached:
    """A simulator of a kind, its line, and a driver on it that is not opened yet."""

    def attach(code: str) -> tuple[Any, PtyHost, Any]:
        simulator: Any = KINDS[code].simulator()
        host = hosted(simulator)
        return simulator, host, KINDS[code].driver(opened(host, KINDS[code].lines[0].baud))

    return attach


def lamps_of(driver: Any, code: str) -> Lamps:
    limit_ma = 350 if code in WITH_LIMITS else None
    setting = LightSetting(LIGHT_OF.get(code, "UV365"), 80, 0, 1)
    return Lamps(driver, (LampChannel(1, setting, limit_ma),), LitTime(SystemClock()))


def asked_often(lamps: Lamps) -> None:
    """An event that is still on its way is heard with the next answer."""
    for _ in range(20):
        lamps.confirmed()


def require_told(error: DeviceError) -> None:
    error.facts.setdefault("device", NAME)
    for language in LANGUAGES:
        text = explain(error, language)
        assert text != error.code
        assert NAME in text
        assert "…" not in text


@pytest.mark.parametrize(("code", "trouble"), LIGHT_TROUBLES)
def test_what_a_controller_reports_of_itself_puts_the_lamp_out(
    attached: Attached, code: str, trouble: Trouble
) -> None:
    simulator, _, driver = attached(code)
    lamps = lamps_of(driver, code)
    lamps.open()
    lamps.switch_on("UV365")
    began_s = time.monotonic()
    simulator.suffer(trouble)
    with pytest.raises(DeviceRefused) as caught:
        asked_often(lamps)
    assert caught.value.code == CODES[trouble]
    require_told(caught.value)
    simulator.recover()
    assert not any(simulator.levels().values()), "the lamp was dark by its trouble alone"
    assert {each.cause for each in simulator.log.changes(began_s, time.monotonic())[1:]} <= {
        Cause.TROUBLE,
        Cause.COMMAND,
    }
    lamps.watch()
    lamps.switch_on("UV365")
    assert lamps.confirmed() == "UV365"


@pytest.mark.parametrize("code", sorted(LIGHTS))
def test_what_a_controller_cannot_report_is_not_simulated(code: str) -> None:
    simulator = LIGHTS[code].simulator()
    for trouble in set(Trouble) - simulator.troubles:
        with pytest.raises(ValueError, match=trouble):
            simulator.suffer(trouble)


@pytest.mark.parametrize("code", WITH_LIMITS)
def test_a_limit_lost_with_the_power_is_noticed_before_the_lamp_is_lit(attached: Attached, code: str) -> None:
    simulator, _, driver = attached(code)
    lamps = lamps_of(driver, code)
    lamps.open()
    simulator.power_cycle()
    began_s = time.monotonic()
    with pytest.raises(DeviceLost) as caught:
        lamps.switch_on("UV365")
    assert caught.value.code == "lights-forgot"
    require_told(caught.value)
    assert not any(any(each.state.values()) for each in simulator.log.changes(began_s, time.monotonic()))


def test_an_event_between_two_commands_is_not_thrown_away(attached: Attached) -> None:
    simulator, host, driver = attached("gardasoft-rt")
    lamps = lamps_of(driver, "gardasoft-rt")
    lamps.open()
    lamps.switch_on("UV365")
    host.push(b"Evt1,128\n\r")
    assert lamps.confirmed() == "UV365", "a light that was connected is no trouble"
    host.push(b"Evt2,131\n\r")
    with pytest.raises(DeviceRefused) as caught:
        asked_often(lamps)
    assert caught.value.facts["event"] == 131
    require_told(caught.value)
    assert not any(simulator.levels().values())


def test_a_lamp_that_only_flashes_is_not_lit(attached: Attached) -> None:
    simulator, _, driver = attached("gardasoft-rt")
    lamps = lamps_of(driver, "gardasoft-rt")
    lamps.open()
    lamps.switch_on("UV365")
    simulator.feed(b"RW1,80\r")
    with pytest.raises(DeviceRefused) as caught:
        lamps.confirmed()
    assert (caught.value.code, caught.value.facts["reported"]) == ("lights-mode", 2)
    require_told(caught.value)
    assert not any(simulator.levels().values())


def test_a_controller_that_tells_no_events_is_used_all_the_same(attached: Attached) -> None:
    simulator: GardasoftSimulator
    simulator, _, driver = attached("gardasoft-rt")
    del simulator._handlers["GT"]
    lamps = lamps_of(driver, "gardasoft-rt")
    lamps.open()
    lamps.switch_on("UV365")
    assert lamps.confirmed() == "UV365"


def test_the_line_of_a_pod_that_was_used_is_not_taken_for_an_answer_to_another_question(attached: Attached) -> None:
    simulator: CoolLedSimulator
    simulator, _, driver = attached("coolled-pe4000")
    lamps = lamps_of(driver, "coolled-pe4000")
    lamps.open()
    lamps.switch_on("UV365")
    simulator.set_level(2, 30)
    with pytest.raises(DeviceStateError) as caught:
        lamps.confirmed()
    assert caught.value.code == "lights-more-than-one"
    require_told(caught.value)
    assert not any(simulator.levels().values())


@pytest.mark.parametrize(
    ("trouble", "code"),
    [(Trouble.BLOCKED, "wheel-blocked"), (Trouble.OVER_TEMPERATURE, "wheel-over-temperature")],
)
def test_what_a_slider_reports_of_itself_is_told(attached: Attached, trouble: Trouble, code: str) -> None:
    simulator, _, driver = attached("thorlabs-ell")
    driver.open()
    simulator.suffer(trouble)
    with pytest.raises(DeviceRefused) as caught:
        driver.move_to(2)
    assert caught.value.code == code
    require_told(caught.value)
    simulator.recover()
    driver.move_to(2)
    assert simulator.log.latest().state == 2


def test_a_wheel_whose_sensors_came_on_with_the_power_is_set_up_again(attached: Attached) -> None:
    simulator, host, first = attached("thorlabs-fw102c")
    first.close()

    def connect() -> Filters:
        port = SerialPort(host.address, KINDS["thorlabs-fw102c"].lines[0])
        port.open()
        return Filters(KINDS["thorlabs-fw102c"].driver(port), (FilterSlot(2, "RG850"),))  # type: ignore[arg-type]

    session = DeviceSession(NAME, DeviceKind.WHEEL, connect, SystemClock(), watch=Filters.watch, backoff_s=BACKOFF_S)
    session.start()
    try:
        session.wait_for(DeviceState.READY, timeout_s=PATIENCE_S)
        session.call(lambda wheel: wheel.move_to("RG850"), PATIENCE_S)
        simulator.power_cycle()
        with pytest.raises(DeviceLost) as caught:
            session.call(Filters.confirmed, PATIENCE_S)
        assert caught.value.code == "wheel-forgot"
        require_told(caught.value)
        session.wait_for(DeviceState.READY, timeout_s=PATIENCE_S)
        assert not simulator.sensors_on
        assert session.call(Filters.confirmed, PATIENCE_S) is None
    finally:
        session.close()


@pytest.mark.parametrize("code", sorted(KINDS))
def test_a_checksum_is_wrong_only_where_there_is_one(attached: Attached, code: str) -> None:
    simulator, host, _ = attached(code)
    possible = line_faults(simulator)
    assert (LineFault.WRONG_CHECKSUM in possible) == (code in CHECKSUMMED)
    for fault in LineFault:
        if fault in possible:
            host.misbehave(fault)
        else:
            with pytest.raises(ValueError, match=fault):
                host.misbehave(fault)


def test_a_level_with_a_wrong_checksum_is_no_level(attached: Attached) -> None:
    simulator, host, driver = attached("opt-dollar")
    lamps = lamps_of(driver, "opt-dollar")
    lamps.open()
    lamps.switch_on("UV365")
    host.misbehave(LineFault.WRONG_CHECKSUM, replies=1)
    with pytest.raises(ProtocolError) as caught:
        lamps.confirmed()
    require_told(caught.value)
    lamps.close()
    assert not any(simulator.levels().values())


def test_a_chip_reader_that_is_too_hot_says_so(attached: Attached) -> None:
    simulator, _, driver = attached("pn532")
    driver.open()
    driver.connect()
    simulator.status = 0x0D
    with pytest.raises(DeviceRefused) as caught:
        driver.transmit(bytes.fromhex("00a4040c07a0000002471001"))
    assert caught.value.code == "chip-reader-hot"
    require_told(caught.value)


@pytest.mark.parametrize("code", sorted({**LIGHTS, **WHEELS, **READERS, **CHIPS}))
def test_every_simulator_notes_what_it_received(attached: Attached, code: str) -> None:
    simulator, _, driver = attached(code)
    began_s = time.monotonic()
    driver.open()
    assert simulator.log.commands(began_s, time.monotonic())
    simulator.log.latest()


def test_a_device_that_hung_up_can_be_plugged_in_at_once(attached: Attached) -> None:
    _, host, driver = attached("gardasoft-rt")
    driver.open()
    host.misbehave(LineFault.HALF_THEN_HANGUP, replies=1)
    with pytest.raises(DeviceLost):
        driver.levels()
    host.plug()
    assert host.wire is not None
    port = SerialPort(host.address, KINDS["gardasoft-rt"].lines[0])
    port.open()
    assert KINDS["gardasoft-rt"].driver(port).identify().simulated
    port.close()


def test_an_off_runs_although_nobody_waits_for_it(attached: Attached) -> None:
    simulator, host, first = attached("gardasoft-rt")
    first.close()

    def connect() -> Any:
        port = SerialPort(host.address, KINDS["gardasoft-rt"].lines[0])
        port.open()
        return KINDS["gardasoft-rt"].driver(port)

    session: DeviceSession[Any] = DeviceSession(NAME, DeviceKind.LIGHTS, connect, SystemClock(), backoff_s=BACKOFF_S)
    session.start()
    try:
        session.wait_for(DeviceState.READY, timeout_s=PATIENCE_S)
        session.call(lambda driver: driver.light_only(1, 80), PATIENCE_S)
        hold = threading.Event()
        session.submit(lambda _: hold.wait(PATIENCE_S), PATIENCE_S)
        with pytest.raises(DeviceError):
            session.call(lambda driver: driver.all_off(), 0.01, must_run=True)
        assert simulator.levels()[1] == 80
        hold.set()
        assert simulator.wait_until(lambda levels: not any(levels.values()), PATIENCE_S)
    finally:
        session.close()

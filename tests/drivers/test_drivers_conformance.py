"""What every driver must do, whatever its maker: the real driver against its simulator over a real pseudo-terminal.

A new kind in the registry is under these tests at once. What is peculiar to a maker is tested beside its name.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from drivers.lights.lamps import LampDriver
from drivers.pty_host import PtyHost
from drivers.readers.reader import ReaderDriver
from drivers.registry import KINDS, LIGHTS, READERS, WHEELS, Kind
from drivers.session import DeviceFault
from drivers.simulators import LampSimulator, LineFault, ReaderSimulator, line_faults
from drivers.transport import SerialPort
from drivers.wheels.wheel import WheelDriver
from workstation.errors import DeviceError, DeviceLost, DeviceStateError, DeviceTimeout, ProtocolError
from workstation.messages import explain
from workstation.vocabulary import LANGUAGES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")

PATIENCE_S = 0.25
"""Deadline of a reply here: a simulator answers within a millisecond."""

PATIENCE_NAMES = ("REPLY_S", "ANSWER_S", "MOVE_S", "_resync_s", "_inquire_s", "_read_s")
TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")

HARMLESS = (LineFault.BYTEWISE, LineFault.DOUBLED, LineFault.SLOW)
SPOILT = {
    LineFault.SILENCE: (DeviceTimeout,),
    LineFault.LATE: (DeviceTimeout,),
    LineFault.NOISE: (DeviceTimeout, ProtocolError),
    LineFault.UNKNOWN: (DeviceError,),
    LineFault.HALF_THEN_HANGUP: (DeviceLost,),
}


@dataclass(frozen=True)
class Rig:
    """A simulated device on a line, and as many drivers on it as a test wants, one after the other."""

    kind: Kind[Any, Any]
    simulator: Any
    host: PtyHost
    ports: list[SerialPort]

    def port(self) -> SerialPort:
        for each in self.ports:
            each.close()
        port = SerialPort(self.host.address, self.kind.lines[0])
        port.open()
        self.ports.append(port)
        return port

    def driver(self) -> Any:
        """A new driver on a new port; nothing is sent yet."""
        driver = self.kind.driver(self.port())
        for name in PATIENCE_NAMES:
            if hasattr(driver, name):
                setattr(driver, name, PATIENCE_S)
        return driver


@pytest.fixture(autouse=True)
def _little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, module in tuple(sys.modules.items()):
        if name.startswith("drivers."):
            for patience in PATIENCE_NAMES:
                if hasattr(module, patience):
                    monkeypatch.setattr(module, patience, PATIENCE_S)


@pytest.fixture
def rig(request: pytest.FixtureRequest, hosted) -> Any:
    kind = KINDS[request.param]
    simulator = kind.simulator()
    made = Rig(kind, simulator, hosted(simulator), [])
    yield made
    for port in made.ports:
        port.close()


every_kind = pytest.mark.parametrize("rig", sorted(KINDS), indirect=True)
every_light = pytest.mark.parametrize("rig", sorted(LIGHTS), indirect=True)
every_wheel = pytest.mark.parametrize("rig", sorted(WHEELS), indirect=True)
every_reader = pytest.mark.parametrize("rig", sorted(READERS), indirect=True)


def require_told(error: DeviceError) -> None:
    """A person gets a whole sentence, in both languages; the session adds the name of the device."""
    error.facts.setdefault("device", "the device")
    for language in LANGUAGES:
        sentence = explain(error, language)
        assert sentence != error.code
        assert "…" not in sentence


# Every device


@every_kind
def test_it_says_who_it_is(rig: Rig) -> None:
    identity = rig.driver().open()
    assert identity.simulated
    assert rig.kind.title.startswith(identity.maker)
    assert identity.model


@every_kind
def test_the_line_is_opened_as_its_manual_says(rig: Rig) -> None:
    import termios

    rig.driver()
    assert rig.host.wire.baud_code == getattr(termios, f"B{rig.kind.lines[0].baud}")


@every_kind
def test_a_port_belongs_to_one_program(rig: Rig) -> None:
    rig.driver().open()
    with pytest.raises(DeviceStateError) as caught:
        SerialPort(rig.host.address, rig.kind.lines[0]).open()
    assert caught.value.code == "device-port-taken"


@every_kind
def test_it_can_be_opened_again(rig: Rig) -> None:
    identities = []
    for _ in range(3):
        driver = rig.driver()
        identities.append(driver.open())
        driver.close()
        driver.close()
    assert len(set(identities)) == 1


@every_kind
@pytest.mark.parametrize("fault", HARMLESS)
def test_how_the_bytes_of_an_opening_come_makes_no_difference(rig: Rig, fault: LineFault) -> None:
    rig.host.misbehave(fault)
    assert rig.driver().open().simulated


@every_kind
def test_garbage_right_after_plugging_in_ends_in_a_device_or_a_typed_error(rig: Rig) -> None:
    rig.host.misbehave(LineFault.NOISE, replies=1)
    try:
        identity = rig.driver().open()
    except DeviceError as error:
        require_told(error)
        identity = rig.driver().open()
    assert identity.simulated


@every_kind
@pytest.mark.parametrize("fault", [LineFault.NOISE, LineFault.SILENCE, LineFault.UNKNOWN])
def test_trouble_for_ever_is_no_device(rig: Rig, fault: LineFault) -> None:
    rig.host.misbehave(fault)
    with pytest.raises(DeviceError) as caught:
        rig.driver().open()
    require_told(caught.value)


@every_kind
def test_another_device_after_a_replug_is_not_used(rig: Rig) -> None:
    driver = rig.driver()
    driver.open()
    rig.host.unplug()
    with pytest.raises(DeviceLost):
        driver.check()
    codes = sorted(KINDS)
    for step in (1, 2):
        other = KINDS[codes[(codes.index(rig.kind.code) + step) % len(codes)]]
        rig.host.simulator = other.simulator()
        rig.host.replug()
        with pytest.raises(DeviceError):
            rig.driver().open()


@every_kind
def test_a_lost_port_is_lost_for_every_call(rig: Rig) -> None:
    driver = rig.driver()
    driver.open()
    rig.host.unplug()
    for call in (driver.check, driver.identify, driver.open):
        with pytest.raises(DeviceLost) as caught:
            call()
        require_told(caught.value)
    # A light controller says that off could not be confirmed, a reader has nothing to say.
    for _ in range(2):
        try:
            driver.close()
        except DeviceLost:
            assert rig.kind.code in LIGHTS


# Light controllers


def dark(driver: LampDriver) -> dict[int, float]:
    return dict.fromkeys(range(1, driver.channels + 1), 0.0)


def lit(driver: LampDriver, channel: int, percent: float) -> Any:
    return pytest.approx(dark(driver) | {channel: percent}, abs=driver.tolerance_percent)


@every_light
def test_nothing_is_switched_before_open_nor_by_asking_who_it_is(rig: Rig) -> None:
    rig.simulator.set_level(2, 40)
    before = rig.simulator.levels()
    driver = rig.driver()
    assert rig.simulator.levels() == before
    driver.identify()
    assert rig.simulator.levels() == before


@every_light
def test_everything_is_off_after_open_and_after_close(rig: Rig) -> None:
    rig.simulator.set_level(2, 40)
    driver: LampDriver = rig.driver()
    driver.open()
    off = dark(driver)
    assert rig.simulator.levels() == off
    driver.light_only(1, 50)
    driver.close()
    assert rig.simulator.levels() == off


@every_light
@pytest.mark.parametrize("percent", [100.0, 50.0, 1.0])
def test_every_setting_is_confirmed(rig: Rig, percent: float) -> None:
    driver: LampDriver = rig.driver()
    driver.open()
    for channel in range(1, driver.channels + 1):
        driver.light_only(channel, percent)
        assert driver.levels() == rig.simulator.levels() == lit(driver, channel, percent)
    driver.all_off()
    assert driver.levels() == rig.simulator.levels() == dark(driver)


@every_light
def test_limits_are_kept_before_a_byte_is_sent(rig: Rig) -> None:
    driver: LampDriver = rig.driver()
    driver.open()
    for channel, percent in ((0, 50), (driver.channels + 1, 50), (1, 0), (1, 100.5), (1, -1), (1, float("nan"))):
        with pytest.raises(DeviceStateError) as caught:
            driver.light_only(channel, percent)
        assert caught.value.code == "lights-out-of-range"
        require_told(caught.value)
    assert rig.simulator.levels() == dark(driver)


@every_light
@pytest.mark.parametrize(("trouble", "value"), [("limit_percent", 60.0), ("reported_offset_percent", -7.0)])
def test_another_level_than_was_set_is_no_light(rig: Rig, trouble: str, value: float) -> None:
    driver: LampDriver = rig.driver()
    driver.open()
    setattr(rig.simulator, trouble, value)
    with pytest.raises(DeviceStateError) as caught:
        driver.light_only(1, 80)
    assert caught.value.code == "lights-level-wrong"
    require_told(caught.value)
    assert rig.simulator.levels() == dark(driver)


@every_light
def test_a_lamp_that_cannot_be_switched_off_is_a_fault(rig: Rig) -> None:
    driver: LampDriver = rig.driver()
    driver.open()
    driver.light_only(1, 80)
    rig.simulator.stuck = True
    for call in (driver.all_off, driver.off_in_trouble, lambda: driver.light_only(2, 50), driver.close):
        with pytest.raises(DeviceFault) as caught:
            call()
        assert caught.value.code == "lights-not-off"
        assert str(caught.value.facts["channel"]).startswith("1")
        require_told(caught.value)


@every_light
def test_a_lamp_lit_behind_its_back_is_seen_and_put_out(rig: Rig) -> None:
    driver: LampDriver = rig.driver()
    driver.open()
    rig.simulator.set_level(2, 100)
    assert driver.levels()[2] == 100
    driver.light_only(1, 80)
    assert rig.simulator.levels() == lit(driver, 1, 80)


@every_light
def test_state_lost_with_the_power_is_noticed(rig: Rig) -> None:
    driver: LampDriver = rig.driver()
    driver.open()
    driver.light_only(1, 100)
    rig.simulator.power_cycle()
    assert driver.levels() == dark(driver)


@every_light
@pytest.mark.parametrize("fault", HARMLESS)
def test_how_the_bytes_come_makes_no_difference(rig: Rig, fault: LineFault) -> None:
    driver: LampDriver = rig.driver()
    driver.open()
    rig.host.misbehave(fault)
    driver.light_only(2, 25)
    assert driver.levels() == rig.simulator.levels() == lit(driver, 2, 25)


@every_light
@pytest.mark.parametrize("fault", SPOILT)
def test_a_spoilt_reply_is_a_typed_error_and_off_is_sent(rig: Rig, fault: LineFault) -> None:
    driver: LampDriver = rig.driver()
    driver.open()
    off = dark(driver)
    rig.host.misbehave(fault)
    with pytest.raises(DeviceError) as caught:
        driver.light_only(1, 80)
    assert isinstance(caught.value, SPOILT[fault])
    require_told(caught.value)
    if fault is not LineFault.HALF_THEN_HANGUP:
        assert rig.simulator.wait_until(lambda levels: levels == off, 5)


@every_light
@pytest.mark.parametrize("seed", range(2))
def test_what_a_driver_says_is_true_whatever_the_line_does(rig: Rig, seed: int) -> None:
    """Random commands under random faults; the simulator's own state decides."""
    chance = random.Random(seed)
    driver: LampDriver | None = None
    heard = 0
    for _ in range(25):
        try:
            if driver is None:
                rig.host.misbehave(None)
                rig.host.replug()
                driver = rig.driver()
                driver.open()
                assert not any(rig.simulator.levels().values())
            fault = chance.choice([None, *line_faults(rig.simulator)])
            rig.host.misbehave(fault, replies=chance.randint(1, 3))
            if chance.random() < 0.2:
                rig.simulator.power_cycle()
            channel, percent = chance.randint(1, driver.channels), chance.choice([1, 20, 100])
            if chance.random() < 0.6:
                driver.light_only(channel, percent)
                assert rig.simulator.levels() == lit(driver, channel, percent)
            else:
                levels = driver.levels()
                assert rig.simulator.levels() == pytest.approx(levels, abs=driver.tolerance_percent)
            heard += 1
        except DeviceError as error:
            require_told(error)
            # As a session does: what is out of step is opened anew.
            if not isinstance(error, DeviceStateError) or isinstance(error, DeviceFault):
                driver = None
    assert heard, "not one command came through"


# Filter wheels


@every_wheel
def test_asking_who_it_is_moves_nothing(rig: Rig) -> None:
    rig.simulator.turn(2)
    rig.driver().identify()
    assert rig.simulator.position() == 2


@every_wheel
def test_every_position_is_confirmed(rig: Rig) -> None:
    driver: WheelDriver = rig.driver()
    driver.open()
    for position in (*range(1, driver.positions + 1), 1):
        driver.move_to(position)
        assert driver.position() == rig.simulator.position() == position


@every_wheel
def test_there_is_no_position_beyond_the_last(rig: Rig) -> None:
    driver: WheelDriver = rig.driver()
    driver.open()
    driver.move_to(2)
    for position in (0, -1, driver.positions + 1):
        with pytest.raises(DeviceStateError) as caught:
            driver.move_to(position)
        require_told(caught.value)
    assert rig.simulator.position() == 2


@every_wheel
def test_a_move_that_did_not_happen_is_no_move(rig: Rig) -> None:
    driver: WheelDriver = rig.driver()
    driver.open()
    rig.simulator.stuck = True
    with pytest.raises(DeviceStateError) as caught:
        driver.move_to(2)
    assert caught.value.code == "wheel-not-arrived"
    require_told(caught.value)


@every_wheel
def test_a_wheel_turned_by_hand_is_noticed(rig: Rig) -> None:
    driver: WheelDriver = rig.driver()
    driver.open()
    driver.move_to(2)
    rig.simulator.turn(1)
    assert driver.position() == 1


@every_wheel
@pytest.mark.parametrize("fault", SPOILT)
def test_a_spoilt_move_is_a_typed_error(rig: Rig, fault: LineFault) -> None:
    driver: WheelDriver = rig.driver()
    driver.open()
    rig.host.misbehave(fault)
    with pytest.raises(DeviceError) as caught:
        driver.move_to(2)
    assert isinstance(caught.value, SPOILT[fault])
    require_told(caught.value)


@every_wheel
@pytest.mark.parametrize("seed", range(2))
def test_a_wheel_is_where_it_says_whatever_the_line_does(rig: Rig, seed: int) -> None:
    chance = random.Random(seed)
    driver: WheelDriver | None = None
    heard = 0
    for _ in range(25):
        try:
            if driver is None:
                rig.host.misbehave(None)
                rig.host.replug()
                driver = rig.driver()
                driver.open()
            rig.host.misbehave(chance.choice([None, *line_faults(rig.simulator)]), replies=chance.randint(1, 3))
            if chance.random() < 0.3:
                rig.simulator.turn(chance.randint(1, driver.positions))
            if chance.random() < 0.5:
                position = chance.randint(1, driver.positions)
                driver.move_to(position)
                assert rig.simulator.position() == position
            else:
                assert driver.position() == rig.simulator.position()
            heard += 1
        except DeviceError as error:
            require_told(error)
            if not isinstance(error, DeviceStateError) or isinstance(error, DeviceFault):
                driver = None
    assert heard, "not one command came through"


# Document readers


@every_reader
@pytest.mark.parametrize("lines", [TD3, TD2, TD1], ids=["TD3", "TD2", "TD1"])
def test_it_reads_what_lies_in_it_as_often_as_it_is_asked(rig: Rig, lines: tuple[str, ...]) -> None:
    driver: ReaderDriver = rig.driver()
    driver.open()
    assert driver.inquire() is None
    rig.simulator.lay(lines)
    assert driver.inquire() == lines
    assert driver.inquire() == lines
    rig.simulator.lay(())
    assert driver.inquire() is None


@every_reader
@pytest.mark.parametrize("fault", [LineFault.BYTEWISE])
def test_a_zone_in_pieces_is_a_zone(rig: Rig, fault: LineFault) -> None:
    driver: ReaderDriver = rig.driver()
    driver.open()
    rig.simulator.lay(TD3)
    rig.host.misbehave(fault)
    assert driver.inquire() == TD3


@every_reader
@pytest.mark.parametrize("fault", SPOILT)
def test_a_spoilt_reading_is_no_zone_and_the_next_one_is_right(rig: Rig, fault: LineFault) -> None:
    driver: ReaderDriver = rig.driver()
    driver.open()
    rig.simulator.lay(TD3)
    rig.host.misbehave(fault, replies=1)
    try:
        # A zone that is lost on the way cannot be told from none where the reader acknowledges nothing.
        assert driver.inquire() is None
    except DeviceError as error:
        require_told(error)
    rig.host.replug()
    again: ReaderDriver = rig.driver()
    again.open()
    assert again.inquire() == TD3


@every_reader
@pytest.mark.parametrize("seed", range(2))
def test_what_a_reader_says_lies_in_it_whatever_the_line_does(rig: Rig, seed: int) -> None:
    chance = random.Random(seed)
    driver: ReaderDriver | None = None
    heard = 0
    for _ in range(20):
        try:
            if driver is None:
                rig.host.misbehave(None)
                rig.host.replug()
                driver = rig.driver()
                driver.open()
            rig.host.misbehave(chance.choice([None, *line_faults(rig.simulator)]), replies=chance.randint(1, 2))
            lines = chance.choice([TD3, TD1])
            rig.simulator.lay(lines)
            assert driver.inquire() in (lines, None)
            heard += 1
        except DeviceError as error:
            require_told(error)
            driver = None
    assert heard, "not one zone came through"


def test_the_simulators_are_what_the_suite_needs() -> None:
    lamps: list[Callable[[], LampSimulator]] = [kind.simulator for kind in LIGHTS.values()]
    readers: list[Callable[[], ReaderSimulator]] = [kind.simulator for kind in READERS.values()]
    assert all(any(make().levels()) for make in lamps)
    assert all(make().feed(b"") == () for make in (*lamps, *readers))

"""Documents that are read without being asked for: every reader, its simulator, and a session between them."""

from __future__ import annotations

import queue
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from drivers.bench import SessionReader, session_reader
from drivers.pty_host import PtyHost
from drivers.readers.pushes import LEFT_S, Pushes
from drivers.registry import READERS
from drivers.simulators import LineFault, ReaderSimulator
from drivers.transport import SerialPort
from workstation.clock import SystemClock
from workstation.devices import DeviceState, MrzReading, PushingReader
from workstation.errors import DeviceRefused, DeviceStateError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")

TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
PATIENCE_S = 10.0
SOON_S = 0.4


@pytest.fixture(params=sorted(READERS))
def desk(request: pytest.FixtureRequest) -> Iterator[tuple[ReaderSimulator, PtyHost, SessionReader]]:
    kind = READERS[request.param]
    simulator = kind.simulator()
    host = PtyHost(simulator, kind.code)
    host.plug()

    def connect() -> object:
        port = SerialPort(host.address, kind.lines[0])
        port.open()
        return kind.driver(port)

    reader = session_reader(kind.code, connect, SystemClock())
    reader.session.start()
    reader.session.wait_for(DeviceState.READY, timeout_s=PATIENCE_S)
    yield simulator, host, reader
    reader.session.close()
    host.close()


def listening(reader: SessionReader) -> tuple[queue.SimpleQueue[MrzReading], Callable[[], None]]:
    """What is read from now on; returns once the reader is armed."""
    readings: queue.SimpleQueue[MrzReading] = queue.SimpleQueue()
    end = reader.on_reading(readings.put)
    armed(reader)
    return readings, end


def armed(reader: SessionReader, on: bool = True) -> None:
    """Returns when the reader is (or is no longer) armed, and fails when that does not come about."""
    clock = SystemClock()
    deadline = clock.monotonic() + PATIENCE_S
    while reader.session.call(lambda driver: driver.armed, PATIENCE_S) is not on:
        assert clock.monotonic() < deadline
        clock.sleep(0.02)


def nothing_more(readings: queue.SimpleQueue[MrzReading]) -> bool:
    try:
        readings.get(timeout=SOON_S)
    except queue.Empty:
        return True
    return False


def test_one_document_after_another(desk) -> None:
    simulator, _, reader = desk
    assert isinstance(reader, PushingReader)
    readings, _ = listening(reader)
    for lines in (TD3, TD1, TD2, TD3):
        simulator.lay(lines)
        reading = readings.get(timeout=PATIENCE_S)
        assert reading.lines == lines
        assert "SIMULATED" in reading.device
        armed(reader)


def test_a_document_left_on_the_glass_is_told_once(desk) -> None:
    simulator, _, reader = desk
    readings, _ = listening(reader)
    simulator.lay(TD3)
    assert readings.get(timeout=PATIENCE_S).lines == TD3
    armed(reader)
    simulator.lay(TD3)
    assert nothing_more(readings)


def test_what_a_person_asked_for_is_not_told_again(desk, monkeypatch: pytest.MonkeyPatch) -> None:
    simulator, _, reader = desk
    readings, _ = listening(reader)
    call = reader.session.call

    def lay_unheard_and(asked: Any, deadline_s: float) -> Any:
        """Laid and asked for in one call of the session: nothing arms the reader in between."""

        def both(driver: Any) -> Any:
            driver.arm(False)
            simulator.lay(TD3)
            return asked(driver)

        return call(both, deadline_s)

    with monkeypatch.context() as patched:
        patched.setattr(reader.session, "call", lay_unheard_and)
        assert reader.read_mrz().lines == TD3
    armed(reader)
    assert nothing_more(readings)
    simulator.lay(TD1)
    assert readings.get(timeout=PATIENCE_S).lines == TD1


def test_nobody_listens_and_nothing_is_read(desk) -> None:
    simulator, _, reader = desk
    readings, end = listening(reader)
    end()
    armed(reader, False)
    simulator.lay(TD3)
    assert nothing_more(readings)
    assert reader.read_mrz().lines == TD3


def test_it_is_armed_again_after_an_unplug(desk) -> None:
    simulator, host, reader = desk
    readings, _ = listening(reader)
    host.unplug()
    reader.session.wait_for(DeviceState.LOST, timeout_s=PATIENCE_S)
    simulator.power_cycle()
    host.plug()
    reader.session.wait_for(DeviceState.READY, timeout_s=PATIENCE_S)
    armed(reader)
    simulator.lay(TD1)
    assert readings.get(timeout=PATIENCE_S).lines == TD1


@pytest.mark.parametrize("fault", [LineFault.BYTEWISE, LineFault.DOUBLED])
def test_how_the_bytes_come_makes_no_difference(desk, fault: LineFault) -> None:
    simulator, host, reader = desk
    readings, _ = listening(reader)
    host.misbehave(fault)
    simulator.lay(TD3)
    assert readings.get(timeout=PATIENCE_S).lines == TD3
    assert nothing_more(readings)


def test_a_listener_that_fails_does_not_stop_the_others(desk, caplog: pytest.LogCaptureFixture) -> None:
    simulator, _, reader = desk

    def fails(reading: MrzReading) -> None:
        raise RuntimeError("listener")

    reader.on_reading(fails)
    readings, _ = listening(reader)
    simulator.lay(TD3)
    assert readings.get(timeout=PATIENCE_S).lines == TD3
    assert "a listener of a document reader failed" in caplog.text
    assert "ERIKSSON" not in caplog.text


class _Clock(SystemClock):
    def __init__(self) -> None:
        self.now_s = 100.0

    def monotonic(self) -> float:
        return self.now_s


def test_the_same_document_counts_again_after_a_while() -> None:
    clock = _Clock()
    pushes = Pushes(clock)
    assert not pushes.seen(TD3)
    clock.now_s += LEFT_S - 0.1
    assert pushes.seen(TD3)
    clock.now_s += LEFT_S - 0.1
    assert pushes.seen(TD3)
    assert not pushes.seen(TD1)
    assert not pushes.seen(TD3)
    clock.now_s += LEFT_S
    assert not pushes.seen(TD3)


class _CannotPush:
    armed = False
    attempts = 0

    def check(self) -> None:
        pass

    def pushed(self) -> None:
        return None

    def arm(self, on: bool) -> None:
        self.attempts += 1
        raise DeviceRefused(answer="ENQ")


def test_a_reader_that_cannot_be_armed_is_asked_once_and_says_so() -> None:
    driver, pushes = _CannotPush(), Pushes(SystemClock())
    pushes.subscribe(lambda lines: None)
    with pytest.raises(DeviceStateError) as caught:
        pushes.watch(driver)
    assert caught.value.code == "reader-no-push"
    for _ in range(3):
        pushes.watch(driver)
    assert driver.attempts == 1

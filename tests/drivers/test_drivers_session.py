"""The one session: states, loss and return, deadlines, and commands that are never repeated."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any

import pytest

from drivers.lights.gardasoft_rt.driver import GardasoftRT
from drivers.lights.gardasoft_rt.simulator import GardasoftSimulator
from drivers.pty_host import PtyHost
from drivers.session import DeviceFault, DeviceSession
from drivers.simulators import LineFault
from drivers.transport import LineSettings, SerialPort
from workstation.clock import SystemClock
from workstation.devices import DeviceIdentity, DeviceKind, DeviceState, DeviceStatus
from workstation.errors import DeviceLost, DeviceNotFound, DeviceRefused, DeviceStateError, DeviceTimeout

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")

Session = DeviceSession[GardasoftRT]
READY = DeviceState.READY
PATIENCE_S = 20.0
BACKOFF_S = (0.02, 0.04, 0.08)


class Transitions:
    """What a subscriber saw."""

    def __init__(self) -> None:
        self._seen: list[DeviceStatus] = []
        self._guard = threading.Lock()

    def __call__(self, status: DeviceStatus) -> None:
        with self._guard:
            self._seen.append(status)

    @property
    def states(self) -> list[DeviceState]:
        with self._guard:
            return [each.state for each in self._seen]

    @property
    def all(self) -> list[DeviceStatus]:
        with self._guard:
            return list(self._seen)


@pytest.fixture
def session_on(request: pytest.FixtureRequest) -> Iterator[Callable[..., Session]]:
    made: list[Session] = []

    def make(host: PtyHost, **options: Any) -> Session:
        def connect() -> GardasoftRT:
            port = SerialPort(host.address, LineSettings(115200))
            port.open()
            return GardasoftRT(port)

        options.setdefault("backoff_s", BACKOFF_S)
        session = DeviceSession("light box", DeviceKind.LIGHTS, connect, SystemClock(), **options)
        made.append(session)
        return session

    yield make
    for each in made:
        assert each.close()


@pytest.fixture
def session(light_box: tuple[GardasoftSimulator, PtyHost], session_on: Callable[..., Session]) -> Session:
    return session_on(light_box[1])


def ready(session: Session) -> Session:
    session.start()
    session.wait_for(READY, timeout_s=PATIENCE_S)
    return session


def test_the_way_to_ready_and_to_the_end(session: Session) -> None:
    seen = Transitions()
    session.subscribe(seen)
    assert session.status.state is DeviceState.ABSENT
    ready(session)
    assert session.call(GardasoftRT.levels, 5) == dict.fromkeys(range(1, 9), 0.0)
    assert session.close()
    assert seen.states == [
        DeviceState.OPENING,
        DeviceState.IDENTIFYING,
        READY,
        DeviceState.BUSY,
        READY,
        DeviceState.CLOSED,
    ]
    assert all(status.at.tzinfo is not None and not status.reason for status in seen.all)
    assert session.status.identity is not None
    assert session.status.identity.simulated


def test_everything_runs_on_the_thread_of_that_name(session: Session) -> None:
    ready(session)
    name, daemon = session.call(lambda _: (threading.current_thread().name, threading.current_thread().daemon), 5)
    assert (name, daemon) == ("device light box", False)


def test_commands_wait_for_a_device_that_is_being_opened(session: Session) -> None:
    session.start()
    assert session.call(lambda driver: driver.channels, PATIENCE_S) == 8


def test_commands_run_in_order_and_once(session: Session) -> None:
    ready(session)
    ran: list[int] = []
    futures = [session.submit(lambda _, n=number: ran.append(n), PATIENCE_S) for number in range(50)]
    for future in futures:
        future.result(PATIENCE_S)
    assert ran == list(range(50))


def test_an_unplug_in_the_middle_of_a_command_is_lost_and_not_repeated(
    session: Session, light_box: tuple[GardasoftSimulator, PtyHost]
) -> None:
    simulator, host = light_box
    seen = Transitions()
    session.subscribe(seen)
    ready(session)
    runs: list[str] = []
    session.call(lambda driver: driver.light_only(6, 100.0), 5)

    def ask(driver: GardasoftRT) -> None:
        runs.append("once")
        host.misbehave(LineFault.HALF_THEN_HANGUP, replies=1)
        driver.levels()

    with pytest.raises(DeviceLost) as caught:
        session.call(ask, 5)
    assert caught.value.facts["device"] == "light box"
    assert session.status.state is DeviceState.LOST
    assert session.status.reason == "device-lost"
    assert simulator.levels()[6] == 100.0, "without a line the real lamp burns on as well"
    host.replug()
    session.wait_for(READY, timeout_s=PATIENCE_S)
    assert runs == ["once"]
    assert simulator.levels()[6] == 0.0, "off is the first thing after a reconnection"
    lost = seen.states.index(DeviceState.LOST)
    assert DeviceState.IDENTIFYING in seen.states[lost:]
    assert seen.states[-1] is READY


def test_what_was_queued_at_the_loss_fails_and_never_runs(
    session: Session, light_box: tuple[GardasoftSimulator, PtyHost]
) -> None:
    _, host = light_box
    ready(session)
    hold = threading.Event()
    ran: list[str] = []

    def unplugged(driver: GardasoftRT) -> None:
        hold.wait(PATIENCE_S)
        host.unplug()
        driver.levels()

    first = session.submit(unplugged, PATIENCE_S)
    second = session.submit(lambda _: ran.append("ran"), PATIENCE_S)
    hold.set()
    for future in (first, second):
        with pytest.raises(DeviceLost):
            future.result(PATIENCE_S)
    with pytest.raises(DeviceLost):
        session.call(lambda _: ran.append("ran"), PATIENCE_S)
    host.replug()
    session.wait_for(READY, timeout_s=PATIENCE_S)
    session.call(GardasoftRT.levels, PATIENCE_S)
    assert ran == []


def test_an_absent_device_is_found_when_it_comes(
    session: Session, light_box: tuple[GardasoftSimulator, PtyHost]
) -> None:
    _, host = light_box
    host.unplug()
    seen = Transitions()
    session.subscribe(seen)
    session.start()
    status = session.wait_for(DeviceState.ABSENT, timeout_s=PATIENCE_S)
    assert status.reason == "device-not-found"
    with pytest.raises(DeviceNotFound):
        session.call(GardasoftRT.levels, PATIENCE_S)
    host.replug()
    session.wait_for(READY, timeout_s=PATIENCE_S)
    assert seen.states == [DeviceState.OPENING, DeviceState.ABSENT, DeviceState.IDENTIFYING, READY]


def test_another_device_on_the_port_is_never_ready(
    session: Session, light_box: tuple[GardasoftSimulator, PtyHost]
) -> None:
    simulator, host = light_box
    ready(session)
    seen = Transitions()
    host.unplug()
    with pytest.raises(DeviceLost):
        session.call(GardasoftRT.levels, PATIENCE_S)
    session.subscribe(seen)
    simulator.model = "RT460-SIMULATED"
    host.replug()
    status = session.wait_for(DeviceState.FAULT, timeout_s=PATIENCE_S)
    assert status.reason == "device-changed"
    assert (status.facts["expected"], status.facts["found"]) == ("RT860F-SIMULATED", "RT460-SIMULATED")
    with pytest.raises(DeviceFault):
        session.call(GardasoftRT.levels, PATIENCE_S)
    assert READY not in seen.states
    simulator.model = "RT860F-SIMULATED"
    session.wait_for(READY, timeout_s=PATIENCE_S)


@pytest.mark.parametrize("model", ["CV-24", "RT460-SIMULATED"])
def test_a_stranger_or_the_wrong_model_is_a_fault(hosted, session_on, model: str) -> None:
    session = session_on(hosted(GardasoftSimulator(model=model)), model="RT860F")
    session.start()
    status = session.wait_for(DeviceState.FAULT, timeout_s=PATIENCE_S)
    assert status.reason == "device-wrong-identity"


def test_silence_costs_the_connection_and_it_comes_back(
    session: Session, light_box: tuple[GardasoftSimulator, PtyHost]
) -> None:
    _, host = light_box
    ready(session)
    host.misbehave(LineFault.SILENCE, replies=1)
    with pytest.raises(DeviceTimeout):
        session.call(GardasoftRT.levels, PATIENCE_S)
    assert session.status.state is not READY
    session.wait_for(READY, timeout_s=PATIENCE_S)
    assert session.call(GardasoftRT.levels, PATIENCE_S)[1] == 0.0


def test_a_refusal_does_not_cost_the_connection(session: Session) -> None:
    ready(session)
    with pytest.raises(DeviceRefused):
        session.call(lambda driver: driver.set_rating(1, 25.0), PATIENCE_S)
    assert session.status.state is READY


def test_a_mistake_in_a_command_does_not_end_the_session(session: Session) -> None:
    ready(session)
    with pytest.raises(ZeroDivisionError):
        session.call(lambda _: 1 // 0, PATIENCE_S)
    assert session.call(lambda driver: driver.channels, PATIENCE_S) == 8


def test_a_mistake_in_a_listener_does_not_end_the_session(session: Session) -> None:
    def fall(_: DeviceStatus) -> None:
        raise ValueError

    end = session.subscribe(fall)
    ready(session)
    end()
    end()
    assert session.call(lambda driver: driver.channels, PATIENCE_S) == 8


def test_a_command_whose_deadline_passed_in_the_queue_never_runs(session: Session) -> None:
    ready(session)
    hold = threading.Event()
    ran: list[str] = []
    session.submit(lambda _: hold.wait(PATIENCE_S), PATIENCE_S)
    with pytest.raises(DeviceTimeout):
        session.call(lambda _: ran.append("waited for"), 0.01)
    stale = session.submit(lambda _: ran.append("not waited for"), 0.0)
    hold.set()
    with pytest.raises(DeviceTimeout):
        stale.result(PATIENCE_S)
    session.call(GardasoftRT.levels, PATIENCE_S)
    assert ran == []


def test_close_switches_off_and_fails_what_waits(
    session: Session, light_box: tuple[GardasoftSimulator, PtyHost]
) -> None:
    simulator, _ = light_box
    ready(session)
    session.call(lambda driver: driver.light_only(6, 100.0), PATIENCE_S)
    hold = threading.Event()
    session.submit(lambda _: hold.wait(PATIENCE_S), PATIENCE_S)
    waiting: Future[None] = session.submit(lambda _: None, PATIENCE_S)
    session.stop()
    hold.set()
    assert session.close()
    assert session.close()
    assert simulator.levels()[6] == 0.0
    for future in (waiting, session.submit(lambda _: None, PATIENCE_S)):
        with pytest.raises(DeviceStateError) as caught:
            future.result(PATIENCE_S)
        assert caught.value.code == "device-closed"


def test_a_lamp_that_stays_lit_at_the_end_is_told(
    session: Session, light_box: tuple[GardasoftSimulator, PtyHost]
) -> None:
    ready(session)
    session.call(lambda driver: driver.light_only(6, 100.0), PATIENCE_S)
    light_box[0].stuck = True
    assert session.close()
    assert (session.status.state, session.status.reason) == (DeviceState.CLOSED, "lights-not-off")


def test_a_session_that_never_started_can_be_closed(session: Session) -> None:
    with pytest.raises(DeviceStateError):
        session.call(GardasoftRT.levels, 1)
    assert session.close()
    session.start()
    assert session.status.state is DeviceState.CLOSED


def test_a_session_closes_while_it_looks_for_its_device(
    session_on: Callable[..., Session], light_box: tuple[GardasoftSimulator, PtyHost]
) -> None:
    light_box[1].unplug()
    session = session_on(light_box[1], backoff_s=(3600.0,))
    session.start()
    session.wait_for(DeviceState.ABSENT, timeout_s=PATIENCE_S)
    assert session.close(timeout_s=PATIENCE_S)


def test_the_watch_is_called_and_its_reason_announced(
    session_on: Callable[..., Session], light_box: tuple[GardasoftSimulator, PtyHost]
) -> None:
    calls: list[int] = []

    def watch(_: GardasoftRT) -> float | None:
        calls.append(1)
        if len(calls) == 3:
            raise DeviceStateError("lights-time-limit", light="UV365", seconds=1.0)
        return 0.001

    told = threading.Event()
    session = session_on(light_box[1], watch=watch)
    session.subscribe(lambda status: told.set() if status.reason == "lights-time-limit" else None)
    ready(session)
    assert told.wait(PATIENCE_S)
    assert session.call(lambda driver: driver.channels, PATIENCE_S) == 8
    assert session.status.reason == ""


def test_a_mistake_in_the_watch_is_a_fault(
    session_on: Callable[..., Session], light_box: tuple[GardasoftSimulator, PtyHost]
) -> None:
    session = session_on(light_box[1], watch=lambda _: 1 // 0, backoff_s=(3600.0,))
    session.start()
    assert session.wait_for(DeviceState.FAULT, timeout_s=PATIENCE_S).reason == "device-fault"


def test_a_driver_that_falls_while_opening_is_a_fault() -> None:
    class Falls:
        def open(self) -> DeviceIdentity:
            raise ZeroDivisionError

        def close(self) -> None:
            raise ZeroDivisionError

    session = DeviceSession("falls", DeviceKind.CAMERA, Falls, SystemClock(), backoff_s=(3600.0,))
    session.start()
    assert session.wait_for(DeviceState.FAULT, timeout_s=PATIENCE_S).reason == "device-fault"
    assert session.close()


def test_waiting_for_a_state_has_an_end(session: Session) -> None:
    with pytest.raises(DeviceTimeout) as caught:
        session.wait_for(READY, timeout_s=0.01)
    assert caught.value.facts["state"] is DeviceState.ABSENT

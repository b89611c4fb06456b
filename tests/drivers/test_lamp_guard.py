"""The process beside the program that switches lamps off, and the keep-alive: real processes, real ports."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers import bench as bench_room
from drivers import guarded_lamps
from drivers.configuration import SIMULATED_BENCH, load_bench
from drivers.guarded_lamps import GuardedLamps, LampGuard
from drivers.keep_alive import KeepAlive
from drivers.lamp_guard import DARK, Charge, guard, make_dark
from drivers.lights.lamps import LampChannel, Lamps, LitTime
from drivers.pty_host import PtyHost
from drivers.registry import LIGHTS, serve
from drivers.simulators import LineFault
from drivers.transport import LineSettings, PortSelector, SerialPort
from workstation.clock import SystemClock
from workstation.devices import Bench, DeviceStatus, LightSetting
from workstation.errors import DeviceError, DeviceStateError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")

PATIENCE_S = 20.0
KIND = "gardasoft-rt"


@pytest.fixture
def box() -> Iterator[PtyHost]:
    host = serve(KIND)
    yield host
    host.close()


@pytest.fixture
def lamp_guard() -> Iterator[LampGuard]:
    made = LampGuard(KIND)
    yield made
    made.close()


@pytest.fixture
def lamps(box: PtyHost, lamp_guard: LampGuard) -> Iterator[GuardedLamps]:
    """An opened controller of eight channels under a guard."""
    port = SerialPort(box.address, LIGHTS[KIND].lines[0])
    port.open()
    made = GuardedLamps(LIGHTS[KIND].driver(port), lamp_guard, lambda _: 60.0)
    made.open()
    yield made
    port.close()


def charge_of(host: PtyHost, kind: str = KIND, channels: int = 2) -> Charge:
    return Charge(1, host.address, LIGHTS[kind].lines[0], channels, 60.0)


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


# ---------------------------------------------------------------------- what the guard does


@given(
    number=st.integers(1),
    address=st.text(),
    baud=st.integers(1),
    modem=st.tuples(st.booleans(), st.booleans()),
    channels=st.integers(1, 64),
    longest_s=st.floats(0.1, 3600),
)
def test_a_charge_is_one_line(
    number: int, address: str, baud: int, modem: tuple[bool, bool], channels: int, longest_s: float
) -> None:
    charge = Charge(number, address, LineSettings(baud, *modem), channels, longest_s)
    assert len(charge.text().splitlines()) == 1
    assert Charge.parse(charge.text()) == charge


@given(st.text())
def test_any_other_line_is_refused(line: str) -> None:
    with pytest.raises((ValueError, TypeError, KeyError)):
        Charge.parse(line)


@pytest.mark.parametrize("kind", LIGHTS)
def test_every_kind_is_dark_when_the_program_says_no_more(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    host = serve(kind)
    try:
        host.simulator.set_level(2, 50)
        assert guard(kind, [f"{charge_of(host, kind, 4).text()}\n"])
        assert not any(host.simulator.levels().values())
        assert capsys.readouterr().out == "1\n"
    finally:
        host.close()


def test_nothing_is_touched_where_all_was_confirmed_dark(box: PtyHost, capsys: pytest.CaptureFixture[str]) -> None:
    box.simulator.set_level(2, 50)
    assert guard(KIND, [charge_of(box).text(), DARK])
    assert box.simulator.levels()[2] == 50
    assert capsys.readouterr().out == "1\n"


def test_it_waits_until_the_port_is_given_back(box: PtyHost) -> None:
    box.simulator.set_level(2, 50)
    held = SerialPort(box.address, LIGHTS[KIND].lines[0])
    held.open()
    assert not make_dark(KIND, charge_of(box), try_s=0.1)
    assert box.simulator.levels()[2] == 50, "the port of a running program is not touched"
    threading.Timer(0.2, held.close).start()
    assert make_dark(KIND, charge_of(box))
    assert box.simulator.levels()[2] == 0


def test_half_a_command_of_the_program_is_in_the_way_once(box: PtyHost) -> None:
    box.simulator.set_level(2, 50)
    box.simulator.feed(b"RS1,0;RS2,1")
    assert make_dark(KIND, charge_of(box))
    assert box.simulator.levels()[2] == 0


def test_a_lamp_that_cannot_be_switched_off_is_given_up(box: PtyHost) -> None:
    box.simulator.set_level(2, 50)
    box.simulator.stuck = True
    assert not make_dark(KIND, charge_of(box), try_s=0.2)


def test_a_port_that_is_not_there_is_given_up(tmp_path: Path) -> None:
    assert not make_dark(KIND, Charge(1, str(tmp_path / "tty"), LineSettings(9600), 2, 60.0), try_s=0.1)


def test_a_lamp_that_burns_too_long_goes_off_beside_a_program_that_is_stopped(
    box: PtyHost, capsys: pytest.CaptureFixture[str]
) -> None:
    box.simulator.set_level(2, 50)
    held = SerialPort(box.address, LIGHTS[KIND].lines[0])
    held.open()
    over = threading.Event()

    def stopped() -> Iterator[str]:
        yield replace(charge_of(box), longest_s=0.2).text()
        over.wait(PATIENCE_S)

    found: list[bool] = []
    running = threading.Thread(target=lambda: found.append(guard(KIND, stopped(), overdue_s=0.1)))
    running.start()
    assert box.simulator.wait_until(lambda levels: not any(levels.values()), PATIENCE_S)
    over.set()
    running.join(PATIENCE_S)
    held.close()
    assert found == [True]
    assert capsys.readouterr().out == "1\n"


# ---------------------------------------------------------------------- what the program sees of it


def test_no_lamp_is_lit_before_the_guard_answers(
    box: PtyHost, lamps: GuardedLamps, lamp_guard: LampGuard, monkeypatch: pytest.MonkeyPatch
) -> None:
    levels: list[float] = []
    answered = guarded_lamps._Process.answered

    def look(process: guarded_lamps._Process, number: int, timeout_s: float) -> bool:
        there = answered(process, number, timeout_s)
        levels.append(box.simulator.levels()[2] if there else -1.0)
        return there

    monkeypatch.setattr(guarded_lamps._Process, "answered", look)
    lamps.light_only(2, 50)
    assert levels == [0.0]
    assert box.simulator.levels()[2] == 50
    assert lamp_guard.trouble == ""


def test_the_guard_ends_at_once_after_a_good_end(lamps: GuardedLamps, lamp_guard: LampGuard) -> None:
    lamps.light_only(2, 50)
    pid = lamp_guard.pid
    assert pid is not None
    assert os.getsid(pid) == pid, "it shares no terminal with the program"
    lamps.close()
    lamp_guard.close()
    assert gone(pid)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signals_do_not_end_the_guard(lamps: GuardedLamps, lamp_guard: LampGuard, number: signal.Signals) -> None:
    lamps.light_only(2, 50)
    pid = lamp_guard.pid
    assert pid is not None
    os.kill(pid, number)
    lamps.light_only(1, 50)
    assert (lamp_guard.pid, lamp_guard.trouble) == (pid, "")


def test_a_lamp_that_was_left_burning_goes_off_with_the_port(
    box: PtyHost, lamps: GuardedLamps, lamp_guard: LampGuard
) -> None:
    lamps.light_only(2, 50)
    lamps.port.close()
    lamp_guard.close()
    assert box.simulator.wait_until(lambda levels: not any(levels.values()), PATIENCE_S)


def test_a_guard_that_died_is_replaced_while_the_lamp_burns(lamps: GuardedLamps, lamp_guard: LampGuard) -> None:
    lamps.light_only(2, 50)
    first = lamp_guard.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    lamp_guard._process._listener.join(PATIENCE_S)
    lamps.check()
    assert lamp_guard.pid not in (None, first)
    assert lamp_guard.trouble == ""


def test_a_guard_that_does_not_answer_is_no_guard(
    lamps: GuardedLamps, lamp_guard: LampGuard, monkeypatch: pytest.MonkeyPatch
) -> None:
    lamps.light_only(2, 50)
    first = lamp_guard.pid
    assert first is not None
    monkeypatch.setattr(guarded_lamps, "ANSWER_S", 0.1)
    os.kill(first, signal.SIGSTOP)
    lamps.light_only(1, 50)
    assert lamp_guard.trouble
    assert gone(first)
    monkeypatch.undo()
    lamps.light_only(2, 50)
    assert lamp_guard.trouble == ""


def test_without_a_guard_it_goes_on_and_says_so(
    box: PtyHost, lamps: GuardedLamps, lamp_guard: LampGuard, monkeypatch: pytest.MonkeyPatch
) -> None:
    lamp_guard.close()
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    for _ in range(2):
        lamps.light_only(2, 50)
        assert box.simulator.levels()[2] == 50
        with pytest.raises(DeviceStateError, match="lights-unguarded") as told:
            lamps.check()
        assert "/nowhere/python" in str(told.value.facts["detail"])
        lamps.check()


def test_a_controller_that_does_not_answer_is_not_taken_for_dark(
    box: PtyHost, lamps: GuardedLamps, lamp_guard: LampGuard
) -> None:
    lamps.light_only(2, 50)
    lamps.port.close()
    box.misbehave(LineFault.SILENCE)
    port = SerialPort(box.address, LIGHTS[KIND].lines[0])
    port.open()
    again = GuardedLamps(LIGHTS[KIND].driver(port), lamp_guard, lambda _: 60.0)
    with pytest.raises(DeviceError):
        again.open()
    again.close()
    box.misbehave(None)
    assert box.simulator.levels()[2] == 50
    lamp_guard.close()
    assert box.simulator.wait_until(lambda levels: not any(levels.values()), PATIENCE_S)


def test_off_is_confirmed_although_the_guard_never_answered(
    box: PtyHost, lamps: GuardedLamps, lamp_guard: LampGuard, monkeypatch: pytest.MonkeyPatch
) -> None:
    lamps.light_only(2, 50)
    first = lamp_guard.pid
    assert first is not None
    monkeypatch.setattr(guarded_lamps, "ANSWER_S", 0.1)
    os.kill(first, signal.SIGSTOP)
    lamps.light_only(1, 50)
    assert lamp_guard.trouble
    lamps.all_off()
    assert not any(box.simulator.levels().values())


def test_no_further_guard_is_waited_for_where_none_answers(
    lamps: GuardedLamps, lamp_guard: LampGuard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarded_lamps, "ANSWER_S", 0.0)
    monkeypatch.setattr(guarded_lamps._Process, "answered", lambda *_: False)
    for _ in range(guarded_lamps.MOST_UNANSWERED):
        lamps.light_only(2, 50)
    started: list[str] = []
    monkeypatch.setattr(LampGuard, "start", lambda _: started.append("again"))
    lamps.light_only(1, 50)
    with pytest.raises(DeviceStateError, match="lights-unguarded"):
        lamps.check()
    lamps.check()
    assert started == []


def test_a_limit_counts_although_nobody_looks_after_the_lamp(box: PtyHost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    port = SerialPort(box.address, LIGHTS[KIND].lines[0])
    port.open()
    guard = LampGuard(KIND)
    setting = LightSetting("WHITE", 50.0, 0.0, 1.0, max_on_s=0.2)
    driver = GuardedLamps(LIGHTS[KIND].driver(port), guard, lambda _: setting.max_on_s)
    lamps = Lamps(driver, (LampChannel(1, setting),), LitTime(SystemClock()))
    try:
        lamps.open()
        lamps.switch_on("WHITE")
        end = time.monotonic() + PATIENCE_S
        while any(box.simulator.levels().values()) and time.monotonic() < end:
            with contextlib.suppress(DeviceStateError):
                lamps.watch()
            with contextlib.suppress(DeviceError):
                lamps.confirmed()  # a steady stream of commands arms the notice again each time
        assert not any(box.simulator.levels().values())
    finally:
        port.close()
        guard.close()


def test_a_guard_whose_program_hears_no_answer_switches_off_all_the_same(
    box: PtyHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gone:
        def write(self, _: str) -> None:
            raise BrokenPipeError

        def flush(self) -> None:
            raise BrokenPipeError

    box.simulator.set_level(2, 50)
    monkeypatch.setattr(sys, "stdout", Gone())
    assert guard(KIND, [charge_of(box, channels=8).text()])
    assert not any(box.simulator.levels().values())


# ---------------------------------------------------------------------- on a bench


def bench_on(address: str) -> Bench:
    shipped = load_bench(SIMULATED_BENCH)
    controller = replace(shipped.light_controller, port=PortSelector(address=address))
    return bench_room.open_bench(replace(shipped, light_controller=controller, reader=None), SystemClock())


class Reasons:
    """Waits for the reasons that a bench gives."""

    def __init__(self, bench: Bench) -> None:
        self._statuses: list[DeviceStatus] = []
        self._changed = threading.Condition()
        bench.subscribe(self)

    def __call__(self, status: DeviceStatus) -> None:
        with self._changed:
            self._statuses.append(status)
            self._changed.notify_all()

    def wait_for(self, reason: str) -> DeviceStatus:
        def given() -> list[DeviceStatus]:
            return [each for each in self._statuses if each.reason == reason]

        with self._changed:
            assert self._changed.wait_for(given, PATIENCE_S), f"never said {reason}"
            return given()[-1]


def test_a_bench_says_that_nobody_looks_after_its_lamps(box: PtyHost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    bench = bench_on(box.address)
    reasons = Reasons(bench)
    bench.start()
    try:
        bench.lights.switch_on("WHITE")
        bench.lights.all_off()
        assert reasons.wait_for("lights-unguarded").facts["device"] == KIND
    finally:
        bench.close()


def test_a_simulator_inside_the_program_needs_no_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    monkeypatch.setattr(LampGuard, "start", lambda guard: started.append(guard._kind))
    bench = bench_room.open_bench(load_bench(SIMULATED_BENCH), SystemClock())
    bench.start()
    try:
        bench.lights.switch_on("WHITE")
    finally:
        bench.close()
    assert started == []


@pytest.fixture
def impatient(box: PtyHost, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """A bench that misses a window after 0.3 s."""
    monkeypatch.setattr(bench_room, "KeepAlive", partial(KeepAlive, silent_s=0.3))
    bench = bench_on(box.address)
    bench.start()
    yield bench
    bench.close()


def dark(box: PtyHost) -> Callable[[float], bool]:
    return partial(box.simulator.wait_until, lambda levels: not any(levels.values()))


def test_no_lamp_burns_for_a_frozen_window(box: PtyHost, impatient: Bench) -> None:
    reasons = Reasons(impatient)
    impatient.keep_alive()
    impatient.lights.switch_on("UV365")
    assert dark(box)(PATIENCE_S)
    status = reasons.wait_for("lights-window-frozen")
    assert (status.facts["light"], status.facts["device"]) == ("UV365", KIND)
    assert impatient.lights.confirmed() is None
    reasons.wait_for("lights-window-frozen")
    with pytest.raises(DeviceStateError, match="lights-window-frozen"):
        impatient.lights.switch_on("UV365")
    assert not any(box.simulator.levels().values())
    impatient.keep_alive()
    impatient.lights.switch_on("WHITE")
    assert impatient.lights.confirmed() == "WHITE"


def test_a_program_without_a_window_is_not_missed(box: PtyHost, impatient: Bench) -> None:
    impatient.lights.switch_on("UV365")
    assert not dark(box)(1.0)
    assert impatient.lights.confirmed() == "UV365"


class Hands:
    """A clock that is set by hand."""

    time_s = 0.0

    def monotonic(self) -> float:
        return self.time_s


def test_silence_begins_with_the_first_sign_of_life() -> None:
    clock = Hands()
    alive = KeepAlive(clock, silent_s=5)
    clock.time_s = 100
    assert alive.missing_s() is None
    alive.beat()
    clock.time_s = 105
    assert alive.missing_s() is None
    clock.time_s = 105.5
    assert alive.missing_s() == 5.5
    alive.beat()
    assert alive.missing_s() is None

"""``benchmark devices``: what a command costs through its driver, beside its bytes through pyserial alone.

Both go over the same line to the same simulator in turn, so that whatever else the machine does meets both alike. The
simulators run in a process of their own, as a device does: in this one they would wait for its lock.

Each kind is measured twice. On a line that takes its time, as every serial line does: ten bits a byte at the usual
speed of the device. And on one that takes none: a pseudo-terminal alone, which no device hangs on, shows what framing
and parsing cost (the driver) and what the hop to the device's own thread and back adds (driver and session).
"""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import serial

from drivers.registry import KINDS, Kind, serve
from drivers.session import DeviceSession
from drivers.simulators import Simulator
from drivers.transport import LineSettings, SerialPort
from workstation.clock import SystemClock
from workstation.devices import DeviceKind
from workstation.maintenance import Direction

_WARMING_UP = 5
_DEADLINE_S = 5.0

ONE_COMMAND: Mapping[DeviceKind, Callable[[Any], object]] = {
    DeviceKind.LIGHTS: lambda driver: driver.levels(),
    DeviceKind.READER: lambda driver: driver.arm(False),
    DeviceKind.WHEEL: lambda driver: driver.position(),
    DeviceKind.CHIP: lambda driver: driver.identify(),
}
"""What is asked of a device of each sort; it may take more than one command, which are then counted."""

ONE_COMMAND_OF: Mapping[str, Callable[[Any], object]] = {
    # Where the question above takes many commands and another one takes a single one.
    "gardasoft-rt": lambda driver: driver.identify(),
    "thorlabs-dc4100": lambda driver: driver.wavelength_nm(1),
}


@dataclass(frozen=True, slots=True)
class Line:
    """How long the bytes of a simulated line take, and how often they are measured."""

    name: str
    rounds: int
    timed: bool


LINES = (Line("at line speed", 50, timed=True), Line("without a line", 400, timed=False))


class _Timed:
    """A simulator whose bytes take the time that they take on a wire."""

    def __init__(self, simulator: Simulator, baud: int) -> None:
        self._simulator = simulator
        self._byte_s = 10 / baud

    def feed(self, data: bytes) -> tuple[bytes, ...]:
        time.sleep(len(data) * self._byte_s)
        replies = self._simulator.feed(data)
        time.sleep(sum(map(len, replies)) * self._byte_s)
        return replies

    def power_cycle(self) -> None:
        self._simulator.power_cycle()


@dataclass(slots=True)
class _Exchange:
    """Bytes of one command and of its answer."""

    sent: bytes
    received: bytes = b""


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """Times of one kind, in milliseconds, in the order they were taken.

    Attributes
    ----------
    commands : int
        How many commands one measurement took.
    driver_ms, session_ms, bare_ms : tuple of float
        Through the driver, through driver and session, and through pyserial alone.
    """

    kind: str
    commands: int
    driver_ms: tuple[float, ...]
    session_ms: tuple[float, ...]
    bare_ms: tuple[float, ...]


def devices(codes: Iterable[str] = KINDS, lines: Iterable[Line] = LINES) -> list[dict[str, object]]:
    """Rows of the benchmark: for every kind the median and the 99th percentile of both ways, and their ratio."""
    return [row for line in lines for row in _rows(tuple(codes), line)]


def _rows(codes: tuple[str, ...], line: Line) -> Iterator[dict[str, object]]:
    with simulators(codes, timed=line.timed) as addresses:
        every = [round_trip(code, address, line.rounds) for code, address in addresses.items()]
    for measured in every:
        code, commands = measured.kind, "1 command" if measured.commands == 1 else f"{measured.commands} commands"
        ways = (("driver", measured.driver_ms), ("driver and session", measured.session_ms))
        for (way, times), (name, share) in itertools.product(ways, (("median", 0.5), ("p99", 0.99))):
            value, peer = _quantile(times, share), _quantile(measured.bare_ms, share)
            yield {
                "benchmark": "devices",
                "measure": f"{code}, {way}, {commands}, {line.name}, {name}",
                "value": round(value, 4),
                "unit": "ms",
                "peer": "pyserial alone",
                "peer_value": round(peer, 4),
                "ratio": round(value / peer, 3),
            }


@contextlib.contextmanager
def simulators(codes: tuple[str, ...], *, timed: bool) -> Iterator[dict[str, str]]:
    """Addresses of simulators of these kinds in another process, by code."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(codes, timed, there), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        here.send(None)
        process.join()


def _serve(codes: tuple[str, ...], timed: bool, parent: Connection) -> None:
    made = {code: KINDS[code].simulator() for code in codes}
    hosts = {
        code: serve(code, _Timed(each, KINDS[code].lines[0].baud) if timed else each) for code, each in made.items()
    }
    parent.send({code: host.address for code, host in hosts.items()})
    with contextlib.suppress(EOFError):
        parent.recv()
    for host in hosts.values():
        host.close()


def round_trip(code: str, address: str, rounds: int) -> RoundTrip:
    """Measure one kind on its simulator."""
    kind = KINDS[code]
    command = ONE_COMMAND_OF.get(code, ONE_COMMAND[kind.device])
    recorder = _Recorder()
    session = DeviceSession(code, kind.device, lambda: _connected(kind, address, recorder), SystemClock())
    try:
        session.start()
        session.call(command, _DEADLINE_S)
        recorder.exchanges.clear()
        session.call(command, _DEADLINE_S)
        exchanges = tuple(recorder.exchanges)
        # The session is silent meanwhile, so its driver may be called from here.
        driver = session.call(lambda it: it, _DEADLINE_S)
        with _bare(address, kind.lines[0]) as line:
            ways: tuple[Callable[[], object], ...] = (
                lambda: command(driver),
                lambda: session.call(command, _DEADLINE_S),
                lambda: _replay(line, exchanges),
            )
            times = [[_timed_ms(way) for way in ways] for _ in range(_WARMING_UP + rounds)]
    finally:
        session.close()
    driver_ms, session_ms, bare_ms = zip(*times[_WARMING_UP:], strict=True)
    return RoundTrip(code, len(exchanges), driver_ms, session_ms, bare_ms)


class _Recorder:
    """Hears a line and keeps its exchanges."""

    def __init__(self) -> None:
        self.exchanges: list[_Exchange] = []

    def __call__(self, direction: Direction, data: bytes) -> None:
        if direction is Direction.SENT:
            self.exchanges.append(_Exchange(data))
        elif direction is Direction.RECEIVED:
            self.exchanges[-1].received += data


def _connected(kind: Kind[Any, Any], address: str, recorder: _Recorder) -> Any:
    port = SerialPort(address, kind.lines[0], recorder)
    port.open()
    return kind.driver(port)


def _bare(address: str, line: LineSettings) -> serial.SerialBase:
    """A second opening of the same line; it is silent while the session talks, and the session while it does."""
    return serial.serial_for_url(address, baudrate=line.baud, timeout=_DEADLINE_S)


def _replay(line: serial.SerialBase, exchanges: tuple[_Exchange, ...]) -> None:
    for each in exchanges:
        line.write(each.sent)
        line.read(len(each.received))


def _timed_ms(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def _quantile(times: tuple[float, ...], share: float) -> float:
    return sorted(times)[min(int(len(times) * share), len(times) - 1)]

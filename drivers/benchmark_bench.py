"""The bench of ``benchmark cycle`` with a filter wheel that takes its time.

Its simulators run in a process of their own: devices do not wait for the lock of this one.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.connection import Connection

from drivers.bench import open_bench
from drivers.configuration import SIMULATED_BENCH, FilterWheelConfig, load_bench
from drivers.registry import serve
from drivers.transport import PortSelector
from drivers.wheels.thorlabs_fw102c.simulator import FW102CSimulator
from drivers.wheels.wheel import FilterSlot
from workstation.devices import Bench, Clock

STEP_S = 0.25
"""From one position to the next: an assumption, no maker's figure."""

FILTERS = ("CLEAR", "LP420", "LP715")
THROUGH = (("WHITE", "LP715"), ("OBLIQUE_LEFT", "LP715"), ("UV365", "LP420"), ("UV254", "LP420"))
"""With the eight lights of the simulated bench through CLEAR, twelve pictures; ultraviolet last."""

_LIGHTS, _WHEEL = "gardasoft-rt", "thorlabs-fw102c"


class TurningWheel:
    """A simulated wheel that turns as long as its way is, the shorter one round, and knows for how long it did."""

    def __init__(self, step_s: float = STEP_S) -> None:
        self._wheel = FW102CSimulator()
        self._step_s = step_s
        self._turned_s = 0.0

    def turned_ms(self) -> float:
        """Since it was switched on."""
        return self._turned_s * 1000

    def feed(self, data: bytes) -> tuple[bytes, ...]:
        """As the wheel itself, when it has arrived."""
        for wanted in re.findall(rb"pos=(\d+)\r", data):
            way = abs(int(wanted) - (self._wheel.position() or 1))
            began = time.monotonic()
            time.sleep(min(way, 6 - way) * self._step_s)
            self._turned_s += time.monotonic() - began
        return self._wheel.feed(data)

    def power_cycle(self) -> None:
        """As the wheel itself."""
        self._wheel.power_cycle()


def _serve(parent: Connection) -> None:
    """Both simulators until nobody is there any more; each message is answered with the time of turning."""
    wheel = TurningWheel()
    hosts = (serve(_LIGHTS), serve(_WHEEL, wheel))
    parent.send([host.address for host in hosts])
    with contextlib.suppress(EOFError):
        while parent.recv():
            parent.send(wheel.turned_ms())
    for host in hosts:
        host.close()


@contextlib.contextmanager
def wheel_bench(clock: Clock) -> Iterator[tuple[Bench, Callable[[], float]]]:
    """The simulated bench with a filter wheel, not started; and for how many milliseconds that has turned."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there,), daemon=True)
    process.start()

    def turned_ms() -> float:
        here.send(True)
        return float(here.recv())

    lights, wheel = (PortSelector(address=each) for each in here.recv())
    bench = _bench(lights, wheel, clock)
    try:
        yield bench, turned_ms
    finally:
        bench.close()
        here.send(False)
        process.join()


def _bench(lights: PortSelector, wheel: PortSelector, clock: Clock) -> Bench:
    simulated = load_bench(SIMULATED_BENCH)
    channels = tuple(
        replace(each, setting=replace(each.setting, filter=FILTERS[0]))
        for each in simulated.light_controller.channels
    )
    slots = tuple(FilterSlot(position, name) for position, name in enumerate(FILTERS, start=1))
    configuration = replace(
        simulated,
        light_controller=replace(simulated.light_controller, port=lights, channels=channels),
        filter_wheel=FilterWheelConfig(_WHEEL, wheel, slots),
    )
    return open_bench(configuration, clock)

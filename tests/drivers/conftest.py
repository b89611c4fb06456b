"""Simulated devices behind real pseudo-terminals, opened by the real drivers over real pyserial."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from drivers.lights.gardasoft_rt.driver import GardasoftRT
from drivers.lights.gardasoft_rt.simulator import GardasoftSimulator
from drivers.pty_host import PtyHost
from drivers.readers.elyctis_idbox.driver import ElyctisIdBox
from drivers.readers.elyctis_idbox.simulator import ElyctisSimulator
from drivers.simulators import Simulator
from drivers.transport import LineSettings, SerialPort

pytest.register_assert_rewrite("soak_verdict")

Hosted = Callable[[Simulator], PtyHost]
Opened = Callable[[PtyHost, int], SerialPort]


@pytest.fixture
def hosted() -> Iterator[Hosted]:
    """Plugs simulators in and takes their hosts away again."""
    hosts: list[PtyHost] = []

    def host(simulator: Simulator) -> PtyHost:
        made = PtyHost(simulator, f"device-{len(hosts)}")
        hosts.append(made)
        made.plug()
        return made

    yield host
    for each in hosts:
        each.close()


@pytest.fixture
def opened() -> Iterator[Opened]:
    """Opens ports and gives them back."""
    ports: list[SerialPort] = []

    def open_port(host: PtyHost, baud: int) -> SerialPort:
        port = SerialPort(host.address, LineSettings(baud))
        ports.append(port)
        port.open()
        return port

    yield open_port
    for each in ports:
        each.close()


@pytest.fixture
def light_box(hosted: Hosted) -> tuple[GardasoftSimulator, PtyHost]:
    """A light controller and its line."""
    simulator = GardasoftSimulator()
    return simulator, hosted(simulator)


@pytest.fixture
def lights(light_box: tuple[GardasoftSimulator, PtyHost], opened: Opened) -> GardasoftRT:
    """The driver on that line, not opened yet."""
    return GardasoftRT(opened(light_box[1], 115200))


@pytest.fixture
def id_box(hosted: Hosted) -> tuple[ElyctisSimulator, PtyHost]:
    """A document reader and its line."""
    simulator = ElyctisSimulator()
    return simulator, hosted(simulator)


@pytest.fixture
def reader(id_box: tuple[ElyctisSimulator, PtyHost], opened: Opened) -> ElyctisIdBox:
    """The driver on that line, not opened yet, with little patience."""
    return ElyctisIdBox(opened(id_box[1], 9600), inquire_s=0.3)

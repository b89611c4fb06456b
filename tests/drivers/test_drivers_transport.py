"""The byte port: how a port is found, opened, lost and found silent."""

from __future__ import annotations

import sys
import time

import pytest

from drivers import transport
from drivers.lights.gardasoft_rt.driver import GardasoftRT
from drivers.lights.gardasoft_rt.simulator import GardasoftSimulator
from drivers.pty_host import PtyHost
from drivers.simulators import LineFault
from drivers.transport import LineSettings, PortInfo, PortSelector, SerialPort, find_port
from workstation.errors import DeviceLost, DeviceNotFound, DeviceStateError, DeviceTimeout

needs_pty = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")

PORTS = (
    PortInfo("/dev/ttyUSB0", "0403:6001", "A10K4ZQ1", "adapter"),
    PortInfo("/dev/ttyUSB1", "0403:6001", "A10K4ZQ1B", "another adapter"),
    PortInfo("/dev/ttyACM0", "2b78:0005", "", "reader"),
    PortInfo("/dev/ttyS0"),
)


@pytest.mark.parametrize(
    ("selector", "address"),
    [
        (PortSelector(usb="0403:6001", serial="A10K4ZQ1"), "/dev/ttyUSB0"),
        (PortSelector(usb="0403:6001", serial="A10K4ZQ1B"), "/dev/ttyUSB1"),
        (PortSelector(usb="2b78:0005"), "/dev/ttyACM0"),
        (PortSelector(address="/dev/pts/3"), "/dev/pts/3"),
    ],
)
def test_a_port_is_found_by_what_hangs_on_it(selector: PortSelector, address: str) -> None:
    assert find_port(selector, lambda: PORTS) == address


@pytest.mark.parametrize(
    ("selector", "code"),
    [
        (PortSelector(usb="0403:6001"), "device-ambiguous"),
        (PortSelector(usb="0403:6001", serial="A10K"), "device-not-found"),
        (PortSelector(usb="1234:5678"), "device-not-found"),
    ],
)
def test_which_of_two_is_never_guessed(selector: PortSelector, code: str) -> None:
    with pytest.raises(DeviceNotFound) as caught:
        find_port(selector, lambda: PORTS)
    assert caught.value.code == code


def test_windows_appends_a_letter_to_the_serial_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport.sys, "platform", "win32")
    ports = (PortInfo("COM7", "0403:6001", "A10K4ZQ1A"), PortInfo("COM8", "0403:6001", "B77"))
    assert find_port(PortSelector(usb="0403:6001", serial="A10K4ZQ1"), lambda: ports) == "COM7"


def test_this_machine_lists_its_ports() -> None:
    ports = transport.list_ports()
    assert list(ports) == sorted(ports, key=lambda port: port.address)


@needs_pty
def test_a_port_has_one_owner(light_box, opened) -> None:
    opened(light_box[1], 115200)
    with pytest.raises(DeviceStateError) as caught:
        opened(light_box[1], 115200)
    assert caught.value.code == "device-port-taken"


def test_a_port_that_is_not_there() -> None:
    with pytest.raises(DeviceNotFound):
        SerialPort("/dev/no-such-port", LineSettings(9600)).open()


def test_a_socket_that_is_not_there() -> None:
    with pytest.raises(DeviceNotFound):
        SerialPort("socket://127.0.0.1:9", LineSettings(9600)).open()


def test_a_port_that_was_never_opened_is_lost() -> None:
    port = SerialPort("/dev/no-such-port", LineSettings(9600))
    for call in (port.drain, port.check, lambda: port.write(b"x"), lambda: port.read(time.monotonic() + 1)):
        with pytest.raises(DeviceLost):
            call()
    port.close()


@needs_pty
def test_silence_is_an_error_at_the_deadline_and_not_long_after(light_box, opened) -> None:
    port = opened(light_box[1], 115200)
    began = time.monotonic()
    with pytest.raises(DeviceTimeout):
        port.read(began + 0.1)
    assert 0.1 <= time.monotonic() - began < 2.0


@needs_pty
def test_stale_bytes_are_thrown_away(light_box, opened) -> None:
    host = light_box[1]
    port = opened(host, 115200)
    port.write(b"VR\r")
    assert port.read(time.monotonic() + 5).startswith(b"VR")
    host.misbehave(LineFault.DOUBLED)
    port.write(b"GR\r")
    got = b""
    while not got.endswith(b">GR\n\r>"):
        got += port.read(time.monotonic() + 5)
    assert port.drain() == b""


@needs_pty
def test_every_call_after_an_unplug_says_lost(light_box, opened) -> None:
    port = opened(light_box[1], 115200)
    light_box[1].unplug()
    for call in (port.drain, port.check, lambda: port.write(b"x"), lambda: port.read(time.monotonic() + 1)):
        with pytest.raises(DeviceLost):
            call()
    port.close()
    port.close()


@needs_pty
def test_a_host_keeps_its_address_over_an_unplug(light_box, opened) -> None:
    _, host = light_box
    address = host.address
    opened(host, 115200).close()
    host.unplug()
    host.unplug()
    with pytest.raises(DeviceNotFound):
        opened(host, 115200)
    host.replug()
    assert host.address == address
    driver = GardasoftRT(opened(host, 115200))
    assert driver.open().model == "RT860F-SIMULATED"
    driver.close()


def test_without_pseudo_terminals_a_socket_does() -> None:
    simulator = GardasoftSimulator()
    host = PtyHost(simulator, "light-box", over_socket=True)
    with pytest.raises(RuntimeError):
        _ = host.address
    try:
        host.plug()
        for _ in range(2):
            port = SerialPort(host.address, LineSettings(115200))
            port.open()
            driver = GardasoftRT(port)
            driver.open()
            driver.light_only(2, 30.0)
            assert simulator.levels()[2] == 30.0
            host.unplug()
            with pytest.raises(DeviceLost):
                driver.levels()
            with pytest.raises(DeviceLost):
                driver.close()
            host.replug()
    finally:
        host.close()

"""Ports: which device they belong to, and who is told when they come and go."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from drivers.maintenance.ports import ConfiguredPort, Ports, PortWatch, described
from drivers.transport import PortInfo, PortSelector
from workstation.maintenance import PortDescription

LAMPS = PortInfo("/dev/ttyUSB0", "0403:6001", "A10K4ZQ1", "adapter", "FTDI", "UART")
READER = PortInfo("/dev/ttyACM0", "2b78:0005", "", "reader")
CONFIGURED = (
    ConfiguredPort("gardasoft-rt", PortSelector(usb="0403:6001", serial="A10K4ZQ1")),
    ConfiguredPort("elyctis-idbox", PortSelector(address="/dev/ttyACM0")),
)


def test_a_port_says_whose_it_is() -> None:
    other = PortInfo("/dev/ttyUSB1", "0403:6001", "OTHER")
    assert described((LAMPS, READER, other), CONFIGURED) == (
        PortDescription("/dev/ttyUSB0", "0403:6001", "A10K4ZQ1", "FTDI", "UART", "gardasoft-rt"),
        PortDescription("/dev/ttyACM0", "2b78:0005", product="reader", used_by="elyctis-idbox"),
        PortDescription("/dev/ttyUSB1", "0403:6001", "OTHER"),
    )


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_a_link_to_a_port_is_that_port(tmp_path: Path) -> None:
    master, slave = os.openpty()
    link = tmp_path / "by-id"
    link.symlink_to(os.ttyname(slave))
    (found,) = described((PortInfo(os.ttyname(slave)),), [ConfiguredPort("lamps", PortSelector(address=str(link)))])
    os.close(master)
    os.close(slave)
    assert found.used_by == "lamps"


class Bus:
    """Ports that come and go at once, and how often they were looked at."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.attached: Ports = ()
        self.told: list[Ports] = []
        self.looks = 0

    def ports(self) -> Ports:
        with self.changed:
            self.looks += 1
            self.changed.notify_all()
            return self.attached

    def listen(self, ports: Ports) -> None:
        with self.changed:
            self.told.append(ports)
            self.changed.notify_all()

    def attach(self, *addresses: str) -> None:
        with self.changed:
            self.attached = tuple(PortDescription(each) for each in addresses)

    def wait_told(self, count: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.told) >= count, 20), self.told

    def wait_looked(self, more: int) -> None:
        with self.changed:
            wanted = self.looks + more
            assert self.changed.wait_for(lambda: self.looks >= wanted, 20)


def watching() -> list[threading.Thread]:
    return [each for each in threading.enumerate() if each.name == "port-watch"]


def test_who_listens_is_told_the_ports_and_every_change_and_nothing_twice() -> None:
    bus = Bus()
    watch = PortWatch(bus.ports, every_s=0.005)
    end = watch.subscribe(bus.listen)
    bus.wait_told(1)
    bus.attach("COM3")
    bus.wait_told(2)
    bus.wait_looked(3)
    bus.attach()
    bus.wait_told(3)
    end()
    assert [[each.address for each in ports] for ports in bus.told] == [[], ["COM3"], []]
    watch.close()
    assert watching() == []


def test_nobody_looks_at_the_ports_while_nobody_listens() -> None:
    bus = Bus()
    watch = PortWatch(bus.ports, every_s=60)
    assert watching() == []
    end = watch.subscribe(bus.listen)
    bus.wait_told(1)
    (thread,) = watching()
    end()
    thread.join(20)
    assert not thread.is_alive()
    looks = bus.looks
    watch.subscribe(bus.listen)
    bus.wait_told(2)
    assert bus.looks == looks + 1
    watch.close()


def test_a_second_listener_does_not_wait_for_the_next_look() -> None:
    bus, other = Bus(), Bus()
    watch = PortWatch(bus.ports, every_s=60)
    watch.subscribe(bus.listen)
    bus.wait_told(1)
    watch.subscribe(other.listen)
    other.wait_told(1)
    watch.close()
    assert len(bus.told) == len(other.told) == 1


def test_a_listener_that_fails_is_not_the_others_trouble(caplog: pytest.LogCaptureFixture) -> None:
    bus = Bus()
    watch = PortWatch(bus.ports, every_s=0.005)

    def fail(_: Ports) -> None:
        raise ZeroDivisionError

    watch.subscribe(fail)
    watch.subscribe(bus.listen)
    bus.wait_told(1)
    bus.attach("COM3")
    bus.wait_told(2)
    watch.close()
    assert "a listener to the ports failed" in caplog.text

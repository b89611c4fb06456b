"""The table of devices, and asking an unknown port who is there."""

from __future__ import annotations

import re
import sys
import time
import tomllib
from pathlib import Path

import pytest

from drivers.registry import HASTE_S, KINDS, PortInfo, Recognised, list_ports, probe, recognise, serve
from drivers.simulators import LineFault, Simulator
from workstation.errors import DeviceError, DeviceNotFound, DeviceStateError, WorkstationError
from workstation.messages import explain
from workstation.resources import RESOURCES
from workstation.vocabulary import LANGUAGES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")

ROOM = Path(__file__).resolve().parents[2] / "drivers"


PROBING_S = 8.0
"""For all kinds on one port; it takes less than 3 s on an idle machine, and took 19 s before anybody was hurried."""


@pytest.mark.parametrize("code", sorted(KINDS))
def test_a_served_simulator_is_recognised_without_its_name(code: str) -> None:
    host = serve(code)
    try:
        identity = probe(host.address, [code])
        assert identity.simulated
        assert KINDS[code].title.startswith(identity.maker)
        began = time.monotonic()
        assert recognise(host.address) == Recognised(code, identity)
        assert time.monotonic() - began < PROBING_S
    finally:
        host.close()


class Slow:
    """A device that takes longer to answer than anybody in haste waits."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    def feed(self, data: bytes) -> tuple[bytes, ...]:
        replies = self._simulator.feed(data)
        if replies:
            time.sleep(2.5 * HASTE_S)
        return replies

    def power_cycle(self) -> None:
        self._simulator.power_cycle()


@pytest.mark.parametrize("code", ["thorlabs-dc4100", "elyctis-idbox"])
def test_a_slow_device_is_asked_again_without_haste(code: str) -> None:
    host = serve(code, Slow(KINDS[code].simulator()))
    try:
        assert recognise(host.address).kind == code
    finally:
        host.close()


def test_the_usb_identity_says_whom_to_ask_first() -> None:
    simulator = KINDS["elyctis-idbox"].simulator()
    fed: list[bytes] = []

    class Recorded(Slow):
        def feed(self, data: bytes) -> tuple[bytes, ...]:
            fed.append(data)
            return simulator.feed(data)

    host = serve("elyctis-idbox", Recorded(simulator))
    try:
        ports = (PortInfo("/dev/ttyUSB7", "0403:6001"), PortInfo(host.address, "2b78:0005"))
        assert recognise(host.address, ports=lambda: ports).kind == "elyctis-idbox"
        assert b"".join(fed).startswith(b"T\0\0"), "nobody else had spoken before"
    finally:
        host.close()


def test_nobody_is_asked_when_nobody_wants_to_know() -> None:
    host = serve("gardasoft-rt")
    try:
        with pytest.raises(DeviceNotFound, match="device-unrecognised"):
            recognise(host.address, give_up=lambda: True)
    finally:
        host.close()


def test_a_port_that_does_not_exist_is_said_to_be_none() -> None:
    with pytest.raises(DeviceNotFound) as caught:
        probe("/dev/ttyNOPE")
    assert caught.value.code == "device-no-port"
    for language in LANGUAGES:
        assert "/dev/ttyNOPE" in explain(caught.value, language)


def test_probing_switches_nothing() -> None:
    host = serve("gardasoft-rt")
    try:
        host.simulator.set_level(3, 70.0)
        probe(host.address)
        assert host.simulator.levels()[3] == 70.0
    finally:
        host.close()


def test_a_silent_port_is_not_recognised() -> None:
    host = serve("gardasoft-rt")
    try:
        host.misbehave(LineFault.SILENCE)
        began = time.monotonic()
        with pytest.raises(DeviceNotFound) as caught:
            probe(host.address)
        assert caught.value.code == "device-unrecognised"
        assert time.monotonic() - began < PROBING_S
    finally:
        host.close()


def test_a_port_of_another_program_is_not_probed(light_box, opened) -> None:
    opened(light_box[1], 115200)
    with pytest.raises(DeviceStateError) as caught:
        probe(light_box[1].address)
    assert caught.value.code == "device-port-taken"
    assert "…" not in explain(caught.value)


def test_unknown_kinds() -> None:
    with pytest.raises(KeyError):
        serve("toaster")
    with pytest.raises(WorkstationError) as caught:
        probe("/dev/null", ["toaster"])
    assert not isinstance(caught.value, DeviceError), "a slip of the person, not trouble with a device"
    assert caught.value.code == "device-kind-unknown"
    assert caught.value.facts == {"kind": "toaster", "kinds": ", ".join(KINDS)}
    assert "…" not in explain(caught.value)


def test_no_port_is_listed_twice() -> None:
    addresses = [port.address for port in list_ports()]
    assert len(set(addresses)) == len(addresses)


def test_every_code_that_is_raised_has_its_sentence() -> None:
    table = {
        code: row
        for name in ("devices.toml", "general.toml")
        for code, row in tomllib.loads((RESOURCES / "messages" / name).read_text(encoding="utf-8")).items()
    }
    mine = [path for path in ROOM.rglob("*.py") if not {"cameras", "simulation"} & set(path.parts)]
    code = re.compile(r"\"((?:device|lights|reader|chip|configuration)-[a-z-]+)\"")
    refused = re.compile(r"_refuse\(\s*\"([a-z-]+)\"")
    used: set[str] = set()
    for path in mine:
        text = path.read_text(encoding="utf-8")
        used |= set(code.findall(text)) | {f"configuration-{each}" for each in refused.findall(text)}
    assert used
    assert used - set(table) == set()
    assert all(row.keys() == set(LANGUAGES) for row in table.values())

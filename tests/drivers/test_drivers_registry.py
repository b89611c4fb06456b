"""The table of devices, and asking an unknown port who is there."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest

from drivers.registry import KINDS, list_ports, probe, serve
from drivers.simulators import LineFault
from workstation.errors import DeviceError, DeviceNotFound, DeviceStateError, WorkstationError
from workstation.messages import explain
from workstation.resources import RESOURCES
from workstation.vocabulary import LANGUAGES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")

ROOM = Path(__file__).resolve().parents[2] / "drivers"


@pytest.mark.parametrize("code", sorted(KINDS))
def test_a_served_simulator_is_recognised(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, module in tuple(sys.modules.items()):
        for deadline in ("REPLY_S", "ANSWER_S"):
            if name.startswith("drivers.") and hasattr(module, deadline):
                monkeypatch.setattr(module, deadline, 0.2)
    host = serve(code)
    try:
        identity = probe(host.address, [code])
        assert identity.simulated
        assert KINDS[code].title.startswith(identity.maker)
        assert probe(host.address).model == identity.model
    finally:
        host.close()


def test_probing_switches_nothing() -> None:
    host = serve("gardasoft-rt")
    try:
        host.simulator.set_level(3, 70.0)
        probe(host.address)
        assert host.simulator.levels()[3] == 70.0
    finally:
        host.close()


def test_a_silent_port_is_not_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, module in tuple(sys.modules.items()):
        for deadline in ("REPLY_S", "ANSWER_S"):
            if name.startswith("drivers.") and hasattr(module, deadline):
                monkeypatch.setattr(module, deadline, 0.05)
    host = serve("gardasoft-rt")
    try:
        host.misbehave(LineFault.SILENCE)
        with pytest.raises(DeviceNotFound) as caught:
            probe(host.address)
        assert caught.value.code == "device-unrecognised"
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

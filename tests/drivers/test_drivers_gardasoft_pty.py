"""The light controller's driver against its simulator over a real pseudo-terminal."""

from __future__ import annotations

import sys

import pytest

from drivers.lights.gardasoft_rt.driver import GardasoftRT
from drivers.lights.gardasoft_rt.simulator import GardasoftSimulator
from drivers.pty_host import PtyHost
from drivers.session import DeviceFault
from drivers.simulators import LineFault
from workstation.errors import (
    DeviceRefused,
    DeviceTimeout,
    ProtocolError,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")

Box = tuple[GardasoftSimulator, PtyHost]
DARK = dict.fromkeys(range(1, 9), 0.0)


def test_a_current_limit_is_set_and_confirmed(lights: GardasoftRT, light_box: Box) -> None:
    lights.open()
    lights.set_rating(4, 0.35)
    assert b"RA0.350A" in light_box[0].feed(b"ST4\r")[0]


@pytest.mark.parametrize("model", ["PP861-20", "CV-24 SIMULATED", "RT"])
def test_a_wrong_identity_is_not_used(hosted, opened, model: str) -> None:
    simulator = GardasoftSimulator(model=model) if model != "RT" else GardasoftSimulator(model="hello")
    simulator.set_level(2, 40.0)
    driver = GardasoftRT(opened(hosted(simulator), 115200))
    with pytest.raises(DeviceFault) as caught:
        driver.open()
    assert caught.value.code == "device-wrong-identity"
    driver.close()
    assert simulator.levels()[2] == 40.0, "a stranger must not be given commands"


def test_it_does_not_depend_on_the_echo(lights: GardasoftRT, light_box: Box) -> None:
    light_box[0].echo = False
    lights.open()
    lights.light_only(3, 25.0)
    assert lights.levels()[3] == 25.0


def test_a_late_reply_is_never_taken_for_the_next_one(lights: GardasoftRT, light_box: Box) -> None:
    simulator, host = light_box
    lights.open()
    lights.light_only(1, 80.0)
    host.misbehave(LineFault.LATE, replies=1)
    with pytest.raises(DeviceTimeout):
        lights.levels()
    # The held reply arrives together with the next one: "on" for channel 1 must not become the answer to "off".
    with pytest.raises(ProtocolError):
        lights.all_off()
    lights.port.discard_until_idle(0.1, 2)
    lights.all_off()
    assert simulator.levels() == DARK


def test_an_event_of_the_lamp_refuses_the_command(lights: GardasoftRT, light_box: Box, monkeypatch) -> None:
    lights.open()
    simulator, _ = light_box
    monkeypatch.setitem(simulator._handlers, "RS", ((2,), lambda c, s: "Evt6,131" if s else ""))
    with pytest.raises(DeviceRefused) as caught:
        lights.light_only(6, 100.0)
    assert (caught.value.code, caught.value.facts["event"]) == ("lights-event", 131)


def test_a_refusal_carries_the_number(lights: GardasoftRT, light_box: Box) -> None:
    lights.open()
    with pytest.raises(DeviceRefused) as caught:
        lights.set_rating(1, 25.0)
    assert caught.value.facts["answer"] == "Err 1"

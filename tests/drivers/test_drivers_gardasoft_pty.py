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
    DeviceLost,
    DeviceRefused,
    DeviceStateError,
    DeviceTimeout,
    ProtocolError,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")

Box = tuple[GardasoftSimulator, PtyHost]
DARK = dict.fromkeys(range(1, 9), 0.0)


def test_it_says_who_it_is(lights: GardasoftRT) -> None:
    identity = lights.open()
    assert (identity.maker, identity.model, identity.firmware) == ("Gardasoft", "RT860F-SIMULATED", "V031")
    assert identity.simulated
    assert lights.channels == 8


def test_the_line_is_opened_as_the_manual_says(lights: GardasoftRT, light_box: Box) -> None:
    import termios

    assert light_box[1].wire.baud_code == termios.B115200


def test_nothing_is_sent_before_open(hosted, opened) -> None:
    simulator = GardasoftSimulator()
    simulator.set_level(2, 40.0)
    GardasoftRT(opened(hosted(simulator), 115200))
    assert simulator.levels()[2] == 40.0


def test_asking_who_it_is_switches_nothing(lights: GardasoftRT, light_box: Box) -> None:
    light_box[0].set_level(2, 40.0)
    lights.identify()
    assert light_box[0].levels()[2] == 40.0


def test_everything_is_off_after_open_and_after_close(lights: GardasoftRT, light_box: Box) -> None:
    simulator, _ = light_box
    simulator.set_level(2, 40.0)
    lights.open()
    assert simulator.levels() == DARK
    lights.light_only(3, 50.0)
    lights.close()
    assert simulator.levels() == DARK
    lights.close()


@pytest.mark.parametrize(("channel", "percent"), [(1, 100.0), (5, 50.5), (8, 1.0)])
def test_every_setting_is_confirmed(lights: GardasoftRT, light_box: Box, channel: int, percent: float) -> None:
    lights.open()
    lights.light_only(2, 33.0)
    lights.light_only(channel, percent)
    assert lights.levels() == DARK | {channel: percent} == light_box[0].levels()


@pytest.mark.parametrize(
    ("channel", "percent"), [(0, 50.0), (9, 50.0), (1, 0.0), (1, 100.5), (1, -1.0), (1, float("nan"))]
)
def test_limits_are_kept_before_a_byte_is_sent(
    lights: GardasoftRT, light_box: Box, channel: int, percent: float
) -> None:
    lights.open()
    with pytest.raises(DeviceStateError) as caught:
        lights.light_only(channel, percent)
    assert caught.value.code == "lights-out-of-range"
    assert light_box[0].levels() == DARK


def test_a_current_limit_is_set_and_confirmed(lights: GardasoftRT, light_box: Box) -> None:
    lights.open()
    lights.set_rating(4, 0.35)
    assert b"RA0.350A" in light_box[0].feed(b"ST4\r")[0]


def test_a_limited_level_is_not_taken_for_the_one_that_was_set(lights: GardasoftRT, light_box: Box) -> None:
    lights.open()
    light_box[0].limit_percent = 60.0
    with pytest.raises(DeviceStateError) as caught:
        lights.light_only(1, 80.0)
    assert caught.value.code == "lights-level-wrong"
    assert caught.value.facts["reported"] == 60.0
    assert light_box[0].levels() == DARK


def test_a_wrong_level_reported_switches_off(lights: GardasoftRT, light_box: Box) -> None:
    lights.open()
    light_box[0].reported_offset_percent = -7.0
    with pytest.raises(DeviceStateError) as caught:
        lights.light_only(1, 80.0)
    assert caught.value.code == "lights-level-wrong"
    assert light_box[0].levels() == DARK


def test_a_lamp_that_cannot_be_switched_off_is_a_fault(lights: GardasoftRT, light_box: Box) -> None:
    lights.open()
    lights.light_only(1, 80.0)
    light_box[0].stuck = True
    with pytest.raises(DeviceFault) as caught:
        lights.all_off()
    assert (caught.value.code, caught.value.facts["channel"]) == ("lights-not-off", "1")
    with pytest.raises(DeviceFault):
        lights.light_only(2, 50.0)
    with pytest.raises(DeviceFault):
        lights.close()


def test_another_lamp_lit_behind_its_back_is_switched_off(lights: GardasoftRT, light_box: Box) -> None:
    lights.open()
    light_box[0].set_level(7, 100.0)
    lights.light_only(1, 80.0)
    assert light_box[0].levels() == DARK | {1: 80.0}


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


@pytest.mark.parametrize("fault", [LineFault.BYTEWISE, LineFault.DOUBLED])
def test_how_the_bytes_come_makes_no_difference(lights: GardasoftRT, light_box: Box, fault: LineFault) -> None:
    light_box[1].misbehave(fault)
    lights.open()
    lights.light_only(3, 25.0)
    assert lights.levels() == DARK | {3: 25.0}


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (LineFault.SILENCE, DeviceTimeout),
        (LineFault.NOISE, DeviceTimeout),
        (LineFault.LATE, DeviceTimeout),
        (LineFault.HALF_THEN_HANGUP, DeviceLost),
    ],
)
def test_a_spoilt_reply_is_a_typed_error(lights: GardasoftRT, light_box: Box, fault: LineFault, error: type) -> None:
    lights.open()
    light_box[1].misbehave(fault, replies=1)
    with pytest.raises(error):
        lights.levels()


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
    lights.all_off()
    assert simulator.levels() == DARK


def test_silence_while_a_lamp_is_switched_on_still_sends_off(lights: GardasoftRT, light_box: Box) -> None:
    simulator, host = light_box
    lights.open()
    host.misbehave(LineFault.SILENCE)
    with pytest.raises(DeviceTimeout):
        lights.light_only(6, 100.0)
    assert simulator.wait_until(lambda levels: not any(levels.values()), 5)


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


def test_state_lost_on_the_device_is_noticed(lights: GardasoftRT, light_box: Box) -> None:
    lights.open()
    lights.light_only(6, 100.0)
    light_box[0].power_cycle()
    assert lights.levels() == DARK


def test_it_can_be_opened_again(light_box: Box, opened) -> None:
    for _ in range(3):
        driver = GardasoftRT(opened(light_box[1], 115200))
        driver.open()
        driver.light_only(1, 10.0)
        driver.close()
    assert light_box[0].levels() == DARK


def test_a_lost_port_is_lost_for_every_call(lights: GardasoftRT, light_box: Box) -> None:
    lights.open()
    light_box[1].unplug()
    for call in (lights.levels, lights.all_off, lights.check, lights.identify, lights.close):
        with pytest.raises(DeviceLost):
            call()
    lights.close()

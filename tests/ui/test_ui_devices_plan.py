"""What the guided set-up proposes, and the bench that its answers make."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.devices.set_up.plan import Plan, Values, light_of_wavelength, sane_values
from ui.devices.set_up.values_page import _RANGES
from workstation.lights import LightClass, find_light, known_lights
from workstation.maintenance import SET_UP_LIT_S, PortDescription

PORT = PortDescription("/dev/ttyUSB0")


@pytest.mark.parametrize(
    ("wavelength_nm", "code"), [(365, "UV365"), (254, "UV254"), (455, "VIS455"), (850, "IR850"), (1100, "IR1100")]
)
def test_a_reported_wavelength_is_proposed_as_a_light(wavelength_nm: int, code: str) -> None:
    light = light_of_wavelength(wavelength_nm)
    assert light is not None
    assert light.code == code


@given(st.integers(200, 2599))
def test_every_wavelength_of_a_lamp_makes_one_light(wavelength_nm: int) -> None:
    light = light_of_wavelength(wavelength_nm)
    assert light is not None
    assert light.wavelength_nm == wavelength_nm
    assert find_light(light.code) == light


@pytest.mark.parametrize("light", [each.code for each in known_lights()])
def test_proposed_values_fit_a_bench_file(light: str) -> None:
    values = sane_values(light)
    for name, (least, most, _, _) in _RANGES.items():
        assert least <= getattr(values, name) <= most
    assert values.max_on_s > (values.settle_ms + 3 * values.exposure_ms) / 1000


def test_uv_burns_shortest() -> None:
    longest = {
        each.code: sane_values(each.code).max_on_s
        for each in known_lights()
        if each.light_class is LightClass.ULTRAVIOLET
    }
    assert max(longest.values()) <= SET_UP_LIT_S < sane_values("WHITE").max_on_s
    assert longest["UV254"] < longest["UV365"]
    assert longest["UV"] == longest["UV365"]


def test_the_ranges_are_those_of_the_values() -> None:
    assert set(_RANGES) == {"percent", "current_limit_ma", "settle_ms", "exposure_ms", "max_on_s"}


def test_draft() -> None:
    plan = Plan(lights_kind="thorlabs-dc4100", lights_port=PORT, seen={2: "IR850", 1: "WHITE"}, name=" Booth 3 ")
    plan.values = {1: Values(60, 60, 30, 60, 350), 2: Values(100, 80, 100, 60)}
    plan.camera, plan.camera_device = "uvc", 1
    plan.reader_port = plan.chip_port = PORT
    draft = plan.draft()
    assert draft.name == "Booth 3"
    assert [each.channel for each in draft.channels] == [1, 2]
    first, second = draft.channels
    assert (first.current_limit_ma, second.current_limit_ma) == (350, None)
    assert (first.setting.light, first.setting.percent, first.setting.settle_ms) == ("WHITE", 60, 60)
    assert first.setting.discard_frames == 2
    assert (draft.reader_port, draft.chip_port) == (None, None), "a port without a device is left out"
    plan.camera = ""
    assert plan.draft().channels[0].setting.discard_frames == 0


def test_a_light_on_two_channels_is_found() -> None:
    assert Plan(seen={1: "WHITE", 2: "UV365", 3: "WHITE"}).twice() == {"WHITE"}

"""The test of a light says what was confirmed, how bright it was, and shows a small picture."""

from __future__ import annotations

import threading

import pytest
from ui_devices import Technician

from ui.devices.light_panel import LightPanel


@pytest.fixture
def technician(technician: Technician) -> Technician:
    technician.window.tabs.setCurrentIndex(1)
    return technician


def panel(technician: Technician) -> LightPanel:
    return technician.window.lights


def said_of(technician: Technician, light: str) -> str:
    panel(technician).buttons[light].click()
    technician.wait(lambda: not panel(technician)._testing)
    return panel(technician).outcomes[light].text()


def test_confirmed_light_brightness_share_and_picture(technician: Technician) -> None:
    said = said_of(technician, "WHITE")
    assert "✓ Confirmed before and after the exposure: White light" in said
    assert "Brightness 75 %" in said
    assert "50.0 %" in said
    assert "exposed 20 ms, lit 1.5 s" in said
    assert "Too bright" in said
    assert "SIMULATED" in said
    assert not panel(technician).pictures["WHITE"].pixmap().isNull()
    assert technician.bench.bench.lights.confirmed() is None


def test_false_colour_is_said(technician: Technician) -> None:
    assert "FALSE COLOUR" in said_of(technician, "UV365")


def test_a_light_that_is_not_confirmed_is_no_light(technician: Technician) -> None:
    technician.bench.bench.lights.confirms = "IR850"
    said = said_of(technician, "WHITE")
    assert said.startswith("✕ ")
    assert "Confirmed" not in said
    assert panel(technician).pictures["WHITE"].pixmap().isNull()


def test_one_test_at_a_time_and_none_during_a_capture(technician: Technician) -> None:
    go_on = threading.Event()
    lights = technician.bench.bench.lights
    switch_on = lights.switch_on
    lights.switch_on = lambda light: (go_on.wait(10), switch_on(light))[1]
    panel(technician).buttons["WHITE"].click()
    assert not any(each.isEnabled() for each in panel(technician).buttons.values())
    assert panel(technician).outcomes["WHITE"].text() == "● testing …"
    go_on.set()
    technician.wait(lambda: not panel(technician)._testing)
    assert all(each.isEnabled() for each in panel(technician).buttons.values())

    holding = threading.Event()
    technician.bench.step = lambda _: holding.wait(10)
    technician.desk.start_capture(("WHITE",))
    assert not any(each.isEnabled() for each in panel(technician).buttons.values())
    holding.set()
    technician.wait(lambda: not technician.desk.capturing)
    assert all(each.isEnabled() for each in panel(technician).buttons.values())


def test_uv_is_warned_of(technician: Technician) -> None:
    assert panel(technician).warning.isVisible()
    assert "glasses" in panel(technician).warning.text()
    assert panel(technician).buttons["UV254"].text().startswith("⚠ ")
    assert not panel(technician).buttons["WHITE"].text().startswith("⚠ ")

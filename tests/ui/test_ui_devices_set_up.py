"""The guided set-up: from a port to a bench file, and every lamp off whenever a page is left."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWizard
from ui_devices import Technician
from ui_fake_maintenance import FREE, FakeSetUp

from ui.devices.set_up import one_lamp
from ui.devices.set_up.file_page import user_bench_file
from ui.devices.set_up.leaving import LeaveDialog
from ui.devices.set_up.look_page import OTHER
from ui.devices.set_up.wavelength import WavelengthDialog
from ui.devices.set_up.wizard import SetUpWizard
from ui.language import install_language
from workstation.errors import ConfigurationError, DeviceStateError, DeviceTimeout


def look(technician: Technician) -> tuple[SetUpWizard, FakeSetUp]:
    wizard, lamps = technician.open_controller()
    wizard.next()
    assert wizard.currentPage() is wizard.look
    return wizard, lamps


def say(wizard: SetUpWizard, channel: int, code: str) -> None:
    seen = wizard.look.rows[channel].seen
    assert seen.choose(code)
    seen.activated.emit(seen.currentIndex())


def last_page(technician: Technician, *, camera: str = "") -> SetUpWizard:
    wizard, _ = look(technician)
    wizard.next()
    wizard.next()
    wizard.bench.name.setText("Booth 3")
    wizard.bench.camera.choose(camera)
    wizard.next()
    assert wizard.currentPage() is wizard.file
    technician.wait(lambda: wizard.file.isComplete() or wizard.file.trouble.isVisible())
    return wizard


def test_a_controller_of_unknown_kind_is_found_and_opened(technician: Technician) -> None:
    wizard = technician.open_set_up()
    page = wizard.controller
    assert page.port.port == FREE
    assert not wizard.button(QWizard.WizardButton.NextButton).isEnabled()
    page.connect_to.click()
    technician.wait(page.isComplete)
    assert technician.engine.asked == [("probe", FREE.address, ""), ("set_up", "thorlabs-dc4100", FREE.address)]
    assert "SN12" in page.who.text()
    assert "4 channels" in page.who.text()
    assert "killed" in page.after_kill.text()


def test_nobody_answers(technician: Technician) -> None:
    technician.engine.answers.clear()
    page = technician.open_set_up().controller
    page.connect_to.click()
    technician.wait(page.trouble.isVisible)
    assert "Nothing that this program knows" in page.trouble.text()
    assert not page.isComplete()
    assert page.connect_to.isEnabled()


def test_what_answers_is_no_light_controller(technician: Technician) -> None:
    technician.engine.answers[FREE.address] = "elyctis-idbox"
    page = technician.open_set_up().controller
    page.connect_to.click()
    technician.wait(page.trouble.isVisible)
    assert "no light controller" in page.trouble.text()


def test_another_port_closes_what_was_open(technician: Technician) -> None:
    wizard, lamps = technician.open_controller()
    wizard.controller.port.setEditText("/dev/ttyUSB9")
    technician.wait(lambda: lamps.closed)
    assert not wizard.controller.isComplete()


def test_a_reported_wavelength_is_proposed(technician: Technician) -> None:
    wizard, _ = look(technician)
    rows = wizard.look.rows
    assert [rows[channel].seen.code for channel in range(1, 5)] == ["UV365", "VIS455", "", ""]
    assert rows[1].reported.text() == "reports 365 nm"
    assert rows[3].reported.text() == "reports no wavelength"
    assert "glasses" in wizard.look.warning.text()
    assert wizard.look.isComplete()


def test_one_channel_is_lit_at_a_time(technician: Technician) -> None:
    wizard, lamps = look(technician)
    rows = wizard.look.rows
    rows[3].light.click()
    technician.wait(lambda: rows[3].state.text().startswith("● lit, off in"))
    assert lamps.calls == [("light", 3, 10.0)]
    rows[4].light.click()
    assert rows[3].state.text() == "… switching off"
    technician.wait(lambda: rows[4].state.text().startswith("● lit"))
    assert rows[3].state.text() == "○ off"
    wizard.look.all_off.click()
    assert rows[4].state.text() == "… switching off"
    technician.wait(lambda: rows[4].state.text() == "○ off")
    assert lamps.lit == 0


def test_a_lamp_is_said_to_be_lit_only_when_confirmed(technician: Technician) -> None:
    wizard, lamps = look(technician)
    lamps.fail = DeviceTimeout(device="thorlabs-dc4100")
    wizard.look.rows[3].light.click()
    assert wizard.look.rows[3].state.text() == "… switching on"
    technician.wait(wizard.look.trouble.isVisible)
    assert "does not answer" in wizard.look.trouble.text()
    technician.wait(lambda: wizard.look.rows[3].state.text() == "○ off")
    assert lamps.calls[-1] == ("off",)


def test_a_lamp_that_may_still_burn_is_said_to(technician: Technician) -> None:
    wizard, lamps = look(technician)
    wizard.look.rows[3].light.click()
    technician.wait(lambda: wizard.look.rows[3].state.text().startswith("● lit"))
    lamps.fail_off = DeviceStateError("lights-off-unconfirmed", device="thorlabs-dc4100", detail="")
    wizard.look.all_off.click()
    technician.wait(lambda: wizard.look.rows[3].state.text() == "⚠ may still be lit")
    assert "Switch off the power of the lamps" in wizard.look.trouble.text()
    lamps.fail_off = None
    wizard.look.all_off.click()
    technician.wait(lambda: wizard.look.rows[3].state.text() == "○ off")


def test_a_lamp_goes_off_by_itself(technician: Technician, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_lamp, "SET_UP_LIT_S", 0.2)
    wizard, lamps = look(technician)
    wizard.look.rows[3].light.click()
    technician.wait(lambda: ("off",) in lamps.calls)
    technician.wait(lambda: wizard.look.rows[3].state.text() == "○ off")


DOORS: dict[str, Callable[[Technician, SetUpWizard], object]] = {
    "next": lambda _, wizard: wizard.next(),
    "back": lambda _, wizard: wizard.back(),
    "cancel": lambda _, wizard: wizard.reject(),
    "escape": lambda _, wizard: QTest.keyClick(wizard, Qt.Key.Key_Escape),
    "close": lambda _, wizard: wizard.close(),
    "the technician's window": lambda technician, _: technician.window.close(),
    "the lamps-off key": lambda _, wizard: QTest.keyClick(wizard, Qt.Key.Key_F8),
}
ASKS = {"cancel", "escape", "close"}
STAYS_OPEN = {"next", "back", "the lamps-off key"}


@pytest.mark.parametrize("door", DOORS)
def test_lamps_are_off_whichever_way_the_page_is_left(technician: Technician, door: str) -> None:
    wizard, lamps = look(technician)
    wizard.look.rows[3].light.click()
    technician.wait(lambda: wizard.look.rows[3].state.text().startswith("● lit"))
    assert lamps.lit == 3
    DOORS[door](technician, wizard)
    technician.wait(lambda: lamps.lit == 0)
    if door in ASKS:
        question = technician.dialog()
        assert isinstance(question, LeaveDialog)
        question.reject()
        assert wizard.isVisible()
        DOORS[door](technician, wizard)
        technician.dialog().go.click()
    if door not in STAYS_OPEN:
        technician.wait(lambda: lamps.closed)
        assert technician.window.wizard is None


def test_a_controller_that_opens_after_the_wizard_has_gone_is_closed(technician: Technician) -> None:
    wizard = technician.open_set_up()
    wizard.controller.kind.choose("thorlabs-dc4100")
    go_on = threading.Event()
    technician.engine.hold = lambda: go_on.wait(10)
    wizard.controller.connect_to.click()
    wizard.reject()
    go_on.set()
    technician.wait(lambda: technician.engine.set_ups and technician.engine.set_ups[0].closed)


def test_a_light_on_two_channels_is_refused(technician: Technician) -> None:
    wizard, _ = look(technician)
    say(wizard, 3, "UV365")
    assert not wizard.look.isComplete()
    assert "365 nm" in wizard.look.doubled.text()
    say(wizard, 1, "")
    assert wizard.look.isComplete()
    assert wizard.plan.seen == {2: "VIS455", 3: "UV365"}


def test_no_light_is_no_bench(technician: Technician) -> None:
    wizard, _ = look(technician)
    say(wizard, 1, "")
    say(wizard, 2, "")
    assert not wizard.look.isComplete()


def test_a_wavelength_that_no_list_holds(technician: Technician) -> None:
    wizard, _ = look(technician)
    say(wizard, 4, OTHER)
    dialog = technician.dialog()
    assert isinstance(dialog, WavelengthDialog)
    dialog.wavelength_nm.setValue(1100)
    assert "IR1100" in dialog.intro.text()
    dialog.go.click()
    assert wizard.plan.seen[4] == "IR1100"
    assert wizard.look.rows[4].seen.code == "IR1100"


def test_values_begin_sane_and_stay_when_somebody_goes_back(technician: Technician) -> None:
    wizard, _ = look(technician)
    wizard.next()
    fields = wizard.values.fields
    assert fields[1, "max_on_s"].value() == 20
    fields[1, "exposure_ms"].setValue(250)
    assert "Exposure" in fields[1, "exposure_ms"].accessibleName()
    wizard.back()
    say(wizard, 3, "WHITE")
    wizard.next()
    assert wizard.values.fields[1, "exposure_ms"].value() == 250
    assert wizard.values.fields[3, "exposure_ms"].value() == 30


def test_the_rest_of_the_bench(technician: Technician) -> None:
    wizard, _ = look(technician)
    wizard.next()
    wizard.next()
    page = wizard.bench
    assert not page.isComplete(), "a bench has a name"
    page.name.setText("Booth 3")
    assert page.isComplete()
    page.reader.choose("elyctis-idbox")
    assert not page.isComplete(), "a reader has a port"
    page.reader_port.show_address("/dev/ttyUSB1")
    assert page.isComplete()
    page.chip.choose("pcsc")
    assert page.isComplete(), "a PC/SC reader has none"
    page.camera_device.setText("/dev/v4l/by-id/camera")
    page.px_per_mm.setValue(23.5)
    wizard.next()
    technician.wait(wizard.file.isComplete)
    draft = technician.engine.drafts[-1]
    assert (draft.camera, draft.camera_device, draft.px_per_mm) == ("uvc", "/dev/v4l/by-id/camera", 23.5)
    assert draft.reader_port is not None
    assert draft.reader_port.usb == "2b78:0005"
    assert (draft.chip_kind, draft.chip_port) == ("pcsc", None)
    assert [each.setting.light for each in draft.channels] == ["UV365", "VIS455"]


def test_the_file_is_written_and_the_earlier_one_kept(technician: Technician) -> None:
    path = user_bench_file()
    path.parent.mkdir(parents=True)
    path.write_text("earlier")
    wizard = last_page(technician)
    assert wizard.file.path.path == path
    assert "next start" in wizard.file.use.text()
    lamps = technician.engine.set_ups[-1]
    wizard.button(QWizard.WizardButton.FinishButton).click()
    technician.wait(lambda: technician.window.wizard is None)
    assert path.read_text() == 'name = "Booth 3"\n'
    assert path.with_name("bench.toml.bak").read_text() == "earlier"
    assert "next start" in technician.window.messages.text
    assert "bench.toml.bak" in technician.window.messages.text
    technician.wait(lambda: lamps.closed)


def test_a_file_elsewhere_says_how_to_use_it(technician: Technician, tmp_path: Path) -> None:
    wizard = last_page(technician)
    path = tmp_path / "other.toml"
    wizard.file.path.edit.setText(str(path))
    assert f"--bench bench:{path}" in wizard.file.use.text()
    wizard.button(QWizard.WizardButton.FinishButton).click()
    technician.wait(lambda: technician.window.wizard is None)
    assert f"--bench bench:{path}" in technician.window.messages.text
    assert not user_bench_file().exists()


def test_a_bench_that_cannot_be_is_refused(technician: Technician) -> None:
    technician.engine.refuse_draft = ConfigurationError(
        "configuration-duplicate", path="bench.toml", line=9, key="light", value="WHITE"
    )
    wizard = last_page(technician)
    assert "bench.toml, line 9" in wizard.file.trouble.text()
    assert not wizard.button(QWizard.WizardButton.FinishButton).isEnabled()


def test_a_disk_that_refuses_leaves_the_wizard_open(technician: Technician, tmp_path: Path) -> None:
    wizard = last_page(technician)
    wizard.file.path.edit.setText(str(tmp_path))
    wizard.button(QWizard.WizardButton.FinishButton).click()
    technician.wait(wizard.file.trouble.isVisible)
    assert wizard.isVisible()
    assert wizard.file.isComplete()


def test_the_wire_of_the_set_up_can_be_read(technician: Technician) -> None:
    wizard, _ = look(technician)
    wizard.button(QWizard.WizardButton.CustomButton1).click()
    technician.wait(wizard.wire.isVisible)
    wizard.wire.reject()


def test_enter_leaves_nothing_and_shows_nothing(technician: Technician) -> None:
    wizard, _ = look(technician)
    wizard.reject()
    question = technician.dialog()
    QTest.keyClick(question, Qt.Key.Key_Return)
    technician.wait(lambda: not question.isVisible())
    assert wizard.isVisible()


def test_a_wizard_that_has_gone_hears_nothing(technician: Technician, qapp: QApplication) -> None:
    for number in (1, 2):
        wizard, lamps = technician.open_controller()
        wizard.leave()
        technician.wait(lambda lamps=lamps: lamps.closed)
        qapp.sendPostedEvents(None, 52)  # DeferredDelete
        technician.window.lamps_off.click()
        technician.engine.plug(FREE, *(FREE for _ in range(number)))
        install_language("zh_CN" if number == 1 else "en")
        technician.wait(lambda number=number: len(technician.window.ports._ports) == number + 1)
    assert technician.window.wizard is None

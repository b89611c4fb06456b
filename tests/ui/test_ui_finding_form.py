"""Nothing is presumed of a finding, and none that was begun is lost without a word."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from test_ui_shell_work import BOX, draw
from ui_window import Opened

from ui.dialogs.case_dialogs import HeldElsewhereDialog, UnsavedDialog
from ui.panels.finding_form import FindingForm
from ui.workspace import DRAFT
from workstation.cases.model import Region, Shape
from workstation.errors import CaseFileError

OTHER = Region(Shape.RECTANGLE, ((10.0, 10.0), (90.0, 50.0)))


@pytest.fixture
def form(window: Opened) -> FindingForm:
    """The form after a rectangle was drawn."""
    window.capture()
    draw(window)
    return window.commands.space.findings.form


def complete(form: FindingForm) -> None:
    form.feature.choose("intaglio")
    form.observation.choose("absent")
    form.observation.activated.emit(0)


def outlines(window: Opened) -> list[str]:
    return [each.overlay_id for each in window.commands.space.view.view("questioned").overlays]


# ---------------------------------------------------------------------- nothing is presumed


def test_nothing_is_presumed_and_saving_waits(window: Opened, form: FindingForm) -> None:
    assert (form.feature.code, form.observation.code, form.significance.code) == ("", "", "")
    assert not form.save.isEnabled()
    assert form.why_not.text() == "Choose first: feature, observation, significance"
    QTest.keyClick(form.observed, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form.feature.hasFocus()
    assert not window.called("save_finding")
    complete(form)
    assert form.significance.code == "supports_false"
    assert form.save.isEnabled()
    assert not form.why_not.isVisible()


def test_what_is_not_chosen_stays_so_in_another_language(window: Opened, form: FindingForm) -> None:
    form.feature.choose("intaglio")
    window.program.window.choose_language("zh_CN")
    window.wait(lambda: form.why_not.text() == "请先选择：观察结果, 意义")
    assert (form.feature.code, form.observation.code) == ("intaglio", "")


def test_the_examiner_is_asked_once(window: Opened, form: FindingForm) -> None:
    assert form.examiner.isVisible()
    form.examiner.name.setText("Weber")
    complete(form)
    form.save.click()
    window.wait(lambda: window.commands.desk.findings())
    assert window.called("change_case") == [{"examiner": "Weber"}]
    assert window.bench.actor == "Weber"
    assert window.program.settings.examiner == "Weber"
    draw(window)
    assert not form.examiner.isVisible()


def test_without_a_name_the_finding_is_taken_all_the_same(window: Opened, form: FindingForm) -> None:
    complete(form)
    form.save.click()
    window.wait(lambda: window.commands.desk.findings())
    assert not window.called("change_case")


# ---------------------------------------------------------------------- outlined while it is written


def test_the_region_is_outlined_while_the_form_is_open(window: Opened, form: FindingForm) -> None:
    assert outlines(window) == [DRAFT]
    form.leave.click()
    assert outlines(window) == []


def test_drawing_again_moves_the_region_and_keeps_what_was_typed(window: Opened, form: FindingForm) -> None:
    form.observed.setPlainText("The edge is lifted.")
    draw(window, OTHER)
    assert form.observed.text == "The edge is lifted."
    complete(form)
    form.save.click()
    window.wait(lambda: window.commands.desk.findings())
    assert window.called("save_finding")[-1]["region"] == OTHER
    assert BOX != OTHER


# ---------------------------------------------------------------------- never lost without a word


@pytest.mark.parametrize("key", ["new_case", "open_case", "close_case", "sign_off", "new_finding", "quit"])
def test_what_would_lose_it_asks_first(window: Opened, form: FindingForm, key: str) -> None:
    window.act(key)
    dialog = window.dialog()
    assert isinstance(dialog, UnsavedDialog)
    assert not dialog.go.isDefault()
    dialog.reject()
    assert form.isVisible()
    assert outlines(window) == [DRAFT]
    assert window.program.window.isVisible()


@pytest.mark.parametrize("leave", [lambda window: window.program.window.close(), lambda window: window.act("quit")])
def test_quitting_goes_on_when_told_to(window: Opened, form: FindingForm, leave: Callable[[Opened], None]) -> None:
    leave(window)
    dialog = window.dialog()
    assert isinstance(dialog, UnsavedDialog)
    dialog.go.click()
    window.wait(lambda: not window.program.window.isVisible())


def test_an_untouched_form_is_left_without_a_question(window: Opened) -> None:
    window.capture()
    window.act("new_finding")
    window.act("close_case")
    window.wait(lambda: window.commands.desk.snapshot is None)
    assert QApplication.activeModalWidget() is None


# ---------------------------------------------------------------------- a case that is open elsewhere


def test_a_held_case_can_be_read(window: Opened) -> None:
    path = window.bench.free_case()[0]
    window.bench.fail_next = CaseFileError("case-open-elsewhere", path=path, holder="qdbench (PID 4711)")
    window.commands.open_path(path)
    dialog = window.dialog()
    assert isinstance(dialog, HeldElsewhereDialog)
    assert "Held by: qdbench (PID 4711)" in dialog.intro.text()
    window.bench.open_read_only = True
    dialog.go.click()
    window.wait(lambda: window.commands.desk.snapshot is not None)
    assert window.called("open_case")[-1]["read_only"] is True
    assert "reading only" in window.commands.space.notice.text()


def test_a_held_case_can_be_tried_again(window: Opened) -> None:
    path = window.bench.free_case()[0]
    window.bench.fail_next = CaseFileError("case-open-elsewhere", path=path, holder="")
    window.commands.open_path(path)
    dialog = window.dialog()
    assert isinstance(dialog, HeldElsewhereDialog)
    assert "Held by" not in dialog.intro.text()
    dialog.retry.click()
    window.wait(lambda: window.commands.desk.snapshot is not None)
    assert window.called("open_case")[-1]["read_only"] is False


# ---------------------------------------------------------------------- what is lit


def test_cancel_is_lit_only_where_it_does_something(window: Opened) -> None:
    stop = window.program.window.actions_by_key["stop"]
    assert not stop.isEnabled()
    window.capture()
    window.act("rectangle")
    assert stop.isEnabled()
    window.act("stop")
    assert not stop.isEnabled()
    window.act("full_screen")
    assert stop.isEnabled()
    window.act("stop")
    assert not stop.isEnabled()


def test_findings_buttons_are_dark_without_a_finding(window: Opened) -> None:
    findings = window.commands.space.findings
    assert not any(each.isEnabled() for each in (findings._jump, findings._edit, findings._withdraw))

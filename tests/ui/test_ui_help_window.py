"""F1 opens the page of what has the focus, beside the work; pages are searched, linked, and speak the language."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from ui_window import Opened, OpenWindow

from ui.help.pages import contents, title
from ui.help.window import HelpWindow
from ui.viewer.blend import Mode


def help_of(window: Opened) -> HelpWindow:
    window.wait(lambda: window.commands._help is not None)
    assert window.commands._help is not None
    return window.commands._help


def ask(window: Opened, where: QWidget | None = None) -> HelpWindow:
    """Press F1 where the focus is."""
    QTest.keyClick(where or window.program.window.focusWidget() or window.program.window, Qt.Key.Key_F1)
    return help_of(window)


@pytest.fixture
def worked(window: Opened) -> Opened:
    """A captured document beside its specimen."""
    window.open_case()
    window.capture()
    window.choose_specimen()
    window.act("to_pictures")
    return window


@pytest.mark.parametrize("mode", list(Mode))
def test_the_page_of_the_way_to_compare(worked: Opened, mode: Mode) -> None:
    worked.commands.space.compare.set_mode(mode)
    assert ask(worked, worked.commands.space.view.view("questioned")).shown == mode


def test_the_page_of_the_tool_in_hand(worked: Opened) -> None:
    view = worked.commands.space.view.view("questioned")
    for action, page_id in (("measure_distance", "measure"), ("place_a", "spectra"), ("pan", "lights")):
        worked.act(action)
        assert ask(worked, view).shown == page_id, action
        help_of(worked).close()
    worked.act("set_points")
    assert ask(worked, view).shown == "registration"


@pytest.mark.parametrize(
    ("action", "page_id"),
    [
        ("to_findings", "findings"),
        ("to_conclusion", "conclusion"),
        ("to_case", "case"),
        ("to_enhance", "enhance"),
        ("to_measure", "measure"),
        ("new_finding", "findings"),
        ("kept_views", "kept-views"),
        ("best_light", "spectra"),
    ],
)
def test_the_page_of_the_tab(worked: Opened, action: str, page_id: str) -> None:
    worked.act(action)
    assert ask(worked).shown == page_id


def test_the_page_of_the_step_that_is_chosen(worked: Opened) -> None:
    space = worked.commands.space
    worked.act("to_enhance")
    worked.wait(lambda: space.studio.capture is not None)
    space.studio.add("clahe")
    worked.wait(lambda: space.enhance.steps.place == 0)
    space.enhance.steps.list.setFocus()
    assert ask(worked, space.enhance.steps.list).shown == "clahe"


def test_an_empty_window_begins_at_the_beginning(window: Opened) -> None:
    assert ask(window).shown == "start"


@pytest.mark.parametrize(("action", "page_id"), [("new_case", "case"), ("import_pictures", "import")])
def test_a_question_that_is_open_can_be_asked_about(worked: Opened, action: str, page_id: str) -> None:
    worked.act(action)
    dialog = worked.dialog()
    shown = ask(worked, dialog.focusWidget() or dialog)
    assert shown.shown == page_id
    assert shown.parentWidget() is dialog, "else the open question would lock it"
    dialog.close()


def test_the_technicians_windows_ask_too(window: Opened) -> None:
    window.act("calibrate")
    beside = window.commands._calibration
    assert beside is not None
    window.wait(beside.isActiveWindow)
    assert ask(window, beside.focusWidget() or beside).shown == "calibrate"


def test_it_stays_open_while_the_work_goes_on(worked: Opened) -> None:
    shown = ask(worked, worked.commands.space.view.view("questioned"))
    assert not shown.isModal()
    assert QApplication.activeModalWidget() is None
    worked.act("curtain")
    assert worked.commands.space.compare.mode is Mode.CURTAIN
    assert ask(worked, worked.commands.space.view.view("questioned")) is shown
    assert shown.shown == "curtain"
    shown.close()
    worked.wait(lambda: worked.commands._help is None)


def test_links_lead_on_and_back(window: Opened) -> None:
    shown = ask(window)
    assert not shown.back.isEnabled()
    shown.page.anchorClicked.emit(QUrl("altered-entry"))
    assert shown.shown == "altered-entry"
    assert title("altered-entry", "en") in shown.page.toPlainText()
    shown.page.anchorClicked.emit(QUrl("https://example.org/"))
    assert shown.shown == "altered-entry", "nothing leads out of the program"
    shown.go_back()
    assert shown.shown == "start"
    assert not shown.back.isEnabled()


def test_searching_lists_what_holds_the_words(window: Opened) -> None:
    shown = ask(window)
    QTest.keyClicks(shown.wanted, "guilloches")
    names = [shown.list.topLevelItem(row).text(0) for row in range(shown.list.topLevelItemCount())]
    assert title("band-stop", "en") in names
    assert len(names) < len(contents().pages)
    QTest.keyClick(shown.wanted, Qt.Key.Key_Return)
    assert shown.shown == "band-stop"
    assert shown.page.textCursor().selectedText() == "guilloches"
    shown.wanted.clear()
    assert shown.list.topLevelItemCount() == len(contents().groups)


def test_pictures_stand_in_the_page(window: Opened) -> None:
    shown = ask(window)
    for page in contents().pages.values():
        if page.group == "tasks":
            shown.open_page(page.page_id)
            name = QUrl(f"pictures/{page.page_id}.jpg")
            assert not shown.page.loadResource(QTextDocument.ResourceType.ImageResource, name).isNull()


@pytest.mark.parametrize(("width", "height"), [(1024, 680), (1280, 800)])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_page_is_wider_than_its_place(open_window: OpenWindow, language: str, width: int, height: int) -> None:
    window = open_window(language, width=width, height=height)
    shown = ask(window)
    assert shown.width() <= width
    assert shown.height() <= height
    for page_id in contents().pages:
        shown.open_page(page_id)
        window.wait(lambda: shown.page.horizontalScrollBar().maximum() == 0)


def test_the_language_changes_while_it_is_open(window: Opened) -> None:
    shown = ask(window)
    shown.open_page("curtain")
    window.program.window.choose_language("zh_CN")
    window.wait(lambda: title("curtain", "zh_CN") in shown.page.toPlainText())
    assert shown.windowTitle() == "帮助"

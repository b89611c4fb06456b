"""Nothing is cut, everything can be reached by keyboard, targets are large."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from ui_window import Opened, OpenWindow

from ui.language import LANGUAGE_NAMES
from ui.panels.light_row import LightButton
from ui.panels.message_bar import MessageBar
from ui.viewer.strip import TILE_SIZE, LightStrip, StripItem
from ui.workspace import TABS
from workstation.devices import DeviceKind

ROOT = Path(__file__).resolve().parent.parent.parent


def scrolls(widget: QWidget) -> bool:
    """True inside a scroll area, where being out of sight is no fault."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def cut(window: QWidget) -> list[str]:
    """Visible texts that have less room than they need."""
    found = []
    frame = QRect(QPoint(0, 0), window.size())
    for each in window.findChildren(QWidget):
        if not each.isVisible() or not isinstance(each, QLabel | QAbstractButton):
            continue
        if type(each).__module__.startswith("ui.viewer") or not getattr(each, "text", str)():
            continue
        name = f"{type(each).__name__}: {each.text()[:60]}"
        place = QRect(each.mapTo(window, QPoint(0, 0)), each.size())
        if not scrolls(each) and not frame.contains(place):
            found.append(f"{name} stands outside: {place}")
        if isinstance(each, QLabel) and each.wordWrap():
            if each.height() < each.heightForWidth(each.width()):
                found.append(f"{name} is cut in height")
        elif each.sizePolicy().horizontalPolicy().name != "Ignored":
            needed = each.minimumSizeHint() if isinstance(each, QToolButton | LightButton) else each.sizeHint()
            if each.width() < needed.width() - 1:
                found.append(f"{name} needs {needed.width()} and has {each.width()}")
    return found


def fill(window: Opened) -> None:
    window.act("read_mrz")
    window.wait(lambda: window.commands.space.checks.rows.rows)
    window.choose_specimen()
    window.capture()
    window.bench.lose(DeviceKind.CAMERA)
    window.wait(lambda: window.commands.space.bench_row.reasons.isVisible())


def whole(window: Opened, what: str) -> None:
    """Wait until the layout has settled with nothing cut; otherwise say what is."""

    def nothing_is_cut() -> None:
        assert cut(window.program.window) == [], what

    window.qtbot.waitUntil(nothing_is_cut)


@pytest.mark.parametrize("language", LANGUAGE_NAMES)
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (3840, 2160)])
def test_nothing_is_cut(open_window: OpenWindow, language: str, width: int, height: int) -> None:
    window = open_window(language, width=width, height=height)
    frame = window.program.window
    assert (frame.width(), frame.height()) == (width, height), "the window needs more room than the screen has"
    window.wait(lambda: cut(frame) == [])
    fill(window)
    for tab in TABS:
        window.commands.space.show_tab(tab)
        whole(window, tab)
        for area in frame.findChildren(QScrollArea):
            if area.isVisible() and area.widget() is not None and area.widgetResizable():
                assert area.widget().minimumSizeHint().width() <= area.viewport().width(), f"{tab} is too wide"
    window.act("new_finding")
    whole(window, "form")
    assert (frame.width(), frame.height()) == (width, height)


@pytest.mark.parametrize("language", LANGUAGE_NAMES)
def test_toolbar_shows_every_button(open_window: OpenWindow, language: str) -> None:
    toolbar = open_window(language).program.window.toolbar
    hidden = [
        each.text() for each in toolbar.actions() if each.text() and not toolbar.widgetForAction(each).isVisible()
    ]
    assert hidden == []


@pytest.mark.parametrize("language", LANGUAGE_NAMES)
def test_targets_are_large_enough_for_gloves(open_window: OpenWindow, language: str) -> None:
    window = open_window(language)
    fill(window)
    small = [
        f"{type(each).__name__} {each.width()} x {each.height()}"
        for each in window.program.window.findChildren(QWidget)
        if isinstance(each, QPushButton | QToolButton | QComboBox | LightButton)
        and each.isVisible()
        and not isinstance(each.parentWidget(), MessageBar)
        and (each.height() < 38 or each.width() < 38)
    ]
    assert small == []
    tabs = window.commands.space.tabs.tabBar()
    tabs_small = [
        f"{tabs.tabText(at)} {tabs.tabRect(at).size()}"
        for at in range(tabs.count())
        if tabs.tabRect(at).width() < 44 or tabs.tabRect(at).height() < 40
    ]
    assert tabs_small == []


@pytest.mark.parametrize("language", LANGUAGE_NAMES)
def test_a_tab_is_called_as_the_menu_calls_it(open_window: OpenWindow, language: str) -> None:
    window = open_window(language)
    for at, key in enumerate(TABS):
        tab = window.commands.space.tabs.tabText(at).casefold()
        action = window.program.window.actions_by_key.get(f"to_{key}")
        assert action is None or tab in action.text().replace("&", "").casefold(), (tab, action.text())


def test_tab_reaches_every_control(window: Opened) -> None:
    fill(window)
    window.commands.space.show_tab("findings")
    window.commands.space.bench_row.pages.setFocus()
    reached: list[QWidget] = []
    for _ in range(120):
        window.program.window.focusNextChild()
        widget = QApplication.focusWidget()
        if widget in reached:
            break
        reached.append(widget)
    space = window.commands.space
    for wanted in (
        space.bench_row.scenes,
        space.light_row.buttons["WHITE"],
        space.light_row.buttons["IR940"],
        space.view.view("questioned"),
        space.view.view("specimen"),
        space.findings.features,
        space.findings.table,
    ):
        assert wanted in reached, wanted


def test_tab_goes_through_the_form_in_reading_order(window: Opened) -> None:
    fill(window)
    window.act("new_finding")
    form = window.commands.space.findings.form
    order = [form.feature, form.light, form.method, form.observation, form.significance, form.observed, form.expected]
    assert form.feature.hasFocus()
    for following in order[1:]:
        window.program.window.focusNextChild()
        assert following.hasFocus()


def test_letters_in_a_list_find_an_entry_and_trigger_nothing(window: Opened) -> None:
    from PySide6.QtTest import QTest

    fill(window)
    window.act("new_finding")
    form = window.commands.space.findings.form
    form.method.setFocus()
    QTest.keyClick(form.method, Qt.Key.Key_O)
    assert form.method.code == "oblique"
    assert not window.program.window.actions_by_key["polygon"].isChecked()


def test_every_label_of_a_field_leads_to_it(window: Opened) -> None:
    form, case = window.commands.space.findings.form, window.commands.space.case
    assert all(label.buddy() is getattr(form, name) for name, label in form._labels.items())
    assert all(label.buddy() is not None for label in case._labels.values())


def test_state_is_never_said_by_colour_alone(window: Opened) -> None:
    fill(window)
    for label in window.commands.space.bench_row.states:
        symbol, words = label.text().split(" ", 1)
        assert symbol in "✓●…○⚠✕"
        assert ": " in words


def test_eight_lights_stand_in_the_strip_without_scrolling(qtbot: QtBot) -> None:
    """So many has the simulated bench, and so wide is the strip at 1280 x 800."""
    strip = LightStrip()
    qtbot.addWidget(strip)
    strip.set_items([StripItem(f"L{n}", f"Light {n}", None, "SIMULATED", 0, n == 0) for n in range(8)])
    strip.resize(875, 160)
    strip.show()
    qtbot.waitUntil(lambda: strip._list.horizontalScrollBar().maximum() == 0)
    strip.resize(1400, 160)
    qtbot.waitUntil(lambda: strip._list.painter.size.width() == TILE_SIZE.width())


SCALED = """
import sys
sys.path.insert(0, {here!r})
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ui.app import run
from ui_fake_workbench import FakeWorkbench
from test_ui_shell_layout import cut
def shown():
    window = next(each for each in QApplication.topLevelWidgets() if hasattr(each, "actions_by_key"))
    def end():
        print(window.devicePixelRatioF(), window.width(), window.height(), cut(window))
        QApplication.quit()
    def look():
        if window.actions_by_key["capture_all"].isEnabled():
            QTimer.singleShot(200, end)
        else:
            QTimer.singleShot(20, look)
    look()
sys.exit(run(lambda: FakeWorkbench(Path({folder!r})), language="zh_CN", after_shown=shown))
"""


def test_works_at_one_and_a_half_times_the_scale(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "QT_SCALE_FACTOR": "1.5",
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }
    script = SCALED.format(here=str(Path(__file__).parent), folder=str(tmp_path))
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, timeout=60, check=False
    )
    assert done.stdout.strip() == "1.5 1280 800 []", done.stdout + done.stderr

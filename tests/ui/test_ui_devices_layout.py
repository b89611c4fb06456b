"""The technician's window in both languages: nothing is cut, everything is reached by keyboard and has a name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)
from test_ui_shell_language import english_left
from test_ui_shell_layout import cut
from ui_devices import Technician
from ui_fake_maintenance import READER, SECRET, lost
from ui_fake_workbench import status

from ui.devices.read_table import ReadTable
from ui.devices.set_up.wizard import SetUpWizard
from ui.language import LANGUAGE_NAMES, install_language
from workstation.devices import DeviceKind
from workstation.errors import DeviceTimeout
from workstation.events import DeviceChanged
from workstation.maintenance import Direction

ROOT = Path(__file__).resolve().parent.parent.parent
FIELDS = QAbstractButton | QComboBox | QLineEdit | QAbstractSpinBox | QAbstractItemView | QPlainTextEdit
# Names of makers, kinds, devices, lights and addresses, and the file as it is written.
PROPER = (
    "Thorlabs", "thorlabs-dc4100", "Gardasoft", "Elyctis", "NXP", "UVC", "PC/SC", "FTDI", "/dev/tty", "bench.toml",
    " lights ", "VIS455",
)  # fmt: skip


@pytest.fixture(params=LANGUAGE_NAMES)
def language(request: pytest.FixtureRequest, technician: Technician) -> str:
    install_language(request.param)
    said = {"en": "Devices", "zh_CN": "设备"}[request.param]
    technician.wait(lambda: technician.window.windowTitle().startswith(said))
    return request.param


def fill(technician: Technician) -> None:
    """Something to say in every part of the window."""
    gone = lost(status(DeviceKind.LIGHTS))
    technician.engine.happen(gone)
    technician.engine.say("lights", Direction.SENT, b"RT1,100\r", "RT1,100")
    technician.engine.say(READER, Direction.RECEIVED, SECRET)
    technician.bench.post(DeviceChanged(gone))
    technician.wait(technician.window.devices.reason.isVisible)


def settle(technician: Technician, widget: QWidget) -> None:
    """The layout has caught up."""
    technician.wait(lambda: cut(widget) == [] or not QApplication.hasPendingEvents())


def unnamed(window: QWidget) -> list[str]:
    """Fields that a screen reader would call nothing."""

    def named(field: QWidget) -> bool:
        buddies = [
            label for label in window.findChildren(QWidget) if getattr(label, "buddy", lambda: None)() is field
        ]
        return bool(field.accessibleName() or getattr(field, "text", str)() or buddies)

    return [
        f"{type(each).__name__} in {type(each.parentWidget()).__name__}"
        for each in window.findChildren(QWidget)
        if isinstance(each, FIELDS)
        and each.isVisible()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(each.parentWidget(), QAbstractSpinBox | QComboBox)
        and not named(each)
        and each.focusProxy() is None
        and getattr(each.parentWidget(), "focusProxy", lambda: None)() is not each
    ]


def unreached(window: QWidget) -> list[QWidget]:
    """Fields that the Tab key does not come to."""
    window.activateWindow()
    reached: set[QWidget] = set()
    for _ in range(150):
        window.focusNextChild()
        focus = QApplication.focusWidget()
        if focus is not None:
            reached.add(focus)
    return [
        each
        for each in window.findChildren(QWidget)
        if isinstance(each, FIELDS)
        and each.isVisible()
        and each.isEnabled()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(each.parentWidget(), QAbstractSpinBox | QComboBox)
        and each not in reached
        and each.window() is window
    ]


def too_wide(window: QWidget) -> list[str]:
    """Scroll areas that hide something to their right."""
    return [
        f"{area.widget().minimumSizeHint().width()} > {area.viewport().width()}"
        for area in window.findChildren(QScrollArea)
        if area.isVisible()
        and area.widget() is not None
        and area.widget().minimumSizeHint().width() > area.viewport().width()
    ]


def english(window: QWidget) -> set[str]:
    return {text for _, text in english_left(window) if not any(name in text for name in PROPER)}


def faults(technician: Technician, window: QWidget, language: str) -> list[object]:
    settle(technician, window)
    return [
        *cut(window),
        *unnamed(window),
        *unreached(window),
        *too_wide(window),
        *(english(window) if language == "zh_CN" else ()),
    ]


def test_every_page_of_the_window(technician: Technician, language: str) -> None:
    fill(technician)
    window = technician.window
    assert window.width() <= 1280
    assert window.height() <= 800
    for tab in range(3):
        window.tabs.setCurrentIndex(tab)
        assert faults(technician, window, language) == [], tab
    window.tabs.setCurrentIndex(0)
    window.devices.tabs.setCurrentIndex(1)
    assert faults(technician, window, language) == []
    if language == "zh_CN":
        for table in window.findChildren(ReadTable):
            heads = [
                table.content.headerData(column, Qt.Orientation.Horizontal)
                for column in range(table.content.columnCount())
            ]
            assert not [each for each in heads if each.isascii()], heads


def test_every_page_of_the_set_up(technician: Technician, language: str) -> None:
    wizard, lamps = technician.open_controller()
    assert wizard.width() <= 1280
    assert wizard.height() <= 800
    assert faults(technician, wizard, language) == []
    wizard.next()
    lamps.fail = DeviceTimeout(device="thorlabs-dc4100")
    wizard.look.rows[1].light.click()
    technician.wait(wizard.look.trouble.isVisible)
    seen = wizard.look.rows[3].seen
    seen.choose("UV365")
    seen.activated.emit(seen.currentIndex())
    assert faults(technician, wizard, language) == []
    seen.choose("WHITE")
    seen.activated.emit(seen.currentIndex())
    for page in (wizard.values, wizard.bench, wizard.file):
        wizard.next()
        assert wizard.currentPage() is page
        wizard.bench.name.setText("3")
        assert faults(technician, wizard, language) == [], page


def test_a_whole_set_up_by_keyboard(technician: Technician) -> None:
    def press(key: Qt.Key, alt: bool = False) -> None:
        modifier = Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(QApplication.focusWidget() or wizard, key, modifier)

    technician.window.activateWindow()
    technician.wait(technician.window.isActiveWindow)
    QTest.keyClick(technician.window, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    technician.wait(lambda: technician.window.wizard)
    wizard = technician.window.wizard
    assert isinstance(wizard, SetUpWizard)
    wizard.activateWindow()
    technician.wait(wizard.isActiveWindow)
    press(Qt.Key.Key_F, alt=True)
    technician.wait(wizard.controller.isComplete)
    press(Qt.Key.Key_N, alt=True)
    technician.wait(lambda: wizard.currentPage() is wizard.look)
    wizard.look.rows[3].light.setFocus()
    press(Qt.Key.Key_Space)
    technician.wait(lambda: technician.engine.set_ups[-1].lit == 3)
    press(Qt.Key.Key_O, alt=True)
    technician.wait(lambda: technician.engine.set_ups[-1].lit == 0)
    wizard.look.rows[3].seen.setFocus()
    press(Qt.Key.Key_Down)
    assert 3 in wizard.plan.seen
    for page in (wizard.values, wizard.bench):
        press(Qt.Key.Key_N, alt=True)
        technician.wait(lambda page=page: wizard.currentPage() is page)
    QTest.keyClicks(QApplication.focusWidget(), "Booth")
    press(Qt.Key.Key_N, alt=True)
    technician.wait(wizard.file.isComplete)
    press(Qt.Key.Key_W, alt=True)
    technician.wait(lambda: technician.window.wizard is None)


SCALED = """
import sys
sys.path.insert(0, {here!r})
from pathlib import Path
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from ui.language import install_language
from ui.style import apply_style
application = QApplication([])
apply_style(application)
install_language("zh_CN")
import ui_devices
class Waits:
    def waitUntil(self, holds, timeout):
        while not holds():
            application.processEvents()
technician = ui_devices.alone(Waits(), Path({folder!r}))
from test_ui_devices_layout import cut
window = technician.window
found = []
for tab in range(3):
    window.tabs.setCurrentIndex(tab)
    for _ in range(20):
        application.processEvents()
    found += cut(window)
print(window.devicePixelRatioF(), found)
technician.end()
"""


def test_works_at_one_and_a_half_times_the_scale(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_SCALE_FACTOR": "1.5", "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    script = SCALED.format(here=str(Path(__file__).parent), folder=str(tmp_path))
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, timeout=60, check=False
    )
    assert done.stdout.strip() == "1.5 []", done.stdout + done.stderr

"""The technician's window over a bench in memory, as a test works at it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from ui_fake_maintenance import FakeMaintenance, FakeSetUp
from ui_fake_workbench import FakeWorkbench
from ui_window import OpenWindow

from ui.desk import Desk
from ui.devices.set_up.wizard import SetUpWizard
from ui.devices.window import DevicesWindow


class Technician:
    """What a technician does at the window."""

    def __init__(self, qtbot: QtBot, bench: FakeWorkbench, desk: Desk, window: DevicesWindow) -> None:
        self.bench, self.desk, self.window = bench, desk, window
        self.engine: FakeMaintenance = bench.engine
        self._qtbot = qtbot
        window.show()
        self.wait(lambda: window.ports._ports == self.engine.found)

    def wait(self, holds: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(holds()), timeout=60_000)

    def dialog(self) -> QWidget:
        self.wait(QApplication.activeModalWidget)
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        return dialog

    def open_set_up(self) -> SetUpWizard:
        self.window.set_up.click()
        assert self.window.wizard is not None
        return self.window.wizard

    def open_controller(self) -> tuple[SetUpWizard, FakeSetUp]:
        wizard = self.open_set_up()
        wizard.controller.connect_to.click()
        self.wait(lambda: wizard.lamps and wizard.controller.isComplete())
        return wizard, self.engine.set_ups[-1]

    def end(self) -> None:
        self.window.close()
        self.desk.detach()
        self.bench.shutdown()
        self.window.deleteLater()


def alone(qtbot: QtBot, folder: Path) -> Technician:
    """The window without the examiner's."""
    bench = FakeWorkbench(folder, technician=True)
    desk = Desk()
    desk.attach(bench)
    lamps_off = QAction(desk, shortcut="F8")
    lamps_off.triggered.connect(bench.lights_off)
    return Technician(qtbot, bench, desk, DevicesWindow(desk, bench.maintenance, lamps_off))


def beside(open_window: OpenWindow, language: str = "en", **options: object) -> Technician:
    """The window as the examiner's opens it."""
    booth = open_window(language, technician=True, **options)
    booth.act("devices")
    window = booth.commands._devices
    assert window is not None
    return Technician(booth.qtbot, booth.bench, booth.commands.desk, window)

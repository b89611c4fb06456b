"""The whole program as a person has it: its window on a real bench, real drivers and real case files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import main
from ui.app import Program
from ui.viewer.view import PictureView
from workstation.devices import DeviceState
from workstation.workbench import Workbench

#: How long a test waits for what it expects; the time only ends a test that fails, so that a busy machine fails none.
PATIENCE_MS = 90_000


class RealWindow:
    """A window of 1280 x 800 whose devices are ready.

    With ``QDBENCH_SCREENSHOTS`` set to a folder, :meth:`keep_picture` keeps there what a person sees.
    """

    #: First word of the names of kept pictures, behind the language.
    about: ClassVar[str] = ""

    def __init__(
        self, qtbot: QtBot, folder: Path, *, language: str = "en", scene: str = "uto-passport-counterfeit"
    ) -> None:
        self.qtbot, self.folder, self.language, self.scene = qtbot, folder, language, scene
        self.program = Program(self.open_workbench, language=language, settings_file=folder / "window.json")
        self.window = self.program.window
        self.window.resize(1280, 800)
        with qtbot.waitSignal(self.window.painted, timeout=PATIENCE_MS):
            self.window.show()
        self.window.activateWindow()
        self.program.furnish()
        self.wait(lambda: self.desk.workbench is not None)
        self.wait(lambda: all(each.status.state is DeviceState.READY for each in self.desk.bench.bench.devices()))

    def open_workbench(self) -> Workbench:
        """What the program works with."""
        return main.open_workbench(f"simulated:{self.scene}", cases_dir=self.folder / "cases")

    def end(self) -> None:
        """Shut down as the program does."""
        self.program.shut_down()

    # ------------------------------------------------------------------ what a person sees

    @property
    def commands(self) -> Any:
        return self.program.commands

    @property
    def desk(self) -> Any:
        return self.commands.desk

    @property
    def space(self) -> Any:
        return self.commands.space

    @property
    def view(self) -> PictureView:
        """The pane of the questioned document."""
        return self.space.view.view("questioned")

    def shows(self, light: str) -> bool:
        """Whether the questioned document is seen in that light."""
        capture = self.desk.captures().get(light)
        return capture is not None and self.space.pictures.shown["questioned"] == capture.capture_id

    def keep_picture(self, name: str, widget: QWidget | None = None) -> None:
        wanted = os.environ.get("QDBENCH_SCREENSHOTS")
        if wanted:
            Path(wanted).mkdir(parents=True, exist_ok=True)
            QApplication.processEvents()
            named = "-".join(part for part in (self.language, self.about, name) if part)
            (widget or self.window).grab().save(str(Path(wanted) / f"{named}.png"))

    # ------------------------------------------------------------------ what a person does

    def wait(self, holds: Callable[[], object]) -> None:
        """Until it holds."""
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=PATIENCE_MS)

    def act(self, key: str) -> None:
        """Take an action of the menu as soon as it is offered."""
        action = self.window.actions_by_key[key]
        self.wait(action.isEnabled)
        action.trigger()

    def press(self, key: Qt.Key | str, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.window, key, modifiers)

    def capture(self, lights: tuple[str, ...] = ()) -> None:
        """These lights or all of them, to the end."""
        if lights:
            self.desk.start_capture(lights)
        else:
            self.act("capture_all")
        wanted = set(lights or self.desk.bench_lights())
        self.wait(lambda: not self.desk.capturing and wanted <= set(self.desk.captures()))

    def dialog(self, kind: type[QWidget] = QWidget) -> Any:
        """The dialog of that kind, once it is open."""
        self.wait(lambda: isinstance(QApplication.activeModalWidget(), kind))
        return QApplication.activeModalWidget()

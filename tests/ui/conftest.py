"""A window with a bench in memory, opened as the program opens it and shut down as it shuts down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from ui_fake_workbench import FakeWorkbench

from ui.app import Program
from ui.commands import Commands
from ui.language import install_language
from ui.style import apply_style

HERE = Path(__file__).parent
# The offscreen platform says at every dialog what it cannot do; it has no bearing on what is tested.
OFFSCREEN = r"This plugin does not support"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN))


@dataclass
class Opened:
    """A running window."""

    program: Program
    bench: FakeWorkbench
    qtbot: QtBot

    @property
    def commands(self) -> Commands:
        assert self.program.commands is not None
        return self.program.commands

    def wait(self, holds: Callable[[], object], timeout_ms: int = 8000) -> None:
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=timeout_ms)

    def act(self, key: str) -> None:
        self.program.window.actions_by_key[key].trigger()

    def open_case(self) -> None:
        """Another case, read-only where the bench says so."""
        desk = self.commands.desk
        before = desk.snapshot.info.case_id if desk.snapshot else None
        self.commands.open_path(self.bench.suggest_case()[0])
        self.wait(lambda: not desk.switching and desk.snapshot and desk.snapshot.info.case_id != before)

    def capture(self) -> None:
        """Every light, to the end."""
        self.act("capture_all")
        desk = self.commands.desk
        self.wait(lambda: not desk.capturing and set(desk.captures()) >= set(desk.bench_lights()))

    def choose_specimen(self) -> None:
        desk = self.commands.desk
        desk.keep(self.bench.choose_model(desk.exhibit_id, "UTO-PP-1-2024", "manual"))
        self.wait(lambda: desk.model is not None)

    def called(self, name: str) -> list[dict[str, object]]:
        """Arguments of every call of that name so far."""
        return [said for called, said in self.bench.calls if called == name]

    def dialog(self) -> QWidget:
        """The dialog that is open."""
        self.wait(QApplication.activeModalWidget)
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        return dialog


OpenWindow = Callable[..., Opened]


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[OpenWindow]:
    """Opens windows; every one is shut down after the test."""
    before = qapp.styleSheet()
    apply_style(qapp)
    opened: list[Opened] = []

    def open_one(language: str = "en", *, width: int = 1280, height: int = 800, **options: object) -> Opened:
        bench = FakeWorkbench(tmp_path / "cases", **options)
        program = Program(lambda: bench, language=language, settings_file=tmp_path / "window.json")
        program.window.resize(width, height)
        one = Opened(program, bench, qtbot)
        opened.append(one)
        with qtbot.waitSignal(program.window.painted, timeout=5000):
            program.window.show()
        program.window.activateWindow()
        one.wait(program.window.isActiveWindow)
        program.furnish()
        one.wait(lambda: one.commands.desk.workbench is not None)
        return one

    yield open_one
    for each in opened:
        each.program.shut_down()
        assert each.bench.stopped
    qapp.sendPostedEvents(None, 52)  # DeferredDelete
    install_language("en")
    qapp.setStyleSheet(before)


@pytest.fixture
def window(open_window: OpenWindow) -> Opened:
    """An English window with no case."""
    return open_window()

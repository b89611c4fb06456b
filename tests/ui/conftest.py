"""A window with a bench in memory, opened as the program opens it and shut down as it shuts down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker
from ui_devices import Technician, alone
from ui_fake_workbench import FakeWorkbench
from ui_window import Opened, OpenWindow

from ui.app import Program
from ui.language import install_language
from ui.style import apply_style

HERE = Path(__file__).parent
PATIENCE_MS = 60_000
# The offscreen platform says at every dialog what it cannot do; it has no bearing on what is tested.
OFFSCREEN = r"This plugin does not support"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN))


class PatientQtBot(QtBot):
    """Waits up to a minute: the time only ends a test that fails, so that a busy machine fails none."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **options: Any) -> SignalBlocker:
        return super().waitSignal(signal, timeout=timeout, **options)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientQtBot(request)


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
        with qtbot.waitSignal(program.window.painted):
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


@pytest.fixture
def technician(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Technician]:
    """The technician's window without the examiner's."""
    before = qapp.styleSheet()
    apply_style(qapp)
    install_language("en")
    one = alone(qtbot, tmp_path / "cases")
    yield one
    one.end()
    qapp.sendPostedEvents(None, 52)  # DeferredDelete
    qapp.setStyleSheet(before)

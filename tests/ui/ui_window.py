"""A window with a bench in memory, as a test works at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from ui_fake_workbench import FakeWorkbench

from ui.app import Program
from ui.commands import Commands


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

    def wait(self, holds: Callable[[], object], timeout_ms: int = 30_000) -> None:
        """Until it holds; the time only ends a test that fails, so that a busy machine fails none."""
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=timeout_ms)

    def act(self, key: str) -> None:
        self.program.window.actions_by_key[key].trigger()

    def open_case(self) -> None:
        """Another case, read-only where the bench says so."""
        desk = self.commands.desk
        before = desk.snapshot.info.case_id if desk.snapshot else None
        self.commands.open_path(self.bench.free_case()[0])
        self.wait(lambda: not desk.switching and desk.snapshot and desk.snapshot.info.case_id != before)

    def capture(self) -> None:
        """Every light, to the end."""
        self.act("capture_all")
        desk = self.commands.desk
        self.wait(lambda: not desk.capturing and set(desk.captures()) >= set(desk.bench_lights()))

    def choose_specimen(self) -> None:
        desk = self.commands.desk
        desk.keep(self.bench.record.choose_model(desk.exhibit_id, "UTO-PP-1-2024", "manual"))
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

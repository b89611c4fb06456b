"""What the actions of machine checks do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ui.written import written_text

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from ui.desk import Desk
    from ui.main_window import MainWindow
    from ui.workspace import Workspace
    from workstation.cases.exports import Written
    from workstation.cases.model import CheckOutcome

    Base = QObject
else:
    Base = object


class CheckCommands(Base):
    """Mixin of ``ui.commands.Commands``."""

    desk: Desk
    space: Workspace
    _window: MainWindow
    _left_at: tuple[str, str] | None = None

    def _connect_checks(self) -> None:
        panel = self.space.checks
        self.desk.captureChanged.connect(self._note_where)
        panel.run.connect(self.do_run_checks)
        panel.overrule.connect(self.do_overrule)
        panel.failedArrived.connect(self._show_worst)

    def _note_where(self) -> None:
        """The side and light in hand when the capture ended."""
        self._left_at = (self.desk.page, self.desk.light)

    def _show_worst(self) -> None:
        """What is irregular comes to the front, unless somebody has begun to look, to compare or to write."""
        space = self.space
        busy = space.findings.form.unsaved or space.compare.at_work or space.linked.on or self.desk.finding_id
        at_tools = space.tabs.currentWidget() in (space.measure_tab, space.enhance)
        drawing = space.view.view("questioned").tool != "pan"
        if busy or at_tools or drawing or self._left_at != (self.desk.page, self.desk.light):
            return
        space.show_tab("checks", focus=False)
        space.checks.take_worst()
        self._note_where()  # a later run of the same capture may come to the front again

    def do_run_checks(self) -> None:
        """Every machine check on the exhibit in hand."""
        self._note_where()
        self.desk.keep(self.desk.bench.checks.run(self.desk.exhibit_id or None))

    def do_to_checks(self) -> None:
        """The keyboard to the list of checks."""
        self.space.show_tab("checks", focus=False)
        self.space.checks.list.setFocus()

    def do_next_failed(self) -> None:
        """The next irregular result with its light and place."""
        self.space.show_tab("checks", focus=False)
        self.space.checks.step_failed()

    def do_overrule(self) -> None:
        """Ask what the examiner says instead of the machine."""
        from ui.checks.overrule import OverruleDialog

        each = self.space.checks.in_hand
        if each is None or not self.desk.editable:
            return
        self.space.show_tab("checks", focus=False)
        dialog = OverruleDialog(each, self._window)
        dialog.wanted.connect(self._overrule)
        dialog.open()

    def do_export_checks(self) -> None:
        """Ask for the file of the log."""
        from ui.checks.log_dialog import CheckLogDialog

        path = self.desk.case_path
        dialog = CheckLogDialog(path.with_suffix(".xml") if path else Path("checks.xml"), self._window)
        dialog.wanted.connect(self._export_checks)
        dialog.open()

    def _export_checks(self, path: Path, personal: bool) -> None:
        self.desk.work(self.desk.bench.checks.export_log(path, personal=personal), self._checks_exported)

    def _checks_exported(self, written: Written) -> None:
        self._window.messages.show_notice(lambda: written_text(self.tr("Log of checks written: {path}"), written))

    def _overrule(self, result_id: str, outcome: CheckOutcome, reason: str) -> None:
        self.desk.keep(self.desk.bench.checks.overrule(result_id, outcome, reason))

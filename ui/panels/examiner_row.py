"""Who examines: asked where a finding is written, once, and in no one's way."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.spoken import Panel
from ui.style import TONES


class ExaminerRow(Panel):
    """There only while the open case names no examiner."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.label, self.name = QLabel(), QLineEdit()
        self.label.setBuddy(self.name)
        self.label.setWordWrap(True)
        self.label.setStyleSheet(f"color: {TONES['caution']};")
        down = QVBoxLayout(self)
        down.setContentsMargins(12, 4, 12, 0)
        down.setSpacing(3)
        down.addWidget(self.label)
        down.addWidget(self.name)
        self.say(self.label.setText, lambda: self.tr("⚠ No examiner is named in this case. Your name:"))
        desk.caseChanged.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Be there or not."""
        snapshot = self._desk.snapshot
        self.setVisible(snapshot is not None and not snapshot.info.examiner)

    def take(self) -> str:
        """Name the examiner of the case and of what is written from now on; empty where nobody typed a name."""
        name = self.name.text().strip() if not self.isHidden() else ""
        if name:
            self._desk.bench.actor = name
            self._desk.keep(self._desk.bench.record.change_case(examiner=name))
        return name

"""The one place where trouble is told: a bar that never blocks and never piles up."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from ui.language import current_language
from ui.spoken import Spoken
from workstation.errors import WorkstationError
from workstation.messages import explain

NOTICE_MS = 15_000


class MessageBar(Spoken, QFrame):
    """The latest message, until it is dismissed or another takes its place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text: Callable[[], str] = str
        self._times = 0
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._dismiss = QPushButton()
        self.say(self._dismiss.setText, lambda: self.tr("Dismiss"))
        self._dismiss.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 6, 4)
        row.addWidget(self._label, 1)
        row.addWidget(self._dismiss)
        self._leaving = QTimer(self)
        self._leaving.setSingleShot(True)
        self._leaving.setInterval(NOTICE_MS)
        self._leaving.timeout.connect(self.clear)
        self.hide()

    @property
    def text(self) -> str:
        """What the bar says now; empty while it is hidden."""
        return self._label.text() if not self.isHidden() else ""

    def show_error(self, error: WorkstationError) -> None:
        """Say what happened and what to do."""
        self._leaving.stop()
        self._show("message", lambda: f"⚠  {explain(error, current_language())}")

    def show_notice(self, text: Callable[[], str]) -> None:
        """Say that something is done; it goes by itself after a while, trouble does not."""
        self._show("notice", lambda: f"✓  {text()}")
        self._leaving.start()

    def show_running(self, text: Callable[[], str]) -> None:
        """Say that something is being done; it stays until the outcome takes its place."""
        self._leaving.stop()
        self._show("notice", lambda: f"●  {text()}")

    def _show(self, role: str, text: Callable[[], str]) -> None:
        again = not self.isHidden() and text() == self._text()
        self._times = self._times + 1 if again else 1
        self._text = text
        self.setProperty("role", role)
        self.style().unpolish(self)
        self.style().polish(self)
        self.retranslate()
        self.show()

    def retranslate(self) -> None:
        """The message too follows the language."""
        super().retranslate()
        count = f"  (× {self._times})" if self._times > 1 else ""
        self._label.setText(self._text() + count)

    def clear(self) -> None:
        """Hide the bar."""
        self._leaving.stop()
        self._text, self._times = str, 0
        self.hide()

"""The question before the answers of a guided set-up are thrown away."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.dialogs.form import FormDialog


class LeaveDialog(FormDialog):
    """A gloved hand finds Esc easily; the lamps are already going off when this is asked."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cancel.setDefault(True)
        self._cancel.setFocus()
        self.say(self.setWindowTitle, lambda: self.tr("Leave the set-up"))
        self.say(self.go.setText, lambda: self.tr("Leave"))
        self.say(
            self.intro.setText,
            lambda: self.tr("The lamps are being switched off. No file was written; what you answered will be lost."),
        )

    def answer(self) -> None:
        """Hand the consent on."""
        self.wanted.emit()

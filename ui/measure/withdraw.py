"""The question before a measurement no longer stands."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.dialogs.form import FormDialog, require


class WithdrawMeasurementDialog(FormDialog):
    """Why a measurement no longer stands."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reason = QLineEdit()
        self.say(self.setWindowTitle, lambda: self.tr("Withdraw the measurement"))
        self.say(
            self.intro.setText,
            lambda: self.tr(
                "The measurement stays in the case file with your reason, "
                "but no longer counts and is not printed as standing."
            ),
        )
        self.say(self.go.setText, lambda: self.tr("Withdraw"))
        self.add_row(self.reason, lambda: self.tr("Reason"))
        require(self, self.reason)

    def answer(self) -> None:
        """Hand the reason on."""
        self.wanted.emit(self.reason.text().strip())

"""The name under which a view is kept."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.dialogs.form import FormDialog, require


class KeepDialog(FormDialog):
    """The proposed title; Return keeps the view under it."""

    wanted = Signal(str)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLineEdit(title)
        self.say(self.setWindowTitle, lambda: self.tr("Keep this view"))
        self.say(
            self.intro.setText,
            lambda: self.tr("How the view was made is kept in the case, and printed: anyone can make it again."),
        )
        self.say(self.go.setText, lambda: self.tr("Keep"))
        self.add_row(self.title, lambda: self.tr("Title"))
        require(self, self.title)
        self.title.selectAll()
        self.title.setFocus()

    def answer(self) -> None:
        """Hand the title on."""
        self.wanted.emit(self.title.text().strip())

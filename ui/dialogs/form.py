"""The frame that all questions share: a title, some fields, and a button that says what it does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialogButtonBox, QFormLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.fields import field_label, primary, quiet
from ui.spoken import Dialog


class FormDialog(Dialog):
    """Fields under each other; subclasses add rows and hand their answer on in ``answer``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(520)
        self.intro = quiet()
        self.form = QFormLayout()
        self.form.setSpacing(8)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.go = primary(QPushButton())
        self.buttons = QDialogButtonBox()
        self.buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        self._cancel = self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self._take)
        self.buttons.rejected.connect(self.reject)
        self.down = QVBoxLayout(self)
        self.down.setContentsMargins(16, 14, 16, 12)
        self.down.setSpacing(10)
        self.down.addWidget(self.intro)
        self.down.addLayout(self.form)
        self.down.addWidget(self.buttons)
        self.go.setDefault(True)

    def showEvent(self, event: QShowEvent) -> None:
        """High enough for its words: a layout alone does not ask a text of many lines how high it is."""
        super().showEvent(event)
        self.grow()
        if not event.spontaneous():
            self._begin_at_the_first_field()

    def _begin_at_the_first_field(self) -> None:
        """The buttons were made before the fields: Enter would act unread."""
        if self.focusWidget() not in (None, self.go):
            return
        for each in self.findChildren(QWidget):
            takes_keys = each.isEnabled() and each.isVisibleTo(self) and each.focusPolicy() & Qt.FocusPolicy.TabFocus
            if takes_keys and not self.buttons.isAncestorOf(each):
                each.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def grow(self) -> None:
        """As high as its rows need now; never lower than somebody made it."""
        needed = self.down.totalHeightForWidth(self.width())
        if self.height() < needed:
            self.resize(self.width(), needed)

    def prefer_staying(self) -> None:
        """What throws something away is never what Enter does, nor what stands out."""
        self.go.setProperty("primary", False)
        primary(self._cancel)
        for button in (self.go, self._cancel):
            # A style that was put on already does not look at properties again.
            button.style().unpolish(button)
            button.style().polish(button)
        self._cancel.setDefault(True)
        self._cancel.setFocus()

    def add_row(self, field: QWidget, label: Callable[[], str]) -> None:
        """A field with its label."""
        said = field_label(field)
        self.say(said.setText, label)
        self.form.addRow(said, field)

    def _take(self) -> None:
        self.answer()
        self.accept()

    def answer(self) -> None:
        """Hand the answer on."""
        raise NotImplementedError


def require(dialog: FormDialog, field: QLineEdit) -> None:
    """The button works once the field holds something."""

    def check() -> None:
        dialog.go.setEnabled(bool(field.text().strip()))

    field.textChanged.connect(check)
    check()

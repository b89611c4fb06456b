"""Rows of a question that ask with which key somebody signs: none, one in a file, or one on a smart card."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from ui.dialogs.file_dialogs import PathField
from ui.dialogs.form import FormDialog
from ui.fields import ChoiceBox
from ui.language import current_language
from ui.style import TONES
from workstation.accounts.key_sources import question_of
from workstation.accounts.tokens import Token, TokenEntry, Tries
from workstation.errors import AccountError, WorkstationError
from workstation.messages import explain
from workstation.signing_desk import Signing

NOBODY, EXAMINER, SUPERVISOR = "none", "examiner", "supervisor"
FILE, CARD = "file", "card"


class SignatureRows(QObject):
    """The rows, added to a dialog; what is not asked for is hidden.

    Signals
    -------
    changed()
        ``complete`` may be another.
    cardsAsked(Path)
        Somebody wants to know which cards that module sees; ``show_keys`` or ``show_refusal`` answers.
    """

    changed = Signal()
    cardsAsked = Signal(Path)

    def __init__(self, dialog: FormDialog, module: str) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._entries: tuple[TokenEntry, ...] = ()
        self.role, self.where, self.key = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.file, self.module = PathField(), PathField(module)
        self.read, self.secret, self.warning = QPushButton(), QLineEdit(), QLabel()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.warning.setWordWrap(True)
        self.warning.setStyleSheet(f"color: {TONES['caution']};")
        self.keys = QWidget()
        row = QHBoxLayout(self.keys)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.key, 1)
        row.addWidget(self.read)
        self.keys.setFocusProxy(self.read)
        self._add_rows()
        for choice in (self.role, self.where, self.key):
            choice.currentIndexChanged.connect(self._show)
        for edit in (self.file.edit, self.module.edit, self.secret):
            edit.textChanged.connect(self.changed)
        self.module.edit.textChanged.connect(lambda: self.show_keys(()))
        self.read.clicked.connect(lambda: self.cardsAsked.emit(self.module.path))
        for field in (self.file, self.module):
            field.browse.clicked.connect(lambda _=False, it=field: self._browse(it))
        self._show()

    def _add_rows(self) -> None:
        dialog = self._dialog
        self.role.fill(
            [
                (NOBODY, self.tr("None")),
                (EXAMINER, self.tr("As the examiner: the report is printed and signed")),
                (SUPERVISOR, self.tr("As the supervisor: added to what the examiner signed")),
            ]
        )
        self.where.fill([(FILE, self.tr("In a file (.p12, .pfx)")), (CARD, self.tr("On a smart card or token"))])
        dialog.add_row(self.role, lambda: self.tr("Electronic signature"))
        dialog.add_row(self.where, lambda: self.tr("Key"))
        dialog.add_row(self.file, lambda: self.tr("Key file"))
        dialog.add_row(self.module, lambda: self.tr("Module of the card's maker"))
        dialog.add_row(self.keys, lambda: self.tr("Key on the card"))
        dialog.add_row(self.secret, lambda: self.tr("Passphrase or PIN"))
        dialog.form.addRow(self.warning)
        for field in (self.file, self.module):
            dialog.say(field.browse.setText, lambda: self.tr("Browse…"))
        dialog.say(self.read.setText, lambda: self.tr("Read the cards"))

    # ------------------------------------------------------------------ what was chosen

    @property
    def _entry(self) -> TokenEntry | None:
        return next((each for each in self._entries if str(each.uri) == self.key.code), None)

    @property
    def complete(self) -> bool:
        """Nothing that signing needs is missing."""
        if self.role.code == NOBODY:
            return True
        if self.where.code == FILE:
            return bool(self.file.edit.text().strip())
        entry = self._entry
        if entry is None or entry.token.tries is Tries.LOCKED:
            return False
        return entry.token.asks_itself or bool(self.secret.text())

    @property
    def signing(self) -> Signing | None:
        """With what to sign; None where nobody signs."""
        entry = self._entry
        if self.role.code == NOBODY or (self.where.code == CARD and entry is None):
            return None
        source = entry.uri if self.where.code == CARD and entry is not None else self.file.path
        return Signing(source, self.secret.text(), self.role.code == SUPERVISOR)

    def forget(self) -> None:
        """Let go of what was typed in secret."""
        self.secret.clear()

    # ------------------------------------------------------------------ cards

    def show_keys(self, entries: Sequence[TokenEntry]) -> None:
        """Keys that were found."""
        self._entries = tuple(entries)
        self.key.fill([(str(each.uri), f"{each.name} · {each.token.label}") for each in self._entries])
        self._show()

    def show_refusal(self, error: WorkstationError) -> None:
        """Why no card was found."""
        self.show_keys(())
        self._warn(explain(error, current_language()))

    # ------------------------------------------------------------------ showing

    def _show(self) -> None:
        signs, card = self.role.code != NOBODY, self.where.code == CARD
        entry = self._entry
        for field, wanted in (
            (self.where, signs),
            (self.file, signs and not card),
            (self.module, signs and card),
            (self.keys, signs and card),
            (self.secret, signs and not (card and entry is not None and entry.token.asks_itself)),
        ):
            self._dialog.form.setRowVisible(field, wanted)
        self._warn(_doubt(entry.token) if signs and card and entry is not None else "")
        self.changed.emit()

    def _warn(self, text: str) -> None:
        self.warning.setText(text)
        self._dialog.form.setRowVisible(self.warning, bool(text))
        self._dialog.grow()

    def _browse(self, field: PathField) -> None:
        kinds = (
            self.tr("Keys") + " (*.p12 *.pfx)" if field is self.file else self.tr("Modules") + " (*.so *.dll *.dylib)"
        )
        chooser = QFileDialog(self._dialog, self._dialog.windowTitle(), field.edit.text(), kinds)
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(field.edit.setText)
        chooser.open()


def _doubt(token: Token) -> str:
    """What to know before a PIN is typed; nothing where every try is left."""
    if token.tries is Tries.LOCKED:
        return explain(AccountError("token-pin-locked", token=token.label), current_language())
    return "" if token.tries is Tries.ENOUGH else question_of(token, current_language())

"""Questions about the key of an encrypted case file: which it is, and which it is to be."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QFileDialog, QLineEdit, QPushButton, QWidget

from ui.dialogs.form import FormDialog
from ui.language import current_language
from ui.people.words import secret_field
from workstation.cases.encryption import Key
from workstation.errors import CaseFileError, WorkstationError
from workstation.messages import explain

# Why a case did not open, where its key would open it.
ASKS_FOR_KEY = frozenset({"case-encrypted", "case-key-wrong"})


class _SecretDialog(FormDialog):
    """Fields that can be shown for a moment, and a key that can come from a file."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.shown, self.from_file = QCheckBox(), QPushButton()
        self.shown.toggled.connect(self._show)
        self.from_file.clicked.connect(self._choose_file)
        self.buttons.addButton(self.from_file, QDialogButtonBox.ButtonRole.ActionRole)
        self.say(self.shown.setText, lambda: self.tr("Show what is typed"))
        self.say(self.from_file.setText, lambda: self.tr("Key from a file…"))

    def fields(self) -> tuple[QLineEdit, ...]:
        """Where the key is typed."""
        raise NotImplementedError

    def take(self, key: Key) -> None:
        """Hand a key on, or say why not.

        Raises
        ------
        WorkstationError
        """
        raise NotImplementedError

    def _show(self, shown: bool) -> None:
        for field in self.fields():
            field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def _choose_file(self) -> None:
        chooser = QFileDialog(self, self.tr("Key from a file"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(lambda name: self.read_file(Path(name)))
        chooser.open()

    def read_file(self, path: Path) -> None:
        """Take the key from a file, and be done."""
        try:
            self.take(Key.from_file(path))
        except WorkstationError as error:
            self.intro.setText(explain(error, current_language()))
            return
        self.accept()

    def _take(self) -> None:
        try:
            self.take(Key(self.fields()[0].text()))
        except WorkstationError as error:
            self.intro.setText(explain(error, current_language()))
            return
        self.accept()

    def done(self, result: int) -> None:
        """Nothing typed outlives the question."""
        for field in self.fields():
            field.clear()
        super().done(result)


class KeyDialog(_SecretDialog):
    """The key of a case that is to be opened; asked again where it did not fit."""

    def __init__(self, path: Path, error: WorkstationError, parent: QWidget | None = None) -> None:
        self.key = secret_field()
        super().__init__(parent)
        self._path, self._error = path, error
        self.lost = QPushButton()
        self.buttons.addButton(self.lost, QDialogButtonBox.ButtonRole.HelpRole)
        self.lost.clicked.connect(self._say_lost)
        self.say(self.setWindowTitle, lambda: self.tr("Key of {file}").format(file=path.name))
        self.say(self.intro.setText, self._text)
        self.say(self.go.setText, lambda: self.tr("Open"))
        self.say(self.lost.setText, lambda: self.tr("The key is lost"))
        self.add_row(self.key, lambda: self.tr("Key"))
        self.form.addRow("", self.shown)
        self.key.textChanged.connect(lambda text: self.go.setEnabled(bool(text)))
        self.go.setEnabled(False)
        self.key.setFocus()

    def _text(self) -> str:
        if self._error.code == "case-encrypted":
            return self.tr("This case is encrypted. Its key is kept only as long as the case is open.")
        return explain(self._error, current_language())

    def _say_lost(self) -> None:
        self._error = CaseFileError("case-key-lost", path=self._path)
        self.intro.setText(self._text())
        self.resize(self.width(), max(self.height(), self.down.totalHeightForWidth(self.width())))
        self.key.setFocus()

    def fields(self) -> tuple[QLineEdit, ...]:
        """The one field."""
        return (self.key,)

    def take(self, key: Key) -> None:
        """Whether it fits, the file says."""
        self.wanted.emit(key)


class NewKeyDialog(_SecretDialog):
    """The key of a case that is about to be made, typed twice."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        self.key, self.again = secret_field(), secret_field()
        super().__init__(parent)
        self.say(self.setWindowTitle, lambda: self.tr("New key for {file}").format(file=path.name))
        self.say(
            self.intro.setText,
            lambda: self.tr(
                "Without this key nobody opens the case again: there is no second one. "
                "Deposit it where your service keeps keys, before you go on. Several words are best."
            ),
        )
        self.say(self.go.setText, lambda: self.tr("Encrypt"))
        self.add_row(self.key, lambda: self.tr("New key"))
        self.add_row(self.again, lambda: self.tr("New key again"))
        self.form.addRow("", self.shown)
        for field in self.fields():
            field.textChanged.connect(self._check)
        self._check()
        self.key.setFocus()

    def _check(self) -> None:
        self.go.setEnabled(bool(self.key.text()) and self.key.text() == self.again.text())

    def fields(self) -> tuple[QLineEdit, ...]:
        """Both fields."""
        return (self.key, self.again)

    def take(self, key: Key) -> None:
        """Refuse one that is guessed soon."""
        key.demand_strong()
        self.wanted.emit(key)

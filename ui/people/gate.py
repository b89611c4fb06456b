"""The cover over the whole window: who is there? Nothing of a case is seen or reached behind it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.fields import field_label, primary, quiet
from ui.language import current_language
from ui.people.words import roles_text, secret_field
from ui.spoken import Panel
from ui.style import TONES
from workstation.accounts.model import Account
from workstation.errors import WorkstationError
from workstation.messages import explain

SECOND_MS = 1000
WIDTH_PX = 560


class Gate(Panel):
    """Name and passphrase in large letters; all of it by keyboard.

    Signals
    -------
    entered(str, str, object)
        Sign-in name, passphrase, new passphrase or None.
    unlocked(str)
        Passphrase of the person who is signed in already.
    left()
        Whoever came here goes back; only where nobody has to sign in.
    signedOut()
        Somebody else wants to work at a locked station.
    """

    entered = Signal(str, str, object)
    unlocked = Signal(str)
    left = Signal()
    signedOut = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._locked_name = ""
        self._leavable = False
        self._wait_s = 0
        self._error: WorkstationError | None = None
        self.title, self.text, self.trouble = QLabel(), quiet(), QLabel()
        self.login, self.passphrase = QLineEdit(), secret_field()
        self.new, self.again = secret_field(), secret_field()
        self.go, self.back, self.other = primary(QPushButton()), QPushButton(), QPushButton()
        self.demo_title, self.demo_box = quiet(), QVBoxLayout()
        self.demo: tuple[QPushButton, ...] = ()
        # A coarse timer may run early, and whoever comes early waits again.
        self._waiting = QTimer(self, interval=SECOND_MS, timerType=Qt.TimerType.PreciseTimer)
        self._waiting.timeout.connect(self._count_down)
        self._build()
        self._speak()
        self.go.clicked.connect(self._enter)
        self.back.clicked.connect(self.left)
        self.other.clicked.connect(self.signedOut)
        for field in (self.login, self.passphrase, self.new, self.again):
            field.returnPressed.connect(self._enter)
            field.textChanged.connect(self._enable)
        window.installEventFilter(self)
        self.hide()
        self.retranslate()

    def _build(self) -> None:
        self.setAutoFillBackground(True)
        self.setObjectName("gate")
        self.setStyleSheet(
            "#gate QLabel { font-size: 17px; } #gate QLineEdit { font-size: 20px; min-height: 42px; }"
            "#gate QPushButton { font-size: 17px; min-height: 40px; }"
        )
        self.title.setStyleSheet("font-size: 26px; font-weight: 600;")
        self.trouble.setStyleSheet(f"color: {TONES['bad']};")
        for label in (self.title, self.trouble):
            label.setWordWrap(True)
        form = QFormLayout()
        form.setSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._labels = {field: field_label(field) for field in (self.login, self.passphrase, self.new, self.again)}
        for field, label in self._labels.items():
            form.addRow(label, field)
        buttons = QHBoxLayout()
        buttons.addWidget(self.other)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.go)
        inside = QWidget()
        inside.setMaximumWidth(WIDTH_PX)
        down = QVBoxLayout(inside)
        down.setSpacing(14)
        for widget in (self.title, self.text):
            down.addWidget(widget)
        down.addLayout(form)
        down.addWidget(self.trouble)
        down.addLayout(buttons)
        down.addWidget(self.demo_title)
        down.addLayout(self.demo_box)
        middle = QVBoxLayout()
        middle.addStretch(1)
        middle.addWidget(inside)
        middle.addStretch(1)
        whole = QHBoxLayout(self)
        whole.addStretch(1)
        whole.addLayout(middle, 8)
        whole.addStretch(1)

    def _speak(self) -> None:
        self.say(self._labels[self.login].setText, lambda: self.tr("Sign-in name"))
        self.say(self._labels[self.passphrase].setText, lambda: self.tr("Passphrase"))
        self.say(self._labels[self.new].setText, lambda: self.tr("New passphrase"))
        self.say(self._labels[self.again].setText, lambda: self.tr("New passphrase again"))
        self.say(self.back.setText, lambda: self.tr("Back"))
        self.say(self.other.setText, lambda: self.tr("Sign out, somebody else works here"))
        self.say(self.demo_title.setText, lambda: self.tr("Demonstration accounts, for trying out only:"))

    def retranslate(self) -> None:
        """Title and trouble are said again too."""
        super().retranslate()
        if self._locked_name:
            self.title.setText(self.tr("Locked: {name}").format(name=self._locked_name))
            self.text.setText(
                self.tr("A capture goes on and the lamps follow their rules. Type your passphrase to go on working.")
            )
            self.go.setText(self.tr("Unlock"))
        else:
            self.title.setText(self.tr("Who works here?"))
            self.text.setText(self.tr("Everything you store carries your name and your key."))
            self.go.setText(self.tr("Sign in"))
        self._say_trouble()

    # ------------------------------------------------------------------ coming and going

    @property
    def up(self) -> bool:
        """Whether it covers the window."""
        return not self.isHidden()

    def ask(self, *, leavable: bool) -> None:
        """Ask for name and passphrase."""
        self._raise("", leavable)

    def lock(self, name: str) -> None:
        """Ask for the passphrase of the person who is signed in."""
        self._raise(name, False)

    def _raise(self, locked_name: str, leavable: bool) -> None:
        self._locked_name, self._leavable = locked_name, leavable
        self._forget()
        self._ask_for_new(False)
        for field in (self.login, self._labels[self.login]):
            field.setVisible(not locked_name)
        self.other.setVisible(bool(locked_name))
        self.back.setVisible(leavable)
        self.set_demonstrators(())
        self.retranslate()
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        (self.passphrase if locked_name else self.login).setFocus()

    def lower_it(self) -> None:
        """Whoever it asked for is there."""
        self._forget()
        self.hide()

    def _forget(self) -> None:
        for field in (self.login, self.passphrase, self.new, self.again):
            field.clear()
        self._waiting.stop()
        self._wait_s, self._error = 0, None
        self._say_trouble()
        self._enable()

    def _ask_for_new(self, on: bool) -> None:
        for field in (self.new, self.again):
            field.setVisible(on)
            self._labels[field].setVisible(on)

    def set_demonstrators(self, accounts: tuple[Account, ...]) -> None:
        """Offer demonstration accounts, one button a role."""
        for button in self.demo:
            button.deleteLater()
        self.demo = tuple(QPushButton(f"{each.name} · {roles_text(each.roles)}") for each in accounts)
        for button, each in zip(self.demo, accounts, strict=True):
            button.clicked.connect(partial(self._enter_as, each.login))
            self.demo_box.addWidget(button)
        self.demo_title.setVisible(bool(accounts))

    # ------------------------------------------------------------------ what is typed

    def _enter_as(self, login: str, _checked: bool = False) -> None:
        from workstation.accounts.store import DEMO_PASSPHRASE

        self.entered.emit(login, DEMO_PASSPHRASE, None)

    def _enter(self) -> None:
        order = (self.login, self.passphrase, self.new, self.again)
        empty = next((each for each in order if not each.isHidden() and not each.text()), None)
        if empty is not None:
            empty.setFocus()
            return
        if not self.go.isEnabled():
            return
        self.go.setEnabled(False)
        if self._locked_name:
            self.unlocked.emit(self.passphrase.text())
            return
        new = None if self.new.isHidden() else self.new.text()
        self.entered.emit(self.login.text().strip().lower(), self.passphrase.text(), new)

    def _enable(self) -> None:
        same = self.new.isHidden() or self.new.text() == self.again.text()
        shown = [each for each in (self.login, self.passphrase, self.new, self.again) if not each.isHidden()]
        self.go.setEnabled(not self._wait_s and same and all(each.text() for each in shown))

    # ------------------------------------------------------------------ trouble

    def refuse(self, error: WorkstationError) -> None:
        """Say what was refused: how long to wait, that a passphrase must be changed, never which word was wrong."""
        self._error = error
        if error.code == "sign-in-wait":
            self._wait_s = int(str(error.facts["seconds"]))
            self._waiting.start()
        if error.code == "passphrase-must-change":
            self._ask_for_new(True)
            self.new.setFocus()
        elif error.code in {"sign-in-refused", "sign-in-wait"}:
            self.passphrase.clear()
            self.passphrase.setFocus()
        self._say_trouble()
        self._enable()

    def _count_down(self) -> None:
        self._wait_s = max(self._wait_s - 1, 0)
        if self._wait_s == 0:
            self._waiting.stop()
            self._error = None
        self._say_trouble()
        self._enable()

    def _say_trouble(self) -> None:
        error = self._error
        if error is not None and self._wait_s:
            error = type(error)(error.code, **{**error.facts, "seconds": self._wait_s})
        self.trouble.setText(f"⚠  {explain(error, current_language())}" if error else "")
        self.trouble.setVisible(error is not None)

    # ------------------------------------------------------------------ covering

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the window however large it becomes."""
        if watched is self._window and isinstance(event, QResizeEvent):
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back where somebody may."""
        if event.key() == Qt.Key.Key_Escape and self._leavable:
            self.left.emit()
            return
        super().keyPressEvent(event)

"""The accounts of the station, for its administrators; auditors read them."""

from __future__ import annotations

from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
)

from ui.desk import Desk
from ui.fields import quiet
from ui.panels.message_bar import MessageBar
from ui.people.account_dialogs import AccountDialog, ResetDialog, RolesDialog
from ui.people.words import moment, roles_text
from ui.spoken import Panel
from ui.style import icon
from ui.tables import fill, plain_table
from workstation.accounts.model import Account, AccountEvent
from workstation.accounts.permissions import allowed

T = TypeVar("T")


class AccountsWindow(Panel):
    """Who may sign in as what, and what was done to accounts. It holds nothing of any case."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setWindowIcon(icon("qdbench"))
        self._desk = desk
        self._accounts: tuple[Account, ...] = ()
        self._events: tuple[AccountEvent, ...] = ()
        self.messages = MessageBar()
        self.intro = quiet()
        self.table, self.history, self.tabs = plain_table(5), plain_table(5), QTabWidget()
        self.add, self.roles, self.close_it, self.reset = (QPushButton() for _ in range(4))
        self.shut = QPushButton()
        self._build()
        self._speak()
        self.retranslate()
        self.resize(1000, 640)
        desk.personChanged.connect(self._person_changed)

    def _build(self) -> None:
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.table, "")
        self.tabs.addTab(self.history, "")
        row = QHBoxLayout()
        for button, do in (
            (self.add, self._ask_for_account),
            (self.roles, self._ask_for_roles),
            (self.close_it, self._close_or_open),
            (self.reset, self._ask_for_passphrase),
        ):
            button.clicked.connect(do)
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.shut)
        self.shut.clicked.connect(self.close)
        for key in ("Esc", "Ctrl+W"):
            QShortcut(QKeySequence(key), self, self.close)
        self.table.itemSelectionChanged.connect(self._enable)
        down = QVBoxLayout(self)
        down.addWidget(self.messages)
        down.addWidget(self.intro)
        down.addWidget(self.tabs, 1)
        down.addLayout(row)

    def _speak(self) -> None:
        self.say(self.setWindowTitle, lambda: self.tr("Accounts – QDBench"))
        self.say(
            self.intro.setText,
            lambda: self.tr(
                "An administrator manages accounts and opens no case; an auditor reads both and writes neither."
            ),
        )
        self.say(partial(self.tabs.setTabText, 0), lambda: self.tr("Acc&ounts"))
        self.say(partial(self.tabs.setTabText, 1), lambda: self.tr("&History"))
        self.say(self.add.setText, lambda: self.tr("&New account…"))
        self.say(self.roles.setText, lambda: self.tr("&Roles…"))
        self.say(self.reset.setText, lambda: self.tr("&Passphrase…"))
        self.say(self.shut.setText, lambda: self.tr("&Close"))

    def retranslate(self) -> None:
        """Headings and rows follow the language."""
        super().retranslate()
        self.table.setHorizontalHeaderLabels(
            [self.tr("Sign-in name"), self.tr("Name"), self.tr("Roles"), self.tr("Since"), self.tr("State")]
        )
        self.history.setHorizontalHeaderLabels(
            [self.tr("Time"), self.tr("By"), self.tr("What"), self.tr("Account"), self.tr("Details")]
        )
        self._show()

    # ------------------------------------------------------------------ showing

    def refresh(self) -> None:
        """Ask for everything anew."""
        people = self._desk.bench.people
        self._ask(people.everyone(), self._take_accounts)
        self._ask(people.history(), self._take_history)

    def _ask(self, future: object, then: object) -> None:
        self._desk.ask(future, then, self.messages.show_error)  # type: ignore[arg-type]

    def _take_accounts(self, accounts: tuple[Account, ...]) -> None:
        self._accounts = accounts
        self._show()

    def _take_history(self, events: tuple[AccountEvent, ...]) -> None:
        self._events = events
        self._show()

    def _show(self) -> None:
        fill(self.table, [self._row(each) for each in self._accounts])
        fill(
            self.history,
            [
                (moment(each.at), each.by, self._action(each.action), each.login, each.detail)
                for each in reversed(self._events)
            ],
        )
        self._enable()

    def _row(self, account: Account) -> tuple[str, ...]:
        if account.disabled_at is not None:
            state = self.tr("■ closed")
        elif account.must_change:
            state = self.tr("chooses a passphrase at the next sign-in")
        else:
            state = self.tr("open")
        return (account.login, account.name, roles_text(account.roles), moment(account.created_at), state)

    def _action(self, code: str) -> str:
        names = {
            "account-made": self.tr("Account made"),
            "account-closed": self.tr("Account closed"),
            "account-opened": self.tr("Account opened again"),
            "account-reset": self.tr("Passphrase set by an administrator, new key"),
            "passphrase-changed": self.tr("Passphrase changed"),
            "roles-assigned": self.tr("Roles assigned"),
            "sign-in-failed": self.tr("Sign-in failed several times"),
        }
        return names.get(code, code)

    @property
    def chosen(self) -> Account | None:
        """Account of the row."""
        row = self.table.currentRow()
        return self._accounts[row] if 0 <= row < len(self._accounts) else None

    def _enable(self) -> None:
        may = allowed(self._desk.person, "accounts.add")
        chosen = self.chosen
        self.add.setEnabled(may)
        for button in (self.roles, self.close_it, self.reset):
            button.setEnabled(may and chosen is not None)
        closed = chosen is not None and chosen.disabled_at is not None
        self.close_it.setText(self.tr("&Open the account again") if closed else self.tr("Close the &account"))

    def _person_changed(self) -> None:
        if not allowed(self._desk.person, "accounts.list"):
            self._accounts, self._events = (), ()
            self._show()
            self.close()

    # ------------------------------------------------------------------ acting

    def _done(self, _: object) -> None:
        self.messages.clear()
        self.refresh()

    def _ask_for_account(self) -> None:
        dialog = AccountDialog(self)
        dialog.wanted.connect(self._add)
        dialog.open()

    def _add(self, login: str, name: str, roles: object, passphrase: str) -> None:
        people = self._desk.bench.people
        self._ask(people.add(login=login, name=name, roles=roles, passphrase=passphrase), self._done)  # type: ignore[arg-type]

    def _ask_for_roles(self) -> None:
        if self.chosen is not None:
            dialog = RolesDialog(self.chosen, self)
            dialog.wanted.connect(
                lambda login, roles: self._ask(self._desk.bench.people.assign(login, roles), self._done)
            )
            dialog.open()

    def _close_or_open(self) -> None:
        if self.chosen is not None:
            opens = self.chosen.disabled_at is not None
            self._ask(self._desk.bench.people.set_open(self.chosen.login, opens), self._done)

    def _ask_for_passphrase(self) -> None:
        if self.chosen is not None:
            dialog = ResetDialog(self.chosen, self)
            dialog.wanted.connect(
                lambda login, words: self._ask(self._desk.bench.people.reset(login, words), self._done)
            )
            dialog.open()

    def show_it(self) -> None:
        """Come to the front with what holds now."""
        self.refresh()
        self.show()
        self.raise_()
        self.activateWindow()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

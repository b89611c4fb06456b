"""What the actions on people do, and when the window is covered."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtWidgets import QApplication, QWidget

from ui.people.account_dialogs import AccountDialog, ChangePassphraseDialog, ProveDialog
from ui.people.accounts_window import AccountsWindow
from ui.people.gate import Gate
from ui.people.presence import Presence
from ui.people.status import PersonStatus
from workstation.accounts.model import Account
from workstation.errors import WorkstationError

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from ui.desk import Desk
    from ui.main_window import MainWindow
    from ui.settings import Settings
    from ui.workspace import Workspace

    Base = QObject
else:
    Base = object

T = TypeVar("T")
#: What works while the window is covered: whoever stands there may always make it dark and stop.
ALWAYS = frozenset({"lamps_off", "stop", "quit"})


class PeopleCommands(Base):
    """Mixin of ``ui.commands.Commands``."""

    desk: Desk
    space: Workspace
    _window: MainWindow
    _settings: Settings
    _keep: Callable[..., Any]
    _enable: Callable[[], None]
    _say_status: Callable[[], None]
    open_path: Callable[[Path], None]

    def _connect_people(self) -> None:
        self.gate = Gate(self._window)
        self.presence = Presence(self.desk, self)
        self._accounts_window: AccountsWindow | None = None
        self._hidden: list[QWidget] = []
        self._path_later: Path | None = None
        self._window.statusBar().insertPermanentWidget(1, PersonStatus(self.desk))
        self.gate.entered.connect(self._sign_in)
        self.gate.unlocked.connect(self._unlock)
        self.gate.left.connect(self._uncover)
        self.gate.signedOut.connect(self._leave)
        self.presence.gone.connect(self._lock)
        self.desk.attached.connect(self._arrive_at_station)
        self.desk.personChanged.connect(self._person_changed)

    def _detach_people(self) -> None:
        self.presence.stop()
        if self._accounts_window is not None:
            self._accounts_window.close()
            self._accounts_window.deleteLater()

    def _arrive_at_station(self) -> None:
        people = self.desk.bench.people
        if people.demands_sign_in and not self.desk.person.is_account:
            self._ask_who()
        elif people.keeps_accounts and not people.demands_sign_in and not self._settings.accounts_offered:
            self._keep(accounts_offered=True)
            self._window.messages.show_notice(
                lambda: self.tr(
                    "This station works as one examiner's. Where several people share it, the menu “People” "
                    "makes a first account, and it asks who is there; nothing forces you to."
                )
            )

    # ------------------------------------------------------------------ the cover

    def _ask_who(self) -> None:
        demanded = self.desk.bench.people.demands_sign_in
        signed_in = self.desk.person.is_account
        self._cover()
        self.gate.ask(leavable=signed_in or not demanded)
        self._enable()
        self._say_status()
        if not demanded:
            self.desk.ask(self.desk.bench.people.demonstrators(), self.gate.set_demonstrators)

    def _lock(self) -> None:
        if self.desk.person.is_account and not self.gate.up:
            self.desk.bench.people.idle.lock()
            self._cover()
            self.gate.lock(self.desk.person.name)
            self._enable()
            self._say_status()

    def _cover(self) -> None:
        """Nothing of a case stays on the screen, in this window or in another of this program."""
        if self.gate.up:
            return
        self._hidden = [
            each
            for each in QApplication.topLevelWidgets()
            if each is not self._window and each.isVisible() and each.isWindow()
        ]
        for each in self._hidden:
            each.hide()
        self._bar(True)

    def _uncover(self) -> None:
        if not self.gate.up:
            return
        self.gate.lower_it()
        self._bar(False)
        for each in self._hidden:
            each.show()
        self._hidden = []
        self._enable()
        self._say_status()
        self.space.view.setFocus()
        if self._path_later is not None and self.desk.person.roles:
            path, self._path_later = self._path_later, None
            self.open_path(path)

    def _bar(self, covered: bool) -> None:
        window = self._window
        for widget in (window.menuBar(), window.toolbar, window.messages, window.statusBar()):
            widget.setEnabled(not covered)
        self.space.setVisible(not covered)

    def _bar_while_covered(self) -> None:
        """After every change of facts: nothing behind the cover hears a key."""
        if self.gate.up:
            for key, action in self._window.actions_by_key.items():
                if key not in ALWAYS:
                    action.setEnabled(False)

    def _person_changed(self) -> None:
        if self.desk.person.roles:
            self._uncover()
        else:
            self._drop_hidden()
            self._ask_who()

    def _drop_hidden(self) -> None:
        """What somebody else had begun is not shown to the next."""
        for each in self._hidden:
            each.close()
        self._hidden = []

    # ------------------------------------------------------------------ signing in and out

    def _sign_in(self, login: str, passphrase: str, new: str | None) -> None:
        if login != self.desk.person.login:
            self._drop_hidden()
        self.desk.ask(self.desk.bench.people.sign_in(login, passphrase, new), otherwise=self.gate.refuse)

    def _unlock(self, passphrase: str) -> None:
        self.desk.ask(self.desk.bench.people.unlock(passphrase), otherwise=self.gate.refuse)

    def _leave(self) -> None:
        self.desk.ask(self.desk.bench.people.sign_out(), otherwise=self.gate.refuse)

    def do_sign_in(self) -> None:
        """Ask who is there; the person who is goes on working where nobody else comes."""
        people = self.desk.bench.people
        if people.demands_sign_in:
            self._ask_who()
        else:
            self.desk.ask(people.demonstrators(), self._ask_whom_there_is)

    def _ask_whom_there_is(self, demonstrators: tuple[Account, ...]) -> None:
        if demonstrators:
            self._ask_who()
            return
        self._window.messages.show_notice(
            lambda: self.tr("This station keeps no accounts: nobody signs in. “People” makes the first one.")
        )

    def do_lock(self) -> None:
        """Cover the window until the person is back."""
        self._lock()

    def do_sign_out(self) -> None:
        """Close the case and leave."""
        self.desk.switch_case(self.desk.bench.people.sign_out())

    def do_change_passphrase(self) -> None:
        """Ask for the old one and a new one."""
        dialog = ChangePassphraseDialog(self._window)
        dialog.wanted.connect(
            lambda old, new: self.desk.ask(
                self.desk.bench.people.change_passphrase(old, new), lambda _: self._say_changed()
            )
        )
        dialog.open()

    def _say_changed(self) -> None:
        self._window.messages.show_notice(lambda: self.tr("Your passphrase is changed."))

    def do_accounts(self) -> None:
        """The first account of the station, or the window of all of them."""
        people = self.desk.bench.people
        if not people.demands_sign_in:
            dialog = AccountDialog(self._window, first=True)
            dialog.wanted.connect(
                lambda login, name, roles, words: self.desk.ask(
                    people.add(login=login, name=name, roles=roles, passphrase=words)
                )
            )
            dialog.open()
            return
        if self._accounts_window is None:
            self._accounts_window = AccountsWindow(self.desk)
        self._accounts_window.show_it()

    def do_demo_accounts(self) -> None:
        """Make one marked account a role, and ask who is there."""
        self.desk.ask(self.desk.bench.people.add_demo(), lambda _: self._ask_who())

    # ------------------------------------------------------------------ proof

    def proved(self, call: Callable[[], Future[T]], then: Callable[[T], None] = lambda _: None) -> None:
        """Do what binds others; where the passphrase was typed too long ago, ask for it and do it then."""

        def refused(error: WorkstationError) -> None:
            if error.code != "sign-in-again":
                self.desk.failed.emit(error)
                return
            dialog = ProveDialog(self.desk.person.name, self._window)
            dialog.wanted.connect(
                lambda words: self.desk.ask(
                    self.desk.bench.people.unlock(words), lambda _: self.desk.keep(call(), then)
                )
            )
            dialog.open()

        def stored(result: T) -> None:
            then(result)
            self.desk.kept.emit()

        self.desk.ask(call(), stored, refused)

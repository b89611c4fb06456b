"""Questions about accounts: the first one, another one, roles, a passphrase."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from ui.dialogs.form import FormDialog
from ui.fields import term
from ui.people.words import secret_field
from workstation.accounts.model import Account
from workstation.accounts.roles import ACCOUNT_ROLES, ALONE, Role

ROLE_COLUMNS = 2


class RoleBoxes(QWidget):
    """One box a role; a role that stands alone lets go of the others."""

    changed = Signal()

    def __init__(self, held: frozenset[Role] = frozenset()) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        self.boxes = {role: QCheckBox(term("role", role)) for role in ACCOUNT_ROLES}
        for place, (role, box) in enumerate(self.boxes.items()):
            box.setChecked(role in held)
            box.toggled.connect(lambda on, role=role: self._toggled(role, on))
            grid.addWidget(box, place // ROLE_COLUMNS, place % ROLE_COLUMNS)

    def _toggled(self, role: Role, on: bool) -> None:
        for other, box in self.boxes.items():
            if on and other is not role and (role in ALONE or other in ALONE):
                box.setChecked(False)
        self.changed.emit()

    @property
    def chosen(self) -> frozenset[Role]:
        """Roles that are ticked."""
        return frozenset(role for role, box in self.boxes.items() if box.isChecked())


class TwiceDialog(FormDialog):
    """A form that ends in a passphrase typed twice; its button waits until both are the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.new, self.again = secret_field(), secret_field()
        for field in (self.new, self.again):
            field.textChanged.connect(self._check)

    def add_twice(self) -> None:
        """The two fields, after those of the subclass."""
        self.add_row(self.new, lambda: self.tr("New passphrase"))
        self.add_row(self.again, lambda: self.tr("New passphrase again"))
        self._check()

    def complete(self) -> bool:
        """Whether the other fields hold what they must."""
        return True

    def _check(self) -> None:
        self.go.setEnabled(bool(self.new.text()) and self.new.text() == self.again.text() and self.complete())


class AccountDialog(TwiceDialog):
    """Another account, or the first one of the station, which is an administrator's."""

    wanted = Signal(str, str, object, str)  # sign-in name, name, roles, passphrase

    def __init__(self, parent: QWidget | None = None, *, first: bool = False) -> None:
        super().__init__(parent)
        self.login, self.name = QLineEdit(), QLineEdit()
        self.roles = RoleBoxes(frozenset({Role.ADMINISTRATOR}) if first else frozenset())
        self.say(self.setWindowTitle, lambda: self.tr("The first account") if first else self.tr("Another account"))
        self.say(self.intro.setText, self._first_text if first else self._other_text)
        self.say(self.go.setText, lambda: self.tr("Make the account"))
        self.add_row(self.login, lambda: self.tr("Sign-in name"))
        self.add_row(self.name, lambda: self.tr("Name in cases and reports"))
        if not first:
            self.add_row(self.roles, lambda: self.tr("Roles"))
        self.add_twice()
        for field in (self.login, self.name):
            field.textChanged.connect(self._check)
        self.roles.changed.connect(self._check)
        self.login.setFocus()

    def _first_text(self) -> str:
        return self.tr(
            "From now on the station asks who is there, and every row carries a name. The first account is an "
            "administrator's: it makes the others and opens no case. Demonstration accounts vanish, and an open case "
            "is closed. Keep this passphrase: nobody can look it up."
        )

    def _other_text(self) -> str:
        return self.tr("The person chooses a passphrase of their own at the first sign-in.")

    def complete(self) -> bool:
        """A name, a sign-in name, and a role."""
        return bool(self.login.text().strip() and self.name.text().strip() and self.roles.chosen)

    def answer(self) -> None:
        """Hand the account on."""
        login = self.login.text().strip().lower()
        self.wanted.emit(login, " ".join(self.name.text().split()), self.roles.chosen, self.new.text())


class RolesDialog(FormDialog):
    """Other roles for an account."""

    wanted = Signal(str, object)

    def __init__(self, account: Account, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._login = account.login
        self.roles = RoleBoxes(account.roles)
        self.say(self.setWindowTitle, lambda: self.tr("Roles of {name}").format(name=account.name))
        self.say(
            self.intro.setText,
            lambda: self.tr("They hold from the next sign-in on. Administrator and auditor stand alone."),
        )
        self.say(self.go.setText, lambda: self.tr("Assign"))
        self.form.addRow(self.roles)
        self.roles.changed.connect(lambda: self.go.setEnabled(bool(self.roles.chosen)))

    def answer(self) -> None:
        """Hand the roles on."""
        self.wanted.emit(self._login, self.roles.chosen)


class ResetDialog(TwiceDialog):
    """A passphrase for somebody who forgot theirs."""

    wanted = Signal(str, str)

    def __init__(self, account: Account, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._login = account.login
        self.say(self.setWindowTitle, lambda: self.tr("New passphrase for {name}").format(name=account.name))
        self.say(
            self.intro.setText,
            lambda: self.tr(
                "The old key cannot be opened without the old passphrase: the account gets a new key, and the "
                "history says so. The person chooses another passphrase at the next sign-in."
            ),
        )
        self.say(self.go.setText, lambda: self.tr("Set the passphrase"))
        self.add_twice()

    def answer(self) -> None:
        """Hand the passphrase on."""
        self.wanted.emit(self._login, self.new.text())


class ChangePassphraseDialog(TwiceDialog):
    """One's own passphrase."""

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.old = secret_field()
        self.say(self.setWindowTitle, lambda: self.tr("Change my passphrase"))
        self.say(self.intro.setText, lambda: self.tr("Several words are easy to remember. Your key stays the same."))
        self.say(self.go.setText, lambda: self.tr("Change"))
        self.add_row(self.old, lambda: self.tr("Passphrase now"))
        self.add_twice()
        self.old.textChanged.connect(self._check)

    def complete(self) -> bool:
        """The old one is there."""
        return bool(self.old.text())

    def answer(self) -> None:
        """Hand both on."""
        self.wanted.emit(self.old.text(), self.new.text())


class ProveDialog(FormDialog):
    """The passphrase anew, before something that binds others."""

    wanted = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.passphrase = secret_field()
        self.say(self.setWindowTitle, lambda: self.tr("Is it you, {name}?").format(name=name))
        self.say(
            self.intro.setText,
            lambda: self.tr("This binds others. Type your passphrase; your key signs what you decide."),
        )
        self.say(self.go.setText, lambda: self.tr("Go on"))
        self.add_row(self.passphrase, lambda: self.tr("Passphrase"))
        self.passphrase.textChanged.connect(lambda text: self.go.setEnabled(bool(text)))
        self.go.setEnabled(False)

    def answer(self) -> None:
        """Hand it on."""
        self.wanted.emit(self.passphrase.text())

"""What people and roles are called in the window."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QDateTime
from PySide6.QtWidgets import QLineEdit

from ui.fields import term
from ui.language import current_language
from workstation.accounts.model import Account
from workstation.accounts.roles import ACCOUNT_ROLES, Actor, Role


def roles_text(roles: Iterable[Role]) -> str:
    """Names of roles in their order."""
    held = set(roles)
    comma = "、" if current_language() == "zh_CN" else ", "
    return comma.join(term("role", each) for each in ACCOUNT_ROLES if each in held)


def is_demo(actor: Actor) -> bool:
    """Whether a demonstration account is at work."""
    return actor.is_account and actor.login.startswith("demo-")


#: ISO 8601, for pictures of the screen that travel between countries.
DAY, MINUTE = "yyyy-MM-dd", "yyyy-MM-dd HH:mm"


def moment(at: datetime) -> str:
    """Day and time on the clock of this place, in an order that nobody can take for another."""
    return QDateTime.fromSecsSinceEpoch(int(at.timestamp())).toString(MINUTE)


def account_text(account: Account) -> str:
    """Name and roles in one line."""
    return f"{account.name} · {roles_text(account.roles)}"


def secret_field() -> QLineEdit:
    """A field for a passphrase: what is typed is not shown, not remembered, not corrected."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field

"""Accounts as values; nothing secret is in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from workstation.accounts.roles import ACCOUNT_ROLES, ALONE, Actor, Role
from workstation.errors import AccountError

_LOGIN = re.compile(r"[a-z][a-z0-9._-]{0,31}")
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who may sign in.

    Attributes
    ----------
    login : str
        What is typed to sign in.
    name : str
        What stands in rows and reports.
    public_key : str
        PEM of the key that countersigns for this account.
    demo : bool
        For demonstrations only; the name says so.
    must_change : bool
        Somebody else knows the passphrase; a new one is chosen at the next sign-in.
    """

    account_id: str
    login: str
    name: str
    roles: frozenset[Role]
    public_key: str
    demo: bool = False
    must_change: bool = False
    created_at: datetime
    disabled_at: datetime | None = None

    def actor(self) -> Actor:
        """Who acts, as far as anybody may know: without a key, and without proof."""
        return Actor(self.name, self.account_id, self.login, self.roles)


@dataclass(frozen=True, slots=True)
class AccountEvent:
    """One line of the history of accounts; ``detail`` is codes and fingerprints."""

    seq: int
    at: datetime
    by: str
    action: str
    login: str
    detail: str


def demand_login(login: str) -> None:
    """Refuse what is no sign-in name.

    Raises
    ------
    AccountError
        ``account-login``.
    """
    if not _LOGIN.fullmatch(login):
        raise AccountError("account-login", login=login)


def demand_name(name: str) -> None:
    """Refuse what cannot stand for a person in one line of a report.

    Raises
    ------
    AccountError
        ``account-name``.
    """
    printed = all(unicodedata.category(each)[0] not in "CZ" or each == " " for each in name)
    if not name.strip() or name != " ".join(name.split()) or len(name) > _LONGEST_NAME or not printed:
        raise AccountError("account-name", name=name if printed else ascii(name))


def demand_roles(roles: Iterable[Role]) -> frozenset[Role]:
    """The roles, where they may stand in one account.

    Raises
    ------
    AccountError
        ``account-roles``.
    """
    wanted = frozenset(roles)
    if not wanted or not wanted <= set(ACCOUNT_ROLES) or (wanted & ALONE and len(wanted) > 1):
        raise AccountError("account-roles", roles=", ".join(sorted(wanted)) or "-")
    return wanted

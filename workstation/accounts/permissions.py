"""What a role may do: one table, asked by every operation of the case store and of the accounts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from functools import wraps
from types import MappingProxyType
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from workstation.accounts.roles import ACCOUNT_ROLES, Actor, Role
from workstation.errors import PermissionRefused
from workstation.vocabulary import Coded

_EXAMINING = frozenset({Role.EXAMINER, Role.STATION})
_LEADING = frozenset({Role.SUPERVISOR, Role.STATION})
_HANDLING = _EXAMINING | _LEADING
_READING = _HANDLING | {Role.AUDITOR}
_VERIFYING = frozenset({Role.EXAMINER, Role.VERIFIER, Role.SUPERVISOR})
_REVIEWING = frozenset({Role.EXAMINER, Role.SUPERVISOR})
_ADMINISTRATING = frozenset({Role.ADMINISTRATOR})
_ANY = frozenset(Role)

#: Operation to the roles that may do it. Nothing that is not listed is allowed to anybody.
PERMISSIONS: Mapping[str, frozenset[Role]] = MappingProxyType(
    {
        # The case and its evidence.
        "case.create": _HANDLING,
        "case.open": _READING | {Role.VERIFIER},
        "case.read": _READING | {Role.VERIFIER},
        "case.picture": _READING | {Role.VERIFIER},
        "case.calibration": _READING | {Role.VERIFIER},
        "case.head": _ANY,
        "case.copy": _HANDLING,
        "case.describe": _HANDLING,
        "case.log": _HANDLING,
        "exhibit.keep": _HANDLING,
        "capture.store": _EXAMINING,
        "calibration.store": _EXAMINING,
        "finding.save": _EXAMINING,
        "recipe.keep": _EXAMINING,
        "measurement.save": _EXAMINING,
        "conclusion.save": _EXAMINING,
        "check.store": _EXAMINING,
        "mrz.store": _EXAMINING,
        "equipment.record": _EXAMINING,
        # Its life.
        "life.begin": frozenset({Role.EXAMINER}),
        "life.submit": frozenset({Role.EXAMINER}),
        "life.sign_off": _LEADING,
        "life.issue": _HANDLING,
        "life.close": _LEADING,
        "life.archive": _LEADING,
        "life.retain": _LEADING,
        "life.purge": _LEADING,
        # Where the items are.
        "custody.record": _HANDLING,
        # What others say of it.
        "review.comment": _HANDLING,
        "review.technical": _REVIEWING,
        "review.administrative": _REVIEWING,
        "review.supervisor": frozenset({Role.SUPERVISOR}),
        "verification.request": _REVIEWING,
        "verification.view": _VERIFYING,
        "verification.record": _VERIFYING,
        "verification.resolve": _REVIEWING,
        # Heads.
        "seal.countersign": _VERIFYING | {Role.STATION},
        # Across case files.
        "queue.list": _REVIEWING | {Role.AUDITOR, Role.STATION},
        # What reference specimens teach.
        "library.teach": frozenset({Role.CURATOR, Role.STATION}),
        # Accounts.
        "accounts.list": _ADMINISTRATING | {Role.AUDITOR},
        "accounts.history": _ADMINISTRATING | {Role.AUDITOR},
        "accounts.add": _ADMINISTRATING,
        "accounts.assign": _ADMINISTRATING,
        "accounts.disable": _ADMINISTRATING,
        "accounts.reset": _ADMINISTRATING,
        "accounts.own": frozenset(ACCOUNT_ROLES),
    }
)

#: What binds others asks for the passphrase anew when it was typed longer ago than this.
FRESH_FOR = timedelta(minutes=5)
FRESH: frozenset[str] = frozenset(
    {"life.sign_off", "life.purge", "review.technical", "review.administrative", "review.supervisor"}
)


def allowed(actor: Actor, operation: str) -> bool:
    """Whether any role of the actor may do it."""
    return bool(actor.roles & PERMISSIONS.get(operation, frozenset()))


def role_for(actor: Actor, operation: str) -> Role:
    """The role under which the actor does it: the first in the order of ``Role``.

    Raises
    ------
    PermissionRefused
        As ``demand``.
    """
    demand(actor, operation)
    return next(role for role in Role if role in actor.roles & PERMISSIONS[operation])


def demand(actor: Actor, operation: str) -> None:
    """Refuse what no role of the actor may do.

    Raises
    ------
    PermissionRefused
        ``sign-in-needed``: nobody is signed in; ``role-may-not``, ``role-has-no-account``: with the roles that may.
    """
    if not actor.roles:
        raise PermissionRefused("sign-in-needed")
    if not allowed(actor, operation):
        raise refusal(actor, operation, PERMISSIONS.get(operation, frozenset()))


def refusal(actor: Actor, operation: str, may: Collection[Role]) -> PermissionRefused:
    """What is said to somebody whose roles do not suffice."""
    parts: list[object] = []
    for role in ACCOUNT_ROLES:
        if role in may:
            parts += ["/", Coded("role", role)] if parts else [Coded("role", role)]
    code = "role-may-not" if actor.is_account else "role-has-no-account"
    return PermissionRefused(code, operation=operation, name=actor.name, may=tuple(parts) or "-")


def demand_fresh(actor: Actor, operation: str, now: datetime) -> None:
    """Refuse what binds others where the passphrase was typed too long ago.

    Raises
    ------
    PermissionRefused
        ``sign-in-again``.
    """
    if operation not in FRESH or not actor.is_account:
        return
    if actor.proved_at is None or not timedelta(0) <= now - actor.proved_at <= FRESH_FOR:
        raise PermissionRefused("sign-in-again", minutes=FRESH_FOR // timedelta(minutes=1))


class Guarded(Protocol):
    """What has operations that are demanded by name."""

    def demand(self, operation: str) -> None:
        """Refuse what the one who acts may not do."""


P = ParamSpec("P")
T = TypeVar("T")
G = TypeVar("G", bound=Guarded)


def operation(name: str) -> Callable[[Callable[Concatenate[G, P], T]], Callable[Concatenate[G, P], T]]:
    """Mark a method as an operation of ``PERMISSIONS``; nobody else gets past its first line."""

    def mark(method: Callable[Concatenate[G, P], T]) -> Callable[Concatenate[G, P], T]:
        @wraps(method)
        def guarded(self: G, /, *args: P.args, **kwargs: P.kwargs) -> T:
            self.demand(name)
            return method(self, *args, **kwargs)

        guarded.operation = name  # type: ignore[attr-defined]
        return guarded

    return mark

"""Who sits at the booth: signing in and out, the lock, and the accounts of the station.

Every call that could take time returns a Future at once; errors in it are ``WorkstationError``. Signing in runs on
the thread that writes the case, so that what was stored before belongs to who was there before.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future

from workstation.accounts.idle import IdleLock
from workstation.accounts.model import Account, AccountEvent
from workstation.accounts.roles import NOBODY, Actor, Role, at_station
from workstation.accounts.store import Accounts
from workstation.devices import Clock
from workstation.errors import AccountError, WorkstationError
from workstation.events import Event, PersonChanged
from workstation.open_case import OpenCase


class PeopleDesk:
    """Who works here now.

    A station without accounts of real people works as one examiner's, under the name that was typed. With accounts
    nobody is signed in at first, and nothing can be done with cases until somebody is.

    Parameters
    ----------
    accounts : Accounts or None
        None: this program keeps none.
    station_name : str
        Name of whoever sits at a station without accounts.
    capturing : Lock
        Held while pictures are taken; nobody signs in or out then.

    Attributes
    ----------
    idle : IdleLock
        Touched by key and pointer; a window that finds it locked asks for the passphrase (``unlock``).
    """

    def __init__(
        self,
        accounts: Accounts | None,
        case: OpenCase,
        *,
        clock: Clock,
        station_name: str,
        capturing: threading.Lock,
        post: Callable[[Event], None],
    ) -> None:
        self.idle = IdleLock(clock)
        self._accounts = accounts
        self._case = case
        self._capturing = capturing
        self._post = post
        self._signed_in = NOBODY if self.demands_sign_in else at_station(station_name)

    @property
    def signed_in(self) -> Actor:
        """Who works here now; ``NOBODY`` where the station keeps accounts and nobody has signed in."""
        return self._signed_in

    @property
    def keeps_accounts(self) -> bool:
        """Whether accounts can be made here at all."""
        return self._accounts is not None

    @property
    def demands_sign_in(self) -> bool:
        """Whether the station has accounts of real people."""
        return self._accounts is not None and self._accounts.demands_sign_in

    def name_station(self, name: str) -> None:
        """Say who sits at a station without accounts; a person who signed in keeps their name."""
        if not self._signed_in.is_account and self._signed_in.roles:
            self._signed_in = at_station(name)

    # ------------------------------------------------------------------ signing in and out

    def sign_in(self, login: str, passphrase: str, new_passphrase: str | None = None) -> Future[Actor]:
        """Sign in. An open case stays open where the person may read it, and is closed otherwise.

        Raises
        ------
        AccountError
            In the future: those of ``Accounts.sign_in``; ``sign-in-capturing``.
        """

        def work() -> Actor:
            actor = self._store().sign_in(login, passphrase, new_passphrase)
            self._demand_dark()
            self._become(actor)
            return actor

        return self._case.later(work)

    def unlock(self, passphrase: str) -> Future[Actor]:
        """Prove anew that the person who signed in is there: opens the lock, and makes a sign-off possible."""

        def work() -> Actor:
            actor = self._store().sign_in(self._signed_in.login, passphrase)
            self._become(actor)
            return actor

        return self._case.later(work)

    def sign_out(self) -> Future[None]:
        """Sign out and close the case."""

        def work() -> None:
            self._demand_dark()
            self._case.close_now()
            self._become(NOBODY if self.demands_sign_in else at_station(""))

        return self._case.later(work)

    def _become(self, actor: Actor) -> None:
        if actor.roles:
            try:
                self._case.act_as(actor)
            except WorkstationError:
                # Whoever may not read the case that is open does not see it.
                self._case.close_now()
        self._signed_in = actor
        self.idle.unlock()
        self._post(PersonChanged(actor))

    def _demand_dark(self) -> None:
        if self._capturing.locked():
            raise AccountError("sign-in-capturing")

    def _store(self) -> Accounts:
        if self._accounts is None:
            raise AccountError("accounts-none")
        return self._accounts

    # ------------------------------------------------------------------ accounts

    def demonstrators(self) -> Future[tuple[Account, ...]]:
        """Demonstration accounts, in the order of the roles; none where real people have accounts."""

        def work() -> tuple[Account, ...]:
            found = self._accounts.directory() if self._accounts and not self.demands_sign_in else ()
            order = {role: place for place, role in enumerate(Role)}
            return tuple(
                sorted((it for it in found if it.demo), key=lambda it: min(order[each] for each in it.roles))
            )

        return self._case.later(work)

    def directory(self, role: Role | None = None) -> Future[tuple[Account, ...]]:
        """Open accounts by name, such as those that may be asked to verify."""
        return self._case.later(lambda: self._store().directory(role))

    def everyone(self) -> Future[tuple[Account, ...]]:
        """Every account; for administrators and auditors."""
        return self._case.later(lambda: self._store().everyone(self._signed_in))

    def history(self) -> Future[tuple[AccountEvent, ...]]:
        """What was done to accounts; for administrators and auditors."""
        return self._case.later(lambda: self._store().history(self._signed_in))

    def add(self, *, login: str, name: str, roles: Iterable[Role], passphrase: str) -> Future[Account]:
        """Make an account. With the first one the station begins to demand that people sign in."""

        def work() -> Account:
            made = self._store().add(self._signed_in, login=login, name=name, roles=roles, passphrase=passphrase)
            if not self._signed_in.is_account:
                self._case.close_now()
                self._become(NOBODY)
            return made

        return self._case.later(work)

    def assign(self, login: str, roles: Iterable[Role]) -> Future[Account]:
        """Give an account other roles."""
        return self._case.later(lambda: self._store().assign(self._signed_in, login, roles))

    def set_open(self, login: str, is_open: bool) -> Future[Account]:
        """Close an account or open it again."""
        return self._case.later(lambda: self._store().set_open(self._signed_in, login, is_open))

    def reset(self, login: str, passphrase: str) -> Future[Account]:
        """Set a passphrase that was forgotten."""
        return self._case.later(lambda: self._store().reset(self._signed_in, login, passphrase))

    def change_passphrase(self, passphrase: str, new_passphrase: str) -> Future[Actor]:
        """Change one's own passphrase."""
        return self.sign_in(self._signed_in.login, passphrase, new_passphrase)

    def add_demo(self) -> Future[tuple[Account, ...]]:
        """Demonstration accounts, one a role, marked by their names; all with ``DEMO_PASSPHRASE``."""
        return self._case.later(lambda: self._store().add_demo())

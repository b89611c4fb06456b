"""The accounts of a station: who may sign in, as what. Whoever manages them reads no case."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Set
from dataclasses import fields, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from workstation.accounts.file import AccountsFile
from workstation.accounts.keys import PersonKey, key_fingerprint, new_key
from workstation.accounts.model import Account, AccountEvent, demand_login, demand_name, demand_roles
from workstation.accounts.passphrases import Cost, demand_strong, is_right, stored_hash, unwrap, wrap
from workstation.accounts.permissions import demand
from workstation.accounts.roles import ACCOUNT_ROLES, Actor, Role
from workstation.devices import Clock
from workstation.errors import AccountError
from workstation.identifiers import new_id, read_time, stored_time

#: Wrong passphrases in a row that cost nothing, and the longest wait after more.
FREE_FAILURES = 3
LONGEST_WAIT_S = 900

DEMO_PASSPHRASE = "demonstration only"
#: What the name of a demonstration account begins with, in rows and reports.
DEMO_MARK = "DEMO"

_COLUMNS = tuple(each.name for each in fields(Account))


def wait_s(failures: int) -> int:
    """Seconds until the next attempt after so many wrong passphrases in a row."""
    return 0 if failures < FREE_FAILURES else min(1 << min(failures - FREE_FAILURES + 1, 30), LONGEST_WAIT_S)


class Accounts:
    """Accounts in one file. Every call opens the file; none keeps a secret.

    Parameters
    ----------
    path : Path
        ``accounts.sqlite`` of the station; need not exist.
    cost : Cost
        What a guess at a passphrase costs.

    Attributes
    ----------
    glances_path : Path
        Where the station remembers what it read of case files for a queue.
    """

    def __init__(self, path: Path, clock: Clock, cost: Cost | None = None) -> None:
        self._file = AccountsFile(path)
        self._clock = clock
        self._cost = cost or Cost()
        self.glances_path = path.with_name("queue.json")

    # ------------------------------------------------------------------ who there is

    @property
    def demands_sign_in(self) -> bool:
        """Whether the station has an account of a real person; without any, it works as one examiner's."""
        return any(not each.demo for each in self._all())

    def directory(self, role: Role | None = None) -> tuple[Account, ...]:
        """Open accounts, by name; only those with a role, where one is given. Nothing in it is secret."""
        return tuple(
            each for each in self._all() if each.disabled_at is None and (role is None or role in each.roles)
        )

    def everyone(self, actor: Actor) -> tuple[Account, ...]:
        """Every account, closed ones too."""
        demand(actor, "accounts.list")
        return self._all()

    def history(self, actor: Actor) -> tuple[AccountEvent, ...]:
        """What was done to accounts, oldest first."""
        demand(actor, "accounts.history")
        with self._file.reading() as raw:
            rows = raw.execute("SELECT seq, at, by, action, login, detail FROM history ORDER BY seq") if raw else ()
            return tuple(AccountEvent(row[0], read_time(row[1]), *row[2:]) for row in rows)

    def person(self, login: str) -> Account:
        """The account of that sign-in name.

        Raises
        ------
        AccountError
            ``account-unknown``.
        """
        with self._file.reading() as raw:
            return _demand_known(raw, login)

    def _all(self) -> tuple[Account, ...]:
        with self._file.reading() as raw:
            rows = raw.execute(f"SELECT {', '.join(_COLUMNS)} FROM account ORDER BY name") if raw else ()
            return tuple(map(_account, rows))

    # ------------------------------------------------------------------ signing in

    def sign_in(self, login: str, passphrase: str, new_passphrase: str | None = None) -> Actor:
        """Who acts, with their key unlocked.

        Parameters
        ----------
        new_passphrase : str or None
            Replaces the passphrase; needed where somebody else had set it.

        Raises
        ------
        AccountError
            ``sign-in-wait``: too many wrong ones, with the seconds; ``sign-in-refused``; ``passphrase-must-change``;
            ``key-lost``; those of ``demand_strong``.
        """
        now = self._clock.now()
        with self._file.writing() as raw:
            found = _row(raw, login)
            bucket = login if found else ""
            failures = _begin_attempt(raw, bucket, now)
        stored = str(found["passphrase"]) if found else _nobodys_hash(self._cost)
        right = is_right(passphrase, stored)
        if not right or found is None or found["disabled_at"] is not None:
            with self._file.writing() as raw:
                if failures + 1 >= FREE_FAILURES:
                    self._note(raw, "", "sign-in-failed", bucket, str(failures + 1))
            raise AccountError("sign-in-refused")
        account = _account(found[name] for name in _COLUMNS)
        key = unwrap(found["wrapped_key"], passphrase, self._cost)
        with self._file.writing() as raw:
            raw.execute("DELETE FROM attempt WHERE login = ?", (login,))
        if account.must_change and new_passphrase is None:
            raise AccountError("passphrase-must-change")
        if new_passphrase is not None:
            demand_strong(new_passphrase, login=login, name=account.name)
            if new_passphrase == passphrase:
                raise AccountError("passphrase-same")
            with self._file.writing() as raw:
                self._set(raw, account, new_passphrase, key, must_change=False)
                self._note(raw, account.name, "passphrase-changed", login, "")
        return replace(account.actor(), proved_at=self._clock.now(), signer=key)

    # ------------------------------------------------------------------ administration

    def add(self, actor: Actor, *, login: str, name: str, roles: Iterable[Role], passphrase: str) -> Account:
        """Make an account. The first of a station is an administrator's, and anybody may make it.

        Raises
        ------
        PermissionRefused
        AccountError
            ``account-first``, ``account-login``, ``account-name``, ``account-roles``, ``account-taken``; those of
            ``demand_strong``.
        """
        first = not self.demands_sign_in
        if not first:
            demand(actor, "accounts.add")
        demand_login(login)
        demand_name(name)
        wanted = demand_roles(roles)
        if first and wanted != {Role.ADMINISTRATOR}:
            raise AccountError("account-first")
        demand_strong(passphrase, login=login, name=name)
        with self._file.writing() as raw:
            if first:
                raw.execute("DELETE FROM account WHERE demo = 1")
            return self._insert(raw, actor.name or name, login, name, wanted, passphrase, must_change=not first)

    def assign(self, actor: Actor, login: str, roles: Iterable[Role]) -> Account:
        """Give an account other roles; its sign-ins from now on have them.

        Raises
        ------
        PermissionRefused
        AccountError
            ``account-unknown``, ``account-roles``, ``account-last-administrator``.
        """
        demand(actor, "accounts.assign")
        wanted = demand_roles(roles)
        with self._file.writing() as raw:
            account = _demand_known(raw, login)
            if Role.ADMINISTRATOR not in wanted:
                _demand_another_administrator(raw, account)
            raw.execute("UPDATE account SET roles = ? WHERE login = ?", (_roles_text(wanted), login))
            self._note(raw, actor.name, "roles-assigned", login, _roles_text(wanted))
            return replace(account, roles=wanted)

    def set_open(self, actor: Actor, login: str, is_open: bool) -> Account:
        """Close an account, or open it again. Nothing that it did is touched.

        Raises
        ------
        PermissionRefused
        AccountError
            ``account-unknown``, ``account-last-administrator``.
        """
        demand(actor, "accounts.disable")
        with self._file.writing() as raw:
            account = _demand_known(raw, login)
            if not is_open:
                _demand_another_administrator(raw, account)
            closed_at = None if is_open else self._clock.now()
            raw.execute(
                "UPDATE account SET disabled_at = ? WHERE login = ?",
                (stored_time(closed_at) if closed_at else None, login),
            )
            self._note(raw, actor.name, "account-opened" if is_open else "account-closed", login, "")
            return replace(account, disabled_at=closed_at)

    def reset(self, actor: Actor, login: str, passphrase: str) -> Account:
        """Set a passphrase that was forgotten, to be changed at the next sign-in.

        The old key cannot be opened without the old passphrase, so the account gets a new one: seals made from now
        on show another fingerprint, and the history says why.

        Raises
        ------
        PermissionRefused
        AccountError
            ``account-unknown``; those of ``demand_strong``.
        """
        demand(actor, "accounts.reset")
        with self._file.writing() as raw:
            account = _demand_known(raw, login)
            demand_strong(passphrase, login=login, name=account.name)
            key = new_key()
            self._set(raw, account, passphrase, key, must_change=True)
            raw.execute("DELETE FROM attempt WHERE login = ?", (login,))
            detail = f"{key_fingerprint(account.public_key)} {key_fingerprint(key.public_key_pem)}"
            self._note(raw, actor.name, "account-reset", login, detail)
            return replace(account, public_key=key.public_key_pem, must_change=True)

    def add_demo(self) -> tuple[Account, ...]:
        """One account for each role, to try things out; their names say what they are, in every row they write.

        All have the passphrase ``DEMO_PASSPHRASE``. They vanish when the first real account is made.

        Raises
        ------
        AccountError
            ``account-demo-refused``: real people have accounts here.
        """
        if self.demands_sign_in:
            raise AccountError("account-demo-refused")
        have = {each.login: each for each in self._all()}
        if have:
            return tuple(have.values())
        with self._file.writing() as raw:
            return tuple(
                self._insert(
                    raw,
                    DEMO_MARK,
                    f"demo-{role}",
                    f"{DEMO_MARK} {role}",
                    frozenset({role}),
                    DEMO_PASSPHRASE,
                    demo=True,
                )
                for role in ACCOUNT_ROLES
            )

    # ------------------------------------------------------------------ what was last seen of a case

    def looked(self, actor: Actor, case_id: str) -> tuple[int, str] | None:
        """Number and hash of the link that the actor last saw of a case; None where they never looked."""
        with self._file.reading() as raw:
            if raw is None:
                return None
            found = raw.execute(
                "SELECT seq, sha256 FROM look WHERE account_id = ? AND case_id = ?", (actor.account_id, case_id)
            ).fetchone()
            return (int(found[0]), str(found[1])) if found else None

    def looks(self, actor: Actor) -> dict[str, tuple[int, str]]:
        """The same of every case."""
        with self._file.reading() as raw:
            query = "SELECT case_id, seq, sha256 FROM look WHERE account_id = ?"
            rows = raw.execute(query, (actor.account_id,)) if raw else ()
            return {case_id: (seq, sha256) for case_id, seq, sha256 in rows}

    def note_look(self, actor: Actor, case_id: str, seq: int, sha256: str) -> None:
        """Remember what the actor has seen of a case: an anchor outside of the case file."""
        with self._file.writing() as raw:
            raw.execute(
                "INSERT INTO look VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET seq = excluded.seq,"
                " sha256 = excluded.sha256, at = excluded.at",
                (actor.account_id, case_id, seq, sha256, stored_time(self._clock.now())),
            )

    # ------------------------------------------------------------------ inside

    def _insert(
        self,
        raw: sqlite3.Connection,
        by: str,
        login: str,
        name: str,
        roles: Set[Role],
        passphrase: str,
        *,
        demo: bool = False,
        must_change: bool = False,
    ) -> Account:
        now, key = self._clock.now(), new_key()
        taken = raw.execute("SELECT 1 FROM account WHERE login = ? OR name = ?", (login, name)).fetchone()
        if taken:
            raise AccountError("account-taken", login=login, name=name)
        account_id = new_id(now)
        raw.execute(
            "INSERT INTO account VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
            (
                account_id,
                login,
                name,
                _roles_text(roles),
                stored_hash(passphrase, self._cost),
                wrap(key, passphrase, self._cost),
                key.public_key_pem,
                int(demo),
                int(must_change),
                stored_time(now),
            ),
        )
        self._note(raw, by, "account-made", login, f"{_roles_text(roles)} {key_fingerprint(key.public_key_pem)}")
        return _demand_known(raw, login)

    def _set(
        self, raw: sqlite3.Connection, account: Account, passphrase: str, key: PersonKey, *, must_change: bool
    ) -> None:
        raw.execute(
            "UPDATE account SET passphrase = ?, wrapped_key = ?, public_key = ?, must_change = ? WHERE login = ?",
            (
                stored_hash(passphrase, self._cost),
                wrap(key, passphrase, self._cost),
                key.public_key_pem,
                int(must_change),
                account.login,
            ),
        )

    def _note(self, raw: sqlite3.Connection, by: str, action: str, login: str, detail: str) -> None:
        raw.execute(
            "INSERT INTO history (at, by, action, login, detail) VALUES (?, ?, ?, ?, ?)",
            (stored_time(self._clock.now()), by, action, login, detail),
        )


@cache
def _nobodys_hash(cost: Cost) -> str:
    """So that an unknown name takes as long to refuse as a wrong passphrase."""
    return stored_hash("nobody's passphrase", cost)


def _begin_attempt(raw: sqlite3.Connection, login: str, now: datetime) -> int:
    """Count an attempt as failed before it is made, so that a program that is killed gains none."""
    found = raw.execute("SELECT failures, last_at FROM attempt WHERE login = ?", (login,)).fetchone()
    failures = int(found[0]) if found else 0
    if found:
        # A clock that was set back must not shorten the wait, nor one that was set forward and back prolong it.
        passed = max(now - read_time(found[1]), timedelta(0))
        left = timedelta(seconds=wait_s(failures)) - passed
        if left > timedelta(0):
            raise AccountError("sign-in-wait", seconds=int(left.total_seconds()) + 1)
    raw.execute("INSERT OR REPLACE INTO attempt VALUES (?, ?, ?)", (login, failures + 1, stored_time(now)))
    return failures


def _row(raw: sqlite3.Connection, login: str) -> dict[str, Any] | None:
    cursor = raw.execute("SELECT * FROM account WHERE login = ?", (login,))
    found = cursor.fetchone()
    return dict(zip((each[0] for each in cursor.description), found, strict=True)) if found else None


def _demand_known(raw: sqlite3.Connection | None, login: str) -> Account:
    found = _row(raw, login) if raw else None
    if found is None:
        raise AccountError("account-unknown", login=login)
    return _account(found[name] for name in _COLUMNS)


def _demand_another_administrator(raw: sqlite3.Connection, account: Account) -> None:
    others = raw.execute(
        "SELECT count(*) FROM account WHERE roles = ? AND disabled_at IS NULL AND login <> ?",
        (Role.ADMINISTRATOR, account.login),
    ).fetchone()
    if Role.ADMINISTRATOR in account.roles and others == (0,):
        raise AccountError("account-last-administrator", login=account.login)


def _roles_text(roles: Iterable[Role]) -> str:
    return " ".join(role for role in Role if role in set(roles))


def _account(row: Iterable[Any]) -> Account:
    told = dict(zip(_COLUMNS, row, strict=True))
    return Account(
        **{
            **told,
            "roles": frozenset(map(Role, told["roles"].split())),
            "demo": bool(told["demo"]),
            "must_change": bool(told["must_change"]),
            "created_at": read_time(told["created_at"]),
            "disabled_at": read_time(told["disabled_at"]) if told["disabled_at"] else None,
        }
    )

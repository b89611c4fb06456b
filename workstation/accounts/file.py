"""The file of accounts: one SQLite file of the station, readable by its user alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from workstation.errors import AccountError

_VERSION = 1
_TABLES = (
    """CREATE TABLE account (
    account_id TEXT NOT NULL PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE,
    roles TEXT NOT NULL CHECK (roles <> ''),
    passphrase TEXT NOT NULL,
    wrapped_key BLOB NOT NULL,
    public_key TEXT NOT NULL,
    demo INTEGER NOT NULL CHECK (demo IN (0, 1)),
    must_change INTEGER NOT NULL CHECK (must_change IN (0, 1)),
    created_at TEXT NOT NULL,
    disabled_at TEXT
) STRICT""",
    """CREATE TABLE attempt (
    login TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at TEXT NOT NULL
) STRICT""",
    """CREATE TABLE history (
    seq INTEGER NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    action TEXT NOT NULL,
    login TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT""",
    """CREATE TABLE look (
    account_id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (account_id, case_id)
) STRICT""",
    *(
        f"CREATE TRIGGER history_no_{verb.lower()} BEFORE {verb} ON history"
        " BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ),
)


class AccountsFile:
    """Each use opens the file anew, so any thread and any process may."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, all or nothing; makes the file where there is none.

        Raises
        ------
        AccountError
            ``accounts-unreadable``.
        """
        with self._errors():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.touch(mode=0o600, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=10, isolation_level=None)) as raw:
                for pragma in ("trusted_schema = OFF", "synchronous = FULL", "secure_delete = ON"):
                    raw.execute(f"PRAGMA {pragma}")
                raw.execute("BEGIN IMMEDIATE")
                try:
                    if raw.execute("PRAGMA user_version").fetchone() == (0,):
                        for statement in _TABLES:
                            raw.execute(statement)
                        raw.execute(f"PRAGMA user_version = {_VERSION}")
                    yield raw
                    raw.execute("COMMIT")
                finally:
                    if raw.in_transaction:
                        raw.execute("ROLLBACK")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """The file as it is; None where there is none.

        Raises
        ------
        AccountError
            ``accounts-unreadable``.
        """
        with self._errors():
            if not self.path.exists() or self.path.stat().st_size == 0:
                yield None
                return
            uri = f"{self.path.resolve().as_uri()}?mode=ro"
            with closing(sqlite3.connect(uri, uri=True, timeout=10, isolation_level=None)) as raw:
                raw.execute("PRAGMA trusted_schema = OFF")
                yield raw

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise AccountError("accounts-unreadable", path=self.path, reason=str(error)) from error

"""Opening SQLite files so that nothing in them can surprise, and its errors as ours."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workstation.cases.encryption import KEYRING, Key, connect_encrypted, is_encrypted, sqlite_error_types
from workstation.cases.limits import guard
from workstation.cases.open_files import OPEN_FILES, HoldingConnection
from workstation.cases.shares import share_of
from workstation.cases.version_1 import APPLICATION_ID
from workstation.errors import CaseFileDamaged, CaseFileError

#: How long opening waits for somebody else's write to finish.
OPENING_PATIENCE_S = 10.0

#: How long a save waits for a reader (a verification, a copy) to let go.
SAVING_PATIENCE_S = 60.0

#: How long another writer may take to show that it is only passing.
_HOLDING_PATIENCE_S = 0.2

#: Bytes of SQLite's header: how the file is written and read; 2 is WAL (SQLite file format 1.3.3).
_JOURNALS, _WAL = slice(18, 20), 2

_TRUST_NOTHING = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA temp_store = MEMORY",
)

# EXTRA also makes the removal of the journal durable: what was shown as saved survives a power cut.
_KEEP_EVERYTHING = (
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = EXTRA",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA secure_delete = ON",
)

_BY_EXTENDED_CODE: dict[int, tuple[type[CaseFileError], str]] = {
    sqlite3.SQLITE_READONLY_ROLLBACK: (CaseFileError, "case-unfinished-write"),
    sqlite3.SQLITE_READONLY_DBMOVED: (CaseFileError, "case-file-replaced"),
}

_BY_CODE: dict[int, tuple[type[CaseFileError], str]] = {
    sqlite3.SQLITE_NOTADB: (CaseFileDamaged, "case-not-sqlite"),
    sqlite3.SQLITE_CORRUPT: (CaseFileDamaged, "case-damaged"),
    sqlite3.SQLITE_FORMAT: (CaseFileDamaged, "case-damaged"),
    sqlite3.SQLITE_ERROR: (CaseFileDamaged, "case-damaged"),
    sqlite3.SQLITE_MISMATCH: (CaseFileDamaged, "case-damaged"),
    sqlite3.SQLITE_TOOBIG: (CaseFileError, "case-value-large"),
    sqlite3.SQLITE_FULL: (CaseFileError, "case-disk-full"),
    sqlite3.SQLITE_IOERR: (CaseFileError, "case-disk-failed"),
    sqlite3.SQLITE_BUSY: (CaseFileError, "case-busy"),
    sqlite3.SQLITE_LOCKED: (CaseFileError, "case-busy"),
    sqlite3.SQLITE_READONLY: (CaseFileError, "case-read-only"),
    sqlite3.SQLITE_CANTOPEN: (CaseFileError, "case-unreadable"),
    sqlite3.SQLITE_PERM: (CaseFileError, "case-unreadable"),
    # Of what the authorizer refuses inside CREATE, SQLite 3.40 says this.
    sqlite3.SQLITE_SCHEMA: (CaseFileDamaged, "case-statement-strange"),
    sqlite3.SQLITE_AUTH: (CaseFileDamaged, "case-statement-strange"),
    sqlite3.SQLITE_CONSTRAINT: (CaseFileError, "case-entry-refused"),
}


def case_error(error: Exception, path: Path) -> CaseFileError | None:
    """What an error of SQLite means for a person; None where it is a bug of ours."""
    extended = getattr(error, "sqlite_errorcode", None)
    if extended is None:
        # Python raises without a code where text in the file is no UTF-8; of that name in either module.
        decoding = type(error).__name__ == sqlite3.OperationalError.__name__
        return CaseFileDamaged("case-damaged", path=path, reason=str(error)) if decoding else None
    if extended & 0xFF == sqlite3.SQLITE_NOTADB and not isinstance(error, sqlite3.Error):
        # Of an encrypted file that opened: a page does not bear the seal that its key gives.
        return CaseFileDamaged("case-damaged", path=path, reason=str(error))
    found = _BY_EXTENDED_CODE.get(extended) or _BY_CODE.get(extended & 0xFF)
    return found[0](found[1], path=path, reason=str(error)) if found else None


@contextmanager
def sqlite_errors(path: Path) -> Iterator[None]:
    """Turn errors of SQLite inside the block into case file errors.

    Raises
    ------
    CaseFileError, CaseFileDamaged
    """
    try:
        yield
    except UnicodeDecodeError as error:
        raise CaseFileDamaged("case-damaged", path=path, reason=str(error)) from error
    except sqlite_error_types() as error:
        meant = case_error(error, path)
        if meant is None:
            raise
        raise meant from error


def connect(path: Path, mode: str, key: Key | None = None) -> sqlite3.Connection:
    """Open a file without trusting it, in autocommit.

    Parameters
    ----------
    mode : str
        ``ro``, ``rw`` or ``rwc``, as in SQLite's file names. ``ro`` never changes a byte.
    key : Key or None
        Of an encrypted file.

    Raises
    ------
    CaseFileError
        ``case-encryption-missing``.
    """
    if key is not None:
        return connect_through_sqlcipher(path, mode, key)
    held = OPEN_FILES.take(path, encrypted=False)
    try:
        opened = sqlite3.connect(
            _uri(path, mode), uri=True, timeout=OPENING_PATIENCE_S, isolation_level=None, factory=HoldingConnection
        )
    except BaseException:
        OPEN_FILES.drop(held)
        raise
    opened.held = held
    return _distrusting(opened)


def connect_through_sqlcipher(path: Path, mode: str, key: Key | None) -> sqlite3.Connection:
    """As ``connect``, by SQLCipher even where the file is plain: it can then write an encrypted one beside it."""
    return _distrusting(connect_encrypted(path, _uri(path, mode), key, OPENING_PATIENCE_S))


def _uri(path: Path, mode: str) -> str:
    return f"{path.resolve().as_uri()}?mode={mode}"


def _distrusting(connection: sqlite3.Connection) -> sqlite3.Connection:
    try:
        for statement in _TRUST_NOTHING:
            connection.execute(statement)
    except BaseException:
        connection.close()
        raise
    return connection


def make_durable(connection: sqlite3.Connection) -> None:
    """Settings of the one connection that writes."""
    for statement in _KEEP_EVERYTHING:
        connection.execute(statement)


def hold(connection: sqlite3.Connection) -> bool:
    """Become the only writer until the next COMMIT; readers go on. False when another program is it."""
    if connection.in_transaction:
        return True
    _set_patience(connection, _HOLDING_PATIENCE_S)
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite_error_types() as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            return False
        raise
    finally:
        _set_patience(connection, SAVING_PATIENCE_S)
    return True


def _set_patience(connection: sqlite3.Connection, seconds: float) -> None:
    connection.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")


def open_case(path: Path, mode: str) -> sqlite3.Connection:
    """Open an existing case file.

    Raises
    ------
    CaseFileError
        ``case-missing``: there is no such file; ``file-is-folder``, ``file-is-no-file``: something else is there;
        ``case-unfinished-write``: a write was interrupted and reading alone cannot take it back;
        ``case-encrypted``: its key is not known; ``case-key-wrong``; ``case-encryption-missing``;
        ``case-wal-on-share``.
    CaseFileDamaged
        Empty, not SQLite, not a case file, or half there.
    """
    if not os.path.lexists(path):
        raise CaseFileError("case-missing", path=path)
    if not path.is_file():
        raise CaseFileError("file-is-folder" if path.is_dir() else "file-is-no-file", path=path)
    if path.stat().st_size == 0:
        raise CaseFileDamaged("case-empty", path=path)
    key = key_of(path)
    if key is None:
        _demand_safe_journal(path)
    with sqlite_errors(path):
        connection = connect(path, mode, key)
        try:
            if key is not None:
                _demand_fitting(connection, path)
            guard(connection)
            if header(connection, "application_id") != APPLICATION_ID:
                raise CaseFileDamaged("case-foreign", path=path)
        except BaseException:
            connection.close()
            raise
    return connection


def _demand_safe_journal(path: Path) -> None:
    """Refuse a file that another program left with a write-ahead log where that is not safe.

    This program writes with a rollback journal, which needs nothing but locks that hold. SQLite's other journal (WAL)
    keeps its index in memory that two computers do not share: on a network share it loses commits without a word.

    Raises
    ------
    CaseFileError
        ``case-wal-on-share``.
    """
    with OPEN_FILES.reading(path) as held:
        # A file that is held here was looked at before, and reading it now would let go of its locks.
        if held is not None:
            return
        try:
            with path.open("rb") as file:
                journals = file.read(_JOURNALS.stop)[_JOURNALS]
        except OSError as error:
            raise CaseFileError("case-unreadable", path=path, reason=error.strerror) from error
    share = share_of(path) if _WAL in journals else ""
    if share:
        raise CaseFileError("case-wal-on-share", path=path, share=share)


def key_of(path: Path) -> Key | None:
    """Key of an existing file; None where it is not encrypted.

    Raises
    ------
    CaseFileError
        ``case-encrypted``, ``case-unreadable``.
    """
    return KEYRING.demand(path) if is_encrypted(path) else None


def _demand_fitting(connection: sqlite3.Connection, path: Path) -> None:
    try:
        header(connection, "application_id")
    except sqlite_error_types() as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_NOTADB:
            raise
        KEYRING.forget(path)
        raise CaseFileError("case-key-wrong", path=path) from error


def header(connection: sqlite3.Connection, name: str) -> int:
    """``application_id`` or ``user_version``."""
    value: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value


SchemaRow = tuple[str, str, str, str | None]


def schema_listing(connection: sqlite3.Connection) -> tuple[SchemaRow, ...]:
    """Every object in the file: type, name, tbl_name, sql, ordered by type and name."""
    return tuple(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"))

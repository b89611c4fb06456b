"""Copies of a case file with a key, or without; and another key for a file. The original is never taken away.

SQLCipher's own export writes the copy: the same tables, the same rows with the same numbers. A copy counts only when
it verifies and ends with the same link of the chain.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path

from workstation.cases import version_1
from workstation.cases.connection import (
    connect_through_sqlcipher,
    header,
    hold,
    key_of,
    make_durable,
    open_case,
    sqlite_errors,
)
from workstation.cases.encryption import KEYRING, Key, sqlite_error_types
from workstation.cases.verify import verify
from workstation.errors import CaseFileError
from workstation.whole_file import whole_or_absent

Head = tuple[int, str]


def copy_with_key(
    source: Path,
    target: Path,
    key: Key | None,
    released: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> None:
    """Write a copy that only ``key`` opens, or that everybody can read (None). Whole or absent.

    Parameters
    ----------
    released : callable
        Within it no connection of this program holds a lock on ``source``. SQLCipher and Python's SQLite know nothing
        of each other's locks, and the one that closes a file lets go of those of both (POSIX ``fcntl``).

    Raises
    ------
    CaseFileError
        ``case-encrypted-already``, ``case-not-encrypted``, ``case-copy-not-intact``, ``case-copy-differs``;
        ``case-encryption-missing``, ``file-exists``, ``folder-missing``, ``case-not-created``, ``case-disk-full``.
    """
    known = key_of(source)
    if (known is None) == (key is None):
        raise CaseFileError("case-encrypted-already" if known else "case-not-encrypted", path=source)
    if not verify(source).intact:
        raise CaseFileError("case-copy-not-intact", path=source)
    with whole_or_absent(target) as draft:
        with (
            released(),
            sqlite_errors(target),
            _room_for(target),
            closing(connect_through_sqlcipher(source, "ro", known)) as raw,
        ):
            head = _export(raw, draft, key)
        _demand_same(source, draft, key, head)


@contextmanager
def _room_for(target: Path) -> Iterator[None]:
    """SQLCipher's export hands on the words of an error and loses its number."""
    try:
        yield
    except sqlite_error_types() as error:
        if "disk is full" in str(error):
            raise CaseFileError("case-disk-full", path=target) from error
        raise


def _export(raw: sqlite3.Connection, draft: Path, key: Key | None) -> Head:
    place, secret = f"{draft.resolve().as_uri()}?mode=rwc", key.reveal() if key else ""
    raw.execute("ATTACH DATABASE ? AS copy KEY ?", (place, secret))
    raw.execute(
        "PRAGMA copy.cipher_compatibility = 4" if key else f"PRAGMA copy.page_size = {version_1.PAGE_SIZE_BYTES}"
    )
    raw.execute("PRAGMA copy.synchronous = EXTRA")
    raw.execute("BEGIN")
    head = _head(raw)
    raw.execute("SELECT sqlcipher_export('copy')").fetchall()
    for name in ("application_id", "user_version"):
        raw.execute(f"PRAGMA copy.{name} = {header(raw, name)}")
    raw.execute("COMMIT")
    raw.execute("DETACH DATABASE copy")
    return head


def _demand_same(source: Path, draft: Path, key: Key | None, head: Head) -> None:
    if key is not None:
        KEYRING.keep(draft, key)
    try:
        intact = verify(draft).intact
        with sqlite_errors(draft), closing(open_case(draft, "ro")) as raw:
            same = _head(raw) == head
    finally:
        KEYRING.forget(draft)
    if not (intact and same):
        raise CaseFileError("case-copy-differs", path=source)


def _head(raw: sqlite3.Connection) -> Head:
    seq, sha256 = raw.execute("SELECT seq, hash FROM audit_event ORDER BY seq DESC LIMIT 1").fetchone()
    return int(seq), str(sha256)


def change_key(path: Path, key: Key) -> None:
    """Write every page of a file anew under another key, in one transaction.

    Raises
    ------
    CaseFileError
        ``case-not-encrypted``, ``case-open-elsewhere``, ``case-rekey-failed``, and as ``open_case``.
    """
    if key_of(path) is None:
        raise CaseFileError("case-not-encrypted", path=path)
    with sqlite_errors(path), closing(open_case(path, "rw")) as raw:
        make_durable(raw)
        if not hold(raw):
            raise CaseFileError("case-open-elsewhere", path=path)
        raw.execute("ROLLBACK")
        try:
            raw.reset_key(key.reveal())  # type: ignore[attr-defined]
        except sqlite_error_types() as error:
            raise CaseFileError("case-rekey-failed", path=path, reason=str(error)) from error
    before = KEYRING.known(path)
    KEYRING.keep(path, key)
    try:
        open_case(path, "ro").close()
    except CaseFileError as error:
        # SQLCipher reports no failure of its own here.
        if before is not None:
            KEYRING.keep(path, before)
        raise CaseFileError("case-rekey-failed", path=path, reason=error.code) from error

"""Removing what a case holds of persons, and of its pictures, so that only hashes are left.

The rows go, the events that carry their digests stay: the chain still verifies, and says what there was. Triggers
that refuse deletion are taken away and put back, word for word, inside one transaction.
"""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import select

from workstation.cases import schema
from workstation.cases.connection import hold, open_case, sqlite_errors
from workstation.cases.encryption import KEYRING, sqlite_error_types
from workstation.cases.ledger import Ledger
from workstation.cases.limits import schema_writable
from workstation.cases.purged import purged_tables
from workstation.errors import CaseFileError


def purge_rows(ledger: Ledger) -> tuple[tuple[str, ...], tuple[tuple[str, float], ...]]:
    """Delete the rows, inside a transaction. Returns hashes of the pictures, and each table with its rows."""
    raw = ledger.raw
    pictures = tuple(sorted(ledger.connection.execute(select(schema.blob.columns.sha256)).scalars()))
    raw.execute("PRAGMA defer_foreign_keys = ON")
    removed: list[tuple[str, float]] = []
    for table in purged_tables():
        (count,) = raw.execute(f'SELECT count(*) FROM "{table}"').fetchone()
        if count:
            (guard,) = raw.execute(
                "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?", (f"{table}_no_delete",)
            ).fetchone()
            with schema_writable(raw):
                raw.execute(f'DROP TRIGGER "{table}_no_delete"')
                raw.execute(f'DELETE FROM "{table}"')
                raw.execute(guard)
            removed.append((table, float(count)))
    return pictures, tuple(removed)


def shrink(ledger: Ledger) -> None:
    """Give the room back, so that no page of the file holds what was removed."""
    with sqlite_errors(ledger.path), schema_writable(ledger.raw):
        if ledger.raw.in_transaction:
            ledger.raw.execute("ROLLBACK")
        ledger.raw.execute("VACUUM")
        hold(ledger.raw)


def remove_older_copies(path: Path, case_id: str) -> None:
    """Delete the copies of this case that migrations kept beside it."""
    for copy in path.parent.glob(f"{_plain(path.stem)}.version-*{_plain(path.suffix)}"):
        with suppress(CaseFileError, OSError, *sqlite_error_types()):
            key = KEYRING.known(path)
            if key is not None:
                KEYRING.keep(copy, key)
            with closing(open_case(copy, "ro")) as raw:
                found = raw.execute("SELECT object_id FROM audit_event WHERE seq = 1").fetchone()
            if found == (case_id,):
                copy.unlink()
        KEYRING.forget(copy)


def _plain(text: str) -> str:
    return "".join(f"[{each}]" if each in "*?[" else each for each in text)

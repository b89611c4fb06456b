"""The audit chain: what is hashed, and how. Nothing here touches a database.

The rule is written for strangers in ``FORMAT.md``: a row is turned into text (its table's name, then
``column=bytes:value`` for each column that is not NULL, a line each) and the SHA-256 of that text in UTF-8 is its
digest. An event's own hash is the digest of its row without the column ``hash``; as the row holds the hash before
it, the events form a chain. The naming of columns makes the text unambiguous, and leaving out NULL lets a later
schema add columns without touching older digests.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

#: What the first event names as the hash before it.
NO_HASH = "0" * 64

StoredValue = str | bytes | int | float | None


def row_text(table: str, row: Iterable[tuple[str, StoredValue]]) -> bytes:
    """Bytes that are hashed for one row.

    Parameters
    ----------
    table : str
        Its table.
    row : iterable of (column, stored value)
        In the order in which the table declares its columns.
    """
    parts = [table.encode(), b"\n"]
    for column, value in row:
        if value is None:
            continue
        data = value if isinstance(value, bytes) else str(value).encode()
        parts += [column.encode(), b"=", str(len(data)).encode(), b":", data, b"\n"]
    return b"".join(parts)


def row_digest(table: str, row: Iterable[tuple[str, StoredValue]]) -> str:
    """Lower-case hex SHA-256 of ``row_text``."""
    return hashlib.sha256(row_text(table, row)).hexdigest()


def event_hash(event: Mapping[str, StoredValue]) -> str:
    """Hash of an event, given its stored columns in declared order."""
    return row_digest("audit_event", ((column, value) for column, value in event.items() if column != "hash"))


def schema_digest(listing: Iterable[tuple[str, str, str, str | None]]) -> str:
    """Digest of a schema.

    Parameters
    ----------
    listing : iterable of (type, name, tbl_name, sql)
        Rows of ``sqlite_master`` ordered by type and name.
    """
    texts = (
        row_text("sqlite_master", zip(("type", "name", "tbl_name", "sql"), each, strict=True)) for each in listing
    )
    return hashlib.sha256(b"".join(texts)).hexdigest()

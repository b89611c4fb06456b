"""Stored pictures read piece by piece: SQLite would hold a whole one beside the copy that it gives."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

_PIECE_BYTES = 2 << 20


def pieces(connection: sqlite3.Connection, rowid: int) -> Iterator[bytes]:
    """Bytes of one row of ``blob``, in order; errors are SQLite's."""
    with connection.blobopen("blob", "bytes", rowid, readonly=True) as stream:
        while piece := stream.read(_PIECE_BYTES):
            yield piece

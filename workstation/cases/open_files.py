"""Which case files this process has open, by the file itself and not by its name.

Two things go wrong without it. On POSIX, closing any handle of a file lets go of every lock that this process holds
on it (``fcntl``), so that nobody may read a held case file but through SQLite. And SQLite goes on writing to a file
whose name was deleted, or given to another file, where nobody will find it again.
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from workstation.errors import CaseFileError

Identity = tuple[int, int]


def identity(path: Path) -> Identity | None:
    """Device and number of the file that a name means now; None where it means none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@dataclass(slots=True)
class _Held:
    times: int
    encrypted: bool


class OpenFiles:
    """The case files that connections of this process hold."""

    def __init__(self) -> None:
        self._held: dict[Identity, _Held] = {}
        self._lock = Lock()

    def encrypted(self, path: Path) -> bool | None:
        """Whether a held file is encrypted; None where this process does not hold it, so that it may be read."""
        found = identity(path)
        with self._lock:
            held = self._held.get(found) if found else None
            return held.encrypted if held else None

    def take(self, which: Identity, encrypted: bool) -> None:
        """A connection to the file was made."""
        with self._lock:
            self._held.setdefault(which, _Held(0, encrypted)).times += 1

    def drop(self, which: Identity) -> None:
        """A connection to it was closed."""
        with self._lock:
            held = self._held[which]
            held.times -= 1
            if not held.times:
                del self._held[which]


#: Of this process.
OPEN_FILES = OpenFiles()


def _place_of(connection: sqlite3.Connection) -> Path:
    """Names of files need not be UTF-8."""
    usual, connection.text_factory = connection.text_factory, os.fsdecode
    try:
        return Path(connection.execute("PRAGMA database_list").fetchone()[2])
    finally:
        connection.text_factory = usual


class HeldFile:
    """The file under one open connection.

    Attributes
    ----------
    place : Path
        Where it was when it was opened; of a new case the draft that is given its name later.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.place = _place_of(connection)
        self._connection = connection
        self._identity = identity(self.place)
        if self._identity is not None:
            OPEN_FILES.take(self._identity, not isinstance(connection, sqlite3.Connection))

    @property
    def in_place(self) -> bool:
        """Whether its name still means this file."""
        return identity(self.place) == self._identity

    def byte_length(self) -> int:
        """Bytes of the file as SQLite counts them: also where its name is gone."""
        read = self._connection.execute
        return int(read("PRAGMA page_count").fetchone()[0]) * int(read("PRAGMA page_size").fetchone()[0])

    def demand_in_place(self) -> None:
        """Refuse to write where nobody will find it.

        Raises
        ------
        CaseFileError
            ``case-file-gone``: deleted, renamed, or its drive was taken away; ``case-file-replaced``.
        """
        if not self.in_place:
            code = "case-file-replaced" if os.path.lexists(self.place) else "case-file-gone"
            raise CaseFileError(code, path=self.place)

    def let_go(self) -> None:
        """After the connection was closed. Safe to call twice."""
        if self._identity is not None:
            OPEN_FILES.drop(self._identity)
            self._identity = None

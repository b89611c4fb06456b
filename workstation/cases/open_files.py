"""Which case files this process has open, by the file itself and not by its name.

Two things go wrong without it. On POSIX, closing any handle of a file lets go of every lock that this process holds
on it (``fcntl``), a reader's too, so that nobody may read a case file that is open but through SQLite. And SQLite
goes on writing to a file whose name was deleted, or given to another file, where nobody will find it again.

Network shares may give the same file another number after a while (CIFS mounted with ``noserverino``). There an open
case is also known by its name, and another number is not taken for another file.
"""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Condition

from workstation.cases.shares import share_of
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
    place: Path


class OpenFiles:
    """The case files that connections of this process hold, whether they read or write."""

    def __init__(self) -> None:
        self._held: dict[Identity, _Held] = {}
        self._read: Counter[Identity] = Counter()
        self._changed = Condition()

    def encrypted(self, path: Path) -> bool | None:
        """Whether a held file is encrypted; None where this process does not hold it."""
        with self._changed:
            return self._found(identity(path), path)

    @contextmanager
    def reading(self, path: Path) -> Iterator[bool | None]:
        """As ``encrypted``. Where it gives None the file may be read in the block, and nobody begins to hold it."""
        which = identity(path)
        with self._changed:
            held = self._found(which, path)
            free = which if held is None else None
            if free is not None:
                self._read[free] += 1
        try:
            yield held
        finally:
            if free is not None:
                with self._changed:
                    self._read[free] -= 1
                    self._changed.notify_all()

    def take(self, path: Path, *, encrypted: bool) -> Identity | None:
        """A connection to a file will be made; waits until nobody reads it by other means."""
        which = identity(path)
        if which is not None:
            with self._changed:
                self._changed.wait_for(lambda: not self._read[which])
                self._held.setdefault(which, _Held(0, encrypted, path.resolve())).times += 1
        return which

    def drop(self, which: Identity | None) -> None:
        """A connection to it was closed; None is a file that was not there yet."""
        if which is not None:
            with self._changed:
                held = self._held[which]
                held.times -= 1
                if not held.times:
                    del self._held[which]

    def _found(self, which: Identity | None, path: Path) -> bool | None:
        held = self._held.get(which) if which else None
        if held is None and self._held:
            place = path.resolve()
            named = next((each for each in self._held.values() if each.place == place), None)
            held = named if named and share_of(place) else None
        return held.encrypted if held else None


#: Of this process.
OPEN_FILES = OpenFiles()


def read_chosen(path: Path, most_bytes: int = -1) -> bytes:
    """A file that a person chose and that should be no case; of one that is open here nothing is read.

    Raises
    ------
    OSError
    """
    with OPEN_FILES.reading(path) as held:
        if held is not None:
            return b""
        with path.open("rb") as file:
            return file.read(most_bytes)


class Holding:
    """What a connection has besides SQLite's own: its file counts as open until it is closed."""

    held: Identity | None = None

    def close(self) -> None:
        """Close it, then let the file go. Safe to call twice."""
        super().close()  # type: ignore[misc]
        held, self.held = self.held, None
        OPEN_FILES.drop(held)


class HoldingConnection(Holding, sqlite3.Connection):
    """Python's own connection, to a file that is not encrypted."""


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
            ``case-file-gone``: deleted, renamed, or its drive was taken away; ``case-file-replaced``;
            ``case-file-renumbered``: replaced, or the share that it lies on gave it another number. SQLite does not
            write then either.
        """
        if self.in_place:
            return
        if not os.path.lexists(self.place):
            raise CaseFileError("case-file-gone", path=self.place)
        share = share_of(self.place)
        code = "case-file-renumbered" if share else "case-file-replaced"
        raise CaseFileError(code, path=self.place, share=share)

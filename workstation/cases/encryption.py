"""Encrypted case files: SQLCipher 4 with its own defaults, so that any of its programs opens them with the key.

SQLCipher is an extra (``sqlcipher3``). What this program knows of keys stays in one ``Keyring``, in memory alone.
"""

from __future__ import annotations

import importlib
import sqlite3
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any, cast

from workstation.cases.open_files import OPEN_FILES, Holding
from workstation.errors import CaseFileError, ConfigurationError, WorkstationError

_MODULE = "sqlcipher3.dbapi2"
_PLAIN = b"SQLite format 3\0"
#: SQLCipher's page, and how evenly its bytes must fall: chi-square of 256 values, ten deviations above its mean.
_PAGE_BYTES, _EVEN = 4096, 480.0
BEGINNING_BYTES = 1 << 16
#: More is no key, and not read.
_LONGEST_LINE = 4096

# The library logs to stderr otherwise. Its wiping of all freed memory stays off: DECISIONS.md says why.
_BEFORE_KEY = ("PRAGMA cipher_log_level = NONE",)
# The defaults of a later SQLCipher would not open the files of today.
_AFTER_KEY = ("PRAGMA cipher_compatibility = 4",)


class Key:
    """The key of one case file as a person knows it; never shown, logged or stored.

    Raises
    ------
    WorkstationError
        ``case-key-long``.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        from workstation.accounts.passphrases import LONGEST, normalised

        self._text = normalised(text)
        if len(self._text) > LONGEST or "\0" in self._text:
            raise WorkstationError("case-key-long", most=LONGEST)

    @classmethod
    def from_file(cls, path: Path) -> Key:
        """The first line of a text file.

        Raises
        ------
        WorkstationError
            ``case-key-file``, ``case-key-unreadable``, and as the class.
        """
        try:
            # Editors of Windows write a mark before the first line.
            with path.open(encoding="utf-8-sig") as file:
                line = file.readline(_LONGEST_LINE)
        except OSError as error:
            raise WorkstationError("case-key-unreadable", path=path, reason=error.strerror or error) from error
        except UnicodeDecodeError as error:
            raise WorkstationError("case-key-file", path=path) from error
        if not line.strip():
            raise WorkstationError("case-key-file", path=path)
        return cls(line.rstrip("\r\n"))

    def demand_strong(self) -> None:
        """Refuse what is guessed soon, where a key is chosen.

        Raises
        ------
        WorkstationError
            ``case-key-short``.
        """
        from workstation.accounts.passphrases import SHORTEST

        if len(self._text) < SHORTEST or len(set(self._text)) < 4:
            raise WorkstationError("case-key-short", least=SHORTEST)

    def reveal(self) -> str:
        """The text, for SQLCipher alone."""
        return self._text

    def __repr__(self) -> str:
        return "Key(…)"

    def __reduce__(self) -> str:
        raise TypeError("a key is not written anywhere")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)


class Keyring:
    """Keys of the case files that are open, by path."""

    def __init__(self) -> None:
        self._keys: dict[Path, Key] = {}
        self._lock = Lock()
        self._ask: Callable[[Path], Key] | None = None

    def keep(self, path: Path, key: Key) -> None:
        """Use a key from now on."""
        with self._lock:
            self._keys[path.resolve()] = key

    def forget(self, path: Path) -> None:
        """Use it no longer."""
        with self._lock:
            self._keys.pop(path.resolve(), None)

    def known(self, path: Path) -> Key | None:
        """The key, without asking anybody."""
        with self._lock:
            return self._keys.get(path.resolve())

    def demand(self, path: Path) -> Key:
        """The key; asks for it where there is somebody to ask.

        Raises
        ------
        CaseFileError
            ``case-encrypted``: nobody is there to be asked.
        """
        found = self.known(path)
        if found is None:
            if self._ask is None:
                raise CaseFileError("case-encrypted", path=path)
            found = self._ask(path)
            self.keep(path, found)
        return found

    @contextmanager
    def asking(self, ask: Callable[[Path], Key]) -> Iterator[None]:
        """Ask so inside the block; every key is forgotten when it ends."""
        self._ask = ask
        try:
            yield
        finally:
            self._ask = None
            with self._lock:
                self._keys.clear()


#: The keys of this program; a file is opened in many places, and its key is typed once.
KEYRING = Keyring()


def encrypts_new_cases(path: Path) -> bool:
    """Whether ``cases.toml`` of a station says ``encrypt_new = true``; without such a file it does not.

    Raises
    ------
    ConfigurationError
        ``cases-configuration``: a station that should encrypt never goes on without.
    """
    if not path.exists():
        return False
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigurationError("cases-configuration", path=path, reason=str(error)) from error
    for key, value in read.items():
        if key != "encrypt_new" or not isinstance(value, bool):
            raise ConfigurationError("cases-configuration", path=path, reason=key)
    return bool(read.get("encrypt_new", False))


def begins_encrypted(begins: bytes) -> bool:
    """Whether the first pages of a file look like nothing but noise; an encrypted file has no other mark.

    A well compressed file can look so too. Of a plain case whose first page was exchanged for one of a picture, the
    pages after it, with the schema, do not.

    Parameters
    ----------
    begins : bytes
        ``BEGINNING_BYTES`` of the file, or the whole of a shorter one.
    """
    pages = [begins[at : at + _PAGE_BYTES] for at in range(0, BEGINNING_BYTES, _PAGE_BYTES)]
    whole = [page for page in pages if len(page) == _PAGE_BYTES]
    return bool(whole) and not begins.startswith(_PLAIN) and all(_is_noise(page) for page in whole)


def _is_noise(page: bytes) -> bool:
    expected = _PAGE_BYTES / 256
    counts = Counter(page)
    return sum((counts[value] - expected) ** 2 for value in range(256)) / expected < _EVEN


def is_encrypted(path: Path) -> bool:
    """Whether an existing file looks encrypted.

    Raises
    ------
    CaseFileError
        ``case-unreadable``.
    """
    with OPEN_FILES.reading(path) as held:
        if held is not None:
            return held
        try:
            with path.open("rb") as file:
                first = file.read(_PAGE_BYTES)
                return begins_encrypted(first) and begins_encrypted(first + file.read(BEGINNING_BYTES - len(first)))
        except OSError as error:
            raise CaseFileError("case-unreadable", path=path, reason=error.strerror) from error


def installed() -> bool:
    """Whether SQLCipher is there."""
    return find_spec(_MODULE.partition(".")[0]) is not None


def module(path: Path) -> ModuleType:
    """SQLCipher's module.

    Raises
    ------
    CaseFileError
        ``case-encryption-missing``.
    """
    try:
        return importlib.import_module(_MODULE)
    except ImportError as error:
        raise CaseFileError("case-encryption-missing", path=path) from error


def module_of(connection: sqlite3.Connection) -> ModuleType:
    """Which module made a connection."""
    return sqlite3 if isinstance(connection, sqlite3.Connection) else sys.modules[_MODULE]


def sqlite_error_types() -> tuple[type[sqlite3.Error], ...]:
    """Errors of SQLite, whichever module raised them; SQLCipher's are not derived from Python's."""
    other = sys.modules.get(_MODULE)
    return (sqlite3.Error, other.Error) if other else (sqlite3.Error,)


def connect_encrypted(path: Path, uri: str, key: Key | None, patience_s: float) -> sqlite3.Connection:
    """Open with a key; the first reading of the file tells whether it fits. Without a key: a plain file."""
    connect, kind = module(path).connect, _connection_type()
    held = OPEN_FILES.take(path, encrypted=key is not None)
    try:
        opened = connect(uri, uri=True, timeout=patience_s, isolation_level=None, factory=kind)
    except BaseException:
        OPEN_FILES.drop(held)
        raise
    opened.held = held
    try:
        for statement in _BEFORE_KEY:
            opened.execute(statement)
        if key is not None:
            opened.set_key(key.reveal())
            for statement in _AFTER_KEY:
                opened.execute(statement)
    except BaseException:
        opened.close()
        raise
    # It does all that Python's own does and is used here, and is no relative of it.
    return cast("sqlite3.Connection", opened)


@cache
def _connection_type() -> type[Any]:
    base: Any = sys.modules[_MODULE].Connection

    class Connection(Holding, base):  # type: ignore[misc]
        """SQLCipher's connection with the names of Python's."""

        def blobopen(self, table: str, column: str, row: int, /, *, readonly: bool = False) -> Any:
            return self.open_blob(table, column, row, readonly)

        def setlimit(self, category: int, limit: int, /) -> int:
            """Nothing: SQLCipher's module sets no limits; ``limits.unfit_rows`` asks for lengths instead."""
            return limit

    return Connection

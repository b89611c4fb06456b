"""Files that are whole or absent: new ones over nothing, later ones over nothing but an earlier one of their kind."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

from workstation.cases.encryption import BEGINNING_BYTES, begins_encrypted
from workstation.cases.open_files import OPEN_FILES
from workstation.errors import CaseFileError, WorkstationError

_SQLITE_HEADER = b"SQLite format 3\0"


class Kind(Enum):
    """What a file must be to be replaced."""

    REPORT = "report"
    PICTURE = "picture"
    CHECK_LOG = "check-log"
    STATISTICS = "statistics"
    CASE_UCO = "case-uco"
    TEXT = "text"


#: How a file of a kind begins, and what is said where another stands in its place.
_BEGINS = {
    Kind.REPORT: ((b"%PDF-",), "file-is-no-report"),
    Kind.PICTURE: ((b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"GIF8"), "file-is-no-picture"),
    Kind.CHECK_LOG: ((b"<?xml version='1.0' encoding='utf-8'?>\n<log xmlns=\"urn:qdbench",), "file-is-another"),
    Kind.STATISTICS: ((b'{\n "format": "qdbench-statistics"', b"month,state,document_type,"), "file-is-another"),
    Kind.CASE_UCO: ((b'{\n "@context": {\n  "kb": "urn:qdbench:"',), "file-is-another"),
}


def demand_replaceable(path: Path, kind: Kind = Kind.TEXT) -> None:
    """Refuse a target that is a folder, a device or a case file, or a file of another kind.

    Raises
    ------
    WorkstationError
        ``file-is-folder``, ``file-is-case``, ``file-is-no-file``; ``file-is-no-report``, ``file-is-no-picture``,
        ``file-is-another``.
    """
    if path.is_dir() or not path.name:
        raise WorkstationError("file-is-folder", path=path)
    if not os.path.lexists(path):
        return
    if not path.is_file():
        raise WorkstationError("file-is-no-file", path=path)
    with OPEN_FILES.reading(path) as held:
        if held is not None:
            # Reading it here would let go of its lock.
            raise WorkstationError("file-is-case", path=path)
        with path.open("rb") as file:
            begins = file.read(BEGINNING_BYTES)
    marks, other = _BEGINS.get(kind, ((), ""))
    if begins.startswith(marks):
        return
    # What is well compressed is noise too, like an encrypted case: asked last.
    if begins.startswith(_SQLITE_HEADER) or begins_encrypted(begins):
        raise WorkstationError("file-is-case", path=path)
    if marks:
        raise WorkstationError(other, path=path)


def write_whole(path: Path, data: bytes, kind: Kind = Kind.TEXT) -> None:
    """Write a file so that it is whole or absent.

    Raises
    ------
    WorkstationError
        ``file-not-written``, with the path and the reason of the system; see ``demand_replaceable``.
    """
    with written_whole(path, data, kind):
        pass


@contextmanager
def written_whole(path: Path, data: bytes, kind: Kind = Kind.TEXT) -> Iterator[None]:
    """The file stands whole at its place during the block; when the block fails, what was there before does.

    Raises
    ------
    WorkstationError
        As ``write_whole``.
    """
    with _system_errors(path):
        demand_replaceable(path, kind)
    fresh, earlier = (path.with_name(f".{secrets.token_hex(8)}.{end}") for end in ("part", "earlier"))
    placed = False
    try:
        with _system_errors(path):
            _write(fresh, data)
            if path.exists():
                _keep(path, earlier)
            fresh.replace(path)
            placed = True
            _sync_folder(path.parent)
        yield
    except BaseException:
        if placed and earlier.exists():
            earlier.replace(path)
        elif placed:
            path.unlink(missing_ok=True)
        raise
    finally:
        for leftover in (fresh, earlier):
            leftover.unlink(missing_ok=True)


def _keep(path: Path, earlier: Path) -> None:
    """A second name for what is there, so that its place is never empty; a copy where files have one name only."""
    try:
        os.link(path, earlier)
    except OSError:
        shutil.copy2(path, earlier)


@contextmanager
def whole_or_absent(path: Path) -> Iterator[Path]:
    """A temporary neighbour of ``path`` to fill and close; it takes the name ``path`` when the block succeeds.

    Raises
    ------
    CaseFileError
        ``file-exists``: something has that name already; ``folder-missing``; ``case-not-created``: the folder
        takes no new file.
    """
    if not path.parent.is_dir():
        raise CaseFileError("folder-missing", path=path.parent)
    if os.path.lexists(path):
        raise CaseFileError("file-exists", path=path)
    if not os.access(path.parent, os.W_OK):
        raise CaseFileError("case-not-created", path=path)
    draft = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        yield draft
        _take_name(draft, path)
    finally:
        for leftover in (draft, draft.with_name(f"{draft.name}-journal")):
            leftover.unlink(missing_ok=True)


def _take_name(draft: Path, path: Path) -> None:
    try:
        _link_or_rename(draft, path)
        _sync_folder(path.parent)
    except FileExistsError as error:
        raise CaseFileError("file-exists", path=path) from error
    except OSError as error:
        raise CaseFileError("case-not-created", path=path) from error


def _link_or_rename(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:
        # Memory sticks and some network shares know no hard links.
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        draft.rename(path)


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _system_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WorkstationError("file-not-written", path=path, reason=error.strerror) from error


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""Files that are whole or absent."""

from __future__ import annotations

import os
from pathlib import Path

from workstation.errors import WorkstationError

_SQLITE_HEADER = b"SQLite format 3\0"


def demand_replaceable(path: Path) -> None:
    """Refuse a target that is a folder, or a case file: a report must never take the place of evidence.

    Raises
    ------
    WorkstationError
        ``file-is-folder``, ``file-is-case``.
    """
    if path.is_dir() or not path.name:
        raise WorkstationError("file-is-folder", path=path)
    if path.is_file():
        with path.open("rb") as file:
            if file.read(len(_SQLITE_HEADER)) == _SQLITE_HEADER:
                raise WorkstationError("file-is-case", path=path)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is whole or absent: a neighbour first, flushed, then renamed.

    Raises
    ------
    WorkstationError
        ``file-not-written``, with the path and the reason of the system; ``file-is-folder``; ``file-is-case``.
    """
    neighbour: Path | None = None
    try:
        demand_replaceable(path)
        neighbour = path.with_name(f".{path.name}.{os.getpid()}.part")
        with neighbour.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        neighbour.replace(path)
    except OSError as error:
        if neighbour is not None:
            neighbour.unlink(missing_ok=True)
        raise WorkstationError("file-not-written", path=path, reason=error.strerror) from error

"""Where the links to simulated lines lie: a folder for each line, gone with its program, or at the next start."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from pathlib import Path

_PREFIX = "qdbench-"
_YOUNG_S = 60.0


class LineFolder:
    """A temporary folder that a lock marks as in use for as long as its program lives.

    A program that was killed leaves its folder without the lock: the next one takes it away. POSIX only.

    Attributes
    ----------
    path : Path
    """

    def __init__(self, parent: Path | None = None) -> None:
        place = Path(tempfile.gettempdir()) if parent is None else parent
        for found in place.glob(f"{_PREFIX}*"):
            with contextlib.suppress(OSError):
                _remove_if_left(found)
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
        self._lock = _locked(self.path)

    def close(self) -> None:
        """Remove the folder; safe to call twice."""
        if self._lock is not None:
            _empty(self.path)
            os.close(self._lock)
            self._lock = None


def _remove_if_left(folder: Path) -> None:
    # A folder that has just been made has no lock yet.
    if folder.is_symlink() or time.time() - folder.stat().st_mtime < _YOUNG_S:
        return
    lock = _locked(folder)
    if lock is not None:
        _empty(folder)
        os.close(lock)


def _locked(folder: Path) -> int | None:
    """Handle of the folder with its lock; None where another program holds it."""
    import fcntl

    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def _empty(folder: Path) -> None:
    """Remove links and the folder; what is no link of ours keeps it."""
    for found in folder.iterdir():
        if found.is_symlink():
            found.unlink()
    with contextlib.suppress(OSError):
        folder.rmdir()

"""Whether a case file lies on another computer's disk, and whether its journal could work there.

This program writes with a rollback journal, which needs nothing but locks that hold. SQLite's other journal (WAL)
keeps its index in memory that two computers do not share: on a network share it loses commits without a word.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

from workstation.cases.open_files import OPEN_FILES
from workstation.errors import CaseFileError

MOUNTS = Path("/proc/mounts")

_NETWORK = frozenset(
    (
        *(
            "9p",
            "afs",
            "ceph",
            "cifs",
            "coda",
            "davfs",
            "gfs2",
            "glusterfs",
            "lustre",
            "ncpfs",
            "nfs",
            "nfs4",
            "ocfs2",
        ),
        *("smb3", "smbfs", "fuse.sshfs", "fuse.glusterfs", "fuse.rclone", "fuse.davfs2", "fuse.gvfsd-fuse"),
    )
)
_DRIVE_REMOTE = 4
#: Bytes of SQLite's header: how the file is written and read; 2 is WAL (SQLite file format 1.3.3).
_JOURNALS, _WAL = slice(18, 20), 2


def share_of(path: Path) -> str:
    """Kind of the network share that a file lies on, such as ``nfs4``; empty where it lies on no share known here."""
    if sys.platform == "win32":
        return _windows_share(path)
    try:
        return kind_of_share(MOUNTS.read_text(encoding="utf-8", errors="surrogateescape"), path.resolve())
    except OSError:
        return ""


def kind_of_share(mounts: str, path: Path) -> str:
    """As ``share_of``, from the text of ``/proc/mounts``; lines that are none are passed over."""
    deepest, kind = -1, ""
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        place = Path(_unescaped(parts[1]))
        # The last mount on a place is the one that is seen.
        if path.is_relative_to(place) and len(place.parts) >= deepest:
            deepest, kind = len(place.parts), parts[2]
    return kind if kind in _NETWORK else ""


def _unescaped(text: str) -> str:
    for octal, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(octal, character)
    return text


def _windows_share(path: Path) -> str:
    drive = os.path.splitdrive(path.resolve())[0]
    if drive.startswith("\\\\"):
        return "smb"
    windows: object = getattr(ctypes, "windll", None)
    kind = windows.kernel32.GetDriveTypeW(f"{drive}\\") if windows else 0  # type: ignore[attr-defined]
    return "smb" if kind == _DRIVE_REMOTE else ""


def demand_safe_journal(path: Path) -> None:
    """Refuse a file that another program left with a write-ahead log where that is not safe.

    Raises
    ------
    CaseFileError
        ``case-wal-on-share``.
    """
    with OPEN_FILES.reading(path) as held:
        # A file that is held here was looked at before, and reading it now would let go of its locks.
        if held is not None:
            return
        try:
            with path.open("rb") as file:
                journals = file.read(_JOURNALS.stop)[_JOURNALS]
        except OSError as error:
            raise CaseFileError("case-unreadable", path=path, reason=error.strerror) from error
    share = share_of(path) if _WAL in journals else ""
    if share:
        raise CaseFileError("case-wal-on-share", path=path, share=share)

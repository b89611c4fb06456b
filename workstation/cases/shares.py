"""Whether a case file lies on another computer's disk."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

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

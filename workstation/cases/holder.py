"""Who has a case file open for writing, as far as the system tells."""

from __future__ import annotations

import os
from pathlib import Path

LOCKS = Path("/proc/locks")


def who_holds(path: Path) -> str:
    """Name and process number of whoever locks a file, such as ``qdbench (PID 4711)``; empty where nobody tells.

    Linux tells it of processes on this computer; another computer on a shared folder, and Windows, do not. The file
    is not opened: closing it again would let go of this process's own locks (POSIX ``fcntl``).
    """
    return ", ".join(filter(None, map(_name, _holders_of(path) or ())))


def surely_unlocked(path: Path) -> bool:
    """Whether the system lists locks and none of this process on a file."""
    found = _holders_of(path)
    return found is not None and os.getpid() not in found


def _holders_of(path: Path) -> tuple[int, ...] | None:
    try:
        found = path.stat()
        table = LOCKS.read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    return holders(table, (os.major(found.st_dev), os.minor(found.st_dev)), found.st_ino)


def holders(table: str, device: tuple[int, int], inode: int) -> tuple[int, ...]:
    """Processes that hold a lock on a file, from the text of ``/proc/locks``; other lines are passed over."""
    pids: dict[int, None] = {}
    for line in table.splitlines():
        match line.split():
            case [_, "POSIX" | "FLOCK" | "OFDLCK", _, "READ" | "WRITE", pid, place, _, _]:
                if _place(place) == (*device, inode) and pid.isascii() and pid.isdigit() and int(pid) > 0:
                    pids[int(pid)] = None
    return tuple(pids)


def _place(text: str) -> tuple[int, int, int] | None:
    try:
        major, minor, inode = text.split(":")
        return int(major, 16), int(minor, 16), int(inode)
    except ValueError:
        return None


def _name(pid: int) -> str:
    try:
        name = Path(f"/proc/{pid}/comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return f"PID {pid}"
    return f"{name} (PID {pid})"

"""What was read of case files the last time, so that a queue of a thousand need not open them all again.

SQLite parses the whole schema of each file that it opens, some milliseconds a file. A file that has not changed since
(its time, its length, and the change counter in its header) is not opened.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from workstation.cases.open_files import OPEN_FILES
from workstation.errors import WorkstationError
from workstation.whole_file import write_whole

_FORMAT = 3
#: Bytes of SQLite's header: the file change counter stands at 24 (SQLite file format 1.3).
_HEADER_BYTES, _COUNTER = 100, slice(24, 28)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """Facts of one case file, the same for whoever asks. Times as stored."""

    case_id: str
    case_no: str
    examiner: str
    stage: str
    stage_since: str
    seq: int
    sha256: str
    changed_at: str
    findings: int
    levels: tuple[str, ...]
    comments: int
    legal_hold: bool
    author_names: tuple[str, ...]
    author_accounts: tuple[str, ...]
    asked_accounts: tuple[str, ...]


def stamp_of(path: Path) -> str:
    """What changes whenever the file does; empty where it is held here, a write is under way, or was interrupted."""
    with OPEN_FILES.reading(path) as held:
        if held is not None or path.with_name(f"{path.name}-journal").exists():
            return ""
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    found = path.stat()
    return f"{found.st_mtime_ns}-{found.st_size}-{header[_COUNTER].hex()}"


class Glances:
    """Remembered facts in one file; a damaged or missing one only costs time.

    Parameters
    ----------
    path : Path or None
        None remembers as long as the program runs.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._known: dict[str, tuple[str, Glance]] | None = None
        self._changed = False

    def known(self, path: Path, stamp: str) -> Glance | None:
        """What was read of the file when it had that stamp."""
        found = self._loaded().get(str(path))
        return found[1] if found and stamp and found[0] == stamp else None

    def remember(self, path: Path, stamp: str, glance: Glance) -> None:
        """Keep what was read."""
        if stamp:
            self._loaded()[str(path)] = (stamp, glance)
            self._changed = True

    def save(self, present: Iterable[Path]) -> None:
        """Write what is remembered, without files of the same folders that are gone."""
        known = self._loaded()
        still = {str(each) for each in present}
        folders = {str(Path(each).parent) for each in still}
        gone = [each for each in known if each not in still and str(Path(each).parent) in folders]
        for each in gone:
            del known[each]
        if self._path is None or not (self._changed or gone):
            return
        rows = {path: [stamp, asdict(glance)] for path, (stamp, glance) in known.items()}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._path, json.dumps({"format": _FORMAT, "files": rows}).encode())
            self._path.chmod(0o600)
            self._changed = False
        except (OSError, WorkstationError):
            # The next queue reads the files again.
            return

    def _loaded(self) -> dict[str, tuple[str, Glance]]:
        if self._known is None:
            self._known = _load(self._path)
        return self._known


def _load(path: Path | None) -> dict[str, tuple[str, Glance]]:
    try:
        read = json.loads(path.read_bytes()) if path else {}
        if read.get("format") != _FORMAT:
            return {}
        return {
            name: (str(stamp), Glance(**{key: _tupled(value) for key, value in facts.items()}))
            for name, (stamp, facts) in read["files"].items()
        }
    except (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return {}


def _tupled(value: object) -> Any:
    return tuple(value) if isinstance(value, list) else value

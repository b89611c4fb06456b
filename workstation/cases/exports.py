"""What leaves a case as a file: the entry of its chain that says so. ``FORMAT.md`` lists the facts of each."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from workstation.errors import WorkstationError

if TYPE_CHECKING:
    from workstation.accounts.roles import Actor
    from workstation.cases.model import CaseSnapshot, LoggedEvent
    from workstation.cases.store import CaseFile
    from workstation.devices import Clock

_CHUNK = 1 << 20


class Export(StrEnum):
    """What was written; the value is the action of the chain."""

    REPORT = "report-exported"
    SHEET = "sheet-exported"
    CHECKS = "checks-exported"
    CASE_UCO = "case-uco-exported"
    STATISTICS = "statistics-exported"
    VIEW = "view-exported"
    ANIMATION = "animation-exported"
    REDACTED = "redacted-copy-exported"


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written from a case.

    Attributes
    ----------
    no_entry : WorkstationError or None
        Why the case says nothing of it: it is read-only, held by another program, or the person may not write
        in it. None: it has the entry.
    """

    path: Path
    no_entry: WorkstationError | None = None


def note_export(case: CaseFile, what: Export, sha256: str, **facts: int | str) -> None:
    """Write into the chain that a file was written; also after sign-off, and in an archived case.

    Parameters
    ----------
    sha256 : str
        Of the file, as it was written.
    facts : int or str
        Codes, hashes and whole numbers; nothing personal, no path.

    Raises
    ------
    WorkstationError
        The case takes no entry.
    """
    case.log(what.value, case.snapshot().info.case_id, {"sha256": sha256, **facts})


def exports_of(case: CaseFile, snapshot: CaseSnapshot) -> tuple[LoggedEvent, ...]:
    """Files that were written from the case of a snapshot until then; none for somebody who verifies blind."""
    if snapshot.blind:
        return ()
    logged = case.logged(*Export)
    return tuple(each for each in logged if each.object_id == snapshot.info.case_id and each.seq <= snapshot.head.seq)


def note_export_of(
    path: Path, what: Export, sha256: str, *, clock: Clock, actor: Actor | str, **facts: int | str
) -> WorkstationError | None:
    """As ``note_export``, for a case that is not open; gives what speaks against it instead of raising it."""
    from workstation.cases.store import CaseFile

    try:
        with CaseFile.open(path, clock=clock, actor=actor) as case:
            note_export(case, what, sha256, **facts)
    except WorkstationError as error:
        return error
    return None


def file_sha256(path: Path) -> str:
    """SHA-256 of a file as it lies there: 64 lower case hexadecimal digits."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while data := file.read(_CHUNK):
            found.update(data)
    return found.hexdigest()

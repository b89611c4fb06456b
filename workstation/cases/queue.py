"""Many case files at a glance, none opened for writing: what waits for whom, what changed since a look."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workstation.accounts.permissions import demand
from workstation.accounts.roles import Actor, Role
from workstation.cases import migrations
from workstation.cases.connection import header, open_case, sqlite_errors
from workstation.cases.encryption import KEYRING, is_encrypted
from workstation.cases.glances import Glance, Glances, stamp_of
from workstation.cases.shares import share_of
from workstation.cases.stages import AUTHORED, Stage
from workstation.errors import CaseFileError, CaseFileTooNew, WorkstationError
from workstation.identifiers import read_time

#: On a share every file is waited for, several times. On a disk of this computer SQLite parses the schema of each
#: file anew, and threads that allocate at once take turns: four of them take longer than one.
_READERS, _READERS_OF_SHARE = 1, 4

#: Who sees in a queue what was concluded. An examiner may be asked to verify blind, and must not know.
_TOLD = frozenset({Role.SUPERVISOR, Role.AUDITOR, Role.STATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Head of one case file.

    Attributes
    ----------
    stage_since : datetime
        When it came to its stage.
    mine : bool
        Whoever asks has written in it, so another must review it.
    levels : tuple of str
        What stands as concluded, one code for each exhibit; for those alone who would not be asked to conclude anew.
    asked : int
        Verifications that whoever asks was asked for and has not recorded.
    new_events : int or None
        Links of the chain since the last look; None where there was none.
    rewritten : bool
        The link that was seen then is not in the chain now: somebody has exchanged the past.
    """

    path: Path
    case_id: str
    case_no: str
    examiner: str
    stage: Stage
    stage_since: datetime
    seq: int
    sha256: str
    changed_at: datetime
    findings: int
    levels: tuple[str, ...]
    comments: int
    legal_hold: bool
    mine: bool
    asked: int
    new_events: int | None
    rewritten: bool


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file of the queue that could not be looked at, and why."""

    path: Path
    error: WorkstationError

    @property
    def encrypted(self) -> bool:
        """It can be looked at with its key."""
        return self.error.code == "case-encrypted"


def case_files(folder: Path) -> tuple[Path, ...]:
    """Case files in a folder, by name; the copies that migrations kept are left out."""
    return tuple(sorted(each for each in folder.glob("*.qdcase") if ".version-" not in each.name))


def queue(
    paths: Iterable[Path],
    actor: Actor,
    looks: Mapping[str, tuple[int, str]] | None = None,
    glances: Glances | None = None,
) -> Iterator[Summary | Unreadable]:
    """Look at each file.

    Parameters
    ----------
    looks : mapping
        Case to number and hash of the link that was last seen of it.
    glances : Glances or None
        What is known of files that have not changed since.

    Raises
    ------
    PermissionRefused
        When the first is asked for.
    """
    demand(actor, "queue.list")
    known, listed = glances or Glances(), tuple(paths)
    try:
        count = _READERS_OF_SHARE if listed and share_of(listed[0]) else _READERS
        with ThreadPoolExecutor(count, "queue") as readers:
            yield from readers.map(lambda path: _looked_at(path, known, actor, looks or {}), listed)
    finally:
        known.save(listed)


def _looked_at(
    path: Path, known: Glances, actor: Actor, looks: Mapping[str, tuple[int, str]]
) -> Summary | Unreadable:
    try:
        return _summary(path, _glance(path, known), actor, looks)
    except OSError as error:
        return Unreadable(path, CaseFileError("case-unreadable", path=path, reason=error.strerror))
    except (TypeError, ValueError) as error:
        return Unreadable(path, CaseFileError("case-damaged", path=path, reason=str(error)))
    except WorkstationError as error:
        return Unreadable(path, error)


def _glance(path: Path, glances: Glances) -> Glance:
    if is_encrypted(path):
        # Nothing of it is remembered in the open, and nobody is asked for a hundred keys.
        if KEYRING.known(path) is None:
            raise CaseFileError("case-encrypted", path=path)
        with _opened(path) as (raw, version):
            return _read(raw, has_stages=version >= 4)
    stamp = stamp_of(path)
    found = glances.known(path, stamp)
    if found is None:
        with _opened(path) as (raw, version):
            found = _read(raw, has_stages=version >= 4)
        glances.remember(path, stamp, found)
    return found


@contextmanager
def _opened(path: Path) -> Iterator[tuple[sqlite3.Connection, int]]:
    with sqlite_errors(path), closing(open_case(path, "ro")) as raw:
        version = header(raw, "user_version")
        if version > migrations.current_version():
            raise CaseFileTooNew(path=path)
        # A view or a virtual table in the place of a table of ours could do anything.
        strange = raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'view' OR sql LIKE 'CREATE VIRTUAL%' LIMIT 1"
        ).fetchone()
        if strange or version < 1:
            raise CaseFileError("case-schema-changed", path=path, where=f"version {version}")
        raw.execute("BEGIN")
        yield raw, version


def _summary(path: Path, glance: Glance, actor: Actor, looks: Mapping[str, tuple[int, str]]) -> Summary:
    seen = looks.get(glance.case_id)
    asked = glance.asked_accounts.count(actor.account_id) if actor.is_account else 0
    return Summary(
        path=path,
        case_id=glance.case_id,
        case_no=glance.case_no,
        examiner=glance.examiner,
        stage=Stage(glance.stage),
        stage_since=read_time(glance.stage_since),
        seq=glance.seq,
        sha256=glance.sha256,
        changed_at=read_time(glance.changed_at),
        findings=glance.findings,
        levels=glance.levels if actor.roles & _TOLD and not asked else (),
        comments=glance.comments,
        legal_hold=glance.legal_hold,
        mine=actor.name in glance.author_names or (actor.is_account and actor.account_id in glance.author_accounts),
        asked=asked,
        new_events=None if seen is None else max(glance.seq - seen[0], 0),
        rewritten=seen is not None and _hash_at(path, glance, seen[0]) != seen[1],
    )


def _hash_at(path: Path, glance: Glance, seq: int) -> str:
    if seq == glance.seq:
        return glance.sha256
    with _opened(path) as (raw, _):
        found = raw.execute("SELECT hash FROM audit_event WHERE seq = ?", (seq,)).fetchone()
        return str(found[0]) if found else ""


_OF_ALL = """SELECT object_id, at,
    (SELECT case_no FROM case_info ORDER BY seq DESC LIMIT 1),
    (SELECT examiner FROM case_info ORDER BY seq DESC LIMIT 1),
    (SELECT state FROM case_info ORDER BY seq DESC LIMIT 1),
    (SELECT count(*) FROM finding WHERE withdrawn = 0 AND finding_id NOT IN
        (SELECT supersedes FROM finding WHERE supersedes IS NOT NULL))
    FROM audit_event WHERE seq = 1"""

_OF_STAGES = """SELECT
    (SELECT stage FROM case_stage ORDER BY seq DESC LIMIT 1),
    (SELECT changed_at FROM case_stage ORDER BY seq DESC LIMIT 1),
    (SELECT count(*) FROM comment),
    coalesce((SELECT legal_hold FROM retention ORDER BY seq DESC LIMIT 1), 0),
    (SELECT case_no FROM tombstone)"""

_LEVELS = """SELECT level FROM conclusion WHERE conclusion_id NOT IN
    (SELECT supersedes FROM conclusion WHERE supersedes IS NOT NULL) ORDER BY seq"""

_NAMED = "SELECT created_by FROM finding UNION SELECT created_by FROM conclusion"
_SUBMITTED = " UNION SELECT changed_by FROM case_stage WHERE stage = 'awaiting_review'"

_ASKED = """SELECT verifier_id FROM verification_request WHERE request_id NOT IN
    (SELECT request_id FROM verification)"""


def _read(raw: sqlite3.Connection, *, has_stages: bool) -> Glance:
    seq, sha256, at = raw.execute("SELECT seq, hash, at FROM audit_event ORDER BY seq DESC LIMIT 1").fetchone()
    case_id, created_at, case_no, examiner, state, findings = raw.execute(_OF_ALL).fetchone()
    stage, since, comments, hold, buried_no = (
        raw.execute(_OF_STAGES).fetchone() if has_stages else (None, None, 0, 0, None)
    )
    account = "account_id" if has_stages else "NULL"
    authors = raw.execute(
        f"SELECT name, {account} FROM actor WHERE actor_id IN (SELECT actor_id FROM audit_event"
        f" WHERE object_table IN ({', '.join('?' * len(AUTHORED))}))",
        AUTHORED,
    ).fetchall()
    named = raw.execute(_NAMED + _SUBMITTED if has_stages else _NAMED).fetchall()
    asked = raw.execute(_ASKED).fetchall() if has_stages else []
    levels = raw.execute(_LEVELS).fetchall()
    return Glance(
        case_id=str(case_id),
        case_no=str(case_no or buried_no or ""),
        examiner=str(examiner or ""),
        stage=str(Stage(stage or state)),
        stage_since=str(since or created_at),
        seq=int(seq),
        sha256=str(sha256),
        changed_at=str(at),
        findings=int(findings),
        levels=tuple(str(level) for (level,) in levels),
        comments=int(comments),
        legal_hold=bool(hold),
        author_names=tuple(dict.fromkeys(str(name) for name, *_ in (*authors, *named))),
        author_accounts=tuple(str(account_id) for _, account_id in authors if account_id),
        asked_accounts=tuple(str(account_id) for (account_id,) in asked),
    )

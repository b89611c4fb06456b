"""Many case files at a glance, none opened for writing: what waits for whom, what changed since a look."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workstation.accounts.permissions import demand
from workstation.accounts.roles import Actor
from workstation.cases import migrations
from workstation.cases.authors import AUTHORED
from workstation.cases.connection import header, open_case, schema_listing, sqlite_errors
from workstation.cases.stages import Stage
from workstation.errors import CaseFileError, CaseFileTooNew, WorkstationError
from workstation.identifiers import read_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Head of one case file.

    Attributes
    ----------
    stage_since : datetime
        When it came to its stage.
    mine : bool
        Whoever asks has written in it, so another must review it.
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


def case_files(folder: Path) -> tuple[Path, ...]:
    """Case files in a folder, by name; the copies that migrations kept are left out."""
    return tuple(sorted(each for each in folder.glob("*.qdcase") if ".version-" not in each.name))


def queue(
    paths: Iterable[Path], actor: Actor, looks: Mapping[str, tuple[int, str]] | None = None
) -> Iterator[Summary | Unreadable]:
    """Look at each file.

    Parameters
    ----------
    looks : mapping
        Case to number and hash of the link that was last seen of it.

    Raises
    ------
    PermissionRefused
        When the first is asked for.
    """
    demand(actor, "queue.list")
    known = _demanding_once()
    for path in paths:
        try:
            yield _summary(path, actor, looks or {}, known)
        except WorkstationError as error:
            yield Unreadable(path, error)


def _summary(
    path: Path, actor: Actor, looks: Mapping[str, tuple[int, str]], demand_tables: Callable[..., None]
) -> Summary:
    with sqlite_errors(path), closing(open_case(path, "ro")) as raw:
        version = header(raw, "user_version")
        if version > migrations.current_version():
            raise CaseFileTooNew(path=path)
        demand_tables(raw, path, version)
        try:
            return _read(raw, path, actor, looks, has_stages=version >= 4)
        except (TypeError, ValueError) as error:
            raise CaseFileError("case-damaged", path=path, reason=str(error)) from error


def _demanding_once() -> Callable[[sqlite3.Connection, Path, int], None]:
    """Refuses tables that are not ours: a view in their place could do anything."""
    tables = {
        version: frozenset(row for row in migrations.schema_of(version).listing if row[0] == "table")
        for version in range(1, migrations.current_version() + 1)
    }

    def demand_tables(raw: sqlite3.Connection, path: Path, version: int) -> None:
        strange = tables.get(version, frozenset()) - set(schema_listing(raw))
        if strange or version not in tables:
            raise CaseFileError("case-schema-changed", path=path, where=f"version {version}")

    return demand_tables


_OF_STAGES = """SELECT
    (SELECT stage FROM case_stage ORDER BY seq DESC LIMIT 1),
    (SELECT changed_at FROM case_stage ORDER BY seq DESC LIMIT 1),
    (SELECT count(*) FROM comment),
    coalesce((SELECT legal_hold FROM retention ORDER BY seq DESC LIMIT 1), 0),
    (SELECT count(*) FROM verification_request WHERE verifier_id = :account AND request_id NOT IN
        (SELECT request_id FROM verification)),
    EXISTS (SELECT 1 FROM case_stage WHERE stage = 'awaiting_review' AND changed_by = :name),
    (SELECT case_no FROM tombstone)"""

_OF_ALL = """SELECT object_id,
    (SELECT case_no FROM case_info ORDER BY seq DESC LIMIT 1),
    (SELECT examiner FROM case_info ORDER BY seq DESC LIMIT 1),
    (SELECT state FROM case_info ORDER BY seq DESC LIMIT 1),
    (SELECT count(*) FROM finding WHERE withdrawn = 0 AND finding_id NOT IN
        (SELECT supersedes FROM finding WHERE supersedes IS NOT NULL)),
    at
    FROM audit_event WHERE seq = 1"""


def _read(
    raw: sqlite3.Connection, path: Path, actor: Actor, looks: Mapping[str, tuple[int, str]], *, has_stages: bool
) -> Summary:
    raw.execute("BEGIN")
    seq, sha256, at = raw.execute("SELECT seq, hash, at FROM audit_event ORDER BY seq DESC LIMIT 1").fetchone()
    case_id, case_no, examiner, state, findings, created_at = raw.execute(_OF_ALL).fetchone()
    who = {"account": actor.account_id or "-", "name": actor.name}
    stage, since, comments, hold, asked, submitted, buried_no = (
        raw.execute(_OF_STAGES, who).fetchone() if has_stages else (None, None, 0, 0, 0, 0, None)
    )
    seen = looks.get(case_id)
    rewritten = False
    if seen is not None:
        found = raw.execute("SELECT hash FROM audit_event WHERE seq = ?", (seen[0],)).fetchone()
        rewritten = found is None or found[0] != seen[1]
    return Summary(
        path=path,
        case_id=str(case_id),
        case_no=str(case_no or buried_no or ""),
        examiner=str(examiner or ""),
        stage=Stage(stage or state),
        stage_since=read_time(since or created_at),
        seq=int(seq),
        sha256=str(sha256),
        changed_at=read_time(at),
        findings=int(findings),
        comments=int(comments),
        legal_hold=bool(hold),
        mine=bool(submitted) or _wrote(raw, actor, has_stages=has_stages),
        asked=int(asked),
        new_events=None if seen is None else max(int(seq) - seen[0], 0),
        rewritten=rewritten,
    )


def _wrote(raw: sqlite3.Connection, actor: Actor, *, has_stages: bool) -> bool:
    same = "name = ?" + (" OR account_id = ?" if has_stages else "")
    who = [actor.name, actor.account_id or "-"][: 2 if has_stages else 1]
    (wrote,) = raw.execute(
        "SELECT EXISTS (SELECT 1 FROM audit_event WHERE actor_id IN"
        f" (SELECT actor_id FROM actor WHERE {same}) AND object_table IN ({', '.join('?' * len(AUTHORED))}))",
        (*who, *AUTHORED),
    ).fetchone()
    return bool(wrote)

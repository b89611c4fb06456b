"""Does the file still hold what was put into it? Reads only, and names what does not hold.

Pictures are read piece by piece; what stays in memory is two short texts an event.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from workstation.cases import migrations
from workstation.cases.audit import NO_HASH, StoredValue, event_hash, row_digest
from workstation.cases.connection import header, open_case, schema_listing, sqlite_errors
from workstation.cases.encryption import sqlite_error_types
from workstation.cases.limits import TOO_MUCH, unfit_rows
from workstation.cases.pieces import pieces
from workstation.cases.purged import purged_tables
from workstation.cases.verify_handling import Life, SealFound
from workstation.errors import CaseFileDamaged, CaseFileTooNew

#: Column by which people name a row; rows of other tables go by ``seq``.
_ID_OF = {
    "actor": "actor_id",
    "case_info": "case_id",
    "exhibit": "exhibit_id",
    "capture": "capture_id",
    "finding": "finding_id",
    "conclusion": "conclusion_id",
    "check_result": "result_id",
    "mrz_record": "mrz_id",
    "calibration": "calibration_id",
    "recipe": "recipe_id",
    "measurement": "measurement_id",
    "custody_event": "custody_id",
    "comment": "comment_id",
    "review": "review_id",
    "verification_request": "request_id",
    "verification": "verification_id",
    "resolution": "resolution_id",
    "head_seal": "seal_id",
    "tombstone": "case_id",
}

#: Events are sealed by the chain itself, pictures by the captures that name their hash.
_SEALED_OTHERWISE = {"audit_event", "blob"}

_NOT_THE_FILES_FAULT = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY}


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that does not hold.

    Attributes
    ----------
    what : str
        Code of ``resources/messages/cases.toml``, such as ``case-row-changed``.
    where : str
        What it concerns: a table and an id, or a part of the file.
    """

    what: str
    where: str


@dataclass(frozen=True, slots=True)
class Link:
    """Place of a link in the chain, and of the last one."""

    seq: int
    last: int


@dataclass(frozen=True, slots=True)
class Verification:
    """Answer of ``verify``; intact exactly when there is no problem.

    ``link`` is where the chain holds the head that was asked for; None where none was, or where it holds none.
    ``seals`` are the countersigned heads whose signatures hold. ``purged``: only hashes are left of the case.
    """

    intact: bool
    problems: tuple[Problem, ...]
    link: Link | None = None
    seals: tuple[SealFound, ...] = ()
    purged: bool = False


def verify(path: Path, head: str = "") -> Verification:
    """Check structure, schema, every hash and the whole chain. The file is never changed.

    Parameters
    ----------
    head : str
        Hash of a link that the chain must pass through, such as a report printed: 64 lower case hexadecimal digits.
        Empty: none is asked for. That it does not is the problem ``case-head-not-in-chain``.

    Raises
    ------
    CaseFileError
        ``case-missing``; ``case-unfinished-write``: a write was interrupted and has to be taken back first.
    CaseFileDamaged
        Not a case file at all.
    CaseFileTooNew
        Its rules are not known here.
    """
    try:
        connection = open_case(path, "ro")
    except CaseFileDamaged as error:
        if error.code != "case-damaged":
            raise
        return _verification([Problem("case-structure-damaged", f"file ({error.facts['reason']})")])
    with closing(connection), sqlite_errors(path):
        version = header(connection, "user_version")
        if version > migrations.current_version():
            raise CaseFileTooNew(path=path)
        inspection = _Inspection(connection, version, head, path.stat().st_size)
        found = _verification(inspection.problems())
        life = inspection.life
        return replace(
            found,
            link=inspection.link,
            seals=tuple(life.seals) if life else (),
            purged=bool(life and life.tombstone),
        )


def _verification(problems: Iterable[Problem]) -> Verification:
    found = tuple(dict.fromkeys(problems))
    return Verification(not found, found)


Row = dict[str, StoredValue]


class _Seal(NamedTuple):
    """What an event says of the row that it recorded."""

    object_id: str
    row_sha256: str


class _Inspection:
    """One pass over an open file. Text comes as bytes, for what is damaged may be no UTF-8."""

    def __init__(self, connection: sqlite3.Connection, version: int, head: str, byte_length: int) -> None:
        connection.text_factory = bytes
        self._byte_length = byte_length
        self._endless = False
        self._connection = connection
        self._version = version
        self._schema = migrations.schema_of(version)
        self._tables_are_ours = self._computes_nothing = False
        self._head = head
        self._last = self._head_seq = 0
        self.life: Life | None = None
        self._sealed: dict[str, dict[int, _Seal]] = {table: {} for table in self._schema.columns}
        self._pictures: list[tuple[int, str, str]] = []

    @property
    def link(self) -> Link | None:
        """Where the head that was asked for stands; known once the problems are."""
        return Link(self._head_seq, self._last) if self._head_seq else None

    def problems(self) -> Iterator[Problem]:
        """Everything that does not hold.

        Tables are read in one transaction, pictures one by one, so that a program which has the case open for
        writing waits only briefly. Tables that are not ours are not read: a view in their place could do anything.
        """
        yield from self._guarded("schema", self._of_schema())
        if self._computes_nothing:
            yield from self._guarded("file", self._of_structure())
        if not self._tables_are_ours:
            return
        yield from self._guarded("file", self._of_tables())
        for rowid, sha256, where in self._pictures:
            yield from self._guarded(where, self._of_picture(rowid, sha256, where))

    def _of_tables(self) -> Iterator[Problem]:
        self._connection.execute("BEGIN")
        try:
            yield from self._guarded("file", self._of_amounts())
            if self._endless:
                return
            yield from self._guarded("case_stage", self._begin_life())
            yield from self._guarded("audit_event", self._of_chain())
            purged = purged_tables() if self.life and self.life.tombstone else ()
            for table in self._sealed:
                if table not in purged:
                    yield from self._guarded(table, self._of_rows(table))
            yield from self._guarded("blob", self._of_picture_list())
            yield from self._guarded("case_stage", self._of_life())
        finally:
            # In a damaged file even this can fail; what was found counts.
            with suppress(*sqlite_error_types()):
                self._connection.execute("ROLLBACK")

    def _of_amounts(self) -> Iterator[Problem]:
        for what, where in unfit_rows(self._connection, self._byte_length, self._schema.types):
            self._endless = what == TOO_MUCH
            yield Problem(what, where)

    def _guarded(self, part: str, found: Iterator[Problem]) -> Iterator[Problem]:
        """What a check finds, and that it could not go on where the file is too damaged to read."""
        too_damaged: tuple[type[Exception], ...] = (*sqlite_error_types(), ValueError, TypeError, RecursionError)
        try:
            yield from found
        except too_damaged as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _NOT_THE_FILES_FAULT:
                raise
            yield Problem("case-part-unreadable", f"{part} ({error})")

    def _of_schema(self) -> Iterator[Problem]:
        found = {
            tuple(None if text is None else _readable(text) for text in row)
            for row in schema_listing(self._connection)
        }
        expected = set(self._schema.listing)
        for kind, name, *_ in sorted(found ^ expected, key=str):
            yield Problem("case-schema-changed", f"{kind} {name}")
        # Checking a strange table or index would compute whatever its maker wrote into it.
        self._computes_nothing = not any(row[0] in ("table", "index") for row in found - expected)
        self._tables_are_ours = all(row in found for row in expected if row[0] == "table")

    def _of_structure(self) -> Iterator[Problem]:
        for (message,) in self._connection.execute("PRAGMA integrity_check"):
            if message != b"ok":
                yield Problem("case-structure-damaged", f"file ({_readable(message)})")
        for table, rowid, parent, _ in self._connection.execute("PRAGMA foreign_key_check"):
            yield Problem("case-reference-broken", f"{_readable(table)} row {rowid} to {_readable(parent)}")

    def _rows(self, table: str) -> Iterator[Row]:
        columns = self._schema.columns[table]
        names = ", ".join(f'"{name}"' for name in columns)
        for row in self._connection.execute(f"SELECT {names} FROM {table} NOT INDEXED ORDER BY rowid"):
            yield dict(zip(columns, row, strict=True))

    def _of_chain(self) -> Iterator[Problem]:
        """Every event's hash, its link to the one before, and what the file says about its own schema."""
        before, seq, signed_off = NO_HASH, 0, False
        promised: dict[str, object] = {}
        for event in self._rows("audit_event"):
            where = f"audit_event {_readable(event['seq'])}"
            if event["seq"] != seq + 1:
                yield Problem("case-event-missing", f"audit_event {seq + 1}")
            if _readable(event["hash"]) != event_hash(event):
                yield Problem("case-event-changed", where)
            if _readable(event["prev_hash"]) != before:
                yield Problem("case-chain-broken", where)
            before, seq = _readable(event["hash"]), _whole(event["seq"])
            self._last = seq
            if before == self._head:
                self._head_seq = seq
            if event["action"] in (b"case-created", b"schema-migrated"):
                promised = dict(json.loads(_readable(event["payload"])))
            if self.life:
                for what, place in self.life.follow(event):
                    yield Problem(what, place)
            table = event["object_table"]
            if table is None:
                continue
            seal = _Seal(_readable(event["object_id"]), _readable(event["row_sha256"]))
            self._sealed.setdefault(_readable(table), {})[seq] = seal
            if signed_off and not self.life and table != b"actor":
                yield Problem("case-changed-after-sign-off", where)
            signed_off = signed_off or event["action"] == b"signed-off"
        if self._head and not self._head_seq:
            yield Problem("case-head-not-in-chain", f"audit_event {self._head}")
        for name, value in (("schema_version", self._version), ("schema_sha256", self._schema.sha256)):
            if promised.get(name) != value:
                yield Problem("case-schema-changed", f"file {name}")

    def _begin_life(self) -> Iterator[Problem]:
        """Steps, seals and tombstone, read before the events are followed; older versions have none."""
        if "case_stage" in self._schema.columns:
            self.life = Life(self._connection)
        yield from ()

    def _of_life(self) -> Iterator[Problem]:
        if self.life is None:
            return
        for what, where in (*self.life.judged_by_name(), *self.life.sealed()):
            yield Problem(what, where)
        if self.life.tombstone:
            for what, where in self.life.purged({table: len(rows) for table, rows in self._sealed.items()}):
                yield Problem(what, where)

    def _of_rows(self, table: str) -> Iterator[Problem]:
        """Every row has its event, every event its row, and the digests agree."""
        sealed = dict(self._sealed[table])
        rows = self._rows(table) if table in self._schema.columns and table not in _SEALED_OTHERWISE else ()
        for row in rows:
            name = _readable(row[_ID_OF.get(table, "seq")])
            event = sealed.pop(_whole(row["seq"]), None)
            if event is None:
                yield Problem("case-row-without-event", f"{table} {name}")
            elif event.row_sha256 != row_digest(table, row.items()):
                yield Problem("case-row-changed", f"{table} {event.object_id}")
            elif event.object_id != name:
                yield Problem("case-event-names-another", f"audit_event {_readable(row['seq'])}")
        for event in sealed.values():
            yield Problem("case-row-missing", f"{table} {event.object_id}")

    def _of_picture_list(self) -> Iterator[Problem]:
        """Every picture has a capture and every capture its picture, of the length it states."""
        captures = {_readable(row["sha256"]): row for row in self._rows("capture")}
        missing, pictured = dict(captures), 0
        for rowid, name, stated_length, length, kind in self._connection.execute(
            "SELECT rowid, sha256, byte_length, length(bytes), typeof(bytes) FROM blob NOT INDEXED ORDER BY rowid"
        ):
            sha256 = _readable(name)
            missing.pop(sha256, None)
            where = _picture(sha256, captures.get(sha256))
            # A forged row can claim more bytes than the file has; they would be read in circles.
            pictured += int(length or 0)
            if pictured <= self._byte_length:
                self._pictures.append((rowid, sha256, where))
            if sha256 not in captures:
                yield Problem("case-picture-without-capture", where)
            elif (
                kind != b"blob"
                or length > self._byte_length
                or not stated_length == length == captures[sha256]["byte_length"]
            ):
                yield Problem("case-picture-length", where)
        for sha256, capture in missing.items():
            yield Problem("case-picture-missing", _picture(sha256, capture))

    def _of_picture(self, rowid: int, sha256: str, where: str) -> Iterator[Problem]:
        digest = hashlib.sha256()
        for piece in pieces(self._connection, rowid):
            digest.update(piece)
        if digest.hexdigest() != sha256:
            yield Problem("case-picture-changed", where)


def _picture(sha256: str, capture: Row | None) -> str:
    return f"blob {sha256}" + (f" (capture {_readable(capture['capture_id'])})" if capture else "")


def _readable(value: StoredValue) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def _whole(value: StoredValue) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is no whole number")
    return value

"""The case file: one SQLite file that only grows."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import desc, func, literal_column, select

from workstation.accounts.permissions import allowed, demand, operation
from workstation.accounts.roles import Actor, at_station
from workstation.captures import sha256_hex
from workstation.cases import migrations, schema, version_1
from workstation.cases.audit import event_hash
from workstation.cases.chain import NEWEST, last_event, stored_values
from workstation.cases.connection import (
    connect,
    header,
    hold,
    key_of,
    make_durable,
    open_case,
    schema_listing,
    sqlite_errors,
)
from workstation.cases.custody import Custody
from workstation.cases.encrypted_copies import copy_with_key
from workstation.cases.encryption import KEYRING, Key
from workstation.cases.evidence import EvidenceStore
from workstation.cases.handling import Tombstone
from workstation.cases.holder import who_holds
from workstation.cases.ledger import Ledger
from workstation.cases.life import Life
from workstation.cases.limits import demand_fit, schema_writable
from workstation.cases.model import CaseInfo, CaseSnapshot, ChainHead, Change, Exhibit, LoggedEvent
from workstation.cases.pieces import pieces
from workstation.cases.review import Reviews
from workstation.cases.rows import current_stage, read_all, read_snapshot, values_of
from workstation.cases.seals import Seals
from workstation.cases.stages import Stage
from workstation.cases.verification import CONSULTED, Verifications, blinded, is_blind
from workstation.devices import Clock
from workstation.errors import CaseFileDamaged, CaseFileError, CaseFileTooNew, PermissionRefused
from workstation.whole_file import whole_or_absent


class CaseFile(EvidenceStore):
    """An open case file.

    Made and used in one thread; SQLite refuses any other. While it is open for writing nobody else can write to
    the file, in this program or another; reading, verifying and copying go on. Every method that stores returns
    after the commit is durable, and stores everything or nothing.

    Attributes
    ----------
    path : Path
    read_only : bool
        True when asked for, and also when the file or its folder may not be written or its schema is newer.
    too_new : bool
        The schema is newer than this program.
    life : Life
        Submission, sign-off, issued reports, archive, retention, purge.
    custody : Custody
        Where the physical items are.
    reviews : Reviews
        Reviews and comments.
    verifications : Verifications
        Blind verification by a second examiner.
    seals : Seals
        Heads countersigned with persons' keys.
    """

    def __init__(
        self, raw: sqlite3.Connection, path: Path, *, clock: Clock, actor: Actor, read_only: bool, too_new: bool
    ) -> None:
        super().__init__(Ledger(raw, path, clock=clock, actor=actor, read_only=read_only, too_new=too_new))
        self.path = path
        self.read_only = read_only
        self.too_new = too_new
        self.seals = Seals(self._ledger)
        self.life = Life(self._ledger, self.seals)
        self.custody = Custody(self._ledger, self.seals)
        self.reviews = Reviews(self._ledger, self.life, self.seals)
        self.verifications = Verifications(self._ledger, self.seals)

    @property
    def actor(self) -> Actor:
        """Who acts."""
        return self._ledger.actor

    def act_as(self, actor: Actor) -> None:
        """Go on as somebody else; the case stays open.

        Raises
        ------
        PermissionRefused
        """
        demand(actor, "case.open")
        before, self._ledger.actor = self._ledger.actor, actor
        if actor.account_id != before.account_id:
            self._note_consultation()

    def _note_consultation(self) -> None:
        """Write into the chain that somebody with an account opened the whole case; not where it is only read."""
        actor = self._ledger.actor
        if self.read_only or not actor.is_account or not allowed(actor, "case.log"):
            return
        if self._ledger.stage() is not Stage.PURGED and not self._sees_blindly():
            with self._ledger.writing() as chain:
                chain.log(CONSULTED, self._ledger.case_id(), {})

    def _sees_blindly(self) -> bool:
        with self._ledger.reading():
            return is_blind(self._ledger)

    def _demand_sight(self) -> None:
        if self._sees_blindly():
            raise PermissionRefused("case-blind")

    # ------------------------------------------------------------------ making, opening, closing

    @classmethod
    def create(
        cls,
        path: Path,
        info: CaseInfo,
        *,
        clock: Clock,
        actor: Actor | str,
        exhibits: Sequence[Exhibit] = (),
        key: Key | None = None,
    ) -> CaseFile:
        """Make a new case file with its first exhibits and open it. The file appears complete or not at all.

        Parameters
        ----------
        key : Key or None
            Encrypts the file; it stays on the keyring.

        Raises
        ------
        CaseFileError
            ``file-exists``, ``folder-missing``, ``case-not-created``, ``case-disk-full``;
            ``case-encryption-missing``.
        PermissionRefused
        """
        acting = _acting(actor)
        demand(acting, "case.create")
        version = migrations.current_version()
        with whole_or_absent(path) as draft:
            with sqlite_errors(path):
                raw = connect(draft, "rwc", key)
                try:
                    if key is None:
                        raw.execute(f"PRAGMA page_size = {version_1.PAGE_SIZE_BYTES}")
                    make_durable(raw)
                    new = cls(raw, path, clock=clock, actor=acting, read_only=False, too_new=False)
                except BaseException:
                    raw.close()
                    raise
            with new:
                new._fill(info, version)
                for exhibit in exhibits:
                    new.add_exhibit(exhibit)
        if key is not None:
            KEYRING.keep(path, key)
        return cls.open(path, clock=clock, actor=actor)

    def _fill(self, info: CaseInfo, version: int) -> None:
        with self._ledger.transaction():
            self._ledger.raw.execute(f"PRAGMA application_id = {version_1.APPLICATION_ID}")
            self._ledger.raw.execute(f"PRAGMA user_version = {version}")
            for statement in migrations.statements_of(version):
                self._ledger.raw.execute(statement)
            facts = {"schema_version": version, "schema_sha256": migrations.schema_of(version).sha256}
            chain = self._ledger.chain()
            chain.start(info.case_id, facts)
            chain.keep(schema.case_info, values_of(info), "case-described", info.case_id)

    @classmethod
    def open(cls, path: Path, *, clock: Clock, actor: Actor | str, read_only: bool = False) -> CaseFile:
        """Open a case file, for writing unless asked otherwise.

        A file that may not be written and a file of a newer version open read-only instead. One of an older
        version is migrated first, after a copy of it was kept beside it. Who may only read opens it read-only.

        Parameters
        ----------
        actor : Actor or str
            Who acts. A plain name is whoever sits at a station without accounts.

        Raises
        ------
        PermissionRefused
            No role of the actor opens cases.
        CaseFileTooNew
            Newer than this program, and not even readable by it.
        CaseFileError
            ``case-missing``; ``case-open-elsewhere``: somebody else has it open for writing (it opens
            read-only); ``case-needs-migration``: an older version, read-only; ``case-unfinished-write``.
        CaseFileDamaged
            Not a case file, half there, or (``case-schema-changed``) not the tables and triggers that belong
            there. A file where only triggers or indexes differ still opens read-only.
        """
        acting = _acting(actor)
        demand(acting, "case.open")
        writing = not read_only and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
        writing = writing and any(allowed(acting, each) for each in ("case.log", "verification.record"))
        raw = open_case(path, "rw" if writing else "ro")
        try:
            version = header(raw, "user_version")
            too_new = version > migrations.current_version()
            if not too_new:
                _demand_schema(raw, path, version, whole=writing)
                with sqlite_errors(path):
                    demand_fit(raw, path, migrations.schema_of(version).types)
            case = cls(raw, path, clock=clock, actor=acting, read_only=too_new or not writing, too_new=too_new)
        except BaseException:
            raw.close()
            raise
        try:
            case._settle(version)
        except BaseException:
            case.close()
            raise
        return case

    def _settle(self, version: int) -> None:
        """Take the file, bring it up to date and look at it once, before anybody relies on it."""
        waiting = migrations.pending(version)
        if self.too_new:
            self._demand_readable()
        elif self.read_only:
            if waiting:
                raise CaseFileError("case-needs-migration", path=self.path)
        else:
            with sqlite_errors(self.path):
                make_durable(self._ledger.raw)
                if not hold(self._ledger.raw):
                    raise CaseFileError("case-open-elsewhere", path=self.path, holder=who_holds(self.path))
            self._demand_sound_head()
            if waiting:
                self._migrate(version, waiting)
            self._note_consultation()

    def _demand_readable(self) -> None:
        try:
            self._read()
        except CaseFileDamaged as error:
            raise CaseFileTooNew(path=self.path) from error

    def _demand_sound_head(self) -> None:
        """Refuse to extend a chain whose last link does not hold."""
        with self._ledger.reading():
            query = select(schema.audit_event).order_by(desc(schema.audit_event.columns.seq)).limit(1)
            last = self._ledger.connection.execute(query).one()._asdict()
            stored = stored_values(schema.audit_event, last, self._ledger.connection.dialect)
        if event_hash(stored) != last["hash"]:
            raise CaseFileDamaged("case-chain-broken", path=self.path, where=f"audit_event {last['seq']}")

    def _migrate(self, version: int, waiting: Sequence[migrations.Migration]) -> None:
        self._copy(_free_name(self.path.with_name(f"{self.path.stem}.version-{version}{self.path.suffix}")))
        with self._ledger.transaction(), schema_writable(self._ledger.raw):
            for statement in (text for each in waiting for text in each.statements):
                self._ledger.raw.execute(statement)
            self._ledger.raw.execute(f"PRAGMA user_version = {waiting[-1].version}")
            facts = {
                "from_version": version,
                "schema_version": waiting[-1].version,
                "schema_sha256": migrations.schema_of(waiting[-1].version).sha256,
            }
            self._ledger.chain().log("schema-migrated", self._ledger.case_id(), facts)
        _demand_schema(self._ledger.raw, self.path, waiting[-1].version, whole=True)

    def close(self) -> None:
        """Let the file go. Safe to call twice."""
        self._ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ------------------------------------------------------------------ reading

    @operation("case.read")
    def snapshot(self, up_to: int = NEWEST) -> CaseSnapshot:
        """Everything in the case but the pixels, now or as it stood at a link of the chain.

        Somebody who was asked to verify an exhibit gets what its author neither said nor chose, until their own
        opinion is recorded (``CaseSnapshot.blind``).

        Raises
        ------
        CaseFileError
            ``case-purged``: nothing is left but ``tombstone``.
        CaseFileDamaged
            A row holds what no program of ours wrote.
        """
        return self._read(up_to)

    def _read(self, up_to: int = NEWEST) -> CaseSnapshot:
        connection = self._ledger.connection
        with self._ledger.reading():
            if not self.too_new and current_stage(connection) is Stage.PURGED:
                raise CaseFileError("case-purged", path=self.path)
            read = read_snapshot(connection, read_only=self.read_only, path_name=self.path.name, up_to=up_to)
            return blinded(read, self._ledger.actor) if is_blind(self._ledger) else read

    @operation("case.head")
    def tombstone(self) -> Tombstone | None:
        """What is left of a purged case; None where it was not purged."""
        with self._ledger.reading():
            return next(iter(read_all(self._ledger.connection, Tombstone)), None)

    @operation("case.read")
    def changes(self, since: int) -> tuple[Change, ...]:
        """What the chain says has happened after a link, oldest first.

        Raises
        ------
        PermissionRefused
            ``case-blind``.
        """
        self._demand_sight()
        event, who = schema.audit_event.columns, schema.actor.columns
        wanted = (
            select(event.seq, event.at, who.name, event.action, event.object_table, event.object_id)
            .join(schema.actor, who.actor_id == event.actor_id)
            .where(event.seq > since)
            .order_by(event.seq)
        )
        with self._ledger.reading():
            return tuple(Change(*row) for row in self._ledger.connection.execute(wanted))

    @operation("case.read")
    def logged(self, *actions: str) -> tuple[LoggedEvent, ...]:
        """Events that keep no row, such as the export of a report, oldest first."""
        event, who = schema.audit_event.columns, schema.actor.columns
        self._demand_sight()
        wanted = (
            select(event.seq, event.at, event.action, event.object_id, event.payload, who.name)
            .join(schema.actor, who.actor_id == event.actor_id)
            .where(event.action.in_(actions))
            .order_by(event.seq)
        )
        with self._ledger.reading():
            rows = self._ledger.connection.execute(wanted).all()
            return tuple(LoggedEvent(*row[:4], facts=dict(json.loads(row.payload)), by=row.name) for row in rows)

    @operation("case.picture")
    def original(self, sha256: str) -> bytes:
        """Stored bytes of a picture, hashed again on every read.

        Raises
        ------
        CaseFileDamaged
            ``case-picture-missing`` or ``case-picture-changed``, naming the hash.
        """
        picture, most = schema.blob.columns, self._ledger.file.byte_length()
        with self._ledger.reading():
            is_blind(self._ledger)
            read = self._ledger.connection.execute
            # Asked for first: a forged row can claim more bytes than the file has, and SQLite would make them up.
            length = func.length(picture.bytes)
            found = read(select(literal_column("rowid"), length).where(picture.sha256 == sha256)).one_or_none()
            if found is None:
                raise CaseFileDamaged("case-picture-missing", path=self.path, where=f"blob {sha256}")
            rowid, byte_length = found
            if byte_length > most:
                raise CaseFileDamaged("case-picture-length", path=self.path, where=f"blob {sha256}")
            digest, stored = hashlib.sha256(), io.BytesIO()
            for piece in pieces(self._ledger.raw, rowid):
                digest.update(piece)
                stored.write(piece)
        if digest.hexdigest() != sha256:
            raise CaseFileDamaged("case-picture-changed", path=self.path, where=f"blob {sha256}")
        return stored.getvalue()

    @operation("case.calibration")
    def calibration(self, calibration_id: str) -> str:
        """Content of a calibration that captures of this case used, its hash verified.

        Raises
        ------
        CaseFileDamaged
            ``case-calibration-missing`` or ``case-calibration-changed``, naming the id.
        """
        columns = schema.calibration.columns
        with self._ledger.reading():
            wanted = select(columns.content, columns.sha256).where(columns.calibration_id == calibration_id)
            found = self._ledger.connection.execute(wanted).one_or_none()
        where = f"calibration {calibration_id}"
        if found is None:
            raise CaseFileDamaged("case-calibration-missing", path=self.path, where=where)
        if sha256_hex(found.content.encode()) != found.sha256:
            raise CaseFileDamaged("case-calibration-changed", path=self.path, where=where)
        return str(found.content)

    @operation("case.head")
    def head(self) -> ChainHead:
        """Last link of the audit chain: what a report prints to anchor the file."""
        with self._ledger.reading():
            found = last_event(self._ledger.connection)
            if found is None:
                raise ValueError("the audit chain is empty")
            return found

    @operation("case.copy")
    def copy_to(self, path: Path) -> None:
        """A complete copy by SQLite's backup, while the case stays open; an encrypted one of an encrypted file.

        Whole or absent.

        Raises
        ------
        CaseFileError
            ``file-exists``, ``folder-missing``, ``case-not-created``, ``case-disk-full``.
        PermissionRefused
            ``case-blind``.
        """
        self._demand_sight()
        self._copy(path)

    @operation("case.copy")
    def copy_with_key(self, path: Path, key: Key | None) -> None:
        """A copy that only ``key`` opens, or that everybody can read; see ``encrypted_copies``.

        Raises
        ------
        CaseFileError
        PermissionRefused
            ``case-blind``.
        """
        self._demand_sight()
        copy_with_key(self.path, path, key, self._ledger.let_read)

    def _copy(self, path: Path) -> None:
        # What is encrypted stays so, with the same key.
        key = key_of(self.path) if self._ledger.file.in_place else KEYRING.known(self.path)
        with (
            whole_or_absent(path) as draft,
            sqlite_errors(path),
            self._source(key) as source,
            closing(connect(draft, "rwc", key)) as target,
        ):
            source.backup(target)

    @contextmanager
    def _source(self, key: Key | None) -> Iterator[sqlite3.Connection]:
        """What to copy: the file at its place, or the one that is still open where its name is gone."""
        if self._ledger.file.in_place:
            with closing(connect(self.path, "ro", key)) as other:
                yield other
        else:
            with self._ledger.let_read() as own:
                yield own

    # ------------------------------------------------------------------ writing

    def sign_off(self) -> None:
        """Freeze evidence, findings and conclusion for ever; see ``Life.sign_off``."""
        self.life.sign_off()

    @operation("case.log")
    def log(self, action: str, object_id: str, facts: Mapping[str, object]) -> None:
        """Append an event that keeps no row, such as the export of a report; allowed after sign-off.

        Raises
        ------
        ValueError
            A fact is more than a code, an id, a hash or a whole number: the chain carries no names.
        """
        with self._ledger.writing() as chain:
            chain.log(action, object_id, facts)


def _demand_schema(raw: sqlite3.Connection, path: Path, version: int, *, whole: bool) -> None:
    """Refuse tables that are not ours; for writing (``whole``) also anything else, such as a strange trigger."""
    if version < 1:
        raise CaseFileDamaged("case-damaged", path=path, reason=f"version {version}")
    with sqlite_errors(path):
        found = set(schema_listing(raw))
    expected = set(migrations.schema_of(version).listing)
    strange = {row for row in found ^ expected if whole or (row in expected and row[0] == "table")}
    if strange:
        kind, name, _, _ = min(strange)
        raise CaseFileDamaged("case-schema-changed", path=path, where=f"{kind} {name}")


def _free_name(path: Path) -> Path:
    if not path.exists():
        return path
    return next(free for n in range(2, 10_000) if not (free := path.with_stem(f"{path.stem}-{n}")).exists())


def _acting(actor: Actor | str) -> Actor:
    return at_station(actor) if isinstance(actor, str) else actor

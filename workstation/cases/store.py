"""The case file: one SQLite file that only grows."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import create_engine, desc, insert, select
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.pool import StaticPool

from workstation.captures import Capture, sha256_hex
from workstation.cases import migrations, schema, version_1
from workstation.cases.audit import event_hash
from workstation.cases.chain import NEWEST, Chain, stored_values
from workstation.cases.connection import (
    case_error,
    connect,
    header,
    hold,
    make_durable,
    open_case,
    schema_listing,
    sqlite_errors,
)
from workstation.cases.holder import who_holds
from workstation.cases.model import (
    CalibrationRecord,
    CaseInfo,
    CaseSnapshot,
    CaseState,
    ChainHead,
    CheckResult,
    Conclusion,
    EquipmentUse,
    Exhibit,
    Finding,
    KeptRecipe,
    LoggedEvent,
    Measurement,
    MrzRecord,
)
from workstation.cases.rows import (
    current_exhibits,
    current_info,
    read_all,
    read_snapshot,
    standing_conclusions,
    standing_findings,
    standing_measurements,
    values_of,
)
from workstation.devices import Clock
from workstation.errors import CaseFileDamaged, CaseFileError, CaseFileTooNew
from workstation.imaging.recipe import SourceKind, parse_recipe
from workstation.whole_file import whole_or_absent


class CaseFile:
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
    """

    def __init__(
        self, raw: sqlite3.Connection, path: Path, *, clock: Clock, actor: str, read_only: bool, too_new: bool
    ) -> None:
        self.path = path
        self.read_only = read_only
        self.too_new = too_new
        self._raw = raw
        self._clock = clock
        self._actor = actor
        self._engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
        self._connection = self._engine.connect()

    # ------------------------------------------------------------------ making, opening, closing

    @classmethod
    def create(
        cls, path: Path, info: CaseInfo, *, clock: Clock, actor: str, exhibits: Sequence[Exhibit] = ()
    ) -> CaseFile:
        """Make a new case file with its first exhibits and open it. The file appears complete or not at all.

        Raises
        ------
        CaseFileError
            ``file-exists``, ``folder-missing``, ``case-not-created``, ``case-disk-full``.
        """
        version = migrations.current_version()
        with whole_or_absent(path) as draft:
            with sqlite_errors(path):
                raw = connect(draft, "rwc")
                raw.execute(f"PRAGMA page_size = {version_1.PAGE_SIZE_BYTES}")
                make_durable(raw)
            with cls(raw, path, clock=clock, actor=actor, read_only=False, too_new=False) as new:
                new._fill(info, version)
                for exhibit in exhibits:
                    new.add_exhibit(exhibit)
        return cls.open(path, clock=clock, actor=actor)

    def _fill(self, info: CaseInfo, version: int) -> None:
        with self._transaction():
            self._raw.execute(f"PRAGMA application_id = {version_1.APPLICATION_ID}")
            self._raw.execute(f"PRAGMA user_version = {version}")
            for statement in migrations.statements_of(version):
                self._raw.execute(statement)
            facts = {"schema_version": version, "schema_sha256": migrations.schema_of(version).sha256}
            chain = self._chain()
            chain.start(info.case_id, facts)
            chain.keep(schema.case_info, values_of(info), "case-described", info.case_id)

    @classmethod
    def open(cls, path: Path, *, clock: Clock, actor: str, read_only: bool = False) -> CaseFile:
        """Open a case file, for writing unless asked otherwise.

        A file that may not be written and a file of a newer version open read-only instead. One of an older
        version is migrated first, after a copy of it was kept beside it.

        Raises
        ------
        CaseFileTooNew
            Newer than this program, and not even readable by it.
        CaseFileError
            ``case-missing``; ``case-open-elsewhere``: somebody else has it open for writing (it opens
            read-only); ``case-needs-migration``: an older version, read-only; ``case-unfinished-write``.
        CaseFileDamaged
            Not a case file, half there, or (``case-schema-changed``) not the tables and triggers that belong
            there. A file where only triggers or indexes differ still opens read-only.
        """
        writing = not read_only and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
        raw = open_case(path, "rw" if writing else "ro")
        try:
            version = header(raw, "user_version")
            too_new = version > migrations.current_version()
            if not too_new:
                _demand_schema(raw, path, version, whole=writing)
            case = cls(raw, path, clock=clock, actor=actor, read_only=too_new or not writing, too_new=too_new)
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
                make_durable(self._raw)
                if not hold(self._raw):
                    raise CaseFileError("case-open-elsewhere", path=self.path, holder=who_holds(self.path))
            self._demand_sound_head()
            if waiting:
                self._migrate(version, waiting)

    def _demand_readable(self) -> None:
        try:
            self.snapshot()
        except CaseFileDamaged as error:
            raise CaseFileTooNew(path=self.path) from error

    def _demand_sound_head(self) -> None:
        """Refuse to extend a chain whose last link does not hold."""
        with self._reading():
            query = select(schema.audit_event).order_by(desc(schema.audit_event.columns.seq)).limit(1)
            last = self._connection.execute(query).one()._asdict()
            stored = stored_values(schema.audit_event, last, self._connection.dialect)
        if event_hash(stored) != last["hash"]:
            raise CaseFileDamaged("case-chain-broken", path=self.path, where=f"audit_event {last['seq']}")

    def _migrate(self, version: int, waiting: Sequence[migrations.Migration]) -> None:
        self.copy_to(_free_name(self.path.with_name(f"{self.path.stem}.version-{version}{self.path.suffix}")))
        with self._transaction():
            for statement in (text for each in waiting for text in each.statements):
                self._raw.execute(statement)
            self._raw.execute(f"PRAGMA user_version = {waiting[-1].version}")
            facts = {
                "from_version": version,
                "schema_version": waiting[-1].version,
                "schema_sha256": migrations.schema_of(waiting[-1].version).sha256,
            }
            self._chain().log("schema-migrated", current_info(self._connection).case_id, facts)
        _demand_schema(self._raw, self.path, waiting[-1].version, whole=True)

    def close(self) -> None:
        """Let the file go. Safe to call twice."""
        self._connection.close()
        self._engine.dispose()
        self._raw.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ------------------------------------------------------------------ reading

    def snapshot(self, up_to: int = NEWEST) -> CaseSnapshot:
        """Everything in the case but the pixels, now or as it stood at a link of the chain.

        Raises
        ------
        CaseFileDamaged
            A row holds what no program of ours wrote.
        """
        with self._reading():
            return read_snapshot(self._connection, read_only=self.read_only, path_name=self.path.name, up_to=up_to)

    def logged(self, *actions: str) -> tuple[LoggedEvent, ...]:
        """Events that keep no row, such as the export of a report, oldest first."""
        event = schema.audit_event.columns
        wanted = select(event.seq, event.at, event.action, event.object_id, event.payload)
        with self._reading():
            rows = self._connection.execute(wanted.where(event.action.in_(actions)).order_by(event.seq)).all()
            return tuple(LoggedEvent(*row[:-1], facts=dict(json.loads(row.payload))) for row in rows)

    def original(self, sha256: str) -> bytes:
        """Stored bytes of a picture, hashed again on every read.

        Raises
        ------
        CaseFileDamaged
            ``case-picture-missing`` or ``case-picture-changed``, naming the hash.
        """
        with self._reading():
            found = self._connection.execute(
                select(schema.blob.columns.bytes).where(schema.blob.columns.sha256 == sha256)
            ).scalar_one_or_none()
        if found is None:
            raise CaseFileDamaged("case-picture-missing", path=self.path, where=f"blob {sha256}")
        if sha256_hex(found) != sha256:
            raise CaseFileDamaged("case-picture-changed", path=self.path, where=f"blob {sha256}")
        return bytes(found)

    def calibration(self, calibration_id: str) -> str:
        """Content of a calibration that captures of this case used, its hash verified.

        Raises
        ------
        CaseFileDamaged
            ``case-calibration-missing`` or ``case-calibration-changed``, naming the id.
        """
        columns = schema.calibration.columns
        with self._reading():
            wanted = select(columns.content, columns.sha256).where(columns.calibration_id == calibration_id)
            found = self._connection.execute(wanted).one_or_none()
        where = f"calibration {calibration_id}"
        if found is None:
            raise CaseFileDamaged("case-calibration-missing", path=self.path, where=where)
        if sha256_hex(found.content.encode()) != found.sha256:
            raise CaseFileDamaged("case-calibration-changed", path=self.path, where=where)
        return str(found.content)

    def head(self) -> ChainHead:
        """Last link of the audit chain: what a report prints to anchor the file."""
        return self.snapshot().head

    def copy_to(self, path: Path) -> None:
        """A complete copy by SQLite's backup, while the case stays open. Whole or absent.

        Raises
        ------
        CaseFileError
            ``file-exists``, ``folder-missing``, ``case-not-created``, ``case-disk-full``.
        """
        with (
            whole_or_absent(path) as draft,
            sqlite_errors(path),
            closing(connect(self.path, "ro")) as source,
            closing(connect(draft, "rwc")) as target,
        ):
            source.backup(target)

    # ------------------------------------------------------------------ writing

    def update_info(self, info: CaseInfo) -> None:
        """Describe the case anew; what stood before stays in the file. Signing off has a method of its own.

        Raises
        ------
        CaseFileError
            ``case-signed-off``, ``case-read-only``, ``case-disk-full``, ``case-busy`` (as all that stores).
        ValueError
            Identity, state or time of creation differ.
        """
        with self._editing() as chain:
            before = current_info(self._connection)
            fixed = {name: getattr(before, name) for name in _FIXED_INFO}
            if replace(info, **fixed) != info:
                raise ValueError("identity and state of a case are not changed by describing it")
            chain.keep(schema.case_info, values_of(info), "case-described", info.case_id)

    def add_exhibit(self, exhibit: Exhibit) -> None:
        """Add a physical item."""
        with self._editing() as chain:
            if exhibit.exhibit_id in current_exhibits(self._connection):
                raise ValueError("an exhibit of that id exists")
            chain.keep(schema.exhibit, values_of(exhibit), "exhibit-added", exhibit.exhibit_id)

    def update_exhibit(self, exhibit: Exhibit) -> None:
        """Describe an exhibit anew; what stood before stays in the file."""
        with self._editing() as chain:
            before = current_exhibits(self._connection).get(exhibit.exhibit_id)
            if before is None or exhibit.created_at != before.created_at:
                raise ValueError("no exhibit of that id and time of creation")
            chain.keep(schema.exhibit, values_of(exhibit), "exhibit-described", exhibit.exhibit_id)

    def add_captures(self, captures: Iterable[Capture]) -> None:
        """Store pictures and their records, all or none.

        Raises
        ------
        ValueError
            A record does not describe its bytes.
        """
        with self._editing() as chain:
            for each in captures:
                self._keep_bytes(each)
                chain.keep(schema.capture, values_of(each.record), "capture-stored", each.record.capture_id)

    def add_calibrations(self, calibrations: Sequence[tuple[CalibrationRecord, str]]) -> None:
        """Store what captures are about to use, each with its content; one that is in the file already stays.

        Raises
        ------
        ValueError
            A record does not describe its content.
        """
        with self._editing() as chain:
            kept = {each.calibration_id for each in read_all(self._connection, CalibrationRecord)}
            for record, content in calibrations:
                if record.sha256 != sha256_hex(content.encode()):
                    raise ValueError("the record does not describe its content")
                if record.calibration_id not in kept:
                    values = values_of(record) | {"content": content}
                    chain.keep(schema.calibration, values, "calibration-stored", record.calibration_id)
                    kept.add(record.calibration_id)

    def _keep_bytes(self, capture: Capture) -> None:
        record, blob = capture.record, schema.blob
        if (record.sha256, record.byte_length) != (sha256_hex(capture.stored), len(capture.stored)):
            raise ValueError("the record does not describe its bytes")
        known = select(blob.columns.sha256).where(blob.columns.sha256 == record.sha256)
        if self._connection.execute(known).one_or_none() is None:
            values = {"sha256": record.sha256, "byte_length": record.byte_length, "bytes": capture.stored}
            self._connection.execute(insert(blob), values)

    def save_finding(self, finding: Finding) -> None:
        """Store a finding. One that corrects or withdraws another is a new row; the old one stays in the file.

        Raises
        ------
        CaseFileError
            ``case-finding-replaced``: the finding to supersede does not stand any more.
        ValueError
            It names a capture or a finding of another exhibit.
        """
        with self._editing() as chain:
            if finding.supersedes is not None:
                standing = {each.finding_id: each for each in standing_findings(self._connection)}
                if finding.supersedes not in standing:
                    raise CaseFileError("case-finding-replaced", path=self.path)
                if standing[finding.supersedes].exhibit_id != finding.exhibit_id:
                    raise ValueError("the finding to supersede is of another exhibit")
            values = values_of(finding) | {"region_mm": self._region_mm(finding)}
            action = "finding-withdrawn" if finding.withdrawn else "finding-saved"
            chain.keep(schema.finding, values, action, finding.finding_id)

    def _region_mm(self, finding: Finding) -> tuple[tuple[float, float], ...] | None:
        if finding.capture_id is None:
            return None
        capture = schema.capture.columns
        wanted = select(capture.exhibit_id, capture.px_per_mm).where(capture.capture_id == finding.capture_id)
        found = self._connection.execute(wanted).one_or_none()
        if found is None or found.exhibit_id != finding.exhibit_id:
            raise ValueError("the exhibit has no capture of that id")
        if finding.region is None or found.px_per_mm is None:
            return None
        return tuple((round(x, 3), round(y, 3)) for x, y in finding.region.points_mm(found.px_per_mm))

    def keep_recipe(self, recipe: KeptRecipe) -> None:
        """Store how a picture was made.

        Raises
        ------
        RecipeError
            ``recipe-unreadable``: nobody could replay it.
        ValueError
            A source of the recipe is no picture of this exhibit.
        """
        known = parse_recipe(recipe.content)
        with self._editing() as chain:
            capture = schema.capture.columns
            wanted = select(capture.sha256).where(capture.exhibit_id == recipe.exhibit_id)
            held = set(self._connection.execute(wanted).scalars())
            for source in known.sources:
                if source.kind is SourceKind.CAPTURE and source.sha256 not in held:
                    raise ValueError("a source of the recipe is no picture of this exhibit")
            chain.keep(schema.recipe, values_of(recipe), "recipe-kept", recipe.recipe_id)

    def save_measurement(self, measurement: Measurement) -> None:
        """Store a measurement, a correction of one that stands, or a withdrawal.

        Raises
        ------
        CaseFileError
            ``case-measurement-replaced``: the one to supersede does not stand any more.
        """
        with self._editing() as chain:
            standing = {each.measurement_id for each in standing_measurements(self._connection)}
            if measurement.supersedes is not None and measurement.supersedes not in standing:
                raise CaseFileError("case-measurement-replaced", path=self.path)
            action = "measurement-withdrawn" if measurement.withdrawn else "measured"
            chain.keep(schema.measurement, values_of(measurement), action, measurement.measurement_id)

    def conclude(self, conclusion: Conclusion) -> None:
        """Store a conclusion. An exhibit has one that stands; the next must supersede it.

        Raises
        ------
        CaseFileError
            ``case-conclusion-replaced``: another conclusion stands than the one to supersede.
        """
        with self._editing() as chain:
            standing = {each.exhibit_id: each for each in standing_conclusions(self._connection)}
            before = standing.get(conclusion.exhibit_id)
            if conclusion.supersedes != (before.conclusion_id if before else None):
                raise CaseFileError("case-conclusion-replaced", path=self.path)
            chain.keep(schema.conclusion, values_of(conclusion), "concluded", conclusion.conclusion_id)

    def add_checks(self, results: Sequence[CheckResult]) -> None:
        """Store results of machine checks, all or none."""
        with self._editing() as chain:
            for each in results:
                chain.keep(schema.check_result, values_of(each), "check-recorded", each.result_id)

    def add_mrz(self, record: MrzRecord) -> None:
        """Store the lines of a machine readable zone."""
        with self._editing() as chain:
            chain.keep(schema.mrz_record, values_of(record), "mrz-recorded", record.mrz_id)

    def record_equipment(self, uses: Sequence[EquipmentUse]) -> None:
        """Store which devices were used, all or none."""
        with self._editing() as chain:
            for each in uses:
                chain.keep(schema.equipment_use, values_of(each), "equipment-recorded")

    def sign_off(self) -> None:
        """Freeze evidence, findings and conclusion for ever. Only events can be added afterwards."""
        with self._editing() as chain:
            signed = replace(
                current_info(self._connection),
                state=CaseState.SIGNED_OFF,
                signed_off_at=self._clock.now(),
                signed_off_by=self._actor,
            )
            chain.keep(schema.case_info, values_of(signed), "signed-off", signed.case_id)

    def log(self, action: str, object_id: str, facts: Mapping[str, object]) -> None:
        """Append an event that keeps no row, such as the export of a report; allowed after sign-off.

        Raises
        ------
        ValueError
            A fact is more than a code, an id, a hash or a whole number: the chain carries no names.
        """
        with self._writing() as chain:
            chain.log(action, object_id, facts)

    # ------------------------------------------------------------------ inside

    @contextmanager
    def _editing(self) -> Iterator[Chain]:
        with self._writing() as chain:
            if current_info(self._connection).state is CaseState.SIGNED_OFF:
                raise CaseFileError("case-signed-off", path=self.path)
            yield chain

    @contextmanager
    def _writing(self) -> Iterator[Chain]:
        if self.too_new:
            raise CaseFileTooNew(path=self.path)
        if self.read_only:
            raise CaseFileError("case-read-only", path=self.path)
        with self._transaction():
            yield self._chain()

    def _chain(self) -> Chain:
        return Chain(self._connection, self._clock, self._actor)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._errors():
            if not hold(self._raw):
                raise CaseFileError("case-open-elsewhere", path=self.path)
            try:
                yield
                self._raw.execute("COMMIT")
            finally:
                if self._raw.in_transaction:
                    self._raw.execute("ROLLBACK")
                # What was done is done; a writer that slipped in between is met by the next transaction.
                with suppress(sqlite3.Error):
                    hold(self._raw)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """One moment for several queries; a writer is inside its own transaction all the time."""
        with self._errors():
            begun = not self._raw.in_transaction
            if begun:
                self._raw.execute("BEGIN")
            try:
                yield
            except (ValueError, TypeError, KeyError, RecursionError, NoResultFound) as error:
                raise CaseFileDamaged("case-damaged", path=self.path, reason=str(error)) from error
            finally:
                if begun:
                    self._raw.execute("ROLLBACK")

    @contextmanager
    def _errors(self) -> Iterator[None]:
        with sqlite_errors(self.path):
            try:
                yield
            except DBAPIError as error:
                meant = case_error(error.orig, self.path) if isinstance(error.orig, sqlite3.Error) else None
                if meant is None:
                    raise
                raise meant from error


_FIXED_INFO = ("case_id", "created_at", "state", "signed_off_at", "signed_off_by")


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

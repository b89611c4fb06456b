"""One open connection to a case file: who acts, transactions, and the chain that every write extends."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, create_engine, select
from sqlalchemy.exc import DBAPIError, InvalidRequestError
from sqlalchemy.pool import StaticPool

from workstation.accounts.permissions import FRESH, demand, demand_fresh
from workstation.accounts.roles import Actor
from workstation.cases import schema
from workstation.cases.chain import Chain
from workstation.cases.connection import case_error, hold, sqlite_errors
from workstation.cases.encryption import module_of, sqlite_error_types
from workstation.cases.holder import surely_unlocked, who_holds
from workstation.cases.open_files import HeldFile
from workstation.cases.rows import current_stage
from workstation.cases.stages import EDITABLE, FINAL, Stage
from workstation.devices import Clock
from workstation.errors import CaseFileDamaged, CaseFileError, CaseFileTooNew, PermissionRefused

#: What values of rows raise that no program of ours wrote.
_UNREADABLE = (
    ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError, InvalidRequestError,
)  # fmt: skip


class Ledger:
    """What every room of the store works on; used in the thread that made it.

    Attributes
    ----------
    actor : Actor
        Who acts now; every operation asks what they may do.
    """

    def __init__(
        self, raw: sqlite3.Connection, path: Path, *, clock: Clock, actor: Actor, read_only: bool, too_new: bool
    ) -> None:
        self.path = path
        self.raw = raw
        self.clock = clock
        self.actor = actor
        self.read_only = read_only
        self.too_new = too_new
        self.file = HeldFile(raw)
        self._engine = create_engine("sqlite://", module=module_of(raw), creator=lambda: raw, poolclass=StaticPool)
        self.connection: Connection = self._engine.connect()

    def close(self) -> None:
        """Let the file go. Safe to call twice."""
        try:
            self.connection.close()
            self._engine.dispose()
        finally:
            self.raw.close()

    def demand(self, operation: str) -> None:
        """Refuse what the one who acts may not do, or not without typing the passphrase again.

        Raises
        ------
        PermissionRefused
        """
        demand(self.actor, operation)
        if operation in FRESH:
            demand_fresh(self.actor, operation, self.clock.now())

    def stage(self) -> Stage:
        """Where the case stands in its life."""
        with self.reading():
            return current_stage(self.connection)

    @contextmanager
    def editing(self) -> Iterator[Chain]:
        """A transaction that may change evidence, findings and conclusion.

        Raises
        ------
        CaseFileError
            ``case-signed-off``, ``case-under-review``, and those of ``writing``.
        """
        with self.writing() as chain:
            stage = current_stage(self.connection)
            if stage in FINAL:
                raise CaseFileError("case-signed-off", path=self.path)
            if stage not in EDITABLE:
                raise CaseFileError("case-under-review", path=self.path)
            yield chain

    @contextmanager
    def writing(self) -> Iterator[Chain]:
        """A transaction that adds rows and the events that seal them, all or none.

        Raises
        ------
        CaseFileTooNew, CaseFileError
            ``case-read-only``, ``case-open-elsewhere``, ``case-purged``, ``case-disk-full``, ``case-busy``,
            ``case-file-gone``, ``case-file-replaced``.
        """
        if self.too_new:
            raise CaseFileTooNew(path=self.path)
        if self.read_only:
            raise CaseFileError("case-read-only", path=self.path)
        with self.transaction():
            if current_stage(self.connection) is Stage.PURGED:
                raise CaseFileError("case-purged", path=self.path)
            yield self.chain()

    def chain(self) -> Chain:
        """The end of the chain, for the transaction that runs."""
        return Chain(self.connection, self.clock, self.actor)

    def case_id(self) -> str:
        """Which case this is, as its first event says; inside a transaction or a reading."""
        event = schema.audit_event.columns
        found: str = self.connection.execute(select(event.object_id).where(event.seq == 1)).scalar_one()
        return found

    def demand_own(self, name: str) -> None:
        """Refuse a row in somebody else's name.

        Raises
        ------
        PermissionRefused
            ``actor-changed``: somebody else has signed in since it was made.
        """
        if self.actor.is_account and name != self.actor.name:
            raise PermissionRefused("actor-changed", name=name, now=self.actor.name)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything in the block or nothing of it, durable when it ends."""
        with self._errors():
            self.file.demand_in_place()
            # Any other handle on the file that somebody in this process closes lets go of the lock without a word
            # (POSIX), such as that of a file dialog which looks what kind of file each one is.
            if self.raw.in_transaction and surely_unlocked(self.file.place):
                self.raw.execute("ROLLBACK")
            if not hold(self.raw):
                raise CaseFileError("case-open-elsewhere", path=self.path, holder=who_holds(self.path))
            try:
                yield
                self.file.demand_in_place()
                self.raw.execute("COMMIT")
            finally:
                if self.raw.in_transaction:
                    self.raw.execute("ROLLBACK")
                # What was done is done; a writer that slipped in between is met by the next transaction.
                with suppress(*sqlite_error_types()):
                    hold(self.raw)

    @contextmanager
    def let_read(self) -> Iterator[sqlite3.Connection]:
        """The connection outside of any transaction, for a copy; then it is the only writer again.

        Raises
        ------
        CaseFileError
            ``case-open-elsewhere``: somebody else has begun to write meanwhile.
        """
        with self._errors():
            held, again = self.raw.in_transaction, True
            if held:
                self.raw.execute("ROLLBACK")
            try:
                yield self.raw
            finally:
                if held:
                    again = hold(self.raw)
            if not again:
                raise CaseFileError("case-open-elsewhere", path=self.path, holder=who_holds(self.path))

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One moment for several queries; a writer is inside its own transaction all the time."""
        with self._errors():
            begun = not self.raw.in_transaction
            if begun:
                self.raw.execute("BEGIN")
            try:
                yield
            except _UNREADABLE as error:
                raise CaseFileDamaged("case-damaged", path=self.path, reason=str(error)) from error
            finally:
                if begun:
                    self.raw.execute("ROLLBACK")

    @contextmanager
    def _errors(self) -> Iterator[None]:
        with sqlite_errors(self.path):
            try:
                yield
            except DBAPIError as error:
                meant = case_error(error.orig, self.path) if isinstance(error.orig, sqlite_error_types()) else None
                if meant is None:
                    raise
                raise meant from error

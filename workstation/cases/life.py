"""The life of a case: who hands it on to whom, until nothing is left of it but its hashes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import func, select

from workstation.accounts.permissions import operation, refusal
from workstation.accounts.roles import Role
from workstation.cases import schema
from workstation.cases.authors import demand_other, has_unnamed_author
from workstation.cases.chain import Chain
from workstation.cases.handling import (
    Decision,
    Handover,
    HeadSeal,
    ReportVersion,
    Retention,
    Review,
    ReviewKind,
    StageStep,
    Tombstone,
)
from workstation.cases.ledger import Ledger
from workstation.cases.model import CaseState
from workstation.cases.purge import purge_rows, remove_older_copies, shrink
from workstation.cases.rows import current_info, current_stage, read_handling, standing_conclusions, values_of
from workstation.cases.seals import Seals
from workstation.cases.stages import EDITABLE, FINAL, STEPS, Stage
from workstation.errors import CaseFileError
from workstation.identifiers import new_id
from workstation.vocabulary import Coded, vocabulary


class Life:
    """Steps of one case along ``stages.STEPS``. Each is durable, and sealed where whoever takes it has a key.

    Raises
    ------
    PermissionRefused
        All of them: ``role-may-not``, ``sign-in-needed``, ``sign-in-again``.
    CaseFileError
        All of them: ``case-step``: the case is at another stage; ``case-read-only``, ``case-purged``, and what the
        disk says.
    """

    def __init__(self, ledger: Ledger, seals: Seals) -> None:
        self._ledger = ledger
        self._seals = seals

    def demand(self, operation: str) -> None:
        """Refuse what the one who acts may not do."""
        self._ledger.demand(operation)

    @operation("life.begin")
    def begin(self) -> None:
        """Say that the examination has begun. The first evidence that an examiner stores says it as well."""
        with self._ledger.writing() as chain:
            self.step(chain, Stage.IN_EXAMINATION)

    @operation("life.submit")
    def submit(self) -> HeadSeal | None:
        """Hand the case over for review; it cannot be changed until it is returned.

        Raises
        ------
        CaseFileError
            ``case-nothing-concluded``; ``case-author-unknown``: a finding or conclusion names nobody.
        """
        with self._ledger.writing() as chain:
            if current_stage(self._ledger.connection) in EDITABLE:
                if not standing_conclusions(self._ledger.connection):
                    raise CaseFileError("case-nothing-concluded", path=self._ledger.path)
                if has_unnamed_author(self._ledger.connection):
                    raise CaseFileError("case-author-unknown", path=self._ledger.path)
            self.step(chain, Stage.AWAITING_REVIEW)
            return self._seals.close_with(chain, Handover.SUBMITTED)

    @operation("life.sign_off")
    def sign_off(self) -> HeadSeal | None:
        """Freeze evidence, findings and conclusion for ever.

        A supervisor signs off what another wrote and a third or the same supervisor reviewed. At a station without
        accounts one person signs off alone, and the step says so.

        Raises
        ------
        CaseFileError
            ``case-signed-off``; ``case-verification-open``.
        PermissionRefused
            ``review-own-case``.
        """
        with self._ledger.writing() as chain:
            connection, actor = self._ledger.connection, self._ledger.actor
            if current_stage(connection) in FINAL:
                raise CaseFileError("case-signed-off", path=self._ledger.path)
            if read_handling(connection).open_requests:
                raise CaseFileError("case-verification-open", path=self._ledger.path)
            now = self._ledger.clock.now()
            if actor.is_account:
                demand_other(connection, actor)
                self._demand_step(Stage.SIGNED_OFF)
                approved = Review(
                    review_id=new_id(now),
                    kind=ReviewKind.SUPERVISOR,
                    decision=Decision.APPROVED,
                    role=Role.SUPERVISOR,
                    created_at=now,
                    created_by=actor.name,
                )
                chain.keep(schema.review, values_of(approved), "reviewed", approved.review_id)
            self.step(chain, Stage.SIGNED_OFF)
            signed = replace(
                current_info(connection),
                state=CaseState.SIGNED_OFF,
                signed_off_at=now,
                signed_off_by=actor.name,
            )
            chain.keep(schema.case_info, values_of(signed), "signed-off", signed.case_id)
            return self._seals.close_with(chain, Handover.SIGNED_OFF)

    @operation("life.issue")
    def issue_report(self, *, sha256: str, language: str, chain_head: str, changed: str = "") -> ReportVersion:
        """Record a report as issued. From the second on it is a new version that says what changed.

        Parameters
        ----------
        sha256 : str
            Of the PDF.
        chain_head : str
            Link of this chain that the PDF shows.

        Raises
        ------
        CaseFileError
            ``case-not-signed-off``; ``report-version-changed``: a later version does not say what changed;
            ``case-head-not-in-chain``.
        """
        with self._ledger.writing() as chain:
            connection = self._ledger.connection
            stage = current_stage(connection)
            if stage not in FINAL - {Stage.ARCHIVED, Stage.PURGED}:
                raise CaseFileError("case-not-signed-off", path=self._ledger.path)
            event = schema.audit_event.columns
            if connection.execute(select(event.seq).where(event.hash == chain_head)).first() is None:
                raise CaseFileError("case-head-not-in-chain", where=chain_head)
            last = connection.execute(select(func.max(schema.report_version.columns.version))).scalar() or 0
            if last and not changed.strip():
                raise CaseFileError("report-version-changed", version=last + 1)
            issued = ReportVersion(
                version=last + 1,
                sha256=sha256,
                language=language,
                chain_head=chain_head,
                changed=changed.strip(),
                issued_at=self._ledger.clock.now(),
                issued_by=self._ledger.actor.name,
            )
            chain.keep(schema.report_version, values_of(issued), "report-issued")
            if stage is Stage.SIGNED_OFF:
                self.step(chain, Stage.REPORTED)
            self._seals.close_with(chain, Handover.ISSUED)
            return issued

    @operation("life.close")
    def close(self) -> HeadSeal | None:
        """Say that nothing more is expected of the case."""
        return self._hand_on(Stage.CLOSED, Handover.CLOSED)

    @operation("life.archive")
    def archive(self) -> HeadSeal | None:
        """Put the case away; from here on it is only kept, or purged."""
        return self._hand_on(Stage.ARCHIVED, Handover.ARCHIVED)

    def _hand_on(self, stage: Stage, handover: Handover) -> HeadSeal | None:
        with self._ledger.writing() as chain:
            self.step(chain, stage)
            return self._seals.close_with(chain, handover)

    @operation("life.retain")
    def retain(self, *, rule: str, until: date | None, legal_hold: bool, reason: str) -> Retention:
        """Say how long the case is kept, and hold it or let it go; the last word stands.

        Raises
        ------
        CaseFileError
            ``retention-rule-unknown``; ``retention-needs-reason``: a legal hold is set or lifted without a reason.
        """
        if rule not in vocabulary("retention_rule"):
            raise CaseFileError("retention-rule-unknown", rule=rule)
        with self._ledger.writing() as chain:
            before = read_handling(self._ledger.connection).retention
            if (before is not None and before.legal_hold) != legal_hold and not reason.strip():
                raise CaseFileError("retention-needs-reason")
            now = self._ledger.clock.now()
            kept = Retention(
                rule=rule,
                retain_until=until,
                legal_hold=legal_hold,
                reason=reason.strip(),
                created_at=now,
                created_by=self._ledger.actor.name,
            )
            chain.keep(schema.retention, values_of(kept), "retention-set")
            return kept

    @operation("life.purge")
    def purge(self) -> Tombstone:
        """Remove pictures and everything that says whom the case was about; the chain and a tombstone stay.

        Copies that migrations kept beside the file go too. Copies elsewhere are beyond this program.

        Raises
        ------
        CaseFileError
            ``case-held``: a legal hold; ``case-kept-until``: with the day; ``case-no-retention``: nobody has said
            how long it is to be kept.
        """
        with self._ledger.writing() as chain:
            connection = self._ledger.connection
            self._demand_step(Stage.PURGED)
            kept = read_handling(connection).retention
            if kept is None:
                raise CaseFileError("case-no-retention", path=self._ledger.path)
            if kept.legal_hold:
                raise CaseFileError("case-held", path=self._ledger.path, reason=kept.reason)
            now = self._ledger.clock.now()
            if kept.retain_until is not None and now.date() < kept.retain_until:
                raise CaseFileError("case-kept-until", path=self._ledger.path, day=kept.retain_until.isoformat())
            info, head = current_info(connection), chain.head[1]
            self.step(chain, Stage.PURGED)
            pictures, removed = purge_rows(self._ledger)
            tombstone = Tombstone(
                case_id=info.case_id,
                case_no=info.case_no,
                rule=kept.rule,
                chain_head=head,
                pictures=pictures,
                removed=removed,
                purged_at=now,
                purged_by=self._ledger.actor.name,
            )
            chain.keep(schema.tombstone, values_of(tombstone), "case-purged", info.case_id)
            self._seals.close_with(chain, Handover.PURGED)
        shrink(self._ledger)
        remove_older_copies(self._ledger.path, tombstone.case_id)
        return tombstone

    # ------------------------------------------------------------------ inside

    def step(self, chain: Chain, stage: Stage) -> None:
        """Take one step, inside a transaction."""
        previous, role = self._demand_step(stage)
        made = StageStep(
            previous=previous,
            stage=stage,
            role=role,
            changed_at=self._ledger.clock.now(),
            changed_by=self._ledger.actor.name,
        )
        chain.keep(schema.case_stage, values_of(made), "stage-changed")

    def _demand_step(self, stage: Stage) -> tuple[Stage, Role]:
        previous = current_stage(self._ledger.connection)
        roles = STEPS.get((previous, stage))
        if roles is None:
            stands, wanted = Coded("stage", previous), Coded("stage", stage)
            raise CaseFileError("case-step", path=self._ledger.path, stage=stands, wanted=wanted)
        actor = self._ledger.actor
        role = next((each for each in roles if each in actor.roles), None)
        if role is None:
            raise refusal(actor, stage, roles)
        return previous, role


def note_begun(ledger: Ledger, chain: Chain) -> None:
    """The first evidence that an examiner with an account stores begins the examination."""
    if Role.EXAMINER in ledger.actor.roles and current_stage(ledger.connection) is Stage.DRAFT:
        Life(ledger, Seals(ledger)).step(chain, Stage.IN_EXAMINATION)

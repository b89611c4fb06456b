"""The life of the open case beside its examination: hand-overs, reviews, verification, custody, issue, retention.

Every call returns a Future at once; errors in it are ``WorkstationError``. What the person who is signed in may not
do is refused by the case store, not here.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from workstation.accounts.roles import Actor
from workstation.accounts.store import Accounts
from workstation.captures import sha256_hex
from workstation.cases.glances import Glances
from workstation.cases.handling import (
    Comment,
    ComparedPoint,
    CustodyEvent,
    CustodyKind,
    Decision,
    HeadSeal,
    ReportVersion,
    Resolution,
    Retention,
    ReviewKind,
    Tombstone,
    Verification,
    VerificationRequest,
)
from workstation.cases.model import CaseSnapshot, Change
from workstation.cases.open_files import read_chosen
from workstation.cases.region import Region
from workstation.errors import AccountError
from workstation.open_case import OpenCase
from workstation.review_steps import Offer, offers

if TYPE_CHECKING:
    from workstation.cases.queue import Summary, Unreadable
    from workstation.cases.store import CaseFile
    from workstation.cases.verification import Opinion


class ReviewDesk:
    """What is done with the open case, and with a folder of cases, besides examining.

    Parameters
    ----------
    case : OpenCase
    accounts : Accounts or None
    actor : callable
        Who works here now.
    glances : Glances
        What the queue knows of files that have not changed.
    """

    def __init__(
        self, case: OpenCase, accounts: Accounts | None, *, actor: Callable[[], Actor], glances: Glances
    ) -> None:
        self._glances = glances
        self._case = case
        self._accounts = accounts
        self._actor = actor

    # ------------------------------------------------------------------ hand-overs

    def offers(self) -> Future[tuple[Offer, ...]]:
        """What may follow in the life of the open case, and what keeps the person from it; none without a case."""

        def work() -> tuple[Offer, ...]:
            case, snapshot = self._case.file, self._case.snapshot
            return offers(case, snapshot, self._actor()) if case is not None and snapshot is not None else ()

        return self._case.later(work)

    def begin(self) -> Future[CaseSnapshot]:
        """Say that the examination has begun."""
        return self._case.then_snapshot(lambda case: case.life.begin())

    def submit(self) -> Future[CaseSnapshot]:
        """Hand the case over for review."""
        return self._stepped(lambda case: case.life.submit())

    def decide(self, kind: ReviewKind, decision: Decision, reasons: str = "") -> Future[CaseSnapshot]:
        """Approve or return the case. A supervisor's approval signs it off."""
        return self._stepped(lambda case: getattr(case.reviews, kind)(decision, reasons))

    def close(self) -> Future[CaseSnapshot]:
        """Say that nothing more is expected of the case."""
        return self._stepped(lambda case: case.life.close())

    def archive(self) -> Future[CaseSnapshot]:
        """Put the case away."""
        return self._stepped(lambda case: case.life.archive())

    def _stepped(self, step: Callable[[CaseFile], object]) -> Future[CaseSnapshot]:
        def work(case: CaseFile) -> None:
            step(case)

        return self._case.then_snapshot(work)

    def countersign(self) -> Future[HeadSeal]:
        """Sign the head of the chain as it is now, with the key of who is signed in."""
        return self._case.write(lambda case: case.seals.countersign())

    def issue(self, report: Path, *, language: str, changed: str = "") -> Future[ReportVersion]:
        """Record a PDF of this case as issued; from the second on with what changed.

        Raises
        ------
        ReportError
            In the future: ``report-missing``; it holds no findings of this case (``report-not-of-case``).
        """

        def work(case: CaseFile) -> ReportVersion:
            from workstation.reports.issued import head_shown

            data = read_chosen(report)
            return case.life.issue_report(
                sha256=sha256_hex(data), language=language, chain_head=head_shown(data, report), changed=changed
            )

        return self._case.write(work)

    # ------------------------------------------------------------------ what is said

    def comment(
        self,
        text: str,
        *,
        capture_id: str | None = None,
        region: Region | None = None,
        about_id: str = "",
        reply_to: str | None = None,
    ) -> Future[Comment]:
        """Say something of the case, of a picture or a part of it, or in answer to another comment."""
        return self._case.write(
            lambda case: case.reviews.comment(
                text, capture_id=capture_id, region=region, about_id=about_id, reply_to=reply_to
            )
        )

    def settle(self, comment_id: str, text: str) -> Future[Comment]:
        """Answer a comment with what settles it: an answer that is about the comment itself."""
        return self.comment(text, about_id=comment_id, reply_to=comment_id)

    # ------------------------------------------------------------------ blind verification

    def ask_to_verify(self, exhibit_id: str, login: str) -> Future[VerificationRequest]:
        """Ask somebody to examine an exhibit without knowing what was concluded."""

        def work(case: CaseFile) -> VerificationRequest:
            if self._accounts is None:
                raise AccountError("accounts-none")
            return case.verifications.request(exhibit_id, self._accounts.person(login).actor())

        return self._case.write(work)

    def asked_of_me(self) -> Future[tuple[VerificationRequest, ...]]:
        """What the person who is signed in was asked to verify in the open case."""
        return self._case.later(lambda: self._case.demand().verifications.asked_of_me())

    def verify_blind(
        self, request_id: str, opinion: Opinion
    ) -> Future[tuple[Verification, tuple[ComparedPoint, ...]]]:
        """Record one's own opinion; the comparison comes back, and the whole case can be seen from then on."""
        return self._case.write(lambda case: case.verifications.record(request_id, opinion))

    def resolve(self, verification_id: str, position: str, reasoning: str) -> Future[Resolution]:
        """Write down where a disagreement was left."""
        return self._case.write(lambda case: case.verifications.resolve(verification_id, position, reasoning))

    # ------------------------------------------------------------------ custody, retention, purge

    def record_custody(
        self, exhibit_id: str, kind: CustodyKind, *, happened_at: datetime | None = None, **texts: str
    ) -> Future[CustodyEvent]:
        """Write down what happened to an item; ``texts`` are fields of ``CustodyEvent``."""
        return self._case.write(lambda case: case.custody.record(exhibit_id, kind, happened_at=happened_at, **texts))

    def retain(
        self, *, rule: str, until: date | None = None, legal_hold: bool = False, reason: str = ""
    ) -> Future[Retention]:
        """Say how long the case is kept, and hold it or let it go."""
        return self._case.write(
            lambda case: case.life.retain(rule=rule, until=until, legal_hold=legal_hold, reason=reason)
        )

    def purge(self) -> Future[Tombstone]:
        """Remove pictures and personal data of the open case, and close it."""

        def work() -> Tombstone:
            left = self._case.demand().life.purge()
            self._case.close_now()
            return left

        return self._case.later(work)

    # ------------------------------------------------------------------ across cases

    def queue(self, folder: Path | None = None) -> Future[tuple[Summary | Unreadable, ...]]:
        """Every case of a folder (None: where new cases go), with what changed since the person last looked."""

        def work() -> tuple[Summary | Unreadable, ...]:
            from workstation.cases.queue import case_files, queue

            actor = self._actor()
            looks = self._accounts.looks(actor) if self._accounts and actor.is_account else {}
            return tuple(queue(case_files(folder or self._case.cases_dir), actor, looks, self._glances))

        return self._case.later(work)

    def changes_since_look(self) -> Future[tuple[Change, ...]]:
        """What happened in the open case since the person last looked; all of it where they never did."""

        def work() -> tuple[Change, ...]:
            case = self._case.demand()
            seen = self._accounts.looked(self._actor(), case.snapshot().info.case_id) if self._accounts else None
            return case.changes(seen[0] if seen else 0)

        return self._case.later(work)

    def note_look(self) -> Future[None]:
        """Remember that the person has seen the open case as it is."""

        def work() -> None:
            snapshot = self._case.demand().snapshot()
            if self._accounts and self._actor().is_account:
                head = snapshot.head
                self._accounts.note_look(self._actor(), snapshot.info.case_id, head.seq, head.sha256)

        return self._case.later(work)

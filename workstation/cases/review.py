"""What others say of a case: reviews and comments."""

from __future__ import annotations

from sqlalchemy import select

from workstation.accounts.permissions import operation
from workstation.accounts.roles import Role
from workstation.cases import schema
from workstation.cases.authors import demand_other
from workstation.cases.chain import Chain
from workstation.cases.handling import Comment, Decision, Handover, HeadSeal, Review, ReviewKind
from workstation.cases.ledger import Ledger
from workstation.cases.life import Life
from workstation.cases.region import Region
from workstation.cases.rows import current_stage, values_of
from workstation.cases.seals import Seals
from workstation.cases.stages import UNDER_REVIEW, Stage
from workstation.errors import CaseFileError
from workstation.identifiers import new_id

#: Where a case goes that a review of a kind, at a stage, approves or returns; missing: it stays.
_LEADS_TO: dict[tuple[ReviewKind, Decision, Stage], Stage] = {
    (ReviewKind.TECHNICAL, Decision.APPROVED, Stage.AWAITING_REVIEW): Stage.REVIEWED,
    **{(kind, Decision.RETURNED, Stage.AWAITING_REVIEW): Stage.RETURNED for kind in ReviewKind},
    (ReviewKind.SUPERVISOR, Decision.RETURNED, Stage.REVIEWED): Stage.RETURNED,
}


class Reviews:
    """Reviews of one case. Nobody reviews what they wrote: the store, the file's triggers and ``verify`` say so."""

    def __init__(self, ledger: Ledger, life: Life, seals: Seals) -> None:
        self._ledger = ledger
        self._life = life
        self._seals = seals

    def demand(self, operation: str) -> None:
        """Refuse what the one who acts may not do."""
        self._ledger.demand(operation)

    @operation("review.technical")
    def technical(self, decision: Decision, reasons: str = "") -> HeadSeal | None:
        """Say whether method, findings and reasoning hold. Approval makes the case *reviewed*.

        Raises
        ------
        CaseFileError
            ``case-not-under-review``, ``review-needs-reasons``: returned without any; those of ``Life``.
        PermissionRefused
            ``review-own-case``; those of ``Life``.
        """
        return self._decide(ReviewKind.TECHNICAL, decision, reasons)

    @operation("review.administrative")
    def administrative(self, decision: Decision, reasons: str = "") -> HeadSeal | None:
        """Say whether the case is complete and its identifiers are right. Raises as ``technical``."""
        return self._decide(ReviewKind.ADMINISTRATIVE, decision, reasons)

    @operation("review.supervisor")
    def supervisor(self, decision: Decision, reasons: str = "") -> HeadSeal | None:
        """Return the case, or approve and sign it off. Raises as ``technical`` and ``Life.sign_off``."""
        if decision is Decision.APPROVED:
            return self._life.sign_off()
        return self._decide(ReviewKind.SUPERVISOR, decision, reasons)

    @operation("review.supervisor")
    def demand_release(self) -> None:
        """Refuse whoever may not release this case, such as by signing its report as the supervisor.

        Raises
        ------
        PermissionRefused
            ``review-own-case``; those of the table.
        """
        with self._ledger.reading():
            demand_other(self._ledger.connection, self._ledger.actor)

    @operation("case.read")
    def demand_other(self) -> None:
        """Refuse whoever wrote in this case, and so may not review it.

        Raises
        ------
        PermissionRefused
            ``review-own-case``.
        """
        with self._ledger.reading():
            demand_other(self._ledger.connection, self._ledger.actor)

    def _decide(self, kind: ReviewKind, decision: Decision, reasons: str) -> HeadSeal | None:
        with self._ledger.writing() as chain:
            stage = current_stage(self._ledger.connection)
            if stage not in UNDER_REVIEW:
                raise CaseFileError("case-not-under-review", path=self._ledger.path)
            demand_other(self._ledger.connection, self._ledger.actor)
            if decision is Decision.RETURNED and not reasons.strip():
                raise CaseFileError("review-needs-reasons")
            self._keep(chain, kind, decision, reasons.strip())
            after = _LEADS_TO.get((kind, decision, stage))
            if after is not None:
                self._life.step(chain, after)
            returned = decision is Decision.RETURNED
            return self._seals.close_with(chain, Handover.RETURNED if returned else Handover.REVIEWED)

    def _keep(self, chain: Chain, kind: ReviewKind, decision: Decision, reasons: str) -> None:
        now, actor = self._ledger.clock.now(), self._ledger.actor
        review = Review(
            review_id=new_id(now),
            kind=kind,
            decision=decision,
            reasons=reasons,
            role=Role.SUPERVISOR if Role.SUPERVISOR in actor.roles else Role.EXAMINER,
            created_at=now,
            created_by=actor.name,
        )
        chain.keep(schema.review, values_of(review), "reviewed", review.review_id)

    @operation("review.comment")
    def comment(
        self,
        text: str,
        *,
        capture_id: str | None = None,
        region: Region | None = None,
        about_id: str = "",
        reply_to: str | None = None,
    ) -> Comment:
        """Say something of the case, of a picture or a part of it, or in answer to another comment.

        Raises
        ------
        CaseFileError
            ``comment-empty``; ``comment-region-alone``: a region without its picture; ``comment-about-nothing``: a
            picture or comment that the case does not have.
        """
        if not text.strip():
            raise CaseFileError("comment-empty")
        with self._ledger.writing() as chain:
            if region is not None and capture_id is None:
                raise CaseFileError("comment-region-alone")
            for wanted, column in (
                (capture_id, schema.capture.columns.capture_id),
                (reply_to, schema.comment.columns.comment_id),
            ):
                found = self._ledger.connection.execute(select(column).where(column == wanted)).first()
                if wanted is not None and found is None:
                    raise CaseFileError("comment-about-nothing", wanted=wanted)
            now = self._ledger.clock.now()
            comment = Comment(
                comment_id=new_id(now),
                capture_id=capture_id,
                region=region,
                about_id=about_id,
                reply_to=reply_to,
                text=text.strip(),
                created_at=now,
                created_by=self._ledger.actor.name,
            )
            chain.keep(schema.comment, values_of(comment), "commented", comment.comment_id)
            return comment

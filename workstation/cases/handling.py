"""What is done with a case besides examining it, as frozen values: its life, custody, reviews, seals, retention."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from workstation.accounts.roles import Role
from workstation.cases.region import Region
from workstation.cases.stages import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class StageStep:
    """One step in the life of a case; ``role`` is as what somebody took it."""

    previous: Stage
    stage: Stage
    role: Role
    changed_at: datetime
    changed_by: str


class CustodyKind(StrEnum):
    """What happened to an item."""

    RECEIVED = "received"
    OPENED = "opened"
    TRANSFERRED = "transferred"
    SEALED = "sealed"
    RETURNED = "returned"
    DESTROYED = "destroyed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyEvent:
    """Where a physical item went. ``happened_at`` is when, ``created_at`` when it was written down."""

    custody_id: str
    exhibit_id: str
    kind: CustodyKind
    from_whom: str = ""
    to_whom: str = ""
    place: str = ""
    seal_no: str = ""
    witness: str = ""
    note: str = ""
    happened_at: datetime
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What somebody says of the case, of a picture or of a part of it.

    Attributes
    ----------
    capture_id : str or None
        Picture it is pinned to.
    region : Region or None
        Part of that picture.
    about_id : str
        Finding, conclusion or verification that it concerns; empty for the case.
    reply_to : str or None
        Comment that it answers.
    """

    comment_id: str
    capture_id: str | None = None
    region: Region | None = None
    about_id: str = ""
    reply_to: str | None = None
    text: str
    created_at: datetime
    created_by: str


class ReviewKind(StrEnum):
    """What a review looks at."""

    TECHNICAL = "technical"
    ADMINISTRATIVE = "administrative"
    SUPERVISOR = "supervisor"


class Decision(StrEnum):
    """What a reviewer says."""

    APPROVED = "approved"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One review of what was submitted; ``reasons`` is never empty where it was returned."""

    review_id: str
    kind: ReviewKind
    decision: Decision
    reasons: str = ""
    role: Role
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationRequest:
    """Who shall examine an exhibit a second time without knowing what the first examiner said."""

    request_id: str
    exhibit_id: str
    verifier_id: str
    verifier: str
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifierFinding:
    """What a second examiner saw; codes as in ``Finding``."""

    feature: str
    light: str
    observation: str
    significance: str
    observed: str = ""
    capture_id: str | None = None
    region: Region | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a second examiner concluded alone; codes as in ``Conclusion``."""

    verification_id: str
    request_id: str
    exhibit_id: str
    scale: str
    scale_version: int
    level: str
    reasoning: str = ""
    limitations: str = ""
    fraud_types: tuple[str, ...] = ()
    modus: tuple[str, ...] = ()
    findings: tuple[VerifierFinding, ...] = ()
    created_at: datetime
    created_by: str


class Agreement(StrEnum):
    """How two examiners stand to each other on one point."""

    AGREE = "agree"
    DIFFER = "differ"
    EXAMINER_ONLY = "examiner_only"
    VERIFIER_ONLY = "verifier_only"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedPoint:
    """One point of a blind verification: what the examiner said, what the verifier said.

    ``point`` is ``level``, ``fraud_types``, ``modus`` or ``feature:CODE``; ``examiner`` and ``verifier`` are codes,
    several parted by blanks.
    """

    verification_id: str
    point: str
    examiner: str
    verifier: str
    agreement: Agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Where a disagreement was left, and why; what both said stays as it was."""

    resolution_id: str
    verification_id: str
    position: str
    reasoning: str
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportVersion:
    """A report that was issued; from the second on it says what changed.

    ``chain_head`` is the link of the chain that the report shows.
    """

    version: int
    sha256: str
    language: str
    chain_head: str
    changed: str = ""
    issued_at: datetime
    issued_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long the case is kept, and whether it may be purged at all; the last one stands.

    ``rule`` is a code of ``resources/vocabulary/retention_rule.toml``.
    """

    rule: str
    retain_until: date | None = None
    legal_hold: bool = False
    reason: str = ""
    created_at: datetime
    created_by: str


class Handover(StrEnum):
    """On what occasion a head was countersigned."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    VERIFIED = "verified"
    SIGNED_OFF = "signed_off"
    ISSUED = "issued"
    CLOSED = "closed"
    ARCHIVED = "archived"
    PURGED = "purged"
    CUSTODY = "custody"
    ASKED = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadSeal:
    """A head of the chain, countersigned with a person's key.

    Attributes
    ----------
    statement : str
        What is signed, word for word; ``workstation.cases.seals`` writes and reads it.
    signature, time_stamp : str
        Base64; the time-stamp is an RFC 3161 token over ``statement``, empty where no server was configured.
    """

    seal_id: str
    handover: Handover
    sealed_seq: int
    sealed_hash: str
    algorithm: str
    public_key: str
    certificate: str = ""
    statement: str
    signature: str
    time_stamp: str = ""
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """What is left of a purged case: nothing of a person whom it was about.

    Attributes
    ----------
    chain_head : str
        Hash of the last link before the purge.
    pictures : tuple of str
        SHA-256 of every picture that was removed.
    removed : tuple
        Table and number of rows that were removed.
    """

    case_id: str
    case_no: str
    rule: str
    chain_head: str
    pictures: tuple[str, ...]
    removed: tuple[tuple[str, float], ...]
    purged_at: datetime
    purged_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """All of it, of one case, oldest first."""

    stage: Stage = Stage.DRAFT
    steps: tuple[StageStep, ...] = ()
    custody: tuple[CustodyEvent, ...] = ()
    comments: tuple[Comment, ...] = ()
    reviews: tuple[Review, ...] = ()
    requests: tuple[VerificationRequest, ...] = ()
    verifications: tuple[Verification, ...] = ()
    compared: tuple[ComparedPoint, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    reports: tuple[ReportVersion, ...] = ()
    retention: Retention | None = None
    seals: tuple[HeadSeal, ...] = ()

    @property
    def settled(self) -> frozenset[str]:
        """Comments that an answer has settled: one that is about the comment which it answers."""
        return frozenset(each.reply_to for each in self.comments if each.reply_to and each.about_id == each.reply_to)

    @property
    def open_requests(self) -> tuple[VerificationRequest, ...]:
        """Verifications that were asked for and are not recorded."""
        done = {each.request_id for each in self.verifications}
        return tuple(each for each in self.requests if each.request_id not in done)

"""Blind verification: a second examiner concludes alone, then both are compared point by point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from workstation.accounts.permissions import operation
from workstation.accounts.roles import Actor, Role
from workstation.cases import schema
from workstation.cases.authors import demand_other
from workstation.cases.handling import (
    Agreement,
    ComparedPoint,
    Handling,
    Handover,
    Resolution,
    Verification,
    VerificationRequest,
    VerifierFinding,
)
from workstation.cases.ledger import Ledger
from workstation.cases.model import CaseSnapshot, Conclusion, Finding
from workstation.cases.rows import (
    current_exhibits,
    current_stage,
    read_all,
    standing_conclusions,
    standing_findings,
    values_of,
)
from workstation.cases.seals import Seals
from workstation.cases.stages import UNDER_REVIEW
from workstation.errors import CaseFileError, PermissionRefused
from workstation.identifiers import new_id

CONSULTED = "case-consulted"
"""Action by which the chain says that somebody with an account has opened the whole case."""

#: Roles that see a case without having been asked to verify it.
SIGHTED = frozenset({Role.EXAMINER, Role.SUPERVISOR, Role.AUDITOR, Role.STATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a second examiner concludes; codes as in ``Conclusion``."""

    scale: str
    scale_version: int
    level: str
    reasoning: str = ""
    limitations: str = ""
    fraud_types: tuple[str, ...] = ()
    modus: tuple[str, ...] = ()
    findings: tuple[VerifierFinding, ...] = ()


class Verifications:
    """Blind verifications of one case."""

    def __init__(self, ledger: Ledger, seals: Seals) -> None:
        self._ledger = ledger
        self._seals = seals

    def demand(self, operation: str) -> None:
        """Refuse what the one who acts may not do."""
        self._ledger.demand(operation)

    @operation("verification.request")
    def request(self, exhibit_id: str, verifier: Actor) -> VerificationRequest:
        """Ask somebody to examine an exhibit without knowing what was concluded.

        Raises
        ------
        CaseFileError
            ``case-not-under-review``: it is not submitted; ``custody-no-exhibit``.
        PermissionRefused
            ``review-own-case``: they wrote it; ``verification-not-blind``: they have opened it already;
            ``role-may-not``: they may not verify.
        """
        with self._ledger.writing() as chain:
            connection = self._ledger.connection
            if current_stage(connection) not in UNDER_REVIEW:
                raise CaseFileError("case-not-under-review", path=self._ledger.path)
            if exhibit_id not in current_exhibits(connection):
                raise CaseFileError("custody-no-exhibit")
            if not verifier.is_account or not verifier.roles & {Role.EXAMINER, Role.VERIFIER, Role.SUPERVISOR}:
                raise PermissionRefused("verification-no-verifier", name=verifier.name)
            demand_other(connection, verifier)
            if self._has_consulted(verifier):
                raise PermissionRefused("verification-not-blind", name=verifier.name)
            now = self._ledger.clock.now()
            made = VerificationRequest(
                request_id=new_id(now),
                exhibit_id=exhibit_id,
                verifier_id=verifier.account_id,
                verifier=verifier.name,
                created_at=now,
                created_by=self._ledger.actor.name,
            )
            chain.keep(schema.verification_request, values_of(made), "verification-requested", made.request_id)
            return made

    @operation("verification.view")
    def asked_of_me(self) -> tuple[VerificationRequest, ...]:
        """What the one who acts was asked to verify and has not yet recorded."""
        with self._ledger.reading():
            return _open_requests(self._ledger, self._ledger.actor)

    @operation("verification.record")
    def record(self, request_id: str, opinion: Opinion) -> tuple[Verification, tuple[ComparedPoint, ...]]:
        """Record what the second examiner concluded, and how it compares. Neither is ever changed.

        Raises
        ------
        PermissionRefused
            ``verification-not-asked``: not asked, or recorded already; ``review-own-case``.
        CaseFileError
            ``case-not-under-review``.
        """
        with self._ledger.writing() as chain:
            connection, actor = self._ledger.connection, self._ledger.actor
            if current_stage(connection) not in UNDER_REVIEW:
                raise CaseFileError("case-not-under-review", path=self._ledger.path)
            asked = {each.request_id: each for each in _open_requests(self._ledger, actor)}
            if request_id not in asked:
                raise PermissionRefused("verification-not-asked", name=actor.name)
            demand_other(connection, actor)
            now, exhibit_id = self._ledger.clock.now(), asked[request_id].exhibit_id
            made = Verification(
                verification_id=new_id(now),
                request_id=request_id,
                exhibit_id=exhibit_id,
                **values_of(opinion),  # type: ignore[arg-type]
                created_at=now,
                created_by=actor.name,
            )
            chain.keep(schema.verification, values_of(made), "verified-blind", made.verification_id)
            first = next((it for it in standing_conclusions(connection) if it.exhibit_id == exhibit_id), None)
            findings = [each for each in standing_findings(connection) if each.exhibit_id == exhibit_id]
            points = tuple(compared(made, first, findings))
            for each in points:
                chain.keep(schema.compared_point, values_of(each), "point-compared")
            self._seals.close_with(chain, Handover.VERIFIED)
            return made, points

    @operation("verification.resolve")
    def resolve(self, verification_id: str, position: str, reasoning: str) -> Resolution:
        """Write down where a disagreement was left; what both examiners said stays.

        Raises
        ------
        CaseFileError
            ``resolution-needs-reasoning``.
        ValueError
            The case has no such verification.
        """
        if not position.strip() or not reasoning.strip():
            raise CaseFileError("resolution-needs-reasoning")
        with self._ledger.writing() as chain:
            if verification_id not in {it.verification_id for it in read_all(self._ledger.connection, Verification)}:
                raise ValueError("the case has no such verification")
            now = self._ledger.clock.now()
            made = Resolution(
                resolution_id=new_id(now),
                verification_id=verification_id,
                position=position.strip(),
                reasoning=reasoning.strip(),
                created_at=now,
                created_by=self._ledger.actor.name,
            )
            chain.keep(schema.resolution, values_of(made), "disagreement-resolved", made.resolution_id)
            return made

    def _has_consulted(self, who: Actor) -> bool:
        event, actor = schema.audit_event.columns, schema.actor.columns
        wanted = (
            select(event.seq)
            .join(schema.actor, actor.actor_id == event.actor_id)
            .where(event.action == CONSULTED, actor.account_id == who.account_id)
        )
        return self._ledger.connection.execute(wanted.limit(1)).first() is not None


def _open_requests(ledger: Ledger, actor: Actor) -> tuple[VerificationRequest, ...]:
    done = {each.request_id for each in read_all(ledger.connection, Verification)}
    return tuple(
        each
        for each in read_all(ledger.connection, VerificationRequest)
        if actor.is_account and each.verifier_id == actor.account_id and each.request_id not in done
    )


def is_blind(ledger: Ledger) -> bool:
    """Whether the one who acts must not see what the author said; inside a reading.

    Raises
    ------
    PermissionRefused
        ``verification-not-asked``: a verifier who has nothing to verify here.
    """
    if _open_requests(ledger, ledger.actor):
        return True
    asked = any(it.verifier_id == ledger.actor.account_id for it in read_all(ledger.connection, VerificationRequest))
    if not ledger.actor.roles & SIGHTED and not asked:
        raise PermissionRefused("verification-not-asked", name=ledger.actor.name)
    return False


def blinded(snapshot: CaseSnapshot, actor: Actor) -> CaseSnapshot:
    """The case without anything that its author concluded, saw, measured, said or chose.

    Pictures, zones as they were read, devices and calibrations stay; who took them does not.
    """
    asked = [each for each in snapshot.handling.open_requests if each.verifier_id == actor.account_id]
    mine = {each.exhibit_id for each in asked}
    return replace(
        snapshot,
        blind=True,
        info=replace(snapshot.info, examiner="", signed_off_by=""),
        exhibits=tuple(
            replace(
                each,
                description="",
                condition="",
                received_from="",
                # A specimen that the zone names is evidence; one that the author chose is an opinion.
                model_id=each.model_id if each.model_ident_method == "mrz" else "",
                model_ident_method=each.model_ident_method if each.model_ident_method == "mrz" else "",
            )
            for each in snapshot.exhibits
            if each.exhibit_id in mine
        ),
        captures=tuple(
            replace(each, captured_by="", source_name="") for each in snapshot.captures if each.exhibit_id in mine
        ),
        findings=(),
        conclusions=(),
        checks=(),
        mrz=tuple(each for each in snapshot.mrz if each.exhibit_id in mine and each.source != "manual"),
        calibrations=tuple(replace(each, made_by="") for each in snapshot.calibrations),
        recipes=(),
        measurements=(),
        handling=Handling(stage=snapshot.handling.stage, requests=tuple(asked)),
    )


def compared(
    verification: Verification, first: Conclusion | None, findings: Sequence[Finding]
) -> Iterator[ComparedPoint]:
    """Both opinions side by side: level, fraud types, modus, then each feature that either of them named."""
    told = {
        "level": (first.level if first else "", verification.level),
        "fraud_types": (_words(first.fraud_types if first else ()), _words(verification.fraud_types)),
        "modus": (_words(first.modus if first else ()), _words(verification.modus)),
    }
    features = dict.fromkeys([*(it.feature for it in findings), *(it.feature for it in verification.findings)])
    for feature in features:
        told[f"feature:{feature}"] = (_saw(findings, feature), _saw(verification.findings, feature))
    for point, (examiner, verifier) in told.items():
        yield ComparedPoint(
            verification_id=verification.verification_id,
            point=point,
            examiner=examiner,
            verifier=verifier,
            agreement=_agreement(examiner, verifier),
        )


def _words(codes: Sequence[str]) -> str:
    return " ".join(sorted(codes))


def _saw(findings: Sequence[Finding] | Sequence[VerifierFinding], feature: str) -> str:
    return _words(tuple({f"{it.observation}/{it.significance}" for it in findings if it.feature == feature}))


def _agreement(examiner: str, verifier: str) -> Agreement:
    if examiner == verifier:
        return Agreement.AGREE
    if not verifier:
        return Agreement.EXAMINER_ONLY
    return Agreement.DIFFER if examiner else Agreement.VERIFIER_ONLY

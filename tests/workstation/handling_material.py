"""People who do not exist, with keys, and a case that has been through every hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from case_material import SteppingClock, conclusion, finding, full_case

from workstation.accounts.keys import PersonKey, new_key
from workstation.accounts.roles import Actor, Role
from workstation.cases.handling import CustodyKind, Decision, VerifierFinding
from workstation.cases.region import Region, Shape
from workstation.cases.store import CaseFile
from workstation.cases.verification import Opinion

KEYS: dict[str, PersonKey] = {}


def person(name: str, *roles: Role, clock: SteppingClock | None = None) -> Actor:
    """Somebody who has just signed in, with a key; always the same for the same name."""
    login = name.split(",")[0].lower()
    key = KEYS.setdefault(name, new_key())
    proved_at = (clock or SteppingClock()).now()
    return Actor(name, f"account-of-{login}", login, frozenset(roles), proved_at + timedelta(seconds=1), key)


def erika(clock: SteppingClock) -> Actor:
    return replace(person("Examiner, Erika", Role.EXAMINER), proved_at=clock.now())


def peer(clock: SteppingClock) -> Actor:
    return replace(person("Peer, Paula", Role.EXAMINER), proved_at=clock.now())


def second(clock: SteppingClock) -> Actor:
    return replace(person("Verifier, Viktor", Role.VERIFIER), proved_at=clock.now())


def zhang(clock: SteppingClock) -> Actor:
    return replace(person("Supervisor, Zhang 张", Role.SUPERVISOR), proved_at=clock.now())


def opinion(capture_id: str | None = None, **changes: object) -> Opinion:
    values: dict[str, object] = {
        "scale": "scale_status",
        "scale_version": 2,
        "level": "inconclusive",
        "reasoning": "The guilloche is weak, but there.",
        "fraud_types": ("counterfeit", "pseudo"),
        "findings": (
            VerifierFinding(
                feature="background_print",
                light="UV365",
                observation="absent",
                significance="supports_false",
                observed="无荧光",
                capture_id=capture_id,
                region=Region(Shape.POINT, ((3.5, 4.0),)) if capture_id else None,
            ),
            VerifierFinding(feature="laminate", light="WHITE", observation="different", significance="neutral"),
        ),
    }
    return Opinion(**{**values, **changes})  # type: ignore[arg-type]


def submitted(path: Path, clock: SteppingClock | None = None) -> CaseFile:
    """A case that an examiner has submitted; that examiner still acts."""
    clock = clock or SteppingClock()
    full_case(path).close()
    case = CaseFile.open(path, clock=clock, actor=erika(clock))
    item = case.snapshot().exhibits[0]
    case.custody.record(item.exhibit_id, CustodyKind.RECEIVED, from_whom="Booth 3", place="Safe 1", seal_no="S-77")
    case.save_finding(finding(item.exhibit_id, feature="stamp", created_by="Examiner, Erika"))
    standing = case.snapshot().conclusions[0]
    case.conclude(conclusion(item.exhibit_id, supersedes=standing.conclusion_id, created_by="Examiner, Erika"))
    case.life.submit()
    return case


def signed_off(path: Path, clock: SteppingClock | None = None) -> CaseFile:
    """A case that was returned once, commented, verified blind, reviewed by a peer and signed off by a supervisor."""
    clock = clock or SteppingClock()
    case = submitted(path, clock)
    snapshot = case.snapshot()
    item, capture = snapshot.exhibits[0], snapshot.captures[1]
    case.act_as(zhang(clock))
    case.verifications.request(item.exhibit_id, second(clock))
    said = case.reviews.comment(
        "Is this a fold?",
        capture_id=capture.capture_id,
        region=Region(Shape.RECTANGLE, ((1.0, 2.0), (30.5, 40.0))),
        about_id=snapshot.findings[0].finding_id,
    )
    case.reviews.technical(Decision.RETURNED, "The stamp is not described.")
    case.act_as(erika(clock))
    case.reviews.comment("It is described now.", reply_to=said.comment_id)
    case.life.submit()
    case.act_as(second(clock))
    (asked,) = case.verifications.asked_of_me()
    verified, _ = case.verifications.record(asked.request_id, opinion(capture.capture_id))
    case.act_as(peer(clock))
    case.reviews.administrative(Decision.APPROVED)
    case.reviews.technical(Decision.APPROVED, "Method and findings hold.")
    case.act_as(zhang(clock))
    case.verifications.resolve(verified.verification_id, "falsified", "The second light decides.")
    case.life.sign_off()
    return case


def archived(path: Path, clock: SteppingClock | None = None) -> CaseFile:
    """The same, reported twice, with items returned, closed, and put away under a rule of retention."""
    clock = clock or SteppingClock()
    case = signed_off(path, clock)
    case.act_as(zhang(clock))
    item = case.snapshot().exhibits[0]
    case.life.issue_report(sha256="1" * 64, language="en", chain_head=case.head().sha256)
    case.life.issue_report(
        sha256="2" * 64, language="en", chain_head=case.head().sha256, changed="The case number was misprinted."
    )
    case.custody.record(item.exhibit_id, CustodyKind.RETURNED, to_whom="Embassy of Utopia")
    case.life.close()
    case.life.retain(rule="years_1", until=date(2026, 3, 13), legal_hold=False, reason="")
    case.life.archive()
    return case

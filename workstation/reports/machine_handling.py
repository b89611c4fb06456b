"""For programs, what was done with a case besides examining it: its life, reviews, both opinions, custody, seals.

People are told apart by a number and not named; the names stand on the pages. A text that no page prints (a comment,
why a case is held) is told by its SHA-256: nothing leaves the house in an attachment that nobody sees on paper.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from workstation.accounts.keys import key_fingerprint
from workstation.captures import sha256_hex
from workstation.cases.handling import Handling
from workstation.cases.model import CaseSnapshot

#: What is told of each part: the fields of its values, in this order; ``..._by`` becomes the number of a person.
PARTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "stages": ("steps", ("previous", "stage", "role", "changed_at", "changed_by")),
    "custody": (
        "custody",
        ("custody_id", "exhibit_id", "kind", "seal_no", "place", "note", "happened_at", "created_at", "created_by"),
    ),
    "reviews": ("reviews", ("review_id", "kind", "decision", "reasons", "role", "created_at", "created_by")),
    "verification_requests": ("requests", ("request_id", "exhibit_id", "verifier", "created_at", "created_by")),
    "verifications": (
        "verifications",
        (
            "verification_id", "request_id", "exhibit_id", "scale", "scale_version", "level", "reasoning",
            "limitations", "fraud_types", "modus", "created_at", "created_by",
        ),
    ),
    "resolutions": (
        "resolutions",
        ("resolution_id", "verification_id", "position", "reasoning", "created_at", "created_by"),
    ),
    "comments": (
        "comments",
        ("comment_id", "capture_id", "region", "about_id", "reply_to", "text", "created_at", "created_by"),
    ),
    "issued_reports": (
        "reports",
        ("version", "sha256", "language", "chain_head", "changed", "issued_at", "issued_by"),
    ),
    "seals": (
        "seals",
        ("seal_id", "handover", "sealed_seq", "sealed_hash", "algorithm", "public_key", "time_stamp", "created_at",
         "created_by"),
    ),
}  # fmt: skip

_OPINION = ("feature", "light", "observation", "significance", "observed", "capture_id", "region")
_RETENTION = ("rule", "retain_until", "legal_hold", "reason", "created_at", "created_by")
_POINT = ("point", "examiner", "verifier", "agreement")

#: Parts of the machine readable report that are made here.
NAMES = (*PARTS, "retention")


def describe_handling(snapshot: CaseSnapshot) -> dict[str, Any]:
    """What was done with a case, part by part; empty where nothing of it was recorded, or may be seen."""
    handling = snapshot.handling
    number = _numbers(snapshot)
    told: dict[str, Any] = {
        part: [_told(each, names, number, hidden=part == "comments") for each in getattr(handling, where)]
        for part, (where, names) in PARTS.items()
    }
    for verification, described in zip(handling.verifications, told["verifications"], strict=True):
        described["findings"] = [{name: getattr(each, name) for name in _OPINION} for each in verification.findings]
        described["compared"] = [
            {name: getattr(each, name) for name in _POINT}
            for each in handling.compared
            if each.verification_id == verification.verification_id
        ]
    for comment in told["comments"]:
        comment["settled"] = comment["comment_id"] in handling.settled
    kept = handling.retention
    told["retention"] = None if kept is None else _told(kept, _RETENTION, number, hidden=True)
    return told


def _told(value: Any, names: Sequence[str], number: Callable[[str], int | None], *, hidden: bool) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name in names:
        found = getattr(value, name)
        if name.endswith("_by") or name == "verifier":
            told[name] = number(found)
        elif name == "public_key":
            told["key_sha256"] = key_fingerprint(found)
        elif name == "time_stamp":
            told["time_stamped"] = bool(found)
        elif hidden and name in ("text", "reason"):
            told[f"{name}_sha256"] = sha256_hex(found.encode()) if found else ""
        else:
            told[name] = found
    return told


def _numbers(snapshot: CaseSnapshot) -> Callable[[str], int | None]:
    """Who is who: 1 is the examiner, the others follow as they first act; nobody is None."""
    known = {snapshot.info.examiner: 1} if snapshot.info.examiner else {}
    for name in _people(snapshot.handling):
        if name:
            known.setdefault(name, len(known) + 1)
    return known.get


def _people(handling: Handling) -> list[str]:
    """Everybody who did something, in the order in which they did."""
    acts: list[tuple[Any, str]] = []
    for where, names in PARTS.values():
        by = next(name for name in names if name.endswith("_by"))
        at = next(name for name in names if name in ("created_at", "changed_at", "issued_at"))
        acts += [(getattr(each, at), getattr(each, by)) for each in getattr(handling, where)]
        if "verifier" in names:
            acts += [(each.created_at, each.verifier) for each in handling.requests]
    if handling.retention is not None:
        acts.append((handling.retention.created_at, handling.retention.created_by))
    return [name for _, name in sorted(acts, key=lambda act: act[0])]

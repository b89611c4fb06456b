"""``review ...``: the queue, reviews, comments, blind verification."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workstation.commands.life import exhibit_of, standing, step
from workstation.commands.station import Arguments, Result, Station, told
from workstation.errors import CaseFileError, PermissionRefused, WorkstationError

if TYPE_CHECKING:
    from workstation.cases.store import CaseFile


def review_queue(station: Station, arguments: Arguments) -> list[Result]:
    """Every case of a folder: where it stands, since when, and what changed since the last look."""
    from workstation.cases.glances import Glances
    from workstation.cases.queue import Unreadable, case_files, queue
    from workstation.messages import explain
    from workstation.vocabulary import vocabulary

    if not arguments.folder.is_dir():
        raise CaseFileError("folder-missing", path=arguments.folder)
    for each in arguments.stage:
        if each not in vocabulary("stage"):
            raise WorkstationError("term-unknown", list="stage", term=each)
    actor = station.acting(arguments)
    looks = station.accounts.looks(actor) if actor.is_account else {}
    rows = []
    for found in queue(case_files(arguments.folder), actor, looks, Glances(station.accounts.glances_path)):
        if isinstance(found, Unreadable):
            rows.append({"path": str(found.path), "error": explain(found.error, arguments.lang)})
        elif not arguments.stage or found.stage.value in arguments.stage:
            rows.append(told(found))
    return rows


def _decide(case: CaseFile, arguments: Arguments, decision: str) -> None:
    from workstation.cases.handling import Decision

    {
        "technical": case.reviews.technical,
        "administrative": case.reviews.administrative,
        "supervisor": case.reviews.supervisor,
    }[arguments.kind](Decision(decision), arguments.reason)


@step
def review_approve(case: CaseFile, arguments: Arguments) -> None:
    """Approve a case that another person submitted. A supervisor's approval signs it off."""
    _decide(case, arguments, "approved")


@step
def review_return(case: CaseFile, arguments: Arguments) -> None:
    """Return a case to its examiner, with reasons."""
    _decide(case, arguments, "returned")


@step
def review_comment(case: CaseFile, arguments: Arguments) -> None:
    """Say something of a case, or of a part of a picture (--capture, --region X,Y,X,Y in pixels)."""
    from workstation.cases.region import Region, Shape

    region = None
    if arguments.region is not None:
        left, top, right, bottom = arguments.region
        region = Region(Shape.RECTANGLE, ((left, top), (right, bottom)))
    case.reviews.comment(
        arguments.text,
        capture_id=arguments.capture,
        region=region,
        about_id=arguments.about,
        reply_to=arguments.reply_to,
    )


def review_ask(station: Station, arguments: Arguments) -> Result:
    """Ask somebody to verify an item without knowing what was concluded."""
    with station.case(arguments) as case:
        verifier = station.accounts.person(arguments.login).actor()
        made = case.verifications.request(exhibit_of(case, arguments.item), verifier)
        return standing(case) | {"request": told(made)}


def review_blind(station: Station, arguments: Arguments) -> Result:
    """What a verifier sees: pictures and zones, nothing of what was concluded. --pictures DIR writes them out."""
    from workstation.whole_file import write_whole

    with station.case(arguments) as case:
        asked = case.verifications.asked_of_me()
        if not asked:
            raise PermissionRefused("verification-not-asked", name=case.actor.name)
        snapshot = case.snapshot()
        if arguments.pictures is not None:
            for each in snapshot.captures:
                suffix = each.mime.rpartition("/")[2]
                target = arguments.pictures / f"{each.page}-{each.light}-{each.sha256[:12]}.{suffix}"
                write_whole(target, case.original(each.sha256))
        return standing(case) | {
            "requests": [told(each) for each in asked],
            "captures": [
                {"capture_id": it.capture_id, "page": it.page, "light": it.light, "sha256": it.sha256}
                for it in snapshot.captures
            ],
            "mrz": [list(each.lines) for each in snapshot.mrz],
        }


def review_record(station: Station, arguments: Arguments) -> Result:
    """Record a verifier's own opinion (--opinion FILE.json), then compare it point by point."""
    opinion = _opinion(arguments.opinion)
    with station.case(arguments) as case:
        asked = case.verifications.asked_of_me()
        if len(asked) != 1 and not arguments.request:
            raise PermissionRefused("verification-not-asked", name=case.actor.name)
        made, points = case.verifications.record(arguments.request or asked[0].request_id, opinion)
        return standing(case) | {
            "verification_id": made.verification_id,
            "points": [told(each) for each in points],
        }


def _opinion(path: Path) -> Any:
    from workstation.cases.handling import VerifierFinding
    from workstation.cases.verification import Opinion
    from workstation.vocabulary import vocabulary

    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        findings = tuple(VerifierFinding(**each) for each in read.pop("findings", ()))
        lists: dict[str, Any] = {name: tuple(map(str, read.pop(name, ()))) for name in ("fraud_types", "modus")}
        words: dict[str, Any] = {name: str(text) for name, text in read.items()}
        scale = vocabulary("scale_status")
        opinion = Opinion(
            scale="scale_status",
            scale_version=int(scale.header["version"]),
            findings=findings,
            **lists,
            **words,
        )
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise CaseFileError("opinion-unreadable", path=path, reason=str(error)) from error
    for name, code in [
        ("scale_status", opinion.level),
        *(("fraud_type", each) for each in opinion.fraud_types),
        *(("modus", each) for each in opinion.modus),
        *((name, getattr(each, name)) for each in findings for name in ("feature", "observation", "significance")),
    ]:
        if code not in vocabulary(name):
            raise WorkstationError("term-unknown", list=name, term=code)
    return opinion


def review_compare(station: Station, arguments: Arguments) -> Result:
    """Both opinions of every blind verification, point by point, and where disagreements were left."""
    with station.case(arguments, read_only=True) as case:
        handling = case.snapshot().handling
        return standing(case) | {
            "verifications": [told(each) for each in handling.verifications],
            "points": [told(each) for each in handling.compared],
            "resolutions": [told(each) for each in handling.resolutions],
        }


@step
def review_resolve(case: CaseFile, arguments: Arguments) -> None:
    """Write down where a disagreement was left; what both said stays."""
    case.verifications.resolve(arguments.verification, arguments.position, arguments.reason)

"""What the command line prints for people of accounts, of the life of a case and of reviews."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from workstation.messages import sentence
from workstation.vocabulary import vocabulary

Result = Mapping[str, Any]


def _roles(codes: Sequence[str], language: str) -> str:
    return ", ".join(vocabulary("role").name(each, language) for each in codes)


def account(result: Result, language: str) -> Iterator[str]:
    """Lines of one account."""
    facts = {**result, "roles": _roles(result["roles"], language), "key": result["key_sha256"]}
    yield sentence("said-account-closed" if result["disabled_at"] else "said-account", facts, language)
    if "passphrase" in result:
        yield "  " + sentence("said-demo-passphrase", result, language)


def accounts(result: Sequence[Result], language: str) -> Iterator[str]:
    """Lines of ``accounts list`` and ``accounts demo``."""
    for each in result:
        yield from account(each, language)


def changed_passphrase(result: Result, language: str) -> Iterator[str]:
    """Line of ``accounts passphrase``."""
    yield sentence("said-passphrase-changed", result, language)


def history(result: Sequence[Result], language: str) -> Iterator[str]:
    """Lines of ``accounts history``."""
    for each in result:
        row = (f"{each['seq']:>5}", each["at"], each["by"] or "-", each["action"], each["login"], each["detail"])
        yield "  ".join(row)


def standing(result: Result, language: str) -> Iterator[str]:
    """Where a case stands after a step."""
    stage = vocabulary("stage").name(result["stage"], language)
    yield sentence("said-stage", {"path": result["case"], "stage": stage}, language)
    head = result["head"]
    yield sentence("said-head", {"seq": head["seq"], "sha256": head["sha256"], "seals": result["seals"]}, language)
    if "issued" in result:
        yield sentence("said-issued", result["issued"], language)
    if "request" in result:
        yield sentence("said-asked", result["request"], language)


def case(result: Result, language: str) -> Iterator[str]:
    """Lines of ``case show`` and ``case purge``."""
    if "tombstone" in result:
        left = result["tombstone"]
        facts = {"path": result["case"], "no": left["case_no"], "at": left["purged_at"], "by": left["purged_by"]}
        yield sentence("said-tombstone", {**facts, "pictures": len(left["pictures"])}, language)
        return
    yield from standing(result, language)
    handling = result["handling"]
    for each in handling["steps"]:
        stage = vocabulary("stage").name(each["stage"], language)
        yield f"  {each['changed_at']}  {stage}  {each['changed_by']} ({_roles([each['role']], language)})"
    for each in handling["reviews"]:
        kind = vocabulary("review_kind").name(each["kind"], language)
        decision = vocabulary("review_decision").name(each["decision"], language)
        yield f"  {each['created_at']}  {kind}: {decision}  {each['created_by']}  {each['reasons']}".rstrip()
    for each in handling["comments"]:
        yield f"  {each['created_at']}  {each['created_by']}: {each['text']}"
    for each in handling["custody"]:
        kind = vocabulary("custody_kind").name(each["kind"], language)
        ways = " ".join(filter(None, (each["from_whom"], "→" if each["to_whom"] else "", each["to_whom"])))
        yield f"  {each['happened_at']}  {kind}  {ways}  {each['place']}".rstrip()
    yield from _points(handling["compared"], language)
    for each in handling["reports"]:
        yield sentence("said-issued", each, language)


def encryption(result: Result, language: str) -> Iterator[str]:
    """Lines of ``case encrypt``, ``case decrypt`` and ``case rekey``."""
    yield sentence(result["code"], {"path": result["case"], "written": result.get("written", "")}, language)
    if "head" in result:
        yield sentence("said-copy-head", result["head"], language)


def changes(result: Result, language: str) -> Iterator[str]:
    """Lines of ``case changes``."""
    if not result["changes"]:
        yield sentence("said-no-change", {"since": result["since"]}, language)
    for each in result["changes"]:
        yield f"{each['seq']:>5}  {each['at']}  {each['name'] or '-'}  {each['action']}  {each['object_id']}"


def queue(result: Sequence[Result], language: str) -> Iterator[str]:
    """Lines of ``review queue``; the name of the file first, for several may have one number."""
    for each in result:
        if "error" in each:
            yield f"! {each['path']}: {each['error']}"
            continue
        stage = vocabulary("stage").name(each["stage"], language)
        notes = [
            sentence(code, each, language)
            for code, holds in (
                ("said-queue-rewritten", each["rewritten"]),
                ("said-queue-mine", each["mine"]),
                ("said-queue-asked", each["asked"]),
                ("said-queue-new", each["new_events"]),
                ("said-queue-held", each["legal_hold"]),
            )
            if holds
        ]
        named = (Path(each["path"]).name, each["case_no"], stage, each["stage_since"], each["examiner"])
        yield "  ".join([*named, "; ".join(notes)]).rstrip()


def blind(result: Result, language: str) -> Iterator[str]:
    """Lines of ``review blind``."""
    yield from standing(result, language)
    for each in result["requests"]:
        yield sentence("said-asked", each, language)
    for each in result["captures"]:
        name, page = (vocabulary(title).name(each[title], language) for title in ("light", "page"))
        yield f"  {page}  {name}  {each['capture_id']}"


def compared(result: Result, language: str) -> Iterator[str]:
    """Lines of ``review record`` and ``review compare``."""
    yield from standing(result, language)
    yield from _points(result["points"], language)
    for each in result.get("resolutions", ()):
        yield sentence("said-resolved", each, language)


def redacted(result: Result, language: str) -> Iterator[str]:
    """Lines of ``redact``."""
    yield sentence("said-redacted", {**result, "count": len(result["pictures"])}, language)
    for each in result["pictures"]:
        facts = {**each, "light": vocabulary("light").name(each["light"], language)}
        yield sentence(f"said-redacted-{each['masked_by']}", facts, language)
    for each in result["left_out"]:
        facts = {**each, "light": vocabulary("light").name(each["light"], language)}
        yield sentence("said-redacted-left-out", facts, language)
    for each in result["texts"]:
        yield sentence("said-redacted-text", each, language)
    yield sentence("said-redacted-look", result, language)
    if result["no_entry"]:
        yield sentence("said-no-entry", {"reason": result["no_entry"]}, language)


def _points(points: Sequence[Result], language: str) -> Iterator[str]:
    for each in points:
        term = vocabulary("agreement").terms[each["agreement"]]
        said = f"{each['examiner'] or '-'} {term.extra['symbol']} {each['verifier'] or '-'}"
        yield f"  {each['point']}: {said}  ({term.name(language)})"

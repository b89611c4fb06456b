"""``case ...``: hand-overs, custody, issued reports, retention, purge."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from workstation.commands.station import Arguments, Result, Station, told
from workstation.errors import CaseFileError

if TYPE_CHECKING:
    from workstation.cases.store import CaseFile


def standing(case: CaseFile) -> Result:
    """Where a case stands, as far as whoever acts may see it."""
    snapshot = case.snapshot()
    handling = snapshot.handling
    return {
        "case": str(case.path),
        "case_id": snapshot.info.case_id,
        "case_no": snapshot.info.case_no,
        "stage": handling.stage.value,
        "blind": snapshot.blind,
        "head": {"seq": snapshot.head.seq, "sha256": snapshot.head.sha256},
        "seals": len(handling.seals),
    }


def case_show(station: Station, arguments: Arguments) -> Result:
    """Where a case stands: its life, custody, reviews, verifications, issued reports, seals."""
    with station.case(arguments, read_only=True) as case:
        tombstone = case.tombstone()
        if tombstone is not None:
            return {"case": str(case.path), "stage": "purged", "tombstone": told(tombstone)}
        handling = told(case.snapshot().handling)
        for seal in handling["seals"]:
            for bulky in ("public_key", "certificate", "statement", "signature", "time_stamp"):
                del seal[bulky]
        return standing(case) | {"handling": handling}


def step(what: Callable[[CaseFile, Arguments], object]) -> Callable[[Station, Arguments], Result]:
    """A command that does one thing to a case and says where it stands then."""

    def run(station: Station, arguments: Arguments) -> Result:
        with station.case(arguments) as case:
            what(case, arguments)
            return standing(case)

    run.__doc__ = what.__doc__
    return run


@step
def case_begin(case: CaseFile, arguments: Arguments) -> None:
    """Say that the examination has begun."""
    case.life.begin()


@step
def case_submit(case: CaseFile, arguments: Arguments) -> None:
    """Hand a case over for review."""
    case.life.submit()


@step
def case_sign_off(case: CaseFile, arguments: Arguments) -> None:
    """Freeze evidence, findings and conclusion for ever."""
    case.life.sign_off()


@step
def case_close(case: CaseFile, arguments: Arguments) -> None:
    """Say that nothing more is expected of a case."""
    case.life.close()


@step
def case_archive(case: CaseFile, arguments: Arguments) -> None:
    """Put a case away."""
    case.life.archive()


@step
def case_countersign(case: CaseFile, arguments: Arguments) -> None:
    """Sign the head of the chain with the key of the account, or with --key FILE."""
    case.seals.countersign()


@step
def case_retain(case: CaseFile, arguments: Arguments) -> None:
    """Say how long a case is kept, and hold it (--hold) or let it go (--release)."""
    before = case.snapshot().handling.retention
    held = before is not None and before.legal_hold
    case.life.retain(
        rule=arguments.rule or (before.rule if before else "until_told"),
        until=arguments.until or (before.retain_until if before else None),
        legal_hold=(held or arguments.hold) and not arguments.release,
        reason=arguments.reason,
    )


@step
def case_custody(case: CaseFile, arguments: Arguments) -> None:
    """Write down what happened to an item."""
    from workstation.cases.handling import CustodyKind

    case.custody.record(
        exhibit_of(case, arguments.item),
        CustodyKind(arguments.kind),
        happened_at=arguments.at,
        from_whom=arguments.from_whom,
        to_whom=arguments.to_whom,
        place=arguments.place,
        seal_no=arguments.seal_no,
        witness=arguments.witness,
        note=arguments.note,
    )


def case_issue(station: Station, arguments: Arguments) -> Result:
    """Record a report as issued; a second one says what changed."""
    from workstation.captures import sha256_hex
    from workstation.reports.issued import head_shown

    with station.case(arguments) as case:
        data = arguments.report.read_bytes()
        issued = case.life.issue_report(
            sha256=sha256_hex(data),
            language=arguments.lang,
            chain_head=head_shown(data, arguments.report),
            changed=arguments.changed,
        )
        return standing(case) | {"issued": told(issued)}


def case_purge(station: Station, arguments: Arguments) -> Result:
    """Remove pictures and personal data for ever; hashes stay. Needs --really."""
    if not arguments.really:
        raise CaseFileError("purge-really", path=arguments.case)
    with station.case(arguments) as case:
        return {"case": str(case.path), "stage": "purged", "tombstone": told(case.life.purge())}


def case_changes(station: Station, arguments: Arguments) -> Result:
    """What happened since whoever acts last looked, or since --since; and remember this look."""
    with station.case(arguments, read_only=True) as case:
        snapshot, actor = case.snapshot(), case.actor
        seen = station.accounts.looked(actor, snapshot.info.case_id) if actor.is_account else None
        since = arguments.since if arguments.since is not None else (seen[0] if seen else 0)
        changes = case.changes(since)
        if actor.is_account:
            station.accounts.note_look(actor, snapshot.info.case_id, snapshot.head.seq, snapshot.head.sha256)
        return {"case": str(case.path), "since": since, "changes": [told(each) for each in changes]}


def exhibit_of(case: CaseFile, number: str) -> str:
    """Id of the item of that number, or of the only one.

    Raises
    ------
    CaseFileError
        ``exhibit-which``.
    """
    exhibits = case.snapshot().exhibits
    chosen = [each for each in exhibits if each.exhibit_no == number] if number else list(exhibits)
    if len(chosen) != 1:
        raise CaseFileError("exhibit-which", known=", ".join(each.exhibit_no for each in exhibits))
    return chosen[0].exhibit_id

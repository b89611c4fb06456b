"""What the command line does with accounts, with the life of a case and with reviews. Results are plain.

Each function takes the station and the parsed arguments and gives what ``main`` prints; ``COMMANDS`` is the table
from which the parser is made.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workstation.devices import Clock
from workstation.errors import CaseFileError, PermissionRefused, WorkstationError
from workstation.identifiers import stored_time

if TYPE_CHECKING:
    from workstation.accounts.model import Account
    from workstation.accounts.roles import Actor
    from workstation.accounts.store import Accounts
    from workstation.cases.seals import TimeStamper
    from workstation.cases.store import CaseFile

Result = dict[str, Any]
Arguments = argparse.Namespace


@dataclass(frozen=True, slots=True)
class Station:
    """What a command works with.

    Attributes
    ----------
    secret : callable
        Passphrase from a source (``terminal``, ``fd:N``, ``env:NAME``); the second argument says for what.
    stamper : callable
        Time-stamp server, where one is configured.
    """

    accounts: Accounts
    clock: Clock
    secret: Callable[[str, str], str]
    stamper: Callable[[], TimeStamper | None]

    def acting(self, arguments: Arguments) -> Actor:
        """Who acts: the account that is named, or whoever sits at a station without accounts.

        Raises
        ------
        PermissionRefused
            ``sign-in-needed``: the station keeps accounts and none is named.
        AccountError
        """
        from workstation.accounts.keys import load_person_key
        from workstation.accounts.roles import at_station

        if arguments.account:
            login = arguments.account
            actor = self.accounts.sign_in(login, self.secret(arguments.account_passphrase_from, login))
        elif self.accounts.demands_sign_in:
            raise PermissionRefused("sign-in-needed")
        else:
            actor = at_station(getattr(arguments, "as_name", ""))
        key = getattr(arguments, "key", None)
        if key is None:
            return actor
        return replace(actor, signer=load_person_key(key, self.secret(arguments.key_passphrase_from, key.name)))

    @contextmanager
    def case(self, arguments: Arguments, *, read_only: bool = False) -> Iterator[CaseFile]:
        """The case of the arguments, open as who acts."""
        from workstation.cases.store import CaseFile

        actor = self.acting(arguments)
        with CaseFile.open(arguments.case, clock=self.clock, actor=actor, read_only=read_only) as case:
            case.seals.stamper = self.stamper()
            yield case


def plain(value: Any) -> Any:
    """A value as JSON has it: times and days as text, sets in order, nothing binary."""
    match value:
        case datetime():
            return stored_time(value)
        case date():
            return value.isoformat()
        case Enum():
            return value.value
        case Mapping():
            return {str(key): plain(each) for key, each in value.items()}
        case list() | tuple():
            return [plain(each) for each in value]
        case set() | frozenset():
            return sorted(plain(each) for each in value)
        case Path():
            return str(value)
        case _:
            return value


def told(value: Any) -> Result:
    """Fields of a frozen value, plain."""
    return dict(plain(asdict(value)))


# ---------------------------------------------------------------------- accounts


def _account(account: Account) -> Result:
    from workstation.accounts.keys import key_fingerprint

    row = told(account)
    row["key_sha256"] = key_fingerprint(row.pop("public_key"))
    return row


def accounts_list(station: Station, arguments: Arguments) -> list[Result]:
    """Every account, its roles and the fingerprint of its key."""
    return [_account(each) for each in station.accounts.everyone(station.acting(arguments))]


def accounts_add(station: Station, arguments: Arguments) -> Result:
    """Make an account. The first is an administrator's; from then on the station demands that people sign in."""
    from workstation.accounts.roles import NOBODY

    actor = station.acting(arguments) if station.accounts.demands_sign_in else NOBODY
    made = station.accounts.add(
        actor,
        login=arguments.login,
        name=arguments.name,
        roles=arguments.role,
        passphrase=station.secret(arguments.new_passphrase_from, arguments.login),
    )
    return _account(made)


def accounts_roles(station: Station, arguments: Arguments) -> Result:
    """Give an account other roles."""
    return _account(station.accounts.assign(station.acting(arguments), arguments.login, arguments.role))


def accounts_close(station: Station, arguments: Arguments) -> Result:
    """Close an account; what it did stays."""
    return _account(station.accounts.set_open(station.acting(arguments), arguments.login, False))


def accounts_open(station: Station, arguments: Arguments) -> Result:
    """Open a closed account again."""
    return _account(station.accounts.set_open(station.acting(arguments), arguments.login, True))


def accounts_reset(station: Station, arguments: Arguments) -> Result:
    """Set a passphrase that was forgotten; the account gets a new key, and chooses its own passphrase next."""
    secret = station.secret(arguments.new_passphrase_from, arguments.login)
    return _account(station.accounts.reset(station.acting(arguments), arguments.login, secret))


def accounts_passphrase(station: Station, arguments: Arguments) -> Result:
    """Change one's own passphrase."""
    if not arguments.account:
        raise PermissionRefused("sign-in-needed")
    old = station.secret(arguments.account_passphrase_from, arguments.account)
    actor = station.accounts.sign_in(
        arguments.account, old, station.secret(arguments.new_passphrase_from, arguments.account)
    )
    return {"login": actor.login, "name": actor.name}


def accounts_history(station: Station, arguments: Arguments) -> list[Result]:
    """What was done to accounts."""
    return [told(each) for each in station.accounts.history(station.acting(arguments))]


def accounts_demo(station: Station, arguments: Arguments) -> list[Result]:
    """Demonstration accounts, one a role, marked by their names; only where no real person has an account."""
    from workstation.accounts.store import DEMO_PASSPHRASE

    return [_account(each) | {"passphrase": DEMO_PASSPHRASE} for each in station.accounts.add_demo()]


# ---------------------------------------------------------------------- the life of a case


def _standing(case: CaseFile) -> Result:
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
        return _standing(case) | {"handling": handling}


def _step(what: Callable[[CaseFile, Arguments], object]) -> Callable[[Station, Arguments], Result]:
    def run(station: Station, arguments: Arguments) -> Result:
        with station.case(arguments) as case:
            what(case, arguments)
            return _standing(case)

    run.__doc__ = what.__doc__
    return run


@_step
def case_begin(case: CaseFile, arguments: Arguments) -> None:
    """Say that the examination has begun."""
    case.life.begin()


@_step
def case_submit(case: CaseFile, arguments: Arguments) -> None:
    """Hand a case over for review."""
    case.life.submit()


@_step
def case_sign_off(case: CaseFile, arguments: Arguments) -> None:
    """Freeze evidence, findings and conclusion for ever."""
    case.life.sign_off()


@_step
def case_close(case: CaseFile, arguments: Arguments) -> None:
    """Say that nothing more is expected of a case."""
    case.life.close()


@_step
def case_archive(case: CaseFile, arguments: Arguments) -> None:
    """Put a case away."""
    case.life.archive()


@_step
def case_countersign(case: CaseFile, arguments: Arguments) -> None:
    """Sign the head of the chain with the key of the account, or with --key FILE."""
    case.seals.countersign()


@_step
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


@_step
def case_custody(case: CaseFile, arguments: Arguments) -> None:
    """Write down what happened to an item."""
    from workstation.cases.handling import CustodyKind

    case.custody.record(
        _exhibit(case, arguments.item),
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
        return _standing(case) | {"issued": told(issued)}


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


def _exhibit(case: CaseFile, number: str) -> str:
    exhibits = case.snapshot().exhibits
    chosen = [each for each in exhibits if each.exhibit_no == number] if number else list(exhibits)
    if len(chosen) != 1:
        raise CaseFileError("exhibit-which", known=", ".join(each.exhibit_no for each in exhibits))
    return chosen[0].exhibit_id


# ---------------------------------------------------------------------- review


def review_queue(station: Station, arguments: Arguments) -> list[Result]:
    """Every case of a folder: where it stands, since when, and what changed since the last look."""
    from workstation.cases.glances import Glances
    from workstation.cases.queue import Unreadable, case_files, queue
    from workstation.messages import explain

    if not arguments.folder.is_dir():
        raise CaseFileError("folder-missing", path=arguments.folder)
    actor = station.acting(arguments)
    looks = station.accounts.looks(actor) if actor.is_account else {}
    rows = []
    for each in queue(case_files(arguments.folder), actor, looks, Glances(station.accounts.glances_path)):
        if isinstance(each, Unreadable):
            rows.append({"path": str(each.path), "error": explain(each.error, arguments.lang)})
        elif not arguments.stage or each.stage.value in arguments.stage:
            rows.append(told(each))
    return rows


def _decide(case: CaseFile, arguments: Arguments, decision: str) -> None:
    from workstation.cases.handling import Decision

    {
        "technical": case.reviews.technical,
        "administrative": case.reviews.administrative,
        "supervisor": case.reviews.supervisor,
    }[arguments.kind](Decision(decision), arguments.reason)


@_step
def review_approve(case: CaseFile, arguments: Arguments) -> None:
    """Approve a case that another person submitted. A supervisor's approval signs it off."""
    _decide(case, arguments, "approved")


@_step
def review_return(case: CaseFile, arguments: Arguments) -> None:
    """Return a case to its examiner, with reasons."""
    _decide(case, arguments, "returned")


@_step
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
        made = case.verifications.request(_exhibit(case, arguments.item), verifier)
        return _standing(case) | {"request": told(made)}


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
        return _standing(case) | {
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
        return _standing(case) | {
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
        return _standing(case) | {
            "verifications": [told(each) for each in handling.verifications],
            "points": [told(each) for each in handling.compared],
            "resolutions": [told(each) for each in handling.resolutions],
        }


@_step
def review_resolve(case: CaseFile, arguments: Arguments) -> None:
    """Write down where a disagreement was left; what both said stays."""
    case.verifications.resolve(arguments.verification, arguments.position, arguments.reason)


# ---------------------------------------------------------------------- the table


Option = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Command:
    """One command with its own arguments; ``shows`` names the function of ``terminal_cases`` that prints it."""

    run: Callable[[Station, Arguments], Result | list[Result]]
    shows: str
    options: tuple[Option, ...] = field(default=())


def _point(text: str) -> tuple[float, float, float, float]:
    left, top, right, bottom = (float(each) for each in text.split(","))
    return left, top, right, bottom


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.astimezone()


_CASE: Option = ("case", {"type": Path})
_LOGIN: Option = ("login", {})
_REASON: Option = ("--reason", {"default": "", "help": "why"})
_ITEM: Option = ("--item", {"default": "", "metavar": "NO", "help": "number of the item, where there are several"})
_ROLES: Option = (
    "--role",
    {
        "action": "append",
        "required": True,
        "choices": ("examiner", "verifier", "supervisor", "trainer", "curator", "auditor", "administrator"),
        "help": "may be given several times",
    },
)
_NEW: Option = (
    "--new-passphrase-from",
    {"default": "terminal", "metavar": "SOURCE", "help": "of the account: terminal (asks), fd:NUMBER or env:NAME"},
)
_KIND: Option = ("--kind", {"choices": ("technical", "administrative", "supervisor"), "default": "technical"})

COMMANDS: dict[str, tuple[str, dict[str, Command]]] = {
    "accounts": (
        "who may sign in at this station, as what",
        {
            "list": Command(accounts_list, "accounts"),
            "add": Command(accounts_add, "account", (_LOGIN, ("--name", {"required": True}), _ROLES, _NEW)),
            "roles": Command(accounts_roles, "account", (_LOGIN, _ROLES)),
            "close": Command(accounts_close, "account", (_LOGIN,)),
            "open": Command(accounts_open, "account", (_LOGIN,)),
            "reset": Command(accounts_reset, "account", (_LOGIN, _NEW)),
            "passphrase": Command(accounts_passphrase, "changed_passphrase", (_NEW,)),
            "history": Command(accounts_history, "history"),
            "demo": Command(accounts_demo, "accounts"),
        },
    ),
    "case": (
        "the life of a case: hand-overs, custody, retention, purge",
        {
            "show": Command(case_show, "case", (_CASE,)),
            "begin": Command(case_begin, "standing", (_CASE,)),
            "submit": Command(case_submit, "standing", (_CASE,)),
            "sign-off": Command(case_sign_off, "standing", (_CASE,)),
            "issue": Command(
                case_issue,
                "standing",
                (
                    _CASE,
                    ("--report", {"type": Path, "required": True, "metavar": "PDF"}),
                    ("--changed", {"default": "", "help": "what changed since the version before"}),
                ),
            ),
            "close": Command(case_close, "standing", (_CASE,)),
            "archive": Command(case_archive, "standing", (_CASE,)),
            "countersign": Command(case_countersign, "standing", (_CASE,)),
            "custody": Command(
                case_custody,
                "standing",
                (
                    _CASE,
                    _ITEM,
                    (
                        "--kind",
                        {
                            "required": True,
                            "choices": ("received", "opened", "transferred", "sealed", "returned", "destroyed"),
                        },
                    ),
                    ("--at", {"type": _moment, "metavar": "TIME", "help": "when it happened; otherwise now"}),
                    ("--from", {"dest": "from_whom", "default": ""}),
                    ("--to", {"dest": "to_whom", "default": ""}),
                    ("--place", {"default": ""}),
                    ("--seal-no", {"default": ""}),
                    ("--witness", {"default": ""}),
                    ("--note", {"default": ""}),
                ),
            ),
            "retain": Command(
                case_retain,
                "standing",
                (
                    _CASE,
                    ("--rule", {"default": "", "help": "code of resources/vocabulary/retention_rule.toml"}),
                    ("--until", {"type": date.fromisoformat, "metavar": "YYYY-MM-DD"}),
                    ("--hold", {"action": "store_true", "help": "legal hold: never purged"}),
                    ("--release", {"action": "store_true", "help": "lift the legal hold"}),
                    _REASON,
                ),
            ),
            "purge": Command(case_purge, "case", (_CASE, ("--really", {"action": "store_true"}))),
            "changes": Command(case_changes, "changes", (_CASE, ("--since", {"type": int, "metavar": "SEQ"}))),
        },
    ),
    "review": (
        "what others say of a case",
        {
            "queue": Command(
                review_queue, "queue", (("folder", {"type": Path}), ("--stage", {"action": "append", "default": []}))
            ),
            "approve": Command(review_approve, "standing", (_CASE, _KIND, _REASON)),
            "return": Command(
                review_return, "standing", (_CASE, _KIND, ("--reason", {"required": True, "help": "why"}))
            ),
            "comment": Command(
                review_comment,
                "standing",
                (
                    _CASE,
                    ("text", {}),
                    ("--capture", {"metavar": "ID"}),
                    ("--region", {"type": _point, "metavar": "X,Y,X,Y"}),
                    ("--about", {"default": "", "metavar": "ID"}),
                    ("--reply-to", {"metavar": "ID"}),
                ),
            ),
            "ask": Command(review_ask, "standing", (_CASE, _LOGIN, _ITEM)),
            "blind": Command(review_blind, "blind", (_CASE, ("--pictures", {"type": Path, "metavar": "DIR"}))),
            "record": Command(
                review_record,
                "compared",
                (
                    _CASE,
                    ("--opinion", {"type": Path, "required": True, "metavar": "FILE"}),
                    ("--request", {"default": "", "metavar": "ID"}),
                ),
            ),
            "compare": Command(review_compare, "compared", (_CASE,)),
            "resolve": Command(
                review_resolve,
                "standing",
                (
                    _CASE,
                    ("verification", {}),
                    ("--position", {"required": True}),
                    ("--reason", {"required": True, "help": "why"}),
                ),
            ),
        },
    ),
}


def add_account_options(parser: argparse.ArgumentParser) -> None:
    """How a command says who acts."""
    parser.add_argument("--account", default="", metavar="LOGIN", help="who acts, at a station with accounts")
    parser.add_argument(
        "--account-passphrase-from",
        default="terminal",
        metavar="SOURCE",
        help="terminal, fd:NUMBER or env:NAME",
    )


def add_options(parser: argparse.ArgumentParser, command: Command) -> None:
    """Arguments of one command of the table."""
    for name, how in command.options:
        parser.add_argument(name, **how)
    add_account_options(parser)
    if any(name == "case" for name, _ in command.options):
        parser.add_argument("--name", dest="as_name", default="", help="who acts, at a station without accounts")
        parser.add_argument("--key", type=Path, metavar="FILE", help="countersign with this key (PEM or PKCS#12)")
        parser.add_argument(
            "--key-passphrase-from", default="terminal", metavar="SOURCE", help="terminal, fd:NUMBER or env:NAME"
        )

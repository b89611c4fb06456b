"""Every command with its arguments, as one table from which the parser is made."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from workstation.accounts.token_uri import key_source
from workstation.commands.accounts import (
    accounts_add,
    accounts_close,
    accounts_demo,
    accounts_history,
    accounts_list,
    accounts_open,
    accounts_passphrase,
    accounts_reset,
    accounts_roles,
)
from workstation.commands.encryption import case_decrypt, case_encrypt, case_rekey
from workstation.commands.given import some_day, some_file, some_moment, some_path, some_region
from workstation.commands.life import (
    case_archive,
    case_begin,
    case_changes,
    case_close,
    case_countersign,
    case_custody,
    case_issue,
    case_purge,
    case_retain,
    case_show,
    case_sign_off,
    case_submit,
)
from workstation.commands.review import (
    review_approve,
    review_ask,
    review_blind,
    review_comment,
    review_compare,
    review_queue,
    review_record,
    review_resolve,
    review_return,
)
from workstation.commands.station import Arguments, Result, Station

Option = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Command:
    """One command with its own arguments; ``shows`` names the function of ``lines`` that prints it."""

    run: Callable[[Station, Arguments], Result | list[Result]]
    shows: str
    options: tuple[Option, ...] = field(default=())


_CASE: Option = ("case", {"type": some_path})
_OUT: Option = ("--out", {"type": some_path, "required": True, "metavar": "NEW", "help": "file to make"})
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
                    ("--report", {"type": some_file, "required": True, "metavar": "PDF"}),
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
                    ("--at", {"type": some_moment, "metavar": "TIME", "help": "when it happened; otherwise now"}),
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
                    ("--until", {"type": some_day, "metavar": "YYYY-MM-DD"}),
                    ("--hold", {"action": "store_true", "help": "legal hold: never purged"}),
                    ("--release", {"action": "store_true", "help": "lift the legal hold"}),
                    _REASON,
                ),
            ),
            "purge": Command(case_purge, "case", (_CASE, ("--really", {"action": "store_true"}))),
            "encrypt": Command(case_encrypt, "encryption", (_CASE, _OUT)),
            "decrypt": Command(case_decrypt, "encryption", (_CASE, _OUT)),
            "rekey": Command(
                case_rekey,
                "encryption",
                (_CASE, ("--new-key-file", {"type": some_path, "metavar": "FILE", "help": "otherwise asked for"})),
            ),
            "changes": Command(case_changes, "changes", (_CASE, ("--since", {"type": int, "metavar": "SEQ"}))),
        },
    ),
    "review": (
        "what others say of a case",
        {
            "queue": Command(
                review_queue,
                "queue",
                (("folder", {"type": some_path}), ("--stage", {"action": "append", "default": []})),
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
                    ("--region", {"type": some_region, "metavar": "X,Y,X,Y"}),
                    ("--about", {"default": "", "metavar": "ID"}),
                    ("--reply-to", {"metavar": "ID"}),
                ),
            ),
            "ask": Command(review_ask, "standing", (_CASE, _LOGIN, _ITEM)),
            "blind": Command(review_blind, "blind", (_CASE, ("--pictures", {"type": some_path, "metavar": "DIR"}))),
            "record": Command(
                review_record,
                "compared",
                (
                    _CASE,
                    ("--opinion", {"type": some_file, "required": True, "metavar": "FILE"}),
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
        parser.add_argument(
            "--key",
            type=key_source,
            metavar="KEY",
            help="countersign with this key: a file (PEM, PKCS#12), or pkcs11:... on a card (RFC 7512)",
        )
        parser.add_argument(
            "--key-passphrase-from", default="terminal", metavar="SOURCE", help="terminal, fd:NUMBER or env:NAME"
        )

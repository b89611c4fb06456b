"""What commands work with: the accounts, the clock, where passphrases come from; and results made plain."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workstation.devices import Clock
from workstation.errors import PermissionRefused
from workstation.identifiers import stored_time

if TYPE_CHECKING:
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
        from workstation.accounts.roles import at_station

        if arguments.account:
            login = arguments.account
            return self.accounts.sign_in(login, self.secret(arguments.account_passphrase_from, login))
        if self.accounts.demands_sign_in:
            raise PermissionRefused("sign-in-needed")
        return at_station(getattr(arguments, "as_name", ""))

    @contextmanager
    def case(self, arguments: Arguments, *, read_only: bool = False) -> Iterator[CaseFile]:
        """The case of the arguments, open as who acts, whose key is unlocked as long."""
        from workstation.accounts.key_sources import open_person_key, question_of
        from workstation.cases.store import CaseFile

        actor = self.acting(arguments)
        with ExitStack() as stack:
            if arguments.key is not None:
                asked, language = arguments.key_passphrase_from, arguments.lang
                signer = open_person_key(arguments.key, lambda of: self.secret(asked, question_of(of, language)))
                actor = replace(actor, signer=stack.enter_context(signer))
            case = stack.enter_context(
                CaseFile.open(arguments.case, clock=self.clock, actor=actor, read_only=read_only)
            )
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

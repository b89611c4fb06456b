"""Reports of the open case, signed with a key from a file or a card: by the examiner, and by the supervisor after."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workstation.accounts.token_uri import KeySource, TokenUri
from workstation.cases.exports import Written
from workstation.cases.model import CaseSnapshot
from workstation.devices import Clock
from workstation.errors import CaseFileError
from workstation.open_case import OpenCase
from workstation.whole_file import Kind, written_whole

if TYPE_CHECKING:
    from workstation.accounts.tokens import TokenEntry
    from workstation.captures import CaptureRecord
    from workstation.cases.store import CaseFile
    from workstation.reports.keys import SigningPolicy

    MakeReport = Callable[[CaseSnapshot, Callable[[CaptureRecord], bytes], CaseFile | None, str], bytes]


@dataclass(frozen=True, slots=True)
class Signing:
    """With what somebody signs, and as what.

    Attributes
    ----------
    countersigns : bool
        The supervisor's signature on what the examiner signed; otherwise the report is printed and signed as the
        examiner.
    secret : str
        Passphrase of the file or PIN of the card; in no message, no log and no settings.
    """

    source: KeySource
    secret: str
    countersigns: bool = False

    def __repr__(self) -> str:
        return f"Signing({self.source})"


class SigningDesk:
    """What may be asked of keys and signed reports; every call returns a Future at once.

    Parameters
    ----------
    arithmetic : Executor
        Makes and signs reports.
    make : callable
        The unsigned report of the case that is meant, in a language.
    policy : callable
        Time-stamp server and authorities, as they are configured.
    """

    def __init__(
        self,
        case: OpenCase,
        *,
        clock: Clock,
        arithmetic: Executor,
        make: MakeReport,
        policy: Callable[[], SigningPolicy] | None,
    ) -> None:
        self._case = case
        self._clock = clock
        self._arithmetic = arithmetic
        self._make = make
        self._policy = policy

    def keys_on(self, module: Path) -> Future[tuple[TokenEntry, ...]]:
        """Keys on the cards that are in the readers, as far as they tell without a PIN.

        Raises
        ------
        AccountError
            In the future: those of ``workstation.accounts.tokens.keys_on``.
        """

        def work() -> tuple[TokenEntry, ...]:
            from workstation.accounts.tokens import keys_on

            return keys_on(TokenUri(module))

        return self._arithmetic.submit(work)

    def sign(self, path: Path, language: str, signing: Signing) -> Future[Written]:
        """Print the report and sign it as the examiner, or add the supervisor's signature to it.

        The PDF at its place and the events in the chain: both or none.

        Raises
        ------
        WorkstationError
            In the future: those of ``open_key``, ``sign_new`` and ``countersign``; ``case-read-only``.
        """
        return self._arithmetic.submit(
            self._countersign if signing.countersigns else self._sign, path, language, signing
        )

    def _sign(self, path: Path, language: str, signing: Signing) -> Written:
        from workstation.reports.keys import open_key
        from workstation.reports.signed_report import demand_unsigned, note_signed, signed_by_examiner

        meant = self._case.file
        demand_unsigned(path)
        snapshot = self._case.later(lambda: self._case.demand(meant).snapshot()).result()
        if snapshot.read_only:
            raise CaseFileError("case-read-only", path=snapshot.path_name)
        with open_key(signing.source, lambda _: signing.secret, self._clock.now()) as key:
            printed = self._make(snapshot, lambda record: self._case.original(record.sha256, meant), meant, language)
            signed = signed_by_examiner(printed, key, clock=self._clock, language=language, policy=self._configured())
            with written_whole(path, signed, Kind.REPORT):
                self._case.write(lambda case: note_signed(case, printed, signed, key, language), meant).result()
        return Written(path)

    def _countersign(self, path: Path, language: str, signing: Signing) -> Written:
        from workstation.reports.keys import open_key
        from workstation.reports.signed_report import countersign

        meant = self._case.file
        policy = self._configured()
        with open_key(signing.source, lambda _: signing.secret, self._clock.now()) as key:

            def work() -> None:
                case = self._case.demand(meant)
                if case.actor.is_account:
                    case.reviews.demand_release()
                countersign(case, path, key, clock=self._clock, policy=policy)
                self._case.changed()

            self._case.later(work).result()
        return Written(path)

    def _configured(self) -> SigningPolicy:
        from workstation.reports.keys import SigningPolicy

        return self._policy() if self._policy is not None else SigningPolicy()

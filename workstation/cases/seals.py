"""Heads of the chain, countersigned with a person's key at each hand-over. ``FORMAT.md`` checks them with openssl."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Protocol

from workstation.accounts.keys import signature_holds
from workstation.accounts.permissions import operation
from workstation.cases import schema
from workstation.cases.chain import Chain
from workstation.cases.handling import Handover, HeadSeal
from workstation.cases.ledger import Ledger
from workstation.cases.rows import values_of
from workstation.cases.time_stamps import stamp_problem
from workstation.errors import CaseFileError, WorkstationError
from workstation.identifiers import new_id, stored_time


class TimeStamper(Protocol):
    """Somebody who attests that bytes existed at a time."""

    def stamp(self, message: bytes) -> bytes:
        """RFC 3161 token (DER) over the SHA-256 of the message.

        Raises
        ------
        WorkstationError
            None was given.
        """


def statement_of(case_id: str, seq: int, sha256: str, handover: Handover, name: str, at: str) -> str:
    """What is signed, word for word."""
    lines = (
        "QDBench head 1",
        f"case {case_id}",
        f"event {seq}",
        f"hash {sha256}",
        f"handover {handover}",
        f"name {name}",
        f"at {at}",
    )
    return "".join(f"{line}\n" for line in lines)


def seal_problem(seal: HeadSeal, case_id: str) -> str | None:
    """Code of what does not hold of a seal by itself; None where everything does.

    Whether the chain has that link, and whose key it is, stand outside of it.
    """
    told = statement_of(
        case_id, seal.sealed_seq, seal.sealed_hash, seal.handover, seal.created_by, stored_time(seal.created_at)
    )
    if told != seal.statement:
        return "case-seal-statement"
    message = seal.statement.encode()
    try:
        signature, token = b64decode(seal.signature, validate=True), b64decode(seal.time_stamp, validate=True)
    except ValueError:
        return "case-seal-signature"
    if not signature_holds(seal.algorithm, seal.public_key, seal.certificate, signature, message):
        return "case-seal-signature"
    return stamp_problem(token, message) if token else None


class Seals:
    """Seals of one case.

    Attributes
    ----------
    stamper : TimeStamper or None
        Asked for a time-stamp on each seal. A server that does not answer stops no hand-over: the chain says so.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.stamper: TimeStamper | None = None

    def demand(self, operation: str) -> None:
        """Refuse what the one who acts may not do."""
        self._ledger.demand(operation)

    @operation("seal.countersign")
    def countersign(self) -> HeadSeal:
        """Sign the head as it is now.

        Raises
        ------
        CaseFileError
            ``seal-no-key``: the one who acts has no key here.
        """
        with self._ledger.writing() as chain:
            made = self.close_with(chain, Handover.ASKED)
            if made is None:
                raise CaseFileError("seal-no-key", name=self._ledger.actor.name)
            return made

    def close_with(self, chain: Chain, handover: Handover) -> HeadSeal | None:
        """End a transaction with a seal over what it has written; None where whoever acts has no key."""
        actor = self._ledger.actor
        if actor.signer is None:
            return None
        now = self._ledger.clock.now()
        seq, sha256 = chain.head
        name = " ".join(actor.name.split())
        statement = statement_of(self._ledger.case_id(), seq, sha256, handover, name, stored_time(now))
        message = statement.encode()
        token, problem = self._stamped(message)
        made = HeadSeal(
            seal_id=new_id(now),
            handover=handover,
            sealed_seq=seq,
            sealed_hash=sha256,
            algorithm=actor.signer.algorithm,
            public_key=actor.signer.public_key_pem,
            certificate=actor.signer.certificate_pem,
            statement=statement,
            signature=b64encode(actor.signer.sign(message)).decode(),
            time_stamp=b64encode(token).decode(),
            created_at=now,
            created_by=name,
        )
        chain.keep(schema.head_seal, values_of(made), "head-sealed", made.seal_id)
        if problem:
            chain.log("time-stamp-missing", made.seal_id, {"reason": problem})
        return made

    def _stamped(self, message: bytes) -> tuple[bytes, str]:
        if self.stamper is None:
            return b"", ""
        try:
            return self.stamper.stamp(message), ""
        except WorkstationError as error:
            return b"", error.code

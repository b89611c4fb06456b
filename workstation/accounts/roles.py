"""Roles, and who acts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Role(StrEnum):
    """As what somebody acts. ``STATION`` is whoever sits at a station that keeps no accounts; no account holds it."""

    EXAMINER = "examiner"
    VERIFIER = "verifier"
    SUPERVISOR = "supervisor"
    TRAINER = "trainer"
    CURATOR = "curator"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    STATION = "station"


ACCOUNT_ROLES: tuple[Role, ...] = tuple(role for role in Role if role is not Role.STATION)

#: Who manages accounts reads no case, and who audits writes none: these stand alone in an account.
ALONE = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})


class HeadSigner(Protocol):
    """A person's key, unlocked."""

    @property
    def algorithm(self) -> str:
        """``ed25519``, ``ecdsa-sha256`` or ``rsa-sha256``."""

    @property
    def public_key_pem(self) -> str:
        """The public key as PEM (SubjectPublicKeyInfo)."""

    @property
    def certificate_pem(self) -> str:
        """Certificate as PEM; empty for a bare key."""

    def sign(self, message: bytes) -> bytes:
        """Signature over the message."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as what.

    Attributes
    ----------
    name : str
        As it stands in rows and reports.
    account_id : str
        Empty for whoever sits at a station without accounts.
    proved_at : datetime or None
        When the passphrase was last typed.
    signer : HeadSigner or None
        The person's key; hand-overs are countersigned with it.
    """

    name: str
    account_id: str = ""
    login: str = ""
    roles: frozenset[Role] = frozenset()
    proved_at: datetime | None = None
    signer: HeadSigner | None = field(default=None, compare=False, repr=False)

    @property
    def is_account(self) -> bool:
        """Signed in."""
        return bool(self.account_id)


def at_station(name: str) -> Actor:
    """Whoever sits at a station without accounts, or a program that works unattended, under a name it is given."""
    return Actor(name, roles=frozenset({Role.STATION}))


#: Nobody is signed in at a station that keeps accounts.
NOBODY = Actor("")

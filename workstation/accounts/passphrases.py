"""Passphrases: what is stored of them, and keys wrapped by them. Argon2id (RFC 9106) throughout."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from workstation.accounts.keys import PersonKey
from workstation.errors import AccountError

#: Fewer characters than this are guessed (NIST SP 800-63B 3.1.1.2 asks for 8 where a second factor stands beside it).
SHORTEST = 10
#: More than this is no passphrase, and hashing it takes its time.
LONGEST = 1024

_SALT_BYTES, _NONCE_BYTES = 16, 12


@dataclass(frozen=True, slots=True)
class Cost:
    """What a guess costs. The default is the second recommendation of RFC 9106 4."""

    passes: int = 3
    memory_kib: int = 65536
    lanes: int = 4

    def hasher(self) -> PasswordHasher:
        """Hasher of that cost."""
        return PasswordHasher(self.passes, self.memory_kib, self.lanes, type=Type.ID)


def normalised(passphrase: str) -> str:
    """The same characters from every keyboard: NFKC (RFC 8265 4.2)."""
    return unicodedata.normalize("NFKC", passphrase)


def demand_strong(passphrase: str, *, login: str, name: str) -> None:
    """Refuse what is too short, too long, or the person's own name.

    Raises
    ------
    AccountError
        ``passphrase-short``, ``passphrase-long``, ``passphrase-is-name``.
    """
    text = normalised(passphrase)
    if len(text) < SHORTEST:
        raise AccountError("passphrase-short", least=SHORTEST)
    if len(text) > LONGEST:
        raise AccountError("passphrase-long", most=LONGEST)
    plain = text.casefold().strip()
    if plain in {login.casefold(), name.casefold()} or len(set(plain)) < 4:
        raise AccountError("passphrase-is-name")


def stored_hash(passphrase: str, cost: Cost) -> str:
    """What is kept of a passphrase, with its salt and cost."""
    return cost.hasher().hash(normalised(passphrase))


def is_right(passphrase: str, stored: str) -> bool:
    """Whether it is the passphrase; takes as long for a wrong one."""
    try:
        return PasswordHasher().verify(stored, normalised(passphrase)[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False


def wrap(key: PersonKey, passphrase: str, cost: Cost) -> bytes:
    """A private key that only the passphrase opens: salt, nonce, AES-256-GCM."""
    assert isinstance(key.key, Ed25519PrivateKey)
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    return salt + nonce + AESGCM(_secret(passphrase, salt, cost)).encrypt(nonce, key.key.private_bytes_raw(), None)


def unwrap(wrapped: bytes, passphrase: str, cost: Cost) -> PersonKey:
    """The key again.

    Raises
    ------
    AccountError
        ``key-lost``: another passphrase, or the store was changed.
    """
    salt, nonce = wrapped[:_SALT_BYTES], wrapped[_SALT_BYTES : _SALT_BYTES + _NONCE_BYTES]
    try:
        raw = AESGCM(_secret(passphrase, salt, cost)).decrypt(nonce, wrapped[_SALT_BYTES + _NONCE_BYTES :], None)
        return PersonKey(Ed25519PrivateKey.from_private_bytes(raw))
    except (InvalidTag, ValueError) as error:
        raise AccountError("key-lost") from error


def _secret(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    return hash_secret_raw(
        normalised(passphrase).encode(), salt, cost.passes, cost.memory_kib, cost.lanes, 32, Type.ID
    )

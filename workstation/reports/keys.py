"""A person's key and certificate for signing reports: a PKCS#12 file (``.p12``, ``.pfx``), or a card (PKCS#11)."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from workstation.accounts.key_sources import Asked
from workstation.accounts.token_uri import KeySource, TokenUri
from workstation.accounts.tokens import TokenKey, open_token
from workstation.errors import ConfigurationError, ReportError

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

#: A certificate file of more than this is none.
_MOST_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key, its certificate, and those that file or card hold between it and its authority."""

    key: PrivateKeyTypes | TokenKey
    certificate: x509.Certificate
    between: tuple[x509.Certificate, ...]

    @property
    def name(self) -> str:
        """Who signs, as the certificate has it."""
        return name_of(self.certificate)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate: 64 lower case hexadecimal digits."""
        return fingerprint_of(self.certificate)


@dataclass(frozen=True, slots=True)
class SigningPolicy:
    """What is added to a signature beside itself: nothing unless it is configured.

    Attributes
    ----------
    time_stamp_url : str
        RFC 3161 server; empty: none is asked, and nothing leaves the computer.
    roots, between : tuple
        Certificates of the authorities that signer and time-stamp server hang from. With roots and a time-stamp
        the signature also carries what is needed to check it years later (PAdES B-LT).
    revocation_lists : tuple of bytes
        CRLs of these authorities, DER.
    """

    time_stamp_url: str = ""
    roots: tuple[x509.Certificate, ...] = ()
    between: tuple[x509.Certificate, ...] = ()
    revocation_lists: tuple[bytes, ...] = ()


def name_of(certificate: x509.Certificate) -> str:
    """Common name of a certificate, its whole subject where it has none."""
    from cryptography.x509.oid import NameOID

    named = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(named[0].value) if named else certificate.subject.rfc4514_string()


def fingerprint_of(certificate: x509.Certificate) -> str:
    """SHA-256 of a certificate: 64 lower case hexadecimal digits."""
    from cryptography.hazmat.primitives.hashes import SHA256

    return certificate.fingerprint(SHA256()).hex()


def load_key(path: Path, passphrase: str, now: datetime) -> SigningKey:
    """Key and certificate of a PKCS#12 file.

    Parameters
    ----------
    now : datetime
        Aware; the certificate must hold at this time.

    Raises
    ------
    ReportError
        ``signing-not-installed``; ``signing-key-missing``: no such file; ``signing-key-unreadable``: no PKCS#12 file
        or another passphrase (the file cannot tell which); ``signing-key-alone``, ``signing-certificate-alone``;
        ``signing-not-yet``, ``signing-expired``: with the certificate's dates.
    """
    demand_installed()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates

    try:
        key, certificate, between = load_key_and_certificates(_bytes_of(path), passphrase.encode() or None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ReportError("signing-key-unreadable", path=path) from error
    if key is None:
        raise ReportError("signing-certificate-alone", path=path)
    if certificate is None:
        raise ReportError("signing-key-alone", path=path)
    _demand_valid(certificate, now, path)
    return SigningKey(key, certificate, tuple(between))


@contextmanager
def open_key(source: KeySource, ask: Callable[[Asked], str], now: datetime) -> Iterator[SigningKey]:
    """Key and certificate of a PKCS#12 file or of a card, which stays unlocked until the block ends.

    Parameters
    ----------
    ask : callable
        Gives the passphrase of a file or the PIN of a card.

    Raises
    ------
    ReportError
        Those of ``load_key``.
    AccountError
        Those of ``open_token``.
    """
    demand_installed()
    if isinstance(source, TokenUri):
        with open_token(source, ask) as held:
            _demand_valid(held.certificate, now, held.label)
            yield SigningKey(held, held.certificate, held.between)
    else:
        yield load_key(source, ask(source), now)


def _demand_valid(certificate: x509.Certificate, now: datetime, path: Path | str) -> None:
    dates = {"since": certificate.not_valid_before_utc, "until": certificate.not_valid_after_utc}
    said = {name: f"{each:%Y-%m-%d}" for name, each in dates.items()}
    if now < dates["since"]:
        raise ReportError("signing-not-yet", path=path, **said)
    if now > dates["until"]:
        raise ReportError("signing-expired", path=path, **said)


def load_certificates(path: Path) -> tuple[x509.Certificate, ...]:
    """Certificates of a PEM file, one or more.

    Raises
    ------
    ReportError
        ``signing-not-installed``, ``signing-key-missing``, ``signing-roots-unreadable``.
    """
    demand_installed()
    from cryptography import x509

    try:
        return tuple(x509.load_pem_x509_certificates(_bytes_of(path)))
    except ValueError as error:
        raise ReportError("signing-roots-unreadable", path=path) from error


def load_policy(path: Path) -> SigningPolicy:
    """What ``signing.toml`` asks for; nothing where there is no such file.

    Keys: ``time_stamp_url``, ``chain`` (a PEM file: those that sign themselves are trusted, the others lead to
    them), ``revocation_lists`` (files, PEM or DER). Files are looked for beside it.

    Raises
    ------
    ConfigurationError
        The file is no TOML, or has another key or kind of value.
    ReportError
        A file that it names cannot be read.
    """
    if not path.exists():
        return SigningPolicy()
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError("signing-configuration", path=path, reason=str(error)) from error
    kinds: dict[str, type] = {"time_stamp_url": str, "chain": str, "revocation_lists": list}
    for key, value in read.items():
        if not isinstance(value, kinds.get(key, ())):
            raise ConfigurationError("signing-configuration", path=path, reason=key)
    lists = read.get("revocation_lists", ())
    chain = load_certificates(path.parent / read["chain"]) if "chain" in read else ()
    return SigningPolicy(
        time_stamp_url=read.get("time_stamp_url", ""),
        roots=tuple(each for each in chain if each.issuer == each.subject),
        between=tuple(each for each in chain if each.issuer != each.subject),
        revocation_lists=tuple(_revocation_list(path.parent / str(each)) for each in lists),
    )


def demand_installed() -> None:
    """Refuse to go on without the extra ``signing``.

    Raises
    ------
    ReportError
        ``signing-not-installed``.
    """
    try:
        import pyhanko  # noqa: F401
    except ModuleNotFoundError as error:
        raise ReportError("signing-not-installed") from error


def _revocation_list(path: Path) -> bytes:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    data = _bytes_of(path)
    try:
        load = x509.load_pem_x509_crl if data.startswith(b"-----") else x509.load_der_x509_crl
        return load(data).public_bytes(Encoding.DER)
    except ValueError as error:
        raise ReportError("signing-roots-unreadable", path=path) from error


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES)
    except OSError as error:
        raise ReportError("signing-key-missing", path=path, reason=error.strerror) from error

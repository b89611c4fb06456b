"""Whether a seal is signed by whom it names (ICAO 9303-13 4: status codes and what they weigh).

A seal is checked against certificates that the station was given, never against one that it fetched. An unknown
certificate leaves the question open: it is no sign of a forgery.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.x509.oid import NameOID

from workstation.documents.seals.seal_errors import SealError
from workstation.documents.seals.vds import Seal

log = logging.getLogger(__name__)


class SealStatus(StrEnum):
    """Words of ICAO 9303-13, and three of our own at the end."""

    VALID = "VALID"
    UNKNOWN_FEATURE = "UNKNOWN_FEATURE"
    READ_ERROR = "READ_ERROR"
    WRONG_FORMAT = "WRONG_FORMAT"
    EXPIRED_CERTIFICATE = "EXPIRED_CERTIFICATE"
    UNKNOWN_CERTIFICATE = "UNKNOWN_CERTIFICATE"
    UNTRUSTED_CERTIFICATE = "UNTRUSTED_CERTIFICATE"
    REVOKED_CERTIFICATE = "REVOKED_CERTIFICATE"
    INVALID_DOCUMENTTYPE = "INVALID_DOCUMENTTYPE"
    INVALID_SIGNATURE = "INVALID_SIGNATURE"
    SEAL_MRZ_MISMATCH = "SEAL_MRZ_MISMATCH"
    UNSUPPORTED_ALGORITHM = "UNSUPPORTED_ALGORITHM"
    SIGNED_IN_FUTURE = "SIGNED_IN_FUTURE"


class SealTrust(StrEnum):
    """What a status weighs (ICAO 9303-13 4.4), and ``undecided`` where nothing can be said."""

    TRUSTABLE = "trustable"
    UNDECIDED = "undecided"
    MEDIUM = "medium_fraud_potential"
    HIGH = "high_fraud_potential"


WEIGHTS = {
    SealStatus.VALID: SealTrust.TRUSTABLE,
    SealStatus.UNKNOWN_FEATURE: SealTrust.TRUSTABLE,
    SealStatus.UNKNOWN_CERTIFICATE: SealTrust.UNDECIDED,
    SealStatus.UNSUPPORTED_ALGORITHM: SealTrust.UNDECIDED,
    SealStatus.READ_ERROR: SealTrust.MEDIUM,
    SealStatus.EXPIRED_CERTIFICATE: SealTrust.MEDIUM,
    SealStatus.WRONG_FORMAT: SealTrust.HIGH,
    SealStatus.UNTRUSTED_CERTIFICATE: SealTrust.HIGH,
    SealStatus.REVOKED_CERTIFICATE: SealTrust.HIGH,
    SealStatus.INVALID_DOCUMENTTYPE: SealTrust.HIGH,
    SealStatus.INVALID_SIGNATURE: SealTrust.HIGH,
    SealStatus.SEAL_MRZ_MISMATCH: SealTrust.HIGH,
    SealStatus.SIGNED_IN_FUTURE: SealTrust.HIGH,
}
_WORST_LAST = tuple(SealTrust)


@dataclass(frozen=True, slots=True)
class SealVerdict:
    """What the check of a seal found.

    Attributes
    ----------
    statuses : tuple of SealStatus
        Everything that was found, ``VALID`` alone where nothing was.
    signer : str
        Subject of the certificate that was used; empty without one.
    """

    statuses: tuple[SealStatus, ...]
    signer: str = ""

    @property
    def trust(self) -> SealTrust:
        """What the worst status weighs."""
        return max((WEIGHTS[each] for each in self.statuses), key=_WORST_LAST.index)


@dataclass(frozen=True, slots=True)
class Trusted:
    """Certificates that the station was given.

    Attributes
    ----------
    signers : tuple of x509.Certificate
        Of seal signers.
    roots : tuple of x509.Certificate
        Of country signing authorities; where there are any, a signer must be signed by one of them.
    revoked : frozenset of tuple
        Issuer (DER) and serial number of certificates on revocation lists.
    """

    signers: tuple[x509.Certificate, ...] = ()
    roots: tuple[x509.Certificate, ...] = ()
    revoked: frozenset[tuple[bytes, int]] = frozenset()


def load_trusted(folder: Path | None) -> Trusted:
    """Certificates in ``signers`` and ``roots`` of a folder; one that cannot be read is left out, and logged."""
    found: dict[str, list[x509.Certificate]] = {"signers": [], "roots": []}
    for part, certificates in found.items():
        for path in sorted((folder / part).glob("*")) if folder is not None else ():
            try:
                certificates.extend(load_certificates([(path.name, path.read_bytes())]))
            except (SealError, OSError) as error:
                log.warning("certificate %s left out: %s", path.name, error)
    return Trusted(tuple(found["signers"]), tuple(found["roots"]))


def load_certificates(files: Iterable[tuple[str, bytes]]) -> tuple[x509.Certificate, ...]:
    """Certificates of files, PEM or DER.

    Parameters
    ----------
    files : iterable of (name, bytes)

    Raises
    ------
    SealError
        ``seal-certificate`` with the file's name.
    """
    found: list[x509.Certificate] = []
    for name, content in files:
        try:
            if b"-----BEGIN" in content:
                found.extend(map(_whole, x509.load_pem_x509_certificates(content)))
            else:
                found.append(read_certificate(content))
        except (ValueError, x509.InvalidVersion) as error:
            raise SealError("seal-certificate", file=name, reason=str(error)) from error
    return tuple(found)


def read_certificate(der: bytes) -> x509.Certificate:
    """A certificate whose parts all read.

    Raises
    ------
    ValueError
        The bytes are no certificate.
    """
    try:
        return _whole(x509.load_der_x509_certificate(der))
    except x509.InvalidVersion as error:
        raise ValueError(str(error)) from error


def _whole(certificate: x509.Certificate) -> x509.Certificate:
    """Names and times are read only when they are asked for: ask now, while the bytes can still be refused."""
    for name in (certificate.subject, certificate.issuer):
        name.rfc4514_string()
    if certificate.not_valid_before_utc > certificate.not_valid_after_utc:
        raise ValueError("ends before it begins")
    return certificate


def verify_seal(seal: Seal, trusted: Trusted, *, today: date) -> SealVerdict:
    """Check the signature of a seal and the certificate behind it."""
    found = [SealStatus.SIGNED_IN_FUTURE] if seal.header.signed > today else []
    signer = find_signer(seal, trusted.signers)
    if signer is None:
        return SealVerdict((*found, SealStatus.UNKNOWN_CERTIFICATE))
    found.extend(certificate_statuses(signer, trusted, seal.header.signed, today))
    found.extend(signature_statuses(signer, seal.signature, seal.covered))
    return SealVerdict(tuple(found) or (SealStatus.VALID,), signer.subject.rfc4514_string())


def find_signer(seal: Seal, signers: Sequence[x509.Certificate]) -> x509.Certificate | None:
    """The certificate that a header names: country and name of the subject, serial number in hexadecimal."""
    try:
        serial = int(seal.header.certificate, 16)
    except ValueError:
        return None
    wanted = (seal.header.signer[:2], seal.header.signer[2:], serial)
    return next(
        (
            each
            for each in signers
            if (_of(each, NameOID.COUNTRY_NAME).upper(), _of(each, NameOID.COMMON_NAME).upper(), each.serial_number)
            == wanted
        ),
        None,
    )


def signature_statuses(
    signer: x509.Certificate, signature: bytes, covered: bytes, hashed: hashes.HashAlgorithm | None = None
) -> tuple[SealStatus, ...]:
    """What is wrong with an ECDSA signature of ``r`` and ``s``; the hash follows the curve unless it is named."""
    try:
        key = signer.public_key()
    except (UnsupportedAlgorithm, ValueError):
        return (SealStatus.UNSUPPORTED_ALGORITHM,)
    if not isinstance(key, ec.EllipticCurvePublicKey):
        return (SealStatus.UNSUPPORTED_ALGORITHM,)
    half = len(signature) // 2
    r, s = int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
    try:
        key.verify(encode_dss_signature(r, s), covered, ec.ECDSA(hashed or _hash_for(key.curve.key_size)))
    except InvalidSignature:
        return (SealStatus.INVALID_SIGNATURE,)
    return ()


def certificate_statuses(
    signer: x509.Certificate, trusted: Trusted, signed: date, today: date
) -> Iterator[SealStatus]:
    """What is wrong with the certificate of a signature made on the day ``signed``."""
    if (signer.issuer.public_bytes(), signer.serial_number) in trusted.revoked:
        yield SealStatus.REVOKED_CERTIFICATE
    if trusted.roots and not any(_signed_by(signer, root) for root in trusted.roots):
        yield SealStatus.UNTRUSTED_CERTIFICATE
    first, last = signer.not_valid_before_utc, signer.not_valid_after_utc
    if not (first.date() <= signed <= last.date()) or datetime(today.year, today.month, today.day, tzinfo=UTC) > last:
        yield SealStatus.EXPIRED_CERTIFICATE


def _hash_for(bits: int) -> hashes.HashAlgorithm:
    table = ((224, hashes.SHA224()), (256, hashes.SHA256()), (384, hashes.SHA384()))
    return next((each for limit, each in table if bits <= limit), hashes.SHA512())


def _signed_by(signer: x509.Certificate, root: x509.Certificate) -> bool:
    try:
        signer.verify_directly_issued_by(root)
    except (InvalidSignature, TypeError, ValueError, UnsupportedAlgorithm):
        return False
    return True


def _of(certificate: x509.Certificate, name: x509.ObjectIdentifier) -> str:
    found = certificate.subject.get_attributes_for_oid(name)
    return str(found[0].value) if len(found) == 1 else ""

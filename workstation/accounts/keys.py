"""Keys with which persons countersign heads: an Ed25519 key of their account, or the key of a certificate."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates

from workstation.errors import AccountError

PrivateKey = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

_MOST_BYTES = 1 << 20


@dataclass(frozen=True)
class PersonKey:
    """A private key, unlocked, with its certificate where it has one."""

    key: PrivateKey
    certificate: x509.Certificate | None = None

    @property
    def algorithm(self) -> str:
        """As ``HeadSigner`` has it."""
        match self.key:
            case ed25519.Ed25519PrivateKey():
                return "ed25519"
            case ec.EllipticCurvePrivateKey():
                return "ecdsa-sha256"
            case _:
                return "rsa-sha256"

    @cached_property
    def public_key_pem(self) -> str:
        """PEM, SubjectPublicKeyInfo."""
        return self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    @property
    def certificate_pem(self) -> str:
        """PEM; empty for a bare key."""
        return self.certificate.public_bytes(Encoding.PEM).decode() if self.certificate else ""

    def sign(self, message: bytes) -> bytes:
        """Signature: Ed25519 (RFC 8032), ECDSA or RSA PKCS #1 1.5 with SHA-256."""
        match self.key:
            case ed25519.Ed25519PrivateKey():
                return self.key.sign(message)
            case ec.EllipticCurvePrivateKey():
                return self.key.sign(message, ec.ECDSA(hashes.SHA256()))
            case _:
                return self.key.sign(message, padding.PKCS1v15(), hashes.SHA256())


def new_key() -> PersonKey:
    """A fresh Ed25519 key."""
    return PersonKey(ed25519.Ed25519PrivateKey.generate())


def load_person_key(path: Path, passphrase: str) -> PersonKey:
    """Key of a PEM file (PKCS #8) or of a PKCS #12 file with its certificate.

    Raises
    ------
    AccountError
        ``key-missing``: no such file; ``key-unreadable``: no key of a known kind, or another passphrase.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES)
    except OSError as error:
        raise AccountError("key-missing", path=path, reason=error.strerror) from error
    secret = passphrase.encode() or None
    certificate = None
    try:
        if data.lstrip().startswith(b"-----"):
            key: object = load_pem_private_key(data, secret)
        else:
            key, certificate, _ = load_key_and_certificates(data, secret)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise AccountError("key-unreadable", path=path) from error
    if not isinstance(key, PrivateKey):
        raise AccountError("key-unreadable", path=path)
    return PersonKey(key, certificate)


def signature_holds(algorithm: str, public_pem: str, certificate_pem: str, signature: bytes, message: bytes) -> bool:
    """Whether a signature is that of the key over the message, and the certificate, if any, is of that key."""
    try:
        public = load_pem_public_key(public_pem.encode())
        if certificate_pem and x509.load_pem_x509_certificate(certificate_pem.encode()).public_key() != public:
            return False
        match algorithm, public:
            case "ed25519", ed25519.Ed25519PublicKey():
                public.verify(signature, message)
            case "ecdsa-sha256", ec.EllipticCurvePublicKey():
                public.verify(signature, message, ec.ECDSA(hashes.SHA256()))
            case "rsa-sha256", rsa.RSAPublicKey():
                public.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
            case _:
                return False
    except (InvalidSignature, ValueError, TypeError, UnsupportedAlgorithm):
        return False
    return True


def key_fingerprint(public_pem: str) -> str:
    """SHA-256 of the SubjectPublicKeyInfo in DER: 64 lower case hexadecimal digits; empty for what is no key."""
    try:
        public = load_pem_public_key(public_pem.encode())
    except (ValueError, UnsupportedAlgorithm):
        return ""
    return hashlib.sha256(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()

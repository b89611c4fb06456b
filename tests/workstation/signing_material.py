"""Certificates of people who do not exist, made for one test run, and a case with its report."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

pytest.importorskip("pyhanko", reason="signatures need the extra: pip install 'qdbench[signing]'")

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from case_material import SteppingClock, full_case
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from workstation.cases.store import CaseFile
from workstation.clock import SystemClock
from workstation.reports.keys import SigningKey, load_key
from workstation.reports.report import make_report
from workstation.software import SoftwareInfo
from workstation.specimens.library import Library

PASSPHRASE = "nobody's passphrase"
NOW = datetime.now(UTC)
DAY = timedelta(days=1)
Pair = tuple[ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, x509.Certificate]


def issued(
    name: str,
    by: Pair | None = None,
    *,
    since: datetime = NOW - DAY,
    until: datetime = NOW + DAY,
    authority: bool = False,
    stamps: bool = False,
) -> Pair:
    """A key and its certificate, signed by itself or by ``by``."""
    # The time-stamps that pyHanko makes for tests are RSA only.
    key = rsa.generate_private_key(65537, 2048) if stamps else ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by[1].subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(authority, None), critical=True)
        .add_extension(
            x509.KeyUsage(True, not authority, False, False, False, authority, authority, False, False), critical=True
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if stamps:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return key, builder.sign(by[0] if by else key, hashes.SHA256())


def p12(path: Path, pair: Pair, passphrase: str = PASSPHRASE, between: tuple[x509.Certificate, ...] = ()) -> Path:
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            None, pair[0], pair[1], between, BestAvailableEncryption(passphrase.encode())
        )
    )
    return path


@cache
def root() -> Pair:
    return issued("Invented Root of Utopia", authority=True)


@cache
def erika() -> Pair:
    return issued("Specimen, Erika", root())


@cache
def zhang() -> Pair:
    return issued("样本·张三", root())


def key_of(pair: Pair) -> SigningKey:
    return SigningKey(pair[0], pair[1], ())


def time_stamper() -> DummyTimeStamper:
    key, certificate = issued("Invented Time-Stamps", root(), stamps=True)
    store = SimpleCertificateStore()
    store.register(asn1_x509.Certificate.load(root()[1].public_bytes(Encoding.DER)))
    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return DummyTimeStamper(
        asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER)),
        asn1_keys.PrivateKeyInfo.load(plain),
        certs_to_embed=store,
    )


SOFTWARE = SoftwareInfo("0.1.0", "3.45.1", "3.11.7", "2.1.0", "4.10.0", "4.2.5", "Linux x86_64")


def printed_report(case: CaseFile, language: str = "en") -> bytes:
    return make_report(
        case.snapshot(),
        original=lambda record: case.original(record.sha256),
        library=Library([]),
        language=language,
        printed_at=SteppingClock().now(),
        software=SOFTWARE,
    )


def made_case(path: Path) -> Path:
    full_case(path).close()
    return path


def opened(path: Path) -> CaseFile:
    return CaseFile.open(path, clock=SystemClock(), actor="Specimen, Erika")


def loaded(path: Path, passphrase: str = PASSPHRASE) -> SigningKey:
    return load_key(path, passphrase, NOW)

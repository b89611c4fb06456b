"""Seals for the tests: the worked examples of BSI TR-03137-1, and seals signed here."""

from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime
from typing import Any

import rfc8785
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from workstation.documents.seals.c40 import encode_c40

ARRIVAL_ATTESTATION = bytes.fromhex(
    "dc026abc6d32c8a519fc0f71341145f4fd020230a5621353d9a275735bd4134bc549133c133c133c133c133ca32519a519a4344a5e681a"
    "e7204b20d532cf4b7c133c133f030820d5201019a51aeaff404a1f218ca4392647ecff6c8abf9e796a78eebe0b1ac8cc25c4ee17eed961"
    "d1189091358d7d616f1a517abc747f6c4490ff159d4dcf50248b00b1e32e9e7805e7"
)
SOCIAL_INSURANCE = bytes.fromhex(
    "dc026abc6d32c8a519fc0f7134116d04fc0401083fee456d2de019a8020b5065727363687765"
    "69c39f03054f7363617204134ac3a2636f62c3a96e69646963747572697573ff40582ed05cb05049b4fe49744d5e70a1982f8b7afb1e90"
    "259ce47ba9907efcf59483f0a0b421ec760d6fd2284bbac37e136f1e3be6e14a6f6bc012110cff919d0f"
)
RESIDENCE_PERMIT = bytes.fromhex(
    "dc036abc6d32c8a727390f71341145f4fb0602305cba135875976ec066d417b59e8c6abc133c133c133c133c3fef3a2938ee43f1593d1a"
    "e52dbb26751fe64b7c133c136b0306d79519a65306ff40158cf5b0bb7fbda099e8e7c94abefc9677b2e71e9885f5cd9057a8bfcf930a60"
    "46bcf897650af8f9b0343c034d2f64ce081f95fbf3d01292d1f8165ece27d327"
)
VISA = bytes.fromhex(
    "dc036abc6d32c8a72cb10f7134b798155d01022cdd52134a74da1347c6fed95cb89f9fce133c133c133c133c203833734aaf47f0c32f1a"
    "1e20eb2625393afe310403a00000050633be1fed20c6ff38d5573247608c9b64cae022c1c5249660e51ae316d600f974aac2129c3f093c"
    "3595531402630470"
    "5cd24c1b8100711bd4411f068e8d93e8b7"
)
ADDRESS_STICKER = bytes.fromhex(
    "dc036abc6d32c8a72cb10f7135b79815f9080106cf3519af974c02061a70208519a10310395e26b3d9a275735bd4cd485ca17176ff3891"
    "01f305c9aa04d2ab00212c7cf65fefcaaf565a54538b2498d681a18839c92656526c40594b0b1da12a27f687a3501278dc4145b6e64afc"
)
RESIDENCE_STICKER = bytes.fromhex(
    "dc036abc6d32c8a72cb10f7135b79815f80a0106b77a38e596ce02061a203a4d1fe1030426532081ff381462bcfef51ad1b8d09de328b1"
    "5c5435e64829ce548647dd5797871696"
    "24a046738dc5023708319a4294811131eaac58d518cfe98b431437"
)

# Two bytes of the guide decode otherwise than it prints: it says ARD and T2000AKA7. The bytes are what is tested.
EXAMPLES = {
    "arrival_attestation": (
        ARRIVAL_ATTESTATION,
        ("MED<<MUSTERMANN<<ERIK<<<<<<<<<<<<<<<", "M0000000<4ALB0308212M1604128<<<<<<<2"),
        {"register_number": "160113000085"},
        ("DETS", "00027", date(2020, 1, 1), date(2020, 1, 13), 64),
    ),
    "social_insurance_card": (
        SOCIAL_INSURANCE,
        (),
        {
            "insurance_number": "65170839J003",
            "surname": "Perschweiß",
            "first_name": "Oscar",
            "name_at_birth": "Jâcobénidicturius",
        },
        ("DETS", "00027", date(2020, 1, 1), date(2020, 1, 14), 64),
    ),
    "residence_permit": (
        RESIDENCE_PERMIT,
        ("ATD<<RESIDORCE<<ROLAND<<<<<<<<<<<<<<", "6525845096USA7008038M2201018<<<<<<06"),
        {"passport_number": "UFO001979"},
        ("DETS", "27", date(2020, 1, 1), date(2020, 1, 13), 64),
    ),
    "visa": (
        VISA,
        ("VCD<<DENT<<ARTHUR<PHILIP<<<<<<<<<<<<", "1234567XY7GBR5203116M2005250"),
        {"duration_of_stay": "160-0-0", "passport_number": "47110815P"},
        ("DETS", "32", date(2020, 1, 1), date(2021, 12, 3), 56),
    ),
    "address_sticker": (
        ADDRESS_STICKER,
        (),
        {"document_number": "T2000AK47", "municipality": "05314000", "address": "53123MUSTERMANNSTRASSE21"},
        ("DETS", "32", date(2021, 1, 1), date(2021, 12, 3), 56),
    ),
    "residence_sticker": (
        RESIDENCE_STICKER,
        (),
        {"document_number": "PA5500K11", "municipality": "03359010", "postal_code": "21614"},
        ("DETS", "32", date(2021, 1, 1), date(2021, 12, 3), 56),
    ),
}


def certificate(
    key: ec.EllipticCurvePrivateKey,
    subject: tuple[str, str],
    issuer: tuple[str, str],
    by: ec.EllipticCurvePrivateKey,
    *,
    serial: int = 0x32,
    until: datetime = datetime(2036, 1, 1, tzinfo=UTC),
) -> x509.Certificate:
    def name(of: tuple[str, str]) -> x509.Name:
        return x509.Name(
            [x509.NameAttribute(NameOID.COUNTRY_NAME, of[0]), x509.NameAttribute(NameOID.COMMON_NAME, of[1])]
        )

    builder = x509.CertificateBuilder(name(issuer), name(subject), key.public_key(), serial)
    return builder.not_valid_before(datetime(2020, 1, 1, tzinfo=UTC)).not_valid_after(until).sign(by, hashes.SHA256())


def signature(key: ec.EllipticCurvePrivateKey, covered: bytes) -> bytes:
    size = key.curve.key_size
    hashed = {224: hashes.SHA224(), 256: hashes.SHA256(), 384: hashes.SHA384()}.get(size, hashes.SHA512())
    r, s = decode_dss_signature(key.sign(covered, ec.ECDSA(hashed)))
    octets = -(-size // 8)
    return r.to_bytes(octets, "big") + s.to_bytes(octets, "big")


def sealed(
    key: ec.EllipticCurvePrivateKey, *, signed: date = date(2025, 5, 4), message: bytes | None = None
) -> bytes:
    zone = encode_c40("V<UTOERIKSSON<<ANNA<MARIA".ljust(36, "<") + "L8988901C4XXX4009078F9612109")
    when = int(signed.strftime("%m%d%Y")).to_bytes(3, "big")
    if message is None:
        message = b"\x02" + bytes((len(zone),)) + zone + b"\x05\x06" + encode_c40("ABC123456")
    covered = b"\xdc\x03" + encode_c40("UTO") + encode_c40("UTTS0232") + when * 2 + b"\x5d\x01" + message
    made = signature(key, covered)
    length = bytes((len(made),)) if len(made) < 0x80 else b"\x81" + bytes((len(made),))
    return covered + b"\xff" + length + made


AUTHORITY = ec.generate_private_key(ec.SECP384R1())
ROOT = certificate(AUTHORITY, ("UT", "UTOPIA CSCA"), ("UT", "UTOPIA CSCA"), AUTHORITY, serial=1)


def signer_of(key: ec.EllipticCurvePrivateKey, **changes: Any) -> x509.Certificate:
    return certificate(key, ("UT", "TS"), ("UT", "UTOPIA CSCA"), AUTHORITY, **changes)


KEY = ec.generate_private_key(ec.BrainpoolP256R1())


def json_sealed(
    key: ec.EllipticCurvePrivateKey, signer: x509.Certificate, message: dict[str, Any], alg: str = "ES256"
) -> bytes:
    """A VDS-NC signed here."""
    data = {"hdr": {"t": "icao.test", "v": 1, "is": "UTO"}, "msg": message}
    encoded = signer.public_bytes(Encoding.DER)
    made = signature(key, rfc8785.dumps(data))
    whole = {
        "data": data,
        "sig": {
            "alg": alg,
            "cer": base64.urlsafe_b64encode(encoded).decode().rstrip("="),
            "sigvl": base64.urlsafe_b64encode(made).decode().rstrip("="),
        },
    }
    return json.dumps(whole, indent=1).encode()

"""Digital seals: the worked examples of BSI TR-03137-1, seals that this test signs itself, and bytes that lie."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import rfc8785
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from workstation.documents.seals.c40 import decode_c40, encode_c40
from workstation.documents.seals.profiles import read_content
from workstation.documents.seals.seal_errors import SealError
from workstation.documents.seals.trust import SealStatus, SealTrust, Trusted, load_certificates, verify_seal
from workstation.documents.seals.vds import is_seal, parse_seal
from workstation.documents.seals.vds_nc import is_json_seal, parse_json_seal, verify_json_seal
from workstation.messages import sentence

TODAY = date(2026, 6, 1)
ALPHABET = " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

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


@pytest.mark.parametrize("name", EXAMPLES)
def test_worked_examples(name: str) -> None:
    raw, zone, texts, (signer, certificate, issued, signed, signature_bytes) = EXAMPLES[name]
    seal = parse_seal(raw)
    content = read_content(seal)
    header = seal.header
    assert (content.profile, content.zone, dict(content.texts), content.unknown_tags) == (name, zone, texts, ())
    assert (header.issuer, header.signer, header.certificate) == ("D", signer, certificate)
    assert (header.issued, header.signed, len(seal.signature)) == (issued, signed, signature_bytes)
    assert seal.covered + raw[len(seal.covered) :] == raw


@pytest.mark.parametrize(
    ("text", "data"),
    [("XK<CD", "eb0466a9"), ("XKCD", "eb11fe45"), ("BSI01", "62d719c9"), ("D<<", "6abc"), ("", "")],
)
def test_c40_examples(text: str, data: str) -> None:
    assert encode_c40(text).hex() == data
    assert decode_c40(bytes.fromhex(data)) == text.replace("<", " ")


@given(st.text(ALPHABET))
def test_c40_comes_back(text: str) -> None:
    data = encode_c40(text)
    assert decode_c40(data) == text
    assert len(data) == 2 * -(-len(text) // 3)


@given(st.binary(max_size=40))
def test_c40_decodes_or_refuses(data: bytes) -> None:
    try:
        text = decode_c40(data)
    except SealError:
        return
    assert encode_c40(text) == data


@pytest.mark.parametrize("raw", [each[0] for each in EXAMPLES.values()])
def test_every_truncation_is_refused(raw: bytes) -> None:
    for length in range(len(raw)):
        with pytest.raises(SealError):
            parse_seal(raw[:length])
    with pytest.raises(SealError):
        parse_seal(raw + b"\0")


@given(st.binary(max_size=300), st.sampled_from([b"", b"\xdc\x02", b"\xdc\x03", VISA[:18], ARRIVAL_ATTESTATION[:18]]))
def test_any_bytes_parse_or_are_refused(data: bytes, start: bytes) -> None:
    told: SealError | None = None
    try:
        seal = parse_seal(start + data)
        read_content(seal)
    except SealError as error:
        told = error
    if told is None:
        assert seal.raw == start + data
    else:
        assert all(sentence(told.code, told.facts, language) for language in ("en", "zh_CN"))


@pytest.mark.parametrize("length", ["80", "8100", "817f", "82007f", "83000001", "84ffffffff"])
def test_lengths_must_be_der(length: str) -> None:
    with pytest.raises(SealError, match=r"length|truncated"):
        parse_seal(VISA[:18] + b"\x02" + bytes.fromhex(length) + VISA[20:])


# ------------------------------------------------------------------ seals signed here


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


@pytest.mark.parametrize(
    "curve", [ec.SECP224R1, ec.SECP256R1, ec.SECP384R1, ec.SECP521R1, ec.BrainpoolP256R1, ec.BrainpoolP512R1]
)
def test_a_seal_that_its_signer_signed(curve: Callable[[], ec.EllipticCurve]) -> None:
    key = ec.generate_private_key(curve())
    seal = parse_seal(sealed(key))
    verdict = verify_seal(seal, Trusted((signer_of(key),), (ROOT,)), today=TODAY)
    assert (verdict.statuses, verdict.trust) == ((SealStatus.VALID,), SealTrust.TRUSTABLE)
    assert "TS" in verdict.signer


KEY = ec.generate_private_key(ec.BrainpoolP256R1())
OTHER = ec.generate_private_key(ec.BrainpoolP256R1())
TROUBLE: dict[str, tuple[Trusted, dict[str, Any], SealStatus, SealTrust]] = {
    "unknown": (Trusted((), (ROOT,)), {}, SealStatus.UNKNOWN_CERTIFICATE, SealTrust.UNDECIDED),
    "another reference": (
        Trusted((signer_of(KEY, serial=0x33),), (ROOT,)),
        {},
        SealStatus.UNKNOWN_CERTIFICATE,
        SealTrust.UNDECIDED,
    ),
    "another key": (Trusted((signer_of(OTHER),), (ROOT,)), {}, SealStatus.INVALID_SIGNATURE, SealTrust.HIGH),
    "another authority": (
        Trusted((certificate(KEY, ("UT", "TS"), ("UT", "UTOPIA CSCA"), OTHER),), (ROOT,)),
        {},
        SealStatus.UNTRUSTED_CERTIFICATE,
        SealTrust.HIGH,
    ),
    "expired": (
        Trusted((signer_of(KEY, until=datetime(2026, 1, 1, tzinfo=UTC)),), (ROOT,)),
        {},
        SealStatus.EXPIRED_CERTIFICATE,
        SealTrust.MEDIUM,
    ),
    "tomorrow": (
        Trusted((signer_of(KEY),), (ROOT,)),
        {"signed": date(2026, 6, 2)},
        SealStatus.SIGNED_IN_FUTURE,
        SealTrust.HIGH,
    ),
    "revoked": (
        Trusted((signer_of(KEY),), (ROOT,), frozenset({(ROOT.subject.public_bytes(), 0x32)})),
        {},
        SealStatus.REVOKED_CERTIFICATE,
        SealTrust.HIGH,
    ),
}


@pytest.mark.parametrize("name", TROUBLE)
def test_a_seal_with_trouble(name: str) -> None:
    trusted, changes, status, trust = TROUBLE[name]
    verdict = verify_seal(parse_seal(sealed(KEY, **changes)), trusted, today=TODAY)
    assert status in verdict.statuses
    assert verdict.trust is trust


def test_every_changed_byte_of_a_sealed_message_is_caught() -> None:
    raw = sealed(KEY)
    trusted = Trusted((signer_of(KEY),), (ROOT,))
    for at in range(len(raw)):
        changed = raw[:at] + bytes((raw[at] ^ 1,)) + raw[at + 1 :]
        try:
            verdict = verify_seal(parse_seal(changed), trusted, today=TODAY)
        except SealError:
            continue
        assert verdict.trust is not SealTrust.TRUSTABLE, at


def test_a_seal_without_its_zone_breaks_its_profile() -> None:
    with pytest.raises(SealError) as caught:
        read_content(parse_seal(sealed(KEY, message=b"\x05\x06" + encode_c40("ABC123456"))))
    assert caught.value.code == "seal-feature-missing"


# ------------------------------------------------------------------ JSON


def json_sealed(key: ec.EllipticCurvePrivateKey, signer: x509.Certificate, message: dict[str, Any]) -> bytes:
    data = {"hdr": {"t": "icao.test", "v": 1, "is": "UTO"}, "msg": message}
    encoded = signer.public_bytes(serialization.Encoding.DER)
    made = signature(key, rfc8785.dumps(data))
    whole = {
        "data": data,
        "sig": {
            "alg": "ES256",
            "cer": base64.urlsafe_b64encode(encoded).decode().rstrip("="),
            "sigvl": base64.urlsafe_b64encode(made).decode().rstrip("="),
        },
    }
    return json.dumps(whole, indent=1).encode()


def test_json_seals() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    raw = json_sealed(key, signer_of(key), {"pid": {"n": "ERIKSSON ANNA", "dn": "é\u0007"}, "b": 1, "a": [1.5, None]})
    assert is_json_seal(raw)
    assert not is_seal(raw)
    seal = parse_json_seal(raw)
    assert (seal.type, seal.version, seal.issuer, seal.message["b"]) == ("icao.test", 1, "UTO", 1)
    assert verify_json_seal(seal, Trusted(roots=(ROOT,)), today=TODAY).statuses == (SealStatus.VALID,)
    assert verify_json_seal(seal, Trusted(), today=TODAY).trust is SealTrust.UNDECIDED
    forged = parse_json_seal(raw.replace(b"ANNA", b"ANNE"))
    assert SealStatus.INVALID_SIGNATURE in verify_json_seal(forged, Trusted(roots=(ROOT,)), today=TODAY).statuses


@pytest.mark.parametrize(
    "raw",
    [
        b"{}",
        b"[" * 9_000,
        b'{"data": ' * 1_500,
        b'{"data": 1, "data": 2, "sig": {"sigvl": ""}}',
        b'{"data": {"hdr": {"t": 1, "v": 1, "is": "UTO"}, "msg": {}}, "sig": {"alg": "ES256", "sigvl": ""}}',
        b'{"data": NaN, "sig": {"sigvl": ""}}',
        b'{"data": {"hdr": {"t": "x", "v": 1e999, "is": "UTO"}, "msg": {}}, "sig": {}}',
        b"\xff\xfe",
        b" " * 20_000,
    ],
)
def test_hostile_json_is_refused(raw: bytes) -> None:
    with pytest.raises(SealError) as caught:
        parse_json_seal(raw)
    assert sentence(caught.value.code, caught.value.facts, "zh_CN")


@given(st.binary(max_size=200))
def test_any_bytes_are_json_seals_or_refused(data: bytes) -> None:
    with pytest.raises(SealError):
        parse_json_seal(data)


def test_certificates_are_loaded_or_named() -> None:
    pem = ROOT.public_bytes(serialization.Encoding.PEM)
    der = ROOT.public_bytes(serialization.Encoding.DER)
    assert load_certificates([("a.pem", pem + pem), ("b.cer", der)]) == (ROOT, ROOT, ROOT)
    with pytest.raises(SealError) as caught:
        load_certificates([("broken.cer", der[:-1])])
    assert caught.value.facts["file"] == "broken.cer"


@pytest.mark.real_data
def test_a_real_signer_reads(real_data: Any) -> None:
    folder = real_data / "emrtd" / "csca"
    found = [each for each in folder.iterdir() if each.suffix in (".cer", ".der", ".crt", ".pem")]
    if not found:
        pytest.skip("no certificate file there")
    assert load_certificates((each.name, each.read_bytes()) for each in found)

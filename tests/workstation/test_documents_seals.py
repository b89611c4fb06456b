"""Digital seals: the worked examples of BSI TR-03137-1, seals that this test signs itself, and bytes that lie."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st
from seal_material import (
    ARRIVAL_ATTESTATION,
    EXAMPLES,
    KEY,
    ROOT,
    VISA,
    certificate,
    json_sealed,
    sealed,
    signer_of,
)

from workstation.documents.seals.c40 import decode_c40, encode_c40
from workstation.documents.seals.profiles import read_content
from workstation.documents.seals.seal_errors import SealError
from workstation.documents.seals.trust import SealStatus, SealTrust, Trusted, load_certificates, verify_seal
from workstation.documents.seals.vds import is_seal, parse_seal
from workstation.documents.seals.vds_nc import is_json_seal, parse_json_seal, verify_json_seal
from workstation.messages import sentence

TODAY = date(2026, 6, 1)
ALPHABET = " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


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


@pytest.mark.parametrize(
    "curve", [ec.SECP224R1, ec.SECP256R1, ec.SECP384R1, ec.SECP521R1, ec.BrainpoolP256R1, ec.BrainpoolP512R1]
)
def test_a_seal_that_its_signer_signed(curve: Callable[[], ec.EllipticCurve]) -> None:
    key = ec.generate_private_key(curve())
    seal = parse_seal(sealed(key))
    verdict = verify_seal(seal, Trusted((signer_of(key),), (ROOT,)), today=TODAY)
    assert (verdict.statuses, verdict.trust) == ((SealStatus.VALID,), SealTrust.TRUSTABLE)
    assert "TS" in verdict.signer


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

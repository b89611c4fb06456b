"""Seals of JSON (VDS-NC), from the drawn bar code to the check results: whole, cut short, changed, another's."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest
import zxingcpp
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st
from seal_material import AUTHORITY, ROOT, certificate, json_sealed, signer_of

from workstation.cases.model import CheckOutcome
from workstation.checks.mrz_routines import Answer
from workstation.checks.seal_routines import FORMAT, SIGNATURE, ZONE, check_seals
from workstation.documents.barcodes import BarCode, read_barcodes
from workstation.documents.mrz import parse
from workstation.documents.seals.seal_errors import SealError
from workstation.documents.seals.trust import SealStatus, SealTrust, Trusted
from workstation.documents.seals.vds_nc import json_holder, parse_json_seal, verify_json_seal

TODAY = date(2026, 6, 1)
LINES = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
PERSON = {"n": "ERIKSSON  ANNA MARIA", "dob": "1974-08-12", "dt": "P", "dn": "L898902C3", "sex": "F"}
SIGNER = ec.generate_private_key(ec.SECP256R1())
ROOTED = Trusted(roots=(ROOT,))


def seal_of(person: dict[str, Any] | None = None, **changes: Any) -> bytes:
    message = {"utci": "U32870", "pid": PERSON | (person or {}), "dat": {"ri": "2026-05-01"}}
    return json_sealed(SIGNER, signer_of(SIGNER), message, **changes)


def answers(content: bytes, trusted: Trusted = ROOTED, *, zone: bool = True) -> dict[str, list[Answer]]:
    corners = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0))
    code = BarCode("QRCode", content, "", corners)
    found: dict[str, list[Answer]] = {}
    for check, answer, _ in check_seals([code], parse(LINES) if zone else None, trusted, TODAY):
        found.setdefault(check, []).append(answer)
    return found


def fields(content: bytes) -> dict[str, CheckOutcome]:
    return {each.facts["field"]: each.outcome for each in answers(content)[ZONE]}


def test_from_the_bar_code_of_a_picture_to_every_field() -> None:
    code = zxingcpp.create_barcode(seal_of(), zxingcpp.BarcodeFormat.QRCode)
    picture = np.pad(np.asarray(code.to_image(scale=4)), 60, constant_values=235)
    (seen,) = read_barcodes(picture)
    found = answers(seen.content)
    assert [each.outcome for each in (*found[FORMAT], *found[SIGNATURE])] == [CheckOutcome.SUCCESSFUL] * 2
    assert found[FORMAT][0].facts == {"profile": "vds_nc", "issuer": "UTO"}
    assert {each.facts["field"]: (each.outcome, each.facts["zone"]) for each in found[ZONE]} == {
        "names": (CheckOutcome.SUCCESSFUL, "ERIKSSON<<ANNA MARIA"),
        "document_number": (CheckOutcome.SUCCESSFUL, "L898902C3"),
        "date_of_birth": (CheckOutcome.SUCCESSFUL, "740812"),
        "sex": (CheckOutcome.SUCCESSFUL, "F"),
    }


@pytest.mark.parametrize(
    ("changed", "differing"),
    [
        ({"dn": "L898902D3"}, {"document_number"}),
        ({"dob": "1974-08-21"}, {"date_of_birth"}),
        ({"n": "ERIKSSON  HANNA MARIA"}, {"names"}),
        ({"sex": "M", "dn": "X1"}, {"sex", "document_number"}),
        ({"n": "Eriksson Anna Maria"}, set()),
        ({"n": "E" * 39}, set()),
        ({"dn": None, "i": "L898902C3"}, set()),
        ({"dob": 19740812, "n": ["ERIKSSON"], "dn": {}}, set()),
    ],
)
def test_a_seal_of_another_person_differs_in_its_field(changed: dict[str, Any], differing: set[str]) -> None:
    told = fields(seal_of(changed))
    assert {name for name, outcome in told.items() if outcome is CheckOutcome.FAILED} == differing


def test_without_a_zone_nothing_is_compared_and_nobody_need_be_named() -> None:
    told = answers(seal_of(), zone=False)
    assert {each.outcome for each in told[ZONE]} == {CheckOutcome.NOT_PERFORMED}
    nobody = json_sealed(SIGNER, signer_of(SIGNER), {"pid": "ERIKSSON"})
    assert answers(nobody).keys() == {FORMAT, SIGNATURE}
    assert json_holder(parse_json_seal(nobody)) == {}


OTHER_AUTHORITY = ec.generate_private_key(ec.SECP256R1())


def someone(by: ec.EllipticCurvePrivateKey, **changes: Any) -> x509.Certificate:
    return certificate(SIGNER, ("UT", "TS"), ("UT", "UTOPIA CSCA"), by, **changes)


@pytest.mark.parametrize(
    ("signer", "status"),
    [
        (someone(OTHER_AUTHORITY), SealStatus.UNTRUSTED_CERTIFICATE),
        (someone(AUTHORITY, until=datetime(2021, 1, 1, tzinfo=UTC)), SealStatus.EXPIRED_CERTIFICATE),
        (signer_of(ec.generate_private_key(ec.SECP256R1())), SealStatus.INVALID_SIGNATURE),
    ],
    ids=["other authority", "expired", "other key"],
)
def test_a_seal_signed_by_somebody_else(signer: x509.Certificate, status: SealStatus) -> None:
    raw = json_sealed(SIGNER, signer, {"pid": PERSON})
    assert status in verify_json_seal(parse_json_seal(raw), ROOTED, today=TODAY).statuses
    assert answers(raw)[SIGNATURE][0].outcome is CheckOutcome.FAILED


def test_the_algorithm_that_is_named_is_the_one_that_counts() -> None:
    assert answers(seal_of(alg="ES384"))[SIGNATURE][0].outcome is CheckOutcome.FAILED
    assert answers(seal_of(alg="none"))[FORMAT][0].outcome is CheckOutcome.FAILED


def test_revoked_is_not_trusted_and_unknown_is_left_open() -> None:
    seal, signer = parse_json_seal(seal_of()), signer_of(SIGNER)
    revoked = Trusted(roots=(ROOT,), revoked=frozenset({(signer.issuer.public_bytes(), signer.serial_number)}))
    assert verify_json_seal(seal, revoked, today=TODAY).trust is SealTrust.HIGH
    assert answers(seal_of(), Trusted())[SIGNATURE][0].outcome is CheckOutcome.UNDETERMINED


def test_truncated_bytes_break_the_rules_wherever_they_end() -> None:
    raw = seal_of()
    begun = raw.index(b'"msg"') + 5
    for end in range(begun, len(raw)):
        told = answers(raw[:end])
        assert [each.outcome for each in told[FORMAT]] == [CheckOutcome.FAILED], end
        assert told.keys() == {FORMAT}


@given(st.data())
def test_no_changed_byte_is_trusted(data: st.DataObject) -> None:
    raw = RAW
    at = data.draw(st.integers(0, len(raw) - 1))
    changed = raw[:at] + bytes((raw[at] ^ data.draw(st.integers(1, 255)),)) + raw[at + 1 :]
    try:
        seal = parse_json_seal(changed)
    except SealError:
        return
    # Blanks between the parts, and bits that base64 leaves over, are no part of what is signed.
    if seal != parse_json_seal(raw):
        assert answers(changed)[SIGNATURE][0].outcome is CheckOutcome.FAILED


RAW = seal_of()

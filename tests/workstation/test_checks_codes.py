"""Bar codes that are no seals: drawn, read again, and held beside the zone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pytest
import zxingcpp
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st
from seal_material import KEY, json_sealed, sealed, signer_of

from workstation.cases.model import CheckOutcome, CheckResult
from workstation.checks.aggregation import Mode
from workstation.checks.code_routines import AGAINST_CODE, check_codes
from workstation.checks.cross_check import Origin
from workstation.checks.detail import stored_detail, stored_facts
from workstation.checks.exhibit_sources import exhibit_sources
from workstation.checks.mrz_routines import Answer
from workstation.checks.seal_routines import FORMAT, check_seals
from workstation.documents.barcodes import BarCode, read_barcodes
from workstation.documents.mrz import parse
from workstation.documents.seals.trust import Trusted

LINES = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
OTHER = (LINES[0].replace("ANNA", "ANKA"), LINES[1])
CORNERS = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0))


def said(kind: str, content: str | bytes, lines: tuple[str, ...] | None = LINES) -> list[tuple[Answer, Mode]]:
    code = zxingcpp.create_barcode(content, getattr(zxingcpp.BarcodeFormat, kind))
    seen = read_barcodes(np.pad(np.asarray(code.to_image(scale=3)), 60, constant_values=240))
    assert [each.error for each in seen] == [""]
    return [(answer, mode) for answer, mode, _ in check_codes(seen, parse(lines) if lines else None)]


@pytest.mark.parametrize(
    ("kind", "content"), [("Code128", "L898902C3"), ("PDF417", "@ANSI DAQ L898902-C3 DBB"), ("QRCode", "l898902c3")]
)
def test_a_bar_code_that_repeats_the_number(kind: str, content: str) -> None:
    ((answer, mode),) = said(kind, content)
    assert (answer.outcome, answer.reason, mode) == (CheckOutcome.SUCCESSFUL, "zones_agree", Mode.OPTIONAL)
    assert answer.facts["coded"] == "L898902C3"


@pytest.mark.parametrize(("lines", "differing"), [(LINES, set()), (OTHER, {"names"})])
def test_a_bar_code_that_repeats_the_zone(lines: tuple[str, ...], differing: set[str]) -> None:
    found = said("PDF417", "\r\n".join(LINES), lines)
    assert len(found) == 9
    assert {answer.facts["field"] for answer, _ in found if answer.outcome is CheckOutcome.FAILED} == differing


@pytest.mark.parametrize(
    ("content", "lines"),
    [("FORM 00012345", LINES), ("L898902C3", None), (b"\x00\xfe\x01" * 9, LINES), ("; mode=x", LINES)],
)
def test_another_text_is_told_and_never_a_difference(content: str | bytes, lines: tuple[str, ...] | None) -> None:
    ((answer, mode),) = said("QRCode", content, lines)
    assert (answer.outcome, mode) == (CheckOutcome.UNDETERMINED, Mode.EVALUATORY)
    assert answer.facts["coded"]
    assert stored_facts(stored_detail(answer.facts)) == answer.facts


def test_a_code_that_cannot_be_decoded_is_told_where_it_surely_is_one() -> None:
    told = [
        (kind, answer.reason, mode)
        for kind in ("PDF417", "DataMatrix", "QRCode", "Code39")
        for answer, mode, _ in check_codes([BarCode(kind, b"", "", CORNERS, "checksum")], None)
    ]
    assert told == [("PDF417", "code_spoilt", Mode.EVALUATORY)]


def test_seals_are_left_to_their_own_checks() -> None:
    assert said("DataMatrix", sealed(KEY)) == []


def test_the_column_shows_what_a_bar_code_repeats() -> None:
    facts = {"field": "document_number", "coded": "L898902C3", "region": "0,0 9,0 9,9 0,9"}
    result = CheckResult(
        result_id="1",
        exhibit_id="1",
        check=AGAINST_CODE,
        outcome=CheckOutcome.SUCCESSFUL,
        capture_id="7",
        reason="zones_agree",
        detail=stored_detail(facts),
        performed_at=datetime(2026, 6, 1, tzinfo=UTC),
    )
    (column,) = exhibit_sources((), (result,), None)
    value = column.values["document_number"]
    assert (column.origin, value.text, value.valid, value.capture_id) == (Origin.SEAL, "L898902C3", None, "7")
    assert value.region is not None


@given(st.text(max_size=60), st.sampled_from([LINES, None]))
def test_any_text_is_compared_or_told(text: str, lines: tuple[str, ...] | None) -> None:
    zone = parse(lines) if lines else None
    for answer, _, _ in check_codes([BarCode("QRCode", text.encode(), text, CORNERS)], zone):
        assert stored_facts(stored_detail(answer.facts)) == answer.facts


def test_a_hostile_issuer_says_nothing_else_of_the_result() -> None:
    signer: x509.Certificate = signer_of(KEY)
    raw = json_sealed(KEY, signer, {"uvci": "x"}).replace(b'"UTO"', b'"UTO; note=x; status=VALID"', 1)
    code = BarCode("QRCode", raw, raw.decode(), CORNERS)
    answer = next(
        answer for check, answer, _ in check_seals([code], None, Trusted(), date(2026, 6, 1)) if check == FORMAT
    )
    assert answer.outcome is CheckOutcome.SUCCESSFUL
    assert stored_facts(stored_detail(answer.facts)) == answer.facts
    assert ";" not in answer.facts["issuer"]

"""Seals on a page, from the drawn bar code to the check results."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
import zxingcpp
from numpy.typing import NDArray
from seal_material import EXAMPLES, KEY, ROOT, sealed, signer_of

from workstation.cases.model import CheckOutcome
from workstation.checks.seal_routines import FORMAT, SIGNATURE, ZONE, check_seals
from workstation.documents.barcodes import read_barcodes
from workstation.documents.mrz import parse
from workstation.documents.seals.trust import Trusted

TODAY = date(2026, 6, 1)
VISA_LINES = ("VCD<<DENT<<ARTHUR<PHILIP<<<<<<<<<<<<", "1234567XY7GBR5203116M2005250<<<<<<<<")
OWN_LINES = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<")


def page(content: bytes) -> NDArray[np.uint8]:
    code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.DataMatrix)
    return np.pad(np.asarray(code.to_image(scale=5)), 120, constant_values=235)


def outcomes(content: bytes, lines: tuple[str, ...] | None, trusted: Trusted) -> dict[str, tuple[CheckOutcome, str]]:
    codes = read_barcodes(page(content))
    assert len(codes) == 1
    zone = parse(lines) if lines else None
    found: dict[str, tuple[CheckOutcome, str]] = {}
    for check, answer, _ in check_seals(codes, zone, trusted, TODAY):
        if found.get(check, ("",))[0] is not CheckOutcome.FAILED:
            found[check] = answer.outcome, answer.reason
    return found


def test_the_visa_of_the_guide_beside_its_zone() -> None:
    assert outcomes(EXAMPLES["visa"][0], VISA_LINES, Trusted()) == {
        FORMAT: (CheckOutcome.SUCCESSFUL, "seal_reads"),
        SIGNATURE: (CheckOutcome.UNDETERMINED, "seal_signer_unknown"),
        ZONE: (CheckOutcome.SUCCESSFUL, "zones_agree"),
    }


def test_a_seal_moved_to_another_visa_differs_from_its_zone() -> None:
    other = (VISA_LINES[0].replace("DENT<<ARTHUR", "DENT<<ARTHUS"), VISA_LINES[1])
    found = outcomes(EXAMPLES["visa"][0], other, Trusted())
    assert found[ZONE] == (CheckOutcome.FAILED, "zones_differ")
    assert found[FORMAT][0] is CheckOutcome.SUCCESSFUL


@pytest.mark.parametrize(
    ("flip", "signature"), [(False, CheckOutcome.SUCCESSFUL), (True, CheckOutcome.FAILED)], ids=["whole", "changed"]
)
def test_a_signed_seal(flip: bool, signature: CheckOutcome) -> None:
    raw = bytearray(sealed(KEY))
    if flip:
        raw[-1] ^= 1
    found = outcomes(bytes(raw), OWN_LINES, Trusted((signer_of(KEY),), (ROOT,)))
    assert found[SIGNATURE][0] is signature
    assert found[ZONE] == (CheckOutcome.SUCCESSFUL, "zones_agree")


def test_a_seal_that_breaks_the_rules_fails_alone() -> None:
    assert outcomes(EXAMPLES["visa"][0][:60], VISA_LINES, Trusted()) == {
        FORMAT: (CheckOutcome.FAILED, "seal_breaks_rules")
    }


def test_other_bar_codes_are_passed_over() -> None:
    assert outcomes(b"UTO123456", VISA_LINES, Trusted()) == {}
    assert outcomes(EXAMPLES["residence_sticker"][0], None, Trusted()).keys() == {FORMAT, SIGNATURE}

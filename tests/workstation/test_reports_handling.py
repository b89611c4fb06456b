"""The report says who held, reviewed and verified, in both languages, and nothing where nobody did."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from case_material import full_case
from handling_material import archived
from pypdf import PdfReader
from signing_material import printed_report

from workstation.accounts.keys import key_fingerprint
from workstation.vocabulary import LANGUAGES, vocabulary


def text_of(pdf: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_opinions_and_every_hand_over_are_printed(tmp_path: Path, language: str) -> None:
    with archived(tmp_path / "a.qdcase") as case:
        handling = case.snapshot().handling
        said = text_of(printed_report(case, language))
    terms = [
        *(("agreement", each.agreement) for each in handling.compared),
        *(("handover", each.handover) for each in handling.seals),
        *(("review_kind", each.kind) for each in handling.reviews),
        *(("custody_kind", each.kind) for each in handling.custody),
    ]
    words = [
        *(vocabulary(title).name(code, language) for title, code in terms),
        *(key_fingerprint(each.public_key)[:32] for each in handling.seals),
        *("The stamp is not described.", "The guilloche is weak, but there.", "The second light decides."),
        *("Embassy of Utopia", "S-77", "The case number was misprinted.", "Verifier, Viktor", "Peer, Paula"),
    ]
    missing = [each for each in words if "".join(each.split()) not in said]
    assert missing == []


def test_a_plain_case_has_no_such_annex(tmp_path: Path) -> None:
    with full_case(tmp_path / "a.qdcase") as case:
        assert "Annex:custody" not in text_of(printed_report(case))

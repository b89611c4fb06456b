"""The report of the open case, signed with a card by the examiner and a file by the supervisor: whole or absent."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from case_material import SteppingClock
from signing_material import PASSPHRASE, SOFTWARE, erika, made_case, p12, root, zhang
from token_material import PIN, demand_module, new_card, put_key

from workstation.accounts.roles import at_station
from workstation.accounts.token_uri import TokenUri
from workstation.cases.exports import Export
from workstation.clock import SystemClock
from workstation.errors import AccountError, ReportError
from workstation.open_case import OpenCase
from workstation.reports.report import make_report
from workstation.reports.signatures import Trust, read_signatures
from workstation.signing_desk import Signing, SigningDesk
from workstation.specimens.library import Library

CARD = "Card of the desk"


@pytest.fixture(scope="module")
def card() -> TokenUri:
    new_card(CARD)
    put_key(CARD, erika())
    return TokenUri(demand_module(), token=CARD)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[OpenCase]:
    made_case(tmp_path / "a.qdcase")
    actor = at_station("Specimen, Erika")
    opened = OpenCase(clock=SystemClock(), cases_dir=tmp_path, actor=lambda: actor, post=lambda _: None)
    opened.open(tmp_path / "a.qdcase").result()
    yield opened
    opened.shutdown()


@pytest.fixture
def desk(case: OpenCase) -> Iterator[SigningDesk]:
    with ThreadPoolExecutor(1) as arithmetic:
        yield SigningDesk(
            case,
            clock=SystemClock(),
            arithmetic=arithmetic,
            make=lambda snapshot, original, meant, language: make_report(
                snapshot,
                original=original,
                library=Library([]),
                language=language,
                printed_at=SteppingClock().now(),
                software=SOFTWARE,
            ),
            policy=None,
        )


def test_two_people_sign_with_what_each_has(
    case: OpenCase, desk: SigningDesk, card: TokenUri, tmp_path: Path
) -> None:
    pdf, file = tmp_path / "a.pdf", p12(tmp_path / "z.p12", zhang())
    (entry,) = (each for each in desk.keys_on(card.module).result() if each.token.label == CARD)
    assert entry.name == "Specimen, Erika"
    assert desk.sign(pdf, "en", Signing(entry.uri, PIN)).result().no_entry is None
    desk.sign(pdf, "en", Signing(file, PASSPHRASE, countersigns=True)).result()
    found = read_signatures(pdf.read_bytes(), (root()[1],))
    assert [(each.field, each.problem, each.trust) for each in found] == [
        ("Examiner", "", Trust.TRUSTED),
        ("Supervisor", "", Trust.TRUSTED),
    ]
    logged = case.later(lambda: case.demand().logged(Export.REPORT, "report-signed")).result()
    assert [each.facts.get("role", "") for each in logged][-3:] == ["", "examiner", "supervisor"]


def test_what_is_refused_leaves_no_file_and_no_entry(
    case: OpenCase, desk: SigningDesk, card: TokenUri, tmp_path: Path
) -> None:
    pdf, head = tmp_path / "a.pdf", case.snapshot.head if case.snapshot else None
    file = p12(tmp_path / "z.p12", zhang())
    for signing, kind in (
        (Signing(card, "000000"), AccountError),
        (Signing(file, "wrong"), ReportError),
        (Signing(tmp_path / "none.p12", PASSPHRASE), ReportError),
        (Signing(file, PASSPHRASE, countersigns=True), ReportError),
    ):
        with pytest.raises(kind) as caught:
            desk.sign(pdf, "en", signing).result()
        assert signing.secret not in str(caught.value)
        assert signing.secret not in repr(signing)
    assert not pdf.exists()
    assert case.later(lambda: case.demand().snapshot().head).result() == head
    desk.sign(pdf, "en", Signing(card, PIN)).result()

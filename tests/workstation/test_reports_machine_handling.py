"""The report for programs tells the life of a case, both opinions and every seal, and no names."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from case_material import SteppingClock, full_case
from handling_material import archived, erika, opinion, second, submitted, zhang
from pypdf import PdfReader, PdfWriter
from signing_material import SOFTWARE, printed_report

from workstation.accounts.keys import key_fingerprint
from workstation.captures import sha256_hex
from workstation.cases.exports import Export, note_export
from workstation.cases.store import CaseFile
from workstation.messages import sentence
from workstation.reports.archive import attachment
from workstation.reports.cross_check import KEY as CROSS_CHECK
from workstation.reports.machine_handling import NAMES
from workstation.reports.machine_readable import FILE_NAME, describe, describe_case, from_json, to_json
from workstation.reports.verify import verify_report
from workstation.vocabulary import LANGUAGES

PEOPLE = ("Examiner, Erika", "Peer, Paula", "Verifier, Viktor", "Supervisor, Zhang 张")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with archived(tmp_path_factory.mktemp("case") / "a.qdcase") as opened:
        yield opened


@pytest.fixture
def told(case: CaseFile) -> dict[str, Any]:
    return describe_case(case.snapshot())


def test_every_part_tells_what_the_case_holds(case: CaseFile, told: dict[str, Any]) -> None:
    handling = case.snapshot().handling
    assert [each["stage"] for each in told["stages"]] == [each.stage for each in handling.steps]
    assert [(each["kind"], each["decision"], each["reasons"]) for each in told["reviews"]] == [
        (each.kind, each.decision, each.reasons) for each in handling.reviews
    ]
    assert [each["place"] for each in told["custody"]] == [each.place for each in handling.custody]
    assert [each["key_sha256"] for each in told["seals"]] == [
        key_fingerprint(each.public_key) for each in handling.seals
    ]
    assert [each["sha256"] for each in told["issued_reports"]] == [each.sha256 for each in handling.reports]
    assert handling.retention is not None
    assert told["retention"]["rule"] == handling.retention.rule
    assert all(told[part] for part in NAMES)


def test_both_opinions_stand_beside_each_other(case: CaseFile, told: dict[str, Any]) -> None:
    (held,) = case.snapshot().handling.verifications
    (verification,) = told["verifications"]
    assert verification["level"] == held.level == "inconclusive"
    assert [each["observed"] for each in verification["findings"]] == [each.observed for each in held.findings]
    points = {each["point"]: each for each in verification["compared"]}
    assert points["level"]["examiner"] != points["level"]["verifier"] == "inconclusive"
    assert points["level"]["agreement"] == "differ"
    assert told["resolutions"]


def test_people_are_numbers_and_the_reviewer_is_not_the_author(told: dict[str, Any]) -> None:
    text = json.dumps(told, ensure_ascii=False)
    assert not [name for name in PEOPLE if name in text]
    by = {each["kind"]: each["created_by"] for each in told["reviews"]}
    (verification,) = told["verifications"]
    numbers = {1, by["technical"], verification["created_by"], by["supervisor"]}
    assert len(numbers) == 4
    assert told["verification_requests"][0]["verifier"] == verification["created_by"]


def test_what_no_page_prints_is_told_by_its_hash(case: CaseFile, told: dict[str, Any]) -> None:
    comments = case.snapshot().handling.comments
    text = json.dumps(told, ensure_ascii=False)
    assert comments
    assert all(each.text not in text for each in comments)
    assert [each["text_sha256"] for each in told["comments"]] == [sha256_hex(each.text.encode()) for each in comments]


def test_it_is_the_same_for_the_same_case(case: CaseFile, told: dict[str, Any]) -> None:
    head = case.snapshot().head
    assert describe_case(case.snapshot(head.seq)) == told


@pytest.mark.parametrize(
    ("part", "change"),
    [
        (
            "reviews",
            lambda rows: rows[0].update(decision="approved" if rows[0]["decision"] == "returned" else "returned"),
        ),
        ("verifications", lambda rows: rows[0]["compared"][0].update(agreement="agree")),
        ("comments", lambda rows: rows[0].update(text_sha256="0" * 64)),
        ("seals", lambda rows: rows.pop()),
        ("stages", lambda rows: rows[0].update(changed_by=3)),
    ],
)
def test_a_report_that_tells_it_otherwise_is_named(case: CaseFile, tmp_path: Path, part: str, change: Any) -> None:
    pdf = printed_report(case)
    inside = from_json(attachment(pdf) or b"")
    change(inside[part])
    problems = differing(case, tmp_path, inside)
    assert problems
    assert all(each.startswith(part) for each in problems)
    assert not differing(case, tmp_path, from_json(attachment(pdf) or b""))


def differing(case: CaseFile, folder: Path, inside: dict[str, Any]) -> list[str]:
    path = folder / "a.pdf"
    writer = PdfWriter(clone_from=PdfReader(BytesIO(printed_report(case))))
    del writer.root_object["/Names"]
    writer.add_attachment(FILE_NAME, to_json(inside))
    writer.write(path)
    return [each.where for each in verify_report(case, path).problems if each.what == "report-differs"]


def test_a_report_of_version_1_is_compared_with_what_it_tells(case: CaseFile, tmp_path: Path) -> None:
    inside = from_json(attachment(printed_report(case)) or b"")
    old = {key: value for key, value in inside.items() if key not in (*NAMES, CROSS_CHECK)} | {"version": 1}
    assert not differing(case, tmp_path, old)
    old["findings"][0]["observed"] = "other"
    assert differing(case, tmp_path, old) == ["findings/1/observed"]


def test_a_blind_verifier_prints_nothing_of_the_life_of_the_case(tmp_path: Path) -> None:
    clock = SteppingClock()
    path = tmp_path / "a.qdcase"
    viktor = second(clock)
    with submitted(path, clock) as case:
        case.act_as(zhang(clock))
        exhibit = case.snapshot().exhibits[0].exhibit_id
        request = case.verifications.request(exhibit, viktor)
        case.reviews.comment("He will surely say counterfeit.")
    with CaseFile.open(path, clock=clock, actor=viktor) as case:
        told = describe(case.snapshot(), SOFTWARE, language="en", printed_at=clock.now())
        assert case.snapshot().blind
        assert {part for part in NAMES if told[part]} == {"verification_requests"}
        assert not any(told[part] for part in ("findings", "conclusions", "checks", "measurements", "recipes"))
        case.verifications.record(request.request_id, opinion())
        told = describe(case.snapshot(), SOFTWARE, language="en", printed_at=clock.now())
        assert told["verifications"][0]["compared"]
        assert told["conclusions"]


def test_what_goes_on_after_a_report_does_not_outdate_it(tmp_path: Path) -> None:
    clock = SteppingClock()
    path = tmp_path / "a.qdcase"
    full_case(path).close()
    with CaseFile.open(path, clock=clock, actor=erika(clock)) as case:
        pdf = tmp_path / "a.pdf"
        pdf.write_bytes(printed_report(case))
        note_export(case, Export.REPORT, sha256_hex(pdf.read_bytes()), language="en")
        case.reviews.comment("Read.")
        found = verify_report(case, pdf)
        assert found.holds
        assert found.changed_since == ("comments",)
        assert not found.outdated


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_has_its_name(language: str) -> None:
    for part in NAMES:
        assert sentence(f"report-part-{part}", {}, language) != f"report-part-{part}"

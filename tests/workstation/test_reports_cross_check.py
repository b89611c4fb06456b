"""The cross-check on paper and for programs: a reader device that says one thing and a picture that says another."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from report_material import AT, Library, capture, case, check, drawn, printed, sources, text

from workstation.cases.model import CaseSnapshot, CheckOutcome, MrzRecord
from workstation.checks.cross_check import Origin
from workstation.reports.build import build
from workstation.reports.machine_readable import as_of_version, describe_case, differences
from workstation.reports.model import Block, Paragraph, Table

LINES = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
REGION = "100,100 300,100 300,120 100,120"
SEEN = f"field=document_number; printed=L898902D3; device=L898902C3; pairing=mismatch; mode=optional; region={REGION}"
SEALED = f"field=document_number; sealed=L898902C3; zone=L898902D3; pairing=mismatch; mode=optional; region={REGION}"


def snapshot() -> CaseSnapshot:
    sent = MrzRecord(mrz_id="1", exhibit_id="exhibit-1", source="reader", device="ID BOX", lines=LINES, read_at=AT)
    failed = {"outcome": CheckOutcome.FAILED, "capture_id": "capture-1", "light": "WHITE"}
    results = (
        check(1, check="CMB.MRZ.READER", reason="zones_differ", detail=SEEN, **failed),
        check(2, check="CMB.MRZ.SEAL", reason="zones_differ", detail=SEALED, **failed),
        check(
            3,
            check="SEA.SIGNATURE",
            reason="seal_holds",
            detail=f"region={REGION}",
            **failed | {"outcome": CheckOutcome.SUCCESSFUL},
        ),
    )
    return replace(case((capture(1, "WHITE", drawn()),), checks=results), mrz=(sent,))


def blocks(of: CaseSnapshot, language: str = "en") -> tuple[Block, ...]:
    return build(of, sources(library=Library()), language=language, printed_at=AT).blocks


def table(found: tuple[Block, ...], first: str = "Field") -> Table:
    return next(
        each for each in found if isinstance(each, Table) and each.header[0] == first and len(each.header) == 7
    )


def test_every_source_and_pair_stands_in_its_cell() -> None:
    found = blocks(snapshot())
    rows = {each.cells[0]: each.cells[1:] for each in table(found).rows}
    assert rows["The source by itself"][:4] == ("✓ Successful", "✓ Successful", "source absent", "✓ Successful")
    zone, reader, visual, seal, chip, pairs = rows["Document number"]
    assert (zone, reader, visual, seal, chip) == (
        "L898902D3",
        "✓ L898902C3",
        "source absent",
        "✓ L898902C3",
        "source absent",
    )
    assert pairs.splitlines() == [
        "× Zone printed / Reader device: Different",
        "× Zone printed / Bar code or seal: Different",
        "= Reader device / Bar code or seal: Equal",
    ]
    assert "= Zone printed / Reader device: Equal" in rows["Nationality"][5]
    places = [each.text for each in found if isinstance(each, Paragraph) and "picture 1" in each.text]
    assert len(places) == 1
    assert places[0].splitlines()[0].startswith("Document number, Zone printed: picture 1.")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_it_is_printed(language: str) -> None:
    said = text(printed(snapshot(), language))
    title = {"en": "Cross-checkofeverysource", "zh_CN": "各来源交叉比对"}[language]
    assert title in said
    assert "L898902D3" in said


def test_programs_are_told_validity_places_and_pairs_but_no_value() -> None:
    (told,) = describe_case(snapshot())["cross_check"]
    sources_told = {each["source"]: (each["present"], each["valid"]) for each in told["sources"]}
    assert sources_told == {
        "mrz": (True, "successful"),
        "reader": (True, "successful"),
        "visual": (False, None),
        "seal": (True, "successful"),
        "chip": (False, None),
    }
    row = next(each for each in told["rows"] if each["field"] == "document_number")
    pairs = {(each["first"], each["second"]): each["pairing"] for each in row["pairs"]}
    assert len(pairs) == 10
    assert pairs["mrz", "reader"] == "mismatch"
    assert pairs["reader", "seal"] == "equal"
    assert {pairing for pair, pairing in pairs.items() if Origin.CHIP in pair} == {"source_absent"}
    assert row["cells"][0]["capture_id"] == "capture-1"
    assert row["cells"][0]["region"]["points_px"][0] == [100.0, 100.0]
    assert "ERIKSSON" not in json.dumps(told)


def test_a_report_of_version_1_told_no_cross_check() -> None:
    held = describe_case(snapshot())
    assert "cross_check" not in as_of_version(held, 1)
    other = json.loads(json.dumps(held))
    other["cross_check"][0]["sources"][0]["present"] = False
    assert differences(other, held) == ("cross_check/1/sources/1/present",)


def test_without_any_source_there_is_no_table() -> None:
    found = blocks(replace(snapshot(), mrz=(), checks=()))
    assert not [each for each in found if isinstance(each, Table) and "Chip" in each.header]

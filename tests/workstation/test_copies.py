"""Copies for other hands: nothing of a holder or an examiner is in them, and what is counted is right."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from dataclasses import replace
from io import StringIO
from pathlib import Path

import case_material as made
import pytest

import main
from workstation.cases.model import CaseSnapshot
from workstation.copies import statistics
from workstation.copies.case_uco import case_uco


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("copies") / "ERIKSSON.qdcase"
    made.full_case(path).close()
    return path


@pytest.fixture(scope="module")
def snapshot(path: Path) -> CaseSnapshot:
    from workstation.cases.store import CaseFile

    with CaseFile.open(path, clock=made.SteppingClock(), actor="Somebody Else", read_only=True) as case:
        return case.snapshot()


def personal(snapshot: CaseSnapshot) -> set[str]:
    """Every word that was typed or read, and every identifier."""
    info = snapshot.info
    words = {info.case_id, info.case_no, info.agency, info.exam_site, info.examiner, info.question, "ERIKSSON"}
    words |= {line for each in snapshot.mrz for line in each.lines}
    words |= {part for line in set(words) for part in line.split("<") if len(part) > 3}
    words |= {each.observed for each in snapshot.findings} | {each.reasoning for each in snapshot.conclusions}
    words |= {each.description for each in snapshot.exhibits} | {each.source_name for each in snapshot.captures}
    words |= {each.serial for each in snapshot.equipment} | {each.exhibit_id for each in snapshot.exhibits}
    return {each for each in words if each}


def test_a_record_says_what_was_found_on_which_document(snapshot: CaseSnapshot) -> None:
    (conclusion,) = snapshot.conclusions
    snapshot = replace(
        snapshot,
        conclusions=(replace(conclusion, scale="scale_status"),),
        checks=tuple(replace(each, check="OPT.MRZ.CD") for each in snapshot.checks),
    )
    (record,) = statistics.records(snapshot)
    assert (record.month, record.state, record.document_type) == ("2026-03", "UTO", "P")
    assert (record.level, record.fraud_types, record.modus) == (
        conclusion.level,
        conclusion.fraud_types,
        conclusion.modus,
    )
    assert sum(record.findings.values()) == len([each for each in snapshot.findings if not each.withdrawn])
    assert sum(record.checks.values()) == len(snapshot.checks)
    assert {each.split("/")[0] for each in record.checks} == {"OPT.MRZ.CD"}
    assert record.lights == ("IR", "UV365", "WHITE")
    assert record.origins == ("file",)


def test_nothing_personal_is_in_any_copy(snapshot: CaseSnapshot) -> None:
    told = statistics.records(snapshot)
    for copy in (statistics.to_json(told), statistics.to_csv(told), case_uco(snapshot)):
        assert [each for each in personal(snapshot) if each in copy.decode()] == []


def test_typed_text_in_the_place_of_a_code_stays_behind(snapshot: CaseSnapshot) -> None:
    (item,) = snapshot.exhibits
    (conclusion,) = snapshot.conclusions
    odd = replace(
        snapshot,
        exhibits=(replace(item, model_id="Anna Maria Eriksson"),),
        conclusions=(replace(conclusion, modus=("seen with Eriksson",)),),
    )
    (record,) = statistics.records(odd)
    assert (record.model, record.state, record.modus) == ("", "", ("other",))


def test_a_name_that_looks_like_a_code_stays_behind(snapshot: CaseSnapshot) -> None:
    (conclusion,) = snapshot.conclusions
    odd = replace(conclusion, scale="eriksson", level="eriksson", fraud_types=("eriksson",), modus=("eriksson",))
    checks = tuple(replace(each, check="eriksson") for each in snapshot.checks)
    told = statistics.records(replace(snapshot, conclusions=(odd,), checks=checks))
    assert b"eriksson" not in statistics.to_json(told)


def test_few_alike_are_counted_as_rare(snapshot: CaseSnapshot) -> None:
    (record,) = statistics.records(snapshot)
    assert statistics.rare([record] * 4) == 4
    assert statistics.rare([record] * 5) == 0


def test_a_file_that_is_no_case_is_named_and_the_rest_is_counted(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(path, tmp_path / "first.qdcase")
    (tmp_path / "broken.qdcase").write_bytes(path.read_bytes()[:5000])
    out = tmp_path / "counted.json"
    assert main.run(["statistics", str(tmp_path), "--out", str(out)]) == 0
    assert "broken.qdcase" in capsys.readouterr().out
    assert len(json.loads(out.read_bytes())["records"]) == 1


@pytest.mark.parametrize("suffix", [".json", ".csv"])
def test_a_folder_is_counted_on_the_command_line(path: Path, tmp_path: Path, suffix: str) -> None:
    shutil.copy(path, tmp_path / "second.qdcase")
    shutil.copy(path, tmp_path / "first.qdcase")
    out = tmp_path / f"counted{suffix}"
    assert main.run(["statistics", str(tmp_path), "--out", str(out)]) == 0
    if suffix == ".json":
        read = json.loads(out.read_bytes())
        assert len(read["records"]) == read["rare_records"] == 2
    else:
        rows = list(csv.DictReader(StringIO(out.read_text("utf-8"))))
        assert [each["state"] for each in rows] == ["UTO", "UTO"]


def test_every_capture_and_its_hash_is_in_the_ontology_form(
    path: Path, snapshot: CaseSnapshot, tmp_path: Path
) -> None:
    out = tmp_path / "case.jsonld"
    assert main.run(["case-uco", str(path), "--out", str(out)]) == 0
    graph = json.loads(out.read_bytes())["@graph"]
    files = [each for each in graph if each["@type"] == "uco-observable:File"]
    hashes = {
        each["uco-core:hasFacet"][0]["uco-observable:hash"][0]["uco-types:hashValue"]["@value"] for each in files
    }
    assert hashes == {each.sha256 for each in snapshot.captures}
    taken = [each for each in graph if "uco-action:result" in each]
    assert {each["uco-action:result"][0]["@id"] for each in taken} == {each["@id"] for each in files}
    assert len({each["@id"] for each in graph}) == len(graph)


@pytest.mark.skipif(shutil.which("case_validate") is None, reason="case_validate (case-utils) is not installed")
def test_the_ontology_accepts_it(snapshot: CaseSnapshot, tmp_path: Path) -> None:
    out = tmp_path / "case.jsonld"
    out.write_bytes(case_uco(snapshot))
    said = subprocess.run(["case_validate", str(out)], capture_output=True, text=True)
    assert said.returncode == 0, said.stdout

"""Every file that leaves a case is in its chain with its hash; where it cannot be, the file is written anyway."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from case_material import SteppingClock, full_case
from pypdf import PdfReader
from signing_material import made_case

import main
from workstation.accounts.roles import Actor, Role
from workstation.cases.exports import Export, file_sha256, note_export_of
from workstation.cases.model import LoggedEvent
from workstation.cases.store import CaseFile
from workstation.cases.verify import verify
from workstation.clock import SystemClock
from workstation.reports.closing import _WRITTEN
from workstation.reports.wording import Wording
from workstation.vocabulary import LANGUAGES

COMMANDS = {
    Export.REPORT: ("report", "CASE", "--out", "FILE.pdf"),
    Export.SHEET: ("sheet", "CASE", "--out", "FILE.pdf"),
    Export.CHECKS: ("checks", "CASE", "--xml", "FILE.xml", "--personal"),
    Export.CASE_UCO: ("case-uco", "CASE", "--out", "FILE.jsonld"),
    Export.STATISTICS: ("statistics", "CASE", "--out", "FILE.json"),
}


def run(what: Export, case: Path, *, language: str = "en") -> Path:
    """Run the command that writes it; gives the file."""
    (name,) = (each for each in COMMANDS[what] if each.startswith("FILE"))
    path = case.with_name(f"{what}-{name}")
    told = [{"CASE": str(case), name: str(path)}.get(each, each) for each in COMMANDS[what]]
    assert main.run(["--lang", language, *told]) == 0
    return path


def entries(case: Path) -> tuple[LoggedEvent, ...]:
    with CaseFile.open(case, clock=SystemClock(), actor="", read_only=True) as opened:
        return opened.logged(*Export)


@pytest.mark.parametrize("what", COMMANDS)
def test_a_command_leaves_its_entry(what: Export, tmp_path: Path) -> None:
    case = made_case(tmp_path / "a.qdcase")
    before = len(entries(case))
    path = run(what, case)
    (entry,) = entries(case)[before:]
    assert entry.action == what
    assert entry.facts["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest() == file_sha256(path)
    assert entry.facts.get("personal", 1) == 1
    assert verify(case).intact


@pytest.mark.parametrize("what", COMMANDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_that_is_held_elsewhere_gives_its_file_and_says_that_it_has_no_entry(
    what: Export, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = made_case(tmp_path / "a.qdcase")
    before = entries(case)
    with CaseFile.open(case, clock=SystemClock(), actor=""):
        path = run(what, case, language=language)
    assert path.stat().st_size > 0
    said = {"en": "the case has no", "zh_CN": "案件中未留"}[language]
    assert said in capsys.readouterr().err
    assert entries(case) == before


def test_a_frozen_case_takes_entries_still(tmp_path: Path) -> None:
    case = made_case(tmp_path / "a.qdcase")
    with CaseFile.open(case, clock=SteppingClock(), actor="Specimen, Erika") as opened:
        opened.sign_off()
    before = len(entries(case))
    run(Export.CASE_UCO, case)
    assert len(entries(case)) == before + 1
    assert verify(case).intact


def test_a_folder_of_cases_is_counted_without_an_entry(tmp_path: Path) -> None:
    full_case(tmp_path / "a.qdcase").close()
    before = (tmp_path / "a.qdcase").read_bytes()
    assert main.run(["statistics", str(tmp_path), "--out", str(tmp_path / "all.csv")]) == 0
    assert (tmp_path / "all.csv").exists()
    assert (tmp_path / "a.qdcase").read_bytes() == before


def test_who_only_reads_leaves_no_entry_and_is_told_so(tmp_path: Path) -> None:
    case = made_case(tmp_path / "a.qdcase")
    auditor = Actor("Auditor", account_id="1", login="a", roles=frozenset({Role.AUDITOR}))
    why = note_export_of(case, Export.CASE_UCO, "0" * 64, clock=SystemClock(), actor=auditor)
    assert why is not None
    assert why.code.startswith("role")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_lists_what_was_written_before_it(language: str, tmp_path: Path) -> None:
    case = made_case(tmp_path / "a.qdcase")
    log = run(Export.CHECKS, case)
    pdf = run(Export.REPORT, case, language=language)
    printed = "".join("".join(page.extract_text().split()) for page in PdfReader(pdf).pages)
    words = Wording(language)
    assert "".join(words("exports.title").split()) in printed
    assert "".join(words("exports.checks").split()) in printed
    assert file_sha256(log) in printed
    assert file_sha256(pdf) not in printed


def test_every_export_has_its_words() -> None:
    assert set(_WRITTEN) == set(Export)

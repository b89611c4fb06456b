"""The comparison sheet and an exported picture on the command line."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import cv2
import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

import main
from workstation.cases.store import CaseFile
from workstation.cases.verify import verify
from workstation.clock import SystemClock
from workstation.exported_views import ViewCaption, export_view
from workstation.imaging.operations import OPERATIONS
from workstation.imaging.pictures import decode
from workstation.imaging.recipe import Recipe, Source, SourceKind


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of two imported pictures; the white one of 16 bits."""
    place = tmp_path_factory.mktemp("case")
    (place / "in").mkdir()
    deep = np.random.default_rng(1).integers(0, 65535, (200, 300, 3), np.uint16)
    cv2.imwrite(str(place / "in" / "WHITE.png"), deep)
    cv2.imwrite(str(place / "in" / "UV365.png"), (deep // 256).astype(np.uint8))
    case, pdf = place / "a.qdcase", place / "a.pdf"
    assert main.run(["examine", f"folder:{place / 'in'}", "--case", str(case), "--report", str(pdf)]) == 0
    return case


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "a.qdcase"))


def words_of(pdf: Path) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(pdf).pages)


def test_a_sheet_is_written_and_the_chain_says_so(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = case.with_name("sheet.pdf")
    capsys.readouterr()
    assert main.run(["sheet", str(case), "--out", str(out), "--lang", "zh_CN", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"sheet": str(out)}
    assert "比对图表" in words_of(out)
    assert PdfReader(out).trailer["/Root"]["/OutputIntents"]
    with CaseFile.open(case, clock=SystemClock(), actor="", read_only=True) as opened:
        assert [each.action for each in opened.logged("sheet-exported")] == ["sheet-exported"]
    assert verify(case).intact


def test_the_report_has_the_sheet_only_where_it_is_wanted(case: Path) -> None:
    for options, there in ((["--sheet"], True), ([], False)):
        out = case.with_name("report.pdf")
        assert main.run(["report", str(case), "--out", str(out), *options]) == 0
        assert ("Annex:comparisonsheet" in words_of(out)) is there


@pytest.mark.parametrize("options", [["--finding", "1"], ["--finding", "0"], ["--finding", "x"]])
def test_a_finding_that_is_not_there_leaves_no_file(
    options: list[str], case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = case.with_name("sheet.pdf")
    assert main.run(["sheet", str(case), "--out", str(out), *options]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert not out.exists()


def exported(case: Path, suffix: str) -> Path:
    with CaseFile.open(case, clock=SystemClock(), actor="", read_only=True) as opened:
        record = next(each for each in opened.snapshot().captures if each.light == "WHITE")
        original = opened.original(record.sha256)
    recipe = Recipe((Source(SourceKind.CAPTURE, record.sha256, record.light),))
    recipe = recipe.then(OPERATIONS["invert"].step(0))
    caption = ViewCaption(("a view",), "{sha256}")
    return export_view(recipe, lambda _: decode(original), case.with_name(f"view{suffix}"), caption)


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_an_exported_picture_is_made_again_from_its_case(
    suffix: str, case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = exported(case, suffix)
    capsys.readouterr()
    assert main.run(["replay", str(case), "--picture", str(picture), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["same"]
    assert [each["title"] for each in said["views"]] == [picture.name]


def test_a_picture_of_another_case_is_no_view_of_this_one(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = exported(case, ".png")
    (case.parent / "in").mkdir()
    cv2.imwrite(str(case.parent / "in" / "WHITE.png"), np.full((20, 30, 3), 9, np.uint8))
    other, pdf = case.with_name("b.qdcase"), case.with_name("b.pdf")
    assert main.run(["examine", f"folder:{case.parent / 'in'}", "--case", str(other), "--report", str(pdf)]) == 0
    assert main.run(["replay", str(other), "--picture", str(picture)]) == 1


def test_a_picture_that_says_nothing_is_refused_in_one_line(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = io.BytesIO()
    Image.new("RGB", (20, 20)).save(target, "PNG")
    case.with_name("photo.png").write_bytes(target.getvalue())
    for name in ("photo.png", "absent.png", "a.qdcase"):
        capsys.readouterr()
        assert main.run(["replay", str(case), "--picture", str(case.with_name(name))]) == 2
        assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_the_checks_are_told_and_logged(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = case.with_name("checks.xml")
    capsys.readouterr()
    assert main.run(["checks", str(case), "--xml", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["xml"] == str(out)
    root = ElementTree.parse(out).getroot()
    assert root.get("conforming") == "false"
    logged = [each.get("check") for each in root.iter() if each.tag.endswith("check-result")]
    assert logged == [each["check"] for each in told["checks"]]
    assert "SSV.UV.BR.FU" in logged
    assert main.run(["checks", str(case), "--lang", "zh_CN"]) == 0
    assert "整页紫外荧光背景" in capsys.readouterr().out


def test_no_log_takes_the_place_of_a_case(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = case.read_bytes()
    assert main.run(["checks", str(case), "--xml", str(case)]) == 2
    assert case.read_bytes() == before

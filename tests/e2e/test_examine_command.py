"""The main job without hands, as the command line runs it: real drivers, real ptys, real SQLite, real PDF."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from pypdf import PdfReader

import main
from drivers.simulation import scene_names


def examine(source: str, folder: Path, *options: str) -> tuple[int, Path, Path]:
    case, report = folder / "a.qdcase", folder / "a.pdf"
    code = main.run(["examine", source, "--case", str(case), "--report", str(report), *options])
    return code, case, report


def words(pdf: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(pdf).pages)


def images(pdf: Path) -> int:
    return sum(len(page.images) for page in PdfReader(pdf).pages)


@pytest.mark.real_data
def test_real_passport_page(real_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, case, report = examine(f"folder:{real_data / 'multispectral/belarus2006'}", tmp_path, "--json")
    assert code == 0
    shown = json.loads(capsys.readouterr().out)
    assert {each["light"] for each in shown["captures"]} == {"WHITE", "IR", "UV"}
    assert images(report) >= 3
    assert main.run(["verify", str(case)]) == 0
    with sqlite3.connect(case) as database:
        stored = {bytes(row[0]) for row in database.execute("SELECT bytes FROM blob")}
    database.close()
    originals = {path.read_bytes() for path in (real_data / "multispectral/belarus2006").glob("*.jpg")}
    assert originals == stored


@pytest.mark.real_data
def test_real_eight_bands(real_data: Path, tmp_path: Path) -> None:
    code, case, report = examine(f"folder:{real_data / 'multispectral/mstex_z35'}", tmp_path, "--lang", "zh_CN")
    assert code == 0
    assert main.run(["verify", str(case)]) == 0
    assert images(report) >= 8


@pytest.mark.parametrize("scene", scene_names())
def test_every_scene_through_the_real_drivers(scene: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, case, report = examine(f"simulated:{scene}", tmp_path, "--json")
    shown = json.loads(capsys.readouterr().out)
    assert (code, shown["error"]) == (0, None)
    assert {each["origin"] for each in shown["captures"]} == {"simulated"}
    assert shown["model"].startswith("UTO-")
    assert "SIMULATED" in words(report)
    assert main.run(["verify", str(case), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"intact": True, "problems": []}


def test_any_flipped_byte_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, case, _ = examine("simulated:uto-visa-genuine", tmp_path)
    assert code == 0
    with sqlite3.connect(case) as database:
        picture = bytes(database.execute("SELECT bytes FROM blob LIMIT 1").fetchone()[0])
        event = database.execute("SELECT hash FROM audit_event ORDER BY seq LIMIT 1 OFFSET 2").fetchone()[0]
    database.close()
    whole = case.read_bytes()
    for part in (picture[4096:4128], event.encode()):
        at = whole.find(part)
        assert at > 0
        damaged = tmp_path / "damaged.qdcase"
        damaged.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        capsys.readouterr()
        assert main.run(["verify", str(damaged), "--json"]) == 1
        assert json.loads(capsys.readouterr().out)["problems"]


def test_report_command_makes_the_pdf_again(tmp_path: Path) -> None:
    code, case, _ = examine("simulated:uto-permit-genuine", tmp_path)
    assert code == 0
    again = tmp_path / "again.pdf"
    assert main.run(["report", str(case), "--out", str(again), "--lang", "zh_CN"]) == 0
    assert "模拟" in words(again)


@pytest.mark.parametrize(
    "arguments",
    [
        ["examine", "folder:/no/such/folder", "--case", "a.qdcase", "--report", "a.pdf"],
        ["examine", "folder:empty", "--case", "a.qdcase", "--report", "a.pdf"],
        ["examine", "nonsense:1", "--case", "a.qdcase", "--report", "a.pdf"],
        ["examine", "simulated:no-such-scene", "--case", "a.qdcase", "--report", "a.pdf"],
        ["examine", "bench:no-such.toml", "--case", "a.qdcase", "--report", "a.pdf"],
        ["examine", "simulated", "--case", "no/such/a.qdcase", "--report", "a.pdf"],
        ["examine", "simulated", "--case", "a.qdcase", "--report", "a.pdf", "--specimen", "XXX-P-1"],
        ["examine", "simulated"],
        ["examine", "simulated", "--case", "a.qdcase", "--report", "a.qdcase"],
        ["examine", "simulated", "--case", "a.qdcase", "--report", "empty"],
        ["examine", "simulated", "--case", "a.qdcase", "--report", "a.pdf", "--page", "nonsense"],
        ["verify", "no-such.qdcase"],
        ["verify", "text.qdcase"],
        ["report", "text.qdcase", "--out", "b.pdf"],
        ["devices", "simulate", "toaster"],
        ["specimens", "show", "XXX-P-1"],
        ["benchmark", "nothing"],
        ["no-such-command"],
    ],
    ids=" ".join,
)
def test_bad_input_is_one_line_and_leaves_nothing(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.qdcase").write_text("this is no case file\n" * 100)
    before = {path.name for path in tmp_path.rglob("*")}
    try:
        code = main.run(arguments)
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    assert code == 2
    err = capsys.readouterr().err.strip()
    assert len(err.splitlines()) == 1
    assert {path.name for path in tmp_path.rglob("*")} == before


def test_existing_case_is_never_overwritten(tmp_path: Path) -> None:
    case = tmp_path / "a.qdcase"
    case.write_text("mine")
    assert examine("simulated", tmp_path)[0] == 2
    assert case.read_text() == "mine"


def test_bad_pictures_are_left_out_with_their_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import cv2
    import numpy as np

    folder = tmp_path / "pictures"
    folder.mkdir()
    page = np.random.default_rng(1).integers(0, 255, (600, 900, 3), dtype=np.uint8)
    cv2.imwrite(str(folder / "WHITE.png"), page)
    cv2.imwrite(str(folder / "IR.tif"), page[:300].astype(np.uint16) * 257)
    cv2.imwrite(str(folder / "whole.jpg"), page)
    (folder / "UV365.jpg").write_bytes((folder / "whole.jpg").read_bytes()[:2000])
    shutil.move(folder / "whole.jpg", folder / "holiday.jpg")
    (folder / "COAXIAL.png").write_text("not a picture")
    cv2.imwrite(str(folder / "UV254.png"), page)
    cv2.imwrite(str(folder / "UV254.tif"), page)
    (folder / "notes.txt").write_text("hello")
    code, case, _ = examine(f"folder:{folder}", tmp_path, "--json")
    shown = json.loads(capsys.readouterr().out)
    assert code == 0
    assert {each["light"] for each in shown["captures"]} == {"WHITE", "IR"}
    assert {"UV365.jpg", "COAXIAL.png", "UV254.png", "UV254.tif", "holiday.jpg"} <= {
        each["name"] for each in shown["left_out"]
    }
    assert all(len(each["reason"]) > 20 for each in shown["left_out"])
    assert main.run(["verify", str(case)]) == 0

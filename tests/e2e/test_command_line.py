"""What the command line refuses, in which words, and that its text can steer no terminal."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import cv2
import numpy as np
import pytest
import tifffile
from hypothesis import given
from hypothesis import strategies as st

import main
from workstation import unattended
from workstation.cases.store import CaseFile
from workstation.endings import Ended
from workstation.errors import CaseFileError, WorkstationError
from workstation.messages import explain
from workstation.reports.wording import Wording
from workstation.terminal import checked, harmless, harmless_json


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "pictures"
    made.mkdir()
    cv2.imwrite(str(made / "WHITE.png"), np.full((40, 60, 3), 200, np.uint8))
    return made


def examine(folder: Path, *options: str, report: str = "a.pdf") -> tuple[int, Path, Path]:
    place = folder.parent
    case, pdf = place / "a.qdcase", place / report
    arguments = ["examine", f"folder:{folder}", "--case", str(case), "--report", str(pdf), *options]
    return main.run(arguments), case, pdf


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert main.run(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.strip().splitlines()) == 1
    return shown.err


def test_a_report_takes_the_place_of_no_source_picture(folder: Path) -> None:
    before = (folder / "WHITE.png").read_bytes()
    code, case, _ = examine(folder, report="pictures/WHITE.png")
    assert (code, case.exists()) == (2, False)
    assert (folder / "WHITE.png").read_bytes() == before


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--examiner", "\u0645\u062d\u0645\u062f"], "U+0645"),
        (["--case-no", "2026-\U0001f600"], "U+1F600"),
        (["--case-no", "x" * 81], "81"),
        (["--examiner", "x" * 201], "201"),
    ],
)
def test_what_cannot_be_printed_is_refused_before_there_is_a_case(
    options: list[str], named: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, case, _ = examine(folder, *options)
    assert (code, case.exists()) == (2, False)
    assert named in capsys.readouterr().err
    assert examine(folder)[0] == 0


def test_a_report_that_fails_late_leaves_no_case_in_the_way(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise CaseFileError("case-disk-full", path="a.qdcase")

    with monkeypatch.context() as patched:
        patched.setattr(CaseFile, "log", full)
        code, case, pdf = examine(folder)
    assert (code, case.exists(), pdf.exists()) == (2, False, False)
    assert examine(folder)[0] == 0


def test_pictures_that_cannot_be_had_again_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise CaseFileError("case-disk-full", path="a.qdcase")

    monkeypatch.setattr(CaseFile, "log", full)
    job = unattended.Job(case=tmp_path / "a.qdcase", report=tmp_path / "a.pdf", language="en")
    with pytest.raises(CaseFileError) as caught:
        unattended.examine(job, main.open_workbench("simulated:uto-permit-genuine"))
    assert [each.name for each in tmp_path.iterdir()] == ["a.qdcase"]
    said = explain(caught.value)
    assert "no room left" in said
    assert f"report {job.case} --out" in said
    assert main.run(["report", str(job.case), "--out", str(job.report)]) == 0


def test_pictures_that_are_all_refused_are_named_with_their_reasons(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "WHITE.png").write_bytes(b"")
    (folder / "IR.jpg").write_text("no picture")
    for language, empty in (("en", "is empty"), ("zh_CN", "是空文件")):
        code, case, _ = examine(folder, "--lang", language)
        err = capsys.readouterr().err
        assert (code, case.exists()) == (2, False)
        assert all(each in err for each in ("WHITE.png", "IR.jpg", empty))


@pytest.mark.parametrize(
    "arguments",
    [["--bench", "nonsense"], ["--bench", "folder:x"], ["--bench", ""], ["--bench", "bench:"]],
    ids=" ".join,
)
def test_an_unknown_bench_is_refused_with_the_known_ones(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert "simulated[:SCENE], bench[:CONFIG.toml]" in refused(arguments, capsys)


def test_an_empty_name_is_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--case" in refused(["--case", ""], capsys)
    assert "--report" in refused(["examine", "simulated", "--case", "a", "--report", ""], capsys)


def test_the_language_may_stand_before_the_command_and_after_it(capsys: pytest.CaptureFixture[str]) -> None:
    missing = ["verify", "no-such.qdcase"]
    chinese = refused([*missing, "--lang", "zh_CN"], capsys)
    assert "不存在" in chinese
    assert refused(["--lang", "zh_CN", *missing], capsys) == chinese
    assert refused(["--lang", "zh_CN", *missing, "--lang", "en"], capsys) == refused(missing, capsys)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["verify", "no-such.qdcase", "--json"], "case-missing"),
        (["verify", "--json"], "usage"),
        (["no-such-command", "--json"], "usage"),
        (["verify", "a.qdcase", "--head", "xyz", "--json"], "chain-head-form"),
    ],
)
def test_programs_get_the_error_as_json(arguments: list[str], code: str, capsys: pytest.CaptureFixture[str]) -> None:
    error = json.loads(refused(arguments, capsys))
    assert (set(error), error["error"]) == ({"error", "message"}, code)


@pytest.mark.skipif(os.name == "nt", reason="no such file names on this system")
def test_names_of_files_cannot_steer_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "IR \x1b[2J\nintact \u202e.png").write_bytes(b"")
    assert examine(folder)[0] == 0
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert r"IR \x1b[2J\nintact \u202e.png" in shown


def test_every_kind_of_character_that_steers_is_spelled() -> None:
    steering = "\x00\x07\x1b\x7f\x9b\u200b\u202e\u2028\ud800\n\r\t"
    assert harmless(f"证件{steering}é") == r"证件\x00\x07\x1b\x7f\x9b\u200b\u202e\u2028\ud800\n\r\té"
    assert json.loads(harmless_json({"name": steering})) == {"name": steering}
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u200b\u202e\u2028]", harmless_json({"name": steering}))


@given(st.text(st.characters()))
def test_any_text_is_one_harmless_line(text: str) -> None:
    steers = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
    assert not steers.search(harmless(text))
    assert not steers.search(harmless_json(text))
    assert json.loads(harmless_json(text)) == text


def test_chinese_text_holds_no_codes_and_no_english_labels(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert examine(folder, "--lang", "zh_CN")[0] == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(re.match(r"(图像|检查|案件|报告)：", line) for line in lines)
    assert not any(code in line for line in lines[:-2] for code in ("WHITE", "data_page", "not_performed", "OPT."))


def test_more_than_one_page_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cv2.imwritemulti(str(folder / "IR.tif"), [np.full((40, 60, 3), 90, np.uint8)] * 2)
    assert examine(folder)[0] == 0
    assert "Note: IR.tif holds 2 pages." in capsys.readouterr().out


def test_verify_places_the_head_that_the_report_prints(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, case, _ = examine(folder)
    with closing(sqlite3.connect(case)) as raw:
        *_, (before, printed), (last, _) = raw.execute("SELECT seq, hash FROM audit_event ORDER BY seq")
    capsys.readouterr()
    assert main.run(["verify", str(case), "--head", printed.upper(), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found == {"intact": True, "problems": [], "link": {"seq": before, "last": last}}
    assert main.run(["verify", str(case), "--head", printed]) == 0
    assert f"link {before} of {last}" in capsys.readouterr().out
    assert main.run(["verify", str(case), "--head", "0" * 64]) == 1
    assert "0" * 64 in capsys.readouterr().out


def test_links_that_go_round_are_refused(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.pdf").symlink_to("a.pdf")
    assert examine(folder)[0] == 2
    assert not (tmp_path / "a.qdcase").exists()
    refused(["verify", str(tmp_path / "a.pdf")], capsys)


def test_a_device_that_is_never_ready_is_explained_in_one_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (main.Path(main.__file__).parent / "resources/benches/example.toml").read_text(encoding="utf-8")
    assert "[camera]" in text
    config = tmp_path / "bench.toml"
    config.write_text(re.sub(r"\n\[camera\].*", "\n", text, flags=re.DOTALL))
    said = refused(["--lang", "zh_CN", "examine", f"bench:{config}", "--case", str(tmp_path / "a"), "--report",
                    str(tmp_path / "a.pdf")], capsys)  # fmt: skip
    assert "缺少“camera”" in said
    assert "第 1 行" not in said


@pytest.mark.parametrize(
    "words",
    [
        ["mrz", "PIPE"],
        ["replay", "CASE", "--picture", "PIPE"],
        ["verify", "CASE", "--report", "PIPE"],
        ["report", "CASE", "--out", "PIPE", "--sign", "ME.p12", "--as", "supervisor"],
        ["review", "record", "CASE", "--opinion", "PIPE"],
        ["case", "issue", "CASE", "--report", "PIPE"],
        ["examine", "bench:PIPE", "--case", "b.qdcase", "--report", "b.pdf"],
    ],
)
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name are of POSIX")
def test_a_pipe_that_nobody_fills_is_refused_where_a_file_is_read(
    words: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, case, _ = examine(folder)
    pipe = folder.parent / "pipe"
    os.mkfifo(pipe)
    said = refused([each.replace("PIPE", str(pipe)).replace("CASE", str(case)) for each in words], capsys)
    assert explain(WorkstationError("file-is-no-file", path=pipe), "en") in said


def test_a_link_that_was_meant_to_be_looked_for_is_not_passed_over(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, case, _ = examine(folder)
    assert "64 hexadecimal digits" in refused(["verify", str(case), "--head", ""], capsys)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["review", "comment", "a.qdcase", "x", "--region", "1,2"], "X,Y,X,Y"),
        (["review", "comment", "a.qdcase", "x", "--region", "1,2,nan,4"], "no place"),
        (["case", "retain", "a.qdcase", "--until", "Monday"], "2026-11-23"),
        (["case", "custody", "a.qdcase", "--kind", "received", "--at", "noon"], "T14:05"),
        (["case", "encrypt", "a.qdcase", "--out", ""], "no file"),
    ],
)
def test_what_a_word_of_the_command_line_should_look_like_is_said(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refused(words, capsys)


PROGRAM = Path(main.__file__)


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a closed pipe is another error")
@pytest.mark.parametrize("buffered", [True, False])
@pytest.mark.parametrize(("words", "code"), [(["specimens", "list"], main.OUTPUT_CLOSED), (["--help"], 0)])
def test_a_reader_who_has_seen_enough_ends_the_program_in_silence(
    words: list[str], code: int, buffered: bool
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    environment = {**os.environ, "PYTHONUNBUFFERED": "" if buffered else "1"}
    with os.fdopen(writing, "wb") as output:
        done = subprocess.run(
            [sys.executable, PROGRAM, *words], stdout=output, stderr=subprocess.PIPE, env=environment
        )
    assert (done.returncode, done.stderr) == (code, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is of Linux")
@pytest.mark.parametrize("buffered", [True, False])
def test_output_to_a_full_disk_is_said_in_one_line(buffered: bool) -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": "" if buffered else "1"}
    with Path("/dev/full").open("wb") as output:
        done = subprocess.run(
            [sys.executable, PROGRAM, "specimens", "list"], stdout=output, stderr=subprocess.PIPE, env=environment
        )
    assert done.returncode == 2
    (line,) = done.stderr.decode().splitlines()
    assert "whether the disk has room" in line


def test_who_breaks_off_hears_of_lamps_only_where_there_were_any(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken_off(*_: object, **__: object) -> None:
        raise Ended(signal.SIGTERM)

    _, case, _ = examine(folder)
    capsys.readouterr()
    monkeypatch.setattr(CaseFile, "open", broken_off)
    assert main.run(["checks", str(case)]) == 128 + signal.SIGTERM
    assert capsys.readouterr().err == "qdbench: Stopped.\n"


def test_a_case_that_stays_when_broken_off_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken_off(*_: object, **__: object) -> None:
        raise Ended(signal.SIGINT)

    monkeypatch.setattr("workstation.workbench.Workbench.export_report", broken_off)
    code, case, report = examine(folder)
    assert (code, case.exists(), report.exists()) == (128 + signal.SIGINT, True, False)
    assert str(case) in capsys.readouterr().err
    assert main.run(["verify", str(case)]) == 0


def test_a_comment_on_what_the_case_does_not_have_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, case, _ = examine(folder)
    monkeypatch.setattr("workstation.accounts.permissions.allowed", lambda *_: True)
    said = ["review", "comment", str(case), "Look here."]
    assert "--capture" in refused([*said, "--region", "1,2,3,4"], capsys)
    assert "nowhere" in refused([*said, "--region", "1,2,3,4", "--capture", "nowhere"], capsys)
    assert "nowhere" in refused([*said, "--reply-to", "nowhere"], capsys)


@pytest.mark.parametrize("name", [[], ["--name", "Erika"]])
def test_a_step_that_takes_an_account_says_so_where_there_is_none(
    name: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, case, _ = examine(folder)
    said = refused(["case", "submit", str(case), *name], capsys)
    assert "accounts add" in said
    assert "Examiner" in said


@pytest.mark.parametrize(("language", "between"), [("en", "; "), ("zh_CN", "；")])
def test_lines_of_checks_tell_their_light_and_value_beside_the_threshold(language: str, between: str) -> None:
    told = {
        "check": "SSV.UV.BR.FU",
        "outcome": "failed",
        "light": "UV365",
        "measured": 0.20693,
        "threshold": 0.04266,
        "unit": "",
        "reason": "unlike_genuine",
        "detail": "mode=mandatory",
    }
    plain = {**told, "light": "", "measured": None, "threshold": None}
    first, second = checked([told, plain], language)
    words = Wording(language)
    for each in (words.light("UV365", short=True), f"{between}", "0.2069", "0.04266"):
        assert each in first
        assert each not in second
    assert second.rstrip(")）").endswith(words.name("check_reason", "unlike_genuine")), "nothing follows the reason"


def test_the_queue_names_files_refuses_stages_of_nobody(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, case, _ = examine(folder, "--case-no", "2026-1")
    case.with_name("copy.qdcase").write_bytes(case.read_bytes())
    capsys.readouterr()
    assert main.run(["review", "queue", str(folder.parent)]) == 0
    first, second = sorted(capsys.readouterr().out.splitlines())
    assert (first.split()[:2], second.split()[:2]) == (["a.qdcase", "2026-1"], ["copy.qdcase", "2026-1"])
    assert "nonsense" in refused(["review", "queue", str(folder.parent), "--stage", "nonsense"], capsys)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["checks", "CASE", "--xml", "OUT"], "a.xml"),
        (["statistics", "CASE", "--out", "OUT"], "a.json"),
        (["statistics", "CASE", "--out", "OUT"], "a.csv"),
        (["statistics", "FOLDER", "--out", "OUT"], "b.csv"),
        (["case-uco", "CASE", "--out", "OUT"], "a.jsonld"),
    ],
)
def test_an_export_takes_the_place_of_nothing_but_its_own_kind(
    words: list[str], name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, case, _ = examine(folder)
    names = {"CASE": str(case), "FOLDER": str(case.parent), "OUT": str(case.with_name(name))}
    given = [names.get(each, each) for each in words]
    for standing in (b"-----BEGIN PRIVATE KEY-----\n", b"<?xml version='1.0'?><other/>", b'{"mine": 1}', b""):
        case.with_name(name).write_bytes(standing)
        assert str(case.with_name(name)) in refused(given, capsys)
        assert case.with_name(name).read_bytes() == standing
    case.with_name(name).unlink()
    assert [main.run(given), main.run(given)] == [0, 0]
    assert not [each.name for each in folder.parent.iterdir() if each.name.startswith(".")], "half-written"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name are of POSIX")
def test_one_pipe_among_pictures_stops_no_other_and_further_pages_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages, pipe = tmp_path / "two.tif", tmp_path / "pipe"
    tifffile.imwrite(pages, np.full((2, 60, 90), 200, np.uint8), photometric="minisblack")
    os.mkfifo(pipe)
    assert main.run(["mrz", str(pipe), str(pages)]) == 2
    told = capsys.readouterr()
    assert explain(WorkstationError("file-is-no-file", path=pipe), "en") in told.err
    assert f"{pages}: 2 pictures are in it" in told.out

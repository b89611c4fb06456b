"""Every command that opens a case by its path opens an encrypted one with its key, and says so without."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

import main
from workstation.cases.encryption import KEYRING, is_encrypted

TEXT = "correct horse battery 电池"
OTHER = "another staple altogether"
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an encrypted case, its report, its key and another key."""
    folder = tmp_path_factory.mktemp("encrypted")
    (folder / "pictures").mkdir()
    cv2.imwrite(str(folder / "pictures" / "WHITE.png"), np.full((40, 60, 3), 200, np.uint8))
    (folder / "key").write_text(TEXT, encoding="utf-8")
    (folder / "other").write_text(OTHER, encoding="utf-8")
    made = ["examine", f"folder:{folder / 'pictures'}", "--case", str(folder / "a.qdcase")]
    made += ["--report", str(folder / "a.pdf"), "--examiner", "Specimen, Erika", "--encrypted"]
    assert main.run([*made, "--key-file", str(folder / "key")]) == 0
    assert is_encrypted(folder / "a.qdcase")
    return folder


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for less than a case."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small file system is not allowed here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture(autouse=True)
def _nobody_types(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No terminal; and no key outlives a command."""
    with Path(os.devnull).open() as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        yield


COMMANDS = {
    "verify": ["verify", "CASE"],
    "verify a report": ["verify", "CASE", "--report", "a.pdf"],
    "replay": ["replay", "CASE"],
    "report": ["report", "CASE", "--out", "OUT.pdf"],
    "sheet": ["sheet", "CASE", "--out", "OUT.pdf"],
    "checks": ["checks", "CASE"],
    "statistics": ["statistics", "CASE", "--out", "OUT.json"],
    "case-uco": ["case-uco", "CASE", "--out", "OUT.jsonld"],
    "case show": ["case", "show", "CASE"],
    "case retain": ["case", "retain", "CASE", "--rule", "years_1", "--until", "2030-01-01"],
    "case decrypt": ["case", "decrypt", "CASE", "--out", "OUT.qdcase"],
    "review comment": ["review", "comment", "CASE", "a remark"],
}


def given(name: str, place: Path, tmp_path: Path) -> list[str]:
    names = {"CASE": place / "a.qdcase", "a.pdf": place / "a.pdf"}
    words = [str(names.get(word, word)) for word in COMMANDS[name]]
    return [str(tmp_path / word) if word.startswith("OUT") else word for word in words]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_needs_the_key_and_works_with_it(
    name: str, place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case, words = place / "a.qdcase", given(name, place, tmp_path)
    for key, code in (([], "case-encrypted"), (["--key-file", str(place / "other")], "case-key-wrong")):
        capsys.readouterr()
        assert main.run([*words, "--json", *key]) == 2
        assert json.loads(capsys.readouterr().err)["error"] == code
        assert list(tmp_path.iterdir()) == []
    assert main.run([*words, "--json", "--key-file", str(place / "key")]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert TEXT not in shown.out
    assert KEYRING.known(case) is None
    assert is_encrypted(case)


def test_another_key_needs_the_one_before_and_is_another(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case, key, other = tmp_path / "a.qdcase", str(place / "key"), str(place / "other")
    case.write_bytes((place / "a.qdcase").read_bytes())
    words = ["case", "rekey", str(case), "--json", "--new-key-file"]
    for given_keys, code in (
        ([other], "case-encrypted"),
        ([key, "--key-file", other], "case-key-wrong"),
        ([key, "--key-file", key], "case-key-same"),
    ):
        capsys.readouterr()
        assert main.run([*words, *given_keys]) == 2
        assert json.loads(capsys.readouterr().err)["error"] == code
    assert main.run(["verify", str(case), "--key-file", key]) == 0
    assert main.run([*words, other, "--key-file", key]) == 0
    assert main.run(["verify", str(case), "--key-file", other]) == 0


def test_no_room_for_an_encrypted_copy_is_said_and_leaves_nothing(
    small_disk: Path, place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain, key = tmp_path / "plain.qdcase", str(place / "key")
    assert main.run(["case", "decrypt", str(place / "a.qdcase"), "--out", str(plain), "--key-file", key]) == 0
    copy = small_disk / "copy.qdcase"
    capsys.readouterr()
    assert main.run(["case", "encrypt", str(plain), "--out", str(copy), "--key-file", key, "--json"]) == 2
    told = json.loads(capsys.readouterr().err)
    assert told["error"] == "case-disk-full"
    assert str(copy) in told["message"]
    assert list(small_disk.iterdir()) == []


def test_a_folder_counts_what_it_can_read_and_names_what_is_encrypted(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.qdcase").write_bytes((place / "a.qdcase").read_bytes())
    words = ["statistics", str(tmp_path), "--out", str(tmp_path / "counted.json"), "--json"]
    assert main.run(words) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["records"], len(found["left_out"])) == (0, 2)
    assert all("encrypted" in each for each in found["left_out"])
    assert main.run([*words, "--key-file", str(place / "key")]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["records"], found["left_out"]) == (2, [])
    assert main.run(["review", "queue", str(tmp_path), "--key-file", str(place / "key")]) == 0
    assert "encrypted" in capsys.readouterr().out


def test_encrypting_and_another_key(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain, locked = tmp_path / "plain.qdcase", tmp_path / "locked.qdcase"
    key, other = str(place / "key"), str(place / "other")
    assert main.run(["case", "decrypt", str(place / "a.qdcase"), "--out", str(plain), "--key-file", key]) == 0
    assert "everybody can read" in capsys.readouterr().out
    assert main.run(["case", "encrypt", str(plain), "--out", str(locked)]) == 2
    assert "--key-file" in capsys.readouterr().err
    assert main.run(["case", "encrypt", str(plain), "--out", str(locked), "--key-file", other, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert main.run(["verify", str(plain), "--head", told["head"]["sha256"]]) == 0
    assert main.run(["verify", str(locked), "--head", told["head"]["sha256"], "--key-file", other]) == 0
    assert main.run(["case", "encrypt", str(locked), "--out", str(tmp_path / "x"), "--key-file", key]) == 2
    assert main.run(["case", "decrypt", str(plain), "--out", str(tmp_path / "x"), "--key-file", key]) == 2
    assert main.run(["case", "rekey", str(locked), "--key-file", other, "--new-key-file", key]) == 0
    assert main.run(["verify", str(locked), "--key-file", other]) == 2
    assert main.run(["verify", str(locked), "--key-file", key]) == 0


def test_a_station_that_encrypts_makes_no_open_case(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cases.toml").write_text("encrypt_new = true\n")
    monkeypatch.setattr(main, "USER_CONFIG", tmp_path)
    case = tmp_path / "a.qdcase"
    words = ["examine", f"folder:{place / 'pictures'}", "--case", str(case), "--report", str(tmp_path / "a.pdf")]
    assert main.run([*words, "--json"]) == 2
    assert json.loads(capsys.readouterr().err)["error"] == "case-key-unasked"
    assert not case.exists()
    assert main.run([*words, "--key-file", str(place / "key")]) == 0
    assert is_encrypted(case)


def typed(words: list[str], answers: list[str]) -> tuple[int, str]:
    """Run the program at a terminal of its own and type; exit code and everything that the terminal shows."""
    leader, follower = pty.openpty()
    command = [sys.executable, str(ROOT / "main.py"), *words]
    with subprocess.Popen(
        command, stdin=follower, stdout=follower, stderr=follower, start_new_session=True
    ) as program:
        os.close(follower)
        shown = b""
        for answer in answers:
            while not shown.rstrip().endswith(b":"):
                shown += os.read(leader, 4096)
            os.write(leader, f"{answer}\n".encode())
            shown += b" >"
        try:
            while more := os.read(leader, 4096):
                shown += more
        except OSError:
            pass
    os.close(leader)
    return program.returncode, shown.decode()


def test_the_key_is_typed_without_being_shown(place: Path) -> None:
    code, shown = typed(["verify", str(place / "a.qdcase")], [TEXT])
    assert code == 0
    assert "a.qdcase" in shown
    assert TEXT not in shown
    code, shown = typed(["verify", str(place / "a.qdcase")], [""])
    assert code == 2
    assert "no second key" in shown


def test_a_new_key_is_typed_twice_alike(place: Path, tmp_path: Path) -> None:
    case = tmp_path / "a.qdcase"
    case.write_bytes((place / "a.qdcase").read_bytes())
    code, shown = typed(["case", "rekey", str(case)], [TEXT, OTHER, f"{OTHER} again"])
    assert (code, "not the same" in shown) == (2, True)
    code, shown = typed(["case", "rekey", str(case)], [TEXT, OTHER, OTHER])
    assert (code, OTHER in shown) == (0, False)
    assert main.run(["verify", str(case), "--key-file", str(place / "other")]) == 0

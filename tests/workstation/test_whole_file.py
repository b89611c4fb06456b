"""What a file may take the place of, and that nothing is half done."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from workstation.errors import WorkstationError
from workstation.whole_file import Kind, demand_replaceable, write_whole, written_whole

PDF = b"%PDF-1.4 a report"


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@pytest.mark.parametrize("stands", [b"\xff\xd8\xff a picture", b"a text", b"", b"SQLite format 3\0 a case"])
def test_a_report_replaces_nothing_but_a_report(stands: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(stands)
    with pytest.raises(WorkstationError, match="file-is-"):
        write_whole(path, PDF, Kind.REPORT)
    assert path.read_bytes() == stands
    assert names(tmp_path) == ["a.pdf"]


def test_a_report_replaces_an_earlier_one_however_well_it_is_compressed(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    for data in (PDF, PDF + bytes(range(256)) * 32, PDF + b" again"):
        write_whole(path, data, Kind.REPORT)
        assert path.read_bytes() == data
    assert names(tmp_path) == ["a.pdf"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders on this system")
@pytest.mark.parametrize("kind", Kind)
def test_what_is_no_file_is_not_touched(kind: Kind, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "nowhere").symlink_to("gone")
    (tmp_path / "round").symlink_to("round")
    for path in (tmp_path / "pipe", tmp_path / "nowhere", tmp_path / "round", Path("/dev/null")):
        with pytest.raises(WorkstationError) as caught:
            demand_replaceable(path, kind)
        assert caught.value.code == "file-is-no-file"


@pytest.mark.parametrize("before", [None, PDF])
def test_a_failure_after_writing_takes_it_back(before: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    if before is not None:
        path.write_bytes(before)
    there = names(tmp_path)
    seen: list[bytes] = []

    def write_and_fail() -> None:
        with written_whole(path, PDF + b" new", Kind.REPORT):
            seen.append(path.read_bytes())
            raise KeyError

    with pytest.raises(KeyError):
        write_and_fail()
    assert seen == [PDF + b" new"]
    assert names(tmp_path) == there
    assert before is None or path.read_bytes() == before

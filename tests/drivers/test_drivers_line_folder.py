"""Folders of simulated lines: what a killed program leaves is taken away, and nothing else is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals on this system")

HOLD = """
import sys, time
from pathlib import Path
from drivers.line_folder import LineFolder
folder = LineFolder(Path(sys.argv[1]))
(folder.path / "line").symlink_to("/dev/pts/0")
print(folder.path, flush=True)
time.sleep(60)
"""


def grown_old(folder: Path) -> None:
    os.utime(folder, (0, 0))


def test_a_folder_goes_with_its_line(tmp_path: Path) -> None:
    from drivers.line_folder import LineFolder

    folder = LineFolder(tmp_path)
    (folder.path / "line").symlink_to("/dev/pts/0")
    folder.close()
    folder.close()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_program_leaves_is_taken_away_and_what_a_living_one_uses_is_not(tmp_path: Path) -> None:
    from drivers.line_folder import LineFolder

    root = str(Path(__file__).parent.parent.parent)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], cwd=root, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        theirs = Path(other.stdout.readline().strip())
        grown_old(theirs)
        LineFolder(tmp_path).close()
        assert (theirs / "line").is_symlink()
        other.send_signal(signal.SIGKILL)
    grown_old(theirs)
    LineFolder(tmp_path).close()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_in_it_is_kept(tmp_path: Path) -> None:
    from drivers.line_folder import LineFolder

    mine = tmp_path / "qdbench-notes"
    mine.mkdir()
    (mine / "letter.txt").write_text("kept")
    grown_old(mine)
    (tmp_path / "qdbench-file").write_text("kept")
    LineFolder(tmp_path).close()
    assert (mine / "letter.txt").read_text() == "kept"
    assert (tmp_path / "qdbench-file").exists()

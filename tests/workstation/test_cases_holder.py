"""Who holds a case is told from the system's own table of locks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.cases.holder import LOCKS, holders, who_holds

TABLE = """\
1: POSIX  ADVISORY  WRITE 4711 08:01:1234 1073741824 1073742335
2: -> POSIX  ADVISORY  WRITE 99 08:01:1234 0 EOF
3: FLOCK  ADVISORY  WRITE 12 08:02:1234 0 EOF
4: POSIX  ADVISORY  READ  4711 08:01:1234 1073741826 1073742335
5: OFDLCK ADVISORY  READ  -1 08:01:1234 0 EOF
"""

HOLD = """
import fcntl, sys
held = open(sys.argv[1], "r+b")
fcntl.lockf(held, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


def test_only_who_holds_this_file_is_named() -> None:
    assert holders(TABLE, (8, 1), 1234) == (4711,)
    assert holders(TABLE, (8, 2), 1234) == (12,)
    assert holders(TABLE, (8, 1), 1235) == ()


@given(st.text())
def test_any_text_is_a_table_without_holders(text: str) -> None:
    assert holders(text, (8, 1), 1234) == ()


def test_a_missing_file_is_held_by_nobody(tmp_path: Path) -> None:
    assert who_holds(tmp_path / "none.qdcase") == ""


@pytest.mark.skipif(not LOCKS.exists(), reason="only Linux tells")
def test_another_process_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.qdcase"
    path.write_bytes(b"case")
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "held\n"
        named = who_holds(path)
        other.stdin.close()
    if not named:
        pytest.skip(f"the locks of {path.stat().st_dev} are not told here")
    assert f"PID {other.pid}" in named

"""Guards that hold for every test: no thread survives it, and nothing touches the user's own files."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

REAL_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@pytest.fixture
def real_data() -> Path:
    """Folder of real specimen documents, which never enter the project."""
    if not REAL_DATA.is_dir():
        pytest.skip("the local test material (../shared/data) is not beside this checkout")
    return REAL_DATA


@pytest.fixture(autouse=True, scope="module")
def _pictures_give_back_their_memory() -> Iterator[None]:
    """Threads that drew pictures leave arenas full of holes: without this a worker of a whole run holds 6 GB."""
    yield
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / ".local/share"))


@pytest.fixture(autouse=True)
def _no_thread_survives() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        left = [each for each in threading.enumerate() if each not in before and each.is_alive()]
        if not left:
            return
        left[0].join(0.2)
    raise AssertionError(f"threads survived the test: {[each.name for each in left]}")

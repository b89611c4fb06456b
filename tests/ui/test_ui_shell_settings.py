"""The settings file is a convenience: whatever is in it, the window starts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from ui.settings import RECENT_MOST, Settings, load, save, settings_path, with_recent

FULL = Settings(language="zh_CN", recent=("/a.qdcase",), cases_dir="/cases", examiner="E. Example", geometry="AAAA")


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "window.json"
    save(FULL, path)
    assert load(path) == FULL
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe\x00", b'{"language": 5, "recent": "x", "agency": null}', b"[" * 100_000],
)
def test_bad_file_gives_defaults(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "window.json"
    path.write_bytes(content)
    assert load(path) == Settings()


def test_bad_field_leaves_the_good_ones(tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    path.write_text('{"version": 99, "language": "zh_CN", "recent": [1, 2], "from_the_future": true}', "utf-8")
    assert load(path) == Settings(language="zh_CN")


@given(st.binary(max_size=300))
@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_stop_the_start(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "window.json"
    path.write_bytes(content)
    assert isinstance(load(path), Settings)


def test_folder_that_cannot_be_written_is_not_fatal(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("in the way", "utf-8")
    save(FULL, blocker / "window.json")
    assert blocker.read_text("utf-8") == "in the way"


def test_recent_has_no_doubles_and_an_end() -> None:
    recent: tuple[str, ...] = ()
    for number in range(20):
        recent = with_recent(recent, f"/{number % 12}.qdcase")
    assert recent[0] == "/7.qdcase"
    assert len(recent) == RECENT_MOST == len(set(recent))


def test_file_lies_in_the_users_folder(tmp_path: Path) -> None:
    assert Path.home() in settings_path().parents

"""Which cameras a person is told about."""

from __future__ import annotations

from pathlib import Path

import pytest
from genicam_camera import shipped_producer

import main
from drivers.cameras import gentl
from drivers.cameras.found import FoundCamera, found_cameras


@pytest.fixture(autouse=True)
def _no_producer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(gentl.SEARCH_PATH, raising=False)


def test_a_camera_is_listed_once_by_the_node_of_its_picture(tmp_path: Path) -> None:
    for number, index in ((0, "0"), (1, "1"), (2, "0")):
        node = tmp_path / f"video{number}"
        node.mkdir()
        (node / "index").write_text(f"{index}\n")
        (node / "name").write_text(f"Camera {number // 2}\n")
    assert found_cameras(tmp_path) == (
        FoundCamera("uvc", "/dev/video0", "Camera 0"),
        FoundCamera("uvc", "/dev/video2", "Camera 1"),
    )


def test_cameras_of_a_producer_are_listed_where_its_folder_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(gentl.SEARCH_PATH, str(Path(shipped_producer()).parent))
    assert [(each.kind, each.device) for each in found_cameras(tmp_path)] == [("genicam", str(n)) for n in range(3)]
    for language, words in (("en", "Cameras"), ("zh_CN", "相机")):
        assert main.run(["devices", "list", "--lang", language]) == 0
        shown = capsys.readouterr().out
        assert words in shown
        assert "Machine Vision Games Ltd. Viky" in shown


def test_without_a_producer_there_is_none(tmp_path: Path) -> None:
    assert found_cameras(tmp_path) == ()

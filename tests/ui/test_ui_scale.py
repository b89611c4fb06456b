"""The size of text and buttons: chosen in the View menu, kept, and taken by the next start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from test_ui_shell_layout import ROOT, SCALED
from ui_window import Opened

from ui.scale import PLAIN, SIZES, fits, take_size
from ui.settings import Settings, load, save

LEAST = QSize(1024, 680)


def test_a_chosen_size_is_kept_and_said(window: Opened) -> None:
    frame = window.program.window
    assert frame.sizes[PLAIN].isChecked()
    frame.sizes[125].trigger()
    assert load(window.program._settings_file).size_percent == 125
    assert "started again" in frame.messages.text


@pytest.mark.parametrize(
    ("screen", "now", "offered"),
    [
        (QSize(3840, 2160), 100, {100, 125, 150, 175, 200}),
        (QSize(2560, 1440), 150, {100, 125, 150, 175, 200}),
        (QSize(1920, 1080), 200, {100, 125, 150, 175, 200}),
        (QSize(1280, 800), 100, {100}),
        (QSize(1280, 860), 100, {100, 125}),
    ],
)
def test_only_sizes_that_leave_the_window_room_are_offered(screen: QSize, now: int, offered: set[int]) -> None:
    assert {percent for percent in SIZES if fits(percent, now, screen, LEAST)} == offered


@pytest.mark.parametrize(
    ("percent", "taken"),
    [(100, {}), (150, {"QT_SCALE_FACTOR": "1.5"}), (0, {}), (-200, {}), (100_000, {})],
)
def test_a_damaged_size_changes_nothing(percent: int, taken: dict[str, str]) -> None:
    environment: dict[str, str] = {}
    take_size(percent, environment)
    assert environment == taken


def test_the_next_start_has_the_size(tmp_path: Path) -> None:
    save(Settings(size_percent=150), tmp_path / "qdbench" / "window.json")
    environment = {key: value for key, value in os.environ.items() if key not in ("QT_SCALE_FACTOR", "APPDATA")}
    environment |= {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    script = SCALED.format(here=str(Path(__file__).parent), folder=str(tmp_path))
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, timeout=120, check=False
    )
    assert done.stdout.strip() == "1.5 1280 800 []", done.stdout + done.stderr

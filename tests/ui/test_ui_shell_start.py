"""Start, trouble at the start, and the end."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from ui_window import Opened, OpenWindow

from ui.app import Program
from ui.settings import Settings, load
from workstation.errors import ConfigurationError

ROOT = Path(__file__).resolve().parent.parent.parent

HEAVY = ("numpy", "cv2", "sqlalchemy", "reportlab", "PIL", "ui.desk", "ui.workspace", "workstation.workbench")

PAINT_ONLY = """
import sys
from ui.app import run
from PySide6.QtWidgets import QApplication
def painted():
    print("painted with:", [name for name in {heavy!r} if name in sys.modules])
    QApplication.exit(0)
def factory():
    print("factory called")
    raise SystemExit(3)
sys.exit(run(factory, after_shown=painted))
"""

WHOLE_LIFE = """
import sys, threading
sys.path.insert(0, {here!r})
from pathlib import Path
from PySide6.QtCore import QTimer
from ui.app import run
from ui_fake_workbench import FakeWorkbench
made = []
def factory():
    made.append(FakeWorkbench(Path({folder!r})))
    return made[0]
def shown():
    from PySide6.QtWidgets import QApplication
    window = next(each for each in QApplication.topLevelWidgets() if hasattr(each, "actions_by_key"))
    def look():
        if made and window.actions_by_key["capture_all"].isEnabled():
            window.actions_by_key["capture_all"].trigger()
            window.actions_by_key["quit"].trigger()
        else:
            QTimer.singleShot(20, look)
    look()
code = run(factory, after_shown=shown)
left = [each.name for each in threading.enumerate() if each is not threading.main_thread()]
print("code", code, "stopped", made[0].stopped, "left", left)
sys.exit(code)
"""


def python(script: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, timeout=60, check=False
    )


def test_nothing_heavy_is_imported_before_the_first_paint(tmp_path: Path) -> None:
    done = python(PAINT_ONLY.format(heavy=HEAVY), tmp_path)
    assert done.stdout.strip() == "painted with: []", done.stderr
    assert done.returncode == 0


def test_quit_during_a_capture_ends_cleanly(tmp_path: Path) -> None:
    done = python(WHOLE_LIFE.format(here=str(Path(__file__).parent), folder=str(tmp_path)), tmp_path)
    assert done.stdout.strip() == "code 0 stopped True left []", done.stderr
    assert done.returncode == 0


def test_bench_that_cannot_open_is_told_and_the_window_stays(qtbot: QtBot, tmp_path: Path) -> None:
    def factory() -> object:
        raise ConfigurationError("configuration", path="bench.toml", line=7, reason="unknown key")

    program = Program(factory, language="en", settings_file=tmp_path / "window.json")
    program.window.show()
    program.furnish()
    qtbot.waitUntil(lambda: bool(program.window.messages.text))
    assert "bench.toml" in program.window.messages.text
    assert not program.window.actions_by_key["capture_all"].isEnabled()
    assert program.window.actions_by_key["help"].isEnabled()
    program.shut_down()


def test_end_before_the_bench_is_open_waits_for_it_and_shuts_it_down(qtbot: QtBot, tmp_path: Path) -> None:
    from ui_fake_workbench import FakeWorkbench

    go, bench = threading.Event(), FakeWorkbench(tmp_path)

    def factory() -> FakeWorkbench:
        go.wait(5)
        return bench

    program = Program(factory, language="en", settings_file=tmp_path / "window.json")
    program.window.show()
    program.furnish()
    threading.Timer(0.1, go.set).start()
    program.shut_down()
    assert bench.stopped


def test_damaged_settings_do_not_stop_the_start(open_window: OpenWindow, tmp_path: Path) -> None:
    (tmp_path / "window.json").write_text('{"geometry": "§§§", "panels": "also not", "recent": 3}', "utf-8")
    window = open_window()
    assert window.program.settings == Settings(geometry="§§§", panels="also not")
    window.program.shut_down()
    assert load(tmp_path / "window.json").geometry not in {"", "§§§"}


def test_case_of_the_command_line_is_opened(qtbot: QtBot, tmp_path: Path) -> None:
    from ui_fake_workbench import FakeWorkbench

    bench = FakeWorkbench(tmp_path)
    program = Program(
        lambda: bench, language="en", case=tmp_path / "a.qdcase", settings_file=tmp_path / "window.json"
    )
    program.window.show()
    program.furnish()
    qtbot.waitUntil(lambda: program.window.windowTitle() == "a – QDBench")
    assert program.settings.recent == (str(tmp_path / "a.qdcase"),)
    program.shut_down()


def test_unexpected_error_is_logged_and_shown_and_the_window_lives(
    window: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    try:
        raise ZeroDivisionError("a bug")
    except ZeroDivisionError as error:
        window.program.unexpected(type(error), error, error.__traceback__)
    assert "log has the details" in window.program.window.messages.text
    assert "ZeroDivisionError" in caplog.text
    window.capture()


def test_messages_do_not_pile_up(window: Opened) -> None:
    for _ in range(3):
        window.commands.desk.failed.emit(window.bench.refuse())
    assert window.program.window.messages.text.endswith("(× 3)")
    assert QApplication.activeModalWidget() is None
    window.program.window.messages.clear()
    assert window.program.window.messages.text == ""


def test_simulated_bench_is_marked_and_a_real_one_is_not(open_window: OpenWindow) -> None:
    assert open_window().commands.space.bench_row.banner.isVisible()
    real = open_window(simulated=False)
    assert not real.commands.space.bench_row.banner.isVisible()
    assert not real.commands.space.bench_row.scenes.isVisible()
    assert real.commands.space.bench_row.pages.count() > 5

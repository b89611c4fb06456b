"""Time from the start of the process to a painted window, beside a bare PySide6 window."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

BARE_WINDOW = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
window.show()
QTimer.singleShot(0, application.quit)
application.exec()
"""


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}, capture_output=True)
    return time.perf_counter() - start


def start(program: Path, rounds: int = 7) -> list[dict[str, Any]]:
    """Median seconds of whole processes that show their window and end, in turn.

    ``program`` is run with ``--exit-when-shown``: it ends once its first frame is painted, before devices open.
    """
    commands = {
        "own": [sys.executable, str(program), "--exit-when-shown"],
        "bare": [sys.executable, "-c", BARE_WINDOW],
    }
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for command in commands.values():
        _seconds(command)
    for _ in range(rounds):
        for name, command in commands.items():
            seconds[name].append(_seconds(command))
    own, bare = statistics.median(seconds["own"]), statistics.median(seconds["bare"])
    return [
        {"benchmark": "start", "measure": "window shown and closed", "value": own, "unit": "s",
         "peer": "bare PySide6 window", "peer_value": bare, "ratio": own / bare}
    ]  # fmt: skip

"""The program is killed or told to end while a lamp burns: dark within a second, by the simulator's own log.

``pytest tests/e2e/test_killed_while_lit.py --log-cli-level=INFO`` shows after how many milliseconds.
"""

from __future__ import annotations

import json
import logging
import os
import select
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from drivers.lamp_guard import OVERDUE_S
from drivers.registry import LIGHTS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs signals and pseudo-terminals")

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
MAIN = (sys.executable, str(ROOT / "main.py"))
PATIENCE_S = 30.0
DARK_WITHIN = timedelta(seconds=1)
KILLED_EXPOSURE_MS, ENDED_EXPOSURE_MS = 20_000, 3_000
STOPPED_EXPOSURE_MS, STOPPED_MAX_ON_S = 900, 1.0

BENCH = """
name = "booth"
[light_controller]
kind = "{kind}"
port = "{port}"
[[light_controller.channels]]
channel = 1
light = "UV365"
percent = 100
settle_ms = 0
exposure_ms = {exposure_ms}
max_on_s = {max_on_s}
[camera]
kind = "simulated"
"""


class Recorded:
    """``devices simulate KIND --levels``: a controller in a process of its own, which keeps its own log."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.port = ""
        self._log: list[tuple[datetime, dict[str, float]]] = []
        self._changed = threading.Condition()
        self._process = subprocess.Popen(
            [*MAIN, "devices", "simulate", kind, "--levels", "--json"], stdout=subprocess.PIPE, text=True
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                said = json.loads(line)
                with self._changed:
                    if "port" in said:
                        self.port = said["port"]
                    else:
                        self._log.append((datetime.fromisoformat(said["at"]), said["levels"]))
                    self._changed.notify_all()

    def wait_for(self, lit: bool, after: int = 0) -> datetime:
        """Time of the first log line, not counting the first ones, that says so."""

        def times() -> list[datetime]:
            return [at for at, levels in self._log[after:] if any(levels.values()) is lit]

        with self._changed:
            assert self._changed.wait_for(times, PATIENCE_S), f"{self.kind} was never {'lit' if lit else 'dark'}"
            return times()[0]

    @property
    def lines(self) -> int:
        """Length of the log."""
        with self._changed:
            return len(self._log)

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE_S)
        self._reader.join()


@pytest.fixture(scope="module")
def recorded() -> Iterator[dict[str, Recorded]]:
    made = {kind: Recorded(kind) for kind in LIGHTS}
    try:
        for each in made.values():
            each.wait_for(lit=False)
        yield made
    finally:
        for each in made.values():
            each.close()


def examining(
    light: Recorded, folder: Path, exposure_ms: int, max_on_s: float = 60
) -> tuple[subprocess.Popen[str], int]:
    """The program in the middle of an exposure, and how long the log is."""
    bench = folder / "bench.toml"
    bench.write_text(BENCH.format(kind=light.kind, port=light.port, exposure_ms=exposure_ms, max_on_s=max_on_s))
    before = light.lines
    program = subprocess.Popen(
        [*MAIN, "examine", f"bench:{bench}", "--case", str(folder / "a.qdcase"), "--report", str(folder / "a.pdf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    light.wait_for(lit=True, after=before)
    return program, light.lines


def guards_of(home: str) -> list[int]:
    """Guard processes of this test, known by their home."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            mine = f"HOME={home}".encode() in (process / "environ").read_bytes().split(b"\0")
            if mine and b"drivers.lamp_guard" in (process / "cmdline").read_bytes().split(b"\0"):
                found.append(int(process.name))
        except OSError:
            continue
    return found


def wait_for_the_end(pid: int) -> bool:
    """Whether a process, which may be nobody's child, ends in time."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], PATIENCE_S)[0])
    finally:
        os.close(handle)


@pytest.mark.parametrize("kind", LIGHTS)
def test_killed(recorded: dict[str, Recorded], kind: str, tmp_path: Path) -> None:
    light = recorded[kind]
    program, length = examining(light, tmp_path, KILLED_EXPOSURE_MS)
    (guard,) = guards_of(os.environ["HOME"])
    killed = datetime.now(UTC)
    program.kill()
    dark = light.wait_for(lit=False, after=length)
    assert dark - killed < DARK_WITHIN, f"{kind} was dark after {dark - killed}"
    log.info("%s: dark %.0f ms after SIGKILL", kind, (dark - killed) / timedelta(milliseconds=1))
    assert wait_for_the_end(guard)
    program.communicate(timeout=PATIENCE_S)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_told_to_end(recorded: dict[str, Recorded], number: signal.Signals, tmp_path: Path) -> None:
    light = recorded["gardasoft-rt"]
    program, length = examining(light, tmp_path, ENDED_EXPOSURE_MS)
    (guard,) = guards_of(os.environ["HOME"])
    told = datetime.now(UTC)
    program.send_signal(number)
    program.send_signal(signal.SIGTERM)  # a second one breaks nothing off
    dark = light.wait_for(lit=False, after=length)
    assert dark - told < DARK_WITHIN, f"dark after {dark - told}"
    log.info("dark %.0f ms after %s", (dark - told) / timedelta(milliseconds=1), number.name)
    said = program.communicate(timeout=PATIENCE_S)[1]
    # A busy machine may draw the simulated document for longer than the bench waits for it, which is logged.
    assert (program.returncode, said.splitlines()[-1]) == (128 + number, "qdbench: Stopped; lamps are off.")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["bench.toml"]
    assert wait_for_the_end(guard)


def test_stopped_so_that_nobody_runs(recorded: dict[str, Recorded], tmp_path: Path) -> None:
    light = recorded["gardasoft-rt"]
    program, length = examining(light, tmp_path, STOPPED_EXPOSURE_MS, max_on_s=STOPPED_MAX_ON_S)
    (guard,) = guards_of(os.environ["HOME"])
    stopped = datetime.now(UTC)
    program.send_signal(signal.SIGSTOP)
    dark = light.wait_for(lit=False, after=length)
    assert dark - stopped < timedelta(seconds=STOPPED_MAX_ON_S + OVERDUE_S) + DARK_WITHIN
    program.send_signal(signal.SIGCONT)
    program.communicate(timeout=PATIENCE_S)
    assert program.returncode == 1, "what goes on finds the lamp dark and stores no picture"
    with sqlite3.connect(tmp_path / "a.qdcase") as case:
        assert case.execute("SELECT count(*) FROM capture").fetchone() == (0,)
    case.close()
    assert wait_for_the_end(guard)

"""The soak: capture runs under seeded trouble, judged by the logs of the simulators.

A few hundred pieces of trouble in every run of the tests; ten thousand with ``pytest -m soak``. Every failure names
the seed and the run. ``QDBENCH_SOAK_SEED=N`` repeats the trouble of a seed.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from soak_booth import Booth
from soak_trouble import Troublemaker
from soak_verdict import Verdict

from drivers.registry import LIGHTS, WHEELS
from workstation.acquisition.runner import CaptureProgress, run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")

SEED = int(os.environ.get("QDBENCH_SOAK_SEED", "20261122"))
SHORT = 40
PARTS, LONG = 5, 250
"""Pieces of trouble a pair of light controller and wheel. There are eight pairs: 10,000 in the long soak."""

PATIENCE = {
    "REPLY_S": 0.06,
    "MOVE_S": 0.1,
    "GREETING_S": 0.005,
    "PORT_CHECK_S": 0.05,
    "SLICE_S": 0.01,
    "_OVERRUN_S": 0.1,
}
"""A simulator answers within a millisecond: what is waited for longer is silence."""

every_pair = pytest.mark.parametrize(
    ("light", "wheel"), [(light, wheel) for light in sorted(LIGHTS) for wheel in sorted(WHEELS)]
)


@pytest.fixture(autouse=True)
def _little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, module in tuple(sys.modules.items()):
        if name.startswith("drivers."):
            for constant, seconds in PATIENCE.items():
                if hasattr(module, constant):
                    monkeypatch.setattr(module, constant, seconds)


@pytest.fixture
def booth(light: str, wheel: str) -> Iterator[Booth]:
    made = Booth(light, wheel)
    made.start()
    yield made
    made.close()


def soak(booth: Booth, seed: int, faults: int) -> str:
    """Run until so much has gone wrong; what to tell about it."""
    trouble, verdict = Troublemaker(booth, seed), Verdict(booth)
    began_s, runs = time.monotonic(), 0
    while trouble.total < faults:
        runs += 1
        trouble.plan()
        booth.heard()
        progress: list[CaptureProgress] = []

        def hear(each: CaptureProgress, progress: list[CaptureProgress] = progress) -> None:
            progress.append(each)
            trouble.hear(each)

        run_s = time.monotonic()
        result = run(
            booth.plan,
            lights=booth.lights,
            camera=booth.camera,
            wheel=booth.wheel,
            clock=booth.clock,
            exhibit_id="soak",
            actor="soak",
            cancel=threading.Event(),
            on_progress=hear,
        )
        try:
            verdict.judge(run_s, result, progress)
        except Exception as error:
            happened = "; ".join(trouble.done) or "nothing"
            raise AssertionError(f"seed {seed}, run {runs}: {happened} -> {result.error!r}: {error}") from error
    return (
        f"seed {seed}: {trouble.total} faults in {runs} runs, {time.monotonic() - began_s:.0f} s, "
        f"{verdict.pictures} pictures kept, {verdict.failures} runs ended with a reason"
    )


def report(capsys: Any, light: str, wheel: str, told: str) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\nsoak of {light} and {wheel}, {told}\n")


HURRY_S = 0.1
"""So short a time to wait that a caller gives up while the driver still waits for slow replies."""


def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every caller give up early."""
    monkeypatch.setattr("drivers.bench.LIGHTS_DEADLINE_S", HURRY_S)
    monkeypatch.setattr("drivers.bench.WHEEL_DEADLINE_S", HURRY_S)


@every_pair
def test_nothing_lies_whatever_goes_wrong(booth: Booth, light: str, wheel: str, capsys: Any) -> None:
    report(capsys, light, wheel, soak(booth, SEED, SHORT))


@every_pair
def test_nothing_lies_when_nobody_waits(
    booth: Booth, light: str, wheel: str, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    report(capsys, light, wheel, soak(booth, SEED + PARTS + 1, SHORT // 2))


@pytest.mark.soak
@every_pair
@pytest.mark.parametrize("part", range(1, PARTS + 1))
def test_nothing_lies_in_ten_thousand_faults(
    booth: Booth, light: str, wheel: str, part: int, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    if part == PARTS:
        hurry(monkeypatch)
    report(capsys, light, wheel, soak(booth, SEED + part, LONG))

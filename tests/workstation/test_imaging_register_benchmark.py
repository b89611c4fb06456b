"""The rows of ``benchmark register`` on two small trials; no time is judged."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest

from workstation.imaging import benchmark_register
from workstation.imaging.benchmark_register import changed, corner_error_px, known_motion, laid


def sheet() -> np.ndarray:
    picture = np.full((350, 500, 3), 220, np.uint8)
    for row in range(30, 350, 34):
        text = "".join(chr(65 + (row * 7 + 5 * each * each) % 26) for each in range(19))
        cv2.putText(picture, text, (12, row), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (20, 30, 60), 2, cv2.LINE_AA)
    return picture


def test_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benchmark_register, "_WIDTH_PX", 500)
    monkeypatch.setattr(benchmark_register, "_LARGE_WIDTH_PX", 600)
    monkeypatch.setattr(benchmark_register, "peers", dict)
    rows = benchmark_register.run(None, {"drawn": (sheet(), 255 - sheet())}, trials=2)
    for row in rows:
        assert set(row) == {"benchmark", "measure", "value", "unit", "peer", "peer_value", "ratio"}
        assert math.isfinite(row["value"])
    measured = {row["measure"]: row["value"] for row in rows}
    assert measured["drawn, 2.8 Mpx: failures"] == 0
    assert measured["drawn, 2.8 Mpx: median error"] < 0.5
    assert rows[-1]["measure"].startswith("accepted of ")
    assert rows[-1]["value"] == 0


def test_motion_is_where_it_was_put() -> None:
    random = np.random.default_rng(1)
    motion = known_motion(random, 500, 350, scale=0.02, turn_deg=2, shift_px=30, corners=0.0)
    moving = laid(sheet(), motion)
    back = cv2.warpPerspective(moving, motion, (500, 350))
    assert np.abs(back[40:-40, 40:-40].astype(int) - sheet()[40:-40, 40:-40]).mean() < 12
    assert corner_error_px(motion, motion, (500, 350)) == 0
    assert corner_error_px(np.eye(3), np.array([[1, 0, 3], [0, 1, 4], [0, 0, 1.0]]), (500, 350)) == pytest.approx(5)
    assert changed(moving, random).shape == moving.shape

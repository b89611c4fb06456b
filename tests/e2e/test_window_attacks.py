"""Each attack of the simulator is found within a minute by somebody who follows the help page, step by step.

The steps are read from the page; real keys and a real mouse go to the real window on the simulated bench. What was
circled is held against where the material was altered, and what the window showed there against elsewhere. With
``QDBENCH_SCREENSHOTS`` set to a folder, both languages are tried and every view is kept as a picture;
``--log-cli-level=INFO`` says what was measured.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from attack_trial import Examiner, areas, attacked, compared_with, reading_seconds, within
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.help.pages import contents, steps
from ui.language import LANGUAGE_NAMES, install_language
from ui.style import apply_style
from workstation.cases.verify import verify

pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support")

A_MINUTE_S = 60.0
LEAST_ON_TRUTH, LEAST_CONTRAST, TIMES_ELSEWHERE = 0.45, 5.0, 2.0
LEAST_ELSEWHERE = 0.002
SHOTS = os.environ.get("QDBENCH_SCREENSHOTS", "")
ATTACKS = [(page.page_id, scene) for page in contents().pages.values() for scene in page.scenes]
#: Languages take turns, so that each kind is tried in both; all of them where pictures are wanted.
TRIALS = [
    pytest.param(page_id, scene, language, marks=[] if row % 4 == 0 else [pytest.mark.long])
    for row, (page_id, scene) in enumerate(ATTACKS)
    for place, language in enumerate(LANGUAGE_NAMES)
    if SHOTS or row % 2 == place
]
log = logging.getLogger(__name__)
Sit = Callable[[str, str], Examiner]


@pytest.fixture
def sit(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Sit]:
    """Seats an examiner before a document."""
    before = qapp.styleSheet()
    apply_style(qapp)
    seated: list[Examiner] = []

    def seat(scene: str, language: str) -> Examiner:
        seated.append(Examiner(qtbot, scene, language, tmp_path))
        return seated[-1]

    yield seat
    for each in seated:
        each.program.shut_down()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    install_language("en")
    qapp.setStyleSheet(before)


@pytest.mark.parametrize(("page_id", "scene", "language"), TRIALS)
def test_an_attack_is_circled_within_a_minute(sit: Sit, page_id: str, scene: str, language: str) -> None:
    examiner = sit(scene, language)
    examiner.follow(page_id)
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        examiner.window.grab().save(str(Path(SHOTS) / f"{language}-attack-{scene}.png"))

    finding, scale = examiner.finding, examiner.desk.capture.px_per_mm
    left, top, right, bottom = (each / scale for each in finding.region.bounds_px())
    strength, kind = examiner.contrast()
    circled = within(strength.shape, (left, top, right - left, bottom - top))
    truth = attacked(examiner.scene)
    on_truth = areas(truth)[circled].mean()
    inside = float(np.nanmean(strength[circled & truth]))
    others = compared_with(examiner.scene, examiner.circled, truth)
    elsewhere = float(np.nanmean(strength[others])) if others.mean() > LEAST_ELSEWHERE else 0.0
    reading = reading_seconds(page_id, language)
    told = {
        "keys": examiner.hand.keys,
        "drags": examiner.hand.drags,
        "reading_s": round(reading, 1),
        "hands_s": round(examiner.hand.seconds, 1),
        "machine_s": round(examiner.machine_s, 1),
        "circled_on_truth": round(float(on_truth), 2),
        "truth_circled": round(float(circled[truth].mean()), 2),
        f"{kind}_inside": round(inside, 1),
        f"{kind}_elsewhere": round(elsewhere, 1),
    }
    log.info("%s %s %s", scene, language, told)

    assert on_truth > LEAST_ON_TRUTH
    assert inside > LEAST_CONTRAST
    assert inside > TIMES_ELSEWHERE * elsewhere
    assert reading + examiner.hand.seconds < A_MINUTE_S
    path = examiner.desk.case_path
    examiner.press("Ctrl+W")
    examiner.wait(lambda: examiner.desk.snapshot is None)
    assert verify(path).intact


@pytest.mark.parametrize("page_id", sorted({page_id for page_id, _ in ATTACKS}))
def test_a_page_begins_with_the_capture_and_ends_with_a_saved_finding(page_id: str) -> None:
    marks = [mark.kind for step in steps(page_id, "en") for mark in step]
    assert marks[0] == "capture_all"
    assert marks[-1] == "save_finding"
    assert marks.index("rectangle") < len(marks) - 1 - marks[::-1].index("place")

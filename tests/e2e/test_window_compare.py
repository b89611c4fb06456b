"""Every way to compare on the real simulated bench: a counterfeit against its specimen, and light against light.

With ``QDBENCH_SCREENSHOTS`` set to a folder, every way is kept there as a picture in both languages.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from real_window import RealWindow

from ui.compare.keep_dialog import KeepDialog
from ui.viewer.blend import Mode
from workstation.cases.verify import verify

pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support")

SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
KEYS = (
    (Qt.Key.Key_C, NONE, Mode.CURTAIN),
    (Qt.Key.Key_T, NONE, Mode.OPACITY),
    (Qt.Key.Key_B, NONE, Mode.BLINK),
    (Qt.Key.Key_D, NONE, Mode.DIFFERENCE),
    (Qt.Key.Key_D, SHIFT, Mode.SIGNED_DIFFERENCE),
    (Qt.Key.Key_M, NONE, Mode.MERGE),
    (Qt.Key.Key_N, NONE, Mode.BEYOND_NOISE),
)
TITLES = {"en": "White: Difference, against specimen", "zh_CN": "白光：差异（与样本比对）"}


class Desk(RealWindow):
    """A window with a counterfeit captured under three lights, its specimen chosen."""

    about = "compare"

    def __init__(self, *where: Any, **options: str) -> None:
        super().__init__(*where, **options)
        self.capture(("WHITE", "UV365", "IR850"))
        self.desk.keep(self.desk.bench.record.choose_model(self.desk.exhibit_id, "UTO-P-1-2024", "manual"))
        self.wait(lambda: self.desk.model is not None)
        self.look("WHITE")
        self.view.setFocus()

    @property
    def compare(self) -> Any:
        return self.space.compare

    def look(self, light: str) -> None:
        self.desk.look(light=light)
        self.wait(lambda: self.shows(light))

    def mode(self) -> Mode | None:
        return self.view.blend.mode if self.view.blend else None


@pytest.fixture(params=["en", "zh_CN"])
def desk(request: pytest.FixtureRequest, opens: Callable[..., Desk]) -> Desk:
    return opens(Desk, language=request.param)


def seen(desk: Desk) -> np.ndarray:
    """What the view shows, without the ring and the outlines at its edge."""
    image = desk.view.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def test_a_counterfeit_is_compared_in_every_way_and_the_view_is_kept(desk: Desk) -> None:
    for key, modifiers, mode in KEYS:
        desk.press(key, modifiers)
        desk.wait(lambda mode=mode: desk.mode() is mode)
        desk.keep_picture(mode)
    registration = desk.compare.pair.laid.registration
    assert registration.residual_px < 1.5
    assert f"{registration.residual_px:.1f} px" in desk.space.compare_bar.lies.text()

    desk.press(Qt.Key.Key_D)
    desk.press(Qt.Key.Key_K)
    desk.wait(lambda: isinstance(QApplication.activeModalWidget(), KeepDialog))
    dialog = QApplication.activeModalWidget()
    assert dialog.title.text() == TITLES[desk.language]
    desk.keep_picture("keep")
    QTest.keyClick(dialog.title, Qt.Key.Key_Return)
    desk.wait(lambda: desk.desk.snapshot.recipes)
    desk.wait(lambda: desk.compare.kept_id)
    desk.keep_picture("kept")

    desk.space.view.zoom_actual()
    desk.wait(lambda: desk.view.viewport.scale == 1.0)
    recipe = desk.compare.recipe
    replays: list[np.ndarray] = []
    desk.desk.ask(desk.desk.bench.comparison.replay(recipe), replays.append)
    desk.wait(lambda: replays)
    left, top = desk.view.viewport.origin
    shown = seen(desk)
    height, width = shown.shape[:2]
    x, y = round(-left), round(-top)
    assert x > 0, "the page must fill the view"
    assert y > 0, "the page must fill the view"
    assert (shown[4:-4, 4:-4] == replays[0][y : y + height, x : x + width][4:-4, 4:-4]).all()

    path = desk.desk.case_path
    checked: list[object] = []
    desk.desk.ask(desk.desk.bench.comparison.replay_kept(), checked.extend)
    desk.wait(lambda: checked)
    assert [each.same for each in checked] == [True]
    assert verify(path).intact


@pytest.mark.parametrize("desk", ["zh_CN"], indirect=True)
def test_light_is_compared_with_light(desk: Desk) -> None:
    desk.look("IR850")
    desk.press(Qt.Key.Key_P)
    desk.wait(lambda: desk.space.pictures.shown["specimen"] == desk.desk.captures()["WHITE"].capture_id)
    desk.keep_picture("side-by-side-of-lights")
    desk.press(Qt.Key.Key_C)
    desk.wait(lambda: desk.mode() is Mode.CURTAIN)
    assert desk.compare.pair.laid.registration.residual_px < 0.5
    assert "doubt-light" in {each.code for each in desk.compare.pair.laid.doubts}
    desk.keep_picture("curtain-of-lights")
    desk.press(Qt.Key.Key_P, SHIFT)
    assert desk.space.compare_bar.page.isVisible()
    desk.keep_picture("points")
    desk.press(Qt.Key.Key_Escape)
    desk.look("UV365")
    desk.wait(lambda: desk.compare.pair is not None and not desk.compare.laying)
    assert desk.compare.pair.first.light == "UV365"
    desk.keep_picture("another-light")

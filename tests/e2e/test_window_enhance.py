"""A picture in ultraviolet enhanced, kept, made again to the same hash, exported and found on, through the window.

With ``QDBENCH_SCREENSHOTS`` set to a folder, every station is kept there as a picture.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from real_window import RealWindow

from ui.enhance.chain import Layer
from workstation.cases.verify import verify
from workstation.exported_views import exported_view
from workstation.imaging.recipe import parse_recipe
from workstation.imaging.replay import image_sha256

pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support")

PROCESSED = {"en": "PROCESSED", "zh_CN": "经处理"}
SAME = {"en": "✓ Same", "zh_CN": "✓ 一致"}


class Window(RealWindow):
    """A window at which a person works on one picture."""

    about = "enhance"

    def take_dialog(self) -> None:
        """Answer the open dialog with its proposal."""
        self.dialog().go.click()


@pytest.fixture(params=["en", "zh_CN"])
def window(request: pytest.FixtureRequest, opens: Callable[..., Window]) -> Window:
    return opens(Window, language=request.param)


def test_a_picture_is_enhanced_kept_replayed_exported_and_found_on(window: Window) -> None:
    desk, space = window.desk, window.space
    studio, panel = space.studio, space.enhance
    desk.start_capture(("UV365", "OBLIQUE_LEFT", "OBLIQUE_RIGHT"))
    window.wait(lambda: not desk.capturing and len(desk.captures()) == 3)
    desk.look(light="UV365")
    window.wait(lambda: studio.capture is not None and studio.capture.light == "UV365")
    window.act("to_enhance")
    original = space.view.view("questioned").picture
    window.wait(lambda: panel.window_box._levels is not None)
    window.keep_picture("1-untouched")

    panel.presets.choice.choose("shipped:Faint fluorescence")
    panel.presets.choice.activated.emit(panel.presets.choice.currentIndex())
    studio.set_window(0, 200)
    window.wait(lambda: studio.shown_recipe is not None and len(studio.shown_recipe.steps) == 3)
    shown = space.view.view("questioned").picture
    assert shown.pixels.shape == original.pixels.shape
    assert PROCESSED[window.language] in shown.badges
    assert not np.array_equal(shown.pixels, original.pixels)
    window.keep_picture("2-enhanced")

    enhanced = studio.chain
    for _ in range(3):
        window.act("undo")
    assert studio.chain.layers == ()
    assert space.view.view("questioned").picture.key == original.key
    for _ in range(3):
        window.act("redo")
    assert studio.chain == enhanced
    window.wait(lambda: studio.shown_recipe == studio.recipe())

    window.act("keep_view")
    window.take_dialog()
    window.wait(lambda: desk.snapshot.recipes)
    kept = desk.snapshot.recipes[0]
    assert parse_recipe(kept.content) == studio.recipe()
    assert kept.image_sha256 == image_sha256(space.view.view("questioned").picture.pixels)

    window.act("turn_right")
    window.wait(lambda: studio.placement is not None and studio.placement.result == shown.pixels.shape[:2])
    window.act("rectangle")
    view = space.view.view("questioned")
    centre = view.rect().center()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=centre - QPoint(30, 60))
    QTest.mouseMove(view, centre)
    QTest.mouseMove(view, centre + QPoint(10, 20))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=centre + QPoint(10, 20))
    form = space.findings.form
    window.wait(form.isVisible)
    form.feature.choose("uv_fluorescent")
    form.observation.choose("present_deviates")
    form.significance.choose("supports_false")
    window.keep_picture("3-finding-on-a-turned-view")
    window.window.activateWindow()
    window.wait(window.window.isActiveWindow)
    QTest.keyClick(form.observed, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    window.wait(lambda: desk.findings())
    finding = desk.findings()[0]
    left, top, right, bottom = finding.region.bounds_px()
    assert (right - left) > (bottom - top), "what is tall on the turned view is wide on the capture"
    assert 0 <= left < right <= desk.capture.width
    assert finding.recipe_id == desk.snapshot.recipes[-1].recipe_id
    assert len(desk.snapshot.recipes) == 2

    window.act("kept_views")
    with window.qtbot.waitSignal(panel.kept.replayed, timeout=30_000):
        panel.kept.replay_all.click()
    texts = [panel.kept.list.item(row).text() for row in range(panel.kept.list.count())]
    assert len(texts) == 2
    assert all(SAME[window.language] in each for each in texts)
    window.keep_picture("4-replayed")
    panel.kept.list.setCurrentRow(0)
    panel.kept.show_again.click()
    assert studio.recipe().to_json() == kept.content

    target = window.folder / "view.png"
    window.act("export_view")
    window.wait(QApplication.activeModalWidget)
    dialog = QApplication.activeModalWidget()
    dialog.file.edit.setText(str(target))
    dialog.go.click()
    window.wait(lambda: target.exists() and str(target) in window.window.messages.text)
    with Image.open(target) as picture:
        said = json.loads(picture.text["QDBench"])
        pixels = np.asarray(picture)
    assert parse_recipe(json.dumps(said["recipe"])).to_json() == kept.content
    assert said["image_sha256"] == kept.image_sha256
    assert any(PROCESSED[window.language] in line for line in said["caption"])
    assert (pixels.shape[1], said["height"]) == (max(shown.width, 640), shown.height)
    assert exported_view(target).content == kept.content
    if os.environ.get("QDBENCH_SCREENSHOTS"):
        (Path(os.environ["QDBENCH_SCREENSHOTS"]) / f"enhance-{window.language}-export.png").write_bytes(
            target.read_bytes()
        )
    target.write_text("a text")
    window.act("export_view")
    window.wait(QApplication.activeModalWidget)
    QApplication.activeModalWidget().file.edit.setText(str(target))
    QApplication.activeModalWidget().go.click()
    window.wait(lambda: "⚠" in window.window.messages.text)
    assert target.read_text() == "a text"

    panel.show_kept()
    panel.to_steps.click()
    studio.edit(studio.chain.added(Layer("opposed-lamps", lights=("OBLIQUE_LEFT", "OBLIQUE_RIGHT"))))
    window.wait(lambda: studio.shown_recipe is not None and len(studio.shown_recipe.sources) == 2)
    window.act("loupe")
    window.act("millimetres")
    window.act("crosshair")
    window.keep_picture("5-relief-loupe-grid")

    path = desk.case_path
    window.act("close_case")
    window.wait(lambda: desk.snapshot is None)
    assert verify(path).intact

"""Nothing of the measuring tab is cut, in both languages, on the smallest screen and on one at 150 %."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from test_ui_shell_layout import whole
from ui_window import OpenWindow


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("size", [(1280, 800), (1280, 720)])
def test_nothing_is_cut(open_window: OpenWindow, language: str, size: tuple[int, int]) -> None:
    window = open_window(language, width=size[0], height=size[1])
    window.commands.desk.start_capture(("WHITE",))
    window.wait(lambda: window.commands.space.measuring.capture is not None)
    for key in ("measure_pitch", "to_measure", "place_a", "best_light"):
        window.act(key)
        whole(window, key)
    window.act("measure_pitch")
    view = window.commands.space.view.view("questioned")
    for _ in range(4):
        QTest.keyClick(view, Qt.Key.Key_Space)
        QTest.keyClick(view, Qt.Key.Key_Right)
    panel = window.commands.space.measure
    assert panel.value.text().count("\n") == 2
    whole(window, "values")
    buttons = [each.geometry() for each in panel.kinds.values()]
    assert not any(one.intersects(other) for one in buttons for other in buttons if one is not other)
    bar = window.commands.space.tabs.tabBar()
    assert bar.tabRect(bar.count() - 1).right() <= bar.width()

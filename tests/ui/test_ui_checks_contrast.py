"""What is chosen among the checks can still be read."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from ui_window import Opened

from ui.style import TONES
from workstation.cases.model import CheckOutcome


def test_a_failed_check_can_be_read_while_it_is_chosen(window: Opened) -> None:
    window.act("read_mrz")
    checks = window.commands.space.checks
    window.wait(lambda: checks.rows.rows)
    assert checks.rows.rows[0].outcome is CheckOutcome.FAILED
    window.commands.space.show_tab("checks")
    window.wait(checks.list.isVisible)
    checks.list.setCurrentIndex(checks.rows.index(0, 0))
    picture = checks.list.viewport().grab(checks.list.visualRect(checks.rows.index(0, 0))).toImage()
    seen = {picture.pixelColor(x, y).rgb() for x in range(picture.width()) for y in range(picture.height())}
    palette = QApplication.palette()
    assert palette.color(QPalette.ColorRole.Highlight).rgb() in seen
    assert palette.color(QPalette.ColorRole.HighlightedText).rgb() in seen
    assert QColor(TONES["bad"]).rgb() not in seen

"""Opens the program's window as a person has it, and shuts it down after the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from real_window import RealWindow

from ui.language import install_language
from ui.style import apply_style


@pytest.fixture
def opens(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens a window of a class: ``opens(RealWindow, language="zh_CN", scene="uto-visa-genuine")``."""
    before, opened = qapp.styleSheet(), list[RealWindow]()
    apply_style(qapp)

    def open_one(kind: type[RealWindow] = RealWindow, **options: str) -> RealWindow:
        opened.append(kind(qtbot, tmp_path, **options))
        return opened[-1]

    yield open_one
    for each in opened:
        each.end()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    install_language("en")
    qapp.setStyleSheet(before)

"""The look: dark and neutral, because the room is dark and colours beside a picture deceive the eye."""

from __future__ import annotations

from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from workstation.resources import RESOURCES

#: Colour of a tone; a symbol or a word always stands beside it.
TONES = {
    "plain": "#d6d6d6",
    "quiet": "#a0a0a0",
    "good": "#9dc3a6",
    "caution": "#e3b341",
    "bad": "#f0776c",
    "mark": "#7fb2dd",
}

_PALETTE = {
    QPalette.ColorRole.Window: "#242424",
    QPalette.ColorRole.WindowText: "#d6d6d6",
    QPalette.ColorRole.Base: "#1b1b1b",
    QPalette.ColorRole.AlternateBase: "#212121",
    QPalette.ColorRole.Text: "#dedede",
    QPalette.ColorRole.PlaceholderText: "#8c8c8c",
    QPalette.ColorRole.Button: "#343434",
    QPalette.ColorRole.ButtonText: "#d6d6d6",
    QPalette.ColorRole.BrightText: "#ffffff",
    QPalette.ColorRole.Highlight: "#3d6d94",
    QPalette.ColorRole.HighlightedText: "#ffffff",
    QPalette.ColorRole.ToolTipBase: "#3a3a3a",
    QPalette.ColorRole.ToolTipText: "#eeeeee",
    QPalette.ColorRole.Link: "#7fb2dd",
    QPalette.ColorRole.Mid: "#4a4a4a",
    QPalette.ColorRole.Dark: "#171717",
    QPalette.ColorRole.Light: "#4a4a4a",
    QPalette.ColorRole.Shadow: "#101010",
}


def apply_style(application: QApplication) -> None:
    """Give the whole program its look."""
    application.setStyle("Fusion")
    palette = QPalette()
    for role, colour in _PALETTE.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor("#7a7a7a"))
    application.setPalette(palette)
    sheet = (RESOURCES / "style" / "window.qss").read_text(encoding="utf-8")
    application.setStyleSheet(sheet.replace("@icons@", (RESOURCES / "icons").as_posix()))


def icon(name: str) -> QIcon:
    """Icon of ``resources/icons``."""
    return QIcon(str(RESOURCES / "icons" / f"{name}.svg")) if name else QIcon()

"""What the colours on the screen are, in one line: through which profiles, or not managed, or none of the page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.colours.screen import ScreenColours
from ui.compare.comparing import Comparing
from ui.desk import Desk
from ui.language import current_language
from ui.spoken import Panel
from ui.viewer.blend import LOOKED_AT
from workstation.imaging.colour import ColourProfile, shows_colours
from workstation.messages import explain

LONGEST_NAME = 20


class ColourStatus(Panel):
    """One line for the status bar; its tool tip says more."""

    def __init__(self, desk: Desk, compare: Comparing, screen: ScreenColours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._compare, self._screen = desk, compare, screen
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.text)
        for signal in (desk.viewChanged, desk.captureChanged, compare.modeChanged, screen.changed):
            signal.connect(self.refresh)
        self.refresh()

    def retranslate(self) -> None:
        """Words follow the language."""
        super().retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Say what holds for the picture in hand."""
        short, long = self._said()
        self.text.setText(short)
        self.text.setToolTip(long)
        self.text.setAccessibleDescription(long)

    def _said(self) -> tuple[str, str]:
        capture, screen = self._desk.capture, self._screen.profile
        if capture is None:
            return "", ""
        mode = self._compare.mode
        if not shows_colours(capture.light) or (mode is not None and mode not in LOOKED_AT):
            return self.tr("False colour"), self.tr("These are not the colours of the page, so no profile applies.")
        if self._screen.trouble is not None:
            return self.tr("Not colour managed"), explain(self._screen.trouble, current_language())
        if screen is None:
            return self.tr("Not colour managed"), self.tr(
                "Pictures are shown as they are stored. Choose the profile of this screen under View, Profile of the "
                "screen."
            )
        own = self._desk.bench.pictures.profile(capture.sha256)
        return (
            self.tr("Colour: {screen}").format(screen=_shortened(screen.name)),
            self._from(own).format(screen=screen.name, profile=own.name if own else ""),
        )

    def _from(self, own: ColourProfile | None) -> str:
        if own is None or own.assumed:
            return self.tr("The picture names no profile: sRGB is assumed, and shown through the profile {screen}.")
        return self.tr("The picture's own profile {profile} is shown through the profile {screen}.")


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"

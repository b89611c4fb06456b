"""The beat of a blink: one picture and then the other, at a set rate."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal


class Blink(QTimer):
    """Says at every beat which picture is to be seen; at rest it is the first."""

    turned = Signal(bool)  # the second picture is to be seen

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.second = False
        self.timeout.connect(self._turn)

    def run(self, rate_hz: float) -> None:
        """Show each picture once in every ``1 / rate_hz`` seconds; a beat under way goes on."""
        half_ms = round(500 / rate_hz)
        if not self.isActive() or self.interval() != half_ms:
            self.start(half_ms)

    def rest(self) -> None:
        """Show the first picture and no beat."""
        self.stop()
        if self.second:
            self._turn()

    def _turn(self) -> None:
        self.second = not self.second
        self.turned.emit(self.second)

"""Whether somebody is there: every key and pointer touches the lock of the station, and a clock looks at it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from ui.desk import Desk

LOOK_MS = 1000
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class Presence(QObject):
    """Watches the whole program while somebody is signed in."""

    gone = Signal()  # nobody has touched anything for too long

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._clock = QTimer(self, interval=LOOK_MS)
        self._clock.timeout.connect(self.look)
        desk.personChanged.connect(self._follow)
        desk.attached.connect(self._follow)

    def _follow(self) -> None:
        application = QApplication.instance()
        assert application is not None
        application.removeEventFilter(self)
        if self._desk.person.is_account:
            application.installEventFilter(self)
            self._clock.start()
        else:
            self._clock.stop()

    def stop(self) -> None:
        """The window is going."""
        application = QApplication.instance()
        assert application is not None
        application.removeEventFilter(self)
        self._clock.stop()

    def look(self) -> None:
        """Has the station locked itself?"""
        if self._desk.person.is_account and self._desk.bench.people.idle.locked:
            self.gone.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Somebody is there."""
        if event.type() in _TOUCHES:
            self._desk.bench.people.idle.touch()
        return super().eventFilter(watched, event)

"""Keys that act while they are held: a short press stays, a long one ends when the key is let go."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QElapsedTimer, QEvent, QObject
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QWidget

HOLD_MS = 350


class Holding(QObject):
    """Watches the keys of checkable actions.

    Parameters
    ----------
    window : QWidget
        Hears what no field took.
    actions : mapping
        By key, as ``Qt.Key``.
    """

    def __init__(self, window: QWidget, actions: Mapping[int, QAction]) -> None:
        super().__init__(window)
        self._actions = dict(actions)
        self._since = {key: QElapsedTimer() for key in actions}
        for key, action in actions.items():
            action.setAutoRepeat(False)
            action.triggered.connect(self._since[key].start)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let go what was held long."""
        if event.type() is QEvent.Type.KeyRelease and isinstance(event, QKeyEvent) and not event.isAutoRepeat():
            action, since = self._actions.get(event.key()), self._since.get(event.key())
            if action is not None and since is not None and since.isValid():
                held_ms = since.elapsed()
                since.invalidate()
                if held_ms >= HOLD_MS and action.isChecked():
                    action.trigger()
        return False

"""The values that a lesson was learned from, as marks on a line with the threshold."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.spoken import Panel
from ui.style import TONES
from workstation.checks.optical.lessons import Learning

_EDGE_PX, _MARK_PX = 14, 4


class ValueLine(Panel):
    """Genuine values as circles above the line, false ones as crosses below, the threshold across."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._learning: Learning | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Two rows of marks and a row of numbers."""
        return QSize(300, 48 + 2 * self.fontMetrics().height())

    def show_learning(self, learning: Learning | None) -> None:
        """Draw what was learned, or nothing."""
        self._learning = learning
        self.setVisible(learning is not None)
        self.retranslate()
        self.update()

    def retranslate(self) -> None:
        """What is drawn, for who cannot see it."""
        super().retranslate()
        found = self._learning
        text = "" if found is None else self.tr("{genuine} genuine and {false} false values, threshold {threshold}")
        if found is not None:
            numbers = {"genuine": len(found.genuine), "false": len(found.false)}
            text = text.format(threshold=f"{found.check.threshold:.4g}", **numbers)
        self.setAccessibleName(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Marks, line, threshold, numbers."""
        found = self._learning
        if found is None:
            return
        values = (*found.genuine, *found.false, found.check.threshold)
        low, high = min(values), max(values)
        span = (high - low) or 1.0
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text_px = self.fontMetrics().height()
        middle = text_px + 24.0

        def at(value: float) -> float:
            return _EDGE_PX + (value - low) / span * (self.width() - 2 * _EDGE_PX)

        painter.setPen(QPen(QColor(TONES["quiet"]), 1))
        painter.drawLine(QPointF(_EDGE_PX, middle), QPointF(self.width() - _EDGE_PX, middle))
        painter.setPen(QPen(QColor(TONES["good"]), 1.5))
        for value in found.genuine:
            painter.drawEllipse(QPointF(at(value), middle - 10), _MARK_PX, _MARK_PX)
        painter.setPen(QPen(QColor(TONES["bad"]), 1.5))
        for value in found.false:
            x, y = at(value), middle + 10
            painter.drawLine(QPointF(x - _MARK_PX, y - _MARK_PX), QPointF(x + _MARK_PX, y + _MARK_PX))
            painter.drawLine(QPointF(x - _MARK_PX, y + _MARK_PX), QPointF(x + _MARK_PX, y - _MARK_PX))
        threshold = at(found.check.threshold)
        painter.setPen(QPen(QColor(TONES["caution"]), 2))
        painter.drawLine(QPointF(threshold, middle - 20), QPointF(threshold, middle + 20))
        label = f"{found.check.threshold:.4g}"
        width = self.fontMetrics().horizontalAdvance(label)
        painter.drawText(QPointF(min(max(0.0, threshold - width / 2), self.width() - width), text_px - 2.0), label)
        painter.setPen(QColor(TONES["quiet"]))
        painter.drawText(QPointF(_EDGE_PX, self.height() - 3.0), f"{low:.4g}")
        top = f"{high:.4g}"
        right = self.width() - _EDGE_PX - self.fontMetrics().horizontalAdvance(top)
        painter.drawText(QPointF(right, self.height() - 3.0), top)

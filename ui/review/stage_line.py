"""The life of a case as a line of stations: where it was, where it stands."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.fields import term
from ui.style import TONES
from workstation.cases.stages import Stage

#: In the order of a life; a case that was returned stands at its examination again.
LINE = tuple(each for each in Stage if each is not Stage.RETURNED)
RADIUS_PX = 6.0


class StageLine(QWidget):
    """Dots: full where the case has been, ringed where it stands; the names of its neighbours stand below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage = Stage.DRAFT
        self._passed: frozenset[Stage] = frozenset()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_stage(self, stage: Stage, passed: frozenset[Stage]) -> None:
        """Where it stands, and where it has been."""
        self._stage, self._passed = stage, passed
        names = " → ".join(term("stage", each) for each in LINE)
        self.setToolTip(names)
        self.setAccessibleName(term("stage", stage))
        self.update()

    def sizeHint(self) -> QSize:
        """A line of dots over a line of text."""
        return QSize(340, 34 + self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the stations from left to right."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here = Stage.IN_EXAMINATION if self._stage is Stage.RETURNED else self._stage
        margin, y = 14.0, 16.0
        step = (self.width() - 2 * margin) / (len(LINE) - 1)
        painter.setPen(QPen(QColor(TONES["quiet"]), 2))
        painter.drawLine(QPointF(margin, y), QPointF(self.width() - margin, y))
        tone = "caution" if self._stage is Stage.RETURNED else "mark"
        for place, stage in enumerate(LINE):
            at = QPointF(margin + place * step, y)
            stands = stage is here
            full = stands or stage in self._passed
            painter.setPen(QPen(QColor(TONES[tone if stands else "quiet"]), 2))
            painter.setBrush(QColor(TONES[tone if stands else "quiet"]) if full else self.palette().window().color())
            painter.drawEllipse(at, RADIUS_PX, RADIUS_PX)
            if stands:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(at, RADIUS_PX + 4, RADIUS_PX + 4)
                self._write(painter, at.x(), term("stage", self._stage))

    def _write(self, painter: QPainter, x: float, text: str) -> None:
        width = painter.fontMetrics().horizontalAdvance(text) + 4
        left = min(max(x - width / 2, 0), max(self.width() - width, 0))
        painter.setPen(self.palette().windowText().color())
        painter.drawText(
            QRectF(left, 29, width, painter.fontMetrics().height() + 2), Qt.AlignmentFlag.AlignCenter, text
        )

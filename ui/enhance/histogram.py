"""Black and white point over the spread of the values: the numbers are always in sight."""

from __future__ import annotations

from math import log1p

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSpinBox, QWidget

from ui.fields import inset
from ui.spoken import Panel
from ui.viewer.paint import BAND, FAINT, FOCUS, INK
from workstation.imaging.levels import Levels

_COLOURS = {1: ("#c8c8c8",), 3: ("#e07a70", "#86c088", "#7fa8e0")}
GRAB_PX = 12.0


class Histogram(QWidget):
    """The spread of the values, by the logarithm of their number, with two lines to drag.

    Signals
    -------
    moved(int, int, bool)
        Black and white; True while a line is being dragged.
    """

    moved = Signal(int, int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._levels: Levels | None = None
        self._low, self._high = 0, 255
        self._held = ""
        self._said = ""
        self.setFixedHeight(60)
        self.setMinimumWidth(160)

    def sizeHint(self) -> QSize:
        """Wide and low."""
        return QSize(320, 60)

    def set_levels(self, levels: Levels | None) -> None:
        """Show another spread."""
        self._levels = levels
        self.update()

    def set_said(self, text: str) -> None:
        """What stands in the corner."""
        self._said = text
        self.update()

    def set_window(self, low: int, high: int) -> None:
        """Show other lines."""
        self._low, self._high = low, high
        self.update()

    def _top(self) -> int:
        return self._levels.top if self._levels else 255

    def _x(self, value: int) -> float:
        return value / self._top() * (self.width() - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """One outline a channel, then the lines."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), BAND)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._levels is not None:
            peak = max(log1p(max(row)) for row in self._levels.counts) or 1.0
            for row, colour in zip(self._levels.counts, _COLOURS[len(self._levels.counts)], strict=True):
                step = (self.width() - 1) / (len(row) - 1)
                room = self.height() - 4
                points = [QPointF(n * step, self.height() - room * log1p(each) / peak) for n, each in enumerate(row)]
                painter.setPen(QPen(QColor(colour), 1))
                painter.drawPolyline(QPolygonF(points))
        outside = QColor(0, 0, 0, 120)
        left, right = self._x(self._low), self._x(self._high)
        painter.fillRect(QRectF(0, 0, left, self.height()), outside)
        painter.fillRect(QRectF(right, 0, self.width() - right, self.height()), outside)
        painter.setPen(QPen(FOCUS if self.isEnabled() else FAINT, 2))
        for x in (left, right):
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.setPen(INK)
        painter.drawText(
            self.rect().adjusted(6, 2, -6, -2), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, self._said
        )
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the nearer line."""
        x = event.position().x()
        near = min((abs(x - self._x(self._low)), "low"), (abs(x - self._x(self._high)), "high"))
        self._held = near[1] if event.button() is Qt.MouseButton.LeftButton and near[0] <= GRAB_PX else ""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        self._drag(event, True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it go."""
        self._drag(event, False)
        self._held = ""

    def _drag(self, event: QMouseEvent, dragging: bool) -> None:
        value = round(min(max(event.position().x() / max(self.width() - 1, 1), 0.0), 1.0) * self._top())
        if self._held == "low":
            self._low = min(value, self._high - 1)
        elif self._held == "high":
            self._high = max(value, self._low + 1)
        else:
            return
        self.update()
        self.moved.emit(self._low, self._high, dragging)


class WindowBox(Panel):
    """Histogram, black, white, and what the picture itself suggests.

    Signals
    -------
    moved(int, int, bool)
        Black and white; True while a line is being dragged.
    """

    moved = Signal(int, int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._levels: Levels | None = None
        self.histogram = Histogram()
        self.low, self.high = inset(QSpinBox()), inset(QSpinBox())
        self._low_label, self._high_label = QLabel(), QLabel()
        self.suggest = QPushButton()
        for label, box in ((self._low_label, self.low), (self._high_label, self.high)):
            label.setBuddy(box)
            box.setKeyboardTracking(False)
            box.setRange(0, 255)
            box.setFixedWidth(84)
            box.valueChanged.connect(self._typed)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(5)
        grid.addWidget(self.histogram, 0, 0, 1, 5)
        for column, part in enumerate((self._low_label, self.low, self._high_label, self.high, self.suggest)):
            grid.addWidget(part, 1, column)
        grid.setColumnStretch(4, 1)
        self.say(self._low_label.setText, lambda: self.tr("Black"))
        self.say(self._high_label.setText, lambda: self.tr("White"))
        self.say(self.low.setAccessibleName, lambda: self.tr("Value shown as black"))
        self.say(self.high.setAccessibleName, lambda: self.tr("Value shown as white"))
        self.say(self.suggest.setText, lambda: self.tr("Fit"))
        self.say(
            self.suggest.setToolTip,
            lambda: self.tr("Leave out a thousandth of the values at each end"),
        )
        self.say(self.histogram.setAccessibleName, lambda: self.tr("Spread of the values"))
        self.histogram.moved.connect(self.moved)
        self.suggest.clicked.connect(self._take_suggested)

    def set_levels(self, levels: Levels | None) -> None:
        """Show another spread."""
        self._levels = levels
        self.histogram.set_levels(levels)
        top = levels.top if levels else 255
        for box in (self.low, self.high):
            box.blockSignals(True)
            box.setRange(0, top)
            box.blockSignals(False)
        self._say_levels()

    def set_window(self, window: tuple[int, int] | None) -> None:
        """Show another window; None is the whole range."""
        low, high = window or (0, self._levels.top if self._levels else 255)
        for box, value in ((self.low, low), (self.high, high)):
            box.blockSignals(True)
            box.setMaximum(max(box.maximum(), value))
            box.setValue(value)
            box.blockSignals(False)
        self.histogram.set_window(low, high)

    def retranslate(self) -> None:
        """The words follow the language."""
        super().retranslate()
        self._say_levels()

    def _say_levels(self) -> None:
        levels = self._levels
        text = self.tr("Values from {lowest} to {highest} of {top}")
        said = text.format(lowest=levels.lowest, highest=levels.highest, top=levels.top) if levels else ""
        self.histogram.set_said(said)
        self.histogram.setAccessibleDescription(said)

    def _typed(self) -> None:
        if self.low.value() < self.high.value():
            self.histogram.set_window(self.low.value(), self.high.value())
            self.moved.emit(self.low.value(), self.high.value(), False)

    def _take_suggested(self) -> None:
        if self._levels is not None:
            self.moved.emit(*self._levels.suggested, False)

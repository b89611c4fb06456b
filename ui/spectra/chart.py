"""Two spectra drawn over the lights: mean and spread of A and B, and what is no measurement marked so."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontInfo, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.fields import light_name
from ui.style import TONES
from workstation.imaging.light_stack import GREY, BandValue

A_COLOUR, B_COLOUR = QColor("#8fd6ff"), QColor("#ffb35c")
COLOURS = {"A": A_COLOUR, "B": B_COLOUR}
CHANNELS = {GREY: QColor("#bbbbbb"), "red": QColor("#e06a6a"), "green": QColor("#6fc27c"), "blue": QColor("#7b8ff0")}
SATURATED_SHARE = 0.01
MARK_PX = 3.5
LEFT_PX, TOP_PX, LABELS_PX = 34.0, 8.0, 62.0
GRID_LINES = 4


class SpectrumChart(QWidget):
    """Bands from left to right as the table lists them; the numbers themselves stand in the table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: dict[str, tuple[BandValue, ...]] = {}
        self._top = 255
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        """Room for the names of the lights and as much for the values."""
        return QSize(200, 140)

    def set_values(self, values: Mapping[str, tuple[BandValue, ...]], top: int) -> None:
        """Draw these; ``top`` is the largest value that a pixel can have."""
        self._values, self._top = dict(values), top
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Grid, lights, then B below A."""
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            small = painter.font()
            small.setPixelSize(round(QFontInfo(small).pixelSize() * 0.85))
            painter.setFont(small)
            area = QRectF(self.rect()).adjusted(LEFT_PX, TOP_PX, -6, -LABELS_PX)
            self._draw_grid(painter, area)
            bands = next(iter(self._values.values()), ())
            if bands:
                self._draw_lights(painter, area, bands)
            for name in reversed(COLOURS):
                self._draw_spectrum(painter, area, name, self._values.get(name, ()))
        finally:
            painter.end()

    def _draw_grid(self, painter: QPainter, area: QRectF) -> None:
        for line in range(GRID_LINES + 1):
            y = area.bottom() - area.height() * line / GRID_LINES
            painter.setPen(QPen(QColor("#3c3c3c"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(TONES["quiet"]))
            box = QRectF(0, y - 8, LEFT_PX - 4, 16)
            said = round(self._top * line / GRID_LINES)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(said))

    def _x(self, area: QRectF, place: int, count: int) -> float:
        return area.left() + area.width() * (place + 0.5) / count

    def _draw_lights(self, painter: QPainter, area: QRectF, bands: tuple[BandValue, ...]) -> None:
        """Names upright below their bands, a tick in the colour of every channel."""
        lights = [each.band.light for each in bands]
        for place, each in enumerate(bands):
            x = self._x(area, place, len(bands))
            painter.setPen(QPen(CHANNELS.get(each.band.channel, CHANNELS[GREY]), 2))
            painter.drawLine(QPointF(x, area.bottom() + 2), QPointF(x, area.bottom() + 6))
        for light in dict.fromkeys(lights):
            first, count = lights.index(light), lights.count(light)
            x = (self._x(area, first, len(bands)) + self._x(area, first + count - 1, len(bands))) / 2
            painter.save()
            painter.translate(x, area.bottom() + 9)
            painter.rotate(90)
            painter.setPen(QColor(TONES["plain"]))
            height = painter.fontMetrics().height()
            text = painter.fontMetrics().elidedText(
                light_name(light, short=True), Qt.TextElideMode.ElideRight, int(LABELS_PX) - 10
            )
            painter.drawText(
                QRectF(0, -height / 2, LABELS_PX - 10, height),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                text,
            )
            painter.restore()

    def _draw_spectrum(self, painter: QPainter, area: QRectF, name: str, values: tuple[BandValue, ...]) -> None:
        aside = -2.0 if name == "A" else 2.0

        def y(value: float) -> float:
            return area.bottom() - area.height() * min(max(value / self._top, 0.0), 1.0)

        colour = COLOURS[name]
        for place, each in enumerate(values):
            x = self._x(area, place, len(values)) + aside
            painter.setPen(QPen(colour, 1.2))
            painter.drawLine(QPointF(x, y(each.mean - each.sd)), QPointF(x, y(each.mean + each.sd)))
            if each.saturated > SATURATED_SHARE:
                painter.setBrush(QColor(TONES["bad"]))
                at = QPointF(x, y(each.mean))
                painter.drawPolygon(QPolygonF([at + QPointF(-5, 4), at + QPointF(5, 4), at + QPointF(0, -6)]))
            elif name == "A":
                painter.setBrush(colour)
                painter.drawEllipse(QPointF(x, y(each.mean)), MARK_PX, MARK_PX)
            else:
                painter.setBrush(QColor("#1b1b1b"))
                painter.drawRect(QRectF(x - MARK_PX, y(each.mean) - MARK_PX, 2 * MARK_PX, 2 * MARK_PX))

"""What a measurement shows: its picture with the marks it found, and how a lamp came up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.spoken import Panel
from ui.style import TONES
from ui.viewer.imageconv import to_qimage
from workstation.imaging.calibrate_results import Settling

CROSS_PX = 4
MARGIN_PX = 44
SHOWN_AT_LEAST = 6
"""Pictures of the curve that are drawn however late they come."""


class MarkedPicture(QWidget):
    """A picture, whole, with a cross on every point that was found."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap = QPixmap()
        self._points: tuple[tuple[float, float], ...] = ()
        self.setMinimumSize(200, 150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_picture(self, pixels: NDArray[np.uint8] | None, points_px: Sequence[tuple[float, float]] = ()) -> None:
        """Show a picture, or none."""
        self._pixmap = QPixmap() if pixels is None else QPixmap.fromImage(to_qimage(pixels))
        self._points = tuple(points_px)
        self.update()

    @property
    def is_empty(self) -> bool:
        """True while there is no picture."""
        return self._pixmap.isNull()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fit it in."""
        if self.is_empty:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._pixmap.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        painter.drawPixmap(QRectF(left, top, size.width(), size.height()), self._pixmap, QRectF(self._pixmap.rect()))
        scale = size.width() / self._pixmap.width()
        painter.setPen(QPen(QColor(TONES["bad"]), 1.5))
        for x, y in self._points:
            at = QPointF(left + (x + 0.5) * scale, top + (y + 0.5) * scale)
            painter.drawLine(at - QPointF(CROSS_PX, 0), at + QPointF(CROSS_PX, 0))
            painter.drawLine(at - QPointF(0, CROSS_PX), at + QPointF(0, CROSS_PX))


class SettleCurve(Panel):
    """Brightness over time after the lamp was confirmed, with the time found and the configured one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settling: Settling | None = None
        self._configured_ms = 0.0
        self.setMinimumSize(260, 180)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Room for the labels."""
        return QSize(420, 260)

    def show_curve(self, settling: Settling | None, configured_ms: float = 0.0) -> None:
        """Draw one lamp, or none."""
        self._settling, self._configured_ms = settling, configured_ms
        self.retranslate()
        self.update()

    def retranslate(self) -> None:
        """The legend follows the language."""
        super().retranslate()
        settling = self._settling
        self.setAccessibleName("" if settling is None else "; ".join(text for _, text, _ in self._times(settling)))
        self.update()

    def _times(self, settling: Settling) -> list[tuple[float, str, str]]:
        found = self.tr("measured {ms} ms").format(ms=f"{settling.settle_ms:.0f}")
        configured = self.tr("configured {ms} ms").format(ms=f"{self._configured_ms:.0f}")
        if settling.time_constant_ms is None:
            found += self.tr(", by trying: the lamp is quicker than the camera")
        return [(settling.settle_ms, found, "good"), (self._configured_ms, configured, "caution")]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Axes, band of what counts as steady, curve, both times."""
        settling = self._settling
        if settling is None or not settling.curve:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line_px = painter.fontMetrics().height()
        plot = QRectF(MARGIN_PX + 14, 2.5 * line_px, self.width() - MARGIN_PX - 30, self.height() - 4.5 * line_px)
        times = self._times(settling)
        most_ms = 1.05 * max(*(ms for ms, _, _ in times), *(ms for ms, _ in settling.curve[:SHOWN_AT_LEAST]))
        levels = [percent for _, percent in settling.curve]
        low, high = min(*levels, 95.0), max(*levels, 102.0)

        def at(ms: float, percent: float) -> QPointF:
            return QPointF(
                plot.left() + ms / most_ms * plot.width(),
                plot.bottom() - (percent - low) / (high - low) * plot.height(),
            )

        steady = settling.tolerance_percent
        painter.fillRect(QRectF(at(0, 100 + steady), at(most_ms, 100 - steady)), QColor("#2f4436"))
        painter.setPen(QPen(QColor("#5a5a5a"), 1))
        painter.drawRect(plot)
        painter.setPen(QColor(TONES["quiet"]))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for percent in (100.0, low):
            y = at(0, percent).y()
            painter.drawText(QRectF(0, y - line_px / 2, plot.left() - 6, line_px), right, f"{percent:.0f} %")
        under = QRectF(plot.left(), plot.bottom() + 4, plot.width(), line_px)
        painter.drawText(under, Qt.AlignmentFlag.AlignLeft, "0")
        painter.drawText(under, Qt.AlignmentFlag.AlignRight, f"{most_ms:.0f} ms")
        painter.setClipRect(plot.adjusted(-4, -4, 4, 4))
        painter.setPen(QPen(QColor(TONES["mark"]), 1.5))
        points = [at(ms, percent) for ms, percent in settling.curve if ms <= most_ms]
        painter.drawPolyline(QPolygonF(points))
        for point in points:
            painter.drawEllipse(point, 2, 2)
        painter.setClipping(False)
        for row, (ms, text, tone) in enumerate(times):
            colour = QColor(TONES[tone])
            painter.setPen(QPen(colour, 1.5, Qt.PenStyle.SolidLine if row == 0 else Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(at(ms, 0).x(), plot.top()), QPointF(at(ms, 0).x(), plot.bottom()))
            sign = "—" if row == 0 else "- -"
            painter.drawText(QPointF(plot.left(), (row + 1) * line_px), f"{sign} {text}")

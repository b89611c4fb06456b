"""How measurements look over a picture: a line with its points, and the value in a box beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPainterPathStroker, QPen

from ui.viewer.overlays import LABEL_GROUND
from ui.viewer.paint import HALO, bold

SAVED = QColor("#8fd6ff")
SETTING = QColor("#ffe14d")
GRAB_PX = 14.0
POINT_PX = 3.5
LABEL_AWAY_PX = 16.0


def line_of(points: Sequence[QPointF], closed: bool) -> QPainterPath:
    """The line through points of the view."""
    path = QPainterPath()
    if points:
        path.moveTo(points[0])
        for point in points[1:]:
            path.lineTo(point)
        if closed and len(points) > 2:
            path.closeSubpath()
    return path


def hit(points: Sequence[QPointF], closed: bool, at: QPointF) -> bool:
    """True where a place is near the line."""
    stroker = QPainterPathStroker()
    stroker.setWidth(GRAB_PX)
    near_point = any(math.hypot(each.x() - at.x(), each.y() - at.y()) <= GRAB_PX / 2 for each in points)
    return near_point or stroker.createStroke(line_of(points, closed)).contains(at)


def draw_line(
    painter: QPainter, line: tuple[Sequence[QPointF], bool], points: Sequence[QPointF], colour: QColor, strong: bool
) -> None:
    """Line, closed or not, and points, seen on dark and on light; thin, because it lies on what is measured."""
    path = line_of(*line)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(HALO, 5 if strong else 3), QPen(colour, 2.5 if strong else 1.2)):
        painter.setPen(pen)
        painter.drawPath(path)
        for point in points:
            painter.drawEllipse(point, POINT_PX, POINT_PX)


def draw_label(painter: QPainter, lines: Sequence[str], beside: QPointF, area: QRectF, colour: QColor) -> None:
    """Lines of text below and right of a place, moved so that all of them are seen; the first is bold."""
    if not lines:
        return
    usual = painter.font()
    heavy = bold(usual)
    metrics = QFontMetricsF(heavy)
    width = max(metrics.horizontalAdvance(each) for each in lines) + 14
    height = metrics.height() * len(lines) + 6
    left, top = beside.x() + LABEL_AWAY_PX, beside.y() + LABEL_AWAY_PX
    if left + width > area.right():
        left = beside.x() - LABEL_AWAY_PX - width
    if top + height > area.bottom():
        top = beside.y() - LABEL_AWAY_PX - height
    left, top = min(left, area.right() - width), min(top, area.bottom() - height)
    box = QRectF(max(left, area.left()), max(top, area.top()), width, height)
    painter.setPen(QPen(colour, 1))
    painter.setBrush(LABEL_GROUND)
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(colour)
    for row, text in enumerate(lines):
        painter.setFont(usual if row else heavy)
        place = QRectF(box.left() + 7, box.top() + 3 + row * metrics.height(), width, metrics.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
    painter.setFont(usual)

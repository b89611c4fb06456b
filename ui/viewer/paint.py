"""What the viewer's widgets draw alike: neutral ground, badges, focus ring, text with a halo.

The ground beside a picture is grey without a tint, because a coloured one shifts how its colours are judged.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

GROUND = QColor("#2b2b2b")
BAND = QColor("#202020")
INK = QColor("#e6e6e6")
FAINT = QColor("#a8a8a8")
EDGE = QColor("#6a6a6a")
FOCUS = QColor("#7cc4ff")
BADGE_GROUND = QColor("#ffc233")
BADGE_INK = QColor("#000000")
HALO = QColor(0, 0, 0, 190)
RING_PX = 3
BADGE_GAP = 6.0


def bold(font: QFont) -> QFont:
    """The same font, bold."""
    heavy = QFont(font)
    heavy.setBold(True)
    return heavy


def badges_width(badges: Sequence[str], font: QFont) -> float:
    """Width of a row of badges in logical pixels."""
    metrics = QFontMetricsF(bold(font))
    return sum(metrics.horizontalAdvance(badge) + 3 * BADGE_GAP for badge in badges) - (BADGE_GAP if badges else 0)


def draw_badges(painter: QPainter, area: QRectF, badges: Sequence[str], font: QFont) -> None:
    """A row of badges from the left; where they are too wide they become smaller, never fewer."""
    needed = badges_width(badges, font)
    if needed <= 0:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(bold(font))
    painter.translate(area.topLeft())
    shrink = min(1.0, area.width() / needed)
    painter.scale(shrink, shrink)
    metrics = QFontMetricsF(bold(font))
    height = min(area.height() / shrink, metrics.height() + 4)
    top = (area.height() / shrink - height) / 2
    left = 0.0
    for badge in badges:
        box = QRectF(left, top, metrics.horizontalAdvance(badge) + 2 * BADGE_GAP, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(BADGE_GROUND)
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(BADGE_INK)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, badge)
        left += box.width() + BADGE_GAP
    painter.restore()


def draw_ring(painter: QPainter, area: QRect, colour: QColor = FOCUS, width: int = RING_PX) -> None:
    """Frame of ``width`` logical pixels just inside ``area``."""
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.save()
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(area).adjusted(width / 2, width / 2, -width / 2, -width / 2))
    painter.restore()


def draw_cross(painter: QPainter, at: QPointF, area: QRectF) -> None:
    """Lines across ``area`` that leave the point itself free; seen on black and on white."""
    gap = 9.0
    lines = (
        (QPointF(area.left(), at.y()), QPointF(at.x() - gap, at.y())),
        (QPointF(at.x() + gap, at.y()), QPointF(area.right(), at.y())),
        (QPointF(at.x(), area.top()), QPointF(at.x(), at.y() - gap)),
        (QPointF(at.x(), at.y() + gap), QPointF(at.x(), area.bottom())),
    )
    for pen in (QPen(HALO, 3), QPen(FOCUS, 1)):
        painter.setPen(pen)
        for start, end in lines:
            painter.drawLine(start, end)

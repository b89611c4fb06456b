"""Outlined regions over a picture: how they look and which one lies under the pointer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPen,
    QPolygonF,
    QTransform,
)

from ui.viewer.paint import HALO
from ui.viewer.picture import Overlay
from workstation.cases.model import Shape

GRAB_PX = 12.0
POINT_RADIUS = 9.0
LABEL_GROUND = QColor(16, 16, 16, 225)


def outline(shape: Shape, points_px: Sequence[tuple[float, float]], to_view: QTransform) -> QPainterPath:
    """Closed path of a region in the view's logical pixels; a point becomes a small circle."""
    path = QPainterPath()
    points = [to_view.map(QPointF(x, y)) for x, y in points_px]
    if shape is Shape.POINT:
        path.addEllipse(points[0], POINT_RADIUS, POINT_RADIUS)
    elif shape is Shape.RECTANGLE:
        path.addRect(QRectF(points[0], points[1]).normalized())
    else:
        path.addPolygon(QPolygonF([*points, points[0]]))
    return path


def overlay_at(overlays: Sequence[Overlay], to_view: QTransform, at: QPointF) -> Overlay | None:
    """The smallest region at a place, so that one inside another stays within reach; edges count `GRAB_PX` wide."""
    stroker = QPainterPathStroker()
    stroker.setWidth(GRAB_PX)
    hit: list[tuple[float, Overlay]] = []
    for overlay in overlays:
        path = outline(overlay.shape, overlay.points_px, to_view)
        if path.contains(at) or stroker.createStroke(path).contains(at):
            bounds = path.boundingRect()
            hit.append((bounds.width() * bounds.height(), overlay))
    return min(hit, key=lambda each: each[0])[1] if hit else None


def draw_overlays(painter: QPainter, overlays: Sequence[Overlay], to_view: QTransform, area: QRectF) -> None:
    """Every region, the selected one last and stronger; labels stand beside their region, not on it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for overlay in sorted(overlays, key=lambda each: each.selected):
        path = outline(overlay.shape, overlay.points_px, to_view)
        if not path.boundingRect().adjusted(-60, -60, 60, 60).intersects(area):
            continue
        draw_outline(painter, path, QColor(overlay.colour), overlay.selected)
        _draw_label(painter, overlay, path.boundingRect(), area)


def draw_outline(painter: QPainter, path: QPainterPath, colour: QColor, strong: bool = False) -> None:
    """A line that is seen on dark and on light."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(HALO, 7 if strong else 4), QPen(colour, 4 if strong else 2)):
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawPath(path)


def _draw_label(painter: QPainter, overlay: Overlay, region: QRectF, area: QRectF) -> None:
    text = " ".join(part for part in (overlay.symbol, overlay.label) if part)
    if not text:
        return
    font = painter.font()
    font.setBold(True)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    width, height = metrics.horizontalAdvance(text) + 12, metrics.height() + 4
    left = min(max(region.left() - 2, area.left()), area.right() - width)
    above, below = region.top() - height - 4, region.bottom() + 4
    top = above if above >= area.top() else min(below, area.bottom() - height)
    box = QRectF(left, top, width, height)
    colour = QColor(overlay.colour)
    painter.setPen(QPen(colour, 2 if overlay.selected else 1))
    painter.setBrush(colour if overlay.selected else LABEL_GROUND)
    painter.drawRoundedRect(box, 3, 3)
    dark_text = overlay.selected and colour.lightnessF() > 0.45
    painter.setPen(QColor("#000000") if dark_text else QColor("#ffffff") if overlay.selected else colour)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

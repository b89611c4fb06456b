"""A grid of millimetres over the pictures whose scale is known."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.viewer.paint import HALO, INK
from ui.viewer.view import PictureView

SPACINGS_MM = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
LEAST_PX = 34.0
LINE = QColor(255, 225, 77, 130)
STRONG = QColor(255, 225, 77, 210)
EVERY = 5


class MillimetreGrid(QWidget):
    """Lines over one view, from the corner of its picture; every fifth is stronger. The mouse goes through it."""

    def __init__(self, view: PictureView) -> None:
        super().__init__(view)
        self._view = view
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.viewportChanged.connect(self._follow)
        self.hide()

    def set_on(self, on: bool) -> None:
        """Show or hide."""
        self.setVisible(on)
        self._follow()

    def _follow(self) -> None:
        if not self.isHidden():
            self.resize(self._view.size())
            self.update()

    def spacing_mm(self) -> float | None:
        """Distance of the lines; None where the scale is unknown."""
        picture = self._view.picture
        if picture is None or picture.px_per_mm is None:
            return None
        logical = picture.px_per_mm * self._view.viewport.scale / self._view.devicePixelRatioF()
        return next((each for each in SPACINGS_MM if each * logical >= LEAST_PX), SPACINGS_MM[-1])

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines that cross the picture, and their distance in words."""
        painter = QPainter(self)
        try:
            spacing = self.spacing_mm()
            if spacing is None:
                text = self.tr("No grid: the scale of this picture is unknown")
            else:
                self._draw(painter, spacing)
                text = self.tr("Grid {spacing} mm").format(spacing=f"{spacing:g}")
            if self._view.picture is not None:
                area = self.rect().adjusted(10, 6, -10, -6)
                flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
                painter.fillRect(painter.boundingRect(area, flags, text).adjusted(-6, -2, 6, 2), HALO)
                painter.setPen(INK)
                painter.drawText(area, flags, text)
        finally:
            painter.end()

    def _draw(self, painter: QPainter, spacing_mm: float) -> None:
        view, picture = self._view, self._view.picture
        if picture is None or picture.px_per_mm is None:
            return
        ratio, step = view.devicePixelRatioF(), spacing_mm * picture.px_per_mm
        left, top = (max(each, 0.0) for each in view.viewport.to_picture(0, 0))
        seen = view.viewport.to_picture(*view.device_size())
        right, bottom = min(seen[0], picture.width), min(seen[1], picture.height)

        def point(x: float, y: float) -> QPointF:
            across, down = view.viewport.to_device(x, y)
            return QPointF(across / ratio, down / ratio)

        for first, last, upright in ((left, right, True), (top, bottom, False)):
            for number in range(math.ceil(first / step), math.floor(last / step) + 1):
                painter.setPen(QPen(STRONG if number % EVERY == 0 else LINE, 1))
                at = number * step
                ends = ((at, top), (at, bottom)) if upright else ((left, at), (right, at))
                painter.drawLine(point(*ends[0]), point(*ends[1]))

"""A magnified part of the picture at the pointer, and at the same place of the page in the other pane."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.viewer import ComparisonView
from ui.viewer.drawing import Point
from ui.viewer.paint import BAND, FOCUS, GROUND, INK, bold
from ui.viewer.view import PictureView
from ui.viewer.viewport import Viewport

SIDE = 260
POWERS = (1, 2, 4, 8)
CAPTION = 20
#: Of the smaller side of the view: what surrounds the place stays in sight.
LARGEST_SHARE = 0.6


class Lens(QWidget):
    """The loupe of one view."""

    def __init__(self, view: PictureView) -> None:
        super().__init__(view)
        self._view = view
        self._at: Point | None = None
        self._power = POWERS[1]
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.resize(QSize(SIDE, SIDE + CAPTION))
        self.hide()

    def place(self, at: Point | None, power: int) -> None:
        """Magnify what lies at a point of the picture; None hides."""
        self._at, self._power = at, power
        self.setVisible(at is not None and self._view.picture is not None)
        if at is None:
            return
        ratio = self._view.devicePixelRatioF()
        x, y = (each / ratio for each in self._view.viewport.to_device(*at))
        side = min(SIDE, round(min(self._view.width(), self._view.height()) * LARGEST_SHARE))
        self.resize(side, side + CAPTION)
        room = self._view.width() - self.width(), self._view.height() - self.height()
        left, top = (round(min(max(each - side / 2, 0), most)) for each, most in zip((x, y), room, strict=True))
        self.move(QPoint(left, top))
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Picture, cross, power."""
        painter = QPainter(self)
        try:
            painter.fillRect(self.rect(), GROUND)
            if self._at is not None and self._view.picture is not None:
                self._paint(painter, self._at)
        finally:
            painter.end()

    def _paint(self, painter: QPainter, at: Point) -> None:
        ratio = self._view.devicePixelRatioF()
        side = self.width()
        painter.setClipRect(QRectF(0, 0, side, side))
        self._view.paint_through(painter, Viewport(side * ratio, side * ratio, *at, float(self._power)))
        painter.setClipping(False)
        painter.setPen(QPen(FOCUS, 1))
        middle = side / 2
        for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
            painter.drawLine(QPointF(middle + 6 * dx, middle + 6 * dy), QPointF(middle + 18 * dx, middle + 18 * dy))
        band = QRectF(0, side, side, CAPTION)
        painter.fillRect(band, BAND)
        painter.setPen(INK)
        painter.setFont(bold(self.font()))
        painter.drawText(band, Qt.AlignmentFlag.AlignCenter, f"{self._power} : 1")
        painter.setPen(QPen(FOCUS, 2))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


class Loupe:
    """The lenses of all panes, moved together.

    Parameters
    ----------
    view : ComparisonView
    panes : tuple of str
    """

    def __init__(self, view: ComparisonView, panes: tuple[str, ...]) -> None:
        self._view = view
        self._lenses = {name: Lens(view.view(name)) for name in panes}
        self._power = POWERS[1]
        self.on = False
        for name in panes:
            view.view(name).pointed.connect(self._follower(name))
            view.view(name).viewportChanged.connect(self._again)
        self._last: tuple[str, Point] | None = None

    def _follower(self, name: str) -> Callable[[Point | None], None]:
        def follow(point: Point | None) -> None:
            if point is not None:
                self._last = name, point
            if self.on and point is not None:
                self._place(name, point)

        return follow

    def _again(self) -> None:
        if self.on and self._last is not None:
            self._place(*self._last)

    def _place(self, name: str, point: Point) -> None:
        for other, lens in self._lenses.items():
            there = point if other == name else self._view.counterpart(point, name, other)
            lens.place(there, self._power)

    def set_on(self, on: bool) -> None:
        """Show the loupe where the pointer was last, else in the middle of the view in hand; or take it away."""
        self.on = on
        if not on:
            for lens in self._lenses.values():
                lens.hide()
            return
        name, view = self._view.active_pane, self._view.active_view
        inside = self._last if self._last is not None and self._last[0] == name else None
        self._place(*(inside or (name, (view.viewport.centre_x, view.viewport.centre_y))))

    @property
    def power(self) -> int:
        """Screen pixels for one pixel of the picture."""
        return self._power

    def step_power(self) -> None:
        """The next power, round and round."""
        self._power = POWERS[(POWERS.index(self._power) + 1) % len(POWERS)]
        self._again() if self._last is not None else self.set_on(self.on)

"""Two to twelve panes under one zoom: chosen lights beside each other, questioned over specimen."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.enhance.millimetres import MillimetreGrid
from ui.viewer import Picture
from ui.viewer.background import Background
from ui.viewer.drawing import Point
from ui.viewer.link import Link
from ui.viewer.paint import HALO, INK
from ui.viewer.pane import COMPACT_ROW_PX, Pane
from ui.viewer.pyramid import PyramidStore
from ui.viewer.raster import OnRaster
from ui.viewer.view import PictureView

MOST = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """What one pane is for.

    Attributes
    ----------
    light : str
        Light in hand once the pane is chosen.
    specimen : bool
        The specimen's picture; else the questioned document's.
    """

    light: str
    specimen: bool = False


def columns_for(blocks: int, rows_each: int, width: float, height: float, aspect: float) -> int:
    """Columns with which pictures of ``aspect`` (width : height) come out largest."""

    def picture_width(columns: int) -> float:
        rows = math.ceil(blocks / columns) * rows_each
        return min(width / columns, (height / rows - 2 * COMPACT_ROW_PX) * aspect)

    return max(range(1, blocks + 1), key=picture_width, default=1)


class ScaleBar(QWidget):
    """Bar and length in the corner of a picture, or why there is none; the mouse goes through it."""

    def __init__(self, pane: Pane) -> None:
        super().__init__(pane.view)
        self._pane = pane
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        pane.view.viewportChanged.connect(self.follow)

    def follow(self) -> None:
        """The view shows another part, or another picture."""
        self.resize(self._pane.view.size())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """On a ground of its own, so that it is read on every picture."""
        length_px, text = self._pane.scale()
        painter = QPainter(self)
        try:
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
            area = self.rect().adjusted(10 + round(length_px) + (8 if length_px else 0), 0, -6, -4)
            text = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
            box = painter.boundingRect(area, left, text)
            box.setLeft(10)
            painter.fillRect(box.adjusted(-5, -1, 5, 2), HALO)
            painter.setPen(INK)
            painter.drawText(area, left, text)
            if length_px:
                painter.setPen(QPen(INK, 2))
                middle, end = box.center().y(), 10 + length_px
                painter.drawLine(QPointF(10, middle), QPointF(end, middle))
                for x in (10.0, end):
                    painter.drawLine(QPointF(x, middle - 4), QPointF(x, middle + 4))
        finally:
            painter.end()


class PaneWall(QWidget):
    """Panes that pan and zoom together; Tab goes from one to the other, Enter takes the light of one in hand.

    Signals
    -------
    picked(str)
        Light of the pane that was chosen by Enter or a double click.
    pointerMoved(str)
        For the status bar; empty where nothing is pointed at.
    zoomChanged(float)
        Device pixels for one picture pixel of the pane that had the keyboard last.
    """

    picked = Signal(str)
    pointerMoved = Signal(str)
    zoomChanged = Signal(float)

    def __init__(self, parent: QWidget | None = None, executor: Executor | None = None) -> None:
        super().__init__(parent)
        self._background = Background(self, executor)
        self._pyramids = PyramidStore(self._background, self)
        self.panes = tuple(Pane(self._pyramids, self, compact=True) for _ in range(MOST))
        self._bars = tuple(ScaleBar(pane) for pane in self.panes)
        self._grids = tuple(MillimetreGrid(pane.view) for pane in self.panes)
        self._link = Link([pane.view for pane in self.panes], self)
        self._cells: tuple[Cell, ...] = ()
        self._rasters: dict[Cell, OnRaster] = {}
        self._titles: tuple[str, ...] = ()
        self._active = 0
        self._crosshair = False
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        for place, pane in enumerate(self.panes):
            self._connect(place, pane.view)
            pane.hide()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.destroyed.connect(self._background.close)

    def _connect(self, place: int, view: PictureView) -> None:
        view.focused.connect(lambda focused: self._activate(place) if focused else None)
        view.pointed.connect(lambda point: self._pointed(place, point))
        view.viewportChanged.connect(lambda: self._tell_zoom(place))
        view.installEventFilter(self)

    # ------------------------------------------------------------------ what is shown

    @property
    def cells(self) -> tuple[Cell, ...]:
        """What the panes are for, in their order: column by column where a specimen stands below."""
        return self._cells

    def set_cells(self, cells: Sequence[Cell], titles: Sequence[str]) -> None:
        """Give every pane its purpose; pictures that stay keep their zoom, panes beyond are put away."""
        self._titles = tuple(titles)
        if tuple(cells) != self._cells:
            held = {cell: pane.view.picture for cell, pane in zip(self._cells, self.panes, strict=False)}
            self._cells = tuple(cells)
            for place, pane in enumerate(self.panes):
                cell = cells[place] if place < len(cells) else None
                picture, raster = (held.get(cell), self._rasters.get(cell)) if cell else (None, None)
                self._link.show(pane.view, picture, raster)
                pane.setVisible(place < len(cells))
            self._place()
        for pane, title in zip(self.panes, titles, strict=False):
            pane.set_role(title, self.tr("One moment…"))

    def lay(self, rasters: Mapping[Cell, OnRaster]) -> None:
        """Say where the pictures of cells lie on the raster that they share; of all others nothing is known."""
        self._rasters = dict(rasters)
        views = zip(self._cells, self.panes, strict=False)
        self._link.lay({pane.view: self._rasters[cell] for cell, pane in views if cell in self._rasters})

    def picture(self, cell: Cell) -> Picture | None:
        """What the pane of a cell shows."""
        return self.panes[self._cells.index(cell)].view.picture if cell in self._cells else None

    def say_missing(self, cell: Cell, text: str) -> None:
        """Why a pane has no picture."""
        if cell in self._cells:
            place = self._cells.index(cell)
            self.panes[place].set_role(self._titles[place], text)

    def show_picture(self, cell: Cell, picture: Picture | None) -> None:
        """Show a picture in the pane of a cell; the view stays where it was on the page."""
        if cell in self._cells:
            place = self._cells.index(cell)
            self._link.show(self.panes[place].view, picture, self._rasters.get(cell))
            self.panes[place].refresh()
            self._bars[place].follow()
            self._place()

    def _place(self) -> None:
        """Blocks of one light each, as large as the room allows."""
        rows_each = 2 if any(each.specimen for each in self._cells) else 1
        blocks = math.ceil(len(self._cells) / rows_each)
        columns = columns_for(blocks, rows_each, self.width(), self.height(), self._aspect())
        for place in range(len(self._cells)):
            block, below = divmod(place, rows_each)
            self._layout.addWidget(self.panes[place], block // columns * rows_each + below, block % columns)
        rows = math.ceil(blocks / columns) * rows_each if blocks else 0
        for row in range(2 * MOST):
            self._layout.setRowStretch(row, int(row < rows))
        for column in range(MOST):
            self._layout.setColumnStretch(column, int(column < columns))

    def _aspect(self) -> float:
        shown = next((each.view.picture for each in self.panes if each.view.picture is not None), None)
        return shown.width / shown.height if shown is not None else 1.4

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room there is."""
        super().resizeEvent(event)
        self._place()

    # ------------------------------------------------------------------ moving, as the two panes do

    @property
    def active_view(self) -> PictureView:
        """View that had the keyboard last."""
        return self.panes[min(self._active, max(len(self._cells) - 1, 0))].view

    def zoom_in(self) -> None:
        """The next round scale above."""
        self.active_view.zoom_in()

    def zoom_out(self) -> None:
        """The next round scale below."""
        self.active_view.zoom_out()

    def zoom_fit(self) -> None:
        """The whole page."""
        self.active_view.fit()

    def zoom_actual(self) -> None:
        """One picture pixel on one device pixel in the pane that has the keyboard."""
        self.active_view.zoom_actual()

    def set_linked(self, linked: bool) -> None:
        """Panes move together, or each alone."""
        self._link.set_linked(linked)

    def set_crosshair(self, visible: bool) -> None:
        """Mark in every pane the place that the pointer shows in one."""
        self._crosshair = visible
        if not visible:
            for pane in self.panes:
                pane.view.set_cross(None)

    def set_millimetres(self, on: bool) -> None:
        """Lay a grid of millimetres over every picture, or none."""
        for each in self._grids:
            each.set_on(on)

    def _activate(self, place: int) -> None:
        self._active = place
        self._tell_zoom(place)

    def _tell_zoom(self, place: int) -> None:
        if place == self._active and self.isVisible():
            self.zoomChanged.emit(self.panes[place].view.viewport.scale)

    def _pointed(self, place: int, point: Point | None) -> None:
        source = self.panes[place].view
        for other, pane in enumerate(self.panes[: len(self._cells)]):
            if self._crosshair and other != place:
                pane.view.set_cross(None if point is None else self._link.counterpart(point, source, pane.view))
        self.pointerMoved.emit("" if point is None or source.picture is None else self._values(place, point))

    def _values(self, place: int, point: Point) -> str:
        """Millimetres, and what the panes of the light show at the place: there is no room for every light."""
        source, light = self.panes[place].view, self._cells[place].light
        said = []
        if source.picture is not None and source.picture.px_per_mm:
            x, y = (each / source.picture.px_per_mm for each in point)
            said.append(self.tr("{x}, {y} mm").format(x=f"{x:.2f}", y=f"{y:.2f}"))
        for cell, title, pane in zip(self._cells, self._titles, self.panes, strict=False):
            if cell.light != light:
                continue
            there = self._link.counterpart(point, source, pane.view)
            value = _value(pane.view.picture, there)
            if value:
                said.append(f"{title} {value}")
        return " · ".join(said)

    # ------------------------------------------------------------------ choosing one

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A double click chooses the light of its pane."""
        if event.type() is QEvent.Type.MouseButtonDblClick and isinstance(event, QMouseEvent):
            place = next((n for n, pane in enumerate(self.panes) if pane.view is watched), -1)
            if 0 <= place < len(self._cells):
                self.picked.emit(self._cells[place].light)
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the light of the pane with the keyboard in hand."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._active < len(self._cells):
            self.picked.emit(self._cells[self._active].light)
        else:
            super().keyPressEvent(event)

    def shutdown(self) -> None:
        """End the work in the background."""
        self._background.close()


def _value(picture: Picture | None, at: Point | None) -> str:
    """Samples at a place, such as ``210/198/180``; empty outside."""
    if picture is None or at is None or not (0 <= at[0] < picture.width and 0 <= at[1] < picture.height):
        return ""
    sample: Any = picture.pixels[int(at[1]), int(at[0])]
    values = sample.tolist() if getattr(sample, "ndim", 0) else [int(sample)]
    return "/".join(str(each) for each in values)

"""Lists of lights as tiles: the strip below the pictures and the grid of every light at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QImage, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.viewer.imageconv import to_thumbnail
from ui.viewer.paint import BAND, EDGE, FAINT, FOCUS, GROUND, INK, bold, draw_badges, draw_ring

CAPTION_PX = 24
TILE_ROLE = Qt.ItemDataRole.UserRole
THUMBNAIL_PX = 400

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Tile:
    """One light: its pictures side by side (None where it has none), what is written below, and a number."""

    light: str
    title: str
    images: tuple[QImage | None, ...]
    badges: tuple[str, ...] = ()
    count: int = 0
    spoken: str = ""


def thumbnail(pixels: NDArray[Any] | None) -> QImage | None:
    """Small image of a picture, or None where there is none."""
    return None if pixels is None else to_thumbnail(pixels, THUMBNAIL_PX)


class TileModel(QAbstractListModel):
    """Tiles in the order of the row of lights."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tiles: tuple[Tile, ...] = ()

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """What is listed."""
        return self._tiles

    def set_tiles(self, tiles: Sequence[Tile]) -> None:
        """List these. Tiles of the same lights are changed in place, so that focus and scroll position stay."""
        fresh = tuple(tiles)
        if [tile.light for tile in fresh] == [tile.light for tile in self._tiles]:
            self._tiles = fresh
            if fresh:
                self.dataChanged.emit(self.index(0), self.index(len(fresh) - 1))
            return
        self.beginResetModel()
        self._tiles = fresh
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One row a light."""
        return 0 if parent.isValid() else len(self._tiles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Title, tooltip and spoken text; the tile itself for the painter."""
        if not index.isValid():
            return None
        tile = self._tiles[index.row()]
        texts: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: tile.title,
            Qt.ItemDataRole.ToolTipRole: tile.spoken or tile.title,
            Qt.ItemDataRole.AccessibleTextRole: tile.spoken or tile.title,
            TILE_ROLE: tile,
        }
        return texts.get(role)

    def row(self, light: str) -> int:
        """Row of a light, or -1."""
        return next((row for row, tile in enumerate(self._tiles) if tile.light == light), -1)


class TilePainter(QStyledItemDelegate):
    """Draws a tile: pictures, caption, badges, number of findings, frame of the current one."""

    def __init__(self, size: QSize, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.size = size

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All tiles are alike."""
        return self.size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The whole tile."""
        tile: Tile = index.data(TILE_ROLE)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        box = rect.adjusted(3, 3, -3, -3)
        current = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(box, GROUND)
        rows = 2 if tile.badges else 1
        pictures = QRectF(box.adjusted(5, 5, -5, -(rows * CAPTION_PX + 5)))
        _draw_images(painter, pictures, tile.images)
        caption = QRectF(box.left() + 6, box.bottom() - rows * CAPTION_PX - 2, box.width() - 12, CAPTION_PX)
        _draw_caption(painter, caption, tile, current)
        draw_badges(painter, caption.translated(0, CAPTION_PX), tile.badges, painter.font())
        if tile.count:
            _draw_count(painter, box, tile.count)
        if current:
            draw_ring(painter, box, FOCUS, 4 if state & QStyle.StateFlag.State_HasFocus else 2)
        painter.restore()


def _draw_images(painter: QPainter, area: QRectF, images: tuple[QImage | None, ...]) -> None:
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    width = area.width() / max(len(images), 1)
    for column, image in enumerate(images):
        cell = QRectF(area.left() + column * width, area.top(), width, area.height()).adjusted(2, 2, -2, -2)
        if image is None:
            painter.setPen(QPen(EDGE, 1, Qt.PenStyle.DashLine))
            painter.drawRect(cell)
            continue
        size = image.size().scaled(cell.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRectF(0, 0, size.width(), size.height())
        target.moveCenter(cell.center())
        # Halved until it is less than twice too large: bilinear painting alone would alias.
        while image.width() > 2 * target.width() * painter.device().devicePixelRatio() and image.width() > 2:
            image = image.scaled(
                image.width() // 2,
                max(image.height() // 2, 1),
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        painter.drawImage(target, image)
        painter.setPen(QPen(EDGE, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(target.adjusted(-1, -1, 0, 0))


def _draw_caption(painter: QPainter, area: QRectF, tile: Tile, current: bool) -> None:
    painter.save()
    painter.setFont(bold(painter.font()) if current else painter.font())
    painter.setPen(INK if any(image is not None for image in tile.images) else FAINT)
    text = QFontMetricsF(painter.font()).elidedText(tile.title, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def _draw_count(painter: QPainter, box: QRect, count: int) -> None:
    font = bold(painter.font())
    text = str(count)
    height = QFontMetricsF(font).height() + 2
    width = max(height, QFontMetricsF(font).horizontalAdvance(text) + 10)
    pill = QRectF(box.right() - width - 5, box.top() + 6, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    painter.setPen(QPen(BAND, 2))
    painter.setBrush(FOCUS)
    painter.drawRoundedRect(pill, height / 2, height / 2)
    painter.setPen(BAND)
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


class TileList(QListView):
    """Tiles that are reached by keyboard and by a gloved finger alike.

    Signals
    -------
    stepped(str)
        The keyboard moved to this light.
    chosen(str)
        Clicked, touched, or Enter.
    """

    stepped = Signal(str)
    chosen = Signal(str)

    def __init__(self, size: QSize, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles = TileModel(self)
        self.painter = TilePainter(size, self)
        self.setModel(self.tiles)
        self.setItemDelegate(self.painter)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.clicked.connect(lambda index: self.chosen.emit(self.light_at(index)))

    def light_at(self, index: Index) -> str:
        """Light of a row."""
        tile: Tile = index.data(TILE_ROLE)
        return tile.light

    def set_current_light(self, light: str) -> None:
        """Mark a light without telling anyone."""
        row = self.tiles.row(light)
        if row < 0:
            self.selectionModel().clear()
        else:
            self.selectionModel().setCurrentIndex(
                self.tiles.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows step, Enter chooses."""
        before = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and before.isValid():
            self.chosen.emit(self.light_at(before))
            return
        super().keyPressEvent(event)
        now = self.currentIndex()
        if now.isValid() and now.row() != before.row():
            self.stepped.emit(self.light_at(now))

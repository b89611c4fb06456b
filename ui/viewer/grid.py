"""Every light at once: questioned and specimen beside each other in each tile."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.viewer.picture import Picture
from ui.viewer.tiles import CAPTION_PX, Tile, TileList, thumbnail

SMALLEST_TILE = QSize(200, 150)
GridTile = tuple[str, str, Picture | None, Picture | None]


def best_columns(count: int, area: QSize, aspect: float) -> int:
    """Columns with which ``count`` tiles come out largest, for pictures of ``aspect`` (width : height)."""

    def picture_width(columns: int) -> float:
        height = area.height() / math.ceil(count / columns) - 2 * CAPTION_PX
        return min(area.width() / columns, height * aspect)

    return max(range(1, count + 1), key=picture_width, default=1)


class LightGrid(QWidget):
    """Tiles of all lights; arrows and Enter, or a click, pick one.

    Signals
    -------
    picked(str)
        Code of the light of the tile.
    """

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[GridTile, ...] = ()
        self._list = TileList(SMALLEST_TILE, self)
        self._list.setWrapping(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.chosen.connect(self.picked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._list)
        self.setFocusProxy(self._list)
        self.retranslate()

    def set_tiles(self, tiles: Sequence[GridTile]) -> None:
        """List these lights; the first is marked when none was."""
        current = self._list.currentIndex()
        marked = self._list.light_at(current) if current.isValid() else ""
        self._rows = tuple(tiles)
        specimens = any(specimen is not None for _, _, _, specimen in self._rows)
        self._list.tiles.set_tiles([self._tile(*row, specimens) for row in self._rows])
        lights = [light for light, *_ in self._rows]
        self._list.set_current_light(marked if marked in lights else next(iter(lights), ""))
        self._lay_out()

    def retranslate(self) -> None:
        """Speak the language of the window."""
        self._list.setAccessibleName(self.tr("Every light"))
        self.set_tiles(self._rows)

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room there is."""
        super().resizeEvent(event)
        self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        """Use the room there is."""
        super().showEvent(event)
        self._lay_out()

    def _tile(self, light: str, title: str, questioned: Picture | None, specimen: Picture | None, pair: bool) -> Tile:
        images = [None if questioned is None else thumbnail(questioned.pixels)]
        if pair:
            images.append(None if specimen is None else thumbnail(specimen.pixels))
        badges = tuple(dict.fromkeys(badge for each in (questioned, specimen) if each for badge in each.badges))
        missing = self.tr("no picture yet") if questioned is None else ""
        spoken = ", ".join(part for part in (title, *badges, missing) if part)
        return Tile(light, title, tuple(images), badges, spoken=spoken)

    def _lay_out(self) -> None:
        tiles = self._list.tiles.tiles
        area = self._list.maximumViewportSize()
        columns = best_columns(len(tiles), area, self._aspect())
        rows = math.ceil(len(tiles) / columns)
        size = QSize((area.width() - 1) // columns, (area.height() - 1) // max(rows, 1)).expandedTo(SMALLEST_TILE)
        # A scroll bar that is merely reserved would push the last column into the next row.
        fits = rows * size.height() <= area.height()
        self._list.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        )
        self._list.painter.size = size
        self._list.setGridSize(size)

    def _aspect(self) -> float:
        """Width : height of the pictures of one tile."""
        pictures = [picture for _, _, *pair in self._rows for picture in pair if picture is not None]
        side_by_side = max((len(tile.images) for tile in self._list.tiles.tiles), default=1)
        one = pictures[0].width / pictures[0].height if pictures else 1.4
        return side_by_side * one

"""The strip of thumbnails below the pictures: one tile a light."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.viewer.tiles import Tile, TileList, thumbnail

TILE_SIZE = QSize(136, 132)
LEAST_TILE_WIDTH = 106
"""As wide as its widest badge; narrower ones would say nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class StripItem:
    """A light of the strip.

    Attributes
    ----------
    thumbnail : ndarray or None
        Grey or RGB; None where the page has no picture in this light yet.
    badge : str
        Shown in the tile; empty for none.
    """

    light: str
    title: str
    thumbnail: NDArray[np.uint8] | None
    badge: str
    finding_count: int
    current: bool


class LightStrip(QWidget):
    """Thumbnails of every light; arrows step through them, a click or touch picks one.

    Signals
    -------
    picked(str)
        Code of the light that a person chose.
    """

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[StripItem, ...] = ()
        self._list = TileList(TILE_SIZE, self)
        self._list.setWrapping(False)
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFixedHeight(TILE_SIZE.height() + self._list.horizontalScrollBar().sizeHint().height())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._list)
        self.setFocusProxy(self._list)
        self._list.stepped.connect(self.picked)
        self._list.chosen.connect(self.picked)
        self.retranslate()

    def set_items(self, items: Sequence[StripItem]) -> None:
        """List these lights; the one that is ``current`` is marked."""
        self._items = tuple(items)
        self._fill()
        self._fit()
        self.set_current(next((item.light for item in items if item.current), ""))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Every light at once, where there is room for it."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() // max(len(self._items), 1)
        width = max(LEAST_TILE_WIDTH, min(TILE_SIZE.width(), room))
        if width != self._list.painter.size.width():
            self._list.painter.size = QSize(width, TILE_SIZE.height())
            self._list.doItemsLayout()

    def set_current(self, light: str) -> None:
        """Mark a light; nothing is emitted."""
        self._list.set_current_light(light)

    def current(self) -> str:
        """Code of the marked light, or empty."""
        index = self._list.currentIndex()
        return self._list.light_at(index) if index.isValid() else ""

    def retranslate(self) -> None:
        """Speak the language of the window; titles and badges come with the items."""
        self._list.setAccessibleName(self.tr("Lights"))
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def _fill(self) -> None:
        self._list.tiles.set_tiles([self._tile(item) for item in self._items])

    def _tile(self, item: StripItem) -> Tile:
        picture = self.tr("no picture yet") if item.thumbnail is None else ""
        findings = self.tr("%n finding(s)", "", item.finding_count) if item.finding_count else ""
        spoken = ", ".join(part for part in (item.title, item.badge, picture, findings) if part)
        badges = (item.badge,) if item.badge else ()
        return Tile(item.light, item.title, (thumbnail(item.thumbnail),), badges, item.finding_count, spoken)

"""The same picture at half, quarter, ... size, so that a reduced view neither aliases nor takes long to paint."""

from __future__ import annotations

import weakref
from collections import OrderedDict

from PySide6.QtCore import QObject, Signal

from ui.viewer.background import Background
from ui.viewer.imageconv import Window
from ui.viewer.picture import Picture
from workstation.imaging.viewport import COARSE_SPAN, Bytes, eighth, for_screen, halve
from workstation.imaging.views import Pixels

SMALLEST_PX = 256
KEPT_BYTES = 300 * 2**20
AT_ONCE_PX = 16_000_000
"""Larger pictures would hold the window up."""


def halvings(screen: Bytes) -> tuple[Bytes, ...]:
    """Every smaller level, largest first, until the longest side is at most ``SMALLEST_PX``."""
    levels: list[Bytes] = []
    level = screen
    while max(level.shape[:2]) > SMALLEST_PX:
        level = halve(level)
        level.flags.writeable = False
        levels.append(level)
    return tuple(levels)


class Pyramid:
    """Levels of one picture as a screen keeps them; the first is the whole picture, the others follow from a worker.

    Of a large picture the first comes from a worker too. Until then there is a ``coarse`` one.
    """

    def __init__(self, picture: Picture, window: Window) -> None:
        self.source = weakref.ref(picture.pixels)
        self.levels: list[Bytes] = []
        self.coarse: Bytes | None = None
        if picture.width * picture.height > AT_ONCE_PX:
            self.coarse = for_screen(eighth(picture.pixels), window)
        else:
            self.levels.append(for_screen(picture.pixels, window))

    def level(self, scale: float, beside: Pyramid | None = None) -> tuple[Bytes, int]:
        """The level to paint from, and how many picture pixels one of its pixels spans.

        It has one to two for every device pixel and direction: with more, fine lines would alias.

        Parameters
        ----------
        scale : float
            Device pixels for one picture pixel.
        beside : Pyramid or None
            Of a picture of the same size that is compared with this one: only levels that both have are taken, for
            two levels of a picture differ at every edge.
        """
        index = 0
        levels = len(self.levels) if beside is None else min(len(self.levels), len(beside.levels))
        if not levels and self.coarse is not None:
            return self.coarse, COARSE_SPAN
        while index + 1 < levels and scale * 2 ** (index + 1) <= 1:
            index += 1
        return self.levels[index], 2**index

    def byte_length(self) -> int:
        """Memory held by the levels."""
        return sum(level.nbytes for level in self.levels)


class PyramidStore(QObject):
    """Pyramids of the pictures seen last, so that stepping through lights costs nothing the second time.

    Signals
    -------
    grown()
        The smaller levels of some picture have arrived.
    """

    grown = Signal()

    def __init__(self, background: Background, parent: QObject | None = None, kept_bytes: int = KEPT_BYTES) -> None:
        super().__init__(parent)
        self._background = background
        self._kept_bytes = kept_bytes
        self._pyramids: OrderedDict[tuple[str, Window], Pyramid] = OrderedDict()

    def pyramid(self, picture: Picture, window: Window) -> Pyramid:
        """The pyramid of a picture; at once with its base level, later with the others."""
        key = (picture.key, window)
        found = self._pyramids.get(key)
        if found is None or found.source() is not picture.pixels:
            found = self._pyramids[key] = Pyramid(picture, window)
            self._build(found, picture.pixels, window)
        self._pyramids.move_to_end(key)
        self._forget()
        return found

    def _build(self, pyramid: Pyramid, pixels: Pixels, window: Window) -> None:
        made = tuple(pyramid.levels)

        def work() -> tuple[Bytes, ...]:
            whole = made or (for_screen(pixels, window),)
            return (*whole, *halvings(whole[0]))

        def arrived(levels: tuple[Bytes, ...]) -> None:
            pyramid.levels[:] = levels
            self._forget()
            self.grown.emit()

        self._background.submit(work, arrived)

    def _forget(self) -> None:
        while len(self._pyramids) > 1 and self.byte_length() > self._kept_bytes:
            self._pyramids.popitem(last=False)

    def byte_length(self) -> int:
        """Memory held by all pyramids."""
        return sum(pyramid.byte_length() for pyramid in self._pyramids.values())

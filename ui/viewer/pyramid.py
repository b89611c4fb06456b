"""The same picture at half, quarter, ... size, so that a reduced view neither aliases nor takes long to paint."""

from __future__ import annotations

import weakref
from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ui.viewer.background import Background
from ui.viewer.imageconv import Window
from ui.viewer.picture import Picture
from workstation.imaging.viewport import COARSE_SPAN, Bytes, eighth, for_screen, half_for_screen, halve
from workstation.imaging.views import Pixels

SMALLEST_PX = 256
KEPT_BYTES = 220 * 2**20
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

    Of a large picture the reduced levels come from a worker too, and until then there is a ``coarse`` one; the whole
    one, three times as large as all others, comes only when a view is so near that it shows more.
    """

    def __init__(self, picture: Picture, window: Window, near: Callable[[Pyramid], None] = lambda _: None) -> None:
        self.source = weakref.ref(picture.pixels)
        self.levels: list[Bytes] = []
        self.skipped = 0
        self._near = near
        self.coarse: Bytes | None = None
        if picture.width * picture.height > AT_ONCE_PX:
            self.skipped = 1
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
        both = (self, self if beside is None else beside)
        index = max(each.skipped for each in both)
        levels = min(len(each.levels) + each.skipped for each in both)
        if self.skipped and scale > 1 / 2:
            self._near(self)
        if levels <= index and self.coarse is not None:
            return self.coarse, COARSE_SPAN
        while index + 1 < levels and scale * 2 ** (index + 1) <= 1:
            index += 1
        return self.levels[index - self.skipped], 2**index

    @property
    def whole(self) -> Bytes | None:
        """The level that has every pixel of the picture, where it is made."""
        return None if self.skipped else self.levels[0]

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
        self._nearing: set[int] = set()

    def pyramid(self, picture: Picture, window: Window) -> Pyramid:
        """The pyramid of a picture; at once with its base level, later with the others."""
        key = (picture.key, window)
        found = self._pyramids.get(key)
        if found is None or found.source() is not picture.pixels:
            found = self._pyramids[key] = Pyramid(picture, window, lambda pyramid: self._make_whole(pyramid, window))
            self._build(found, picture.pixels, window)
        self._pyramids.move_to_end(key)
        self._forget()
        return found

    def _build(self, pyramid: Pyramid, pixels: Pixels, window: Window) -> None:
        whole = None if pyramid.skipped else pyramid.levels[0]

        def work() -> tuple[Bytes, ...]:
            if whole is not None:
                return halvings(whole)
            half = half_for_screen(pixels, window)
            return (half, *halvings(half))

        def arrived(levels: tuple[Bytes, ...]) -> None:
            pyramid.levels.extend(levels)
            self._forget()
            self.grown.emit()

        self._background.submit(work, arrived)

    def _make_whole(self, pyramid: Pyramid, window: Window) -> None:
        pixels = pyramid.source()
        if pixels is None or id(pyramid) in self._nearing or not pyramid.levels:
            return
        self._nearing.add(id(pyramid))

        def arrived(whole: Bytes) -> None:
            self._nearing.discard(id(pyramid))
            pyramid.levels.insert(0, whole)
            pyramid.skipped = 0
            self._forget()
            self.grown.emit()

        self._background.submit(lambda: for_screen(pixels, window), arrived)

    def _forget(self) -> None:
        while len(self._pyramids) > 1 and self.byte_length() > self._kept_bytes:
            self._pyramids.popitem(last=False)

    def byte_length(self) -> int:
        """Memory held by all pyramids."""
        return sum(pyramid.byte_length() for pyramid in self._pyramids.values())

"""The same picture at half, quarter, ... size, so that a reduced view neither aliases nor takes long to paint."""

from __future__ import annotations

import weakref
from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ui.viewer.background import Background
from ui.viewer.imageconv import Window
from ui.viewer.picture import Colours, Picture
from workstation.imaging.viewport import (
    COARSE_SPAN,
    Bytes,
    eighth,
    for_screen,
    half_for_screen,
    halve,
    reduced_for_screen,
)
from workstation.imaging.views import Pixels

SMALLEST_PX = 256
KEPT_BYTES = 220 * 2**20
AT_ONCE_PX = 16_000_000
"""Larger pictures would hold the window up."""
SHARP_PX = 16_000_000
"""Pixels of a picture reduced to the very scale of a view; a larger one is shown from its levels."""


def halvings(screen: Bytes) -> tuple[Bytes, ...]:
    """Every smaller level, largest first, until the longest side is at most ``SMALLEST_PX``."""
    levels: list[Bytes] = []
    level = screen
    while max(level.shape[:2]) > SMALLEST_PX:
        level = halve(level)
        level.flags.writeable = False
        levels.append(level)
    return tuple(levels)


def coloured(screen: Bytes, colours: Colours | None) -> Bytes:
    """The same memory in the colours of the screen."""
    if colours is not None:
        colours(screen)
    return screen


class Pyramid:
    """Levels of one picture as a screen keeps them; the first is the whole picture, the others follow from a worker.

    Of a large picture the reduced levels come from a worker too, and until then there is a ``coarse`` one; the whole
    one, three times as large as all others, comes only when a view is so near that it shows more.

    Where a view rests, the picture is also made at the very scale of the view: see `sharp`.
    """

    def __init__(self, picture: Picture, window: Window, near: Callable[[Pyramid], None] = lambda _: None) -> None:
        self.source = weakref.ref(picture.pixels)
        self.window = window
        self.colours = picture.colours
        self.levels: list[Bytes] = []
        self.skipped = 0
        self.wanted_scale = 0.0
        self._sharp: tuple[float, Bytes] | None = None
        self._near = near
        self.coarse: Bytes | None = None
        if picture.width * picture.height > AT_ONCE_PX:
            self.skipped = 1
            self.coarse = coloured(for_screen(eighth(picture.pixels), window), picture.colours)
        else:
            self.levels.append(coloured(for_screen(picture.pixels, window), picture.colours))

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

    def sharp(self, scale: float) -> Bytes | None:
        """The picture at this scale, each pixel the mean of what it covers; None until a view rested there."""
        return self._sharp[1] if self._sharp is not None and self._sharp[0] == scale else None

    def sharpen(self, scale: float, level: Bytes) -> None:
        """Keep the picture at a scale in place of another."""
        self._sharp = scale, level

    @property
    def whole(self) -> Bytes | None:
        """The level that has every pixel of the picture, where it is made."""
        return None if self.skipped else self.levels[0]

    def byte_length(self) -> int:
        """Memory held by the levels."""
        sharp = 0 if self._sharp is None else self._sharp[1].nbytes
        return sum(level.nbytes for level in self.levels) + sharp


class PyramidStore(QObject):
    """Pyramids of the pictures seen last, so that stepping through lights costs nothing the second time.

    Signals
    -------
    grown()
        The smaller levels of some picture have arrived, or the picture at the scale where a view rests.
    """

    grown = Signal()

    def __init__(self, background: Background, parent: QObject | None = None, kept_bytes: int = KEPT_BYTES) -> None:
        super().__init__(parent)
        self._background = background
        self._kept_bytes = kept_bytes
        self._pyramids: OrderedDict[tuple[str, Window, Colours | None], Pyramid] = OrderedDict()
        self._nearing: set[int] = set()

    def pyramid(self, picture: Picture, window: Window) -> Pyramid:
        """The pyramid of a picture; at once with its base level, later with the others."""
        key = (picture.key, window, picture.colours)
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
            half = coloured(half_for_screen(pixels, window), pyramid.colours)
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

        self._background.submit(lambda: coloured(for_screen(pixels, window), pyramid.colours), arrived)

    def sharpen(self, pyramid: Pyramid, scale: float) -> None:
        """Make a picture at the very scale at which a view rests, where that reduces it."""
        pixels = pyramid.source()
        if pixels is None or scale >= 1 or pyramid.sharp(scale) is not None or pyramid.wanted_scale == scale:
            return
        if pixels.shape[0] * pixels.shape[1] * scale**2 > SHARP_PX or min(pixels.shape[:2]) * scale < 1:
            return
        pyramid.wanted_scale = scale

        def work() -> Bytes | None:
            if pyramid.wanted_scale != scale:
                return None
            return coloured(reduced_for_screen(pixels, pyramid.window, scale), pyramid.colours)

        def arrived(level: Bytes | None) -> None:
            if level is not None and pyramid.wanted_scale == scale:
                pyramid.sharpen(scale, level)
                pyramid.wanted_scale = 0.0
                self._forget()
                self.grown.emit()

        self._background.submit(work, arrived)

    def _forget(self) -> None:
        while len(self._pyramids) > 1 and self.byte_length() > self._kept_bytes:
            self._pyramids.popitem(last=False)

    def byte_length(self) -> int:
        """Memory held by all pyramids."""
        return sum(pyramid.byte_length() for pyramid in self._pyramids.values())

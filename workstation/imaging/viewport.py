"""The part of a picture that a screen shows, resampled to its pixels."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.imaging.views import Pixels, Window, through_window

Bytes = NDArray[np.uint8]

AHEAD_PX = 64
"""How much more than needed is resampled when a picture is moved, so that the next frames need nothing."""

COARSE_SPAN = 8
"""Pixels of a picture that one of its first, quickly made picture spans."""

_BAND_ROWS = 128
_OPAQUE = np.frombuffer(bytes((0, 0, 0, 255)), np.uint32)[0]


class Box(NamedTuple):
    """Whole pixels of a screen; ``right`` and ``bottom`` lie just outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def empty(self) -> bool:
        """True without a pixel."""
        return self.right <= self.left or self.bottom <= self.top

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.bottom - self.top, self.right - self.left

    def moved(self, x: int, y: int) -> Box:
        """The same box elsewhere."""
        return Box(self.left + x, self.top + y, self.right + x, self.bottom + y)

    def common(self, other: Box) -> Box:
        """What both boxes cover."""
        return Box(*map(max, self[:2], other[:2]), *map(min, self[2:], other[2:]))

    def within(self, other: Box) -> bool:
        """True where the other box covers all of this one."""
        return self.common(other) == self

    def grown(self, by_px: int) -> Box:
        """A box with a margin."""
        return Box(self.left - by_px, self.top - by_px, self.right + by_px, self.bottom + by_px)

    def around(self, inner: Box) -> Iterator[Box]:
        """What this box has beyond an inner one: above, below, left, right."""
        yield Box(self.left, self.top, self.right, inner.top)
        yield Box(self.left, inner.bottom, self.right, self.bottom)
        yield Box(self.left, inner.top, inner.left, inner.bottom)
        yield Box(inner.right, inner.top, self.right, inner.bottom)


NOTHING = Box(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a screen shows of a picture.

    Attributes
    ----------
    pixels : ndarray, shape (h, w) or (h, w, channels), uint8
        Pixels of the screen; empty where the picture lies beside it.
    left, top : int
        Where they lie on the screen.
    """

    pixels: Bytes
    left: int
    top: int


def for_screen(pixels: Pixels, window: Window) -> Bytes:
    """A copy of a picture as a screen keeps it: grey (H, W), or blue, green, red, 255 (H, W, 4).

    Parameters
    ----------
    pixels : ndarray, shape (H, W, 3) RGB or (H, W) grey, uint8 or uint16
    window : tuple of int
        Values of a 16-bit picture shown as black and as white; see ``views.through_window``.
    """
    depth = (4,) if pixels.ndim == 3 else ()
    screen = np.empty((*pixels.shape[:2], *depth), np.uint8)
    # In bands that a cache holds: a whole picture of 8 bits beside the two would cost time and memory.
    for top in range(0, len(pixels), _BAND_ROWS):
        band, into = pixels[top : top + _BAND_ROWS], screen[top : top + _BAND_ROWS]
        shown = through_window(band, window) if band.dtype == np.uint16 else band
        if depth:
            cv2.cvtColor(np.ascontiguousarray(shown), cv2.COLOR_RGB2BGRA, dst=into)
        else:
            np.copyto(into, shown)
    return screen


def alike(first: Bytes, second: Bytes) -> tuple[Bytes, Bytes]:
    """Two pictures of a screen with as many channels: grey beside colour becomes blue, green, red, 255."""
    if first.ndim == second.ndim:
        return first, second
    both = (each if each.ndim == 3 else cv2.cvtColor(each, cv2.COLOR_GRAY2BGRA) for each in (first, second))
    one, other = (np.asarray(each, np.uint8) for each in both)
    return one, other


def opaque(screen: Bytes) -> Bytes:
    """Pixels of a screen after arithmetic, their fourth channel 255 again; changed in place."""
    if screen.ndim == 3:
        whole = screen.view(np.uint32)
        np.bitwise_or(whole, _OPAQUE, out=whole)
    return screen


def halve(pixels: Bytes) -> Bytes:
    """Mean of every 2 x 2 block, rounded half up.

    An odd last row or column is repeated, so ``W / 2`` pixels of the result, not all of them, cover the picture.

    Parameters
    ----------
    pixels : ndarray, shape (H, W) or (H, W, channels), uint8
    """
    height, width = pixels.shape[:2]
    if height % 2 or width % 2:
        pixels = np.asarray(cv2.copyMakeBorder(pixels, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE), np.uint8)
    size = (width + 1) // 2, (height + 1) // 2
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def half_for_screen(pixels: Pixels, window: Window) -> Bytes:
    """What ``halve(for_screen(pixels, window))`` gives, without the picture of full size between."""
    bands = [pixels[top : top + _BAND_ROWS] for top in range(0, len(pixels), _BAND_ROWS)]
    return np.concatenate([halve(for_screen(band, window)) for band in bands])


def reduced_for_screen(pixels: Pixels, window: Window, scale: float) -> Bytes:
    """Means over the part of a picture that each pixel of the screen covers: nothing finer than the screen aliases.

    Rows are reduced in bands and columns afterwards, so that nothing of full size is made; this rounds twice, which
    leaves 55 dB to ``INTER_AREA`` in one step.

    Parameters
    ----------
    pixels, window
        As in ``for_screen``.
    scale : float
        Pixels of the screen for one of the picture, below 1. Pixels of the screen are counted from the picture's
        corner; where the last one is covered by less than half, it is left out.
    """
    bands = (for_screen(pixels[top : top + _BAND_ROWS], window) for top in range(0, len(pixels), _BAND_ROWS))
    narrow = np.concatenate([_by_area(band, scale, 1.0) for band in bands])
    return _by_area(narrow, 1.0, scale)


def _by_area(pixels: Bytes, across: float, down: float) -> Bytes:
    # From the factors, not from a size in whole pixels: that would shift what is seen by up to half a pixel.
    return np.asarray(cv2.resize(pixels, None, fx=across, fy=down, interpolation=cv2.INTER_AREA), np.uint8)


def eighth(pixels: NDArray[Any]) -> NDArray[Any]:
    """Means of 8 x 8 pixels, the quickest picture of a large one; fewer than eight at the far edges are left out."""
    height, width = (max(each // COARSE_SPAN, 1) for each in pixels.shape[:2])
    whole = pixels[: height * COARSE_SPAN, : width * COARSE_SPAN]
    return np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA), pixels.dtype)


def seen(
    level: Bytes, corner: tuple[float, float], scale: float, size: tuple[int, int], *, nearest: bool = False
) -> Seen:
    """Resample a picture to the screen.

    Parameters
    ----------
    level : ndarray, shape (H, W) or (H, W, channels), uint8
        Reduced so far that ``scale`` lies above one half, or fine lines alias.
    corner : tuple of float
        Screen position of the picture's corner.
    scale : float
        Screen pixels for one pixel of ``level``.
    size : tuple of int
        Width and height of the screen in pixels.
    nearest : bool
        Show pixels as squares instead of smoothly.
    """
    box = _box_on_screen(level, corner, scale, size)
    if box.empty:
        return Seen(np.empty((0, 0, *level.shape[2:]), np.uint8), box.left, box.top)
    if scale == 1 and all(float(each).is_integer() for each in corner):
        x, y = box.left - int(corner[0]), box.top - int(corner[1])
        rows, columns = box.shape
        return Seen(level[y : y + rows, x : x + columns], box.left, box.top)
    pixels = np.empty((*box.shape, *level.shape[2:]), np.uint8)
    _resample(level, corner, scale, box, nearest=nearest, into=pixels)
    return Seen(pixels, box.left, box.top)


def _box_on_screen(level: Bytes, corner: tuple[float, float], scale: float, size: tuple[int, int]) -> Box:
    height, width = level.shape[:2]
    return Box(
        max(0, math.floor(corner[0])),
        max(0, math.floor(corner[1])),
        min(size[0], math.ceil(corner[0] + width * scale)),
        min(size[1], math.ceil(corner[1] + height * scale)),
    )


def _resample(
    level: Bytes, corner: tuple[float, float], scale: float, box: Box, *, nearest: bool, into: Bytes
) -> None:
    # A screen pixel's middle is looked up between the middles of the picture's pixels.
    shift_x = (box.left + 0.5 - corner[0]) / scale - 0.5
    shift_y = (box.top + 0.5 - corner[1]) / scale - 0.5
    back = np.array([[1 / scale, 0, shift_x], [0, 1 / scale, shift_y]])
    way = cv2.INTER_NEAREST if nearest else cv2.INTER_LINEAR
    rows, columns = box.shape
    cv2.warpAffine(
        level, back, (columns, rows), dst=into, flags=way | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
    )


class _Room:
    """Memory for the pixels of a screen, taken from the system once: fresh pages cost as much as resampling."""

    def __init__(self) -> None:
        self._bytes = np.empty(0, np.uint8)

    def array(self, shape: tuple[int, ...]) -> Bytes:
        """An array of this shape; its values are left over."""
        count = math.prod(shape)
        if count > self._bytes.size:
            self._bytes = np.empty(count + count // 4, np.uint8)
        return self._bytes[:count].reshape(shape)


class Scroll:
    """Pictures of one size as one screen shows them, kept from frame to frame: a pan resamples what comes into sight.

    Pictures that are compared go through one scroll, so that the same pixels of both were resampled in the same call:
    equal pictures stay equal on the screen.
    """

    def __init__(self) -> None:
        self._levels: tuple[Bytes, ...] = ()
        self._scale = (0.0, False)
        self._box = NOTHING
        self._kept: list[Bytes] = []
        self._rooms: list[tuple[_Room, _Room]] = []
        self._colour_room = _Room()
        self._last: tuple[int, float] = (0, 0.0)

    def in_colour(self, part: Bytes) -> Bytes:
        """Grey as blue, green, red, 255, in memory that is kept for the next frame; colour as it is."""
        if part.ndim == 3:
            return part
        into = self._colour_room.array((*part.shape, 4))
        return np.asarray(cv2.cvtColor(part, cv2.COLOR_GRAY2BGRA, dst=into), np.uint8)

    def stays(self, picture: object, scale: float) -> bool:
        """True from the second frame of a picture at one scale: what is resampled now serves the frames to come."""
        before, self._last = self._last, (id(picture), scale)
        return before == self._last

    def seen(
        self,
        levels: Sequence[Bytes],
        corner: tuple[int, int],
        scale: float,
        size: tuple[int, int],
        *,
        nearest: bool = False,
    ) -> tuple[Seen, ...]:
        """As `seen` for each level, all of one size, at whole pixels of the screen.

        The pixels hold until the next call. After a pan they may lie one grey level beside those of `seen`, where
        resampling rounds the other way.
        """
        box = _box_on_screen(levels[0], corner, scale, size)
        if box.empty or scale == 1:
            self._levels, self._kept, self._box = (), [], NOTHING
            return tuple(seen(each, corner, scale, size, nearest=nearest) for each in levels)
        wanted = box.moved(-corner[0], -corner[1])
        same = len(levels) == len(self._levels) and all(a is b for a, b in zip(levels, self._levels, strict=True))
        if not (same and self._scale == (scale, nearest)):
            self._levels, self._scale, self._box = tuple(levels), (scale, nearest), NOTHING
            self._rooms = self._rooms[: len(levels)] + [(_Room(), _Room()) for _ in levels[len(self._rooms) :]]
        if not wanted.within(self._box):
            self._show(wanted)
        top, left = wanted.top - self._box.top, wanted.left - self._box.left
        rows, columns = wanted.shape
        parts = (each[top : top + rows, left : left + columns] for each in self._kept)
        return tuple(Seen(part, box.left, box.top) for part in parts)

    def _show(self, wanted: Box) -> None:
        old, kept = wanted.common(self._box), self._kept
        scale, nearest = self._scale
        if not old.empty:
            height, width = self._levels[0].shape[:2]
            wanted = wanted.grown(AHEAD_PX).common(Box(0, 0, math.ceil(width * scale), math.ceil(height * scale)))
            old = wanted.common(self._box)
            self._rooms = [(spare, used) for used, spare in self._rooms]
        self._kept = []
        for place, (level, (room, _)) in enumerate(zip(self._levels, self._rooms, strict=True)):
            target = room.array((*wanted.shape, *level.shape[2:]))
            if old.empty:
                fresh: Sequence[Box] = (wanted,)
            else:
                _part(target, wanted, old)[...] = _part(kept[place], self._box, old)
                fresh = [each for each in wanted.around(old) if not each.empty]
            for each in fresh:
                _resample(level, (0, 0), scale, each, nearest=nearest, into=_part(target, wanted, each))
            self._kept.append(target)
        self._box = wanted


def _part(pixels: Bytes, whole: Box, box: Box) -> Bytes:
    return pixels[box.top - whole.top : box.bottom - whole.top, box.left - whole.left : box.right - whole.left]

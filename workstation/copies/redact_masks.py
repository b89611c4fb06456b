"""Masks burned into pixels: nothing of what stood below is left in the file."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.errors import CaseFileError

TILE_PX = 16
"""Masks grow to whole tiles: a block that a JPEG coded together is masked together, and the edge of a mask says
nothing of what it follows."""
FILL_8 = 128
Corners = tuple[tuple[float, float], ...]
_IHDR_END = 33


@dataclass(frozen=True, slots=True)
class Mask:
    """A polygon of a picture in its own pixels, and why it is masked.

    Attributes
    ----------
    kind : str
        As in ``PersonalPlace``; ``zone``, ``code``, ``outside`` (beyond the side that the model knows), ``hidden``
        (the examiner wants it) or ``whole``.
    """

    kind: str
    points_px: Corners


def covered(size: tuple[int, int], masks: Sequence[Mask], opened: Sequence[Corners] = ()) -> NDArray[np.bool_]:
    """Where a picture is masked, in whole tiles.

    Parameters
    ----------
    size : tuple of int
        Width and height.
    masks : sequence of Mask
        One whose kind is ``outside`` masks everything beyond its polygon.
    opened : sequence of polygons
        Left open in a mask of the kind ``whole``, by tiles that lie wholly in one; every other mask stays.

    Returns
    -------
    ndarray, shape (height, width), bool
    """
    width, height = size
    closed = np.zeros((height, width), np.uint8)
    for each in masks:
        if each.kind == "outside":
            beyond = _drawn(size, each.points_px) == 0
            closed |= beyond.astype(np.uint8)
        elif each.kind == "whole":
            closed |= 1
            for polygon in opened:
                closed[_tiled(_drawn(size, polygon) == 0) == 0] = 0
    for each in masks:
        if each.kind not in ("outside", "whole"):
            closed |= _drawn(size, each.points_px)
    return _tiled(closed != 0)


def burned(pixels: NDArray[Any], closed: NDArray[np.bool_]) -> NDArray[Any]:
    """A copy with one grey wherever ``closed`` is true."""
    made = pixels.copy()
    made[closed] = FILL_8 if pixels.dtype == np.uint8 else FILL_8 * 257
    return made


def as_png(pixels: NDArray[Any], texts: Mapping[str, str]) -> bytes:
    """A PNG of 8 or 16 bits that holds the pixels and these texts, and nothing else.

    Raises
    ------
    CaseFileError
        ``redact-not-encoded``.
    """
    done, encoded = cv2.imencode(".png", pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
    if not done:
        raise CaseFileError("redact-not-encoded")
    data = encoded.tobytes()
    chunks = b"".join(_text_chunk(key, text) for key, text in texts.items())
    return data[:_IHDR_END] + chunks + data[_IHDR_END:]


def _text_chunk(key: str, text: str) -> bytes:
    body = b"tEXt" + key.encode("ascii") + b"\0" + text.encode("ascii")
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))


def _drawn(size: tuple[int, int], points: Corners) -> NDArray[np.uint8]:
    plane = np.zeros((size[1], size[0]), np.uint8)
    # Far beyond the picture a coordinate would overflow the drawing.
    limited = np.clip(np.asarray(points, np.float64), -8 * max(size), 8 * max(size))
    cv2.fillPoly(plane, [np.round(limited).astype(np.int32)], 1)
    return plane


def _tiled(plane: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """True over every tile in which anything is true."""
    height, width = plane.shape
    whole = np.pad(plane, ((0, -height % TILE_PX), (0, -width % TILE_PX)))
    rows, columns = (each // TILE_PX for each in whole.shape)
    tiles = whole.reshape(rows, TILE_PX, columns, TILE_PX).any(axis=(1, 3))
    return np.asarray(tiles.repeat(TILE_PX, 0).repeat(TILE_PX, 1)[:height, :width])

"""Pixel formats of GenICam cameras: bytes as they come over the wire to an array, one row a format.

The names and layouts are those of the Pixel Format Naming Convention (EMVA PFNC 2.4). The numbers stay as they came:
a format of 12 bits gives 0 to 4095 in uint16, neither shifted to the left nor stretched; ``data_range`` of
``workstation.imaging.views`` finds the window to show them in. Only the mosaic of a colour sensor is filled in, once,
by OpenCV's bilinear demosaicing, because no room of the workstation knows a mosaic.

Not here: YUV, planar, and more than 16 bits.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.errors import ProtocolError

Pixels = NDArray[np.uint8] | NDArray[np.uint16]
_Values = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Packing:
    """How the values of one line lie in bytes.

    ``group_bytes`` hold ``group_values`` values, and ``unpack`` turns bytes of shape (groups, group_bytes) into
    values of shape (groups, group_values).
    """

    group_bytes: int
    group_values: int
    unpack: Callable[[NDArray[np.uint8]], _Values]

    def line_bytes(self, values: int) -> int:
        """Bytes of so many values; a last group that is not full takes no more bytes than its bits need."""
        return math.ceil(values * self.group_bytes / self.group_values)


@dataclass(frozen=True, slots=True)
class PixelFormat:
    """One row of the table.

    Attributes
    ----------
    bits : int
        Significant bits of a value.
    components : int
        Values of a pixel on the wire.
    colour : bool
    to_rgb : int or None
        Code of ``cv2.cvtColor``; None for grey and RGB, which are kept.
    """

    bits: int
    components: int
    colour: bool
    packing: Packing
    to_rgb: int | None = None


def _bytes(groups: NDArray[np.uint8]) -> _Values:
    return groups


def _words(groups: NDArray[np.uint8]) -> _Values:
    return groups.view("<u2")


def _low_first(bits: int) -> Packing:
    """``p`` of PFNC: values follow each other without a gap, lowest bit first."""
    group_bytes = math.lcm(bits, 8) // 8
    group_values = group_bytes * 8 // bits

    def unpack(groups: NDArray[np.uint8]) -> _Values:
        wide = np.zeros((groups.shape[0], group_bytes + 2), np.uint32)
        wide[:, :group_bytes] = groups
        values = np.empty((groups.shape[0], group_values), np.uint16)
        for place in range(group_values):
            byte, shift = divmod(place * bits, 8)
            three = wide[:, byte] | wide[:, byte + 1] << 8 | wide[:, byte + 2] << 16
            values[:, place] = (three >> shift) & (1 << bits) - 1
        return values

    return Packing(group_bytes, group_values, unpack)


def _gige_vision(bits: int) -> Packing:
    """``Packed`` of GigE Vision 1.x: the high eight bits of two values around a byte that shares their low bits."""
    low = bits - 8

    def unpack(groups: NDArray[np.uint8]) -> _Values:
        high, shared = groups.astype(np.uint16), groups[:, 1].astype(np.uint16)
        mask = (1 << low) - 1
        return np.stack((high[:, 0] << low | shared & mask, high[:, 2] << low | shared >> 4 & mask), axis=1)

    return Packing(3, 2, unpack)


_BYTE, _WORD = Packing(1, 1, _bytes), Packing(2, 1, _words)
_DEPTHS: Mapping[str, tuple[int, Packing]] = {
    "8": (8, _BYTE),
    "10": (10, _WORD),
    "12": (12, _WORD),
    "14": (14, _WORD),
    "16": (16, _WORD),
    "10p": (10, _low_first(10)),
    "12p": (12, _low_first(12)),
    "14p": (14, _low_first(14)),
    "10Packed": (10, _gige_vision(10)),
    "12Packed": (12, _gige_vision(12)),
}
_WHOLE_DEPTHS = ("8", "10", "12", "14", "16")
_FAMILIES: tuple[tuple[str, int, bool, int | None, Iterable[str]], ...] = (
    ("Mono", 1, False, None, _DEPTHS),
    ("BayerRG", 1, True, cv2.COLOR_BayerRGGB2RGB, _DEPTHS),
    ("BayerGR", 1, True, cv2.COLOR_BayerGRBG2RGB, _DEPTHS),
    ("BayerGB", 1, True, cv2.COLOR_BayerGBRG2RGB, _DEPTHS),
    ("BayerBG", 1, True, cv2.COLOR_BayerBGGR2RGB, _DEPTHS),
    ("RGB", 3, True, None, _WHOLE_DEPTHS),
    ("BGR", 3, True, cv2.COLOR_BGR2RGB, _WHOLE_DEPTHS),
    ("RGBa", 4, True, cv2.COLOR_RGBA2RGB, _WHOLE_DEPTHS),
    ("BGRa", 4, True, cv2.COLOR_BGRA2RGB, _WHOLE_DEPTHS),
)
FORMATS: Mapping[str, PixelFormat] = MappingProxyType(
    {
        family + depth: PixelFormat(_DEPTHS[depth][0], components, colour, _DEPTHS[depth][1], to_rgb)
        for family, components, colour, to_rgb, depths in _FAMILIES
        for depth in depths
    }
)
"""By PFNC name. An alpha channel is left out; what it says belongs to no sensor."""


def best(offered: Iterable[str]) -> str | None:
    """The format that keeps most of what the sensor sees: colour before grey, then depth, then the plainest bytes.

    None where none is in the table.
    """
    known = [name for name in offered if name in FORMATS]

    def worth(name: str) -> tuple[bool, int, int, int]:
        row = FORMATS[name]
        return row.colour, row.bits, -row.components, -row.packing.group_bytes

    return max(known, key=worth, default=None)


def decode(name: str, raw: bytes | memoryview, width: int, height: int, line_padding: int = 0) -> Pixels:
    """Pixels of one frame.

    Parameters
    ----------
    name : str
        A name of ``FORMATS``.
    raw : bytes
        The frame from its first pixel on; what follows the last line is not looked at.
    line_padding : int
        Bytes after each line that are no pixels. Without any, a packed line may begin within a byte (PFNC 6).

    Returns
    -------
    ndarray, shape (H, W, 3) RGB or (H, W) grey, uint8 or uint16, read-only

    Raises
    ------
    ProtocolError
        ``camera-frame``: the format is not in the table, or the bytes are too few.
    """
    row = FORMATS.get(name)
    if row is None or width < 1 or height < 1 or line_padding < 0:
        raise ProtocolError("camera-frame", format=name, width=width, height=height, bytes=len(raw))
    lines, values = (height, width * row.components) if line_padding else (1, height * width * row.components)
    pitch = row.packing.line_bytes(values) + line_padding
    if len(raw) < lines * pitch - line_padding:
        raise ProtocolError("camera-frame", format=name, width=width, height=height, bytes=len(raw))
    pixels = _unpacked(row.packing, raw, lines, values, pitch).reshape(height, width, row.components)
    pixels = pixels[..., 0] if row.components == 1 else pixels
    if row.to_rgb is not None:
        pixels = _converted(pixels, row.to_rgb)
    whole: Pixels = np.ascontiguousarray(pixels).copy() if pixels.base is not None else pixels
    whole.flags.writeable = False
    return whole


def _unpacked(packing: Packing, raw: bytes | memoryview, lines: int, values: int, pitch: int) -> _Values:
    """Values of shape (lines, values)."""
    groups = math.ceil(values / packing.group_values)
    used = packing.line_bytes(values)
    data = np.frombuffer(raw, np.uint8, count=(lines - 1) * pitch + used)
    if pitch == used == groups * packing.group_bytes:
        table = data.reshape(lines * groups, packing.group_bytes)
    else:
        rows = np.zeros((lines, groups * packing.group_bytes), np.uint8)
        for line in range(lines):
            rows[line, :used] = data[line * pitch : line * pitch + used]
        table = rows.reshape(lines * groups, packing.group_bytes)
    return packing.unpack(table).reshape(lines, groups * packing.group_values)[:, :values]


def _converted(pixels: _Values, code: int) -> _Values:
    mosaic = pixels.ndim == 2
    if mosaic and min(pixels.shape) < 2:
        return np.repeat(pixels[..., None], 3, axis=2)
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(pixels), code))

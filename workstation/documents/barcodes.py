"""Bar codes of a picture: PDF417, QR, Aztec, DataMatrix and the linear ones (through ZXing-C++).

A code that is seen but cannot be decoded is told as well: a spoilt seal is a finding, an absent one is another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

Point = tuple[float, float]

LARGEST_SIDE_PX = 8_000
"""Larger pictures are reduced first: a page of 125 mm at 1600 dpi."""
MOST_CODES = 32

_FORMATS = (
    zxingcpp.BarcodeFormat.PDF417,
    zxingcpp.BarcodeFormat.MicroPDF417,
    zxingcpp.BarcodeFormat.QRCode,
    zxingcpp.BarcodeFormat.Aztec,
    zxingcpp.BarcodeFormat.DataMatrix,
    zxingcpp.BarcodeFormat.AllLinear,
)
_SMALLEST_SIDE_PX = 8


@dataclass(frozen=True, slots=True)
class BarCode:
    """One bar code.

    Attributes
    ----------
    format : str
        ``PDF417``, ``QRCode``, ``DataMatrix``, ``Aztec``, ``Code128``, ...
    content : bytes
        Payload exactly as coded; empty where ``error`` is set.
    text : str
        The payload as text where it is text, else empty.
    corners : tuple of 4 points
        In pixels of the picture, clockwise from the code's own top left.
    error : str
        ``checksum``, ``format``, ``unsupported``; empty for a code that decodes.
    """

    format: str
    content: bytes
    text: str
    corners: tuple[Point, Point, Point, Point]
    error: str = ""


def read_barcodes(pixels: NDArray[np.uint8] | NDArray[np.uint16]) -> tuple[BarCode, ...]:
    """Find and decode the bar codes of a picture, dark on light or light on dark.

    Square codes in any direction; stacked and linear ones within a few degrees of upright, in any of four turns.

    Parameters
    ----------
    pixels : ndarray, shape (H, W) or (H, W, 3), uint8 or uint16
        RGB or grey.

    Returns
    -------
    tuple of BarCode
        Decoded ones first; at most ``MOST_CODES``.
    """
    if min(pixels.shape[:2]) < _SMALLEST_SIDE_PX:
        return ()
    grey, scale = _grey(pixels)
    codes = _read(_eight_bit(grey), scale)
    decoded = [each for each in codes if not each.error]
    if not decoded:
        decoded = [each for each in _read(_stretched(grey), scale) if not each.error]
    spoilt = [each for each in codes if each.error and not any(_overlap(each, other) for other in decoded)]
    return tuple((*decoded, *spoilt)[:MOST_CODES])


def _read(grey: NDArray[np.uint8], scale: float) -> list[BarCode]:
    formats = zxingcpp.BarcodeFormats(list(_FORMATS))
    found = zxingcpp.read_barcodes(grey, formats=formats, text_mode=zxingcpp.TextMode.Plain, return_errors=True)
    return [_code(each, scale) for each in found]


def _grey(pixels: NDArray[Any]) -> tuple[NDArray[Any], float]:
    """The picture in grey, at most ``LARGEST_SIDE_PX`` long, and its scale."""
    scale = min(1.0, LARGEST_SIDE_PX / max(pixels.shape[:2]))
    height, width = (max(1, round(side * scale)) for side in pixels.shape[:2])
    small = pixels if scale == 1.0 else cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY) if small.ndim == 3 else small), scale


def _eight_bit(grey: NDArray[Any]) -> NDArray[np.uint8]:
    if grey.dtype != np.uint8:
        grey = cv2.convertScaleAbs(grey, alpha=255 / 65535)
    eight: NDArray[np.uint8] = grey.astype(np.uint8, copy=False)
    return eight


def _stretched(grey: NDArray[Any]) -> NDArray[np.uint8]:
    """All but the darkest and brightest hundredth over the whole range: a print that hardly shows in this light."""
    low, high = np.percentile(grey, (0.5, 99.5))
    full: NDArray[np.uint8] = np.clip((grey.astype(np.float32) - low) * (255 / max(high - low, 1)), 0, 255).astype(
        np.uint8
    )
    return full


def _code(found: zxingcpp.Barcode, scale: float) -> BarCode:
    at = found.position
    corners = tuple(
        (each.x / scale, each.y / scale) for each in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
    )
    error = "" if found.error is None else found.error.type.name.lower()
    is_text = not error and found.content_type in (zxingcpp.ContentType.Text, zxingcpp.ContentType.GS1)
    return BarCode(
        format=found.format.name,
        content=b"" if error else bytes(found.bytes),
        text=found.text if is_text else "",
        corners=corners,  # type: ignore[arg-type]
        error=error,
    )


def _overlap(one: BarCode, other: BarCode) -> bool:
    """The centre of one lies within the bounds of the other."""
    x, y = np.mean(one.corners, axis=0)
    xs, ys = zip(*other.corners, strict=True)
    return bool(min(xs) <= x <= max(xs) and min(ys) <= y <= max(ys))

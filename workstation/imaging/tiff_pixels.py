"""Pixels of the first page of a TIFF, always as the raster is stored.

Pillow and OpenCV turn a TIFF by its orientation tag, and Pillow cuts 16-bit colour to 8 bits.
tifffile does neither.
"""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workstation.imaging.headers import PictureFacts
from workstation.imaging.views import Pixels

_WHITE_IS_ZERO, _PALETTE, _SEPARATED = 0, 3, 5
_PLANES_APART = 2
_READ_AHEAD_BYTES = 16 * 2**20
"""tifffile's own 256 MiB would hold a large picture thrice: as read, decoded piece by piece, and put together."""


def read_tiff(data: bytes, facts: PictureFacts) -> Pixels:
    """Grey or RGB of the first page. Anything that tifffile, imagecodecs and numpy raise passes through."""
    import tifffile  # with imagecodecs 0.2 s, not needed for a start

    # The stream is closed too: pages and file hold each other, and with them all bytes until some later collection.
    with io.BytesIO(data) as stream, tifffile.TiffFile(stream) as file:
        page: Any = file.pages[0]
        if (page.imagewidth, page.imagelength, page.imagedepth) != (facts.width, facts.height, 1):
            raise ValueError("header and decoder disagree on the size")
        stored: NDArray[Any] = page.asarray(maxworkers=2, buffersize=_READ_AHEAD_BYTES)
        photometric, bits, palette = int(page.photometric), int(page.bitspersample), page.colormap
        if page.planarconfig == _PLANES_APART and stored.ndim == 3:
            stored = np.moveaxis(stored, 0, -1)
    if photometric == _PALETTE:
        colours: NDArray[np.uint8] = (palette >> 8).astype(np.uint8).T
        return np.take(colours, stored, axis=0)
    pixels: NDArray[Any] = stored.astype(f"u{facts.bit_depth // 8}", copy=False)
    if bits < 8:
        pixels = pixels * np.uint8(255 // ((1 << bits) - 1))
    if photometric == _SEPARATED:
        return _rgb_of_cmyk(pixels)
    if photometric == _WHITE_IS_ZERO:
        pixels = np.invert(pixels)
    if facts.channels == 1:
        return pixels if pixels.ndim == 2 else np.ascontiguousarray(pixels[..., 0])
    return np.ascontiguousarray(pixels[..., :3])


def _rgb_of_cmyk(cmyk: NDArray[Any]) -> NDArray[Any]:
    """Without profiles: each ink takes its share of the light."""
    full = np.iinfo(cmyk.dtype).max
    light = full - cmyk[..., :4].astype(np.float32)
    return np.rint(light[..., :3] * (light[..., 3:] / full)).astype(cmyk.dtype)

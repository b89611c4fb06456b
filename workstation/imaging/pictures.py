"""Picture files to arrays and back. Arrays are RGB or grey, as stored, and read-only.

The stored raster is the evidence, so nothing is done to it silently: an orientation tag is not applied, a colour
profile is not applied, alpha is left out (the stored colours show), 16 bit stay 16 bit. Palette, CMYK and YCbCr
become RGB, fewer than 8 bits become 8, white-is-zero becomes black-is-zero.
"""

from __future__ import annotations

import io
import struct

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workstation.errors import PictureError
from workstation.imaging.headers import JPEG, PNG, TIFF, PictureFacts, png_pixels, probe
from workstation.imaging.tiff_pixels import read_tiff
from workstation.imaging.views import Crop, Pixels, crop, data_range, for_display, thumbnail

__all__ = [
    "Crop",
    "PictureFacts",
    "Pixels",
    "crop",
    "data_range",
    "decode",
    "decode_at",
    "encode_lossless",
    "for_display",
    "probe",
    "thumbnail",
]

# Pillow's own limit only warns; headers.probe refuses before Pillow sees the file.
Image.MAX_IMAGE_PIXELS = None

_BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError,
    RuntimeError, AttributeError, AssertionError, struct.error, cv2.error,
)  # fmt: skip
"""What Pillow, tifffile, imagecodecs and OpenCV raise for damaged files."""


def decode(data: bytes, path: str = "") -> Pixels:
    """Pixels of a picture file.

    Parameters
    ----------
    data : bytes
        The whole file: JPEG, PNG, or TIFF (its first page).
    path : str
        Name for the error.

    Returns
    -------
    ndarray, shape (H, W, 3) RGB or (H, W) grey, uint8 or uint16, read-only

    Raises
    ------
    PictureError
        The codes of ``headers.probe``; ``picture-truncated`` and ``picture-damaged`` also for what shows only when
        the pixels are read; ``picture-needs-memory``.
    """
    return _decode(data, probe(data, path), path, None)


def decode_at(data: bytes, max_px: int, path: str = "") -> Pixels:
    """Pixels reduced to at most ``max_px`` on the longest side, for thumbnails; JPEG is decoded reduced.

    Same shapes, dtypes and errors as ``decode``. A smaller picture keeps its size.
    """
    return thumbnail(_decode(data, probe(data, path), path, max_px), max_px)


def encode_lossless(pixels: Pixels, px_per_mm: float | None = None) -> tuple[bytes, str]:
    """A live frame as a TIFF that every reader opens: deflate, horizontal predictor, strips.

    The same pixels give the same bytes: no date, no software name.

    Parameters
    ----------
    pixels : ndarray, shape (H, W, 3) RGB or (H, W) grey, uint8 or uint16
    px_per_mm : float or None
        Written as resolution; None writes that there is none.

    Returns
    -------
    tuple of the file's bytes and its MIME type
    """
    import tifffile  # with imagecodecs 0.2 s, not needed for a start

    per_cm = (1.0, 1.0) if px_per_mm is None else (px_per_mm * 10, px_per_mm * 10)
    target = io.BytesIO()
    tifffile.imwrite(
        target,
        pixels,
        photometric="rgb" if pixels.ndim == 3 else "minisblack",
        compression="deflate",
        compressionargs={"level": 1},
        predictor=True,
        rowsperstrip=min(64, pixels.shape[0]),
        resolution=per_cm,
        resolutionunit="NONE" if px_per_mm is None else "CENTIMETER",
        metadata=None,
        software=False,
        datetime=False,
        maxworkers=2,
    )
    return target.getvalue(), TIFF


def _decode(data: bytes, facts: PictureFacts, path: str, max_px: int | None) -> Pixels:
    if not facts.whole:
        raise PictureError("picture-truncated", path=path)
    try:
        pixels = _read(data, facts, max_px)
    except MemoryError as error:
        raise PictureError("picture-needs-memory", path=path) from error
    except _BROKEN as error:
        code = "picture-truncated" if "truncated" in str(error) else "picture-damaged"
        raise PictureError(code, path=path) from error
    pixels.flags.writeable = False
    return pixels


def _read(data: bytes, facts: PictureFacts, max_px: int | None) -> Pixels:
    if facts.mime == TIFF:
        return read_tiff(data, facts)
    if facts.mime == PNG and facts.bit_depth == 16:
        return _read_deep_png(data, facts)
    with Image.open(io.BytesIO(data), formats=(facts.mime.removeprefix("image/"),)) as image:
        if image.size != (facts.width, facts.height):
            raise ValueError("header and decoder disagree on the size")
        if facts.mime == JPEG and max_px is not None:
            image.draft(None, (max_px, max_px))
        return np.array(image.convert("L" if facts.channels == 1 else "RGB"), np.uint8)


def _read_deep_png(data: bytes, facts: PictureFacts) -> NDArray[np.uint16]:
    """16 bits a sample, which Pillow would cut to 8 in colour."""
    # libpng would say so on stderr, where the command line promises one line.
    bare = png_pixels(data)
    if bare is None:
        raise ValueError("a checksum does not hold, or there is more than the pixels")
    stored = cv2.imdecode(np.frombuffer(bare, np.uint8), cv2.IMREAD_UNCHANGED)
    if stored is None or stored.dtype != np.uint16 or stored.shape[:2] != (facts.height, facts.width):
        raise ValueError("no 16-bit PNG")
    if facts.channels == 1:
        return np.array(stored if stored.ndim == 2 else stored[..., 0], np.uint16)
    return np.array(stored[..., 2::-1], np.uint16)

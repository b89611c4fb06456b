"""What a picture file says of itself, read from its first bytes without decoding a pixel.

Reads JPEG (ISO 10918-1, JFIF, Exif), PNG (ISO 15948) and TIFF (TIFF 6.0 and BigTIFF). Every limit is checked
here, so nothing larger than it is ever handed to a decoder.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from workstation.errors import PictureError
from workstation.imaging.tiff_tags import Tag, Tags, UnsupportedTiff, directories, number, resolution_per_mm

MAX_PIXELS = 400_000_000
MAX_SIDE_PX = 32_767
"""Longest side that OpenCV and Qt address in 16 signed bits."""

TRUSTED_DPI = (149.0, 25_400.0)
"""Resolutions outside are taken as unknown: 72, 96, 100, 120 and 144 dpi are what cameras and screens write when
they do not know, and a wrong scale is worse than none.
"""

JPEG, PNG, TIFF = "image/jpeg", "image/png", "image/tiff"

_MM_PER_INCH = 25.4
_SQUARE_PIXELS = 0.01


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What the header says.

    Attributes
    ----------
    width, height : int
        Of the stored raster in pixels, before any orientation tag.
    channels : int
        1 grey or 3 colour, as ``pictures.decode`` gives them. Palette and CMYK count as colour, alpha as nothing.
    bit_depth : int
        8 or 16, as decoded. Fewer bits a sample count as 8.
    mime : str
        ``image/jpeg``, ``image/png`` or ``image/tiff``.
    px_per_mm : float or None
        None where the file gives no real unit, no square pixels, or a resolution outside ``TRUSTED_DPI``.
    orientation : int
        Exif or TIFF orientation, 1 to 8. It is reported and never applied: coordinates belong to the stored raster.
    claimed_time : str
        When the file says that it was taken (Exif), such as ``2024-05-01 10:11:12`` in an unknown time zone; empty
        where it does not say. Nobody has confirmed it.
    pages : int
        Full pictures in the file; only the first is read.
    whole : bool
        False when the file ends before the data that its header announces, or is too short for any coding of it.
    """

    width: int
    height: int
    channels: int
    bit_depth: int
    mime: str
    px_per_mm: float | None = None
    orientation: int = 1
    claimed_time: str = ""
    pages: int = 1
    whole: bool = True


def probe(data: bytes, path: str = "") -> PictureFacts:
    """Facts of a picture file.

    Parameters
    ----------
    data : bytes
        The whole file.
    path : str
        Name for the error.

    Raises
    ------
    PictureError
        Codes ``picture-empty``, ``picture-not-a-picture``, ``picture-truncated``, ``picture-damaged``,
        ``picture-too-large`` and ``picture-kind-unsupported``.
    """
    if not data:
        raise PictureError("picture-empty", path=path)
    reader = next((read for magic, read in _READERS.items() if data.startswith(magic)), None)
    if reader is None:
        raise PictureError("picture-not-a-picture", path=path)
    try:
        facts = reader(data)
    except (_Unsupported, UnsupportedTiff) as reason:
        raise PictureError("picture-kind-unsupported", path=path, what=str(reason)) from reason
    except (struct.error, OverflowError) as error:
        raise PictureError("picture-truncated", path=path) from error
    if facts.width < 1 or facts.height < 1:
        raise PictureError("picture-damaged", path=path)
    if max(facts.width, facts.height) > MAX_SIDE_PX or facts.width * facts.height > MAX_PIXELS:
        raise PictureError(
            "picture-too-large",
            path=path,
            width=facts.width,
            height=facts.height,
            max_side=MAX_SIDE_PX,
            max_megapixels=MAX_PIXELS // 1_000_000,
        )
    return facts


def _can_hold(byte_length: int, raster_bits: int, expansion: int) -> bool:
    """Whether coded data of this length can decode to so many bits, at the most its coding expands.

    It keeps a forged header of a few bytes from claiming gigabytes of memory.
    """
    return raster_bits <= byte_length * 8 * expansion


class _Unsupported(Exception):
    """A kind of picture inside a known format that is not read; the text is a technical term."""


def _trusted(per_mm: tuple[float, float] | None) -> float | None:
    """One resolution in px/mm, or None where there is none, not square or not to be believed."""
    if per_mm is None:
        return None
    lowest, highest = TRUSTED_DPI
    across, down = per_mm
    square = math.isclose(across, down, rel_tol=_SQUARE_PIXELS)
    return across if square and lowest <= across * _MM_PER_INCH <= highest else None


def _orientation(tags: Tags) -> int:
    found = number(tags, Tag.ORIENTATION, 1)
    return found if found in range(1, 9) else 1


# --- JPEG -------------------------------------------------------------------------------------------------------

_JPEG_END = (0xD9, 0xDA)
_JPEG_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_READ = frozenset({0xC0, 0xC1, 0xC2})
_JPEG_EXPANSION = 1536
"""One bit for an 8 x 8 block of luminance and its share of reduced chrominance (ISO 10918-1 F.1.2, G.1.2)."""
_MOST_SCANS = 200
"""Of a progressive picture. Encoders write a dozen; each is a pass over all pixels, for a few bytes in the file."""
_JPEG_SCAN, _JPEG_LAST = b"\xff\xda", b"\xff\xd9"
_PROGRESSIVE = 0xC2
_JFIF_UNIT_MM = {1: _MM_PER_INCH, 2: 10.0}


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, start and length of the payload of each segment before the first scan."""
    at, marker = 2, 0
    while marker not in _JPEG_END:
        (lead,) = struct.unpack_from("B", data, at)
        (marker,) = struct.unpack_from("B", data, at + 1)
        if lead != 0xFF:
            raise _Unsupported("JPEG without marker")
        if marker == 0xFF:
            at += 1
        elif marker in _JPEG_BARE:
            at += 2
        else:
            (length,) = struct.unpack_from(">H", data, at + 2)
            yield marker, at + 4, length - 2
            at += 2 + max(length, 2)


def _jpeg(data: bytes) -> PictureFacts:
    jfif: float | None = None
    exif: Tags = {}
    claimed_time = ""
    frame: tuple[int, int, int] | None = None
    progressive, scans_at = False, 0
    for marker, start, length in _jpeg_segments(data):
        if marker == 0xE0 and data[start : start + 5] == b"JFIF\0":
            unit, across, down = struct.unpack_from(">BHH", data, start + 7)
            if unit in _JFIF_UNIT_MM:
                jfif = _trusted((across / _JFIF_UNIT_MM[unit], down / _JFIF_UNIT_MM[unit]))
        elif marker == 0xE1 and data[start : start + 6] == b"Exif\0\0":
            block = data[start + 6 : start + length]
            exif, claimed_time = _exif(block), _claimed_time(block)
        elif marker in _JPEG_FRAMES and frame is None:
            precision, height, width, components = struct.unpack_from(">BHHB", data, start)
            if marker not in _JPEG_READ or precision != 8 or components not in (1, 3, 4):
                raise _Unsupported(f"JPEG SOF{marker - 0xC0}, {precision} bit, {components} components")
            frame, progressive = (width, height, components), marker == _PROGRESSIVE
        scans_at = start
    if frame is None:
        raise _Unsupported("JPEG without frame")
    # A stuffed byte follows 0xFF in the data of a scan, so that these bytes begin the next one (ISO 10918-1 B.1.1.5).
    scans = 1 + data.count(_JPEG_SCAN, scans_at) if progressive else 1
    if scans > _MOST_SCANS:
        raise _Unsupported(f"JPEG of {scans} scans")
    end = data.rfind(_JPEG_LAST)
    width, height, components = frame
    return PictureFacts(
        width,
        height,
        channels=1 if components == 1 else 3,
        bit_depth=8,
        mime=JPEG,
        px_per_mm=jfif or _trusted(resolution_per_mm(exif)),
        orientation=_orientation(exif),
        claimed_time=claimed_time,
        whole=_can_hold(
            end - scans_at if end > scans_at else len(data), width * height * components * 8, _JPEG_EXPANSION
        ),
    )


def _exif(block: bytes) -> Tags:
    """First directory of an Exif block; empty where it is broken, since the picture does not depend on it."""
    try:
        return next(directories(block), {})
    except (struct.error, OverflowError, UnsupportedTiff):
        return {}


def _claimed_time(block: bytes) -> str:
    """DateTimeOriginal (Exif 2.3 4.6.5) of an Exif block or a TIFF; empty where it is missing, blank or broken."""
    try:
        at = number(next(directories(block), {}), Tag.EXIF, 0)
        stated = bytes(next(directories(block, at), {}).get(Tag.TAKEN_AT, ())).rstrip(b"\0 ").decode("ascii")
        taken = datetime.strptime(stated, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 (Exif states no time zone)
    except (struct.error, OverflowError, UnsupportedTiff, ValueError):
        return ""
    return taken.isoformat(" ")


# --- PNG --------------------------------------------------------------------------------------------------------

_PNG_CHANNELS = {0: 1, 2: 3, 3: 3, 4: 1, 6: 3}
_PNG_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PNG_PIXELS = (b"IHDR", b"PLTE", b"IDAT", b"IEND")
_PNG_SPARE_BYTES = 1 << 16
_DEFLATE_EXPANSION = 1040
"""258 bytes for two bits, and a little."""


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Type, start and length of the payload of each chunk that lies wholly in the file."""
    at = 8
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if at + 12 + length > len(data):
            return
        yield kind, at + 8, length
        at += 12 + length


def png_pixels(data: bytes) -> bytes | None:
    """The same PNG with nothing in it but its pixels; None where a checksum fails or there is more than pixels need.

    Texts and profiles can unpack to a thousandfold of their length, and so can data after the last row. A coder that
    finds nothing to shorten adds five bytes to some thousand (RFC 1951 3.2.4); rows of interlaced pictures are more.
    """
    view, length_of_data = memoryview(data), 0
    kept: list[bytes | memoryview] = [data[:8]]
    for kind, start, length in _png_chunks(data):
        if struct.unpack_from(">I", data, start + length) != (zlib.crc32(view[start - 4 : start + length]),):
            return None
        if kind in _PNG_PIXELS:
            kept.append(view[start - 8 : start + length + 4])
        if kind == b"IDAT":
            length_of_data += length
    width, height, depth, colour = struct.unpack_from(">IIBB", data, 16)
    needed = height * (1 + -(-width * _PNG_SAMPLES[colour] * depth // 8))
    return b"".join(kept) if length_of_data <= 2 * needed + _PNG_SPARE_BYTES else None


def _png(data: bytes) -> PictureFacts:
    width, height, depth, colour = struct.unpack_from(">IIBB", data, 16)
    if data[12:16] != b"IHDR" or colour not in _PNG_CHANNELS or depth not in (1, 2, 4, 8, 16):
        raise _Unsupported(f"PNG colour type {colour}, {depth} bit")
    px_per_mm, last, exif, claimed_time = None, b"", Tags(), ""
    for last, start, length in _png_chunks(data):
        if last == b"pHYs" and length == 9:
            across, down, unit = struct.unpack_from(">IIB", data, start)
            px_per_mm = _trusted((across / 1000, down / 1000)) if unit == 1 else None
        elif last == b"eXIf":
            block = data[start : start + length]
            exif, claimed_time = _exif(block), _claimed_time(block)
        elif last == b"IEND":
            break
    return PictureFacts(
        width,
        height,
        channels=_PNG_CHANNELS[colour],
        bit_depth=16 if depth == 16 else 8,
        mime=PNG,
        px_per_mm=px_per_mm,
        orientation=_orientation(exif),
        claimed_time=claimed_time,
        whole=last == b"IEND"
        and _can_hold(len(data), width * height * _PNG_SAMPLES[colour] * depth, _DEFLATE_EXPANSION),
    )


# --- TIFF -------------------------------------------------------------------------------------------------------

_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB, _PALETTE, _SEPARATED = 0, 1, 2, 3, 5
_TIFF_CHANNELS = {_WHITE_IS_ZERO: 1, _BLACK_IS_ZERO: 1, _RGB: 3, _PALETTE: 3, _SEPARATED: 3}
_TIFF_EXPANSIONS = {1: 1, 5: 4096, 8: _DEFLATE_EXPANSION, 32773: 64, 32946: _DEFLATE_EXPANSION, 50000: 33_000}
"""By compression: none, LZW, deflate, PackBits, deflate, zstd."""
_ONE_PLANE, _SEPARATE_PLANES = 1, 2
_UNSIGNED = 1
_MAX_SAMPLES = 8


def _tiff(data: bytes) -> PictureFacts:
    pages = directories(data)
    tags = next(pages, {})
    photometric, compression = number(tags, Tag.PHOTOMETRIC, -1), number(tags, Tag.COMPRESSION, 1)
    samples, bits = number(tags, Tag.SAMPLES, 1), set(tags.get(Tag.BITS, (1,)))
    readable = (
        photometric in _TIFF_CHANNELS
        and compression in _TIFF_EXPANSIONS
        and samples in range(_TIFF_CHANNELS[photometric] if photometric != _PALETTE else 1, _MAX_SAMPLES + 1)
        and (bits in ({8}, {16}) or (samples == 1 and bits in ({1}, {2}, {4})))
        and set(tags.get(Tag.SAMPLE_FORMAT, (_UNSIGNED,))) == {_UNSIGNED}
        and number(tags, Tag.PLANES, _ONE_PLANE) in (_ONE_PLANE, _SEPARATE_PLANES)
    )
    if not readable:
        depths = "/".join(str(each) for each in sorted(bits))
        raise _Unsupported(f"TIFF photometric {photometric}, compression {compression}, {samples} x {depths} bit")
    width, height = number(tags, Tag.WIDTH, 0), number(tags, Tag.HEIGHT, 0)
    return PictureFacts(
        width,
        height,
        channels=_TIFF_CHANNELS[photometric],
        bit_depth=16 if bits == {16} and photometric != _PALETTE else 8,
        mime=TIFF,
        px_per_mm=_trusted(resolution_per_mm(tags)),
        orientation=_orientation(tags),
        claimed_time=_claimed_time(data),
        pages=1 + _more_pages(pages),
        whole=_segments_whole(tags, samples, len(data))
        and _can_hold(len(data), width * height * samples * max(bits), _TIFF_EXPANSIONS[compression]),
    )


def _segments_whole(tags: Tags, samples: int, file_length: int) -> bool:
    """Whether there are as many strips or tiles as the raster needs, each inside the file and not empty."""
    width, height = number(tags, Tag.WIDTH, 0), number(tags, Tag.HEIGHT, 0)
    if Tag.TILE_OFFSETS in tags:
        offsets, lengths = tags[Tag.TILE_OFFSETS], tags.get(Tag.TILE_LENGTHS, ())
        across, down = number(tags, Tag.TILE_WIDTH, 0), number(tags, Tag.TILE_HEIGHT, 0)
        if not (0 < across <= MAX_SIDE_PX and 0 < down <= MAX_SIDE_PX and across * down <= MAX_PIXELS):
            return False
        needed = -(-width // across) * -(-height // down)
    else:
        offsets, lengths = tags.get(Tag.STRIP_OFFSETS, ()), tags.get(Tag.STRIP_LENGTHS, ())
        needed = -(-height // max(1, min(number(tags, Tag.STRIP_ROWS, height), height)))
    if number(tags, Tag.PLANES, 1) == _SEPARATE_PLANES:
        needed *= samples
    return len(offsets) == len(lengths) >= needed and all(
        start > 0 and length > 0 and start + length <= file_length
        for start, length in zip(offsets, lengths, strict=True)
    )


def _more_pages(pages: Iterator[Tags]) -> int:
    """Full pictures after the first; a damaged tail ends the count."""
    count = 0
    try:
        for tags in pages:
            count += not number(tags, Tag.REDUCED, 0) & 1
    except (struct.error, OverflowError, UnsupportedTiff):
        return count
    return count


_READERS: dict[bytes, Callable[[bytes], PictureFacts]] = {
    b"\xff\xd8\xff": _jpeg,
    b"\x89PNG\r\n\x1a\n": _png,
    b"II*\0": _tiff,
    b"MM\0*": _tiff,
    b"II+\0": _tiff,
    b"MM\0+": _tiff,
}

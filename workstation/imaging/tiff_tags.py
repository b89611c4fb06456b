"""The tags of TIFF 6.0, BigTIFF and Exif that say what a picture is."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from enum import IntEnum

Tags = dict[int, tuple[int, ...]]
"""Values by tag; a rational is its numerator and denominator."""


class Tag(IntEnum):
    """The tags that are read. TIFF 6.0 section 8 and 15, Exif 2.3 section 4.6.3 and 4.6.5."""

    REDUCED = 254
    WIDTH = 256
    HEIGHT = 257
    BITS = 258
    COMPRESSION = 259
    PHOTOMETRIC = 262
    STRIP_OFFSETS = 273
    ORIENTATION = 274
    SAMPLES = 277
    STRIP_ROWS = 278
    STRIP_LENGTHS = 279
    X_RESOLUTION = 282
    Y_RESOLUTION = 283
    PLANES = 284
    RESOLUTION_UNIT = 296
    TILE_WIDTH = 322
    TILE_HEIGHT = 323
    TILE_OFFSETS = 324
    TILE_LENGTHS = 325
    SAMPLE_FORMAT = 339
    EXIF = 34665
    TAKEN_AT = 36867


class UnsupportedTiff(Exception):
    """Not a TIFF that is read; the text is a technical term."""


_MAX_PAGES = 1000
_MAX_FIELDS = 1000
_MAX_VALUES = 600_000
"""Strips and tiles of the largest raster that is read are fewer, and a few bytes in the file would become hundreds of
megabytes of numbers.
"""
_BYTES = (1, 2, 6, 7)
"""Types of a field that stay bytes, however long: text, profiles."""
_READ = frozenset(Tag)
_READ_OF_OTHERS = frozenset((Tag.REDUCED,))
_FIELD_FORMATS = {1: "B", 2: "B", 3: "H", 4: "I", 5: "II", 13: "I", 16: "Q", 18: "Q"}
_ORDERS = {b"II": "<", b"MM": ">"}
_UNIT_MM = {2: 25.4, 3: 10.0}


def directories(data: bytes, first: int | None = None) -> Iterator[Tags]:
    """Directory by directory, at most 1000 and none twice; from the one at byte ``first`` where it is given.

    Of the first all is read, of the others whether they are pictures of their own.

    Raises
    ------
    UnsupportedTiff
        No byte order; more than 1000 fields, or 600,000 values in one of them.
    struct.error, OverflowError
        The data end too early.
    """
    order = _ORDERS.get(data[:2])
    if order is None:
        raise UnsupportedTiff("TIFF byte order")
    (version,) = struct.unpack_from(order + "H", data, 2)
    word, count, first_at = ("Q", "Q", 8) if version == 43 else ("I", "H", 4)
    word_size, count_size = struct.calcsize(order + word), struct.calcsize(order + count)
    entry_size = 4 + 2 * word_size
    (at,) = struct.unpack_from(order + word, data, first_at) if first is None else (first,)
    seen: set[int] = set()
    while at and at not in seen and len(seen) < _MAX_PAGES:
        seen.add(at)
        (entries,) = struct.unpack_from(order + count, data, at)
        if entries > _MAX_FIELDS:
            raise UnsupportedTiff(f"TIFF directory of {entries} fields")
        read = _READ if len(seen) == 1 else _READ_OF_OTHERS
        end = at + count_size + entries * entry_size
        (following,) = struct.unpack_from(order + word, data, end)
        yield dict(
            field
            for entry in range(at + count_size, end, entry_size)
            if (field := _field(data, order, word, entry, read)) is not None
        )
        at = following


def _field(
    data: bytes, order: str, word: str, entry: int, read: frozenset[Tag]
) -> tuple[int, tuple[int, ...]] | None:
    tag, kind, count = struct.unpack_from(f"{order}HH{word}", data, entry)
    if count > _MAX_VALUES and (kind not in _BYTES or tag in read):
        raise UnsupportedTiff(f"TIFF field {tag} of {count} values")
    if tag not in read or kind not in _FIELD_FORMATS:
        return None
    word_size = struct.calcsize(order + word)
    size = struct.calcsize(order + _FIELD_FORMATS[kind]) * count
    if size > len(data):
        raise struct.error("a field longer than the file")
    at = entry + 4 + word_size
    if size > word_size:
        (at,) = struct.unpack_from(order + word, data, at)
    return tag, struct.unpack_from(order + _FIELD_FORMATS[kind] * count, data, at)


def number(tags: Tags, tag: Tag, default: int) -> int:
    """First value of a tag."""
    return (tags.get(tag) or (default,))[0]


def resolution_per_mm(tags: Tags) -> tuple[float, float] | None:
    """Pixels per millimetre across and down, None without a real unit."""
    unit_mm = _UNIT_MM.get(number(tags, Tag.RESOLUTION_UNIT, 2))
    across, down = tags.get(Tag.X_RESOLUTION, ()), tags.get(Tag.Y_RESOLUTION, ())
    if unit_mm is None or len(across) != 2 or len(down) != 2 or not across[1] or not down[1]:
        return None
    return across[0] / across[1] / unit_mm, down[0] / down[1] / unit_mm

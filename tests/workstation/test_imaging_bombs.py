"""Small files that would become large in memory, or take for ever: refused by name, with little memory."""

from __future__ import annotations

import io
import json
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from workstation.errors import PictureError
from workstation.imaging.pictures import decode, encode_lossless
from workstation.messages import explain
from workstation.vocabulary import LANGUAGES

ROOT = Path(__file__).parent.parent.parent
WIDTH, HEIGHT = 20, 12


def deflated(length: int) -> bytes:
    """So many zeros, a thousandth of that long."""
    packing = zlib.compressobj(1)
    return b"".join([*(packing.compress(bytes(1 << 20)) for _ in range(length >> 20)), packing.flush()])


BOMB = deflated(256 << 20)


def png(
    depth: int, data: bytes | None = None, *chunks: tuple[bytes, bytes], size: tuple[int, int] = (20, 12)
) -> bytes:
    def chunk(kind: bytes, payload: bytes) -> bytes:
        return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))

    rows = zlib.compress((b"\0" + bytes(size[0] * 3 * depth // 8)) * size[1]) if data is None else data
    header = struct.pack(">IIBBBBB", *size, depth, 2, 0, 0, 0)
    parts = [(b"IHDR", header), *chunks, (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*each) for each in parts)


def tiff(
    strip: bytes, compression: int = 8, size: tuple[int, int] = (20, 12), more: tuple[tuple[int, ...], ...] = ()
) -> bytes:
    """A grey TIFF of one strip; ``more`` are fields that replace or join its own: tag, type, count, value."""
    start = 8
    own = {
        256: (4, 1, size[0]), 257: (4, 1, size[1]), 258: (3, 1, 8), 259: (3, 1, compression), 262: (3, 1, 1),
        273: (4, 1, start), 277: (3, 1, 1), 278: (4, 1, size[1]), 279: (4, 1, len(strip)),
    } | {tag: rest for tag, *rest in more}  # fmt: skip
    head = b"II*\0" + struct.pack("<I", start + len(strip)) + strip
    fields = b"".join(struct.pack("<HHII", tag, *own[tag]) for tag in sorted(own))
    return head + struct.pack("<H", len(own)) + fields + bytes(4)


def directories_after(first: bytes, entries: int, count: int) -> bytes:
    """As many more directories as are looked at, each with the same long field again and again."""
    data, link = bytearray(first), len(first) - 4
    for _ in range(300):
        struct.pack_into("<I", data, link, len(data))
        data += struct.pack("<H", entries) + struct.pack("<HHII", 273, 4, count, 8) * entries
        link = len(data)
        data += bytes(4)
    return bytes(data)


def jpeg(size: tuple[int, int] | None = None, side: int = 64, **options: object) -> bytes:
    target = io.BytesIO()
    Image.fromarray(np.zeros((side, side), np.uint8)).save(target, "JPEG", **options)
    data = bytearray(target.getvalue())
    if size is not None:
        struct.pack_into(">HH", data, data.index(b"\xff\xc0") + 5, size[1], size[0])
    return bytes(data)


def of_many_scans(count: int) -> bytes:
    data = jpeg(progressive=True)
    last = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + last * count + data[-2:]


LONG = bytes(4 << 20)
ROWS = zlib.compress(bytes(WIDTH * HEIGHT))

BOMBS: dict[str, tuple[bytes, str]] = {
    "png8 profile": (png(8, None, (b"iCCP", b"x\0\0" + BOMB)), "picture-damaged"),
    "png8 text": (png(8, None, (b"zTXt", b"x\0\0" + BOMB)), "picture-damaged"),
    "png8 data": (png(8, BOMB), ""),
    "png16 profile": (png(16, None, (b"iCCP", b"x\0\0" + BOMB)), ""),
    "png16 text": (png(16, None, (b"zTXt", b"x\0\0" + BOMB)), ""),
    "png16 texts": (png(16, None, *[(b"zTXt", b"x\0\0" + deflated(1 << 20))] * 300), ""),
    "png16 data": (png(16, BOMB), "picture-damaged"),
    "png 0 x 0": (png(8, b"x", size=(0, 0)), "picture-damaged"),
    "png 100000 x 100000": (png(8, BOMB, size=(100_000, 100_000)), "picture-too-large"),
    "png 19000 x 19000": (png(16, BOMB, size=(19_000, 19_000)), "picture-truncated"),
    "tiff deflate": (tiff(BOMB), "picture-damaged"),
    "tiff packbits": (tiff(b"\x81\0" * (1 << 20), 32773), "picture-damaged"),
    "tiff 0 x 0": (tiff(ROWS, size=(0, 0)), "picture-damaged"),
    "tiff 100000 x 100000": (tiff(BOMB, size=(100_000, 100_000)), "picture-too-large"),
    "tiff 19000 x 19000": (tiff(BOMB[:300_000], size=(19_000, 19_000)), "picture-truncated"),
    "tiff many strips": (tiff(LONG, more=((273, 3, 2 << 20, 8),)), "picture-kind-unsupported"),
    "tiff many tiles": (
        tiff(LONG, more=((322, 4, 1, 16), (323, 4, 1, 16), (324, 4, 1 << 20, 8), (325, 4, 1 << 20, 8))),
        "picture-kind-unsupported",
    ),
    "tiff one tile too large": (
        tiff(BOMB, more=((322, 4, 1, 19_984), (323, 4, 1, 30_000), (324, 4, 1, 8), (325, 4, 1, len(BOMB)))),
        "picture-truncated",
    ),
    "tiff of no known planes": (tiff(ROWS, more=((284, 3, 1, 257),)), "picture-kind-unsupported"),
    "tiff many pictures inside": (tiff(LONG, more=((330, 4, 1 << 20, 8),)), "picture-kind-unsupported"),
    "tiff directory of the same field": (
        b"II*\0" + struct.pack("<I", 8 + len(LONG)) + LONG + struct.pack("<H", 65_535)
        + struct.pack("<HHII", 273, 4, 500_000, 8) * 65_535 + bytes(4),
        "picture-kind-unsupported",
    ),
    "tiff many long pages": (directories_after(tiff(ROWS + LONG, more=((279, 4, 1, len(ROWS)),)), 900, 500_000), ""),
    "jpeg 0 x 0": (jpeg((0, 0)), "picture-damaged"),
    "jpeg 65535 x 65535": (jpeg((65_535, 65_535)), "picture-too-large"),
    "jpeg 19000 x 19000": (jpeg((19_000, 19_000)), "picture-truncated"),
    "jpeg 19000 x 19000 and more": (jpeg((19_000, 19_000)) + bytes(1 << 20), "picture-truncated"),
    "jpeg many scans": (of_many_scans(500), "picture-kind-unsupported"),
}  # fmt: skip
"""A file and how it is refused; empty where the picture in it is sound and is read, without the bomb."""


def answer(data: bytes) -> str:
    try:
        pixels = decode(data, "page.tif")
    except PictureError as error:
        said = [explain(error, language) for language in LANGUAGES]
        return error.code if all("page.tif" in each for each in said) else str(said)
    assert pixels.shape[:2] in ((HEIGHT, WIDTH), (64, 64))
    return ""


@pytest.mark.parametrize(("data", "code"), BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_by_name(data: bytes, code: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert answer(data) == code
    assert capfd.readouterr().err == ""


def test_what_cameras_and_editors_write_is_read() -> None:
    assert answer(jpeg(progressive=True)) == ""
    noise = np.random.default_rng(5).integers(0, 65_536, (HEIGHT, WIDTH, 3)).astype(np.uint16)
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in noise)
    packed = png(16, zlib.compress(rows, 0), (b"tEXt", b"Comment\0" + b"x" * 100_000))
    assert (decode(packed) == noise).all()
    assert (decode(encode_lossless(noise)[0]) == noise).all()


WITHIN = """
import json, sys
sys.path.insert(0, sys.argv[1])
import cv2, imagecodecs, tifffile
from workstation.errors import PictureError
from workstation.imaging.colour import profile_of
from workstation.imaging.pictures import decode

def peak(name):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name))

grown = {}
for name in sys.argv[2:]:
    with open(name, "rb") as file:
        data = file.read()
    # Of proc(5): the peak begins anew.
    with open("/proc/self/clear_refs", "w") as references:
        references.write("5")
    before = peak("VmRSS")
    for read in (decode, profile_of):
        try:
            read(data)
        except PictureError:
            pass
    grown[name] = peak("VmHWM") - before
print(json.dumps(grown))
"""
MOST_KIB = 48 << 10


@pytest.mark.skipif(not os.access("/proc/self/clear_refs", os.W_OK), reason="no peak of memory can be had here")
def test_bombs_take_little_memory(tmp_path: Path) -> None:
    """What the process held at most beyond its libraries and the file itself."""
    paths = []
    for at, (data, _) in enumerate(BOMBS.values()):
        paths.append(tmp_path / f"{at:02}")
        paths[-1].write_bytes(data)
    ran = subprocess.run(
        [sys.executable, "-c", WITHIN, str(ROOT), *map(str, paths)], capture_output=True, encoding="utf-8", check=True
    )
    grown = dict(zip(BOMBS, json.loads(ran.stdout).values(), strict=True))
    assert {name: kib for name, kib in grown.items() if kib > MOST_KIB} == {}

"""What headers say, and what is refused before a decoder sees it."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from workstation.errors import PictureError
from workstation.imaging.headers import PictureFacts, probe

RGB = np.arange(12 * 20 * 3, dtype=np.uint8).reshape(12, 20, 3)


def saved(mode: str, kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    Image.fromarray(RGB).convert(mode).save(target, kind, **options)
    return target.getvalue()


def tiff(pixels: np.ndarray, **options: object) -> bytes:
    target = io.BytesIO()
    tifffile.imwrite(target, pixels, metadata=None, **options)
    return target.getvalue()


def png_claiming(width: int, height: int, depth: int = 8, colour: int = 2) -> bytes:
    def chunk(kind: bytes, payload: bytes) -> bytes:
        return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))

    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def refused(data: bytes) -> PictureError:
    with pytest.raises(PictureError) as caught:
        probe(data, "page.png")
    assert caught.value.facts["path"] == "page.png"
    return caught.value


@pytest.mark.parametrize(
    ("data", "channels", "bit_depth", "mime"),
    [
        (saved("RGB", "JPEG"), 3, 8, "image/jpeg"),
        (saved("RGB", "JPEG", progressive=True), 3, 8, "image/jpeg"),
        (saved("L", "JPEG"), 1, 8, "image/jpeg"),
        (saved("CMYK", "JPEG"), 3, 8, "image/jpeg"),
        (saved("RGB", "PNG"), 3, 8, "image/png"),
        (saved("P", "PNG"), 3, 8, "image/png"),
        (saved("RGBA", "PNG"), 3, 8, "image/png"),
        (saved("LA", "PNG"), 1, 8, "image/png"),
        (saved("1", "PNG"), 1, 8, "image/png"),
        (saved("I;16", "PNG"), 1, 16, "image/png"),
        (tiff(RGB, photometric="rgb"), 3, 8, "image/tiff"),
        (tiff(RGB, photometric="rgb", byteorder=">"), 3, 8, "image/tiff"),
        (tiff(RGB, photometric="rgb", bigtiff=True), 3, 8, "image/tiff"),
        (tiff(RGB.astype(np.uint16), photometric="rgb", compression="deflate"), 3, 16, "image/tiff"),
        (tiff(RGB[..., 0].astype(np.uint16)), 1, 16, "image/tiff"),
    ],
)
def test_facts(data: bytes, channels: int, bit_depth: int, mime: str) -> None:
    assert probe(data) == PictureFacts(20, 12, channels, bit_depth, mime)


@pytest.mark.parametrize(
    ("data", "px_per_mm"),
    [
        (saved("RGB", "JPEG", dpi=(508, 508)), 20.0),
        (saved("RGB", "JPEG", dpi=(72, 72)), None),
        (saved("RGB", "JPEG", dpi=(96, 96)), None),
        (saved("RGB", "JPEG", dpi=(144, 144)), None),
        (saved("RGB", "JPEG", dpi=(150, 150)), 150 / 25.4),
        (saved("RGB", "JPEG", dpi=(300, 600)), None),
        (saved("RGB", "PNG", dpi=(508, 508)), 20.0),
        (saved("RGB", "PNG", dpi=(96, 96)), None),
        (tiff(RGB, photometric="rgb", resolution=(200, 200), resolutionunit="CENTIMETER"), 20.0),
        (tiff(RGB, photometric="rgb", resolution=(508, 508), resolutionunit="INCH"), 20.0),
        (tiff(RGB, photometric="rgb", resolution=(508, 508), resolutionunit="NONE"), None),
        (tiff(RGB, photometric="rgb", resolution=(72, 72), resolutionunit="INCH"), None),
        (tiff(RGB, photometric="rgb", resolution=(1e6, 1e6), resolutionunit="INCH"), None),
    ],
)
def test_resolution_only_when_real(data: bytes, px_per_mm: float | None) -> None:
    assert probe(data).px_per_mm == (None if px_per_mm is None else pytest.approx(px_per_mm, rel=1e-6))


def test_exif_resolution_and_orientation_of_a_camera() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x0128], exif[0x011A], exif[0x011B] = 6, 2, 254.0, 254.0
    facts = probe(saved("RGB", "JPEG", exif=exif))
    assert (facts.width, facts.height) == (20, 12)
    assert facts.orientation == 6
    assert facts.px_per_mm == pytest.approx(10)


def test_broken_exif_does_not_hide_the_picture() -> None:
    facts = probe(saved("RGB", "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\x7f"))
    assert (facts.width, facts.orientation, facts.px_per_mm) == (20, 1, None)


def test_pages_are_counted() -> None:
    assert probe(tiff(np.zeros((3, 12, 20), np.uint8), photometric="minisblack")).pages == 3


def test_a_directory_that_points_at_itself_ends() -> None:
    data = bytearray(tiff(RGB, photometric="rgb"))
    (first,) = struct.unpack_from("<I", data, 4)
    (entries,) = struct.unpack_from("<H", data, first)
    struct.pack_into("<I", data, first + 2 + entries * 12, first)
    assert probe(bytes(data)).pages == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "picture-empty"),
        (b"Dear colleague, here is the picture.", "picture-not-a-picture"),
        (b"GIF89a" + bytes(40), "picture-not-a-picture"),
        (saved("RGB", "JPEG")[:80], "picture-truncated"),
        (saved("RGB", "PNG")[:20], "picture-truncated"),
        (tiff(RGB, photometric="rgb")[:30], "picture-truncated"),
        (png_claiming(0, 5), "picture-damaged"),
        (png_claiming(32_768, 1), "picture-too-large"),
        (png_claiming(30_000, 30_000), "picture-too-large"),
        (png_claiming(0xFFFFFFFF, 0xFFFFFFFF), "picture-too-large"),
        (png_claiming(20, 12, depth=7), "picture-kind-unsupported"),
        (tiff(np.zeros((12, 20), np.float32)), "picture-kind-unsupported"),
        (tiff(np.zeros((12, 20), np.uint32)), "picture-kind-unsupported"),
        (tiff(RGB, photometric="rgb", compression="jpeg"), "picture-kind-unsupported"),
    ],
)
def test_refusals_name_file_and_reason(data: bytes, code: str) -> None:
    assert refused(data).code == code


def test_too_large_says_how_large() -> None:
    facts = refused(png_claiming(40_000, 2)).facts
    assert (facts["width"], facts["height"], facts["max_side"]) == (40_000, 2, 32_767)


def test_a_few_bytes_cannot_claim_a_large_raster() -> None:
    assert not probe(png_claiming(20_000, 20_000)).whole


def test_tiff_with_a_strip_missing_is_not_whole() -> None:
    whole = tiff(RGB, photometric="rgb", rowsperstrip=4)
    assert probe(whole).whole
    assert not probe(whole[:-1]).whole


def test_resolution_of_the_real_passport(real_data: Path) -> None:
    facts = probe((real_data / "multispectral/belarus2006/IR.jpg").read_bytes())
    assert facts == PictureFacts(1986, 1398, 1, 8, "image/jpeg", px_per_mm=403 / 25.4)

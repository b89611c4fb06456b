"""Picture files to pixels and back: exact where the format is exact, refused where the file is not whole."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import cv2
import numpy as np
import pytest
import tifffile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from workstation.errors import PictureError
from workstation.imaging.pictures import decode, decode_at, encode_lossless, probe

RANDOM = np.random.default_rng(7)
RGB = RANDOM.integers(0, 256, (24, 40, 3), dtype=np.uint8)
GREY = RGB[..., 0].copy()
RGB16 = RANDOM.integers(0, 65536, (24, 40, 3), dtype=np.uint16)
GREY16 = RGB16[..., 0].copy()


def pil(pixels: np.ndarray, kind: str, mode: str | None = None, **options: object) -> bytes:
    target = io.BytesIO()
    image = Image.fromarray(pixels)
    (image.convert(mode) if mode else image).save(target, kind, **options)
    return target.getvalue()


def tiff(pixels: np.ndarray, photometric: str = "rgb", **options: object) -> bytes:
    target = io.BytesIO()
    tifffile.imwrite(target, pixels, photometric=photometric, metadata=None, **options)
    return target.getvalue()


def png16(rgb: np.ndarray) -> bytes:
    return cv2.imencode(".png", rgb[..., ::-1] if rgb.ndim == 3 else rgb)[1].tobytes()


ALPHA = RANDOM.integers(0, 256, (24, 40, 1), dtype=np.uint8)
EXACT = {
    "png": (pil(RGB, "PNG"), RGB),
    "png grey": (pil(GREY, "PNG"), GREY),
    "png alpha left out": (pil(np.dstack([RGB, ALPHA]), "PNG"), RGB),
    "png grey alpha left out": (pil(np.dstack([GREY, ALPHA[..., 0]]), "PNG"), GREY),
    "png one bit": (pil(GREY > 127, "PNG"), np.where(GREY > 127, 255, 0).astype(np.uint8)),
    "png 16": (png16(RGB16), RGB16),
    "png 16 grey": (png16(GREY16), GREY16),
    "tiff": (tiff(RGB), RGB),
    "tiff big endian": (tiff(RGB16, byteorder=">"), RGB16),
    "tiff bigtiff": (tiff(RGB, bigtiff=True), RGB),
    "tiff lzw": (tiff(RGB, compression="lzw", predictor=True, rowsperstrip=5), RGB),
    "tiff deflate": (tiff(RGB16, compression="deflate", predictor=True, rowsperstrip=5), RGB16),
    "tiff packbits": (tiff(RGB, compression="packbits"), RGB),
    "tiff zstd": (tiff(GREY16, "minisblack", compression="zstd"), GREY16),
    "tiff tiles": (tiff(RGB, tile=(16, 16), compression="deflate"), RGB),
    "tiff planes apart": (tiff(np.moveaxis(RGB, 2, 0), planarconfig="separate"), RGB),
    "tiff alpha left out": (tiff(np.dstack([RGB, ALPHA]), extrasamples=["unassalpha"]), RGB),
    "tiff grey": (tiff(GREY, "minisblack"), GREY),
    "tiff 16 grey": (tiff(GREY16, "minisblack"), GREY16),
    "tiff white is zero": (tiff(GREY16, "miniswhite"), 65535 - GREY16),
    "tiff one bit": (tiff(GREY > 127, "minisblack"), np.where(GREY > 127, 255, 0).astype(np.uint8)),
    "tiff first of pages": (tiff(np.stack([GREY, 255 - GREY]), "minisblack"), GREY),
    "tiff one pixel": (tiff(RGB[:1, :1]), RGB[:1, :1]),
    "png one pixel": (pil(RGB[:1, :1], "PNG"), RGB[:1, :1]),
}


@pytest.mark.parametrize("kind", EXACT)
def test_exact(kind: str) -> None:
    data, expected = EXACT[kind]
    pixels, facts = decode(data), probe(data)
    assert pixels.dtype == expected.dtype
    np.testing.assert_array_equal(pixels, expected)
    assert not pixels.flags.writeable
    assert (facts.height, facts.width) == pixels.shape[:2]
    assert facts.channels == (3 if pixels.ndim == 3 else 1)
    assert facts.bit_depth == pixels.dtype.itemsize * 8


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_palette_becomes_rgb(kind: str) -> None:
    image = Image.fromarray(RGB).quantize(16)
    target = io.BytesIO()
    image.save(target, kind)
    np.testing.assert_array_equal(decode(target.getvalue()), np.asarray(image.convert("RGB")))


def smooth(channels: int) -> np.ndarray:
    ramp = np.linspace(40, 200, 64).astype(np.uint8)
    return np.stack([np.tile(np.roll(ramp, 9 * c)[None], (48, 1)) for c in range(channels)], axis=2)


@pytest.mark.parametrize("options", [{"quality": 95}, {"quality": 95, "progressive": True}])
def test_jpeg_near(options: dict[str, object]) -> None:
    rgb = np.ascontiguousarray(np.clip(smooth(3), 41, 199))
    difference = decode(pil(rgb, "JPEG", subsampling=0, **options)).astype(int) - rgb
    assert np.abs(difference).mean() < 3


def test_cmyk_is_light_and_not_ink() -> None:
    cyan = np.zeros((16, 16, 4), np.uint8)
    cyan[..., 0] = 255
    for data in (
        pil(cyan[..., :3], "JPEG") and _cmyk_jpeg(cyan),
        tiff(cyan, "separated"),
    ):
        red, green, blue = decode(data)[8, 8]
        assert red < 20
        assert min(green, blue) > 200


def _cmyk_jpeg(cmyk: np.ndarray) -> bytes:
    target = io.BytesIO()
    Image.fromarray(cmyk, "CMYK").save(target, "JPEG", quality=95)
    return target.getvalue()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_reported_and_never_applied(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    turned = {
        "tiff": tiff(RGB, extratags=[(274, "H", 1, orientation, True)]),
        "tiff 16": tiff(RGB16, extratags=[(274, "H", 1, orientation, True)]),
        "png": pil(RGB, "PNG", exif=exif),
    }
    for kind, data in turned.items():
        assert probe(data).orientation == orientation
        np.testing.assert_array_equal(decode(data), RGB16 if kind == "tiff 16" else RGB)
    jpeg = pil(RGB, "JPEG", exif=exif)
    np.testing.assert_array_equal(decode(jpeg), decode(pil(RGB, "JPEG")))


@pytest.mark.parametrize("share", [0.3, 0.7, 0.97])
@pytest.mark.parametrize(
    "data",
    [
        pil(RGB, "JPEG"), pil(RGB, "JPEG", progressive=True), pil(RGB, "PNG"), png16(RGB16), tiff(RGB),
        tiff(RGB16, compression="deflate", rowsperstrip=4), tiff(RGB, compression="lzw", tile=(16, 16)),
    ],
)  # fmt: skip
def test_truncated_files_say_so(data: bytes, share: float) -> None:
    with pytest.raises(PictureError) as caught:
        decode(data[: int(len(data) * share)], "UV.jpg")
    assert caught.value.code == "picture-truncated"
    assert caught.value.facts["path"] == "UV.jpg"


def test_text_named_png() -> None:
    with pytest.raises(PictureError) as caught:
        decode(b"not a picture at all", "WHITE.png")
    assert caught.value.code == "picture-not-a-picture"


def test_damage_inside_is_found() -> None:
    data = bytearray(tiff(RGB, compression="deflate"))
    data[40:80] = bytes(40)
    with pytest.raises(PictureError) as caught:
        decode(bytes(data))
    assert caught.value.code in {"picture-damaged", "picture-kind-unsupported", "picture-truncated"}


def test_damage_in_a_16_bit_png_is_found_in_silence(capfd: pytest.CaptureFixture[str]) -> None:
    data = bytearray(png16(RGB16))
    data[200:220] = bytes(20)
    with pytest.raises(PictureError) as caught:
        decode(bytes(data))
    assert caught.value.code == "picture-damaged"
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "JPEG"])
def test_20000_pixels_wide(kind: str) -> None:
    wide = np.tile(np.arange(250, dtype=np.uint8), (3, 80))
    pixels = decode(pil(wide, kind))
    assert pixels.shape == (3, 20_000)
    assert decode_at(pil(wide, kind), 100).shape[1] <= 100


SEEDS = [
    pil(RGB, "JPEG"), pil(GREY, "JPEG", progressive=True), pil(RGB, "PNG"), pil(RGB, "PNG", mode="P"), png16(RGB16),
    tiff(RGB, compression="deflate", predictor=True, rowsperstrip=8), tiff(RGB16, byteorder=">"),
    tiff(RGB, compression="lzw", tile=(16, 16)), tiff(GREY16, "minisblack", bigtiff=True),
    tiff(np.moveaxis(RGB, 2, 0), planarconfig="separate"), tiff(GREY > 127, "minisblack"),
    pil(RGB, "TIFF", mode="P"), tiff(RGB, compression="packbits"),
]  # fmt: skip


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.sampled_from(SEEDS),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=6),
    keep=st.one_of(st.just(1.0), st.floats(0, 1)),
    near_front=st.booleans(),
)
def test_any_bytes_give_a_picture_or_a_picture_error(
    seed: bytes, changes: list[tuple[float, int]], keep: float, near_front: bool
) -> None:
    data = bytearray(seed)
    reach = min(len(data), 300) if near_front else len(data)
    for place, value in changes:
        data[int(place * reach)] = value
    cut = bytes(data[: round(len(data) * keep)])
    try:
        facts = probe(cut)
        pixels = decode(cut)
    except PictureError:
        return
    assert pixels.shape[:2] == (facts.height, facts.width)
    assert pixels.shape[2:] == (() if facts.channels == 1 else (3,))
    assert pixels.dtype == (np.uint16 if facts.bit_depth == 16 else np.uint8)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"II+\0"]),
    st.binary(max_size=400),
)
def test_noise_is_refused(magic: bytes, noise: bytes) -> None:
    with pytest.raises(PictureError):
        decode(magic + noise)


@pytest.mark.parametrize("pixels", [RGB, GREY, RGB16, GREY16, RGB[:1, :1], GREY16[:1, :1]])
def test_live_frames_survive_exactly_and_open_elsewhere(pixels: np.ndarray) -> None:
    data, mime = encode_lossless(pixels, 23.62)
    assert mime == "image/tiff"
    facts = probe(data)
    assert facts.px_per_mm == pytest.approx(23.62, rel=1e-6)
    assert facts.mime == mime
    np.testing.assert_array_equal(decode(data), pixels)
    by_opencv = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    np.testing.assert_array_equal(by_opencv[..., ::-1] if pixels.ndim == 3 else by_opencv, pixels)
    if pixels.ndim == 2 or pixels.dtype == np.uint8:
        with Image.open(io.BytesIO(data)) as image:
            np.testing.assert_array_equal(np.asarray(image), pixels)


def test_live_frames_are_reproducible_and_smaller() -> None:
    frame = np.ascontiguousarray(np.tile(smooth(3), (8, 8, 1)))
    first, _ = encode_lossless(frame, None)
    assert first == encode_lossless(frame.copy(), None)[0]
    assert len(first) < frame.nbytes / 4
    assert probe(first).px_per_mm is None
    with tifffile.TiffFile(io.BytesIO(first)) as file:
        assert not {"DateTime", "Software", "ImageDescription"} & {tag.name for tag in file.pages[0].tags}


def test_decode_at_reduces_and_never_enlarges() -> None:
    big = np.ascontiguousarray(np.tile(smooth(3), (16, 16, 1)))
    for data in (pil(big, "JPEG"), pil(big, "PNG"), encode_lossless(big)[0]):
        small = decode_at(data, 128)
        assert small.shape == (96, 128, 3)
        assert not small.flags.writeable
        assert abs(float(small.mean()) - float(big.mean())) < 3
    assert decode_at(pil(RGB, "PNG"), 500).shape == RGB.shape


def test_real_pictures_decode(real_data: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for path in sorted((real_data / "multispectral").glob("*/*.[jp][pn]g")):
            data = path.read_bytes()
            pixels = decode(data, path.name)
            assert pixels.shape[:2] == (probe(data).height, probe(data).width)
            assert pixels.std() > 1

"""Exported views: the picture untouched, its strip legible, its recipe inside."""

import io
import json

import numpy as np
import pytest
import tifffile
from PIL import Image

from workstation.errors import PictureError
from workstation.imaging.export import Caption, bar_length_mm, blink_file, captioned, picture_file

IMAGE = np.random.default_rng(1).integers(0, 255, (300, 800, 3), np.uint8)
CAPTION = Caption(
    ("Case 2026-7 · UV 365 nm · FALSE COLOUR", "案件 2026-7 · 紫外 365 nm", "sha256 " + "ab" * 32),
    '{"format":1}',
    "cd" * 32,
    20.0,
)


def test_the_picture_above_the_strip_is_untouched():
    sheet = captioned(IMAGE, CAPTION)
    assert (sheet[:300, :800] == IMAGE).all()
    assert sheet[300:].min() < 80


def test_a_narrow_grey_picture_gets_a_strip_that_can_be_read():
    sheet = captioned(IMAGE[:50, :60, 0], CAPTION)
    assert sheet.shape[1] == 640
    assert (sheet[:50, :60] == IMAGE[:50, :60, :1]).all()
    assert (sheet[:50, 60:] == 255).all()


def test_the_scale_bar_is_as_long_as_it_says():
    alone = captioned(IMAGE, Caption((), "", "", 20.0))[300:]
    length_mm = bar_length_mm(20.0, 800)
    dark = (alone.max(axis=2) < 40).astype(np.uint8)
    longest = max(len(run) for row in dark for run in bytes(row + 48).decode().split("0"))
    assert length_mm == 10.0
    assert longest == pytest.approx(length_mm * 20, abs=1)


def test_without_a_scale_there_is_no_bar():
    assert (
        captioned(IMAGE, Caption(("x",), "", "")).shape[0] < captioned(IMAGE, Caption(("x",), "", "", 5.0)).shape[0]
    )


@pytest.mark.parametrize("px_per_mm", [0.5, 3.0, 11.8, 40.0, 300.0])
def test_the_bar_always_fits(px_per_mm):
    assert bar_length_mm(px_per_mm, 800) * px_per_mm <= 0.3 * 800


def test_png_carries_caption_recipe_and_resolution():
    with Image.open(io.BytesIO(picture_file(IMAGE, CAPTION, ".png"))) as read:
        assert (np.asarray(read)[:300] == IMAGE).all()
        said = json.loads(read.text["QDBench"])
        assert said == {
            "caption": list(CAPTION.lines),
            "image_sha256": CAPTION.image_sha256,
            "recipe": CAPTION.recipe,
        }
        assert read.info["dpi"][0] == pytest.approx(508, abs=0.5)


@pytest.mark.parametrize("suffix", [".tif", ".tiff"])
def test_tiff_carries_caption_recipe_and_resolution(suffix):
    with tifffile.TiffFile(io.BytesIO(picture_file(IMAGE, CAPTION, suffix))) as read:
        page = read.pages[0]
        assert (page.asarray()[:300] == IMAGE).all()
        assert json.loads(page.description)["caption"] == list(CAPTION.lines)
        numerator, denominator = page.tags["XResolution"].value
        assert numerator / denominator == pytest.approx(508)


@pytest.mark.parametrize("suffix", [".gif", ".png"])
def test_a_blink_shows_both_for_ever(suffix):
    pair = [np.full((40, 60, 3), value, np.uint8) for value in (10, 200)]
    with Image.open(io.BytesIO(blink_file(pair, Caption((), "", ""), 400, suffix))) as read:
        assert read.n_frames == 2
        assert read.info["duration"] == 400
        assert read.info["loop"] == 0
        seen = []
        for frame in range(2):
            read.seek(frame)
            seen.append(read.convert("RGB").getpixel((10, 10))[0])
    assert seen == pytest.approx([10, 200], abs=3)


def test_another_kind_of_file_is_refused():
    for write in (lambda: picture_file(IMAGE, CAPTION, ".bmp"), lambda: blink_file([IMAGE], CAPTION, 1, ".tif")):
        with pytest.raises(PictureError) as caught:
            write()
        assert caught.value.code == "picture-suffix"

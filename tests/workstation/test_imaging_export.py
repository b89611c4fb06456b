"""Exported views: the picture untouched, its strip legible, and inside it all that is needed to make it again."""

import io
import json
from pathlib import Path

import numpy as np
import pytest
import tifffile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from workstation.errors import PictureError, WorkstationError
from workstation.exported_views import ViewCaption, export_blink, export_view, exported_view
from workstation.imaging.caption import Caption, bar_length_mm, captioned
from workstation.imaging.colour import ColourProfile, srgb
from workstation.imaging.export import blink_file, picture_file, said_in
from workstation.imaging.operations import OPERATIONS
from workstation.imaging.pictures import decode
from workstation.imaging.recipe import Recipe, Source, SourceKind, parse_recipe
from workstation.imaging.replay import image_sha256, replay

IMAGE = np.random.default_rng(1).integers(0, 255, (300, 800, 3), np.uint8)
DEEP = np.random.default_rng(2).integers(0, 65535, (300, 800, 3), np.uint16)
WHITE = Recipe((Source(SourceKind.CAPTURE, "ab" * 32, "WHITE"),))
CAPTION = Caption(
    ("Case 2026-7 · UV 365 nm · FALSE COLOUR", "案件 2026-7 · 紫外 365 nm", "sha256 " + "ab" * 32),
    WHITE,
    "cd" * 32,
    20.0,
    srgb(),
)
WORDS = ViewCaption(
    ("Case 1",), "Picture SHA-256 {sha256}", 10.0, "Colours as {profile}", "Colours taken as {profile}"
)


def blank(**changes: object) -> Caption:
    return Caption(**({"lines": (), "recipe": WHITE, "image_sha256": ""} | changes))  # type: ignore[arg-type]


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
    alone = captioned(IMAGE, blank(px_per_mm=20.0))[300:]
    length_mm = bar_length_mm(20.0, 800)
    dark = (alone.max(axis=2) < 40).astype(np.uint8)
    longest = max(len(run) for row in dark for run in bytes(row + 48).decode().split("0"))
    assert length_mm == 10.0
    assert longest == pytest.approx(length_mm * 20, abs=1)


def test_without_a_scale_there_is_no_bar():
    without, with_bar = (captioned(IMAGE, blank(lines=("x",), px_per_mm=each)) for each in (None, 5.0))
    assert without.shape[0] < with_bar.shape[0]


@pytest.mark.parametrize("px_per_mm", [0.5, 3.0, 11.8, 40.0, 300.0])
def test_the_bar_always_fits(px_per_mm: float):
    assert bar_length_mm(px_per_mm, 800) * px_per_mm <= 0.3 * 800


@pytest.mark.parametrize("image", [IMAGE, DEEP, DEEP[..., 0]], ids=["8 bit", "16 bit", "16 bit grey"])
@pytest.mark.parametrize("suffix", [".png", ".tif", ".tiff"])
def test_every_bit_of_the_picture_is_kept(image: np.ndarray, suffix: str):
    data = picture_file(image, CAPTION, suffix)
    read = decode(data)
    assert read.dtype == image.dtype
    assert (read[:300, :800] == (image if image.ndim == 3 else image[..., np.newaxis])).all()
    said = said_in(data)
    assert parse_recipe(json.dumps(said["recipe"])) == WHITE
    assert said["caption"] == list(CAPTION.lines)
    assert (said["width"], said["height"], said["grey"]) == (800, 300, image.ndim == 2)
    assert (said["image_sha256"], said["px_per_mm"]) == (CAPTION.image_sha256, 20.0)


def test_png_carries_resolution_and_profile_where_others_look_for_them():
    with Image.open(io.BytesIO(picture_file(DEEP, CAPTION, ".png"))) as read:
        read.load()
        assert read.info["dpi"][0] == pytest.approx(508, abs=0.5)
        assert read.info["icc_profile"] == srgb().icc
        assert read.text["Description"] == "\n".join(CAPTION.lines)


def test_tiff_carries_resolution_and_profile_where_others_look_for_them():
    with tifffile.TiffFile(io.BytesIO(picture_file(DEEP, CAPTION, ".tif"))) as read:
        page = read.pages.first
        numerator, denominator = page.tags["XResolution"].value
        assert numerator / denominator == pytest.approx(508)
        assert page.iccprofile == srgb().icc


@pytest.mark.parametrize("suffix", [".gif", ".png"])
def test_a_blink_shows_both_for_ever_each_with_its_own_caption(suffix: str):
    pair = [np.full((40, 60, 3), value, np.uint8) for value in (10, 200)]
    captions = [blank(lines=("one",)), blank(lines=("two", "and a line more"))]
    with Image.open(io.BytesIO(blink_file(pair, captions, 400, suffix))) as read:
        assert read.n_frames == 2
        assert read.info["duration"] == 400
        assert read.info["loop"] == 0
        said = json.loads(read.info["comment"] if suffix == ".gif" else read.info["QDBench"])
        seen = []
        for frame in range(2):
            read.seek(frame)
            seen.append(np.asarray(read.convert("RGB")))
    assert [each[10, 10, 0] for each in seen] == pytest.approx([10, 200], abs=3)
    assert (seen[0][40:] != seen[1][40:]).any()
    assert [each["caption"] for each in said["frames"]] == [["one"], ["two", "and a line more"]]
    assert said["period_ms"] == 400


def test_a_large_blink_is_reduced_and_its_scale_with_it(tmp_path: Path):
    recipes, large = [WHITE, WHITE], np.full((100, 800, 3), 128, np.uint8)
    path = export_blink(recipes, lambda _: large, tmp_path / "b.png", [WORDS, WORDS], longest_px=400)
    with Image.open(path) as read:
        said = json.loads(read.info["QDBench"])["frames"]
    assert [(each["width"], each["px_per_mm"]) for each in said] == [(400, 5.0)] * 2
    assert {each["image_sha256"] for each in said} == {image_sha256(large)}, "the hash of the whole picture"


def test_another_kind_of_file_is_refused():
    for write in (
        lambda: picture_file(IMAGE, CAPTION, ".bmp"),
        lambda: blink_file([IMAGE], [CAPTION], 1, ".tif"),
    ):
        with pytest.raises(PictureError) as caught:
            write()
        assert caught.value.code == "picture-suffix"


def test_measured_values_are_refused_with_the_way_out(tmp_path: Path):
    with pytest.raises(WorkstationError, match="recipe-needs-window"):
        export_view(WHITE, lambda _: np.zeros((4, 4), np.float32), tmp_path / "v.png", WORDS)


# ---------------------------------------------------------------------- colours

SCANNER = ColourProfile("A scanner", b"icc", assumed=False)


@pytest.mark.parametrize(
    ("light", "steps", "profile", "line"),
    [
        ("WHITE", (), srgb(), "Colours taken as sRGB"),
        ("OBLIQUE_LEFT", ("invert",), SCANNER, "Colours as A scanner"),
        ("UV365", (), srgb(), None),
        ("IR850", (), SCANNER, None),
        ("VIS600", (), srgb(), None),
    ],
)
def test_only_white_light_gets_a_profile_and_says_whose(
    light: str, steps: tuple[str, ...], profile: ColourProfile, line: str | None, tmp_path: Path
):
    recipe = Recipe((Source(SourceKind.CAPTURE, "ab" * 32, light),))
    for code in steps:
        recipe = recipe.then(OPERATIONS[code].step(recipe.result))
    path = export_view(recipe, lambda _: IMAGE, tmp_path / "v.tif", WORDS, lambda _: profile)
    with tifffile.TiffFile(path) as read:
        inside = read.pages.first.tags.valueof(34675)
    assert inside == (profile.icc if line else None)
    colours = [each for each in said_in(path.read_bytes())["caption"] if each.startswith("Colours")]
    assert colours == ([line] if line else [])


# ---------------------------------------------------------------------- made again


@pytest.mark.parametrize("image", [IMAGE, DEEP, DEEP[..., 1]], ids=["8 bit", "16 bit", "16 bit grey"])
@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_an_exported_view_says_how_to_make_it_again(image: np.ndarray, suffix: str, tmp_path: Path):
    recipe = WHITE.then(OPERATIONS["invert"].step(0))
    path = export_view(recipe, lambda _: image, tmp_path / f"view{suffix}", WORDS)
    view = exported_view(path)
    made = replay(parse_recipe(view.content), lambda _: image)
    assert image_sha256(made) == view.image_sha256


def test_pixels_that_were_painted_over_are_found(tmp_path: Path):
    path = export_view(WHITE, lambda _: IMAGE, tmp_path / "view.png", WORDS)
    with Image.open(path) as read:
        said, pixels = read.info["QDBench"], np.array(read)
    pixels[10, 10] ^= 1
    facts = PngInfo()
    facts.add_itxt("QDBench", said)
    Image.fromarray(pixels).save(path, pnginfo=facts)
    with pytest.raises(PictureError, match="picture-not-as-said"):
        exported_view(path)


def test_a_picture_of_another_program_says_nothing(tmp_path: Path):
    for name in ("photo.png", "photo.tif", "photo.jpg"):
        Image.fromarray(IMAGE).save(tmp_path / name)
        with pytest.raises(PictureError, match="picture-not-exported"):
            exported_view(tmp_path / name)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda e: st.lists(e) | st.dictionaries(st.text(), e)
    )
)
def test_whatever_stands_in_the_metadata_is_understood_or_refused(said: object):
    facts, target = PngInfo(), io.BytesIO()
    facts.add_itxt("QDBench", json.dumps(said))
    Image.fromarray(IMAGE[:2, :2]).save(target, "PNG", pnginfo=facts)
    with pytest.raises(PictureError, match="picture-not-exported"):
        said_in(target.getvalue())

"""Operations that bring out what is faint, against pictures whose content is known."""

import cv2
import numpy as np
import pytest

from workstation.errors import RecipeError
from workstation.imaging.operations import OPERATIONS
from workstation.imaging.operations.enhancing import ENHANCING
from workstation.imaging.recipe import Recipe, Source, SourceKind
from workstation.imaging.replay import image_sha256, replay

SOURCE = Source(SourceKind.CAPTURE, "a" * 64)


def made(code, image, **parameters):
    return replay(Recipe((SOURCE,), (OPERATIONS[code].step(0, **parameters),)), lambda _: image)


def wave(period_px, amplitude=40.0, angle_deg=25.0, shape=(240, 320)):
    y, x = np.mgrid[: shape[0], : shape[1]]
    along = x * np.cos(np.radians(angle_deg)) + y * np.sin(np.radians(angle_deg))
    return amplitude * np.sin(2 * np.pi * along / period_px)


def stain(shape=(240, 320)):
    y, x = np.mgrid[: shape[0], : shape[1]]
    return -30 * np.exp(-((x - 200) ** 2 + (y - 100) ** 2) / (2 * 40.0**2))


@pytest.mark.parametrize("operation", ENHANCING, ids=lambda each: each.code)
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("shape", [(64, 96), (64, 96, 3)])
def test_every_operation_keeps_size_and_source_and_repeats_itself(operation, dtype, shape):
    image = np.random.default_rng(1).integers(0, np.iinfo(dtype).max, shape, dtype)
    before = image.copy()
    result = made(operation.code, image)
    assert result.shape[:2] == shape[:2]
    assert result.dtype in (dtype, np.uint8)
    assert (image == before).all()
    assert image_sha256(result) == image_sha256(made(operation.code, image))


def test_a_periodic_background_goes_and_what_lies_on_it_stays():
    image = np.rint(140 + wave(8) + stain()).astype(np.uint8)
    clean = np.rint(140 + stain())
    shown = made("band-stop", image, shortest_px=5.0, longest_px=13.0)
    assert np.abs(image - clean).mean() > 20
    assert np.abs(shown - clean).mean() < 2


def test_a_pattern_outside_the_band_is_left_alone():
    image = np.rint(140 + wave(40) + stain()).astype(np.uint8)
    shown = made("band-stop", image, shortest_px=4.0, longest_px=10.0)
    assert np.abs(shown.astype(int) - image).max() <= 5


def test_an_empty_band_is_refused():
    with pytest.raises(RecipeError):
        made("band-stop", np.zeros((32, 32), np.uint8), shortest_px=9.0, longest_px=9.0)


def test_a_faint_stain_shows_as_well_in_the_dark_as_in_the_light():
    shade = np.linspace(60, 140, 320)[None, :] * np.ones((240, 1))
    marks = np.zeros((240, 320))
    marks[100:108, 40:48] = marks[100:108, 280:288] = -4
    noise = np.random.default_rng(2).normal(0, 0.8, marks.shape)
    shown = made("local-contrast", np.rint(shade + marks + noise).astype(np.uint8), radius_px=12.0)
    ground = shown[20:80, 100:220].mean()
    assert ground == pytest.approx(128, abs=6)
    dark, light = (ground - shown[101:107, left : left + 6].mean() for left in (41, 281))
    assert min(dark, light) > 20
    assert dark == pytest.approx(light, rel=0.3)


def test_clahe_changes_brightness_and_not_colour():
    image = np.zeros((64, 64, 3), np.uint8)
    image[..., 0] = np.linspace(60, 90, 64)
    image[..., 1] = image[..., 2] = image[..., 0] // 2
    shown = made("clahe", image, clip=8.0).astype(float)
    assert np.ptp(shown[..., 0]) > np.ptp(image[..., 0])
    chroma_before = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2YCrCb))[..., 1].astype(int)
    chroma_after = np.asarray(cv2.cvtColor(shown.astype(np.uint8), cv2.COLOR_RGB2YCrCb))[..., 1].astype(int)
    assert np.abs(chroma_after - chroma_before).mean() < 3


def test_unsharp_steepens_an_edge_and_leaves_flat_ground():
    image = np.full((40, 80), 100, np.uint8)
    image[:, 40:] = 160
    shown = made("unsharp", image, radius_px=2.0, amount=1.0).astype(int)
    assert shown[20, 40] > 160
    assert shown[20, 39] < 100
    assert (shown[:, :30] == 100).all()


@pytest.mark.parametrize("method", ["median", "gaussian", "bilateral"])
def test_denoise_brings_a_picture_nearer_to_its_truth(method):
    truth = np.rint(140 + stain())
    image = np.clip(truth + np.random.default_rng(3).normal(0, 8, truth.shape), 0, 255).astype(np.uint8)
    shown = made("denoise", image, method=method, radius_px=2)
    assert np.abs(shown - truth).mean() < 0.6 * np.abs(image - truth).mean()


def test_edges_are_bright_where_brightness_changes_whatever_its_sign():
    image = np.full((40, 120), 100, np.uint8)
    image[:, 40:80] = 150
    shown = made("edge", image)
    assert min(shown[20, 39], shown[20, 79]) > 60
    assert shown[20, 20] == shown[20, 60] == 0


def test_emboss_tells_rise_from_fall_along_its_direction():
    image = np.full((40, 120), 100, np.uint8)
    image[:, 40:80] = 150
    shown = made("emboss", image)
    assert shown[20, 39] > 140
    assert shown[20, 80] < 116
    assert shown[20, 20] == 128
    assert (made("emboss", image, angle_deg=90.0) == 128).all()

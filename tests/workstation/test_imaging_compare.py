"""Two pictures in one, against what is known of them."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.errors import RecipeError
from workstation.imaging import compare
from workstation.imaging.operations import OPERATIONS
from workstation.imaging.recipe import Recipe, Source, SourceKind
from workstation.imaging.register.residuals import MAP_COLUMNS, MAP_ROWS
from workstation.imaging.replay import replay

SOURCES = tuple(Source(SourceKind.CAPTURE, mark * 64) for mark in "ab")
MODES = ("curtain", "opacity", "difference", "signed-difference", "merge", "beyond-noise")


def page(seed=0, shape=(240, 320)):
    """Lines, letters and shades, as a page has them."""
    rng = np.random.default_rng(seed)
    image = np.full((*shape, 3), (214, 208, 190), np.uint8)
    for _ in range(60):
        start, end = (tuple(int(v) for v in rng.integers(0, shape[::-1])) for _ in range(2))
        cv2.line(image, start, end, tuple(int(v) for v in rng.integers(20, 200, 3)), 1, cv2.LINE_AA)
    cv2.putText(image, "UTOPIA", (30, 120), cv2.FONT_HERSHEY_SIMPLEX, 2, (40, 30, 60), 3, cv2.LINE_AA)
    return image


def noisy(image, sigma, seed):
    noise = np.random.default_rng(seed).normal(0, sigma, image.shape)
    return np.rint(np.clip(image + noise, 0, 255)).astype(np.uint8)


def combined(mode, first, second, **parameters):
    pictures = dict(zip(SOURCES, (first, second), strict=True))
    return replay(Recipe(SOURCES, (OPERATIONS[mode].step(0, 1, **parameters),)), pictures.__getitem__)


@pytest.mark.parametrize("angle_deg", [0.0, 30.0, 90.0, -45.0, 180.0])
def test_a_curtain_shows_each_picture_on_its_side_and_nothing_in_between(angle_deg):
    first, second = np.zeros((50, 80, 3), np.uint8), np.full((50, 80, 3), 255, np.uint8)
    assert (combined("curtain", first, second, position=1.0, angle_deg=angle_deg) == first).all()
    assert (combined("curtain", first, second, position=0.0, angle_deg=angle_deg) == second).all()
    half = combined("curtain", first, second, position=0.5, angle_deg=angle_deg)
    assert set(np.unique(half)) == {0, 255}
    assert half.mean() == pytest.approx(127.5, abs=5)


def test_the_curtain_turns_clockwise_from_the_left():
    first, second = np.zeros((50, 80, 3), np.uint8), np.full((50, 80, 3), 255, np.uint8)
    assert combined("curtain", first, second, angle_deg=0.0)[25, 0, 0] == 0
    assert combined("curtain", first, second, angle_deg=90.0)[0, 40, 0] == 0
    assert combined("curtain", first, second, angle_deg=180.0)[25, 79, 0] == 0


def test_opacity_goes_from_one_picture_to_the_other():
    first, second = page(1), page(2)
    assert (combined("opacity", first, second, share=0.0) == first).all()
    assert (combined("opacity", first, second, share=1.0) == second).all()
    half = combined("opacity", first, second, share=0.5).astype(int)
    assert np.abs(2 * half - first.astype(int) - second).max() <= 1


@given(gain=st.floats(0.1, 8.0), offset=st.integers(-40, 40))
def test_differences_are_what_the_numbers_say(gain, offset):
    first = np.full((4, 4, 3), 100, np.uint8)
    second = np.full((4, 4, 3), 100 + offset, np.uint8)
    assert np.abs(combined("difference", first, second, gain=gain) - min(255, abs(offset) * gain)).max() <= 0.51
    signed = combined("signed-difference", first, second, gain=gain)
    assert np.abs(signed - min(255, max(0, 128 + offset * gain))).max() <= 0.51


def test_a_merge_is_grey_where_both_agree_and_says_who_is_darker_where_not():
    first, second = np.full((2, 2, 3), 200, np.uint8), np.full((2, 2, 3), 200, np.uint8)
    first[0, 0], second[1, 1] = 20, 20
    red, green, blue = np.moveaxis(combined("merge", first, second).astype(int), -1, 0)
    assert red[0, 1] == green[0, 1] == blue[0, 1]
    assert red[0, 0] < green[0, 0] == blue[0, 0]
    assert red[1, 1] > green[1, 1] == blue[1, 1]


@pytest.mark.parametrize("sigma", [1.0, 3.0, 8.0])
def test_the_noise_of_a_page_is_found_from_the_page(sigma):
    grey = cv2.cvtColor(page(3), cv2.COLOR_RGB2GRAY).astype(np.float32)
    measured = compare.noise_sigma(grey + np.random.default_rng(5).normal(0, sigma, grey.shape).astype(np.float32))
    assert measured == pytest.approx(sigma, rel=0.25)


def found(first, second, **parameters):
    sigmas = [compare.noise_sigma(compare.luminance(each)) for each in (first, second)]
    return compare.beyond_noise(first, second, first_sigma=sigmas[0], second_sigma=sigmas[1], **parameters).mask


def test_noise_alone_is_not_a_difference():
    image = page(4)
    assert found(noisy(image, 4, 1), noisy(image, 4, 2), residual_px=0.0).mean() < 1e-3


@pytest.mark.parametrize("shift_px", [0.3, 0.8, 1.5])
def test_a_displacement_within_the_residual_is_not_a_difference(shift_px):
    image = noisy(page(4), 1, 1)
    move = np.float32([[1, 0, shift_px * 0.8], [0, 1, shift_px * 0.6]])
    moved = cv2.warpAffine(page(4), move, image.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
    moved = noisy(moved, 1, 2)
    inside = (slice(5, -5), slice(5, -5))
    assert found(image, moved, residual_px=0.0)[inside].mean() > 0.02
    assert found(image, moved, residual_px=shift_px)[inside].mean() < 2e-3


def test_the_threshold_is_that_of_the_place():
    image = noisy(page(4), 1, 1)
    height, width = image.shape[:2]
    move = np.float32([[1, 0, 0.9], [0, 1, 0.4]])
    moved = cv2.warpAffine(page(4), move, (width, height), borderMode=cv2.BORDER_REPLICATE)
    residual_px = np.zeros((height, width), np.float32)
    residual_px[:, : width // 2] = 1.0
    mask = found(image, noisy(moved, 1, 2), residual_px=residual_px)
    assert mask[5:-5, 5 : width // 2 - 5].mean() < 2e-3
    assert mask[5:-5, width // 2 + 5 : -5].mean() > 0.02


def test_a_recipe_keeps_the_residual_of_every_place():
    image = noisy(page(4), 1, 1)
    height, width = image.shape[:2]
    move = np.float32([[1, 0, 0.9], [0, 1, 0.4]])
    moved = cv2.warpAffine(page(4), move, (width, height), borderMode=cv2.BORDER_REPLICATE)
    by_place = np.zeros((MAP_ROWS, MAP_COLUMNS))
    by_place[:, :3] = 1.5
    shown = combined("beyond-noise", image, moved, residual_map_px=tuple(by_place.ravel().tolist()))
    coloured = shown[..., 0] != shown[..., 2]
    assert coloured[5:-5, 5 : width // 8].mean() < 2e-3
    assert coloured[5:-5, width // 2 : -5].mean() > 0.02
    with pytest.raises(RecipeError) as refusal:
        combined("beyond-noise", image, moved, residual_map_px=(1.0, 2.0))
    assert refusal.value.code == "recipe-parameter"


@pytest.mark.parametrize("reach_px", [0.0, 0.4, 2.0, 5.0, 130.0])
def test_reach_by_place_allows_what_the_same_reach_everywhere_does(reach_px):
    image, other = page(4), page(5)
    sigmas = {"first_sigma": 1.0, "second_sigma": 1.0}
    everywhere = compare.beyond_noise(image, other, residual_px=reach_px, **sigmas)
    by_place = compare.beyond_noise(
        image, other, residual_px=np.full(image.shape[:2], reach_px, np.float32), **sigmas
    )
    np.testing.assert_allclose(everywhere.threshold, by_place.threshold, rtol=1e-5)


def test_a_changed_letter_is_found_in_spite_of_noise_and_residual():
    genuine, changed = page(4), page(4)
    cv2.circle(changed, (250, 200), 8, (40, 30, 60), -1)
    mask = found(noisy(genuine, 3, 1), noisy(changed, 3, 2), residual_px=0.5)
    truth = np.zeros(mask.shape, np.uint8)
    cv2.circle(truth, (250, 200), 8, 1, -1)
    assert mask[truth > 0].mean() > 0.8
    assert mask[cv2.dilate(truth, np.ones((5, 5))) == 0].mean() < 1e-3


def test_what_lies_beyond_noise_is_coloured_and_nothing_else():
    genuine, changed = page(4), page(4)
    changed[195:205, 245:255] = 0
    shown = combined("beyond-noise", genuine, changed)
    coloured = shown[..., 0] != shown[..., 2]
    assert coloured[195:205, 245:255].mean() > 0.9
    coloured[195:205, 245:255] = False
    assert not coloured.any()


@given(gain=st.floats(0.5, 2.0), offset=st.floats(-40, 40))
def test_another_exposure_is_matched_although_a_part_was_changed(gain, offset):
    first = compare.luminance(page(6))
    second = (first - offset) / gain
    second[20:80, 20:120] = 7
    measured = compare.tone_match(first, second)
    assert measured[0] == pytest.approx(gain, rel=0.02)
    assert measured[1] == pytest.approx(offset, abs=2)


@pytest.mark.parametrize("mode", MODES)
def test_pictures_that_do_not_fit_are_refused(mode):
    with pytest.raises(RecipeError) as caught:
        combined(mode, page(1), page(1, (100, 320)))
    assert caught.value.code == "recipe-sizes-differ"
    with pytest.raises(RecipeError) as caught:
        combined(mode, page(1), page(1).astype(np.uint16))
    assert caught.value.code == "recipe-needs-window"


@pytest.mark.parametrize("mode", MODES)
def test_grey_pictures_compare_like_colour_ones(mode):
    grey = cv2.cvtColor(page(1), cv2.COLOR_RGB2GRAY)
    other = cv2.cvtColor(page(2), cv2.COLOR_RGB2GRAY)
    as_colour = [np.repeat(each[..., None], 3, axis=2) for each in (grey, other)]
    assert (combined(mode, grey, other) == combined(mode, *as_colour)).all()

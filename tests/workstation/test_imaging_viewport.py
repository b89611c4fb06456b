"""What a screen shows of a picture, against the picture."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.imaging.viewport import seen


def fine(shape=(90, 130, 4), seed=1):
    return np.random.default_rng(seed).integers(0, 255, shape, np.uint8)


def smooth(shape=(90, 130)):
    y, x = np.mgrid[: shape[0], : shape[1]]
    return np.dstack([x * 1.5, y * 2.0, x + y, np.full(shape, 255)]).astype(np.uint8)


@given(left=st.integers(-150, 250), top=st.integers(-120, 200))
def test_at_100_percent_every_pixel_stands_where_it_belongs(left, top):
    level = fine()
    part = seen(level, (left, top), 1.0, (200, 150))
    screen = np.zeros((150, 200, 4), np.uint8)
    whole = np.zeros((150 + 400, 200 + 400, 4), np.uint8)
    whole[top + 200 : top + 290, left + 200 : left + 330] = level
    height, width = part.pixels.shape[:2]
    screen[part.top : part.top + height, part.left : part.left + width] = part.pixels
    assert (screen == whole[200:350, 200:400]).all()


@given(scale=st.floats(0.5, 40), left=st.integers(-4000, 300), top=st.integers(-3000, 300))
def test_a_ramp_is_a_ramp_at_every_scale_and_place(scale, left, top):
    part = seen(smooth(), (left, top), scale, (200, 150))
    height, width = part.pixels.shape[:2]
    assert 0 <= part.left <= part.left + width <= max(200, part.left)
    if not (height and width):
        return
    x = (part.left + np.arange(width) + 0.5 - left) / scale
    inside = (x > 1) & (x < 129)
    expected = (x - 0.5) * 1.5
    assert np.abs(part.pixels[0, inside, 0] - expected[inside]).max(initial=0) <= 2


def test_squares_show_each_pixel_as_it_is():
    level = fine((6, 8))
    part = seen(level, (3, 5), 10.0, (200, 150), nearest=True)
    assert (part.left, part.top) == (3, 5)
    assert (part.pixels == np.kron(level, np.ones((10, 10), np.uint8))).all()


@pytest.mark.parametrize("corner", [(500, 0), (0, 500), (-500, 0), (0, -500)])
def test_a_picture_beside_the_screen_is_not_seen(corner):
    assert seen(fine(), corner, 1.5, (200, 150)).pixels.size == 0


def test_a_reduced_picture_is_as_good_as_the_mean_of_its_areas():
    rng = np.random.default_rng(2)
    page = cv2.GaussianBlur(rng.integers(0, 255, (1400, 2000), np.uint8), (0, 0), 4.0)
    page = cv2.normalize(page, None, 20, 235, cv2.NORM_MINMAX)
    half = cv2.resize(page, (1000, 700), interpolation=cv2.INTER_AREA)
    part = seen(half, (0, 0), 0.4, (400, 280))
    truth = cv2.resize(page, (400, 280), interpolation=cv2.INTER_AREA)
    noise = np.mean((part.pixels.astype(float) - truth) ** 2)
    assert 10 * np.log10(255**2 / noise) > 44

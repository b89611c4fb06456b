"""What is kept of a picture from frame to frame is what a fresh look at it would give."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workstation.imaging.viewport import Scroll, alike, eighth, for_screen, half_for_screen, halve, opaque, seen
from workstation.imaging.views import through_window

SIZE = (200, 150)


def fine(shape=(900, 1300, 4), seed=1):
    return np.random.default_rng(seed).integers(0, 256, shape, np.uint8)


@settings(max_examples=40, deadline=None)
@given(
    scale=st.sampled_from([0.53, 0.7143, 1.0, 1.3, 2.5]),
    path=st.lists(st.tuples(st.integers(-900, 180), st.integers(-700, 130)), min_size=1, max_size=8),
)
def test_after_any_pan_a_scroll_shows_what_a_fresh_look_shows(scale, path):
    scroll, level = Scroll(), fine((600, 800, 4))
    for corner in path:
        (kept,) = scroll.seen((level,), corner, scale, SIZE, nearest=scale >= 2)
        fresh = seen(level, corner, scale, SIZE, nearest=scale >= 2)
        assert (kept.left, kept.top, kept.pixels.shape) == (fresh.left, fresh.top, fresh.pixels.shape)
        apart = np.abs(kept.pixels.astype(int) - fresh.pixels)
        if scale >= 2:
            # On the border between two squares, either may be taken.
            assert np.mean(apart > 0) < 0.05
        else:
            # OpenCV 4 looks up on a raster of 1/32 pixel.
            assert apart.max(initial=0) <= (1 if cv2.__version__[0] >= "5" else 16)


@given(path=st.lists(st.tuples(st.integers(-300, 180), st.integers(-200, 130)), min_size=2, max_size=6))
def test_equal_pictures_stay_equal_whatever_the_way(path):
    scroll, level = Scroll(), fine((300, 400))
    other = level.copy()
    for corner in path:
        first, second = scroll.seen((level, other), corner, 0.77, SIZE)
        assert np.array_equal(first.pixels, second.pixels)


def test_another_level_or_scale_is_never_mixed_with_what_was_kept():
    scroll = Scroll()
    one, other = fine(seed=1), fine(seed=2)
    for level, scale in ((one, 0.7), (other, 0.7), (other, 0.8), (one, 0.8)):
        (kept,) = scroll.seen((level,), (-300, -200), scale, SIZE)
        assert np.array_equal(kept.pixels, seen(level, (-300, -200), scale, SIZE).pixels)


def test_a_pan_back_resamples_nothing(monkeypatch):
    scroll, level, warps = Scroll(), fine(), []
    warp = cv2.warpAffine
    monkeypatch.setattr(cv2, "warpAffine", lambda *a, **k: warps.append(1) or warp(*a, **k))
    for left in (-300, -310, -305, -330):
        scroll.seen((level,), (left, -200), 0.7, SIZE)
    assert len(warps) == 1 + 4, "once whole, once a strip on each side; then it was there"


@pytest.mark.parametrize("shape", [(300, 257), (300, 257, 3)])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_a_picture_for_the_screen_is_a_copy_of_its_samples(shape, dtype):
    pixels = np.random.default_rng(3).integers(0, np.iinfo(dtype).max, shape, dtype, endpoint=True)
    shown = through_window(pixels, (1000, 40_000)) if dtype == np.uint16 else pixels
    screen = for_screen(pixels, (1000, 40_000))
    assert not np.shares_memory(screen, pixels)
    if pixels.ndim == 2:
        assert np.array_equal(screen, shown)
    else:
        assert np.array_equal(screen[..., 2::-1], shown)
        assert (screen[..., 3] == 255).all()


@given(st.integers(0, 65_534), st.integers(1, 65_535))
def test_the_quick_way_through_a_window_is_the_table(low, width):
    high = min(low + width, 65_535)
    values = np.arange(65_536, dtype=np.uint16).reshape(256, 256)
    exact = np.rint(np.clip((values.astype(np.float64) - low) * (255 / (high - low)), 0, 255)).astype(np.uint8)
    assert np.array_equal(through_window(values, (low, high)), exact)


@pytest.mark.parametrize("high", [65_535, 32_767, 4095, 1023, 50_001])
def test_windows_from_black_are_the_table_too(high):
    values = np.arange(65_536, dtype=np.uint16).reshape(256, 256)
    exact = np.rint(np.clip(values * (255 / high), 0, 255)).astype(np.uint8)
    assert np.array_equal(through_window(values, (0, high)), exact)


def test_halving_rounds_half_up_and_repeats_an_odd_edge():
    level = np.array([[0, 1, 9], [0, 1, 9], [4, 6, 20]], np.uint8)
    assert halve(level).tolist() == [[1, 9], [5, 20]]


@pytest.mark.parametrize("shape", [(301, 57, 3), (256, 58), (1, 1, 3)])
def test_a_half_made_in_bands_is_the_half_of_the_whole(shape):
    pixels = np.random.default_rng(5).integers(0, 65_536, shape, np.uint16)
    assert np.array_equal(half_for_screen(pixels, (0, 65_535)), halve(for_screen(pixels, (0, 65_535))))


def test_an_eighth_is_the_mean_of_its_blocks():
    pixels = np.random.default_rng(4).integers(0, 65_536, (83, 170, 3), np.uint16)
    blocks = pixels[:80, :168].reshape(10, 8, 21, 8, 3).astype(float).mean(axis=(1, 3))
    assert np.abs(eighth(pixels) - blocks).max() <= 0.51
    assert eighth(pixels[:3, :5]).shape == (1, 1, 3)


def test_grey_beside_colour_becomes_colour_and_arithmetic_stays_opaque():
    grey, colour = fine((20, 30)), fine((20, 30, 4))
    first, second = alike(grey, colour)
    assert (first[..., :3] == grey[..., None]).all()
    assert second is colour
    assert alike(grey, grey)[0] is grey
    made = opaque(np.zeros((4, 5, 4), np.uint8))
    assert (made[..., 3] == 255).all()
    assert not made[..., :3].any()

"""Windowing, thumbnails and crops."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from workstation.imaging.views import crop, data_range, for_display, thumbnail

PICTURES = hnp.arrays(
    st.sampled_from([np.uint8, np.uint16]),
    st.one_of(
        st.tuples(st.integers(1, 20), st.integers(1, 20)),
        st.tuples(st.integers(1, 20), st.integers(1, 20), st.just(3)),
    ),
)


def test_8_bit_colour_is_shown_as_it_is() -> None:
    rgb = np.arange(300, dtype=np.uint8).reshape(10, 10, 3)
    shown, window = for_display(rgb)
    np.testing.assert_array_equal(shown, rgb)
    assert window == (0, 255)


def test_16_bit_default_window_is_the_type_and_not_the_picture() -> None:
    dim = np.full((2, 2), 257, np.uint16)
    shown, window = for_display(dim)
    assert window == (0, 65535)
    assert np.all(shown == 1)


def test_a_stated_window_spreads_small_values() -> None:
    values = np.array([[0, 1000, 1500, 2000, 4095]], np.uint16)
    shown, window = for_display(values, (1000, 2000))
    assert shown[0, :, 0].tolist() == [0, 0, 128, 255, 255]
    assert window == (1000, 2000)


def test_the_range_of_the_data_is_given_when_asked_for() -> None:
    assert data_range(np.array([[7, 900]], np.uint16)) == (7, 900)


@pytest.mark.parametrize("window", [(5, 5), (9, 2)])
def test_an_empty_window_is_refused(window: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="empty window"):
        for_display(np.zeros((2, 2), np.uint16), window)


@given(PICTURES, st.tuples(st.integers(0, 65535), st.integers(0, 65535)).filter(lambda w: w[0] < w[1]))
def test_windowing_is_monotone_and_leaves_the_picture_alone(pixels: np.ndarray, window: tuple[int, int]) -> None:
    before = pixels.copy()
    shown, used = for_display(pixels, window)
    assert used == window
    assert shown.shape == (*pixels.shape[:2], 3)
    assert shown.dtype == np.uint8
    assert not shown.flags.writeable
    np.testing.assert_array_equal(pixels, before)
    assert pixels.flags.writeable
    order = np.argsort(pixels, axis=None)
    flat = (shown if pixels.ndim == 3 else shown[..., 0]).ravel()[order].astype(int)
    assert np.all(np.diff(flat) >= 0)


@given(PICTURES, st.integers(1, 40))
def test_thumbnails_fit_and_keep_type_and_range(pixels: np.ndarray, longest_px: int) -> None:
    small = thumbnail(pixels, longest_px)
    assert max(small.shape[:2]) == min(longest_px, max(pixels.shape[:2]))
    assert small.dtype == pixels.dtype
    assert small.shape[2:] == pixels.shape[2:]
    assert pixels.min() <= small.min() <= small.max() <= pixels.max()


@given(PICTURES, st.tuples(*[st.floats(-30, 50)] * 4), st.floats(0, 10))
def test_crops_lie_in_the_picture(
    pixels: np.ndarray, sides: tuple[float, float, float, float], margin: float
) -> None:
    left, right = sorted(sides[:2])
    top, bottom = sorted(sides[2:])
    part = crop(pixels, (left, top, right, bottom), margin)
    height, width = part.pixels.shape[:2]
    assert height >= 1
    assert width >= 1
    np.testing.assert_array_equal(
        part.pixels, pixels[part.top_px : part.top_px + height, part.left_px : part.left_px + width]
    )
    assert pixels.flags.writeable


def test_a_crop_holds_every_pixel_it_touches() -> None:
    pixels = np.arange(100, dtype=np.uint8).reshape(10, 10)
    part = crop(pixels, (2.2, 3.0, 4.1, 5.0), 1)
    assert (part.left_px, part.top_px, part.pixels.shape) == (1, 2, (4, 5))

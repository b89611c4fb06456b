"""The parts of the viewer that need no window: conversion, reduced levels, geometry, sketches."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage

from ui.viewer.drawing import PolygonSketch, RectangleSketch
from ui.viewer.grid import best_columns
from ui.viewer.imageconv import Window, to_display, to_qimage, to_thumbnail
from ui.viewer.pane import scale_bar_mm
from ui.viewer.picture import Picture
from ui.viewer.pyramid import SMALLEST_PX, Pyramid, halvings
from ui.viewer.viewport import MAX_SCALE, Viewport, fit_scale, step_down, step_up
from workstation.cases.model import Region, Shape
from workstation.imaging.viewport import halve


def numbered(height: int, width: int, channels: int = 3) -> NDArray[np.uint8]:
    return np.random.default_rng(height * width).integers(0, 256, (height, width, channels), dtype=np.uint8)


def pixel(image: QImage, x: int, y: int) -> tuple[int, int, int]:
    colour = QColor(image.pixel(x, y))
    return colour.red(), colour.green(), colour.blue()


# conversion


@pytest.mark.parametrize("width", [1, 2, 3, 5, 7, 640])
def test_every_pixel_of_rgb_arrives_whatever_the_width(width: int) -> None:
    pixels = numbered(3, width)
    image = to_qimage(pixels)
    assert [[pixel(image, x, y) for x in range(width)] for y in range(3)] == [
        [tuple(map(int, pixels[y, x])) for x in range(width)] for y in range(3)
    ]


def test_grey_stays_grey() -> None:
    image = to_qimage(np.array([[0, 7, 255]], dtype=np.uint8))
    assert [pixel(image, x, 0)[0] for x in range(3)] == [0, 7, 255]
    assert image.isGrayscale()


@pytest.mark.parametrize("shape", [(4, 5), (4, 5, 3)])
def test_the_image_never_shares_memory_with_the_array(shape: tuple[int, ...]) -> None:
    pixels = np.full(shape, 9, dtype=np.uint8)
    image = to_qimage(pixels)
    pixels[:] = 200
    assert pixel(image, 2, 2) == (9, 9, 9)
    image.fill(QColor(1, 2, 3))
    assert (pixels == 200).all()


def test_slices_and_read_only_arrays_are_taken() -> None:
    pixels = numbered(8, 10)
    pixels.flags.writeable = False
    image = to_qimage(pixels[::2, ::-1])
    assert (image.width(), image.height()) == (10, 4)
    assert pixel(image, 0, 1) == tuple(map(int, pixels[2, 9]))


def test_sixteen_bits_go_through_the_window_they_are_given() -> None:
    pixels = np.array([[0, 1000, 2000, 3000, 65535]], dtype=np.uint16)
    assert to_display(pixels).tolist() == [[0, 4, 8, 12, 255]]
    assert to_display(pixels, Window(1000, 3000)).tolist() == [[0, 0, 128, 255, 255]]
    assert pixel(to_qimage(pixels, Window(1000, 3000)), 2, 0) == (128, 128, 128)


@given(st.integers(0, 65534), st.integers(1, 65535))
def test_a_window_is_monotone_and_uses_both_ends(low: int, span: int) -> None:
    window = Window(low, min(low + span, 65535))
    shown = to_display(np.arange(65536, dtype=np.uint16).reshape(256, 256), window).ravel()
    assert (np.diff(shown.astype(int)) >= 0).all()
    assert (shown[window.low], shown[window.high]) == (0, 255)


@pytest.mark.parametrize(
    ("pixels", "error"),
    [
        (np.zeros((0, 4), np.uint8), ValueError),
        (np.zeros((2, 2, 4), np.uint8), ValueError),
        (np.zeros((2, 2, 3, 1), np.uint8), ValueError),
        (np.zeros((2, 2), np.float32), TypeError),
    ],
)
def test_what_is_no_picture_is_refused(pixels: NDArray[np.generic], error: type[Exception]) -> None:
    with pytest.raises(error):
        to_qimage(pixels)


def test_an_empty_window_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        to_display(np.zeros((2, 2), np.uint16), Window(5, 5))


@pytest.mark.parametrize("size", [(1, 1), (1, 20_000), (2079, 2953)])
def test_a_thumbnail_is_small_and_of_the_same_shape(size: tuple[int, int]) -> None:
    image = to_thumbnail(np.zeros(size, np.uint8), 200)
    assert max(image.width(), image.height()) <= 2 * 200 * 1.5
    assert min(image.width(), image.height()) >= 1


@pytest.mark.parametrize("scale", [0.0, -1.0, float("nan"), float("inf")])
def test_a_picture_has_a_real_scale_or_none(scale: float) -> None:
    with pytest.raises(ValueError, match="px_per_mm"):
        Picture("a", np.zeros((1, 1), np.uint8), scale, "")


# reduced levels


@given(st.integers(1, 9), st.integers(1, 9), st.booleans())
def test_halving_is_the_mean_of_each_block(height: int, width: int, colour: bool) -> None:
    pixels = numbered(height, width) if colour else numbered(height, width)[..., 0]
    padded = np.pad(pixels, [(0, height % 2), (0, width % 2)] + [(0, 0)] * (pixels.ndim - 2), mode="edge")
    blocks = padded.reshape(padded.shape[0] // 2, 2, padded.shape[1] // 2, 2, *pixels.shape[2:]).astype(int)
    assert np.array_equal(halve(pixels), (blocks.sum(axis=(1, 3)) + 2) // 4)


def test_levels_end_when_small_and_cannot_be_written() -> None:
    levels = halvings(numbered(1, 20_000))
    assert [level.shape[1] for level in levels] == [10_000, 5000, 2500, 1250, 625, 313, 157]
    assert levels[-1].shape[1] <= SMALLEST_PX
    assert not any(level.flags.writeable for level in levels)
    assert halvings(numbered(1, 1)) == ()


def test_a_level_has_a_pixel_for_every_device_pixel() -> None:
    pixels = numbered(1024, 1024)
    pyramid = Pyramid(Picture("a", pixels, None, ""), Window(0, 65535))
    assert pyramid.level(0.1)[1] == 1
    pyramid.levels.extend(halvings(pixels))
    assert [pyramid.level(scale)[1] for scale in (4, 1, 0.51, 0.5, 0.4, 0.3, 0.26, 0.25, 0.01)] == [
        1,
        1,
        1,
        2,
        2,
        2,
        2,
        4,
        4,
    ]


# geometry

viewports = st.builds(
    Viewport,
    width=st.floats(10, 4000),
    height=st.floats(10, 4000),
    centre_x=st.floats(0, 20_000),
    centre_y=st.floats(0, 20_000),
    scale=st.floats(0.01, 32),
)


@given(viewports, st.floats(0, 4000), st.floats(0, 4000))
def test_device_and_picture_points_are_two_names_of_one_place(viewport: Viewport, x: float, y: float) -> None:
    assert viewport.to_device(*viewport.to_picture(x, y)) == pytest.approx((x, y), abs=1e-4)


@given(viewports, st.floats(0.01, 32), st.floats(0, 1), st.floats(0, 1))
def test_zooming_keeps_the_place_under_the_pointer(viewport: Viewport, scale: float, u: float, v: float) -> None:
    x, y = u * viewport.width, v * viewport.height
    before = viewport.to_picture(x, y)
    seen_at = viewport.zoomed(scale, x, y).to_device(*before)
    # Corners lie on whole device pixels before and after: half a pixel each.
    assert abs(seen_at[0] - x) <= 0.51 + 0.51 * scale / viewport.scale
    assert abs(seen_at[1] - y) <= 0.51 + 0.51 * scale / viewport.scale


@given(st.floats(0.02, 31))
def test_steps_go_up_and_down_over_100_percent(scale: float) -> None:
    assert step_down(scale) < scale < step_up(scale)
    assert step_up(0.9) == step_down(1.2) == 1.0
    assert step_up(MAX_SCALE) == MAX_SCALE


@pytest.mark.parametrize("size", [(1, 1), (20_000, 10), (10, 20_000), (2953, 2079)])
def test_a_fitted_picture_fits(size: tuple[int, int]) -> None:
    scale = fit_scale(800, 600, *size)
    assert 0 < size[0] * scale <= 800
    assert size[1] * scale <= 600
    assert scale <= MAX_SCALE


def test_the_scale_bar_has_a_round_length() -> None:
    assert scale_bar_mm(10, 140) == 10
    assert scale_bar_mm(1000, 140) == 0.1
    assert scale_bar_mm(0.1, 140) == 500


@pytest.mark.parametrize(("count", "columns"), [(0, 1), (1, 1), (2, 1), (12, 3)])
def test_the_grid_takes_the_columns_that_show_most(count: int, columns: int) -> None:
    assert best_columns(count, QSize(1600, 1000), 2.8) == columns


# sketches


def test_a_rectangle_grows_to_whole_pixels_inside_the_picture() -> None:
    sketch = RectangleSketch(100, 50)
    assert sketch.place((90.4, 40.6)) is None
    assert sketch.place((150.0, -7.0)) == Region(Shape.RECTANGLE, ((90.0, 0.0), (100.0, 41.0)))


@given(*(st.floats(-200, 300) for _ in range(4)))
def test_no_rectangle_leaves_the_picture_or_is_empty(x0: float, y0: float, x1: float, y1: float) -> None:
    sketch = RectangleSketch(100, 50)
    sketch.place((x0, y0))
    region = sketch.place((x1, y1))
    if region is not None:
        left, top, right, bottom = region.bounds_px()
        assert 0 <= left < right <= 100
        assert 0 <= top < bottom <= 50
        assert all(part.is_integer() for part in (left, top, right, bottom))


def test_a_polygon_needs_three_corners_and_takes_them_back() -> None:
    sketch = PolygonSketch(100, 50)
    for corner in ((1.0, 1.0), (1.0, 1.0), (60.0, 2.0)):
        assert sketch.place(corner) is None
    assert sketch.close() is None
    sketch.place((999.0, 30.123))
    assert sketch.close() == Region(Shape.POLYGON, ((1.0, 1.0), (60.0, 2.0), (100.0, 30.12)))
    assert sketch.take_back()
    assert sketch.close() is None
    assert sketch.take_back()
    assert not sketch.take_back()
    assert sketch.outline() == ()

"""Pictures on paper: size, resolution, crops, scale bars, and no pixel changed that needs no change."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_material import drawn

from workstation.cases.model import Region, Shape
from workstation.errors import ReportError
from workstation.reports.pictures import (
    FULL_MM,
    HALF_MM,
    LOSSLESS_PIXELS,
    MAX_PIXEL_MM,
    crop_box,
    known_scale,
    outline,
    print_picture,
    scale_bar,
)

_ODD = st.floats(-1e6, 1e6, allow_nan=False)


def test_a_large_picture_is_printed_at_300_dpi() -> None:
    picture = print_picture(drawn(3000, 2100), FULL_MM)
    assert picture.height_mm == pytest.approx(FULL_MM[1])
    assert picture.width_px / (picture.width_mm / 25.4) == pytest.approx(300, rel=0.01)
    assert picture.encoded.startswith(b"\xff\xd8")


def test_a_small_picture_keeps_its_pixels_exactly() -> None:
    pixels = drawn(300, 200)
    assert pixels.shape[0] * pixels.shape[1] <= LOSSLESS_PIXELS
    picture = print_picture(pixels, HALF_MM)
    back = cv2.cvtColor(cv2.imdecode(np.frombuffer(picture.encoded, np.uint8), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)
    assert np.array_equal(back, pixels)


def test_colours_are_not_swapped_in_jpeg() -> None:
    pixels = np.zeros((1000, 1400, 3), np.uint8)
    pixels[..., 0] = 200
    picture = print_picture(pixels, FULL_MM)
    blue, green, red = cv2.imdecode(np.frombuffer(picture.encoded, np.uint8), cv2.IMREAD_COLOR).mean(axis=(0, 1))
    assert red == pytest.approx(200, abs=4)
    assert max(blue, green) < 5


@pytest.mark.parametrize(("width", "height"), [(1, 1), (20_000, 1), (1, 20_000), (20_000, 40), (2, 9000)])
def test_odd_shapes_fit_their_slot_and_keep_their_proportions(width: int, height: int) -> None:
    picture = print_picture(np.zeros((height, width, 3), np.uint8), FULL_MM)
    assert picture.width_mm <= FULL_MM[0] + 1e-9
    assert picture.height_mm <= FULL_MM[1] + 1e-9
    assert picture.width_mm / picture.height_mm == pytest.approx(width / height)
    assert picture.width_mm / width <= MAX_PIXEL_MM
    assert picture.width_px >= 1
    assert picture.height_px >= 1


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((4, 4), np.uint8),
        np.zeros((4, 4, 3), np.uint16),
        np.zeros((0, 4, 3), np.uint8),
        np.zeros((4, 4, 4), np.uint8),
    ],
)
def test_other_arrays_are_refused(pixels: np.ndarray) -> None:
    with pytest.raises(ReportError) as caught:
        print_picture(pixels, HALF_MM)
    assert caught.value.code == "report-picture"


@given(
    points=st.lists(st.tuples(_ODD, _ODD), min_size=2, max_size=2),
    width=st.integers(1, 5000),
    height=st.integers(1, 5000),
)
def test_a_crop_lies_in_the_picture_and_holds_its_region(
    points: list[tuple[float, float]], width: int, height: int
) -> None:
    region = Region(Shape.RECTANGLE, tuple(points))
    left, top, right, bottom = crop_box(region, width, height)
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    for x, y in points:
        if 0 <= x <= width and 0 <= y <= height:
            assert left <= x <= right
            assert top <= y <= bottom
    for fx, fy in outline(region.points_px, (left, top, right, bottom), rectangle=True).points:
        assert 0 <= fx <= 1
        assert 0 <= fy <= 1


def test_a_crop_has_surround() -> None:
    left, top, right, bottom = crop_box(Region(Shape.RECTANGLE, ((400, 300), (600, 400))), 2000, 1400)
    assert (left, top, right, bottom) == (330, 230, 670, 470)


def test_scale_bar_is_true_to_the_paper() -> None:
    pixels = drawn(1000, 700)
    picture = print_picture(pixels, FULL_MM)
    bar = scale_bar(8.0, (0, 0, 1000, 700), picture)
    assert bar is not None
    # 125 mm of document over the width of the picture on paper.
    assert bar.paper_mm / bar.length_mm == pytest.approx(picture.width_mm / 125.0)
    assert bar.paper_mm <= picture.width_mm / 3
    assert bar.length_mm == 20


@pytest.mark.parametrize("px_per_mm", [None, 0.0, -3.0, math.nan, math.inf])
def test_no_scale_no_bar(px_per_mm: float | None) -> None:
    assert known_scale(px_per_mm) is None
    assert scale_bar(px_per_mm, (0, 0, 640, 450), print_picture(drawn(), HALF_MM)) is None


@pytest.mark.parametrize("px_per_mm", [1e-9, 1e9])
def test_absurd_scales_give_no_bar(px_per_mm: float) -> None:
    assert scale_bar(px_per_mm, (0, 0, 640, 450), print_picture(drawn(), HALF_MM)) is None

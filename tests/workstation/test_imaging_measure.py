"""Measurements against geometry that is known exactly, and their uncertainty against repeated setting of points."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.errors import MeasureError
from workstation.imaging.measure import (
    POINT_SIGMA_PX,
    Scale,
    angle,
    area,
    distance,
    hole,
    path_length,
    perforation_gauge,
    radius,
    spacing,
)

SCALE = Scale(10.0, 0.02)
places = st.floats(-2000, 2000)
points = st.tuples(places, places)


def circle(count, radius_px, centre=(300.0, 200.0), share=1.0):
    turn = np.linspace(0, 2 * np.pi * share, count, endpoint=share < 1)
    return [(centre[0] + radius_px * math.cos(t), centre[1] + radius_px * math.sin(t)) for t in turn]


def row(count, pitch_px, angle_deg=7.0):
    across, down = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    return [(50 + n * pitch_px * across, 80 + n * pitch_px * down) for n in range(count)]


def test_values_of_known_figures():
    assert distance((0, 0), (30, 40), SCALE).value == pytest.approx(5.0)
    assert path_length([(0, 0), (30, 40), (30, 140)], SCALE).value == pytest.approx(15.0)
    assert angle((1, 0), (0, 0), (0, 1)).value == pytest.approx(90.0)
    assert area([(0, 0), (100, 0), (100, 50), (0, 50)], SCALE).value == pytest.approx(50.0)
    assert radius(circle(9, 62.5, share=0.2), SCALE).value == pytest.approx(6.25)
    assert spacing(row(8, 25.4), SCALE).pitch.value == pytest.approx(2.54)
    assert perforation_gauge(row(8, 16.0), SCALE).value == pytest.approx(12.5)


def test_a_crooked_row_shows_its_spread_and_its_deviation():
    crooked = row(9, 25.0, 0.0)
    crooked[4] = (crooked[4][0] + 3.0, crooked[4][1] + 4.0)
    result = spacing(crooked, SCALE)
    assert result.pitch.value == pytest.approx(2.5, abs=0.01)
    assert result.spread.value == pytest.approx(np.diff([p[0] for p in crooked]).std(ddof=1) / 10, rel=0.02)
    assert result.baseline_deviation.value == pytest.approx(0.4 * 8 / 9, rel=0.02)


def test_a_round_hole_and_a_square_one():
    assert hole(circle(64, 5.0), SCALE).roundness == pytest.approx(1.0, abs=0.01)
    square = hole([(0, 0), (5, 0), (10, 0), (10, 10), (0, 10)], SCALE)
    assert square.roundness == pytest.approx(math.pi / 4)
    ellipse = [(x, 100 + (y - 100) / 2) for x, y in circle(64, 20.0, (100.0, 100.0))]
    assert hole(ellipse, SCALE).width.value == pytest.approx(4.0, rel=0.01)
    assert hole(ellipse, SCALE).height.value == pytest.approx(2.0, rel=0.01)


@pytest.mark.parametrize(
    ("measure", "where"),
    [
        (lambda p: distance(p[0], p[1], Scale(10.0)), [(0, 0), (300, 40)]),
        (lambda p: angle(*p), [(90, 5), (0, 0), (10, 60)]),
        (lambda p: area(p, Scale(10.0)), [(0, 0), (100, 10), (90, 60), (5, 50)]),
        (lambda p: radius(p, Scale(10.0)), circle(8, 60, share=0.5)),
        (lambda p: spacing(p, Scale(10.0)).pitch, row(10, 25)),
    ],
)
def test_the_uncertainty_covers_about_95_of_100_repetitions(measure, where):
    rng = np.random.default_rng(7)
    truth = measure(where)
    repeated = [
        measure([tuple(each) for each in np.asarray(where) + rng.normal(0, POINT_SIGMA_PX, (len(where), 2))]).value
        for _ in range(600)
    ]
    covered = np.mean(np.abs(np.asarray(repeated) - truth.value) <= truth.uncertainty)
    assert 0.92 <= covered <= 0.98


def test_an_uncertain_scale_makes_uncertain_lengths():
    exact, rough = (distance((0, 0), (1000, 0), Scale(10.0, sigma)) for sigma in (0.0, 0.1))
    assert exact.value == rough.value == pytest.approx(100)
    assert exact.uncertainty == pytest.approx(2 * POINT_SIGMA_PX * math.sqrt(2) / 10, rel=1e-3)
    assert rough.uncertainty == pytest.approx(2.0, rel=0.01)


@pytest.mark.parametrize("px_per_mm", [None, 0.0, -1.0, float("nan")])
def test_without_a_scale_nothing_is_measured(px_per_mm):
    with pytest.raises(MeasureError) as caught:
        Scale.known(px_per_mm)
    assert caught.value.code == "measure-no-scale"


@given(st.lists(points, min_size=0, max_size=8))
def test_any_points_give_a_number_or_a_reason(some):
    for measure in (path_length, area, radius, spacing, hole):
        try:
            measure(some, SCALE)
        except MeasureError as error:
            assert error.code.startswith("measure-")  # noqa: PT017


@given(points, points, st.floats(0, 360))
def test_a_distance_does_not_depend_on_how_the_page_lies(first, second, turn_deg):
    cos, sin = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    turned = [(cos * x - sin * y, sin * x + cos * y) for x, y in (first, second)]
    here, there = distance(first, second, SCALE), distance(*turned, SCALE)
    assert there.value == pytest.approx(here.value, abs=1e-6)

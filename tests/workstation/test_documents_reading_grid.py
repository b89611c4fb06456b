"""Cells of fixed pitch: found where they stand, through marks, drift and noise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workstation.documents.reading import grid
from workstation.documents.reading.networks import BLANK


def odds_of(columns: grid.Columns, length: int) -> grid.Columns:
    """Log odds as a network gives them for characters at these columns."""
    index = np.arange(length)
    nearest = np.abs(index[:, None] - columns[None, :]).min(axis=1)
    return seen(np.where(nearest < 2.5, 0.02, 0.98))


def seen(blank: grid.Columns) -> grid.Columns:
    """The same from the probability that a column holds nothing."""
    answers = np.full((len(blank), BLANK + 1), -9.0, np.float32)
    answers[:, BLANK] = np.log(blank)
    return grid.presence(answers)


@settings(max_examples=40, deadline=None)
@given(
    count=st.sampled_from(grid.WIDTHS),
    pitch=st.floats(7.5, 12.5),
    start=st.floats(8, 40),
    stretch=st.floats(-0.0007, 0.0007),
)
def test_a_row_is_found_at_its_pitch(count: int, pitch: float, start: float, stretch: float) -> None:
    index = np.arange(count)
    columns = start + pitch * index + stretch * pitch * index**2
    odds = odds_of(columns, int(columns[-1]) + 40)
    found = grid.rows(odds, grid.pitch_of(odds))
    best = max(found.values(), key=lambda row: row.evidence)
    assert len(best.columns) == count
    assert np.abs(best.columns - columns).max() < 0.25 * pitch


def test_a_mark_between_characters_does_not_shift_the_row() -> None:
    columns = 20 + 10.0 * np.arange(44)
    odds = odds_of(columns, 500)
    odds[203:208] = 4.0
    row = grid.rows(odds, 10.0)[44]
    assert np.abs(row.columns - columns).max() < 2


def test_a_hidden_character_keeps_its_cell() -> None:
    columns = 20 + 10.0 * np.arange(36)
    odds = odds_of(columns, 420)
    odds[110:150] = -4.0
    row = grid.rows(odds, 10.0)[36]
    assert np.abs(row.columns - columns).max() < 3


def test_the_other_lines_say_where_a_faint_row_begins() -> None:
    odds = np.full(400, -0.2)
    odds[odds_of(30 + 10.0 * np.arange(20, 30), 400) > 0] = 4.0
    assert grid.rows(odds, 10.0, start=30)[30].columns[0] == pytest.approx(30, abs=3)


@pytest.mark.parametrize("length", [1, 3, 20, 90])
def test_too_short_a_strip_holds_no_row(length: int) -> None:
    odds = np.full(length, -4.0)
    assert all(row.evidence < 0 for row in grid.rows(odds, grid.pitch_of(odds)).values())


def test_what_stands_outside_the_strip_is_no_character() -> None:
    answers = np.log(np.full((10, BLANK + 1), 1 / (BLANK + 1), np.float32))
    _, some = grid.shapes(answers, np.array([-5.0, 4.0, 30.0]))
    assert some[0] == some[2] == 0
    assert some[1] > 0.9

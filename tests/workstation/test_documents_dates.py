"""Dates of two-digit years, unknown parts and centuries."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.documents.dates import DateState, read_date

TODAY = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("text", "state", "parts"),
    [
        ("740812", DateState.KNOWN, (74, 8, 12)),
        ("74<<<<", DateState.PARTLY_UNKNOWN, (74, None, None)),
        ("7408<<", DateState.PARTLY_UNKNOWN, (74, 8, None)),
        ("<<<<<<", DateState.UNKNOWN, (None, None, None)),
        ("740000", DateState.INVALID, (None, None, None)),
        ("741301", DateState.INVALID, (None, None, None)),
        ("740431", DateState.INVALID, (None, None, None)),
        ("7<<<<<", DateState.INVALID, (None, None, None)),
        ("7A0101", DateState.INVALID, (None, None, None)),
        ("+1-1 1", DateState.INVALID, (None, None, None)),
        ("١٢٠١٠١", DateState.INVALID, (None, None, None)),
        ("", DateState.INVALID, (None, None, None)),
        ("7408120", DateState.INVALID, (None, None, None)),
    ],
)
def test_six_characters(text: str, state: DateState, parts: tuple[int | None, ...]) -> None:
    read = read_date(text)
    assert (read.state, (read.year, read.month, read.day), read.text) == (state, parts, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("260630", date(2026, 6, 30)),
        ("411231", date(2041, 12, 31)),
        ("420101", date(1942, 1, 1)),
        ("251231", date(2025, 12, 31)),
        ("990101", date(1999, 1, 1)),
        ("280229", date(2028, 2, 29)),
        ("270229", None),
        ("27<<<<", None),
        ("<<<<<<", None),
        ("271301", None),
    ],
)
def test_expiry_lies_at_most_fifteen_years_ahead(text: str, expected: date | None) -> None:
    assert read_date(text).expiry(TODAY) == expected


@pytest.mark.parametrize(
    ("text", "issued", "expected"),
    [
        ("260701", None, date(2026, 7, 1)),
        ("260702", None, date(1926, 7, 2)),
        ("740812", None, date(1974, 8, 12)),
        ("200101", date(2015, 1, 1), date(1920, 1, 1)),
        ("140101", date(2015, 1, 1), date(2014, 1, 1)),
        ("140101", date(2030, 1, 1), date(2014, 1, 1)),
        ("74<<<<", None, None),
        ("230229", None, None),
    ],
)
def test_birth_is_neither_in_the_future_nor_after_the_issue(
    text: str, issued: date | None, expected: date | None
) -> None:
    assert read_date(text).birth(TODAY, issued) == expected


@given(st.dates(date(1930, 1, 1), date(2090, 12, 31)), st.dates(date(2000, 1, 1), date(2060, 12, 31)))
def test_centuries_are_chosen_from_one_window(day: date, today: date) -> None:
    read = read_date(day.strftime("%y%m%d"))
    for found, latest in ((read.expiry(today), today.year + 15), (read.birth(today), today.year)):
        if found is not None:
            assert latest - 100 <= found.year <= latest
            assert found.strftime("%y%m%d") == read.text


@given(st.text(max_size=8))
def test_any_text_is_a_date_or_invalid(text: str) -> None:
    read = read_date(text)
    assert read.text == text
    assert read.expiry(TODAY) is None or read.state is DateState.KNOWN

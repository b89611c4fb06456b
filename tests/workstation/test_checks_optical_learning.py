"""Thresholds from values, error rates with intervals, and the file that keeps them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.checks.aggregation import Mode
from workstation.checks.optical.learning import learn, wilson
from workstation.checks.optical.taught import (
    FILE,
    NOTHING_TAUGHT,
    TaughtCheck,
    TaughtError,
    TaughtModel,
    as_toml,
    load_taught,
)
from workstation.messages import explain
from workstation.resources import RESOURCES

CHECK = TaughtCheck(
    id="uv-print",
    feature="uv-print",
    routine="pattern",
    page="data_page",
    light="UV365",
    zone="IS",
    region_mm=(58.0, 16.0, 44.0, 45.0),
    border_mm=1.0,
    mode=Mode.MANDATORY,
    threshold=0.5,
    typical=0.9,
    genuine=40,
    false_alarms=0,
    suspect=12,
    caught=6,
)
finite = st.floats(-10, 10)


@pytest.mark.parametrize("genuine_high", [True, False])
@given(genuine=st.lists(finite, min_size=5, max_size=40), suspect=st.lists(finite, max_size=20))
def test_every_genuine_value_it_learned_from_passes(
    genuine: list[float], suspect: list[float], genuine_high: bool
) -> None:
    found = learn(genuine, suspect, genuine_high=genuine_high)
    sign = 1 if genuine_high else -1
    assert all(sign * each > sign * found.threshold for each in genuine)
    assert found.caught == sum(sign * each < sign * found.threshold for each in suspect)


def test_a_false_value_far_off_moves_the_threshold_half_way() -> None:
    genuine = [0.9, 0.91, 0.92, 0.93, 0.94]
    alone = learn(genuine, [], genuine_high=True).threshold
    beside = learn(genuine, [0.1, 0.92], genuine_high=True)
    assert 0.7 < alone < 0.9
    assert beside.threshold == pytest.approx(0.5)
    assert beside.caught == 1


def test_a_threshold_never_lies_where_no_document_can() -> None:
    fibres = [0.3, 0.5, 0.7, 0.9, 1.1]
    assert learn(fibres, [], genuine_high=True).threshold < 0
    found = learn(fibres, [0.0, 0.1, 0.8], genuine_high=True, least=0.0)
    assert found.threshold == pytest.approx(0.15)
    assert found.caught == 2
    with pytest.raises(ValueError, match="nothing"):
        learn([0.0, *fibres], [], genuine_high=True, least=0.0)


def test_every_taught_check_can_fail() -> None:
    for path in (RESOURCES / "specimens").glob("*/checks.toml"):
        for check in load_taught(path.parent).checks:
            assert not check.how.genuine_high or check.threshold > check.how.least, f"{path.parent.name} {check.id}"


@pytest.mark.parametrize("genuine", [[], [1.0] * 4, [1.0, 1.0, 1.0, 1.0, float("nan")]])
def test_too_few_or_no_numbers(genuine: list[float]) -> None:
    with pytest.raises(ValueError, match="five"):
        learn(genuine, [], genuine_high=True)


@pytest.mark.parametrize(
    ("events", "trials", "low", "high"),
    [
        (0, 1000, 0.0, 0.003827),
        (10, 1000, 0.005443, 0.018307),
        (500, 1000, 0.469079, 0.530921),
        (4, 4, 0.510109, 1.0),
    ],
)
def test_wilson(events: int, trials: int, low: float, high: float) -> None:
    assert wilson(events, trials) == pytest.approx((low, high), abs=2e-4)


@pytest.mark.parametrize(("events", "trials"), [(0, 0), (2, 1), (-1, 3)])
def test_wilson_needs_trials(events: int, trials: int) -> None:
    with pytest.raises(ValueError, match="trial"):
        wilson(events, trials)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_margins_are_normalised_and_turn_at_the_threshold(measured: float) -> None:
    assert -1 <= CHECK.margin(measured) <= 1
    assert (CHECK.margin(measured) >= 0) == (measured >= CHECK.threshold)
    other = replace(CHECK, routine="glow", threshold=0.5, typical=0.1)
    assert (other.margin(measured) >= 0) == (measured <= other.threshold)


@pytest.mark.parametrize(
    ("light", "routine", "code"),
    [
        ("UV365", "pattern", "SSV.UV.LU.IS"),
        ("UV254", "glow", "SSV.UV.BR.IS"),
        ("IR850", "pattern", "SSV.IR.AB.IS"),
        ("IR850", "drop_out", "SSV.IR.FR.IS"),
        ("WHITE", "pattern", "SSV.VI.AB.IS"),
        ("TRANSMITTED", "pattern", "SSV.VI.TR.IS"),
    ],
)
def test_addresses_of_tr_03135(light: str, routine: str, code: str) -> None:
    assert replace(CHECK, light=light, routine=routine).code == code


def test_the_file_comes_back(tmp_path: Path) -> None:
    taught = TaughtModel((CHECK,), {"data_page": ((5.0, 14.0, 36.0, 47.0),)})
    (tmp_path / FILE).write_text(as_toml(taught, "A remark."), encoding="utf-8")
    assert load_taught(tmp_path) == taught
    assert load_taught(tmp_path / "none") == NOTHING_TAUGHT


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('routine = "pattern"', 'routine = "guess"'),
        ('light = "UV365"', 'light = "MOON"'),
        ("threshold = 0.5", "threshold = 0.9"),
        ("threshold = 0.5", "threshold = 1.5"),
        ("threshold = 0.5", 'threshold = "half"'),
        ('mode = "mandatory"', 'mode = "sometimes"'),
        ("border_mm = 1.0", "border_mm = 60"),
        ("region_mm = [58.0, 16.0, 44.0, 45.0]", "region_mm = [58.0, 16.0, -44.0, 45.0]"),
        ("region_mm = [58.0, 16.0, 44.0, 45.0]", "region_mm = [58.0]"),
        ("caught = 6", "caught = 6\nextra = 1"),
        ("caught = 6", ""),
        ("[[check]]", "[[other]]"),
        ("[[check]]", "[["),
    ],
)
def test_a_wrong_file_is_refused_whole(tmp_path: Path, old: str, new: str) -> None:
    text = as_toml(TaughtModel((CHECK,), {}), "A remark.")
    assert old in text
    (tmp_path / FILE).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(TaughtError) as caught:
        load_taught(tmp_path)
    for language in ("en", "zh_CN"):
        assert FILE in explain(caught.value, language)

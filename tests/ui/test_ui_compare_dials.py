"""Parameters of the ways to compare: what a slider, a key and a typed number make of them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.compare.dials import DIALS, SAFE_BLINK_HZ, Dial
from ui.viewer.blend import Mode
from workstation.imaging.operations import OPERATIONS

EVERY = [(mode, dial) for mode, dials in DIALS.items() for dial in dials]
IDS = [f"{mode}-{dial.name}" for mode, dial in EVERY]


def test_every_mode_has_its_parameters_and_no_other() -> None:
    assert set(DIALS) == set(Mode)
    measured = {"residual_px", "residual_map_px", "first_sigma", "second_sigma"}
    for mode, dials in DIALS.items():
        if mode in OPERATIONS:
            wanted = {each.name for each in OPERATIONS[mode].parameters} - measured
            assert {each.name for each in dials} == wanted


@pytest.mark.parametrize(("mode", "dial"), EVERY, ids=IDS)
def test_the_recipe_takes_whatever_a_dial_gives(mode: Mode, dial: Dial) -> None:
    if mode not in OPERATIONS:
        return
    for value in (dial.minimum, dial.default, dial.maximum, dial.highest, dial.value_at(0.371)):
        OPERATIONS[mode].step(0, 1, **{dial.name: value})


@pytest.mark.parametrize(("mode", "dial"), EVERY, ids=IDS)
def test_slider_and_number_agree(mode: Mode, dial: Dial) -> None:
    assert (dial.place(dial.minimum), dial.place(dial.maximum)) == (0.0, 1.0)
    for place in (0.0, 0.1, 0.5, 0.9, 1.0):
        value = dial.value_at(place)
        assert dial.minimum <= value <= dial.maximum
        assert value == dial.rounded(value)
        half_a_unit = 0.5 * 10**-dial.decimals / dial.shown
        assert math.isclose(dial.value_at(dial.place(value)), value, abs_tol=1e-9)
        reach = dial.maximum - dial.minimum
        assert dial.grows or abs(dial.minimum + place * reach - value) <= half_a_unit + 1e-9


@pytest.mark.parametrize(("mode", "dial"), EVERY, ids=IDS)
@given(steps=st.integers(-2000, 2000))
def test_keys_never_leave_the_reach_of_the_slider(mode: Mode, dial: Dial, steps: int) -> None:
    assert dial.minimum <= dial.nudged(dial.default, steps) <= dial.maximum


@pytest.mark.parametrize(("mode", "dial"), EVERY, ids=IDS)
def test_every_key_press_moves_something(mode: Mode, dial: Dial) -> None:
    assert dial.nudged(dial.default, 1) > dial.default or dial.default == dial.maximum
    assert dial.nudged(dial.default, -1) < dial.default or dial.default == dial.minimum


def test_a_blink_never_starts_fast_and_keys_never_make_it_so() -> None:
    (rate,) = DIALS[Mode.BLINK]
    assert rate.default <= SAFE_BLINK_HZ
    assert rate.nudged(rate.default, 1000) == SAFE_BLINK_HZ
    assert rate.value_at(1.0) == SAFE_BLINK_HZ
    assert rate.highest == 5.0
    assert rate.nudged(5.0, 1) == SAFE_BLINK_HZ

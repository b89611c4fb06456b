"""The bench of ``benchmark cycle``: its wheel turns for as long as it says, and the run takes what was planned."""

from __future__ import annotations

import sys

import pytest

from drivers.benchmark_bench import FILTERS, THROUGH, TurningWheel, wheel_bench
from workstation.clock import SystemClock
from workstation.devices import DeviceState

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")


def test_the_wheel_takes_the_shorter_way_and_says_how_long_it_took() -> None:
    wheel = TurningWheel(step_s=0.02)
    assert wheel.feed(b"pos=2\r") == (b"pos=2\r> ",)
    one_step_ms = wheel.turned_ms()
    assert one_step_ms >= 20
    wheel.feed(b"pos=6\r")
    assert 40 <= wheel.turned_ms() - one_step_ms < 80, "two steps back, not four forward"
    before = wheel.turned_ms()
    wheel.feed(b"pos?\r")
    assert wheel.turned_ms() == before


def test_every_filter_is_one_of_the_wheel() -> None:
    with wheel_bench(SystemClock()) as (bench, _):
        assert bench.wheel is not None
        assert bench.wheel.filters() == FILTERS
        assert {name for _, name in THROUGH} <= set(FILTERS)
        assert {light for light, _ in THROUGH} <= {each.light for each in bench.lights.settings()}
        assert bench.wheel.status.state is DeviceState.ABSENT

"""The log of a simulated device: what it keeps, what it forgets, and that it does not answer about the forgotten."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.simulated_log import COMMAND_BYTES, Cause, Forgotten, SimulatedLog


def test_the_state_at_the_beginning_of_a_time_belongs_to_it() -> None:
    log: SimulatedLog[str] = SimulatedLog()
    log.state("dark", Cause.POWER)
    log.state("lit", Cause.COMMAND)
    begin_s = time.monotonic()
    log.state("lit", Cause.HAND)
    log.state("dark", Cause.HAND)
    changes = log.changes(begin_s, time.monotonic())
    assert [(each.state, each.cause) for each in changes] == [("lit", Cause.COMMAND), ("dark", Cause.HAND)]
    assert log.latest() == changes[-1]


def test_nothing_is_said_about_what_was_forgotten() -> None:
    log: SimulatedLog[int] = SimulatedLog(limit=3)
    begin_s = time.monotonic()
    with pytest.raises(Forgotten):
        log.latest()
    for number in range(4):
        log.state(number, Cause.COMMAND)
        log.command(b"%d" % number)
    with pytest.raises(Forgotten):
        log.changes(begin_s, time.monotonic())
    with pytest.raises(Forgotten):
        log.commands(begin_s, time.monotonic())


@given(st.lists(st.binary(max_size=2 * COMMAND_BYTES), max_size=40), st.integers(1, 10))
def test_it_keeps_the_latest_commands_and_no_more(commands: list[bytes], limit: int) -> None:
    log: SimulatedLog[int] = SimulatedLog(limit=limit)
    for each in commands:
        log.command(each)
    if len(commands) < limit:
        kept = log.commands(0, time.monotonic() + 1)
        assert [each.command for each in kept] == [each[:COMMAND_BYTES] for each in commands]
    else:
        with pytest.raises(Forgotten):
            log.commands(0, time.monotonic() + 1)

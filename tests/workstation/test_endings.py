"""The first signal to end is heard, later ones change nothing, and what was before comes back."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future

import pytest

from workstation.endings import END_SIGNALS, Ended, end_signals, leave, outcome

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends signals to itself")


@pytest.fixture(autouse=True)
def nothing_ignored() -> Iterator[None]:
    """A test run under ``nohup`` ignores SIGHUP, and the program then does too."""
    before = {each: signal.signal(each, signal.default_int_handler) for each in END_SIGNALS}
    yield
    for each, handler in before.items():
        signal.signal(each, handler)


@pytest.mark.parametrize("number", END_SIGNALS)
def test_the_first_ends_and_the_second_breaks_nothing_off(number: signal.Signals) -> None:
    before = {each: signal.getsignal(each) for each in END_SIGNALS}
    cleaned: list[str] = []

    def work() -> None:
        try:
            os.kill(os.getpid(), number)
            outcome(Future[None]())
        finally:
            for each in END_SIGNALS:
                os.kill(os.getpid(), each)
            cleaned.append("lamps off")

    with pytest.raises(Ended) as ended, end_signals(leave):
        work()
    assert ended.value.number == number
    assert cleaned == ["lamps off"]
    assert {each: signal.getsignal(each) for each in END_SIGNALS} == before


def test_a_signal_that_another_thread_gets_is_heard() -> None:
    waiting: Future[str] = Future()
    other = threading.Timer(0.2, signal.raise_signal, (signal.SIGTERM,))
    with end_signals(leave):
        other.start()
        with pytest.raises(Ended):
            outcome(waiting)
    other.join()


def test_what_nohup_ignores_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with end_signals(leave):
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


def test_an_outcome_is_the_result_or_the_error() -> None:
    late: Future[int] = Future()
    setting = threading.Timer(0.25, late.set_result, (7,))
    setting.start()
    assert outcome(late) == 7
    setting.join()
    failed: Future[int] = Future()
    failed.set_exception(TimeoutError("its own"))
    with pytest.raises(TimeoutError, match="its own"):
        outcome(failed)

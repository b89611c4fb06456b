"""Signals that ask the program to end: the first one ends it with the lamps off, later ones change nothing."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TypeVar

T = TypeVar("T")

END_SIGNALS = tuple(
    signal.Signals[name] for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if name in signal.Signals.__members__
)
"""Ctrl-C, a request to end, the end of the terminal, Ctrl-Break; those that this system has."""


HEARD_S = 0.1
"""A thread that waits is woken by no signal on Windows, and elsewhere only by one that the system gives to it."""


class Ended(KeyboardInterrupt):
    """A signal asked the program to end.

    Attributes
    ----------
    number : int
        Of the signal.
    kept : Path or None
        Case file that stays with what was captured until then.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number
        self.kept: Path | None = None


@contextmanager
def end_signals(ask: Callable[[int], None]) -> Iterator[None]:
    """Call ``ask`` with the first of ``END_SIGNALS`` that comes and let the others pass; on the main thread only.

    A signal that was ignored before, but for Ctrl-C, stays ignored: ``nohup`` means what it says.
    """
    asked = False

    def hear(number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if not asked:
            asked = True
            ask(number)

    heard = [each for each in END_SIGNALS if each is signal.SIGINT or signal.getsignal(each) is not signal.SIG_IGN]
    before = {each: signal.signal(each, hear) for each in heard}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def leave(number: int) -> None:
    """Raise ``Ended``: the program ends by way of every ``finally``."""
    raise Ended(number)


def outcome(future: Future[T]) -> T:
    """Result of a long call, waited for so that a signal to end is heard meanwhile."""
    while True:
        try:
            return future.result(timeout=HEARD_S)
        except TimeoutError:
            if future.done():
                return future.result()

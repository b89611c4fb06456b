"""What really happened to a simulated device: every command that it received, and every state that it was in.

The truth beside what a driver says. It is bounded: the oldest is forgotten, and a question about what was forgotten
is an error and never an answer.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from typing import Generic, TypeVar

LIMIT = 4_000
COMMAND_BYTES = 512
"""Of a longer command only the beginning is kept."""

S = TypeVar("S")


class Cause(StrEnum):
    """Why a state changed."""

    COMMAND = "command"
    HAND = "hand"
    POWER = "power"
    TROUBLE = "trouble"


class Forgotten(LookupError):
    """The log no longer goes back that far."""


@dataclass(frozen=True, slots=True)
class Received:
    """A command, without its terminator; ``at_s`` as of ``time.monotonic``."""

    at_s: float
    command: bytes


@dataclass(frozen=True, slots=True)
class Change(Generic[S]):
    """A state that began at ``at_s``, as of ``time.monotonic``."""

    at_s: float
    state: S
    cause: Cause


class SimulatedLog(Generic[S]):
    """The latest commands and states of one simulated device; written by its simulator, read on any thread.

    Parameters
    ----------
    limit : int
        So many commands, and so many states, are kept.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._guard = threading.Lock()
        self._commands: deque[Received] = deque(maxlen=limit)
        self._changes: deque[Change[S]] = deque(maxlen=limit)

    def command(self, raw: bytes) -> None:
        """A command has come, understood or not."""
        with self._guard:
            self._commands.append(Received(time.monotonic(), raw[:COMMAND_BYTES]))

    def state(self, state: S, cause: Cause) -> None:
        """The device is in this state now; nothing is noted where it was already."""
        with self._guard:
            if not self._changes or self._changes[-1].state != state:
                self._changes.append(Change(time.monotonic(), state, cause))

    def commands(self, begin_s: float, end_s: float) -> tuple[Received, ...]:
        """Commands that came from ``begin_s`` to before ``end_s``.

        Raises
        ------
        Forgotten
        """
        with self._guard:
            if len(self._commands) == self._commands.maxlen and self._commands[0].at_s >= begin_s:
                raise Forgotten(begin_s)
            late = tuple(takewhile(lambda each: each.at_s >= begin_s, reversed(self._commands)))
        return tuple(each for each in reversed(late) if each.at_s < end_s)

    def changes(self, begin_s: float, end_s: float) -> tuple[Change[S], ...]:
        """The state that held at ``begin_s`` and every later one that began before ``end_s``.

        Raises
        ------
        Forgotten
        """
        with self._guard:
            late = tuple(takewhile(lambda each: each.at_s > begin_s, reversed(self._changes)))
            if len(late) == len(self._changes):
                raise Forgotten(begin_s)
            held = self._changes[-1 - len(late)]
        return (held, *(each for each in reversed(late) if each.at_s < end_s))

    def latest(self) -> Change[S]:
        """The state that holds now.

        Raises
        ------
        Forgotten
            None was ever noted.
        """
        with self._guard:
            if not self._changes:
                raise Forgotten
            return self._changes[-1]

"""Lamps of a simulated light controller, whatever its maker: their true levels and the ways in which they misbehave.

Responsible for: who may look at the levels and wait for them, the log of what really happened.

Not responsible for: bytes (the maker's simulator), the line (``drivers.pty_host``).
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable

from drivers.simulated_log import Cause, SimulatedLog
from drivers.simulators import Trouble


class SimulatedLamps(ABC):
    """Channels without lamps.

    Attributes
    ----------
    reported_offset_percent : float
        Misbehaviour: a lit channel is reported this far from the truth.
    stuck : bool
        Misbehaviour: a lit channel cannot be switched off.
    limit_percent : float
        Levels above it are limited.
    log : SimulatedLog of dict of int to float
        Every command, and percent by channel after every change.
    """

    def __init__(self) -> None:
        self.reported_offset_percent = 0.0
        self.stuck = False
        self.limit_percent = 100.0
        self.log: SimulatedLog[dict[int, float]] = SimulatedLog()
        self._changed = threading.Condition()
        self._sufferings: dict[Trouble, Callable[[int], None]] = {}

    @property
    def troubles(self) -> frozenset[Trouble]:
        """What this controller can report of itself; ``suffer`` takes no other."""
        return frozenset(self._sufferings)

    def levels(self) -> dict[int, float]:
        """Percent that every channel really has."""
        with self._changed:
            return self._levels()

    def wait_until(self, condition: Callable[[dict[int, float]], bool], timeout_s: float) -> bool:
        """Wait until the levels meet a condition; False when they did not in time."""
        with self._changed:
            return self._changed.wait_for(lambda: condition(self._levels()), timeout_s)

    def suffer(self, trouble: Trouble, channel: int = 1) -> None:
        """Get into trouble, of one channel where it is a lamp's; raises ``ValueError`` for what it cannot report."""
        if trouble not in self._sufferings:
            raise ValueError(f"{type(self).__name__} cannot report {trouble}")
        with self._changed:
            self._sufferings[trouble](channel)
            self._happened(Cause.TROUBLE)

    def recover(self) -> None:
        """Be in order again: repaired, cooled down, no longer stuck."""
        self.stuck = False
        with self._changed:
            self._recover()
            self._happened(Cause.TROUBLE)

    def _recover(self) -> None:
        """Have no trouble any more; the lock is held. Nothing to do where none can be reported."""
        return

    @abstractmethod
    def _levels(self) -> dict[int, float]:
        """Percent that every channel really has; the lock is held."""

    def _happened(self, cause: Cause) -> None:
        """Something may have changed; the lock is held."""
        self.log.state(self._levels(), cause)
        self._changed.notify_all()

"""A simulated filter wheel, whatever its maker: where it really is and the ways in which it misbehaves.

Responsible for: who may look at the position and turn it, the log of what really happened.

Not responsible for: bytes (the maker's simulator), the line (``drivers.pty_host``).
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from typing import ClassVar

from drivers.simulated_log import Cause, SimulatedLog
from drivers.simulators import Trouble


class SimulatedPositions(ABC):
    """Positions without filters.

    Attributes
    ----------
    troubles : frozenset of Trouble
        What this wheel can report of itself; ``suffer`` takes no other.
    stuck : bool
        Misbehaviour: a move is acknowledged and does not happen.
    log : SimulatedLog of int or None
        Every command, and the position after every change.
    """

    troubles: ClassVar[frozenset[Trouble]] = frozenset()

    def __init__(self) -> None:
        self.stuck = False
        self.log: SimulatedLog[int | None] = SimulatedLog()
        self._trouble: Trouble | None = None
        self._guard = threading.Lock()

    def position(self) -> int | None:
        """Where it really is, from 1; None between two positions."""
        with self._guard:
            return self._position()

    def suffer(self, trouble: Trouble) -> None:
        """Get into trouble; raises ``ValueError`` for what it cannot report."""
        if trouble not in self.troubles:
            raise ValueError(f"{type(self).__name__} cannot report {trouble}")
        with self._guard:
            self._trouble = trouble

    def recover(self) -> None:
        """Be in order again: repaired, cooled down, no longer stuck."""
        with self._guard:
            self.stuck, self._trouble = False, None

    @abstractmethod
    def _position(self) -> int | None:
        """Where it really is; the lock is held."""

    def _happened(self, cause: Cause) -> None:
        """It may have moved; the lock is held."""
        self.log.state(self._position(), cause)

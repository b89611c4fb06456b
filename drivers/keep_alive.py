"""Whether the program still says that it is alive: a lamp must not burn for a window that is frozen."""

from __future__ import annotations

from workstation.devices import Clock

SILENT_S = 5.0
"""A window that has not said for so long that it is alive is frozen; it says so every second."""


class KeepAlive:
    """When the program last said that it is alive; written by one thread, read by others.

    Nobody needs to: a program that never said so is not missed.
    """

    def __init__(self, clock: Clock, silent_s: float = SILENT_S) -> None:
        self._clock = clock
        self._longest_s = silent_s
        self._said_s: float | None = None

    def beat(self) -> None:
        """Say it now."""
        self._said_s = self._clock.monotonic()

    def missing_s(self) -> float | None:
        """Seconds of silence where they are too many."""
        said_s = self._said_s
        if said_s is None:
            return None
        silent_s = self._clock.monotonic() - said_s
        return silent_s if silent_s > self._longest_s else None

"""Locking a station that nobody touches."""

from __future__ import annotations

import threading

from workstation.devices import Clock

#: NIST SP 800-63B 4.2.3 asks for no more than half an hour; a booth is left with a document on it.
LOCKED_AFTER_S = 300.0


class IdleLock:
    """Whether a signed-in station is locked; asked by a window, touched by key and pointer. Safe on any thread.

    Parameters
    ----------
    after_s : float
        Seconds without a touch after which it locks.
    """

    def __init__(self, clock: Clock, after_s: float = LOCKED_AFTER_S) -> None:
        self._clock = clock
        self._after_s = after_s
        self._guard = threading.Lock()
        self._touched_s = clock.monotonic()
        self._locked = False

    @property
    def locked(self) -> bool:
        """True until ``unlock``, whatever is touched meanwhile."""
        with self._guard:
            self._locked = self._locked or self._clock.monotonic() - self._touched_s >= self._after_s
            return self._locked

    def touch(self) -> None:
        """Somebody is there. Opens no lock that has closed."""
        if not self.locked:
            with self._guard:
                self._touched_s = self._clock.monotonic()

    def lock(self) -> None:
        """Lock at once."""
        with self._guard:
            self._locked = True

    def unlock(self) -> None:
        """After the passphrase was right."""
        with self._guard:
            self._locked = False
            self._touched_s = self._clock.monotonic()

"""Zones that a reader sends unasked: arming it while somebody listens, and telling each document once.

Responsible for: arming and re-arming, also after a reconnection; leaving out a document that lies on the glass and
is read again and again.

Not responsible for: how a reader is armed, and what the lines mean.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from drivers.readers.reader import ReaderDriver
from workstation.devices import Clock
from workstation.errors import DeviceRefused, DeviceStateError

log = logging.getLogger(__name__)

Lines = tuple[str, ...]

PORT_CHECK_S = 0.5
"""How long an unplug may go unnoticed while nothing is asked of the reader."""

PUSH_CHECK_S = 0.1
"""How long a zone may wait that came unasked."""

LEFT_S = 3.0
"""The same lines again within this time are the same document, left on the glass."""


class Pushes:
    """Looks after a reader between commands; see ``DeviceSession``.

    Parameters
    ----------
    clock : Clock
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._listeners: list[Callable[[Lines], None]] = []
        self._left: Lines = ()
        self._left_at_s = 0.0
        self._cannot: ReaderDriver | None = None

    def subscribe(self, listener: Callable[[Lines], None]) -> Callable[[], None]:
        """Call ``listener`` with the lines of every document, on the session's thread; the result takes it off."""
        with self._guard:
            self._listeners.append(listener)

        def unsubscribe() -> None:
            with self._guard:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return unsubscribe

    def watch(self, driver: ReaderDriver) -> float:
        """Look whether the port is still there, keep the reader armed while somebody listens, hand out what came.

        Raises
        ------
        DeviceStateError
            What came is no zone, or the reader cannot be armed.
        DeviceError
        """
        driver.check()
        with self._guard:
            listeners = tuple(self._listeners)
        lines = driver.pushed()
        if bool(listeners) != driver.armed and driver is not self._cannot:
            self._arm(driver, bool(listeners))
        if lines and not self.seen(lines):
            for listener in listeners:
                try:
                    listener(lines)
                except Exception:
                    log.exception("a listener of a document reader failed")
        return PUSH_CHECK_S if driver.armed else PORT_CHECK_S

    def seen(self, lines: Lines) -> bool:
        """Whether these are the lines of the document that still lies there; they are from now on."""
        now_s = self._clock.monotonic()
        with self._guard:
            still = lines == self._left and now_s - self._left_at_s < LEFT_S
            self._left, self._left_at_s = lines, now_s
        return still

    def _arm(self, driver: ReaderDriver, on: bool) -> None:
        try:
            driver.arm(on)
        except DeviceRefused as error:
            self._cannot = driver
            raise DeviceStateError("reader-no-push", **error.facts) from error

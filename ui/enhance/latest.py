"""One request at a time and the newest next, so that a dragged control never queues up pictures nobody will see."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

from ui.desk import Desk
from workstation.errors import WorkstationError

T = TypeVar("T")


class Latest(Generic[T]):
    """Asks, and drops what was overtaken before it began.

    Parameters
    ----------
    desk : Desk
        Brings outcomes into the window's thread.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._running = False
        self._forgotten = 0
        self._next: Callable[[], None] | None = None

    @property
    def idle(self) -> bool:
        """True while nothing is asked or waits."""
        return not self._running

    def ask(
        self,
        begin: Callable[[], Future[T]],
        then: Callable[[T], None],
        otherwise: Callable[[WorkstationError], None],
    ) -> None:
        """Ask now, or as soon as what runs is done; an earlier request that still waits is dropped."""
        forgotten = self._forgotten

        def start() -> None:
            self._running = True
            self._desk.ask(begin(), lambda result: done(lambda: then(result)), lambda e: done(lambda: otherwise(e)))

        def done(tell: Callable[[], None]) -> None:
            self._running = False
            following, self._next = self._next, None
            if following is not None:
                following()
            if forgotten == self._forgotten:
                tell()

        if self._running:
            self._next = start
        else:
            start()

    def forget(self) -> None:
        """Tell nothing of what was asked so far."""
        self._forgotten += 1
        self._next = None

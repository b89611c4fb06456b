"""The one door through which other threads reach the window.

A worker calls ``post`` or finishes a Future; the call is put on a queue and a signal without arguments wakes the
window's thread, which empties the queue in a slot. The window's thread never waits for a Future.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from workstation.errors import Cancelled, WorkstationError

T = TypeVar("T")
log = logging.getLogger(__name__)


class Bridge(QObject):
    """Queue from any thread into the thread this object was made in.

    Parameters
    ----------
    listener : callable
        Called in the window's thread with everything that was posted, in order per posting thread.
    """

    _wake = Signal()

    def __init__(self, listener: Callable[[Any], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._listener = listener
        self._waiting: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._closed = False
        self._wake.connect(self._drain, Qt.ConnectionType.QueuedConnection)

    def post(self, event: object) -> None:
        """Hand an event to the listener; any thread."""
        self.call(partial(self._listener, event))

    def call(self, work: Callable[[], None]) -> None:
        """Run ``work`` in the window's thread; any thread."""
        if not self._closed:
            self._waiting.put(work)
            self._wake.emit()

    def when_done(
        self,
        future: Future[T],
        on_result: Callable[[T], None],
        on_error: Callable[[WorkstationError], None],
    ) -> None:
        """Deliver the outcome of a Future in the window's thread.

        What is not a ``WorkstationError`` is a bug: it is logged whole and delivered as ``unexpected``.
        """

        def settle(done: Future[T]) -> None:
            try:
                result = done.result()
            except WorkstationError as error:
                on_error(error)
            except CancelledError:
                on_error(Cancelled())
            except Exception as error:
                log.exception("a background call failed in a way nobody expected")
                on_error(WorkstationError("unexpected", reason=str(error)))
            else:
                on_result(result)

        # Nothing here holds the Future: in a cycle its result, 300 MB of pixels, would wait for a later collection.
        future.add_done_callback(lambda done: self.call(partial(settle, done)))

    def close(self) -> None:
        """Deliver nothing from now on; what is posted later is dropped."""
        self._closed = True

    @Slot()
    def _drain(self) -> None:
        while not self._closed:
            try:
                work = self._waiting.get_nowait()
            except Empty:
                return
            try:
                work()
            except Exception:
                self._wake.emit()
                raise

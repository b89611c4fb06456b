"""Arithmetic beside the window: done in a worker, handed back in the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

T = TypeVar("T")


class Background(QObject):
    """Runs functions in an executor and gives their results to the GUI thread.

    Without an executor of the program it makes one thread of its own when the first work comes. `close` waits
    for what is running and must come before the object is deleted.
    """

    _woken = Signal()

    def __init__(self, parent: QObject | None = None, executor: Executor | None = None) -> None:
        super().__init__(parent)
        self._executor = executor
        self._own: ThreadPoolExecutor | None = None
        self._pending: set[Future[Any]] = set()
        self._finished: SimpleQueue[tuple[Future[Any], Callable[[Any], None]]] = SimpleQueue()
        self._closed = False
        self._woken.connect(self._drain, Qt.ConnectionType.QueuedConnection)

    def submit(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Run ``work`` in a worker, then ``then(result)`` from the event loop of the window; after `close` neither.

        Never within this call, even where the work is done at once: who submits need not be ready for a result.
        """
        if self._closed:
            return
        future = self._workers().submit(work)
        self._pending.add(future)
        future.add_done_callback(lambda done: self._post(done, then))

    @property
    def busy(self) -> bool:
        """True while work waits, runs, or has not been handed back."""
        return bool(self._pending)

    def close(self) -> None:
        """Forget what waits, wait for what runs, end the own thread. May be called twice."""
        self._closed = True
        running = {future for future in self._pending if not future.cancel()}
        wait(running)
        self._pending.clear()
        if self._own is not None:
            self._own.shutdown()

    def _workers(self) -> Executor:
        if self._executor is None:
            self._executor = self._own = ThreadPoolExecutor(1, thread_name_prefix="viewer")
        return self._executor

    def _post(self, future: Future[Any], then: Callable[[Any], None]) -> None:
        if not self._closed:
            self._finished.put((future, then))
            self._woken.emit()

    @Slot()
    def _drain(self) -> None:
        while not self._closed:
            try:
                future, then = self._finished.get_nowait()
            except Empty:
                return
            self._pending.discard(future)
            then(future.result())

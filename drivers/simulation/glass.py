"""The glass of the simulated bench: which side of which document lies under the camera, shared between threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from drivers.simulation.scenes import Scene
from drivers.simulation.targets import TargetScene

Layable = Scene | TargetScene


@dataclass(frozen=True, slots=True)
class Laid:
    """One side of one document or target on the glass."""

    scene: Layable
    page: str


class Glass:
    """What lies on the glass. Any thread may ask, any thread may lay."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._laid: Laid | None = None
        self._watchers: list[Callable[[], None]] = []

    def lay(self, scene: Layable, page: str) -> None:
        """Put one side of a document on the glass, in place of what was there.

        Raises
        ------
        KeyError
            The document has no such side.
        """
        if page not in scene.pages:
            raise KeyError(page)
        with self._lock:
            self._laid = Laid(scene, page)
            watchers = tuple(self._watchers)
        for each in watchers:
            each()

    def clear(self) -> None:
        """Take the document away."""
        with self._lock:
            self._laid = None

    def current(self) -> Laid | None:
        """What lies there now, None when the glass is empty."""
        with self._lock:
            return self._laid

    def subscribe(self, watcher: Callable[[], None]) -> None:
        """Call it, on the thread that lays, whenever something is laid."""
        with self._lock:
            self._watchers.append(watcher)

    def unsubscribe(self, watcher: Callable[[], None]) -> None:
        """Do not call it any more."""
        with self._lock:
            if watcher in self._watchers:
                self._watchers.remove(watcher)

"""The lamp that the guided set-up lets burn, as far as the controller has confirmed it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from enum import Enum, auto
from math import ceil
from time import monotonic
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from workstation.errors import WorkstationError
from workstation.maintenance import SET_UP_LIT_S
from workstation.maintenance_desk import SetUpDesk

TICK_MS = 500


class Lamp(Enum):
    """What is known of the lamp on a channel."""

    OFF = auto()
    COMING = auto()
    LIT = auto()
    GOING = auto()
    DOUBTFUL = auto()  # off was not confirmed: it may burn


class Ask(Protocol):
    """Takes the outcome of a call in the window's thread."""

    def __call__(
        self, future: Future[None], then: Callable[[None], None], otherwise: Callable[[WorkstationError], None]
    ) -> None:
        """See ``Desk.ask``."""
        ...


class OneLamp(QObject):
    """One channel at a time; off is said only when the controller confirmed it."""

    changed = Signal()
    troubled = Signal(object)  # WorkstationError

    def __init__(self, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._lamps: SetUpDesk | None = None
        self._known: dict[int, Lamp] = {}
        self._wanted = 0
        self._until_s = 0.0
        self._clock = QTimer(self, interval=TICK_MS)
        self._clock.timeout.connect(self._tick)

    def take(self, lamps: SetUpDesk) -> None:
        """Work with another controller, which was opened with every lamp off."""
        self._clock.stop()
        self._lamps, self._known, self._wanted = lamps, {}, 0

    def state(self, channel: int) -> Lamp:
        """What is known of a channel."""
        return self._known.get(channel, Lamp.OFF)

    @property
    def left_s(self) -> int:
        """Seconds until the lit one goes off by itself."""
        return max(0, ceil(self._until_s - monotonic()))

    @property
    def safe(self) -> bool:
        """Every lamp is confirmed off."""
        return not self._known

    def light(self, channel: int, percent: float) -> None:
        """Light one channel, the others off."""
        if self._lamps is None:
            return
        self._wanted = channel
        self._known = dict.fromkeys(self._known, Lamp.GOING) | {channel: Lamp.COMING}

        def confirmed(_: None) -> None:
            if self._wanted == channel:
                self._known = {channel: Lamp.LIT}
                self._until_s = monotonic() + SET_UP_LIT_S
                self._clock.start()
                self.changed.emit()

        def failed(error: WorkstationError) -> None:
            self.troubled.emit(error)
            if self._wanted == channel:
                self.off()

        self._ask(self._lamps.light(channel, percent), confirmed, failed)
        self.changed.emit()

    def off(self) -> None:
        """Everything off."""
        if self._lamps is None:
            return
        self._clock.stop()
        self._wanted = 0
        self._known = dict.fromkeys(self._known, Lamp.GOING)

        def confirmed(_: None) -> None:
            if not self._wanted:
                self._known = {}
                self.changed.emit()

        def failed(error: WorkstationError) -> None:
            if not self._wanted:
                self._known = dict.fromkeys(self._known, Lamp.DOUBTFUL)
                self.changed.emit()
            self.troubled.emit(error)

        self._ask(self._lamps.off(), confirmed, failed)
        self.changed.emit()

    def _tick(self) -> None:
        if monotonic() >= self._until_s:
            self.off()
        self.changed.emit()

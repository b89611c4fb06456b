"""What went over the lines of a bench: one bounded log a device, fed by the taps of its ports.

Responsible for: putting the pieces of one reply together, forgetting the oldest, redaction.

Not responsible for: what bytes mean (``meanings``), files.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from drivers.maintenance.meanings import PERSONAL, meaning_of
from workstation.devices import Clock, DeviceKind
from workstation.maintenance import Direction, WireEntry

MAX_ENTRIES = 2_000

MERGE_S = 0.2
"""Bytes that come within this time of the last ones belong to the same reply."""

MAX_ENTRY_BYTES = 4_096
"""A device that never stops talking does not fill the memory: its babble becomes several entries."""


@dataclass(slots=True)
class _Piece:
    at: datetime
    last_s: float
    direction: Direction
    data: bytearray


class WireLog:
    """The latest bytes of one device, both ways. It is the ``Tap`` of that device's ports; read on any thread.

    Parameters
    ----------
    device : str
        Name on the bench.
    kind : str
        Code of ``drivers.registry.KINDS``; empty for a line whose device is not known.
    device_kind : DeviceKind
        Decides what is personal.
    clock : Clock
    """

    def __init__(self, device: str, kind: str, device_kind: DeviceKind, clock: Clock) -> None:
        self._device = device
        self._meaning = meaning_of(kind)
        self._personal = PERSONAL.get(device_kind, frozenset())
        self._clock = clock
        self._guard = threading.Lock()
        self._pieces: deque[_Piece] = deque(maxlen=MAX_ENTRIES)

    def __call__(self, direction: Direction, data: bytes) -> None:
        """Note bytes that went over the line now."""
        now_s = self._clock.monotonic()
        with self._guard:
            last = self._pieces[-1] if self._pieces else None
            if last is not None and self._continues(last, direction, now_s, len(data)):
                last.data += data
                last.last_s = now_s
            else:
                self._pieces.append(_Piece(self._clock.now(), now_s, direction, bytearray(data)))

    @staticmethod
    def _continues(last: _Piece, direction: Direction, now_s: float, size: int) -> bool:
        return (
            direction is last.direction
            and direction is not Direction.SENT
            and now_s - last.last_s <= MERGE_S
            and len(last.data) + size <= MAX_ENTRY_BYTES
        )

    def entries(self, *, redacted: bool) -> tuple[WireEntry, ...]:
        """Everything that is kept, oldest first."""
        with self._guard:
            pieces = tuple((piece.at, piece.direction, bytes(piece.data)) for piece in self._pieces)
        return tuple(self._entry(*piece, redacted=redacted) for piece in pieces)

    def _entry(self, at: datetime, direction: Direction, data: bytes, *, redacted: bool) -> WireEntry:
        hidden = redacted and direction in self._personal
        meaning = (self._meaning.outline if hidden else self._meaning.whole)(direction, data)
        return WireEntry(at, self._device, direction, b"" if hidden else data, len(data), meaning)


class Wires:
    """The wire logs of a bench, by device.

    Parameters
    ----------
    clock : Clock
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._logs: dict[str, WireLog] = {}

    def log(self, device: str, kind: str, device_kind: DeviceKind) -> WireLog:
        """A new log of a device, in the place of an earlier one of that name."""
        log = WireLog(device, kind, device_kind, self._clock)
        self._logs[device] = log
        return log

    def devices(self) -> Iterable[str]:
        """Names of the devices with a log."""
        return tuple(self._logs)

    def entries(self, device: str, *, redacted: bool) -> tuple[WireEntry, ...]:
        """What went over the line of a device; nothing for one without a line."""
        log = self._logs.get(device)
        return log.entries(redacted=redacted) if log else ()

"""A Thorlabs ELL9 slider as a state machine that speaks the bytes of ``protocol``."""

from __future__ import annotations

import re
import threading

from drivers.wheels.thorlabs_ell import protocol

KIND = 0x09
_BUFFER_LIMIT = 64
_COMMAND = re.compile(rb"([0-9A-F])(?:(in|gp|gs)|(ho)[01]|(ma)([0-9A-F]{8}))")
_OUT_OF_RANGE = 12


class EllSimulator:
    """Four positions without filters.

    Parameters
    ----------
    kind : int
        Type that ``in`` reports.
    serial : str
        Eight characters.

    Attributes
    ----------
    stuck : bool
        Misbehaviour: a move is answered and does not happen.
    """

    def __init__(self, kind: int = KIND, serial: str = "SIM00001") -> None:
        self.kind = kind
        self.serial = serial
        self.stuck = False
        self._model = protocol.MODELS.get(kind, protocol.MODELS[KIND])
        self._place = 0
        self._guard = threading.Lock()
        self._buffer = b""

    def position(self) -> int | None:
        """Where the slider really is."""
        with self._guard:
            return protocol.position_of(self._model, self._place)

    def turn(self, position: int) -> None:
        """Push it by hand, behind the driver's back."""
        with self._guard:
            self._place = protocol.place_of(self._model, position)

    def stop_between(self) -> None:
        """Stand between two positions."""
        with self._guard:
            self._place = self._model.pitch // 2

    def power_cycle(self) -> None:
        """Stand where it stood, and forget an unfinished command."""
        with self._guard:
            self._buffer = b""

    def feed(self, data: bytes) -> tuple[bytes, ...]:
        """One reply a command; bytes that begin none are skipped."""
        replies = []
        self._buffer += data
        while match := _COMMAND.search(self._buffer):
            self._buffer = self._buffer[match.end() :]
            if match[1].decode() == protocol.ADDRESS:
                replies.append(f"{protocol.ADDRESS}{self._reply(match)}\r\n".encode())
        self._buffer = self._buffer[-_BUFFER_LIMIT:]
        return tuple(replies)

    def _reply(self, match: re.Match[bytes]) -> str:
        with self._guard:
            if match[2] == b"in":
                return f"IN{self.kind:02X}{self.serial:.8}20230101001F00000001"[:32]
            if match[2] == b"gs":
                return "GS00"
            if match[2] is None and not self._move(int(match[5] or b"0", 16)):
                return f"GS{_OUT_OF_RANGE:02X}"
            return f"PO{self._place:08X}"

    def _move(self, place: int) -> bool:
        if place > protocol.place_of(self._model, self._model.positions):
            return False
        if not self.stuck:
            self._place = place
        return True

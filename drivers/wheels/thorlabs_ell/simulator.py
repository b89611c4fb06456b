"""A Thorlabs ELL9 slider as a state machine that speaks the bytes of ``protocol``."""

from __future__ import annotations

import re

from drivers.simulated_log import Cause
from drivers.simulators import Trouble
from drivers.wheels.simulated_positions import SimulatedPositions
from drivers.wheels.thorlabs_ell import protocol

KIND = 0x09
_BUFFER_LIMIT = 64
_COMMAND = re.compile(rb"([0-9A-F])(?:(in|gp|gs)|(ho)[01]|(ma)([0-9A-F]{8}))")
_OUT_OF_RANGE = 12
_STATUS_OF = {Trouble.OVER_TEMPERATURE: protocol.OVER_TEMPERATURE, Trouble.BLOCKED: protocol.BLOCKED}


class EllSimulator(SimulatedPositions):
    """Four positions without filters.

    Parameters
    ----------
    kind : int
        Type that ``in`` reports.
    serial : str
        Eight characters.
    """

    troubles = frozenset(_STATUS_OF)

    def __init__(self, kind: int = KIND, serial: str = "SIM00001") -> None:
        super().__init__()
        self.kind = kind
        self.serial = serial
        self._model = protocol.MODELS.get(kind, protocol.MODELS[KIND])
        self._place = 0
        self._buffer = b""
        self._happened(Cause.POWER)

    def _position(self) -> int | None:
        return protocol.position_of(self._model, self._place)

    def turn(self, position: int) -> None:
        """Push it by hand, behind the driver's back."""
        with self._guard:
            self._place = protocol.place_of(self._model, position)
            self._happened(Cause.HAND)

    def stop_between(self) -> None:
        """Stand between two positions."""
        with self._guard:
            self._place = self._model.pitch // 2
            self._happened(Cause.HAND)

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
            self.log.command(match[0])
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
            if match[2] is None:
                if self._trouble is not None:
                    return f"GS{_STATUS_OF[self._trouble]:02X}"
                if not self._move(int(match[5] or b"0", 16)):
                    return f"GS{_OUT_OF_RANGE:02X}"
                self._happened(Cause.COMMAND)
            return f"PO{self._place:08X}"

    def _move(self, place: int) -> bool:
        if place > protocol.place_of(self._model, self._model.positions):
            return False
        if not self.stuck:
            self._place = place
        return True

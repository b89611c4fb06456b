"""A Thorlabs FW102C as a state machine that speaks the bytes of ``protocol``."""

from __future__ import annotations

import re

from drivers.simulated_log import Cause
from drivers.wheels.simulated_positions import SimulatedPositions

MODEL = "FW102C SIMULATED"
_LINE_LIMIT = 64


class FW102CSimulator(SimulatedPositions):
    """Six positions without filters. The protocol has no word for a blocked wheel.

    Parameters
    ----------
    model : str
        Part of the answer to ``*idn?``.
    positions : int

    Attributes
    ----------
    stuck_sensors : bool
        Misbehaviour: the sensors cannot be switched off.
    """

    def __init__(self, model: str = MODEL, positions: int = 6) -> None:
        super().__init__()
        self.model = model
        self.stuck_sensors = False
        self._line = b""
        self._limits = {"pos": (1, positions), "trig": (0, 1), "speed": (0, 1), "sensors": (0, 1)}
        self._first = {"pos": 1, "pcount": positions, "trig": 0, "speed": 1, "sensors": 1}
        self._values = dict(self._first)
        self._happened(Cause.POWER)

    def _position(self) -> int | None:
        return self._values["pos"]

    @property
    def sensors_on(self) -> bool:
        """The position sensors shine while the wheel stands."""
        with self._guard:
            return bool(self._values["sensors"])

    def turn(self, position: int) -> None:
        """Move with the buttons, behind the driver's back."""
        with self._guard:
            self._values["pos"] = position
            self._happened(Cause.HAND)

    def power_cycle(self) -> None:
        """Back to position 1 with the sensors on; nothing was saved."""
        with self._guard:
            self._values, self._line = dict(self._first), b""
            self._happened(Cause.POWER)

    def feed(self, data: bytes) -> tuple[bytes, ...]:
        """One reply a line."""
        *lines, rest = (self._line + data).split(b"\r")
        self._line = rest[-_LINE_LIMIT:]
        return tuple(self._reply(line) for line in lines)

    def _reply(self, line: bytes) -> bytes:
        self.log.command(line)
        text = line.decode("ascii", errors="replace").strip("\n")
        with self._guard:
            answer = self._run(text)
            self._happened(Cause.COMMAND)
        return f"{text}\r{answer}> ".encode("ascii", errors="replace")

    def _run(self, text: str) -> str:
        if text == "*idn?":
            return f"THORLABS {self.model} version 1.07\r"
        match = re.fullmatch(r"([a-z]+)(?:\?|=(\d{1,3}))", text)
        if match is None or match[1] not in self._values:
            return "Command error CMD_NOT_DEFINED\n"
        if match[2] is None:
            return f"{self._values[match[1]]}\r"
        low, high = self._limits.get(match[1], (1, 0))
        if not low <= int(match[2]) <= high:
            return "Command error CMD_ARG_INVALID\n"
        held = (self.stuck and match[1] == "pos") or (self.stuck_sensors and match[1] == "sensors")
        if not held:
            self._values[match[1]] = int(match[2])
        return ""

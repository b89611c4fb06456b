"""A Thorlabs DC4100 with four heads as a state machine that speaks the bytes of ``protocol``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from drivers.lights.simulated_lamps import SimulatedLamps
from drivers.lights.thorlabs_dc4100 import protocol
from drivers.simulated_log import Cause
from drivers.simulators import Trouble

MODEL = "DC4100 SIMULATED"
WAVELENGTHS_NM = (365, 850, 940, 0)
_LINE_LIMIT = 128
_UNKNOWN = 1
_RANGE = 2
_DARK_UNIT = protocol.SUPPLY_FAILED | protocol.OVER_TEMPERATURE
_STILL_LIT = sum(protocol.status_of(channel, limited=True) for channel in range(1, protocol.HEADS + 1))
"""A head that is limited is lit; one that is missing or open is not."""


class _Refused(Exception):
    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@dataclass(slots=True)
class _Head:
    wavelength_nm: int
    on: bool = False
    percent: float = 0.0
    current_percent: float = 0.0
    limit_ma: float = 1000.0
    fault: int = 0


class DC4100Simulator(SimulatedLamps):
    """Four heads without light. Trouble that the status register reports puts heads out, their switches stay on.

    Parameters
    ----------
    model, serial : str
        Answers to ``n?`` and ``s?``.
    wavelengths_nm : tuple of int
        One a head; 0 is white.

    Attributes
    ----------
    stuck_mode : bool
        Misbehaviour: the operating mode cannot be changed.
    status : int
        Bits of the whole unit in the status register.
    """

    def __init__(
        self, model: str = MODEL, serial: str = "SIM0001", wavelengths_nm: tuple[int, ...] = WAVELENGTHS_NM
    ) -> None:
        super().__init__()
        self.model = model
        self.serial = serial
        self.stuck_mode = False
        self._sufferings = {Trouble.OVER_TEMPERATURE: self._overheat, Trouble.LAMP_OPEN: self._open}
        self.status = 0
        self._heads = [_Head(wavelength_nm) for wavelength_nm in wavelengths_nm]
        self._mode = 0
        self._selection = 1
        self._error = 0
        self._line = b""
        self._questions: dict[str, Callable[[], object]] = {
            "n": lambda: self.model,
            "s": lambda: self.serial,
            "v": lambda: "1.2.0",
            "h": lambda: "Thorlabs",
            "r": self._register,
            "sm": lambda: self._selection,
            "m": lambda: self._mode,
            "e": self._last_error,
        }
        self._head_questions: dict[str, Callable[[_Head], object]] = {
            "o": lambda head: int(head.on),
            "bp": lambda head: f"{head.percent + self.reported_offset_percent:g}",
            "l": lambda head: f"{head.limit_ma:g}",
            "ml": lambda _: 1000,
            "wl": lambda head: head.wavelength_nm,
            "hs": lambda _: "M00000",
        }
        self._settings: dict[str, Callable[..., None]] = {
            "sm": self._select,
            "m": self._set_mode,
            "o": self._switch,
            "bp": self._dim,
            "l": self._limit,
        }
        self.log.state(self._levels(), Cause.POWER)

    def _levels(self) -> dict[int, float]:
        return {number: self._level(head) for number, head in enumerate(self._heads, start=1)}

    def _level(self, head: _Head) -> float:
        """In constant current mode a percentage is kept and means nothing."""
        if not head.on or self.status & _DARK_UNIT or head.fault & ~_STILL_LIT:
            return 0.0
        return head.percent if self._mode == protocol.BRIGHTNESS else head.current_percent

    def _overheat(self, _: int) -> None:
        self.status |= protocol.OVER_TEMPERATURE

    def _open(self, channel: int) -> None:
        self._heads[channel - 1].fault |= protocol.status_of(channel, opened=True)

    def _recover(self) -> None:
        self.status = 0
        for head in self._heads:
            head.fault = 0

    def set_level(self, channel: int, percent: float) -> None:
        """Turn a knob behind the driver's back."""
        with self._changed:
            head = self._heads[channel - 1]
            head.percent, head.current_percent, head.on = percent, percent, percent > 0
            self._happened(Cause.HAND)

    def break_head(self, channel: int, *, no_head: bool = False, opened: bool = False, limited: bool = False) -> None:
        """Trouble with one head, as the status register tells it."""
        with self._changed:
            self._heads[channel - 1].fault = protocol.status_of(
                channel, no_head=no_head, opened=opened, limited=limited
            )
            self._happened(Cause.TROUBLE)

    def change_head(self, channel: int, wavelength_nm: int) -> None:
        """Screw another head on."""
        with self._changed:
            self._heads[channel - 1].wavelength_nm = wavelength_nm

    def power_cycle(self) -> None:
        """Every head comes back dark, in constant current mode, and the line buffer empty."""
        with self._changed:
            for head in self._heads:
                head.on, head.percent, head.current_percent, head.limit_ma = False, 0.0, 0.0, 1000.0
            self._mode, self._selection, self._error, self._line = 0, 1, 0, b""
            self._happened(Cause.POWER)

    def feed(self, data: bytes) -> tuple[bytes, ...]:
        """One line a question, nothing for a setting."""
        *lines, rest = re.split(rb"[\r\n]+", self._line + data)
        self._line = rest[-_LINE_LIMIT:]
        answers = (self._run(line) for line in lines if line)
        return tuple(answer.encode("ascii", errors="replace") + b"\r\n" for answer in answers if answer)

    def _run(self, line: bytes) -> str:
        self.log.command(line)
        word, _, rest = line.decode("ascii", errors="replace").strip().lower().partition(" ")
        with self._changed:
            try:
                answer = self._obey(word, [float(value) for value in rest.split()])
            except _Refused as refused:
                self._error, answer = refused.number, ""
            except (ValueError, TypeError, KeyError):
                self._error, answer = _UNKNOWN, ""
            self._happened(Cause.COMMAND)
        return answer

    def _obey(self, word: str, values: list[float]) -> str:
        if not word.endswith("?"):
            self._settings[word](*values)
            self._error = 0
            return ""
        if values:
            return str(self._head_questions[word[:-1]](self._head(values[0])))
        return str(self._questions[word[:-1]]())

    def _head(self, number: float) -> _Head:
        if number not in range(len(self._heads)):
            raise _Refused(_RANGE)
        return self._heads[int(number)]

    def _register(self) -> int:
        status = self.status
        for head in self._heads:
            status |= head.fault
        return status

    def _last_error(self) -> str:
        number, self._error = self._error, 0
        return f"error {number}:{'no error' if not number else 'refused'}"

    def _select(self, value: float) -> None:
        if value not in (0, 1):
            raise _Refused(_RANGE)
        self._selection = int(value)

    def _set_mode(self, value: float) -> None:
        if value not in (0, 1, 2):
            raise _Refused(_RANGE)
        if not self.stuck_mode:
            self._mode = int(value)
        for head in self._heads:
            head.on = False

    def _switch(self, number: float, value: float) -> None:
        if value not in (0, 1):
            raise _Refused(_RANGE)
        for head in self._heads if number == protocol.ALL else [self._head(number)]:
            head.on = bool(value) or (self.stuck and head.on)

    def _dim(self, number: float, percent: float) -> None:
        if not 0 <= percent <= 100:
            raise _Refused(_RANGE)
        self._head(number).percent = min(percent, self.limit_percent)

    def _limit(self, number: float, current_ma: float) -> None:
        if not 0 <= current_ma <= protocol.MAX_LIMIT_MA:
            raise _Refused(_RANGE)
        self._head(number).limit_ma = current_ma

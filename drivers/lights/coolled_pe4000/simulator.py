"""A CoolLED pE-4000 as a state machine that speaks the bytes of ``protocol``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from drivers.lights.coolled_pe4000 import protocol
from drivers.lights.coolled_pe4000.protocol import DARK, LETTERS, Channel
from drivers.lights.simulated_lamps import SimulatedLamps
from drivers.simulated_log import Cause
from workstation.errors import ProtocolError

MODEL = "pE-4000 SIMULATED"
WAVELENGTHS_NM = (365, 460, 525, 635)
GREETING = b"CoolLED precisExcite, Hello!\r\n"
_LINE_LIMIT = 128
_VERSION_LINES = ("XFW_VER=1.2.9", "XHW_VER=3", "XDATA=1", "XPOD=2.0", "XA=1", "XB=1", "XC=1", "XD=1")


class CoolLedSimulator(SimulatedLamps):
    """Four channels without light. The protocol has no word for heat or a broken lamp.

    Parameters
    ----------
    model : str
        What ``XMODEL`` reports.
    """

    def __init__(self, model: str = MODEL) -> None:
        super().__init__()
        self.model = model
        self._channels = dict.fromkeys(range(1, 5), DARK)
        self._wavelengths_nm = dict(zip(self._channels, WAVELENGTHS_NM, strict=True))
        self._line = b""
        self._push: Callable[[bytes], None] = lambda _: None
        self._commands: dict[str, Callable[[], tuple[str, ...]]] = {
            "XMODEL": lambda: (f"XMODEL={self.model}",),
            "XVER": lambda: _VERSION_LINES,
            "CSS?": lambda: (self._state(),),
            "LAMS": self._lamps,
        }
        self.log.state(self._levels(), Cause.POWER)

    def speak_through(self, push: Callable[[bytes], None]) -> None:
        """Where the state goes that nobody asked for, when the pod is used."""
        self._push = push

    def _levels(self) -> dict[int, float]:
        return {number: float(each.percent if each.on else 0) for number, each in self._channels.items()}

    def set_level(self, channel: int, percent: float) -> None:
        """Turn a knob of the pod behind the driver's back."""
        with self._changed:
            self._channels[channel] = Channel(percent > 0, percent > 0, int(percent))
            self._happened(Cause.HAND)
            self._push(f"{self._state()}\r\n".encode())

    def load(self, channel: int, wavelength_nm: int) -> None:
        """Load another lamp with the pod."""
        with self._changed:
            self._wavelengths_nm[channel] = wavelength_nm

    def power_cycle(self) -> None:
        """Every channel comes back dark, and the line buffer empty."""
        with self._changed:
            self._channels = dict.fromkeys(self._channels, DARK)
            self._line = b""
            self._happened(Cause.POWER)

    def feed(self, data: bytes) -> tuple[bytes, ...]:
        """One reply a line; it may have several lines itself."""
        *lines, rest = re.split(rb"[\r\n]+", self._line + data)
        self._line = rest[-_LINE_LIMIT:]
        answers = (self._run(line) for line in lines if line.strip())
        return tuple("".join(f"{line}\r\n" for line in answer).encode() for answer in answers)

    def _run(self, line: bytes) -> tuple[str, ...]:
        self.log.command(line)
        text = line.decode("ascii", errors="replace").strip()
        with self._changed:
            command = self._commands.get(text)
            if command is not None:
                return command()
            try:
                wanted = protocol.parse_state(text)
            except ProtocolError:
                return ("ERR",)
            if not wanted.keys() <= self._channels.keys():
                return ("ERR",)
            for number, channel in wanted.items():
                self._set(number, channel)
            self._happened(Cause.COMMAND)
            return (self._state(),)

    def _set(self, number: int, wanted: Channel) -> None:
        if self.stuck and self._channels[number].on:
            return
        on = wanted.on and wanted.selected
        self._channels[number] = replace(wanted, on=on, percent=int(min(wanted.percent, self.limit_percent)))

    def _state(self) -> str:
        offset = int(self.reported_offset_percent)
        return protocol.state_line(
            {
                number: replace(each, percent=each.percent + offset) if each.on else each
                for number, each in self._channels.items()
            }
        )

    def _lamps(self) -> tuple[str, ...]:
        return tuple(f"LAM:{LETTERS[number - 1]}:{nm}" for number, nm in self._wavelengths_nm.items())

"""A Gardasoft RT860F as a state machine that speaks the bytes of ``protocol``: echo, output, LF CR, prompt."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from drivers.lights.gardasoft_rt import protocol
from drivers.lights.simulated_lamps import SimulatedLamps
from drivers.simulated_log import Cause
from drivers.simulators import Trouble

MODEL = "RT860F-SIMULATED"
_LINE_LIMIT = 256
_MODES = {"RS": 0, "RT": 1, "RW": 2}


class _Refused(Exception):
    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@dataclass(slots=True)
class _Channel:
    percent: float = 0.0
    mode: int = 0
    rating_a: float = 1.0


class GardasoftSimulator(SimulatedLamps):
    """Eight channels without lamps. Too hot, it goes dark, tells it unasked where asked to, and refuses to light.

    Parameters
    ----------
    model : str
        What ``VR`` reports.
    channels : int

    Attributes
    ----------
    echo : bool
        False answers like the Ethernet twin.
    """

    def __init__(self, model: str = MODEL, channels: int = 8) -> None:
        super().__init__()
        self.model = model
        self.echo = True
        self._channels = {number: _Channel() for number in range(1, channels + 1)}
        self._line = b""
        self._events = False
        self._hot = False
        self._sufferings = {Trouble.OVER_TEMPERATURE: self._overheat}
        self._push: Callable[[bytes], None] = lambda _: None
        self._handlers: dict[str, tuple[tuple[int, ...], Callable[..., str]]] = {
            "VR": ((0,), lambda: f"{self.model} (HW02) V031"),
            "RS": ((2,), lambda c, s: self._set("RS", c, s)),
            "RW": ((2, 4), lambda c, s, *_: self._set("RW", c, s)),
            "RT": ((4, 5), lambda c, _p, _d, s, *_: self._set("RT", c, s)),
            "ST": ((1,), self._status),
            "VL": ((3,), self._rate),
            "GR": ((0,), lambda: ""),
            "GT": ((1,), self._tell_events),
        }
        self.log.state(self._levels(), Cause.POWER)

    def speak_through(self, push: Callable[[bytes], None]) -> None:
        """Where events go."""
        self._push = push

    def _levels(self) -> dict[int, float]:
        return {number: channel.percent for number, channel in self._channels.items()}

    def _overheat(self, channel: int) -> None:
        self._hot = True
        for each in self._channels.values():
            each.percent = each.percent if self.stuck else 0.0
        if self._events:
            self._push(f"Evt{channel},{protocol.EVENT_OVER_TEMPERATURE}\n\r".encode())

    def _recover(self) -> None:
        self._hot = False

    def set_level(self, channel: int, percent: float) -> None:
        """Turn a knob behind the driver's back."""
        with self._changed:
            self._channels[channel].percent = percent
            self._happened(Cause.HAND)

    def power_cycle(self) -> None:
        """Nothing was saved: every channel comes back dark, unrated, and the line buffer empty."""
        with self._changed:
            for channel in self._channels.values():
                channel.percent, channel.mode, channel.rating_a = 0.0, 0, 1.0
            self._line, self._events = b"", False
            self._happened(Cause.POWER)

    def feed(self, data: bytes) -> tuple[bytes, ...]:
        """One reply a line."""
        *lines, rest = (self._line + data).split(b"\r")
        self._line = rest[-_LINE_LIMIT:]
        return tuple(self._reply(line.strip(b"\n")) for line in lines)

    def _reply(self, line: bytes) -> bytes:
        self.log.command(line)
        text = line.decode("ascii", errors="replace").replace(" ", "")
        outputs = [output for part in text.split(";") if part and (output := self._run(part))]
        echo = line if self.echo else b""
        return echo + "\n\r".join(outputs).encode("ascii", errors="replace") + b"\n\r>"

    def _run(self, text: str) -> str:
        try:
            counts, handler = self._handlers[text[:2]]
        except KeyError:
            return "Err 2"
        values = text[2:].split(",") if text[2:] else []
        if len(values) not in counts:
            return "Err 4"
        if not all(re.fullmatch(r"\d+(\.\d*)?", value) for value in values):
            return "Err 3"
        try:
            with self._changed:
                output = handler(*(float(value) for value in values))
                self._happened(Cause.COMMAND)
                return output
        except _Refused as refused:
            return f"Err {refused.number}"

    def _channel(self, number: float) -> _Channel:
        try:
            return self._channels[int(number)]
        except KeyError:
            raise _Refused(1) from None

    def _set(self, command: str, number: float, percent: float) -> str:
        channel = self._channel(number)
        if percent > (999 if command == "RT" else 100):
            raise _Refused(1)
        if percent and self._hot:
            raise _Refused(protocol.ERROR_OVER_TEMPERATURE)
        if not (self.stuck and channel.percent):
            channel.percent, channel.mode = min(percent, self.limit_percent), _MODES[command]
        return "Err 5" if percent > self.limit_percent else ""

    def _status(self, number: float) -> str:
        if number == 0:
            return "TM 1, TP 20.00ms"
        channel = self._channel(number)
        percent = channel.percent + (self.reported_offset_percent if channel.percent else 0.0)
        return (
            f"CH{int(number)},MD{channel.mode},S{percent:5.1f},  0.0,DL  2.0us,PU  2.0us,RT10.00ms,"
            f"IP{int(number)},FL0,CS{channel.rating_a:.3f}A,RA{channel.rating_a:.3f}A"
        )

    def _tell_events(self, on: float) -> str:
        self._events = bool(on)
        return ""

    def _rate(self, number: float, voltage_v: float, current_a: float) -> str:
        if bool(voltage_v) == bool(current_a) or current_a > 20:
            raise _Refused(1)
        self._channel(number).rating_a = current_a
        return ""

"""Driver of CoolLED pE-4000 light sources.

Responsible for: the wire commands, telling a reply from a line that came unasked, and for believing no level that
was not read.

Not responsible for: which light a channel makes, how long it may burn, when to expose.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator

from drivers.lights.controller import Controller
from drivers.lights.coolled_pe4000 import protocol
from drivers.lights.coolled_pe4000.protocol import DARK, Channel
from drivers.lines import broken, split_line
from drivers.session import DeviceFault
from drivers.transport import SerialPort
from workstation.devices import DeviceIdentity
from workstation.errors import DeviceRefused, DeviceTimeout, ProtocolError

log = logging.getLogger(__name__)

MAKER = "CoolLED"
REPLY_S = 1.0
GREETING_S = 0.05
"""Silence after which the greeting of a port that was just opened is over."""

_GREETING_LIMIT_S = 1.0
_UNASKED_LINES = 40
"""Lines before a reply that are taken for the pod's or for left over ones."""

_REFUSED = "ERR"


class CoolLedPE4000(Controller):
    """One light source on an open port. Levels are whole percent."""

    def __init__(self, port: SerialPort) -> None:
        super().__init__(port)
        self._in_step = False
        self._greeted = False

    def identify(self) -> DeviceIdentity:
        """Ask who it is; changes nothing on the device.

        Raises
        ------
        DeviceFault
            Something answers, but no light source of this family.
        DeviceError
        """
        if not self._greeted:
            self._port.discard_until_idle(GREETING_S, _GREETING_LIMIT_S)
            self._greeted = True
        model = self._get_in_step()
        if not model.startswith("pE-"):
            raise DeviceFault("device-wrong-identity", expected=f"{MAKER} pE-4000", found=model[:40])
        firmware = protocol.parse_value(self._ask(protocol.version_command(), protocol.VERSION))
        # The number of version lines depends on the model: the answer to the next question ends them.
        self._get_in_step()
        self._channels = max(self._state())
        return DeviceIdentity(MAKER, model, firmware=firmware, simulated="SIMULATED" in model.upper())

    def wavelength_nm(self, channel: int) -> int | None:
        """Wavelength of the lamp that is loaded in a channel, asked now; None where the model does not say."""
        lines = self._conversation(protocol.lamps_command())
        loaded = dict(protocol.parse_lamp(self._next(lines, protocol.LAMP)) for _ in self._all())
        return loaded.get(channel)

    def set_rating(self, channel: int, current_a: float) -> None:
        """Refused: the currents of the built-in lamps are the maker's and cannot be set or read."""
        raise DeviceFault("lights-rating", channel=channel, rating=current_a, reported="-")

    def _reported(self) -> dict[int, float]:
        """Percent of every channel that is on, 0 for every other."""
        state = self._state()
        if set(state) != set(self._all()):
            raise broken(protocol.state_line(state))
        return {number: float(each.percent if each.on else 0) for number, each in sorted(state.items())}

    def _can_set(self, percent: float) -> bool:
        return float(percent).is_integer()

    def _send_only(self, channel: int, percent: float) -> None:
        lit = Channel(selected=True, on=True, percent=int(percent))
        self._set({each: lit if each == channel else DARK for each in self._all()})

    def _send_off(self) -> None:
        self._set(dict.fromkeys(self._all(), DARK))

    def _set(self, channels: dict[int, Channel]) -> None:
        command = protocol.set_command(channels)
        if not self._in_step:
            # Off must not wait for a conversation that may never come into step.
            self._port.write(command)
            self._get_in_step()
        protocol.parse_state(self._ask(command, protocol.STATE))

    def _state(self) -> dict[int, Channel]:
        return protocol.parse_state(self._ask(protocol.state_command(), protocol.STATE))

    def _get_in_step(self) -> str:
        """Ask for the model, whose answer cannot be taken for any other; what comes before it is left over."""
        self._in_step = True
        try:
            return protocol.parse_value(self._ask(protocol.model_command(), protocol.MODEL))
        except (DeviceTimeout, ProtocolError):
            # The first answer after plugging in may be garbage; nothing is repeated but this question.
            self._in_step = True
            return protocol.parse_value(self._ask(protocol.model_command(), protocol.MODEL))

    def _ask(self, command: bytes, beginning: str) -> str:
        """The line that begins as the reply to this command does."""
        return self._next(self._conversation(command), beginning)

    def _conversation(self, command: bytes) -> Iterator[str]:
        """Lines that come after a command; a conversation that got out of step is brought into step first."""
        if not self._in_step:
            self._get_in_step()
        self._port.drain()
        self._port.write(command)
        log.debug("> %r", command)
        return self._lines(time.monotonic() + REPLY_S)

    def _lines(self, deadline: float) -> Iterator[str]:
        buffer = b""
        for _ in range(_UNASKED_LINES):
            while (split := split_line(buffer)) is None:
                buffer += self._port.read(deadline)
            line, buffer = split
            log.debug("< %r", line)
            yield line

    def _next(self, lines: Iterator[str], beginning: str) -> str:
        try:
            for line in lines:
                if line.startswith(beginning):
                    return line
                if line.startswith(_REFUSED):
                    raise DeviceRefused("device-refused", answer=line[:40])
        except (DeviceTimeout, ProtocolError):
            self._in_step = False
            raise
        self._in_step = False
        raise broken(beginning)

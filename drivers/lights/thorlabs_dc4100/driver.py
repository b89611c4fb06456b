"""Driver of Thorlabs DC4100, DC4104 and LEDD4.

Responsible for: the wire commands, asking ``e?`` after every setting, and for believing no level that was not read.

Not responsible for: which light a lamp head makes, how long it may burn, when to expose.
"""

from __future__ import annotations

import logging
import time

from drivers.lights.controller import Controller
from drivers.lights.thorlabs_dc4100 import protocol
from drivers.lights.thorlabs_dc4100.protocol import ALL, question, setting
from drivers.lines import split_line
from drivers.session import DeviceFault
from drivers.transport import SerialPort
from workstation.devices import DeviceIdentity
from workstation.errors import DeviceLost, DeviceRefused, DeviceTimeout, ProtocolError

log = logging.getLogger(__name__)

MAKER = "Thorlabs"
REPLY_S = 0.5
_STALE_LINES = 20
"""Lines before the answer to ``n?`` that may be left over from an earlier conversation."""


class _Stranger(ProtocolError):
    """Lines came, none of them the model of this family."""

    def __init__(self, line: str) -> None:
        super().__init__("device-protocol", raw=line.encode("ascii")[:64].hex(" "))
        self.line = line


class ThorlabsDC4100(Controller):
    """One controller on an open port."""

    def __init__(self, port: SerialPort) -> None:
        super().__init__(port)
        self._in_step = False
        self._limits_ma: dict[int, float] = {}

    def identify(self) -> DeviceIdentity:
        """Ask who it is; changes nothing on the device.

        Raises
        ------
        DeviceFault
            Something answers, but none of this family.
        DeviceError
        """
        try:
            model = self._get_in_step()
        except _Stranger as stranger:
            raise DeviceFault("device-wrong-identity", expected=f"{MAKER} DC4100", found=stranger.line[:40]) from None
        serial, firmware = self._ask(question("s")), self._ask(question("v"))
        self._channels = protocol.HEADS
        return DeviceIdentity(MAKER, model, serial, firmware, simulated="SIMULATED" in model.upper())

    def open(self) -> DeviceIdentity:
        """Identify, everything off, then levels in percent and a switch for each head, confirmed.

        Raises
        ------
        DeviceFault
            The device stays in another mode.
        DeviceError
        """
        identity = super().open()
        for word, value in (("sm", protocol.MULTI), ("m", protocol.BRIGHTNESS)):
            self._set(setting(word, value))
            reported = protocol.whole(self._ask(question(word)))
            if reported != value:
                raise DeviceFault("lights-mode", setting=word, wanted=value, reported=reported)
        return identity

    def wavelength_nm(self, channel: int) -> int | None:
        """Wavelength that the head on a channel reports; None where it does not know (white)."""
        return round(protocol.number(self._ask(question("wl", channel)))) or None

    def set_rating(self, channel: int, current_a: float) -> None:
        """Limit a head to a current, and have it confirmed.

        Raises
        ------
        DeviceFault
            The device reports another limit.
        DeviceError
        """
        wanted_ma = round(current_a * 1000)
        self._set(setting("l", protocol.head(channel), wanted_ma))
        reported_ma = protocol.number(self._ask(question("l", channel)))
        if reported_ma != wanted_ma:
            raise DeviceFault("lights-rating", channel=channel, rating=current_a, reported=reported_ma / 1000)
        self._limits_ma[channel] = wanted_ma

    def _require_in_order(self, channel: int) -> None:
        status = protocol.whole(self._ask(question("r")))
        for code in protocol.troubles(status, channel):
            raise DeviceRefused(code, channel=channel, answer=f"status {status:#x}")
        mode = protocol.whole(self._ask(question("m")))
        if mode != protocol.BRIGHTNESS:
            raise DeviceLost("lights-forgot", detail=f"m {mode}")
        wanted_ma = self._limits_ma.get(channel)
        if wanted_ma is not None and protocol.number(self._ask(question("l", channel))) != wanted_ma:
            raise DeviceLost("lights-forgot", detail="l")

    def _reported(self) -> dict[int, float]:
        """Percent of every head that is switched on, 0 for every other."""
        return {channel: self._level(channel) for channel in self._all()}

    def _level(self, channel: int) -> float:
        if not protocol.switch(self._ask(question("o", channel))):
            return 0.0
        return protocol.number(self._ask(question("bp", channel)))

    def _send_only(self, channel: int, percent: float) -> None:
        self._send_off()
        self._set(setting("bp", protocol.head(channel), percent))
        self._set(setting("o", protocol.head(channel), 1))

    def _send_off(self) -> None:
        # A setting has no reply, so off is sent before anything is asked, in step or not.
        self._port.drain()
        self._port.write(setting("o", ALL, 0))
        self._accepted("o -1 0")

    def _set(self, command: bytes) -> None:
        self._port.drain()
        self._port.write(command)
        self._accepted(command.decode().strip())

    def _accepted(self, command: str) -> None:
        error = protocol.error_number(self._ask(question("e")))
        if error:
            raise DeviceRefused("device-refused", answer=f"error {error}", command=command)

    def _ask(self, command: bytes) -> str:
        """The line that answers a question; a conversation that got out of step is brought into step first."""
        if not self._in_step:
            self._get_in_step()
        try:
            return self._lines(command, 1)[0]
        except (DeviceTimeout, ProtocolError):
            self._in_step = False
            raise

    def _get_in_step(self) -> str:
        """Ask for the model, whose answer cannot be taken for any other; what comes before it is left over."""
        try:
            line = self._lines(question("n"), _STALE_LINES)[-1]
        except (DeviceTimeout, ProtocolError):
            # The first answer after plugging in may be garbage; nothing is repeated but this question.
            line = self._lines(question("n"), _STALE_LINES)[-1]
        self._in_step = True
        return line

    def _lines(self, command: bytes, most: int) -> list[str]:
        """One line, or for the model every line up to the one that names it."""
        self._port.drain()
        self._port.write(command)
        deadline = time.monotonic() + REPLY_S
        buffer, lines = b"", list[str]()
        try:
            while len(lines) < most:
                while (split := split_line(buffer)) is None:
                    buffer += self._port.read(deadline)
                line, buffer = split
                log.debug("%r > %r", command, line)
                lines.append(line)
                if most == 1 or any(model in line for model in protocol.MODELS):
                    return lines
        except DeviceTimeout as error:
            if not lines:
                raise
            raise _Stranger(lines[-1]) from error
        raise _Stranger(lines[-1])

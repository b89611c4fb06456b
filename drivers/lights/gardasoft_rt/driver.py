"""Driver of Gardasoft RT controllers.

Responsible for: the wire commands, and for believing nothing that ``STc`` has not confirmed.

Not responsible for: which lamp hangs on a channel, how long it may burn, when to expose.
"""

from __future__ import annotations

import contextlib
import logging
import time

from drivers.lights.controller import Controller
from drivers.lights.gardasoft_rt import protocol
from drivers.session import DeviceFault
from drivers.transport import SerialPort
from workstation.devices import DeviceIdentity
from workstation.errors import DeviceLost, DeviceRefused, ProtocolError

log = logging.getLogger(__name__)

MAKER = "Gardasoft"
REPLY_S = 1.0
"""Deadline of one reply; programs in the field use 2 s."""

_EVENT_SENTENCES = {protocol.EVENT_OVER_TEMPERATURE: "lights-over-temperature"}
_ERROR_SENTENCES = {protocol.ERROR_OVER_TEMPERATURE: "lights-over-temperature"}
_RATING_STEP_A = 0.0015
_FAMILIES = ("RT", "RC", "VTR")
_CHANNELS_OF_MODEL = {"2": 2, "4": 4, "8": 8}


class GardasoftRT(Controller):
    """One controller on an open port."""

    def __init__(self, port: SerialPort) -> None:
        super().__init__(port)
        self._ratings_a: dict[int, float] = {}
        self._between = b""

    def identify(self) -> DeviceIdentity:
        """Ask who it is; changes nothing on the device.

        Raises
        ------
        DeviceFault
            Something answers, but no controller of this family.
        """
        self._port.drain()
        answer = self._ask(protocol.version_command())
        try:
            version = protocol.parse_version(answer)
        except ProtocolError:
            if not answer:
                raise
            raise DeviceFault("device-wrong-identity", expected=f"{MAKER} RT", found=answer[:40]) from None
        if not version.model.startswith(_FAMILIES):
            raise DeviceFault("device-wrong-identity", expected=f"{MAKER} RT", found=version.model)
        digits = "".join(character for character in version.model if character.isdigit())
        self._channels = _CHANNELS_OF_MODEL.get(digits[:1], 1)
        return DeviceIdentity(
            maker=MAKER,
            model=version.model,
            firmware=f"V{version.firmware}",
            simulated="SIMULATED" in version.model.upper(),
        )

    def open(self) -> DeviceIdentity:
        """Identify, everything off, and have trouble reported unasked as well.

        Raises
        ------
        DeviceError
        """
        identity = super().open()
        # An older unit may not know the command; it then tells its trouble with the next reply only.
        with contextlib.suppress(DeviceRefused):
            self._command(protocol.events_command())
        return identity

    def set_rating(self, channel: int, current_a: float) -> None:
        """Give a channel the current rating of its lamp, and have it confirmed; the channel is off.

        Raises
        ------
        DeviceFault
            The device reports another rating.
        DeviceError
        """
        self._command(protocol.rating_command(channel, current_a))
        reported_a = self._status(channel).rating_a
        if not _is_rated(reported_a, current_a):
            raise DeviceFault("lights-rating", channel=channel, rating=current_a, reported=reported_a)
        self._ratings_a[channel] = current_a

    def _require_in_order(self, channel: int) -> None:
        self._tell_unasked()
        status = self._status(channel)
        if status.percent and status.mode not in (None, protocol.CONTINUOUS):
            raise DeviceRefused("lights-mode", setting="MD", wanted=protocol.CONTINUOUS, reported=status.mode)
        wanted_a = self._ratings_a.get(channel)
        if wanted_a is not None and not _is_rated(status.rating_a, wanted_a):
            raise DeviceLost("lights-forgot", detail=f"RA{status.rating_a}")

    def _send_only(self, channel: int, percent: float) -> None:
        others = ((each, 0) for each in self._all() if each != channel)
        self._command(protocol.continuous_command(*others, (channel, percent)))

    def _send_off(self) -> None:
        self._command(protocol.continuous_command(*((channel, 0) for channel in self._all())))

    def _reported(self) -> dict[int, float]:
        """A channel in another mode than continuous counts with its brightness: a trigger could flash it."""
        return {channel: self._status(channel).percent for channel in self._all()}

    def levels(self) -> dict[int, float]:
        """Percent that the device reports for every channel, asked now; it told of no trouble meanwhile."""
        levels = super().levels()
        self._tell_unasked()
        return levels

    def _tell_unasked(self) -> None:
        """Tell what events came between replies; half a one is kept until the rest of it comes."""
        events, self._between = protocol.split_unasked(self._between)
        for channel, event in events:
            self._tell_event(channel, event)

    @staticmethod
    def _tell_event(channel: int, event: int) -> None:
        if event not in protocol.HARMLESS_EVENTS:
            code = _EVENT_SENTENCES.get(event, "lights-event")
            raise DeviceRefused(code, channel=channel, event=event, answer=f"Evt{channel},{event}")

    def _status(self, channel: int) -> protocol.ChannelStatus:
        text = self._ask(protocol.status_command(channel))
        status = protocol.parse_status(text)
        if status.channel != channel:
            raise ProtocolError("device-protocol", raw=text.encode()[:64].hex(" "))
        return status

    def _command(self, command: bytes) -> None:
        """A command that has no output; a clamped value is left for the status to show."""
        output = self._ask(command, allowed=(protocol.CLAMPED,))
        if output:
            raise ProtocolError("device-protocol", raw=output.encode()[:64].hex(" "))

    def _ask(self, command: bytes, allowed: tuple[int, ...] = ()) -> str:
        self._between = (self._between + self._port.drain())[-protocol.MAX_REPLY :]
        self._port.write(command)
        log.debug("> %r", command)
        deadline = time.monotonic() + REPLY_S
        buffer = b""
        while (split := protocol.split_reply(buffer)) is None:
            buffer += self._port.read(deadline)
        log.debug("< %r", split[0])
        self._between += split[1]
        reply = protocol.parse_reply(command, split[0])
        for channel, event in reply.events:
            self._tell_event(channel, event)
        if reply.error is not None and reply.error not in allowed:
            code = _ERROR_SENTENCES.get(reply.error, "device-refused")
            raise DeviceRefused(code, answer=f"Err {reply.error}", command=command.decode().strip())
        return reply.output


def _is_rated(reported_a: float | None, wanted_a: float) -> bool:
    return reported_a is not None and abs(reported_a - wanted_a) <= _RATING_STEP_A

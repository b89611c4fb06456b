"""Driver of Gardasoft RT controllers.

Responsible for: the wire commands, and for believing nothing that ``STc`` has not confirmed.

Not responsible for: which lamp hangs on a channel, how long it may burn, when to expose.
"""

from __future__ import annotations

import logging
import time

from drivers.lights.controller import Controller
from drivers.lights.gardasoft_rt import protocol
from drivers.session import DeviceFault
from workstation.devices import DeviceIdentity
from workstation.errors import DeviceRefused, ProtocolError

log = logging.getLogger(__name__)

MAKER = "Gardasoft"
REPLY_S = 1.0
"""Deadline of one reply; programs in the field use 2 s."""

_FAMILIES = ("RT", "RC", "VTR")
_CHANNELS_OF_MODEL = {"2": 2, "4": 4, "8": 8}


class GardasoftRT(Controller):
    """One controller on an open port."""

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
        if reported_a is None or abs(reported_a - current_a) > 0.0015:
            raise DeviceFault("lights-rating", channel=channel, rating=current_a, reported=reported_a)

    def _send_only(self, channel: int, percent: float) -> None:
        others = ((each, 0) for each in self._all() if each != channel)
        self._command(protocol.continuous_command(*others, (channel, percent)))

    def _send_off(self) -> None:
        self._port.drain()
        self._command(protocol.continuous_command(*((channel, 0) for channel in self._all())))

    def levels(self) -> dict[int, float]:
        """Percent that the device reports for every channel, asked now.

        A channel in another mode than continuous counts with its brightness: a trigger could flash it.

        Raises
        ------
        DeviceError
        """
        return {channel: self._status(channel).percent for channel in self._all()}

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
        self._port.drain()
        self._port.write(command)
        log.debug("> %r", command)
        deadline = time.monotonic() + REPLY_S
        buffer = b""
        while (split := protocol.split_reply(buffer)) is None:
            buffer += self._port.read(deadline)
        log.debug("< %r", split[0])
        reply = protocol.parse_reply(command, split[0])
        for channel, event in reply.events:
            if event not in protocol.HARMLESS_EVENTS:
                raise DeviceRefused("lights-event", channel=channel, event=event)
        if reply.error is not None and reply.error not in allowed:
            raise DeviceRefused("device-refused", answer=f"Err {reply.error}", command=command.decode().strip())
        return reply.output

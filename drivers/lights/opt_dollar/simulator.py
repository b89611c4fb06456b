"""A four channel ``$`` protocol controller as a state machine that speaks the bytes of ``protocol``."""

from __future__ import annotations

from dataclasses import dataclass

from drivers.lights.opt_dollar import protocol
from drivers.lights.opt_dollar.protocol import DONE, FRAME_LENGTH, REFUSED, Command, Frame
from drivers.lights.simulated_lamps import SimulatedLamps
from drivers.simulated_log import Cause
from workstation.errors import ProtocolError


@dataclass(slots=True)
class _Channel:
    level: int = 0
    on: bool = False

    @property
    def percent(self) -> float:
        return protocol.percent_of(self.level) if self.on else 0.0


class OptSimulator(SimulatedLamps):
    """Channels without lamps. The protocol has no word for heat or a broken lamp.

    Parameters
    ----------
    channels : int
    """

    def __init__(self, channels: int = 4) -> None:
        super().__init__()
        self._channels = {number: _Channel() for number in range(1, channels + 1)}
        self._buffer = b""
        self.log.state(self._levels(), Cause.POWER)

    def _levels(self) -> dict[int, float]:
        return {number: channel.percent for number, channel in self._channels.items()}

    def set_level(self, channel: int, percent: float) -> None:
        """Turn a knob behind the driver's back."""
        with self._changed:
            self._channels[channel] = _Channel(protocol.level_of(percent), on=percent > 0)
            self._happened(Cause.HAND)

    def power_cycle(self) -> None:
        """Every channel comes back dark at level 0, and an unfinished frame is forgotten."""
        with self._changed:
            self._channels = {number: _Channel() for number in self._channels}
            self._buffer = b""
            self._happened(Cause.POWER)

    def spoil_checksum(self, reply: bytes) -> bytes:
        """Turn one bit of the last digit of a frame; an acknowledgement has no checksum."""
        return reply[:-1] + bytes((reply[-1] ^ 0x01,)) if len(reply) == FRAME_LENGTH else reply

    def feed(self, data: bytes) -> tuple[bytes, ...]:
        """One reply a frame; bytes that begin no frame are skipped."""
        replies = []
        self._buffer += data
        while (start := self._buffer.find(DONE)) >= 0 and len(self._buffer) >= start + FRAME_LENGTH:
            raw, self._buffer = self._buffer[start:][:FRAME_LENGTH], self._buffer[start + FRAME_LENGTH :]
            replies.append(self._reply(raw))
        self._buffer = self._buffer[-FRAME_LENGTH:]
        return tuple(replies)

    def _reply(self, raw: bytes) -> bytes:
        self.log.command(raw)
        try:
            frame = protocol.decode(raw)
        except ProtocolError:
            return REFUSED
        with self._changed:
            reply = self._obey(frame)
            self._happened(Cause.COMMAND)
        return reply

    def _obey(self, frame: Frame) -> bytes:
        if (frame.command, frame.channel) == (Command.READ, protocol.IDENTITY_CHANNEL):
            return protocol.simulated_frame()
        channel = self._channels.get(frame.channel)
        if channel is None:
            return REFUSED
        if frame.command is Command.READ:
            return protocol.encode(Frame(Command.READ, frame.channel, self._reported(channel)))
        if not (self.stuck and channel.on):
            self._change(channel, frame)
        return DONE

    def _change(self, channel: _Channel, frame: Frame) -> None:
        if frame.command is Command.SET:
            channel.level = min(frame.level, protocol.level_of(self.limit_percent))
        else:
            channel.on = frame.command is Command.ON

    def _reported(self, channel: _Channel) -> int:
        offset = protocol.level_of(self.reported_offset_percent) if channel.level else 0
        return max(0, min(protocol.FULL, channel.level + offset))

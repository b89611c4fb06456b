"""Driver of the digital light controllers of OPT and its clones.

Responsible for: the wire commands, and for believing no level that was not read.

Not responsible for: which lamp hangs on a channel, how long it may burn, when to expose. The protocol has no
identity, and whether a channel is switched on cannot be read, its level only: see README.md beside this file.
"""

from __future__ import annotations

import logging
import time

from drivers.lights.controller import Controller
from drivers.lights.opt_dollar import protocol
from drivers.lights.opt_dollar.protocol import Command, Frame
from drivers.lines import broken
from drivers.session import DeviceFault
from drivers.transport import SerialPort
from workstation.devices import DeviceIdentity
from workstation.errors import DeviceError, DeviceRefused, DeviceTimeout, ProtocolError

log = logging.getLogger(__name__)

MAKER = "OPT"
MODEL = "$ protocol"
REPLY_S = 0.5
QUIET_S = 0.1
_MOST_CHANNELS = 4
_STALE_REPLIES = 20


class OptDollar(Controller):
    """One controller on an open port. A level is one of 256."""

    tolerance_percent = 50 / protocol.FULL + 1e-9

    def __init__(self, port: SerialPort) -> None:
        super().__init__(port)
        self._in_step = False

    def identify(self) -> DeviceIdentity:
        """Read the level of every channel: there is no other question. Changes nothing on the device.

        Raises
        ------
        DeviceError
            No answer, or none of this protocol.
        """
        try:
            self._get_in_step()
        except (DeviceTimeout, ProtocolError):
            # The first answer after plugging in may be garbage; nothing is repeated but this question.
            self._get_in_step()
        channels = 0
        while channels < _MOST_CHANNELS and self._has(channels + 1):
            channels += 1
        if not channels:
            raise DeviceFault("device-wrong-identity", expected=f"{MAKER} {MODEL}", found="&")
        simulated = self._is_simulated()
        self._channels = channels
        model = f"{MODEL}, {channels} channels" + (" SIMULATED" if simulated else "")
        return DeviceIdentity(MAKER, model, simulated=simulated)

    def set_rating(self, channel: int, current_a: float) -> None:
        """Refused: the protocol has no currents."""
        raise DeviceFault("lights-rating", channel=channel, rating=current_a, reported="-")

    def _reported(self) -> dict[int, float]:
        """A channel that is off at the panel keeps its level here: the driver sets every dark channel to 0."""
        return {channel: protocol.percent_of(self._read(channel)) for channel in self._all()}

    def _can_set(self, percent: float) -> bool:
        return protocol.level_of(percent) > 0

    def _send_only(self, channel: int, percent: float) -> None:
        self._send_off()
        self._set(Frame(Command.SET, channel, protocol.level_of(percent)))
        self._set(Frame(Command.ON, channel, protocol.level_of(percent)))

    def _send_off(self) -> None:
        """Both the switch and the level; after the first trouble the rest is sent without waiting for replies.

        Out of step nothing is waited for: a reply could belong to an earlier command, and the levels that are read
        back afterwards say what holds.
        """
        if not self._in_step:
            for channel in self._all():
                for command in (Command.OFF, Command.SET):
                    self._port.write(protocol.encode(Frame(command, channel)))
            return
        trouble: DeviceError | None = None
        for channel in self._all():
            for command in (Command.OFF, Command.SET):
                try:
                    if trouble is None:
                        self._set(Frame(command, channel))
                    else:
                        self._port.write(protocol.encode(Frame(command, channel)))
                except DeviceError as error:
                    trouble = trouble or error
        if trouble is not None:
            self._in_step = False
            raise trouble

    def _set(self, frame: Frame) -> None:
        raw = protocol.encode(frame)
        self._port.drain()
        self._port.write(raw)
        log.debug("> %r", raw)
        try:
            reply = self._port.read(time.monotonic() + REPLY_S)[:1]
            if reply not in (protocol.DONE, protocol.REFUSED):
                raise broken(reply)
        except (DeviceTimeout, ProtocolError):
            self._in_step = False
            raise
        if reply == protocol.REFUSED:
            raise DeviceRefused("device-refused", answer="&", command=raw.decode())

    def _read(self, channel: int) -> int:
        raw = self._reply_to_read(channel)
        if raw == protocol.REFUSED:
            raise DeviceRefused("device-refused", answer="&", command=f"read {channel}")
        return self._frame(raw, channel).level

    def _has(self, channel: int) -> bool:
        raw = self._reply_to_read(channel)
        return raw != protocol.REFUSED and self._frame(raw, channel).channel == channel

    def _is_simulated(self) -> bool:
        """Asked on channel 0; a real controller refuses it or stays silent."""
        try:
            return self._reply_to_read(protocol.IDENTITY_CHANNEL) == protocol.simulated_frame()
        except (DeviceTimeout, ProtocolError):
            return False

    def _frame(self, raw: bytes, channel: int) -> Frame:
        try:
            frame = protocol.decode(raw)
            if (frame.command, frame.channel) != (Command.READ, channel):
                raise broken(raw)
        except ProtocolError:
            self._in_step = False
            raise
        return frame

    def _reply_to_read(self, channel: int) -> bytes:
        if not self._in_step:
            self._get_in_step()
        try:
            return self._exchange(channel)
        except (DeviceTimeout, ProtocolError):
            self._in_step = False
            raise

    def _exchange(self, channel: int) -> bytes:
        self._port.drain()
        raw = protocol.encode(Frame(Command.READ, channel))
        self._port.write(raw)
        log.debug("> %r", raw)
        deadline = time.monotonic() + REPLY_S
        buffer = b""
        while (split := protocol.split_reply(buffer)) is None:
            buffer += self._port.read(deadline)
        log.debug("< %r", split[0])
        return split[0]

    def _get_in_step(self) -> None:
        """Let late replies run out, then read two channels in turn: one left over can stand for one, not for both."""
        self._let_run_out()
        for channel in (2, 1):
            self._port.drain()
            self._port.write(protocol.encode(Frame(Command.READ, channel)))
            self._wait_for(channel)
        self._in_step = True

    def _let_run_out(self) -> None:
        for _ in range(_STALE_REPLIES):
            try:
                self._port.read(time.monotonic() + QUIET_S)
            except DeviceTimeout:
                return

    def _wait_for(self, channel: int) -> None:
        """Throw replies away up to the one about this channel, or to its refusal."""
        deadline = time.monotonic() + REPLY_S
        buffer = b""
        for _ in range(_STALE_REPLIES):
            # An acknowledgement of a setting may be left over; it is one byte before the frame.
            while buffer[:2] == protocol.DONE * 2:
                buffer = buffer[1:]
            while (split := protocol.split_reply(buffer)) is None:
                buffer += self._port.read(deadline)
                while buffer[:2] == protocol.DONE * 2:
                    buffer = buffer[1:]
            raw, buffer = split
            if raw == protocol.REFUSED or protocol.decode(raw).channel == channel:
                return
        raise broken(buffer)

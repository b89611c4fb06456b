"""The engine of every reader that is set up by tagged menu commands.

Responsible for: asking and being answered, the trigger, collecting a zone from as many pieces as it comes in, getting
back into step after noise.

Not responsible for: what a maker's tags are called (a ``Dialect``), what the rows mean; check digits are computed by
the workstation. Nothing is ever stored in a reader for good: its memory wears.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from drivers.readers.tagged_menu.protocol import (
    Framing,
    Reply,
    Status,
    broken,
    check_size,
    encode,
    find_reply,
    shape,
    take_zone,
    without_replies,
)
from drivers.transport import SerialPort
from workstation.devices import DeviceIdentity
from workstation.errors import DeviceLost, DeviceRefused, DeviceStateError, DeviceTimeout, ProtocolError

log = logging.getLogger(__name__)

ANSWER_S = 0.5
"""Deadline of a reply to a menu command; programs in the field wait 0.05 to 0.3 s."""

READ_S = 5.0
"""How long a zone is looked for when a person asks."""

IDLE_S = 0.15
"""Nothing for so long: a zone that began is at its end."""

_RESYNC_S = 0.5

Ask = Callable[[str], str]


@dataclass(frozen=True)
class Dialect:
    """The words of one maker.

    Attributes
    ----------
    framing : Framing
    identify : callable
        Makes the identity of what the tags answer that it asks for.
    mode : str
        Tag of the trigger mode; ``asked`` and ``unasked`` are its data.
    settings : tuple
        Tags and data that are set at every opening; ``{read_ms}`` becomes the time of one reading.
    trigger : str
        Tag whose data 1 and 0 begin and end one reading, and which is answered like every other.
    start, stop : bytes
        The same where there is no such tag; they are not answered.
    """

    framing: Framing
    identify: Callable[[Ask], DeviceIdentity]
    mode: str
    asked: str
    unasked: str
    settings: tuple[tuple[str, str], ...]
    trigger: str = ""
    start: bytes = b""
    stop: bytes = b""


class TaggedMenuReader:
    """One reader on an open port.

    Parameters
    ----------
    port : SerialPort
        Opened by whoever found it; closed here.
    dialect : Dialect
    read_s : float
        How long a zone is looked for when a person asks.
    """

    def __init__(self, port: SerialPort, dialect: Dialect, read_s: float = READ_S) -> None:
        self._port = port
        self._dialect = dialect
        self._read_s = read_s
        self._armed = False
        self._text = b""
        self._came_at_s = 0.0

    @property
    def armed(self) -> bool:
        """The reader sends zones unasked."""
        return self._armed

    def identify(self) -> DeviceIdentity:
        """Ask who it is; changes nothing on the device.

        Raises
        ------
        DeviceError
        """
        return self._dialect.identify(self._tell)

    def open(self) -> DeviceIdentity:
        """Identify, and have it read when it is told to.

        Asks who it is once more where the first answer is garbage or none, as after a plug-in.

        Raises
        ------
        DeviceError
        """
        try:
            identity = self.identify()
        except (ProtocolError, DeviceTimeout):
            identity = self.identify()
        for tag, data in self._dialect.settings:
            self._set(tag, data.format(read_ms=round(1000 * self._read_s)))
        self.arm(False)
        return identity

    def close(self) -> None:
        """Have it read no more by itself, and give the port back."""
        try:
            if self._armed:
                with contextlib.suppress(DeviceLost, DeviceTimeout, DeviceRefused, ProtocolError):
                    self.arm(False)
        finally:
            self._port.close()

    def check(self) -> None:
        """Notice an unplug without talking to the reader; raises ``DeviceLost``."""
        self._port.check()

    def interrupt(self) -> None:
        """End an inquiry that another thread waits for: the program is closing."""
        self._port.interrupt()

    def inquire(self) -> tuple[str, ...] | None:
        """Look for a zone now; None where none was found in time and the reader proved that it had looked.

        Raises
        ------
        DeviceStateError
            What came is no whole zone.
        DeviceLost
            The reader lost its settings meanwhile: it was switched off and on.
        DeviceError
        """
        if self._armed:
            self.arm(False)
        self._port.drain()
        self._text = b""
        self._pull(True)
        lines = self._collect(time.monotonic() + self._read_s)
        if lines is None:
            self._stop()
        return lines

    def arm(self, on: bool) -> None:
        """Have the reader send zones by itself, or no more.

        Raises
        ------
        DeviceRefused
            It does not know how.
        DeviceError
        """
        self._set(self._dialect.mode, self._dialect.unasked if on else self._dialect.asked)
        self._armed = on
        if not on:
            self._text = b""

    def pushed(self) -> tuple[str, ...] | None:
        """Lines of a zone that came unasked, None where none did or not all of it yet; never waits.

        Raises
        ------
        DeviceStateError
            What came is no zone.
        DeviceError
        """
        if not self._armed:
            return None
        self._keep(self._port.drain())
        if time.monotonic() - self._came_at_s >= IDLE_S:
            return self._last_of_it() if self._text else None
        return self._zone()

    def _collect(self, deadline: float) -> tuple[str, ...] | None:
        """The zone of one reading; None where nothing came by the deadline."""
        while (lines := self._zone()) is None:
            try:
                self._keep(self._port.read(time.monotonic() + IDLE_S if self._text else deadline))
            except DeviceTimeout:
                return self._last_of_it() if self._text else None
        return lines

    def _zone(self, *, ended: bool = False) -> tuple[str, ...] | None:
        """The zone at the beginning of what came, once all of it is there."""
        found = take_zone(self._text, ended=ended)
        if found is None:
            check_size(self._text)
            return None
        lines, rest = found
        self._text = rest.lstrip(b"\r\n")
        log.debug("< a zone of %s", "+".join(str(len(line)) for line in lines))
        return lines

    def _last_of_it(self) -> tuple[str, ...]:
        """The zone that nothing follows; raises ``DeviceStateError`` when it is none."""
        lines = self._zone(ended=True)
        if lines is None:
            rows, self._text = shape(self._text), b""
            raise DeviceStateError("reader-no-zone", rows=rows)
        return lines

    def _pull(self, on: bool) -> None:
        """Begin or end one reading; what comes right behind the answer is the beginning of a zone."""
        if self._dialect.trigger:
            self._keep(self._set(self._dialect.trigger, "1" if on else "0").after)
        else:
            self._port.write(self._dialect.start if on else self._dialect.stop)

    def _stop(self) -> None:
        """End the reading, and make sure that the reader is there and as it was set up."""
        self._pull(False)
        mode = self._ask(self._dialect.mode, self._dialect.framing.query, asks=True)
        if mode.data != self._dialect.asked:
            raise DeviceLost("reader-forgot", detail=self._dialect.mode)
        self._text = b""

    def _keep(self, data: bytes) -> None:
        """Put what came to the zone; line ends before it and stray replies in it are nothing."""
        self._text = without_replies(self._dialect.framing, self._text + data).lstrip(b"\r\n")
        if data:
            self._came_at_s = time.monotonic()

    def _tell(self, tag: str) -> str:
        """What a tag says about the reader; empty where it does not know the tag."""
        reply = self._ask(tag, "", asks=True)
        return reply.data.strip() if reply.status is Status.DONE else ""

    def _set(self, tag: str, data: str) -> Reply:
        """Set, and have it repeated; the late reply to another value is not the reply to this one."""
        reply = self._ask(tag, data)
        if reply.status is not Status.DONE:
            raise DeviceRefused("device-refused", answer=f"{tag}{data} {reply.status.name}")
        if reply.data:
            raise broken(reply.data.encode("ascii"))
        return reply

    def _ask(self, tag: str, data: str, *, asks: bool = False) -> Reply:
        waiting = self._port.drain()
        if self._armed:
            self._keep(waiting)
        command = encode(self._dialect.framing, tag, data, asks=asks)
        self._port.write(command)
        log.debug("> %r", command)
        reply = self._answered(tag if asks else tag + data, time.monotonic() + ANSWER_S)
        if self._armed:
            self._keep(reply.before + reply.after)
        return reply

    def _answered(self, tag: str, deadline: float) -> Reply:
        """The reply that begins with ``tag``, and what came around it."""
        buffer = b""
        try:
            while (reply := find_reply(self._dialect.framing, tag, buffer)) is None:
                buffer += self._port.read(deadline)
        except (ProtocolError, DeviceTimeout):
            with contextlib.suppress(DeviceLost):
                self._port.discard_until_idle(IDLE_S, _RESYNC_S)
            if buffer:
                raise broken(buffer) from None
            raise
        log.debug("< %s %s, %d bytes around it", tag, reply.status.name, len(reply.before) + len(reply.after))
        return reply

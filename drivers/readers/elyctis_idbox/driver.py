"""Driver of Elyctis ID BOX readers.

Responsible for: the wire commands and getting back into step after noise.

Not responsible for: what the lines mean; check digits are computed by the workstation. The chip is behind another
interface of the same box (PC/SC) and is not read here.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections import deque

from drivers.readers.elyctis_idbox.protocol import RESYNC, Command, Frame, decode, encode, mrz_lines, text
from drivers.session import DeviceFault
from drivers.transport import SerialPort
from workstation.devices import DeviceIdentity
from workstation.errors import DeviceLost, DeviceTimeout, ProtocolError

log = logging.getLogger(__name__)

MAKER = "Elyctis"
INQUIRE_S = 5.0
"""Deadline of an inquiry; recognition usually takes less than one second."""

ANSWER_S = 1.0
"""Deadline of a question about the reader itself."""

_IDLE_S = 0.1
_RESYNC_S = 0.5
_MAX_PUSHED = 8


class ElyctisIdBox:
    """One reader on an open port.

    Parameters
    ----------
    port : SerialPort
        Opened by whoever found it; closed here.
    inquire_s : float
        Deadline of an inquiry.
    """

    def __init__(self, port: SerialPort, inquire_s: float = INQUIRE_S) -> None:
        self._port = port
        self._inquire_s = inquire_s
        self._armed = False
        self._buffer = b""
        self._pushed: deque[bytes] = deque(maxlen=_MAX_PUSHED)

    @property
    def armed(self) -> bool:
        """The reader sends the next zone unasked."""
        return self._armed

    def identify(self) -> DeviceIdentity:
        """Ask who it is; changes nothing on the device.

        Raises
        ------
        DeviceError
        """
        model = self._tell(Command.PRODUCT)
        serial, firmware, network = map(self._tell, (Command.SERIAL, Command.FIRMWARE, Command.NETWORK))
        if not model:
            raise DeviceFault("device-wrong-identity", expected=f"{MAKER} ID BOX", found="-")
        return DeviceIdentity(
            maker=MAKER,
            model=model,
            serial=serial,
            firmware=f"{firmware} / {network}" if network else firmware,
            simulated="SIMULATED" in model.upper(),
        )

    def open(self) -> DeviceIdentity:
        """Identify; once more where the first answer is garbage or none, as after a plug-in.

        Raises
        ------
        DeviceError
        """
        try:
            return self.identify()
        except (ProtocolError, DeviceTimeout):
            return self.identify()

    def close(self) -> None:
        """Give the port back."""
        self._port.close()

    def check(self) -> None:
        """Notice an unplug without talking to the reader; raises ``DeviceLost``."""
        self._port.check()

    def interrupt(self) -> None:
        """End an inquiry that another thread waits for: the program is closing."""
        self._port.interrupt()

    def inquire(self) -> tuple[str, ...] | None:
        """Lines of the machine readable zone in the slot, as the reader sends them; None where there are none.

        An armed reader is disarmed first, so that an answer and a reading that nobody asked for cannot be mistaken
        for each other.

        Raises
        ------
        DeviceError
        """
        if self._armed:
            self.arm(False)
        return mrz_lines(self._ask(Frame(Command.INQUIRE), self._inquire_s).data)

    def arm(self, on: bool) -> None:
        """Have the reader send the zone of the next document unasked, or no more. It does so once.

        Raises
        ------
        DeviceError
        """
        wanted = b"\x01" if on else b"\x00"
        if self._ask(Frame(Command.CONTINUOUS, wanted), ANSWER_S).data != wanted:
            raise ProtocolError("device-protocol", raw=Command.CONTINUOUS.value.hex())
        self._armed = on

    def pushed(self) -> tuple[str, ...] | None:
        """Lines of a zone that came unasked, None where none did; never waits. The reader is disarmed by it.

        Raises
        ------
        DeviceError
        """
        if self._armed:
            self._keep_what_waits()
        if not self._pushed:
            return None
        self._armed = False
        return mrz_lines(self._pushed.popleft())

    def _keep_what_waits(self) -> None:
        self._buffer += self._port.drain()
        try:
            while frame := self._next_frame():
                self._keep(frame)
        except ProtocolError:
            self._resynchronise()
            raise

    def _next_frame(self) -> Frame | None:
        found = decode(self._buffer)
        if found is None:
            return None
        frame, self._buffer = found
        log.debug("< %s, %d bytes", frame.command.name, len(frame.data))
        return frame

    def _keep(self, frame: Frame) -> None:
        if self._armed and frame.command is Command.INQUIRE:
            self._pushed.append(frame.data)

    def _tell(self, command: Command) -> str:
        return text(self._ask(Frame(command), ANSWER_S).data)

    def _ask(self, request: Frame, deadline_s: float) -> Frame:
        if self._armed:
            self._keep_what_waits()
        else:
            self._port.drain()
            self._buffer = b""
        self._port.write(encode(request))
        log.debug("> %s", request.command.name)
        deadline = time.monotonic() + deadline_s
        try:
            while True:
                while frame := self._next_frame():
                    if frame.command is request.command:
                        return frame
                    self._keep(frame)
                self._buffer += self._port.read(deadline)
        except (ProtocolError, DeviceTimeout):
            self._resynchronise()
            raise

    def _resynchronise(self) -> None:
        self._buffer = b""
        with contextlib.suppress(DeviceLost, DeviceTimeout):
            self._port.write(RESYNC)
            self._port.discard_until_idle(_IDLE_S, _RESYNC_S)

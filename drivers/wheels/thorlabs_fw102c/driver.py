"""Driver of Thorlabs FW102C and FW212C filter wheels.

Responsible for: the wire commands, sensors off while the wheel stands, and believing no position that was not asked.

Not responsible for: which filter is where, when to move.
"""

from __future__ import annotations

import contextlib
import logging
import time

from drivers.session import DeviceFault
from drivers.transport import SerialPort
from drivers.wheels.thorlabs_fw102c import protocol
from drivers.wheels.wheel import require_arrival, require_position
from workstation.devices import DeviceIdentity
from workstation.errors import DeviceLost, DeviceRefused, DeviceTimeout, ProtocolError

log = logging.getLogger(__name__)

MAKER = "Thorlabs"
REPLY_S = 1.0
MOVE_S = 6.0
"""Deadline of a move; the prompt comes when the wheel has arrived."""

_SENSORS_OFF = 0


class ThorlabsFW102C:
    """One wheel on an open port.

    Parameters
    ----------
    port : SerialPort
        Opened by whoever found it; closed here.
    """

    def __init__(self, port: SerialPort) -> None:
        self._port = port
        self._positions = 0

    @property
    def positions(self) -> int:
        """Number of positions, known once the device was identified."""
        return self._positions

    def identify(self) -> DeviceIdentity:
        """Ask who it is; moves nothing.

        Raises
        ------
        DeviceFault
            Something answers, but no wheel of this family.
        DeviceError
        """
        # After power on the first command is answered with an error: an empty one takes it.
        with contextlib.suppress(ProtocolError, DeviceTimeout):
            self._exchange("", REPLY_S)
        answer = self._ask(protocol.IDENTITY)
        try:
            model, firmware = protocol.parse_identity(answer)
        except ProtocolError:
            raise DeviceFault("device-wrong-identity", expected=f"{MAKER} FW102C", found=answer[:40]) from None
        self._positions = protocol.whole(self._ask(protocol.question(protocol.COUNT)))
        return DeviceIdentity(MAKER, model, firmware=firmware, simulated="SIMULATED" in model.upper())

    def open(self) -> DeviceIdentity:
        """Identify, and have the sensors off while the wheel stands, confirmed: their light is infrared.

        Raises
        ------
        DeviceFault
            The sensors stay on.
        DeviceError
        """
        identity = self.identify()
        self._ask(protocol.setting(protocol.SENSORS, _SENSORS_OFF))
        if protocol.whole(self._ask(protocol.question(protocol.SENSORS))) != _SENSORS_OFF:
            raise DeviceFault("wheel-sensors")
        return identity

    def close(self) -> None:
        """Give the port back; the wheel stays where it is."""
        self._port.close()

    def check(self) -> None:
        """Notice an unplug without talking to the device; raises ``DeviceLost``."""
        self._port.check()

    def move_to(self, position: int) -> None:
        """Move, and have the position confirmed.

        Raises
        ------
        DeviceStateError
            There is no such position, or the wheel reports another one.
        DeviceError
        """
        require_position(position, self._positions)
        self._ask(protocol.setting(protocol.POSITION, position), MOVE_S)
        require_arrival(position, self.position())

    def position(self) -> int | None:
        """Where the wheel is, asked now.

        Raises
        ------
        DeviceLost
            Its sensors are on: it lost its settings, because it was switched off and on.
        DeviceError
        """
        if protocol.whole(self._ask(protocol.question(protocol.SENSORS))) != _SENSORS_OFF:
            raise DeviceLost("wheel-forgot")
        return protocol.whole(self._ask(protocol.question(protocol.POSITION)))

    def _ask(self, text: str, deadline_s: float | None = None) -> str:
        reply = protocol.parse_reply(text, self._exchange(text, deadline_s or REPLY_S))
        if reply.error:
            raise DeviceRefused("device-refused", answer=reply.error[:60], command=text)
        return reply.value

    def _exchange(self, text: str, deadline_s: float) -> bytes:
        self._port.drain()
        self._port.write(protocol.command(text))
        deadline = time.monotonic() + deadline_s
        buffer = b""
        while (split := protocol.split_reply(buffer)) is None:
            buffer += self._port.read(deadline)
        log.debug("%r > %r", text, split[0])
        return split[0]

"""Driver of Thorlabs Elliptec filter sliders ELL6 and ELL9.

Responsible for: the wire commands, and believing no position that was not asked.

Not responsible for: which filter is where, when to move.
"""

from __future__ import annotations

import logging
import time

from drivers.lines import broken, split_line
from drivers.session import DeviceFault
from drivers.transport import SerialPort
from drivers.wheels.thorlabs_ell import protocol
from drivers.wheels.wheel import require_arrival, require_position
from workstation.devices import DeviceIdentity
from workstation.errors import DeviceRefused, DeviceStateError, DeviceTimeout, ProtocolError

log = logging.getLogger(__name__)

MAKER = "Thorlabs"
REPLY_S = 1.0
MOVE_S = 5.0
_STALE_LINES = 20
_SENTENCES = {protocol.BLOCKED: "wheel-blocked", protocol.OVER_TEMPERATURE: "wheel-over-temperature"}
_SIMULATED_SERIAL = "SIM"
"""The answer to ``in`` has no place for a word: a simulator has it in its serial number, real ones have digits."""


class ThorlabsEll:
    """One slider on an open port.

    Parameters
    ----------
    port : SerialPort
        Opened by whoever found it; closed here.
    """

    def __init__(self, port: SerialPort) -> None:
        self._port = port
        self._model: protocol.Model | None = None
        self._in_step = False

    @property
    def positions(self) -> int:
        """Number of positions, known once the device was identified."""
        return self._model.positions if self._model else 0

    def identify(self) -> DeviceIdentity:
        """Ask who it is; moves nothing.

        Raises
        ------
        DeviceFault
            A slider of another type.
        DeviceError
        """
        told = self._get_in_step()
        model = protocol.MODELS.get(told.kind)
        if model is None:
            raise DeviceFault("device-wrong-identity", expected=f"{MAKER} ELL6, ELL9", found=f"type {told.kind}")
        self._model = model
        simulated = told.serial.startswith(_SIMULATED_SERIAL)
        return DeviceIdentity(
            MAKER, model.name + (" SIMULATED" if simulated else ""), told.serial, told.firmware, simulated
        )

    def open(self) -> DeviceIdentity:
        """Identify and find the first position: before that a slider does not know where it is.

        Raises
        ------
        DeviceError
        """
        identity = self.identify()
        self._move(protocol.home_command())
        require_arrival(1, self.position())
        return identity

    def close(self) -> None:
        """Give the port back; the slider stays where it is."""
        self._port.close()

    def check(self) -> None:
        """Notice an unplug without talking to the device; raises ``DeviceLost``."""
        self._port.check()

    def move_to(self, position: int) -> None:
        """Move, and have the position confirmed.

        Raises
        ------
        DeviceStateError
            There is no such position, or the slider reports another one.
        DeviceError
        """
        require_position(position, self.positions)
        self._move(protocol.move_command(protocol.place_of(self._known(), position)))
        require_arrival(position, self.position())

    def position(self) -> int | None:
        """Where the slider is, asked now; None between two positions. Raises ``DeviceError``."""
        line = self._ask(protocol.place_command(), REPLY_S)
        return protocol.position_of(self._known(), self._place(line))

    def _known(self) -> protocol.Model:
        if self._model is None:
            raise DeviceStateError("device-not-ready")
        return self._model

    def _move(self, command: bytes) -> None:
        self._place(self._ask(command, MOVE_S))

    def _place(self, line: str) -> int:
        status = protocol.parse_status(line)
        if status is not None:
            raise DeviceRefused(_SENTENCES.get(status, "device-refused"), answer=f"GS{status:02X}")
        try:
            return protocol.parse_place(line)
        except ProtocolError:
            self._in_step = False
            raise

    def _ask(self, command: bytes, deadline_s: float) -> str:
        """The line that answers; a conversation that got out of step is brought into step first."""
        if not self._in_step:
            self._get_in_step()
        deadline = time.monotonic() + deadline_s
        try:
            self._send(command)
            buffer = b""
            for _ in range(_STALE_LINES):
                line, buffer = self._line(buffer, deadline)
                # Busy: it still moves, and says where it is when it has arrived.
                if protocol.parse_status(line) != protocol.BUSY:
                    return line
        except (DeviceTimeout, ProtocolError):
            self._in_step = False
            raise
        raise broken(command)

    def _get_in_step(self) -> protocol.Information:
        """Ask who it is, whose answer cannot be taken for any other; what comes before it is left over."""
        try:
            told = self._information()
        except (DeviceTimeout, ProtocolError):
            # The first answer after plugging in may be garbage; nothing is repeated but this question.
            told = self._information()
        self._in_step = True
        return told

    def _information(self) -> protocol.Information:
        self._send(protocol.information_command())
        deadline = time.monotonic() + REPLY_S
        buffer = b""
        for _ in range(_STALE_LINES):
            line, buffer = self._line(buffer, deadline)
            if line.startswith(f"{protocol.ADDRESS}IN"):
                return protocol.parse_information(line)
        raise broken(buffer)

    def _send(self, command: bytes) -> None:
        self._port.drain()
        self._port.write(command)
        log.debug("> %r", command)

    def _line(self, buffer: bytes, deadline: float) -> tuple[str, bytes]:
        while (split := split_line(buffer)) is None:
            buffer += self._port.read(deadline)
        log.debug("< %r", split[0])
        return split

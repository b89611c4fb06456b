"""Driver of PN532 readers over UART.

Responsible for: the wire commands, waking reader and chip, telling a limit of the reader from a failure of the chip.

Not responsible for: what an APDU means, command chaining, secure messaging. A command APDU is sent once; nothing but
the reader's last reply is ever asked for again.
"""

from __future__ import annotations

import contextlib
import logging
import time

from drivers.chips.chip import check_apdu
from drivers.chips.pn532.protocol import (
    ACK,
    NACK,
    WAKE_UP,
    Command,
    Frame,
    FrameKind,
    Target,
    decode,
    encode,
    parse_target,
)
from drivers.session import DeviceFault
from drivers.transport import SerialPort
from workstation.devices import ApduLimits, ChipAnswer, DeviceIdentity
from workstation.errors import (
    ChipError,
    DeviceError,
    DeviceLost,
    DeviceRefused,
    DeviceStateError,
    DeviceTimeout,
    ProtocolError,
    ReaderLimit,
)

log = logging.getLogger(__name__)

MAKER = "NXP"
LIMITS = ApduLimits(command=262, response=262, extended=False)
"""265 bytes of a frame less direction, command and target, or direction, command and status."""

ACK_S = 0.25
"""The chip acknowledges within 15 ms; USB adapters and busy machines take longer."""

ANSWER_S = 1.0
EXCHANGE_S = 5.0
"""A chip may compute for seconds."""

SIMULATED_VERSION = (9, 9)
"""Version and revision that no PN532 has."""

_LISTS = 3
_FIELD_OFF_S = 0.05
_ABORT_S = 0.01
_IDLE_S = 0.05

_SAM_NORMAL = bytes((0x01, 0x00, 0x00))
_AUTO_ATR_AND_RATS = bytes((0x14,))
_TIMINGS = bytes((0x02, 0x00, 0x0B, 0x0E))
_RETRIES = bytes((0x05, 0xFF, 0x01, 0x10))
_FIELD_OFF, _FIELD_ON = bytes((0x01, 0x02)), bytes((0x01, 0x03))
_POLLS = {"A": bytes((0x01, 0x00)), "B": bytes((0x01, 0x03, 0x00))}
_ALL_TARGETS = b"\x00"
_STILL_THERE = b"\x06"

_ERROR, _MORE = 0x3F, 0x40
_OWN_LIMITS = frozenset((0x07, 0x0E))
"""Buffer too small, internal overflow: the reader's, not the chip's."""

_CHIP_AWAY = frozenset((0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x09, 0x0B, 0x13, 0x23, 0x27, 0x29, 0x2A, 0x2B))
"""Timeout, checksum, parity, framing or protocol on the air; chip not woken, released, exchanged or gone."""

_SENTENCES = {0x0D: "chip-reader-hot"}


class Pn532:
    """One reader on an open port.

    Parameters
    ----------
    port : SerialPort
        Opened by whoever found it; closed here.
    answer_s, exchange_s : float
        Deadlines of a reply of the reader, and of a chip.
    """

    def __init__(self, port: SerialPort, answer_s: float = ANSWER_S, exchange_s: float = EXCHANGE_S) -> None:
        self._port = port
        self._answer_s = answer_s
        self._exchange_s = exchange_s
        self._target: Target | None = None
        self._awake = False

    @property
    def limits(self) -> ApduLimits:
        """Short APDUs only."""
        return LIMITS

    def identify(self) -> DeviceIdentity:
        """Wake it and ask who it is; changes nothing else.

        Raises
        ------
        DeviceFault
            Something answers in these frames, and it is no PN532.
        DeviceError
        """
        self._port.write(WAKE_UP)
        self._ask(Command.SAM_CONFIGURATION, _SAM_NORMAL)
        self._awake = True
        version = self._ask(Command.GET_FIRMWARE_VERSION)
        if len(version) != 4:
            raise ProtocolError("device-protocol", raw=version.hex(" "))
        if version[0] != 0x32:
            raise DeviceFault("device-wrong-identity", expected="PN532", found=f"PN5{version[0]:02x}")
        simulated = (version[1], version[2]) == SIMULATED_VERSION
        return DeviceIdentity(
            maker=MAKER,
            model="PN532 SIMULATED" if simulated else "PN532",
            firmware=f"{version[1]}.{version[2]}",
            simulated=simulated,
        )

    def open(self) -> DeviceIdentity:
        """Identify, and set it up for chips of travel documents.

        Raises
        ------
        DeviceError
        """
        try:
            identity = self.identify()
        except (ProtocolError, DeviceTimeout):
            identity = self.identify()
        self._ask(Command.SET_PARAMETERS, _AUTO_ATR_AND_RATS)
        for item in (_RETRIES, _TIMINGS):
            self._ask(Command.RF_CONFIGURATION, item)
        return identity

    def close(self) -> None:
        """Let the chip go, switch the field off, give the port back."""
        try:
            if self._awake:
                with contextlib.suppress(DeviceError):
                    self.disconnect()
                    self._ask(Command.RF_CONFIGURATION, _FIELD_OFF)
        finally:
            self._awake = False
            self._port.close()

    def check(self) -> None:
        """Notice an unplug without talking to the reader; raises ``DeviceLost``."""
        self._port.check()

    def interrupt(self) -> None:
        """End a wait of another thread: the program is closing."""
        self._port.interrupt()

    def present(self) -> bool:
        """Whether there is a chip: the connected one, or else any.

        Raises
        ------
        DeviceError
        """
        if self._target is not None:
            return self._ask(Command.DIAGNOSE, _STILL_THERE)[:1] == b"\x00"
        found = self._list() is not None
        self._release()
        return found

    def connect(self) -> ChipAnswer | None:
        """Wake a chip of type A or B; None when there is none.

        Raises
        ------
        ChipError
            There is one, and it takes no APDUs.
        DeviceError
        """
        self.disconnect()
        for attempt in range(_LISTS):
            if attempt:
                self._ask(Command.RF_CONFIGURATION, _FIELD_OFF)
                time.sleep(_FIELD_OFF_S)
                self._ask(Command.RF_CONFIGURATION, _FIELD_ON)
            if target := self._list():
                break
        else:
            return None
        if not target.takes_apdus:
            self._release()
            raise ChipError("chip-unsuitable")
        self._target = target
        return ChipAnswer(target.historical, target.technology)

    def transmit(self, apdu: bytes) -> bytes:
        """One command APDU, sent once, and its response with the status bytes.

        Raises
        ------
        ReaderLimit
            The reader cannot carry it, or cannot carry what the chip answers.
        ChipError
            The chip has gone or does not answer; connect again.
        DeviceStateError
            Nothing is connected, or this is no APDU.
        DeviceError
        """
        if self._target is None:
            raise DeviceStateError("chip-none")
        check_apdu(apdu, LIMITS)
        answer = self._ask(Command.IN_DATA_EXCHANGE, bytes((self._target.number,)) + apdu, self._exchange_s)
        if not answer:
            raise ProtocolError("device-protocol", raw="")
        error = answer[0] & _ERROR
        if error in _OWN_LIMITS or answer[0] & _MORE:
            raise ReaderLimit(bytes=len(apdu), limit=LIMITS.response, answer=f"{error:02x}")
        if error in _CHIP_AWAY:
            self._target = None
            raise ChipError("chip-lost", answer=f"{error:02x}")
        if error:
            raise DeviceRefused(_SENTENCES.get(error, "device-refused"), answer=f"{error:02x}")
        if len(answer) < 3:
            raise ProtocolError("device-protocol", raw=f"{len(answer)} x ..")
        return answer[1:]

    def disconnect(self) -> None:
        """Let the chip go; safe to call twice.

        Raises
        ------
        DeviceError
        """
        if self._target is not None:
            self._target = None
            self._release()

    def _list(self) -> Target | None:
        for technology, parameters in _POLLS.items():
            answer = self._ask(Command.IN_LIST_PASSIVE_TARGET, parameters)
            if target := parse_target(technology, answer):
                log.debug("a chip of type %s", technology)
                return target
        return None

    def _release(self) -> None:
        self._ask(Command.IN_RELEASE, _ALL_TARGETS)

    def _ask(self, command: Command, data: bytes = b"", answer_s: float | None = None) -> bytes:
        """Data of the reply to a command, without its code."""
        self._port.drain()
        self._port.write(encode(bytes((command,)) + data))
        log.debug("> %s, %d bytes", command.name, len(data))
        try:
            rest = self._acknowledged()
            reply = self._replied(rest, time.monotonic() + (self._answer_s if answer_s is None else answer_s))
        except (DeviceTimeout, ProtocolError):
            self._abort()
            raise
        if reply[0] != command + 1:
            raise ProtocolError("device-protocol", raw=reply[:1].hex())
        log.debug("< %s, %d bytes", command.name, len(reply) - 1)
        return reply[1:]

    def _acknowledged(self) -> bytes:
        """Wait for the acknowledgement; what came behind it."""
        frame, rest = self._next(b"", time.monotonic() + ACK_S)
        if frame.kind is not FrameKind.ACK:
            raise ProtocolError("device-protocol", raw=frame.kind)
        return rest

    def _replied(self, buffer: bytes, deadline: float) -> bytes:
        """The reply; asked for once more where it came spoilt. That repeats no command."""
        try:
            frame, rest = self._next(buffer, deadline)
        except ProtocolError:
            self._port.discard_until_idle(_IDLE_S, 4 * _IDLE_S)
            self._port.write(NACK)
            frame, rest = self._next(b"", deadline)
        while frame.kind is FrameKind.ACK:
            frame, rest = self._next(rest, deadline)
        if frame.kind is FrameKind.SYNTAX_ERROR:
            raise DeviceRefused("device-refused", answer=frame.kind)
        if frame.kind is not FrameKind.DATA:
            raise ProtocolError("device-protocol", raw=frame.kind)
        return frame.data

    def _next(self, buffer: bytes, deadline: float) -> tuple[Frame, bytes]:
        while (found := decode(buffer)) is None:
            buffer += self._port.read(deadline)
        return found

    def _abort(self) -> None:
        """End the command that is running, so that its reply is not taken for the next one's."""
        with contextlib.suppress(DeviceLost, DeviceTimeout):
            self._port.write(ACK)
            time.sleep(_ABORT_S)
            self._port.discard_until_idle(_IDLE_S, 4 * _IDLE_S)

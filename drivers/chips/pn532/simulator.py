"""A PN532 as a state machine that speaks the bytes of ``protocol``, with a chip lying on it or none."""

from __future__ import annotations

import threading
from collections.abc import Callable

from drivers.chips.pn532.driver import SIMULATED_VERSION
from drivers.chips.pn532.protocol import (
    ACK,
    MAX_BODY,
    TO_CHIP,
    TO_HOST,
    Command,
    FrameKind,
    decode,
    encode,
)
from drivers.chips.simulated_chip import SimulatedChip
from drivers.simulated_log import Cause, SimulatedLog
from workstation.errors import ProtocolError

SYNTAX_ERROR = b"\x00\x00\xff\x01\xff\x7f\x81\x00"
ATS = bytes.fromhex("0578807102")
ATQB = bytes.fromhex("50 11223344 00000000 008171")

_SENS_RES, _UID = b"\x00\x04", bytes.fromhex("08aabbcc")
_TIMEOUT, _OVERFLOW, _CONTEXT = 0x01, 0x0E, 0x27


class Pn532Simulator:
    """A reader with a coil and no air.

    Attributes
    ----------
    technology : str
        ``A`` or ``B``: what the chip on it is.
    takes_apdus : bool
        The chip speaks ISO 14443-4.
    status : int
        What the next exchange ends with instead of the chip's answer; 0 for none.
    hangs : bool
        Commands to the chip are acknowledged and never answered.
    aborted, exchanges : int
        Commands that the host gave up, and APDUs that reached the chip.
    log : SimulatedLog of bool
        Code of every command without its data, and whether a chip is woken after every change.
    """

    def __init__(self) -> None:
        self.technology = "A"
        self.takes_apdus = True
        self.status = 0
        self.hangs = False
        self.aborted = 0
        self.exchanges = 0
        self.log: SimulatedLog[bool] = SimulatedLog()
        self._guard = threading.Lock()
        self._chip: SimulatedChip | None = SimulatedChip()
        self._woken: SimulatedChip | None = None
        self._commands: dict[int, Callable[[bytes], bytes | None]] = {
            Command.DIAGNOSE: self._diagnose,
            Command.GET_FIRMWARE_VERSION: lambda _: bytes((0x32, *SIMULATED_VERSION, 0x07)),
            Command.SET_PARAMETERS: lambda _: b"",
            Command.SAM_CONFIGURATION: lambda _: b"",
            Command.RF_CONFIGURATION: self._field,
            Command.IN_DATA_EXCHANGE: self._exchange,
            Command.IN_LIST_PASSIVE_TARGET: self._list,
            Command.IN_RELEASE: self._release,
        }
        self.power_cycle()

    def put(self, chip: SimulatedChip | None) -> None:
        """Lay a chip on the reader; None takes it away. The reader does not notice until it talks to it."""
        with self._guard:
            self._chip = chip

    @property
    def connected(self) -> bool:
        """The chip was woken and not let go."""
        with self._guard:
            return self._woken is not None

    def power_cycle(self) -> None:
        """Asleep, and nothing connected."""
        self._awake = False
        self._woken = None
        self._running = False
        self._last = b""
        self._buffer = b""
        self.log.state(False, Cause.POWER)

    def spoil_checksum(self, reply: bytes) -> bytes:
        """Turn bits of the data checksum; an acknowledgement has none."""
        return reply if reply == ACK else reply[:-2] + bytes((reply[-2] ^ 0x55, 0))

    def feed(self, data: bytes) -> tuple[bytes, ...]:
        """An acknowledgement and a reply a command. Without the wake-up bytes nothing is answered."""
        replies: list[bytes] = []
        with self._guard:
            self._buffer = (self._buffer + data)[-4 * MAX_BODY :]
            self._awake = self._awake or b"\x55\x55" in self._buffer
            while True:
                try:
                    found = decode(self._buffer, TO_CHIP)
                except ProtocolError:
                    start = self._buffer.find(b"\x00\xff")
                    self._buffer = self._buffer[max(start, 0) + 2 :]
                    replies += [SYNTAX_ERROR] if self._awake else []
                    continue
                if found is None:
                    return tuple(replies)
                frame, self._buffer = found
                if self._awake:
                    replies += self._obey(frame.kind, frame.data)

    def _obey(self, kind: FrameKind, data: bytes) -> list[bytes]:
        if kind is FrameKind.ACK:
            self.aborted += self._running
            self._running = False
            return []
        if kind is FrameKind.NACK:
            return [self._last] if self._last else []
        if kind is not FrameKind.DATA or data[0] not in self._commands:
            return [ACK, SYNTAX_ERROR]
        self.log.command(data[:1])
        answer = self._commands[data[0]](data[1:])
        self.log.state(self._woken is not None, Cause.COMMAND)
        self._running = answer is None
        if answer is None:
            return [ACK]
        self._last = encode(bytes((data[0] + 1,)) + answer, TO_HOST)
        return [ACK, self._last]

    def _diagnose(self, data: bytes) -> bytes:
        return bytes((0x00 if self._answers() else _TIMEOUT,)) if data == b"\x06" else b""

    def _answers(self) -> bool:
        """The chip that was woken still lies there."""
        return self._woken is not None and self._woken is self._chip

    def _field(self, data: bytes) -> bytes:
        if data[:1] == b"\x01" and data[1:2] != b"\x03":
            self._woken = None
        return b""

    def _release(self, _: bytes) -> bytes:
        self._woken = None
        return b"\x00"

    def _list(self, data: bytes) -> bytes:
        if self._chip is None or data[1:2] != (b"\x00" if self.technology == "A" else b"\x03"):
            return b"\x00"
        self._chip.reset()
        self._woken = self._chip
        if self.technology == "A":
            sel_res = b"\x20" if self.takes_apdus else b"\x08"
            return b"\x01\x01" + _SENS_RES + sel_res + b"\x04" + _UID + (ATS if self.takes_apdus else b"")
        return b"\x01\x01" + ATQB + b"\x01\x00"

    def _exchange(self, data: bytes) -> bytes | None:
        if self._woken is None:
            return bytes((_CONTEXT,))
        if not self._answers():
            return bytes((_TIMEOUT,))
        self.exchanges += 1
        if self.hangs:
            return None
        if self.status:
            status, self.status = self.status, 0
            return bytes((status,))
        answer = self._woken.answer(data[1:])
        return bytes((_OVERFLOW,)) if len(answer) > MAX_BODY - 3 else b"\x00" + answer

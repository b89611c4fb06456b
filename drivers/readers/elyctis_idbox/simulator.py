"""An Elyctis ID BOX as a state machine that speaks the bytes of ``protocol``."""

from __future__ import annotations

import threading
from collections.abc import Callable

from drivers.readers.elyctis_idbox.protocol import MAX_DATA, NO_DOCUMENT, Command
from drivers.simulated_log import Cause, SimulatedLog

_COMMANDS = frozenset(command.value for command in Command)
MODEL = "ID BOX ONE SIMULATED"


class ElyctisSimulator:
    """A reader without optics.

    Parameters
    ----------
    model, serial : str
        Answers to ``T`` and ``R``.

    Attributes
    ----------
    line_end : str
        Between the lines of a zone: CR, or CR LF as some firmware sends.
    log : SimulatedLog of int
        Every command, and the number of rows in the slot after every change.
    """

    def __init__(self, model: str = MODEL, serial: str = "SIM0001") -> None:
        self.model = model
        self.serial = serial
        self.line_end = "\r"
        self.log: SimulatedLog[int] = SimulatedLog()
        self.log.state(0, Cause.POWER)
        self._guard = threading.Lock()
        self._lines: tuple[str, ...] = ()
        self._was_read = False
        self._continuous = False
        self._buffer = b""
        self._push: Callable[[bytes], None] = lambda _: None

    def speak_through(self, push: Callable[[bytes], None]) -> None:
        """Where a reading goes that nobody asked for."""
        self._push = push

    def lay(self, lines: tuple[str, ...]) -> None:
        """Put a document into the slot, over the one that lies there; no lines take it out."""
        with self._guard:
            self._lines, self._was_read = lines, False
            self.log.state(len(lines), Cause.HAND)
            self._read_unasked()

    @property
    def continuous(self) -> bool:
        """The reader waits for a document to read without being asked, once."""
        with self._guard:
            return self._continuous

    def power_cycle(self) -> None:
        """Forget the mode and an unfinished frame; the document stays in the slot."""
        with self._guard:
            self._continuous = False
            self._buffer = b""

    def feed(self, data: bytes) -> tuple[bytes, ...]:
        """One frame a command; bytes that begin no command are skipped, 00 among them."""
        replies = []
        with self._guard:
            self._buffer += data
            while reply := self._next():
                replies.append(reply)
        return tuple(replies)

    def _read_unasked(self) -> None:
        """One shot: it disarms, and the document left in the slot is not read again."""
        if self._continuous and self._lines and not self._was_read:
            self._continuous, self._was_read = False, True
            self._push(_frame(Command.INQUIRE, self._zone()))

    def _zone(self) -> bytes:
        if not self._lines:
            return NO_DOCUMENT
        return (self.line_end.join(self._lines) + 2 * self.line_end).encode("ascii")

    def _next(self) -> bytes | None:
        while self._buffer:
            length = int.from_bytes(self._buffer[1:3], "big")
            if self._buffer[:1] not in _COMMANDS or length > MAX_DATA:
                self._buffer = self._buffer[1:]
                continue
            if len(self._buffer) < 3 + length:
                return None
            command, data = Command(self._buffer[:1]), self._buffer[3 : 3 + length]
            self.log.command(self._buffer[: 3 + length])
            self._buffer = self._buffer[3 + length :]
            return _frame(command, self._answer(command, data))
        return None

    def _answer(self, command: Command, data: bytes) -> bytes:
        if command is Command.CONTINUOUS:
            self._continuous = data == b"\x01"
            self._read_unasked()
            return data
        if command is Command.INQUIRE:
            self._was_read = True
            return self._zone()
        return {
            Command.FIRMWARE: b"01.16",
            Command.NETWORK: b"NNA 1.03",
            Command.SERIAL: self.serial.encode("ascii"),
            Command.PRODUCT: self.model.encode("ascii"),
        }[command]


def _frame(command: Command, data: bytes) -> bytes:
    return command.value + len(data).to_bytes(2, "big") + data

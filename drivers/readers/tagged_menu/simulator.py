"""A tagged menu reader as a state machine that speaks the bytes of ``protocol``."""

from __future__ import annotations

import re
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping

from drivers.readers.tagged_menu.protocol import MAX_BUFFER, Status
from drivers.simulated_log import Cause, SimulatedLog

_TRIGGERS = {b"\x16T\r": True, b"\x16U\r": False}


class TaggedMenuSimulator(ABC):
    """A reader without optics.

    Parameters
    ----------
    facts : mapping
        Tags that only answer, and what they say.
    values : mapping
        Tags that can be set, and what they are after power-on.
    mode : str
        Tag of the trigger mode.
    unasked : str
        Its data when the reader reads by itself.

    Attributes
    ----------
    row_end : str
        After every row of a zone; empty lets the rows run into each other.
    stored : list of str
        Tags that were set for good. No driver may do that.
    deaf_to : set of str
        Tags that this one does not know, as another firmware might not.
    log : SimulatedLog of int
        Every command, and the number of rows on the glass after every change.
    """

    command: re.Pattern[bytes]
    query: str

    def __init__(self, facts: Mapping[str, str], values: Mapping[str, str], mode: str, unasked: str) -> None:
        self.row_end = "\r"
        self.stored: list[str] = []
        self.deaf_to: set[str] = set()
        self.log: SimulatedLog[int] = SimulatedLog()
        self.log.state(0, Cause.POWER)
        self._facts = facts
        self._factory = values
        self._values = dict(values)
        self._mode = mode
        self._unasked = unasked
        self._guard = threading.Lock()
        self._lines: tuple[str, ...] = ()
        self._looking = False
        self._buffer = b""
        self._push: Callable[[bytes], None] = lambda _: None

    def speak_through(self, push: Callable[[bytes], None]) -> None:
        """Where a zone goes that is read without a command, or long after it."""
        self._push = push

    def lay(self, lines: tuple[str, ...]) -> None:
        """Put a document onto the glass; no lines take it away."""
        with self._guard:
            self._lines = lines
            self.log.state(len(lines), Cause.HAND)
            self._see()

    def look_again(self) -> None:
        """Read the document that still lies there once more, if the reader reads by itself."""
        with self._guard:
            self._see()

    def power_cycle(self) -> None:
        """Forget what was set and an unfinished command; the document stays on the glass."""
        with self._guard:
            self._values = dict(self._factory)
            self._looking = False
            self._buffer = b""

    def value(self, tag: str) -> str:
        """What a tag is set to."""
        with self._guard:
            return self._values[tag]

    def feed(self, data: bytes) -> tuple[bytes, ...]:
        """One reply a command; bytes that belong to none are skipped."""
        replies: list[bytes] = []
        with self._guard:
            self._buffer = (self._buffer + data)[-MAX_BUFFER:]
            while found := self.command.search(self._buffer):
                self._buffer = self._buffer[found.end() :]
                self.log.command(found[0])
                replies += self._obey(found)
        return tuple(replies)

    @abstractmethod
    def answer(self, found: re.Match[bytes], text: bytes, status: Status) -> bytes:
        """Bytes of a reply in the framing of the maker."""

    def _obey(self, found: re.Match[bytes]) -> list[bytes]:
        if found[0] in _TRIGGERS:
            return self._pull(_TRIGGERS[found[0]])
        tag, data = found["tag"].decode("ascii").upper(), found["data"].decode("latin-1")
        status, said = self._command(tag, data)
        if status is Status.DONE and data != self.query and tag in self._values and found["store"] in b"@.":
            self.stored.append(tag)
        replies = [self.answer(found, (tag + said).encode("latin-1"), status)]
        if tag == "SCNTRG" and status is Status.DONE:
            replies += self._pull(data == "1")
        return replies

    def _command(self, tag: str, data: str) -> tuple[Status, str]:
        if tag in self.deaf_to or (tag not in self._facts and tag not in self._values):
            return Status.UNKNOWN_TAG, data
        if tag in self._facts:
            return Status.DONE, self._facts[tag]
        if data == self.query:
            return Status.DONE, self._values[tag]
        if not data.isdigit():
            return Status.NOT_ALLOWED, data
        self._values[tag] = data
        if tag == self._mode:
            self._looking = False
            self._see()
        return Status.DONE, data

    def _pull(self, on: bool) -> list[bytes]:
        self._looking = on and not self._lines
        return [self._zone()] if on and self._lines else []

    def _see(self) -> None:
        if self._lines and (self._looking or self._values[self._mode] == self._unasked):
            self._looking = False
            self._push(self._zone())

    def _zone(self) -> bytes:
        return (self.row_end.join(self._lines) + (self.row_end or "\r")).encode("ascii")


class NewlandSimulator(TaggedMenuSimulator):
    """A Newland NLS imager with its factory setting of reading by itself."""

    command = re.compile(rb"~\x010000(?P<store>[@#])(?P<tag>[A-Z0-9_]{6})(?P<data>[^;\x03]{0,64});\x03")
    query = "*"

    def __init__(self, serial: str = "SIM0002") -> None:
        super().__init__(
            {"QRYPDN": "NLS-FM430 SIMULATED", "QRYPSN": serial, "QRYFWV": "1.02.003"},
            {"SCNMOD": "2", "SCNTCE": "0", "SCNTRG": "0", "ORTSET": "3000"},
            mode="SCNMOD",
            unasked="2",
        )

    def answer(self, found: re.Match[bytes], text: bytes, status: Status) -> bytes:
        """Prefix of a reply, the same text, the status before the semicolon."""
        return b"\x02\x010000" + found["store"] + text + status.value + b";\x03"


class HoneywellSimulator(TaggedMenuSimulator):
    """A Honeywell Xenon imager that was set up to read by itself."""

    command = re.compile(rb"\x16M\r(?P<tag>[A-Za-z0-9_]{6})(?P<data>[^!.\x16]{0,64})(?P<store>[!.])|\x16T\r|\x16U\r")
    query = "?"

    def __init__(self, serial: str = "SIM0003") -> None:
        facts = (
            "Product Name: Xenon 1950 SIMULATED",
            "Boot Revision: CB000001ABA",
            "Software Part Number: CB000002ABA",
            "Software Revision: $ProjectRevision: 1.6 $",
            f"Serial Number: {serial}",
            "Supported IF: Standard",
        )
        super().__init__(
            {"REVINF": "\r\n".join(facts) + "\r\n"},
            {"TRGMOD": "3", "TRGSTO": "30000"},
            mode="TRGMOD",
            unasked="3",
        )

    def answer(self, found: re.Match[bytes], text: bytes, status: Status) -> bytes:
        """The same text in upper case, the status before the storage character."""
        return text + status.value + found["store"]

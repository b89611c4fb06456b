"""The text protocol of Thorlabs DC4100, DC4104 and LEDD4: bytes to values and back. Nothing here waits or opens.

A command is a word and its parameters, ended by CR LF. A question (``?``) has one line as its reply; a setting
has none, and ``e?`` tells whether it was accepted. Sources and what is guessed: README.md beside this file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drivers.lines import broken

MODELS = ("DC4100", "DC4104", "LEDD4")
HEADS = 4
ALL = -1
BRIGHTNESS = 1
"""Operating mode in which a level is a percentage."""

MULTI = 0
"""Selection mode in which each head has a switch of its own."""

MAX_LIMIT_MA = 1000

SUPPLY_FAILED = 0x2
OVER_TEMPERATURE = 0x8
_NO_HEAD = 0x20
_OPEN = 0x2000
_LIMITED = 0x200000


def question(word: str, channel: int | None = None) -> bytes:
    """``word?``, of one channel (from 1) or of the unit."""
    return f"{word}?\r\n".encode() if channel is None else f"{word}? {channel - 1}\r\n".encode()


def setting(word: str, *values: float) -> bytes:
    """``word value ...``; a channel among the values counts from 0, as on the wire."""
    return " ".join((word, *(f"{value:g}" for value in values))).encode() + b"\r\n"


def head(channel: int) -> int:
    """Number of a channel on the wire."""
    return channel - 1


_NUMBER = re.compile(r"[+-]?\d{1,9}(?:\.\d{1,6})?")


def number(line: str) -> float:
    """Number of a reply.

    Raises
    ------
    ProtocolError
        The line is no number.
    """
    if not _NUMBER.fullmatch(line):
        raise broken(line)
    return float(line)


def whole(line: str) -> int:
    """Whole number of a reply; raises ``ProtocolError``."""
    value = number(line)
    if not value.is_integer():
        raise broken(line)
    return int(value)


def switch(line: str) -> bool:
    """State of a switch, 0 or 1; raises ``ProtocolError``."""
    if line not in ("0", "1"):
        raise broken(line)
    return line == "1"


_ERROR = re.compile(r"(?:\S+\s+)?(\d{1,6})\s*(?::.*)")


def error_number(line: str) -> int:
    """Number in the reply to ``e?``: ``word number:text``, 0 where there is no error.

    Raises
    ------
    ProtocolError
        The line has no such shape.
    """
    match = _ERROR.fullmatch(line)
    if match is None:
        raise broken(line)
    return int(match[1])


def troubles(status: int, channel: int) -> Iterator[str]:
    """Codes of the troubles that a status register reports for a channel (from 1) that is to be lit."""
    shift = 2 * (channel - 1)
    for bit, code in (
        (SUPPLY_FAILED, "lights-supply-failed"),
        (OVER_TEMPERATURE, "lights-over-temperature"),
        (_NO_HEAD << shift, "lights-no-lamp"),
        (_OPEN << shift, "lights-lamp-open"),
        (_LIMITED << shift, "lights-limited"),
    ):
        if status & bit:
            yield code


def has_head(status: int, channel: int) -> bool:
    """A lamp head hangs on the channel (from 1)."""
    return not status & (_NO_HEAD << 2 * (channel - 1))


def status_of(channel: int, *, no_head: bool = False, opened: bool = False, limited: bool = False) -> int:
    """Status bits of one channel (from 1)."""
    bits = _NO_HEAD * no_head | _OPEN * opened | _LIMITED * limited
    return bits << 2 * (channel - 1)

"""Tagged menu commands and the zones between their replies: bytes to values and back. Nothing here waits.

A command is a tag of six characters and data. A reply repeats it with one status byte after it: done, tag unknown,
data not allowed. A zone is plain text that comes by itself, in as many pieces as the line likes. What stands around
a command is the one thing that two makers do differently: a ``Framing`` is that, as data. Sources and what is
guessed: README.md beside this file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from workstation.errors import ProtocolError

MAX_BUFFER = 4096
"""Most bytes that are kept while something complete is waited for."""

_DATA = rb"([^\x05\x06\x15]{0,2048})([\x05\x06\x15])"
_ANY = rb"[A-Z0-9_]{6}[^\x05\x06\x15\r\n]{0,64}[\x05\x06\x15]"
_PRINTABLE = re.compile(rb"[\x20-\x7e\r\n\t]*")
_TAG = re.compile(r"[A-Z0-9_]{6}")


class Status(Enum):
    """What a reader says of a command."""

    DONE = b"\x06"
    UNKNOWN_TAG = b"\x05"
    NOT_ALLOWED = b"\x15"


@dataclass(frozen=True, slots=True)
class Framing:
    """What a maker puts around a command and its reply.

    Attributes
    ----------
    head : bytes
        Before every command.
    setting, question : bytes
        After a command that sets (in volatile memory) and after one that only asks.
    query : str
        The data that ask for the current value.
    reply_head, reply_tail : bytes
        Around a reply, as regular expressions.
    """

    head: bytes
    setting: bytes
    question: bytes
    query: str
    reply_head: bytes
    reply_tail: bytes


NEWLAND = Framing(
    head=b"~\x010000#",
    setting=b";\x03",
    question=b";\x03",
    query="*",
    reply_head=rb"\x02\x010000[#@]",
    reply_tail=rb";\x03",
)
HONEYWELL = Framing(
    head=b"\x16M\r",
    setting=b"!",
    question=b".",
    query="?",
    reply_head=rb"",
    reply_tail=rb"[!.]",
)


@dataclass(frozen=True, slots=True)
class Reply:
    """The first reply to a tag in what came.

    Attributes
    ----------
    data : str
        What the reader put after the tag.
    before, after : bytes
        What else came. It may be somebody's zone and is never logged.
    """

    status: Status
    data: str
    before: bytes
    after: bytes


def encode(framing: Framing, tag: str, data: str, *, asks: bool = False) -> bytes:
    """Bytes of a command. ``asks`` says that nothing is to be changed.

    Raises
    ------
    ValueError
        The tag is no tag: a mistake in this program.
    """
    if not _TAG.fullmatch(tag):
        raise ValueError(f"no tag: {tag!r}")
    return framing.head + tag.encode("ascii") + data.encode("ascii") + (framing.question if asks else framing.setting)


def find_reply(framing: Framing, tag: str, buffer: bytes) -> Reply | None:
    """First complete reply that begins with ``tag`` (and with data, where those are known); None while there is none.

    Raises
    ------
    ProtocolError
        More came than any reply is long, or the reply is not text.
    """
    found = re.search(framing.reply_head + tag.encode("ascii") + _DATA + framing.reply_tail, buffer)
    if found is None:
        check_size(buffer)
        return None
    if not _PRINTABLE.fullmatch(found[1]):
        raise broken(buffer)
    return Reply(Status(found[2]), found[1].decode("ascii"), buffer[: found.start()], buffer[found.end() :])


def without_replies(framing: Framing, text: bytes) -> bytes:
    """The text without the short replies in it: late ones, or the same one twice."""
    return re.sub(framing.reply_head + _ANY + framing.reply_tail, b"", text)


def _separated(rows: int, length: int) -> bytes:
    return rb"[\r\n]+".join([rb"([0-9A-Z<]{%d})" % length] * rows) + rb"(?![0-9A-Z<])"


def _joined(rows: int, length: int) -> bytes:
    return (rb"([0-9A-Z<]{%d})" % length) * rows + rb"(?=[\r\n])"


_SHAPES = ((2, 44), (2, 36), (3, 30))
"""Rows and characters of every zone, ICAO 9303-4, -5, -6 and -7."""

_ZONES = tuple(
    re.compile(rb"[\r\n]*" + pattern(rows, length)) for pattern in (_separated, _joined) for rows, length in _SHAPES
)


def take_zone(text: bytes, *, ended: bool) -> tuple[tuple[str, ...], bytes] | None:
    """Rows of the zone at the beginning of a text, and the rest of it; None where there is no complete one.

    Parameters
    ----------
    text : bytes
        What came; CR, LF or both between the rows, or nothing.
    ended : bool
        Nothing came for so long that nothing more will. Until then, rows that run into each other are no zone: 88
        characters may be two long rows or the beginning of three short ones.
    """
    whole = text + b"\r" if ended else text
    for zone in _ZONES:
        if found := zone.match(whole):
            return tuple(row.decode("ascii") for row in found.groups()), whole[found.end() :]
    return None


def shape(text: bytes) -> str:
    """Lengths of the rows of a text, which is all that may be told about it: ``44+17``."""
    return "+".join(str(len(row)) for row in re.split(rb"[\r\n]+", text.strip(b"\r\n")))


def check_size(buffer: bytes) -> None:
    """Raise ``ProtocolError`` when more came than anything is long."""
    if len(buffer) > MAX_BUFFER:
        raise broken(buffer)


def broken(raw: bytes) -> ProtocolError:
    """What came makes no sense. It may be half of somebody's data: only the number of bytes is told."""
    return ProtocolError("device-protocol", raw=f"{len(raw)} x ..")

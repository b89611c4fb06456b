"""The eight byte ``$`` protocol: bytes to values and back. Nothing here waits or opens anything.

A command is ``$``, one digit command, one digit channel, ``0``, two hex digits level, and two hex digits of the
exclusive or of the six bytes before. A setting is answered by ``$`` (done) or ``&`` (refused), a reading by a frame
like a command. Sources and what is guessed: README.md beside this file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import xor

from drivers.lines import broken

DONE = b"$"
REFUSED = b"&"
FRAME_LENGTH = 8
FULL = 255

SIMULATED = b"SIM"
"""What our simulator says about channel 0, which no controller has; a real level has digits there."""

IDENTITY_CHANNEL = 0


class Command(StrEnum):
    """The one digit commands."""

    ON = "1"
    OFF = "2"
    SET = "3"
    READ = "4"


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame; ``level`` is 0 to 255."""

    command: Command
    channel: int
    level: int = 0


def checked(body: bytes) -> bytes:
    """Six bytes with their checksum."""
    return body + f"{reduce(xor, body, 0):02X}".encode()


def encode(frame: Frame) -> bytes:
    """Eight bytes of a frame."""
    return checked(f"${frame.command}{frame.channel}0{frame.level:02X}".encode())


_FRAME = re.compile(rb"\$([1-4])([0-9])0([0-9A-F]{2})[0-9A-F]{2}")


def decode(raw: bytes) -> Frame:
    """Frame of eight bytes.

    Raises
    ------
    ProtocolError
        It has another shape, or its checksum is wrong.
    """
    raw = raw.upper()
    match = _FRAME.fullmatch(raw)
    if match is None or checked(raw[:6]) != raw:
        raise broken(raw)
    return Frame(Command(match[1].decode()), int(match[2]), int(match[3], 16))


def split_reply(buffer: bytes) -> tuple[bytes, bytes] | None:
    """First complete reply to a reading, ``&`` or eight bytes, and the rest; None while it is incomplete.

    Raises
    ------
    ProtocolError
        The buffer begins otherwise.
    """
    if buffer[:1] == REFUSED:
        return REFUSED, buffer[1:]
    if buffer and (buffer[:1] != DONE or buffer[1:2] not in (b"", Command.READ.value.encode())):
        raise broken(buffer)
    if len(buffer) < FRAME_LENGTH:
        return None
    return buffer[:FRAME_LENGTH], buffer[FRAME_LENGTH:]


def level_of(percent: float) -> int:
    """The nearest of 256 levels."""
    return round(percent * FULL / 100)


def percent_of(level: int) -> float:
    """Percent of a level."""
    return level * 100 / FULL


def simulated_frame() -> bytes:
    """What our simulator says about channel 0."""
    return checked(b"$40" + SIMULATED)

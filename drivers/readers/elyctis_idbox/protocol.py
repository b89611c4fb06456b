"""The frames of Elyctis ID BOX readers: bytes to values and back. Nothing here waits or opens anything.

Both ways: one byte command, two bytes length (big-endian), data. No checksum, no terminator; a reply repeats its
command. Sources and what is guessed: README.md beside this file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from workstation.errors import ProtocolError

MAX_DATA = 1024
"""Longest data that is believed; the longest zone is 3 lines of 30 or 2 of 44 characters."""

RESYNC = b"\x00"
"""Clears a stuck stream; what comes for a while is thrown away."""

NO_DOCUMENT = b"\r\r\r"
"""Data of an inquiry when there is no document, or no zone on it."""


class Command(Enum):
    """Commands of "Scanner Command Set v1.7"."""

    INQUIRE = b"I"
    CONTINUOUS = b"C"
    FIRMWARE = b"V"
    NETWORK = b"W"
    SERIAL = b"R"
    PRODUCT = b"T"


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame. ``data`` of an inquiry is personal and is never logged."""

    command: Command
    data: bytes = b""


def encode(frame: Frame) -> bytes:
    """Bytes of a frame."""
    return frame.command.value + len(frame.data).to_bytes(2, "big") + frame.data


def decode(buffer: bytes) -> tuple[Frame, bytes] | None:
    """First complete frame and the rest; None while it is incomplete.

    Raises
    ------
    ProtocolError
        The first byte is no command, or the length is not believable.
    """
    if not buffer:
        return None
    try:
        command = Command(buffer[:1])
    except ValueError:
        raise _broken(buffer) from None
    if len(buffer) < 3:
        return None
    length = int.from_bytes(buffer[1:3], "big")
    if length > MAX_DATA:
        raise _broken(buffer)
    if len(buffer) < 3 + length:
        return None
    return Frame(command, buffer[3 : 3 + length]), buffer[3 + length :]


def mrz_lines(data: bytes) -> tuple[str, ...] | None:
    """Lines of an inquiry's data as they came, None where there is no document or no zone.

    Raises
    ------
    ProtocolError
        The data are not printable ASCII.
    """
    if any(byte not in b"\r\n" and not 0x20 <= byte < 0x7F for byte in data):
        # The bytes may be half of somebody's data: only their number is told.
        raise ProtocolError("device-protocol", raw=f"{len(data)} x ..")
    lines = tuple(line.strip() for line in re.split(r"[\r\n]+", data.decode("ascii")))
    return tuple(line for line in lines if line) or None


def text(data: bytes) -> str:
    """Text of an answer about the reader itself.

    Raises
    ------
    ProtocolError
        It is not printable ASCII.
    """
    stripped = data.strip(b"\x00\r\n ")
    if any(not 0x20 <= byte < 0x7F for byte in stripped):
        raise _broken(data)
    return stripped.decode("ascii")


def _broken(raw: bytes) -> ProtocolError:
    return ProtocolError("device-protocol", raw=raw[:3].hex(" "))

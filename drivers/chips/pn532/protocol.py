"""The frames of the PN532 over UART: bytes to values and back. Nothing here waits or opens anything.

A frame is ``00 FF``, a length with a checksum, a direction byte with data and a checksum, and ``00``; above 255 bytes
the length has two bytes behind ``FF FF``. An acknowledgement is a frame without content. Sources and what is guessed:
README.md beside this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum

from workstation.errors import ProtocolError

TO_CHIP, TO_HOST = 0xD4, 0xD5
MAX_BODY = 265
"""Direction byte and data together."""

MAX_NOISE = 1024
"""Bytes without the beginning of a frame that are listened to."""

ACK = b"\x00\x00\xff\x00\xff\x00"
NACK = b"\x00\x00\xff\xff\x00\x00"
WAKE_UP = b"\x55\x55" + bytes(14)
_START = b"\x00\xff"
_SYNTAX_ERROR = 0x7F


class Command(IntEnum):
    """Commands of the PN532 user manual, chapter 7."""

    DIAGNOSE = 0x00
    GET_FIRMWARE_VERSION = 0x02
    SET_PARAMETERS = 0x12
    SAM_CONFIGURATION = 0x14
    RF_CONFIGURATION = 0x32
    IN_DATA_EXCHANGE = 0x40
    IN_LIST_PASSIVE_TARGET = 0x4A
    IN_RELEASE = 0x52


class FrameKind(Enum):
    """What a frame is."""

    ACK = "ack"
    NACK = "nack"
    SYNTAX_ERROR = "syntax-error"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame. ``data`` begin with the code of the command or the reply, and are never logged."""

    kind: FrameKind
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Target:
    """A chip in the field.

    ``historical`` is its ATS (type A) or its ATQB (type B). Its number changes with every waking and is not kept.
    """

    number: int
    technology: str
    historical: bytes
    takes_apdus: bool


def encode(data: bytes, direction: int = TO_CHIP) -> bytes:
    """Bytes of a frame.

    Raises
    ------
    ValueError
        It is longer than the chip can take: a mistake in this program.
    """
    body = bytes((direction,)) + data
    if len(body) > MAX_BODY:
        raise ValueError(len(body))
    size = bytes((len(body),)) if len(body) <= 0xFF else len(body).to_bytes(2, "big")
    head = b"" if len(size) == 1 else b"\xff\xff"
    return b"\x00" + _START + head + size + _complement(size) + body + _complement(body) + b"\x00"


def decode(buffer: bytes, direction: int = TO_HOST) -> tuple[Frame, bytes] | None:
    """First complete frame and the rest; None while it is incomplete. What stands before a frame is skipped.

    Raises
    ------
    ProtocolError
        A checksum, the length or the direction is wrong, or no frame ever begins.
    """
    start = buffer.find(_START)
    if start > MAX_NOISE or (start < 0 and len(buffer) > MAX_NOISE):
        raise _broken(buffer)
    if start < 0:
        return None
    found = buffer[start + len(_START) :]
    if len(found) < 2:
        return None
    for empty, kind in ((b"\x00\xff", FrameKind.ACK), (b"\xff\x00", FrameKind.NACK)):
        if found[:2] == empty:
            return Frame(kind), found[3:] if found[2:3] == b"\x00" else found[2:]
    extended = found[:2] == b"\xff\xff"
    size = found[2:4] if extended else found[:1]
    at = 5 if extended else 2
    if len(found) < at:
        return None
    length = int.from_bytes(size, "big")
    if found[at - 1 : at] != _complement(size) or not 1 <= length <= MAX_BODY:
        raise _broken(found)
    if len(found) < at + length + 1:
        return None
    body, check = found[at : at + length], found[at + length : at + length + 1]
    if check != _complement(body):
        raise _broken(found)
    rest = found[at + length + 1 :]
    rest = rest[1:] if rest[:1] == b"\x00" and rest[:2] != _START else rest
    if body == bytes((_SYNTAX_ERROR,)):
        return Frame(FrameKind.SYNTAX_ERROR), rest
    if body[0] != direction or length < 2:
        raise _broken(found)
    return Frame(FrameKind.DATA, body[1:]), rest


def parse_target(technology: str, data: bytes) -> Target | None:
    """The chip that a list of passive targets names first; None where it names none.

    Parameters
    ----------
    technology : str
        ``A`` or ``B``, as was asked for.
    data : bytes
        The reply without its code.

    Raises
    ------
    ProtocolError
        The list is shorter than it says.
    """
    if not data:
        raise _broken(data)
    if data[0] == 0:
        return None
    return (_target_a if technology == "A" else _target_b)(data)


def _target_a(data: bytes) -> Target:
    if len(data) < 6 or len(data) < 6 + data[5]:
        raise _broken(data)
    rest = data[6 + data[5] :]
    ats = rest[: rest[0]] if rest else b""
    if rest and (rest[0] < 1 or len(ats) < rest[0]):
        raise _broken(data)
    return Target(data[1], "A", ats, takes_apdus=bool(data[4] & 0x20))


def _target_b(data: bytes) -> Target:
    if len(data) < 14:
        raise _broken(data)
    # Bit 1 of the protocol type says ISO 14443-4 (ISO 14443-3 7.9.4.4).
    return Target(data[1], "B", data[2:14], takes_apdus=bool(data[12] & 0x01))


def _complement(data: bytes) -> bytes:
    return bytes((-sum(data) & 0xFF,))


def _broken(raw: bytes) -> ProtocolError:
    """Only the number of bytes is told: they may be out of somebody's document."""
    return ProtocolError("device-protocol", raw=f"{len(raw)} x ..")

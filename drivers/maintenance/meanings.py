"""What bytes on a line say, for a person who looks at a wire log.

A *meaning* tells everything. An *outline* tells what may be told of bytes that may come out of somebody's document:
which command they belong to and how many they are, never what they say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from drivers.chips.pn532 import protocol as pn532
from drivers.readers.elyctis_idbox import protocol as elyctis
from workstation.devices import DeviceKind
from workstation.errors import ProtocolError
from workstation.maintenance import Direction

Wording = Callable[[Direction, bytes], str]

_ESCAPES = {0x09: r"\t", 0x0A: r"\n", 0x0D: r"\r", 0x5C: r"\\"}
_TEXT = [chr(byte) if 0x20 <= byte < 0x7F else f"\\x{byte:02x}" for byte in range(256)]
for _byte, _escape in _ESCAPES.items():
    _TEXT[_byte] = _escape


@dataclass(frozen=True, slots=True)
class Meaning:
    """How a kind's bytes are told, whole and in outline."""

    whole: Wording
    outline: Wording


def text(_: Direction, data: bytes) -> str:
    """Printable ASCII as it is, the rest as escapes."""
    return "".join(_TEXT[byte] for byte in data)


def nothing(_: Direction, __: bytes) -> str:
    """No more than the length says."""
    return ""


def pn532_frames(direction: Direction, data: bytes) -> str:
    """Names of the frames of a PN532 and the bytes each carries; never what they are."""
    marks = pn532.TO_CHIP if direction is Direction.SENT else pn532.TO_HOST
    frames = [_WAKE_UP] if data.startswith(pn532.WAKE_UP) else []
    rest = data.removeprefix(pn532.WAKE_UP)
    try:
        while (found := pn532.decode(rest, marks)) is not None:
            frame, rest = found
            frames.append(_pn532_frame(frame, direction))
    except ProtocolError:
        frames.append("?")
        rest = b""
    return "; ".join([*frames, "…"] if rest else frames)


_WAKE_UP = "wake up"
_PN532_COMMANDS = {command.value: command.name for command in pn532.Command}


def _pn532_frame(frame: pn532.Frame, direction: Direction) -> str:
    if frame.kind is not pn532.FrameKind.DATA:
        return frame.kind.name
    # A reply carries the code of its command plus one.
    code = frame.data[0] - (direction is not Direction.SENT)
    return f"{_PN532_COMMANDS.get(code, f'{code:02x}')}, {len(frame.data) - 1} B"


def elyctis_frames(_: Direction, data: bytes) -> str:
    """Names of the frames of an ID BOX and the bytes each carries; never what they are."""
    frames: list[str] = []
    rest = data
    try:
        while (found := elyctis.decode(rest)) is not None:
            frame, rest = found
            frames.append(f"{frame.command.name}, {len(frame.data)} B")
    except ProtocolError:
        frames.append("?")
        rest = b""
    return "; ".join([*frames, "…"] if rest else frames)


def elyctis_whole(direction: Direction, data: bytes) -> str:
    """Names of the frames of an ID BOX, and what they say."""
    return f"{elyctis_frames(direction, data)}: {text(direction, data)}"


_LINES = Meaning(text, nothing)
_MEANINGS: Mapping[str, Meaning] = {
    "pn532": Meaning(pn532_frames, pn532_frames),
    "elyctis-idbox": Meaning(elyctis_whole, elyctis_frames),
}

_BOTH_WAYS = frozenset(Direction)
_FROM_DEVICE = frozenset((Direction.RECEIVED, Direction.DISCARDED))

PERSONAL: Mapping[DeviceKind, frozenset[Direction]] = {
    DeviceKind.READER: _FROM_DEVICE,
    DeviceKind.CHIP: _BOTH_WAYS,
}
"""Which way personal data may go over the line of a device; nowhere for the others."""


def meaning_of(kind: str) -> Meaning:
    """How the bytes of a kind are told: as text, where its protocol is one of lines."""
    return _MEANINGS.get(kind, _LINES)

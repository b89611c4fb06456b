"""The text protocol of Thorlabs Elliptec sliders: bytes to values and back. Nothing here waits or opens anything.

A command is the address digit, two lower case letters and hex digits, without an end. A reply is the address, two
upper case letters and hex digits, ended by CR LF. Sources and what is guessed: README.md beside this file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from drivers.lines import broken

ADDRESS = "0"
BLOCKED, OVER_TEMPERATURE, BUSY = 2, 8, 9
"""Numbers of a status message: mechanical time-out, thermal error, still moving."""

_TOLERANCE = 2
"""Units by which a reported place may lie beside a position."""


@dataclass(frozen=True, slots=True)
class Model:
    """One model of slider: its name, positions, and units from one position to the next."""

    name: str
    positions: int
    pitch: int


MODELS = {0x06: Model("ELL6", 2, 0x1F), 0x09: Model("ELL9", 4, 0x20)}
"""By the type that a slider reports. The pitch of the ELL12 is not known, so it is not here."""


@dataclass(frozen=True, slots=True)
class Information:
    """Reply to ``in``."""

    kind: int
    serial: str
    firmware: str


def information_command() -> bytes:
    """``0in``."""
    return f"{ADDRESS}in".encode()


def home_command() -> bytes:
    """``0ho0``."""
    return f"{ADDRESS}ho0".encode()


def place_command() -> bytes:
    """``0gp``."""
    return f"{ADDRESS}gp".encode()


def move_command(place: int) -> bytes:
    """``0ma`` and eight hex digits."""
    return f"{ADDRESS}ma{place & 0xFFFFFFFF:08X}".encode()


_INFORMATION = re.compile(
    ADDRESS + r"IN([0-9A-F]{2})([0-9A-Za-z]{8})[0-9]{4}([0-9A-F]{2})[0-9A-F]{2}[0-9A-F]{4}[0-9A-F]{8}"
)


def parse_information(line: str) -> Information:
    """Type, serial number and firmware.

    Raises
    ------
    ProtocolError
    """
    match = _INFORMATION.fullmatch(line)
    if match is None:
        raise broken(line)
    return Information(int(match[1], 16), match[2], match[3])


_PLACE = re.compile(ADDRESS + r"PO([0-9A-F]{8})")
_STATUS = re.compile(ADDRESS + r"GS([0-9A-F]{2})")


def parse_place(line: str) -> int:
    """Signed place in units of the slider; raises ``ProtocolError``."""
    match = _PLACE.fullmatch(line)
    if match is None:
        raise broken(line)
    value = int(match[1], 16)
    return value - (1 << 32) if value >> 31 else value


def parse_status(line: str) -> int | None:
    """Number of a status message, None where the line is none."""
    match = _STATUS.fullmatch(line)
    return int(match[1], 16) if match else None


def place_of(model: Model, position: int) -> int:
    """Place of a position (from 1)."""
    return (position - 1) * model.pitch


def position_of(model: Model, place: int) -> int | None:
    """Position (from 1) at a place, None between two of them."""
    index = round(place / model.pitch)
    if not 0 <= index < model.positions or abs(place - index * model.pitch) > _TOLERANCE:
        return None
    return index + 1

"""The text protocol of CoolLED pE-4000 light sources: bytes to values and back. Nothing here waits or opens.

A command is a line ended by CR; a reply is one or more lines ended by CR LF, recognised by how it begins. Lines may
come unasked, because the hand pod works as well. Sources and what is guessed: README.md beside this file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from drivers.lines import broken

LETTERS = "ABCDEFGH"
MODEL = "XMODEL"
VERSION = "XFW_VER"
STATE = "CSS"
LAMP = "LAM:"


@dataclass(frozen=True, slots=True)
class Channel:
    """State of one channel: selected for the global switch, on, and whole percent."""

    selected: bool
    on: bool
    percent: int


DARK = Channel(selected=False, on=False, percent=0)


def model_command() -> bytes:
    """``XMODEL``."""
    return b"XMODEL\r"


def version_command() -> bytes:
    """``XVER``."""
    return b"XVER\r"


def state_command() -> bytes:
    """``CSS?``."""
    return b"CSS?\r"


def lamps_command() -> bytes:
    """``LAMS``."""
    return b"LAMS\r"


def set_command(channels: Mapping[int, Channel]) -> bytes:
    """``CSS`` and six characters for each channel (from 1)."""
    return (STATE + "".join(_six(number, channel) for number, channel in channels.items())).encode() + b"\r"


def state_line(channels: Mapping[int, Channel]) -> str:
    """The line that a device sends about these channels."""
    return STATE + "".join(_six(number, channel) for number, channel in channels.items())


def _six(number: int, channel: Channel) -> str:
    selected, on = "S" if channel.selected else "X", "N" if channel.on else "F"
    return f"{LETTERS[number - 1]}{selected}{on}{channel.percent:03d}"


_SIX = re.compile(r"([A-H])([SX])([NF])(\d{3})")
_STATE = re.compile(rf"{STATE}(?:{_SIX.pattern})+")


def parse_state(line: str) -> dict[int, Channel]:
    """State by channel (from 1).

    Raises
    ------
    ProtocolError
        The line is no state, names a channel twice, or a level above 100 percent.
    """
    if not _STATE.fullmatch(line):
        raise broken(line)
    groups = _SIX.findall(line.removeprefix(STATE))
    channels = {
        LETTERS.index(letter) + 1: Channel(selected == "S", on == "N", int(percent))
        for letter, selected, on, percent in groups
    }
    if len(channels) != len(groups) or any(each.percent > 100 for each in channels.values()):
        raise broken(line)
    return channels


_VALUE = re.compile(r"(XMODEL|XFW_VER)[=: ](.*\S)\s*")


def parse_value(line: str) -> str:
    """Text after ``XMODEL=`` or ``XFW_VER=``; raises ``ProtocolError``."""
    match = _VALUE.fullmatch(line)
    if match is None:
        raise broken(line)
    return match[2]


_LAMP = re.compile(r"LAM:([A-H])\W?(\d{3,4})")


def parse_lamp(line: str) -> tuple[int, int]:
    """Channel (from 1) and wavelength in nm of the lamp loaded in it; raises ``ProtocolError``."""
    match = _LAMP.fullmatch(line)
    if match is None:
        raise broken(line)
    return LETTERS.index(match[1]) + 1, int(match[2])

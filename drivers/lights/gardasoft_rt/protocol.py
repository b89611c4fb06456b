"""The text protocol of Gardasoft RT controllers: bytes to values and back. Nothing here waits or opens anything.

A command is two upper-case letters and its parameters, ended by CR. The reply is an echo of the command (on serial
lines only), the output, LF CR and the prompt ``>``. Sources and what is guessed: README.md beside this file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from workstation.errors import ProtocolError

PROMPT = b">"
MAX_REPLY = 4096
"""Bytes without a prompt that are taken for noise."""

CLAMPED = 5
"""``Err 5``: a warning, the value was limited and accepted (RT manual, error codes)."""

HARMLESS_EVENTS = frozenset({128, 138})
"""Event codes that report no trouble: light connected, SafePower trained."""

EVENT_OVER_TEMPERATURE = 130
ERROR_OVER_TEMPERATURE = 44

CONTINUOUS = 0
"""Value of ``MD`` in continuous mode."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came before the prompt, echo and events taken out.

    ``error`` is the number of an ``Err``, ``events`` pairs of channel and code.
    """

    output: str
    error: int | None = None
    events: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """Reply to ``VR``: ``RT420-20 (HW02) V031``."""

    model: str
    hardware: str
    firmware: str


@dataclass(frozen=True, slots=True)
class ChannelStatus:
    """Reply to ``STc``.

    Attributes
    ----------
    channel : int
    percent : float
        The first brightness, percent of the rating.
    mode : int or None
        0 continuous, 1 pulse, 2 switched, 3 selected; None where the unit does not say.
    rating_a : float or None
        Rating of the light in ampere.
    values : Mapping[str, str]
        Every key as it came.
    """

    channel: int
    percent: float
    mode: int | None
    rating_a: float | None
    values: Mapping[str, str]


def version_command() -> bytes:
    """``VR``."""
    return b"VR\r"


def continuous_command(*levels: tuple[int, float]) -> bytes:
    """``RSc,s`` for each pair of channel and percent, all in one line."""
    return ";".join(f"RS{channel},{percent:g}" for channel, percent in levels).encode() + b"\r"


def status_command(channel: int) -> bytes:
    """``STc``."""
    return b"ST%d\r" % channel


def rating_command(channel: int, current_a: float) -> bytes:
    """``VLc,0,i``: a current-rated light."""
    return f"VL{channel},0,{current_a:.3f}\r".encode()


def events_command() -> bytes:
    """``GT1``: report trouble unasked, by events."""
    return b"GT1\r"


def split_reply(buffer: bytes) -> tuple[bytes, bytes] | None:
    """First complete reply without its prompt, and the rest; None while the prompt is missing.

    Raises
    ------
    ProtocolError
        More than ``MAX_REPLY`` bytes hold no prompt.
    """
    head, prompt, rest = buffer.partition(PROMPT)
    if len(head) > MAX_REPLY:
        raise _broken(head)
    return (head, rest) if prompt else None


_EVENT = re.compile(r"Evt\s*(\d{1,2}),\s*(\d{1,3})")
_ERROR = re.compile(r"(?:Err|E)\s*(\d{1,3})")


def parse_reply(command: bytes, raw: bytes) -> Reply:
    """Meaning of the bytes before the prompt.

    Raises
    ------
    ProtocolError
        They are not printable ASCII.
    """
    lines = re.split(r"[\r\n]+", _text(raw))
    echo = command.rstrip(b"\r").decode("ascii")
    events = tuple((int(m[1]), int(m[2])) for line in lines for m in _EVENT.finditer(line))
    rest = [text for line in lines if (text := _EVENT.sub("", line).strip())]
    if rest:
        # An event may have come right before the echo.
        first = rest[0].removeprefix(echo).strip()
        rest[:1] = [first] if first else []
    errors = [int(m[1]) for line in rest if (m := _ERROR.fullmatch(line))]
    output = "\n".join(line for line in rest if not _ERROR.fullmatch(line))
    serious = [error for error in errors if error != CLAMPED]
    return Reply(output, next(iter(serious or errors), None), events)


def split_unasked(buffer: bytes) -> tuple[tuple[tuple[int, int], ...], bytes]:
    """Channel and code of every event in bytes that came between replies, and what comes after the last line end.

    What else they are does not matter.
    """
    end = max(buffer.rfind(b"\r"), buffer.rfind(b"\n")) + 1
    whole = buffer[:end].decode("ascii", errors="replace")
    return tuple((int(m[1]), int(m[2])) for m in _EVENT.finditer(whole)), buffer[end:]


_VERSION = re.compile(r"(?P<model>[A-Z0-9][\w.-]*(?: [\w.-]+)*?)\s*\((?P<hardware>HW\w+)\)\s*V(?P<firmware>[\w.]+)")


def parse_version(text: str) -> Version:
    """Version from the output of ``VR``.

    Raises
    ------
    ProtocolError
    """
    match = _VERSION.fullmatch(text.strip())
    if match is None:
        raise _broken(text.encode())
    return Version(match["model"], match["hardware"], match["firmware"])


_KEY = re.compile(r"([A-Z]{1,2})\s*(\S.*)?")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def parse_status(text: str) -> ChannelStatus:
    """Status of one channel: ``CH1,MD0,S 50.0,  0.0,DL  2.0us,...,RA1.000A``.

    Keys stand in any order, with or without a space before the value; an item without a key is the second value
    of the key before it. ``SE`` of older units is read as ``S``.

    Raises
    ------
    ProtocolError
        There is no ``CH`` or no brightness, a key comes twice, or a number is none.
    """
    values: dict[str, str] = {}
    for item in text.split(","):
        match = _KEY.fullmatch(item.strip())
        if match is None:
            if values and _NUMBER.match(item.strip()):
                continue
            raise _broken(text.encode())
        key = "S" if match[1] == "SE" else match[1]
        if key in values:
            raise _broken(text.encode())
        values[key] = (match[2] or "").strip()
    if "CH" not in values or "S" not in values:
        raise _broken(text.encode())
    return ChannelStatus(
        channel=int(_number(values["CH"], text)),
        percent=_number(values["S"], text),
        mode=int(_number(values["MD"], text)) if "MD" in values else None,
        rating_a=_number(values["RA"], text) if "RA" in values else None,
        values=values,
    )


def _number(value: str, text: str) -> float:
    match = _NUMBER.match(value)
    if match is None or len(match[0]) > 12:
        raise _broken(text.encode())
    return float(match[0])


def _text(raw: bytes) -> str:
    if any(byte not in b"\r\n\t" and not 0x20 <= byte < 0x7F for byte in raw):
        raise _broken(raw)
    return raw.decode("ascii")


def _broken(raw: bytes) -> ProtocolError:
    return ProtocolError("device-protocol", raw=raw[:64].hex(" "))

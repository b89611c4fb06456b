"""Lines of text on a serial line: what every text protocol needs before it can mean anything."""

from __future__ import annotations

import re

from workstation.errors import ProtocolError

MAX_LINE = 512
"""Bytes without a line end that are taken for noise."""

_END = re.compile(rb"[\r\n]")


def split_line(buffer: bytes) -> tuple[str, bytes] | None:
    """First complete line that is not empty, without its end, and the rest; None while its end is missing.

    CR, LF and any sequence of them end a line.

    Raises
    ------
    ProtocolError
        The line is not printable ASCII, or longer than ``MAX_LINE`` bytes.
    """
    buffer = buffer.lstrip(b"\r\n")
    end = _END.search(buffer)
    line = buffer[: end.start()] if end else buffer
    if len(line) > MAX_LINE:
        raise broken(line)
    return (printable(line), buffer[end.start() :].lstrip(b"\r\n")) if end else None


def printable(raw: bytes) -> str:
    """Text of bytes.

    Raises
    ------
    ProtocolError
        They are not printable ASCII.
    """
    if any(byte != 0x09 and not 0x20 <= byte < 0x7F for byte in raw):
        raise broken(raw)
    return raw.decode("ascii").strip()


def broken(raw: bytes | str) -> ProtocolError:
    """The error for a reply that makes no sense."""
    data = raw.encode("ascii", errors="replace") if isinstance(raw, str) else raw
    return ProtocolError("device-protocol", raw=data[:64].hex(" "))

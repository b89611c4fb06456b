"""The text protocol of Thorlabs FW102C and FW212C: bytes to values and back. Nothing here waits or opens anything.

A command is lower case text ended by CR. The reply repeats it, may hold one value, and ends with the prompt ``>``
and a space. Sources and what is guessed: README.md beside this file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from drivers.lines import broken, printable
from workstation.errors import ProtocolError

PROMPT = b">"
MAX_REPLY = 512
IDENTITY = "*idn?"
POSITION = "pos"
COUNT = "pcount"
SENSORS = "sensors"
"""0: the position sensors are off while the wheel stands, so that their infrared light is not in the picture."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Value of a reply, empty for a setting; ``error`` is the text of a refusal."""

    value: str = ""
    error: str = ""


def command(text: str) -> bytes:
    """Bytes of a command; an empty one only asks for the prompt."""
    return text.encode("ascii") + b"\r"


def question(name: str) -> str:
    """``name?``."""
    return f"{name}?"


def setting(name: str, value: int) -> str:
    """``name=value``."""
    return f"{name}={value}"


def split_reply(buffer: bytes) -> tuple[bytes, bytes] | None:
    """First complete reply without its prompt, and the rest; None while the prompt is missing.

    Raises
    ------
    ProtocolError
        More than ``MAX_REPLY`` bytes hold no prompt.
    """
    head, prompt, rest = buffer.partition(PROMPT)
    if len(head) > MAX_REPLY:
        raise broken(head)
    return (head, rest) if prompt else None


def parse_reply(asked: str, raw: bytes) -> Reply:
    """Meaning of the bytes before the prompt.

    Raises
    ------
    ProtocolError
        They do not repeat the command, or hold more than one value.
    """
    items = [text for part in re.split(rb"[\r\n]+", raw) if (text := printable(part))]
    errors = [item for item in items if item.startswith("Command error")]
    values = [item for item in items if item not in errors]
    if not values or values[0] != asked or len(values) > 2 or len(errors) > 1:
        raise broken(raw)
    return Reply(values[1] if len(values) == 2 else "", errors[0] if errors else "")


def whole(value: str) -> int:
    """Number of a reply.

    Raises
    ------
    ProtocolError
    """
    if not re.fullmatch(r"\d{1,3}", value):
        raise broken(value)
    return int(value)


_IDENTITY = re.compile(
    r"THORLABS\s+(?P<model>FW[12]02C.*?|FW212C.*?)(?:\s+version\s+(?P<firmware>\S+))?", re.IGNORECASE
)


def parse_identity(value: str) -> tuple[str, str]:
    """Model and firmware from the answer to ``*idn?``.

    Raises
    ------
    ProtocolError
        It is no wheel of this family.
    """
    match = _IDENTITY.fullmatch(value.strip())
    if match is None:
        raise ProtocolError("device-protocol", raw=value[:40])
    return match["model"], match["firmware"] or ""

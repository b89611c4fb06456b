"""Identifiers: UUID version 7 (RFC 9562 5.7), sortable by time."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime


def new_id(at: datetime) -> str:
    """A new UUIDv7 as text, for a row made at the aware time ``at``."""
    milliseconds = int(at.timestamp() * 1000) & ((1 << 48) - 1)
    value = milliseconds << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=value))


def stored_time(at: datetime) -> str:
    """Time as every row stores it: UTC, ISO 8601, milliseconds, ``Z``."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def read_time(text: str) -> datetime:
    """The aware time behind stored text.

    Raises
    ------
    ValueError
        The text is no such time.
    """
    return datetime.fromisoformat(text)

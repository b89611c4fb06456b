"""What a command line gives as text, and what is said where it cannot be meant."""

from __future__ import annotations

import argparse
import math
from datetime import date, datetime
from pathlib import Path

from workstation.errors import WorkstationError


def some_path(text: str) -> Path:
    """A path that was given; an empty one would mean the folder one stands in."""
    if not text.strip():
        raise argparse.ArgumentTypeError("an empty name is no file")
    return Path(text)


def some_file(text: str) -> Path:
    """A path whose file is read whole: a device or a pipe may never answer, or never end. It may be missing.

    Raises
    ------
    WorkstationError
        ``file-is-no-file``.
    """
    path = some_path(text)
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise WorkstationError("file-is-no-file", path=path)
    return path


def some_region(text: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a part of a picture, in its pixels."""
    try:
        left, top, right, bottom = (float(each) for each in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not X,Y,X,Y in pixels, as 100,40,320,90") from None
    if not all(map(math.isfinite, (left, top, right, bottom))):
        raise argparse.ArgumentTypeError(f"{text!r} names no place of a picture")
    return left, top, right, bottom


def some_moment(text: str) -> datetime:
    """A point in time; of this station's zone where none is said."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no time, as 2026-11-23T14:05") from None
    return at if at.tzinfo else at.astimezone()


def some_day(text: str) -> date:
    """A day of the calendar."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day, as 2026-11-23") from None

"""A capture: pixels exactly as they came, and everything that must be known about them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Origin(StrEnum):
    """How a picture came. Anything but ``LIVE`` is labelled so everywhere it is shown."""

    LIVE = "live"
    FILE = "file"
    SIMULATED = "simulated"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRecord:
    """What is known of a capture without its pixels.

    Attributes
    ----------
    capture_id, exhibit_id : str
        UUIDv7.
    page : str
        Code of ``resources/vocabulary/page.toml``.
    light : str
        Code of ``workstation.lights``; for ``live`` and ``simulated`` captures confirmed by the device before
        and after the exposure.
    sha256 : str
        Lower-case hex of the stored bytes.
    mime : str
        ``image/tiff``, ``image/png`` or ``image/jpeg``.
    byte_length, width, height, channels, bit_depth : int
        ``width`` and ``height`` in pixels, ``channels`` 1, 3 or 4, ``bit_depth`` 8 or 16.
    exposure_ms, gain_db, percent : float or None
        As confirmed by camera and light controller; None where unknown.
    px_per_mm : float or None
        None means that nothing may be measured in millimetres.
    px_per_mm_source : str
        ``calibration``, ``file``, ``stated`` or ``unknown``.
    px_per_mm_uncertainty : float or None
        Standard uncertainty (k = 1) of ``px_per_mm``, in pixels per millimetre; None where nobody knows.
    filter : str
        The filter before the camera, confirmed before and after the exposure; empty without a filter wheel.
    calibration_id : str
        The calibration that ``px_per_mm`` comes from; empty when it comes from none.
    calibration_ids : tuple of str
        Every calibration of the bench that held for this picture, that of the scale included.
    device, firmware : str
        Camera and light controller as they identified themselves; empty for files.
    source_name : str
        File name (never a path) of an imported picture; empty otherwise.
    """

    capture_id: str
    exhibit_id: str
    page: str
    light: str
    origin: Origin
    sha256: str
    mime: str
    byte_length: int
    width: int
    height: int
    channels: int
    bit_depth: int
    exposure_ms: float | None = None
    gain_db: float | None = None
    percent: float | None = None
    px_per_mm: float | None = None
    px_per_mm_source: str = "unknown"
    device: str = ""
    firmware: str = ""
    source_name: str = ""
    px_per_mm_uncertainty: float | None = None
    filter: str = ""
    calibration_id: str = ""
    calibration_ids: tuple[str, ...] = ()
    captured_at: datetime
    captured_by: str


@dataclass(frozen=True, slots=True)
class Capture:
    """A record and the bytes that its ``sha256`` names."""

    record: CaptureRecord
    stored: bytes


def sha256_hex(data: bytes) -> str:
    """Lower-case hex SHA-256."""
    return hashlib.sha256(data).hexdigest()

"""Zones of picture files, and a reading as facts for programs."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workstation.acquisition.folder import MAX_FILE_BYTES
from workstation.documents.reading.model import ZoneReading
from workstation.documents.reading.reader import read_zones
from workstation.errors import PictureError
from workstation.imaging.headers import probe
from workstation.imaging.pictures import decode


@dataclass(frozen=True, slots=True)
class FileReading:
    """What one file gave.

    Attributes
    ----------
    zones : tuple of ZoneReading
        Accepted readings only.
    refused : tuple of ZoneReading
        What looks like a zone and was not read surely enough.
    ms : float
        From opening the file to the last zone.
    pages : int
        Pictures in the file, of which the first was read.
    """

    path: Path
    zones: tuple[ZoneReading, ...]
    refused: tuple[ZoneReading, ...]
    ms: float
    pages: int = 1


def read_file(path: Path) -> FileReading:
    """Read the zones of a picture file.

    Raises
    ------
    PictureError
        The file cannot be read or holds no picture that can be decoded.
    """
    begun = time.perf_counter()
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise PictureError("picture-file-too-large", path=path, max_mb=MAX_FILE_BYTES // 1_000_000)
        data = path.read_bytes()
    except OSError as error:
        raise PictureError("picture-unreadable", path=path, reason=error.strerror or error) from error
    found = read_zones(decode(data, str(path)))
    ms = (time.perf_counter() - begun) * 1000
    return FileReading(
        path,
        tuple(each for each in found if each.refused is None),
        tuple(each for each in found if each.refused is not None),
        ms,
        probe(data, str(path)).pages,
    )


def facts(reading: FileReading, *, cells: bool = False) -> dict[str, Any]:
    """The first zone as the command line promises it, and what stands behind it; no ``lines`` where none was read."""
    first, *further = (_zone_facts(each, cells=cells) for each in reading.zones) if reading.zones else (_NOTHING,)
    told = {"file": str(reading.path), **first, "ms": round(reading.ms, 1)}
    if further:
        told["further"] = further
    if reading.pages > 1:
        told["pages"] = reading.pages
    if reading.refused and not reading.zones:
        told["refused"] = reading.refused[0].refused
    return told


_NOTHING: dict[str, Any] = {"type": "", "lines": [], "checks": {}, "confidence": 0.0}


def _zone_facts(zone: ZoneReading, *, cells: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "type": zone.type,
        "lines": list(zone.lines),
        "checks": {each.name: each.holds for each in zone.document.check_digits} if zone.document else {},
        "confidence": round(zone.confidence, 4),
        "least_confidence": round(min(zone.confidences), 4),
        "raw_lines": list(zone.raw_lines),
        "substitutions": [
            {
                "line": each.line,
                "position": each.position,
                "raw": each.raw,
                "text": each.text,
                "reason": each.reason,
                "raw_confidence": round(each.raw_confidence, 4),
                "confidence": round(each.confidence, 4),
            }
            for each in zone.substitutions
        ],
    }
    if cells:
        told["cells"] = [
            [[each.text, each.raw, round(each.confidence, 4), each.box] for each in row] for row in zone.cells
        ]
    return told

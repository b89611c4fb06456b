"""The zone of one side from its pictures under several lights."""

from __future__ import annotations

from collections.abc import Iterable

from workstation.documents.reading.fuse import FusedReading, fuse
from workstation.documents.reading.model import ZoneReading
from workstation.documents.reading.reader import accepted, read_zones
from workstation.imaging.pictures import Pixels


def read_lights(pictures: Iterable[tuple[str, Pixels]]) -> FusedReading | None:
    """What the lights say together; None where none of them was read.

    Only accepted readings count: a guess is never laid beside a reading.

    Parameters
    ----------
    pictures : iterable of (light, pixels)
        Of one side, read one after the other.
    """
    found: dict[str, ZoneReading] = {}
    for light, pixels in pictures:
        readings = accepted(read_zones(pixels))
        if readings:
            found[light] = readings[0]
    return fuse(found) if found else None

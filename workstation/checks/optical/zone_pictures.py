"""Pictures of one side under several lights, with the machine readable zone that was read in one of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workstation.checks.optical.glyphs import GlyphMatch, match_line
from workstation.checks.optical.patch import Plane, linear, luminance
from workstation.checks.optical.zone import ZonePlace, place_of
from workstation.documents.reading.model import ZoneReading
from workstation.documents.reading.reader import read_zones
from workstation.lights import LightClass, find_light

WHITE = "WHITE"
_B900_NM = (850, 950)
_UPPER = 0.5
_SURE_OF_PLACE = 0.75


class ZonePictures:
    """Pictures of one side that lie on each other, with the zone that was read in one of them.

    Parameters
    ----------
    pictures : mapping of str to ndarray, uint8 or uint16
        By light.
    px_per_mm : float or None
        None where the scale is not known.
    """

    def __init__(self, pictures: Mapping[str, NDArray[Any]], px_per_mm: float | None) -> None:
        self.pictures = pictures
        self.px_per_mm = px_per_mm
        self.infrared = next((each for each in pictures if is_b900(each)), "")
        self.ultraviolet = next((each for each in pictures if _class(each) is LightClass.ULTRAVIOLET), "")
        self.read_in, self.place = self._found()

    def _found(self) -> tuple[str, ZonePlace | None]:
        """Infrared first, where the ground is gone, else white; the lower part first, where a zone stands.

        A guess that may not be given as read, for its type is strange or a digit fails, still says where it stands.
        """
        for upper in (_UPPER, 0.0):
            guesses = []
            for light in (self.infrared, WHITE):
                if light not in self.pictures:
                    continue
                top = round(upper * self.pictures[light].shape[0])
                for reading in read_zones(self.pictures[light][top:]):
                    place = place_of(reading).moved(0, top)
                    if reading.refused is None:
                        return light, place
                    guesses.append((reading.confidence, light, place))
            surest = max(guesses, key=lambda each: each[0], default=None)
            if surest is not None and surest[0] >= _SURE_OF_PLACE:
                return surest[1], surest[2]
        return "", None

    @property
    def reading(self) -> ZoneReading:
        """The zone."""
        assert self.place is not None
        return self.place.reading

    def fits(self, light: str) -> bool:
        """A picture under that light, as large as the one that was read."""
        return light in self.pictures and self.pictures[light].shape[:2] == self.pictures[self.read_in].shape[:2]

    def brightness(self, light: str) -> tuple[Plane, ZonePlace]:
        """Linear brightness around the zone, and the zone in it."""
        assert self.place is not None
        corners = self.place.corners(self.place.box)
        edge = 2 * self.place.pitch_px
        left, top = (max(0, int(each)) for each in corners.min(axis=0) - edge)
        right, bottom = (int(each) for each in corners.max(axis=0) + edge)
        around = self.pictures[light][top:bottom, left:right]
        return luminance(linear(around)), self.place.moved(-left, -top)

    @cached_property
    def matches(self) -> tuple[tuple[GlyphMatch, ...], ...]:
        """Every character against OCR-B, in tones as stored."""
        plane, place = self.brightness(self.read_in)
        tones = np.sqrt(plane)
        return tuple(
            match_line(tones, text, row) for text, row in zip(self.reading.lines, place.middles, strict=True)
        )


def is_b900(light: str) -> bool:
    """Infrared of the band B900 (ISO 1831: 900 nm, 50 to either side), or of a reader that states no wavelength."""
    found = find_light(light)
    if found is None or found.light_class is not LightClass.INFRARED:
        return False
    return found.wavelength_nm is None or _B900_NM[0] <= found.wavelength_nm <= _B900_NM[1]


def is_wanted(light: str) -> bool:
    """A light that checks of a zone look at."""
    return light == WHITE or is_b900(light) or _class(light) is LightClass.ULTRAVIOLET


def _class(light: str) -> LightClass | None:
    found = find_light(light)
    return found.light_class if found else None

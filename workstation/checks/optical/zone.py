"""A machine readable zone as a place on a page: its lines in millimetres, and what lies around it.

The pitch of OCR-B in a zone is 2.54 mm (ICAO 9303-3 4.4), so a zone that was read brings its own scale, and the
standard layouts say where portrait and visual zone stand to it (ICAO 9303-4 to -7).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.checks.optical.glyphs import PITCH_MM
from workstation.checks.optical.patch import Plane
from workstation.documents.layouts import MrzFormat
from workstation.documents.reading.model import ZoneReading

BoxMm = tuple[float, float, float, float]
"""Left, top, right, bottom from the middle of the first character, x along the line and y down."""

PORTRAIT_MM: dict[MrzFormat, BoxMm] = {
    MrzFormat.TD3: (1.0, -54.0, 29.0, -18.0),
    MrzFormat.TD2: (1.0, -44.0, 22.0, -16.0),
    MrzFormat.MRV_A: (1.0, -48.0, 22.0, -16.0),
    MrzFormat.MRV_B: (1.0, -44.0, 22.0, -16.0),
}
"""The inner part of zone V of each layout. A TD1 card carries its zone on the other side."""
VISUAL_MM: dict[MrzFormat, BoxMm] = {
    MrzFormat.TD3: (42.0, -56.0, 108.0, -12.0),
    MrzFormat.TD2: (36.0, -44.0, 90.0, -12.0),
    MrzFormat.MRV_A: (36.0, -48.0, 104.0, -12.0),
    MrzFormat.MRV_B: (36.0, -44.0, 90.0, -12.0),
}
"""Zones II to IV: right of the portrait, above the zone."""

_BETWEEN_MM = 0.95
"""Half the height of what is looked at between two lines: no character reaches into it."""
_RASTER_PX_PER_MM = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class ZonePlace:
    """Where a zone lies in a picture.

    Attributes
    ----------
    reading : ZoneReading
    middles : tuple of ndarray, shape (N, 2)
        Middles of the cells of each line, pixels.
    along : ndarray, shape (2,)
        A millimetre in reading direction, by the pitch, in pixels.
    """

    reading: ZoneReading
    middles: tuple[NDArray[np.float64], ...]
    along: NDArray[np.float64]

    @property
    def down(self) -> NDArray[np.float64]:
        """A millimetre downwards, in pixels."""
        return np.array([-self.along[1], self.along[0]])

    @property
    def pitch_px(self) -> float:
        """Mean distance of the characters."""
        return float(np.hypot(*self.along)) * PITCH_MM

    @property
    def spacing_px(self) -> float:
        """Mean distance of the lines, across them."""
        unit = self.down / np.hypot(*self.down)
        return float(np.mean([(lower - upper).mean(axis=0) @ unit for upper, lower in pairwise(self.middles)]))

    @property
    def slant_deg(self) -> float:
        """Angle between the lines that differ most."""
        turned = [np.degrees(np.arctan2(*(each[-1] - each[0])[::-1])) for each in self.middles]
        return float(np.ptp((np.array(turned) - turned[0] + 180) % 360))

    def corners(self, box: BoxMm) -> NDArray[np.float64]:
        """Corners of a box in pixels, shape (4, 2), clockwise from the top left."""
        left, top, right, bottom = box
        places = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
        return np.asarray(self.middles[0][0] + places @ np.array([self.along, self.down]))

    def moved(self, right_px: float, down_px: float) -> ZonePlace:
        """The same place in a picture cut or extended at its left and top."""
        by = np.array([right_px, down_px])
        return replace(self, middles=tuple(each + by for each in self.middles))

    @property
    def box(self) -> BoxMm:
        """The zone itself."""
        width = (len(self.middles[0]) - 0.5) * PITCH_MM
        height = self.spacing_px / self.pitch_px * PITCH_MM * (len(self.middles) - 1)
        return -PITCH_MM / 2, -2.0, width, height + 2.0


def place_of(reading: ZoneReading) -> ZonePlace:
    """The place of a zone that was read."""
    middles = tuple(np.array([np.mean(cell.box, axis=0) for cell in row]) for row in reading.cells)
    steps = [(each[-1] - each[0]) / (len(each) - 1) for each in middles]
    return ZonePlace(reading, middles, np.mean(steps, axis=0) / PITCH_MM)


def cut(pixels: NDArray[Any], place: ZonePlace, box: BoxMm) -> NDArray[Any] | None:
    """A box upright at 10 pixels to the millimetre; None where a tenth or more of it lies off the picture."""
    size = tuple(round((box[at + 2] - box[at]) * _RASTER_PX_PER_MM) for at in (0, 1))
    origin = place.corners(box)[0]
    back = np.column_stack([place.along / _RASTER_PX_PER_MM, place.down / _RASTER_PX_PER_MM, origin])
    flags = cv2.INTER_AREA | cv2.WARP_INVERSE_MAP
    inside = cv2.warpAffine(
        np.ones(pixels.shape[:2], np.uint8), back, size, flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    )
    if inside.mean() < 0.9:
        return None
    return np.asarray(cv2.warpAffine(pixels, back, size, flags=flags, borderMode=cv2.BORDER_REPLICATE))


def between_lines(plane: Plane, place: ZonePlace) -> tuple[Plane, ...]:
    """The bare ground between each two lines."""
    step = place.spacing_px / place.pitch_px * PITCH_MM
    width = (len(place.middles[0]) - 1) * PITCH_MM
    boxes = [
        (0.0, (at + 0.5) * step - _BETWEEN_MM, width, (at + 0.5) * step + _BETWEEN_MM)
        for at in range(len(place.middles) - 1)
    ]
    return tuple(np.asarray(each, np.float32) for box in boxes if (each := cut(plane, place, box)) is not None)

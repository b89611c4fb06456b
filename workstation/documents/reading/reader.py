"""Zones of a picture, read: every block of lines quickly, then the likeliest ones thoroughly."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from workstation.documents.reading.accept import is_settled
from workstation.documents.reading.geometry import TextLine
from workstation.documents.reading.locate import blocks, locate
from workstation.documents.reading.looks import closely, framed
from workstation.documents.reading.model import Refusal, ZoneReading
from workstation.documents.reading.refine import refined
from workstation.documents.reading.strips import Grey
from workstation.documents.reading.zones import Line, chosen, read_lines, zone_of
from workstation.imaging.pictures import Pixels

SIDES_PX = (640, 1280, 400)
"""Sizes at which lines are looked for, one after the other until a zone is accepted."""
_LARGEST_FACTOR = 2.0
_MOST_LINES = 4
"""Lines of a block that are read; what stands above a zone can look like one."""
_LEAST_SHAPES = 12.0
"""Characters, by their probabilities, that the longest line of a block must show in one sense."""
_LONG = 20.0
"""Length in capital heights of lines that may be a second zone; a line of a zone has 22 and more."""
_MOST_BLOCKS = 6
_THOROUGH = 2
"""Blocks that are looked at again at one size."""
_FRAMES = 2
"""What was cut off a line shows in the first frame, and makes the second longer."""
_PROMISING = 0.75
"""Mean confidence of a refused zone beside a read one that is worth looking at again."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A block read once: its lines in the sense that shows more characters, and the zone they make."""

    lines: tuple[Line, ...]
    evidence: float
    zone: ZoneReading | None

    @property
    def evenness(self) -> float:
        """Log odds of a character in each cell of the most even row: other print has no pitch."""
        return max((row.evidence / width for line in self.lines for width, row in line.rows.items()), default=0.0)


def grey_of(pixels: Pixels) -> Grey:
    """Brightness of a picture, 8 bits; 16 bits are stretched to their own range.

    Parameters
    ----------
    pixels : ndarray, shape (H, W, 3) RGB or (H, W), uint8 or uint16
    """
    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    if grey.dtype == np.uint8:
        return np.asarray(grey, np.uint8)
    low, high = (float(level) for level in np.percentile(grey[::4, ::4], (0.1, 99.9)))
    return np.asarray(np.clip((grey - low) * (255 / max(high - low, 1.0)), 0, 255), np.uint8)


def read_zones(pixels: Pixels) -> tuple[ZoneReading, ...]:
    """The zones of a picture, accepted ones first, then guesses that were refused.

    Any light, any orientation, several documents. A picture without an accepted reading was not read.

    Parameters
    ----------
    pixels : ndarray, shape (H, W, 3) RGB or (H, W), uint8 or uint16
    """
    if pixels.size == 0:
        return ()
    picture = grey_of(pixels)
    accepted: list[ZoneReading] = []
    refused: list[ZoneReading] = []
    for side_px in _sides(max(picture.shape)):
        candidates = []
        for block in blocks(locate(picture, side_px))[:_MOST_BLOCKS]:
            if accepted and sum(each.length_px > _LONG * each.capital_px for each in block) < 2:
                continue
            candidate = _candidate(picture, block)
            if candidate.zone is not None and candidate.zone.refused is None:
                accepted.append(candidate.zone)
            elif candidate.evidence >= _LEAST_SHAPES:
                candidates.append(candidate)
        candidates.sort(key=lambda each: -each.evenness)
        for candidate in candidates[:_THOROUGH]:
            if is_settled(refused):
                break
            if accepted and (candidate.zone is None or candidate.zone.confidence < _PROMISING):
                continue
            reading = _thorough(picture, candidate)
            if reading is not None:
                (accepted if reading.refused is None else refused).append(reading)
        if accepted or is_settled(refused):
            break
    apart: list[ZoneReading] = []
    for each in accepted:
        if not any(_same_place(each, other) for other in apart):
            apart.append(each)
    refused = [each for each in refused if not any(_same_place(each, other) for other in apart)]
    refused.sort(key=lambda each: -each.confidence)
    return (*apart, *refused[:1])


def _sides(longer_px: int) -> list[int]:
    """Sizes to look at; those that would enlarge a small picture beyond ``_LARGEST_FACTOR`` are one size."""
    sizes: list[int] = []
    for side_px in SIDES_PX:
        size = min(side_px, round(_LARGEST_FACTOR * longer_px))
        if size not in sizes:
            sizes.append(size)
    return sizes


def _candidate(picture: Grey, block: tuple[TextLine, ...]) -> _Candidate:
    longest = sorted(block, key=lambda each: -each.length_px)[:_MOST_LINES]
    kept = tuple(refined(picture, each) for each in block if each in longest)
    upright = read_lines(picture, kept)
    zone = zone_of(upright)
    lead = kept.index(max(kept, key=lambda each: each.length_px))
    evidence = upright[lead].evidence
    if zone is not None and zone.refused is None:
        return _Candidate(upright, evidence, zone)
    trial = read_lines(picture, (kept[lead].turned(),))[0].evidence
    if trial <= evidence:
        return _Candidate(upright, evidence, zone)
    turned = read_lines(picture, tuple(each.turned() for each in reversed(kept)))
    return _Candidate(turned, trial, zone_of(turned))


def _thorough(picture: Grey, candidate: _Candidate) -> ZoneReading | None:
    """The first that is accepted, otherwise the surest: framed by the surest line, framed again, read closely."""
    best, lines = candidate.zone, candidate.lines
    for _ in range(_FRAMES):
        lines = framed(picture, lines)
        zone = zone_of(lines)
        best = _surer(best, zone)
        if zone is None or zone.refused is None:
            return best
    found = chosen(lines)
    return best if found is None else _surer(best, zone_of(closely(picture, found[1])))


def _surer(one: ZoneReading | None, other: ZoneReading | None) -> ZoneReading | None:
    both = [each for each in (one, other) if each is not None]
    return max(both, key=lambda each: (each.refused is None, each.confidence), default=None)


def _same_place(one: ZoneReading, other: ZoneReading) -> bool:
    """True if the middle of one zone lies inside the other."""
    corners = np.array(
        [corner for row in other.cells for cell in (row[0], row[-1]) for corner in cell.box], np.float32
    )
    middle = np.mean([corner for row in one.cells for cell in row for corner in cell.box], axis=0)
    return cv2.pointPolygonTest(cv2.convexHull(corners), (float(middle[0]), float(middle[1])), False) >= 0


def accepted(readings: tuple[ZoneReading, ...]) -> tuple[ZoneReading, ...]:
    """Those that may be given as read."""
    return tuple(each for each in readings if each.refused is None)


__all__ = ["Refusal", "accepted", "grey_of", "read_zones"]

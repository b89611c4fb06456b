"""Optical checks of a machine readable zone and of the places around it. None of them needs a model of the document.

Each gives one number, a threshold with its source, and a place. Where it cannot measure it says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workstation.cases.model import CheckOutcome
from workstation.checks.optical.free import DULL_BELOW, page_glow
from workstation.checks.optical.glyphs import PITCH_MM, GlyphMatch, cell_crops, letters
from workstation.checks.optical.patch import lines_of
from workstation.checks.optical.zone import PORTRAIT_MM, VISUAL_MM, BoxMm, between_lines, cut
from workstation.checks.optical.zone_pictures import WHITE, ZonePictures

LEAST_CONTRAST = 0.6
"""Print contrast signal at B900 (ICAO 9303-3 4.11)."""
MOST_GROUND = 0.05
"""Spread of the lines of the ground, by its level. Our own: up to 0.02 where it vanishes, from 0.06 where not."""
OCR_B, OTHER_TYPE = 0.88, 0.80
"""Likeness of the tenth least alike character. Our own, from rendered zones: OCR-B from 0.93, the nearest of eleven
others up to 0.84; between them nothing is said.
"""
PITCH_TOLERANCE_MM = 0.05
"""Our own: twice what a calibrated scale may be off; ICAO 9303-3 4.4 states 2.54 mm without a tolerance."""
MOST_OFF_LINE_MM = 0.4
"""Our own: a real zone scatters by up to 0.3 mm in a picture that is not laid flat."""
OUTSHINES = 3.0
"""Our own: portrait, visual zone and machine readable zone of one sheet lie within half and twice each other."""

_FEWEST_PX_A_CHARACTER = 10.0
_PAPER, _INK = 90, 4
_WEAKEST, _LEAST_ALIKE = 5, 10
_DARK = 0.02
_INNER = (slice(8, -8), slice(4, -4))


@dataclass(frozen=True, slots=True, eq=False)
class ZoneResult:
    """What one check found.

    Attributes
    ----------
    check : str
        Code of ``vocabulary/check.toml``.
    routine : str
        Code of ``vocabulary/optical_routine.toml``.
    light : str
        Empty where the picture it needs is missing.
    corners : ndarray or None, shape (4, 2)
        The place in pixels of that picture.
    facts : mapping
        Keys of ``vocabulary/check_detail.toml``.
    """

    check: str
    routine: str
    outcome: CheckOutcome
    reason: str
    light: str = ""
    measured: float | None = None
    threshold: float | None = None
    margin: float | None = None
    unit: str = ""
    corners: NDArray[np.float64] | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


def check_zone(side: ZonePictures) -> Iterator[ZoneResult]:
    """Every check of the zone on one side; each code gives one result or more."""
    for check, routine, measure in _ROUTINES:
        reason = _missing(side, check)
        if reason:
            yield ZoneResult(check, routine, CheckOutcome.NOT_PERFORMED, reason)
        else:
            yield measure(side, check, routine)


def _missing(side: ZonePictures, check: str) -> str:
    if side.place is None:
        return "zone_not_read"
    if check == "OPT.MRZ.IR" and not side.fits(side.infrared):
        return "no_capture"
    if check.startswith("SSV.UV") and not side.fits(side.ultraviolet):
        return "no_capture"
    if check.startswith("OPT.MRZ") and side.place.pitch_px < _FEWEST_PX_A_CHARACTER:
        return "too_coarse"
    return ""


def _contrast(side: ZonePictures, check: str, routine: str) -> ZoneResult:
    """Paper less ink, by paper: the weakest twentieth of the characters (ISO 1831 PCS)."""
    plane, place = side.brightness(side.infrared)
    crops = [each[_INNER] for row in place.middles for each in cell_crops(plane, row)]
    levels = np.array([np.percentile(each, (_PAPER, _INK)) for each in crops])
    signals = (levels[:, 0] - levels[:, 1]) / np.maximum(levels[:, 0], 1e-4)
    measured = float(np.percentile(signals, _WEAKEST))
    reasons = ("ink_absorbs", "ink_transparent")
    return _judged(side, check, routine, side.infrared, measured, LEAST_CONTRAST, 1.0, reasons)


def _ground(side: ZonePictures, check: str, routine: str) -> ZoneResult:
    """Lines of the ground between the lines of the zone."""
    assert side.place is not None
    spreads = {light: _spread(side, light) for light in (side.infrared, WHITE) if side.fits(light)}
    measured = spreads[side.infrared]
    if measured is None:
        return ZoneResult(check, routine, CheckOutcome.NOT_PERFORMED, "off_picture")
    white = spreads.get(WHITE)
    facts = {} if white is None else {"in_white": f"{white:.3f}"}
    reasons = ("ground_gone", "ground_stays")
    return _judged(side, check, routine, side.infrared, measured, MOST_GROUND, 0.01, reasons, facts)


def _typeface(side: ZonePictures, check: str, routine: str) -> ZoneResult:
    """Likeness to OCR-B of the characters that are least alike."""
    measured = float(np.percentile([each.likeness for row in side.matches for each in letters(row)], _LEAST_ALIKE))
    reasons = ("type_ocr_b", "type_other")
    found = _judged(side, check, routine, side.read_in, measured, OCR_B, 0.96, reasons)
    # A picture without a scale may be a photograph taken at an angle, which slants every character.
    unsure = side.reading.refused is not None or side.px_per_mm is None
    if measured < OCR_B and (unsure or measured >= OTHER_TYPE):
        return replace(found, outcome=CheckOutcome.UNDETERMINED, reason="type_unsure")
    return found


def _pitch(side: ZonePictures, check: str, routine: str) -> ZoneResult:
    """Distance of the characters from 2.54 mm."""
    assert side.place is not None
    if side.px_per_mm is None:
        return ZoneResult(check, routine, CheckOutcome.NOT_PERFORMED, "no_scale", side.read_in)
    pitch, spacing = side.place.pitch_px / side.px_per_mm, side.place.spacing_px / side.px_per_mm
    facts = {"pitch": f"{pitch:.3f} mm", "spacing": f"{spacing:.2f} mm"}
    reasons = ("pitch_holds", "pitch_off")
    measured = abs(pitch - PITCH_MM)
    return _judged(side, check, routine, side.read_in, measured, PITCH_TOLERANCE_MM, 0.0, reasons, facts, "mm")


def _alignment(side: ZonePictures, check: str, routine: str) -> ZoneResult:
    """The character furthest off the smooth course of its line, along or across it."""
    known = side.matches if side.reading.refused is None else ()
    found = [(off, line, at) for line, row in enumerate(known) for at, off in _off_line(row)]
    if not found:
        return ZoneResult(check, routine, CheckOutcome.NOT_PERFORMED, "zone_not_read", side.read_in)
    measured, line, at = max(found)
    facts = {"line": str(line + 1), "position": str(at + 1)}
    reasons = ("characters_aligned", "character_off_line")
    return _judged(side, check, routine, side.read_in, measured, MOST_OFF_LINE_MM, 0.1, reasons, facts, "mm")


def _place_glow(boxes: Mapping[Any, BoxMm] | None) -> Callable[[ZonePictures, str, str], ZoneResult]:
    """A check of the brightness of a place under ultraviolet; None for the zone itself."""

    def measure(side: ZonePictures, check: str, routine: str) -> ZoneResult:
        light, own = side.ultraviolet, _box(side, boxes)
        here = None if own is None else _glow(side, own)
        if own is None or here is None:
            reason = "no_such_place" if own is None else "off_picture"
            return ZoneResult(check, routine, CheckOutcome.NOT_PERFORMED, reason, light)
        others = [
            glow
            for each in (None, PORTRAIT_MM, VISUAL_MM)
            if each is not boxes and (box := _box(side, each)) and (glow := _glow(side, box)) is not None
        ]
        around = float(np.median(others)) if others else here
        ratio = here / max(around, _DARK)
        assert side.place is not None
        where = side.place.corners(own)
        facts = {"brightness": f"{here:.3f}"}
        if here >= DULL_BELOW:
            margin = max(-1.0, (DULL_BELOW - here) / DULL_BELOW)
            failed = CheckOutcome.FAILED, "place_bright"
            return ZoneResult(check, "glow", *failed, light, here, DULL_BELOW, margin, "", where)
        margin = _margin(ratio, OUTSHINES, 1.0)
        said = (
            (CheckOutcome.SUCCESSFUL, "place_dull") if margin >= 0 else (CheckOutcome.UNDETERMINED, "place_outshines")
        )
        return ZoneResult(check, routine, *said, light, ratio, OUTSHINES, margin, "", where, facts)

    return measure


_ROUTINES: tuple[tuple[str, str, Callable[[ZonePictures, str, str], ZoneResult]], ...] = (
    ("OPT.MRZ.IR", "zone_contrast", _contrast),
    ("OPT.MRZ.IR", "zone_ground", _ground),
    ("OPT.MRZ.FONT", "typeface", _typeface),
    ("OPT.MRZ.GEOM", "pitch", _pitch),
    ("OPT.MRZ.GEOM", "alignment", _alignment),
    ("SSV.UV.BR.MR", "outshines", _place_glow(None)),
    ("SSV.UV.BR.PH", "outshines", _place_glow(PORTRAIT_MM)),
    ("SSV.UV.BR.VZ", "outshines", _place_glow(VISUAL_MM)),
)
CODES = frozenset(code for code, _, _ in _ROUTINES)
ZONE_ROUTINES = frozenset(routine for _, routine, _ in _ROUTINES)


def _off_line(row: tuple[GlyphMatch, ...]) -> list[tuple[int, float]]:
    known = [(at, each) for at, each in enumerate(row) if each.likeness > OTHER_TYPE - 0.1]
    if len(known) < 6:
        return []
    at = np.array([each for each, _ in known], np.float64)
    off = np.array([(each.right_mm, each.down_mm) for _, each in known])
    course = np.column_stack([np.polyval(np.polyfit(at, off[:, axis], 2), at) for axis in (0, 1)])
    return [(int(place), float(each)) for place, each in zip(at, np.abs(off - course).max(axis=1), strict=True)]


def _spread(side: ZonePictures, light: str) -> float | None:
    assert side.place is not None
    strips = between_lines(*side.brightness(light))
    spreads = [float(lines_of(each, 10.0).std() / max(float(np.median(each)), 1e-3)) for each in strips]
    return max(spreads, default=None)


def _box(side: ZonePictures, boxes: Mapping[Any, BoxMm] | None) -> BoxMm | None:
    assert side.place is not None
    if boxes is None:
        return side.place.box
    document = side.reading.document
    return None if document is None else boxes.get(document.format)


def _glow(side: ZonePictures, box: BoxMm) -> float | None:
    assert side.place is not None
    crop = cut(side.pictures[side.ultraviolet], side.place, box)
    return None if crop is None else page_glow(crop)


def _judged(
    side: ZonePictures,
    check: str,
    routine: str,
    light: str,
    measured: float,
    threshold: float,
    best: float,
    reasons: tuple[str, str],
    facts: Mapping[str, str] | None = None,
    unit: str = "",
) -> ZoneResult:
    """A result of the whole zone; ``best`` is what a sound zone gives, on its side of the threshold."""
    assert side.place is not None
    margin = _margin(measured, threshold, best)
    outcome, reason = (CheckOutcome.SUCCESSFUL, reasons[0]) if margin >= 0 else (CheckOutcome.FAILED, reasons[1])
    where = side.place.corners(side.place.box)
    return ZoneResult(check, routine, outcome, reason, light, measured, threshold, margin, unit, where, facts or {})


def _margin(measured: float, threshold: float, best: float) -> float:
    """-1 to 1 with the decision at 0 (BSI TR-03135-1)."""
    return max(-1.0, min(1.0, (measured - threshold) / (best - threshold)))

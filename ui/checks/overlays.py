"""The place of a check on both panes: framed, with the symbol of its outcome."""

from __future__ import annotations

from collections.abc import Callable

from ui.checks.words import outcome_name, symbol_of, tone_of
from ui.fields import term
from ui.style import TONES
from ui.viewer import Overlay
from workstation.cases.model import Region, Shape
from workstation.checks.crops import stored_place
from workstation.checks.judged import Judged
from workstation.checks.optical_answers import stored_corners
from workstation.specimens.model import SpecimenPicture

#: Overlays of checks begin so.
CHECK = "check-"


def check_region(each: Judged) -> Region | None:
    """Where a result was measured, in pixels of its capture; None where it names no place."""
    corners = stored_corners(each.result)
    if corners is None:
        return None
    return Region(Shape.POLYGON, tuple((float(x), float(y)) for x, y in corners))


def questioned_overlay(each: Judged, to_shown: Callable[[Region], Region]) -> Overlay | None:
    """The frame on the questioned picture."""
    region = check_region(each)
    return None if region is None else _overlay(each, to_shown(region))


def specimen_overlay(each: Judged, picture: SpecimenPicture) -> Overlay | None:
    """The frame on the specimen's picture, where the check names one."""
    place = stored_place(each.result)
    if place is None or each.facts.get("specimen") != picture.sha256:
        return None
    left, top, width, height = (value * picture.px_per_mm for value in place)
    return _overlay(each, Region(Shape.RECTANGLE, ((left, top), (left + width, top + height))))


def _overlay(each: Judged, region: Region) -> Overlay:
    return Overlay(
        f"{CHECK}{each.result.result_id}",
        region.points_px,
        region.shape,
        "",
        TONES[tone_of(each.outcome)],
        symbol_of(each.outcome),
        True,
        f"{term('check', each.result.check)}\n{outcome_name(each.outcome)}",
    )

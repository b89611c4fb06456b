"""Which places of a model's side say who the holder is, in millimetres on the side."""

from __future__ import annotations

from dataclasses import dataclass

from workstation.checks.optical.taught import TaughtModel
from workstation.imaging.smoothed import RegionMm
from workstation.specimens.model import SpecimenModel

# fmt: off
PERSONAL_FEATURES = frozenset((
    "date_of_expiry", "dovid_machine_readable", "ghost_image", "invisible_multiwavelength", "laser_engraving",
    "laser_perforation", "lenticular", "mrz_b900", "mrz_check_digit", "mrz_content", "mrz_font",
    "mrz_overprint", "mrz_position", "mrz_viz_consistency", "number_consistent", "number_laser_perforated",
    "number_perforated", "number_printed", "number_special_type", "number_uv_fluorescent",
    "penetrating_number", "personal_data", "photo_edge", "portrait", "portrait_background",
    "portrait_overlap", "signature_scanned", "stamp", "steganographic", "tactile", "transparent_window",
    "viz_font", "window",
))
# fmt: on
"""Codes of ``feature.toml`` of what is made for one holder, or may show the holder's picture or number."""

BORDER_MM = 1.2
"""How far a mask reaches beyond its place: print tolerances of a genuine document and of the laying."""

LINE_GAP_MM = 8.0
"""Personal places nearer above each other than this are one."""


@dataclass(frozen=True, slots=True)
class PersonalPlace:
    """A place to be masked.

    Attributes
    ----------
    kind : str
        ``variable`` (differs from holder to holder), ``field:<code of visual_field.toml>``,
        ``feature:<code of feature.toml>``,
        ``between`` two of them, ``below`` them all; with ``reverse:`` before it where
        it shines through from the other side.
    region_mm : tuple of float
        Left, top, width, height.
    """

    kind: str
    region_mm: RegionMm


def personal_places(model: SpecimenModel, taught: TaughtModel, page: str) -> tuple[PersonalPlace, ...]:
    """Every personal place of a side; empty where the model does not say enough for anything to be left open.

    Notes
    -----
    A model says enough of a side where somebody taught what differs there from holder to holder; fields and features
    alone do not tell where the portrait stands.
    """
    if page not in model.pages or not taught.variable_mm.get(page):
        return ()
    own = _of_side(model, taught, page)
    width = model.size_mm[0]
    through = [
        PersonalPlace(f"reverse:{each.kind}", (width - each.region_mm[0] - each.region_mm[2], *each.region_mm[1:]))
        for other in model.pages
        if other != page
        for each in _of_side(model, taught, other)
    ]
    lowest = max(each.region_mm[1] + each.region_mm[3] for each in own)
    if lowest < model.size_mm[1]:
        # Holders sign below their data, and models do not say where: all down to the edge is masked.
        own.append(PersonalPlace("below", (0.0, lowest, width, model.size_mm[1] - lowest)))
    return (*own, *_between(own), *through)


def _between(places: list[PersonalPlace]) -> list[PersonalPlace]:
    """What stands between two personal places one above the other: a line that nobody described, most likely."""
    filled = []
    for upper in places:
        for lower in places:
            left = max(upper.region_mm[0], lower.region_mm[0])
            right = min(each.region_mm[0] + each.region_mm[2] for each in (upper, lower))
            top, bottom = upper.region_mm[1] + upper.region_mm[3], lower.region_mm[1]
            if right > left and 0 < bottom - top <= LINE_GAP_MM:
                filled.append(PersonalPlace("between", (left, top, right - left, bottom - top)))
    return filled


def _of_side(model: SpecimenModel, taught: TaughtModel, page: str) -> list[PersonalPlace]:
    places = [PersonalPlace("variable", each) for each in taught.variable_mm.get(page, ())]
    places += [PersonalPlace(f"field:{each.field}", each.region_mm) for each in model.texts if each.page == page]
    places += [
        PersonalPlace(f"feature:{each.feature}", each.region_mm)
        for each in model.features
        if each.page == page and each.feature in PERSONAL_FEATURES
    ]
    return places

"""Simulated pages for ``benchmark register``: one page under white light and under another, exactly on each other."""

from __future__ import annotations

from drivers.simulation.optics import LAMPS, Picture, picture
from drivers.simulation.scenes import load_scene

_PAIRS = (
    ("uto-passport-genuine", "data_page", "IR850"),
    ("uto-passport-genuine", "data_page", "UV365"),
    ("uto-visa-genuine", "visa", "IR850"),
)


def pairs() -> dict[str, tuple[Picture, Picture]]:
    """Name to a page under white light and under another, without noise."""
    made = {}
    for name, page, light in _PAIRS:
        sheet = load_scene(name).draw(page)
        white, other = (picture(sheet, {each: 100.0}, LAMPS[each].full_ms, 0.0) for each in ("WHITE", light))
        made[f"simulated {name} white-{light}"] = (white, other)
    return made

"""The one vocabulary of lights.

A light is named by its code (``WHITE``, ``UV365``, ``OBLIQUE_LEFT``). The table stands in
``resources/lights.toml``; codes with a wavelength that the table lacks (``VIS600``, ``IR1100``) are understood
from their spelling. Which channel of which controller makes a light is configuration, not vocabulary.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from workstation.resources import RESOURCES


class LightClass(StrEnum):
    """Light class of BSI TR-03135 5.5.1: visible, near infrared, ultraviolet."""

    VISIBLE = "VI"
    INFRARED = "IR"
    ULTRAVIOLET = "UV"


class Geometry(StrEnum):
    """Where the lamp stands."""

    INCIDENT = "incident"
    OBLIQUE_LEFT = "oblique_left"
    OBLIQUE_RIGHT = "oblique_right"
    OBLIQUE_TOP = "oblique_top"
    OBLIQUE_BOTTOM = "oblique_bottom"
    TRANSMITTED = "transmitted"
    COAXIAL = "coaxial"


class Emission(StrEnum):
    """What the camera sees: light thrown back, or light the document makes itself."""

    REFLECTED = "reflected"
    LUMINESCENCE = "luminescence"


@dataclass(frozen=True, slots=True)
class Light:
    """One light.

    Attributes
    ----------
    code : str
        Upper case, stable, used in file names and in the case file.
    light_class : LightClass
    wavelength_nm : int or None
        Centre of the lamp's band; None for white and for a class without a stated wavelength.
    geometry : Geometry
    emission : Emission
    order : int
        Place in the row of lights.
    """

    code: str
    light_class: LightClass
    wavelength_nm: int | None
    geometry: Geometry = Geometry.INCIDENT
    emission: Emission = Emission.REFLECTED
    order: int = 1000

    @property
    def false_colour(self) -> bool:
        """True where the colours on the screen are not the colours of the page."""
        return self.light_class is not LightClass.VISIBLE


_WAVELENGTH_CODE = re.compile(r"(UV|VIS|VI|IR)_?(\d{3,4})(?:NM)?")
_CLASS_OF_PREFIX = {
    "UV": LightClass.ULTRAVIOLET,
    "VIS": LightClass.VISIBLE,
    "VI": LightClass.VISIBLE,
    "IR": LightClass.INFRARED,
}
_RANGE_NM = {
    LightClass.ULTRAVIOLET: range(200, 420),
    LightClass.VISIBLE: range(380, 800),
    LightClass.INFRARED: range(680, 2600),
}


@cache
def _table() -> tuple[dict[str, Light], dict[str, str]]:
    rows = tomllib.loads((RESOURCES / "lights.toml").read_text(encoding="utf-8"))["light"]
    lights: dict[str, Light] = {}
    aliases: dict[str, str] = {}
    for order, row in enumerate(rows):
        light = Light(
            code=row["code"],
            light_class=LightClass(row["class"]),
            wavelength_nm=row.get("wavelength_nm"),
            geometry=Geometry(row.get("geometry", "incident")),
            emission=Emission(row.get("emission", "reflected")),
            order=order,
        )
        lights[light.code] = light
        aliases |= dict.fromkeys((light.code, *row.get("aliases", ())), light.code)
    return lights, aliases


def known_lights() -> tuple[Light, ...]:
    """Every light of the table, in the order of the row of lights."""
    return tuple(_table()[0].values())


def find_light(name: str) -> Light | None:
    """Light that a name means, in any case, or None where it names none."""
    lights, aliases = _table()
    key = re.sub(r"[\s.-]+", "_", name.strip().upper())
    if key in aliases:
        return lights[aliases[key]]
    match = _WAVELENGTH_CODE.fullmatch(key)
    if match is None:
        return None
    light_class, wavelength_nm = _CLASS_OF_PREFIX[match[1]], int(match[2])
    if wavelength_nm not in _RANGE_NM[light_class]:
        return None
    prefix = "VIS" if light_class is LightClass.VISIBLE else match[1]
    code = f"{prefix}{wavelength_nm}"
    if code in lights:
        return lights[code]
    emission = Emission.LUMINESCENCE if light_class is LightClass.ULTRAVIOLET else Emission.REFLECTED
    return Light(code, light_class, wavelength_nm, emission=emission, order=1000 + wavelength_nm)


def light(name: str) -> Light:
    """Light that a name means.

    Raises
    ------
    KeyError
        The name means no light.
    """
    found = find_light(name)
    if found is None:
        raise KeyError(name)
    return found


def light_of_file(path: Path) -> Light | None:
    """Light named by a picture file: its whole stem, or one part of it (``page1_UV365.tif``)."""
    whole = find_light(path.stem)
    if whole is not None:
        return whole
    named = {found.code: found for part in re.split(r"[\s_.-]+", path.stem) if (found := find_light(part))}
    return next(iter(named.values())) if len(named) == 1 else None


def counterpart(wanted: Light, available: tuple[Light, ...]) -> Light | None:
    """The available light to hold beside ``wanted``: the same, else the nearest of its class and geometry."""
    if wanted in available:
        return wanted
    alike = [
        each for each in available if each.light_class is wanted.light_class and each.geometry is wanted.geometry
    ]

    def distance(each: Light) -> tuple[int, int]:
        if wanted.wavelength_nm is None or each.wavelength_nm is None:
            return (0 if wanted.wavelength_nm == each.wavelength_nm else 1, each.order)
        return (abs(each.wavelength_nm - wanted.wavelength_nm), each.order)

    return min(alike, key=distance, default=None)

"""From material to picture: lamps, geometry, camera. No document knows of a light, no light of a document.

Responsible for: what reaches each pixel of the camera without noise, exposure, and the tone curve.
Not responsible for: noise, shift, time (``drivers.cameras.simulated``); what the document is made of (``sheet``).

A pixel is 255 times the square root of the share of full exposure. With such a curve the spread of shot noise is the
same at every level, and ``linear`` gives the light back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.simulation.inks import DARK, Rgb
from drivers.simulation.sheet import Grating, Sheet
from workstation.lights import Geometry, LightClass, find_light

Light = NDArray[Any]
Picture = NDArray[Any]

BLACK_LEVEL = 0.0004
FULL_SHARE = 0.9
VEIL = 0.004
FALL_OFF = 0.10
RELIEF_GAIN = 2.6
GLOSS = 0.30
SHADOW_STEPS = (2, 4, 7)
STRIP_ROWS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Lamp:
    """One lamp at 100 percent.

    Attributes
    ----------
    visible, infrared : tuple of float
        Light at red, green, blue, and at 700, 850, 940 nm.
    uv_365, uv_254 : float
        Excitation.
    violet : float
        Visible violet that the lamp leaks past its own filter.
    full_ms : float
        Exposure at 0 dB that brings a perfectly white sheet to nine tenths of full scale.
    rise_ms : float
        Time constant with which it becomes bright after it was switched on.
    """

    geometry: Geometry = Geometry.INCIDENT
    visible: Rgb = DARK
    infrared: Rgb = DARK
    uv_365: float = 0.0
    uv_254: float = 0.0
    violet: float = 0.0
    full_ms: float
    rise_ms: float = 8.0


_WHITE: Rgb = (1.0, 0.99, 0.965)
LAMPS: dict[str, Lamp] = {
    "WHITE": Lamp(visible=_WHITE, full_ms=60),
    "OBLIQUE_LEFT": Lamp(geometry=Geometry.OBLIQUE_LEFT, visible=_WHITE, full_ms=120),
    "OBLIQUE_RIGHT": Lamp(geometry=Geometry.OBLIQUE_RIGHT, visible=_WHITE, full_ms=120),
    "OBLIQUE_TOP": Lamp(geometry=Geometry.OBLIQUE_TOP, visible=_WHITE, full_ms=120),
    "OBLIQUE_BOTTOM": Lamp(geometry=Geometry.OBLIQUE_BOTTOM, visible=_WHITE, full_ms=120),
    "TRANSMITTED": Lamp(geometry=Geometry.TRANSMITTED, visible=(1.0, 0.97, 0.90), full_ms=200, rise_ms=12),
    "COAXIAL": Lamp(geometry=Geometry.COAXIAL, visible=_WHITE, full_ms=80),
    "UV365": Lamp(uv_365=1.0, violet=0.006, full_ms=600, rise_ms=20),
    "UV313": Lamp(uv_365=0.45, uv_254=0.55, violet=0.005, full_ms=700, rise_ms=20),
    "UV254": Lamp(uv_254=1.0, violet=0.004, full_ms=900, rise_ms=25),
    "UV": Lamp(uv_365=1.0, violet=0.006, full_ms=600, rise_ms=20),
    "IR": Lamp(infrared=(0.0, 0.6, 0.4), full_ms=250, rise_ms=10),
    "IR700": Lamp(infrared=(1.0, 0.0, 0.0), full_ms=200, rise_ms=10),
    "IR850": Lamp(infrared=(0.0, 1.0, 0.0), full_ms=250, rise_ms=10),
    "IR940": Lamp(infrared=(0.0, 0.0, 1.0), full_ms=400, rise_ms=10),
    "IR_TRANSMITTED": Lamp(geometry=Geometry.TRANSMITTED, infrared=(0.0, 0.6, 0.4), full_ms=400, rise_ms=12),
}
_LAMP_DIRECTION_DEG = {
    Geometry.OBLIQUE_RIGHT: 0.0,
    Geometry.OBLIQUE_TOP: 90.0,
    Geometry.OBLIQUE_LEFT: 180.0,
    Geometry.OBLIQUE_BOTTOM: 270.0,
}
# Where the lamp is: columns and rows that the light travels along.
_TRAVEL = {
    Geometry.OBLIQUE_LEFT: (1, 0),
    Geometry.OBLIQUE_RIGHT: (-1, 0),
    Geometry.OBLIQUE_TOP: (0, 1),
    Geometry.OBLIQUE_BOTTOM: (0, -1),
}


def lamp(code: str) -> Lamp:
    """The lamp of a light code; one that the table lacks is made from its wavelength, or gives no light."""
    if code in LAMPS:
        return LAMPS[code]
    light = find_light(code)
    if light is None or light.wavelength_nm is None:
        return Lamp(full_ms=60)
    nearest = {
        LightClass.INFRARED: "IR700"
        if light.wavelength_nm < 775
        else "IR850"
        if light.wavelength_nm < 895
        else "IR940",
        LightClass.ULTRAVIOLET: "UV254"
        if light.wavelength_nm < 285
        else "UV313"
        if light.wavelength_nm < 340
        else "UV365",
    }
    if light.light_class in nearest:
        return LAMPS[nearest[light.light_class]]
    red, green, blue = spectrum(np.array([light.wavelength_nm], np.float32))[0]
    return Lamp(visible=(float(red), float(green), float(blue)), full_ms=120)


def warmth(rise_ms: float, lit_ms: float, exposure_ms: float) -> float:
    """Light of an exposure as a share of what a steady lamp gives: a first-order rise, averaged over the exposure.

    Parameters
    ----------
    lit_ms : float
        From switching on to the beginning of the exposure.
    """
    at_start, at_end = (float(np.exp(-max(each, 0.0) / rise_ms)) for each in (lit_ms, lit_ms + exposure_ms))
    return 1 - rise_ms / exposure_ms * (at_start - at_end)


def dimmed(seen: Picture, share: float) -> Picture:
    """What the camera would see with every lamp at a share of its light."""
    light = (np.arange(256) / 255) ** 2
    table = 255 * np.sqrt(BLACK_LEVEL + np.maximum(light - BLACK_LEVEL, 0) * share)
    return np.asarray(cv2.LUT(seen, np.rint(table).astype(np.uint8)), np.uint8)


def spectrum(wavelength_nm: NDArray[Any]) -> Light:
    """Red, green and blue that the camera sees of one wavelength; shape (..., 3)."""
    peaks = np.array([610.0, 540.0, 455.0], np.float32)
    widths = np.array([42.0, 38.0, 32.0], np.float32)
    return np.asarray(np.exp(-(((wavelength_nm[..., None] - peaks) / widths) ** 2)), np.float32)


def linear(pixels: Picture) -> Light:
    """Share of full exposure behind encoded pixels, black level taken off."""
    return np.asarray((pixels.astype(np.float32) / 255) ** 2 - np.float32(BLACK_LEVEL))


def picture(sheet: Sheet, lit: Mapping[str, float], exposure_ms: float, gain_db: float) -> Picture:
    """What the camera would see without noise.

    Parameters
    ----------
    lit : mapping of str to float
        Every lamp that is on, with its percent.

    Returns
    -------
    ndarray, shape (H, W, 3), uint8, RGB, 255 * sqrt(share of full exposure)
    """
    shining = [(lamp(code), percent / 100) for code, percent in sorted(lit.items()) if percent > 0]
    gain = 10 ** (gain_db / 20)
    seen = np.empty((sheet.height, sheet.width, 3), np.uint8)
    parts = [
        (each, share * gain * exposure_ms / each.full_ms * FULL_SHARE, _relief(sheet, each.geometry))
        for each, share in shining
    ]
    glare = VEIL * sum(_mean_level(sheet, each) * scale for each, scale, _ in parts)
    for top in range(0, sheet.height, STRIP_ROWS):
        rows = slice(top, min(top + STRIP_ROWS, sheet.height))
        total = np.full((rows.stop - rows.start, sheet.width, 3), BLACK_LEVEL + glare, np.float32)
        for each, scale, relief in parts:
            _shine(total, sheet, each, scale, rows, relief)
        cv2.sqrt(np.maximum(total, 0), total)
        seen[rows] = cv2.convertScaleAbs(total, alpha=255)
    return seen


def _table(scale: Rgb) -> Light:
    steps = (np.arange(256, dtype=np.float32) / 255) ** 2
    return np.asarray(steps[:, None] * np.asarray(scale, np.float32), np.float32)[None]


def _scaled(rgb: Rgb, factor: float) -> Rgb:
    return rgb[0] * factor, rgb[1] * factor, rgb[2] * factor


def _shine(total: Light, sheet: Sheet, each: Lamp, scale: float, rows: slice, relief: Light | None) -> None:
    """Add one lamp's light to a strip."""
    transmitted = each.geometry is Geometry.TRANSMITTED
    share = 0.5 if each.geometry is Geometry.COAXIAL else 1.0
    light = np.zeros_like(total)
    if transmitted:
        _pass_through(light, sheet, each, scale, rows)
    else:
        if max(each.visible) > 0:
            light += cv2.LUT(sheet.colour[rows], _table(_scaled(each.visible, scale * share)))
        if max(each.infrared) > 0:
            bands = cv2.LUT(sheet.infrared[rows], _table(_scaled(each.infrared, scale * share)))
            light += np.asarray(cv2.transform(bands, np.ones((3, 3), np.float32)), np.float32)
        if each.violet:
            violet = cv2.LUT(
                cv2.merge([sheet.colour[rows][..., 2]] * 3), _table(_scaled((0.34, 0.10, 1.0), each.violet * scale))
            )
            light += violet
        if each.geometry is Geometry.COAXIAL:
            light += cv2.LUT(cv2.merge([sheet.retro[rows]] * 3), _table(_scaled((0.62, 0.66, 0.70), scale)))
        for plane, power in ((sheet.glow_365, each.uv_365), (sheet.glow_254, each.uv_254)):
            if power:
                light += cv2.LUT(plane[rows], _table(_scaled((1.0, 1.0, 1.0), power * scale)))
        if relief is not None:
            light = cv2.multiply(light, cv2.merge([relief[rows]] * 3))
            gleam = np.clip(relief[rows] - np.float32(1.12), 0, 1) * np.float32(GLOSS * scale)
            light = np.asarray(light + cv2.merge([gleam] * 3), np.float32)
        if max(each.visible) > 0:
            for grating in sheet.gratings:
                _diffract(light, grating, each, scale, rows.start)
    falling = _fall_off(sheet, each.geometry, rows)
    total += cv2.multiply(light, cv2.merge([falling] * 3))


def _pass_through(light: Light, sheet: Sheet, each: Lamp, scale: float, rows: slice) -> None:
    # An ink is passed once here and twice in reflection, so its stored square root is its passage.
    once = (np.arange(256, dtype=np.float32) / 255)[:, None]
    paper = [float(np.sqrt(level)) for level in sheet.paper_rgb]
    inks = np.zeros_like(light)
    if max(each.visible) > 0:
        factors = np.array([each.visible[channel] / paper[channel] for channel in range(3)], np.float32)
        inks += cv2.LUT(sheet.colour[rows], np.asarray(once * factors, np.float32)[None])
    if max(each.infrared) > 0:
        bands = cv2.LUT(
            sheet.infrared[rows], np.asarray(once * np.asarray(each.infrared, np.float32), np.float32)[None]
        )
        inks += cv2.transform(bands, np.ones((3, 3), np.float32))
    bare = cv2.merge([cv2.LUT(sheet.clear[rows], np.asarray(once, np.float32)[None, :, 0])] * 3)
    inks = cv2.max(inks, bare)
    paper_light = cv2.LUT(sheet.passage[rows], _table((scale, scale, scale))[..., 0])
    behind = cv2.LUT(sheet.back[rows], np.asarray(once, np.float32)[None, :, 0])
    through = cv2.multiply(paper_light, behind)
    light += cv2.multiply(inks, cv2.merge([through] * 3))


def _diffract(light: Light, grating: Grating, each: Lamp, scale: float, first_row: int) -> None:
    stamp = grating.stamp
    top, bottom = max(stamp.top, first_row), min(stamp.top + stamp.coverage.shape[0], first_row + light.shape[0])
    left, right = max(stamp.left, 0), min(stamp.left + stamp.coverage.shape[1], light.shape[1])
    if top >= bottom or left >= right:
        return
    there = slice(top - stamp.top, bottom - stamp.top), slice(left - stamp.left, right - stamp.left)
    here = slice(top - first_row, bottom - first_row), slice(left, right)
    covered = stamp.coverage[there].astype(np.float32) / 255
    azimuth, wavelength = grating.azimuth_deg[there], grating.wavelength_nm[there]
    mirror = azimuth < 0
    hue = spectrum(wavelength)
    grey = np.float32(0.30)
    if each.geometry in _LAMP_DIRECTION_DEG:
        away = np.abs((azimuth - _LAMP_DIRECTION_DEG[each.geometry] + 180) % 360 - 180)
        answer = np.exp(-((away / 34) ** 2)) * ~mirror * 1.25
        seen = hue * answer[..., None] + np.float32(0.02)
    elif each.geometry is Geometry.COAXIAL:
        seen = np.where(mirror, 0.95, 0.06)[..., None] * np.array([0.95, 0.97, 1.0], np.float32)
    else:
        seen = np.where(mirror[..., None], grey, 0.12 + 0.20 * hue)
    kept = 1 - 0.55 * covered
    light[here] = (
        light[here] * kept[..., None] + np.asarray(seen, np.float32) * (covered * np.float32(scale))[..., None]
    )


def _relief(sheet: Sheet, geometry: Geometry) -> Light | None:
    """Brightness of slopes and cast shadows under a lamp at a low angle; None where relief does not show."""
    if geometry not in _TRAVEL:
        return None
    across, down = _TRAVEL[geometry]
    height = sheet.height_um
    steepness = 1 / (1000 / sheet.px_per_mm)
    kernel = np.array([-0.5, 0, 0.5], np.float32) * np.float32(steepness * RELIEF_GAIN * (across + down))
    one = np.ones(1, np.float32)
    facing = cv2.sepFilter2D(height, cv2.CV_32F, kernel if across else one, one if across else kernel)
    relief = np.clip(facing + np.float32(1), 0.15, 2.4)
    rise = np.float32(0.27 * 1000 / sheet.px_per_mm)
    for steps in SHADOW_STEPS:
        moved = np.array([[1, 0, across * steps], [0, 1, down * steps]], np.float32)
        hidden = cv2.warpAffine(height, moved, (sheet.width, sheet.height), borderMode=cv2.BORDER_REPLICATE)
        over = np.clip((hidden - height - np.float32(steps) * rise) * np.float32(0.05), 0, 0.5)
        relief = cv2.multiply(relief, 1 - over)
    return np.asarray(relief, np.float32)


def _fall_off(sheet: Sheet, geometry: Geometry, rows: slice) -> Light:
    """Lens shading, and the lamp's own: a side lamp is brighter on its side, a panel in its middle."""
    x = np.linspace(-1, 1, sheet.width, dtype=np.float32)[None, :]
    y = (np.arange(rows.start, rows.stop, dtype=np.float32)[:, None] / max(1, sheet.height - 1)) * 2 - 1
    y = y * np.float32(sheet.height / sheet.width)
    lens = 1 - np.float32(FALL_OFF) * (x * x + y * y)
    across, down = _TRAVEL.get(geometry, (0, 0))
    return np.asarray(lens * (1 - 0.16 * across * x - 0.16 * down * y), np.float32)


def _mean_level(sheet: Sheet, each: Lamp) -> float:
    """Rough mean radiance of the page under a lamp, for the veil it throws over the picture."""
    step = (slice(None, None, 16), slice(None, None, 16))
    colour = float(np.mean((sheet.colour[step].astype(np.float32) / 255) ** 2)) * sum(each.visible) / 3
    infrared = float(np.mean((sheet.infrared[step].astype(np.float32) / 255) ** 2)) * sum(each.infrared)
    passed = float(np.mean((sheet.passage[step].astype(np.float32) / 255) ** 2))
    glow = float(np.mean((sheet.glow_365[step].astype(np.float32) / 255) ** 2)) * each.uv_365
    glow += float(np.mean((sheet.glow_254[step].astype(np.float32) / 255) ** 2)) * each.uv_254
    return (colour + infrared) * (passed if each.geometry is Geometry.TRANSMITTED else 1.0) + glow

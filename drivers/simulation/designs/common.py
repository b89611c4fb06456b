"""Ornament that the family shares, with its measures left open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from drivers.simulation import materials
from drivers.simulation.copies import Copy
from drivers.simulation.lettering import text
from drivers.simulation.linework import (
    Field,
    around,
    blend_right,
    braid,
    circle,
    curves,
    lines,
    plane_mm,
    rosette_band,
    spirograph,
    weighted,
)
from drivers.simulation.motifs import star
from drivers.simulation.sheet import Stamp

Point = tuple[float, float]
Box = tuple[float, float, float, float]
MICRO = "RESPVBLICAVTOPIENSIS·"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Guilloche ground in rainbow printing: three families of lines, each changing from one ink to another.

    Attributes
    ----------
    inks : tuple of pairs
        Left and right ink of each family.
    centre : tuple of float
        Where the lines swell around the rosette.
    change_mm : tuple of float
        From where to where the inks change.
    quiet : tuple of float
        Box in which the ground steps back (the portrait).
    """

    inks: tuple[tuple[str, str], tuple[str, str], tuple[str, str]]
    centre: Point
    reach: float
    change_mm: tuple[float, float]
    quiet: Box
    pitch_mm: float = 0.74
    line_mm: float = 0.125


def bump(x: Field, y: Field, at: Point, reach: float) -> Field:
    """A smooth hill of height 1."""
    return np.asarray(np.exp(-(((x - at[0]) ** 2 + (y - at[1]) ** 2) / np.float32(reach * reach))), np.float32)


def ground(copy: Copy, layer: str, plan: Ground) -> None:
    """Print the ground."""
    sheet = copy.sheet
    x, y = plane_mm(sheet)
    right = blend_right(sheet, *plan.change_mm)
    swell = bump(x, y, plan.centre, plan.reach) * np.float32(2.8)
    left, top, width, height = plan.quiet
    inside_x = np.clip(np.minimum(x - left, left + width - x) / 3 + 0.5, 0, 1)
    inside_y = np.clip(np.minimum(y - top, top + height - y) / 3 + 0.5, 0, 1)
    present = np.asarray(1 - 0.62 * inside_x * inside_y, np.float32)
    pitch = np.float32(plan.pitch_mm)
    drift = np.sin(x / np.float32(9.0) + np.sin(y / np.float32(13.0))) * np.float32(1.1)
    other = np.sin(x / np.float32(11.0) - y / np.float32(17.0) + 2) * np.float32(1.5)
    slant = (x * np.float32(0.82) + y * np.float32(0.57)) / (pitch * 2) + np.sin((x - y) / np.float32(14.0)) * 2
    phases = (y / pitch + drift + swell, y / pitch - other - swell * np.float32(0.8), slant)
    widths = (plan.line_mm, plan.line_mm, plan.line_mm * 0.85)
    for phase, width_mm, (left_ink, right_ink), strength in zip(
        phases, widths, plan.inks, (0.85, 0.80, 0.55), strict=True
    ):
        coverage = weighted(lines(np.asarray(phase, np.float32), width_mm, sheet.px_per_mm), present)
        copy.print(layer, left_ink, Stamp(weighted(coverage, 1 - right)), strength)
        copy.print(layer, right_ink, Stamp(weighted(coverage, right)), strength)


@dataclass(frozen=True, slots=True)
class Band:
    """One ring of a rosette."""

    inner: float
    outer: float
    petals: int
    strands: int
    swell: int
    ink: str
    strength: float = 0.78


def rosette(
    copy: Copy, layer: str, centre: Point, bands: tuple[Band, ...], heart: str, line_mm: float = 0.12
) -> None:
    """Rings of lace around a spirograph."""
    scale = copy.sheet.px_per_mm
    bounds = around(centre, bands[-1].outer)
    for band in bands:
        lace = rosette_band(
            centre, band.inner, band.outer, petals=band.petals, strands=band.strands, swell=band.swell, depth=0.28
        )
        copy.print(layer, band.ink, curves(lace, bounds, line_mm, scale, closed=True), band.strength)
    radius = bands[0].inner * 1.35
    drawn = [
        spirograph(centre, radius, lobes=19, over=7, loop=0.42),
        spirograph(centre, radius * 0.6, lobes=13, over=5, loop=0.38),
    ]
    copy.print(layer, heart, curves(drawn, bounds, line_mm, scale, closed=True), 0.7)


def ir_split(copy: Copy, centre: Point, radius: float, ink: str) -> None:
    """A compass rose of one colour and two inks: only its right half stays in the infrared."""
    scale = copy.sheet.px_per_mm
    bounds = around(centre, radius * 1.02)
    lace = [
        *rosette_band(centre, radius * 0.52, radius * 0.93, petals=16, strands=5, swell=8),
        circle(centre, radius),
    ]
    drawn = curves(lace, bounds, 0.14, scale, closed=True)
    points = star(centre, radius * 0.66, scale)
    coverage = drawn.coverage.copy()
    materials.overlay(coverage, points, drawn)
    middle = copy.sheet.px(centre[0]) - drawn.left
    left, right = coverage.copy(), coverage.copy()
    left[:, middle:], right[:, :middle] = 0, 0
    copy.print("ir_split", ink, Stamp(left, drawn.left, drawn.top))
    copy.print("ir_split", f"{ink}_ir", Stamp(right, drawn.left, drawn.top))


def register(copy: Copy, centre: Point, radius: float, ink: str) -> None:
    """Front half of the see-through register; the other half is on the back and appears in transmitted light."""
    sheet = copy.sheet
    scale = sheet.px_per_mm
    ring = [circle(centre, radius), circle(centre, radius * 0.88)]
    whole = star(centre, radius * 0.84, scale, points=8, inner=0.5)
    rows, columns = whole.coverage.shape
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    sector = np.floor(np.degrees(np.arctan2(y - rows / 2, x - columns / 2)) / 45).astype(int) % 2 == 0
    copy.print("register", ink, curves(ring, around(centre, radius), 0.15, scale, closed=True))
    copy.print("register", ink, Stamp(np.asarray(whole.coverage * sector, np.uint8), whole.left, whole.top))
    behind = Stamp(np.asarray(whole.coverage * ~sector, np.uint8), whole.left, whole.top)
    here, coverage = sheet.place(behind)
    sheet.back[here] = np.minimum(sheet.back[here], 255 - (coverage * 0.62).astype(np.uint8))


def back_print(copy: Copy) -> None:
    """Guilloche of the other side, which only light from behind brings out, and softly."""
    sheet = copy.sheet
    x, y = plane_mm(sheet)
    phase = (y / np.float32(1.6) + np.sin(x / np.float32(6.0)) * np.float32(0.8)).astype(np.float32)
    sheet.back[:] = 255 - (lines(phase, 0.3, sheet.px_per_mm) * 0.09).astype(np.uint8)


def latent(copy: Copy, box: Box, word: str, ink: str) -> None:
    """Latent image: raised lines that run across in the letters and down around them."""
    sheet = copy.sheet
    scale = sheet.px_per_mm
    left, top, width, height = sheet.px(box[0]), sheet.px(box[1]), sheet.px(box[2]), sheet.px(box[3])
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    at = (box[0] + box[2] / 2, box[1] + box[3] * 0.78)
    letters = text(word, at, box[3] * 0.58, scale, font="serif_bold", align="middle")
    inside = np.zeros((height, width), np.uint8)
    materials.overlay(inside, letters, Stamp(inside, left, top))
    pitch = np.float32(0.32 * scale)
    pattern = np.where(inside > 127, lines(rows / pitch, 0.15, scale), lines(columns / pitch, 0.15, scale))
    copy.print("intaglio", ink, Stamp(np.asarray(pattern, np.uint8), left, top), 0.8)


def waves(
    copy: Copy, layer: str, inks: tuple[str, ...], left: float, right: float, top: float, pitch_mm: float
) -> None:
    """Bands of braid across the page, one below the other."""
    for place, ink in enumerate(inks):
        middle = top + place * pitch_mm
        drawn = braid(left, right, middle, pitch_mm * 0.75, waves=9 + place, strands=6)
        bounds = (left, middle - pitch_mm, right - left, 2 * pitch_mm)
        copy.print(layer, ink, curves(drawn, bounds, 0.22, copy.sheet.px_per_mm), 0.75)


def stars(copy: Copy, layer: str, ink: str, places: tuple[Point, ...], radius: float = 1.6) -> None:
    """Five-pointed stars."""
    for place in places:
        copy.print(layer, ink, star(place, radius, copy.sheet.px_per_mm, points=5, inner=0.42))


def rule(
    copy: Copy, layer: str, ink: str, left: float, right: float, heights: tuple[float, ...], line_mm: float = 0.13
) -> None:
    """Straight rules."""
    drawn = [np.array([(left, y), (right, y)]) for y in heights]
    bounds = (left - 1, min(heights) - 1, right - left + 2, max(heights) - min(heights) + 2)
    copy.print(layer, ink, curves(drawn, bounds, line_mm, copy.sheet.px_per_mm))

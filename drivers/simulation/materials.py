"""Papers and plastics, fibres, watermark, laminate and diffractive foil."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.simulation.copies import Copy
from drivers.simulation.inks import INKS, Rgb
from drivers.simulation.lettering import text
from drivers.simulation.linework import Field, around, curves, rosette_band
from drivers.simulation.motifs import disc, emblem, lit_foil_azimuth, star
from drivers.simulation.sheet import Grating, Sheet, Stamp, encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A substrate. ``cloud`` is how unevenly it lets light through, ``grain_um`` its roughness."""

    rgb: Rgb
    ir: Rgb = (0.90, 0.91, 0.91)
    glow_365: Rgb = (0.0040, 0.0056, 0.0120)
    glow_254: Rgb = (0.0026, 0.0036, 0.0075)
    passage: float = 0.62
    cloud: float = 0.10
    grain_um: float = 1.7


PAPERS = {
    "security": Paper(rgb=(0.925, 0.915, 0.865)),
    "visa": Paper(rgb=(0.935, 0.930, 0.895), passage=0.55),
    "card": Paper(
        rgb=(0.940, 0.940, 0.925), glow_365=(0.0028, 0.0040, 0.0080), passage=0.36, cloud=0.015, grain_um=0.35
    ),
    "office": Paper(
        rgb=(0.935, 0.940, 0.955),
        glow_365=(0.17, 0.27, 0.62),
        glow_254=(0.10, 0.15, 0.34),
        passage=0.72,
        cloud=0.20,
        grain_um=1.9,
    ),
    "photo": Paper(
        rgb=(0.950, 0.952, 0.955),
        glow_365=(0.20, 0.30, 0.66),
        glow_254=(0.12, 0.17, 0.36),
        passage=0.10,
        grain_um=0.3,
    ),
    "foreign": Paper(
        rgb=(0.930, 0.918, 0.872),
        glow_365=(0.030, 0.045, 0.110),
        glow_254=(0.015, 0.022, 0.050),
        passage=0.66,
        cloud=0.16,
        grain_um=1.6,
    ),
    "foreign_card": Paper(
        rgb=(0.945, 0.943, 0.930),
        glow_365=(0.030, 0.045, 0.100),
        glow_254=(0.014, 0.020, 0.045),
        passage=0.30,
        cloud=0.01,
        grain_um=0.3,
    ),
    "bright_card": Paper(
        rgb=(0.945, 0.950, 0.965),
        glow_365=(0.15, 0.25, 0.60),
        glow_254=(0.09, 0.14, 0.32),
        passage=0.22,
        cloud=0.01,
        grain_um=0.2,
    ),
}


def cloud(sheet: Sheet, rng: np.random.Generator, cell_mm: float) -> Field:
    """Smooth random field of spread 1 whose blotches measure ``cell_mm``."""
    rows, columns = max(4, round(sheet.size_mm[1] / cell_mm)), max(4, round(sheet.size_mm[0] / cell_mm))
    coarse = rng.normal(size=(rows, columns)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (sheet.width, sheet.height), interpolation=cv2.INTER_CUBIC), np.float32)


def lay_paper(copy: Copy, designed: str) -> None:
    """The bare sheet."""
    sheet, paper = copy.sheet, PAPERS[copy.making.paper or designed]
    rng = copy.rng(1)
    sheet.paper_rgb = paper.rgb
    uneven = cloud(sheet, rng, 0.5) + cloud(sheet, rng, 1.6)
    tint = np.clip(254 + 0.9 * uneven, 0, 255).astype(np.uint8)
    for plane, levels in (
        (sheet.colour, paper.rgb),
        (sheet.infrared, paper.ir),
        (sheet.glow_365, paper.glow_365),
        (sheet.glow_254, paper.glow_254),
    ):
        channels = [cv2.convertScaleAbs(tint, alpha=encode(level) / 255) for level in levels]
        cv2.merge(channels, plane)
    passed = np.float32(paper.passage) * (1 + np.float32(paper.cloud) * 0.5 * uneven)
    sheet.passage[:] = np.sqrt(np.clip(passed, 0, 1)) * 255
    grain = np.zeros((sheet.height, sheet.width), np.float32)
    cv2.setRNGSeed(int(rng.integers(1, 2**31)))
    cv2.randn(grain, np.zeros(1), np.ones(1))
    sigma = max(0.6, 0.045 * sheet.px_per_mm)
    cv2.GaussianBlur(grain, (0, 0), sigma, dst=grain)
    grain *= np.float32(paper.grain_um * sigma * 2.4)
    sheet.height_um += grain


def fibres(copy: Copy, layer: str, inks: tuple[str, ...], count: int, *, salt: int, visible: bool) -> None:
    """Short curled fibres; the visible ones colour the sheet a little and press into it."""
    sheet, rng = copy.sheet, copy.rng(salt)
    width, height = sheet.size_mm
    for ink in inks:
        drawn = []
        for _ in range(count):
            length, bend, turn = rng.uniform(2.2, 4.8), rng.uniform(-1.6, 1.6), rng.uniform(0, 2 * np.pi)
            run = np.linspace(-0.5, 0.5, 24)
            angle = turn + bend * run + 0.5 * np.sin(run * rng.uniform(4, 9))
            steps = np.stack([np.cos(angle), np.sin(angle)], 1) * length / len(run)
            drawn.append(np.add(np.cumsum(steps, axis=0), (rng.uniform(0, width), rng.uniform(0, height))))
        stamp = curves(drawn, (0, 0, width, height), 0.09 if visible else 0.11, sheet.px_per_mm)
        copy.print(layer, ink, stamp)
        sheet.raise_by(stamp, 3.0)


def watermark(copy: Copy, centre: tuple[float, float], radius: float) -> None:
    """A lighthouse in thin and thick paper, several tones; seen only when light comes through."""
    sheet = copy.sheet
    scale = sheet.px_per_mm
    mark = emblem(centre, radius, scale, 0.35)
    soft = 0.16 * scale
    body = mark.coverage.astype(np.float32) / 255
    thick = cv2.GaussianBlur(body, (0, 0), max(0.5, soft))
    broad = cv2.GaussianBlur(body, (0, 0), max(0.8, soft * 5))
    rows, columns = body.shape
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    near = np.hypot(x - columns / 2, y - rows / 2) / (radius * scale)
    halo = np.clip((1.12 - near) / 0.22, 0, 1)
    change = halo * (0.34 - 0.30 * near) + 0.42 * (broad - 0.25) * halo - 0.95 * thick
    light = star((centre[0] + radius * 0.74, centre[1] + radius * 0.95), radius * 0.30, scale, points=5)
    here, _ = sheet.place(mark)
    _passage_by(sheet, mark, np.asarray(change, np.float32))
    _passage_by(sheet, light, light.coverage.astype(np.float32) / 255 * 0.75)
    sheet.height_um[here] += cv2.GaussianBlur(sheet.passage[here], (0, 0), soft).astype(np.float32) * np.float32(
        -0.01
    )


def _passage_by(sheet: Sheet, stamp: Stamp, change: Field) -> None:
    here, coverage = sheet.place(stamp)
    if coverage.shape != change.shape:
        change = change[: coverage.shape[0], : coverage.shape[1]]
    level = (sheet.passage[here].astype(np.float32) / 255) ** 2
    sheet.passage[here] = np.sqrt(np.clip(level * (1 + 0.62 * change), 0, 1)) * 255


def thread(copy: Copy, x_mm: float, width_mm: float = 1.4) -> None:
    """An embedded thread: dark in transmitted light, with clear letters, bright under ultraviolet."""
    sheet = copy.sheet
    scale = sheet.px_per_mm
    length = sheet.size_mm[1]
    band = Stamp(np.full((sheet.height, sheet.px(width_mm)), 255, np.uint8), sheet.px(x_mm), 0)
    letters = np.zeros_like(band.coverage)
    for y in np.arange(4.0, length, 9.0):
        word = text("UTOPIA", (0, 0), 0.8, scale, font="sans_bold")
        upright = cv2.rotate(word.coverage, cv2.ROTATE_90_CLOCKWISE)
        top, left = sheet.px(y), max(0, (band.coverage.shape[1] - upright.shape[1]) // 2)
        part = upright[: max(0, sheet.height - top), : band.coverage.shape[1] - left]
        letters[top : top + part.shape[0], left : left + part.shape[1]] = part
    solid = Stamp(cv2.subtract(band.coverage, letters), band.left, 0)
    _passage_by(sheet, solid, solid.coverage.astype(np.float32) / 255 * -1.25)
    sheet.raise_by(band, 3.5)
    dashes = np.zeros_like(band.coverage)
    for place, y in enumerate(np.arange(0.0, length, 4.0)):
        if place % 2 == 0:
            dashes[sheet.px(y) : sheet.px(y + 4)] = 255
    copy.print("thread", "uv_red", Stamp(dashes, band.left, 0), 0.55)
    copy.print("thread", "uv_yellow", Stamp(255 - dashes, band.left, 0), 0.55)


def holes(copy: Copy, stamp: Stamp) -> None:
    """Laser perforation: holes with a burnt rim that light falls through."""
    sheet = copy.sheet
    copy.print("perforation", "laser", stamp, 0.42)
    here, coverage = sheet.place(stamp)
    open_share = coverage.astype(np.float32) / 255
    level = (sheet.passage[here].astype(np.float32) / 255) ** 2
    sheet.passage[here] = np.sqrt(np.clip(level * (1 - open_share) + 1.0 * open_share, 0, 1)) * 255
    sheet.back[here] = np.maximum(sheet.back[here], coverage)
    sheet.clear[here] = np.maximum(sheet.clear[here], coverage)
    rim = cv2.GaussianBlur(coverage, (0, 0), max(0.6, 0.05 * sheet.px_per_mm))
    sheet.height_um[here] += rim.astype(np.float32) * np.float32(9 / 255) - coverage.astype(np.float32) * np.float32(
        22 / 255
    )


def laminate(copy: Copy, pitch_mm: float = 15.0) -> None:
    """Retro-reflective pattern, unseen but along the line of sight."""
    sheet = copy.sheet
    scale = sheet.px_per_mm
    for row, y in enumerate(np.arange(pitch_mm * 0.35, sheet.size_mm[1] + pitch_mm, pitch_mm * 0.62)):
        for place, x in enumerate(np.arange(-pitch_mm * 0.5 * (row % 2), sheet.size_mm[0] + pitch_mm, pitch_mm)):
            if (place + row) % 2:
                stamp = text("UTO", (float(x), float(y) + 1.6), 3.2, scale, font="serif_bold", align="middle")
            else:
                stamp = emblem((float(x), float(y)), 3.9, scale, 0.16)
            here, coverage = sheet.place(stamp)
            if coverage.size:
                sheet.retro[here] = cv2.max(sheet.retro[here], coverage)
    sheet.retro[:] = np.maximum(sheet.retro, 70) * 0.86


def kinegram(copy: Copy, centre: tuple[float, float], radius: float) -> None:
    """A diffractive patch whose rings, rosette and lighthouse answer lamps from different sides."""
    sheet = copy.sheet
    scale = sheet.px_per_mm
    patch = disc(centre, radius, scale)
    rows, columns = patch.coverage.shape
    near, turn = lit_foil_azimuth(rows, columns)
    near = near * (rows / 2) / (radius * scale)
    lobes = np.cos(np.radians(turn) * 8 + near * 9)
    azimuth = (np.floor(turn / 22.5) * 22.5 * 2 + 180 * (np.sin(near * 26) > 0)) % 360
    wavelength = 440 + 200 * ((near * 1.7 + turn / 360 * 2) % 1)
    lace = curves(
        rosette_band(centre, radius * 0.52, radius * 0.94, petals=12, strands=9, swell=6),
        around(centre, radius),
        0.13,
        scale,
    )
    tower = emblem(centre, radius * 0.50, scale, 0.13)
    azimuth = np.where(lobes > 0.55, (azimuth + 90) % 360, azimuth)
    covered = (patch.coverage * np.float32(0.20)).astype(np.uint8)
    shaped = np.zeros((rows, columns), np.uint8)
    for stamp, direction in ((lace, None), (tower, -1.0)):
        overlay(shaped, stamp, patch)
        if direction is not None:
            on = np.zeros((rows, columns), np.uint8)
            overlay(on, stamp, patch)
            azimuth = np.where(on > 90, direction, azimuth)
    rim = curves(
        [*rosette_band(centre, radius * 0.955, radius * 0.99, petals=60, strands=2)],
        around(centre, radius),
        0.12,
        scale,
    )
    overlay(shaped, rim, patch)
    grey = cv2.max(covered, cv2.convertScaleAbs(shaped, alpha=0.80))
    sheet.gratings.append(
        Grating(Stamp(grey, patch.left, patch.top), azimuth.astype(np.float32), np.asarray(wavelength, np.float32))
    )
    sheet.raise_by(patch, 4.0)
    here, coverage = sheet.place(patch)
    dimmed = 255 - (coverage.astype(np.float32) * 0.30)
    sheet.passage[here] = sheet.passage[here] * dimmed / 255


def overlay(canvas: NDArray[Any], stamp: Stamp, frame: Stamp) -> None:
    """Lay a stamp on a canvas that stands where ``frame`` does."""
    top, left = stamp.top - frame.top, stamp.left - frame.left
    height, width = stamp.coverage.shape
    row, column = max(0, top), max(0, left)
    bottom, right = min(canvas.shape[0], top + height), min(canvas.shape[1], left + width)
    if bottom > row and right > column:
        part = stamp.coverage[row - top : bottom - top, column - left : right - left]
        canvas[row:bottom, column:right] = cv2.max(canvas[row:bottom, column:right], part)


def foil(copy: Copy, centre: tuple[float, float], radius: float) -> None:
    """What an imitator sticks on instead of a diffractive patch: one flat silver layer that never changes."""
    copy.sheet.print(disc(centre, radius, copy.sheet.px_per_mm), INKS["foil"], 0.8)
    copy.sheet.print(emblem(centre, radius * 0.6, copy.sheet.px_per_mm), INKS["slate"], 0.7)


def bleach(sheet: Sheet, here: tuple[slice, slice], share: Field, paper: Paper) -> None:
    """Take print away where an eraser or a solvent has been; ``share`` 0..1 of what was there."""
    for plane, levels in ((sheet.colour, paper.rgb), (sheet.infrared, paper.ir)):
        bare = np.array([encode(level) for level in levels], np.float32)
        mixed = plane[here].astype(np.float32)
        plane[here] = mixed + (bare - mixed) * share[..., None]
    for plane in (sheet.glow_365, sheet.glow_254):
        plane[here] = plane[here] * (1 - share)[..., None]

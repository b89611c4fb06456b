"""What the state of Utopia puts on its documents: emblem, lighthouse, waves, perforated digits, handwriting."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.simulation.linework import Curve, Field, around, circle, curves, lines
from drivers.simulation.portraits import Portrait
from drivers.simulation.sheet import Coverage, Sheet, Stamp

Point = tuple[float, float]
LASER_DOT_MM = 0.0635


def _scaled(unit: NDArray[Any], centre: Point, radius: float) -> Curve:
    return np.asarray(unit * radius + np.asarray(centre))


def _star(points: int, outer: float, inner: float) -> NDArray[Any]:
    turn = np.linspace(0, 2 * np.pi, 2 * points, endpoint=False) - np.pi / 2
    reach = np.where(np.arange(2 * points) % 2 == 0, outer, inner)
    return np.stack([reach * np.cos(turn), reach * np.sin(turn)], axis=1)


def _leaf(at: float, reach: float, side: float) -> NDArray[Any]:
    """A laurel leaf on a circle of radius ``reach`` at the angle ``at``, leaning outwards or inwards."""
    along = np.linspace(0, 1, 14)
    belly = 0.045 * np.sin(np.pi * along) ** 0.8
    outline = np.concatenate([np.stack([along * 0.19, belly], 1), np.stack([along[::-1] * 0.19, -belly[::-1]], 1)])
    lean = at - np.pi / 2 * np.sign(np.cos(at)) + side * 0.62 * np.sign(np.cos(at))
    turn = np.array([[np.cos(lean), -np.sin(lean)], [np.sin(lean), np.cos(lean)]])
    root = np.array([np.cos(at), np.sin(at)]) * reach
    return np.asarray(outline @ turn.T + root)


def emblem_solid(centre: Point, radius: float) -> list[Curve]:
    """Filled parts of the emblem: lighthouse on the crescent island, rays, laurel, five stars."""
    parts: list[NDArray[Any]] = []
    parts.append(np.array([(-0.085, 0.30), (-0.055, -0.22), (0.055, -0.22), (0.085, 0.30)]))
    parts.append(np.array([(-0.095, -0.22), (-0.095, -0.26), (0.095, -0.26), (0.095, -0.22)]))
    parts.append(np.array([(-0.045, -0.275), (-0.045, -0.36), (0.045, -0.36), (0.045, -0.275)]))
    parts.append(np.array([(-0.075, -0.37), (0.0, -0.47), (0.075, -0.37)]))
    for turn in np.linspace(-80, 80, 9):
        if abs(turn) < 1:
            continue
        way = np.deg2rad(turn - 90)
        aside = np.array([-np.sin(way), np.cos(way)])
        root = np.array([0, -0.315])
        near, far = (
            root + 0.13 * np.array([np.cos(way), np.sin(way)]),
            root + 0.40 * np.array([np.cos(way), np.sin(way)]),
        )
        parts.append(np.array([near + 0.006 * aside, far + 0.026 * aside, far - 0.026 * aside, near - 0.006 * aside]))
    turn = np.linspace(np.deg2rad(20), np.deg2rad(160), 60)
    outer = np.stack([0.50 * np.cos(turn), 0.10 + 0.42 * np.sin(turn)], 1)
    inner = np.stack([0.40 * np.cos(turn[::-1]), 0.04 + 0.30 * np.sin(turn[::-1])], 1)
    parts.append(np.concatenate([outer, inner]))
    for degrees in np.arange(-46, 78, 12.4):
        for mirrored in (np.deg2rad(degrees), np.pi - np.deg2rad(degrees)):
            parts += [_leaf(float(mirrored), 0.80, 1.0), _leaf(float(mirrored), 0.80, -1.0)]
    for degrees in (-122, -106, -90, -74, -58):
        at = np.array([np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))]) * 0.80
        parts.append(_star(5, 0.075, 0.030) + at)
    return [_scaled(each, centre, radius) for each in parts]


def emblem_lines(centre: Point, radius: float) -> list[Curve]:
    """Drawn parts of the emblem: two rings, the stem of the laurel, the sea."""
    drawn = [circle(centre, radius * each) for each in (1.0, 0.955, 0.60)]
    for sign in (-1, 1):
        turn = np.deg2rad(np.linspace(-50, 86, 60))
        drawn.append(_scaled(np.stack([sign * 0.80 * np.cos(turn), 0.80 * np.sin(turn)], 1), centre, radius))
    x = np.linspace(-0.32, 0.32, 60)
    for level in (0.22, 0.275, 0.33):
        drawn.append(_scaled(np.stack([x, level + 0.016 * np.sin(x * 40)], 1), centre, radius))
    return drawn


def emblem(centre: Point, radius: float, px_per_mm: float, line_mm: float = 0.15) -> Stamp:
    """The whole emblem as one coverage."""
    bounds = around(centre, radius)
    fine = curves(emblem_lines(centre, radius), bounds, line_mm, px_per_mm)
    body = curves(emblem_solid(centre, radius), bounds, line_mm, px_per_mm, filled=True)
    return Stamp(np.maximum(body.coverage, fine.coverage), fine.left, fine.top)


def star(centre: Point, radius: float, px_per_mm: float, *, points: int = 8, inner: float = 0.42) -> Stamp:
    """A filled star."""
    outline = _scaled(_star(points, 1.0, inner), centre, radius)
    return curves([outline], around(centre, radius), 0.1, px_per_mm, filled=True)


def disc(centre: Point, radius: float, px_per_mm: float) -> Stamp:
    """A filled circle."""
    return curves([circle(centre, radius)], around(centre, radius), 0.1, px_per_mm, filled=True)


_DOTS = {
    "0": "0E11131519110E", "1": "040C040404040E", "2": "0E11010204081F", "3": "1F02040201110E",
    "4": "02060A121F0202", "5": "1F101E0101110E", "6": "0608101E11110E", "7": "1F010204080808",
    "8": "0E11110E11110E", "9": "0E11110F01020C", "U": "1111111111110E", "T": "1F040404040404",
    "R": "1E11111E141211", "V": "11111111110A04", "P": "1E11111E101010",
}  # fmt: skip


def perforation(words: str, at_mm: Point, pitch_mm: float, hole_mm: float, px_per_mm: float) -> Stamp:
    """Dot-matrix characters of round holes, ``at_mm`` the top left hole."""
    holes = []
    for place, letter in enumerate(words):
        rows = bytes.fromhex(_DOTS.get(letter, "1F11111111111F"))
        for row, bits in enumerate(rows):
            for column in range(5):
                if bits >> (4 - column) & 1:
                    middle = (at_mm[0] + (place * 6.4 + column) * pitch_mm, at_mm[1] + row * pitch_mm)
                    holes.append(circle(middle, hole_mm / 2, 20))
    bounds = (at_mm[0] - 1, at_mm[1] - 1, len(words) * 6.4 * pitch_mm + 2, 7 * pitch_mm + 2)
    return curves(holes, bounds, 0.1, px_per_mm, filled=True)


def signature(
    seed: int, left: float, baseline: float, width: float, px_per_mm: float, line_mm: float = 0.32
) -> Stamp:
    """Handwriting of nobody: loops that run to the right."""
    draw = np.random.default_rng(seed * 31 + 5)
    run = np.linspace(0, 1, 700)
    beat = 2 * np.pi * draw.uniform(5.5, 8.0) * run + draw.uniform(0, 6)
    fade = np.clip(1.25 - run, 0.2, 1)
    tall = 1.3 * fade * (0.55 + 0.45 * np.cos(2 * np.pi * draw.uniform(1.3, 2.4) * run + draw.uniform(0, 6)))
    x = left + width * (0.04 + 0.86 * run) + 1.15 * fade * np.cos(beat + 0.8)
    y = baseline - 1.1 * fade - tall * np.sin(beat) + 0.8 * np.sin(2 * np.pi * run * draw.uniform(0.6, 1.2))
    capital = np.linspace(0, 1, 160)
    big = np.stack(
        [
            left + 1.6 + 2.3 * np.sin(2 * np.pi * capital * 0.9) * (1 - 0.3 * capital),
            baseline - 1.6 - 2.6 * np.cos(2 * np.pi * capital * draw.uniform(0.85, 1.3)),
        ],
        axis=1,
    )
    under = np.linspace(0, 1, 100)
    swash = np.stack([left + width * (1 - 0.8 * under), baseline + 1.0 + 0.9 * np.sin(under * 5) * (1 - under)], 1)
    bounds = (left - 4, baseline - 8, width + 8, 12)
    return curves([big, np.stack([x, y], 1), swash], bounds, line_mm, px_per_mm)


def engraved_portrait(
    face: Portrait,
    box_mm: tuple[float, float, float, float],
    pitch_mm: float,
    sheet: Sheet,
    *,
    wave_mm: float = 0.5,
) -> Stamp:
    """A portrait of parallel waves that swell where it is dark."""
    left, top = sheet.px(box_mm[0]), sheet.px(box_mm[1])
    width, height = sheet.px(box_mm[2]), sheet.px(box_mm[3])
    tone = cv2.resize(face.tone, (width, height), interpolation=cv2.INTER_AREA)
    figure = cv2.resize(face.figure, (width, height), interpolation=cv2.INTER_AREA)
    x = (np.arange(width, dtype=np.float32) / np.float32(sheet.px_per_mm))[None, :]
    y = (np.arange(height, dtype=np.float32) / np.float32(sheet.px_per_mm))[:, None]
    swing = np.float32(wave_mm) * np.sin(2 * np.pi * x / np.float32(box_mm[2] * 0.55) + y * 0.25)
    phase = ((y + swing) / np.float32(pitch_mm)).astype(np.float32)
    weight = np.clip(1.0 - tone, 0, 1) * figure
    return Stamp(lines(phase, (weight * np.float32(pitch_mm * 1.05)).astype(np.float32), sheet.px_per_mm), left, top)


def laser_dots(tone: Field, box_mm: tuple[float, float, float, float], sheet: Sheet, seed: int = 3) -> Stamp:
    """A grey picture burnt as dots of 0.064 mm (400 to the inch), more where it is dark."""
    columns, rows = round(box_mm[2] / LASER_DOT_MM), round(box_mm[3] / LASER_DOT_MM)
    small = cv2.resize(np.asarray(tone, np.float32), (columns, rows), interpolation=cv2.INTER_AREA)
    edges = small - cv2.GaussianBlur(small, (0, 0), 2.0)
    wanted = np.clip(1 - (small + 0.6 * edges), 0, 1) ** np.float32(1.08)
    burnt = (wanted > dither_thresholds(rows, columns, seed)).astype(np.float32)
    mixed = 0.42 * burnt + 0.58 * wanted
    width, height = sheet.px(box_mm[2]), sheet.px(box_mm[3])
    shown = cv2.resize(mixed, (width, height), interpolation=cv2.INTER_AREA if width < columns else cv2.INTER_CUBIC)
    return Stamp((np.clip(shown, 0, 1) * 255 + 0.5).astype(np.uint8), sheet.px(box_mm[0]), sheet.px(box_mm[1]))


def dither_thresholds(rows: int, columns: int, seed: int) -> Field:
    """Thresholds 0..1 without low frequencies, so that dots keep apart (blue noise, approximately)."""
    tile = 192
    noise = np.random.default_rng(seed).normal(size=(tile, tile)).astype(np.float32)
    for _ in range(3):
        ranked = np.empty(tile * tile, np.float32)
        high = noise - cv2.GaussianBlur(noise, (0, 0), 1.4, borderType=cv2.BORDER_REFLECT)
        ranked[np.argsort(high, axis=None)] = (np.arange(tile * tile, dtype=np.float32) + 0.5) / (tile * tile)
        noise = ranked.reshape(tile, tile)
    return np.tile(noise, (rows // tile + 1, columns // tile + 1))[:rows, :columns]


def lit_foil_azimuth(rows: int, columns: int) -> tuple[Field, Field]:
    """Polar coordinates of a round patch: radius 0..1 and angle in degrees."""
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    across, down = x / (columns - 1) * 2 - 1, y / (rows - 1) * 2 - 1
    return np.hypot(across, down), np.degrees(np.arctan2(-down, across)) % 360


def filled(shape: tuple[int, int]) -> Coverage:
    """A full rectangle."""
    return np.full(shape, 255, np.uint8)

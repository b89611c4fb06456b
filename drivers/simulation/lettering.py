"""Text as coverage: the visual zone, microtext, and the OCR-B lines of the machine readable zone."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from drivers.simulation.sheet import Coverage, Stamp
from workstation.resources import RESOURCES

FONTS = {
    "sans": "NotoSans-Regular.ttf",
    "sans_bold": "NotoSans-Bold.ttf",
    "serif": "NotoSerif-Regular.ttf",
    "serif_bold": "NotoSerif-Bold.ttf",
    "ocrb": "OCRB.otf",
}
CAP_SHARE = {"sans": 0.714, "sans_bold": 0.714, "serif": 0.714, "serif_bold": 0.714, "ocrb": 0.72}
MRZ_PITCH_MM = 2.54
MRZ_HEIGHT_MM = 2.55
_FINER = 2


@lru_cache(maxsize=128)
def _font(name: str, size_px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(RESOURCES / "fonts" / FONTS[name]), size_px)


def text(
    words: str,
    at_mm: tuple[float, float],
    height_mm: float,
    px_per_mm: float,
    *,
    font: str = "sans",
    spacing_mm: float = 0.0,
    align: str = "left",
) -> Stamp:
    """One line of text.

    Parameters
    ----------
    at_mm : tuple of float
        Baseline, at its left end, middle or right end as ``align`` says.
    height_mm : float
        Height of the capitals.
    spacing_mm : float
        Added after each letter.
    """
    scale = px_per_mm * _FINER
    face = _font(font, max(4, round(height_mm / CAP_SHARE[font] * scale)))
    advances = [face.getlength(letter) + spacing_mm * scale for letter in words]
    natural = face.getlength(words) if not spacing_mm else sum(advances)
    width_px = int(np.ceil(natural)) + 4 * _FINER
    ascent, descent = face.getmetrics()
    picture = Image.new("L", (width_px + 2 * _FINER, ascent + descent + 2), 0)
    pen = ImageDraw.Draw(picture)
    if spacing_mm:
        across = 0.0
        for letter, advance in zip(words, advances, strict=True):
            pen.text((_FINER + across, ascent), letter, fill=255, font=face, anchor="ls")
            across += advance
    else:
        pen.text((_FINER, ascent), words, fill=255, font=face, anchor="ls")
    start_mm = at_mm[0] - {"left": 0.0, "middle": 0.5, "right": 1.0}[align] * natural / scale
    return _reduced(np.asarray(picture), start_mm * px_per_mm - 1, at_mm[1] * px_per_mm - ascent / _FINER)


def _reduced(fine: Coverage, left_px: float, top_px: float) -> Stamp:
    """A finely drawn patch at a place between pixels, averaged onto the pixels."""
    left, top = int(np.floor(left_px)), int(np.floor(top_px))
    inset_x, inset_y = round((left_px - left) * _FINER), round((top_px - top) * _FINER)
    height, width = fine.shape
    rows, columns = (height + inset_y) // _FINER + 1, (width + inset_x) // _FINER + 1
    canvas = np.zeros((rows * _FINER, columns * _FINER), np.uint8)
    canvas[inset_y : inset_y + height, inset_x : inset_x + width] = fine
    return Stamp(cv2.resize(canvas, (columns, rows), interpolation=cv2.INTER_AREA), left, top)


def mrz_line(
    line: str,
    left_mm: float,
    middle_mm: float,
    px_per_mm: float,
    *,
    font: str = "ocrb",
    height_mm: float = MRZ_HEIGHT_MM,
) -> Stamp:
    """One line of the zone, each character in the middle of its 2.54 mm cell (ICAO 9303-3 4.4).

    Parameters
    ----------
    left_mm : float
        Left edge of the first cell.
    middle_mm : float
        Centre line of the characters.
    """
    scale = px_per_mm * _FINER
    face = _font(font, round(height_mm / CAP_SHARE[font] * scale))
    cell = MRZ_PITCH_MM * scale
    width_px, height_px = int(np.ceil(cell * len(line))), int(np.ceil(5 * scale))
    picture = Image.new("L", (width_px, height_px), 0)
    pen = ImageDraw.Draw(picture)
    baseline = height_px / 2 + height_mm * scale / 2
    for place, letter in enumerate(line):
        pen.text(((place + 0.5) * cell, baseline), letter, fill=255, font=face, anchor="ms")
    return _reduced(np.asarray(picture), left_mm * px_per_mm, (middle_mm - 2.5) * px_per_mm)


def turned(stamp: Stamp, degrees: float) -> Stamp:
    """A stamp turned about its middle, counter-clockwise."""
    height, width = stamp.coverage.shape
    reach = int(np.ceil(np.hypot(height, width))) + 2
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    matrix[:, 2] += (reach / 2 - width / 2, reach / 2 - height / 2)
    coverage = cv2.warpAffine(stamp.coverage, matrix, (reach, reach), flags=cv2.INTER_AREA)
    return Stamp(coverage, stamp.left + (width - reach) // 2, stamp.top + (height - reach) // 2)


def on_circle(
    words: str, centre_mm: tuple[float, float], radius_mm: float, height_mm: float, px_per_mm: float
) -> Stamp:
    """Text bent around a circle, once around, its feet towards the middle."""
    strip_scale = px_per_mm * 2
    around_mm = 2 * np.pi * radius_mm
    unit = text(words + " ", (0.0, 0.0), height_mm, strip_scale, font="sans_bold")
    unit_mm = max(unit.coverage.shape[1] / strip_scale, 0.1)
    repeats = max(1, round(around_mm / unit_mm))
    strip = np.tile(unit.coverage, (1, repeats))
    baseline_row = -unit.top
    reach = radius_mm + 2 * height_mm
    left, top = int((centre_mm[0] - reach) * px_per_mm), int((centre_mm[1] - reach) * px_per_mm)
    size = int(2 * reach * px_per_mm) + 2
    rows, columns = np.mgrid[0:size, 0:size].astype(np.float32)
    across = (columns + left + 0.5) / px_per_mm - centre_mm[0]
    down = (rows + top + 0.5) / px_per_mm - centre_mm[1]
    turn = (np.arctan2(across, -down) / (2 * np.pi)) % 1.0
    map_x = (turn * strip.shape[1]).astype(np.float32)
    map_y = (baseline_row - (np.hypot(across, down) - radius_mm) * strip_scale).astype(np.float32)
    bent = cv2.remap(strip, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
    return Stamp(bent, left, top)


def micro_line(
    words: str, left_mm: float, right_mm: float, baseline_mm: float, height_mm: float, px_per_mm: float
) -> Stamp:
    """A rule made of text, repeated from edge to edge."""
    unit = text(words, (0.0, 0.0), height_mm, px_per_mm, font="sans_bold")
    wanted = round((right_mm - left_mm) * px_per_mm)
    repeated = np.tile(unit.coverage, (1, wanted // unit.coverage.shape[1] + 1))[:, :wanted]
    return Stamp(repeated, round(left_mm * px_per_mm), round(baseline_mm * px_per_mm) + unit.top)

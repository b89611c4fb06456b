"""Glyphs of the fonts that zones are rendered in, all from Debian packages (see README.md)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from workstation.documents.mrz_values import ALPHABET

FONTS = Path("/usr/share/fonts")
CAPITAL_PX = 32
"""Height of a capital letter in the rendered glyphs."""
CELL = (64, 54)
"""Height and width of a rendered glyph."""


@dataclass(frozen=True, slots=True)
class Font:
    """A font and how often it is drawn."""

    file: str
    weight: float


OCR_B = (
    Font("opentype/ocr-b/OCRB.otf", 6.0),
    Font("opentype/ocr-b/OCRBS.otf", 3.0),
    Font("opentype/ocr-b/OCRBL.otf", 1.0),
)
OTHERS = (
    Font("truetype/dejavu/DejaVuSansMono.ttf", 0.5),
    Font("truetype/dejavu/DejaVuSansMono-Bold.ttf", 0.2),
    Font("truetype/liberation/LiberationMono-Regular.ttf", 0.4),
    Font("truetype/liberation/LiberationMono-Bold.ttf", 0.3),
    Font("truetype/liberation/LiberationSans-Regular.ttf", 0.25),
    Font("truetype/freefont/FreeMonoBold.ttf", 0.3),
    Font("truetype/noto/NotoSansMono-Regular.ttf", 0.35),
    Font("truetype/inconsolata/Inconsolata.otf", 0.3),
    Font("truetype/ocr-a/OCRA.ttf", 0.15),
)
FOR_ZONES = OCR_B + OTHERS
PROPORTIONAL = (
    "truetype/dejavu/DejaVuSans.ttf",
    "truetype/dejavu/DejaVuSans-Bold.ttf",
    "truetype/liberation/LiberationSans-Regular.ttf",
    "truetype/liberation/LiberationSans-Bold.ttf",
    "truetype/liberation/LiberationSerif-Regular.ttf",
    "truetype/freefont/FreeSerif.ttf",
)
"""What else stands on a page."""


def drawn(rng: np.random.Generator, fonts: tuple[Font, ...] = FOR_ZONES) -> Font:
    """A font, by weight."""
    weights = np.array([each.weight for each in fonts])
    return fonts[int(rng.choice(len(fonts), p=weights / weights.sum()))]


@cache
def loaded(file: str, size_px: int) -> ImageFont.FreeTypeFont:
    """A font at a size."""
    return ImageFont.truetype(str(FONTS / file), size_px)


@cache
def glyphs(font: Font) -> dict[str, NDArray[Any]]:
    """Every character of a zone as ink coverage 0 to 1, shape CELL, the capital H centred in the cell."""
    trial = loaded(font.file, 200)
    top, bottom = _ink_rows(trial, "H", 400)
    size = round(200 * CAPITAL_PX / (bottom - top))
    face = loaded(font.file, size)
    top, bottom = _ink_rows(face, "H", 400)
    height, width = CELL
    down = height / 2 - (top + bottom) / 2
    table = {}
    for character in ALPHABET:
        image = Image.new("L", (width, height), 0)
        ImageDraw.Draw(image).text((width / 2 - face.getlength(character) / 2, down), character, fill=255, font=face)
        table[character] = np.asarray(image, np.float32) / 255
    return table


def _ink_rows(face: ImageFont.FreeTypeFont, character: str, room_px: int) -> tuple[int, int]:
    image = Image.new("L", (room_px, room_px), 0)
    ImageDraw.Draw(image).text((20, 0), character, fill=255, font=face)
    rows = np.flatnonzero(np.asarray(image).max(axis=1) > 127)
    return int(rows[0]), int(rows[-1]) + 1

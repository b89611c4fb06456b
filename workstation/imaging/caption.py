"""The strip below an exported picture: what it is, in words, and a scale bar where the scale is known.

Nothing is written over the picture itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from workstation.imaging.colour import ColourProfile
from workstation.imaging.recipe import Recipe
from workstation.imaging.views import Pixels
from workstation.resources import RESOURCES

_FONTS = ("NotoSans-Regular.ttf", "NotoSansSC-Regular.ttf")
_BAR_STEPS_MM = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
_BAR_SHARE = 0.3
_LEAST_WIDTH_PX = 640
_NOT_A_CHARACTER = "\ufffe"


@dataclass(frozen=True, slots=True)
class Caption:
    """What an exported picture says of itself.

    Attributes
    ----------
    lines : tuple of str
        In the language of the reader: case, exhibit, light, warnings such as SIMULATED or false colour, hashes.
    recipe : Recipe
        How it was made; without steps for an untouched capture.
    image_sha256 : str
        Hash of the picture without its strip, as ``workstation.imaging.replay.image_sha256`` makes it.
    px_per_mm : float or None
        Scale of the picture as exported.
    profile : ColourProfile or None
        What its colours mean; None where they are not those of the page.
    """

    lines: tuple[str, ...]
    recipe: Recipe
    image_sha256: str
    px_per_mm: float | None = None
    profile: ColourProfile | None = None


def captioned(image: Pixels, caption: Caption) -> Pixels:
    """The picture with its strip below.

    Parameters
    ----------
    image : ndarray, shape (H, W, 3) RGB or (H, W), uint8 or uint16

    Returns
    -------
    ndarray, shape (H + strip, max(W, 640), 3), of the same type
    """
    colour = image if image.ndim == 3 else np.repeat(image[..., np.newaxis], 3, axis=2)
    height, width = colour.shape[:2]
    strip = _strip(caption, max(width, _LEAST_WIDTH_PX)).astype(image.dtype)
    white = np.iinfo(image.dtype).max
    sheet = np.full((height + len(strip), strip.shape[1], 3), white, image.dtype)
    sheet[:height, :width] = colour
    sheet[height:] = strip * (white // 255)
    return sheet


def _strip(caption: Caption, width_px: int) -> NDArray[np.uint8]:
    size = max(14, round(width_px / 90))
    fonts = tuple(ImageFont.truetype(str(RESOURCES / "fonts" / name), size) for name in _FONTS)
    lines = [part for line in caption.lines for part in _wrapped(line, fonts, width_px - 2 * size)]
    line_px = round(size * 1.45)
    height = line_px * (len(lines) + (1 if caption.px_per_mm else 0)) + size
    strip = Image.new("RGB", (width_px, height), "white")
    pen = ImageDraw.Draw(strip)
    top = size // 2
    for line in lines:
        _write(pen, (size, top), line, fonts)
        top += line_px
    if caption.px_per_mm:
        _draw_bar(pen, (size, top), caption.px_per_mm, width_px, fonts, size)
    return np.asarray(strip)


def bar_length_mm(px_per_mm: float, width_px: int) -> float:
    """The longest round length that takes at most a third of a picture's width."""
    fitting = [length for length in _BAR_STEPS_MM if length * px_per_mm <= _BAR_SHARE * width_px]
    return fitting[-1] if fitting else _BAR_STEPS_MM[0]


Fonts = tuple[ImageFont.FreeTypeFont, ...]


def _draw_bar(
    pen: ImageDraw.ImageDraw, at: tuple[int, int], px_per_mm: float, width_px: int, fonts: Fonts, size: int
) -> None:
    length_mm = bar_length_mm(px_per_mm, width_px)
    x, y = at[0], at[1] + size // 2
    end = x + length_mm * px_per_mm
    pen.rectangle((x, y, end, y + max(2, size // 4)), fill="black")
    _write(pen, (round(end) + size // 2, at[1]), f"{length_mm:g} mm", fonts)


def _write(pen: ImageDraw.ImageDraw, at: tuple[int, int], text: str, fonts: Fonts) -> None:
    """Every character in the first font that has it."""
    x = float(at[0])
    for character in text:
        font = next((each for each in fonts if _has(each, character)), fonts[0])
        pen.text((x, at[1]), character, fill="black", font=font)
        x += font.getlength(character)


def _has(font: ImageFont.FreeTypeFont, character: str) -> bool:
    missing, found = font.getmask(_NOT_A_CHARACTER), font.getmask(character)
    return character.isspace() or (found.size, bytes(found)) != (missing.size, bytes(missing))


def _wrapped(line: str, fonts: Fonts, width_px: int) -> list[str]:
    """Broken where it no longer fits; hashes and Chinese have no spaces to break at."""
    lines, current, used = [], "", 0.0
    for character in line:
        font = next((each for each in fonts if _has(each, character)), fonts[0])
        step = font.getlength(character)
        if current and used + step > width_px:
            lines.append(current)
            current, used = "", 0.0
        current, used = current + character, used + step
    return [*lines, current]

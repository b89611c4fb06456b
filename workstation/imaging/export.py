"""A view as a file for other programs: the picture, below it a strip that says what it is, and the recipe inside.

Nothing is written over the picture itself. The strip holds the caption and, where the scale is known, a scale bar.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from workstation.errors import PictureError
from workstation.resources import RESOURCES

Bytes = NDArray[np.uint8]

_FONTS = ("NotoSans-Regular.ttf", "NotoSansSC-Regular.ttf")
_BAR_STEPS_MM = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
_BAR_SHARE = 0.3
_LEAST_WIDTH_PX = 640
_NOT_A_CHARACTER = "\ufffe"
_MM_PER_INCH = 25.4
SUFFIXES = (".png", ".tif", ".tiff")
BLINK_SUFFIXES = (".gif", ".png")


@dataclass(frozen=True, slots=True)
class Caption:
    """What an exported picture says of itself.

    Attributes
    ----------
    lines : tuple of str
        In the language of the reader: case, exhibit, light, warnings such as SIMULATED or false colour, hashes.
    recipe : str
        Canonical JSON of the recipe; empty for an untouched capture.
    image_sha256 : str
        Hash of the picture without its strip, as ``workstation.imaging.replay.image_sha256`` makes it.
    px_per_mm : float or None
        Scale of the picture as exported.
    """

    lines: tuple[str, ...]
    recipe: str
    image_sha256: str
    px_per_mm: float | None = None


def captioned(image: Bytes, caption: Caption) -> Bytes:
    """The picture with its strip below.

    Parameters
    ----------
    image : ndarray, shape (H, W, 3) RGB or (H, W), uint8

    Returns
    -------
    ndarray, shape (H + strip, max(W, 640), 3), uint8
    """
    colour = image if image.ndim == 3 else np.repeat(image[..., np.newaxis], 3, axis=2)
    height, width = colour.shape[:2]
    full = max(width, _LEAST_WIDTH_PX)
    size = max(14, round(full / 90))
    fonts = tuple(ImageFont.truetype(str(RESOURCES / "fonts" / name), size) for name in _FONTS)
    lines = [part for line in caption.lines for part in _wrapped(line, fonts, full - 2 * size)]
    line_px = round(size * 1.45)
    strip = Image.new("RGB", (full, line_px * (len(lines) + (1 if caption.px_per_mm else 0)) + size), "white")
    pen = ImageDraw.Draw(strip)
    top = size // 2
    for line in lines:
        _write(pen, (size, top), line, fonts)
        top += line_px
    if caption.px_per_mm:
        _draw_bar(pen, (size, top), caption.px_per_mm, full, fonts, size)
    sheet = np.full((height + strip.height, full, 3), 255, np.uint8)
    sheet[:height, :width] = colour
    sheet[height:] = np.asarray(strip)
    return sheet


def picture_file(image: Bytes, caption: Caption, suffix: str) -> bytes:
    """A PNG or TIFF of the captioned picture with the recipe and hashes in its metadata.

    Raises
    ------
    PictureError
        ``picture-suffix``: another kind of file.
    """
    sheet = captioned(image, caption)
    said = json.dumps(
        {"caption": list(caption.lines), "image_sha256": caption.image_sha256, "recipe": caption.recipe},
        ensure_ascii=False,
    )
    dots = (caption.px_per_mm or 0) * _MM_PER_INCH
    target = io.BytesIO()
    if suffix == ".png":
        facts = PngInfo()
        facts.add_itxt("Description", "\n".join(caption.lines))
        facts.add_itxt("QDBench", said)
        Image.fromarray(sheet).save(target, "PNG", pnginfo=facts, dpi=(dots, dots) if dots else None)
    elif suffix in (".tif", ".tiff"):
        import tifffile

        tifffile.imwrite(
            target,
            sheet,
            photometric="rgb",
            compression="deflate",
            predictor=True,
            # ImageDescription is ASCII (TIFF 6.0 section 8); JSON can say everything in it.
            description=json.dumps(json.loads(said)),
            resolution=(dots, dots) if dots else (1, 1),
            resolutionunit="INCH" if dots else "NONE",
            metadata=None,
            software=False,
        )
    else:
        raise PictureError("picture-suffix", suffix=suffix, known=", ".join(SUFFIXES))
    return target.getvalue()


def blink_file(images: Sequence[Bytes], caption: Caption, period_ms: int, suffix: str) -> bytes:
    """An animation that shows the pictures in turn, for ever: GIF (256 colours) or animated PNG (every colour).

    Raises
    ------
    PictureError
        ``picture-suffix``.
    """
    if suffix not in BLINK_SUFFIXES:
        raise PictureError("picture-suffix", suffix=suffix, known=", ".join(BLINK_SUFFIXES))
    frames = [Image.fromarray(captioned(image, caption)) for image in images]
    target = io.BytesIO()
    frames[0].save(
        target,
        "GIF" if suffix == ".gif" else "PNG",
        save_all=True,
        append_images=frames[1:],
        duration=period_ms,
        loop=0,
    )
    return target.getvalue()


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

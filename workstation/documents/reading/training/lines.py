"""Rendered strips with the character at each column: what the reading network learns from."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workstation.documents.reading.networks import BLANK, COLUMN_PX, SHAPES
from workstation.documents.reading.strips import CAPITAL_PX, STRIP_HEIGHT_PX, normalised
from workstation.documents.reading.training import fonts, texts, wear

WIDTH_PX = 320
IGNORED = -100
SIDE_ROOM_PX = 2 * WIDTH_PX // 3
"""Room beside the ideal line."""
_ABOVE = 40
_SMALLEST_PX = 4.6
"""Height of a capital below which nobody reads."""
_LEAST_LIKENESS, _ILLEGIBLE = 0.45, 0.12
"""Lines less like what was printed are drawn again, all but this share: from noise only doubt is learned."""
_TILDE = 0


def ideal(
    rng: np.random.Generator, text: str, font: fonts.Font, pitch_per_capital: float
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Ink coverage of a line with capitals of ``fonts.CAPITAL_PX``, and the x of each character's centre.

    A small letter stands for the capital with some mark above it, which no zone may hold and some print.
    """
    table = fonts.glyphs(font)
    pitch = fonts.CAPITAL_PX * pitch_per_capital
    height, width = fonts.CELL
    # Glyphs keep to their pitch: what is printed narrow has narrow glyphs, more or less.
    stretch = float(np.clip(pitch_per_capital / 1.02 * rng.uniform(0.88, 1.12), 0.65, 1.3))
    cell_width = round(width * stretch)
    ink = np.zeros((height, round(pitch * len(text)) + 2 * SIDE_ROOM_PX), np.float32)
    centres = SIDE_ROOM_PX + pitch * (np.arange(len(text)) + 0.5)
    wobble = rng.normal(0, 0.012 * fonts.CAPITAL_PX, len(text)) if rng.random() < 0.15 else np.zeros(len(text))
    for character, centre in zip(text, centres + wobble, strict=True):
        drawn = table["N" if character == "Ñ" else character.upper()]
        if character == "Ñ":
            drawn = _marked(rng, drawn, _TILDE)
        elif character.islower():
            drawn = _marked(rng, drawn, int(rng.integers(5)))
        glyph = cv2.resize(drawn, (cell_width, height), interpolation=cv2.INTER_AREA)
        left = round(centre - cell_width / 2)
        if left < 0 or left + cell_width > ink.shape[1]:
            continue
        part = ink[:, left : left + cell_width]
        np.maximum(part, glyph, out=part)
    return ink, centres


def _marked(rng: np.random.Generator, glyph: NDArray[Any], kind: int) -> NDArray[Any]:
    """A letter with a tilde, an accent, a caron or two dots."""
    mark = np.zeros(glyph.shape, np.float32)
    middle = glyph.shape[1] / 2
    base = (glyph.shape[0] - fonts.CAPITAL_PX) / 2 - rng.uniform(3.0, 5.0)
    half, tall = rng.uniform(5.0, 9.0), rng.uniform(3.0, 6.0)
    across = np.linspace(-1, 1, 13)
    shapes = (
        -0.5 * (1 - np.sin(across * np.pi)),
        -(across + 1) / 2,
        (across - 1) / 2,
        np.abs(across) - 1,
    )
    thick = int(rng.integers(3, 6))
    if kind == len(shapes):
        for side in (-1, 1):
            at = (round(middle + side * half * 0.7), round(base - tall / 2))
            cv2.circle(mark, at, thick - 1, 1.0, -1, cv2.LINE_AA)
    else:
        curve = np.stack((middle + across * half, base + tall * shapes[kind]), axis=1)
        cv2.polylines(mark, [np.rint(curve * 8).astype(np.int32)], False, 1.0, thick, cv2.LINE_AA, 3)
    return np.asarray(np.maximum(glyph, mark), np.float32)


def strip(rng: np.random.Generator) -> tuple[NDArray[Any], NDArray[Any]]:
    """One strip, normalised, shape (STRIP_HEIGHT_PX, WIDTH_PX), and the class of each of its columns."""
    if rng.random() < 0.05:
        return _nothing(rng)
    usual = rng.random() < 0.75
    pitch_per_capital = float(np.clip(rng.normal(1.0, 0.11), 0.74, 1.28) if usual else rng.uniform(0.66, 1.45))
    count = int(rng.integers(9, round(WIDTH_PX / (CAPITAL_PX * pitch_per_capital)) + 8))
    text = _with_marks(rng, texts.run(rng, count))
    font = fonts.drawn(rng)
    ink, centres = ideal(rng, text, font, pitch_per_capital)
    ink = wear.worn(rng, ink)
    ink = _with_neighbours(rng, ink, font, pitch_per_capital)
    smallest, largest = (4.6, 8.5) if rng.random() < 0.5 else (6.5, 30.0)
    capital_px = float(np.exp(rng.uniform(np.log(smallest), np.log(largest))))
    native = capital_px / fonts.CAPITAL_PX
    coverage = _reduced(rng, ink, native)
    picture = wear.ground(rng, coverage.shape, capital_px)
    darkness = rng.uniform(0.12, 1.0) if rng.random() < 0.75 else 0.9
    picture = picture * (1 - coverage * darkness)
    if rng.random() < 0.14:
        picture = wear.stamped(rng, picture, capital_px)
    stored = wear.captured(rng, wear.lit(rng, picture), 0.11 * capital_px)
    if _likeness(stored, coverage, capital_px) < _LEAST_LIKENESS and rng.random() > _ILLEGIBLE:
        return strip(rng)
    least = max(0.75, _SMALLEST_PX / capital_px)
    again = float(np.exp(rng.uniform(np.log(least), np.log(2.5)))) if rng.random() < 0.2 else 1.0
    stored = wear.kept_again(rng, stored, again) if again != 1.0 else stored
    height_px = stored.shape[0]
    turn = _turn(rng, stored.shape)
    stored = wear.turned(rng, stored, *turn)
    return _taken(
        rng, stored, turn[0], centres * native * again, capital_px * again, height_px, pitch_per_capital, text
    )


def _likeness(stored: NDArray[Any], coverage: NDArray[Any], capital_px: float) -> float:
    """Correlation, without its sign, of what was stored of a line with the ink that was printed, in their detail."""
    around = (2 * round(3 * capital_px) + 1, 2 * round(1.5 * capital_px) + 1)
    middle, half = stored.shape[0] / 2, 0.8 * capital_px
    rows = slice(max(0, round(middle - half)), round(middle + half) + 1)

    def detail(picture: NDArray[Any]) -> NDArray[Any]:
        levels = picture.astype(np.float32)
        return (levels - cv2.blur(levels, around, borderType=cv2.BORDER_REFLECT))[rows].ravel()

    one, other = detail(stored), detail(coverage)
    return abs(float(one @ other)) / (float(np.linalg.norm(one) * np.linalg.norm(other)) + 1e-9)


def _turn(rng: np.random.Generator, shape: tuple[int, ...]) -> tuple[NDArray[Any], tuple[int, int]]:
    """How a whole page was turned, 2 x 3, and the width and height it has then; mostly not at all."""
    height, width = shape[:2]
    if rng.random() > 0.35:
        return np.eye(2, 3), (width, height)
    degrees = rng.uniform(-30, 30)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    size = (round(height * sin + width * cos), round(height * cos + width * sin))
    matrix[:, 2] += (size[0] / 2 - width / 2, size[1] / 2 - height / 2)
    return np.asarray(matrix), size


def _with_marks(rng: np.random.Generator, text: str) -> str:
    """A quarter of the lines have marks above some of their letters, and N with a tilde beside N without."""
    if rng.random() > 0.25:
        return text
    often = rng.choice((0.05, 0.3))
    some = "".join(each.lower() if each != "N" and rng.random() < often else each for each in text)
    return "".join(
        str(rng.choice(("N", "Ñ"))) if each == "N" or (each.isalpha() and rng.random() < often) else each
        for each in some
    )


def _reduced(rng: np.random.Generator, ink: NDArray[Any], factor: float) -> NDArray[Any]:
    """Ink at the size of the picture: a sensor averages, programs that make pictures small sharpen."""
    how = (Image.Resampling.BOX, Image.Resampling.BICUBIC, Image.Resampling.LANCZOS)[int(rng.integers(3))]
    size = (max(8, round(ink.shape[1] * factor)), max(8, round(ink.shape[0] * factor)))
    return np.asarray(Image.fromarray(np.asarray(ink, np.float32)).resize(size, how), np.float32)


def _with_neighbours(
    rng: np.random.Generator, ink: NDArray[Any], font: fonts.Font, pitch_per_capital: float
) -> NDArray[Any]:
    """The line above or below where the spacing is tight."""
    apart = round(fonts.CAPITAL_PX * rng.uniform(1.45, 2.6))
    taller = np.zeros((ink.shape[0] + 2 * _ABOVE, ink.shape[1]), np.float32)
    taller[_ABOVE:-_ABOVE] = ink
    for sign in (-1, 1):
        if rng.random() < 0.35:
            other, _ = ideal(rng, texts.run(rng, int(ink.shape[1] / fonts.CAPITAL_PX)), font, pitch_per_capital)
            top = _ABOVE + sign * apart
            low, high = max(0, top), min(taller.shape[0], top + other.shape[0])
            wide = min(ink.shape[1], other.shape[1])
            part = taller[low:high, :wide]
            np.maximum(part, other[low - top : high - top, :wide], out=part)
    return taller


def _taken(
    rng: np.random.Generator,
    stored: NDArray[Any],
    turn: NDArray[Any],
    centres: NDArray[Any],
    capital_px: float,
    height_px: int,
    pitch_per_capital: float,
    text: str,
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Resampled as the locator does, with its errors of place, height, slope and bend."""
    scale = CAPITAL_PX / capital_px * rng.uniform(0.86, 1.16)
    angle = np.deg2rad(rng.normal(0, 0.9))
    shear = rng.normal(0, 0.05)
    start = rng.uniform(-0.15, 0.4) * WIDTH_PX if rng.random() < 0.4 else -rng.uniform(0, 2) * CAPITAL_PX
    middle = height_px / 2
    offset = rng.normal(0, 0.055) * CAPITAL_PX
    bend = rng.normal(0, 0.02) * CAPITAL_PX
    x, y = np.meshgrid(np.arange(WIDTH_PX, dtype=np.float32), np.arange(STRIP_HEIGHT_PX, dtype=np.float32))
    up = y - STRIP_HEIGHT_PX / 2 + 0.5 + offset + bend * ((x / WIDTH_PX - 0.5) ** 2 * 8 - 1)
    across = x - WIDTH_PX / 2
    left = centres[0] - start / scale
    back_x = (across * np.cos(angle) + up * (shear - np.sin(angle)) + WIDTH_PX / 2) / scale + left
    back_y = (across * np.sin(angle) + up * np.cos(angle)) / scale + middle
    how = cv2.INTER_LINEAR if rng.random() < 0.7 else cv2.INTER_CUBIC
    edge = cv2.BORDER_REPLICATE if rng.random() < 0.5 else cv2.BORDER_CONSTANT
    turned_x, turned_y = (row[0] * back_x + row[1] * back_y + row[2] for row in turn)
    taken = cv2.remap(
        stored,
        turned_x.astype(np.float32),
        turned_y.astype(np.float32),
        how,
        borderMode=edge,
        borderValue=float(stored.mean()),
    )
    # Near the middle row only the first term of back_x counts.
    places = ((centres - left) * scale - WIDTH_PX / 2) / np.cos(angle) + WIDTH_PX / 2
    pitch = CAPITAL_PX * pitch_per_capital * scale * capital_px / CAPITAL_PX
    return normalised(taken), _classes(places, pitch, text)


def _classes(places: NDArray[Any], pitch: float, text: str) -> NDArray[Any]:
    columns = (np.arange(WIDTH_PX // COLUMN_PX) + 0.5) * COLUMN_PX
    away = np.abs(columns[:, None] - places[None, :]) / pitch
    nearest = away.argmin(axis=1)
    distance = away[np.arange(len(columns)), nearest]
    table = {character: number for number, character in enumerate(SHAPES)}
    classes = np.array([table[character.upper()] for character in text], np.int64)[nearest]
    classes[distance > 0.2] = IGNORED
    classes[distance > 0.3] = BLANK
    edge = (columns < 0.3 * pitch) | (columns > WIDTH_PX - 0.3 * pitch)
    classes[edge & (classes != BLANK)] = IGNORED
    return np.asarray(classes, np.int64)


def _nothing(rng: np.random.Generator) -> tuple[NDArray[Any], NDArray[Any]]:
    """A strip without characters of a zone."""
    shape = (STRIP_HEIGHT_PX, WIDTH_PX)
    picture = wear.ground(rng, shape, CAPITAL_PX)
    if rng.random() < 0.6:
        picture = wear.stamped(rng, picture, CAPITAL_PX)
    taken = wear.captured(rng, wear.lit(rng, picture), 2.0)
    return normalised(taken), np.full(WIDTH_PX // COLUMN_PX, BLANK, np.int64)

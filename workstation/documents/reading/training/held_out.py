"""Whole pictures with a zone, rendered with seeds that training never drew, one condition at a time.

They come from the same typeface and much the same wear as what was learned: they compare conditions, and say little
about accuracy in the field.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from workstation.documents.reading.training import fonts, lines, texts, wear
from workstation.resources import RESOURCES

SEED = 6_2026
_CAPITAL_PX = 20.0
_FONT = fonts.Font(str(RESOURCES / "fonts" / "OCRB.otf"), 1.0)
_OTHER = str(RESOURCES / "fonts" / "NotoSans-Regular.ttf")


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered picture.

    Attributes
    ----------
    pixels : ndarray, shape (H, W), uint8
    lines : tuple of str
        What its zone says.
    middles : tuple of ndarray, shape (2, 2)
        First and last character's centre of each line, in pixels of the picture.
    capital_px : float
        Height of a capital letter, where the picture is not tilted in depth.
    """

    condition: str
    pixels: NDArray[Any]
    lines: tuple[str, ...]
    middles: tuple[NDArray[Any], ...]
    capital_px: float


def _straight(rng: np.random.Generator) -> tuple[wear.Picture, tuple[str, ...], list[NDArray[Any]]]:
    """A page seen straight, dark ink on light ground, with what else pages hold."""
    zone = texts.zone(rng)
    native = _CAPITAL_PX / fonts.CAPITAL_PX
    inks = [lines.ideal(rng, line, _FONT, 1.03) for line in zone]
    trim = lines.SIDE_ROOM_PX - 2 * fonts.CAPITAL_PX
    width = round((inks[0][0].shape[1] - 2 * trim) * native)
    height = round(width * 0.68)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    page = np.asarray(0.86 + 0.06 * np.sin(x / 61 + y / 97) + 0.05 * np.sin((x - y) / 7.3), np.float32)
    page[round(height * 0.25) : round(height * 0.6), round(width * 0.05) : round(width * 0.28)] *= 0.5
    printed = Image.fromarray(np.full((height, width), 255, np.uint8))
    pen, face = ImageDraw.Draw(printed), fonts.loaded(_OTHER, max(8, round(height * 0.05)))
    for row in range(4):
        word = texts.some(rng, "ABCDEFGHIKLMNOPRST", 12)
        pen.text((width * 0.34, height * (0.2 + 0.1 * row)), word, fill=50, font=face)
    page *= np.asarray(printed, np.float32) / 255
    middles = []
    below = height - _CAPITAL_PX * 2
    for ink, centres in reversed(inks):
        cut = ink[:, trim : ink.shape[1] - trim]
        row_ink = cv2.resize(cut, (width, round(cut.shape[0] * native)), interpolation=cv2.INTER_AREA)
        top = round(below - row_ink.shape[0] / 2)
        page[top : top + row_ink.shape[0]] *= 1 - 0.85 * row_ink
        ends = (centres[[0, -1]] - trim + 0.5) * native - 0.5
        middles.append(np.array([[end, top + row_ink.shape[0] / 2 - 0.5] for end in ends]))
        below -= 2.5 * _CAPITAL_PX
    return page, zone, middles[::-1]


def _moved(
    page: wear.Picture, middles: list[NDArray[Any]], matrix: NDArray[Any], size: tuple[int, int]
) -> tuple[wear.Picture, list[NDArray[Any]]]:
    shape = (size[0], size[1])
    moved = cv2.warpPerspective(
        page, matrix, shape, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_CONSTANT, borderValue=0.55
    )
    return np.asarray(moved, np.float32), [cv2.perspectiveTransform(each[None], matrix)[0] for each in middles]


def _turned(page: wear.Picture, degrees: float) -> tuple[NDArray[Any], tuple[int, int]]:
    height, width = page.shape
    turn = np.vstack((cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0), (0, 0, 1)))
    cos, sin = abs(turn[0, 0]), abs(turn[0, 1])
    size = (int(height * sin + width * cos) + 20, int(height * cos + width * sin) + 20)
    turn[0, 2] += size[0] / 2 - width / 2
    turn[1, 2] += size[1] / 2 - height / 2
    return turn, size


def _scaled(factor: float) -> NDArray[Any]:
    return np.diag((factor, factor, 1.0))


def _seen(levels: wear.Picture, noise: float, rng: np.random.Generator) -> NDArray[Any]:
    return np.clip(levels * 255 + rng.normal(0, noise, levels.shape), 0, 255).astype(np.uint8)


CONDITIONS = (
    "clean", "blurred", "low_resolution", "noisy", "compressed", "skewed", "turned", "perspective",
    "curved", "stamped", "glare", "faint", "bright_ink", "dark_corner",
)  # fmt: skip


def render(condition: str, number: int, seed: int = SEED) -> Page:
    """Picture ``number`` of a condition; always the same for the same seed."""
    rng = np.random.default_rng((seed, CONDITIONS.index(condition), number))
    page, zone, middles = _straight(rng)
    height, width = page.shape
    noise, capital_px = 2.0, _CAPITAL_PX
    matrix, size = np.eye(3), (width, height)
    if condition == "skewed":
        matrix, size = _turned(page, float(rng.uniform(-25, 25)))
    elif condition == "turned":
        matrix, size = _turned(page, 90 * int(rng.integers(1, 4)) + float(rng.normal(0, 2)))
    elif condition == "low_resolution":
        capital_px = float(rng.uniform(6.5, 8.5))
        matrix = _scaled(capital_px / _CAPITAL_PX)
        size = (round(width * capital_px / _CAPITAL_PX), round(height * capital_px / _CAPITAL_PX))
        page = wear.blurred(page, 0.4 * _CAPITAL_PX / capital_px)
    elif condition == "perspective":
        corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        away = rng.uniform(-0.07, 0.07, (4, 2)) * (width, height)
        matrix = np.asarray(cv2.getPerspectiveTransform(corners, (corners + away + 40).astype(np.float32)))
        size = (width + 80, height + 80)
    elif condition == "stamped":
        page = wear.stamped(rng, page, _CAPITAL_PX)
        cv2.circle(
            page, (int(width * rng.uniform(0.2, 0.8)), int(height * 0.85)), int(height * 0.16), 0.45, 3, cv2.LINE_AA
        )
    elif condition == "faint":
        page = 0.5 + (page - 0.5) * 0.12
    elif condition == "bright_ink":
        page = 0.95 - page * 0.7
    elif condition == "glare":
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        at, spread = rng.uniform(0.1, 0.9) * width, 0.1 * width
        page = page + 0.75 * np.exp(-((x - at) ** 2 + (y - 0.85 * height) ** 2) / (2 * spread**2))
    elif condition == "dark_corner":
        x = np.linspace(0, 1, width, dtype=np.float32)
        page = page * (0.12 + 0.88 * x)
    elif condition == "curved":
        depth = float(rng.uniform(0.5, 1.6) * rng.choice((-1, 1))) * _CAPITAL_PX
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        down = depth * ((2 * x / width - 1) ** 2 - 0.5)
        page = cv2.remap(page, x, np.asarray(y + down, np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    page = np.asarray(page, np.float32)
    if condition == "blurred":
        page = wear.blurred(page, 0.13 * _CAPITAL_PX)
    page, middles = _moved(page, middles, matrix, size)
    if condition == "noisy":
        noise = 24.0
    stored = _seen(page, noise, rng)
    if condition == "compressed":
        stored = np.asarray(
            cv2.imdecode(cv2.imencode(".jpg", stored, [cv2.IMWRITE_JPEG_QUALITY, 15])[1], 0), np.uint8
        )
    return Page(condition, stored, zone, tuple(middles), capital_px)

"""Rendered pictures of pages with the lines of their zones: what the locating network learns from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from workstation.documents.reading.strips import normalised_page
from workstation.documents.reading.training import fonts, lines, texts, wear

SIDE_PX = 384
CELL_PX = 4
"""Pixels of a page for each cell of the network's answer."""
HEIGHT_UNIT_PX = 10.0
"""The network tells capital heights as natural logarithms of this unit."""
_LEAST_CORE_PX = 4.6
_SCENES = ("astronaut", "camera", "chelsea", "coffee", "rocket", "brick", "grass", "gravel", "coins", "page", "text")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document seen straight: its picture, where its lines run (1; -1 beside them), its capital height."""

    picture: NDArray[Any]
    truth: NDArray[Any]
    capital_px: float


def page(rng: np.random.Generator) -> tuple[NDArray[Any], NDArray[Any]]:
    """One picture, normalised, shape (SIDE_PX, SIDE_PX), and two planes of truth at a quarter of its size."""
    picture = _scene(rng)
    cells = SIDE_PX // CELL_PX
    truth = np.zeros((2, cells, cells), np.float32)
    detail_px = 10.0
    for _ in range(int(rng.choice((0, 1, 2), p=(0.1, 0.75, 0.15)))):
        sheet = _sheet(rng, with_zone=rng.random() < 0.85)
        detail_px = sheet.capital_px
        picture = _laid(rng, sheet, picture, truth)
    if rng.random() < 0.15:
        picture = wear.stamped(rng, picture, detail_px)
    stored = wear.captured(rng, wear.lit(rng, picture), 0.09 * detail_px)
    return normalised_page(stored), truth


def _scene(rng: np.random.Generator) -> wear.Picture:
    shape = (SIDE_PX, SIDE_PX)
    if rng.random() < 0.6:
        return wear.ground(rng, shape, rng.uniform(6, 60)) * np.float32(rng.uniform(0.3, 1.0))
    photo = _photo(rng)
    size = int(rng.integers(60, min(photo.shape) + 1))
    top, left = (int(rng.integers(0, room - size + 1)) for room in photo.shape)
    part = np.rot90(photo[top : top + size, left : left + size], int(rng.integers(4)))
    return np.asarray(cv2.resize(np.ascontiguousarray(part), shape, interpolation=cv2.INTER_AREA), np.float32)


def _photo(rng: np.random.Generator) -> wear.Picture:
    return _grey(_SCENES[int(rng.integers(len(_SCENES)))])


@cache
def _grey(scene: str) -> wear.Picture:
    from skimage import data  # pictures that come with scikit-image; seen while training, never shipped

    photo = getattr(data, scene)()
    grey = photo if photo.ndim == 2 else cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY)
    return np.asarray(grey, np.float32) / 255


def _sheet(rng: np.random.Generator, *, with_zone: bool) -> Sheet:
    capital_px = float(np.exp(rng.uniform(np.log(4.3), np.log(24))))
    pitch = float(np.clip(rng.normal(1.0, 0.1), 0.76, 1.25))
    zone = texts.zone(rng)
    if rng.random() < 0.3:
        zone = tuple(texts.run(rng, len(line)) for line in zone)
    font = fonts.drawn(rng)
    inks = [lines.ideal(rng, line, font, pitch) for line in zone]
    native = capital_px / fonts.CAPITAL_PX
    trimmed = lines.SIDE_ROOM_PX - fonts.CAPITAL_PX
    width = round((inks[0][0].shape[1] - 2 * trimmed) * native)
    height = round(width * rng.uniform(0.3, 0.75))
    spacing = capital_px * rng.uniform(1.8, 3.1)
    picture = wear.ground(rng, (height, width), capital_px * rng.uniform(0.7, 2))
    above_px = height - 3 * 3 * capital_px if rng.random() < 0.85 else height
    picture = _printed(rng, picture, capital_px, above_px)
    truth = np.zeros((height, width), np.float32)
    bottom = height - capital_px * rng.uniform(0.9, 3)
    darkness = rng.uniform(0.15, 1.0) if rng.random() < 0.6 else 0.9
    if with_zone:
        for ink, centres in reversed(inks):
            cut = wear.worn(rng, ink[:, trimmed:-trimmed])
            row = cv2.resize(cut, (width, round(cut.shape[0] * native)), interpolation=cv2.INTER_AREA)
            top = round(bottom - row.shape[0] / 2)
            if top < 0 or top + row.shape[0] > height:
                break
            picture[top : top + row.shape[0]] *= 1 - darkness * row
            ends = ((centres[[0, -1]] - trimmed) * native + np.array((-0.5, 0.5)) * pitch * capital_px).round()
            _mark(truth, (int(ends[0]), int(ends[1])), top + row.shape[0] / 2, capital_px)
            bottom -= spacing
    return Sheet(picture, truth, capital_px)


def _mark(truth: NDArray[Any], ends: tuple[int, int], middle: float, capital_px: float) -> None:
    for half, value in ((0.85 * capital_px, -1.0), (max(0.7 * capital_px, _LEAST_CORE_PX) / 2, 1.0)):
        rows = slice(max(0, round(middle - half)), round(middle + half))
        part = truth[rows, max(0, ends[0]) : ends[1]]
        part[part <= 0] = value


def _printed(rng: np.random.Generator, picture: wear.Picture, capital_px: float, above_px: float) -> wear.Picture:
    """What else a page holds: lines of text in other fonts, a portrait, frames."""
    height, width = picture.shape
    levels = Image.fromarray(np.full((height, width), 255, np.uint8))
    pen = ImageDraw.Draw(levels)
    for _ in range(int(rng.integers(0, 14))):
        size = max(5, round(capital_px * rng.uniform(0.5, 1.9)))
        if rng.random() < 0.25:
            file = fonts.drawn(rng, fonts.OTHERS).file
        else:
            file = fonts.PROPORTIONAL[int(rng.integers(len(fonts.PROPORTIONAL)))]
        at = (rng.uniform(-0.1, 0.8) * width, rng.uniform(-0.05, 0.9) * above_px)
        pen.text(at, _words(rng), fill=int(rng.integers(0, 190)), font=fonts.loaded(file, size))
    for _ in range(int(rng.integers(0, 3))):
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        box = (x, y, x + rng.uniform(0.05, 0.8) * width, y + rng.uniform(0.05, 0.6) * height)
        pen.rectangle(box, outline=int(rng.integers(0, 200)), width=int(rng.integers(1, 4)))
    if rng.random() < 0.5:
        photo = _photo(rng)
        room = (max(4, round(height * 0.4)), max(4, round(height * 0.5)))
        at = (int(rng.integers(0, max(1, width - room[0]))), int(rng.integers(0, max(1, above_px - room[1]))))
        small = cv2.resize(photo, room, interpolation=cv2.INTER_AREA)
        levels.paste(Image.fromarray((small * 255).astype(np.uint8)), at)
    return np.asarray(picture * (np.asarray(levels, np.float32) / 255), np.float32)


def _words(rng: np.random.Generator) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = []
    for _ in range(int(rng.integers(1, 9))):
        word = texts.some(rng, letters, int(rng.integers(2, 11)))
        kind = rng.integers(4)
        words.append((word, word.title(), word.upper(), texts.some(rng, "0123456789.-/", len(word)))[kind])
    return " ".join(words)


def _laid(rng: np.random.Generator, sheet: Sheet, picture: wear.Picture, truth: NDArray[Any]) -> wear.Picture:
    """The sheet on the picture: turned, tilted, bent, often with a part outside."""
    height, width = sheet.picture.shape
    near_upright = 90 * int(rng.integers(4)) + rng.normal(0, 7)
    turn = np.deg2rad(near_upright if rng.random() < 0.55 else rng.uniform(0, 360))
    to_centre = np.array([[1, 0, -width * rng.uniform(0.15, 0.85)], [0, 1, -height * rng.uniform(0.5, 1)], [0, 0, 1]])
    tilt = np.eye(3)
    tilt[2, :2] = rng.normal(0, 0.10, 2) / max(width, 200)
    tilt[0, 1] = rng.normal(0, 0.05)
    rotate = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    place = np.array([[1, 0, SIDE_PX * rng.uniform(0.2, 0.8)], [0, 1, SIDE_PX * rng.uniform(0.2, 0.8)], [0, 0, 1]])
    lay = place @ rotate @ tilt @ to_centre
    size = (SIDE_PX, SIDE_PX)
    bent = _bend(rng, (height, width), sheet.capital_px)
    source, marks = (cv2.remap(each, *bent, cv2.INTER_LINEAR) for each in (sheet.picture, sheet.truth))
    inside = cv2.warpPerspective(np.ones_like(source), lay, size)
    laid = cv2.warpPerspective(source, lay, size, flags=cv2.INTER_LINEAR)
    to_cells = np.array([[1 / CELL_PX, 0, 0.5 / CELL_PX - 0.5], [0, 1 / CELL_PX, 0.5 / CELL_PX - 0.5], [0, 0, 1]])
    # Marks are averaged over a cell before they are taken at its middle.
    smooth = cv2.blur((marks > 0).astype(np.float32), (3, 3))
    beside = cv2.dilate(np.asarray(np.abs(marks), np.float32), np.ones((3, 3), np.uint8))
    cells = truth.shape[1:]
    on = cv2.warpPerspective(smooth, to_cells @ lay, cells, flags=cv2.INTER_LINEAR) > 0.5
    near = cv2.warpPerspective(beside, to_cells @ lay, cells, flags=cv2.INTER_LINEAR) > 0.2
    covered = cv2.warpPerspective(np.ones_like(source), to_cells @ lay, cells) > 0.5
    truth[0][covered] = 0
    truth[0][near] = -1
    truth[0][on] = 1
    truth[1][on] = np.log(sheet.capital_px / HEIGHT_UNIT_PX)
    return np.asarray(picture * (1 - inside) + laid * inside, np.float32)


def _bend(rng: np.random.Generator, shape: tuple[int, int], capital_px: float) -> tuple[NDArray[Any], NDArray[Any]]:
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    depth = rng.normal(0, 1.2) * capital_px if rng.random() < 0.4 else 0.0
    return x, np.asarray(y + depth * ((2 * x / shape[1] - 1) ** 2 - 0.5), np.float32)

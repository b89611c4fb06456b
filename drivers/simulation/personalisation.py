"""What names a holder: portrait, ghost, data, signature, machine readable zone. And the word SPECIMEN."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.simulation.copies import Copy, TextField
from drivers.simulation.holders import printed_date
from drivers.simulation.lettering import mrz_line, text, turned
from drivers.simulation.linework import lines
from drivers.simulation.motifs import engraved_portrait, laser_dots, signature
from drivers.simulation.portraits import portrait
from drivers.simulation.sheet import Sheet, Stamp

Box = tuple[float, float, float, float]
_DATES = ("born", "issued", "expires")


def value_of(copy: Copy, name: str) -> str:
    """Printed value of a field: the maker's own text, or the holder's data."""
    if name in copy.making.texts:
        return copy.making.texts[name]
    value = str(getattr(copy.holder, name))
    return printed_date(value) if name in _DATES else value


def labels(copy: Copy, fields: tuple[TextField, ...], ink: str = "label_blue", height_mm: float = 0.78) -> None:
    """Labels above the values, part of the printed form."""
    for each in fields:
        if each.label:
            at = (each.at_mm[0], each.at_mm[1] - each.height_mm - 0.62)
            copy.print("labels", ink, text(each.label, at, height_mm, copy.sheet.px_per_mm))


def data(copy: Copy, fields: tuple[TextField, ...], ink: str, font: str = "sans_bold") -> None:
    """Values of the visual zone."""
    for each in fields:
        stamp = text(
            value_of(copy, each.name),
            copy.moved(each.at_mm),
            each.height_mm,
            copy.sheet.px_per_mm,
            font=copy.font("data", font),
        )
        copy.print("data", ink, stamp)


def laser_portrait(copy: Copy, box: Box, seed: int | None = None) -> None:
    """A portrait burnt into the sheet dot by dot."""
    face = portrait(copy.holder.portrait if seed is None else seed)
    left, top = copy.moved(box[:2])
    fade = _vignette(face.tone.shape)
    tone = 1 - (1 - face.tone) * np.maximum(fade, face.figure)
    copy.print("portrait", "laser", laser_dots(np.asarray(tone, np.float32), (left, top, box[2], box[3]), copy.sheet))


def _vignette(shape: tuple[int, ...]) -> NDArray[Any]:
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    away = np.maximum(np.abs(x / shape[1] * 2 - 1), np.abs(y / shape[0] * 2 - 1))
    return np.asarray(np.clip((1 - away) / 0.12, 0, 1))


def colour_portrait(sheet: Sheet, rgb: NDArray[Any], box: Box) -> None:
    """A continuous colour picture in dyes that do not stop infrared."""
    width, height = sheet.px(box[2]), sheet.px(box[3])
    shown = cv2.resize(
        rgb.astype(np.float32),
        (width, height),
        interpolation=cv2.INTER_AREA if width < rgb.shape[1] else cv2.INTER_CUBIC,
    )
    stamp = Stamp(np.full((height, width), 255, np.uint8), sheet.px(box[0]), sheet.px(box[1]))
    here, coverage = sheet.place(stamp)
    factors = np.clip(shown[: coverage.shape[0], : coverage.shape[1]], 0.06, 1) ** np.float32(1.1)
    sheet.colour[here] = sheet.colour[here] * np.clip(factors, 0, 1)
    grey = factors.mean(axis=2, keepdims=True)
    sheet.infrared[here] = sheet.infrared[here] * (0.94 + 0.06 * grey)
    for plane in (sheet.glow_365, sheet.glow_254):
        plane[here] = plane[here] * (0.25 + 0.75 * factors)


def ghost(copy: Copy, box: Box, ink: str, pitch_mm: float = 0.42) -> None:
    """The portrait again, smaller, in waves of offset ink."""
    left, top = copy.moved(box[:2])
    face = portrait(copy.holder.portrait)
    copy.print("ghost", ink, engraved_portrait(face, (left, top, box[2], box[3]), pitch_mm, copy.sheet))


def handwriting(copy: Copy, left: float, baseline: float, width: float, ink: str) -> None:
    """The holder's signature, scanned and reproduced."""
    x, y = copy.moved((left, baseline))
    copy.print("signature", ink, signature(copy.holder.signature, x, y, width, copy.sheet.px_per_mm))


def zone(copy: Copy, left_mm: float, middles_mm: tuple[float, ...], ink: str = "b900") -> None:
    """The machine readable zone."""
    for line, middle in zip(copy.mrz, middles_mm, strict=True):
        left, centre = copy.moved((left_mm, middle))
        stamp = mrz_line(line, left, centre, copy.sheet.px_per_mm, font=copy.font("mrz", "ocrb"))
        copy.print("mrz", ink, stamp)


def specimen(copy: Copy, middle: tuple[float, float], height_mm: float, degrees: float) -> None:
    """The word SPECIMEN in outlines filled with fine lines, across the page: on everything generated."""
    scale = copy.sheet.px_per_mm
    word = turned(text("SPECIMEN", (0, 0), height_mm, scale, font="sans_bold", spacing_mm=height_mm * 0.22), degrees)
    rows, columns = word.coverage.shape
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    hatch = lines(((x + y) / np.float32(scale * 0.85)).astype(np.float32), 0.20, scale)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (max(3, 2 * round(0.10 * scale) + 1),) * 2)
    outline = cv2.subtract(word.coverage, cv2.erode(word.coverage, kernel))
    filled = cv2.max(outline, cv2.multiply(word.coverage, hatch, scale=1 / 255))
    at = Stamp(filled, copy.sheet.px(middle[0]) - columns // 2, copy.sheet.px(middle[1]) - rows // 2)
    copy.sheet.print(at, copy.ink("specimen", "specimen_red"), 0.85)

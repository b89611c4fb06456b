"""Text of the labelled fields of a known model.

Single lines are read at places that the model names, so nothing else on the page can be taken for a value. What is
not read surely is left empty. Blanks are no evidence: values are compared without them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.documents.line_reader import LineReader, Strip
from workstation.documents.visual_dates import read_visual_date
from workstation.specimens.model import SpecimenText

CAPITAL_PX = 32.0
"""Height of the capitals in a strip."""
LEAST_CONFIDENCE, LEAST_FOR_A_DATE = 0.93, 0.85
"""Mean over the characters; below, a field counts as not read. What makes a possible date is rarely misread."""
LEAST_TO_CONTRADICT = 0.97
"""What white light must reach where the infrared says something else surely; for a date, to be read is enough."""

_WORDED_DATE = re.compile(r"(\d\d)[ .]*([A-Z0-9]{3,4})[ .]*(\d{4})")
_LETTERS = str.maketrans("015", "OIS")

_ABOVE = _BELOW = 0.75
"""Of the height of the capitals: what is cut out above and below, where personalisation may have slipped to."""
_KEPT = 0.4
"""Of the height of the capitals: what is kept on each side of the line once it is found."""


@dataclass(frozen=True, slots=True, eq=False)
class FieldReading:
    """One field.

    Attributes
    ----------
    field : str
        Code of ``vocabulary/visual_field.toml``.
    text : str
        Empty where nothing was read surely.
    light : str
        Where it was read.
    confidence : float
        0 to 1, of what was read, kept or not.
    corners : ndarray, shape (4, 2), float64
        Of the line in pixels of the picture, from the top left clockwise.
    differently : FieldReading or None
        What another light says as surely: an erased value may live on in the infrared.
    """

    field: str
    text: str
    light: str
    confidence: float
    corners: NDArray[np.float64]
    differently: FieldReading | None = None


def read_fields(
    pictures: Mapping[str, NDArray[Any]],
    texts: Sequence[SpecimenText],
    to_picture: NDArray[np.float64],
    reader: LineReader,
) -> tuple[FieldReading, ...]:
    """Every labelled field of a page.

    Parameters
    ----------
    pictures : mapping of str to ndarray, shape (H, W) or (H, W, 3), uint8 or uint16
        The page by light on one raster: white, and the infrared, which drops the ground and what lies over a value.
    texts : sequence of SpecimenText
        Those of this page.
    to_picture : ndarray, shape (3, 3)
        From millimetres on the model's page to pixels of the pictures.
    """

    def read(text: SpecimenText) -> list[FieldReading]:
        return [_surest(light, picture, text, to_picture, reader) for light, picture in pictures.items()]

    return tuple(_agreed(read(each)) for each in texts)


def _agreed(readings: Sequence[FieldReading]) -> FieldReading:
    """The surest; white light's where it is sure enough to say something else, which is what a person reads."""
    surest = max(readings, key=lambda each: (bool(each.text), each.confidence))
    others = [each for each in readings if each.text and _letters(each.text) != _letters(surest.text)]
    white = next((each for each in others if each.light == "WHITE"), None)
    if white is not None and _contradicts(white, surest):
        return replace(white, differently=surest if surest.text else None)
    return replace(surest, differently=next(iter(others), None)) if surest.light == "WHITE" else surest


def _contradicts(white: FieldReading, other: FieldReading) -> bool:
    """White light says something else; a part of what the other says is only what a pattern left of it."""
    if _is_date(white.field):
        return True
    return white.confidence >= LEAST_TO_CONTRADICT and _letters(white.text) not in _letters(other.text)


def _letters(text: str) -> str:
    return "".join(each for each in text if each.isalnum())


def _surest(
    light: str, picture: NDArray[Any], text: SpecimenText, to_picture: NDArray[np.float64], reader: LineReader
) -> FieldReading:
    """The line where its ink is; where that is not read surely, where the model says, if that is surer."""
    left, top, width, height = text.region_mm
    top, cut_mm = top - _ABOVE * height, height * (1 + _ABOVE + _BELOW)
    left, width = left - _KEPT * height, width + 2 * _KEPT * height
    px_per_mm = CAPITAL_PX / height
    strip = _strip(picture, (left, top, width, cut_mm), px_per_mm, to_picture)
    kept, best = round(_KEPT * CAPITAL_PX), ("", -1.0, 0)
    for first in (_line_of(strip), round(_ABOVE * CAPITAL_PX)):
        line = strip[max(first - kept, 0) : first + round(CAPITAL_PX) + kept]
        said, confidence = reader.read(np.ascontiguousarray(line))
        said = _month_in_letters(said) if _is_date(text.field) else said
        best = max(best, (said, confidence, first), key=lambda each: each[1])
        if _is_sure(text.field, said, confidence):
            break
    said, confidence, first = best
    corners = _corners((left, top + first / px_per_mm, width, height), to_picture)
    sure = " ".join(said.split()) if _is_sure(text.field, said, confidence) else ""
    return FieldReading(text.field, sure, light, confidence, corners)


def _is_date(field: str) -> bool:
    return field.startswith("date_")


def _month_in_letters(said: str) -> str:
    """A worded date whose month was read with a figure for a letter of the same shape: ``31 0CT 1988``."""
    found = _WORDED_DATE.fullmatch(" ".join(said.split()))
    if found is None or read_visual_date(said):
        return said
    day, month, year = found.groups()
    letters = f"{day} {month.translate(_LETTERS)} {year}"
    return letters if read_visual_date(letters) else said


def _is_sure(field: str, said: str, confidence: float) -> bool:
    if _is_date(field):
        return confidence >= LEAST_FOR_A_DATE and bool(read_visual_date(said))
    return confidence >= LEAST_CONFIDENCE


def _corners(box_mm: tuple[float, float, float, float], to_picture: NDArray[np.float64]) -> NDArray[np.float64]:
    left, top, width, height = box_mm
    box = np.array([[[left, top], [left + width, top], [left + width, top + height], [left, top + height]]])
    return np.asarray(cv2.perspectiveTransform(box, to_picture)[0], np.float64)


def _strip(
    picture: NDArray[Any],
    box_mm: tuple[float, float, float, float],
    px_per_mm: float,
    to_picture: NDArray[np.float64],
) -> Strip:
    """A place of the page upright, shape (H, W, 3), in eight bits; reduced first, so that no line aliases."""
    _, _, width, height = box_mm
    size = max(1, round(width * px_per_mm)), max(1, round(height * px_per_mm))
    corners = _corners(box_mm, to_picture)
    low = np.floor(corners.min(axis=0) - 2).astype(int).clip(0)
    high = np.ceil(corners.max(axis=0) + 2).astype(int)
    there = picture[low[1] : high[1], low[0] : high[0]]
    if not there.size:
        return np.zeros((size[1], size[0], 3), np.uint8)
    share = min(1.0, size[0] / max(float(np.linalg.norm(corners[1] - corners[0])), 1.0))
    if share < 1.0:
        reduced = max(1, round(there.shape[1] * share)), max(1, round(there.shape[0] * share))
        there = cv2.resize(there, reduced, interpolation=cv2.INTER_AREA)
    own = ((corners - low) * share).astype(np.float32)
    onto = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    if there.dtype == np.uint16:
        there = np.asarray(there // 257, np.uint8)
    laid = cv2.warpPerspective(
        there, cv2.getPerspectiveTransform(own, onto), size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(laid if laid.ndim == 3 else cv2.cvtColor(laid, cv2.COLOR_GRAY2RGB), np.uint8)


def _line_of(strip: Strip) -> int:
    """First row of the capitals: where a band of their height holds the most ink against what is just around it."""
    grey = cv2.cvtColor(strip, cv2.COLOR_RGB2GRAY).astype(np.float32)
    wide = max(3, round(CAPITAL_PX) | 1)
    stroke = cv2.getStructuringElement(cv2.MORPH_RECT, (wide, 1))
    ink = np.asarray(cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, stroke)).mean(axis=1)
    capital, margin = round(CAPITAL_PX), max(2, round(0.12 * CAPITAL_PX))
    total = np.concatenate([[0.0], np.cumsum(ink)])

    def mean(start: int, stop: int) -> float:
        start, stop = max(start, 0), min(stop, len(ink))
        return float((total[stop] - total[start]) / max(stop - start, 1))

    expected = _ABOVE * CAPITAL_PX
    rows = range(len(ink) - capital + 1)
    return max(
        rows,
        key=lambda row: (
            mean(row, row + capital)
            - 0.5 * mean(row - margin, row)
            - 0.5 * mean(row + capital, row + capital + margin)
            - 0.02 * abs(row - expected)
        ),
    )

"""Characters of a machine readable zone held against OCR-B, size 1 (ISO 1073-2), as ICAO 9303-3 4.4 asks for it.

Each cell is brought to one scale by the pitch of its line, which is 2.54 mm in every zone; so the shape, the size in
relation to the pitch and the place of a character all count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from workstation.documents.mrz_values import ALPHABET, WITHOUT_MARK
from workstation.resources import RESOURCES

PITCH_MM = 2.54
"""ICAO 9303-3 4.4: ten characters to 25.4 mm."""
_PX_PER_MM = 10.0
_SHAPE_MM = (3.3, 2.4)
"""Height and width of what is compared: a character and the paper around it."""
_SEARCH_MM = 0.6
_FINER = 4
_SOFT_MM = 0.1
_FILLER = "<"
_EMPTY = 1e-4

Plane = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class GlyphMatch:
    """One character against its OCR-B shape.

    Attributes
    ----------
    text : str
    likeness : float
        Correlation at the best place, -1 to 1.
    right_mm, down_mm : float
        That place from the middle of the cell.
    """

    text: str
    likeness: float
    right_mm: float
    down_mm: float


def match_line(plane: Plane, text: str, middles: NDArray[np.float64]) -> tuple[GlyphMatch, ...]:
    """Every character of a line against its shape.

    Parameters
    ----------
    plane : ndarray, shape (H, W), float32
        Brightness of a picture, dark print on bright ground.
    text : str
        At least two characters.
    middles : ndarray, shape (N, 2)
        Where they stand, pixels.
    """
    return tuple(_match(seen, each) for seen, each in zip(cell_crops(plane, middles), text, strict=True))


def cell_crops(plane: Plane, middles: NDArray[np.float64]) -> tuple[Plane, ...]:
    """Every cell of a line upright, with paper around it, at 10 pixels to the millimetre of its pitch."""
    step = (middles[-1] - middles[0]) / (len(middles) - 1)
    soft = _softened(plane, float(np.hypot(*step)) / PITCH_MM)
    return tuple(_upright(soft, middle, step / PITCH_MM) for middle in middles)


def letters(matches: Sequence[GlyphMatch]) -> tuple[GlyphMatch, ...]:
    """Those that are no filler."""
    return tuple(each for each in matches if each.text != _FILLER)


def _softened(plane: Plane, px_per_mm: float) -> Plane:
    """Fine pictures averaged down to what is compared, so that sampling them does not alias."""
    sigma = 0.5 * px_per_mm / _PX_PER_MM
    return cv2.GaussianBlur(plane, (0, 0), sigma).astype(np.float32) if sigma > 0.7 else plane


def _upright(plane: Plane, middle: NDArray[np.float64], along: NDArray[np.float64]) -> Plane:
    """``along`` is a millimetre in reading direction, in pixels."""
    down = np.array([-along[1], along[0]])
    height, width = (round((side + 2 * _SEARCH_MM) * _PX_PER_MM) for side in _SHAPE_MM)
    back = np.column_stack([along / _PX_PER_MM, down / _PX_PER_MM, middle])
    back[:, 2] -= back[:, :2] @ [(width - 1) / 2, (height - 1) / 2]
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    seen = cv2.warpAffine(plane, back, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(seen, np.float32)


def _match(seen: Plane, text: str) -> GlyphMatch:
    if float(seen.std()) < _EMPTY:
        return GlyphMatch(text, 0.0, 0.0, 0.0)
    likeness = cv2.matchTemplate(seen, _shape(WITHOUT_MARK.get(text, text)), cv2.TM_CCOEFF_NORMED)
    _, best, _, (x, y) = cv2.minMaxLoc(likeness)
    centre = _SEARCH_MM * _PX_PER_MM
    return GlyphMatch(text, float(best), float((x - centre) / _PX_PER_MM), float((y - centre) / _PX_PER_MM))


@cache
def _shape(text: str) -> Plane:
    """OCR-B as dark print on bright ground, softened as a camera would."""
    assert text in ALPHABET
    scale = _PX_PER_MM * _FINER
    height, width = (round(side * _PX_PER_MM) * _FINER for side in _SHAPE_MM)
    picture = Image.new("L", (width, height), 255)
    face = _face(scale)
    _, top, _, bottom = face.getbbox("H", anchor="ls")
    baseline = height / 2 - (top + bottom) / 2
    ImageDraw.Draw(picture).text((width / 2, baseline), text, fill=0, font=face, anchor="ms")
    fine = np.asarray(picture, np.float32) / np.float32(255)
    small = cv2.resize(fine, (width // _FINER, height // _FINER), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(small, (0, 0), _SOFT_MM * _PX_PER_MM), np.float32)


def _face(px_per_mm: float) -> ImageFont.FreeTypeFont:
    """OCR-B at the size at which its characters stand 2.54 mm apart."""
    path = str(RESOURCES / "fonts" / "OCRB.otf")
    units = ImageFont.truetype(path, 1000).getlength("H")
    return ImageFont.truetype(path, PITCH_MM * px_per_mm * 1000 / units)

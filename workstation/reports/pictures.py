"""Pictures made ready for paper: cropped, brought to 300 dpi, encoded. Pixels are never changed otherwise.

Outlines and scale bars are not painted into the pixels: they are drawn over the picture by the layout.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from workstation.cases.model import Region, Shape
from workstation.errors import ReportError
from workstation.reports.model import Outline, Picture, ScaleBar
from workstation.reports.sources import RgbPicture

Box = tuple[int, int, int, int]

PRINT_DPI = 300
JPEG_QUALITY = 90
HALF_MM = (83.0, 78.0)
STRIP_MM = (83.0, 42.0)
FULL_MM = (170.0, 100.0)
# Below this many pixels a picture is stored without loss: Flate costs about 25 ms for it.
LOSSLESS_PIXELS = 120_000
# A single pixel is never drawn larger than this, so that a tiny picture does not pose as a detailed one.
MAX_PIXEL_MM = 2.0
_BAR_LENGTHS_MM = (100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1)
_SURROUND = 0.35
_LEAST_CROP_PX = 64
_POINT_SHARE = 0.08


def known_scale(px_per_mm: float | None) -> float | None:
    """The scale where it can be measured by: finite and above zero."""
    return px_per_mm if px_per_mm is not None and math.isfinite(px_per_mm) and px_per_mm > 0 else None


def paper_size_mm(width_px: int, height_px: int, slot_mm: tuple[float, float]) -> tuple[float, float]:
    """Size on paper of a picture that fills ``slot_mm`` without being distorted."""
    factor = min(slot_mm[0] / width_px, slot_mm[1] / height_px, MAX_PIXEL_MM)
    return width_px * factor, height_px * factor


def print_picture(pixels: RgbPicture, slot_mm: tuple[float, float]) -> Picture:
    """Picture for a slot on paper: at most 300 dpi, never enlarged; JPEG at quality 90, small ones as PNG.

    Parameters
    ----------
    pixels : ndarray, shape (H, W, 3), uint8, RGB
    slot_mm : tuple[float, float]

    Raises
    ------
    ReportError
        The array has another shape or type.
    """
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8 or pixels.size == 0:
        raise ReportError("report-picture", shape=str(pixels.shape), kind=str(pixels.dtype))
    height, width = pixels.shape[:2]
    width_mm, height_mm = paper_size_mm(width, height, slot_mm)
    wanted = (max(1, round(width_mm / 25.4 * PRINT_DPI)), max(1, round(height_mm / 25.4 * PRINT_DPI)))
    if wanted[0] < width or wanted[1] < height:
        size = (min(wanted[0], width), min(wanted[1], height))
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    height, width = pixels.shape[:2]
    return Picture(_encode(pixels), width, height, width_mm, height_mm)


def _encode(pixels: RgbPicture) -> bytes:
    bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    if pixels.shape[0] * pixels.shape[1] <= LOSSLESS_PIXELS:
        done, encoded = cv2.imencode(".png", bgr)
    else:
        # Full chroma: fluorescent fibres are thin coloured lines.
        sampling = (cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444)
        done, encoded = cv2.imencode(".jpg", bgr, (cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY, *sampling))
    if not done:
        raise ReportError("report-picture", shape=str(pixels.shape), kind="uint8")
    return encoded.tobytes()


def crop_box(region: Region, width: int, height: int) -> Box:
    """Left, top, right, bottom of a region with some surround, within the picture and never empty."""
    left, top, right, bottom = region.bounds_px()
    if region.shape is Shape.POINT:
        margin_x = margin_y = max(width, height) * _POINT_SHARE
    else:
        margin_x, margin_y = (right - left) * _SURROUND, (bottom - top) * _SURROUND
    # One margin for both, so that a thin region keeps enough around it to be recognised.
    margin = max(margin_x, margin_y)
    margin_x = max(margin, (_LEAST_CROP_PX - (right - left)) / 2)
    margin_y = max(margin, (_LEAST_CROP_PX - (bottom - top)) / 2)
    x0, x1 = _within(left - margin_x, right + margin_x, width)
    y0, y1 = _within(top - margin_y, bottom + margin_y, height)
    return x0, y0, x1, y1


def _within(low: float, high: float, size: int) -> tuple[int, int]:
    start = min(max(math.floor(low), 0), size - 1)
    return start, min(max(math.ceil(high), start + 1), size)


def outline(points_px: tuple[tuple[float, float], ...], box: Box, *, rectangle: bool) -> Outline:
    """Points of a region as fractions of a crop, kept within it."""
    left, top, right, bottom = box
    if rectangle:
        (x0, y0), (x1, y1) = points_px
        points_px = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
    return Outline(
        tuple(
            (
                min(max((x - left) / (right - left), 0.0), 1.0),
                min(max((y - top) / (bottom - top), 0.0), 1.0),
            )
            for x, y in points_px
        )
    )


def scale_bar(px_per_mm: float | None, box: Box, picture: Picture) -> ScaleBar | None:
    """The longest round bar within a third of the picture, None where the scale is unknown or nothing fits."""
    known = known_scale(px_per_mm)
    if known is None:
        return None
    paper_mm_per_mm = known * picture.width_mm / (box[2] - box[0])
    for length_mm in _BAR_LENGTHS_MM:
        if 2.0 <= length_mm * paper_mm_per_mm <= picture.width_mm / 3:
            return ScaleBar(length_mm, length_mm * paper_mm_per_mm)
    return None

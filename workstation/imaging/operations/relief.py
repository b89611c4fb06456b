"""Operations that show the surface: slopes from lamps that shine from several sides."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import cv2
import numpy as np

from workstation.errors import RecipeError
from workstation.imaging.compare import luminance
from workstation.imaging.operations.operation import Image, Operation, choice, number, numbers, same_size

SHOWN = ("normals", "shaded", "slope", "albedo")


def _opposed(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    """Slope from two lamps that face each other: their difference over their sum, print cancelled out.

    What falls away from the first lamp is dark, what falls towards it bright; 128 is level.
    """
    first, second = (_soft(image, chosen["radius_px"]) for image in same_size(images))
    slope = (first - second) / np.maximum(first + second, 1.0)
    return np.asarray(np.rint(np.clip(128 + 127 * chosen["gain"] * (slope - np.median(slope)), 0, 255)), np.uint8)


def _relief(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    """Surface normals of a matt page from three or more lamps of known direction, as one of ``SHOWN``.

    Parameters
    ----------
    azimuths_deg : where each lamp stands, clockwise from right, as seen in the picture
    elevation_deg : height of all lamps above the page

    Notes
    -----
    R. Woodham, Photometric method for determining surface orientation from multiple images, Optical Engineering 19
    (1980): least squares on brightness = albedo x (lamp . normal). Shine and cast shadows break its assumptions.
    """
    planes = [_soft(image, chosen["radius_px"]) for image in same_size(images)]
    azimuths = np.radians(chosen["azimuths_deg"])
    if len(azimuths) != len(planes):
        raise RecipeError("recipe-parameter", operation="relief", parameter="azimuths_deg", value=len(azimuths))
    height = math.radians(chosen["elevation_deg"])
    lamps = np.column_stack(
        [
            np.cos(azimuths) * math.cos(height),
            np.sin(azimuths) * math.cos(height),
            np.full(len(planes), math.sin(height)),
        ]
    )
    if np.linalg.matrix_rank(lamps, tol=1e-3) < 3:
        raise RecipeError("relief-lamps-in-line")
    inverse = np.linalg.pinv(lamps).astype(np.float32)
    # Each lamp to the same brightness of the whole page: they are never equally strong.
    level = [max(float(np.median(plane)), 1.0) for plane in planes]
    even = [plane * np.float32(np.mean(level) / each) for plane, each in zip(planes, level, strict=True)]
    across, down, up = (sum(plane * row[n] for n, plane in enumerate(even)) for row in inverse)
    albedo = np.maximum(np.sqrt(across**2 + down**2 + up**2), 1e-3)
    return _SHOWN[chosen["show"]](across / albedo, down / albedo, up / albedo, albedo, chosen["gain"])


def _normals(across: Image, down: Image, up: Image, albedo: Image, gain: float) -> Image:
    length = np.sqrt((gain * across) ** 2 + (gain * down) ** 2 + up**2)
    planes = [128 + 127 * gain * across / length, 128 + 127 * gain * down / length, 128 + 127 * up / length]
    return np.asarray(np.rint(np.clip(np.dstack(planes), 0, 255)), np.uint8)


def _shaded(across: Image, down: Image, up: Image, albedo: Image, gain: float) -> Image:
    """As if the page were blank and lit from the upper left."""
    slope = -(across + down) * gain / math.sqrt(2)
    return np.asarray(np.rint(np.clip(128 + 127 * slope, 0, 255)), np.uint8)


def _slope(across: Image, down: Image, up: Image, albedo: Image, gain: float) -> Image:
    return np.asarray(np.rint(np.clip(255 * gain * np.hypot(across, down), 0, 255)), np.uint8)


def _albedo(across: Image, down: Image, up: Image, albedo: Image, gain: float) -> Image:
    """The print without the surface."""
    return np.asarray(np.rint(np.clip(albedo * (200 / max(float(np.median(albedo)), 1e-3)), 0, 255)), np.uint8)


_SHOWN = dict(zip(SHOWN, (_normals, _shaded, _slope, _albedo), strict=True))


def _soft(image: Image, radius_px: float) -> Image:
    plane = luminance(image)
    return plane if radius_px == 0 else np.asarray(cv2.GaussianBlur(plane, (0, 0), radius_px))


_RADIUS = number("radius_px", 0.0, 0.0, 50.0)
_GAIN = number("gain", 4.0, 0.1, 100.0)

RELIEF = (
    Operation("opposed-lamps", 1, _opposed, (_RADIUS, _GAIN), fewest=2, most=2),
    Operation(
        "relief",
        1,
        _relief,
        (
            numbers("azimuths_deg", (180.0, 0.0, -90.0, 90.0)),
            number("elevation_deg", 25.0, 5.0, 80.0),
            choice("show", "shaded", *SHOWN),
            _RADIUS,
            _GAIN,
        ),
        fewest=3,
        most=16,
    ),
)

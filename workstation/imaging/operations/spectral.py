"""Operations on several lights of one page: weighted sums, ratios, amounts of known spectra, false colour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import cv2
import numpy as np

from workstation.errors import RecipeError
from workstation.imaging.operations.operation import Image, Operation, number, numbers, same_size

MAX_PLANES = 64
_PIXELS_AT_ONCE = 1 << 18
_UNMIX_STEPS = 60


def _planes(images: Sequence[Image]) -> Sequence[Image]:
    """The pictures, all grey and of one size.

    Raises
    ------
    RecipeError
        ``recipe-sizes-differ`` or ``recipe-needs-grey``.
    """
    if any(image.ndim != 2 for image in images):
        raise RecipeError("recipe-needs-grey")
    return same_size(images)


def _bands(planes: Sequence[Image]) -> Iterator[tuple[slice, list[Image]]]:
    """The planes as float32, a band of rows at a time: what fits into the processor's cache is ten times quicker."""
    height, width = planes[0].shape
    rows = max(1, _PIXELS_AT_ONCE // width)
    for top in range(0, height, rows):
        band = slice(top, top + rows)
        yield band, [plane[band].astype(np.float32) for plane in planes]


def _sum(planes: Sequence[Image], weights: Image, offset: float) -> Image:
    """``offset`` and the planes, each with its weight."""
    total = planes[0] * weights[0] + np.float32(offset)
    for plane, weight in zip(planes[1:], weights[1:], strict=True):
        cv2.scaleAdd(plane, float(weight), total, dst=total)
    return np.asarray(total)


def _matrix(chosen: Mapping[str, Any], name: str, columns: int, operation: str) -> Image:
    values = np.asarray(chosen[name], dtype=np.float32)
    if values.size == 0 or values.size % columns:
        raise RecipeError("recipe-parameter", operation=operation, parameter=name, value=f"{values.size} / {columns}")
    return values.reshape(-1, columns)


def _combine(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    """The sum of the planes, each with its weight; measured data in grey levels."""
    weights = _matrix(chosen, "weights", len(images), "combine")
    planes = _planes(images)
    result = np.empty(planes[0].shape, np.float32)
    for band, values in _bands(planes):
        result[band] = _sum(values, weights[0], chosen["offset"])
    return result


def _ratio(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    """The first over the second, one grey level added to both so that black does not divide by zero."""
    over, under = _planes(images)
    return np.asarray((over.astype(np.float32) + 1) / (under.astype(np.float32) + 1))


def _false_colour(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    """Three weighted sums as red, green and blue, each through its own window."""
    weights = _matrix(chosen, "weights", len(images), "false-colour")
    windows = _matrix(chosen, "windows", 2, "false-colour")
    if len(weights) != 3 or len(windows) != 3 or (windows[:, 0] >= windows[:, 1]).any():
        raise RecipeError("recipe-parameter", operation="false-colour", parameter="windows", value=len(windows))
    planes = _planes(images)
    shown = np.empty((*planes[0].shape, 3), np.uint8)
    # The window folded into the weights: one pass for both.
    gain = 255.0 / (windows[:, 1] - windows[:, 0])
    for band, values in _bands(planes):
        for channel in range(3):
            level = _sum(values, weights[channel] * gain[channel], -windows[channel, 0] * gain[channel])
            shown[band, :, channel] = cv2.convertScaleAbs(np.maximum(level, 0))
    return shown


def _unmix(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    """How much of the first of several known spectra there is at every place, the others allowed for.

    ``paper`` is what every plane shows where there is no ink; what is missing from it is taken as absorbed.
    """
    planes = _planes(images)
    spectra = _matrix(chosen, "spectra", len(planes), "unmix").T
    paper = _matrix(chosen, "paper", len(planes), "unmix")[0]
    width = planes[0].shape[1]
    shown = np.empty(planes[0].shape, np.float32)
    square = spectra.T @ spectra
    for band, values in _bands(planes):
        rows = np.stack([each.ravel() for each in values])
        absorbed = -np.log10(np.clip((rows + 1) / (paper[:, None] + 1), 1e-3, 1.0))
        aim = spectra.T @ absorbed
        amounts = np.full((spectra.shape[1], rows.shape[1]), 0.1, np.float32)
        for _ in range(_UNMIX_STEPS):
            amounts *= np.maximum(aim, 0) / (square @ amounts + np.float32(1e-9))
        shown[band] = amounts[0].reshape(-1, width)
    return shown


def _above_ground(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    """What is brighter than the page's own glow, ``gain`` times: luminescent print on paper that glows too."""
    (image,) = images
    if image.dtype == np.float32:
        raise RecipeError("recipe-needs-window")
    ground = np.asarray(chosen["ground"], dtype=np.float32)
    if ground.size != (1 if image.ndim == 2 else 3):
        raise RecipeError("recipe-parameter", operation="above-ground", parameter="ground", value=ground.size)
    top = np.iinfo(image.dtype).max
    values = np.clip((image.astype(np.float32) - ground) * chosen["gain"], 0, top)
    return np.asarray(np.rint(values), dtype=image.dtype)


_MANY = {"fewest": 1, "most": MAX_PLANES}

SPECTRAL = (
    Operation("combine", 1, _combine, (numbers("weights", (1.0,)), number("offset", 0.0, -1e9, 1e9)), **_MANY),
    Operation("ratio", 1, _ratio, fewest=2, most=2),
    Operation(
        "false-colour",
        1,
        _false_colour,
        (numbers("weights", (1.0, 1.0, 1.0)), numbers("windows", (0.0, 255.0) * 3)),
        **_MANY,
    ),
    Operation("unmix", 1, _unmix, (numbers("spectra", (1.0,)), numbers("paper", (255.0,))), **_MANY),
    Operation(
        "above-ground", 1, _above_ground, (numbers("ground", (0.0, 0.0, 0.0)), number("gain", 1.0, 0.1, 100.0))
    ),
)

"""Operations on several pictures of the same thing: the sharp parts, the well-exposed parts, one large sheet."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import cv2
import numpy as np

from workstation.errors import RecipeError
from workstation.imaging.compare import luminance
from workstation.imaging.operations.operation import Image, Operation, number, numbers, same_size

MAX_PICTURES = 64
MAX_SIDE_PX = 60_000
MAX_AREA_PX = 400_000_000


def _focus_stack(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    """At every place the picture that is sharpest there, blended smoothly where they change over."""
    same_size(images)
    _same_type(images)
    sharpness = np.stack([_sharpness(image, chosen["radius_px"]) for image in images])
    weights = sharpness ** np.float32(chosen["strictness"])
    weights /= np.maximum(weights.sum(axis=0), np.float32(1e-20))
    return _blend(images, weights)


def _sharpness(image: Image, radius_px: float) -> Image:
    """Energy of the finest detail around every place, at least a little so that flat ground has a mean."""
    plane = luminance(image)
    detail = cv2.Laplacian(plane, cv2.CV_32F, ksize=3)
    return np.asarray(cv2.GaussianBlur(detail * detail, (0, 0), radius_px) + np.float32(1e-3))


def _exposures(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    """Relative radiance of several exposures of a camera with a linear response; measured data.

    The unit is grey levels of a picture that was exposed for ``reference_ms``. Saturated pixels and those in the
    dark end of their exposure count little; where every exposure is saturated the shortest one stands.

    Notes
    -----
    M. Robertson, S. Borman, R. Stevenson, Dynamic range improvement through multiple exposures, ICIP (1999), for a
    response that is known to be linear: the weight of an exposure grows with its light.
    """
    same_size(images)
    _same_type(images)
    times = np.asarray(chosen["exposures_ms"], dtype=np.float64)
    if len(times) != len(images) or (times <= 0).any():
        raise RecipeError("recipe-parameter", operation="exposures", parameter="exposures_ms", value=len(times))
    top = float(np.iinfo(images[0].dtype).max)
    reference = chosen["reference_ms"]
    total = np.zeros(images[0].shape, np.float32)
    weight = np.zeros(images[0].shape, np.float32)
    for image, time_ms in zip(images, times, strict=True):
        value = image.astype(np.float32)
        trust = np.clip((top * 0.98 - value) / (top * 0.05), 0, 1) * np.float32(time_ms)
        total += trust * value * np.float32(reference / time_ms)
        weight += trust
    shortest = int(times.argmin())
    clipped = images[shortest].astype(np.float32) * np.float32(reference / times[shortest])
    return np.where(weight > 0, total / np.maximum(weight, np.float32(1e-9)), clipped)


def _compress(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    """Relative radiance as bytes, shadows lifted: ``log(1 + lift v) / log(1 + lift)`` of ``v``, 1 at ``white``.

    By a table of 65536 entries, so that a logarithm that a processor rounds otherwise changes no pixel.
    """
    (image,) = images
    places = np.rint(np.clip(image.astype(np.float32) / np.float32(chosen["white"]), 0, 1) * 65535).astype(np.uint16)
    values = np.arange(65536, dtype=np.float64) / 65535
    table = np.rint(255 * np.log1p(chosen["lift"] * values) / math.log1p(chosen["lift"])).astype(np.uint8)
    return np.asarray(table[places])


def _stitch(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    """Tiles laid on one sheet by their homographies, blended towards their middles where they overlap.

    ``matrices`` holds nine numbers a tile, from pixels of the tile to pixels of the sheet.
    """
    _same_type(images)
    matrices = np.asarray(chosen["matrices"], dtype=np.float64)
    width, height = round(chosen["width_px"]), round(chosen["height_px"])
    if matrices.size != 9 * len(images):
        raise RecipeError("recipe-parameter", operation="stitch", parameter="matrices", value=matrices.size)
    if width * height > MAX_AREA_PX:
        raise RecipeError("recipe-parameter", operation="stitch", parameter="width_px", value=width * height)
    channels = images[0].shape[2:]
    total = np.zeros((height, width, *channels), np.float32)
    weight = np.zeros((height, width), np.float32)
    for image, matrix in zip(images, matrices.reshape(-1, 3, 3), strict=True):
        trust = cv2.warpPerspective(_towards_middle(image.shape[:2]), matrix, (width, height))
        laid = cv2.warpPerspective(image.astype(np.float32), matrix, (width, height))
        total += laid * (trust[..., np.newaxis] if channels else trust)
        weight += trust
    covered = np.maximum(weight, np.float32(1e-9))
    values = total / (covered[..., np.newaxis] if channels else covered)
    if images[0].dtype == np.float32:
        return np.asarray(values)
    return np.asarray(np.rint(np.clip(values, 0, np.iinfo(images[0].dtype).max)), dtype=images[0].dtype)


def _towards_middle(shape: tuple[int, int]) -> Image:
    """1 in the middle of a tile, falling to nearly 0 at its edges."""
    across, down = (1 - np.abs(np.linspace(-1, 1, size, dtype=np.float32)) + np.float32(1e-3) for size in shape[::-1])
    return np.asarray(np.outer(down, across), dtype=np.float32)


def _blend(images: Sequence[Image], weights: Image) -> Image:
    channels = images[0].ndim == 3
    total = sum(
        image.astype(np.float32) * (weight[..., np.newaxis] if channels else weight)
        for image, weight in zip(images, weights, strict=True)
    )
    return np.asarray(np.rint(total), dtype=images[0].dtype)


def _same_type(images: Sequence[Image]) -> None:
    if any(image.dtype != images[0].dtype or image.ndim != images[0].ndim for image in images[1:]):
        raise RecipeError("recipe-types-differ")


_MANY = {"fewest": 2, "most": MAX_PICTURES}

STACKS = (
    Operation(
        "focus-stack",
        1,
        _focus_stack,
        (number("radius_px", 4.0, 0.5, 100.0), number("strictness", 4.0, 1.0, 16.0)),
        **_MANY,
    ),
    Operation(
        "exposures",
        1,
        _exposures,
        (numbers("exposures_ms", (1.0, 4.0)), number("reference_ms", 1.0, 1e-3, 1e6)),
        **_MANY,
    ),
    Operation(
        "compress-range",
        1,
        _compress,
        (number("white", 255.0, 1e-6, 1e9), number("lift", 20.0, 0.1, 1000.0)),
    ),
    Operation(
        "stitch",
        1,
        _stitch,
        (
            numbers("matrices", (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0) * 2),
            number("width_px", 1, 1, MAX_SIDE_PX),
            number("height_px", 1, 1, MAX_SIDE_PX),
        ),
        **_MANY,
    ),
)

"""Operations that move pixels: crop, quarter turns, mirror, and the warp that registration found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import cv2
import numpy as np

from workstation.errors import RecipeError
from workstation.imaging.operations.operation import Image, Operation, choice, number, numbers, whole
from workstation.imaging.register import Bend, laid_by


def _crop(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    (image,) = images
    left, top, width, height = (chosen[name] for name in ("left_px", "top_px", "width_px", "height_px"))
    part = image[top : top + height, left : left + width]
    if part.shape[:2] != (height, width):
        raise RecipeError("recipe-crop-outside", width=image.shape[1], height=image.shape[0])
    return part


def _turn(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    (image,) = images
    return np.ascontiguousarray(np.rot90(image, -chosen["quarter_turns"]))


def _mirror(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    (image,) = images
    return np.ascontiguousarray(image[:, ::-1] if chosen["axis"] == "vertical" else image[::-1])


def _rotate(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    (image,) = images
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -chosen["degrees"], 1.0)
    return np.asarray(cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_LINEAR))


def _align(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    """The first picture laid on the raster of the second, as registration found or a person set it.

    ``matrix`` leads from pixels of the first to pixels of the second; ``bend`` holds, row by row, the x and y of
    ``bend_columns`` nodes a row of what is left over on a page that is not flat, and is empty on one that is.
    """
    moving, fixed = images
    matrix, bend = (np.asarray(chosen[name], dtype=np.float64) for name in ("matrix", "bend"))
    columns = chosen["bend_columns"]
    if matrix.size != 9 or bend.size % (2 * columns):
        raise RecipeError("recipe-parameter", operation="align", parameter="matrix", value=matrix.size)
    height, width = fixed.shape[:2]
    left_over = Bend(bend.reshape(-1, columns, 2), (width, height)) if bend.size else None
    return laid_by(moving, matrix.reshape(3, 3), left_over, width, height)


_PIXELS = (0, 100_000)

GEOMETRY = (
    Operation(
        "crop",
        1,
        _crop,
        (
            whole("left_px", 0, *_PIXELS),
            whole("top_px", 0, *_PIXELS),
            whole("width_px", 1, 1, _PIXELS[1]),
            whole("height_px", 1, 1, _PIXELS[1]),
        ),
    ),
    Operation("turn", 1, _turn, (whole("quarter_turns", 1, 0, 3),)),
    Operation("mirror", 1, _mirror, (choice("axis", "vertical", "vertical", "horizontal"),)),
    Operation("rotate", 1, _rotate, (number("degrees", 0.0, -180.0, 180.0),)),
    Operation(
        "align",
        1,
        _align,
        (
            numbers("matrix", (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)),
            numbers("bend"),
            whole("bend_columns", 1, 1, 1000),
            number("residual_px", 0.0, 0.0, 1e6),
        ),
        fewest=2,
        most=2,
    ),
)

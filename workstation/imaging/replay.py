"""Replays recipes: the same sources and the same versions give the same pixels, and the hash says so."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import cv2
import numpy as np

from workstation.imaging.operations import Image, find_operation
from workstation.imaging.recipe import Recipe, Source
from workstation.software import VERSION

Fetch = Callable[[Source], Image]
"""Pixels of a source as they are stored; raises ``WorkstationError`` where the bytes are missing or damaged."""


SOFTWARE = f"QDBench {VERSION}; numpy {np.__version__}; OpenCV {cv2.__version__}"
"""What the pixels of a replay depend on beside the recipe."""


def replay(recipe: Recipe, fetch: Fetch) -> Image:
    """The picture that a recipe makes, read-only.

    Raises
    ------
    RecipeError
        A step names an unknown operation, another version or wrong parameters, or does not suit its pictures.
    WorkstationError
        A source cannot be had.
    """
    checked = [(find_operation(step.operation), step) for step in recipe.steps]
    for operation, step in checked:
        operation.check(step)
    images: list[Image] = [fetch(source) for source in recipe.sources]
    for operation, step in checked:
        images.append(operation.apply([images[place] for place in step.inputs], step.parameters))
    result = images[-1].view()
    result.flags.writeable = False
    return result


def image_sha256(image: Image) -> str:
    """Lower-case hex SHA-256 of type, shape and pixels (row by row, little-endian), whatever file they came from."""
    little = np.ascontiguousarray(image, dtype=image.dtype.newbyteorder("<"))
    head = f"{image.dtype.name} {'x'.join(map(str, image.shape))}\n"
    digest = hashlib.sha256(head.encode())
    digest.update(little.data)
    return digest.hexdigest()

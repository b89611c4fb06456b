"""Replays recipes: the same sources and the same versions give the same pixels, and the hash says so."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

import cv2
import numpy as np

from workstation.errors import RecipeError
from workstation.imaging.operations import Image, find_operation
from workstation.imaging.recipe import Recipe, Source
from workstation.software import VERSION

Fetch = Callable[[Source], Image]
"""Pixels of a source as they are stored; raises ``WorkstationError`` where the bytes are missing or damaged."""


MOST_BYTES = 8 << 30
"""Of all pictures that a replay has to keep at a time."""

_UNFIT = (ValueError, TypeError, LookupError, ArithmeticError, MemoryError, cv2.error)
"""What OpenCV and numpy raise for parameters that fit every limit and yet no picture, such as a matrix of zeros."""

SOFTWARE = f"QDBench {VERSION}; numpy {np.__version__}; OpenCV {cv2.__version__}"
"""What the pixels of a replay depend on beside the recipe."""


def replay(recipe: Recipe, fetch: Fetch) -> Image:
    """The picture that a recipe makes, read-only.

    Raises
    ------
    RecipeError
        A step names an unknown operation, another version or wrong parameters, or does not suit its pictures;
        ``recipe-step-failed``, ``recipe-needs-memory``.
    WorkstationError
        A source cannot be had.
    """
    checked = [(find_operation(step.operation), step) for step in recipe.steps]
    for operation, step in checked:
        operation.check(step)
    last_use = {place: at for at, step in enumerate(recipe.steps) for place in step.inputs}
    images: dict[int, Image] = {}
    for at, source in enumerate(recipe.sources):
        images[at] = _with_room(images, fetch(source))
    for at, (operation, step) in enumerate(checked):
        try:
            made = operation.apply([images[place] for place in step.inputs], step.parameters)
        except _UNFIT as error:
            raise RecipeError(
                "recipe-step-failed", step=at + 1, operation=step.operation, reason=str(error)
            ) from error
        # A recipe may have hundreds of steps; no picture is kept longer than one of them needs it.
        for place in {each for each in step.inputs if last_use[each] == at}:
            del images[place]
        images[len(recipe.sources) + at] = _with_room(images, made)
    result = images[recipe.result].view()
    result.flags.writeable = False
    return result


def _with_room(images: Mapping[int, Image], new: Image) -> Image:
    if sum(each.nbytes for each in images.values()) + new.nbytes > MOST_BYTES:
        raise RecipeError("recipe-needs-memory", most_gigabytes=MOST_BYTES >> 30)
    return new


def image_sha256(image: Image) -> str:
    """Lower-case hex SHA-256 of type, shape and pixels (row by row, little-endian), whatever file they came from."""
    little = np.ascontiguousarray(image, dtype=image.dtype.newbyteorder("<"))
    head = f"{image.dtype.name} {'x'.join(map(str, image.shape))}\n"
    digest = hashlib.sha256(head.encode())
    digest.update(little.data)
    return digest.hexdigest()

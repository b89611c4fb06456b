"""Operations on two pictures of the same size: the recipes behind ``workstation.imaging.compare``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from workstation.errors import RecipeError
from workstation.imaging import compare
from workstation.imaging.operations.operation import Image, Operation, number, same_size


def _pair(images: Sequence[Image]) -> tuple[Image, Image]:
    """Both pictures as RGB bytes.

    Raises
    ------
    RecipeError
        ``recipe-sizes-differ``, or ``recipe-needs-window`` where they are not 8-bit.
    """
    first, second = same_size(images)
    if first.dtype != np.uint8 or second.dtype != np.uint8:
        raise RecipeError("recipe-needs-window")
    return _colour(first), _colour(second)


def _colour(image: Image) -> Image:
    return np.repeat(image[..., np.newaxis], 3, axis=2) if image.ndim == 2 else image


def _two(work: Callable[..., Image]) -> Callable[[Sequence[Image], Mapping[str, Any]], Image]:
    return lambda images, chosen: work(*_pair(images), **chosen)


def _beyond(first: Image, second: Image, **chosen: float) -> Image:
    return compare.painted_beyond(first, compare.beyond_noise(first, second, **chosen))


def _level(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    (image,) = images
    values = image.astype(np.float32) * chosen["gain"] + chosen["offset"]
    if image.dtype == np.float32:
        return np.asarray(values)
    return np.asarray(np.rint(np.clip(values, 0, np.iinfo(image.dtype).max)), dtype=image.dtype)


_PAIR = {"fewest": 2, "most": 2}
_GAIN = number("gain", 1.0, 0.1, 64.0)

COMPARING = (
    Operation(
        "curtain",
        1,
        _two(compare.curtain),
        (number("position", 0.5, 0.0, 1.0), number("angle_deg", 0.0, -180.0, 180.0)),
        **_PAIR,
    ),
    Operation("opacity", 1, _two(compare.opacity), (number("share", 0.5, 0.0, 1.0),), **_PAIR),
    Operation("difference", 1, _two(compare.difference), (_GAIN,), **_PAIR),
    Operation("signed-difference", 1, _two(compare.signed_difference), (_GAIN,), **_PAIR),
    Operation("merge", 1, _two(compare.merge), (), **_PAIR),
    Operation(
        "beyond-noise",
        1,
        _two(_beyond),
        (
            number("residual_px", 0.0, 0.0, 100.0),
            number("first_sigma", 1.0, 0.0, 1e4),
            number("second_sigma", 1.0, 0.0, 1e4),
            number("times_sigma", 4.0, 1.0, 20.0),
        ),
        **_PAIR,
    ),
    Operation("level", 1, _level, (number("gain", 1.0, -64.0, 64.0), number("offset", 0.0, -1e6, 1e6))),
)

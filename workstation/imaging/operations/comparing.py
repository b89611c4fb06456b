"""Operations on two pictures of the same size: the recipes behind ``workstation.imaging.compare``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workstation.errors import RecipeError
from workstation.imaging import compare
from workstation.imaging.operations.operation import Image, Operation, Parameter, ParameterKind, number, same_size
from workstation.imaging.register.residuals import MAP_COLUMNS, MAP_ROWS, spread_over


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


def _beyond(
    first: Image, second: Image, residual_px: float, residual_map_px: Sequence[float], **chosen: float
) -> Image:
    height, width = first.shape[:2]
    x, y = (np.arange(each, dtype=np.float64) for each in (width, height))
    residual = residual_by_place(residual_px, residual_map_px, (width, height), x, y)
    return compare.painted_beyond(first, compare.beyond_noise(first, second, residual_px=residual, **chosen))


def residual_by_place(
    residual_px: float,
    residual_map_px: Sequence[float],
    size: tuple[int, int],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
) -> float | NDArray[np.float32]:
    """What a difference beyond noise allows for at columns ``x`` and rows ``y`` of a picture of ``size``, in pixels.

    Parameters
    ----------
    residual_map_px : sequence of float
        Residual by place, row by row (``Registration.residual_map``); empty where it is ``residual_px`` everywhere.

    Raises
    ------
    RecipeError
        ``recipe-parameter``: a map of another number of places.
    """
    if not residual_map_px:
        return residual_px
    if len(residual_map_px) != MAP_ROWS * MAP_COLUMNS:
        parameter = {"operation": "beyond-noise", "parameter": "residual_map_px", "value": len(residual_map_px)}
        raise RecipeError("recipe-parameter", **parameter)
    by_place = np.array(residual_map_px, np.float32).reshape(MAP_ROWS, MAP_COLUMNS)
    return spread_over(by_place, size, x, y)


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
        2,
        _two(_beyond),
        (
            number("residual_px", 0.0, 0.0, 100.0),
            Parameter("residual_map_px", ParameterKind.NUMBERS, (), 0.0, 100.0),
            number("first_sigma", 1.0, 0.0, 1e4),
            number("second_sigma", 1.0, 0.0, 1e4),
            number("times_sigma", 4.0, 1.0, 20.0),
        ),
        **_PAIR,
    ),
    Operation("level", 1, _level, (number("gain", 1.0, -64.0, 64.0), number("offset", 0.0, -1e6, 1e6))),
)

"""Operations on brightness and colour, pixel by pixel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.errors import RecipeError
from workstation.imaging.operations.operation import Image, Operation, choice, number

CHANNELS = ("red", "green", "blue", "luminance", "saturation", "hue", "value")


def _window(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    (image,) = images
    low, high = chosen["low"], chosen["high"]
    if low >= high:
        raise RecipeError("recipe-window-empty", low=low, high=high)
    if image.dtype == np.float32:
        return _to_bytes((image - low) * (255.0 / (high - low)))
    values = np.arange(int(np.iinfo(image.dtype).max) + 1, dtype=np.float64)
    table: Image = _to_bytes((values - low) * (255.0 / (high - low)))
    return np.asarray(table[image])


def _gamma(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    (image,) = images
    top = _top(image)
    values = np.arange(top + 1, dtype=np.float64) / top
    table = np.rint(top * values ** (1.0 / chosen["gamma"])).astype(image.dtype)
    return np.asarray(table[image])


def _channel(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    (image,) = images
    if image.ndim == 2:
        raise RecipeError("recipe-needs-colour", operation="channel")
    name = chosen["channel"]
    if name in CHANNELS[:3]:
        return np.ascontiguousarray(image[..., CHANNELS.index(name)])
    if name == "luminance":
        return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY))
    scaled = image.astype(np.float32) / _top(image)
    hsv = np.asarray(cv2.cvtColor(scaled, cv2.COLOR_RGB2HSV))
    plane = {"hue": hsv[..., 0] / 360.0, "saturation": hsv[..., 1], "value": hsv[..., 2]}[name]
    return _to_bytes(255.0 * plane)


def _invert(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    (image,) = images
    return (_top(image) - image).astype(image.dtype)


def _grey(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    (image,) = images
    return image if image.ndim == 2 else np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY))


def _top(image: Image) -> int:
    """The largest value of the picture's type.

    Raises
    ------
    RecipeError
        The picture holds measured data and has no largest value: a window comes first.
    """
    if image.dtype == np.float32:
        raise RecipeError("recipe-needs-window")
    return int(np.iinfo(image.dtype).max)


def _to_bytes(values: NDArray[Any]) -> NDArray[np.uint8]:
    shown: NDArray[np.uint8] = np.rint(np.clip(values, 0, 255)).astype(np.uint8)
    return shown


TONE = (
    Operation("window", 1, _window, (number("low", 0, -1e9, 1e9), number("high", 255, -1e9, 1e9))),
    Operation("gamma", 1, _gamma, (number("gamma", 1.0, 0.1, 10.0),)),
    Operation("channel", 1, _channel, (choice("channel", "luminance", *CHANNELS),)),
    Operation("invert", 1, _invert),
    Operation("grey", 1, _grey),
)

"""Operations that bring out what is faint: contrast, sharpness, noise, periodic backgrounds, edges and relief."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import cv2
import numpy as np

from workstation.errors import RecipeError
from workstation.imaging.compare import luminance, noise_sigma
from workstation.imaging.operations.operation import Image, Operation, choice, number, whole


def _limited(values: Image, like: Image) -> Image:
    """Values rounded into the type of a picture."""
    if like.dtype == np.float32:
        return np.asarray(values, dtype=np.float32)
    return np.asarray(np.rint(np.clip(values, 0, np.iinfo(like.dtype).max)), dtype=like.dtype)


def _on_luminance(image: Image, work: Callable[[Image], Image]) -> Image:
    """Work on brightness alone; colours stay."""
    if image.dtype == np.float32:
        raise RecipeError("recipe-needs-window")
    if image.ndim == 2:
        return work(image)
    planes = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2YCrCb))
    planes[..., 0] = work(np.ascontiguousarray(planes[..., 0]))
    return np.asarray(cv2.cvtColor(planes, cv2.COLOR_YCrCb2RGB))


def _clahe(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    """Contrast limited adaptive histogram equalisation."""
    tool = cv2.createCLAHE(chosen["clip"], (chosen["tiles"], chosen["tiles"]))
    return _on_luminance(images[0], lambda plane: np.asarray(tool.apply(plane)))


def _unsharp(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    (image,) = images
    values = image.astype(np.float32)
    soft = cv2.GaussianBlur(values, (0, 0), chosen["radius_px"])
    return _limited(values + chosen["amount"] * (values - soft), image)


def _denoise(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    (image,) = images
    radius_px = chosen["radius_px"]
    if chosen["method"] == "median":
        # The median of 16-bit and measured pictures exists for the two smallest neighbourhoods only.
        size = 2 * radius_px + 1 if image.dtype == np.uint8 else min(2 * radius_px + 1, 5)
        return np.asarray(cv2.medianBlur(image, size))
    values = image.astype(np.float32)
    if chosen["method"] == "gaussian":
        return _limited(np.asarray(cv2.GaussianBlur(values, (0, 0), radius_px)), image)
    # What differs by less than three times the noise is the same tone; steps beyond that stay.
    spread = 3.0 * noise_sigma(luminance(image))
    return _limited(np.asarray(cv2.bilateralFilter(values, 2 * radius_px + 1, spread, radius_px)), image)


def _local_contrast(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    """Every place less its surroundings, in units of their spread: 128 is the mean, 42 levels one deviation."""
    plane = luminance(images[0])
    sigma_px = chosen["radius_px"]
    mean = cv2.GaussianBlur(plane, (0, 0), sigma_px)
    power = cv2.GaussianBlur(plane * plane, (0, 0), sigma_px)
    spread = np.sqrt(np.maximum(power - mean * mean, 0)) + chosen["floor"]
    return np.asarray(np.rint(np.clip(128 + 42 * (plane - mean) / spread, 0, 255)), dtype=np.uint8)


def _band_stop(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    """Take out what repeats with a period between two limits: screens, and guilloches of even line width."""
    (image,) = images
    shortest_px, longest_px = chosen["shortest_px"], chosen["longest_px"]
    if shortest_px >= longest_px:
        raise RecipeError("recipe-window-empty", low=shortest_px, high=longest_px)
    planes = image[..., np.newaxis] if image.ndim == 2 else image
    height, width = planes.shape[:2]
    # Mirrored margins: the transform takes the picture for one tile of an endless wall.
    above, left = (min(round(longest_px), size - 1) for size in (height, width))
    size = cv2.getOptimalDFTSize(height + 2 * above), cv2.getOptimalDFTSize(width + 2 * left)
    below, right = size[0] - height - above, size[1] - width - left
    frequency = np.hypot(np.fft.fftfreq(size[0])[:, None], np.fft.rfftfreq(size[1])[None, :])
    period_px = 1.0 / np.maximum(frequency, 1e-9)
    inside = _rise(np.log2(period_px / shortest_px)) * _rise(np.log2(longest_px / period_px))
    kept = (1.0 - chosen["strength"] * inside).astype(np.float32)
    shown = np.empty(planes.shape, np.float32)
    for place in range(planes.shape[2]):
        padded = cv2.copyMakeBorder(
            planes[..., place].astype(np.float32), above, below, left, right, cv2.BORDER_REFLECT
        )
        filtered = np.fft.irfft2(np.fft.rfft2(padded) * kept, size)
        shown[..., place] = filtered[above : above + height, left : left + width]
    return _limited(shown.reshape(image.shape), image)


def _rise(octaves: Image) -> Image:
    """From 0 to 1 in about a third of an octave: a sharp edge in frequency would ring in the picture."""
    return np.asarray(0.5 + 0.5 * np.tanh(octaves / 0.15))


def _edge(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    """Length of the gradient, ``gain`` times: bright lines where brightness changes."""
    plane = cv2.GaussianBlur(luminance(images[0]), (0, 0), chosen["radius_px"])
    across, down = cv2.Scharr(plane, cv2.CV_32F, 1, 0) / 32, cv2.Scharr(plane, cv2.CV_32F, 0, 1) / 32
    return _display(chosen["gain"] * np.hypot(across, down), images[0])


def _emboss(images: Sequence[Image], chosen: Mapping[str, Any]) -> Image:
    """Change of brightness along one direction around grey 128, as if light fell from there."""
    plane = cv2.GaussianBlur(luminance(images[0]), (0, 0), chosen["radius_px"])
    turn = math.radians(chosen["angle_deg"])
    across, down = cv2.Scharr(plane, cv2.CV_32F, 1, 0) / 32, cv2.Scharr(plane, cv2.CV_32F, 0, 1) / 32
    slope = across * math.cos(turn) + down * math.sin(turn)
    return _display(chosen["gain"] * slope, images[0], middle=128.0)


def _display(values: Image, like: Image, middle: float = 0.0) -> Image:
    per_level = 1.0 if like.dtype != np.uint16 else 1 / 257
    return np.rint(np.clip(middle + per_level * values, 0, 255)).astype(np.uint8)


ENHANCING = (
    Operation("clahe", 1, _clahe, (number("clip", 2.0, 0.1, 40.0), whole("tiles", 8, 1, 64))),
    Operation("unsharp", 1, _unsharp, (number("radius_px", 2.0, 0.3, 100.0), number("amount", 1.0, 0.0, 10.0))),
    Operation(
        "denoise",
        1,
        _denoise,
        (choice("method", "median", "median", "gaussian", "bilateral"), whole("radius_px", 1, 1, 15)),
    ),
    Operation(
        "local-contrast", 1, _local_contrast, (number("radius_px", 16.0, 1.0, 500.0), number("floor", 2.0, 0.01, 1e4))
    ),
    Operation(
        "band-stop",
        1,
        _band_stop,
        (
            number("shortest_px", 4.0, 2.0, 5000.0),
            number("longest_px", 16.0, 2.0, 5000.0),
            number("strength", 1.0, 0.0, 1.0),
        ),
    ),
    Operation("edge", 1, _edge, (number("radius_px", 1.0, 0.3, 50.0), number("gain", 8.0, 0.1, 200.0))),
    Operation(
        "emboss",
        1,
        _emboss,
        (
            number("radius_px", 1.0, 0.3, 50.0),
            number("angle_deg", 0.0, -180.0, 180.0),
            number("gain", 8.0, 0.1, 200.0),
        ),
    ),
)

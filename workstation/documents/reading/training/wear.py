"""What happens to print between the press and the file: ground, ink, stamps, light, optics, sensor, compression."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[Any]
"""Grey levels 0 to 1 (outside where too bright), shape (H, W)."""


def blurred(picture: Picture, sigma_px: float) -> Picture:
    """Gaussian blur; none for less than a tenth of a pixel."""
    return picture if sigma_px < 0.1 else np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma_px), np.float32)


def ground(rng: np.random.Generator, shape: tuple[int, int], detail_px: float) -> Picture:
    """Paper: a gradient, blotches, and often a guilloche; ``detail_px`` is the height of a capital letter."""
    height, width = shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    picture = np.full(shape, rng.uniform(0.45, 1.0), np.float32)
    picture += rng.uniform(-0.25, 0.25) * (x / width - 0.5) + rng.uniform(-0.15, 0.15) * (y / height - 0.5)
    if rng.random() < 0.5:
        coarse = rng.normal(0, 1, (max(2, height // 24 + 2), max(2, width // 24 + 2))).astype(np.float32)
        picture += rng.uniform(0.01, 0.09) * cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    if rng.random() < 0.55:
        for _ in range(int(rng.integers(1, 4))):
            picture += _guilloche(rng, x, y, detail_px)
    if rng.random() < 0.2:
        grain = rng.normal(0, rng.uniform(0.02, 0.12), shape).astype(np.float32)
        picture += blurred(grain, rng.uniform(0.5, 2.0))
    return picture


def _guilloche(rng: np.random.Generator, x: Picture, y: Picture, detail_px: float) -> Picture:
    period = detail_px * rng.uniform(0.15, 1.6)
    angle = rng.uniform(0, np.pi)
    along = x * np.cos(angle) + y * np.sin(angle)
    across = -x * np.sin(angle) + y * np.cos(angle)
    wave = rng.uniform(0, 2.0) * detail_px * np.sin(along * 2 * np.pi / (detail_px * rng.uniform(2, 12)))
    lines = np.cos((across + wave) * 2 * np.pi / max(period, 2.0))
    sharp = lines if rng.random() < 0.5 else np.sign(lines - rng.uniform(0, 0.8))
    return np.asarray(rng.uniform(-0.13, 0.13) * sharp, np.float32)


def stamped(rng: np.random.Generator, picture: Picture, detail_px: float) -> Picture:
    """Stamps, strokes of a pen, arrows and dots drawn across the print, as ink or as opaque marks."""
    height, width = picture.shape
    mark = np.zeros(picture.shape, np.float32)
    thick = max(1, round(detail_px * rng.uniform(0.05, 0.22)))
    for _ in range(int(rng.integers(1, 4))):
        kind = rng.integers(4)
        at = (int(rng.integers(0, width)), int(rng.integers(0, height)))
        to = (int(at[0] + rng.normal(0, 6) * detail_px), int(at[1] + rng.normal(0, 3) * detail_px))
        if kind == 0:
            cv2.circle(mark, at, max(2, int(detail_px * rng.uniform(1.5, 7))), 1.0, thick, cv2.LINE_AA)
        elif kind == 1:
            cv2.line(mark, at, to, 1.0, thick, cv2.LINE_AA)
        elif kind == 2:
            cv2.arrowedLine(mark, at, to, 1.0, thick, cv2.LINE_AA, tipLength=0.2)
        else:
            cv2.circle(mark, at, max(1, int(detail_px * rng.uniform(0.08, 0.35))), 1.0, -1, cv2.LINE_AA)
    share = rng.uniform(0.15, 0.75) if rng.random() < 0.8 else 1.0
    if rng.random() < 0.75:
        return np.asarray(picture * (1 - share * mark * rng.uniform(0.3, 1.0)), np.float32)
    return np.asarray(picture * (1 - share * mark) + share * mark * rng.uniform(0.0, 1.0), np.float32)


def lit(rng: np.random.Generator, picture: Picture) -> Picture:
    """Glare, shade, exposure; sometimes the ink shines on dark as under some UV lamps."""
    height, width = picture.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    if rng.random() < 0.15:
        cx, cy = rng.uniform(0, width), rng.uniform(0, height)
        size = rng.uniform(0.05, 0.3) * width
        picture = picture + rng.uniform(0.2, 0.9) * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * size**2))
    if rng.random() < 0.25:
        edge = rng.uniform(0, width)
        soft = rng.uniform(0.01, 0.3) * width
        picture = picture * (1 - rng.uniform(0.1, 0.6) / (1 + np.exp(np.clip((edge - x) / soft, -40, 40))))
    if rng.random() < 0.06:
        picture = 1 - picture
    if rng.random() < 0.35:
        low = rng.uniform(0, 0.5)
        picture = low + picture * rng.uniform(0.1, 1 - low)
    if rng.random() < 0.3:
        picture = np.power(np.clip(picture, 0.001, 2), rng.uniform(0.5, 2.0))
    return np.asarray(picture, np.float32)


def captured(rng: np.random.Generator, picture: Picture, sharpness_px: float) -> NDArray[Any]:
    """Through optics, a sensor and a file: blur up to ``sharpness_px``, motion, noise, sharpening, JPEG."""
    picture = blurred(picture, rng.uniform(0, sharpness_px) * rng.uniform(0, 1))
    if rng.random() < 0.12:
        length = int(rng.integers(2, max(3, round(3 * sharpness_px) + 1)))
        kernel = np.zeros((length, length), np.float32)
        if rng.random() < 0.6:
            kernel[length // 2] = 1 / length
        else:
            np.fill_diagonal(kernel, 1 / length)
        picture = cv2.filter2D(picture, -1, kernel)
    if rng.random() < 0.25:
        picture = picture + rng.uniform(0.3, 1.5) * (picture - blurred(picture, rng.uniform(0.7, 1.5)))
    levels = np.clip(picture, 0, 1) * 255
    noise = rng.uniform(0, 1) ** 2 * 22
    levels = levels + rng.normal(0, 1, levels.shape) * noise
    if rng.random() < 0.04:
        salt = rng.random(levels.shape)
        levels = np.where(salt < 0.01, 0, np.where(salt > 0.99, 255, levels))
    stored = np.clip(levels, 0, 255).astype(np.uint8)
    if rng.random() < 0.6:
        quality = int(rng.integers(22, 96))
        stored = cv2.imdecode(cv2.imencode(".jpg", stored, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], 0)
    return np.asarray(stored, np.uint8)


def kept_again(rng: np.random.Generator, stored: NDArray[Any], factor: float) -> NDArray[Any]:
    """A file that a program has enlarged or reduced, and mostly compressed once more."""
    how = (cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_LANCZOS4)[int(rng.integers(3))]
    size = (round(stored.shape[1] * factor), round(stored.shape[0] * factor))
    larger: NDArray[Any] = cv2.resize(stored, size, interpolation=cv2.INTER_AREA if factor < 1 else how)
    if rng.random() < 0.7:
        quality = int(rng.integers(30, 96))
        written = cv2.imencode(".jpg", larger, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        larger = np.asarray(cv2.imdecode(written, cv2.IMREAD_GRAYSCALE))
    return np.asarray(larger, np.uint8)


def turned(
    rng: np.random.Generator, stored: NDArray[Any], matrix: NDArray[Any], size: tuple[int, int]
) -> NDArray[Any]:
    """A file that a program has turned, by any 2 x 3 matrix but the identity."""
    if np.array_equal(matrix, np.eye(2, 3)):
        return stored
    how = (cv2.INTER_LINEAR, cv2.INTER_CUBIC)[int(rng.integers(2))]
    return np.asarray(cv2.warpAffine(stored, matrix, size, flags=how, borderValue=(200, 200, 200)), np.uint8)


def worn(rng: np.random.Generator, ink: Picture) -> Picture:
    """Ink coverage 0 to 1, thicker or thinner, with holes and uneven density."""
    change = rng.random()
    if change < 0.25:
        size = int(rng.integers(2, 5))
        ink = cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))
    elif change < 0.5:
        size = int(rng.integers(2, 4))
        ink = cv2.erode(ink, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))
    elif change < 0.65:
        # Strokes along the line fade first: where rows of a sensor are few, an E comes near an F.
        ink = cv2.erode(ink, np.ones((int(rng.integers(2, 4)), 1), np.uint8))
    if rng.random() < 0.25:
        holes = blurred(rng.normal(0, 1, ink.shape).astype(np.float32), rng.uniform(0.7, 2.0))
        holes /= holes.std() + 1e-6
        ink = ink * np.clip(1 - rng.uniform(0.2, 0.7) * (holes > rng.uniform(0.6, 2.0)), 0, 1)
    if rng.random() < 0.2:
        coarse = rng.uniform(0.35, 1.0, (2, ink.shape[1] // 60 + 2)).astype(np.float32)
        ink = ink * cv2.resize(coarse, (ink.shape[1], ink.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(ink, np.float32)

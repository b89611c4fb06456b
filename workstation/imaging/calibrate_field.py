"""Flat field and dark of a light, from an empty white sheet, and taking them out of a picture.

A lamp lights a page unevenly and a lens darkens its corners. What a light does to an even sheet is kept as a small
smooth grid; a picture divided by it is as if the light had been even. The division is right for a camera whose level
is proportional to the light, and for one with a power law as tone curve; it is not exact in the toe of sRGB.
A stored picture is never altered: recipes call ``flatten``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.errors import CalibrationError
from workstation.imaging.calibrate_noise import Pair, noise_of
from workstation.imaging.calibrate_results import Field, WhiteBalance
from workstation.imaging.views import Pixels

GRID = (64, 48)
"""Columns and rows of the stored grid."""
SATURATED_SHARE = 0.002
MIN_SIGNAL = 0.04
"""Least mean signal over dark of the sheet, as a share of full scale."""
MAX_DARK = 0.08
"""Most that a picture without light may show, as a share of full scale."""
MAX_RESIDUAL_PERCENT = 3.0
"""More structure than this is print or dirt, not an empty sheet."""
MAX_GAIN = 4.0

_FINE = 4
_STRIP_ROWS = 512


def saturated(pixels: Pixels) -> bool:
    """Whether more of a picture is at full scale than a few hot pixels."""
    return bool((pixels == np.iinfo(pixels.dtype).max).mean() > SATURATED_SHARE)


def flat_field(frames: Sequence[Pixels], dark_frames: Sequence[Pixels], pairs: Sequence[Pair] = ()) -> Field:
    """Shading, dark and noise of one light.

    Parameters
    ----------
    frames : sequence of ndarray, shape (H, W, 3) or (H, W), uint8 or uint16
        At least two pictures of an empty even sheet, taken alike.
    dark_frames : sequence of ndarray
        At least two pictures with the lamps off and the lid closed, at the same exposure and gain.
    pairs : sequence of pairs of ndarray
        More pictures of the sheet for the noise, two alike at each exposure.

    Raises
    ------
    CalibrationError
        ``calibration-dark-lit``, ``calibration-saturated``, ``calibration-too-dark``,
        ``calibration-sheet-not-empty``, ``calibration-noise-unknown``.
    """
    full_scale = float(np.iinfo(frames[0].dtype).max)
    dark_mean = _mean(dark_frames)
    dark = np.atleast_1d(dark_mean.mean(axis=(0, 1)))
    if float(dark.max()) > MAX_DARK * full_scale:
        raise CalibrationError("calibration-dark-lit", percent=round(float(dark.max()) / full_scale * 100, 1))
    if any(saturated(each) for each in frames):
        raise CalibrationError("calibration-saturated")
    signal = np.asarray(_three(_mean(frames)) - dark.astype(np.float32), np.float32)
    if float(signal.mean(axis=(0, 1)).max()) < MIN_SIGNAL * full_scale:
        raise CalibrationError("calibration-too-dark", percent=round(float(signal.mean()) / full_scale * 100, 1))
    fine = _shrunk(signal, (GRID[0] * _FINE, GRID[1] * _FINE))
    clean = np.stack([cv2.medianBlur(np.ascontiguousarray(fine[..., each]), 5) for each in range(fine.shape[2])], 2)
    grid = cv2.GaussianBlur(
        _shrunk(np.asarray(clean, np.float32), GRID), (0, 0), 0.7, borderType=cv2.BORDER_REPLICATE
    )
    grid = np.maximum(_three(np.asarray(grid, np.float32)), 1e-3 * full_scale)
    means = grid.mean(axis=(0, 1))
    shading = np.ascontiguousarray(grid / means, np.float32)
    strong = means > MIN_SIGNAL * full_scale
    left_over = fine / np.maximum(_enlarged(shading, fine.shape[1], fine.shape[0]) * means, 1e-6) - 1
    residual = float(np.sqrt(np.mean(left_over[..., strong] ** 2)))
    if residual * 100 > MAX_RESIDUAL_PERCENT:
        raise CalibrationError("calibration-sheet-not-empty", percent=round(residual * 100, 1))
    # A channel that the light hardly reaches has no shading of its own to be told from noise.
    shading[..., ~strong] = shading[..., strong].mean(axis=2, keepdims=True)
    shading.flags.writeable = False
    noise = noise_of(
        [(dark_frames[0], dark_frames[1]), (frames[0], frames[1]), *pairs], [float(each) for each in dark]
    )
    return Field(
        shading=shading,
        dark=tuple(float(each) for each in dark),
        noise=noise,
        bit_depth=frames[0].dtype.itemsize * 8,
        unevenness_percent=float(1 - (shading.min(axis=(0, 1)) / shading.max(axis=(0, 1))).min()) * 100,
        residual_percent=residual * 100,
    )


def white_balance(pixels: Pixels, dark: Sequence[float] = (0.0, 0.0, 0.0)) -> WhiteBalance:
    """Factors that make an empty grey or white sheet grey, from the middle of its picture.

    Parameters
    ----------
    pixels : ndarray, shape (H, W, 3), RGB, uint8 or uint16
    dark : sequence of three float
        Level without light.

    Raises
    ------
    CalibrationError
        ``calibration-no-colour``, ``calibration-saturated``, ``calibration-too-dark``, ``calibration-not-grey``.
    """
    if pixels.ndim != 3:
        raise CalibrationError("calibration-no-colour")
    height, width = pixels.shape[:2]
    middle = pixels[height // 4 : height - height // 4, width // 4 : width - width // 4]
    if saturated(middle):
        raise CalibrationError("calibration-saturated")
    signal = _shrunk(middle.astype(np.float32), (16, 12)) - np.asarray(dark, np.float32)
    full_scale = float(np.iinfo(pixels.dtype).max)
    means = np.asarray([float(np.median(signal[..., channel])) for channel in range(3)])
    if means.max() < MIN_SIGNAL * full_scale:
        raise CalibrationError("calibration-too-dark", percent=round(means.max() / full_scale * 100, 1))
    gains = means.max() / np.maximum(means, 1e-6)
    if gains.max() > MAX_GAIN:
        raise CalibrationError("calibration-not-grey", factor=round(float(gains.max()), 1))
    ratios = signal.max(axis=2, keepdims=True) / np.maximum(signal, 1e-6)
    spread = float(np.max(ratios.std(axis=(0, 1)) / ratios.mean(axis=(0, 1))))
    if spread > 0.1:
        raise CalibrationError("calibration-sheet-not-empty", percent=round(spread * 100, 1))
    return WhiteBalance(gains=(float(gains[0]), float(gains[1]), float(gains[2])), uncertainty_percent=spread * 100)


def flatten(pixels: Pixels, field: Field | None, gains: Sequence[float] | None = None) -> Pixels:
    """A picture as if the light had been even and the camera's dark black, in neutral white where gains are given.

    Parameters
    ----------
    pixels : ndarray, shape (H, W, 3) RGB or (H, W) grey, uint8 or uint16
        Not altered.
    field : Field or None
        Of the same light, camera and size; None leaves the light as it is.
    gains : sequence of three float or None
        ``WhiteBalance.gains``; None leaves the colours as they are.

    Returns
    -------
    ndarray of the same shape and type, read-only
        ``(level - dark) / shading * gain``, rounded, and cut at the ends of the type: nothing wraps around.

    Raises
    ------
    CalibrationError
        ``calibration-other-picture``: bits or channels are not those of the field.
    """
    channels = pixels.shape[2] if pixels.ndim == 3 else 1
    depth = pixels.dtype.itemsize * 8
    if field is not None and (field.bit_depth != depth or field.shading.shape[2] != channels):
        raise CalibrationError("calibration-other-picture")
    if gains is not None and len(gains) != channels:
        raise CalibrationError("calibration-other-picture")
    height, width = pixels.shape[:2]
    full_scale = float(np.iinfo(pixels.dtype).max)
    factor = np.asarray(gains if gains is not None else (1.0,) * channels, np.float32)
    dark = np.asarray(field.dark if field is not None else (0.0,) * channels, np.float32)
    result: NDArray[Any] = np.empty_like(pixels)
    for top in range(0, height, _STRIP_ROWS):
        rows = slice(top, min(top + _STRIP_ROWS, height))
        levels = (_three(pixels[rows].astype(np.float32)) - dark) * factor
        if field is not None:
            levels /= _enlarged(field.shading, width, height, rows)
        done = np.rint(np.clip(levels, 0, full_scale)).astype(pixels.dtype)
        result[rows] = done if pixels.ndim == 3 else done[..., 0]
    result.flags.writeable = False
    return result


def _three(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    """With a last axis for the channels."""
    return plane if plane.ndim == 3 else plane[..., np.newaxis]


def _mean(frames: Sequence[Pixels]) -> NDArray[np.float32]:
    total = np.zeros(frames[0].shape, np.float32)
    for each in frames:
        total += each
    return total / np.float32(len(frames))


def _shrunk(plane: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    return _three(np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.float32))


def _enlarged(grid: NDArray[np.float32], width: int, height: int, rows: slice | None = None) -> NDArray[np.float32]:
    """Grid laid over a picture, between the middles of its cells by straight lines; some rows of it."""
    first, last = (rows.start, rows.stop) if rows is not None else (0, height)
    down = _weights(np.arange(first, last), height, grid.shape[0])
    across = _weights(np.arange(width), width, grid.shape[1])
    tall = grid[down[0]] * (1 - down[1])[:, None, None] + grid[down[0] + 1] * down[1][:, None, None]
    share = across[1][None, :, None]
    return np.asarray(tall[:, across[0]] * (1 - share) + tall[:, across[0] + 1] * share, np.float32)


def _weights(places: NDArray[Any], length: int, cells: int) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    at = np.clip((places + 0.5) * cells / length - 0.5, -0.5, cells - 0.5)
    cell = np.clip(np.floor(at).astype(np.intp), 0, cells - 2)
    # Half a cell beyond the outermost middles the line goes on, so that the border is as right as the rest.
    return cell, (at - cell).astype(np.float32)

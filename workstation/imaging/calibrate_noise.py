"""Noise of the sensor, from pictures of the same thing: what a difference must exceed to be one.

Photon transfer: the variance of a pixel grows with the light on it. Of two pictures that were taken alike the
difference has twice the variance of one and nothing of the thing itself.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.errors import CalibrationError
from workstation.imaging.calibrate_results import Noise
from workstation.imaging.views import Pixels

Pair = tuple[Pixels, Pixels]

_BLOCK_PX = 32
_BINS = 24
_MIN_BLOCKS = 8
_CLIPPED_SHARE = 0.01
_OF_ROUNDING = 1 / 12


def noise_of(pairs: Sequence[Pair], dark: Sequence[float]) -> Noise:
    """Read noise and photon noise of each channel.

    Parameters
    ----------
    pairs : sequence of pairs of ndarray, shape (H, W, 3) or (H, W), uint8 or uint16
        Two pictures each, taken alike; the pairs differ in light. One pair may be dark.
    dark : sequence of float
        Mean level without light, one a channel.

    Raises
    ------
    CalibrationError
        ``calibration-noise-unknown``: too little of the pictures is neither black nor saturated.
    """
    read, photon = [], []
    for channel, offset in enumerate(dark):
        measured = [
            _blocks(_plane(first, channel), _plane(second, channel), float(np.iinfo(first.dtype).max))
            for first, second in pairs
        ]
        signal = np.concatenate([each[0] for each in measured]) - offset
        variance = np.concatenate([each[1] for each in measured])
        if len(signal) < _MIN_BLOCKS:
            raise CalibrationError("calibration-noise-unknown")
        a, b = _line(*_binned(signal, variance))
        read.append(a)
        photon.append(b)
    return Noise(read=tuple(read), photon=tuple(photon))


def sigma(signal: NDArray[np.float32], noise: Noise) -> NDArray[np.float32]:
    """Standard deviation of the noise at each pixel, in stored levels.

    Parameters
    ----------
    signal : ndarray, shape (H, W, channels) or (H, W), float32
        Levels above dark.
    """
    read, photon = np.asarray(noise.read, np.float32), np.asarray(noise.photon, np.float32)
    if signal.ndim == 2:
        read, photon = read[0], photon[0]
    return np.asarray(np.sqrt(read + photon * np.maximum(signal, 0)), np.float32)


def _plane(pixels: Pixels, channel: int) -> NDArray[np.float32]:
    return (pixels if pixels.ndim == 2 else pixels[..., channel]).astype(np.float32)


def _blocks(
    first: NDArray[np.float32], second: NDArray[np.float32], top: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Signal and variance of one picture in each block in which nothing is clipped."""
    rows, columns = (side // _BLOCK_PX for side in first.shape)
    crop = np.s_[: rows * _BLOCK_PX, : columns * _BLOCK_PX]
    shaped = [
        each[crop].reshape(rows, _BLOCK_PX, columns, _BLOCK_PX).swapaxes(1, 2).reshape(-1, _BLOCK_PX**2)
        for each in (first, second)
    ]
    clipped = ((shaped[0] <= 0) | (shaped[0] >= top)).mean(axis=1)
    signal = (shaped[0].mean(axis=1) + shaped[1].mean(axis=1)) / 2
    variance = (shaped[0] - shaped[1]).var(axis=1, ddof=1) / 2
    usable = clipped <= _CLIPPED_SHARE
    return signal[usable].astype(np.float64), variance[usable].astype(np.float64)


def _binned(
    signal: NDArray[np.float64], variance: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Medians over blocks of like signal, and how many blocks each stands for: dirt and edges do not count."""
    order = np.array_split(np.argsort(signal), min(_BINS, max(1, len(signal) // 4)))
    parts = [each for each in order if len(each)]
    return (
        np.array([np.median(signal[each]) for each in parts]),
        np.array([np.median(variance[each]) for each in parts]),
        np.array([len(each) for each in parts], np.float64),
    )


def _line(
    signal: NDArray[np.float64], variance: NDArray[np.float64], count: NDArray[np.float64]
) -> tuple[float, float]:
    """Variance at no signal and its growth, neither below what is possible."""
    weights = np.sqrt(count) / np.maximum(variance, 1e-3)
    matrix = np.stack([weights, weights * signal], axis=1)
    wanted = np.asarray(variance * weights)
    _, solved = cv2.solve(matrix, wanted[:, None], flags=cv2.DECOMP_SVD)
    a, b = float(solved[0, 0]), float(solved[1, 0])
    if b < 0:
        a, b = float(np.average(variance, weights=count)), 0.0
    if a < _OF_ROUNDING:
        a = _OF_ROUNDING
        b = max(
            0.0, float(np.sum(weights**2 * signal * (variance - a)) / max(np.sum((weights * signal) ** 2), 1e-12))
        )
    return a, b

"""Which light tells two places apart: lights and simple combinations of lights, ranked by contrast to noise.

Every combination is a short list of weights or a ratio, so that a recipe can make its picture again without
repeating the search.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from workstation.cases.model import Region
from workstation.imaging.light_stack import Band, LightStack, Samples, samples

Weights = NDArray[np.float64]

ROUNDING_SIGMA = 12**-0.5
"""Standard deviation that rounding to whole grey levels has by itself."""

_FIT_SAMPLES = 100_000
_ICA_STEPS = 200


class CombinationKind(StrEnum):
    """How a picture is made of lights."""

    BAND = "band"
    DIFFERENCE = "difference"
    RATIO = "ratio"
    COMPONENT = "component"
    MIXTURE = "mixture"


@dataclass(frozen=True, slots=True)
class Combination:
    """A way to make one picture of several lights.

    Attributes
    ----------
    bands : tuple of Band
        Those that take part.
    weights : tuple of float
        Of a ``RATIO`` (1, -1): the first over the second. Otherwise the factor of each band in the sum.
    """

    kind: CombinationKind
    bands: tuple[Band, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """How well a combination tells two regions apart.

    Attributes
    ----------
    contrast : float
        Mean of the first region less mean of the second, in the units of the combination.
    contrast_to_noise : float
        Absolute contrast over the root mean square of both regions' spreads.
    """

    combination: Combination
    contrast: float
    contrast_to_noise: float


def best_lights(stack: LightStack, first: Region, second: Region) -> tuple[Ranked, ...]:
    """Every single light, difference, ratio and leading component, and the best mixture, best contrast first.

    The mixture of all lights is fitted to the two regions (Fisher's discriminant): it is an upper bound, and on few
    pixels an optimistic one, which is why it comes with its weights and never hides the simple ones.

    Raises
    ------
    RecipeError
        ``region-outside``.
    """
    a, b = samples(stack, first).astype(np.float64), samples(stack, second).astype(np.float64)
    ranked = [_linear(CombinationKind.BAND, stack, a, b, (place,), (1.0,)) for place in range(len(stack.bands))]
    pairs = tuple(combinations(range(len(stack.bands)), 2))
    ranked += [_linear(CombinationKind.DIFFERENCE, stack, a, b, pair, (1.0, -1.0)) for pair in pairs]
    ranked += [_ratio(stack, a, b, pair) for pair in pairs]
    everything = tuple(range(len(stack.bands)))
    if len(everything) > 1:
        components = principal_components(np.hstack([a, b]).astype(np.float32), 3)
        ranked += [
            _linear(CombinationKind.COMPONENT, stack, a, b, everything, tuple(row)) for row in components.weights
        ]
        ranked.append(_linear(CombinationKind.MIXTURE, stack, a, b, everything, _discriminant(a, b)))
    return tuple(sorted(ranked, key=lambda each: -each.contrast_to_noise))


def _linear(
    kind: CombinationKind,
    stack: LightStack,
    first: NDArray[np.float64],
    second: NDArray[np.float64],
    places: tuple[int, ...],
    weights: tuple[float, ...],
) -> Ranked:
    factors = np.asarray(weights)
    a, b = (factors @ each[list(places)] for each in (first, second))
    rounding = ROUNDING_SIGMA * float(np.linalg.norm(factors))
    return _rank(Combination(kind, tuple(stack.bands[each] for each in places), weights), a, b, rounding)


def _ratio(
    stack: LightStack, first: NDArray[np.float64], second: NDArray[np.float64], pair: tuple[int, int]
) -> Ranked:
    over, under = pair
    a, b = ((each[over] + 1) / (each[under] + 1) for each in (first, second))
    level = float(np.mean(np.hstack([first[under], second[under]]))) + 1
    rounding = ROUNDING_SIGMA / level * float(np.hypot(1.0, np.mean(np.hstack([a, b]))))
    bands = (stack.bands[over], stack.bands[under])
    return _rank(Combination(CombinationKind.RATIO, bands, (1.0, -1.0)), a, b, rounding)


def _rank(
    combination: Combination, first: NDArray[np.float64], second: NDArray[np.float64], rounding: float
) -> Ranked:
    contrast = float(first.mean() - second.mean())
    noise = max(float(np.sqrt((first.var() + second.var()) / 2)), rounding)
    return Ranked(combination, contrast, abs(contrast) / noise)


def _discriminant(first: NDArray[np.float64], second: NDArray[np.float64]) -> tuple[float, ...]:
    scatter = (np.atleast_2d(np.cov(first, bias=True)) + np.atleast_2d(np.cov(second, bias=True))) / 2
    # Rounding noise on the diagonal keeps bands that never vary from being trusted without limit.
    scatter += np.eye(len(scatter)) * ROUNDING_SIGMA**2
    weights = np.linalg.solve(scatter, first.mean(axis=1) - second.mean(axis=1))
    length = float(np.linalg.norm(weights))
    return tuple((weights / length).tolist()) if length else (1.0, *[0.0] * (len(scatter) - 1))


@dataclass(frozen=True, slots=True)
class Components:
    """Directions in the space of lights.

    Attributes
    ----------
    weights : ndarray, shape (n, bands), float64
        Each row of length 1, its largest weight positive.
    share : tuple of float
        Share of the variance that each explains.
    """

    weights: Weights
    share: tuple[float, ...]


def page_samples(stack: LightStack) -> Samples:
    """Values of every band at pixels evenly spread over the whole page, at most 100,000."""
    height, width = stack.shape
    step = max(1, round((height * width / _FIT_SAMPLES) ** 0.5))
    return np.stack([plane[::step, ::step].ravel() for plane in stack.planes]).astype(np.float32)


def principal_components(values: Samples, count: int = 3) -> Components:
    """Directions in which the lights vary most, by the covariance of samples of shape (bands, pixels)."""
    covariance = np.atleast_2d(np.cov(values.astype(np.float64), bias=True))
    power, directions = np.linalg.eigh(covariance)
    order = np.argsort(-power)[:count]
    total = max(float(power.sum()), np.finfo(float).tiny)
    return Components(_signed(directions[:, order].T), tuple(float(power[each]) / total for each in order))


def independent_components(values: Samples, count: int = 3) -> Components:
    """Directions that are as independent as can be: FastICA with tanh, from a fixed start.

    Notes
    -----
    A. Hyvarinen, Fast and robust fixed-point algorithms for independent component analysis, IEEE Trans. Neural
    Networks 10 (1999). The same samples give the same directions.
    """
    centred = values.astype(np.float64) - values.mean(axis=1, keepdims=True)
    power, directions = np.linalg.eigh(np.atleast_2d(np.cov(centred, bias=True)))
    order = np.argsort(-power)[:count]
    whitening = directions[:, order].T / np.sqrt(np.maximum(power[order], 1e-9))[:, None]
    white = whitening @ centred
    unmixing = np.eye(len(order))
    for _ in range(_ICA_STEPS):
        bent = np.tanh(unmixing @ white)
        turned = _orthogonal(bent @ white.T / white.shape[1] - np.diag((1 - bent**2).mean(axis=1)) @ unmixing)
        settled = np.min(np.abs(np.sum(turned * unmixing, axis=1))) > 1 - 1e-8
        unmixing = turned
        if settled:
            break
    weights = unmixing @ whitening
    weights /= np.linalg.norm(weights, axis=1, keepdims=True)
    spread = (weights @ centred).var(axis=1)
    total = max(float(centred.var(axis=1).sum()), np.finfo(float).tiny)
    rank = np.argsort(-spread)
    return Components(_signed(weights[rank]), tuple(float(spread[each]) / total for each in rank))


def _orthogonal(matrix: Weights) -> Weights:
    left, _, right = np.linalg.svd(matrix)
    return np.asarray(left @ right)


def _signed(weights: Weights) -> Weights:
    """Rows with their largest weight positive: a direction has no sign of its own, a picture has."""
    largest = np.take_along_axis(weights, np.abs(weights).argmax(axis=1)[:, None], axis=1)
    return np.asarray(weights * np.where(largest < 0, -1.0, 1.0))


def mixed_spectra(values: Samples, count: int = 3, steps: int = 200) -> Weights:
    """Non-negative spectra whose non-negative mixtures are nearest to the samples (NMF).

    Parameters
    ----------
    values : ndarray, shape (bands, pixels), float32
        Absorbance or luminescence, nothing below zero.

    Returns
    -------
    ndarray, shape (count, bands), float64
        Each of length 1. The start is fixed, so that the same samples give the same spectra.

    Notes
    -----
    D. Lee and H. Seung, Learning the parts of objects by non-negative matrix factorization, Nature 401 (1999).
    """
    data = np.maximum(values.astype(np.float64), 0)
    length = np.linalg.norm(data, axis=0)
    # Start from the strongest sample and those least like what is already chosen.
    chosen = [int(length.argmax())]
    unit = data / np.maximum(length, 1e-9)
    for _ in range(count - 1):
        likeness = np.max(unit[:, chosen].T @ unit, axis=0)
        likeness[length < np.percentile(length, 75)] = np.inf
        chosen.append(int(likeness.argmin()))
    spectra = data[:, chosen] + 1e-6
    amounts = np.full((count, data.shape[1]), data.mean() / count + 1e-6)
    for _ in range(steps):
        amounts *= (spectra.T @ data) / (spectra.T @ spectra @ amounts + 1e-12)
        spectra *= (data @ amounts.T) / (spectra @ (amounts @ amounts.T) + 1e-12)
        scale = np.linalg.norm(spectra, axis=0)
        spectra, amounts = spectra / scale, amounts * scale[:, None]
    return np.asarray(spectra.T)

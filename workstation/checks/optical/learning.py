"""Thresholds from measured values of genuine and of false documents, and how often they err."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_FOLDS = 5
_SPREADS = 4.0
_LEAST_SPREAD = 0.02
_Z_95 = 1.959964


@dataclass(frozen=True, slots=True)
class Learned:
    """A threshold and what it does.

    Attributes
    ----------
    threshold, typical : float
        See ``TaughtCheck``.
    false_alarms : int
        Genuine values on the wrong side of thresholds learned without them.
    caught : int
        False values on the suspect side of the threshold.
    """

    threshold: float
    typical: float
    false_alarms: int
    caught: int


def learn(
    genuine: Sequence[float], suspect: Sequence[float], *, genuine_high: bool, least: float = -math.inf
) -> Learned:
    """A threshold beyond the worst genuine value, half-way to the nearest false one where that lies further off.

    Where it would lie below ``least``, which no document goes below, it lies half-way between that and the worst.

    Parameters
    ----------
    genuine : sequence of float
        At least five.
    suspect : sequence of float
        May be empty; values among the genuine ones are of attacks that leave this place alone.

    Raises
    ------
    ValueError
        Fewer than five genuine values, or one that is no number, or one that is ``least``: nothing would ever fail.
    """
    if len(genuine) < _FOLDS or not all(math.isfinite(each) for each in (*genuine, *suspect)):
        raise ValueError("at least five finite values of genuine documents are needed")
    sign = 1.0 if genuine_high else -1.0
    good, bad = np.asarray(genuine) * sign, np.asarray(suspect) * sign
    floor = least if genuine_high else -math.inf
    if good.min() <= floor:
        raise ValueError("a genuine document shows nothing that another could lack")
    threshold = _threshold(good, bad, floor)
    alarms = 0
    for fold in range(_FOLDS):
        left_out = np.arange(len(good)) % _FOLDS == fold
        alarms += int((good[left_out] < _threshold(good[~left_out], bad, floor)).sum())
    return Learned(
        threshold=float(threshold * sign),
        typical=float(np.median(good) * sign),
        false_alarms=alarms,
        caught=int((bad < threshold).sum()),
    )


def wilson(events: int, trials: int) -> tuple[float, float]:
    """Interval that holds the true rate in 95 of 100 cases (Wilson, without correction).

    Raises
    ------
    ValueError
        No trial.
    """
    if trials < 1 or not 0 <= events <= trials:
        raise ValueError("events of at least one trial")
    share, square = events / trials, _Z_95**2 / trials
    middle = (share + square / 2) / (1 + square)
    half = _Z_95 / (1 + square) * math.sqrt(share * (1 - share) / trials + square / (4 * trials))
    return max(0.0, middle - half), min(1.0, middle + half)


def _threshold(
    good: np.ndarray[tuple[int], np.dtype[np.float64]],
    bad: np.ndarray[tuple[int], np.dtype[np.float64]],
    floor: float,
) -> float:
    """For values of which the genuine are high: as far beyond the worst, at least, as that lies from the middle."""
    typical, worst = float(np.median(good)), float(good.min())
    spread = max(1.4826 * float(np.median(np.abs(good - typical))), _LEAST_SPREAD * max(abs(typical), 0.05))
    guarded = worst - max(_SPREADS * spread, typical - worst)
    if guarded <= floor:
        guarded = (worst + floor) / 2
    beyond = bad[bad < guarded]
    return min(guarded, (worst + float(beyond.max())) / 2) if beyond.size else guarded

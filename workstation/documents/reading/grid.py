"""Cells of fixed pitch on a strip: which columns hold a character, and how many stand in a row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workstation.documents.reading.networks import BLANK

WIDTHS = (30, 36, 44)
"""Characters in a line of ICAO 9303."""
_LEAST_PITCH, _MOST_PITCH = 6.5, 14.0
"""Columns from one character to the next that are looked for."""
_USUAL_PITCH = 10.0
_DRIFT = 0.18
"""Share of the pitch by which neighbours may stand closer or wider: bent pages, marks across the line."""
_STIFFNESS = 25.0
_MOST_EVIDENCE = 5.0
_START_STIFFNESS = 1.5

Columns = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """Characters of one line.

    Attributes
    ----------
    columns : ndarray, shape (n,)
        Columns of the network's answer in which the characters stand.
    evidence : float
        Log odds that a character stands in each cell, summed.
    """

    columns: Columns
    evidence: float

    @property
    def pitch(self) -> float:
        """Mean distance of neighbours."""
        return float((self.columns[-1] - self.columns[0]) / (len(self.columns) - 1))


def presence(answers: NDArray[np.float32]) -> Columns:
    """Log odds of a character in each column, limited."""
    blank = answers[:, BLANK].astype(np.float64)
    some = np.log(np.maximum(-np.expm1(np.minimum(blank, -1e-6)), 1e-9))
    odds = np.clip(some - blank, -_MOST_EVIDENCE, _MOST_EVIDENCE)
    # A character is some five columns wide: smoothed, its middle is its best column.
    for width in (3, 5):
        odds = np.convolve(np.pad(odds, width // 2, mode="edge"), np.full(width, 1 / width), mode="valid")
    return odds


def pitch_of(odds: Columns) -> float:
    """Columns from one character to the next, where the row repeats itself best."""
    signal = np.maximum(odds, -2.0) - np.maximum(odds, -2.0).mean()
    lags = np.arange(int(_LEAST_PITCH) - 1, int(_MOST_PITCH) + 3)
    alike = np.array([_alike(signal, int(lag)) for lag in lags])
    inner = np.flatnonzero((alike[1:-1] >= alike[:-2]) & (alike[1:-1] >= alike[2:])) + 1
    if not len(inner) or alike[inner].max() <= 0:
        return _USUAL_PITCH
    # Twice the pitch repeats as well as the pitch: the first that is nearly as good is meant.
    best = inner[np.flatnonzero(alike[inner] > 0.75 * alike[inner].max())[0]]
    before, here, after = alike[best - 1 : best + 2]
    curve = before - 2 * here + after
    shift = 0.0 if curve == 0 else float(np.clip(0.5 * (before - after) / curve, -0.5, 0.5))
    return float(np.clip(lags[best] + shift, _LEAST_PITCH, _MOST_PITCH))


def _alike(signal: Columns, lag: int) -> float:
    room = len(signal) - lag
    return float(signal[lag:] @ signal[:room]) / room if room > 0 else 0.0


def rows(odds: Columns, pitch: float, start: float | None = None) -> dict[int, Row]:
    """The best row for each of ``WIDTHS``.

    Parameters
    ----------
    odds : ndarray, shape (columns,)
        As ``presence`` gives.
    pitch : float
        Columns from one character to the next, about.
    start : float or None
        Where the first character is expected, from the other lines of the zone.
    """
    room = round(2 * pitch)
    padded = np.pad(odds, room, constant_values=-1.0)
    steps = np.arange(max(3, int(np.floor(pitch * (1 - _DRIFT)))), int(np.ceil(pitch * (1 + _DRIFT))) + 1)
    costs = _STIFFNESS * ((steps - pitch) / pitch) ** 2
    best = padded.copy()
    if start is not None:
        best -= _START_STIFFNESS * ((np.arange(len(padded)) - room - start) / pitch) ** 2
    # From a column before the strip no character comes.
    came_by = []
    found = {}
    for count in range(2, WIDTHS[-1] + 1):
        options = np.full((len(steps), len(padded)), -np.inf)
        for place, (step, cost) in enumerate(zip(steps, costs, strict=True)):
            options[place, step:] = best[: len(padded) - step] - cost
        chosen = options.argmax(axis=0)
        came_by.append(steps[chosen])
        best = padded + options[chosen, np.arange(len(padded))]
        if count in WIDTHS:
            end = int(best.argmax())
            if np.isfinite(best[end]):
                found[count] = Row(_even(_back(end, came_by) - room, odds), float(best[end]))
    return found


def _back(end: int, came_by: list[NDArray[np.int64]]) -> Columns:
    columns = [end]
    for steps in reversed(came_by):
        columns.append(columns[-1] - int(steps[columns[-1]]))
    return np.array(columns[::-1], np.float64)


def _even(columns: Columns, odds: Columns) -> Columns:
    """The same columns drawn to an even row: what stands far off was a mark, not a character."""
    index = np.arange(len(columns))
    held = np.interp(columns, np.arange(len(odds)), odds, left=-1, right=-1)
    weights = np.where(held > 0, 1.0, 0.05)
    for _ in range(2):
        even = np.polynomial.Polynomial.fit(index, columns, 3, w=weights)(index)
        pitch = (even[-1] - even[0]) / (len(even) - 1)
        weights = np.where(np.abs(columns - even) > 0.2 * pitch, 0.05, weights)
    return np.asarray(np.clip(columns, even - 0.15 * pitch, even + 0.15 * pitch), np.float64)


def shapes(answers: NDArray[np.float32], columns: Columns) -> tuple[NDArray[np.float64], Columns]:
    """Probabilities of the characters in each cell, shape (n, BLANK), and how likely any stands there, shape (n,)."""
    probabilities = np.exp(answers.astype(np.float64))
    last = len(answers) - 1
    middle = np.clip(np.rint(columns).astype(int), 0, last)
    around = sum(probabilities[np.clip(middle + off, 0, last)] for off in (-1, 0, 1)) / 3
    inside = (columns > -0.5) & (columns < last + 0.5)
    some = np.where(inside, 1 - around[:, BLANK], 0.0)
    each = around[:, :BLANK] + 1e-9
    return each / each.sum(axis=1, keepdims=True), some

"""Pixels per millimetre from a ruler anywhere in the picture, lying any way.

The direction of the marks comes from a histogram of gradients, their distance from the autocorrelation of bands
along the ruler, and the fraction of a pixel from the phase of the marks, followed from one end to the other. Print
with a regular pitch, such as a machine readable zone, is no ruler: the centimetre marks must be longer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.errors import CalibrationError
from workstation.imaging.calibrate_results import Scale
from workstation.imaging.views import Pixels

Plane = NDArray[np.float32]
Row = NDArray[np.float64]

MIN_MARKS = 25
MAX_RESIDUAL = 0.06
"""Root mean square deviation of the marks from even distances, in parts of their distance."""
UNSEEN_DIRECTION_PERCENT = 0.1
"""A ruler says nothing of the direction across it; pixels are taken to be square to within this."""
LONGER_MARK = 1.12
"""How much longer the centimetre marks must be than the usual ones."""

HALF_MARK = 1.04
"""The same of the marks between two of them."""
MARKS_ALIKE = 0.7
"""Share of the marks that must have the length that their place asks for."""

_BAND_PX = 8
_PITCH_PX = (4.0, 400.0)
_CORRELATED = 0.35
_DIRECTIONS = 2
_UPRIGHT_DEG = 0.05
_LOCK_PITCHES = 2.0


@dataclass(frozen=True, slots=True)
class _Comb:
    """Marks along a row: phase in turns at each sample, and where the run begins and ends."""

    rows: tuple[int, int]
    profile: Row
    pitch_px: float
    start: int
    stop: int


def ruler_scale(pixels: Pixels, *, graduation_mm: float = 1.0, tolerance_percent: float = 0.1) -> Scale:
    """Pixels per millimetre along a ruler.

    Parameters
    ----------
    pixels : ndarray, shape (H, W, 3) RGB or (H, W) grey, uint8 or uint16
    graduation_mm : float
        Distance of the closest marks, 1 or 0.5.
    tolerance_percent : float
        How far the ruler may be off; DIN 866 grade II allows 0.05 mm in 100 mm.

    Raises
    ------
    CalibrationError
        ``calibration-no-ruler``, ``calibration-ruler-short``, ``calibration-ruler-uneven``,
        ``calibration-ruler-unmarked``.
    """
    grey = _grey(pixels)
    found: list[tuple[float, float, Plane, _Comb]] = []
    for turn_deg in _directions(grey):
        turned = _turned(grey, turn_deg)
        found += [(strength, turn_deg, turned, comb) for strength, comb in _combs(turned)]
    if not found:
        raise CalibrationError("calibration-no-ruler")
    _, turn_deg, turned, comb = max(found, key=lambda each: each[0])
    tilt_deg = _tilt_deg(turned, comb)
    if abs(tilt_deg) > _UPRIGHT_DEG:
        turn_deg += tilt_deg
        turned = _turned(grey, turn_deg)
        upright = [each for _, each in _combs(turned)]
        if not upright:
            raise CalibrationError("calibration-no-ruler")
        comb = upright[0]
    return _measured(grey, turned, turn_deg, comb, graduation_mm, tolerance_percent)


def _measured(
    grey: Plane, turned: Plane, turn_deg: float, comb: _Comb, graduation_mm: float, tolerance_percent: float
) -> Scale:
    at, turns = _phase(comb)
    marks = abs(float(turns[-1] - turns[0]))
    if marks < MIN_MARKS:
        raise CalibrationError("calibration-ruler-short", marks=int(marks), needed=MIN_MARKS)
    middle = (at[0] + at[-1]) / 2
    bend, slope, start = np.polyfit(at - middle, turns, 2)
    left_over = turns - np.polyval((bend, slope, start), at - middle)
    residual = float(np.sqrt(np.mean(left_over**2)))
    if residual > MAX_RESIDUAL or float(np.abs(left_over).max()) > 0.3:
        raise CalibrationError("calibration-ruler-uneven", percent=round(residual * 100, 1))
    pitch_px = 1 / slope
    first, last = (np.ceil(turns.min()), np.floor(turns.max()))
    where = np.interp(np.arange(first, last + 1), turns, at)
    _require_long_marks(turned, comb, where, graduation_mm)
    px_per_mm = float(pitch_px / graduation_mm)
    change = float(abs(2 * bend * (at[-1] - at[0]) / slope))
    # Neighbouring phases share the marks of one window, so only every so many of them count.
    independent = max(4.0, marks / (2 * _LOCK_PITCHES))
    of_fit = residual / (marks * np.sqrt(independent / 12))
    relative = np.sqrt(
        of_fit**2
        + (change / 2) ** 2 / 3
        + (tolerance_percent / 100) ** 2 / 3
        + (UNSEEN_DIRECTION_PERCENT / 100) ** 2 / 3
    )
    row = sum(comb.rows) / 2
    points = _turn_back(grey, turn_deg, np.stack([where, np.full_like(where, row)], 1))
    return Scale(
        px_per_mm=px_per_mm,
        uncertainty_px_per_mm=float(px_per_mm * relative),
        across_px_per_mm=px_per_mm,
        down_px_per_mm=None,
        turn_deg=turn_deg,
        residual_px=float(residual * pitch_px),
        perspective_percent=change * 100,
        distortion_percent=None,
        points_px=tuple((float(x), float(y)) for x, y in points),
    )


def _grey(pixels: Pixels) -> Plane:
    plane = pixels.astype(np.float32)
    if plane.ndim == 3:
        plane = np.asarray(cv2.cvtColor(plane, cv2.COLOR_RGB2GRAY), np.float32)
    return plane * np.float32(255 / np.iinfo(pixels.dtype).max)


# --- direction --------------------------------------------------------------------------------------------------


def _directions(grey: Plane) -> Iterator[float]:
    """Turns, in degrees, that could lay the ruler along the rows; the most edges first."""
    across, down = (cv2.Sobel(cv2.GaussianBlur(grey, (0, 0), 1.0), cv2.CV_32F, *axis) for axis in ((1, 0), (0, 1)))
    power = np.asarray(across, np.float64) ** 2 + np.asarray(down, np.float64) ** 2
    angle = np.degrees(np.arctan2(down, across)) % 180
    strong = power > np.quantile(power[::4, ::4], 0.9)
    histogram, _ = np.histogram(angle[strong], bins=720, range=(0, 180), weights=power[strong])
    # Rounds of one sample a bin keep the exact multiples of 45 degrees from winning by their number.
    smooth = np.convolve(np.concatenate([histogram[-8:], histogram, histogram[:8]]), np.hanning(9), "same")[8:-8]
    for _ in range(_DIRECTIONS):
        best = int(smooth.argmax())
        if smooth[best] <= 0:
            return
        near = np.arange(best - 6, best + 7)
        weights = histogram[near % 720]
        centre = float((near * weights).sum() / weights.sum()) if weights.sum() else float(best)
        turn = (centre + 0.5) / 4
        yield turn - 180 if turn > 135 else turn
        smooth[np.arange(best - 40, best + 41) % 720] = 0


def _turn_matrix(grey: Plane, turn_deg: float) -> tuple[NDArray[np.float64], tuple[int, int]]:
    height, width = grey.shape
    matrix = np.asarray(cv2.getRotationMatrix2D((width / 2 - 0.5, height / 2 - 0.5), turn_deg, 1.0), np.float64)
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    wide, high = int(np.ceil(width * cos + height * sin)), int(np.ceil(width * sin + height * cos))
    matrix[:, 2] += ((wide - width) / 2, (high - height) / 2)
    return matrix, (wide, high)


def _turned(grey: Plane, turn_deg: float) -> Plane:
    """The picture with its gradient direction ``turn_deg`` laid along the rows."""
    if abs(turn_deg) < 0.05:
        return grey
    matrix, size = _turn_matrix(grey, turn_deg)
    return np.asarray(
        cv2.warpAffine(grey, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.float32
    )


def _turn_back(grey: Plane, turn_deg: float, points: NDArray[np.float64]) -> NDArray[np.float64]:
    if abs(turn_deg) < 0.05:
        return points
    matrix, _ = _turn_matrix(grey, turn_deg)
    back = cv2.invertAffineTransform(matrix)
    return np.asarray(points @ back[:, :2].T + back[:, 2], np.float64)


# --- the marks --------------------------------------------------------------------------------------------------


def _combs(turned: Plane) -> Iterator[tuple[float, _Comb]]:
    """Where marks stand closest together at one distance, with how strong they are."""
    bands = turned.shape[0] // _BAND_PX
    width = turned.shape[1]
    profiles = turned[: bands * _BAND_PX].reshape(bands, _BAND_PX, width).mean(axis=1).astype(np.float64)
    lags: list[float] = []
    strengths: list[float] = []
    for profile in profiles:
        lag, strength = _closest_repeat(profile)
        lags.append(lag)
        strengths.append(strength)
    lag_of, strength_of = np.array(lags), np.array(strengths)
    good = (lag_of > 0) & (strength_of > 0.08 * strength_of.max(initial=0))
    supported = good & (_like_neighbour(lag_of, good, 1) | _like_neighbour(lag_of, good, -1))
    if not supported.any():
        return
    closest = lag_of[supported].min()
    here = supported & (np.abs(lag_of / closest - 1) < 0.04)
    best = int(np.where(here, strength_of, 0).argmax())
    first = last = best
    while first > 0 and here[first - 1]:
        first -= 1
    while last + 1 < bands and here[last + 1]:
        last += 1
    profile = profiles[first : last + 1].mean(axis=0)
    pitch = float(np.median(lag_of[first : last + 1]))
    start, stop = _extent(profile, pitch)
    yield (
        float(strength_of[best]),
        _Comb((first * _BAND_PX, (last + 1) * _BAND_PX), profile, pitch, start, stop),
    )


def _like_neighbour(lags: NDArray[Any], good: NDArray[Any], by: int) -> NDArray[np.bool_]:
    other = np.roll(lags, by)
    return np.asarray(np.roll(good, by) & (np.abs(other / np.maximum(lags, 1e-9) - 1) < 0.02))


def _closest_repeat(profile: Row) -> tuple[float, float]:
    """Shortest distance at which a row repeats itself, and its power there; zeros where it does not."""
    detail = profile - cv2.GaussianBlur(profile[None], (0, 0), 25)[0]
    spectrum = np.fft.rfft(detail, 2 * len(detail))
    full = np.fft.irfft(np.abs(spectrum) ** 2)[: len(detail) // 3]
    if full[0] <= 0:
        return 0.0, 0.0
    repeat = full / full[0]
    peaks = np.flatnonzero((repeat[1:-1] >= repeat[:-2]) & (repeat[1:-1] > repeat[2:])) + 1
    peaks = peaks[(peaks >= _PITCH_PX[0]) & (peaks <= _PITCH_PX[1])]
    if not len(peaks) or repeat[peaks].max() < _CORRELATED:
        return 0.0, 0.0
    # The first peak that is nearly as high as the highest: later ones are its multiples.
    lag = int(peaks[repeat[peaks] > 0.75 * repeat[peaks].max()][0])
    before, at, after = repeat[lag - 1 : lag + 2]
    return lag + 0.5 * (before - after) / (before - 2 * at + after), float(full[lag]) / len(detail)


def _locked(profile: Row, pitch_px: float) -> NDArray[np.complex128]:
    """Amplitude and phase of the marks at every sample."""
    detail = profile - cv2.GaussianBlur(profile[None], (0, 0), 2 * pitch_px)[0]
    carrier = detail * np.exp(-2j * np.pi * np.arange(len(detail)) / pitch_px)
    parts = [cv2.GaussianBlur(np.ascontiguousarray(each)[None], (0, 0), _LOCK_PITCHES * pitch_px)[0]
             for each in (carrier.real, carrier.imag)]  # fmt: skip
    return np.asarray(parts[0] + 1j * parts[1], np.complex128)


def _extent(profile: Row, pitch_px: float) -> tuple[int, int]:
    """Longest run of samples on which there are marks."""
    strength = np.abs(_locked(profile, pitch_px))
    on = np.concatenate([[False], strength > 0.4 * np.quantile(strength, 0.95), [False]])
    edges = np.flatnonzero(on[1:] != on[:-1])
    starts, stops = edges[::2], edges[1::2]
    longest = int((stops - starts).argmax())
    margin = int(_LOCK_PITCHES * pitch_px)
    start, stop = int(starts[longest]) + margin, int(stops[longest]) - margin
    return (start, stop) if stop - start > 4 * pitch_px else (int(starts[longest]), int(stops[longest]))


def _phase(comb: _Comb) -> tuple[Row, Row]:
    """Places along the row, one a pitch, and how many marks lie before each."""
    at = np.arange(comb.start, comb.stop, comb.pitch_px)
    phase = np.angle(_locked(comb.profile, comb.pitch_px)[at.astype(int)])
    whole = at.astype(int).astype(np.float64)
    return whole, whole / comb.pitch_px + np.unwrap(phase) / (2 * np.pi)


def _tilt_deg(turned: Plane, comb: _Comb) -> float:
    """How far the marks still lean, from their phases in the upper and the lower half of their rows."""
    first, last = comb.rows
    half = (last - first) // 2
    upper, lower = (
        _locked(turned[top : top + half].mean(axis=0).astype(np.float64), comb.pitch_px)[comb.start : comb.stop]
        for top in (first, last - half)
    )
    lean_px = float(np.angle(np.sum(lower * np.conj(upper)))) / (2 * np.pi) * comb.pitch_px
    return float(np.degrees(np.arctan2(lean_px, last - half - first)))


def _require_long_marks(turned: Plane, comb: _Comb, where: Row, graduation_mm: float) -> None:
    """Every centimetre mark is longer than the marks beside it."""
    reach = int(12 * comb.pitch_px / graduation_mm)
    top, bottom = max(0, comb.rows[0] - reach), min(turned.shape[0], comb.rows[1] + reach)
    part = turned[top:bottom]
    on = _columns(part, where)
    beside = (_columns(part, where[:-1] + np.diff(where) / 2), _columns(part, where[1:] - np.diff(where) / 2))
    contrast = on[:, 1:-1] - (beside[0][:, 1:] + beside[1][:, :-1]) / 2
    rows = slice(comb.rows[0] - top, comb.rows[1] - top)
    typical = float(np.median(contrast[rows]))
    marked = contrast * np.sign(typical) > 0.4 * abs(typical)
    lengths = _run_through(marked, (rows.start + rows.stop) // 2)
    period = round(10 / graduation_mm)
    by_place = np.array([np.median(lengths[place::period]) for place in range(period)])
    longest = int(by_place.argmax())
    middle = (longest + period // 2) % period
    places = np.arange(len(lengths)) % period
    usual = lengths[(places != longest) & (places != middle)]
    usual_length = max(float(np.median(usual)), 1.0)
    long_ones = lengths[places == longest]
    # Half millimetres have marks of two lengths between the long ones, so a third may be unlike the median.
    alike = np.mean(np.abs(usual - usual_length) <= 0.3 * usual_length)
    longer = np.mean(long_ones >= LONGER_MARK * usual_length)
    halves = by_place[middle] >= HALF_MARK * usual_length
    if len(long_ones) < 2 or alike < MARKS_ALIKE or longer < MARKS_ALIKE or not halves:
        raise CalibrationError("calibration-ruler-unmarked")


def _columns(part: Plane, where: Row) -> NDArray[np.float64]:
    columns = np.clip(np.rint(where).astype(int), 1, part.shape[1] - 2)
    return np.asarray(np.mean([part[:, columns + by] for by in (-1, 0, 1)], axis=0), np.float64)


def _run_through(marked: NDArray[np.bool_], row: int) -> NDArray[np.int64]:
    """How many marked rows hang together above and below a row, in each column."""
    up = np.logical_and.accumulate(marked[row::-1], axis=0).sum(axis=0)
    down = np.logical_and.accumulate(marked[row:], axis=0).sum(axis=0)
    return np.asarray(up + down, np.int64)

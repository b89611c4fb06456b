"""How long a lamp takes to become steady, measured instead of guessed.

The lamp is switched on and confirmed, and pictures follow as fast as the camera gives them, with a shorter exposure
than captures have. Two things decide, on the mean of the picture and on each of its 8 x 6 parts:

1. It has been watched long enough when the third and the fourth quarter of the time since the lamp came on differ by
   less than half the tolerance. The windows grow with time, so a slow lamp is not taken for a steady one.
2. It is steady from the first picture on after which every picture, and every part of it, stays within the tolerance
   of the mean of the last half.

The tolerance is a quarter of the noise of one pixel under the settings of a capture (what remains of the rise then
cannot be seen in one picture), at least 0.1 percent, and never less than three times the scatter of the last half.

A lamp that is quicker than the camera is switched on again and again, with another wait before the one picture.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from workstation.devices import Clock, Frame, ImageSource, LightSetting, LightSource
from workstation.errors import CalibrationError, Cancelled, CaptureError
from workstation.imaging.calibrate_results import Settling

PARTS = (8, 6)
OF_PIXEL_NOISE = 0.25
LEAST_TOLERANCE = 0.001
MOST_TOLERANCE = 0.02
MARGIN = 0.25
LEAST_MARGIN_MS = 5.0
MAX_WATCHED_S = 30.0
OF_MAX_ON = 0.6
"""Part of a lamp's longest on-time that watching may take."""
LEAST_DARK_MS = 50.0
"""How long a lamp rests at least before it is tried again."""
MOST_SATURATED = 0.2
SHORTER = 8
"""How many times shorter the exposures are than those of captures."""
LEAST_EXPOSURE_MS = 4.0
MIN_FRAMES = 16
MIN_WATCHED_MS = 150.0
MIN_SIGNAL = 0.01
"""Least light over dark, as a share of full scale."""
_WAIT_SLICE_S = 0.02
_SEARCHES = 3
_FIT_RANGE = (0.15, 3.0)
"""Deviations that the time constant is fitted to: from this share of the light down to so many tolerances."""


@dataclass(frozen=True, slots=True)
class _Look:
    """One picture: start of its exposure after the lamp was confirmed, and its light above dark by part."""

    at_ms: float
    parts: NDArray[np.float64]

    @property
    def mean(self) -> float:
        return float(self.parts.mean())


def measure_settling(
    setting: LightSetting,
    *,
    lights: LightSource,
    camera: ImageSource,
    clock: Clock,
    cancel: threading.Event,
) -> Settling:
    """Switch one lamp on and watch it become steady. Blocks; the lamps are off when it returns or raises.

    The filter of the setting must be in place. What lies under the camera must be bright and must not move.

    Raises
    ------
    CalibrationError
        ``calibration-too-dark``, ``calibration-saturated``, ``settle-never``, ``settle-unsteady``.
    CaptureError
        ``capture-light-unconfirmed``.
    Cancelled
    DeviceError
    """
    return _Watch(setting, lights, camera, clock, cancel).result()


@dataclass(slots=True)
class _Watch:
    setting: LightSetting
    lights: LightSource
    camera: ImageSource
    clock: Clock
    cancel: threading.Event
    exposure_ms: float = 0.0

    def result(self) -> Settling:
        self.exposure_ms = min(self.setting.exposure_ms, max(LEAST_EXPOSURE_MS, self.setting.exposure_ms / SHORTER))
        try:
            self.lights.all_off()
            self._wait(max(LEAST_DARK_MS, self.setting.settle_ms))
            # Also brings the camera to the new exposure time before the lamp comes on.
            for _ in range(1 + self.setting.discard_frames):
                dark = _parts(self._grab(self.exposure_ms))
            self._on()
            looks, full_scale = self._look(dark)
            noise = _pixel_noise(self._grab(self.setting.exposure_ms), self._grab(self.setting.exposure_ms))
            self._require_lit()
            self.lights.all_off()
            _require_signal(looks, full_scale, self.setting.light)
            steady = _Steady.of(looks, noise, self.setting.light)
            reached_ms, time_constant_ms = _reached(looks, steady)
            if time_constant_ms is None:
                reached_ms = self._narrowed(reached_ms, dark, steady)
        finally:
            self.lights.all_off()
        margin_ms = max(LEAST_MARGIN_MS, MARGIN * reached_ms)
        return Settling(
            settle_ms=float(math.ceil(reached_ms + margin_ms)),
            margin_ms=margin_ms,
            time_constant_ms=time_constant_ms,
            tolerance_percent=steady.of_mean * 100,
            curve=tuple((round(float(each.at_ms), 2), round(each.mean / steady.level * 100, 3)) for each in looks),
            exposure_ms=self.exposure_ms,
        )

    def _look(self, dark: NDArray[np.float64]) -> tuple[list[_Look], float]:
        """Pictures until they have been alike for long, and full scale."""
        confirmed_s = self.clock.monotonic()
        limit_ms = 1000 * min(MAX_WATCHED_S, OF_MAX_ON * self.setting.max_on_s)
        looks: list[_Look] = []
        full_scale = 1.0
        while not _watched_enough(looks):
            frame = self._grab(self.exposure_ms)
            # The latest that the exposure can have begun: a slow answer makes the lamp look slower, never faster.
            at_ms = (self.clock.monotonic() - confirmed_s) * 1000 - self.exposure_ms
            full_scale = float(np.iinfo(frame.pixels.dtype).max)
            if float((frame.pixels == full_scale).mean()) > MOST_SATURATED:
                raise CalibrationError("calibration-saturated", light=self.setting.light)
            looks.append(_Look(max(at_ms, 0.0), _parts(frame) - dark))
            if at_ms > limit_ms:
                raise CalibrationError("settle-never", light=self.setting.light, seconds=round(limit_ms / 1000, 1))
        return looks, full_scale

    def _narrowed(self, reached_ms: float, dark: NDArray[np.float64], steady: _Steady) -> float:
        """For a lamp that is quicker than the camera: how long to wait for the first picture to be a steady one.

        As a capture does it: the lamp on, a wait, a picture. Halving between no wait and ``reached_ms``; what is
        found must hold once more and for longer waits, too, or the search goes on above what did not hold.
        """

        def holds(wait_ms: float, rest_ms: float) -> bool:
            self.lights.all_off()
            self._wait(max(rest_ms, LEAST_DARK_MS))
            self._on()
            self._wait(wait_ms)
            return steady.is_like(_parts(self._grab(self.exposure_ms)) - dark)

        low, high = 0.0, reached_ms
        for _ in range(_SEARCHES):
            while high - low > max(LEAST_MARGIN_MS, MARGIN * high):
                middle = (low + high) / 2
                low, high = (low, middle) if holds(middle, high) else (middle, high)
            trials = (high, 1.3 * high + 1, (high + reached_ms) / 2)
            failed = [each for each in trials if each < reached_ms and not holds(each, reached_ms)]
            if not failed:
                return high
            low, high = max(failed), reached_ms
        return reached_ms

    def _on(self) -> None:
        self.lights.switch_on(self.setting.light)
        self._require_lit()

    def _require_lit(self) -> None:
        confirmed = self.lights.confirmed()
        if confirmed != self.setting.light:
            self._stop_if_cancelled()
            raise CaptureError(
                "capture-light-unconfirmed",
                device=self.lights.name,
                light=self.setting.light,
                confirmed=confirmed or "-",
            )

    def _grab(self, exposure_ms: float) -> Frame:
        self._stop_if_cancelled()
        return self.camera.grab(exposure_ms=exposure_ms, gain_db=self.setting.gain_db)

    def _wait(self, milliseconds: float) -> None:
        end = self.clock.monotonic() + milliseconds / 1000
        while (left := end - self.clock.monotonic()) > 0:
            self._stop_if_cancelled()
            self.clock.sleep(min(left, _WAIT_SLICE_S))

    def _stop_if_cancelled(self) -> None:
        if self.cancel.is_set():
            raise Cancelled


@dataclass(frozen=True, slots=True)
class _Steady:
    """The lamp when it is steady, and how far a picture may be from that as shares of its light."""

    parts: NDArray[np.float64]
    level: float
    of_mean: float
    of_part: float

    @classmethod
    def of(cls, looks: list[_Look], noise: float, light: str) -> _Steady:
        late = looks[len(looks) - _late(looks) :]
        parts = np.mean([each.parts for each in late], axis=0)
        level = float(parts.mean())
        scatter = float(np.std([each.mean for each in late])) / level
        of_parts = float(np.max(np.std([each.parts for each in late], axis=0) / np.maximum(parts, 0.05 * level)))
        if scatter > MOST_TOLERANCE / 2:
            raise CalibrationError("settle-unsteady", light=light, percent=round(scatter * 100, 2))
        tolerance = min(MOST_TOLERANCE, max(LEAST_TOLERANCE, OF_PIXEL_NOISE * noise))
        return cls(parts, level, max(tolerance, 3 * scatter), max(tolerance, 4 * of_parts))

    def is_like(self, parts: NDArray[np.float64]) -> bool:
        """Whether a picture is as bright, as a whole and in every part."""
        apart = float(np.max(np.abs(parts - self.parts) / np.maximum(self.parts, 0.05 * self.level)))
        return abs(float(parts.mean()) / self.level - 1) <= self.of_mean and apart <= self.of_part


def _reached(looks: list[_Look], steady: _Steady) -> tuple[float, float | None]:
    """When the lamp became steady, and its time constant where the pictures came fast enough to tell."""
    unsteady = [place for place, each in enumerate(looks) if not steady.is_like(each.parts)]
    first = unsteady[-1] + 1 if unsteady else 0
    at_ms = np.array([each.at_ms for each in looks])
    away = 1 - np.array([each.mean / steady.level for each in looks])
    time_constant_ms, amplitude = _rise(at_ms, away, steady.of_mean)
    reached_ms = float(at_ms[min(first, len(looks) - 1)])
    if time_constant_ms is not None and first > 0:
        # Between the last unsteady picture and the first steady one the fit says where.
        crossed_ms = time_constant_ms * math.log(max(amplitude / steady.of_mean, 1.0))
        reached_ms = min(max(crossed_ms, float(at_ms[first - 1])), reached_ms)
    return reached_ms, time_constant_ms


def _rise(at_ms: NDArray[np.float64], away: NDArray[np.float64], tolerance: float) -> tuple[float | None, float]:
    """Time constant and amplitude of a first-order rise; None where the curve is none, or too coarse to tell."""
    most, least = _FIT_RANGE
    inside = (away < most) & (away > least * tolerance)
    if inside.sum() < 4:
        return None, 0.0
    x, y = at_ms[inside], np.log(away[inside])
    # A logarithm makes small deviations noisy: each counts by its size.
    slope, start = np.polyfit(x, y, 1, w=away[inside])
    left_over = float(np.sqrt(np.average((y - slope * x - start) ** 2, weights=away[inside] ** 2)))
    if slope >= 0 or left_over > 0.2:
        return None, 0.0
    return float(-1 / slope), float(math.exp(start))


def _watched_enough(looks: list[_Look]) -> bool:
    if len(looks) < MIN_FRAMES or looks[-1].at_ms < MIN_WATCHED_MS:
        return False
    late = looks[len(looks) - _late(looks) :]
    third, fourth = late[: len(late) // 2], late[len(late) // 2 :]
    if min(len(third), len(fourth)) < 3:
        return False
    before, after = (np.mean([each.parts for each in quarter], axis=0) for quarter in (third, fourth))
    level = float(after.mean())
    if level <= 0:
        return True
    scatter = float(np.std([each.mean for each in fourth])) / level
    return abs(float(before.mean()) / level - 1) <= max(LEAST_TOLERANCE, 2 * scatter) / 2


def _late(looks: list[_Look]) -> int:
    """How many pictures lie in the last half of the time."""
    return sum(each.at_ms >= looks[-1].at_ms / 2 for each in looks)


def _parts(frame: Frame) -> NDArray[np.float64]:
    plane = frame.pixels.astype(np.float32)
    small = cv2.resize(plane, PARTS, interpolation=cv2.INTER_AREA)
    return np.asarray(small.mean(axis=2) if small.ndim == 3 else small, np.float64)


def _pixel_noise(first: Frame, second: Frame) -> float:
    """Noise of one pixel as a share of the mean level."""
    one, other = (each.pixels.astype(np.float32) for each in (first, second))
    difference = np.asarray(one - other)
    middle = np.s_[
        difference.shape[0] // 4 : -difference.shape[0] // 4, difference.shape[1] // 4 : -difference.shape[1] // 4
    ]
    spread = 1.4826 * float(np.median(np.abs(difference[middle] - np.median(difference[middle])))) / math.sqrt(2)
    return spread / max(float(one.mean()), 1e-6)


def _require_signal(looks: list[_Look], full_scale: float, light: str) -> None:
    share = looks[-1].mean / full_scale
    if share < MIN_SIGNAL:
        raise CalibrationError("calibration-too-dark", light=light, percent=round(share * 100, 1))

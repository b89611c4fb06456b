"""A calibration desk in memory: results that a test chooses, done when it lets them be done."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import numpy as np

from workstation.calibration.desk import SIMULATED_TARGETS, CalibrationProgress, Measured, Survey
from workstation.calibration.model import (
    Calibration,
    CalibrationKind,
    Entry,
    Reason,
    ScaleInForce,
    ScaleTarget,
    Target,
    Values,
)
from workstation.errors import CalibrationError, Cancelled
from workstation.imaging.calibrate_results import Alignment, Field, Noise, Scale, Settling, WhiteBalance

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
SCALE = Scale(
    px_per_mm=23.6221, uncertainty_px_per_mm=0.0061, across_px_per_mm=None, down_px_per_mm=None, turn_deg=0.4,
    residual_px=0.12, perspective_percent=None, distortion_percent=None, points_px=((20.0, 30.0), (60.0, 30.0)),
)  # fmt: skip
SETTLING = Settling(
    settle_ms=62.0, margin_ms=12.0, time_constant_ms=11.0, tolerance_percent=0.4, exposure_ms=5.0,
    curve=((0.0, 62.0), (20.0, 93.0), (40.0, 98.9), (60.0, 99.9), (80.0, 100.1), (120.0, 100.0), (160.0, 100.0)),
)  # fmt: skip
BALANCE = WhiteBalance(gains=(1.21, 1.0, 1.63), uncertainty_percent=0.4)
ALIGNED = Alignment(matrix=(1.0, 0.0, 1.5, 0.0, 1.0, -2.0, 0.0, 0.0, 1.0), residual_px=0.21, confidence=0.97)


def field() -> Field:
    shading = np.ones((48, 64, 3), np.float32)
    shading[:, :20] = 0.8
    return Field(
        shading=shading, dark=(2.0, 2.1, 2.0), noise=Noise(read=(1.0,) * 3, photon=(0.1,) * 3), bit_depth=8,
        unevenness_percent=20.0, residual_percent=0.3,
    )  # fmt: skip


class FakeCalibration:
    """``hold`` runs before every measurement; ``fail_next`` is raised by the next one."""

    def __init__(self, lights: Sequence[str], lay: Callable[[str, str], Future[None]]) -> None:
        self.lights = tuple(lights)
        self.kept: list[Calibration] = []
        self.now = NOW
        self.hold: Callable[[], None] = lambda: None
        self.fail_next: CalibrationError | None = None
        self.calls: list[tuple[str, object]] = []
        self._lay = lay
        self._ids = count(1)
        self._cancel = threading.Event()
        self._go_on = threading.Event()
        self._hands = ThreadPoolExecutor(1, thread_name_prefix="fake-calibrating")

    def release(self) -> None:
        """Let what is held go on."""
        self._go_on.set()

    def until_released(self) -> None:
        """Wait for ``release``, or for the end."""
        self._go_on.wait(10)

    def calibration(
        self, kind: CalibrationKind, values: Values, light: str = "", target: Target = Target.RULER
    ) -> Calibration:
        return Calibration(
            calibration_id=f"calibration-{next(self._ids)}", kind=kind, made_at=self.now, made_by="A", camera="C 1",
            lights="L 1", simulated=True, width=1000, height=704, light=light, target=target, values=values,
        )  # fmt: skip

    def put(self, kind: CalibrationKind, values: Values, light: str = "", days: float = 0.0) -> Calibration:
        made = replace(self.calibration(kind, values, light), made_at=self.now - timedelta(days=days))
        self.kept.append(made)
        return made

    def _entries(self) -> tuple[Entry, ...]:
        entries: list[Entry] = []
        used: set[tuple[str, str]] = set()
        for each in sorted(self.kept, key=lambda it: it.made_at, reverse=True):
            days = (self.now - each.made_at) / timedelta(days=1)
            purpose = (each.kind, "" if each.kind is CalibrationKind.SCALE else each.light)
            reason = Reason("calibration-replaced") if purpose in used else None
            used.add(purpose)
            entries.append(Entry(each, days, days > 90, reason is None, reason))
        return tuple(entries)

    def survey(self) -> Future[Survey]:
        def work() -> Survey:
            entries = self._entries()
            scale = next((each for each in entries if each.calibration.kind is CalibrationKind.SCALE), None)
            held = ScaleInForce(None, reason=Reason("calibration-none"))
            if scale is not None:
                held = ScaleInForce(scale.calibration, scale.age_days, scale.expired)
            return Survey(entries, held, (), 90.0)

        return self._hands.submit(work)

    def cancel(self) -> None:
        self.calls.append(("cancel", None))
        self._cancel.set()
        self._go_on.set()

    def delete(self, calibration_id: str) -> Future[None]:
        def work() -> None:
            self.kept = [each for each in self.kept if each.calibration_id != calibration_id]

        return self._hands.submit(work)

    def lay_target(self, target: Target) -> Future[None]:
        self.calls.append(("lay", target))
        return self._lay(SIMULATED_TARGETS[target], "")

    def _measure(
        self,
        kind: CalibrationKind,
        make: Callable[[], Measured],
        progress: Callable[[CalibrationProgress], None] | None,
        asked: object,
    ) -> Future[Measured]:
        self.calls.append((f"measure {kind}", asked))
        self._cancel.clear()
        error, self.fail_next = self.fail_next, None

        def work() -> Measured:
            if progress is not None:
                progress(CalibrationProgress(kind, "WHITE", 0, 2, "light"))
            self.hold()
            if self._cancel.is_set():
                raise Cancelled
            if error is not None:
                raise error
            measured = make()
            self.kept += measured.calibrations
            return measured

        return self._hands.submit(work)

    def measure_scale(self, target: ScaleTarget, light: str = "", progress=None) -> Future[Measured]:  # type: ignore[no-untyped-def]
        def make() -> Measured:
            picture = np.full((80, 120, 3), 90, np.uint8)
            return Measured((self.calibration(CalibrationKind.SCALE, SCALE, "WHITE", target.kind),), picture)

        return self._measure(CalibrationKind.SCALE, make, progress, target)

    def _each(self, kind: CalibrationKind, values: Callable[[], Values], lights, progress) -> Future[Measured]:  # type: ignore[no-untyped-def]
        wanted = tuple(lights or self.lights)
        return self._measure(
            kind, lambda: Measured(tuple(self.calibration(kind, values(), each) for each in wanted)), progress, lights
        )

    def measure_fields(self, lights=None, progress=None) -> Future[Measured]:  # type: ignore[no-untyped-def]
        return self._each(CalibrationKind.FLAT_FIELD, field, lights, progress)

    def measure_alignment(self, lights=None, progress=None) -> Future[Measured]:  # type: ignore[no-untyped-def]
        return self._each(CalibrationKind.ALIGNMENT, lambda: ALIGNED, lights, progress)

    def measure_settling(self, lights=None, progress=None) -> Future[Measured]:  # type: ignore[no-untyped-def]
        return self._each(CalibrationKind.SETTLE, lambda: SETTLING, lights, progress)

    def measure_white_balance(self, light: str = "", progress=None) -> Future[Measured]:  # type: ignore[no-untyped-def]
        def make() -> Measured:
            picture = np.full((80, 120, 3), 200, np.uint8)
            return Measured((self.calibration(CalibrationKind.WHITE_BALANCE, BALANCE, "WHITE"),), picture)

        return self._measure(CalibrationKind.WHITE_BALANCE, make, progress, light)

    def shutdown(self) -> None:
        self._cancel.set()
        self._go_on.set()
        self._hands.shutdown(wait=True, cancel_futures=True)

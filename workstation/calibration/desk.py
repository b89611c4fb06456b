"""The calibration desk: what the window may ask about calibrations, each answer a Future.

Measuring runs on the one thread that drives the bench and never beside a capture. Errors in a future are
``WorkstationError`` with a sentence; anything else is a bug. Nothing is stored unless it was measured whole.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from workstation.calibration.in_force import Equipment, InForce, mismatch, same_purpose
from workstation.calibration.model import (
    Calibration,
    CalibrationKind,
    Entry,
    Reason,
    ScaleInForce,
    ScaleTarget,
    Target,
)
from workstation.calibration.store import CalibrationStore, Unreadable
from workstation.devices import Bench, Clock
from workstation.errors import CaptureError, WorkstationError

if TYPE_CHECKING:
    from workstation.calibration.measuring import Measuring
    from workstation.imaging.views import Pixels

SIMULATED_TARGETS = {
    Target.RULER: "target-ruler",
    Target.ID_1: "target-id-1",
    Target.ID_3: "target-id-3",
    Target.CHESSBOARD: "target-chessboard",
    Target.WHITE_SHEET: "target-white-sheet",
}
"""What a simulated bench can lay under its camera."""


@dataclass(frozen=True, slots=True)
class CalibrationProgress:
    """Where a measurement stands.

    ``index`` counts lights from 0; ``phase`` is a word: ``light``, ``dark``, ``compute``.
    """

    kind: CalibrationKind
    light: str
    index: int
    total: int
    phase: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A measurement that was stored.

    Attributes
    ----------
    calibrations : tuple of Calibration
        One, or one a light.
    picture : ndarray, shape (H, W, 3), uint8, RGB, read-only, or None
        What it was measured on, for a person to look at; ``Scale.points_px`` are its pixels.
    """

    calibrations: tuple[Calibration, ...]
    picture: NDArray[np.uint8] | None = None


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything the window lists, at one time.

    ``entries`` has the newest first; ``unreadable`` are files of the folder that are no calibrations.
    """

    entries: tuple[Entry, ...]
    scale: ScaleInForce
    unreadable: tuple[Unreadable, ...]
    expire_after_days: float


Progress = Callable[[CalibrationProgress], None]


class CalibrationDesk:
    """Measures, lists and deletes calibrations of the bench. Reached as ``workbench.calibration``.

    Parameters
    ----------
    store : CalibrationStore
    bench : Bench
    clock : Clock
    actor : callable
        Who works here now.
    hands : Executor
        The one thread that drives the bench.
    capturing : threading.Lock
        Held while a capture or a measurement runs.
    cancel : threading.Event
        Set by whoever stops what runs on the bench.
    """

    def __init__(
        self,
        store: CalibrationStore,
        *,
        bench: Bench,
        clock: Clock,
        actor: Callable[[], str],
        hands: Executor,
        capturing: threading.Lock,
        cancel: threading.Event,
    ) -> None:
        self._store = store
        self._bench = bench
        self._clock = clock
        self._actor = actor
        self._hands = hands
        self._capturing = capturing
        self._cancel = cancel

    # ------------------------------------------------------------------ at once (the first call reads the folder)

    @property
    def expire_after_days(self) -> float:
        """Age beyond which a calibration is said to be expired."""
        return self._store.expire_after_days

    def entries(self) -> tuple[Entry, ...]:
        """Every stored calibration, the newest first."""
        equipment = Equipment.of(self._bench)
        entries: list[Entry] = []
        used: list[Calibration] = []
        for each in self._store.calibrations():
            reason = mismatch(each, equipment)
            if reason is None and any(same_purpose(each, newer) for newer in used):
                reason = Reason("calibration-replaced")
            if reason is None:
                used.append(each)
            age_days = self._age_days(each)
            entries.append(Entry(each, age_days, age_days > self.expire_after_days, reason is None, reason))
        return tuple(entries)

    def unreadable(self) -> tuple[Unreadable, ...]:
        """Files of the folder that are no calibrations; they are left alone."""
        return self._store.problems()

    def scale_in_force(self) -> ScaleInForce:
        """What millimetres rest on now, or why there is no calibration for them.

        A capture of another size than the calibration's does not use it.
        """
        scales = [each for each in self.entries() if each.calibration.kind is CalibrationKind.SCALE]
        for each in scales:
            if each.in_force:
                return ScaleInForce(each.calibration, each.age_days, each.expired)
        reasons = [each.reason for each in scales if each.reason is not None]
        return ScaleInForce(None, reason=reasons[0] if reasons else Reason("calibration-none"))

    def survey(self) -> Future[Survey]:
        """Everything of the above, asked where nobody waits: behind what runs on the bench."""
        return self._hands.submit(
            lambda: Survey(self.entries(), self.scale_in_force(), self.unreadable(), self.expire_after_days)
        )

    def cancel(self) -> None:
        """Stop what is being measured, lamps off first; nothing is stored."""
        self._cancel.set()

    # ------------------------------------------------------------------ measuring; ``progress`` on another thread

    def measure_scale(
        self, target: ScaleTarget, light: str = "", progress: Progress | None = None
    ) -> Future[Measured]:
        """Pixels per millimetre from a target on the glass; an empty ``light`` is white, or the first there is."""
        return self._measure(
            CalibrationKind.SCALE, lambda measuring: _with_picture(*measuring.scale(target, light)), progress
        )

    def measure_fields(
        self, lights: Sequence[str] | None = None, progress: Progress | None = None
    ) -> Future[Measured]:
        """Flat field, dark and noise of each light (None: all) from an empty white sheet under the closed lid."""
        return self._measure(
            CalibrationKind.FLAT_FIELD, lambda measuring: Measured(measuring.fields(lights)), progress
        )

    def measure_white_balance(self, light: str = "", progress: Progress | None = None) -> Future[Measured]:
        """Gains for white light from a grey or white sheet."""
        return self._measure(
            CalibrationKind.WHITE_BALANCE,
            lambda measuring: _with_picture(*measuring.white_balance(light)),
            progress,
        )

    def measure_alignment(
        self, lights: Sequence[str] | None = None, progress: Progress | None = None
    ) -> Future[Measured]:
        """How each light (None: all) lies on white, from a printed page that does not move."""
        return self._measure(
            CalibrationKind.ALIGNMENT, lambda measuring: Measured(measuring.alignment(lights)), progress
        )

    def measure_settling(
        self, lights: Sequence[str] | None = None, progress: Progress | None = None
    ) -> Future[Measured]:
        """How long each lamp (None: all) takes to become steady, from anything bright that does not move."""
        return self._measure(CalibrationKind.SETTLE, lambda measuring: Measured(measuring.settling(lights)), progress)

    def _measure(
        self, kind: CalibrationKind, measure: Callable[[Measuring], Measured], progress: Progress | None
    ) -> Future[Measured]:
        if not self._capturing.acquire(blocking=False):
            refused: Future[Measured] = Future()
            refused.set_exception(CaptureError("capture-running"))
            return refused
        self._cancel.clear()

        def tell(light: str, index: int, total: int, phase: str) -> None:
            if progress is not None:
                progress(CalibrationProgress(kind, light, index, total, phase))

        def work() -> Measured:
            # The arithmetic brings OpenCV with it, which the first measurement may wait for and the start may not.
            from workstation.calibration.measuring import Measuring

            measured = measure(Measuring(self._bench, self._clock, self._actor(), self._cancel, tell))
            for each in measured.calibrations:
                self._store.add(each)
            return measured

        measuring = self._hands.submit(work)
        measuring.add_done_callback(lambda _: self._capturing.release())
        return measuring

    def lay_target(self, target: Target) -> Future[None]:
        """Put a calibration target under the simulated camera.

        Raises
        ------
        WorkstationError
            In the future: ``bench-not-simulated``.
        """

        def work() -> None:
            if self._bench.lay is None or target not in SIMULATED_TARGETS:
                raise WorkstationError("bench-not-simulated")
            self._bench.lay(SIMULATED_TARGETS[target], "")

        return self._hands.submit(work)

    # ------------------------------------------------------------------ the store

    def delete(self, calibration_id: str) -> Future[None]:
        """Forget a calibration; cases that used it keep their own copy."""
        return self._hands.submit(self._store.delete, calibration_id)

    # ------------------------------------------------------------------ for the capture

    def now(self) -> InForce:
        """What holds for the captures of a run that begins now, whatever is deleted meanwhile."""
        return InForce(self._store.calibrations(), Equipment.of(self._bench))

    def _age_days(self, calibration: Calibration) -> float:
        return max(0.0, (self._clock.now() - calibration.made_at) / timedelta(days=1))


def _with_picture(calibration: Calibration, pixels: Pixels) -> Measured:
    from workstation.imaging.views import for_display

    return Measured((calibration,), for_display(pixels)[0])

"""The calibration desk: what the window may ask about calibrations, each answer a Future.

Measuring runs on the one thread that drives the bench and never beside a capture. Errors in a future are
``WorkstationError`` with a sentence; anything else is a bug. Nothing is stored unless it was measured whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workstation.calibration.model import Calibration, CalibrationKind, Entry, ScaleInForce, ScaleTarget


@dataclass(frozen=True, slots=True)
class CalibrationProgress:
    """Where a measurement stands. ``index`` counts lights from 0; ``phase`` is a word: ``dark``, ``light``, ``compute``."""

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


Progress = Callable[[CalibrationProgress], None]


class CalibrationDesk:
    """Measures, lists and deletes calibrations of the bench. Reached as ``workbench.calibration``."""

    # ------------------------------------------------------------------ never blocks

    @property
    def expire_after_days(self) -> float:
        """Age beyond which a calibration is said to be expired."""
        raise NotImplementedError

    def entries(self) -> tuple[Entry, ...]:
        """Every stored calibration, the newest first."""
        raise NotImplementedError

    def scale_in_force(self) -> ScaleInForce:
        """What millimetres rest on now, or why there is no calibration for them."""
        raise NotImplementedError

    def cancel(self) -> None:
        """Stop what is being measured, lamps off first; nothing is stored."""
        raise NotImplementedError

    # ------------------------------------------------------------------ measuring; ``progress`` comes on another thread

    def measure_scale(
        self, target: ScaleTarget, light: str = "", progress: Progress | None = None
    ) -> Future[Measured]:
        """Pixels per millimetre from a target on the glass; an empty ``light`` is white, or the first there is."""
        raise NotImplementedError

    def measure_fields(
        self, lights: Sequence[str] | None = None, progress: Progress | None = None
    ) -> Future[Measured]:
        """Flat field, dark and noise of each light (None: all) from an empty white sheet under the closed lid."""
        raise NotImplementedError

    def measure_white_balance(self, light: str = "", progress: Progress | None = None) -> Future[Measured]:
        """Gains for white light from a grey or white sheet."""
        raise NotImplementedError

    def measure_alignment(
        self, lights: Sequence[str] | None = None, progress: Progress | None = None
    ) -> Future[Measured]:
        """How each light (None: all) lies on white, from a printed page that does not move."""
        raise NotImplementedError

    def measure_settling(
        self, lights: Sequence[str] | None = None, progress: Progress | None = None
    ) -> Future[Measured]:
        """How long each lamp (None: all) takes to become steady, from anything bright that does not move."""
        raise NotImplementedError

    # ------------------------------------------------------------------ the store

    def delete(self, calibration_id: str) -> Future[None]:
        """Forget a calibration; cases that used it keep their own copy."""
        raise NotImplementedError

"""Runs a capture plan: filter in place, lamp on, confirmed, settle, grab, confirmed again, lamp off.

A picture carries a light and a filter only if the devices confirmed both before the exposure and still confirm them
after. The filter moves while the lamps are dark.
However a run ends, the lamps are off and the encoder's thread has ended when ``run`` returns or raises.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from workstation.acquisition.plan import CapturePlan, CaptureStep
from workstation.calibration.in_force import Held, InForce, described
from workstation.captures import Capture, CaptureRecord, Origin, sha256_hex
from workstation.devices import Clock, DeviceIdentity, FilterWheel, Frame, ImageSource, LightSource
from workstation.errors import Cancelled, CaptureError, DeviceError, WorkstationError
from workstation.events import CapturePhase
from workstation.identifiers import new_id
from workstation.imaging.pictures import encode_lossless

_WAIT_SLICE_S = 0.02


@dataclass(frozen=True, slots=True)
class CaptureProgress:
    """One event of a run.

    Attributes
    ----------
    index, total : int
        Place of the light in the plan, from 0, and how many there are.
    capture : Capture or None
        With ``DONE``, what was made.
    error : WorkstationError or None
        With ``FAILED``, why.
    """

    light: str
    index: int
    total: int
    phase: CapturePhase
    capture: Capture | None = None
    error: WorkstationError | None = None


@dataclass(frozen=True, slots=True)
class CaptureRun:
    """How a run ended, with everything that was taken before it did.

    Attributes
    ----------
    captures : tuple[Capture, ...]
        In the order of the plan; all of it when there is neither ``cancelled`` nor ``error``.
    error : WorkstationError or None
        What stopped it.
    lamps_off : bool
        False when the controller could not confirm at the end that every lamp is off.
    """

    captures: tuple[Capture, ...]
    cancelled: bool = False
    error: WorkstationError | None = None
    lamps_off: bool = True


def run(
    plan: CapturePlan,
    *,
    lights: LightSource,
    camera: ImageSource,
    clock: Clock,
    exhibit_id: str,
    actor: str,
    cancel: threading.Event,
    on_progress: Callable[[CaptureProgress], None],
    wheel: FilterWheel | None = None,
    calibration: InForce | None = None,
) -> CaptureRun:
    """Take every picture of a plan. Blocks; ``on_progress`` is called from the calling thread.

    Expected trouble (a lamp that is not confirmed, a device that is lost, a cancel) ends the run and is told in its
    result, so that nothing already taken is lost. Anything else is raised, lamps off first. A cancel is heard
    before each lamp and while it settles; an exposure that has begun is finished and kept.

    ``calibration`` goes before what the camera states of its scale; None leaves that alone.
    """
    return _Run(plan, lights, camera, clock, exhibit_id, actor, cancel, on_progress, wheel, calibration).result()


@dataclass(slots=True)
class _Run:
    plan: CapturePlan
    lights: LightSource
    camera: ImageSource
    clock: Clock
    exhibit_id: str
    actor: str
    cancel: threading.Event
    on_progress: Callable[[CaptureProgress], None]
    wheel: FilterWheel | None
    calibration: InForce | None
    captures: list[Capture] = field(default_factory=list)
    pending: deque[tuple[int, Future[Capture]]] = field(default_factory=deque)

    def result(self) -> CaptureRun:
        error: WorkstationError | None = None
        with ThreadPoolExecutor(1, thread_name_prefix="capture-store") as store:
            try:
                error = self._take_all(store)
            finally:
                not_off = self._all_off()
            self._collect(wait=True)
        cancelled = isinstance(error, Cancelled)
        return CaptureRun(
            tuple(self.captures),
            cancelled=cancelled,
            error=(None if cancelled else error) or not_off,
            lamps_off=not_off is None,
        )

    def _take_all(self, store: ThreadPoolExecutor) -> WorkstationError | None:
        for index, step in enumerate(self.plan.steps):
            try:
                self._take(index, step, store)
            except Cancelled as stop:
                self._tell(index, CapturePhase.CANCELLED)
                return stop
            except WorkstationError as error:
                self._tell(index, CapturePhase.FAILED, error=error)
                return error
        return None

    def _take(self, index: int, step: CaptureStep, store: ThreadPoolExecutor) -> None:
        self._stop_if_cancelled()
        setting = step.setting
        equipment = _Equipment.of(self.lights, self.camera, self.wheel, setting.filter)
        self._place_filter(step)
        self._tell(index, CapturePhase.ON)
        self.lights.switch_on(step.light)
        self._require_lit(step.light)
        self._tell(index, CapturePhase.SETTLING)
        self._wait(setting.settle_ms)
        self._tell(index, CapturePhase.EXPOSING)
        frame = self.camera.grab(
            exposure_ms=setting.exposure_ms, gain_db=setting.gain_db, discard_frames=setting.discard_frames
        )
        self._require_lit(step.light)
        self._require_filter(step)
        # Before the lamp goes off: a picture confirmed twice is kept even if the controller is lost right now.
        self.pending.append((index, store.submit(self._store, step, frame, equipment)))
        self.lights.all_off()
        self._tell(index, CapturePhase.STORING)

    def _store(self, step: CaptureStep, frame: Frame, equipment: _Equipment) -> Capture:
        height, width = frame.pixels.shape[:2]
        held = self.calibration.held_for(step.setting, width, height) if self.calibration is not None else Held()
        px_per_mm, source = _scale(held, frame)
        stored, mime = encode_lossless(frame.pixels, px_per_mm)
        record = CaptureRecord(
            capture_id=new_id(frame.taken_at),
            exhibit_id=self.exhibit_id,
            page=self.plan.page,
            light=step.light,
            origin=equipment.origin,
            sha256=sha256_hex(stored),
            mime=mime,
            byte_length=len(stored),
            width=width,
            height=height,
            channels=frame.pixels.shape[2] if frame.pixels.ndim == 3 else 1,
            bit_depth=frame.pixels.dtype.itemsize * 8,
            exposure_ms=frame.exposure_ms,
            gain_db=frame.gain_db,
            percent=step.setting.percent,
            px_per_mm=px_per_mm,
            px_per_mm_source=source,
            px_per_mm_uncertainty=held.uncertainty_px_per_mm,
            filter=step.setting.filter,
            calibration_id=held.calibration_id,
            calibration_ids=held.calibration_ids,
            device=equipment.device,
            firmware=equipment.firmware,
            captured_at=frame.taken_at,
            captured_by=self.actor,
        )
        return Capture(record, stored)

    def _require_lit(self, light: str) -> None:
        confirmed = self.lights.confirmed()
        if confirmed != light:
            self._stop_if_cancelled()
            raise CaptureError(
                "capture-light-unconfirmed", device=self.lights.name, light=light, confirmed=confirmed or "-"
            )

    def _place_filter(self, step: CaptureStep) -> None:
        wanted = step.setting.filter
        if not wanted:
            return
        if self.wheel is None:
            raise CaptureError("capture-no-wheel", light=step.light, filter=wanted)
        if self.wheel.confirmed() != wanted:
            self.wheel.move_to(wanted)
            self._require_filter(step)

    def _require_filter(self, step: CaptureStep) -> None:
        wanted = step.setting.filter
        if not wanted or self.wheel is None:
            return
        confirmed = self.wheel.confirmed()
        if confirmed != wanted:
            raise CaptureError(
                "capture-filter-unconfirmed",
                device=self.wheel.name,
                light=step.light,
                filter=wanted,
                confirmed=confirmed or "-",
            )

    def _wait(self, milliseconds: float) -> None:
        end = self.clock.monotonic() + milliseconds / 1000
        while (left := end - self.clock.monotonic()) > 0:
            self._stop_if_cancelled()
            self._collect()
            self.clock.sleep(min(left, _WAIT_SLICE_S))
        self._stop_if_cancelled()

    def _stop_if_cancelled(self) -> None:
        if self.cancel.is_set():
            raise Cancelled

    def _collect(self, *, wait: bool = False) -> None:
        """Take in what the encoder has finished, in order."""
        while self.pending and (wait or self.pending[0][1].done()):
            index, future = self.pending.popleft()
            capture = future.result()
            self.captures.append(capture)
            self._tell(index, CapturePhase.DONE, capture=capture)

    def _all_off(self) -> DeviceError | None:
        try:
            self.lights.all_off()
        except DeviceError as error:
            return error
        return None

    def _tell(
        self,
        index: int,
        phase: CapturePhase,
        *,
        capture: Capture | None = None,
        error: WorkstationError | None = None,
    ) -> None:
        steps = self.plan.steps
        self.on_progress(CaptureProgress(steps[index].light, index, len(steps), phase, capture, error))


@dataclass(frozen=True, slots=True)
class _Equipment:
    """Camera, light controller and filter wheel as they identified themselves."""

    origin: Origin
    device: str
    firmware: str

    @classmethod
    def of(cls, lights: LightSource, camera: ImageSource, wheel: FilterWheel | None, filter_name: str) -> _Equipment:
        identities = [_identity(camera), _identity(lights)]
        if filter_name and wheel is not None:
            identities.append(_identity(wheel))
        simulated = any(each.simulated for each in identities)
        return cls(
            Origin.SIMULATED if simulated else Origin.LIVE,
            "; ".join(described(each) for each in identities),
            "; ".join(each.firmware for each in identities if each.firmware),
        )


def _scale(held: Held, frame: Frame) -> tuple[float | None, str]:
    """Pixels per millimetre and where they come from: a calibration, else what the camera is said to have."""
    if held.px_per_mm is not None:
        return held.px_per_mm, "calibration"
    return (None, "unknown") if frame.px_per_mm is None else (frame.px_per_mm, "stated")


def _identity(device: LightSource | ImageSource | FilterWheel) -> DeviceIdentity:
    identity = device.status.identity
    if identity is None:
        raise CaptureError("capture-device-unidentified", device=device.name)
    return identity

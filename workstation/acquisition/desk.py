"""The capture desk: pictures from the bench or from a folder into the open case, each stored as it comes.

Every call returns a Future at once; errors in it are ``WorkstationError``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workstation.calibration.codec import to_json
from workstation.calibration.in_force import InForce
from workstation.calibration.model import Calibration
from workstation.captures import Capture, CaptureRecord, sha256_hex
from workstation.cases.model import CalibrationRecord, EquipmentUse
from workstation.devices import Bench, Clock
from workstation.errors import CaptureError, WorkstationError
from workstation.events import (
    CaptureFinished,
    CaptureProgressed,
    Event,
    ImportFinished,
    ImportNotice,
    LeftOutPicture,
)
from workstation.open_case import OpenCase

if TYPE_CHECKING:
    from workstation.cases.store import CaseFile


class CaptureDesk:
    """Takes pictures.

    Parameters
    ----------
    case : OpenCase
    bench : Bench
    clock : Clock
    actor : callable
        Who works here now; written to every row.
    post : callable
        Takes progress and ends, on whatever thread they happen.
    calibration : callable
        The calibrations in force now.
    hands, arithmetic : Executor
        The one thread that drives the devices, the one that decodes.
    capturing : Lock
        Held while the bench is busy.
    cancel : Event
        Ends what runs.
    stored : callable
        Takes every picture of the bench as soon as it is kept, on the thread of the case file; it must not wait.
    """

    def __init__(
        self,
        case: OpenCase,
        *,
        bench: Bench,
        clock: Clock,
        actor: Callable[[], str],
        post: Callable[[Event], None],
        calibration: Callable[[], InForce],
        hands: Executor,
        arithmetic: Executor,
        capturing: threading.Lock,
        cancel: threading.Event,
        stored: Callable[[CaptureRecord], None] = lambda _: None,
    ) -> None:
        self._case = case
        self._bench = bench
        self._clock = clock
        self._actor = actor
        self._post = post
        self._calibration = calibration
        self._hands = hands
        self._arithmetic = arithmetic
        self._capturing = capturing
        self._cancel = cancel
        self._stored = stored

    def capture(
        self, *, page: str, exhibit_id: str | None = None, lights: Sequence[str] | None = None
    ) -> Future[CaptureFinished]:
        """Capture one side under the given lights (None: all). Every finished picture is stored at once.

        Raises
        ------
        CaptureError
            In the future: another capture is running (``capture-running``).
        """
        if not self._capturing.acquire(blocking=False):
            refused: Future[CaptureFinished] = Future()
            refused.set_exception(CaptureError("capture-running"))
            return refused
        self._cancel.clear()
        running = self._hands.submit(self._run, page, exhibit_id, lights)
        running.add_done_callback(lambda _: self._capturing.release())
        return running

    def import_pictures(
        self,
        folder: Path,
        *,
        page: str,
        exhibit_id: str | None = None,
        px_per_mm: float | None = None,
    ) -> Future[ImportFinished]:
        """Take the pictures of a folder, named by light, byte for byte into the case."""
        return self._arithmetic.submit(self._take, folder, page, exhibit_id, px_per_mm)

    def _run(self, page: str, exhibit_id: str | None, lights: Sequence[str] | None) -> CaptureFinished:
        from workstation.acquisition.plan import plan_for
        from workstation.acquisition.runner import CaptureProgress, run

        case, exhibit = self._case.later(self._case.ensure_exhibit, exhibit_id).result()
        before = self._bench.lights.lit_seconds()
        calibration = self._calibration()
        stores: list[Future[CaptureRecord]] = []

        def progress(step: CaptureProgress) -> None:
            if step.capture is not None:
                stores.append(self._store(step.capture, case, calibration))
            self._post(CaptureProgressed(step.light, step.index, step.total, step.phase))

        outcome = run(
            plan_for(calibration.with_measured_settling(self._bench.lights.settings()), lights, page),
            lights=self._bench.lights,
            camera=self._bench.camera,
            wheel=self._bench.wheel,
            clock=self._clock,
            exhibit_id=exhibit,
            actor=self._actor(),
            cancel=self._cancel,
            on_progress=progress,
            calibration=calibration,
        )
        uses = self._equipment(before)
        noting = self._case.write(lambda it: it.record_equipment(uses), case)
        written: tuple[Future[Any], ...] = (*stores, noting)
        failed = next((error for each in written if (error := _failure(each))), None)
        finished = CaptureFinished(
            tuple(each.result() for each in stores if each.exception() is None),
            outcome.cancelled and failed is None,
            failed or outcome.error,
        )
        self._post(finished)
        return finished

    def _store(self, capture: Capture, case: CaseFile, calibration: InForce) -> Future[CaptureRecord]:
        """Keep a picture and the calibrations that held for it.

        Where that fails no further lamp is lit for pictures that cannot be kept.
        """

        used = calibration.named(capture.record.calibration_ids)

        def work(case: CaseFile) -> CaptureRecord:
            if used:
                case.add_calibrations([_kept(each) for each in used])
            case.add_captures([capture])
            self._stored(capture.record)
            return capture.record

        storing = self._case.write(work, case)
        storing.add_done_callback(lambda done: self._cancel.set() if done.exception() else None)
        return storing

    def _equipment(self, before: Mapping[str, float]) -> tuple[EquipmentUse, ...]:
        """Every device as it is now, with the seconds that lights were on since ``before``."""
        now = self._clock.now()
        lit = tuple(
            (light, seconds - before.get(light, 0.0))
            for light, seconds in sorted(self._bench.lights.lit_seconds().items())
            if seconds > before.get(light, 0.0)
        )
        return tuple(
            EquipmentUse(
                device=device.name,
                kind=device.status.kind,
                maker=identity.maker,
                model=identity.model,
                serial=identity.serial,
                firmware=identity.firmware,
                simulated=identity.simulated,
                lit_seconds=lit if device is self._bench.lights else (),
                used_at=now,
            )
            for device in self._bench.devices()
            if (identity := device.status.identity) is not None
        )

    def _take(self, folder: Path, page: str, exhibit_id: str | None, px_per_mm: float | None) -> ImportFinished:
        from workstation.acquisition.folder import demand_pictures, import_pictures, survey

        found = survey(folder)
        demand_pictures(found)
        case, exhibit = self._case.later(self._case.ensure_exhibit, exhibit_id).result()
        captures = import_pictures(
            found, exhibit_id=exhibit, page=page, px_per_mm=px_per_mm, clock=self._clock, actor=self._actor()
        )
        records: list[CaptureRecord] = []

        def noted() -> Iterator[Capture]:
            for each in captures:
                records.append(each.record)
                yield each

        self._case.write(lambda it: it.add_captures(noted()), case).result()
        finished = ImportFinished(
            tuple(records),
            tuple(LeftOutPicture(each.name, each.reason, each.facts) for each in found.left_out),
            tuple(ImportNotice(each.code, each.facts) for each in found.notices),
        )
        self._post(finished)
        return finished


def _kept(calibration: Calibration) -> tuple[CalibrationRecord, str]:
    """A calibration as a case keeps it."""
    content = to_json(calibration)
    record = CalibrationRecord(
        calibration_id=calibration.calibration_id,
        kind=calibration.kind,
        made_at=calibration.made_at,
        made_by=calibration.made_by,
        camera=calibration.camera,
        lights=calibration.lights,
        light=calibration.light,
        sha256=sha256_hex(content.encode()),
    )
    return record, content


def _failure(future: Future[Any]) -> WorkstationError | None:
    """Expected trouble of a future, waited for; a bug is raised."""
    try:
        future.result()
    except WorkstationError as error:
        return error
    return None

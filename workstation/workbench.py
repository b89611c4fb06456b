"""The examiner's bench without a window: devices, the open case, the reference library, the report.

The window and the command line drive this one object. Every method that could take time returns a
``concurrent.futures.Future`` at once. Three threads do the work: one drives the devices, one owns the case file,
one decodes pictures and makes reports; a fourth waits for nobody and switches lamps off. Errors in a future are
``WorkstationError``; anything else is a bug.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from workstation.calibration.codec import to_json
from workstation.calibration.desk import CalibrationDesk
from workstation.calibration.in_force import InForce
from workstation.calibration.model import Calibration
from workstation.calibration.store import CalibrationStore
from workstation.captures import Capture, CaptureRecord, sha256_hex
from workstation.cases.model import (
    CalibrationRecord,
    CaseInfo,
    CaseSnapshot,
    CaseState,
    CheckResult,
    Conclusion,
    EquipmentUse,
    Exhibit,
    Finding,
    KeptRecipe,
    Measurement,
    MrzRecord,
    Region,
)
from workstation.comparison_desk import ComparisonDesk
from workstation.devices import Bench, Clock, DeviceStatus, MrzReading, PushingReader
from workstation.errors import CaptureError, CaseFileError, WorkstationError
from workstation.events import (
    CaptureFinished,
    CaptureProgressed,
    CaseChanged,
    DeviceChanged,
    Event,
    ImportFinished,
    ImportNotice,
    LeftOutPicture,
    ZoneRead,
)
from workstation.identifiers import new_id
from workstation.imaging.recipe import Source, SourceKind
from workstation.maintenance_desk import MaintenanceDesk
from workstation.specimens.library import Library
from workstation.specimens.model import SpecimenPicture
from workstation.vocabulary import vocabulary
from workstation.whole_file import Kind, demand_replaceable, written_whole

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workstation.cases.store import CaseFile
    from workstation.cases.verify import Verification

T = TypeVar("T")


class Workbench:
    """One booth with its devices and at most one open case.

    Parameters
    ----------
    bench : Bench
        Devices, real or simulated; ``shutdown`` closes them.
    library : Library
        Reference specimens.
    clock : Clock
    cases_dir : Path
        Where a new case goes when nobody chose a place.
    actor : str
        Who works here; written to every row.
    calibrations_dir : Path or None
        Where calibrations of the bench are kept; None keeps them as long as the program runs.

    Attributes
    ----------
    calibration : CalibrationDesk
        Measures, lists and deletes calibrations of the bench.
    comparison : ComparisonDesk
        Lays pictures on each other, replays recipes, ranks lights.
    maintenance : MaintenanceDesk or None
        What a technician may ask; None on a bench that cannot be asked.
    """

    def __init__(
        self,
        *,
        bench: Bench,
        library: Library,
        clock: Clock,
        cases_dir: Path,
        actor: str = "",
        calibrations_dir: Path | None = None,
    ) -> None:
        self.bench = bench
        self.library = library
        self.actor = actor
        self._clock = clock
        self._cases_dir = cases_dir
        self._case: CaseFile | None = None
        self._snapshot: CaseSnapshot | None = None
        self._listeners: list[Callable[[Event], None]] = []
        self._hands = ThreadPoolExecutor(1, thread_name_prefix="bench")
        self._lamps = ThreadPoolExecutor(1, thread_name_prefix="lamps-off")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="case-writer")
        self._arithmetic = ThreadPoolExecutor(1, thread_name_prefix="arithmetic")
        self._cancel = threading.Event()
        self._capturing = threading.Lock()
        self._calibrations = CalibrationStore(calibrations_dir)
        self.calibration = CalibrationDesk(
            self._calibrations,
            bench=bench,
            clock=clock,
            actor=lambda: self.actor,
            hands=self._hands,
            capturing=self._capturing,
            cancel=self._cancel,
        )
        self.comparison = ComparisonDesk(
            executor=self._arithmetic,
            stored=self._stored,
            snapshot=lambda: self._snapshot,
            keep=self._keep_recipe,
            siblings=lambda picture: library.model_of(picture).pictures,
            clock=clock,
            actor=lambda: self.actor,
        )
        self.maintenance = (
            None
            if bench.maintenance is None
            else MaintenanceDesk(
                bench.maintenance,
                bench=bench,
                clock=clock,
                hands=self._hands,
                capturing=self._capturing,
                cancel=self._cancel,
            )
        )
        self._unsubscribe_bench = bench.subscribe(self._device_changed)
        self._unsubscribe_reader = (
            bench.reader.on_reading(self._zone_pushed) if isinstance(bench.reader, PushingReader) else lambda: None
        )

    # ------------------------------------------------------------------ listeners

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Call ``listener`` with every event, on whatever thread it happens; returns the way to stop it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _post(self, event: Event) -> None:
        for listener in tuple(self._listeners):
            listener(event)

    def _device_changed(self, status: DeviceStatus) -> None:
        self._post(DeviceChanged(status))

    def start(self) -> None:
        """Open the devices in the background."""
        self._arithmetic.submit(self._calibrations.load)
        self.bench.start()

    @property
    def snapshot(self) -> CaseSnapshot | None:
        """The open case as it was last stored."""
        return self._snapshot

    @property
    def case_path(self) -> Path | None:
        """File of the open case."""
        return self._case.path if self._case else None

    # ------------------------------------------------------------------ case

    @property
    def cases_dir(self) -> Path:
        """Where a new case goes when nobody chose a place."""
        return self._cases_dir

    def suggest_case(self) -> Future[tuple[Path, str]]:
        """Free file and case number for a new case, such as ``2026-11-22-003``."""
        return self._writer.submit(self._free_case)

    def _free_case(self) -> tuple[Path, str]:
        day = self._clock.now().astimezone().strftime("%Y-%m-%d")
        taken = {each.stem for each in self._cases_dir.glob(f"{day}-*.qdcase")}
        number = next(name for n in range(1, 1_000_000) if (name := f"{day}-{n:03d}") not in taken)
        return self._cases_dir / f"{number}.qdcase", number

    def create_case(
        self,
        path: Path,
        *,
        case_no: str,
        examiner: str = "",
        agency: str = "",
        exam_site: str = "",
        question: str = "",
    ) -> Future[CaseSnapshot]:
        """Make a case file with its first exhibit and open it."""
        texts = {
            "case_no": case_no,
            "examiner": examiner,
            "agency": agency,
            "exam_site": exam_site,
            "question": question,
        }
        return self._writer.submit(self._create_case, path, texts)

    def _create_case(self, path: Path, texts: dict[str, Any]) -> CaseSnapshot:
        from workstation.cases.store import CaseFile

        now = self._clock.now()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CaseFileError("file-not-written", path=path.parent, reason=error.strerror) from error
        info = CaseInfo(case_id=new_id(now), created_at=now, **texts)
        case = CaseFile.create(
            path, info, clock=self._clock, actor=self.actor or info.examiner, exhibits=[self._first_exhibit()]
        )
        self._close_case()
        self._case = case
        return self._changed()

    def open_case(self, path: Path, *, read_only: bool = False) -> Future[CaseSnapshot]:
        """Open a case file; a newer or a locked one opens read-only or fails with the reason."""

        def work() -> CaseSnapshot:
            from workstation.cases.store import CaseFile

            if self._case is not None and self._case.path.resolve() == path.resolve():
                self._close_case()
            case = CaseFile.open(path, clock=self._clock, actor=self.actor, read_only=read_only)
            self._close_case()
            self._case = case
            return self._changed()

        return self._writer.submit(work)

    def close_case(self) -> Future[None]:
        """Close the open case, if any."""

        def work() -> None:
            self._close_case()
            self._post(CaseChanged(None, None))

        return self._writer.submit(work)

    def _close_case(self) -> None:
        if self._case is not None:
            self._case.close()
        self._case = None
        self._snapshot = None

    def _changed(self) -> CaseSnapshot:
        assert self._case is not None
        self._snapshot = self._case.snapshot()
        self._post(CaseChanged(self._snapshot, self._case.path))
        return self._snapshot

    def _open(self, meant: CaseFile | None = None) -> CaseFile:
        """The open case, which must be the one that is meant; on the writer thread only."""
        if self._case is None:
            raise CaseFileError("case-none-open")
        if meant not in (None, self._case):
            raise CaseFileError("case-changed")
        return self._case

    def _write(self, work: Callable[[CaseFile], T], meant: CaseFile | None = None) -> Future[T]:
        """Run ``work`` in the writer thread on the open case, or on none but the one meant; then tell everybody."""

        def run() -> T:
            result = work(self._open(meant))
            self._changed()
            return result

        return self._writer.submit(run)

    def _ensure_exhibit(self, exhibit_id: str | None) -> tuple[CaseFile, str]:
        """Case and exhibit to work on; makes what is missing. On the writer thread only."""
        if self._case is None:
            path, case_no = self._free_case()
            self._create_case(path, {"case_no": case_no, "examiner": self.actor})
        assert self._snapshot is not None
        if self._snapshot.read_only:
            raise CaseFileError("case-read-only", path=self._open().path)
        if not self._snapshot.exhibits:
            self._open().add_exhibit(self._first_exhibit())
            self._changed()
        return self._open(), exhibit_id or self._snapshot.exhibits[-1].exhibit_id

    def _first_exhibit(self) -> Exhibit:
        now = self._clock.now()
        return Exhibit(exhibit_id=new_id(now), exhibit_no="1", created_at=now)

    def change_case(self, **texts: str | None) -> Future[CaseSnapshot]:
        """Change ``case_no``, ``examiner``, ``agency``, ``exam_site`` or ``question``; None leaves it."""

        def work(case: CaseFile) -> None:
            changes: dict[str, Any] = {key: text for key, text in texts.items() if text is not None}
            case.update_info(replace(case.snapshot().info, **changes))

        return self._then_snapshot(work)

    def _then_snapshot(self, work: Callable[[CaseFile], None]) -> Future[CaseSnapshot]:
        def run() -> CaseSnapshot:
            work(self._open())
            return self._changed()

        return self._writer.submit(run)

    def add_exhibit(self, exhibit_no: str, description: str = "") -> Future[Exhibit]:
        """Add a physical item to the case."""
        now = self._clock.now()
        exhibit = Exhibit(exhibit_id=new_id(now), exhibit_no=exhibit_no, description=description, created_at=now)

        def work(case: CaseFile) -> Exhibit:
            case.add_exhibit(exhibit)
            return exhibit

        return self._write(work)

    def change_exhibit(self, exhibit_id: str, **texts: str | None) -> Future[Exhibit]:
        """Change ``exhibit_no``, ``description``, ``condition``, ``received_from`` or the model; None leaves it."""

        def work(case: CaseFile) -> Exhibit:
            current = next(each for each in case.snapshot().exhibits if each.exhibit_id == exhibit_id)
            changes: dict[str, Any] = {key: text for key, text in texts.items() if text is not None}
            changed = replace(current, **changes)
            case.update_exhibit(changed)
            return changed

        return self._write(work)

    def choose_model(self, exhibit_id: str, model_id: str, method: str) -> Future[Exhibit]:
        """Say which specimen an exhibit is compared with; ``method`` is ``mrz`` or ``manual``."""
        return self.change_exhibit(exhibit_id, model_id=model_id, model_ident_method=method)

    def sign_off(self) -> Future[CaseSnapshot]:
        """Freeze evidence, findings and conclusion."""
        return self._then_snapshot(lambda case: case.sign_off())

    # ------------------------------------------------------------------ bench

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
        running = self._hands.submit(self._capture, page, exhibit_id, lights)
        running.add_done_callback(lambda _: self._capturing.release())
        return running

    def _capture(self, page: str, exhibit_id: str | None, lights: Sequence[str] | None) -> CaptureFinished:
        from workstation.acquisition.plan import plan_for
        from workstation.acquisition.runner import CaptureProgress, run

        case, exhibit = self._writer.submit(self._ensure_exhibit, exhibit_id).result()
        before = self.bench.lights.lit_seconds()
        calibration = self.calibration.now()
        stores: list[Future[CaptureRecord]] = []

        def progress(step: CaptureProgress) -> None:
            if step.capture is not None:
                stores.append(self._store(step.capture, case, calibration))
            self._post(CaptureProgressed(step.light, step.index, step.total, step.phase))

        outcome = run(
            plan_for(calibration.with_measured_settling(self.bench.lights.settings()), lights, page),
            lights=self.bench.lights,
            camera=self.bench.camera,
            wheel=self.bench.wheel,
            clock=self._clock,
            exhibit_id=exhibit,
            actor=self.actor,
            cancel=self._cancel,
            on_progress=progress,
            calibration=calibration,
        )
        uses = self._equipment(before)
        noting = self._write(lambda it: it.record_equipment(uses), case)
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
            return capture.record

        storing = self._write(work, case)
        storing.add_done_callback(lambda done: self._cancel.set() if done.exception() else None)
        return storing

    def _equipment(self, before: Mapping[str, float]) -> tuple[EquipmentUse, ...]:
        """Every device as it is now, with the seconds that lights were on since ``before``."""
        now = self._clock.now()
        lit = tuple(
            (light, seconds - before.get(light, 0.0))
            for light, seconds in sorted(self.bench.lights.lit_seconds().items())
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
                lit_seconds=lit if device is self.bench.lights else (),
                used_at=now,
            )
            for device in self.bench.devices()
            if (identity := device.status.identity) is not None
        )

    def cancel_capture(self) -> None:
        """Stop the running capture after switching the lamps off; finished pictures stay."""
        self._cancel.set()

    def lights_off(self) -> Future[None]:
        """Switch every lamp off at once, in the middle of an exposure too, and cancel what runs."""
        self._cancel.set()
        return self._lamps.submit(self.bench.lights.all_off)

    def read_mrz(self, exhibit_id: str | None = None) -> Future[MrzRecord | None]:
        """Ask the document reader for the zone; None when it sees no document."""

        def work() -> MrzRecord | None:
            if self.bench.reader is None:
                raise WorkstationError("reader-none")
            reading = self._read_zone()
            return None if reading is None else self._keep_mrz(exhibit_id, *reading).result()

        return self._hands.submit(work)

    def _read_zone(self) -> tuple[str, str, tuple[str, ...]] | None:
        """Source, device and lines of the zone in the reader; None without a reader or a document."""
        reading = self.bench.reader.read_mrz() if self.bench.reader is not None else None
        return None if reading is None else (self._reader_source(), reading.device, reading.lines)

    def _reader_source(self) -> str:
        identity = self.bench.reader.status.identity if self.bench.reader is not None else None
        return "simulated" if identity is not None and identity.simulated else "reader"

    def _zone_pushed(self, reading: MrzReading) -> None:
        """A document was laid on the reader; on the reader's thread, which never waits for the case file."""
        with contextlib.suppress(RuntimeError):  # the end has begun
            self._writer.submit(self._take_zone, reading)

    def _take_zone(self, reading: MrzReading) -> None:
        """Keep a zone that came unasked where it belongs to the open case, and tell everybody either way."""
        try:
            self._post(ZoneRead(reading, self._zone_of_case(reading)))
        except WorkstationError as error:
            self._post(ZoneRead(reading, None, error.code, error.facts))

    def _zone_of_case(self, reading: MrzReading) -> MrzRecord:
        """What the open case holds of a reading that nobody asked for; kept, checked and identified where it is new.

        Raises
        ------
        CaseFileError
            No case is open, it is finished, or its document is another one: a case is made for one document, and the
            next traveller's must not slip into it.
        """
        if self._case is None or self._snapshot is None:
            raise CaseFileError("reading-no-case")
        if self._snapshot.read_only or self._snapshot.info.state is CaseState.SIGNED_OFF:
            raise CaseFileError("reading-case-finished", path=self._case.path)
        case, exhibit = self._ensure_exhibit(None)
        sent = [each for each in self._snapshot.mrz if each.exhibit_id == exhibit and each.source != "manual"]
        known = next((each for each in sent if each.lines == reading.lines), None)
        if known is not None:
            return known
        if sent:
            raise CaseFileError("reading-other-document", path=case.path)
        record = MrzRecord(
            mrz_id=new_id(reading.read_at),
            exhibit_id=exhibit,
            source=self._reader_source(),
            device=reading.device,
            lines=reading.lines,
            read_at=reading.read_at,
        )
        case.add_mrz(record)
        self._likeliest_model(case, exhibit)
        self._check_exhibit(case, exhibit)
        self._changed()
        return record

    def identify(self, exhibit_id: str | None = None) -> Future[Exhibit]:
        """Read the zone if the reader sees one, check it, and choose the likeliest specimen if none is chosen."""
        return self._hands.submit(self._identify, exhibit_id)

    def _identify(self, exhibit_id: str | None) -> Exhibit:
        case, exhibit = self._writer.submit(self._ensure_exhibit, exhibit_id).result()
        reading = self._read_zone()
        if reading is not None and not self._holds_zone(exhibit, reading[2]):
            self._keep_mrz(exhibit, *reading, meant=case).result()
        self._checks(exhibit, case).result()
        return self._write(lambda it: self._likeliest_model(it, exhibit), case).result()

    def _holds_zone(self, exhibit_id: str, lines: tuple[str, ...]) -> bool:
        """The reader has sent these lines for this exhibit before."""
        held = self._snapshot.mrz if self._snapshot else ()
        return any((each.exhibit_id, each.lines) == (exhibit_id, lines) and each.source != "manual" for each in held)

    def _likeliest_model(self, case: CaseFile, exhibit_id: str) -> Exhibit:
        """The exhibit, with the likeliest specimen where none was chosen."""
        snapshot = case.snapshot()
        exhibit = next(each for each in snapshot.exhibits if each.exhibit_id == exhibit_id)
        zones = [each for each in snapshot.mrz if each.exhibit_id == exhibit_id]
        candidates = self.library.candidates(zones[-1].lines) if zones else ()
        if not candidates or exhibit.model_id:
            return exhibit
        chosen = replace(exhibit, model_id=candidates[0].model.model_id, model_ident_method="mrz")
        case.update_exhibit(chosen)
        return chosen

    def type_mrz(self, exhibit_id: str | None, lines: Sequence[str]) -> Future[MrzRecord]:
        """Keep lines that a person typed."""
        return self._keep_mrz(exhibit_id, "manual", "", tuple(lines))

    def _keep_mrz(
        self,
        exhibit_id: str | None,
        source: str,
        device: str,
        lines: tuple[str, ...],
        meant: CaseFile | None = None,
    ) -> Future[MrzRecord]:
        now = self._clock.now()

        def work() -> MrzRecord:
            if meant is not None:
                self._open(meant)
            case, exhibit = self._ensure_exhibit(exhibit_id)
            record = MrzRecord(
                mrz_id=new_id(now),
                exhibit_id=exhibit,
                source=source,
                device=device,
                lines=lines,
                read_at=now,
            )
            case.add_mrz(record)
            self._changed()
            return record

        return self._writer.submit(work)

    def lay(self, scene: str, page: str) -> Future[None]:
        """Put a side of a simulated document under the simulated camera."""

        def work() -> None:
            if self.bench.lay is None:
                raise WorkstationError("bench-not-simulated")
            self.bench.lay(scene, page)

        return self._hands.submit(work)

    def import_pictures(
        self,
        folder: Path,
        *,
        page: str,
        exhibit_id: str | None = None,
        px_per_mm: float | None = None,
    ) -> Future[ImportFinished]:
        """Take the pictures of a folder, named by light, byte for byte into the case."""
        return self._arithmetic.submit(self._import, folder, page, exhibit_id, px_per_mm)

    def _import(self, folder: Path, page: str, exhibit_id: str | None, px_per_mm: float | None) -> ImportFinished:
        from workstation.acquisition.folder import demand_pictures, import_pictures, survey

        found = survey(folder)
        demand_pictures(found)
        case, exhibit = self._writer.submit(self._ensure_exhibit, exhibit_id).result()
        captures = import_pictures(
            found, exhibit_id=exhibit, page=page, px_per_mm=px_per_mm, clock=self._clock, actor=self.actor
        )
        records: list[CaptureRecord] = []

        def noted() -> Iterator[Capture]:
            for each in captures:
                records.append(each.record)
                yield each

        self._write(lambda it: it.add_captures(noted()), case).result()
        finished = ImportFinished(
            tuple(records),
            tuple(LeftOutPicture(each.name, each.reason, each.facts) for each in found.left_out),
            tuple(ImportNotice(each.code, each.facts) for each in found.notices),
        )
        self._post(finished)
        return finished

    # ------------------------------------------------------------------ pictures

    def _original(self, capture_id: str) -> bytes:
        def work() -> bytes:
            case = self._open()
            assert self._snapshot is not None
            return case.original(self._snapshot.capture(capture_id).sha256)

        return self._writer.submit(work).result()

    def _stored(self, source: Source) -> bytes:
        """Bytes of what a recipe begins with; on any thread but the writer's."""
        if source.kind is SourceKind.SPECIMEN:
            return self.library.read(self.library.picture_of_hash(source.sha256))
        return self._writer.submit(lambda: self._open().original(source.sha256)).result()

    def _keep_recipe(self, recipe: KeptRecipe) -> Future[KeptRecipe]:
        def work(case: CaseFile) -> KeptRecipe:
            case.keep_recipe(recipe)
            return recipe

        return self._write(work)

    def picture(self, capture_id: str) -> Future[NDArray[np.uint8] | NDArray[np.uint16]]:
        """Pixels of a capture as they are stored: RGB or grey, uint8 or uint16, read-only."""

        def work() -> NDArray[np.uint8] | NDArray[np.uint16]:
            from workstation.imaging.pictures import decode

            return decode(self._original(capture_id))

        return self._arithmetic.submit(work)

    def thumbnail(self, capture_id: str, longest_px: int) -> Future[NDArray[np.uint8]]:
        """Small RGB uint8 picture of a capture."""

        def work() -> NDArray[np.uint8]:
            from workstation.imaging.pictures import decode_at, for_display

            return for_display(decode_at(self._original(capture_id), longest_px))[0]

        return self._arithmetic.submit(work)

    def specimen_picture(self, picture: SpecimenPicture) -> Future[NDArray[np.uint8] | NDArray[np.uint16]]:
        """Pixels of a reference picture, its hash verified first."""

        def work() -> NDArray[np.uint8] | NDArray[np.uint16]:
            from workstation.imaging.pictures import decode

            return decode(self.library.read(picture))

        return self._arithmetic.submit(work)

    def specimen_thumbnail(self, picture: SpecimenPicture, longest_px: int) -> Future[NDArray[np.uint8]]:
        """Small RGB uint8 picture of a reference picture."""

        def work() -> NDArray[np.uint8]:
            from workstation.imaging.pictures import decode_at, for_display

            return for_display(decode_at(self.library.read(picture), longest_px))[0]

        return self._arithmetic.submit(work)

    # ------------------------------------------------------------------ the examiner's record

    def save_finding(
        self,
        *,
        exhibit_id: str,
        capture_id: str | None,
        region: Region | None,
        feature: str,
        light: str,
        method: str,
        observation: str,
        significance: str,
        observed: str = "",
        expected: str = "",
        specimen: SpecimenPicture | None = None,
        specimen_model_id: str = "",
        supersedes: str | None = None,
        recipe_id: str = "",
    ) -> Future[Finding]:
        """Store a finding, or a correction of the one that ``supersedes`` names."""
        now = self._clock.now()
        finding = Finding(
            finding_id=new_id(now),
            exhibit_id=exhibit_id,
            capture_id=capture_id,
            region=region,
            feature=feature,
            light=light,
            method=method,
            observation=observation,
            significance=significance,
            observed=observed,
            expected=expected,
            specimen_model_id=specimen_model_id,
            specimen_sha256=specimen.sha256 if specimen else "",
            supersedes=supersedes,
            recipe_id=recipe_id,
            created_at=now,
            created_by=self.actor,
        )
        return self._keep_finding(finding)

    def _keep_finding(self, finding: Finding) -> Future[Finding]:
        def work(case: CaseFile) -> Finding:
            _demand_terms(
                feature=finding.feature,
                method=finding.method,
                observation=finding.observation,
                significance=finding.significance,
            )
            case.save_finding(finding)
            return finding

        return self._write(work)

    def withdraw_finding(self, finding_id: str, reason: str) -> Future[Finding]:
        """Say that a finding no longer stands, and why; the finding itself stays in the file."""
        now = self._clock.now()

        def work(case: CaseFile) -> Finding:
            current = next(each for each in case.snapshot().findings if each.finding_id == finding_id)
            withdrawn = replace(
                current,
                finding_id=new_id(now),
                supersedes=finding_id,
                withdrawn=True,
                reason=reason,
                created_at=now,
                created_by=self.actor,
            )
            case.save_finding(withdrawn)
            return withdrawn

        return self._write(work)

    def save_measurement(
        self,
        *,
        capture_id: str,
        kind: str,
        points_px: Sequence[tuple[float, float]],
        zoom: float = 1.0,
        note: str = "",
    ) -> Future[tuple[Measurement, ...]]:
        """Measure on a capture with its own scale and store every value of it.

        ``kind`` is one of ``workstation.measuring.KINDS``; ``zoom`` is the scale at which the points were set.

        Raises
        ------
        MeasureError
            In the future: the capture has no scale, or the points do not suit the kind.
        """
        now = self._clock.now()

        def work(case: CaseFile) -> tuple[Measurement, ...]:
            from workstation.measuring import measurements

            capture = case.snapshot().capture(capture_id)
            made = measurements(kind, points_px, capture, zoom=zoom, note=note, now=now, actor=self.actor)
            for each in made:
                case.save_measurement(each)
            return made

        return self._write(work)

    def note_measurement(self, measurement_id: str, note: str) -> Future[tuple[Measurement, ...]]:
        """Write another note beside a measurement and what was measured with it."""
        return self._correct_measurement(measurement_id, note, withdrawn=False)

    def withdraw_measurement(self, measurement_id: str, reason: str) -> Future[tuple[Measurement, ...]]:
        """Say that a measurement and what was measured with it no longer stand, and why; they stay in the file."""
        return self._correct_measurement(measurement_id, reason, withdrawn=True)

    def _correct_measurement(
        self, measurement_id: str, note: str, *, withdrawn: bool
    ) -> Future[tuple[Measurement, ...]]:
        now = self._clock.now()

        def work(case: CaseFile) -> tuple[Measurement, ...]:
            from workstation.measuring import corrected, together

            standing = together(case.snapshot().measurements, measurement_id)
            if not standing:
                raise CaseFileError("case-measurement-replaced", path=case.path)
            made = tuple(
                corrected(each, now=now, actor=self.actor, note=note, withdrawn=withdrawn) for each in standing
            )
            for each in made:
                case.save_measurement(each)
            return made

        return self._write(work)

    def conclude(
        self,
        *,
        exhibit_id: str,
        scale: str,
        level: str,
        reasoning: str = "",
        limitations: str = "",
        fraud_types: Sequence[str] = (),
        modus: Sequence[str] = (),
    ) -> Future[Conclusion]:
        """Store the conclusion on an exhibit; an earlier one is superseded, not lost."""
        now = self._clock.now()

        def work(case: CaseFile) -> Conclusion:
            _demand_terms(**{scale: level})
            for each in fraud_types:
                _demand_terms(fraud_type=each)
            for each in modus:
                _demand_terms(modus=each)
            standing = [each for each in case.snapshot().conclusions if each.exhibit_id == exhibit_id]
            conclusion = Conclusion(
                conclusion_id=new_id(now),
                exhibit_id=exhibit_id,
                scale=scale,
                scale_version=int(vocabulary(scale).header["version"]),
                level=level,
                reasoning=reasoning,
                limitations=limitations,
                fraud_types=tuple(fraud_types),
                modus=tuple(modus),
                supersedes=standing[0].conclusion_id if standing else None,
                created_at=now,
                created_by=self.actor,
            )
            case.conclude(conclusion)
            return conclusion

        return self._write(work)

    def run_checks(self, exhibit_id: str | None = None) -> Future[tuple[CheckResult, ...]]:
        """Run the machine checks on an exhibit and keep their results."""
        return self._checks(exhibit_id)

    def _checks(self, exhibit_id: str | None, meant: CaseFile | None = None) -> Future[tuple[CheckResult, ...]]:
        def work(case: CaseFile) -> tuple[CheckResult, ...]:
            return self._check_exhibit(case, self._ensure_exhibit(exhibit_id)[1])

        return self._write(work, meant)

    def _check_exhibit(self, case: CaseFile, exhibit: str) -> tuple[CheckResult, ...]:
        from workstation.checks.catalogue import run_checks

        snapshot = case.snapshot()
        results = run_checks(
            exhibit,
            [each for each in snapshot.mrz if each.exhibit_id == exhibit],
            [each for each in snapshot.captures if each.exhibit_id == exhibit],
            self._clock,
        )
        case.add_checks(results)
        return results

    def export_report(self, path: Path, language: str) -> Future[Path]:
        """Write the PDF. It is whole or absent, and the chain keeps its hash."""

        meant = self._case

        def original(record: CaptureRecord) -> bytes:
            return self._writer.submit(lambda: self._open(meant).original(record.sha256)).result()

        def work() -> Path:
            from workstation.reports.report import make_report

            demand_replaceable(path, Kind.REPORT)
            snapshot = self._writer.submit(lambda: self._open(meant).snapshot()).result()
            pdf = make_report(
                snapshot,
                original=original,
                library=self.library,
                language=language,
                printed_at=self._clock.now(),
            )
            with written_whole(path, pdf, Kind.REPORT):
                if not snapshot.read_only:
                    facts = {"sha256": sha256_hex(pdf), "language": language}
                    self._write(lambda it: it.log("report-exported", snapshot.info.case_id, facts), meant).result()
            return path

        return self._arithmetic.submit(work)

    def verify(self) -> Future[Verification]:
        """Check every hash and the whole chain of the open case."""

        def work() -> Verification:
            from workstation.cases.verify import verify

            return verify(self._open().path)

        return self._writer.submit(work)

    # ------------------------------------------------------------------ the end

    def shutdown(self) -> None:
        """Lamps off first, in the middle of an exposure too; then close devices and case, and join every thread."""
        self._cancel.set()
        self._unsubscribe_bench()
        self._unsubscribe_reader()
        lamps_off = self._lamps.submit(self.bench.lights.all_off)
        if self.maintenance is not None:
            self.maintenance.stop()
        try:
            lamps_off.exception()
            self._lamps.shutdown(wait=True)
            self._hands.shutdown(wait=True, cancel_futures=True)
            self.bench.close()
        finally:
            if self.maintenance is not None:
                self.maintenance.close()
            self._arithmetic.shutdown(wait=True, cancel_futures=True)
            self._writer.submit(self._close_case)
            self._writer.shutdown(wait=True)


def _failure(future: Future[Any]) -> WorkstationError | None:
    """Expected trouble of a future, waited for; a bug is raised."""
    try:
        future.result()
    except WorkstationError as error:
        return error
    return None


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


def _demand_terms(**codes: str) -> None:
    """Refuse a code that its controlled list lacks.

    Raises
    ------
    WorkstationError
        ``term-unknown``.
    """
    for title, code in codes.items():
        if code not in vocabulary(title):
            raise WorkstationError("term-unknown", list=title, term=code)

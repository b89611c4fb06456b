"""The examiner's bench without a window: devices, the open case, the reference library, the report.

The window and the command line drive this one object. Every method that could take time returns a
``concurrent.futures.Future`` at once. Three threads do the work: one drives the devices, one owns the case file,
one decodes pictures and makes reports; a fourth waits for nobody and switches lamps off. Errors in a future are
``WorkstationError``; anything else is a bug.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from workstation.accounts.store import Accounts
from workstation.acquisition.desk import CaptureDesk
from workstation.calibration.desk import CalibrationDesk
from workstation.calibration.store import CalibrationStore
from workstation.captures import CaptureRecord, sha256_hex
from workstation.cases.exports import Export, Written, exports_of, note_export
from workstation.cases.glances import Glances
from workstation.cases.model import (
    CaseSnapshot,
)
from workstation.checks.desk import CheckDesk
from workstation.checks.teaching_desk import TeachingDesk
from workstation.comparison_desk import ComparisonDesk
from workstation.copies.redact_desk import CopyDesk
from workstation.devices import Bench, Clock, DeviceStatus, PushingReader
from workstation.documents.line_reader import installed_reader
from workstation.errors import CaseFileError, WorkstationError
from workstation.events import (
    CaptureFinished,
    DeviceChanged,
    Event,
    ImportFinished,
)
from workstation.maintenance_desk import MaintenanceDesk
from workstation.open_case import OpenCase
from workstation.people_desk import PeopleDesk
from workstation.picture_desk import PictureDesk
from workstation.record_desk import RecordDesk
from workstation.review_desk import ReviewDesk
from workstation.signing_desk import SigningDesk
from workstation.specimens.desk import SpecimenDesk
from workstation.specimens.library import Library
from workstation.whole_file import Kind, demand_replaceable, write_whole, written_whole
from workstation.zone_desk import ZoneDesk
from workstation.zone_sight import SightDesk

if TYPE_CHECKING:
    from workstation.cases.encryption import Key
    from workstation.cases.seals import TimeStamper
    from workstation.cases.store import CaseFile
    from workstation.cases.verify import Verification
    from workstation.reports.keys import SigningPolicy

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
        Who works here where the station keeps no accounts; written to every row.
    accounts : Accounts or None
        Who may sign in; None: the station keeps no accounts.
    stamper : TimeStamper or None
        Attests the time of countersigned heads.
    certificates_dir : Path or None
        Certificates of those who sign digital seals (``signers``) and of the authorities above them (``roots``).
    calibrations_dir : Path or None
        Where calibrations of the bench are kept; None keeps them as long as the program runs.

    Attributes
    ----------
    people : PeopleDesk
        Who is signed in, and the accounts of the station.
    signing : SigningDesk
        Reports signed with a key from a file or a card.
    review : ReviewDesk
        Hand-overs, reviews, verification, custody, retention; the queue of a supervisor.
    calibration : CalibrationDesk
        Measures, lists and deletes calibrations of the bench.
    comparison : ComparisonDesk
        Lays pictures on each other, replays recipes, ranks lights.
    record : RecordDesk
        What a person writes: findings, measurements, conclusion.
    zones : ZoneDesk
        Machine readable zones, what they fail and what they identify.
    checks : CheckDesk
        Machine checks, optical ones among them.
    specimens : SpecimenDesk
        Which model the document in hand may be.
    teaching : TeachingDesk
        Lessons of the reference specimens, for a curator.
    pictures : PictureDesk
        Pixels and thumbnails.
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
        accounts: Accounts | None = None,
        stamper: TimeStamper | None = None,
        calibrations_dir: Path | None = None,
        certificates_dir: Path | None = None,
        encrypts_new_cases: bool = False,
        signing_policy: Callable[[], SigningPolicy] | None = None,
    ) -> None:
        self.bench = bench
        self.library = library
        self._clock = clock
        self._listeners: list[Callable[[Event], None]] = []
        self._hands = ThreadPoolExecutor(1, thread_name_prefix="bench")
        self._lamps = ThreadPoolExecutor(1, thread_name_prefix="lamps-off")
        self._arithmetic = ThreadPoolExecutor(1, thread_name_prefix="arithmetic")
        self._looking = ThreadPoolExecutor(1, thread_name_prefix="pictures")
        self._case = OpenCase(
            clock=clock,
            cases_dir=cases_dir,
            actor=lambda: self.people.signed_in,
            post=self._post,
            stamper=stamper,
            encrypts=encrypts_new_cases,
        )
        self._cancel = threading.Event()
        self._capturing = threading.Lock()
        self.people = PeopleDesk(
            accounts, self._case, clock=clock, station_name=actor, capturing=self._capturing, post=self._post
        )
        self.review = ReviewDesk(
            self._case,
            accounts,
            actor=lambda: self.people.signed_in,
            glances=Glances(accounts.glances_path if accounts else None),
        )
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
        self._taking = CaptureDesk(
            self._case,
            bench=bench,
            clock=clock,
            actor=lambda: self.actor,
            post=self._post,
            calibration=self.calibration.now,
            hands=self._hands,
            arithmetic=self._arithmetic,
            capturing=self._capturing,
            cancel=self._cancel,
            stored=lambda record: self.checks.prepare(record),
        )
        self.record = RecordDesk(self._case, clock=clock, actor=lambda: self.actor)
        self.pictures = PictureDesk(self._case, library=library, executor=self._looking)
        self.checks = CheckDesk(
            self._case,
            library=library,
            clock=clock,
            arithmetic=self._arithmetic,
            pixels=self.pictures.pixels,
            certificates_dir=certificates_dir,
            line_reader=installed_reader(),
        )
        self.copies = CopyDesk(self._case, library=library, clock=clock, arithmetic=self._arithmetic)
        self.specimens = SpecimenDesk(
            self._case,
            library=library,
            arithmetic=self._arithmetic,
            pixels=self.pictures.pixels,
            variable_mm=self.checks.variable_mm,
        )
        self.teaching = TeachingDesk(
            library,
            arithmetic=self._arithmetic,
            pixels=self.pictures.pixels,
            actor=lambda: self.people.signed_in,
        )
        self.zones = ZoneDesk(
            self._case,
            reader=bench.reader,
            library=library,
            clock=clock,
            hands=self._hands,
            checks=self.checks,
            arithmetic=self._arithmetic,
            pixels=self.pictures.pixels,
            post=self._post,
        )
        self.sights = SightDesk(
            snapshot=lambda: self._case.snapshot, arithmetic=self._arithmetic, pixels=self.pictures.pixels
        )
        self.signing = SigningDesk(
            self._case, clock=clock, arithmetic=self._arithmetic, make=self._report_of, policy=signing_policy
        )
        self.comparison = ComparisonDesk(
            case=self._case,
            executor=self._arithmetic,
            stored=self.pictures.stored,
            pixels=self.pictures.pixels,
            snapshot=lambda: self._case.snapshot,
            keep=self.record.keep_recipe,
            siblings=lambda picture: library.model_of(picture).pictures,
            variable_mm=lambda picture: self.checks.variable_mm(picture),
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
            bench.reader.on_reading(self.zones.pushed) if isinstance(bench.reader, PushingReader) else lambda: None
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
    def actor(self) -> str:
        """Name of who works here, as it is written to every row."""
        return self.people.signed_in.name

    @actor.setter
    def actor(self, name: str) -> None:
        self.people.name_station(name)

    @property
    def snapshot(self) -> CaseSnapshot | None:
        """The open case as it was last stored."""
        return self._case.snapshot

    @property
    def case_path(self) -> Path | None:
        """File of the open case."""
        return self._case.path

    # ------------------------------------------------------------------ case

    @property
    def cases_dir(self) -> Path:
        """Where a new case goes when nobody chose a place."""
        return self._case.cases_dir

    @property
    def encrypts_new_cases(self) -> bool:
        """The station makes no case without a key."""
        return self._case.encrypts

    def suggest_case(self) -> Future[tuple[Path, str]]:
        """Free file and case number for a new case, such as ``2026-11-22-003``."""
        return self._case.suggest()

    def create_case(
        self,
        path: Path,
        *,
        case_no: str,
        examiner: str = "",
        agency: str = "",
        exam_site: str = "",
        question: str = "",
        key: Key | None = None,
    ) -> Future[CaseSnapshot]:
        """Make a case file with its first exhibit and open it; a key encrypts it."""
        texts = {
            "case_no": case_no,
            "examiner": examiner,
            "agency": agency,
            "exam_site": exam_site,
            "question": question,
        }
        return self._case.create(path, texts, key)

    def open_case(self, path: Path, *, read_only: bool = False, key: Key | None = None) -> Future[CaseSnapshot]:
        """Open a case file; a newer or a locked one opens read-only or fails with the reason.

        An encrypted one without its key fails with ``case-encrypted``. The key is forgotten when the case is closed.
        """
        return self._case.open(path, read_only=read_only, key=key)

    def close_case(self) -> Future[None]:
        """Close the open case, if any."""
        return self._case.close()

    def sign_off(self) -> Future[CaseSnapshot]:
        """Freeze evidence, findings and conclusion."""
        return self._case.then_snapshot(lambda case: case.sign_off())

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
        return self._taking.capture(page=page, exhibit_id=exhibit_id, lights=lights)

    def cancel_capture(self) -> None:
        """Stop the running capture after switching the lamps off; finished pictures stay."""
        self._cancel.set()

    def lights_off(self) -> Future[None]:
        """Switch every lamp off at once, in the middle of an exposure too, and cancel what runs."""
        self._cancel.set()
        return self._lamps.submit(self.bench.lights.all_off)

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
        return self._taking.import_pictures(folder, page=page, exhibit_id=exhibit_id, px_per_mm=px_per_mm)

    # ------------------------------------------------------------------ what leaves the case

    def export_report(self, path: Path, language: str, *, sheet: bool = False) -> Future[Written]:
        """Write the PDF, with the comparison sheet as an annex where it is wanted."""

        return self._print(
            path,
            language,
            Export.REPORT,
            lambda snapshot, original, meant: self._report_of(snapshot, original, meant, language, sheet),
        )

    def _report_of(
        self,
        snapshot: CaseSnapshot,
        original: Callable[[CaptureRecord], bytes],
        meant: CaseFile | None,
        language: str,
        sheet: bool = False,
    ) -> bytes:
        from workstation.reports.report import make_report

        return make_report(
            snapshot,
            original=original,
            library=self.library,
            language=language,
            printed_at=self._clock.now(),
            sheet=sheet,
            exports=self._case.later(lambda: exports_of(self._case.demand(meant), snapshot)).result(),
        )

    def export_sheet(self, path: Path, language: str, finding: int | None = None) -> Future[Written]:
        """Write the comparison sheet, cut to the region of the finding of that number where one is given."""

        def make(snapshot: CaseSnapshot, original: Callable[[CaptureRecord], bytes], meant: CaseFile | None) -> bytes:
            from workstation.reports.report import make_sheet

            return make_sheet(
                snapshot,
                original=original,
                library=self.library,
                language=language,
                printed_at=self._clock.now(),
                finding=finding,
            )

        return self._print(path, language, Export.SHEET, make)

    def _print(
        self,
        path: Path,
        language: str,
        what: Export,
        make: Callable[[CaseSnapshot, Callable[[CaptureRecord], bytes], CaseFile | None], bytes],
    ) -> Future[Written]:
        """Write a PDF of the open case. It is whole or absent, and the chain keeps its hash."""
        meant = self._case.file

        def original(record: CaptureRecord) -> bytes:
            return self._case.original(record.sha256, meant)

        def work() -> Written:
            demand_replaceable(path, Kind.REPORT)
            snapshot = self._case.later(lambda: self._case.demand(meant).snapshot()).result()
            pdf = make(snapshot, original, meant)
            if snapshot.read_only:
                write_whole(path, pdf, Kind.REPORT)
                return Written(path, CaseFileError("case-read-only", path=snapshot.path_name))
            with written_whole(path, pdf, Kind.REPORT):
                sha256 = sha256_hex(pdf)
                self._case.write(lambda it: note_export(it, what, sha256, language=language), meant).result()
            return Written(path)

        return self._arithmetic.submit(work)

    def verify(self) -> Future[Verification]:
        """Check every hash and the whole chain of the open case."""

        def work() -> Verification:
            from workstation.cases.verify import verify

            return verify(self._case.demand().path)

        return self._case.later(work)

    def copy_with_key(self, path: Path, key: Key) -> Future[tuple[Path, Path]]:
        """Write an encrypted copy of the open case, verified; its path after that of the original, which stays."""

        def work() -> tuple[Path, Path]:
            case = self._case.demand()
            case.copy_with_key(path, key)
            return case.path, path

        return self._case.later(work)

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
            for thread in (self._looking, self._arithmetic):
                thread.shutdown(wait=True, cancel_futures=True)
            self._case.shutdown()

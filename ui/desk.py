"""What the window works on now: the bench, the open case, the exhibit, the side and the light in hand.

No widget is known here. Panels read it, and listen to its signals; it listens to the workbench through the bridge.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from ui.actions import Fact
from ui.bridge import Bridge
from workstation.accounts.roles import NOBODY, Actor
from workstation.captures import CaptureRecord
from workstation.cases.model import CaseSnapshot, CaseState, Conclusion, Exhibit, Finding, MrzRecord
from workstation.devices import DeviceStatus
from workstation.errors import WorkstationError
from workstation.events import (
    CaptureFinished,
    CapturePhase,
    CaptureProgressed,
    CaseChanged,
    DeviceChanged,
    Event,
    ImportFinished,
    PersonChanged,
    ZoneRead,
)
from workstation.lights import find_light
from workstation.review_steps import why_frozen
from workstation.specimens.model import SpecimenFeature, SpecimenModel, SpecimenPicture
from workstation.vocabulary import vocabulary

if TYPE_CHECKING:
    from workstation.workbench import Workbench

T = TypeVar("T")
KEEP_ALIVE_MS = 1000


def light_order(code: str) -> int:
    """Place of a light in the row of lights."""
    found = find_light(code)
    return found.order if found else 10_000


class Desk(QObject):
    """The state behind the window."""

    attached = Signal()  # the workbench is there
    deviceChanged = Signal()
    caseChanged = Signal()  # another snapshot
    viewChanged = Signal()  # exhibit, side or light in hand
    captureChanged = Signal()  # phases of the running capture
    findingChanged = Signal()  # the selected finding
    factsChanged = Signal()
    personChanged = Signal()  # somebody signed in, came back or left
    layChanged = Signal()  # another document or side lies under the simulated camera
    failed = Signal(object)  # WorkstationError
    kept = Signal()  # something is stored durably

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bridge = Bridge(self._hear, self)
        self.workbench: Workbench | None = None
        self.person: Actor = NOBODY
        self.snapshot: CaseSnapshot | None = None
        self.case_path: Path | None = None
        self.devices: dict[str, DeviceStatus] = {}
        self.phases: dict[str, CapturePhase] = {}
        self.capturing = False
        self.switching = False  # another case is being opened
        self.working = False  # a call that keeps the open case runs: a switch, an import, a report
        self.measuring = False  # the bench is being calibrated
        self.exhibit_id = ""
        self.page = "data_page"
        self.light = "WHITE"
        self.finding_id = ""
        self.scene = ""
        self._unsubscribe: Callable[[], None] = lambda: None
        # A frozen window runs no timer, and no lamp burns for it.
        self._alive = QTimer(self, interval=KEEP_ALIVE_MS)
        self._hearers: dict[type, Callable[[Any], None]] = {
            DeviceChanged: self._hear_device,
            PersonChanged: self._hear_person,
            CaptureProgressed: self._hear_progress,
            CaptureFinished: self._hear_end,
            CaseChanged: self._hear_case,
            ZoneRead: self._hear_zone,
            ImportFinished: self._hear_import,
        }

    # ------------------------------------------------------------------ workbench

    def attach(self, workbench: Workbench) -> None:
        """Work with this workbench from now on and open its devices."""
        self.workbench = workbench
        self.person = workbench.people.signed_in
        workbench.bench.keep_alive()
        self._alive.timeout.connect(workbench.bench.keep_alive)
        self._alive.start()
        self._unsubscribe = workbench.subscribe(self.bridge.post)
        self.devices = {each.name: each.status for each in workbench.bench.devices()}
        laid = workbench.bench.laid() if workbench.bench.laid else ("", "")
        self.scene = laid[0]
        self.page = laid[1] or self.pages()[0]
        self.light = next(iter(self.lights()), "WHITE")
        self.attached.emit()
        workbench.start()
        self.factsChanged.emit()
        self.viewChanged.emit()

    def detach(self) -> None:
        """Hear nothing more."""
        self._alive.stop()
        self._unsubscribe()
        self._unsubscribe = lambda: None
        self.bridge.close()

    @property
    def bench(self) -> Workbench:
        """The workbench, where an action that needs it runs."""
        assert self.workbench is not None
        return self.workbench

    def ask(
        self,
        future: Future[T],
        then: Callable[[T], None] = lambda _: None,
        otherwise: Callable[[WorkstationError], None] | None = None,
    ) -> None:
        """Take the outcome of a call in this thread; an error is shown unless ``otherwise`` takes it."""
        self.bridge.when_done(future, then, otherwise or self.failed.emit)

    def keep(self, future: Future[T], then: Callable[[T], None] = lambda _: None) -> None:
        """Like ``ask`` for a call that writes: says ``kept`` after the durable commit, never before."""

        def stored(result: T) -> None:
            then(result)
            self.kept.emit()

        self.ask(future, stored)

    def switch_case(self, future: Future[T], otherwise: Callable[[WorkstationError], None] | None = None) -> None:
        """Take the outcome of a call that opens, makes or closes a case; nothing is written meanwhile."""
        self.switching = True
        self.work(future, otherwise=otherwise)

    def work(
        self,
        future: Future[T],
        then: Callable[[T], None] = lambda _: None,
        otherwise: Callable[[WorkstationError], None] | None = None,
    ) -> None:
        """Like ``ask`` for a long call on the open case, which stays open and unsigned meanwhile."""

        def over() -> None:
            self.working = self.switching = False
            self.factsChanged.emit()

        def done(result: T) -> None:
            over()
            then(result)

        def refused(error: WorkstationError) -> None:
            over()
            (otherwise or self.failed.emit)(error)

        self.working = True
        self.factsChanged.emit()
        self.ask(future, done, refused)

    # ------------------------------------------------------------------ events

    def _hear(self, event: Event) -> None:
        self._hearers[type(event)](event)

    def _hear_device(self, event: DeviceChanged) -> None:
        self.devices[event.status.device] = event.status
        self.deviceChanged.emit()
        self.factsChanged.emit()

    def _hear_person(self, event: PersonChanged) -> None:
        self.person = event.actor
        self.personChanged.emit()
        self.factsChanged.emit()

    def _hear_progress(self, event: CaptureProgressed) -> None:
        self.phases[event.light] = event.phase
        self.captureChanged.emit()

    def _hear_end(self, event: CaptureFinished) -> None:
        self._capture_over()
        if event.captures:
            self.kept.emit()
        if event.error is not None:
            self.failed.emit(event.error)

    def _hear_case(self, event: CaseChanged) -> None:
        before = self.snapshot.info.case_id if self.snapshot else None
        self.snapshot, self.case_path = event.snapshot, event.path
        after = self.snapshot.info.case_id if self.snapshot else None
        if before != after:
            if not self.capturing:  # the first capture makes its own case
                self.phases.clear()
            self._arrive()
        self.caseChanged.emit()
        self.viewChanged.emit()
        self.factsChanged.emit()
        if event.risk is not None:
            self.failed.emit(event.risk)

    def _arrive(self) -> None:
        """Take a sensible exhibit, side and light in a case that was just opened."""
        snapshot = self.snapshot
        self.finding_id = ""
        self.exhibit_id = snapshot.exhibits[-1].exhibit_id if snapshot and snapshot.exhibits else ""
        captured = [each for each in snapshot.captures if each.exhibit_id == self.exhibit_id] if snapshot else []
        if captured and self.page not in {each.page for each in captured}:
            self.page = captured[0].page
        if captured and self.light not in self.captures():
            self.light = min(self.captures(), key=light_order)

    def _hear_zone(self, event: ZoneRead) -> None:
        if event.record is not None:
            self.kept.emit()
        elif not self.bench.bench.simulated:  # there the person has just chosen what lies on the reader
            self.failed.emit(WorkstationError(event.reason, **event.facts))

    def _hear_import(self, event: ImportFinished) -> None:
        if event.captures:
            first = event.captures[0]
            self.look(exhibit_id=first.exhibit_id, page=first.page, light=first.light)
            self.kept.emit()
            if self.editable:
                self.keep(self.bench.zones.identify(first.exhibit_id, ask_reader=False))

    # ------------------------------------------------------------------ what is in hand

    def look(self, *, exhibit_id: str | None = None, page: str | None = None, light: str | None = None) -> None:
        """Take another exhibit, side or light in hand."""
        wanted = (
            self.exhibit_id if exhibit_id is None else exhibit_id,
            self.page if page is None else page,
            self.light if light is None else light,
        )
        if wanted != (self.exhibit_id, self.page, self.light):
            self.exhibit_id, self.page, self.light = wanted
            self.viewChanged.emit()
            self.factsChanged.emit()

    def step_light(self, step: int) -> None:
        """The light ``step`` places further in the row, around its ends."""
        lights = self.lights()
        if lights:
            here = lights.index(self.light) if self.light in lights else -step
            self.look(light=lights[(here + step) % len(lights)])

    def select_finding(self, finding_id: str) -> None:
        """Select a finding; empty selects none."""
        if finding_id != self.finding_id:
            self.finding_id = finding_id
            self.findingChanged.emit()
            self.factsChanged.emit()

    def lights(self) -> tuple[str, ...]:
        """Lights of the bench in its order, then those that only the case has."""
        own = tuple(each.light for each in self.workbench.bench.lights.settings()) if self.workbench else ()
        held = {each.light for each in self.snapshot.captures} if self.snapshot else set()
        return own + tuple(sorted(held - set(own), key=light_order))

    def bench_lights(self) -> tuple[str, ...]:
        """Lights that the bench itself can make."""
        return tuple(each.light for each in self.workbench.bench.lights.settings()) if self.workbench else ()

    def pages(self) -> tuple[str, ...]:
        """Sides to choose from: those of the simulated document, else all, and those the case holds."""
        bench = self.workbench.bench if self.workbench else None
        own = (bench.pages() if bench and bench.pages else ()) or tuple(vocabulary("page").terms)
        held = (
            (each.page for each in self.snapshot.captures if each.exhibit_id == self.exhibit_id)
            if self.snapshot
            else ()
        )
        return tuple(dict.fromkeys((*own, *held)))

    def captures(self) -> dict[str, CaptureRecord]:
        """Latest capture of the exhibit and side in hand, by light."""
        if self.snapshot is None:
            return {}
        return {
            each.light: each
            for each in self.snapshot.captures
            if each.exhibit_id == self.exhibit_id and each.page == self.page
        }

    @property
    def capture(self) -> CaptureRecord | None:
        """The capture in hand."""
        return self.captures().get(self.light)

    @property
    def exhibit(self) -> Exhibit | None:
        """The exhibit in hand."""
        exhibits = self.snapshot.exhibits if self.snapshot else ()
        return next((each for each in exhibits if each.exhibit_id == self.exhibit_id), None)

    @property
    def conclusion(self) -> Conclusion | None:
        """What stands as the conclusion on the exhibit in hand."""
        standing = self.snapshot.conclusions if self.snapshot else ()
        return next((each for each in standing if each.exhibit_id == self.exhibit_id), None)

    @property
    def mrz(self) -> MrzRecord | None:
        """Latest machine readable zone of the exhibit in hand."""
        records = self.snapshot.mrz if self.snapshot else ()
        return next((each for each in reversed(records) if each.exhibit_id == self.exhibit_id), None)

    def findings(self) -> tuple[Finding, ...]:
        """Findings of the exhibit in hand that stand, oldest first."""
        every = self.snapshot.findings if self.snapshot else ()
        return tuple(each for each in every if each.exhibit_id == self.exhibit_id and not each.withdrawn)

    @property
    def finding(self) -> Finding | None:
        """The selected finding."""
        return next((each for each in self.findings() if each.finding_id == self.finding_id), None)

    # ------------------------------------------------------------------ the specimen

    @property
    def model(self) -> SpecimenModel | None:
        """The specimen that the exhibit is compared with; None when none is chosen or the library lacks it."""
        exhibit = self.exhibit
        if exhibit is None or not exhibit.model_id or self.workbench is None:
            return None
        try:
            return self.workbench.library.model(exhibit.model_id)
        except WorkstationError:
            return None

    def specimen_picture(self, light: str) -> SpecimenPicture | None:
        """Picture of the specimen's same side under the light, else under the nearest of its kind."""
        exhibit = self.exhibit
        if self.model is None or exhibit is None:
            return None
        return self.bench.library.picture(exhibit.model_id, self.page, light)

    def specimen_features(self) -> tuple[SpecimenFeature, ...]:
        """What the specimen says to look for on this side under this light."""
        model, picture = self.model, self.specimen_picture(self.light)
        if model is None:
            return ()
        lights = {self.light, picture.light if picture else self.light}
        return tuple(each for each in model.features if each.page == self.page and lights & set(each.lights))

    # ------------------------------------------------------------------ facts

    @property
    def editable(self) -> bool:
        """True while the open case can be changed."""
        return self.snapshot is not None and self._writable() and not self.switching

    def _writable(self) -> bool:
        snapshot = self.snapshot
        if snapshot is None:
            return True
        return snapshot.info.state is CaseState.DRAFT and why_frozen(snapshot, self.person) is None

    def _unsigned(self) -> bool:
        snapshot = self.snapshot
        return snapshot is not None and not snapshot.read_only and snapshot.info.state is CaseState.DRAFT

    def facts(self) -> frozenset[Fact]:
        """What holds now."""
        bench = self.workbench.bench if self.workbench else None
        holds = {
            Fact.BENCH: bench is not None,
            Fact.CASE: self.snapshot is not None,
            Fact.WRITABLE: self._writable(),
            Fact.IDLE: not self.capturing and not self.working and not self.measuring,
            Fact.CAPTURING: self.capturing,
            Fact.PICTURE: self.capture is not None,
            Fact.FINDING: self.finding is not None,
            Fact.UNSIGNED: self._unsigned(),
            Fact.PERSON: self.person.is_account,
            Fact.READER: bench is not None and bench.reader is not None,
            Fact.TECHNICIAN: self.workbench is not None and self.workbench.maintenance is not None,
        }
        return frozenset(fact for fact, true in holds.items() if true)

    # ------------------------------------------------------------------ capture

    def occupy(self, measuring: bool) -> None:
        """Say that the bench is being calibrated, or that it is free again."""
        self.measuring = measuring
        self.factsChanged.emit()

    def start_capture(self, lights: tuple[str, ...] | None = None) -> None:
        """Capture the side in hand under the given lights (None: all of the bench)."""
        if self.capturing:
            return
        self.capturing = True
        self.phases = dict.fromkeys(lights or self.bench_lights(), CapturePhase.WAITING)
        self.captureChanged.emit()
        self.factsChanged.emit()
        future = self.bench.capture(page=self.page, exhibit_id=self.exhibit_id or None, lights=lights)
        self.ask(future, self._identify if lights is None else lambda _: None, self._capture_refused)

    def _identify(self, finished: CaptureFinished) -> None:
        """With every light taken, read the zone and hold the likeliest specimen beside the exhibit captured."""
        if finished.error is None and not finished.cancelled and finished.captures:
            self.keep(self.bench.zones.identify(finished.captures[0].exhibit_id))

    def _capture_refused(self, error: WorkstationError) -> None:
        self.phases.clear()
        self._capture_over()
        self.failed.emit(error)

    def _capture_over(self) -> None:
        self.capturing = False
        self.phases = {
            light: phase
            for light, phase in self.phases.items()
            if phase in {CapturePhase.DONE, CapturePhase.FAILED, CapturePhase.CANCELLED}
        }
        if self.captures() and self.capture is None:
            self.light = min(self.captures(), key=light_order)
            self.viewChanged.emit()
        self.captureChanged.emit()
        self.factsChanged.emit()

    def lay_scene(self, scene: str) -> None:
        """Put a document under the simulated camera, and its first side in hand."""

        def laid(_: None) -> None:
            self.scene = scene
            self.layChanged.emit()
            self.look(page=self.pages()[0])

        self.ask(self.bench.lay(scene, ""), laid)

    def put_under_camera(self, laying: Future[None]) -> None:
        """Take what a call lays under the simulated camera in hand: a target, or the document again after it."""

        def laid(_: None) -> None:
            assert self.bench.bench.laid is not None
            self.scene, page = self.bench.bench.laid()
            self.look(page=page or self.pages()[0])
            self.viewChanged.emit()

        self.ask(laying, laid)

    def turn(self, page: str) -> None:
        """Take a side in hand; on a simulated bench it is laid under the camera too, where the document has it."""
        bench = self.workbench.bench if self.workbench else None
        if bench is not None and bench.pages is not None and page in bench.pages():
            self.ask(self.bench.lay(self.scene, page))
        self.look(page=page)

"""One measurement at a time, whatever page began it; the lamps go off on every way out."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

from PySide6.QtCore import QObject, Signal

from ui.actions import Fact
from ui.desk import Desk
from workstation.calibration.desk import CalibrationProgress, Measured, Progress
from workstation.calibration.model import CalibrationKind, Target
from workstation.errors import WorkstationError

Begin = Callable[[Progress], Future[Measured]]


class Measuring(QObject):
    """Begins, watches and cancels a measurement."""

    changed = Signal()  # something runs, or nothing does any more
    progressed = Signal(object)  # CalibrationProgress
    stored = Signal()  # other calibrations hold now

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.kind: CalibrationKind | None = None
        self._laid = ("", "")
        desk.factsChanged.connect(self.changed)

    @property
    def free(self) -> bool:
        """True while a measurement may begin: no capture, no other measurement."""
        return self.kind is None and Fact.IDLE in self.desk.facts()

    def begin(self, kind: CalibrationKind, start: Begin, over: Callable[[Measured | WorkstationError], None]) -> None:
        """Measure; ``over`` gets the outcome in the window's thread."""
        if not self.free:
            return
        self.kind = kind
        self.desk.occupy(True)

        def tell(progress: CalibrationProgress) -> None:
            self.desk.bridge.call(lambda: self._tell(progress))

        def ended(outcome: Measured | WorkstationError) -> None:
            self.kind = None
            over(outcome)
            self.desk.occupy(False)
            self.stored.emit()

        self.desk.ask(start(tell), ended, ended)

    def _tell(self, progress: CalibrationProgress) -> None:
        if self.kind is not None:
            self.progressed.emit(progress)

    def cancel(self) -> None:
        """End what is measured, lamps off first; nothing of it is stored."""
        if self.kind is not None:
            self.desk.bench.calibration.cancel()

    def delete(self, calibration_ids: tuple[str, ...]) -> None:
        """Forget calibrations; what held before them holds again."""
        for each in calibration_ids:
            self.desk.ask(self.desk.bench.calibration.delete(each), lambda _: self.stored.emit())

    # ------------------------------------------------------------------ the simulated glass

    @property
    def target_lies(self) -> bool:
        """True while a target lies in the place of the document."""
        return bool(self._laid[0])

    def lay(self, target: Target) -> None:
        """Lay a target under the simulated camera; the document is remembered."""
        desk = self.desk
        if not self.target_lies:
            self._laid = (desk.scene, desk.page)
        desk.put_under_camera(desk.bench.calibration.lay_target(target))
        self.changed.emit()

    def lay_back(self) -> None:
        """Lay the document back that the first target took the place of."""
        scene, page = self._laid
        self._laid = ("", "")
        if scene:
            self.desk.put_under_camera(self.desk.bench.lay(scene, page))
            self.changed.emit()

"""Two panes side by side show the same place of the document, once somebody comes near or points at one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ui.desk import Desk
from ui.pictures import Pictures
from ui.viewer import ComparisonView
from ui.viewer.comparison import QUESTIONED, SPECIMEN
from ui.viewer.raster import OnRaster
from workstation.captures import CaptureRecord
from workstation.comparison_desk import Placed, Shown
from workstation.errors import WorkstationError

AT_REST_MS = 120
"""Stepping through lights asks for nothing."""

Key = tuple[str, str]


class Beside(QObject):
    """Finds where the second picture lies on the first, and tells the panes.

    Parameters
    ----------
    plain : callable
        True while both panes show pictures as they were taken, which alone can be found on each other.
    """

    def __init__(
        self, desk: Desk, pictures: Pictures, view: ComparisonView, plain: Callable[[], bool], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._pictures, self._view, self._plain = desk, pictures, view, plain
        self._asked: Key | None = None
        self._told: Key | None = None
        self._rest = QTimer(self, singleShot=True, interval=AT_REST_MS)
        self._rest.timeout.connect(self._consider)
        for name in (QUESTIONED, SPECIMEN):
            view.view(name).moved.connect(self._rest.start)
        view.pointerMoved.connect(self._rest.start)

    def forget(self) -> None:
        """Other pictures stand in the panes, or the same ones anew."""
        self._told = None
        self._view.lay_beside(None, "")
        self._rest.start()

    def _pair(self) -> tuple[CaptureRecord, Shown] | None:
        every = self._desk.snapshot.captures if self._desk.snapshot else ()
        held: dict[str, CaptureRecord] = {each.capture_id: each for each in every}
        first, second = held.get(self._pictures.shown[QUESTIONED]), self._pictures.shown[SPECIMEN]
        specimen = self._desk.specimen_picture(self._desk.light)
        beside: Shown | None = held.get(second)
        if beside is None and specimen is not None and specimen.sha256 == second:
            beside = specimen
        return None if first is None or beside is None else (first, beside)

    def _consider(self) -> None:
        pair = self._pair()
        if pair is None or self._asked is not None or not (self._plain() and self._view.points_across):
            return
        key = pair[0].sha256, pair[1].sha256
        if key == self._told:
            return
        self._asked = key

        def arrived(found: Placed) -> None:
            self._asked = None
            self._take(pair, found if found.registration.accepted else None)

        def refused(_: WorkstationError) -> None:
            self._asked = None
            self._take(pair, None)

        self._desk.ask(self._desk.bench.comparison.place(*pair), arrived, refused)

    def _take(self, pair: tuple[CaptureRecord, Shown], found: Placed | None) -> None:
        if self._pair() != pair or not self._plain():
            self._rest.start()
            return
        self._told = pair[0].sha256, pair[1].sha256
        first = pair[0]
        if found is None:
            self._view.lay_beside(None, self.tr("NOT LAID"))
        else:
            said = self.tr("LAID BY WHITE") if found.by_white else ""
            self._view.lay_beside(
                OnRaster(found.registration.matrix, (first.width, first.height), first.px_per_mm), said
            )

"""Measuring as a state: the kind in hand, points set so far, what they measure, and what the case holds.

Points are pixels of the capture, whatever is made of it on the screen.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from PySide6.QtCore import QObject, Signal

from ui.desk import Desk
from ui.language import current_language
from ui.measure.sketch import MeasureSketch
from ui.pictures import Pictures
from ui.viewer.drawing import Point
from workstation.captures import CaptureRecord
from workstation.cases.model import Measurement, Region, Shape
from workstation.errors import MeasureError
from workstation.measuring import KINDS, Scaled, Values, made_as, measured, together
from workstation.messages import explain

Group = tuple[Measurement, ...]
"""What was measured of the same points at the same moment; the value meant stands first."""

RegionMove = Callable[[Region], Region]


class Measuring(QObject):
    """What the layer on the picture and the panel show alike.

    Signals
    -------
    changed()
        Kind, points, values, or what the case holds.
    kindChanged(str)
        Another kind is in hand; empty for none.
    kept()
        A measurement was stored.

    Attributes
    ----------
    to_capture, to_shown : callable
        Between pixels of what is shown and of the capture, where a picture was turned or cut.
    holds : callable
        False for a place beyond the capture, such as on another tile of a stitched sheet.
    remark : callable
        What stands as a note beside a measurement that is kept; empty for nothing.
    zoom : callable
        Scale at which the picture is shown.
    """

    changed = Signal()
    kindChanged = Signal(str)
    kept = Signal()

    def __init__(
        self, desk: Desk, pictures: Pictures, parent: QObject | None = None, pane: str = "questioned"
    ) -> None:
        super().__init__(parent)
        self._desk, self._pictures, self._pane = desk, pictures, pane
        self.remark: Callable[[], str] = lambda: ""
        self.sketch: MeasureSketch | None = None
        self.selected_id = ""
        self.to_capture: RegionMove = lambda region: region
        self.to_shown: RegionMove = lambda region: region
        self.holds: Callable[[Region], bool] = lambda _: True
        self.zoom: Callable[[], float] = lambda: 1.0
        self._coarsest = float("inf")
        desk.caseChanged.connect(self.changed)
        desk.viewChanged.connect(self.changed)
        ready = pictures.questionedReady if pane == "questioned" else pictures.specimenReady
        ready.connect(lambda _: self._picture_changed())

    # ------------------------------------------------------------------ what is in hand

    @property
    def capture(self) -> CaptureRecord | None:
        """The capture on the screen."""
        shown, snapshot = self._pictures.shown[self._pane], self._desk.snapshot
        every = snapshot.captures if snapshot else ()
        return next((each for each in every if each.capture_id == shown), None)

    @property
    def scaled(self) -> Scaled | None:
        """What the points are set on, with its scale."""
        return self.capture

    @property
    def kind(self) -> str:
        """Code of the kind in hand; empty for none."""
        return self.sketch.kind.code if self.sketch else ""

    def refusal(self, kind: str) -> str:
        """Why this cannot be measured on the capture in hand, in the language of the window; empty where it can."""
        capture = self.scaled
        if capture is None:
            return self.tr("There is no picture in hand: capture or import one, or choose another light.")
        if KINDS[kind].needs_scale and capture.px_per_mm is None:
            return explain(MeasureError("measure-no-scale"), current_language())
        return ""

    def begin(self, kind: str) -> None:
        """Take a kind in hand; says why where it cannot be measured."""
        if self.refusal(kind):
            if self.capture is not None:
                self._desk.failed.emit(MeasureError("measure-no-scale"))
            return
        self.sketch = MeasureSketch(KINDS[kind])
        self._coarsest = float("inf")
        self.kindChanged.emit(kind)
        self.changed.emit()

    def leave(self) -> None:
        """Put it down."""
        if self.sketch is not None:
            self.sketch = None
            self.kindChanged.emit("")
            self.changed.emit()

    def _picture_changed(self) -> None:
        """Points belong to the capture that they were set on."""
        if self.sketch is not None:
            self.sketch = MeasureSketch(self.sketch.kind)
            if self.refusal(self.sketch.kind.code):
                self.leave()
        self.changed.emit()

    # ------------------------------------------------------------------ setting points

    def place(self, shown: Point) -> None:
        """Set a point, in pixels of what is shown."""
        if self.sketch is not None:
            if not self.holds(Region(Shape.POINT, (shown,))):
                self._desk.failed.emit(MeasureError("region-on-another-tile"))
                return
            if not self.sketch.points or self.sketch.full:
                self._coarsest = float("inf")
            self._coarsest = min(self._coarsest, self.zoom())
            self.sketch.place(moved(shown, self.to_capture))
            self.changed.emit()

    def follow(self, shown: Point | None) -> None:
        """The pointer moved to here."""
        if self.sketch is not None:
            self.sketch.follow(None if shown is None else moved(shown, self.to_capture))
            self.changed.emit()

    def take_back(self) -> bool:
        """Remove the last point; False where there is none."""
        if self.sketch is None or not self.sketch.points:
            return False
        self.sketch.take_back()
        self.changed.emit()
        return True

    def clear(self) -> bool:
        """Remove every point; False where there is none."""
        if self.sketch is None or not self.sketch.points:
            return False
        self.sketch = MeasureSketch(self.sketch.kind)
        self.changed.emit()
        return True

    def values(self) -> Values:
        """What the points measure, the following one among them; empty while there are too few."""
        sketch, capture = self.sketch, self.scaled
        if sketch is None or capture is None or len(sketch.shown()) < sketch.kind.fewest:
            return ()
        try:
            return measured(sketch.kind.code, sketch.shown(), capture, min(self._coarsest, self.zoom()))
        except MeasureError:  # points in one place or on one line, while they are being set
            return ()

    def keep(self) -> bool:
        """Store what was measured; False where there are too few points or the case cannot be changed."""
        sketch, capture = self.sketch, self.capture
        if sketch is None or capture is None or not sketch.enough or not self._desk.editable:
            return False
        future = self._desk.bench.record.save_measurement(
            capture_id=capture.capture_id,
            kind=sketch.kind.code,
            points_px=sketch.points,
            zoom=self._coarsest,
            note=self.remark(),
        )
        self.sketch = MeasureSketch(sketch.kind)

        def stored(group: Group) -> None:
            self.select(group[0].measurement_id)
            self.kept.emit()

        self._desk.keep(future, stored)
        self.changed.emit()
        return True

    # ------------------------------------------------------------------ what the case holds

    def groups(self) -> tuple[Group, ...]:
        """Measurements of the exhibit and side in hand, oldest first."""
        snapshot = self._desk.snapshot
        if snapshot is None:
            return ()
        pages = {each.capture_id: each.page for each in snapshot.captures}
        mine = [
            each
            for each in snapshot.measurements
            if each.exhibit_id == self._desk.exhibit_id and pages.get(each.capture_id) == self._desk.page
        ]
        return tuple(tuple(group) for _, group in groupby(mine, made_as))

    def on_screen(self) -> tuple[Group, ...]:
        """Those that were measured on the capture on the screen."""
        shown = self._pictures.shown["questioned"]
        return tuple(each for each in self.groups() if each[0].capture_id == shown)

    @property
    def selected(self) -> Group:
        """The selected one; empty for none."""
        every = [each for group in self.groups() for each in group]
        return together(every, self.selected_id)

    def select(self, measurement_id: str) -> None:
        """Select one, and show the light that it was measured in."""
        self.selected_id = measurement_id
        group, snapshot = self.selected, self._desk.snapshot
        if group and snapshot is not None:
            self._desk.look(light=snapshot.capture(group[0].capture_id).light)
        self.changed.emit()

    def note(self, text: str) -> None:
        """Write a note beside the selected one."""
        group = self.selected
        if group and self._desk.editable and text != group[0].note:
            future = self._desk.bench.record.note_measurement(group[0].measurement_id, text)
            self._desk.keep(future, lambda made: self.select(made[0].measurement_id))

    def withdraw(self, reason: str) -> None:
        """Say that the selected one no longer stands."""
        group = self.selected
        if group and self._desk.editable:
            self._desk.keep(self._desk.bench.record.withdraw_measurement(group[0].measurement_id, reason))


def moved(point: Point, move: RegionMove) -> Point:
    """A point where a move takes it."""
    return move(Region(Shape.POINT, (point,))).points_px[0]

"""Two places on the page as a state: where they are, what they show in every light, and what tells them apart.

Places are pixels of the capture that the first of them was drawn on; every other light is laid on that one.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from ui.desk import Desk
from ui.enhance.latest import Latest
from ui.pictures import Pictures
from workstation.captures import CaptureRecord
from workstation.cases.model import Region
from workstation.errors import WorkstationError
from workstation.imaging.combining import ComponentsKind
from workstation.imaging.light_stack import BandValue
from workstation.imaging.recipe import Recipe
from workstation.imaging.spectra import Combination, Ranked

PLACES = ("A", "B")
SHAPES = ("rectangle", "polygon", "point")

Values = tuple[BandValue, ...]
T = TypeVar("T")


class Spectra(QObject):
    """What the panel shows.

    Signals
    -------
    changed()
        Places, values or ranking.
    placingChanged(str)
        The tool to draw a place with; empty where none is drawn any longer.
    recipeReady(object, object)
        ``CaptureRecord`` and the ``Recipe`` of several lights to be shown in its place.
    """

    changed = Signal()
    placingChanged = Signal(str)
    recipeReady = Signal(object, object)

    def __init__(self, desk: Desk, pictures: Pictures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._pictures = desk, pictures
        self.shape = SHAPES[0]
        self.placing = ""
        self.base: CaptureRecord | None = None
        self.regions: dict[str, Region] = {}
        self.values: dict[str, Values] = {}
        self.ranked: tuple[Ranked, ...] = ()
        self.trouble: WorkstationError | None = None
        self._measured_on: tuple[str, ...] = ()
        self._asking: dict[str, Latest[Values]] = {each: Latest(desk) for each in PLACES}
        self._ranking: Latest[tuple[Ranked, ...]] = Latest(desk)
        self._making: Latest[Recipe] = Latest(desk)
        desk.caseChanged.connect(self.follow)
        desk.viewChanged.connect(self.follow)
        pictures.questionedReady.connect(lambda _: self.changed.emit())

    # ------------------------------------------------------------------ what is in hand

    @property
    def capture(self) -> CaptureRecord | None:
        """The capture on the screen."""
        shown, snapshot = self._pictures.shown["questioned"], self._desk.snapshot
        every = snapshot.captures if snapshot else ()
        return next((each for each in every if each.capture_id == shown), None)

    def captures(self) -> tuple[CaptureRecord, ...]:
        """Every light of the side in hand, the one that the places were drawn on first."""
        held = self._desk.captures()
        base = self.base or self.capture
        if base is None:
            return ()
        return (base, *(held[light] for light in self._desk.lights() if light in held and light != base.light))

    @property
    def busy(self) -> bool:
        """Something is being computed."""
        return not all(each.idle for each in self._requests())

    @property
    def by_white(self) -> tuple[str, ...]:
        """Lights that show too little to be laid by themselves, and were taken to lie as in white light."""
        values = self.values.get("A") or self.values.get("B") or ()
        return tuple(dict.fromkeys(each.band.light for each in values if each.by_white))

    @property
    def left_out(self) -> tuple[str, ...]:
        """Lights that could not be laid on the first, once the values are there."""
        values = self.values.get("A") or self.values.get("B") or ()
        found = {each.band.light for each in values}
        return tuple(each.light for each in self.captures() if each.light not in found) if values else ()

    def follow(self) -> None:
        """Places belong to the side that they were drawn on; other captures of it are measured anew."""
        held = self._desk.captures()
        if self.base is not None and held.get(self.base.light) != self.base:
            self._forget()
        hashes = tuple(each.sha256 for each in self.captures())
        if self.regions and hashes != self._measured_on:
            self._measure()
        self.changed.emit()

    def _forget(self) -> None:
        self.base, self.trouble = None, None
        self.regions, self.values, self.ranked = {}, {}, ()
        for each in self._requests():
            each.forget()

    def _requests(self) -> tuple[Latest[Any], ...]:
        return (*self._asking.values(), self._ranking, self._making)

    # ------------------------------------------------------------------ places

    def begin(self, place: str) -> None:
        """Draw a place."""
        if self.capture is not None:
            self.placing = place
            self.placingChanged.emit(self.shape)
            self.changed.emit()

    def leave(self) -> None:
        """Draw none any longer."""
        if self.placing:
            self.placing = ""
            self.placingChanged.emit("")
            self.changed.emit()

    def set_shape(self, shape: str) -> None:
        """Draw with another tool."""
        self.shape = shape
        if self.placing:
            self.placingChanged.emit(shape)
        self.changed.emit()

    def take(self, region: Region) -> None:
        """A place was drawn, in pixels of the capture on the screen. After the first comes the second."""
        place, capture = self.placing, self.capture
        if not place or capture is None:
            return
        if self.base is None or capture.capture_id != self.base.capture_id:
            self._forget()
            self.base = capture
        self.regions[place] = region
        self._measure((place,))
        wanting = next((each for each in PLACES if each not in self.regions), "")
        if wanting:
            self.begin(wanting)
        else:
            self.leave()
        self.changed.emit()

    def clear(self) -> None:
        """Forget both places."""
        self._forget()
        self.leave()
        self.changed.emit()

    # ------------------------------------------------------------------ asking

    def _measure(self, places: tuple[str, ...] = PLACES) -> None:
        captures, comparison = self.captures(), self._desk.bench.comparison
        self._measured_on = tuple(each.sha256 for each in captures)
        self.ranked = ()
        for place in places:
            self.values.pop(place, None)
            if place in self.regions:
                self._ask(
                    self._asking[place],
                    partial(comparison.spectrum, captures, self.regions[place]),
                    partial(self.values.__setitem__, place),
                )
        if len(self.regions) == len(PLACES):
            first, second = (self.regions[each] for each in PLACES)
            begin = partial(comparison.best_lights, captures, first, second)
            self._ask(self._ranking, begin, partial(setattr, self, "ranked"))

    def show_combination(self, combination: Combination) -> None:
        """Bring the picture of a combination that tells both places apart."""
        if len(self.regions) == len(PLACES):
            first, second = (self.regions[each] for each in PLACES)
            self._show(partial(self._desk.bench.comparison.combined, self.captures(), combination, first, second))

    def show_components(self, kind: ComponentsKind) -> None:
        """Bring all lights into one picture in false colour."""
        if self.captures():
            self._show(partial(self._desk.bench.comparison.components, self.captures(), kind))

    def show_luminescence(self) -> None:
        """Bring what glows more than the page in the light on the screen."""
        capture = self.capture
        if capture is not None:
            self._show(partial(self._desk.bench.comparison.luminescence, capture), capture)

    def _show(self, begin: Callable[[], Future[Recipe]], base: CaptureRecord | None = None) -> None:
        shown = base or self.captures()[0]
        self._ask(self._making, begin, lambda recipe: self.recipeReady.emit(shown, recipe))

    def _ask(self, latest: Latest[T], begin: Callable[[], Future[T]], take: Callable[[T], None]) -> None:
        self.trouble = None

        def arrived(result: T) -> None:
            take(result)
            self.changed.emit()

        def refused(error: WorkstationError) -> None:
            self.trouble = error
            self.changed.emit()

        latest.ask(begin, arrived, refused)
        self.changed.emit()

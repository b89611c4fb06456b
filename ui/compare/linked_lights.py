"""Which lights stand in the linked panes, and their pictures: lights and specimens laid on each other.

A specimen's picture is made anew on its questioned one. Of a light it is only found where it lies on the first of
them: every picture of the document is seen as it was taken, and all show the same place.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from ui.compare.wall import MOST, Cell, PaneWall
from ui.desk import Desk
from ui.fields import light_name
from ui.pictures import Pictures
from ui.viewer import Picture
from ui.viewer.raster import OnRaster
from workstation.captures import CaptureRecord
from workstation.comparison_desk import Laid, Placed, Shown
from workstation.errors import WorkstationError
from workstation.specimens.model import SpecimenPicture

MOST_BYTES = 600_000_000
"""More is shown reduced: twelve pictures of 50 megapixels would take 2 GB."""

WHITE = "WHITE"

Pixels = NDArray[Any]
Ask = Callable[[], Future[Any]]
Show = Callable[[Any], None]


class LinkedLights(QObject):
    """Fills the panes while they are on the screen.

    Signals
    -------
    changed()
        Other lights can be chosen, or are.
    """

    changed = Signal()

    def __init__(self, desk: Desk, pictures: Pictures, wall: PaneWall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._pictures, self._wall = desk, pictures, wall
        self._left_out: set[str] = set()
        self.with_specimen = True
        self.on = False
        self._wanted: dict[Cell, str] = {}
        self._to_lay: list[tuple[Cell, Ask, Show]] = []
        self._laying = False
        self._rasters: dict[str, OnRaster] = {}
        self._on_questioned: set[Cell] = set()
        self._reference = ""

    # ------------------------------------------------------------------ choosing

    def lights(self) -> tuple[str, ...]:
        """Lights to choose from: those with a capture of the side in hand."""
        held = self._desk.captures()
        return tuple(each for each in self._desk.lights() if each in held)

    @property
    def has_specimen(self) -> bool:
        """The specimen has a picture for some light."""
        return any(self._specimen(each) is not None for each in self.lights())

    @property
    def most(self) -> int:
        """Lights that find room."""
        return MOST // (2 if self.with_specimen and self.has_specimen else 1)

    def chosen(self) -> tuple[str, ...]:
        """Lights in the panes."""
        wanted = [each for each in self.lights() if each not in self._left_out]
        return tuple(wanted[: self.most])

    def choose(self, light: str, on: bool) -> None:
        """Put a light into the panes or take it out."""
        chosen = self.chosen()
        if on and light not in chosen and len(chosen) < self.most:
            # What found no room before would otherwise push in ahead of it.
            self._left_out = set(self.lights()) - {*chosen, light}
        elif not on:
            self._left_out = set(self.lights()) - set(chosen) | {light}
        self.refresh()

    def set_specimen(self, on: bool) -> None:
        """The specimen below each light, or the questioned document alone."""
        self.with_specimen = on
        self.refresh()

    def set_on(self, on: bool) -> None:
        """Begin or end showing."""
        self.on = on
        if on:
            self.refresh()
        else:
            self._wanted.clear()
            self._to_lay.clear()
            self._on_questioned.clear()
            self._refer_to("")
            self._wall.set_cells((), ())

    # ------------------------------------------------------------------ showing

    def refresh(self) -> None:
        """Bring what is missing; nothing while the panes are away."""
        if not self.on or self._desk.workbench is None:
            return
        below = self.with_specimen and self.has_specimen
        lights, captures = self.chosen(), self._desk.captures()
        cells = [Cell(each, specimen) for each in lights for specimen in ((False, True) if below else (False,))]
        self._wanted = {each: key for each, key in self._wanted.items() if each in cells}
        first = captures[WHITE if WHITE in lights else lights[0]] if lights else None
        self._refer_to(first.sha256 if first else "")
        self._wall.set_cells(cells, [self._title(each) for each in cells])
        longest = self._longest_px(lights, below)
        for cell in cells:
            capture, specimen = captures[cell.light], self._specimen(cell.light)
            if not cell.specimen:
                self._bring_capture(cell, capture, longest, first or capture)
            elif specimen is not None:
                self._bring_specimen(cell, capture, specimen, longest)
            else:
                self._wall.say_missing(cell, self.tr("No specimen in this light"))
        self.changed.emit()

    def _title(self, cell: Cell) -> str:
        name = light_name(cell.light, short=True)
        return self.tr("Specimen · {light}").format(light=name) if cell.specimen else name

    def _specimen_title(self, cell: Cell, specimen: SpecimenPicture) -> str:
        """Of the light that the picture was really taken under."""
        if specimen.light == cell.light:
            return self._title(cell)
        return self.tr("Specimen · {light} (nearest)").format(light=light_name(specimen.light, short=True))

    def _specimen(self, light: str) -> SpecimenPicture | None:
        return self._desk.specimen_picture(light)

    def _longest_px(self, lights: tuple[str, ...], below: bool) -> int | None:
        """Longest side of what is shown; None for whole pictures."""
        captures = self._desk.captures()
        shown: list[Shown] = [captures[each] for each in lights]
        shown += [found for each in lights if below and (found := self._specimen(each)) is not None]
        needed = sum(3 * each.width * each.height for each in shown)
        if needed <= MOST_BYTES:
            return None
        return int(max(max(each.width, each.height) for each in shown) * (MOST_BYTES / needed) ** 0.5)

    def _refer_to(self, sha256: str) -> None:
        """Begin again where another picture gives the raster."""
        if sha256 != self._reference:
            self._reference = sha256
            self._rasters.clear()
            self._wanted.clear()
            self._tell_rasters()

    def _bring_capture(self, cell: Cell, capture: CaptureRecord, longest: int | None, first: CaptureRecord) -> None:
        desk = self._desk.bench.pictures

        def show(pixels: Pixels) -> None:
            self._forget(cell)
            picture = replace(self._pictures.questioned(capture, pixels), title=self._title(cell))
            self._wall.show_picture(cell, self._scaled(picture, capture.width))
            if longest is not None:
                self._say(cell, self.tr("NOT LAID"))
            elif capture is first:
                self._put_on_raster(cell.light, first, np.eye(3))
            else:
                self._lay(cell, partial(self._desk.bench.comparison.place, first, capture), placed)

        def placed(found: Placed | None) -> None:
            if found is None or not found.registration.accepted:
                self._say(cell, self.tr("NOT LAID"))
                return
            if found.by_white:
                self._say(cell, self.tr("LAID BY WHITE"))
            self._put_on_raster(cell.light, first, found.registration.matrix)

        whole: Ask = partial(desk.picture, capture.capture_id)
        ask = whole if longest is None else partial(desk.thumbnail, capture.capture_id, longest)
        self._bring(cell, f"{capture.capture_id} {longest}", ask, show)

    def _bring_specimen(
        self, cell: Cell, capture: CaptureRecord, specimen: SpecimenPicture, longest: int | None
    ) -> None:
        desk = self._desk.bench.pictures

        def show(pixels: Pixels) -> None:
            self._forget(cell)
            picture = replace(self._pictures.specimen(specimen, pixels), title=self._specimen_title(cell, specimen))
            self._wall.show_picture(cell, self._scaled(picture, specimen.width))
            if longest is None:
                ask = partial(self._desk.bench.comparison.lay, capture, specimen)
                self._lay(cell, ask, lambda laid: self._show_laid(cell, capture, specimen, laid))
            else:
                self._say(cell, self.tr("NOT LAID"))

        whole: Ask = partial(desk.specimen_picture, specimen)
        ask = whole if longest is None else partial(desk.specimen_thumbnail, specimen, longest)
        self._bring(cell, f"{capture.capture_id} {specimen.sha256} {longest}", ask, show)

    def _bring(self, cell: Cell, key: str, ask: Ask, show: Callable[[Pixels], None]) -> None:
        if self._wanted.get(cell) == key:
            return
        self._wanted[cell] = key

        def arrived(pixels: Pixels) -> None:
            if self._wanted.get(cell) == key:
                show(pixels)

        def refused(error: WorkstationError) -> None:
            if self._wanted.get(cell) == key:
                self._desk.failed.emit(error)

        self._desk.ask(ask(), arrived, refused)

    def _scaled(self, picture: Picture, whole_px: int) -> Picture:
        """Marked as reduced, its scale with it, where it is."""
        share = picture.width / whole_px
        if share >= 1:
            return picture
        scale = picture.px_per_mm * share if picture.px_per_mm else None
        badges = (*picture.badges, self.tr("REDUCED"))
        return replace(picture, key=f"{picture.key} {picture.width}", px_per_mm=scale, badges=badges)

    # ------------------------------------------------------------------ laying

    def _lay(self, cell: Cell, ask: Ask, show: Show) -> None:
        """In its turn, lights before specimens; ``show`` is given what was found, None where it failed."""
        self._to_lay.append((cell, ask, show))
        self._to_lay.sort(key=lambda each: each[0].specimen)
        self._lay_next()

    def _lay_next(self) -> None:
        """One at a time; what cannot be laid stays as it is, and says so."""
        if self._laying or not self._to_lay:
            return
        cell, ask, show = self._to_lay.pop(0)
        wanted, self._laying = self._wanted.get(cell), True

        def arrived(found: Any) -> None:
            self._laying = False
            if wanted is not None and self._wanted.get(cell) == wanted:
                show(found)
            self._lay_next()

        self._desk.ask(ask(), arrived, lambda _: arrived(None))

    def _show_laid(self, cell: Cell, capture: CaptureRecord, specimen: SpecimenPicture, laid: Laid | None) -> None:
        if laid is None or laid.pixels is None:
            self._say(cell, self.tr("NOT LAID"))
            return
        picture = self._pictures.specimen(specimen, laid.pixels)
        key, title = f"{specimen.sha256} on {capture.sha256}", self._specimen_title(cell, specimen)
        self._on_questioned.add(cell)
        self._tell_rasters()
        self._wall.show_picture(cell, replace(picture, key=key, px_per_mm=capture.px_per_mm, title=title))

    def _say(self, cell: Cell, badge: str) -> None:
        """With the picture of a pane."""
        shown = self._wall.picture(cell)
        if shown is not None:
            self._wall.show_picture(cell, replace(shown, badges=(*shown.badges, badge)))

    def _put_on_raster(self, light: str, first: CaptureRecord, matrix: NDArray[np.float64]) -> None:
        self._rasters[light] = OnRaster(matrix, (first.width, first.height), first.px_per_mm)
        self._tell_rasters()

    def _forget(self, cell: Cell) -> None:
        """Another picture stands there, of which nothing is known yet."""
        if cell.specimen:
            self._on_questioned.discard(cell)
        else:
            self._rasters.pop(cell.light, None)
        self._tell_rasters()

    def _tell_rasters(self) -> None:
        """What is laid on a questioned picture lies where that one does."""
        on_raster = (each for each in self._wanted if not each.specimen or each in self._on_questioned)
        self._wall.lay({each: self._rasters[each.light] for each in on_raster if each.light in self._rasters})

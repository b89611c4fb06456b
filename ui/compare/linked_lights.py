"""Which lights stand in the linked panes, and their pictures: the specimen's laid on the questioned document's."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from typing import Any

from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from ui.compare.wall import MOST, Cell, PaneWall
from ui.desk import Desk
from ui.fields import light_name
from ui.pictures import Pictures
from ui.viewer import Picture
from workstation.captures import CaptureRecord
from workstation.comparison_desk import Laid, Shown
from workstation.errors import WorkstationError
from workstation.specimens.model import SpecimenPicture

MOST_BYTES = 600_000_000
"""More is shown reduced: twelve pictures of 50 megapixels would take 2 GB."""

Pixels = NDArray[Any]
Ask = Callable[[], Future[Any]]


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
        self._to_lay: list[tuple[Cell, CaptureRecord, SpecimenPicture]] = []
        self._laying = False

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
        self._wall.set_cells(cells, [self._title(each) for each in cells])
        longest = self._longest_px(lights, below)
        for cell in cells:
            capture, specimen = captures[cell.light], self._specimen(cell.light)
            if not cell.specimen:
                self._bring_capture(cell, capture, longest)
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

    def _bring_capture(self, cell: Cell, capture: CaptureRecord, longest: int | None) -> None:
        desk = self._desk.bench.pictures

        def show(pixels: Pixels) -> None:
            picture = replace(self._pictures.questioned(capture, pixels), title=self._title(cell))
            self._wall.show_picture(cell, self._scaled(picture, capture.width))

        whole: Ask = partial(desk.picture, capture.capture_id)
        ask = whole if longest is None else partial(desk.thumbnail, capture.capture_id, longest)
        self._bring(cell, f"{capture.capture_id} {longest}", ask, show)

    def _bring_specimen(
        self, cell: Cell, capture: CaptureRecord, specimen: SpecimenPicture, longest: int | None
    ) -> None:
        desk = self._desk.bench.pictures

        def show(pixels: Pixels) -> None:
            picture = replace(self._pictures.specimen(specimen, pixels), title=self._specimen_title(cell, specimen))
            self._wall.show_picture(cell, self._scaled(picture, specimen.width))
            if longest is None:
                self._to_lay.append((cell, capture, specimen))
                self._lay_next()

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

    def _lay_next(self) -> None:
        """One specimen at a time on its questioned picture; one that cannot be laid stays as it is, and says so."""
        if self._laying or not self._to_lay:
            return
        cell, capture, specimen = self._to_lay.pop(0)
        wanted, self._laying = self._wanted.get(cell), True

        def over() -> None:
            self._laying = False
            self._lay_next()

        def arrived(laid: Laid) -> None:
            if wanted is not None and self._wanted.get(cell) == wanted:
                self._show_laid(cell, capture, specimen, laid)
            over()

        def refused(_: WorkstationError) -> None:
            over()

        self._desk.ask(self._desk.bench.comparison.lay(capture, specimen), arrived, refused)

    def _show_laid(self, cell: Cell, capture: CaptureRecord, specimen: SpecimenPicture, laid: Laid) -> None:
        before = self._wall.picture(cell)
        if laid.pixels is not None:
            picture = self._pictures.specimen(specimen, laid.pixels)
            key, title = f"{specimen.sha256} on {capture.sha256}", self._specimen_title(cell, specimen)
            self._wall.show_picture(cell, replace(picture, key=key, px_per_mm=capture.px_per_mm, title=title))
        elif before is not None:
            self._wall.show_picture(cell, replace(before, badges=(*before.badges, self.tr("NOT LAID"))))

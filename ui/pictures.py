"""Pictures for the panes: asked from the workbench, kept while there is room, labelled with what they are."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from ui.desk import Desk
from ui.fields import light_name
from ui.viewer import Picture
from ui.viewer.picture import Colours
from workstation.captures import CaptureRecord, Origin
from workstation.errors import WorkstationError
from workstation.imaging.colour import ColourProfile, profile_of_view, shows_colours, srgb
from workstation.imaging.recipe import Recipe
from workstation.lights import find_light
from workstation.specimens.model import SpecimenPicture

SMALL_BYTES_KEPT = 100_000_000
WARM_UP_AFTER_MS = 1000
"""The window is there, and nobody has chosen a case yet."""
THUMBNAIL_PX = 160
WHITE = "WHITE"
TILE_PX = 720

Pixels = NDArray[Any]


class Pictures(QObject):
    """The questioned picture and its specimen for the light in hand, thumbnails and tiles for all lights.

    ``shown`` says by pane what is on the screen: the id of a capture, the SHA-256 of a specimen, or nothing.
    It lags behind the light in hand while a picture is being decoded, and what is drawn belongs to what is shown.
    """

    questionedReady = Signal(object)  # Picture or None
    specimenReady = Signal(object)
    smallReady = Signal()  # another thumbnail or tile is there

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        #: Large pictures are the workbench's, which keeps them while there is room.
        self._large: WeakValueDictionary[str, Pixels] = WeakValueDictionary()
        self._kept: OrderedDict[str, Pixels] = OrderedDict()
        self._queue: OrderedDict[str, Callable[[], Future[Pixels]]] = OrderedDict()
        self._asked = ""
        self._wanted = {"questioned": "", "specimen": ""}
        self.shown = {"questioned": "", "specimen": ""}
        #: How pictures of a profile come to the screen; None where nothing is to be converted.
        self.to_screen: Callable[[ColourProfile | None], Colours | None] = lambda _: None
        #: Light of the questioned document that stands in the place of the specimen; empty for the specimen.
        self.partner_light = ""
        self._idle = QTimer(self, singleShot=True, interval=WARM_UP_AFTER_MS)
        self._idle.timeout.connect(self._warm_up)
        desk.attached.connect(self._idle.start)

    def _warm_up(self) -> None:
        if self._desk.workbench is not None:
            self._desk.bench.pictures.warm_up()

    # ------------------------------------------------------------------ the two panes

    def refresh(self, *, again: bool = False) -> None:
        """Bring the pictures of the light in hand; ``again`` also those already shown (another language)."""
        if again:
            self.shown = dict.fromkeys(self.shown, "")
        self._queue.clear()
        desk = self._desk
        if desk.workbench is None:
            return
        bench = desk.bench
        capture = desk.capture
        if capture is None:
            self._show_none("questioned", self.questionedReady)
        else:
            self._bring(
                "questioned",
                capture.capture_id,
                lambda: bench.pictures.picture(capture.capture_id),
                lambda pixels: self.questionedReady.emit(self.questioned(capture, pixels)),
            )
        partner = desk.captures().get(self.partner_light) if self.partner_light else None
        specimen = None if self.partner_light else desk.specimen_picture(desk.light)
        if partner is not None:
            self._bring(
                "specimen",
                partner.capture_id,
                lambda: bench.pictures.picture(partner.capture_id),
                lambda pixels: self.specimenReady.emit(self.questioned(partner, pixels)),
            )
        elif specimen is None:
            self._show_none("specimen", self.specimenReady)
        else:
            self._bring(
                "specimen",
                specimen.sha256,
                lambda: bench.pictures.specimen_picture(specimen),
                lambda pixels: self.specimenReady.emit(self.specimen(specimen, pixels)),
            )

    def _show_none(self, pane: str, signal: Any) -> None:
        self._wanted[pane] = ""
        self.shown[pane] = ""
        signal.emit(None)

    def _bring(self, pane: str, key: str, ask: Callable[[], Future[Pixels]], show: Callable[[Pixels], None]) -> None:
        self._wanted[pane] = key
        if self.shown[pane] == key:
            return

        def arrived(pixels: Pixels) -> None:
            self._large[key] = pixels
            if self._wanted[pane] == key and self.shown[pane] != key:
                self.shown[pane] = key
                show(pixels)

        def refused(error: WorkstationError) -> None:
            if self._wanted[pane] == key:  # else another case was opened meanwhile
                self._desk.failed.emit(error)

        known = self._large.get(key)
        if known is not None:
            arrived(known)
        else:
            self._desk.ask(ask(), arrived, refused)

    def _keep(self, key: str, pixels: Pixels) -> None:
        self._kept[key] = pixels
        self._kept.move_to_end(key)
        while len(self._kept) > 1 and sum(each.nbytes for each in self._kept.values()) > SMALL_BYTES_KEPT:
            self._kept.popitem(last=False)

    # ------------------------------------------------------------------ labels

    def badges(self, light: str, origin: str) -> tuple[str, ...]:
        """What must be said wherever the picture is shown."""
        found = find_light(light)
        said = {
            Origin.SIMULATED: self.tr("SIMULATED"),
            Origin.FILE: self.tr("FROM FILE"),
            "specimen": self.tr("SPECIMEN"),
        }
        named = [said[origin]] if origin in said else []
        return (*named, self.tr("FALSE COLOUR")) if found and found.false_colour else tuple(named)

    def light_said(self, light: str) -> str:
        """Name of a light over its picture; white light of any side is named so, for its colours are the page's."""
        name = light_name(light, short=True)
        return self.tr("{light}, white light").format(light=name) if shows_colours(light) and light != WHITE else name

    def colours(self, light: str, sha256: str) -> Colours | None:
        """What brings a picture to the screen; None for a light that shows no colours of the page."""
        return self.to_screen(self._desk.bench.pictures.profile(sha256)) if shows_colours(light) else None

    def colours_of(self, recipe: Recipe) -> Colours | None:
        """The same for the picture of a recipe."""
        stored = self._desk.bench.pictures
        return self.to_screen(profile_of_view(recipe, lambda source: stored.profile(source.sha256) or srgb()))

    def questioned(self, capture: CaptureRecord, pixels: Pixels) -> Picture:
        """A capture with its labels."""
        title = self.tr("Questioned · {light}").format(light=self.light_said(capture.light))
        badges, colours = self.badges(capture.light, capture.origin), self.colours(capture.light, capture.sha256)
        return Picture(capture.capture_id, pixels, capture.px_per_mm, title, badges, colours)

    def specimen(self, specimen: SpecimenPicture, pixels: Pixels) -> Picture:
        """A reference picture with its labels."""
        title = self.tr("Specimen · {light}").format(light=self.light_said(specimen.light))
        if specimen.light != self._desk.light:
            title = self.tr("Specimen · {light} (nearest light)").format(light=self.light_said(specimen.light))
        badges, colours = self.badges(specimen.light, "specimen"), self.colours(specimen.light, specimen.sha256)
        return Picture(specimen.sha256, pixels, specimen.px_per_mm, title, badges, colours)

    # ------------------------------------------------------------------ small pictures

    def thumbnail(self, light: str) -> Pixels | None:
        """Small picture of the side in hand under a light; None until it came."""
        capture = self._desk.captures().get(light)
        if capture is None:
            return None
        small = self._small(
            f"thumb-{capture.capture_id}",
            lambda: self._desk.bench.pictures.thumbnail(capture.capture_id, THUMBNAIL_PX),
        )
        return self._on_screen(small, capture.light, capture.sha256)

    def tiles(self) -> list[tuple[str, str, Picture | None, Picture | None]]:
        """(light, title, questioned, specimen) of every light that has a picture."""
        desk, rows = self._desk, []
        for light in desk.lights():
            capture, specimen = desk.captures().get(light), desk.specimen_picture(light)
            if specimen is not None and specimen.light != light:
                specimen = None
            if capture is None and specimen is None:
                continue
            rows.append((light, light_name(light, short=True), self._tile(capture), self._specimen_tile(specimen)))
        return rows

    def _tile(self, capture: CaptureRecord | None) -> Picture | None:
        if capture is None:
            return None
        small = self._small(
            f"tile-{capture.capture_id}", lambda: self._desk.bench.pictures.thumbnail(capture.capture_id, TILE_PX)
        )
        small = self._on_screen(small, capture.light, capture.sha256)
        if small is None:
            return None
        scale = capture.px_per_mm * small.shape[1] / capture.width if capture.px_per_mm else None
        badges = self.badges(capture.light, capture.origin)
        return Picture(f"tile-{capture.capture_id}", small, scale, light_name(capture.light, short=True), badges)

    def _specimen_tile(self, specimen: SpecimenPicture | None) -> Picture | None:
        if specimen is None:
            return None
        small = self._small(
            f"tile-{specimen.sha256}", lambda: self._desk.bench.pictures.specimen_thumbnail(specimen, TILE_PX)
        )
        small = self._on_screen(small, specimen.light, specimen.sha256)
        if small is None:
            return None
        scale = specimen.px_per_mm * small.shape[1] / specimen.width
        badges = self.badges(specimen.light, "specimen")
        return Picture(f"tile-{specimen.sha256}", small, scale, light_name(specimen.light, short=True), badges)

    def _on_screen(self, small: Pixels | None, light: str, sha256: str) -> Pixels | None:
        """A small picture in the colours of the screen; what is kept stays as it came."""
        colours = None if small is None else self.colours(light, sha256)
        if small is None or colours is None:
            return small
        shown = np.array(small)
        colours(shown)
        return shown

    def _small(self, key: str, ask: Callable[[], Future[Pixels]]) -> Pixels | None:
        if key in self._kept:
            return self._kept[key]
        if key != self._asked:
            self._queue[key] = ask
        self._ask_next()
        return None

    def _ask_next(self) -> None:
        """One small picture at a time, so that a large one never waits behind a row of them."""
        if self._asked or not self._queue:
            return
        key, ask = self._queue.popitem(last=False)
        self._asked = key

        def arrived(pixels: Pixels) -> None:
            self._asked = ""
            self._keep(key, pixels)
            self._ask_next()
            self.smallReady.emit()

        def refused(_: WorkstationError) -> None:
            self._asked = ""
            self._ask_next()

        self._desk.ask(ask(), arrived, refused)

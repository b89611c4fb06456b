"""The centre of the window: the questioned document beside the specimen, or every light at once."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ui.viewer.background import Background
from ui.viewer.blend import Blend
from ui.viewer.drawing import Point
from ui.viewer.grid import GridTile, LightGrid
from ui.viewer.imageconv import Window
from ui.viewer.link import Link
from ui.viewer.pane import Pane
from ui.viewer.picture import Overlay, Picture
from ui.viewer.pyramid import PyramidStore
from ui.viewer.raster import OnRaster
from ui.viewer.view import PictureView
from workstation.cases.model import Region

QUESTIONED, SPECIMEN = "questioned", "specimen"
PANES = (QUESTIONED, SPECIMEN)


class ComparisonView(QWidget):
    """Panes side by side that pan and zoom together; Tab goes from one to the other.

    Commands without a pane (zoom, pan) go to the pane that had the keyboard last.

    Parameters
    ----------
    executor : Executor or None
        Where reduced pictures are made; None for a thread of its own, which `shutdown` ends.

    Signals
    -------
    regionDrawn(str, Region)
        Pane and region in its picture's pixels.
    overlayClicked(str, str)
        Pane and id of the overlay.
    pointerMoved(str)
        For the status bar; empty where nothing is pointed at.
    zoomChanged(float)
        Device pixels for one pixel of the picture that had the keyboard last; 1.0 is 100 %.
    gridPicked(str)
        Code of the light of a tile.
    curtainDragged(float)
        Position of the curtain, 0 to 1, that a person drags it to.
    """

    regionDrawn = Signal(str, object)
    overlayClicked = Signal(str, str)
    pointerMoved = Signal(str)
    zoomChanged = Signal(float)
    gridPicked = Signal(str)
    curtainDragged = Signal(float)

    def __init__(self, parent: QWidget | None = None, executor: Executor | None = None) -> None:
        super().__init__(parent)
        self._background = Background(self, executor)
        self._pyramids = PyramidStore(self._background, self)
        self._panes = {name: Pane(self._pyramids) for name in PANES}
        self._link = Link([pane.view for pane in self._panes.values()], self)
        self._hints: dict[str, str] = {}
        self._active = QUESTIONED
        self._crosshair = False
        self._specimen_wanted = True
        self._number: int | None = None
        self._zoom = 0.0
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        for name, pane in self._panes.items():
            self._splitter.addWidget(pane)
            self._connect(name, pane.view)
        self._panes[QUESTIONED].view.curtainDragged.connect(self.curtainDragged)
        self._grid = LightGrid()
        self._grid.picked.connect(self.gridPicked)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._splitter)
        self._stack.addWidget(self._grid)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        # Not a method of this object: by the time the signal comes, there is nothing left of it but Background.
        self.destroyed.connect(self._background.close)
        self.retranslate()

    def _connect(self, name: str, view: PictureView) -> None:
        view.regionDrawn.connect(lambda region: self.regionDrawn.emit(name, region))
        view.overlayClicked.connect(lambda overlay_id: self.overlayClicked.emit(name, overlay_id))
        view.pointed.connect(lambda point: self._pointed(name, point))
        view.focused.connect(lambda focused: self._activate(name) if focused else None)
        view.viewportChanged.connect(self._tell_zoom)

    # pictures

    def set_questioned(self, picture: Picture | None) -> None:
        """Show a picture of the questioned document; the view stays where it was on the page."""
        self._show(QUESTIONED, picture)

    def set_specimen(self, picture: Picture | None) -> None:
        """Show a picture of the specimen; the view stays where it was on the page."""
        self._show(SPECIMEN, picture)

    def _show(self, name: str, picture: Picture | None) -> None:
        self._panes[name].set_heading(None)
        self._link.show(self._panes[name].view, picture)
        self._panes[name].refresh()

    def lay_beside(self, raster: OnRaster | None, badge: str) -> None:
        """Say where the second picture lies on the first, None where nothing tells; and what is to be said of that.

        It holds until another picture comes.
        """
        first, second = (self._panes[name] for name in PANES)
        if first.view.picture is None or second.view.picture is None:
            return
        self._link.lay({} if raster is None else {second.view: raster})
        badges = (*second.view.picture.badges, badge)
        second.set_heading((second.view.picture.title, badges) if badge else None)

    @property
    def points_across(self) -> bool:
        """Both panes are seen, and a place of one is meant in the other: near, or under the crosshair."""
        meant = self._crosshair or not self._panes[QUESTIONED].view.fitted
        return meant and self._panes[SPECIMEN].isVisible()

    def set_overlays(self, pane: str, overlays: Sequence[Overlay]) -> None:
        """Outline these regions in a pane."""
        self._panes[pane].view.set_overlays(overlays)

    def set_hint(self, pane: str, text: str) -> None:
        """What a pane says while it has no picture; empty for its own words."""
        self._hints[pane] = text
        self.retranslate()

    def set_window(self, pane: str, window: Window) -> None:
        """Sample values of a 16-bit picture shown as black and as white; they are written below it."""
        self._panes[pane].set_window_levels(window)

    def set_specimen_visible(self, visible: bool) -> None:
        """Two panes, or the questioned document alone."""
        self._specimen_wanted = visible
        self._place_specimen()

    def set_panes(self, number: int | None) -> None:
        """One pane for a comparison in one view, two for one side by side, or as the person chose (None)."""
        if number != self._number:
            self._number = number
            self._place_specimen()

    def set_blend(
        self, second: Picture | None, blend: Blend | None, heading: tuple[str, tuple[str, ...]] | None = None
    ) -> None:
        """Show a second picture in one view with the questioned one, under a title and badges that say so."""
        self._panes[QUESTIONED].view.set_second(second, blend)
        self._panes[QUESTIONED].set_heading(heading)

    def set_heading(self, heading: tuple[str, tuple[str, ...]] | None) -> None:
        """Another title and other badges over the view that shows two pictures."""
        self._panes[QUESTIONED].set_heading(heading)

    def _place_specimen(self) -> None:
        visible = self._specimen_wanted if self._number is None else self._number == len(PANES)
        had_focus = self._panes[SPECIMEN].view.hasFocus()
        self._panes[SPECIMEN].setVisible(visible)
        if not visible:
            self._activate(QUESTIONED)
        if had_focus and not visible:
            self._panes[QUESTIONED].view.setFocus()
        self._link.set_left_out(self._panes[SPECIMEN].view, not visible)

    def show_grid(self, tiles: Sequence[GridTile] | None) -> None:
        """Every light at once; None goes back to the panes."""
        self._grid.set_tiles(tiles or ())
        self._stack.setCurrentWidget(self._splitter if tiles is None else self._grid)
        (self.active_view if tiles is None else self._grid).setFocus()

    # moving

    def set_linked(self, linked: bool) -> None:
        """Panes move together, or each alone. A displacement made while they were apart is kept."""
        self._link.set_linked(linked)

    def set_tool(self, tool: str) -> None:
        """``pan``, ``rectangle``, ``polygon`` or ``point``."""
        for pane in self._panes.values():
            pane.view.set_tool(tool)

    def set_crosshair(self, visible: bool) -> None:
        """Mark in each pane the place that the pointer shows in the other."""
        self._crosshair = visible
        if not visible:
            self._clear_crosses()

    @property
    def active_pane(self) -> str:
        """Pane that had the keyboard last."""
        return self._active

    @property
    def active_view(self) -> PictureView:
        """View that had the keyboard last."""
        return self._panes[self._active].view

    def view(self, pane: str) -> PictureView:
        """View of a pane."""
        return self._panes[pane].view

    def zoom_in(self) -> None:
        """The next round scale above."""
        self.active_view.zoom_in()

    def zoom_out(self) -> None:
        """The next round scale below."""
        self.active_view.zoom_out()

    def zoom_fit(self) -> None:
        """The whole page, at one scale for all linked panes."""
        self.active_view.fit()

    def zoom_actual(self) -> None:
        """One picture pixel on one device pixel, exactly so in the active pane."""
        self.active_view.zoom_actual()

    def pan_by(self, dx: float, dy: float) -> None:
        """Look ``dx`` logical pixels further to the right and ``dy`` further down."""
        self.active_view.pan_by(dx, dy)

    def counterpart(self, point: Point, source: str, target: str) -> Point | None:
        """The place in the picture of one pane that lies on the same place of the page as a point of another's."""
        return self._link.counterpart(point, self._panes[source].view, self._panes[target].view)

    def center_on(self, pane: str, region: Region) -> None:
        """Bring a region of a pane's picture to the middle and take the keyboard there."""
        self._panes[pane].view.look_at(region)
        self._panes[pane].view.setFocus()

    # language and life

    def retranslate(self) -> None:
        """Speak the language of the window; titles and badges come with the pictures."""
        own = {
            QUESTIONED: self.tr(
                "No picture in this light.\n\nCapture this light, or import pictures of the document from a folder."
            ),
            SPECIMEN: self.tr(
                "No specimen to compare with.\n\nChoose a specimen, or a light in which it has a picture."
            ),
        }
        roles = {QUESTIONED: self.tr("Questioned document"), SPECIMEN: self.tr("Specimen")}
        for name, pane in self._panes.items():
            pane.set_role(roles[name], self._hints.get(name) or own[name])
        self._grid.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def settled(self) -> bool:
        """True when every picture that is shown has all its reduced levels and the one of the very scale shown."""
        return all(pane.view.resting for pane in self._panes.values()) and not self._background.busy

    def shutdown(self) -> None:
        """End the work in the background. Comes by itself when the widget is destroyed."""
        self._background.close()

    # telling others

    def _activate(self, name: str) -> None:
        self._active = name
        self._tell_zoom()

    def _tell_zoom(self) -> None:
        scale = self.active_view.viewport.scale
        if scale != self._zoom:
            self._zoom = scale
            self.zoomChanged.emit(scale)

    def _clear_crosses(self) -> None:
        for pane in self._panes.values():
            pane.view.set_cross(None)

    def _pointed(self, name: str, point: Point | None) -> None:
        source = self._panes[name].view
        for other, pane in self._panes.items():
            if self._crosshair and other != name:
                pane.view.set_cross(None if point is None else self._link.counterpart(point, source, pane.view))
        self.pointerMoved.emit("" if point is None or source.picture is None else self._place(source.picture, point))

    def _place(self, picture: Picture, point: Point) -> str:
        x, y = int(point[0]), int(point[1])
        if picture.px_per_mm is None:
            millimetres = self.tr("scale unknown")
        else:
            millimetres = self.tr("%1, %2 mm")
            for mark, part in (("%1", point[0]), ("%2", point[1])):
                millimetres = millimetres.replace(mark, f"{part / picture.px_per_mm:.2f}")
        pixel = self.tr("pixel %1, %2").replace("%1", str(x)).replace("%2", str(y))
        # What is read most often stands where a narrow window does not cut it; the title is also above the picture.
        return " · ".join((self._value(picture.pixels[y, x]), millimetres, pixel, picture.title))

    def _value(self, sample: Any) -> str:
        values = [int(each) for each in sample] if getattr(sample, "ndim", 0) else [int(sample)]
        names = ("R", "G", "B") if len(values) == 3 else (self.tr("grey"),)
        return " ".join(f"{name} {value}" for name, value in zip(names, values, strict=True))

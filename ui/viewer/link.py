"""Views that move together, in millimetres where every scale is known, else relative to the width of the page.

Pictures that were laid on each other show the same place of the page, others the same distance from their middle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject

from ui.viewer.drawing import Point
from ui.viewer.picture import Picture
from ui.viewer.raster import OnRaster
from ui.viewer.view import PictureView


class Link(QObject):
    """Keeps views in step.

    A place is measured from the middle of each picture, or of the raster on which it was laid. What one view was
    moved against the others while the link was off stays as a displacement when it is on again; fitting removes it.
    """

    def __init__(self, views: Sequence[PictureView], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._views = tuple(views)
        self._linked = True
        self._busy = False
        self._left_out: set[PictureView] = set()
        self._metric = False
        self._displacement: dict[PictureView, Point] = {}
        self._rasters: dict[PictureView, OnRaster] = {}
        for view in self._views:
            view.moved.connect(lambda view=view: self._lead(view))

    @property
    def linked(self) -> bool:
        """True while the views move together."""
        return self._linked

    @property
    def metric(self) -> bool:
        """True where millimetres are what both views share."""
        return self._metric

    def set_linked(self, linked: bool) -> None:
        """Move together from now on, or each alone."""
        was, self._linked = self._linked, linked
        shown = self._shown()
        if linked and not was and shown:
            reference = self._place(shown[0])
            for view in shown:
                place = self._place(view)
                self._displacement[view] = place[0] - reference[0], place[1] - reference[1]
            if not any(view.fitted for view in shown):
                self._lead(shown[0])

    def show(self, view: PictureView, picture: Picture | None, raster: OnRaster | None = None) -> None:
        """Give a view another picture and leave it where it was on the page.

        Parameters
        ----------
        raster : OnRaster or None
            Where the picture lies on the raster that the others share; None where that is not known.
        """
        place, magnification, had = self._place(view), self._magnification(view), view.picture is not None
        self._rasters.pop(view, None)
        if raster is not None:
            self._rasters[view] = raster
        view.set_picture(picture)
        self._choose_unit()
        others = [each for each in self._shown() if each is not view]
        if picture is None:
            return
        if view.fitted or not (had or others):
            view.fit()
        elif self._linked and others:
            self._follow(others[0], view)
        elif had:
            self._put(view, place, magnification)
        else:
            view.fit()

    def lay(self, rasters: Mapping[PictureView, OnRaster]) -> None:
        """Say where pictures lie on the raster that they share; of all others nothing is known."""
        changed = [view for view in self._views if self._rasters.get(view) is not rasters.get(view)]
        self._rasters = dict(rasters)
        for view in changed:
            self._displacement.pop(view, None)
        others = [view for view in self._shown() if view not in changed] or self._shown()
        if changed and others and not others[0].fitted:
            self._lead(others[0])

    def set_left_out(self, view: PictureView, left_out: bool) -> None:
        """A view that is not on the screen neither leads nor follows."""
        (self._left_out.add if left_out else self._left_out.discard)(view)
        self._choose_unit()
        shown = self._shown()
        if shown and shown[0].fitted:
            shown[0].fit()
        elif shown:
            self._lead(shown[0])

    def _choose_unit(self) -> None:
        shown = self._shown()
        metric = bool(shown) and all(view.picture is not None and view.picture.px_per_mm for view in shown)
        if metric != self._metric:
            self._metric = metric
            self._displacement.clear()

    def counterpart(self, point: Point, source: PictureView, target: PictureView) -> Point | None:
        """The place in the picture of ``target`` that lies on the same place of the page."""
        if source.picture is None or target.picture is None:
            return None
        return self._to_picture(target, self._displaced(self._to_place(source, point), source, target))

    def _lead(self, leader: PictureView) -> None:
        if self._busy or not self._linked or leader not in self._shown():
            return
        self._busy = True
        try:
            if leader.fitted:
                self._fit_together()
            else:
                for view in self._shown():
                    if view is not leader:
                        self._follow(leader, view)
        finally:
            self._busy = False

    def _follow(self, leader: PictureView, view: PictureView) -> None:
        self._put(view, self._displaced(self._place(leader), leader, view), self._magnification(leader))

    def _fit_together(self) -> None:
        """Whole pictures, each in the middle: none is cut for the sake of another."""
        self._displacement.clear()
        shown = self._shown()
        magnification = min(view.fit_scale() * self._px_per_unit(view) for view in shown)
        for view in shown:
            if view.picture is not None:
                centre = view.picture.width / 2, view.picture.height / 2
                view.set_viewport(centre, magnification / self._px_per_unit(view), fitted=True)

    def _put(self, view: PictureView, place: Point, magnification: float) -> None:
        if view.picture is not None:
            centre = self._to_picture(view, place)
            view.set_viewport(centre, magnification / self._px_per_unit(view, centre))

    def _shown(self) -> list[PictureView]:
        return [view for view in self._views if view.picture is not None and view not in self._left_out]

    def _px_per_unit(self, view: PictureView, at: Point | None = None) -> float:
        """Pixels of the picture, around a point where it was laid on a raster; the whole of it by default."""
        raster = self._rasters.get(view)
        if raster is not None and at is not None:
            return self._raster_px_per_unit(raster) / raster.scale_at(at)
        if view.picture is None:
            return 1.0
        return (view.picture.px_per_mm if self._metric else None) or float(view.picture.width)

    def _raster_px_per_unit(self, raster: OnRaster) -> float:
        return (raster.px_per_mm if self._metric else None) or float(raster.size[0])

    def _place(self, view: PictureView) -> Point:
        return self._to_place(view, (view.viewport.centre_x, view.viewport.centre_y))

    def _magnification(self, view: PictureView) -> float:
        centre = view.viewport.centre_x, view.viewport.centre_y
        return view.viewport.scale * self._px_per_unit(view, centre)

    def _displaced(self, place: Point, source: PictureView, target: PictureView) -> Point:
        own, other = (self._displacement.get(view, (0.0, 0.0)) for view in (source, target))
        return place[0] - own[0] + other[0], place[1] - own[1] + other[1]

    def _to_place(self, view: PictureView, point: Point) -> Point:
        """A point of a picture, in units from the middle."""
        raster, picture = self._rasters.get(view), view.picture
        if picture is None:
            return 0.0, 0.0
        if raster is None:
            unit = self._px_per_unit(view)
            return (point[0] - picture.width / 2) / unit, (point[1] - picture.height / 2) / unit
        unit, (width, height) = self._raster_px_per_unit(raster), raster.size
        x, y = raster.to_raster(point)
        return (x - width / 2) / unit, (y - height / 2) / unit

    def _to_picture(self, view: PictureView, place: Point) -> Point:
        """A place in units from the middle, in the picture of a view."""
        raster, picture = self._rasters.get(view), view.picture
        if picture is None:
            return 0.0, 0.0
        if raster is None:
            unit = self._px_per_unit(view)
            return picture.width / 2 + place[0] * unit, picture.height / 2 + place[1] * unit
        unit, (width, height) = self._raster_px_per_unit(raster), raster.size
        return raster.to_picture((width / 2 + place[0] * unit, height / 2 + place[1] * unit))

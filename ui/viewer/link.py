"""Views that move together, in millimetres where every scale is known, else relative to the width of the page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from ui.viewer.drawing import Point
from ui.viewer.picture import Picture
from ui.viewer.view import PictureView


class Link(QObject):
    """Keeps views in step.

    A place is measured from the middle of each picture. What one view was moved against the others while the link
    was off stays as a displacement when it is on again; fitting removes it.
    """

    def __init__(self, views: Sequence[PictureView], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._views = tuple(views)
        self._linked = True
        self._busy = False
        self._left_out: set[PictureView] = set()
        self._metric = False
        self._displacement: dict[PictureView, Point] = {}
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

    def show(self, view: PictureView, picture: Picture | None) -> None:
        """Give a view another picture and leave it where it was on the page."""
        place, magnification, had = self._place(view), self._magnification(view), view.picture is not None
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
        unit, other = self._px_per_unit(source), self._px_per_unit(target)
        x, y = self._displaced(self._from_middle(point, source.picture, unit), source, target)
        return target.picture.width / 2 + x * other, target.picture.height / 2 + y * other

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
        self._displacement.clear()
        shown = self._shown()
        magnification = min(view.fit_scale() * self._px_per_unit(view) for view in shown)
        for view in shown:
            self._put(view, (0.0, 0.0), magnification, fitted=True)

    def _put(self, view: PictureView, place: Point, magnification: float, *, fitted: bool = False) -> None:
        picture = view.picture
        if picture is not None:
            unit = self._px_per_unit(view)
            centre = picture.width / 2 + place[0] * unit, picture.height / 2 + place[1] * unit
            view.set_viewport(centre, magnification / unit, fitted=fitted)

    def _shown(self) -> list[PictureView]:
        return [view for view in self._views if view.picture is not None and view not in self._left_out]

    def _px_per_unit(self, view: PictureView) -> float:
        if view.picture is None:
            return 1.0
        return (view.picture.px_per_mm if self._metric else None) or float(view.picture.width)

    def _place(self, view: PictureView) -> Point:
        if view.picture is None:
            return 0.0, 0.0
        middle = view.viewport.centre_x, view.viewport.centre_y
        return self._from_middle(middle, view.picture, self._px_per_unit(view))

    def _magnification(self, view: PictureView) -> float:
        return view.viewport.scale * self._px_per_unit(view)

    def _displaced(self, place: Point, source: PictureView, target: PictureView) -> Point:
        own, other = (self._displacement.get(view, (0.0, 0.0)) for view in (source, target))
        return place[0] - own[0] + other[0], place[1] - own[1] + other[1]

    @staticmethod
    def _from_middle(point: Point, picture: Picture, unit: float) -> Point:
        return (point[0] - picture.width / 2) / unit, (point[1] - picture.height / 2) / unit

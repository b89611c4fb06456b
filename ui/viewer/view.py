"""One picture: pan, zoom, overlays, drawing a region. By mouse and by keyboard alike."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from ui.viewer.blend import LOOKED_AT, Blend, Layers, Mode, curtain_position, curtain_reach_px, paint_blend
from ui.viewer.drawing import Point, PointSketch, PolygonSketch, RectangleSketch, Sketch, clipped
from ui.viewer.imageconv import FULL_WINDOW, Window
from ui.viewer.overlays import draw_outline, draw_overlays, outline, overlay_at
from ui.viewer.paint import EDGE, FOCUS, GROUND, draw_cross
from ui.viewer.painting import paint_picture
from ui.viewer.picture import Overlay, Picture
from ui.viewer.pyramid import Pyramid, PyramidStore
from ui.viewer.viewport import MAX_SCALE, Viewport, fit_scale, step_down, step_up
from workstation.cases.model import Region
from workstation.imaging.viewport import Box, Scroll

SKETCHES: dict[str, Callable[[int, int], Sketch]] = {
    "rectangle": RectangleSketch,
    "polygon": PolygonSketch,
    "point": PointSketch,
}
TOOLS = ("pan", *SKETCHES)

WHEEL_FACTOR = 1.25
CLICK_SLACK_PX = 4.0
EDGE_GRAB_PX = 8.0
PAN_KEY_FRACTION = 0.1
CURSOR_STEP_PX = 12.0
REGION_FRACTION = 0.4
REGION_MAX_SCALE = 8.0
REST_MS = 30
"""Without a movement for so long, about two frames, a view is worth making a picture at its very scale."""
SKETCH_COLOUR = QColor("#ffe14d")

_Key = Qt.Key
_ARROWS: dict[int, tuple[int, int]] = {
    _Key.Key_Left: (-1, 0),
    _Key.Key_Right: (1, 0),
    _Key.Key_Up: (0, -1),
    _Key.Key_Down: (0, 1),
}
_SKETCH_KEYS: set[int] = {
    _Key.Key_Escape,
    _Key.Key_Return,
    _Key.Key_Enter,
    _Key.Key_Backspace,
    _Key.Key_Space,
    *_ARROWS,
}


class PictureView(QWidget):
    """A picture on neutral ground.

    Scale is *device* pixels for one picture pixel: at 1.0 every picture pixel is one pixel of the screen, whatever
    the scaling of the desktop. From 2.0 pixels are shown as squares, below that smoothly.

    Signals
    -------
    viewportChanged()
        What is seen has changed, whoever changed it.
    moved()
        A person (or a call that stands for one) panned, zoomed or fitted.
    regionDrawn(Region)
        In picture pixels, inside the picture.
    overlayClicked(str)
        Id of the overlay; by mouse, or by Page Up and Page Down from the keyboard.
    pointed(object)
        Picture point under the pointer or the keyboard's crosshair, or None outside the picture.
    focused(bool)
        The view took the keyboard, or lost it.
    curtainDragged(float)
        Where a person drags the edge of the curtain to: its position, 0 to 1.
    """

    viewportChanged = Signal()
    moved = Signal()
    regionDrawn = Signal(object)
    overlayClicked = Signal(str)
    pointed = Signal(object)
    focused = Signal(bool)
    curtainDragged = Signal(float)

    def __init__(self, pyramids: PyramidStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pyramids = pyramids
        self._picture: Picture | None = None
        self._pyramid: Pyramid | None = None
        self._second: Pyramid | None = None
        self._second_picture: Picture | None = None
        self._second_shown = False
        self._blend: Blend | None = None
        self._scroll = Scroll()
        self._window = FULL_WINDOW
        self._viewport = Viewport(1, 1, 0, 0, 1)
        self._fitted = True
        self._overlays: tuple[Overlay, ...] = ()
        self._tool = "pan"
        self._sketch: Sketch | None = None
        self._cursor: Point | None = None
        self._cross: Point | None = None
        self._pressed_at: QPointF | None = None
        self._dragged = False
        self._began_here = False
        self._edge_held = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setMinimumSize(QSize(120, 90))
        self._keys: dict[int, Callable[[], None]] = {
            _Key.Key_Plus: self.zoom_in,
            _Key.Key_Equal: self.zoom_in,
            _Key.Key_Minus: self.zoom_out,
            _Key.Key_F: self.fit,
            _Key.Key_0: self.fit,
            _Key.Key_1: self.zoom_actual,
            _Key.Key_PageDown: lambda: self._step_overlay(1),
            _Key.Key_PageUp: lambda: self._step_overlay(-1),
        }
        self._sketch_keys: dict[int, Callable[[], None]] = {
            _Key.Key_Space: self._place_cursor,
            _Key.Key_Return: self._close_sketch,
            _Key.Key_Enter: self._close_sketch,
            _Key.Key_Backspace: self._take_back,
        }
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._sharpen)
        pyramids.grown.connect(self.update)
        self._show_cursor()

    # what is shown

    @property
    def picture(self) -> Picture | None:
        """What is shown."""
        return self._picture

    @property
    def viewport(self) -> Viewport:
        """Where it is shown."""
        return self._viewport

    @property
    def fitted(self) -> bool:
        """True while the whole picture is kept in view."""
        return self._fitted

    @property
    def window_levels(self) -> Window:
        """Sample values of a 16-bit picture shown as black and white."""
        return self._window

    @property
    def tool(self) -> str:
        """One of ``TOOLS``."""
        return self._tool

    @property
    def overlays(self) -> tuple[Overlay, ...]:
        """Outlined regions."""
        return self._overlays

    def set_picture(self, picture: Picture | None) -> None:
        """Show another picture, or none. The caller places it: `set_viewport`, `fit_here`."""
        self._picture = picture
        self._second, self._second_picture, self._blend = None, None, None
        self._drop_sketch()
        self._cursor = None
        self._load()

    def set_window_levels(self, window: Window) -> None:
        """Sample values of a 16-bit picture that are shown as black and as white."""
        self._window = window
        self._load()

    def _load(self) -> None:
        self._pyramid, self._second = self._levels(self._picture), self._levels(self._second_picture)
        self._rest.start()
        self.update()

    def _levels(self, picture: Picture | None) -> Pyramid | None:
        """What a picture is painted from; what is calculated with has the values that are stored."""
        if picture is None:
            return None
        return self._pyramids.pyramid(replace(picture, colours=None) if self._counts else picture, self._window)

    @property
    def _counts(self) -> bool:
        return self._blend is not None and self._blend.mode not in LOOKED_AT

    def set_second(self, picture: Picture | None, blend: Blend | None) -> None:
        """Show a second picture in one with the first, or the first alone.

        Raises
        ------
        ValueError
            The second picture has another size: it must have been laid on the first.
        """
        first = self._picture
        if (
            picture is not None
            and first is not None
            and (picture.width, picture.height) != (first.width, first.height)
        ):
            raise ValueError(f"{picture.width} x {picture.height} on {first.width} x {first.height}")
        fits = picture is not None and first is not None and blend is not None
        before = self._second_picture, self._counts
        self._second_picture = picture if fits else None
        self._blend = blend if fits else None
        if before != (self._second_picture, self._counts):
            self._load()
        self.update()

    def _sharpen(self) -> None:
        self.update()
        for pyramid in (self._pyramid, self._second):
            if pyramid is not None and self.isVisible():
                self._pyramids.sharpen(pyramid, self._viewport.scale)

    @property
    def resting(self) -> bool:
        """True when the view has not moved for a while, so that its picture is made at its very scale."""
        return not self._rest.isActive()

    @property
    def blend(self) -> Blend | None:
        """How a second picture is shown in one with the first; None while the first is shown alone."""
        return self._blend

    def show_second(self, shown: bool) -> None:
        """Which of the two pictures a blink shows now."""
        self._second_shown = shown
        self.update()

    def set_overlays(self, overlays: Sequence[Overlay]) -> None:
        """Outline these regions and no others."""
        self._overlays = tuple(overlays)
        self.update()

    def set_cross(self, point: Point | None) -> None:
        """Show a crosshair at a picture point, or none."""
        if point != self._cross:
            self._cross = point
            self.update()

    # where it is shown

    def device_size(self) -> tuple[float, float]:
        """Width and height of the view in device pixels."""
        ratio = self.devicePixelRatioF()
        return self.width() * ratio, self.height() * ratio

    def fit_scale(self) -> float:
        """Scale at which the whole picture is seen."""
        if self._picture is None:
            return 1.0
        return fit_scale(*self.device_size(), self._picture.width, self._picture.height)

    def set_viewport(self, centre: Point, scale: float, *, fitted: bool = False) -> None:
        """Show ``centre`` (picture pixels) in the middle; does not count as moved by a person."""
        # Plain floats: comparing numpy's gives numpy's bool, which Qt refuses, and an error while painting is fatal.
        viewport = Viewport(*self.device_size(), float(centre[0]), float(centre[1]), float(scale))
        self._fitted = fitted
        if viewport != self._viewport:
            self._viewport = viewport
            self._rest.start()
            self.update()
            self.viewportChanged.emit()

    def fit_here(self) -> None:
        """Show the whole picture; does not count as moved by a person."""
        if self._picture is not None:
            centre = self._picture.width / 2, self._picture.height / 2
            self.set_viewport(centre, self.fit_scale(), fitted=True)

    def fit(self) -> None:
        """Show the whole picture, now and when the view changes its size."""
        self.fit_here()
        self.moved.emit()

    def zoom_in(self) -> None:
        """The next round scale above."""
        self.zoom_to(step_up(self._viewport.scale))

    def zoom_out(self) -> None:
        """The next round scale below."""
        self.zoom_to(step_down(self._viewport.scale))

    def zoom_actual(self) -> None:
        """One picture pixel on one device pixel."""
        self.zoom_to(1.0)

    def zoom_to(self, scale: float, at: QPointF | None = None) -> None:
        """Another scale; what is seen at ``at`` (logical pixels, the middle by default) stays there."""
        ratio = self.devicePixelRatioF()
        x, y = self._to_device(at) if at is not None else (self.width() * ratio / 2, self.height() * ratio / 2)
        smallest = min(self.fit_scale(), 1.0) / 4
        self._move(self._viewport.zoomed(min(max(scale, smallest), MAX_SCALE), x, y))

    def pan_by(self, dx: float, dy: float) -> None:
        """Look ``dx`` logical pixels further to the right and ``dy`` further down."""
        ratio = self.devicePixelRatioF()
        self._move(self._viewport.panned(dx * ratio, dy * ratio))

    def look_at(self, region: Region) -> None:
        """Bring a region to the middle with what surrounds it; the whole page for a large one."""
        left, top, right, bottom = region.bounds_px()
        width, height = self.device_size()
        extents = [part / size for part, size in ((width, right - left), (height, bottom - top)) if size > 0]
        wanted = min(extents) * REGION_FRACTION if extents else max(self._viewport.scale, 1.0)
        scale = min(wanted, REGION_MAX_SCALE)
        if scale <= self.fit_scale():
            self.fit()
            return
        self._move(
            replace(
                self._viewport,
                centre_x=(left + right) / 2,
                centre_y=(top + bottom) / 2,
                scale=min(scale, MAX_SCALE),
            )
        )

    def _move(self, viewport: Viewport) -> None:
        if self._picture is None:
            return
        kept = viewport.within(self._picture.width, self._picture.height)
        self.set_viewport((kept.centre_x, kept.centre_y), kept.scale)
        self.moved.emit()

    def _to_device(self, at: QPointF) -> Point:
        ratio = self.devicePixelRatioF()
        return at.x() * ratio, at.y() * ratio

    def _to_picture(self, at: QPointF) -> Point:
        return self._viewport.to_picture(*self._to_device(at))

    def _to_view(self) -> QTransform:
        ratio = self.devicePixelRatioF()
        left, top = self._viewport.origin
        scale = self._viewport.scale / ratio
        return QTransform(scale, 0, 0, scale, left / ratio, top / ratio)

    # drawing a region

    def set_tool(self, tool: str) -> None:
        """Choose what the left button does: one of ``TOOLS``."""
        if tool not in TOOLS:
            raise ValueError(f"no tool {tool!r}: choose one of {', '.join(TOOLS)}")
        self._tool = tool
        self._drop_sketch()
        self._cursor = None
        self._show_cursor()

    def _show_cursor(self) -> None:
        pan = self._tool == "pan"
        self.setCursor(Qt.CursorShape.OpenHandCursor if pan else Qt.CursorShape.CrossCursor)

    def _begun(self) -> Sketch | None:
        if self._sketch is None and self._picture is not None and self._tool in SKETCHES:
            self._sketch = SKETCHES[self._tool](self._picture.width, self._picture.height)
        return self._sketch

    def _sketching(self) -> bool:
        return self._sketch is not None and bool(self._sketch.outline())

    def _place(self, point: Point) -> None:
        sketch = self._begun()
        if sketch is not None:
            self._complete(sketch.place(point))

    def _close_sketch(self) -> None:
        if self._sketch is not None:
            self._complete(self._sketch.close())

    def _complete(self, region: Region | None) -> None:
        self.update()
        if region is not None:
            self._drop_sketch()
            self.regionDrawn.emit(region)

    def _take_back(self) -> None:
        if self._sketch is not None:
            self._sketch.take_back()
            self.update()

    def _drop_sketch(self) -> None:
        self._sketch = None
        self.update()

    def _place_cursor(self) -> None:
        self._step_cursor(0, 0)
        if self._cursor is not None:
            self._place(self._cursor)

    def _step_cursor(self, dx: float, dy: float) -> None:
        if self._picture is None:
            return
        x, y = self._cursor or self._in_view_centre()
        self._cursor = clipped((x + dx, y + dy), self._picture.width, self._picture.height)
        if self._sketch is not None:
            self._sketch.follow(self._cursor)
        self.keep_in_view(self._cursor)
        self._point_at(self._cursor)
        self.update()

    def _in_view_centre(self) -> Point:
        return self._viewport.centre_x, self._viewport.centre_y

    def keep_in_view(self, point: Point) -> None:
        """Move the picture so far that a point of it is seen, not at the very edge."""
        width, height = self.device_size()
        x, y = self._viewport.to_device(*point)
        margin = min(width, height) / 10
        dx = min(x - margin, 0) + max(x - (width - margin), 0)
        dy = min(y - margin, 0) + max(y - (height - margin), 0)
        if dx or dy:
            self._move(self._viewport.panned(dx, dy))

    # keyboard

    def event(self, event: QEvent) -> bool:
        """Keys of a drawing win over the window's shortcuts, Space from the start; overlays explain themselves."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
            sets_point = event.key() == _Key.Key_Space and self._tool in SKETCHES
            if plain and (sets_point or (self._sketching() and event.key() in _SKETCH_KEYS)):
                event.accept()
                return True
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._explain(event.pos(), event.globalPos())
            return True
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._resized()
        return super().event(event)

    def _explain(self, at: QPoint, on_screen: QPoint) -> None:
        overlay = overlay_at(self._overlays, self._to_view(), QPointF(at))
        QToolTip.showText(on_screen, overlay.tooltip if overlay is not None else "", self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the picture, or the crosshair while a drawing tool is chosen; see the help page."""
        key = event.key()
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        drawing = self._tool in SKETCHES
        if key in _ARROWS and modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            self._arrow(*_ARROWS[key], fine=bool(modifiers), drawing=drawing)
        elif key == _Key.Key_Escape and self._sketching():
            self._drop_sketch()
        elif drawing and key in self._sketch_keys and not modifiers:
            self._sketch_keys[key]()
        elif key in self._keys and modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            self._keys[key]()
        else:
            super().keyPressEvent(event)

    def _arrow(self, dx: int, dy: int, *, fine: bool, drawing: bool) -> None:
        if drawing:
            step = 1.0 if fine else max(1.0, float(round(CURSOR_STEP_PX / self._viewport.scale)))
            self._step_cursor(dx * step, dy * step)
        elif fine:
            self._move(self._viewport.panned(dx, dy))
        else:
            self.pan_by(dx * self.width() * PAN_KEY_FRACTION, dy * self.height() * PAN_KEY_FRACTION)

    def _step_overlay(self, step: int) -> None:
        if not self._overlays:
            return
        selected = next((index for index, each in enumerate(self._overlays) if each.selected), None)
        index = (0 if step > 0 else -1) if selected is None else (selected + step) % len(self._overlays)
        self.overlayClicked.emit(self._overlays[index].overlay_id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that this view has the keyboard."""
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that it has it no longer."""
        super().focusOutEvent(event)
        self.focused.emit(False)

    # mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Left begins what the tool does; middle and right always move the picture."""
        self._edge_held = event.button() is Qt.MouseButton.LeftButton and self._on_curtain_edge(event.position())
        if self._edge_held:
            return
        self._pressed_at = event.position()
        self._dragged = False
        if event.button() is Qt.MouseButton.LeftButton and self._tool in SKETCHES:
            self._cursor = None
            self._began_here = not self._sketching()
            if self._began_here or self._tool == "polygon":
                self._place(self._to_picture(event.position()))
        else:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or show what lies under the pointer."""
        at = event.position()
        if self._edge_held:
            self.curtainDragged.emit(self._curtain_position(at))
            return
        if not event.buttons() and self._tool == "pan" and self._is_curtain():
            on_edge = self._on_curtain_edge(at)
            self.setCursor(Qt.CursorShape.SplitHCursor if on_edge else Qt.CursorShape.OpenHandCursor)
        if self._sketch is not None:
            self._sketch.follow(self._to_picture(at))
            self.update()
        moves_picture = event.buttons() and not (
            event.buttons() & Qt.MouseButton.LeftButton and self._tool in SKETCHES
        )
        if moves_picture and self._pressed_at is not None:
            away = at - self._pressed_at
            if self._dragged or math.hypot(away.x(), away.y()) >= CLICK_SLACK_PX:
                self._dragged = True
                self._pressed_at = at
                self.pan_by(-away.x(), -away.y())
        self._point_at(self._to_picture(at))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End of a drag, or a click."""
        pressed_at, self._pressed_at = self._pressed_at, None
        self._edge_held = False
        self._show_cursor()
        if pressed_at is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        away = event.position() - pressed_at
        dragged = math.hypot(away.x(), away.y()) >= CLICK_SLACK_PX
        if self._tool == "pan" and not self._dragged:
            overlay = overlay_at(self._overlays, self._to_view(), event.position())
            if overlay is not None:
                self.overlayClicked.emit(overlay.overlay_id)
        elif self._tool == "rectangle" and self._sketching() and (not self._began_here or dragged):
            # Drag from corner to corner, or click one and then the other.
            self._place(self._to_picture(event.position()))

    def _is_curtain(self) -> bool:
        return self._blend is not None and self._blend.mode is Mode.CURTAIN and self._picture is not None

    def _curtain_position(self, at: QPointF) -> float:
        if self._picture is None or self._blend is None:
            return 0.0
        size = self._picture.width, self._picture.height
        return curtain_position(size, self._to_picture(at), self._blend.parameters.get("angle_deg", 0.0))

    def _on_curtain_edge(self, at: QPointF) -> bool:
        if self._tool != "pan" or self._picture is None or self._blend is None or not self._is_curtain():
            return False
        chosen = self._blend.parameters
        size = self._picture.width, self._picture.height
        away = abs(self._curtain_position(at) - chosen.get("position", 0.5))
        reach = curtain_reach_px(size, chosen.get("angle_deg", 0.0)) * self._viewport.scale
        return bool(away * reach <= EDGE_GRAB_PX * self.devicePixelRatioF())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Close the polygon."""
        if event.button() is Qt.MouseButton.LeftButton and self._tool == "polygon":
            self._close_sketch()
        else:
            self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer."""
        steps = event.angleDelta().y() / 120
        if steps:
            self.zoom_to(self._viewport.scale * WHEEL_FACTOR**steps, event.position())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any longer."""
        super().leaveEvent(event)
        self.pointed.emit(None)

    def _point_at(self, point: Point) -> None:
        inside = self._picture is not None and (
            0 <= point[0] < self._picture.width and 0 <= point[1] < self._picture.height
        )
        self.pointed.emit(point if inside else None)

    # painting

    def showEvent(self, event: QShowEvent) -> None:
        """What was not seen was not made sharp."""
        super().showEvent(event)
        self._rest.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole picture, or its middle, in view."""
        super().resizeEvent(event)
        self._resized()

    def _resized(self) -> None:
        if self._fitted:
            self.fit()
        else:
            self.set_viewport(self._in_view_centre(), self._viewport.scale)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, picture, edge, overlays, the region being drawn, crosshair."""
        painter = QPainter(self)
        try:
            for bare in self._ground():
                painter.fillRect(bare, GROUND)
            if self._picture is not None and self._pyramid is not None:
                self._paint_pictures(painter, self._viewport, self._scroll)
                self._paint_marks(painter, self._picture)
        finally:
            # A painter that outlives its event takes the whole program with it.
            painter.end()

    def _ground(self) -> list[QRect]:
        """What no picture covers; two pixels more, for a picture may begin in the middle of one."""
        if self._picture is None or self._pyramid is None or not self._pyramid.levels:
            return [self.rect()]
        picture = self._to_view().mapRect(QRectF(0, 0, self._picture.width, self._picture.height)).toAlignedRect()
        covered = picture.adjusted(2, 2, -2, -2) & self.rect()
        if covered.isEmpty():
            return [self.rect()]
        inner = Box(covered.left(), covered.top(), covered.right() + 1, covered.bottom() + 1)
        around = Box(0, 0, self.width(), self.height()).around(inner)
        return [QRect(each.left, each.top, each.right - each.left, each.bottom - each.top) for each in around]

    def paint_through(self, painter: QPainter, viewport: Viewport) -> None:
        """Paint what another viewport would show, such as that of a loupe."""
        self._paint_pictures(painter, viewport, Scroll())

    def _paint_pictures(self, painter: QPainter, viewport: Viewport, scroll: Scroll) -> None:
        picture, pyramid = self._picture, self._pyramid
        if picture is None or pyramid is None:
            return
        if self._second is None or self._blend is None:
            paint_picture(painter, viewport, pyramid, scroll)
            return
        layers = Layers(pyramid, self._second, picture.width, picture.height, scroll, self._second_shown)
        paint_blend(painter, viewport, layers, self._blend)

    def _paint_marks(self, painter: QPainter, picture: Picture) -> None:
        to_view, area = self._to_view(), QRectF(self.rect())
        painter.setPen(QPen(EDGE, 1))
        # Just outside: the edge of a black picture is seen and none of its pixels is covered.
        edge = to_view.mapRect(QRectF(0, 0, picture.width, picture.height)).adjusted(-1, -1, 0, 0)
        painter.drawRect(edge)
        draw_overlays(painter, self._overlays, to_view, area)
        if self._sketch is not None and self._sketching():
            self._paint_sketch(painter, self._sketch, to_view)
        drawing_by_key = self._tool in SKETCHES and self._cursor is not None
        cross = self._cursor if drawing_by_key else self._cross
        if cross is not None:
            draw_cross(painter, to_view.map(QPointF(*cross)), area)

    def _paint_sketch(self, painter: QPainter, sketch: Sketch, to_view: QTransform) -> None:
        points = sketch.outline()
        draw_outline(painter, outline(sketch.shape, points, to_view), SKETCH_COLOUR)
        painter.setPen(QPen(FOCUS, 1))
        painter.setBrush(SKETCH_COLOUR)
        for point in points:
            painter.drawEllipse(to_view.map(QPointF(*point)), 4, 4)

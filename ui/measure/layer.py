"""The layer over the questioned picture: measurements that stand, and the one being set by mouse or keyboard."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.measure.drawing import SAVED, SETTING, draw_label, draw_line, hit
from ui.measure.measuring import Group, Measuring, moved
from ui.measure.shapes import shape_of
from ui.measure.words import MeasureWords
from ui.viewer.drawing import Point, clipped
from ui.viewer.paint import draw_cross
from ui.viewer.view import CLICK_SLACK_PX, CURSOR_STEP_PX, PictureView

_Key = Qt.Key
_ARROWS: dict[int, tuple[int, int]] = {
    _Key.Key_Left: (-1, 0),
    _Key.Key_Right: (1, 0),
    _Key.Key_Up: (0, -1),
    _Key.Key_Down: (0, 1),
}


class MeasureLayer(QWidget):
    """Draws, and takes the left button and the keys of drawing from the view while a kind is in hand.

    Everything else, such as wheel, right button and zoom keys, stays with the view.
    """

    def __init__(self, measuring: Measuring, view: PictureView, *, takes_keyboard: bool = True) -> None:
        super().__init__(view)
        self._measuring, self._view, self._takes_keyboard = measuring, view, takes_keyboard
        self._words = MeasureWords(self)
        self._cursor: Point | None = None
        self._pressed_at: QPointF | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._keys: dict[int, Callable[[], object]] = {
            _Key.Key_Space: self._place_cursor,
            _Key.Key_Return: measuring.keep,
            _Key.Key_Enter: measuring.keep,
            _Key.Key_Backspace: measuring.take_back,
            _Key.Key_Escape: self._escape,
        }
        self._handlers: dict[QEvent.Type, Callable[[QEvent], bool]] = {
            QEvent.Type.ShortcutOverride: self._claim_key,
            QEvent.Type.KeyPress: self._press_key,
            QEvent.Type.MouseButtonPress: self._press,
            QEvent.Type.MouseMove: self._move,
            QEvent.Type.MouseButtonRelease: self._release,
            QEvent.Type.MouseButtonDblClick: self._double,
            QEvent.Type.Leave: self._leave,
            QEvent.Type.Resize: self._resize,
        }
        measuring.zoom = lambda: view.viewport.scale
        measuring.changed.connect(self._refresh)
        measuring.kindChanged.connect(self._kind_changed)
        view.viewportChanged.connect(self.update)
        view.installEventFilter(self)
        self._refresh()

    # ------------------------------------------------------------------ showing

    def _kind_changed(self, kind: str) -> None:
        self._cursor = None
        if kind:
            self._view.set_tool("pan")
            if self._takes_keyboard:
                self._view.setFocus()
        self._view.setCursor(Qt.CursorShape.CrossCursor if kind else Qt.CursorShape.OpenHandCursor)

    def _refresh(self) -> None:
        self.resize(self._view.size())
        self.setVisible(bool(self._measuring.kind or self._measuring.on_screen()))
        self.update()

    def _to_view(self, point: Point) -> QPointF:
        """From pixels of the capture."""
        ratio = self._view.devicePixelRatioF()
        x, y = self._view.viewport.to_device(*moved(point, self._measuring.to_shown))
        return QPointF(x / ratio, y / ratio)

    def _to_picture(self, at: QPointF) -> Point:
        """To pixels of what is shown, inside it."""
        ratio, picture = self._view.devicePixelRatioF(), self._view.picture
        x, y = self._view.viewport.to_picture(at.x() * ratio, at.y() * ratio)
        return (x, y) if picture is None else clipped((x, y), picture.width, picture.height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Those that stand, the selected one strongest; then the one being set."""
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._view.picture is not None:
                self._draw_kept(painter)
                self._draw_setting(painter)
        finally:
            painter.end()

    def _draw_kept(self, painter: QPainter) -> None:
        selected = self._measuring.selected
        for group in sorted(self._measuring.on_screen(), key=lambda each: each == selected):
            points = [self._to_view(each) for each in group[0].points_px]
            line = self._line(group[0].kind, group[0].points_px)
            draw_line(painter, line, points, SAVED, group == selected)
            draw_label(painter, (self._words.value(group[0]),), points[-1], QRectF(self.rect()), SAVED)

    def _draw_setting(self, painter: QPainter) -> None:
        sketch, area = self._measuring.sketch, QRectF(self.rect())
        if sketch is None:
            return
        points = [self._to_view(each) for each in sketch.shown()]
        draw_line(painter, self._line(sketch.kind.code, sketch.shown()), points, SETTING, False)
        at = points[-1] if points else None
        if self._cursor is not None:
            at = self._to_view(moved(self._cursor, self._measuring.to_capture))
            draw_cross(painter, at, area)
        if at is not None:
            draw_label(painter, self._said(), at, area, SETTING)

    def _line(self, kind: str, points_px: Sequence[Point]) -> tuple[list[QPointF], bool]:
        corners, closed = shape_of(kind, points_px)
        return [self._to_view(each) for each in corners], closed

    def _said(self) -> tuple[str, ...]:
        """The value, or how many points are wanting."""
        measuring = self._measuring
        values, sketch = measuring.values(), measuring.sketch
        if values:
            return self._words.values(values)
        wanting = sketch.kind.fewest - len(sketch.points) if sketch else 0
        return (self.tr("%n more point(s)", "", wanting),) if wanting > 0 else ()

    # ------------------------------------------------------------------ what the view hears first

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """True for what belongs to measuring."""
        handler = self._handlers.get(event.type()) if watched is self._view else None
        return handler(event) if handler is not None else False

    def _resize(self, _event: QEvent) -> bool:
        self.resize(self._view.size())
        return False

    def _leave(self, _event: QEvent) -> bool:
        if self._cursor is None:
            self._measuring.follow(None)
        return False

    # mouse

    def _press(self, event: QEvent) -> bool:
        assert isinstance(event, QMouseEvent)
        if event.button() is not Qt.MouseButton.LeftButton:
            return False
        if not self._measuring.kind:
            group = self._group_at(event.position())
            if group and self._view.tool == "pan":
                self._measuring.select(group[0].measurement_id)
            return False
        self._view.setFocus()
        self._cursor = None
        self._pressed_at = event.position()
        self._measuring.place(self._to_picture(event.position()))
        return True

    def _move(self, event: QEvent) -> bool:
        assert isinstance(event, QMouseEvent)
        others = event.buttons() & ~Qt.MouseButton.LeftButton
        if self._measuring.kind and not others:
            self._cursor = None
            self._measuring.follow(self._to_picture(event.position()))
        return False

    def _release(self, event: QEvent) -> bool:
        """A drag sets its end too."""
        assert isinstance(event, QMouseEvent)
        pressed_at, self._pressed_at = self._pressed_at, None
        if pressed_at is None or event.button() is not Qt.MouseButton.LeftButton:
            return False
        away = event.position() - pressed_at
        sketch = self._measuring.sketch
        if sketch is not None and not sketch.full and math.hypot(away.x(), away.y()) >= CLICK_SLACK_PX:
            self._measuring.place(self._to_picture(event.position()))
        return True

    def _double(self, event: QEvent) -> bool:
        assert isinstance(event, QMouseEvent)
        if not self._measuring.kind or event.button() is not Qt.MouseButton.LeftButton:
            return False
        self._measuring.keep()
        return True

    def _group_at(self, at: QPointF) -> Group:
        for group in reversed(self._measuring.on_screen()):
            if hit(*self._line(group[0].kind, group[0].points_px), at):
                return group
        return ()

    # keyboard

    def _ours(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        return bool(self._measuring.kind) and plain and (event.key() in self._keys or event.key() in _ARROWS)

    def _claim_key(self, event: QEvent) -> bool:
        assert isinstance(event, QKeyEvent)
        if self._ours(event):
            event.accept()
            return True
        return False

    def _press_key(self, event: QEvent) -> bool:
        assert isinstance(event, QKeyEvent)
        if not self._ours(event):
            return False
        if event.key() in _ARROWS:
            fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            step = 1.0 if fine else max(1.0, float(round(CURSOR_STEP_PX / self._view.viewport.scale)))
            self._step(*(each * step for each in _ARROWS[event.key()]))
        else:
            self._keys[event.key()]()
        return True

    def _step(self, dx: float, dy: float) -> None:
        picture = self._view.picture
        if picture is None:
            return
        x, y = self._cursor or (self._view.viewport.centre_x, self._view.viewport.centre_y)
        self._cursor = clipped((x + dx, y + dy), picture.width, picture.height)
        self._view.keep_in_view(self._cursor)
        self._measuring.follow(self._cursor)
        self.update()

    def _place_cursor(self) -> None:
        self._step(0, 0)
        if self._cursor is not None:
            self._measuring.place(self._cursor)

    def _escape(self) -> None:
        if not self._measuring.clear():
            self._measuring.leave()

"""A picture with what must be read beside it: title, badges and zoom above, scale bar and window below.

They have bands of their own, so they are always seen and never cover a pixel of the document.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from ui.viewer.imageconv import Window
from ui.viewer.paint import BAND, FAINT, FOCUS, GROUND, INK, RING_PX, bold, draw_badges, draw_ring
from ui.viewer.picture import Picture
from ui.viewer.pyramid import PyramidStore
from ui.viewer.view import PictureView

ROW_PX = 24
COMPACT_ROW_PX = 19
"""Where many panes share the room."""
SCALE_BAR_PX = 140.0
_ROUND_MM = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0)


def scale_bar_mm(px_per_mm: float, longest_px: float) -> float:
    """The longest round length that fits, in millimetres."""
    return max((length for length in _ROUND_MM if length * px_per_mm <= longest_px), default=_ROUND_MM[0])


class _Band(QWidget):
    def __init__(self, rows: int, parent: QWidget, row_px: int = ROW_PX) -> None:
        super().__init__(parent)
        self._row_px = row_px
        self.setFixedHeight(rows * row_px)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)


class Header(_Band):
    """Title and zoom in the first row, badges in the second."""

    def __init__(self, parent: QWidget, row_px: int = ROW_PX) -> None:
        super().__init__(2, parent, row_px)
        self._title = ""
        self._badges: tuple[str, ...] = ()
        self._zoom = ""

    def set_texts(self, title: str, badges: tuple[str, ...], zoom: str) -> None:
        """Say something else."""
        if (title, badges, zoom) != (self._title, self._badges, self._zoom):
            self._title, self._badges, self._zoom = title, badges, zoom
            self.setToolTip(title)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Zoom and badges are whole always; a long title is cut."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), BAND)
        first = QRectF(8, 0, self.width() - 16, self._row_px)
        painter.setPen(INK)
        painter.drawText(first, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._zoom)
        taken = QFontMetricsF(self.font()).horizontalAdvance(self._zoom) + 12
        painter.setFont(bold(self.font()))
        title = QFontMetricsF(painter.font()).elidedText(
            self._title, Qt.TextElideMode.ElideRight, max(first.width() - taken, 0)
        )
        painter.drawText(first, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        below = QRectF(8, self._row_px, self.width() - 16, self._row_px - 3)
        draw_badges(painter, below, self._badges, self.font())
        painter.end()


class Footer(_Band):
    """Scale bar on the left, window of a 16-bit picture on the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(1, parent)
        self._bar_px = 0.0
        self._length = ""
        self._window = ""

    def set_texts(self, bar_px: float, length: str, window: str) -> None:
        """Show a bar of ``bar_px`` logical pixels, or only the text where that is 0."""
        if (bar_px, length, window) != (self._bar_px, self._length, self._window):
            self._bar_px, self._length, self._window = bar_px, length, window
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bar with ends, then its length."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), BAND)
        area = QRectF(8, 0, self.width() - 16, self.height())
        middle = area.center().y()
        if self._bar_px:
            painter.setPen(QPen(INK, 2))
            end = area.left() + self._bar_px
            painter.drawLine(QPointF(area.left(), middle), QPointF(end, middle))
            for x in (area.left(), end):
                painter.drawLine(QPointF(x, middle - 5), QPointF(x, middle + 5))
        painter.setPen(INK if self._bar_px else FAINT)
        text = area.adjusted(self._bar_px + 8 if self._bar_px else 0, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._length)
        painter.setPen(FAINT)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._window)
        painter.end()


class Pane(QWidget):
    """A view between its bands, or what to do where there is no picture.

    A ``compact`` one, of many, has lower bands above and none below: its scale stands on the picture.
    """

    def __init__(self, pyramids: PyramidStore, parent: QWidget | None = None, *, compact: bool = False) -> None:
        super().__init__(parent)
        self.view = PictureView(pyramids)
        self._role = ""
        self._empty_text = ""
        self._instead: tuple[str, tuple[str, ...]] | None = None
        self._compact = compact
        self._header, self._footer = Header(self, COMPACT_ROW_PX if compact else ROW_PX), Footer(self)
        self._empty = QLabel(self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setMargin(8 if compact else 24)
        self._empty.setAutoFillBackground(True)
        palette = self._empty.palette()
        palette.setColor(self._empty.backgroundRole(), GROUND)
        palette.setColor(self._empty.foregroundRole(), INK)
        self._empty.setPalette(palette)
        self._middle = QStackedLayout()
        self._middle.addWidget(self._empty)
        self._middle.addWidget(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(RING_PX, RING_PX, RING_PX, RING_PX)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addLayout(self._middle, 1)
        layout.addWidget(self._footer)
        self._footer.setVisible(not compact)
        self.setMinimumSize(QSize(130, 130) if compact else QSize(260, 200))
        self.view.viewportChanged.connect(self._describe)
        self.view.focused.connect(self._focus_changed)

    def set_role(self, role: str, empty_text: str) -> None:
        """What this pane is for, and what to do while it has no picture; in the language of the window."""
        self._role, self._empty_text = role, empty_text
        self.refresh()

    def set_window_levels(self, window: Window) -> None:
        """Samples of a 16-bit picture shown as black and white."""
        self.view.set_window_levels(window)
        self._describe()

    def set_heading(self, heading: tuple[str, tuple[str, ...]] | None) -> None:
        """Title and badges of a view that shows more than its picture; None for those of the picture."""
        if heading != self._instead:
            self._instead = heading
            self._describe()

    def refresh(self) -> None:
        """The picture or the language has changed."""
        picture = self.view.picture
        had_focus = self.view.hasFocus()
        self._empty.setText(self._empty_text)
        self._middle.setCurrentWidget(self._empty if picture is None else self.view)
        if had_focus and picture is not None:
            self.view.setFocus()
        self._describe()

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._describe()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A ring around the pane that has the keyboard."""
        painter = QPainter(self)
        draw_ring(painter, self.rect(), FOCUS if self.view.hasFocus() else BAND)
        painter.end()

    def _focus_changed(self) -> None:
        self.update()

    def _describe(self) -> None:
        picture = self.view.picture
        if picture is None:
            self._header.set_texts(self._role, (), "")
            self._footer.set_texts(0.0, "", "")
            return
        title, badges = self._instead or (picture.title, picture.badges)
        self._header.set_texts(title or self._role, badges, "" if self._compact else self._zoom_text())
        self._footer.set_texts(*self._scale(picture), self._window_text(picture))
        self.view.setAccessibleName(" · ".join(part for part in (self._role, title, *badges) if part))
        self.view.setAccessibleDescription(
            self.tr("Arrows move the picture, + and - zoom, F shows the whole page, Ctrl+1 shows pixel for pixel.")
        )

    def _zoom_text(self) -> str:
        percent = self.view.viewport.scale * 100
        return self.tr("%1 %").replace("%1", f"{percent:.0f}" if percent >= 10 else f"{percent:.1f}")

    def scale(self) -> tuple[float, str]:
        """Length of the scale bar in logical pixels, 0 where the scale is unknown, and what stands beside it."""
        picture = self.view.picture
        return (0.0, "") if picture is None else self._scale(picture)

    def _scale(self, picture: Picture) -> tuple[float, str]:
        if picture.px_per_mm is None:
            return 0.0, self.tr("Scale unknown: measuring is off")
        logical_px_per_mm = picture.px_per_mm * self.view.viewport.scale / self.view.devicePixelRatioF()
        length_mm = scale_bar_mm(logical_px_per_mm, SCALE_BAR_PX)
        return length_mm * logical_px_per_mm, self.tr("%1 mm").replace("%1", f"{length_mm:g}")

    def _window_text(self, picture: Picture) -> str:
        if picture.pixels.dtype.itemsize == 1:
            return ""
        low, high = self.view.window_levels
        return self.tr("16 bit, black at %1, white at %2").replace("%1", str(low)).replace("%2", str(high))

"""The characters of a zone, each under its picture; the one in hand is typed over in place."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.language import mrz_font
from ui.spoken import Panel
from ui.style import TONES
from ui.viewer.imageconv import to_qimage
from workstation.documents.mrz import ALPHABET
from workstation.zone_sight import ZoneSight

DOUBTFUL = 0.9
"""Confidence below which a character is marked."""
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Home: (0, -100),
    Qt.Key.Key_End: (0, 100),
}


class CellsView(Panel):
    """Lines in cells. Arrows walk, a letter replaces, Backspace brings the original back.

    Signals
    -------
    changed()
        The draft is another one.
    walked()
        Another cell is in hand.
    """

    changed = Signal()
    walked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.original: tuple[str, ...] = ()
        self.draft: list[str] = []
        self.at = (0, 0)
        self._sight: ZoneSight | None = None
        self._crops: list[list[QImage]] = []
        self._differ: set[tuple[int, int]] = set()
        self.editable = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.say(self.setAccessibleName, lambda: self.tr("Characters of the zone"))

    def set_zone(self, lines: tuple[str, ...], sight: ZoneSight | None) -> None:
        """Show lines under the pictures of a sight, where it has as many characters."""
        fits = sight is not None and [len(row) for row in sight.rows] == [len(line) for line in lines]
        if lines != self.original:
            self.draft, self.at = list(lines), (0, 0)
        self.original = lines
        self._sight = sight if fits else None
        rows = self._sight.rows if self._sight is not None else ()
        self._crops = [[to_qimage(each.crop) for each in row] for row in rows]
        places = self._sight.disagreements if self._sight is not None else ()
        self._differ = {(each.line - 1, each.position - 1) for each in places}
        self.updateGeometry()
        self.update()

    @property
    def corrected(self) -> bool:
        """The draft says something else than the original."""
        return tuple(self.draft) != self.original

    def take(self, lines: list[str]) -> None:
        """Lines as the draft."""
        self.draft = list(lines)
        self._changed()

    def marks(self, line: int, position: int) -> str:
        """Signs of a cell: ``✎`` corrected, ``≠`` lights differ, ``↯`` repaired, ``?`` doubtful, ``·`` other."""
        said = self.draft[line][position]
        found = "✎" if said != self.original[line][position] else ""
        found += "≠" if (line, position) in self._differ else ""
        if self._sight is not None:
            seen = self._sight.rows[line][position]
            found += "↯" if seen.raw != seen.text else ""
            found += "?" if seen.confidence < DOUBTFUL else ""
            found += "·" if seen.text != self.original[line][position] else ""
        return found

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(900, round(self._row_height() * max(1, len(self.draft))) + 4)

    def minimumSizeHint(self) -> QSize:
        """Ten pixels a character at least."""
        return QSize(460, self.sizeHint().height())

    def _cell_width(self) -> float:
        return max(1.0, (self.width() - 4) / max((len(each) for each in self.draft), default=44))

    def _row_height(self) -> float:
        return 3.9 * self.fontMetrics().height()

    def _box(self, line: int, position: int) -> QRectF:
        wide, high = self._cell_width(), self._row_height()
        return QRectF(2 + position * wide, 2 + line * high, wide, high)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Picture, character, signs."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        text = self.fontMetrics().height()
        printed, small = mrz_font(round(min(text * 1.1, self._cell_width() * 1.2))), self.font()
        small.setPixelSize(max(8, round(text * 0.6)))
        for line, row in enumerate(self.draft):
            for position, character in enumerate(row):
                box = self._box(line, position)
                if self._crops:
                    width = min(box.width() - 2, text * 1.1)
                    middle = box.center().x() - width / 2
                    painter.drawImage(QRectF(middle, box.top() + 2, width, text * 1.5), self._crops[line][position])
                signs = self.marks(line, position)
                painter.setPen(QColor(TONES["caution" if signs else "plain"]))
                painter.setFont(printed)
                down = QRectF(box.left(), box.top() + text * 1.75, box.width(), text * 1.2)
                painter.drawText(down, Qt.AlignmentFlag.AlignCenter, character)
                painter.setFont(small)
                below = QRectF(box.left() - 4, box.top() + text * 2.95, box.width() + 8, text * 0.8)
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, signs)
        if self.draft:
            pen = QPen(QColor(TONES["mark" if self.hasFocus() else "quiet"]), 2)
            painter.setPen(pen)
            painter.drawRect(self._box(*self.at).adjusted(0, 0, 0, -4))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the cell under the pointer in hand."""
        self.setFocus()
        place = event.position()
        self._go(int((place.y() - 2) // self._row_height()), int((place.x() - 2) // self._cell_width()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The frame shows who hears the keys."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The frame grows quiet."""
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, replace, restore."""
        key = Qt.Key(event.key())
        text = event.text().upper()
        line, position = self.at
        if key in _STEPS and self.draft:
            self._go(line + _STEPS[key][0], position + _STEPS[key][1])
        elif self.draft and self.editable and key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._put(self.original[line][position])
        elif self.draft and self.editable and len(text) == 1 and text in ALPHABET and event.modifiers() in _PLAIN:
            self._put(text)
            self._go(line, position + 1)
        else:
            super().keyPressEvent(event)

    def _put(self, character: str) -> None:
        line, position = self.at
        row = self.draft[line]
        self.draft[line] = row[:position] + character + row[position + 1 :]
        self._changed()

    def _changed(self) -> None:
        self.update()
        self.changed.emit()

    def _go(self, line: int, position: int) -> None:
        if not self.draft:
            return
        line = min(max(line, 0), len(self.draft) - 1)
        self.at = (line, min(max(position, 0), len(self.draft[line]) - 1))
        self.update()
        self.walked.emit()


_PLAIN = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.KeypadModifier,
)

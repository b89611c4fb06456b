"""The list of results: a symbol, what was checked, value beside threshold, and how far from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.checks.words import measured_text, mode_text, outcome_name, place_text, short_place, symbol_of, tone_of
from ui.fields import term
from ui.style import TONES
from workstation.cases.model import CheckOutcome
from workstation.checks.judged import Judged

Index = QModelIndex | QPersistentModelIndex
_PAD = 8
_GROUND = QColor("#3a3a3a")
_MIDDLE = QColor("#8c8c8c")


class ResultRows(QAbstractListModel):
    """Results, the worst first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Judged, ...] = ()

    def set_rows(self, rows: Sequence[Judged]) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    @property
    def rows(self) -> tuple[Judged, ...]:
        """What is shown."""
        return self._rows

    def row_of(self, result_id: str) -> int:
        """Row of a result, -1 where there is none."""
        return next((row for row, each in enumerate(self._rows) if each.result.result_id == result_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One a result."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The result itself for the delegate, and everything in words for a reader of screens."""
        each = self._rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return each
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            words = (term("check", each.result.check), outcome_name(each.outcome), place_text(each), mode_text(each))
            return "\n".join(part for part in (*words, measured_text(each.result)) if part)
        return None


class ResultDelegate(QStyledItemDelegate):
    """Two lines of text and a bar from -1 to 1 whose middle is the threshold."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines with room for a glove."""
        return QSize(240, 2 * QFontMetrics(option.font).lineSpacing() + 3 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        each: Judged = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect
        font: QFont = option.font
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(rect, option.palette.highlight())
        # The symbol and the second line say the outcome; on the highlight no tone could be read.
        bright = option.palette.highlightedText().color()
        tone = bright if chosen else QColor(TONES[tone_of(each.outcome)])
        quiet = bright if chosen else QColor(TONES["quiet"])
        line = QFontMetrics(font).lineSpacing()
        inner = rect.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        self._symbol(painter, font, each, tone, inner)
        words = inner.adjusted(2 * line, 0, 0, 0)
        bar = 6 * line
        upper = QRect(words.left(), words.top(), words.width(), line)
        lower = QRect(words.left(), words.top() + line + _PAD // 2, words.width(), line)
        painter.setPen(tone if chosen or each.outcome is CheckOutcome.FAILED else QColor(TONES["plain"]))
        bold = QFont(font)
        bold.setBold(True)
        painter.setFont(bold)
        _elided(painter, QFontMetrics(bold), upper.adjusted(0, 0, -bar - _PAD, 0), term("check", each.result.check))
        painter.setFont(font)
        painter.setPen(quiet)
        value = measured_text(each.result)
        wide = QFontMetrics(font).horizontalAdvance(value)
        _elided(painter, QFontMetrics(font), lower.adjusted(0, 0, -wide - _PAD, 0), self._second(each))
        painter.drawText(lower, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, value)
        if each.margin is not None:
            self._bar(painter, QRect(upper.right() - bar, upper.center().y() - 4, bar, 9), each.margin, tone)
        painter.restore()

    @staticmethod
    def _second(each: Judged) -> str:
        parts = [outcome_name(each.outcome)]
        if each.overruled is not None:
            parts = [f"{outcome_name(each.result.outcome)} → {outcome_name(each.outcome)}"]
        return " · ".join(part for part in (*parts, short_place(each), mode_text(each)) if part)

    @staticmethod
    def _symbol(painter: QPainter, font: QFont, each: Judged, tone: QColor, inner: QRect) -> None:
        large = QFont(font)
        large.setPointSizeF(font.pointSizeF() * 1.6 if font.pointSizeF() > 0 else 14)
        large.setBold(True)
        painter.setFont(large)
        painter.setPen(tone)
        box = QRect(inner.left(), inner.top(), 2 * QFontMetrics(font).lineSpacing() - _PAD, inner.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, symbol_of(each.outcome))

    @staticmethod
    def _bar(painter: QPainter, rect: QRect, margin: float, tone: QColor) -> None:
        painter.fillRect(rect, _GROUND)
        middle = rect.left() + rect.width() // 2
        reach = round(max(-1.0, min(1.0, margin)) * rect.width() / 2)
        painter.fillRect(QRect(min(middle, middle + reach), rect.top() + 1, abs(reach), rect.height() - 2), tone)
        painter.fillRect(QRect(middle, rect.top() - 2, 1, rect.height() + 4), _MIDDLE)


def _elided(painter: QPainter, metrics: QFontMetrics, rect: QRect, text: str) -> None:
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

"""Tables and lists to read and to choose a row in."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QTableWidget,
    QTableWidgetItem,
)

from ui.style import TONES


def plain_table(columns: int) -> QTableWidget:
    """A table to read and to choose a row in."""
    table = QTableWidget(0, columns)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setAlternatingRowColors(True)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setWordWrap(True)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(38)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setStretchLastSection(True)
    return table


def fill(table: QTableWidget, rows: list[tuple[str, ...]]) -> None:
    """Put texts in; the row that was chosen stays chosen."""
    chosen = max(table.currentRow(), 0)
    table.setRowCount(len(rows))
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            table.setItem(row, column, item)
    if rows:
        table.setCurrentCell(min(chosen, len(rows) - 1), 0)


def tint(table: QTableWidget, row: int, column: int, tone: str) -> None:
    """Give one cell the colour of a tone; its text says the same."""
    item = table.item(row, column)
    if item is not None:
        item.setForeground(QColor(TONES[tone]))


#: Room round the text of a row, and the narrowest a list becomes.
ROOM_PX, NARROWEST_PX = 24, 300


def make_room(list_: QListWidget, item: QListWidgetItem) -> int:
    """Give a row the height of all its lines, those of a fallback font too; returns it in pixels."""
    width = max(list_.viewport().width(), NARROWEST_PX) - ROOM_PX
    around = QRect(0, 0, width, 10_000)
    # Chinese is drawn in another font, which may be a third higher.
    text = item.text()
    drawn = list_.fontMetrics().boundingRect(around, Qt.TextFlag.TextWordWrap, text)
    extra = 0 if text.isascii() else round(drawn.height() * 0.35)
    item.setSizeHint(QSize(width, drawn.height() + extra + ROOM_PX // 2))
    return item.sizeHint().height()

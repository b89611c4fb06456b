"""Tables to read and to choose a row in."""

from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

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

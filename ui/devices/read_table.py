"""A table to read: rows are chosen whole, the keyboard walks in and out of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QTableWidget, QTableWidgetItem, QWidget

from ui.spoken import Spoken
from ui.style import TONES

Row = tuple[str, Sequence[str], str]
"""Key, texts of its cells, tone of the first cell."""


def for_reading(table: QTableView) -> None:
    """Set a table up for reading by keyboard and eye."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(34)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class ReadTable(Spoken, QTableWidget):
    """A short table with a key behind each row; the row in hand stays in hand when the content changes.

    Parameters
    ----------
    columns : callable
        Names of the columns, asked again when the language changes.
    wide : int
        The column that takes what room is left.
    """

    def __init__(self, columns: Callable[[], Sequence[str]], wide: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self.setColumnCount(len(columns()))
        for_reading(self)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.verticalHeader().setMinimumSectionSize(34)
        self.horizontalHeader().sectionResized.connect(lambda *_: self.resizeRowsToContents())
        self.retranslate()

    def retranslate(self) -> None:
        """Names of the columns follow the language."""
        super().retranslate()
        self.setHorizontalHeaderLabels(list(self._columns()))

    @property
    def key(self) -> str:
        """Key of the row in hand; empty where there is none."""
        item = self.item(self.currentRow(), 0)
        return str(item.data(Qt.ItemDataRole.UserRole)) if item else ""

    def take(self, key: str) -> None:
        """Take a row in hand, where it is there."""
        for row in range(self.rowCount()):
            item = self.item(row, 0)
            if item is not None and item.data(Qt.ItemDataRole.UserRole) == key:
                self.setCurrentCell(row, 0)

    def fill(self, rows: Sequence[Row]) -> None:
        """Show these rows, silently."""
        key = self.key
        blocked = self.blockSignals(True)
        self.setRowCount(len(rows))
        for row, (name, texts, tone) in enumerate(rows):
            spoken = ", ".join(filter(None, texts))
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setData(Qt.ItemDataRole.UserRole, name)
                item.setToolTip(text)
                if column == 0:
                    item.setForeground(QColor(TONES[tone]))
                    item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
                self.setItem(row, column, item)
        self.take(key)
        self.blockSignals(blocked)

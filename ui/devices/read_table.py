"""A table to read: rows are chosen whole, the keyboard walks in and out of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.spoken import Spoken
from ui.style import TONES

Index = QModelIndex | QPersistentModelIndex

Row = tuple[str, tuple[str, ...], str]
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


class Rows(QAbstractTableModel):
    """Texts by row; only what differs is told to the table."""

    def __init__(self, columns: Callable[[], Sequence[str]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._count = len(columns())
        self.rows: tuple[Row, ...] = ()

    def show(self, rows: Sequence[Row]) -> bool:
        """Hold these rows; False where they are new ones, so that a selection is gone."""
        before = self.rows
        if [each[0] for each in before] != [each[0] for each in rows]:
            self.beginResetModel()
            self.rows = tuple(rows)
            self.endResetModel()
            return False
        self.rows = tuple(rows)
        for number, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(number, 0), self.index(number, self._count - 1))
        return True

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """As many as are shown."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One a name."""
        return 0 if parent.isValid() else self._count

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._columns()[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, and the tone of the first one."""
        _, texts, tone = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return texts[index.column()]
        if index.column() == 0 and role == Qt.ItemDataRole.ForegroundRole:
            return QColor(TONES[tone])
        if index.column() == 0 and role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, texts))
        return None


class ReadTable(Spoken, QTableView):
    """A table with a key behind each row; the row in hand stays in hand when the content changes.

    Parameters
    ----------
    columns : callable
        Names of the columns, asked again when the language changes.
    wide : int
        The column that takes what room is left, and breaks its text into lines.
    """

    picked = Signal()  # another row is in hand

    def __init__(self, columns: Callable[[], Sequence[str]], wide: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content = Rows(columns, self)
        self.setModel(self.content)
        for_reading(self)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setMinimumSectionSize(34)
        self._fitting = QTimer(self, interval=0, singleShot=True)
        self._fitting.timeout.connect(self.resizeRowsToContents)
        self.horizontalHeader().sectionResized.connect(lambda *_: self._fitting.start())
        self._filling = False
        self.selectionModel().currentRowChanged.connect(lambda *_: None if self._filling else self.picked.emit())

    def retranslate(self) -> None:
        """Names of the columns follow the language."""
        super().retranslate()
        self.content.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.content.columnCount() - 1)

    @property
    def key(self) -> str:
        """Key of the row in hand; empty where there is none."""
        row = self.currentIndex().row()
        return self.content.rows[row][0] if 0 <= row < len(self.content.rows) else ""

    def take(self, key: str) -> None:
        """Take a row in hand, where it is there."""
        for number, (each, _, _) in enumerate(self.content.rows):
            if each == key:
                self.setCurrentIndex(self.content.index(number, 0))

    def fill(self, rows: Sequence[Row]) -> None:
        """Show these rows."""
        if tuple(rows) == self.content.rows:
            return
        key = self.key
        self._filling = True
        if not self.content.show(rows):
            self.take(key)
        self._filling = False
        self._fitting.start()

    def text(self, row: int, column: int) -> str:
        """What stands in a cell."""
        return self.content.rows[row][1][column]

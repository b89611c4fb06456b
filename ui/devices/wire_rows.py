"""A wire log as rows: new ones are added below, forgotten ones leave above, so that a selection stays."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from ui.devices.looks import clock_text
from ui.style import TONES
from workstation.maintenance import Direction, WireEntry

Index = QModelIndex | QPersistentModelIndex

_ARROWS = {Direction.SENT: ("→", "mark"), Direction.RECEIVED: ("←", "plain"), Direction.DISCARDED: ("✕", "caution")}
SHOWN_BYTES = 96
"""A longer entry is shortened in the table; its tool tip and the saved file hold all of it."""


def as_text(data: bytes) -> str:
    """Bytes as characters; what cannot be printed stays an escape."""
    return "".join(chr(each) if 32 <= each < 127 and each != 92 else _escape(each) for each in data)


def _escape(byte: int) -> str:
    return {10: "\\n", 13: "\\r", 9: "\\t", 92: "\\\\"}.get(byte, f"\\x{byte:02x}")


class WireRows(QAbstractTableModel):
    """Time, direction, number of bytes, bytes, meaning."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[WireEntry, ...] = ()
        self._hexadecimal = False

    def set_hexadecimal(self, on: bool) -> None:
        """Bytes as numbers, or as characters."""
        self._hexadecimal = on
        self.say_again()

    def say_again(self) -> None:
        """Every text anew."""
        if self.entries:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.entries) - 1, self.columnCount() - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def show(self, entries: tuple[WireEntry, ...]) -> None:
        """Hold these entries, oldest first."""
        before = self.entries
        gone = before.index(entries[0]) if entries and entries[0] in before else len(before)
        if len(entries) < len(before) - gone or gone == len(before):
            self.beginResetModel()
            self.entries = entries
            self.endResetModel()
            return
        if gone:
            self.beginRemoveRows(QModelIndex(), 0, gone - 1)
            self.entries = before[gone:]
            self.endRemoveRows()
        kept = len(self.entries)
        # The latest reply may still have been growing.
        self.entries = entries[:kept]
        if kept:
            self.dataChanged.emit(self.index(kept - 1, 0), self.index(kept - 1, self.columnCount() - 1))
        if len(entries) > kept:
            self.beginInsertRows(QModelIndex(), kept, len(entries) - 1)
            self.entries = entries
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One an entry."""
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Time, direction, bytes, data, meaning."""
        return 0 if parent.isValid() else 5

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Time"), self.tr("Direction"), self.tr("Bytes"), self.tr("Data"), self.tr("Meaning"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, and the tone of a direction beside its arrow."""
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts(entry, SHOWN_BYTES)[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == 1:
            return QColor(TONES[_ARROWS[entry.direction][1]])
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._texts(entry, None)[index.column()][:4000]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, self._texts(entry, SHOWN_BYTES)))
        return None

    def _texts(self, entry: WireEntry, most: int | None) -> tuple[str, ...]:
        words = {
            Direction.SENT: self.tr("sent"),
            Direction.RECEIVED: self.tr("received"),
            Direction.DISCARDED: self.tr("not read"),
        }
        shown = entry.data[:most]
        data = shown.hex(" ") if self._hexadecimal else as_text(shown)
        if not entry.data and entry.length:
            data = self.tr("left out")
        return (
            clock_text(entry.at, "HH:mm:ss.zzz"),
            f"{_ARROWS[entry.direction][0]} {words[entry.direction]}",
            str(entry.length),
            data + (" …" if len(shown) < len(entry.data) else ""),
            entry.meaning,
        )

"""The cross-check table: sources as columns, fields as rows, the grade of every pair of the row in hand."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from ui.checks.words import symbol_of
from ui.fields import quiet, term
from ui.spoken import Panel
from ui.style import TONES
from workstation.checks.cross_check import FIELDS, Origin, Pairing, Row, Source, cross_check

LOOKS = {
    Pairing.EQUAL: ("=", "good"),
    Pairing.EQUAL_AFTER_TRANSLITERATION: ("≈", "good"),
    Pairing.COMPATIBLE_TRUNCATED: ("…", "good"),
    Pairing.MISMATCH: ("✗", "bad"),
    Pairing.NOT_COMPARABLE: ("?", "caution"),
    Pairing.SOURCE_ABSENT: ("–", "quiet"),
    Pairing.FIELD_ABSENT: ("–", "quiet"),
}
"""Sign and tone of every pairing."""


class CrossTable(Panel):
    """What every source says of each field.

    Signals
    -------
    wanted(Row, Origin or None)
        The places of a row are to be shown, that of the source in hand in front.
    typed(str, str)
        The examiner typed a value of the visual zone.
    """

    wanted = Signal(object, object)
    typed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()
        self._present: frozenset[Origin] = frozenset()
        self.editable = True
        self._filling = False
        self.table = QTableWidget(len(FIELDS), len(Origin) + 2)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(True)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.pairs = quiet()
        down = QVBoxLayout(self)
        down.addWidget(self.table, 1)
        down.addWidget(self.pairs)
        self.table.itemActivated.connect(lambda item: self._show(item.row(), item.column()))
        self.table.cellClicked.connect(self._show)
        self.table.currentCellChanged.connect(lambda row, *_: self._say_pairs(row))
        self.table.itemChanged.connect(self._take)
        self.say(self.table.setAccessibleName, lambda: self.tr("Cross-check of every source"))

    def names(self) -> Mapping[Origin, str]:
        """What the sources are called."""
        return {
            Origin.MRZ: self.tr("Zone as printed"),
            Origin.READER: self.tr("Reader device"),
            Origin.VISUAL: self.tr("Visual zone"),
            Origin.SEAL: self.tr("Bar code or seal"),
            Origin.CHIP: self.tr("Chip"),
        }

    def set_sources(self, sources: tuple[Source, ...]) -> None:
        """Compare these."""
        self.rows, self._present = cross_check(sources), frozenset(each.origin for each in sources)
        self._fill()

    def retranslate(self) -> None:
        """Titles, fields and grades follow the language."""
        super().retranslate()
        if self.rows:
            self._fill()

    def _fill(self) -> None:
        self._filling = True
        titles = dict(self.names())
        titles[Origin.VISUAL] += "  [F2]"
        self.table.setHorizontalHeaderLabels([self.tr("Field"), *titles.values(), self.tr("Verdict")])
        for place, row in enumerate(self.rows):
            self._put(place, 0, term("mrz_field", row.field), "plain")
            for column, origin in enumerate(Origin, start=1):
                text, tone = self._cell(row, origin)
                self._put(place, column, text, tone, edits=origin is Origin.VISUAL and self.editable)
            sign, tone = LOOKS[row.worst]
            self._put(place, len(Origin) + 1, f"{sign} {term('pairing', row.worst)}", tone)
        self._filling = False
        self._say_pairs(self.table.currentRow())

    def _cell(self, row: Row, origin: Origin) -> tuple[str, str]:
        """Text and tone of a cell: a value with the sign of its own validity, or why there is none."""
        value = row.cells.get(origin)
        if value is not None:
            return (f"{symbol_of(value.valid)} {value.text}" if value.valid is not None else value.text), "plain"
        if origin in self._present:
            return "–", "quiet"
        return (self.tr("not read yet") if origin is Origin.CHIP else self.tr("source absent")), "quiet"

    def _put(self, row: int, column: int, text: str, tone: str, *, edits: bool = False) -> None:
        item = QTableWidgetItem(text)
        item.setForeground(QBrush(QColor(TONES[tone])))
        item.setToolTip(text)
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        item.setFlags(flags | Qt.ItemFlag.ItemIsEditable if edits else flags)
        self.table.setItem(row, column, item)

    def _say_pairs(self, row: int) -> None:
        if not 0 <= row < len(self.rows):
            self.pairs.setText(
                self.tr("Enter or a click shows both places. F2 in the visual zone types what is printed.")
            )
            return
        names = self.names()
        lines = (
            f"{LOOKS[each.pairing][0]}  {names[each.first]} / {names[each.second]}: {term('pairing', each.pairing)}"
            for each in self.rows[row].pairs
            if {each.first, each.second} <= self._present
        )
        self.pairs.setText("\n".join(lines) or self.tr("Fewer than two sources are there: nothing was compared."))

    def _show(self, row: int, column: int) -> None:
        if 0 <= row < len(self.rows):
            in_hand = dict(enumerate(Origin, start=1)).get(column)
            self.wanted.emit(self.rows[row], in_hand)

    def _take(self, item: QTableWidgetItem) -> None:
        if not self._filling and item.column() == 1 + tuple(Origin).index(Origin.VISUAL):
            self.typed.emit(self.rows[item.row()].field, item.text().strip())

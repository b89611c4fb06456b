"""The zone of the exhibit in hand, character by character, and the cross-check of all sources; beside the window."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ui.desk import Desk
from ui.fields import light_name, primary, quiet, term
from ui.spoken import Dialog
from ui.style import TONES
from ui.zones.cells import CellsView
from ui.zones.cross_table import CrossTable
from workstation.cases.model import CheckResult, MrzRecord
from workstation.checks.exhibit_sources import exhibit_sources, is_device
from workstation.documents.mrz import MrzError, parse
from workstation.documents.mrz_values import CheckDigit, MrzDocument
from workstation.zone_sight import Sight


class ZoneWindow(Dialog):
    """Looks at the newest lines of the exhibit; a correction becomes a record of its own.

    Signals
    -------
    kept(list)
        Corrected lines to keep.
    wanted(Row, Origin or None)
        Both places of a row of the cross-check are to be shown, that of the source in hand in front.
    """

    kept = Signal(list)
    wanted = Signal(object, object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.sight: Sight | None = None
        self._asked: tuple[object, ...] = ()
        self._guessing = ""  # exhibit whose guess is being made good
        self.cells, self.cross = CellsView(), CrossTable()
        self.source, self.notes = QLabel(), quiet()
        self.fields = QTableWidget(0, 5)
        self.keep, self.guess, self.copy = primary(QPushButton()), QPushButton(), QPushButton()
        self.tabs = QTabWidget()
        self._build()
        self._speak()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        self.resize(1180, 640)
        for label in (self.source, self.notes):
            label.setWordWrap(True)
        self.fields.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.fields.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.fields.setTabKeyNavigation(False)
        self.fields.verticalHeader().hide()
        self.fields.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.fields.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.fields.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        zone = QWidget()
        down = QVBoxLayout(zone)
        buttons = QHBoxLayout()
        for button in (self.copy, self.guess, self.keep):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.insertStretch(0, 1)
        for widget in (self.source, self.cells, self.notes):
            down.addWidget(widget)
        down.addWidget(self.fields, 1)
        down.addLayout(buttons)
        self.tabs.addTab(zone, "")
        self.tabs.addTab(self.cross, "")
        QVBoxLayout(self).addWidget(self.tabs)

    def _speak(self) -> None:
        self.say(self.setWindowTitle, lambda: self.tr("Machine readable zone"))
        self.say(lambda text: self.tabs.setTabText(0, text), lambda: self.tr("&Characters"))
        self.say(lambda text: self.tabs.setTabText(1, text), lambda: self.tr("C&ross-check"))
        self.say(self.copy.setText, lambda: self.tr("Copy as &text"))
        self.say(self.guess.setText, lambda: self.tr("&Begin with the guess"))
        self.say(self.keep.setText, lambda: self.tr("&Keep the correction"))
        self.say(
            self.keep.setToolTip, lambda: self.tr("A record of its own; what was read stays as it is") + "  [Ctrl+S]"
        )
        self.say(self.fields.setAccessibleName, lambda: self.tr("Fields and check digits"))

    def _connect(self) -> None:
        self.keep.setShortcut(QKeySequence("Ctrl+S"))
        for signal in (self.desk.caseChanged, self.desk.viewChanged):
            signal.connect(self.refresh)
        self.cells.changed.connect(self._show_draft)
        self.cells.walked.connect(self._mark_field)
        self.copy.clicked.connect(self._copy)
        self.guess.clicked.connect(self._begin_with_guess)
        self.keep.clicked.connect(lambda: self.kept.emit(list(self.cells.draft)))
        self.cross.wanted.connect(self.wanted.emit)
        self.cross.typed.connect(self._type_visual)

    def retranslate(self) -> None:
        """Fields, sources and notes follow the language."""
        super().retranslate()
        self._show()

    # ------------------------------------------------------------------ showing

    def _zones(self) -> tuple[MrzRecord, ...]:
        every = self.desk.snapshot.mrz if self.desk.snapshot else ()
        return tuple(each for each in every if each.exhibit_id == self.desk.exhibit_id)

    def _results(self) -> tuple[CheckResult, ...]:
        every = self.desk.snapshot.checks if self.desk.snapshot else ()
        own = [each for each in every if each.exhibit_id == self.desk.exhibit_id]
        newest = max((each.performed_at for each in own), default=None)
        return tuple(each for each in own if each.performed_at == newest)

    def refresh(self) -> None:
        """Look again where the exhibit has other pictures; a correction that is being typed stays."""
        captures = self.desk.snapshot.captures if self.desk.snapshot else ()
        own = tuple(each.capture_id for each in captures if each.exhibit_id == self.desk.exhibit_id)
        asked = (self.desk.exhibit_id, *own)
        if asked != self._asked and self.desk.workbench is not None:
            self._asked, self.sight = asked, None
            found = self.desk.bench.sights.sight(self.desk.exhibit_id)
            self.desk.ask(found, lambda sight: self._take(asked, sight))
        self._show()

    def _take(self, asked: tuple[object, ...], sight: Sight) -> None:
        if asked == self._asked:
            self.sight = sight
            self._show()

    def _show(self) -> None:
        zones = self._zones()
        seen = self.sight.zone if self.sight is not None else None
        read = seen.lines if seen is not None and not seen.refused else ()
        lines = zones[-1].lines if zones else read
        guessing = not lines and self._guessing == self.desk.exhibit_id
        if not self.cells.corrected or (lines != self.cells.original and not guessing):
            self.cells.set_zone(lines, seen)
        self.cells.editable = self.desk.editable
        self.guess.setVisible(seen is not None and bool(seen.refused) and not lines)
        self.source.setText(self._origin(zones, bool(lines)))
        self.cross.editable = self.desk.editable
        self.cross.set_sources(exhibit_sources(zones, self._results(), self.sight))
        self._show_draft()

    def _origin(self, zones: tuple[MrzRecord, ...], read: bool) -> str:
        if zones:
            newest = zones[-1]
            return f"{term('mrz_source', newest.source)} · {newest.device or '–'} · {len(zones)}"
        if self.sight is None:
            return self.tr("The pictures are being read…")
        if read:
            return self.tr("Read from the pictures, not kept")
        return self.tr("–  Not read: type it. A guess is never given as a reading.")

    def _show_draft(self) -> None:
        zone: MrzDocument | None = None
        problem = ""
        try:
            zone = parse(self.cells.draft) if self.cells.draft else None
        except MrzError as error:
            problem = self.tr("These lines are no zone of ICAO 9303: {code}").format(code=error.code)
        self.keep.setEnabled(self.cells.corrected and self.desk.editable)
        self.copy.setEnabled(bool(self.cells.draft))
        self.notes.setText("\n".join(each for each in (problem, *self._notes()) if each))
        self.notes.setVisible(bool(self.notes.text()))
        self._fill(zone)

    def _notes(self) -> list[str]:
        """What a reader device and the pictures, the lights among each other, and shape and text say differently."""
        seen = self.sight.zone if self.sight is not None else None
        said = []
        if self.cells.corrected and self._zones():
            said.append("✎  " + self.tr("Corrected, not kept. Original: {lines}").format(
                lines="  ".join(self.cells.original)
            ))  # fmt: skip
        if seen is None or seen.refused:
            return said
        sent = next((each for each in reversed(self._zones()) if is_device(each)), None)
        if sent is not None and sent.lines != seen.lines:
            said.append("≠  " + self.tr("The reader device and the picture differ. Picture: {lines}").format(
                lines="  ".join(seen.lines)
            ))  # fmt: skip
        for place in seen.disagreements:
            read = ", ".join(f"{light_name(light)} {cell.text}" for light, cell in place.readings.items())
            text = self.tr("Lights differ at line {line}, place {position}: {read}")
            said.append("≠  " + text.format(line=place.line, position=place.position, read=read))
        for repair in seen.repairs:
            text = self.tr("Read as {text}, looks like {raw}: line {line}, place {position}")
            said.append(
                "↯  " + text.format(text=repair.text, raw=repair.raw, line=repair.line, position=repair.position)
            )
        return said[:6]

    def _fill(self, zone: MrzDocument | None) -> None:
        self.fields.setHorizontalHeaderLabels(
            [self.tr("Field"), self.tr("Printed"), self.tr("Check digit"), self.tr("Expected"), self.tr("Verdict")]
        )
        rows: list[tuple[str, str, CheckDigit | None]] = []
        if zone is not None:
            rows = [(each.name, each.text, zone.check_digit(each.name)) for each in zone.fields]
            composite = zone.check_digit("composite")
            rows += [("composite", "", composite)] if composite is not None else []
        self.fields.setRowCount(len(rows))
        for row, (name, text, digit) in enumerate(rows):
            verdict, tone = ("", "plain") if digit is None else self._verdict(digit)
            printed, expected = ("", "") if digit is None else (digit.printed, digit.expected)
            for column, said in enumerate((term("mrz_field", name), text, printed, expected, verdict)):
                item = QTableWidgetItem(said)
                item.setForeground(QBrush(QColor(TONES[tone if column > 1 else "plain"])))
                item.setData(Qt.ItemDataRole.UserRole, name)
                self.fields.setItem(row, column, item)

    def _verdict(self, digit: CheckDigit) -> tuple[str, str]:
        return ("✓ " + self.tr("holds"), "good") if digit.holds else ("✗ " + self.tr("does not hold"), "bad")

    def _mark_field(self) -> None:
        """The field of the cell in hand."""
        line, position = self.cells.at
        try:
            fields = parse(self.cells.draft).fields
        except MrzError:
            return
        for row, each in enumerate(fields):
            if each.span.line == line + 1 and each.span.first <= position + 1 <= each.span.last:
                self.fields.selectRow(row)

    # ------------------------------------------------------------------ acting

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(self.cells.draft))

    def _begin_with_guess(self) -> None:
        seen = self.sight.zone if self.sight is not None else None
        if seen is not None:
            self._guessing = self.desk.exhibit_id
            self.cells.set_zone(tuple("<" * len(line) for line in seen.lines), seen)
            self.cells.take(list(seen.lines))
            self.cells.setFocus()

    def _type_visual(self, field: str, text: str) -> None:
        """Keep it: the table shows it when the case file has it."""
        if self.desk.editable:
            self.desk.keep(self.desk.bench.checks.type_visual(self.desk.exhibit_id, field, text))

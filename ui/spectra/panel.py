"""The tab of spectra: two places, their values in every light, the lights that tell them apart, all lights in one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.desk import Desk
from ui.fields import ChoiceBox, light_name, quiet
from ui.language import current_language
from ui.spectra.chart import COLOURS, SATURATED_SHARE, SpectrumChart
from ui.spectra.spectra import PLACES, SHAPES, Spectra
from ui.spectra.words import SpectraWords
from ui.spoken import Panel
from ui.style import TONES
from workstation.imaging.combining import ComponentsKind
from workstation.imaging.light_stack import BandValue
from workstation.imaging.spectra import Ranked
from workstation.messages import explain

MARKS = {"A": "●", "B": "□"}
SATURATED = "▲"
RANKS_SHOWN = 60


class SpectraPanel(Panel):
    """Chart and tables.

    Signals
    -------
    keepAsked()
        Keep the view that is seen.
    """

    keepAsked = Signal()

    def __init__(self, spectra: Spectra, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spectra, self._desk = spectra, desk
        self._words = SpectraWords(self)
        self.places = {each: QPushButton() for each in PLACES}
        self.shape, self.clear = ChoiceBox(), QPushButton()
        self.hint, self.trouble = quiet(), QLabel()
        self.chart = SpectrumChart()
        self.to_chart, self.to_values, self.to_best = QPushButton(), QPushButton(), QPushButton()
        self.table, self.best = QTableWidget(), QTableWidget()
        self.pages = QStackedWidget()
        self.all_lights = {each: QPushButton() for each in ComponentsKind}
        self.luminescence, self.keep = QPushButton(), QPushButton()
        self._all_title = quiet()
        self._shown_rank = -1
        self._written: tuple[str, dict[str, tuple[BandValue, ...]]] | None = None
        self._written_best: tuple[str, tuple[Ranked, ...]] | None = None
        self._build()
        self._speak()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        top = QHBoxLayout()
        for place in PLACES:
            self.places[place].setCheckable(True)
            top.addWidget(self.places[place], 1)
        top.addWidget(self.shape, 2)
        top.addWidget(self.clear)
        self.trouble.setWordWrap(True)
        self.trouble.setStyleSheet(f"color: {TONES['caution']};")
        switch = QHBoxLayout()
        switch.setSpacing(4)
        self._group = QButtonGroup(self)
        for button in (self.to_chart, self.to_values, self.to_best):
            button.setCheckable(True)
            self._group.addButton(button)
            switch.addWidget(button, 1)
        self.to_chart.setChecked(True)
        self.pages.addWidget(self.chart)
        for table, columns in ((self.table, 3), (self.best, 3)):
            table.setColumnCount(columns)
            table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
            table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
            table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
            table.setTabKeyNavigation(False)
            table.setShowGrid(False)
            table.setAlternatingRowColors(True)
            table.setMinimumHeight(110)
            table.verticalHeader().hide()
            table.horizontalHeader().setHighlightSections(False)
            for column in range(columns):
                stretched = column == (0 if table is self.table else 1)
                mode = QHeaderView.ResizeMode.Stretch if stretched else QHeaderView.ResizeMode.ResizeToContents
                table.horizontalHeader().setSectionResizeMode(column, mode)
            self.pages.addWidget(table)
        below = QGridLayout()
        below.setSpacing(4)
        for column, button in enumerate(self.all_lights.values()):
            below.addWidget(button, 0, 2 * column, 1, 2)
        below.addWidget(self.luminescence, 1, 0, 1, 3)
        below.addWidget(self.keep, 1, 3, 1, 3)
        down = QVBoxLayout(self)
        down.setContentsMargins(12, 8, 12, 8)
        down.setSpacing(6)
        down.addLayout(top)
        for part in (self.hint, self.trouble):
            down.addWidget(part)
        down.addLayout(switch)
        down.addWidget(self.pages, 1)
        down.addWidget(self._all_title)
        down.addLayout(below)

    def _speak(self) -> None:
        self.say(self.places["A"].setText, lambda: f"{MARKS['A']} A")
        self.say(self.places["B"].setText, lambda: f"{MARKS['B']} B")
        self.say(self.places["A"].setAccessibleName, lambda: self.tr("Place A"))
        self.say(self.places["B"].setAccessibleName, lambda: self.tr("Place B"))
        self.say(self.places["A"].setToolTip, lambda: self.tr("Draw the first place on the picture") + "  [A]")
        self.say(self.places["B"].setToolTip, lambda: self.tr("Draw the second place on the picture") + "  [Shift+A]")
        self.say(self.shape.setAccessibleName, lambda: self.tr("Shape of a place"))
        self.say(self.clear.setText, lambda: self.tr("Clear"))
        self.say(self.to_chart.setText, lambda: self.tr("Chart"))
        self.say(self.to_values.setText, lambda: self.tr("Values"))
        self.say(self.to_best.setText, lambda: self.tr("Best light"))
        self.say(self.table.setAccessibleName, lambda: self.tr("Values of both places in every light"))
        self.say(self.best.setAccessibleName, lambda: self.tr("Lights that tell A and B apart, best first"))
        self.say(self.chart.setAccessibleName, lambda: self.tr("Chart of both places in every light"))
        self.say(self._all_title.setText, lambda: self.tr("All lights in one picture, in false colour:"))
        self.say(self.all_lights[ComponentsKind.PRINCIPAL].setText, lambda: "PCA")
        self.say(self.all_lights[ComponentsKind.INDEPENDENT].setText, lambda: "ICA")
        self.say(self.all_lights[ComponentsKind.MIXED].setText, lambda: "NMF")
        tips = {
            ComponentsKind.PRINCIPAL: lambda: self.tr("Directions in which the lights vary most"),
            ComponentsKind.INDEPENDENT: lambda: self.tr("Directions that know nothing of each other"),
            ComponentsKind.MIXED: lambda: self.tr("Amounts of three inks that make up the page"),
        }
        for kind, tip in tips.items():
            self.say(self.all_lights[kind].setToolTip, tip)
        self.say(self.luminescence.setText, lambda: self.tr("Luminescence"))
        self.say(
            self.luminescence.setToolTip,
            lambda: self.tr("What glows more than the page itself, in the light on the screen"),
        )
        self.say(self.keep.setText, lambda: self.tr("Keep view"))
        self.say(self.keep.setToolTip, lambda: self.tr("Keep how this view was made") + "  [K]")

    def _connect(self) -> None:
        spectra = self._spectra
        spectra.changed.connect(self.refresh)
        self._desk.factsChanged.connect(self.refresh)
        for place, button in self.places.items():
            button.clicked.connect(partial(self._place, place))
        self.shape.activated.connect(lambda _: spectra.set_shape(self.shape.code))
        self.clear.clicked.connect(spectra.clear)
        self.to_chart.clicked.connect(lambda: self.pages.setCurrentWidget(self.chart))
        self.to_values.clicked.connect(lambda: self.pages.setCurrentWidget(self.table))
        self.to_best.clicked.connect(lambda: self.pages.setCurrentWidget(self.best))
        self.best.currentCellChanged.connect(lambda row, *_: self._pick(row))
        self.best.cellClicked.connect(lambda row, _: self._pick(row, again=True))
        self.best.cellActivated.connect(lambda row, _: self._pick(row, again=True))
        for kind, button in self.all_lights.items():
            button.clicked.connect(partial(self._components, kind))
        self.luminescence.clicked.connect(lambda: spectra.show_luminescence())
        self.keep.clicked.connect(self.keepAsked)

    # ------------------------------------------------------------------ showing

    def retranslate(self) -> None:
        """Names of lights follow the language."""
        super().retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Show what is known."""
        spectra = self._spectra
        names = (self.tr("Rectangle"), self.tr("Outline"), self.tr("Point"))
        self.shape.fill(zip(SHAPES, names, strict=True), spectra.shape)
        here = spectra.capture is not None
        for place, button in self.places.items():
            button.setEnabled(here)
            button.setChecked(spectra.placing == place)
        self.clear.setEnabled(bool(spectra.regions))
        self.hint.setText(self._hint())
        self.trouble.setText(self._trouble())
        self.trouble.setVisible(bool(self.trouble.text()))
        self.chart.set_values(spectra.values, (1 << spectra.base.bit_depth) - 1 if spectra.base else 255)
        self._fill_values()
        self._fill_best()
        for widget in (*self.all_lights.values(), self.luminescence):
            widget.setEnabled(here)
        self.keep.setEnabled(here and self._desk.editable)

    def _hint(self) -> str:
        spectra = self._spectra
        if spectra.capture is None:
            return self.tr("There is no picture in hand: capture or import one, or choose another light.")
        if spectra.placing:
            return "●  " + self.tr("Draw place {place} on the questioned picture.").format(place=spectra.placing)
        if spectra.busy:
            return "●  " + self.tr("laying the lights on each other…")
        if not spectra.regions:
            return self.tr("Draw one place to see it in every light, two to find the light that tells them apart.")
        return self.tr("{marks}  mean ± spread   {saturated} saturated").format(
            marks=" ".join(f"{MARKS[each]} {each}" for each in PLACES), saturated=SATURATED
        )

    def _trouble(self) -> str:
        spectra = self._spectra
        said = [f"✕  {explain(spectra.trouble, current_language())}"] if spectra.trouble else []
        told = {
            self.tr("Laid as in white light, because they show too little by themselves: {lights}"): spectra.by_white,
            self.tr("Left out, because they could not be laid on the first light: {lights}"): spectra.left_out,
        }
        for text, lights in told.items():
            if lights:
                said.append(text.format(lights=", ".join(light_name(each, short=True) for each in lights)))
        return "\n".join(said)

    def _fill_values(self) -> None:
        values = self._spectra.values
        # Every word of a device comes by here; the table is written anew only when it would say something else.
        written = current_language(), dict(values)
        if written == self._written:
            return
        self._written = written
        bands = next(iter(values.values()), ())
        self.table.setHorizontalHeaderLabels((self.tr("Light"), "A", "B"))
        self.table.setRowCount(len(bands))
        for row, each in enumerate(bands):
            self.table.setItem(row, 0, QTableWidgetItem(self._words.band(each.band)))
            for column, place in enumerate(PLACES, 1):
                found = values.get(place, ())
                item = QTableWidgetItem(self._value(found[row]) if row < len(found) else "")
                item.setForeground(COLOURS[place])
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)

    def _value(self, value: BandValue) -> str:
        mark = f"{SATURATED} " if value.saturated > SATURATED_SHARE else ""
        return f"{mark}{value.mean:.1f} ± {value.sd:.1f}"

    def _fill_best(self) -> None:
        ranked = self._spectra.ranked[:RANKS_SHOWN]
        if (current_language(), ranked) == self._written_best:
            return
        self._written_best = current_language(), ranked
        blocked = self.best.blockSignals(True)
        current = self.best.currentRow()
        self.best.setHorizontalHeaderLabels(("", self.tr("Light or combination"), self.tr("C/N")))
        self._contrast_header().setToolTip(self.tr("Contrast to noise"))
        self.best.setRowCount(len(ranked))
        for row, each in enumerate(ranked):
            name = self._words.combination(each.combination)
            texts = (str(row + 1), name, f"{each.contrast_to_noise:.1f}")
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(name)
                if column != 1:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                if row == 0:
                    item.setForeground(QColor(TONES["good"]))
                self.best.setItem(row, column, item)
        if not ranked:
            self.best.setCurrentCell(-1, -1)
        elif current >= 0:
            self.best.setCurrentCell(min(current, len(ranked) - 1), 0)
        self.best.blockSignals(blocked)

    def _contrast_header(self) -> QTableWidgetItem:
        item = self.best.horizontalHeaderItem(2)
        assert item is not None
        return item

    # ------------------------------------------------------------------ acting

    def show_best(self) -> None:
        """Bring the ranking to the front."""
        self.to_best.setChecked(True)
        self.pages.setCurrentWidget(self.best)

    def _place(self, place: str, checked: bool) -> None:
        if checked:
            self._spectra.begin(place)
        else:
            self._spectra.leave()
        self.refresh()

    def _pick(self, row: int, *, again: bool = False) -> None:
        """A row that the arrows pass is shown; one that is clicked or entered is shown once more."""
        if not 0 <= row < len(self._spectra.ranked) or (again and row == self._shown_rank and self._spectra.busy):
            return
        self._shown_rank = row
        self._spectra.show_combination(self._spectra.ranked[row].combination)

    def _components(self, kind: ComponentsKind, _checked: bool = False) -> None:
        self._spectra.show_components(kind)

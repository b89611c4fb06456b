"""Which captures are joined into one picture, and how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from ui.dialogs.form import FormDialog
from ui.fields import ChoiceBox, light_name, quiet, term
from ui.people.words import moment
from workstation.captures import CaptureRecord
from workstation.imaging.stacking import AZIMUTHS_DEG, StackKind

NAME, SIZE, EXPOSURE = range(3)
ROWS_SHOWN = 9


@dataclass(frozen=True, slots=True)
class StackChoice:
    """What a person chose.

    Attributes
    ----------
    captures : tuple of CaptureRecord
        The first gives the raster.
    exposures_ms : tuple of float or None
        As they stand in the list.
    """

    kind: StackKind
    captures: tuple[CaptureRecord, ...]
    exposures_ms: tuple[float | None, ...]


class StackDialog(FormDialog):
    """Kind, what it needs, and every capture of the side in hand with a box before it.

    Signals
    -------
    wanted(object)
        The ``StackChoice``.
    """

    wanted = Signal(object)

    def __init__(self, captures: Sequence[CaptureRecord], light: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._captures, self._light = tuple(captures), light
        self.setMinimumWidth(640)
        self.kind, self.needs = ChoiceBox(), quiet()
        self.table = QTableWidget(len(self._captures), 3)
        self._names = [QTableWidgetItem(_named(each)) for each in self._captures]
        self._exposures = [QTableWidgetItem(_shown_ms(each)) for each in self._captures]
        self.kind.fill([(each.value, term("operation", each)) for each in StackKind])
        self._build()
        self._speak()
        self.kind.currentIndexChanged.connect(lambda _: self._take_kind())
        self.table.itemChanged.connect(lambda _: self._enable())
        self._take_kind()
        self.kind.setFocus()

    def _build(self) -> None:
        table = self.table
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(34)
        table.setMinimumHeight(34 * (min(max(len(self._captures), 3), ROWS_SHOWN) + 1) + 4)
        across = table.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        across.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        listed = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        for row, capture in enumerate(self._captures):
            size = QTableWidgetItem(f"{capture.width} × {capture.height}")
            size.setFlags(listed)
            self._names[row].setFlags(listed | Qt.ItemFlag.ItemIsUserCheckable)
            self._names[row].setToolTip(capture.sha256)
            for column, item in ((NAME, self._names[row]), (SIZE, size), (EXPOSURE, self._exposures[row])):
                table.setItem(row, column, item)

    def _speak(self) -> None:
        self.say(self.setWindowTitle, lambda: self.tr("Join captures"))
        self.say(
            self.intro.setText,
            lambda: self.tr(
                "Several captures of this side become one picture. Captures stay as they are; how the picture was "
                "made is kept with the view, and printed."
            ),
        )
        self.say(self.go.setText, lambda: self.tr("Join"))
        self.add_row(self.kind, lambda: self.tr("Make"))
        self.form.addRow(self.needs)
        self.add_row(self.table, lambda: self.tr("Captures"))
        self.say(self.table.setAccessibleName, lambda: self.tr("Captures"))
        self.say(
            lambda _: self.table.setHorizontalHeaderLabels(
                [self.tr("Light and time"), self.tr("Size"), self.tr("Exposure, ms")]
            ),
            lambda: "",
        )

    def _take_kind(self) -> None:
        kind = StackKind(self.kind.code)
        self.needs.setText(self._needs()[kind])
        self.table.setColumnHidden(EXPOSURE, kind is not StackKind.EXPOSURES)
        proposed = self._proposed(kind)
        self.table.blockSignals(True)
        for name, capture in zip(self._names, self._captures, strict=True):
            name.setCheckState(Qt.CheckState.Checked if capture in proposed else Qt.CheckState.Unchecked)
        self.table.blockSignals(False)
        self.table.setCurrentCell(0, NAME)
        self._enable()

    def _needs(self) -> Mapping[StackKind, str]:
        return {
            StackKind.FOCUS: self.tr("Captures of one light, focused at different heights: sharp everywhere."),
            StackKind.EXPOSURES: self.tr(
                "Captures of one light, exposed differently: dark and bright parts at once. Needs a camera whose "
                "values rise evenly with light; write an exposure where it is unknown."
            ),
            StackKind.STITCH: self.tr(
                "Tiles of a large document under one light, overlapping by about a third, at one distance."
            ),
            StackKind.RELIEF: self.tr(
                "One capture under each of three or four oblique lights, the page unmoved: the shape of the surface."
            ),
        }

    def _proposed(self, kind: StackKind) -> tuple[CaptureRecord, ...]:
        """Those of the light in hand, or the newest of each oblique light."""
        if kind is not StackKind.RELIEF:
            return tuple(each for each in self._captures if each.light == self._light)
        newest = {each.light: each for each in reversed(self._captures) if each.light in AZIMUTHS_DEG}
        return tuple(newest.values())

    def _chosen_rows(self) -> list[int]:
        return [row for row, each in enumerate(self._names) if each.checkState() is Qt.CheckState.Checked]

    def _enable(self) -> None:
        self.go.setEnabled(len(self._chosen_rows()) > 1)

    def answer(self) -> None:
        """Hand the choice on."""
        rows = self._chosen_rows()
        exposures = tuple(_written(self._captures[row], self._exposures[row].text()) for row in rows)
        chosen = tuple(self._captures[row] for row in rows)
        self.wanted.emit(StackChoice(StackKind(self.kind.code), chosen, exposures))


def _named(capture: CaptureRecord) -> str:
    parts = (
        light_name(capture.light, short=True),
        moment(capture.captured_at),
        capture.source_name,
    )
    return " · ".join(each for each in parts if each)


def _shown_ms(capture: CaptureRecord) -> str:
    return "" if capture.exposure_ms is None else QLocale().toString(capture.exposure_ms, "g", 6)


def _written(capture: CaptureRecord, text: str) -> float | None:
    """An exposure that differs from the stored one; None where there is none, or nonsense."""
    value, understood = QLocale().toDouble(text)
    return value if understood and value > 0 and text != _shown_ms(capture) else None

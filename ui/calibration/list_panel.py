"""Every calibration of this bench, which of them hold, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.calibration.measuring import Measuring
from ui.calibration.words import Words, date_of
from ui.desk import Desk
from ui.devices.read_table import ReadTable
from ui.dialogs.form import FormDialog
from ui.fields import extra, heading, light_name, quiet, term
from ui.language import current_language
from ui.spoken import Panel
from workstation.calibration.desk import Survey
from workstation.calibration.model import CalibrationKind, Entry
from workstation.messages import explain
from workstation.vocabulary import vocabulary

#: Kinds that every light wants one of.
OF_EVERY_LIGHT = (CalibrationKind.FLAT_FIELD, CalibrationKind.ALIGNMENT, CalibrationKind.SETTLE)


class DeleteDialog(FormDialog):
    """The question before a calibration is forgotten."""

    wanted = Signal()

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.prefer_staying()
        self.say(self.setWindowTitle, lambda: self.tr("Delete the calibration"))
        self.say(self.go.setText, lambda: self.tr("Delete"))
        self.say(
            self.intro.setText,
            lambda: (
                what
                + "\n\n"
                + self.tr(
                    "Pictures taken from now on do not use it; an older one of the same kind holds again, if there "
                    "is one. Cases that used it keep their own copy."
                )
            ),
        )

    def answer(self) -> None:
        """Hand the consent on."""
        self.wanted.emit()


class ListPanel(Panel):
    """What is missing first, then a table."""

    def __init__(self, desk: Desk, measuring: Measuring, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._measuring = desk, measuring
        self._words = Words(self)
        self._survey: Survey | None = None
        self._missing_title, self.missing, self._table_title, self.note = heading(), QLabel(), heading(), quiet()
        self.missing.setWordWrap(True)
        self.table = ReadTable(self._columns, 3)
        self.table.setWordWrap(True)
        self.delete = QPushButton()
        self._build()
        self._speak()
        self.table.picked.connect(self._enable)
        self.delete.clicked.connect(self._ask_to_delete)
        measuring.changed.connect(self._enable)
        self.retranslate()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.note, 1)
        row.addWidget(self.delete)
        down = QVBoxLayout(self)
        down.setContentsMargins(12, 10, 12, 8)
        down.setSpacing(8)
        for widget in (self._missing_title, self.missing, self._table_title):
            down.addWidget(widget)
        down.addWidget(self.table, 1)
        down.addLayout(row)

    def _speak(self) -> None:
        self.say(self._missing_title.setText, lambda: self.tr("What is missing"))
        self.say(self._table_title.setText, lambda: self.tr("Measured on this computer"))
        self.say(self.delete.setText, lambda: self.tr("Delete…"))

    def _columns(self) -> tuple[str, ...]:
        return (
            self.tr("Standing"),
            self.tr("Kind"),
            self.tr("Light"),
            self.tr("Result"),
            self.tr("Measured"),
            self.tr("Age"),
        )

    # ------------------------------------------------------------------ showing

    def retranslate(self) -> None:
        """Kinds, ages and reasons follow the language."""
        super().retranslate()
        self._show()

    def show_survey(self, survey: Survey) -> None:
        """Show what there is."""
        self._survey = survey
        self._show()

    def _show(self) -> None:
        survey = self._survey
        if survey is None:
            self.missing.setText(self.tr("… reading the calibrations"))
            self._enable()
            return
        self.table.fill(
            [(each.calibration.calibration_id, self._texts(each), self._tone(each)) for each in survey.entries]
        )
        self.missing.setText("\n".join(self._missing(survey)) or self.tr("✓ Nothing: every kind has been measured."))
        notes = [
            self.tr("Expired after %n day(s).", "", round(survey.expire_after_days)),
            *(f"⚠ {each.path.name}: {explain(each.error, current_language())}" for each in survey.unreadable),
        ]
        self.note.setText("\n".join(notes))
        self._enable()

    def _texts(self, entry: Entry) -> tuple[str, ...]:
        calibration, words = entry.calibration, self._words
        kind = term("calibration_kind", calibration.kind)
        return (
            words.standing(entry),
            self.tr("{kind} (SIMULATED)").format(kind=kind) if calibration.simulated else kind,
            words.light(calibration),
            words.result(calibration),
            date_of(calibration),
            words.age(entry.age_days),
        )

    def _tone(self, entry: Entry) -> str:
        return self._words.tone(entry)

    def _missing(self, survey: Survey) -> Iterable[str]:
        held = [each.calibration for each in survey.entries if each.in_force]
        for kind in CalibrationKind:
            lights = {each.light for each in held if each.kind is kind}
            if not lights:
                yield "⚠ " + extra(vocabulary("calibration_kind").terms[kind], "missing")
            elif kind in OF_EVERY_LIGHT:
                without = [each for each in self._without(kind) if each not in lights]
                if without:
                    yield "⚠ " + self.tr("{kind}: not measured for {lights}").format(
                        kind=term("calibration_kind", kind),
                        lights=", ".join(light_name(each, short=True) for each in without),
                    )

    def _without(self, kind: CalibrationKind) -> tuple[str, ...]:
        lights = self._desk.bench_lights()
        return tuple(each for each in lights if each != "WHITE") if kind is CalibrationKind.ALIGNMENT else lights

    # ------------------------------------------------------------------ deleting

    def _enable(self) -> None:
        self.delete.setEnabled(bool(self.table.key) and self._measuring.free)

    def _ask_to_delete(self) -> None:
        entries = self._survey.entries if self._survey else ()
        chosen = next((each for each in entries if each.calibration.calibration_id == self.table.key), None)
        if chosen is None:
            return
        _, kind, light, result, date, _ = self._texts(chosen)
        dialog = DeleteDialog(f"{kind} · {light} · {date}\n{result}", self.window())
        dialog.wanted.connect(lambda: self._measuring.delete((chosen.calibration.calibration_id,)))
        dialog.open()

"""What measuring has in common, whatever is measured: lay, measure, look, keep or discard."""

from __future__ import annotations

from concurrent.futures import Future

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.calibration.measuring import Measuring
from ui.calibration.simulated import simulated_name
from ui.calibration.words import Words
from ui.fields import extra, field_label, primary, quiet
from ui.language import current_language
from ui.spoken import Panel
from workstation.calibration.desk import SIMULATED_TARGETS, Measured, Progress
from workstation.calibration.model import CalibrationKind, Target
from workstation.errors import WorkstationError
from workstation.messages import explain
from workstation.vocabulary import vocabulary

ASKED_WIDTH_PX = 420


class MeasurePage(Panel):
    """One kind of calibration; a subclass says what is laid, what is asked and what is shown."""

    kind: CalibrationKind
    kept = Signal()

    def __init__(self, measuring: Measuring, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._measuring, self._desk = measuring, measuring.desk
        self._words = Words(self)
        self._outcome: Measured | WorkstationError | None = None
        self._lay_text, self.why_not, self.told = quiet(), quiet(), QLabel()
        self.form = QFormLayout()
        self.lay, self.measure = QPushButton(), primary(QPushButton())
        self.keep, self.again = primary(QPushButton()), QPushButton()
        self.shown = QVBoxLayout()
        self._build()
        self._speak()
        self.lay.clicked.connect(self._lay)
        self.measure.clicked.connect(self._begin)
        self.keep.clicked.connect(self._keep)
        self.again.clicked.connect(self._discard)
        measuring.changed.connect(self.enable)
        self.retranslate()

    # ------------------------------------------------------------------ what a subclass says

    def target(self) -> Target:
        """What has to lie there."""
        return Target.WHITE_SHEET

    def start(self, progress: Progress) -> Future[Measured]:
        """Begin to measure."""
        raise NotImplementedError

    def show_measured(self, measured: Measured | None) -> None:
        """Show what was measured, or nothing."""

    def texts(self, measured: Measured) -> list[str]:
        """Result in lines."""
        return [self._words.result(each) for each in measured.calibrations]

    # ------------------------------------------------------------------ making

    def _build(self) -> None:
        self.form.setSpacing(6)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.told.setWordWrap(True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        left = QWidget()
        left.setFixedWidth(ASKED_WIDTH_PX)
        down = QVBoxLayout(left)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(8)
        down.addWidget(self._lay_text)
        down.addLayout(self.form)
        for widget in (self.lay, self.measure, self.why_not, self.told):
            down.addWidget(widget)
        down.addStretch(1)
        for button in (self.keep, self.again):
            down.addWidget(button)
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 10, 12, 8)
        across.setSpacing(16)
        across.addWidget(left)
        across.addLayout(self.shown, 1)

    def add_field(self, field: QWidget, label: QLabel | None = None) -> QLabel:
        """A row of the form; returns its label, to be spoken by the subclass."""
        said = label or field_label(field)
        self.form.addRow(said, field)
        return said

    def _speak(self) -> None:
        self.say(self.measure.setText, lambda: self.tr("&Measure"))
        self.say(self.keep.setText, lambda: self.tr("&Keep it"))
        self.say(self.again.setText, lambda: self.tr("Discard it and measure a&gain"))

    # ------------------------------------------------------------------ showing

    def retranslate(self) -> None:
        """What to lay and what came of it follow the language."""
        super().retranslate()
        self._lay_text.setText(extra(vocabulary("calibration_kind").terms[self.kind], "lay"))
        if self.target() in SIMULATED_TARGETS:
            said, tip = self.tr("Lay it on the simulated glass"), simulated_name(self.target())
        else:
            said = tip = self.tr("Lay the document on the simulated glass again")
        self.lay.setText(said)
        self.lay.setToolTip(tip)
        self._show()

    def _show(self) -> None:
        outcome = self._outcome
        measured = outcome if isinstance(outcome, Measured) else None
        if isinstance(outcome, WorkstationError):
            self.told.setText(f"✕ {explain(outcome, current_language())}")
        elif measured is not None:
            self.told.setText("\n".join([self._stored_text(measured), *self.texts(measured)]))
        else:
            self.told.setText("")
        self.told.setVisible(bool(self.told.text()))
        for button in (self.keep, self.again):
            button.setVisible(measured is not None)
        self.show_measured(measured)
        self.enable()

    def _stored_text(self, measured: Measured) -> str:
        simulated = any(each.simulated for each in measured.calibrations)
        return self.tr("✓ Measured and stored; the next picture uses it.") + (
            " " + self.tr("SIMULATED") if simulated else ""
        )

    def enable(self) -> None:
        """What can be pressed now, and why not."""
        free, running = self._measuring.free, self._measuring.kind is not None
        simulated = self._desk.bench.bench.lay is not None
        self.lay.setVisible(simulated and (self.target() in SIMULATED_TARGETS or self._measuring.target_lies))
        for widget in (self.measure, self.lay, self.keep, self.again):
            widget.setEnabled(free)
        self.why_not.setHidden(free)
        self.why_not.setText(
            ""
            if free
            else self.tr("● A measurement runs.")
            if running
            else self.tr("– Not now: a capture, an import or a report runs. Measure when it is over.")
        )

    # ------------------------------------------------------------------ acting

    def _lay(self) -> None:
        if self.target() in SIMULATED_TARGETS:
            self._measuring.lay(self.target())
        else:
            self._measuring.lay_back()

    def _begin(self) -> None:
        self._outcome = None
        self._show()
        self._measuring.begin(self.kind, self.start, self._over)

    def _over(self, outcome: Measured | WorkstationError) -> None:
        self._outcome = outcome
        self._show()
        (self.keep if isinstance(outcome, Measured) else self.measure).setFocus()

    def _keep(self) -> None:
        self._outcome = None
        self._show()
        self.kept.emit()

    def _discard(self) -> None:
        if isinstance(self._outcome, Measured):
            self._measuring.delete(tuple(each.calibration_id for each in self._outcome.calibrations))
        self._outcome = None
        self._show()
        self.measure.setFocus()

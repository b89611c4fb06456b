"""Pixels per millimetre, from a target of known size."""

from __future__ import annotations

from concurrent.futures import Future

from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox, QWidget

from ui.calibration.measuring import Measuring
from ui.calibration.page import MeasurePage
from ui.calibration.pictures import MarkedPicture
from ui.calibration.simulated import simulated_target
from ui.fields import ChoiceBox, field_label, inset, term
from workstation.calibration.desk import Measured, Progress
from workstation.calibration.model import CalibrationKind, ScaleTarget, Target
from workstation.imaging.calibrate_results import Scale

TARGETS = (Target.RULER, Target.ID_1, Target.ID_3, Target.CHESSBOARD)
GRADUATIONS_MM = (1.0, 0.5)


class ScalePage(MeasurePage):
    """Which target, its size, and the picture with what was found on it."""

    kind = CalibrationKind.SCALE

    def __init__(self, measuring: Measuring, parent: QWidget | None = None) -> None:
        self.chosen, self.graduation = ChoiceBox(), ChoiceBox()
        self.pitch_mm, self.tolerance_percent = inset(QDoubleSpinBox()), inset(QDoubleSpinBox())
        self.columns, self.rows = inset(QSpinBox()), inset(QSpinBox())
        self.picture = MarkedPicture()
        super().__init__(measuring, parent)
        self._choose()
        self.chosen.activated.connect(self._choose)

    def _build(self) -> None:
        super()._build()
        for box, least, most, value, unit in (
            (self.pitch_mm, 0.5, 50.0, ScaleTarget(kind=Target.CHESSBOARD).pitch_mm, " mm"),
            (self.tolerance_percent, 0.01, 5.0, ScaleTarget(kind=Target.RULER).tolerance_percent, " %"),
        ):
            box.setRange(least, most)
            box.setDecimals(2)
            box.setValue(value)
            box.setSuffix(unit)
        for count, value in ((self.columns, 9), (self.rows, 6)):
            count.setRange(3, 60)
            count.setValue(value)
        if self._desk.bench.bench.simulated:
            board = simulated_target(Target.CHESSBOARD)
            self.pitch_mm.setValue(board["pitch_mm"])
            self.columns.setValue(board["columns"])
            self.rows.setValue(board["rows"])
        self.graduation.fill([(f"{each:g}", f"{each:g} mm") for each in GRADUATIONS_MM])
        self._labels = {
            name: self.add_field(field, field_label(field))
            for name, field in (
                ("target", self.chosen),
                ("graduation", self.graduation),
                ("pitch", self.pitch_mm),
                ("columns", self.columns),
                ("rows", self.rows),
                ("tolerance", self.tolerance_percent),
            )
        }
        self.shown.addWidget(self.picture, 1)

    def _speak(self) -> None:
        super()._speak()
        labels = self._labels
        self.say(labels["target"].setText, lambda: self.tr("Target"))
        self.say(labels["graduation"].setText, lambda: self.tr("Closest marks of the ruler"))
        self.say(labels["pitch"].setText, lambda: self.tr("Side of one field"))
        self.say(labels["columns"].setText, lambda: self.tr("Inner corners along"))
        self.say(labels["rows"].setText, lambda: self.tr("Inner corners down"))
        self.say(labels["tolerance"].setText, lambda: self.tr("Tolerance, as its maker says"))

    def retranslate(self) -> None:
        """Names of targets follow the language."""
        self.chosen.fill([(each, term("calibration_target", each)) for each in TARGETS])
        super().retranslate()

    def _choose(self) -> None:
        """Ask only what the target leaves open."""
        target = self.target()
        asked: dict[str, tuple[Target, ...]] = {
            "graduation": (Target.RULER,),
            "pitch": (Target.CHESSBOARD,),
            "columns": (Target.CHESSBOARD,),
            "rows": (Target.CHESSBOARD,),
            "tolerance": (Target.RULER, Target.CHESSBOARD),
        }
        for name, targets in asked.items():
            self.form.setRowVisible(self._labels[name], target in targets)
        self.retranslate()

    def target(self) -> Target:
        """The one chosen."""
        return Target(self.chosen.code or Target.RULER)

    def start(self, progress: Progress) -> Future[Measured]:
        """Begin with what was chosen."""
        target = ScaleTarget(
            kind=self.target(),
            graduation_mm=float(self.graduation.code),
            pitch_mm=self.pitch_mm.value(),
            columns=self.columns.value(),
            rows=self.rows.value(),
            tolerance_percent=self.tolerance_percent.value(),
        )
        return self._desk.bench.calibration.measure_scale(target, "", progress)

    def texts(self, measured: Measured) -> list[str]:
        """The scale, and how it was found."""
        (calibration,) = measured.calibrations
        return [self._words.result(calibration), *self._words.details(calibration)]

    def show_measured(self, measured: Measured | None) -> None:
        """The picture with the marks that were found."""
        values = measured.calibrations[0].values if measured else None
        points = values.points_px if isinstance(values, Scale) else ()
        self.picture.show_picture(measured.picture if measured else None, points)

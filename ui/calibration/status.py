"""What millimetres rest on, said in the status line: of the picture in hand, else of the bench."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.calibration.words import Words, measured
from ui.desk import Desk
from ui.fields import term
from ui.language import current_language
from ui.spoken import Panel
from workstation.calibration.desk import Survey
from workstation.calibration.model import ScaleInForce
from workstation.captures import CaptureRecord
from workstation.imaging.calibrate_results import Scale
from workstation.messages import sentence

AGAIN_MS = round(timedelta(hours=1) / timedelta(milliseconds=1))


class ScaleStatus(Panel):
    """One line; its tool tip says more."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._words = Words(self)
        self._scale: ScaleInForce | None = None
        self._equipment: object = None
        self.text = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.text)
        self._again = QTimer(self, interval=AGAIN_MS)  # what is in force grows old while the window stands
        self._again.timeout.connect(self.ask)
        desk.attached.connect(self.ask)
        desk.attached.connect(self._again.start)
        desk.deviceChanged.connect(self._ask_of_other_equipment)
        desk.viewChanged.connect(self.refresh)
        self.refresh()

    def ask(self) -> None:
        """Ask the bench what its scale is; what cannot be answered stays unsaid."""
        self._desk.ask(self._desk.bench.calibration.survey(), self._hear, lambda _: None)

    def _ask_of_other_equipment(self) -> None:
        equipment = tuple(each.identity for each in self._desk.devices.values())
        if equipment != self._equipment:
            self._equipment = equipment
            self.ask()

    def _hear(self, survey: Survey) -> None:
        self._scale = survey.scale
        self.refresh()

    def retranslate(self) -> None:
        """Words follow the language."""
        super().retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Say it."""
        capture = self._desk.capture
        if capture is not None:
            said, tip = self._of_picture(capture)
        elif self._scale is not None:
            said, tip = self._of_bench(self._scale)
        else:
            said = tip = ""
        self.text.setText(said)
        self.text.setToolTip(tip)

    def _of_picture(self, capture: CaptureRecord) -> tuple[str, str]:
        source = term("px_per_mm_source", capture.px_per_mm_source)
        tip = self.tr("Scale of the picture in hand: {source}").format(source=source)
        if capture.px_per_mm is None:
            return self.tr("⚠ Picture: scale unknown"), tip
        if capture.px_per_mm_uncertainty is None:
            text = self.tr("Picture: {scale} px/mm, not measured")
            return text.format(scale=f"{capture.px_per_mm:.2f}"), tip
        scale = measured(capture.px_per_mm, capture.px_per_mm_uncertainty)
        return self.tr("Picture: {scale} px/mm").format(scale=scale), tip

    def _of_bench(self, scale: ScaleInForce) -> tuple[str, str]:
        calibration = scale.calibration
        if calibration is None or not isinstance(calibration.values, Scale):
            reason = scale.reason
            return (
                self.tr("⚠ Scale not measured"),
                sentence(reason.code, dict(reason.facts), current_language()) if reason else "",
            )
        values = calibration.values
        text = self.tr("{scale} px/mm · {age}").format(
            scale=measured(values.px_per_mm, values.uncertainty_px_per_mm), age=self._words.age(scale.age_days or 0.0)
        )
        tip = self.tr("Scale of the bench, from: {target}").format(
            target=term("calibration_target", calibration.target)
        )
        return (self.tr("⚠ {scale}, expired").format(scale=text) if scale.expired else text), tip

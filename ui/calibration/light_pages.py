"""What is measured light by light: flat field, alignment, settle times; and the white balance of white."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future

import numpy as np
from PySide6.QtWidgets import QWidget

from ui.calibration.measuring import Measuring
from ui.calibration.page import MeasurePage
from ui.calibration.pictures import MarkedPicture, SettleCurve
from ui.devices.light_panel import is_ultraviolet
from ui.devices.read_table import ReadTable
from ui.fields import ChoiceBox, field_label, light_name, quiet
from workstation.calibration.desk import Measured, Progress
from workstation.calibration.model import Calibration, CalibrationKind, Target
from workstation.imaging.calibrate_results import Field, Settling


class LightsPage(MeasurePage):
    """All lights or one of them; a row of the table for each that was measured."""

    def __init__(self, measuring: Measuring, parent: QWidget | None = None) -> None:
        self.lights = ChoiceBox()
        self.warning = quiet()
        self.table = ReadTable(self._columns, 1)
        self._of: dict[str, Calibration] = {}
        super().__init__(measuring, parent)
        self.table.picked.connect(self._show_one)
        self.lights.activated.connect(self._warn)

    def _build(self) -> None:
        super()._build()
        self._label = self.add_field(self.lights, field_label(self.lights))
        self.warning.setProperty("role", "banner")
        self.warning.setWordWrap(True)
        self.form.addRow(self.warning)
        self.table.setMinimumHeight(160)
        self.shown.addWidget(self.table, 3)

    def _speak(self) -> None:
        super()._speak()
        self.say(self._label.setText, lambda: self.tr("Lights"))
        self.say(
            self.warning.setText,
            lambda: self.tr("⚠  UV will be lit: close the lid, wear UV glasses and gloves."),
        )

    def _columns(self) -> tuple[str, ...]:
        return (self.tr("Light"), self.tr("Result"))

    def retranslate(self) -> None:
        """Names of lights follow the language."""
        # Not %n: PySide looks a plural up in the class of the object alone, never in its bases.
        every = self.tr("All lights ({count})").format(count=len(self._desk.bench_lights()))
        self.lights.fill([("", every), *((each, light_name(each)) for each in self._desk.bench_lights())])
        super().retranslate()
        self._warn()

    def wanted(self) -> Sequence[str] | None:
        """Lights to measure; None is all."""
        return (self.lights.code,) if self.lights.code else None

    def _warn(self) -> None:
        self.warning.setVisible(any(map(is_ultraviolet, self.wanted() or self._desk.bench_lights())))

    def texts(self, measured: Measured) -> list[str]:
        """They stand in the table."""
        return []

    def row(self, calibration: Calibration) -> tuple[str, ...]:
        """Texts of one light."""
        return (self._words.light(calibration), self._words.result(calibration))

    def show_measured(self, measured: Measured | None) -> None:
        """A row a light, the first one in hand."""
        found = measured.calibrations if measured else ()
        self._of = {each.light: each for each in found}
        self.table.setVisible(bool(found))
        self.table.fill([(each.light, self.row(each), "plain") for each in found])
        if found and not self.table.key:
            self.table.take(found[0].light)
        self._show_one()

    def _show_one(self) -> None:
        self.show_light(self._of.get(self.table.key))

    def show_light(self, calibration: Calibration | None) -> None:
        """Show one light beside the table."""


class FieldPage(LightsPage):
    """Flat field, dark and noise; how the light falls, as a picture of its own."""

    kind = CalibrationKind.FLAT_FIELD

    def __init__(self, measuring: Measuring, parent: QWidget | None = None) -> None:
        self.picture = MarkedPicture()
        super().__init__(measuring, parent)

    def _build(self) -> None:
        super()._build()
        self.shown.addWidget(self.picture, 3)

    def start(self, progress: Progress) -> Future[Measured]:
        """Begin."""
        return self._desk.bench.calibration.measure_fields(self.wanted(), progress)

    def show_light(self, calibration: Calibration | None) -> None:
        """How this light falls on the page, brightest cell white."""
        values = calibration.values if calibration else None
        if not isinstance(values, Field):
            self.picture.show_picture(None)
            return
        shading = values.shading if values.shading.shape[2] == 3 else values.shading[..., 0]
        self.picture.show_picture(np.clip(shading / shading.max() * 255, 0, 255).astype(np.uint8))


class AlignmentPage(LightsPage):
    """How each light lies on white."""

    kind = CalibrationKind.ALIGNMENT

    def target(self) -> Target:
        """A page with print."""
        return Target.TEXTURED

    def start(self, progress: Progress) -> Future[Measured]:
        """Begin."""
        return self._desk.bench.calibration.measure_alignment(self.wanted(), progress)


class SettlePage(LightsPage):
    """How long each lamp takes, beside the configured time, with its curve."""

    kind = CalibrationKind.SETTLE

    def __init__(self, measuring: Measuring, parent: QWidget | None = None) -> None:
        self.curve = SettleCurve()
        super().__init__(measuring, parent)

    def _build(self) -> None:
        super()._build()
        self.shown.addWidget(self.curve, 3)

    def _columns(self) -> tuple[str, ...]:
        return (self.tr("Light"), self.tr("Measured"), self.tr("Configured"))

    def _configured_ms(self, light: str) -> float:
        settings = self._desk.bench.bench.lights.settings()
        return next((each.settle_ms for each in settings if each.light == light), 0.0)

    def row(self, calibration: Calibration) -> tuple[str, ...]:
        """The time found beside the configured one."""
        configured = self.tr("{ms} ms").format(ms=f"{self._configured_ms(calibration.light):.0f}")
        return (*super().row(calibration), configured)

    def start(self, progress: Progress) -> Future[Measured]:
        """Begin."""
        return self._desk.bench.calibration.measure_settling(self.wanted(), progress)

    def show_light(self, calibration: Calibration | None) -> None:
        """The curve of one lamp."""
        values = calibration.values if calibration else None
        settling = values if isinstance(values, Settling) else None
        self.curve.show_curve(settling, self._configured_ms(calibration.light) if calibration else 0.0)


class BalancePage(MeasurePage):
    """Gains of white light."""

    kind = CalibrationKind.WHITE_BALANCE

    def __init__(self, measuring: Measuring, parent: QWidget | None = None) -> None:
        self.picture = MarkedPicture()
        super().__init__(measuring, parent)

    def _build(self) -> None:
        super()._build()
        self.shown.addWidget(self.picture, 1)

    def start(self, progress: Progress) -> Future[Measured]:
        """Begin."""
        return self._desk.bench.calibration.measure_white_balance("", progress)

    def show_measured(self, measured: Measured | None) -> None:
        """The sheet."""
        self.picture.show_picture(measured.picture if measured else None)

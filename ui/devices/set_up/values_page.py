"""Third question: how each lamp is run."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QLabel, QScrollArea, QWidget

from ui.devices.set_up.page import Page
from ui.devices.set_up.plan import sane_values
from ui.fields import inset, light_name

if TYPE_CHECKING:
    from ui.devices.set_up.wizard import SetUpWizard

_RANGES = {
    "percent": (1, 100, 0, " %"),
    "current_limit_ma": (0, 20_000, 0, " mA"),
    "settle_ms": (0, 60_000, 0, " ms"),
    "exposure_ms": (0.01, 60_000, 2, " ms"),
    "max_on_s": (0.1, 3600, 1, " s"),
}
"""Smallest value, largest value, decimals and unit of each field, as a bench file takes them."""


class ValuesPage(Page):
    """A row of numbers for each light."""

    def __init__(self, wizard: SetUpWizard) -> None:
        super().__init__(wizard)
        self.fields: dict[tuple[int, str], QDoubleSpinBox] = {}
        self._lights: dict[int, str] = {}
        self._names: dict[int, QLabel] = {}
        self._heads: dict[str, QLabel] = {}
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.down.addWidget(self._area, 1)
        self.say(self.setTitle, lambda: self.tr("3. How each light is run"))
        self.say(
            self.intro.setText,
            lambda: self.tr(
                "These values are sane to begin with; the light test shows afterwards what is too bright or dark. "
                "Give the current limit that the lamp's data sheet allows. Keep the longest time of UV short: it "
                "bleaches documents and harms eyes."
            ),
        )

    def initializePage(self) -> None:
        """Rows for the lights that were seen; what was set before stays with a light that stays."""
        plan = self.guide.plan
        plan.values = {
            channel: plan.values[channel]
            if self._lights.get(channel) == light and channel in plan.values
            else sane_values(light)
            for channel, light in plan.seen.items()
        }
        self._lights = dict(plan.seen)
        self._make_rows()

    def cleanupPage(self) -> None:
        """Going back keeps what was set."""

    def _make_rows(self) -> None:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setColumnStretch(0, 1)
        self.fields, self._names = {}, {}
        self._heads = {name: QLabel() for name in _RANGES}
        for column, head in enumerate(self._heads.values(), start=1):
            grid.addWidget(head, 0, column)
        for row, channel in enumerate(sorted(self._lights), start=1):
            self._names[channel] = QLabel()
            grid.addWidget(self._names[channel], row, 0)
            for column, name in enumerate(_RANGES, start=1):
                field = self._field(name, getattr(self.guide.plan.values[channel], name))
                field.valueChanged.connect(partial(self._keep, channel, name))
                self.fields[channel, name] = field
                grid.addWidget(field, row, column)
        grid.setRowStretch(len(self._lights) + 1, 1)
        self._area.setWidget(content)
        self.retranslate()

    @staticmethod
    def _field(name: str, value: float) -> QDoubleSpinBox:
        least, most, decimals, unit = _RANGES[name]
        field = inset(QDoubleSpinBox())
        field.setDecimals(decimals)
        field.setRange(least, most)
        field.setSuffix(unit)
        field.setValue(value)
        return field

    def _keep(self, channel: int, name: str, value: float) -> None:
        values = self.guide.plan.values
        values[channel] = replace(values[channel], **{name: value})

    def retranslate(self) -> None:
        """Heads and names follow the language."""
        super().retranslate()
        said = {
            "percent": self.tr("Brightness"),
            "current_limit_ma": self.tr("Current limit"),
            "settle_ms": self.tr("Settles in"),
            "exposure_ms": self.tr("Exposure"),
            "max_on_s": self.tr("Longest on"),
        }
        for name, head in self._heads.items():
            head.setText(said[name])
        for channel, label in self._names.items():
            name = light_name(self._lights[channel])
            label.setText(self.tr("Channel {channel}: {light}").format(channel=channel, light=name))
        for (channel, name), field in self.fields.items():
            field.setAccessibleName(f"{self._names[channel].text()}, {said[name]}")
            if name == "current_limit_ma":
                field.setSpecialValueText(self.tr("as it is"))

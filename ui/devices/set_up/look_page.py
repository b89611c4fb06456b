"""Second question: what does each channel make? One is lit at a time, and a person says what is seen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QWidget,
)

from ui.devices.set_up.one_lamp import Lamp, OneLamp
from ui.devices.set_up.page import Page
from ui.devices.set_up.plan import light_of_wavelength
from ui.devices.set_up.wavelength import WavelengthDialog
from ui.fields import ChoiceBox, inset, light_name
from workstation.lights import known_lights
from workstation.maintenance import SET_UP_LIT_S

if TYPE_CHECKING:
    from ui.devices.set_up.wizard import SetUpWizard

OTHER = "other"
LOOK_PERCENT = 10.0
"""Bright enough to see which lamp it is, too weak to hurt at a glance."""


class ChannelRow:
    """The controls of one channel."""

    def __init__(self, channel: int, wavelength_nm: int | None) -> None:
        self.channel, self.wavelength_nm = channel, wavelength_nm
        self.light, self.state, self.reported, self.seen = QPushButton(), QLabel(), QLabel(), ChoiceBox()
        proposed = light_of_wavelength(wavelength_nm) if wavelength_nm else None
        self.codes = list(
            dict.fromkeys([*([proposed.code] if proposed else []), *(each.code for each in known_lights())])
        )
        self.code = proposed.code if proposed else ""

    def widgets(self) -> tuple[QWidget, ...]:
        """In reading order."""
        return self.light, self.state, self.reported, self.seen


class LookPage(Page):
    """A row for each channel."""

    def __init__(self, wizard: SetUpWizard) -> None:
        super().__init__(wizard)
        self.rows: dict[int, ChannelRow] = {}
        self._shown: object = None
        self.lamp = OneLamp(self.ask, self)
        self.warning, self._percent_label, self.doubled = QLabel(), QLabel(), QLabel()
        self.percent, self.all_off = inset(QDoubleSpinBox()), QPushButton()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._build()
        self._speak()
        self.lamp.changed.connect(self._say_states)
        self.lamp.troubled.connect(self.show_trouble)
        self.all_off.clicked.connect(self.off)

    def _build(self) -> None:
        self.warning.setProperty("role", "banner")
        self.warning.setWordWrap(True)
        self.doubled.setProperty("role", "notice")
        self.doubled.setWordWrap(True)
        self.doubled.hide()
        self.percent.setRange(1, 100)
        self.percent.setDecimals(0)
        self.percent.setValue(LOOK_PERCENT)
        self.percent.setSuffix(" %")
        self._percent_label.setBuddy(self.percent)
        row = QHBoxLayout()
        row.addWidget(self._percent_label)
        row.addWidget(self.percent)
        row.addStretch(1)
        row.addWidget(self.all_off)
        self.down.insertWidget(0, self.warning)
        self.down.addLayout(row)
        self.down.addWidget(self._area, 1)
        self.down.addWidget(self.doubled)
        self.down.addWidget(self.trouble)

    def _speak(self) -> None:
        self.say(self.setTitle, lambda: self.tr("2. What each channel makes"))
        self.say(
            self.warning.setText,
            lambda: self.tr(
                "⚠  Any lamp may be UV, which harms eyes and skin and is not seen: close the lid or look through a "
                "UV filter, wear UV glasses and gloves, and never look into a lamp."
            ),
        )
        self.say(
            self.intro.setText,
            lambda: self.tr(
                "Light one channel after the other and say what you see. A lamp goes off by itself after "
                "{seconds} s. UV shows on white paper, which glows blue; infrared shows only in the camera. A "
                "channel left at “nothing” is not used."
            ).format(seconds=f"{SET_UP_LIT_S:.0f}"),
        )
        self.say(self._percent_label.setText, lambda: self.tr("Brightness while looking"))
        self.say(self.all_off.setText, lambda: self.tr("Every lamp &off  [F8]"))

    def retranslate(self) -> None:
        """Names of lights follow the language."""
        super().retranslate()
        for row in self.rows.values():
            self._say_row(row)
        self._say_states()
        self._say_twice()

    # ------------------------------------------------------------------ life

    def initializePage(self) -> None:
        """A row for every channel of the open controller."""
        lamps = self.guide.lamps
        if lamps is None or lamps is self._shown:
            return
        self._shown = lamps
        self.lamp.take(lamps)
        self.rows = {
            channel: ChannelRow(channel, wavelength_nm)
            for channel, wavelength_nm in enumerate(lamps.wavelengths_nm, start=1)
        }
        content = QWidget()
        grid = QGridLayout(content)
        grid.setColumnStretch(3, 1)
        for place, row in enumerate(self.rows.values()):
            for column, widget in enumerate(row.widgets()):
                grid.addWidget(widget, place, column)
            row.light.clicked.connect(lambda _=False, channel=row.channel: self.light(channel))
            row.seen.activated.connect(partial(self._said, row))
            self._say_row(row)
        self._say_states()
        grid.setRowStretch(len(self.rows), 1)
        self._area.setWidget(content)
        self._keep()

    def cleanupPage(self) -> None:
        """Going back keeps what was said."""

    def leave(self) -> None:
        """Nothing burns on another page."""
        if not self.lamp.safe:
            self.off()

    def isComplete(self) -> bool:
        """With one light at least, and each on one channel."""
        return bool(self.guide.plan.seen) and not self.guide.plan.twice()

    # ------------------------------------------------------------------ lamps

    def light(self, channel: int) -> None:
        """Light one channel alone."""
        self.show_trouble(None)
        self.lamp.light(channel, self.percent.value())

    def off(self) -> None:
        """Every lamp off, confirmed."""
        self.lamp.off()

    def _say_states(self) -> None:
        for row in self.rows.values():
            said = self._state(row.channel)
            row.state.setText(said)
            row.light.setAccessibleDescription(f"{said}, {row.reported.text()}")

    def _state(self, channel: int) -> str:
        words = {
            Lamp.OFF: self.tr("○ off"),
            Lamp.COMING: self.tr("… switching on"),
            Lamp.LIT: self.tr("● lit, off in {seconds} s"),
            Lamp.GOING: self.tr("… switching off"),
            Lamp.DOUBTFUL: self.tr("⚠ may still be lit"),
        }
        return words[self.lamp.state(channel)].format(seconds=self.lamp.left_s)

    # ------------------------------------------------------------------ answers

    def _say_row(self, row: ChannelRow) -> None:
        row.light.setText(self.tr("Light channel {channel}").format(channel=row.channel))
        row.reported.setText(
            self.tr("reports {wavelength} nm").format(wavelength=row.wavelength_nm)
            if row.wavelength_nm
            else self.tr("reports no wavelength")
        )
        row.state.setMinimumWidth(row.state.fontMetrics().horizontalAdvance(self.tr("● lit, off in {seconds} s")))
        row.seen.fill(
            [
                ("", self.tr("– nothing, or not used")),
                *((code, light_name(code)) for code in row.codes),
                (OTHER, self.tr("another wavelength…")),
            ],
            row.code,
        )
        row.seen.setAccessibleName(self.tr("What you see on channel {channel}").format(channel=row.channel))

    def _said(self, row: ChannelRow, _index: int = 0) -> None:
        if row.seen.code != OTHER:
            row.code = row.seen.code
            self._keep()
            return
        row.seen.choose(row.code)
        dialog = WavelengthDialog(self)
        dialog.wanted.connect(partial(self._name, row))
        dialog.open()

    def _name(self, row: ChannelRow, code: str) -> None:
        if code not in row.codes:
            row.codes.insert(0, code)
        row.code = code
        self._say_row(row)
        self._keep()

    def _keep(self) -> None:
        self.guide.plan.seen = {row.channel: row.code for row in self.rows.values() if row.code}
        self._say_twice()
        self.completeChanged.emit()

    def _say_twice(self) -> None:
        twice = sorted(self.guide.plan.twice())
        self.doubled.setText(
            self.tr("⚠  Each light may stand on one channel only. Named twice: {lights}").format(
                lights=", ".join(map(light_name, twice))
            )
        )
        self.doubled.setVisible(bool(twice))

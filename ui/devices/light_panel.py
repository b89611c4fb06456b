"""A test of each light: one exposure that nobody stores, and what the controller confirmed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.actions import Fact
from ui.desk import Desk
from ui.fields import light_name, quiet
from ui.language import current_language
from ui.spoken import Panel
from ui.viewer.imageconv import to_qimage
from workstation.captures import Origin
from workstation.errors import WorkstationError
from workstation.lights import LightClass, find_light
from workstation.maintenance_desk import LightTest, MaintenanceDesk
from workstation.messages import explain

PICTURE_WIDTH, PICTURE_HEIGHT = 160, 110
TOO_BRIGHT = 0.02
"""Share at full scale above which the exposure is called too long: a few glints on a laminate are no fault."""
TOO_DARK = 0.02
"""Mean brightness below which nothing is seen. Luminescence is dark by its nature, hence no more than a hint."""


class LightPanel(Panel):
    """A row for each light: button, outcome, small picture."""

    def __init__(self, desk: Desk, maintenance: MaintenanceDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._maintenance = desk, maintenance
        self._testing = ""
        self.buttons: dict[str, QPushButton] = {}
        self.outcomes: dict[str, QLabel] = {}
        self.pictures: dict[str, QLabel] = {}
        self._told: dict[str, LightTest | WorkstationError] = {}
        self.warning, self._hint = QLabel(), quiet()
        self._build()
        desk.factsChanged.connect(self._enable)
        self.retranslate()

    def _build(self) -> None:
        self.warning.setProperty("role", "banner")
        self.warning.setWordWrap(True)
        self.warning.setVisible(any(map(is_ultraviolet, self._desk.bench_lights())))
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setColumnStretch(1, 1)
        grid.setVerticalSpacing(6)
        for row, light in enumerate(self._desk.bench_lights()):
            button, outcome, picture = QPushButton(), QLabel(), QLabel()
            button.clicked.connect(lambda _=False, light=light: self.test(light))
            outcome.setWordWrap(True)
            outcome.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            picture.setFixedWidth(PICTURE_WIDTH)
            self.buttons[light], self.outcomes[light], self.pictures[light] = button, outcome, picture
            grid.addWidget(button, row, 0)
            grid.addWidget(outcome, row, 1)
            grid.addWidget(picture, row, 2)
        grid.setRowStretch(len(self.buttons), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(rows)
        down = QVBoxLayout(self)
        down.setContentsMargins(12, 10, 12, 8)
        down.addWidget(self.warning)
        down.addWidget(self._hint)
        down.addWidget(area, 1)

    def retranslate(self) -> None:
        """Names and outcomes follow the language."""
        super().retranslate()
        self.warning.setText(
            self.tr(
                "⚠  UV harms eyes and skin, and you do not see it: close the lid, wear UV glasses and gloves before "
                "a UV light is tested."
            )
        )
        self._hint.setText(
            self.tr(
                "A test lights one light, has it confirmed, takes one picture that is not stored, and switches off. "
                "Lay a white sheet under the camera."
            )
        )
        for light, button in self.buttons.items():
            sign = "⚠ " if is_ultraviolet(light) else ""
            button.setText(sign + self.tr("Test {light}").format(light=light_name(light, short=True)))
            button.setToolTip(light_name(light))
            self._show(light)

    def _enable(self) -> None:
        idle = Fact.IDLE in self._desk.facts() and not self._testing
        for button in self.buttons.values():
            button.setEnabled(idle)

    # ------------------------------------------------------------------ testing

    def test(self, light: str) -> None:
        """Test one light."""
        if self._testing:
            return
        self._testing = light
        self._told.pop(light, None)

        def over(outcome: LightTest | WorkstationError) -> None:
            self._testing = ""
            self._told[light] = outcome
            self._show(light)
            self._enable()
            self.buttons[light].setFocus()

        self._desk.ask(self._maintenance.test_light(light), over, over)
        self._show(light)
        self._enable()

    def _show(self, light: str) -> None:
        outcome = self._told.get(light)
        said = self._text(light, outcome)
        self.outcomes[light].setText(said)
        self.buttons[light].setAccessibleDescription(said)
        picture = self.pictures[light]
        picture.clear()
        if isinstance(outcome, LightTest):
            small = QPixmap.fromImage(to_qimage(outcome.thumbnail)).scaled(
                PICTURE_WIDTH,
                PICTURE_HEIGHT,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            picture.setPixmap(small)
            picture.setAccessibleName(self.tr("Picture of the test of {light}").format(light=light_name(light)))

    def _text(self, light: str, outcome: LightTest | WorkstationError | None) -> str:
        if light == self._testing:
            return self.tr("● testing …")
        if outcome is None:
            return self.tr("– not tested since this window was opened")
        if isinstance(outcome, WorkstationError):
            return f"✕ {explain(outcome, current_language())}"
        lines = [
            self.tr("✓ Confirmed before and after the exposure: {light}. Then off, confirmed.").format(
                light=light_name(outcome.light)
            ),
            self.tr(
                "Brightness {brightness} %, {saturated} % of the picture at full scale, {exposure}, lit {lit} s."
            ).format(
                brightness=f"{outcome.brightness * 100:.0f}",
                saturated=f"{outcome.saturated * 100:.1f}",
                exposure=self._exposure(outcome),
                lit=f"{outcome.lit_s:.1f}",
            ),
        ]
        if outcome.saturated > TOO_BRIGHT:
            lines.append(self.tr("⚠ Too bright: shorten the exposure or lower the percentage."))
        elif outcome.brightness < TOO_DARK:
            lines.append(
                self.tr(
                    "⚠ Almost dark: is the lamp the right one? Lengthen the exposure, or lay a sheet that answers."
                )
            )
        found = find_light(outcome.light)
        marks = [
            self.tr("SIMULATED") if outcome.origin is Origin.SIMULATED else "",
            self.tr("FALSE COLOUR") if found and found.false_colour else "",
        ]
        lines.append(" · ".join(filter(None, marks)))
        return "\n".join(filter(None, lines))

    def _exposure(self, outcome: LightTest) -> str:
        if outcome.exposure_ms is None:
            return self.tr("exposure not confirmed by the camera")
        return self.tr("exposed {exposure} ms").format(exposure=f"{outcome.exposure_ms:g}")


def is_ultraviolet(light: str) -> bool:
    """True for a light that may harm eyes."""
    found = find_light(light)
    return found is not None and found.light_class is LightClass.ULTRAVIOLET

"""The bar below the linked panes: which lights stand in them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.compare.linked_lights import LinkedLights
from ui.compare.wall import MOST
from ui.fields import heading, light_name, quiet
from ui.spoken import Panel

COLUMNS = 8


class WallBar(Panel):
    """A box for each captured light, one for the specimen below, and what to do."""

    def __init__(self, linked: LinkedLights, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._linked = linked
        self.setProperty("role", "row")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.name, self.hint, self.specimen = heading(), quiet(), QCheckBox()
        self.boxes: dict[str, QCheckBox] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        upper = QHBoxLayout()
        upper.addWidget(self.name)
        upper.addSpacing(12)
        upper.addWidget(self.hint, 1)
        upper.addWidget(self.specimen)
        down = QVBoxLayout(self)
        down.setContentsMargins(10, 4, 10, 4)
        down.setSpacing(3)
        down.addLayout(upper)
        down.addLayout(self._grid)
        self.say(self.name.setText, lambda: self.tr("Linked panes"))
        self.say(self.specimen.setText, lambda: self.tr("Specimen below"))
        self.say(
            self.hint.setText,
            lambda: self.tr("Tab goes from pane to pane, Enter takes its light in hand. The specimen is laid on it."),
        )
        self.specimen.clicked.connect(linked.set_specimen)
        linked.changed.connect(self.refresh)
        self.hide()

    def retranslate(self) -> None:
        """Names of lights follow the language."""
        super().retranslate()
        self._linked.refresh()

    def refresh(self) -> None:
        """Show what can be chosen and what is."""
        lights, chosen, most = self._linked.lights(), self._linked.chosen(), self._linked.most
        if tuple(self.boxes) != lights:
            self._remake(lights)
        for light, box in self.boxes.items():
            box.setText(light_name(light, short=True))
            box.setChecked(light in chosen)
            full = len(chosen) >= most and light not in chosen
            box.setEnabled(not full and not (len(chosen) == 1 and light in chosen))
            box.setToolTip(self.tr("No room: at most {most} panes.").format(most=MOST) if full else light_name(light))
        self.specimen.setEnabled(self._linked.has_specimen)
        self.specimen.setChecked(self._linked.with_specimen and self._linked.has_specimen)

    def _remake(self, lights: tuple[str, ...]) -> None:
        for box in self.boxes.values():
            self._grid.removeWidget(box)
            box.deleteLater()
        self.boxes = {each: QCheckBox() for each in lights}
        for place, (light, box) in enumerate(self.boxes.items()):
            box.clicked.connect(lambda on, light=light: self._linked.choose(light, on))
            self._grid.addWidget(box, place // COLUMNS, place % COLUMNS)
            self._grid.setColumnStretch(place % COLUMNS, 1)

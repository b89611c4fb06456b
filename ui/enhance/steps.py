"""The list of steps with what can be done to it: add from a grouped menu, order, switch, remove."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QMenu, QPushButton, QVBoxLayout, QWidget

from ui.enhance.chain import COMBINED, Chain, Layer, single
from ui.enhance.controls import unit_of
from ui.enhance.studio import Studio
from ui.fields import grouped, light_name, term
from ui.spoken import Panel
from workstation.imaging.operations import OPERATIONS, ParameterKind

SHOWN_PARAMETERS = 3


class StepList(Panel):
    """Steps from the first to the last; the box before each switches it off and on."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self.list = QListWidget()
        self.menu = QMenu(self)
        self.add, self.up, self.down, self.remove, self.reset = (QPushButton() for _ in range(5))
        self._build()
        self._speak()
        studio.changed.connect(self.refresh)
        self.list.itemChanged.connect(self._switch)
        self.add.setMenu(self.menu)
        self.menu.aboutToShow.connect(self.fill_menu)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.remove.clicked.connect(self._remove)
        by_key = {"Del": self._remove, "Ctrl+Up": partial(self._move, -1), "Ctrl+Down": partial(self._move, 1)}
        for keys, act in by_key.items():
            QShortcut(QKeySequence(keys), self.list, context=Qt.ShortcutContext.WidgetShortcut).activated.connect(act)
        self.reset.clicked.connect(lambda: studio.edit(Chain()))

    def _build(self) -> None:
        self.list.setTabKeyNavigation(False)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumHeight(118)
        self.list.setMaximumHeight(156)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self.add, 1)
        for button in (self.up, self.down, self.remove, self.reset):
            buttons.addWidget(button)
        for button, sign in ((self.up, "↑"), (self.down, "↓"), (self.remove, "✕")):
            button.setText(sign)
            button.setFixedWidth(44)
            button.setStyleSheet("padding: 5px 0;")
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(5)
        down.addWidget(self.list)
        down.addLayout(buttons)

    def _speak(self) -> None:
        self.say(self.list.setAccessibleName, lambda: self.tr("Steps"))
        self.say(self.add.setText, lambda: self.tr("Add a step"))
        self.say(self.up.setToolTip, lambda: self.tr("Earlier") + "  [Ctrl+↑]")
        self.say(self.down.setToolTip, lambda: self.tr("Later") + "  [Ctrl+↓]")
        self.say(self.remove.setToolTip, lambda: self.tr("Remove this step") + "  [Del]")
        self.say(self.reset.setText, lambda: self.tr("Reset"))
        self.say(self.reset.setToolTip, lambda: self.tr("Remove every step; undo brings them back"))
        for button, said in (
            (self.up, lambda: self.tr("Earlier")),
            (self.down, lambda: self.tr("Later")),
            (self.remove, lambda: self.tr("Remove this step")),
        ):
            self.say(button.setAccessibleName, said)

    def retranslate(self) -> None:
        """Names of the steps follow the language."""
        super().retranslate()
        self.refresh()

    # ------------------------------------------------------------------ showing

    @property
    def place(self) -> int:
        """Place of the chosen step; -1 where there is none."""
        return self.list.currentRow()

    def refresh(self) -> None:
        """Show the chain in hand; what was chosen stays chosen, and a new step is."""
        layers, before = self._studio.chain.layers, self.list.count()
        row = len(layers) - 1 if len(layers) > before else min(max(self.place, 0), len(layers) - 1)
        self.list.blockSignals(True)
        while self.list.count() > len(layers):
            self.list.takeItem(self.list.count() - 1)
        while self.list.count() < len(layers):
            item = QListWidgetItem()
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setSizeHint(QSize(0, 38))
            self.list.addItem(item)
        for place, layer in enumerate(layers):
            self._show(self.list.item(place), place, layer)
        self.list.setCurrentRow(row)
        self.list.blockSignals(False)
        self.list.currentRowChanged.emit(row)
        here = self._studio.capture is not None
        self.add.setEnabled(here)
        self.reset.setEnabled(self._studio.chain.active or bool(layers))
        for button in (self.up, self.down, self.remove):
            button.setEnabled(row >= 0)

    def _show(self, item: QListWidgetItem, place: int, layer: Layer) -> None:
        text = f"{place + 1}  {term('operation', layer.operation)}"
        said = said_parameters(layer)
        item.setText(f"{text}  ·  {said}" if said else text)
        item.setToolTip(item.text())
        item.setCheckState(Qt.CheckState.Checked if layer.on else Qt.CheckState.Unchecked)

    def fill_menu(self) -> None:
        """Operations on one picture, in groups; those on several lights with what is missing."""
        self.menu.clear()
        for name, entries in grouped("operation", "operation_group"):
            found = [(code, text) for code, text in entries if single(OPERATIONS[code])]
            if not found:
                continue
            part = self.menu.addMenu(name)
            for code, text in found:
                part.addAction(text).triggered.connect(partial(self._add, code))
        self.menu.addSeparator()
        for code, lights in COMBINED:
            missing = self._studio.missing_lights(lights)
            names = " + ".join(light_name(each, short=True) for each in lights)
            text = f"{term('operation', code)} ({names})"
            if missing:
                lacking = ", ".join(light_name(each, short=True) for each in missing)
                text = self.tr("{operation}: no picture under {lights}").format(
                    operation=term("operation", code), lights=lacking
                )
            entry = self.menu.addAction(text)
            entry.setEnabled(not missing)
            entry.triggered.connect(partial(self._add, code, lights))

    # ------------------------------------------------------------------ acting

    def _add(self, code: str, lights: tuple[str, ...] = (), _checked: bool = False) -> None:
        self._studio.add(code, lights if isinstance(lights, tuple) else ())
        self.list.setCurrentRow(0 if isinstance(lights, tuple) and lights else self.list.count() - 1)

    def _switch(self, item: QListWidgetItem) -> None:
        on = item.checkState() is Qt.CheckState.Checked
        self._studio.edit(self._studio.chain.switched(self.list.row(item), on))

    def _move(self, by: int) -> None:
        chain, place = self._studio.chain, self.place
        moved = chain.moved(place, by)
        if moved is not chain:
            self._studio.edit(moved)
            self.list.setCurrentRow(place + by)

    def _remove(self) -> None:
        if self.place >= 0:
            self._studio.edit(self._studio.chain.without(self.place))


def said_parameters(layer: Layer) -> str:
    """Values of the first parameters, as the list shows them."""
    said = []
    for each in OPERATIONS[layer.operation].parameters:
        value = layer.value(each.name)
        if each.kind is ParameterKind.NUMBERS:
            continue
        named = term("parameter_choice", value) if isinstance(value, str) else f"{value:g}{unit_of(each.name)}"
        said.append(named)
    return ", ".join(said[:SHOWN_PARAMETERS])

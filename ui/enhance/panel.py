"""The tab in which a picture is worked on: spread of its values, presets, steps, their controls, kept views."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.desk import Desk
from ui.enhance.controls import LayerControls
from ui.enhance.histogram import WindowBox
from ui.enhance.kept import KeptViews
from ui.enhance.preset_row import PresetRow
from ui.enhance.presets import Shelf
from ui.enhance.steps import StepList
from ui.enhance.studio import Studio
from ui.fields import light_name, quiet
from ui.spoken import Panel


class EnhancePanel(Panel):
    """Everything that is done to the picture on the screen; the capture stays as it is.

    Signals
    -------
    asked(str)
        Key of an action of the window that a button stands for.
    """

    asked = Signal(str)

    def __init__(
        self,
        studio: Studio,
        desk: Desk,
        shelf: Shelf,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._studio, self._desk = studio, desk
        self.window_box = WindowBox()
        self.presets = PresetRow(studio, shelf)
        self.steps = StepList(studio)
        self.controls = LayerControls()
        self.kept = KeptViews(studio, desk)
        self.hint = quiet()
        self.to_steps, self.to_kept = QPushButton(), QPushButton()
        self.buttons = {key: QPushButton() for key in ("undo", "redo", "untouched", "keep_view", "export_view")}
        self.pages = QStackedWidget()
        self._build()
        self._speak()
        self._connect()

    def _build(self) -> None:
        switch = QHBoxLayout()
        switch.setSpacing(4)
        group = QButtonGroup(self)
        for button in (self.to_steps, self.to_kept):
            button.setCheckable(True)
            group.addButton(button)
            switch.addWidget(button, 1)
        self.to_steps.setChecked(True)
        for key, sign in (("undo", "↶"), ("redo", "↷")):
            self.buttons[key].setText(sign)
            self.buttons[key].setFixedWidth(44)
            self.buttons[key].setStyleSheet("padding: 5px 0; font-size: 18px;")
            switch.addWidget(self.buttons[key])
        inside = QWidget()
        down = QVBoxLayout(inside)
        down.setContentsMargins(12, 2, 12, 4)
        down.setSpacing(7)
        for part in (self.hint, self.window_box, self.presets, self.steps, self.controls):
            down.addWidget(part)
        down.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        self.pages.addWidget(scroll)
        kept = QWidget()
        around = QVBoxLayout(kept)
        around.setContentsMargins(12, 2, 12, 4)
        around.addWidget(self.kept)
        self.pages.addWidget(kept)
        below = QHBoxLayout()
        below.setContentsMargins(12, 2, 12, 8)
        below.setSpacing(4)
        for key in ("untouched", "keep_view", "export_view"):
            below.addWidget(self.buttons[key], 1)
        self.buttons["untouched"].setCheckable(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 6, 0, 0)
        whole.setSpacing(4)
        switch.setContentsMargins(12, 0, 12, 0)
        whole.addLayout(switch)
        whole.addWidget(self.pages, 1)
        whole.addLayout(below)

    def _speak(self) -> None:
        self.say(self.to_steps.setText, lambda: self.tr("Steps"))
        self.say(self.to_kept.setText, lambda: self.tr("Kept views"))
        texts: tuple[tuple[str, Callable[[], str], str], ...] = (
            ("undo", lambda: self.tr("Undo"), "Ctrl+Z"),
            ("redo", lambda: self.tr("Redo"), "Ctrl+Shift+Z"),
            ("untouched", lambda: self.tr("Untouched"), "U"),
            ("keep_view", lambda: self.tr("Keep view"), "K"),
            ("export_view", lambda: self.tr("Export…"), "Ctrl+Shift+E"),
        )
        for key, text, keys in texts:
            self.say(self.buttons[key].setAccessibleName, text)
            if key not in {"undo", "redo"}:
                self.say(self.buttons[key].setText, text)
            self.say(self.buttons[key].setToolTip, partial(_with_keys, text, keys))

    def _connect(self) -> None:
        studio = self._studio
        studio.changed.connect(self.refresh)
        studio.levelsReady.connect(self._show_levels)
        self._desk.factsChanged.connect(self.refresh)
        self.window_box.moved.connect(lambda low, high, dragging: studio.set_window(low, high, dragging=dragging))
        self.steps.list.currentRowChanged.connect(lambda _: self._show_controls())
        self.controls.changed.connect(self._set_parameter)
        self.to_steps.clicked.connect(lambda: self.pages.setCurrentIndex(0))
        self.to_kept.clicked.connect(lambda: self.pages.setCurrentIndex(1))
        for key, button in self.buttons.items():
            button.clicked.connect(lambda _=False, key=key: self.asked.emit(key))

    def retranslate(self) -> None:
        """The words follow the language."""
        super().retranslate()
        self.refresh()

    def show_kept(self) -> None:
        """Bring the kept views to the front."""
        self.to_kept.setChecked(True)
        self.pages.setCurrentIndex(1)

    # ------------------------------------------------------------------ showing

    def refresh(self) -> None:
        """Show the chain in hand."""
        studio, history = self._studio, self._studio.history
        here = studio.capture is not None
        self.window_box.setEnabled(here)
        place = studio.chain.place_of("window")
        if place is None:
            self.window_box.set_window(None)
        else:
            layer = studio.chain.layers[place]
            low, high = (round(float(str(layer.value(name)))) for name in ("low", "high"))
            self.window_box.set_window((low, high))
        self.buttons["undo"].setEnabled(bool(history.past))
        self.buttons["redo"].setEnabled(bool(history.future))
        self.buttons["untouched"].setEnabled(here and studio.chain.active)
        self.buttons["untouched"].setChecked(studio.untouched)
        self.buttons["keep_view"].setEnabled(here and self._desk.editable)
        self.buttons["export_view"].setEnabled(here)
        self.hint.setText(self._hint())
        self.hint.setVisible(bool(self.hint.text()))
        self._show_controls()

    def _hint(self) -> str:
        if self._studio.capture is None:
            return self.tr("There is no picture in hand: capture or import one, or choose another light.")
        if self._studio.chain.base is not None:
            return self.tr("Steps go on from a picture made of several.")
        wanted = [light for each in self._studio.chain.layers if each.on for light in each.lights]
        missing = self._studio.missing_lights(tuple(wanted))
        if missing:
            names = ", ".join(light_name(each, short=True) for each in missing)
            return self.tr("⚠ The first step is left out: no picture under {lights}.").format(lights=names)
        return ""

    def _show_levels(self, levels: object) -> None:
        self.window_box.set_levels(levels)  # type: ignore[arg-type]
        self.refresh()

    def _show_controls(self) -> None:
        place, layers, capture = self.steps.place, self._studio.chain.layers, self._studio.capture
        layer = layers[place] if 0 <= place < len(layers) else None
        sides = (capture.width, capture.height, (1 << capture.bit_depth) - 1) if capture else (1,)
        self.controls.show_layer(layer, float(max(sides)))

    def _set_parameter(self, name: str, value: object, dragging: bool) -> None:
        place, chain = self.steps.place, self._studio.chain
        if 0 <= place < len(chain.layers):
            self._studio.edit(chain.changed(place, **{name: value}), dragging=dragging)  # type: ignore[arg-type]


def _with_keys(text: Callable[[], str], keys: str) -> str:
    return f"{text()}  [{keys}]"

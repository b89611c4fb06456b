"""Controls made from the description of an operation's parameters: slider and number, switch, list."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSlider,
    QSpinBox,
    QWidget,
)

from ui.enhance.chain import Layer
from ui.fields import ChoiceBox, field_label, inset, quiet, term
from ui.spoken import Panel
from workstation.imaging.operations import OPERATIONS, Parameter, ParameterKind
from workstation.imaging.recipe import Value

UNITS = {"_px": " px", "_deg": "°", "degrees": "°", "_ms": " ms"}
SLIDER_STEPS = 1000
#: From this share of the largest to the smallest value on, a slider goes by factors.
LOGARITHMIC_FROM = 50.0
#: Wider ranges than this leave no useful place on a slider.
WIDEST_SLIDER = 1e5


def unit_of(name: str) -> str:
    """Unit of a parameter, as it stands behind the number."""
    return next((unit for suffix, unit in UNITS.items() if name.endswith(suffix)), "")


class NumberControl(QWidget):
    """A number with its unit, and a slider where its range has room on one.

    Signals
    -------
    moved(float, bool)
        Another value; True while the slider is being dragged.
    """

    moved = Signal(float, bool)

    def __init__(self, parameter: Parameter, value: float, largest: float, name: str) -> None:
        super().__init__()
        self._low = float(parameter.minimum if parameter.minimum is not None else -largest)
        self._high = min(float(parameter.maximum if parameter.maximum is not None else largest), largest)
        self._low = max(self._low, -largest)
        whole = parameter.kind is ParameterKind.WHOLE
        self.box: QSpinBox | QDoubleSpinBox = inset(QSpinBox()) if whole else inset(QDoubleSpinBox())
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self._set_up(whole, unit_of(parameter.name), name)
        self.set_value(value)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.slider, 1)
        row.addWidget(self.box)
        self.slider.setVisible(self._high - self._low < WIDEST_SLIDER)
        self.setFocusProxy(self.box)
        self.slider.valueChanged.connect(self._slid)
        self.slider.sliderReleased.connect(lambda: self.moved.emit(self.value, False))
        self.box.valueChanged.connect(self._typed)

    def _set_up(self, whole: bool, unit: str, name: str) -> None:
        if isinstance(self.box, QSpinBox):
            self.box.setRange(math.ceil(self._low), math.floor(self._high))
        else:
            self.box.setDecimals(2 if self._high - self._low < 1000 else 1)
            self.box.setRange(self._low, self._high)
            self.box.setSingleStep(0.1 if self._high - self._low <= 100 else 1.0)
        self.box.setSuffix(unit)
        self.box.setKeyboardTracking(False)
        self.box.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.UpDownArrows)
        self.box.setFixedWidth(104)
        self.box.setAccessibleName(name)
        self.slider.setRange(0, min(SLIDER_STEPS, int(self._high - self._low)) if whole else SLIDER_STEPS)
        self.slider.setMinimumHeight(36)
        self.slider.setAccessibleName(name)

    @property
    def value(self) -> float:
        """The number."""
        return float(self.box.value())

    def set_value(self, value: float) -> None:
        """Show a number, silently."""
        for part in (self.box, self.slider):
            part.blockSignals(True)
        if isinstance(self.box, QSpinBox):
            self.box.setValue(round(value))
        else:
            self.box.setValue(value)
        self.slider.setValue(round(self._share(value) * self.slider.maximum()))
        for part in (self.box, self.slider):
            part.blockSignals(False)

    @property
    def _by_factors(self) -> bool:
        return self._low > 0 and self._high / self._low >= LOGARITHMIC_FROM

    def _share(self, value: float) -> float:
        inside = min(max(value, self._low), self._high)
        if self._by_factors:
            return math.log(inside / self._low) / math.log(self._high / self._low)
        return (inside - self._low) / max(self._high - self._low, 1e-9)

    def _slid(self, position: int) -> None:
        share = position / max(self.slider.maximum(), 1)
        far = self._high / self._low if self._by_factors else 0.0
        value = self._low * far**share if far else self._low + share * (self._high - self._low)
        self.box.blockSignals(True)
        if isinstance(self.box, QSpinBox):
            self.box.setValue(round(value))
        else:
            self.box.setValue(value)
        self.box.blockSignals(False)
        self.moved.emit(self.value, self.slider.isSliderDown())

    def _typed(self) -> None:
        self.set_value(self.value)
        self.moved.emit(self.value, False)


class LayerControls(Panel):
    """The controls of one step.

    Signals
    -------
    changed(str, object, bool)
        Name and value of a parameter; True while it is being dragged.
    """

    changed = Signal(str, object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.controls: dict[str, QWidget] = {}
        self._layer: Layer | None = None
        self._largest = 0.0
        self._makers: dict[ParameterKind, Callable[[Parameter, Value], QWidget]] = {
            ParameterKind.NUMBER: self._number,
            ParameterKind.WHOLE: self._number,
            ParameterKind.SWITCH: self._switch,
            ParameterKind.CHOICE: self._choice,
        }
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setSpacing(4)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)

    def show_layer(self, layer: Layer | None, largest: float) -> None:
        """Controls for a step whose numbers stay below ``largest``; new ones only for another operation."""
        same = (
            layer is not None
            and self._layer is not None
            and (layer.operation, largest) == (self._layer.operation, self._largest)
        )
        self._layer, self._largest = layer, largest
        if same and layer is not None:
            self._set_values(layer)
        else:
            self._rebuild()

    def retranslate(self) -> None:
        """Names follow the language."""
        super().retranslate()
        self._rebuild()

    def _rebuild(self) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        self.controls.clear()
        layer = self._layer
        if layer is None:
            return
        parameters = [
            each for each in OPERATIONS[layer.operation].parameters if each.kind is not ParameterKind.NUMBERS
        ]
        if not parameters:
            self._form.addRow(quiet(self.tr("This step has nothing to set.")))
        for each in parameters:
            control = self._makers[each.kind](each, layer.value(each.name))
            label: QLabel = field_label(control)
            label.setText(term("parameter", each.name))
            label.setMinimumHeight(30)
            self.controls[each.name] = control
            self._form.addRow(label, control)

    def _set_values(self, layer: Layer) -> None:
        for name, control in self.controls.items():
            value = layer.value(name)
            if isinstance(control, NumberControl) and not control.slider.isSliderDown():
                control.set_value(float(str(value)))
            elif isinstance(control, ChoiceBox):
                control.choose(str(value))
            elif isinstance(control, QCheckBox):
                control.setChecked(bool(value))

    def _number(self, parameter: Parameter, value: Value) -> QWidget:
        control = NumberControl(parameter, float(str(value)), self._largest, term("parameter", parameter.name))
        kind: Callable[[float], int | float] = round if parameter.kind is ParameterKind.WHOLE else float
        control.moved.connect(lambda to, dragging: self.changed.emit(parameter.name, kind(to), dragging))
        return control

    def _switch(self, parameter: Parameter, value: Value) -> QWidget:
        control = QCheckBox()
        control.setChecked(bool(value))
        control.setAccessibleName(term("parameter", parameter.name))
        control.toggled.connect(lambda on: self.changed.emit(parameter.name, on, False))
        return control

    def _choice(self, parameter: Parameter, value: Value) -> QWidget:
        control = ChoiceBox()
        control.fill(((code, term("parameter_choice", code)) for code in parameter.choices), str(value))
        control.setAccessibleName(term("parameter", parameter.name))
        control.activated.connect(lambda _: self.changed.emit(parameter.name, control.code, False))
        return control

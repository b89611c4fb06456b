"""One parameter: its name, a slider and the number."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QSlider, QWidget

from ui.compare.dials import Dial
from ui.fields import inset
from ui.spoken import Panel

PLACES = 1000


class DialField(Panel):
    """The slider goes as far as the keys do; the number may be typed beyond, where the dial allows it."""

    turned = Signal(object, float)  # Dial and its value
    left = Signal()  # the number was confirmed with Return

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dial: Dial | None = None
        self.label, self.slider, self.number = QLabel(), QSlider(Qt.Orientation.Horizontal), inset(QDoubleSpinBox())
        self.slider.setRange(0, PLACES)
        self.slider.setMinimumWidth(70)
        self.slider.setMinimumHeight(36)
        self.number.setKeyboardTracking(False)
        self.number.setFixedWidth(92)
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.label.setBuddy(self.number)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self.label)
        across.addWidget(self.slider, 1)
        across.addWidget(self.number)
        self.slider.valueChanged.connect(self._slid)
        self.number.valueChanged.connect(self._typed)
        self.number.lineEdit().returnPressed.connect(self.left)

    def show_dial(self, dial: Dial | None, name: str, value: float) -> None:
        """Show where a parameter stands; None hides the field."""
        self._dial = None  # what is set here was turned elsewhere
        self.setVisible(dial is not None)
        if dial is None:
            return
        self.label.setText(name)
        self.slider.setAccessibleName(name)
        self.number.setAccessibleName(name)
        self.number.setDecimals(dial.decimals)
        self.number.setRange(dial.minimum * dial.shown, dial.highest * dial.shown)
        self.number.setSingleStep(dial.step * dial.shown)
        self.number.setSuffix(dial.unit)
        self.number.setValue(value * dial.shown)
        self.slider.setValue(round(dial.place(value) * PLACES))
        self._dial = dial

    def _slid(self, place: int) -> None:
        if self._dial is not None:
            self.turned.emit(self._dial, self._dial.value_at(place / PLACES))

    def _typed(self, number: float) -> None:
        if self._dial is not None:
            self.turned.emit(self._dial, number / self._dial.shown)

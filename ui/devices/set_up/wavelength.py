"""A lamp whose wavelength no list holds."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSpinBox, QWidget

from ui.devices.set_up.plan import light_of_wavelength
from ui.dialogs.form import FormDialog
from ui.fields import inset, light_name


class WavelengthDialog(FormDialog):
    """Asks for it in nm."""

    wanted = Signal(str)  # code of the light

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wavelength_nm = inset(QSpinBox())
        self.wavelength_nm.setRange(200, 2599)
        self.wavelength_nm.setValue(470)
        self.wavelength_nm.setSuffix(" nm")
        self.say(self.setWindowTitle, lambda: self.tr("Another wavelength"))
        self.say(self.go.setText, lambda: self.tr("Take it"))
        self.say(self.intro.setText, self._say)
        self.add_row(self.wavelength_nm, lambda: self.tr("Wavelength on the lamp's label"))
        self.wavelength_nm.valueChanged.connect(lambda _: self.intro.setText(self._say()))

    def _code(self) -> str:
        light = light_of_wavelength(self.wavelength_nm.value())
        return light.code if light else ""

    def _say(self) -> str:
        return self.tr("The light is called {light}.").format(light=light_name(self._code()))

    def answer(self) -> None:
        """Hand the light on."""
        self.wanted.emit(self._code())

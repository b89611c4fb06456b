"""Measured values in words: ``4.79 ± 0.06 mm``."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from ui.fields import term
from workstation.cases.model import Measurement
from workstation.imaging.measure import Measured, with_uncertainty
from workstation.measuring import Values


class MeasureWords(QObject):
    """In the language of the window."""

    def unit(self, unit: str) -> str:
        """Sign of a unit of `workstation.imaging.measure.Measured`."""
        return {"mm": "mm", "mm2": "mm²", "deg": "°", "per_2cm": self.tr("in 2 cm")}.get(unit, unit)

    def value(self, value: Measured | Measurement) -> str:
        """Value with its expanded uncertainty and unit."""
        unit = self.unit(value.unit)
        said = with_uncertainty(value.value, value.uncertainty)
        return f"({said})°" if unit == "°" else f"{said} {unit}"

    def values(self, values: Values) -> tuple[str, ...]:
        """One line a value; its name where there are several."""
        if len(values) == 1:
            return (self.value(values[0][1]),)
        return tuple(f"{term('measurement', code)}: {self.value(each)}" for code, each in values)

    def kept(self, group: Sequence[Measurement]) -> tuple[str, ...]:
        """One line a value, each with its name."""
        return tuple(f"{term('measurement', each.kind)}: {self.value(each)}" for each in group)

"""The same measured on the picture beside: the specimen, or another light. Seen, and noted with what is kept.

A case keeps measurements of its captures; what a specimen measures stands beside them in words.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from ui.desk import Desk
from ui.fields import light_name
from ui.measure.measuring import Measuring
from ui.measure.sketch import MeasureSketch
from ui.measure.words import MeasureWords
from ui.pictures import Pictures
from workstation.measuring import KINDS, Scaled, StatedScale
from workstation.specimens.model import SpecimenPicture


class MeasuringBeside(Measuring):
    """Takes the kind in hand over from ``questioned``, with points of its own."""

    def __init__(self, questioned: Measuring, desk: Desk, pictures: Pictures, parent: QObject | None = None) -> None:
        super().__init__(desk, pictures, parent, pane="specimen")
        self._questioned = questioned
        self._words = MeasureWords(self)
        questioned.kindChanged.connect(self._take)
        questioned.kept.connect(self.clear)
        questioned.remark = self.said
        self.changed.connect(questioned.changed)

    @property
    def specimen(self) -> SpecimenPicture | None:
        """The reference picture that stands there; None where it is a capture, or nothing."""
        found = self._desk.specimen_picture(self._desk.light) if self._desk.workbench is not None else None
        return found if found is not None and found.sha256 == self._pictures.shown["specimen"] else None

    @property
    def scaled(self) -> Scaled | None:
        """Scale of the capture or the specimen beside."""
        specimen = self.specimen
        return self.capture if specimen is None else StatedScale(specimen.px_per_mm)

    def _take(self, kind: str) -> None:
        self.sketch = MeasureSketch(KINDS[kind]) if kind and not self.refusal(kind) else None
        self._coarsest = float("inf")
        self.kindChanged.emit(self.kind)
        self.changed.emit()

    def _picture_changed(self) -> None:
        self._take(self._questioned.kind)

    def leave(self) -> None:
        """Put the kind down in both."""
        if self.sketch is not None:
            self._questioned.leave()

    def keep(self) -> bool:
        """Keep what was measured on the questioned picture, with this beside it."""
        return self._questioned.keep()

    def groups(self) -> tuple[()]:
        """None: a case keeps no measurement of a specimen."""
        return ()

    def said(self) -> str:
        """What was measured here, in words; empty while points are wanting."""
        values = self.values() if self.sketch is not None and self.sketch.enough else ()
        if not values:
            return ""
        return f"{self._named()}: " + "; ".join(self._words.values(values))

    def _named(self) -> str:
        specimen, capture, model = self.specimen, self.capture, self._desk.model
        if specimen is not None and model is not None:
            text = self.tr("Specimen {model}, {light}")
            return text.format(model=model.model_id, light=light_name(specimen.light, short=True))
        return light_name(capture.light, short=True) if capture is not None else self.tr("Specimen")

"""The document as read: its machine readable zone, and the specimen it is compared with."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.actions import Fact
from ui.desk import Desk
from ui.fields import ChoiceBox, heading, quiet, term
from ui.language import current_language, mrz_font
from ui.spoken import Panel
from workstation.specimens.library import Candidate
from workstation.specimens.model import SpecimenModel


class MrzLabel(QLabel):
    """Lines of a zone in OCR-B, as large as the width allows."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        """Show other lines."""
        super().setText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        longest = max(self.text().splitlines(), key=len, default="")
        font = mrz_font(100)
        em = QFontMetricsF(font).horizontalAdvance(longest) / 100 or 1.0
        pixels = max(8, min(18, int(self.width() / em)))
        self.setStyleSheet(f"font-family: '{font.family()}'; font-size: {pixels}px;")


class DocumentBox(Panel):
    """Read or type the zone; choose the specimen from it, or by country, type and year."""

    read = Signal()
    type_lines = Signal()
    check = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._mrz_title, self._model_title = heading(), heading()
        self.lines, self.source = MrzLabel(), quiet()
        self.read_button, self.type_button, self.check_button = QPushButton(), QPushButton(), QPushButton()
        self.country, self.type, self.year, self.model = ChoiceBox(), ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.reason = quiet()
        self._none_known = quiet()
        self._build()
        self._speak()
        self.read_button.clicked.connect(self.read.emit)
        self.type_button.clicked.connect(self.type_lines.emit)
        self.check_button.clicked.connect(self.check.emit)
        for box in (self.country, self.type, self.year):
            box.activated.connect(self._narrow)
        self.model.activated.connect(self._choose)
        for signal in (desk.attached, desk.caseChanged, desk.viewChanged, desk.factsChanged):
            signal.connect(self.refresh)
        self.refresh()

    def _build(self) -> None:
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(6)
        buttons = QHBoxLayout()
        for button in (self.read_button, self.type_button, self.check_button):
            buttons.addWidget(button)
        narrow = QHBoxLayout()
        for box in (self.country, self.type, self.year):
            box.setMinimumContentsLength(3)
            narrow.addWidget(box, 1)
        for widget in (self._mrz_title, self.lines, self.source):
            down.addWidget(widget)
        down.addLayout(buttons)
        down.addSpacing(6)
        down.addWidget(self._model_title)
        down.addWidget(self._none_known)
        down.addLayout(narrow)
        down.addWidget(self.model)
        down.addWidget(self.reason)

    def _speak(self) -> None:
        self.say(self._mrz_title.setText, lambda: self.tr("Machine readable zone"))
        self.say(self.read_button.setText, lambda: self.tr("Read"))
        self.say(self.type_button.setText, lambda: self.tr("Type…"))
        self.say(self.check_button.setText, lambda: self.tr("Check"))
        self.say(self._model_title.setText, lambda: self.tr("Specimen to compare with"))
        self.say(self._none_known.setText, lambda: self.tr("The reference library is empty."))
        self.say(self.country.setToolTip, lambda: self.tr("Country"))
        self.say(self.type.setToolTip, lambda: self.tr("Type of document"))
        self.say(self.year.setToolTip, lambda: self.tr("First year of issue"))
        self.say(self.country.setAccessibleName, lambda: self.tr("Country"))
        self.say(self.type.setAccessibleName, lambda: self.tr("Type of document"))
        self.say(self.year.setAccessibleName, lambda: self.tr("First year of issue"))
        self.say(self.model.setAccessibleName, lambda: self.tr("Specimen to compare with"))

    # ------------------------------------------------------------------ showing

    def retranslate(self) -> None:
        """Names of models follow the language."""
        super().retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Show the zone and the specimen of the exhibit in hand."""
        self._show_mrz()
        self._show_models()

    def _show_mrz(self) -> None:
        record, editable = self._desk.mrz, self._desk.snapshot is None or self._desk.editable
        ready = self._desk.workbench is not None and editable and Fact.IDLE in self._desk.facts()
        lines = record.lines if record else ()
        self.lines.setText("\n".join(lines))
        self.lines.setVisible(bool(lines))
        self.source.setText(term("mrz_source", record.source) if record else self.tr("Not read yet."))
        self.read_button.setEnabled(ready and self._desk.bench.bench.reader is not None)
        self.type_button.setEnabled(ready)
        self.check_button.setEnabled(ready and self._desk.snapshot is not None)

    def _show_models(self) -> None:
        library = self._desk.workbench.library if self._desk.workbench else None
        models = library.models() if library else ()
        self._none_known.setVisible(library is not None and not models)
        for widget in (self.country, self.type, self.year, self.model):
            widget.setVisible(bool(models))
            widget.setEnabled(self._desk.editable)
        if not models:
            self.reason.setText("")
            return
        self.country.fill([("", self.tr("Country")), *_unique(each.key.country for each in models)])
        self.type.fill([("", self.tr("Type")), *_unique(each.key.type for each in models)])
        years = sorted({str(each.key.year) for each in models if each.key.year}, reverse=True)
        self.year.fill([("", self.tr("Year")), *((each, each) for each in years)])
        self._fill_models()

    def _fill_models(self) -> None:
        library, exhibit = self._desk.bench.library, self._desk.exhibit
        chosen = exhibit.model_id if exhibit else ""
        found = library.find(
            country=self.country.code or None,
            type=self.type.code or None,
            year=int(self.year.code) if self.year.code else None,
        )
        candidates = {each.model.model_id: each for each in self._candidates()}
        fitting = [each.model for each in candidates.values() if each.model in found]
        offered = [*fitting, *(each for each in found if each not in fitting)]
        if chosen and chosen not in {each.model_id for each in offered} and self._desk.model:
            offered.insert(0, self._desk.model)
        names = [
            (each.model_id, ("★ " if each.model_id in candidates else "") + model_name(each)) for each in offered
        ]
        self.model.fill([("", self.tr("– choose –")), *names], chosen)
        self._say_reason(chosen, candidates.get(chosen))

    def _candidates(self) -> tuple[Candidate, ...]:
        record = self._desk.mrz
        return self._desk.bench.library.candidates(record.lines) if record else ()

    def _say_reason(self, chosen: str, candidate: Candidate | None) -> None:
        exhibit, model = self._desk.exhibit, self._desk.model
        parts = []
        if chosen and model is None:
            parts.append(self.tr("{model} is not in this library.").format(model=chosen))
        if exhibit and exhibit.model_ident_method:
            parts.append(term("identification_method", exhibit.model_ident_method))
        if candidate is not None:
            parts.append(", ".join(term("candidate_reason", each) for each in candidate.reasons))
        elif not chosen and self._candidates():
            parts.append(self.tr("★ fits the machine readable zone."))
        self.reason.setText(" · ".join(parts))

    # ------------------------------------------------------------------ choosing

    def _narrow(self) -> None:
        self._fill_models()

    def _choose(self) -> None:
        model_id, desk = self.model.code, self._desk
        if not model_id or not desk.editable:
            return
        # A person chose, whatever was proposed: a blind verifier does not see it.
        desk.keep(desk.bench.record.choose_model(desk.exhibit_id, model_id, "manual"))


def model_name(model: SpecimenModel) -> str:
    """Name of a model with the year it was first issued."""
    name = model.names.get(current_language(), model.model_id)
    return f"{name} · {model.key.year}" if model.key.year and str(model.key.year) not in name else name


def _unique(values: Iterable[str]) -> list[tuple[str, str]]:
    return [(each, each.rstrip("<")) for each in sorted(set(values))]

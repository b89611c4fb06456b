"""What a lesson is: model, side, light, routine, place, how it counts, and where the captures lie."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.fields import ChoiceBox, field_label, inset, light_name, quiet, term, terms
from ui.panels.document_box import model_name
from ui.spoken import Panel
from workstation.checks.aggregation import Mode
from workstation.checks.optical.lessons import unlearned
from workstation.checks.optical.routines import ROUTINES
from workstation.checks.optical.taught import TaughtCheck
from workstation.lights import find_light
from workstation.specimens.library import Library
from workstation.specimens.model import SpecimenModel, SpecimenPicture

_WHITE = "WHITE"
RegionMm = tuple[float, float, float, float]


class LessonForm(Panel):
    """The fields of a lesson.

    Signals
    -------
    pictureChosen()
        Another model, side or light.
    edited()
        Anything that the lesson is made of.
    """

    pictureChosen = Signal()
    edited = Signal()

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self.model, self.page, self.light = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.routine, self.zone, self.mode = ChoiceBox(), ChoiceBox(), ChoiceBox()
        for box in (self.model, self.page, self.light, self.routine, self.zone, self.mode):
            box.setMinimumContentsLength(16)
        self.name = QLineEdit()
        self.place = tuple(_millimetres(0.0) for _ in range(4))
        self.border = _millimetres(0.1, 5.0, 1.0)
        self.genuine, self.false = QPushButton(), QPushButton()
        self.genuine_said, self.false_said = quiet(), quiet()
        self.genuine_dir: Path | None = None
        self.false_dir: Path | None = None
        self._labels: dict[str, QLabel] = {}
        self._build()
        self._speak()
        self._fill()

    def _build(self) -> None:
        form = QFormLayout()
        for key, box in (("model", self.model), ("page", self.page), ("light", self.light)):
            self._row(form, key, box)
            box.activated.connect(self._picture_chosen)
        for key, widget in (("routine", self.routine), ("zone", self.zone), ("mode", self.mode)):
            self._row(form, key, widget)
            widget.activated.connect(self.edited)
        self._row(form, "name", self.name)
        self.name.textEdited.connect(self.edited)
        place = QWidget()
        beside = QHBoxLayout(place)
        beside.setContentsMargins(0, 0, 0, 0)
        for each in self.place:
            beside.addWidget(each)
            each.valueChanged.connect(self.edited)
        label = QLabel()
        label.setBuddy(self.place[0])
        self._labels["place"] = label
        form.addRow(label, place)
        self._row(form, "border", self.border)
        self.border.valueChanged.connect(self.edited)
        self.genuine.clicked.connect(lambda: self._ask_folder(genuine=True))
        self.false.clicked.connect(lambda: self._ask_folder(genuine=False))
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addLayout(form)
        for button, said in ((self.genuine, self.genuine_said), (self.false, self.false_said)):
            down.addWidget(button)
            down.addWidget(said)

    def _row(self, form: QFormLayout, key: str, widget: QWidget) -> None:
        self._labels[key] = field_label(widget)
        form.addRow(self._labels[key], widget)

    def _speak(self) -> None:
        self.say(self._labels["model"].setText, lambda: self.tr("&Model"))
        self.say(self._labels["page"].setText, lambda: self.tr("&Side"))
        self.say(self._labels["light"].setText, lambda: self.tr("L&ight"))
        self.say(self._labels["routine"].setText, lambda: self.tr("Meas&ure"))
        self.say(self._labels["zone"].setText, lambda: self.tr("Looks &at"))
        self.say(self._labels["mode"].setText, lambda: self.tr("&Counts as"))
        self.say(self._labels["name"].setText, lambda: self.tr("&Name"))
        self.say(self._labels["place"].setText, lambda: self.tr("&Place (mm)"))
        self.say(self._labels["border"].setText, lambda: self.tr("May lie off by (mm)"))
        self.say(self.genuine.setText, lambda: self.tr("&Genuine captures…"))
        self.say(self.false.setText, lambda: self.tr("&False captures, if any…"))
        self.say(self.name.setPlaceholderText, lambda: self.tr("letters, digits, hyphens"))
        for field, text in zip(
            self.place,
            (
                lambda: self.tr("Left edge, mm"),
                lambda: self.tr("Upper edge, mm"),
                lambda: self.tr("Width, mm"),
                lambda: self.tr("Height, mm"),
            ),
            strict=True,
        ):
            self.say(field.setToolTip, text)
            self.say(field.setAccessibleName, text)

    def retranslate(self) -> None:
        """Names follow the language."""
        super().retranslate()
        self._fill()

    # ------------------------------------------------------------------ what is chosen

    @property
    def chosen_model(self) -> SpecimenModel | None:
        """The model in hand; None in an empty library."""
        return next((each for each in self._library.models() if each.model_id == self.model.code), None)

    @property
    def picture(self) -> SpecimenPicture | None:
        """The specimen's picture of the side under the light."""
        model = self.chosen_model
        found = model.pictures if model else ()
        return next((each for each in found if (each.page, each.light) == (self.page.code, self.light.code)), None)

    @property
    def region_mm(self) -> RegionMm:
        """Left, top, width, height."""
        left, top, width, height = (each.value() for each in self.place)
        return left, top, width, height

    def take_region(self, region_mm: RegionMm) -> None:
        """Put a place that was marked into the fields."""
        for field, value in zip(self.place, region_mm, strict=True):
            field.setValue(value)

    def lesson(self) -> TaughtCheck | None:
        """The lesson as it stands; None while something is missing."""
        name_fits = re.fullmatch(r"[a-z0-9][a-z0-9-]*", self.name.text()) is not None
        if not (name_fits and self.routine.code and self.picture and min(self.region_mm[2:]) > 0):
            return None
        return unlearned(
            check_id=self.name.text(),
            routine=self.routine.code,
            page=self.page.code,
            light=self.light.code,
            zone=self.zone.code,
            region_mm=self.region_mm,
            border_mm=self.border.value(),
            mode=Mode(self.mode.code),
        )

    # ------------------------------------------------------------------ filling

    def _fill(self) -> None:
        self.model.fill([(each.model_id, model_name(each)) for each in self._library.models()], self.model.code)
        self.zone.fill(terms("optical_zone"), self.zone.code)
        self.mode.fill(terms("check_mode"), self.mode.code or Mode.OPTIONAL.value)
        self._fill_sides()
        self._say_folders()

    def _fill_sides(self) -> None:
        model = self.chosen_model
        pictures = model.pictures if model else ()
        pages = dict.fromkeys(each.page for each in pictures)
        self.page.fill([(each, term("page", each)) for each in pages], self.page.code)
        lights = [each.light for each in pictures if each.page == self.page.code]
        self.light.fill([(each, light_name(each)) for each in lights], self.light.code or _WHITE)
        light = find_light(self.light.code)
        fitting = [code for code, each in ROUTINES.items() if light and light.light_class in each.lights]
        self.routine.fill([(each, term("optical_routine", each)) for each in fitting], self.routine.code)

    def _picture_chosen(self) -> None:
        self._fill_sides()
        self.pictureChosen.emit()
        self.edited.emit()

    def _ask_folder(self, *, genuine: bool) -> None:
        title = self.tr("Captures of genuine documents") if genuine else self.tr("Captures of false documents")
        found = QFileDialog.getExistingDirectory(self, title)
        if found:
            self.take_folder(Path(found), genuine=genuine)

    def take_folder(self, folder: Path, *, genuine: bool) -> None:
        """Learn from the captures of a folder."""
        if genuine:
            self.genuine_dir = folder
        else:
            self.false_dir = folder
        self._say_folders()
        self.edited.emit()

    def _say_folders(self) -> None:
        none = self.tr("A folder with one folder for each document, its pictures named by light")
        self.genuine_said.setText(str(self.genuine_dir) if self.genuine_dir else none)
        self.false_said.setText(str(self.false_dir) if self.false_dir else "")


def _millimetres(least: float, most: float = 500.0, value: float = 0.0) -> QDoubleSpinBox:
    field = inset(QDoubleSpinBox())
    field.setDecimals(1)
    field.setMinimumWidth(64)
    field.setSingleStep(0.5)
    field.setRange(least, most)
    field.setValue(value)
    return field

"""The form of one finding: what was seen, where, under which light, by which method, and what it means."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.fields import ChoiceBox, TextBox, field_label, grouped, heading, light_name, primary, quiet, term, terms
from ui.language import current_language
from ui.panels.examiner_row import ExaminerRow
from ui.spoken import Panel
from workstation.captures import CaptureRecord
from workstation.cases.model import Finding, KeptRecipe, Region, Shape
from workstation.lights import Emission, Geometry, LightClass, find_light
from workstation.specimens.model import SpecimenFeature, SpecimenPicture


@dataclass(frozen=True, slots=True)
class Draft:
    """Where a finding begins: capture and region it stands on, finding it corrects, kept view it was seen in.

    ``keep_view`` stores a view that is not kept yet; it is called when the finding is saved, not before.
    """

    capture: CaptureRecord | None
    region: Region | None
    specimen: SpecimenPicture | None
    feature: SpecimenFeature | None = None
    corrects: Finding | None = None
    recipe_id: str = ""
    keep_view: Callable[[], Future[KeptRecipe]] | None = None


def method_for(light: str) -> str:
    """The method that a light stands for."""
    found = find_light(light)
    if found is None:
        return "naked_eye"
    if found.light_class is LightClass.ULTRAVIOLET:
        return "uv"
    if found.light_class is LightClass.INFRARED:
        return "ir_luminescence" if found.emission is Emission.LUMINESCENCE else "ir"
    special = {Geometry.TRANSMITTED: "transmitted", Geometry.COAXIAL: "coaxial", Geometry.INCIDENT: "naked_eye"}
    return special.get(found.geometry, "oblique")


class FindingForm(Panel):
    """Opens filled with what the light and the specimen suggest, never with what was seen; saving is one key."""

    saved = Signal()
    left = Signal()
    drafted = Signal()  # another region, or none, is what the form is about
    named = Signal(str)  # the examiner gave a name

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._draft = Draft(None, None, None)
        self._exhibit_id = ""
        self._opened_with: tuple[str, ...] | None = None  # what stood there at first; None while it is not open
        self._saving = False
        self.title = heading()
        self.place = quiet()
        self.feature, self.light, self.method = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.observation, self.significance = ChoiceBox(), ChoiceBox()
        self.observed, self.expected = TextBox(2), TextBox(2)
        self.examiner, self.why_not = ExaminerRow(desk), quiet()
        self.save, self.leave = primary(QPushButton()), QPushButton()
        names = ("feature", "light", "method", "observation", "significance")
        self._labels = {name: field_label(getattr(self, name)) for name in names}
        self._observed_label, self._expected_label = QLabel(), QLabel()
        self._build()
        self._speak()
        self.save.clicked.connect(self._save)
        self.leave.clicked.connect(self.left.emit)
        self.observation.activated.connect(self._suggest_significance)
        for box in (self.feature, self.observation, self.significance):
            box.currentIndexChanged.connect(self._check)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._save)

    def _build(self) -> None:
        inside = QWidget()
        down = QVBoxLayout(inside)
        down.setContentsMargins(12, 8, 12, 4)
        down.setSpacing(5)
        down.addWidget(self.title)
        down.addWidget(self.place)
        form = QFormLayout()
        form.setSpacing(6)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, label in self._labels.items():
            form.addRow(label, getattr(self, name))
        down.addLayout(form)
        for label, text in ((self._observed_label, self.observed), (self._expected_label, self.expected)):
            label.setBuddy(text)
            down.addWidget(label)
            down.addWidget(text)
        down.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(12, 4, 12, 8)
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scroll, 1)
        around.addWidget(self.examiner)
        around.addWidget(self.why_not)
        around.addLayout(buttons)
        self.why_not.setContentsMargins(12, 4, 12, 0)

    def _speak(self) -> None:
        self.say(self._labels["feature"].setText, lambda: self.tr("Feature"))
        self.say(self._labels["light"].setText, lambda: self.tr("Light"))
        self.say(self._labels["method"].setText, lambda: self.tr("Method"))
        self.say(self._labels["observation"].setText, lambda: self.tr("Observation"))
        self.say(self._labels["significance"].setText, lambda: self.tr("Significance"))
        self.say(self._observed_label.setText, lambda: self.tr("What was seen"))
        self.say(self._expected_label.setText, lambda: self.tr("What was expected"))
        for box in (self.feature, self.observation, self.significance):
            self.say(box.setPlaceholderText, lambda: self.tr("– choose –"))
        self.say(self.leave.setText, lambda: self.tr("Discard"))
        self.say(self.save.setText, lambda: self.tr("Save finding"))
        self.say(self.save.setToolTip, lambda: self.tr("Save finding") + "  [Ctrl+Return]")

    # ------------------------------------------------------------------ filling

    def retranslate(self) -> None:
        """Names in the lists follow the language."""
        super().retranslate()
        self._fill_lists()
        self._say_place()
        self._check()

    def _fill_lists(self) -> None:
        suggested = list(dict.fromkeys(each.feature for each in self._desk.specimen_features()))
        specimen = [(code, term("feature", code)) for code in suggested]
        self.feature.fill_grouped(
            [(self.tr("Of the specimen under this light"), specimen), *grouped("feature", "feature_group")]
        )
        lights = dict.fromkeys((*self._desk.lights(), *([self._desk.light] if self._desk.light else [])))
        self.light.fill((each, light_name(each)) for each in lights)
        self.method.fill(terms("method"))
        self.observation.fill(terms("observation"))
        self.significance.fill(terms("significance"))

    def open(self, draft: Draft) -> None:
        """Begin a finding, or the correction of one."""
        self._draft, self._exhibit_id = draft, self._desk.exhibit_id
        self._fill_lists()
        old = draft.corrects
        light = old.light if old else draft.capture.light if draft.capture else self._desk.light
        if not self.light.choose(light):
            self.light.addItem(light_name(light), light)
            self.light.choose(light)
        self.method.choose(old.method if old else method_for(light))
        feature = old.feature if old else draft.feature.feature if draft.feature else ""
        for box, code in (
            (self.feature, feature),
            (self.observation, old.observation if old else ""),
            (self.significance, old.significance if old else ""),
        ):
            if not box.choose(code):
                box.setCurrentIndex(-1)
        expected = draft.feature.expected.get(current_language(), "") if draft.feature else ""
        self.observed.set_text(old.observed if old else "")
        self.expected.set_text(old.expected if old else expected)
        self._opened_with = self._state()
        self._say_place()
        self._check()
        self.feature.setFocus()
        self.drafted.emit()

    def take_region(self, draft: Draft) -> None:
        """Take another region for what is being written."""
        self._draft = replace(draft, feature=self._draft.feature)
        if draft.capture is not None and self.light.choose(draft.capture.light):
            self.method.choose(method_for(draft.capture.light))
        self._say_place()
        self.drafted.emit()

    def shut(self) -> None:
        """What stood here is stored, or let go."""
        self._opened_with = None
        self.drafted.emit()

    @property
    def region(self) -> Region | None:
        """What a finding that is being written stands on."""
        return self._draft.region if self._opened_with is not None else None

    @property
    def capture_id(self) -> str:
        """The capture that ``region`` lies on."""
        return self._draft.capture.capture_id if self._draft.capture else ""

    @property
    def correcting(self) -> bool:
        """True while a stored finding is being corrected."""
        return self._draft.corrects is not None

    @property
    def unsaved(self) -> bool:
        """True while something would be lost with the form."""
        drawn = self.region is not None and not self.correcting
        return self._opened_with is not None and (drawn or self._state() != self._opened_with)

    def _state(self) -> tuple[str, ...]:
        boxes = (self.feature, self.light, self.method, self.observation, self.significance)
        return (*(each.code for each in boxes), self.observed.text, self.expected.text)

    def _say_place(self) -> None:
        draft = self._draft
        self.title.setText(self.tr("Correct the finding") if draft.corrects else self.tr("New finding"))
        if draft.capture is None:
            self.place.setText(self.tr("On the document as a whole, without a picture"))
        elif draft.region is None:
            text = self.tr("On the whole picture · {light}")
            self.place.setText(text.format(light=light_name(draft.capture.light)))
        else:
            self.place.setText(region_text(draft.region, draft.capture.px_per_mm, self._region_words()))

    def _region_words(self) -> dict[Shape, str]:
        return {
            Shape.RECTANGLE: self.tr("Rectangle"),
            Shape.POLYGON: self.tr("Outline"),
            Shape.POINT: self.tr("Point"),
        }

    def _suggest_significance(self) -> None:
        suggestion = {
            "present_conforms": "supports_genuine",
            "present_deviates": "supports_false",
            "absent": "supports_false",
            "unexpected_present": "supports_false",
        }
        self.significance.choose(suggestion.get(self.observation.code, "neutral"))

    # ------------------------------------------------------------------ saving

    def _missing(self) -> dict[str, ChoiceBox]:
        """What has to be chosen first, by name."""
        boxes = {
            self.tr("feature"): self.feature,
            self.tr("observation"): self.observation,
            self.tr("significance"): self.significance,
        }
        return {name: box for name, box in boxes.items() if not box.code}

    def _check(self) -> None:
        missing = self._missing()
        self.save.setEnabled(not missing and not self._saving)
        self.why_not.setText(self.tr("Choose first: {names}").format(names=", ".join(missing)))
        self.why_not.setVisible(bool(missing))

    def _save(self) -> None:
        if not self._desk.editable or not self.isVisible() or self._saving:
            return
        for box in self._missing().values():
            box.setFocus()
            return
        draft = self._draft
        self._saving = True
        self._check()
        if name := self.examiner.take():
            self.named.emit(name)
        if draft.keep_view is None or draft.recipe_id:
            self._store(draft)
            return

        def kept(view: KeptRecipe) -> None:
            self._store(replace(draft, recipe_id=view.recipe_id))

        self._desk.ask(draft.keep_view(), kept, self._refused)

    def _refused(self, error: object) -> None:
        self._saving = False
        self._check()
        self._desk.failed.emit(error)

    def _store(self, draft: Draft) -> None:
        model = self._desk.model
        future = self._desk.bench.record.save_finding(
            exhibit_id=self._exhibit_id,
            capture_id=draft.capture.capture_id if draft.capture else None,
            region=draft.region,
            feature=self.feature.code,
            light=self.light.code,
            method=self.method.code,
            observation=self.observation.code,
            significance=self.significance.code,
            observed=self.observed.text,
            expected=self.expected.text,
            specimen=draft.specimen,
            specimen_model_id=model.model_id if model else "",
            supersedes=draft.corrects.finding_id if draft.corrects else None,
            recipe_id=draft.recipe_id or (draft.corrects.recipe_id if draft.corrects else ""),
        )

        def stored(finding: Finding) -> None:
            self._saving = False
            self._check()
            self._desk.select_finding(finding.finding_id)
            self._desk.kept.emit()
            self.saved.emit()

        self._desk.ask(future, stored, self._refused)


def region_text(region: Region, px_per_mm: float | None, words: dict[Shape, str]) -> str:
    """Shape, size and place of a region; in millimetres where the scale is known."""
    left, top, right, bottom = region.bounds_px()
    scale, unit, digits = (px_per_mm, "mm", 1) if px_per_mm else (1.0, "px", 0)
    width, height, x, y = (each / scale for each in (right - left, bottom - top, left, top))
    size = f"{width:.{digits}f} × {height:.{digits}f} {unit}"
    return f"{words[region.shape]}: {size}  ·  x {x:.{digits}f}, y {y:.{digits}f} {unit}"

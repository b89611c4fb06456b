"""Writing what is shown as a picture for other programs, with a caption that says what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.desk import Desk
from ui.dialogs.file_dialogs import PathField
from ui.dialogs.form import FormDialog, require
from ui.enhance.studio import Studio
from ui.fields import light_name, term
from workstation.captures import CaptureRecord
from workstation.exported_views import ViewCaption
from workstation.imaging.colour import false_colour
from workstation.imaging.recipe import Recipe, SourceKind

SUFFIXES = (".png", ".tif")


class ExportPictureDialog(FormDialog):
    """Where the picture goes; its suffix says which kind."""

    wanted = Signal(Path)

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(640)
        self.file = PathField(str(path))
        self.say(self.setWindowTitle, lambda: self.tr("Export picture"))
        self.say(self.go.setText, lambda: self.tr("Export"))
        self.say(self.file.browse.setText, lambda: self.tr("Browse…"))
        self.say(
            self.intro.setText,
            lambda: self.tr(
                "PNG or TIFF by the end of the name; GIF or PNG where two pictures blink. A strip below says case, "
                "exhibit, light, marks, scale and hashes. An existing picture of that name is replaced, any other "
                "file is not."
            ),
        )
        self.add_row(self.file, lambda: self.tr("File"))
        self.file.browse.clicked.connect(self._browse)
        require(self, self.file.edit)

    def _browse(self) -> None:
        kinds = self.tr("Pictures (*.png *.tif *.gif)")
        chooser = QFileDialog(self, self.tr("Export picture"), self.file.edit.text(), kinds)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("png")
        chooser.fileSelected.connect(self.file.edit.setText)
        chooser.open()

    def answer(self) -> None:
        """Hand the file on."""
        path = self.file.path
        self.wanted.emit(path if path.suffix else path.with_suffix(SUFFIXES[0]))


def proposed_path(desk: Desk, capture: CaptureRecord, suffix: str) -> Path:
    """Beside the case, named by exhibit, side and light."""
    exhibit = desk.exhibit.exhibit_no if desk.exhibit else ""
    case = desk.case_path or Path("case")
    safe = "".join(each if each.isalnum() or each in "-_" else "_" for each in exhibit)
    return case.with_name(f"{case.stem}-{safe}-{capture.page}-{capture.light}{suffix}")


class CaptionWords(QObject):
    """What stands below an exported picture, in the language of the window."""

    def captions(
        self, desk: Desk, studio: Studio, capture: CaptureRecord, recipes: Sequence[Recipe]
    ) -> tuple[ViewCaption, ...]:
        """One for each picture of an animation, which says which of them it is."""
        return tuple(
            replace(said, lines=(self._place(place, len(recipes), recipe), *said.lines))
            for place, recipe in enumerate(recipes, start=1)
            for said in (self.caption(desk, studio, capture, recipe),)
        )

    def _place(self, place: int, count: int, recipe: Recipe) -> str:
        source = recipe.sources[-1]
        shown = (
            self.tr("Specimen · {light}") if source.kind is SourceKind.SPECIMEN else self.tr("Questioned · {light}")
        )
        return f"{place}/{count}  {shown.format(light=light_name(source.label))}"

    def caption(self, desk: Desk, studio: Studio, capture: CaptureRecord, recipe: Recipe) -> ViewCaption:
        """Case, exhibit, light, marks, scale, steps, colours and hashes."""
        info, exhibit = desk.snapshot.info if desk.snapshot else None, desk.exhibit
        where = self.tr("Case {case}, exhibit {exhibit}, {page}").format(
            case=info.case_no if info else "",
            exhibit=exhibit.exhibit_no if exhibit else "",
            page=term("page", capture.page),
        )
        scale = self.tr("{number} px/mm").format(number=f"{capture.px_per_mm:.2f}") if capture.px_per_mm else ""
        lines = [where, self._lights(studio, recipe), scale or self.tr("Scale unknown")]
        if recipe.steps:
            steps = " → ".join(term("operation", each.operation) for each in recipe.steps)
            lines.append(self.tr("Steps: {steps}").format(steps=steps))
            lines.append(self.tr("Recipe SHA-256 {sha256}").format(sha256=recipe.sha256))
        hashes = self.tr("Original SHA-256 {sha256}")
        lines += [hashes.format(sha256=each.sha256) for each in recipe.sources]
        return ViewCaption(
            tuple(lines),
            self.tr("Picture SHA-256 {sha256}"),
            capture.px_per_mm,
            self.tr("Colours: profile of the original, {profile}"),
            self.tr("Colours: the original names no profile; {profile} assumed"),
        )

    def _lights(self, studio: Studio, recipe: Recipe) -> str:
        lights = dict.fromkeys(light_name(each.label) for each in recipe.sources if each.label)
        marks = list(studio.source_badges(recipe))
        if recipe.steps:
            marks.insert(0, self.tr("PROCESSED"))
        if any(map(false_colour, recipe.steps)):
            marks.append(self.tr("FALSE COLOUR"))
        return " · ".join([" + ".join(lights), *dict.fromkeys(marks)])

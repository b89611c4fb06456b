"""Questions about a PDF to write: where it goes, in which language, and what it holds."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from ui.dialogs.file_dialogs import PathField
from ui.dialogs.form import FormDialog, require
from ui.fields import ChoiceBox
from ui.language import LANGUAGE_NAMES, current_language


class PdfDialog(FormDialog):
    """File and language."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(640)
        self.file = PathField(str(path))
        self.language = ChoiceBox()
        self.language.fill(LANGUAGE_NAMES.items(), current_language())
        self.say(self.go.setText, lambda: self.tr("Export"))
        self.say(self.file.browse.setText, lambda: self.tr("Browse…"))
        self.add_row(self.file, lambda: self.tr("File"))
        self.add_row(self.language, lambda: self.tr("Language of the PDF"))
        self.file.browse.clicked.connect(self._browse)
        require(self, self.file.edit)

    def _browse(self) -> None:
        chooser = QFileDialog(self, self.windowTitle(), self.file.edit.text(), "PDF (*.pdf)")
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("pdf")
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self.file.edit.setText)
        chooser.open()


class ExportDialog(PdfDialog):
    """The report."""

    wanted = Signal(Path, str, bool)  # file, language, with the comparison sheet

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(path, parent)
        self.sheet = QCheckBox()
        self.say(self.setWindowTitle, lambda: self.tr("Export PDF report"))
        self.say(
            self.intro.setText,
            lambda: self.tr(
                "The report is made from what is stored in the case. An existing file of that name is replaced."
            ),
        )
        self.say(self.sheet.setText, lambda: self.tr("With the comparison sheet of every light as an annex"))
        self.form.addRow(self.sheet)

    def answer(self) -> None:
        """Hand file, language and annex on."""
        self.wanted.emit(self.file.path, self.language.code, self.sheet.isChecked())


class SheetDialog(PdfDialog):
    """The comparison sheet: whole pages, or the region of the finding in hand."""

    wanted = Signal(Path, str, object)  # file, language, number of a finding or None

    def __init__(self, path: Path, finding: int | None, parent: QWidget | None = None) -> None:
        super().__init__(path, parent)
        self._finding = finding
        self.part = QCheckBox()
        self.part.setEnabled(finding is not None)
        self.say(self.setWindowTitle, lambda: self.tr("Comparison sheet"))
        self.say(
            self.intro.setText,
            lambda: self.tr(
                "Every light on one sheet: the questioned document over the specimen, same part, same scale. An "
                "existing PDF of that name is replaced."
            ),
        )
        self.say(self.part.setText, self._part_text)
        self.form.addRow(self.part)

    def _part_text(self) -> str:
        if self._finding is None:
            return self.tr("Only the region of a finding (select one with a region first)")
        return self.tr("Only the region of finding {number}").format(number=self._finding)

    def answer(self) -> None:
        """Hand file, language and part on."""
        self.wanted.emit(self.file.path, self.language.code, self._finding if self.part.isChecked() else None)

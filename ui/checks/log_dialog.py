"""Where the log of checks goes, and whether values that name the holder go with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from ui.dialogs.file_dialogs import PathField
from ui.dialogs.form import FormDialog, require


class CheckLogDialog(FormDialog):
    """File, and what is left out of it."""

    wanted = Signal(Path, bool)

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(640)
        self.file, self.personal = PathField(str(path)), QCheckBox()
        self.say(self.setWindowTitle, lambda: self.tr("Export the log of checks"))
        self.say(
            self.intro.setText,
            lambda: self.tr(
                "XML aligned with BSI TR-03135, not conforming to it. An existing file of that name is replaced."
            ),
        )
        self.say(self.go.setText, lambda: self.tr("Export"))
        self.say(self.file.browse.setText, lambda: self.tr("Browse…"))
        self.say(self.personal.setText, lambda: self.tr("With values read and reasons: they may name the holder"))
        self.add_row(self.file, lambda: self.tr("File"))
        self.form.addRow(self.personal)
        self.file.browse.clicked.connect(self._browse)
        require(self, self.file.edit)

    def _browse(self) -> None:
        chooser = QFileDialog(self, self.windowTitle(), self.file.edit.text(), "XML (*.xml)")
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("xml")
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self.file.edit.setText)
        chooser.open()

    def answer(self) -> None:
        """Hand file and choice on."""
        self.wanted.emit(self.file.path, self.personal.isChecked())

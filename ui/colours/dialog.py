"""Which profile a screen has: a file that its calibration wrote."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.dialogs.file_dialogs import PathField
from ui.dialogs.form import FormDialog


class ScreenProfileDialog(FormDialog):
    """A file, or none; it is remembered for this screen."""

    wanted = Signal(object)  # Path or None

    def __init__(self, screen: str, path: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(640)
        self.file = PathField(path)
        self.say(self.setWindowTitle, lambda: self.tr("Profile of the screen"))
        self.say(
            self.intro.setText,
            lambda: self.tr(
                "{screen}: white pictures are shown through the ICC profile that the calibration of this screen "
                "wrote. Left empty, pictures are shown as they are stored, and the line at the bottom says so. "
                "Ultraviolet and infrared never go through a profile. Stored pictures, measurements and hashes do "
                "not change."
            ).format(screen=screen or self.tr("This screen")),
        )
        self.say(self.go.setText, lambda: self.tr("Use"))
        self.say(self.file.browse.setText, lambda: self.tr("Browse…"))
        self.add_row(self.file, lambda: self.tr("ICC profile"))
        self.file.browse.clicked.connect(self._browse)

    def _browse(self) -> None:
        kinds = self.tr("ICC profiles (*.icc *.icm)")
        chooser = QFileDialog(self, self.tr("Profile of the screen"), self.file.edit.text(), kinds)
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self.file.edit.setText)
        chooser.open()

    def answer(self) -> None:
        """Hand the file on, or that there is none."""
        self.wanted.emit(self.file.path if self.file.edit.text().strip() else None)

"""Questions about files: the folder to import; and lists of what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.dialogs.form import FormDialog, require
from ui.fields import ChoiceBox, inset, quiet
from ui.spoken import Dialog

MM_PER_INCH = 25.4


class PathField(QWidget):
    """A path that can be typed or looked for."""

    def __init__(self, path: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit, self.browse = QLineEdit(path), QPushButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.edit, 1)
        row.addWidget(self.browse)
        self.setFocusProxy(self.edit)

    @property
    def path(self) -> Path:
        """The path as it stands."""
        return Path(self.edit.text().strip()).expanduser()


class ImportDialog(FormDialog):
    """Folder, side, and the resolution where the files do not say it: asked once for all of them."""

    wanted = Signal(Path, str, object)  # folder, page, px_per_mm or None

    def __init__(
        self, folder: str, pages: Sequence[tuple[str, str]], page: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setMinimumWidth(640)
        self.folder = PathField(folder)
        self.page = ChoiceBox()
        self.page.fill(pages, page)
        self.resolution_ppi = inset(QDoubleSpinBox())
        self.resolution_ppi.setRange(0, 20_000)
        self.resolution_ppi.setDecimals(1)
        self.resolution_ppi.setSuffix(" ppi")
        self.say(self.setWindowTitle, lambda: self.tr("Import pictures"))
        self.say(
            self.intro.setText,
            lambda: self.tr(
                "Every picture that is named by its light is taken byte for byte: "
                "WHITE.jpg, UV365.tif, IR.png, VIS600.png … "
                "What names no light is listed and left out."
            ),
        )
        self.say(self.go.setText, lambda: self.tr("Import"))
        self.say(self.folder.browse.setText, lambda: self.tr("Browse…"))
        self.say(self.resolution_ppi.setSpecialValueText, lambda: self.tr("unknown: measuring stays off"))
        self.add_row(self.folder, lambda: self.tr("Folder"))
        self.add_row(self.page, lambda: self.tr("Side"))
        self.add_row(self.resolution_ppi, lambda: self.tr("Resolution, if the files do not say"))
        self.folder.browse.clicked.connect(self._browse)
        require(self, self.folder.edit)

    def _browse(self) -> None:
        chooser = QFileDialog(self, self.tr("Folder of pictures"), self.folder.edit.text())
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.setOption(QFileDialog.Option.ShowDirsOnly, True)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self.folder.edit.setText)
        chooser.open()

    def answer(self) -> None:
        """Hand folder, side and scale on."""
        ppi = self.resolution_ppi.value()
        self.wanted.emit(self.folder.path, self.page.code, ppi / MM_PER_INCH if ppi > 0 else None)


class ListDialog(Dialog):
    """What was left out, or what does not hold: two columns to read and copy."""

    def __init__(
        self,
        title: str,
        intro: str,
        columns: tuple[str, str],
        rows: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(760, 420)
        self.said = quiet(intro)
        self.table = QTableWidget(len(rows), 2)
        self.table.setHorizontalHeaderLabels(list(columns))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(True)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                self.table.setItem(row, column, QTableWidgetItem(text))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        down = QVBoxLayout(self)
        down.setContentsMargins(16, 14, 16, 12)
        down.addWidget(self.said)
        down.addWidget(self.table, 1)
        down.addWidget(buttons)

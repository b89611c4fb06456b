"""What of a case goes into its redacted copy, and where that is written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from ui.dialogs.file_dialogs import PathField
from ui.dialogs.form import FormDialog, require
from ui.fields import term
from workstation.cases.model import CaseSnapshot
from workstation.copies.redact import Wishes, has_place, texts_of

HIDE, SHOW = 1, 2
_READ = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_TICKED = _READ | Qt.ItemFlag.ItemIsUserCheckable


class RedactDialog(FormDialog):
    """Folder, findings to hide or to leave open, and texts, which are read here before they are written."""

    wanted = Signal(Path, object)  # folder, Wishes

    def __init__(self, folder: Path, snapshot: CaseSnapshot, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(720)
        self._snapshot = snapshot
        self.boxes: dict[int, list[QTableWidgetItem]] = {HIDE: [], SHOW: []}
        self._placeless: list[QTableWidgetItem] = []
        self.folder, self.texts, self.preview = PathField(str(folder)), QCheckBox(), QPlainTextEdit()
        self.table = QTableWidget(len(snapshot.findings), 3)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (HIDE, SHOW):
            self.table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.table.setTabKeyNavigation(False)
        self.table.setMaximumHeight(160)
        self.preview.setReadOnly(True)
        self.preview.setTabChangesFocus(True)
        self.preview.setMaximumHeight(140)
        self.preview.hide()
        self.preview_label = QLabel()
        self.preview_label.setBuddy(self.preview)
        self.preview_label.hide()
        self._fill()
        self._say_all()
        self.add_row(self.folder, lambda: self.tr("New folder"))
        self.add_row(self.table, lambda: self.tr("Findings"))
        self.form.addRow(self.texts)
        self.form.addRow(self.preview_label)
        self.form.addRow(self.preview)
        self.table.itemChanged.connect(self._one_of_both)
        self.texts.toggled.connect(self._preview)
        self.folder.browse.clicked.connect(self._browse)
        require(self, self.folder.edit)

    def _say_all(self) -> None:
        self.say(self.setWindowTitle, lambda: self.tr("Redacted copy"))
        self.say(
            self.intro.setText,
            lambda: self.tr(
                "Whatever names the holder is masked, as the model says; without a model the whole picture is. "
                "Hide: the region of a finding is masked too. Show: it stays open where no model is known."
            ),
        )
        self.say(self.go.setText, lambda: self.tr("Write the copy"))
        self.say(self.folder.browse.setText, lambda: self.tr("Browse…"))
        self.say(self.texts.setText, lambda: self.tr("With the texts of findings"))
        self.say(self.preview_label.setText, lambda: self.tr("The texts as they go along; […] was masked"))
        self.say(self.preview.setAccessibleName, lambda: self.tr("Texts as they go along"))
        for placeless in self._placeless:
            self.say(placeless.setText, lambda: self.tr("no region"))
            self.say(
                placeless.setToolTip,
                lambda: self.tr("This finding has no region on a picture: there is nothing to mask."),
            )
        for column, said in enumerate((lambda: self.tr("Finding"), lambda: self.tr("Hide"), lambda: self.tr("Show"))):
            head = QTableWidgetItem()
            self.table.setHorizontalHeaderItem(column, head)
            self.say(head.setText, said)

    def _fill(self) -> None:
        for row, each in enumerate(self._snapshot.findings):
            about = QTableWidgetItem(f"{row + 1} · {term('feature', each.feature)} · {term('light', each.light)}")
            about.setFlags(_READ)
            self.table.setItem(row, 0, about)
            for column, boxes in self.boxes.items():
                box = QTableWidgetItem()
                box.setFlags(_TICKED if has_place(each) else _READ)
                if has_place(each):
                    box.setCheckState(Qt.CheckState.Unchecked)
                self.table.setItem(row, column, box)
                boxes.append(box)
            if not has_place(each):
                self.table.setSpan(row, HIDE, 1, 2)
                self._placeless.append(self.boxes[HIDE][row])

    def _one_of_both(self, item: QTableWidgetItem) -> None:
        """Nothing is hidden and shown at once."""
        if item.checkState() is Qt.CheckState.Checked:
            self.boxes[HIDE + SHOW - item.column()][item.row()].setCheckState(Qt.CheckState.Unchecked)

    def _preview(self, along: bool) -> None:
        self.preview.setPlainText("\n".join(f"{at}: {text}" for at, text in texts_of(self._snapshot)))
        self.preview_label.setVisible(along)
        self.preview.setVisible(along)
        self.grow()

    def _browse(self) -> None:
        chooser = QFileDialog(self, self.windowTitle(), self.folder.edit.text())
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # What is there is never replaced, so nobody is asked whether it should be.
        chooser.setOption(QFileDialog.Option.DontConfirmOverwrite)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self.folder.edit.setText)
        chooser.open()

    def _ticked(self, column: int) -> frozenset[int]:
        boxes = enumerate(self.boxes[column], start=1)
        return frozenset(number for number, box in boxes if box.checkState() is Qt.CheckState.Checked)

    def answer(self) -> None:
        """Hand folder and wishes on."""
        self.wanted.emit(self.folder.path, Wishes(self._ticked(HIDE), self._ticked(SHOW), self.texts.isChecked()))

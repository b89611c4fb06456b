"""The end: the bench file as it will be, and where it goes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit

from ui.devices.set_up.page import Page
from ui.dialogs.file_dialogs import PathField
from ui.fields import field_label, quiet
from workstation.errors import WorkstationError
from workstation.maintenance_desk import WrittenBench

if TYPE_CHECKING:
    from ui.devices.set_up.wizard import SetUpWizard


def user_bench_file() -> Path:
    """The bench file that the window opens when it is started without naming another."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "qdbench" / "bench.toml"


class FilePage(Page):
    """Text and path."""

    def __init__(self, wizard: SetUpWizard) -> None:
        super().__init__(wizard)
        self.setFinalPage(True)
        self.text, self.path, self.use = QPlainTextEdit(), PathField(str(user_bench_file())), quiet()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setStyleSheet(
            f"font-family: '{QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()}';"
        )
        self._writing = False
        label = field_label(self.path)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.path, 1)
        self.down.addWidget(self.text, 1)
        self.down.addLayout(row)
        self.down.addWidget(self.use)
        self.down.addWidget(self.trouble)
        self.say(self.setTitle, lambda: self.tr("5. The bench file"))
        self.say(
            self.intro.setText,
            lambda: self.tr("This will be written. The devices in use stay as they are until the next start."),
        )
        self.say(label.setText, lambda: self.tr("File"))
        self.say(self.path.browse.setText, lambda: self.tr("Browse…"))
        self.say(self.text.setAccessibleName, lambda: self.tr("The bench file"))
        self.path.edit.textChanged.connect(lambda _: self._changed())
        self.path.browse.clicked.connect(self._browse)

    def initializePage(self) -> None:
        """Ask for the text of what was planned; the controller is not needed any more."""
        self.text.clear()
        self.show_trouble(None)
        self._changed()

        def arrived(text: str) -> None:
            self.text.setPlainText(text)
            self._changed()

        self.ask(self.guide.maintenance.bench_text(self.guide.plan.draft()), arrived)

    def cleanupPage(self) -> None:
        """Going back keeps the path."""

    def retranslate(self) -> None:
        """What is said of the path follows the language."""
        super().retranslate()
        self._changed()

    def _changed(self) -> None:
        self.use.setText(
            self.tr(
                "The window opens this bench at its next start. An earlier file of that name is kept beside it "
                "as bench.toml.bak."
            )
            if self.path.path == user_bench_file()
            else self.tr(
                "An earlier file of that name is kept beside it with the ending .bak. To use this bench, start the "
                "program with: --bench bench:{path}"
            ).format(path=self.path.path)
        )
        self.completeChanged.emit()

    def isComplete(self) -> bool:
        """With a text that stands the test, and a path."""
        return bool(self.text.toPlainText() and self.path.edit.text().strip()) and not self._writing

    def _browse(self) -> None:
        chooser = QFileDialog(self, self.tr("The bench file"), self.path.edit.text(), "TOML (*.toml)")
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("toml")
        chooser.setOption(QFileDialog.Option.DontConfirmOverwrite)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self.path.edit.setText)
        chooser.open()

    def write(self, then: Callable[[WrittenBench], None]) -> None:
        """Write the file; ``then`` is called when it stands on the disk."""
        if not self.isComplete():
            return
        self._writing = True
        self.show_trouble(None)
        self.completeChanged.emit()

        def refused(error: WorkstationError) -> None:
            self._writing = False
            self.show_trouble(error)
            self.completeChanged.emit()

        self.ask(self.guide.maintenance.write_bench(self.path.path, self.text.toPlainText()), then, refused)

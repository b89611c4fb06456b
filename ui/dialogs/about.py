"""About: versions, licence, and where the log lies."""

from __future__ import annotations

from importlib import metadata

import PySide6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from ui.settings import settings_path
from ui.spoken import Dialog
from workstation.software import SoftwareInfo


class AboutDialog(Dialog):
    """Versions, licence, and where the log lies."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(620, 520)
        self.page = QTextBrowser()
        self.page.setOpenExternalLinks(False)
        self.page.document().setDocumentMargin(14)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        down = QVBoxLayout(self)
        down.setContentsMargins(12, 12, 12, 12)
        down.addWidget(self.page)
        down.addWidget(buttons)
        self.retranslate()

    def retranslate(self) -> None:
        """The table in the language."""
        super().retranslate()
        self.setWindowTitle(self.tr("About QDBench"))
        self.page.setMarkdown(self._text())

    def _text(self) -> str:
        intro = self.tr(
            "A workstation for questioned documents: capture, comparison, case file and report in the open."
        )
        licence = self.tr("Licence: Apache License 2.0. The fonts have licences of their own, in resources/fonts.")
        log = self.tr("Log: {path}").format(path=settings_path().parent / "window.log")
        rows = "\n".join(f"| {name} | {version} |" for name, version in versions())
        part, version = self.tr("Part"), self.tr("Version")
        head = f"| {part} | {version} |\n|---|---|"
        return f"# QDBench\n\n{intro}\n\n{licence}\n\n{head}\n{rows}\n\n{log}\n"


def versions() -> list[tuple[str, str]]:
    """Name and version of everything that a report may have to name."""
    software = SoftwareInfo(program=metadata.version("qdbench"))
    return [
        ("QDBench", software.program),
        ("Python", software.python),
        ("PySide6", PySide6.__version__),
        ("SQLite", software.sqlite),
        ("NumPy", software.numpy),
        ("OpenCV", software.opencv),
        ("ReportLab", software.reportlab),
        (software.system, ""),
    ]

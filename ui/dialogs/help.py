"""Help and About, in the language of the window."""

from __future__ import annotations

from importlib import metadata

import PySide6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from ui.language import current_language
from ui.settings import settings_path
from ui.spoken import Dialog
from workstation.resources import RESOURCES
from workstation.software import SoftwareInfo


class PageDialog(Dialog):
    """A page to read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(820, 640)
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


class HelpDialog(PageDialog):
    """How to work here: the steps, the keys, what each light shows."""

    def retranslate(self) -> None:
        """The page of the language."""
        super().retranslate()
        self.setWindowTitle(self.tr("Help"))
        self.page.setMarkdown(help_page(current_language()))


class AboutDialog(PageDialog):
    """Versions, licence, and where the log lies."""

    def retranslate(self) -> None:
        """The table in the language."""
        super().retranslate()
        self.setWindowTitle(self.tr("About QDBench"))
        self.resize(620, 520)
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


def help_page(language: str) -> str:
    """Markdown of the help page."""
    return (RESOURCES / "help" / f"{language}.md").read_text(encoding="utf-8")


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

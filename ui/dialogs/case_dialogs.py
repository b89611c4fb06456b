"""Questions about the case: a new one, an exhibit, a withdrawal, the signing off."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QLineEdit, QPushButton, QWidget

from ui.dialogs.form import FormDialog, require
from ui.fields import TextBox
from ui.language import current_language
from ui.settings import Settings
from workstation.cases.encryption import installed
from workstation.errors import WorkstationError
from workstation.messages import explain


def file_of(case_no: str, folder: Path) -> Path:
    """File for a case number; what no file name may hold becomes ``_``."""
    stem = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", case_no.strip()).strip(". ") or "case"
    return folder / f"{stem}.qdcase"


class NewCaseDialog(FormDialog):
    """Filled with a free number and what was typed last time: one key makes the case.

    Parameters
    ----------
    encrypts : bool
        The station makes no case that is not encrypted.

    Signals
    -------
    wanted(Path, dict, bool)
        File, texts, and whether it is to be encrypted.
    """

    wanted = Signal(Path, dict, bool)

    def __init__(
        self,
        path: Path,
        case_no: str,
        settings: Settings,
        parent: QWidget | None = None,
        *,
        encrypts: bool = False,
    ) -> None:
        super().__init__(parent)
        self._folder = path.parent
        self.case_no = QLineEdit(case_no)
        self.examiner, self.agency = QLineEdit(settings.examiner), QLineEdit(settings.agency)
        self.exam_site = QLineEdit(settings.exam_site)
        self.question = TextBox(3)
        self.say(self.setWindowTitle, lambda: self.tr("New case"))
        self.say(self.go.setText, lambda: self.tr("Make the case"))
        self.add_row(self.case_no, lambda: self.tr("Case no."))
        self.add_row(self.examiner, lambda: self.tr("Examiner"))
        self.add_row(self.agency, lambda: self.tr("Agency"))
        self.add_row(self.exam_site, lambda: self.tr("Place"))
        self.add_row(self.question, lambda: self.tr("Question"))
        self.encrypted = QCheckBox()
        self.encrypted.setChecked(encrypts)
        self.encrypted.setEnabled(not encrypts and installed())
        self.say(self.encrypted.setText, lambda: self.tr("Encrypt the case file; a key is asked for next"))
        self.form.addRow("", self.encrypted)
        require(self, self.case_no)
        self.case_no.textChanged.connect(self._say_file)
        self._say_file()

    def retranslate(self) -> None:
        """The name of the file is said again too."""
        super().retranslate()
        self._say_file()

    def _say_file(self) -> None:
        self.intro.setText(self.tr("File: {path}").format(path=file_of(self.case_no.text(), self._folder)))

    def answer(self) -> None:
        """Hand file and texts on."""
        texts = {
            "case_no": self.case_no.text().strip(),
            "examiner": self.examiner.text().strip(),
            "agency": self.agency.text().strip(),
            "exam_site": self.exam_site.text().strip(),
            "question": self.question.text,
        }
        self.wanted.emit(file_of(self.case_no.text(), self._folder), texts, self.encrypted.isChecked())


class ExhibitDialog(FormDialog):
    """Another physical item."""

    wanted = Signal(str, str)

    def __init__(self, exhibit_no: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number, self.description = QLineEdit(exhibit_no), QLineEdit()
        self.say(self.setWindowTitle, lambda: self.tr("Add an exhibit"))
        self.say(self.go.setText, lambda: self.tr("Add"))
        self.intro.hide()
        self.add_row(self.number, lambda: self.tr("Number"))
        self.add_row(self.description, lambda: self.tr("Description"))
        require(self, self.number)
        self.description.setFocus()

    def answer(self) -> None:
        """Hand number and description on."""
        self.wanted.emit(self.number.text().strip(), self.description.text().strip())


class WithdrawDialog(FormDialog):
    """Why a finding no longer stands."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reason = QLineEdit()
        self.say(self.setWindowTitle, lambda: self.tr("Withdraw the finding"))
        self.say(
            self.intro.setText,
            lambda: self.tr(
                "The finding stays in the case file with your reason, "
                "but no longer counts and is not printed as standing."
            ),
        )
        self.say(self.go.setText, lambda: self.tr("Withdraw"))
        self.add_row(self.reason, lambda: self.tr("Reason"))
        require(self, self.reason)

    def answer(self) -> None:
        """Hand the reason on."""
        self.wanted.emit(self.reason.text().strip())


class UnsavedDialog(FormDialog):
    """A finding was begun and not saved; what comes next would lose it."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.prefer_staying()
        self.say(self.setWindowTitle, lambda: self.tr("A finding is not saved"))
        self.say(self.intro.setText, lambda: self.tr("You began a finding and did not save it. It will be lost."))
        self.say(self.go.setText, lambda: self.tr("Discard the finding"))
        self.say(self._cancel.setText, lambda: self.tr("Back to the finding"))

    def answer(self) -> None:
        """Hand the consent on."""
        self.wanted.emit()


class HeldElsewhereDialog(FormDialog):
    """The case is open for writing somewhere else: read it here, or close it there and try again."""

    wanted = Signal()
    again = Signal()

    def __init__(self, error: WorkstationError, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._error = error
        self.retry = QPushButton()
        self.buttons.addButton(self.retry, QDialogButtonBox.ButtonRole.ActionRole)
        self.retry.clicked.connect(self._try_again)
        self.say(self.intro.setText, self._text)
        self.say(self.setWindowTitle, lambda: self.tr("The case is open somewhere else"))
        self.say(self.go.setText, lambda: self.tr("Open read-only"))
        self.say(self.retry.setText, lambda: self.tr("Try again"))

    def _text(self) -> str:
        holder = str(self._error.facts.get("holder", ""))
        lines = [explain(self._error, current_language())]
        if holder:
            lines.append(self.tr("Held by: {holder}").format(holder=holder))
        lines.append(self.tr("Read-only: pictures, findings and report can be seen and printed, nothing is changed."))
        return "\n\n".join(lines)

    def _try_again(self) -> None:
        self.again.emit()
        self.reject()

    def answer(self) -> None:
        """Open it read-only."""
        self.wanted.emit()


class SignOffDialog(FormDialog):
    """The last question: afterwards nothing can be changed."""

    wanted = Signal()

    def __init__(self, open_points: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open_points = open_points
        self.say(self.setWindowTitle, lambda: self.tr("Sign off"))
        self.say(self.go.setText, lambda: self.tr("Sign off for good"))
        self.say(self.intro.setText, self._text)

    def _text(self) -> str:
        frozen = self.tr(
            "Pictures, findings and conclusion are frozen. Nothing in this case can be changed afterwards."
        )
        return "\n\n".join([frozen, *(f"⚠  {each}" for each in self._open_points)])

    def answer(self) -> None:
        """Hand the consent on."""
        self.wanted.emit()


class MrzDialog(FormDialog):
    """Lines of a machine readable zone, typed as they stand on the document."""

    wanted = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from ui.language import mrz_font

        self.setMinimumWidth(720)
        self.lines = TextBox(3)
        font = mrz_font(18)
        self.lines.setStyleSheet(f"font-family: '{font.family()}'; font-size: 18px;")
        self.lines.setMinimumHeight(96)
        self.say(self.setWindowTitle, lambda: self.tr("Type the machine readable zone"))
        self.say(
            self.intro.setText,
            lambda: self.tr("Type every line exactly as printed, fillers (<) included. Nothing is corrected."),
        )
        self.say(self.go.setText, lambda: self.tr("Keep these lines"))
        self.add_row(self.lines, lambda: self.tr("Lines"))
        self.lines.textChanged.connect(self._count)
        self._count()

    def typed(self) -> list[str]:
        """The lines in capitals, without empty ones."""
        return [line.strip().upper() for line in self.lines.toPlainText().splitlines() if line.strip()]

    def _count(self) -> None:
        lines = self.typed()
        self.go.setEnabled(bool(lines))
        self.say_lengths(lines)

    def say_lengths(self, lines: list[str]) -> None:
        """Say how long the lines are: 3 × 30, 2 × 36 and 2 × 44 are the layouts of ICAO 9303."""
        lengths = " + ".join(str(len(line)) for line in lines) or "0"
        self.lines.setToolTip(self.tr("Characters: {lengths}").format(lengths=lengths))

    def answer(self) -> None:
        """Hand the lines on."""
        self.wanted.emit(self.typed())

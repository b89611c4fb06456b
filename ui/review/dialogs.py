"""Questions of a review: a comment, reasons, a verifier, custody, retention, a report to issue, the purge."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QDate, QDateTime, Signal
from PySide6.QtWidgets import QCheckBox, QDateEdit, QDateTimeEdit, QLineEdit, QWidget

from ui.dialogs.form import FormDialog
from ui.dialogs.pdf_dialogs import PdfDialog
from ui.fields import ChoiceBox, TextBox, inset, term, terms
from ui.people.words import DAY, MINUTE, account_text
from ui.review.signature_rows import SignatureRows
from workstation.accounts.model import Account
from workstation.cases.handling import CustodyKind, Retention, ReviewKind
from workstation.vocabulary import vocabulary

TEXTS = ("from_whom", "to_whom", "place", "seal_no", "witness", "note")
DAYS_OF_A_MONTH = 30.4375


class TextDialog(FormDialog):
    """A few lines; the button waits for them where they are needed."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, needed: bool = True) -> None:
        super().__init__(parent)
        self.text = TextBox(4)
        self._needed = needed
        self.text.textChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        self.go.setEnabled(not self._needed or bool(self.text.text))

    def answer(self) -> None:
        """Hand the text on."""
        self.wanted.emit(self.text.text)


class CommentDialog(TextDialog):
    """What somebody says of the case, of a picture, of a region, or in answer."""

    def __init__(self, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.say(self.setWindowTitle, lambda: self.tr("Comment"))
        self.say(self.intro.setText, lambda: about)
        self.say(self.go.setText, lambda: self.tr("Say it"))
        self.add_row(self.text, lambda: self.tr("Comment"))


class SettleDialog(TextDialog):
    """How a comment was settled; it stays in the file with this answer."""

    def __init__(self, comment: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.say(self.setWindowTitle, lambda: self.tr("Settle the comment"))
        self.say(self.intro.setText, lambda: f"“{comment}”")
        self.say(self.go.setText, lambda: self.tr("Settle"))
        self.add_row(self.text, lambda: self.tr("How"))


class ReturnDialog(TextDialog):
    """Why the case goes back to its examiner."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.say(self.setWindowTitle, lambda: self.tr("Return the case"))
        self.say(
            self.intro.setText,
            lambda: self.tr("The examiner can change it again. Your reasons stay in the case file."),
        )
        self.say(self.go.setText, lambda: self.tr("Return"))
        self.add_row(self.text, lambda: self.tr("Reasons"))


class ApproveDialog(TextDialog):
    """What is approved, with a remark where there is one."""

    def __init__(self, kind: ReviewKind, parent: QWidget | None = None) -> None:
        super().__init__(parent, needed=False)
        explained = {
            ReviewKind.TECHNICAL: lambda: self.tr("Method, findings and reasoning hold. Your key signs this."),
            ReviewKind.ADMINISTRATIVE: lambda: self.tr(
                "The case is complete and its numbers and names are right. Your key signs this."
            ),
        }
        self.say(self.setWindowTitle, lambda: term("review_kind", kind))
        self.say(self.intro.setText, explained[kind])
        self.say(self.go.setText, lambda: self.tr("Approve"))
        self.add_row(self.text, lambda: self.tr("Remark"))


class VerifierDialog(FormDialog):
    """Who shall examine the exhibit in hand blind."""

    wanted = Signal(str)

    def __init__(self, exhibit_no: str, people: tuple[Account, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.person = ChoiceBox()
        self.person.fill([(each.login, account_text(each)) for each in people])
        self.say(
            self.setWindowTitle, lambda: self.tr("Blind verification of exhibit {number}").format(number=exhibit_no)
        )
        self.say(
            self.intro.setText,
            lambda: self.tr(
                "Whoever you ask sees the captures and neither findings nor conclusion, until their own opinion is "
                "recorded. Nobody who has opened the case before can be asked."
            ),
        )
        self.say(self.go.setText, lambda: self.tr("Ask"))
        self.add_row(self.person, lambda: self.tr("Person"))
        self.go.setEnabled(bool(people))

    def answer(self) -> None:
        """Hand the sign-in name on."""
        self.wanted.emit(self.person.code)


class ResolveDialog(FormDialog):
    """Where a disagreement was left."""

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.position, self.reasoning = QLineEdit(), TextBox(4)
        self.say(self.setWindowTitle, lambda: self.tr("Where the disagreement was left"))
        self.say(self.intro.setText, lambda: self.tr("What both examiners said stays and is printed beside this."))
        self.say(self.go.setText, lambda: self.tr("Write it down"))
        self.add_row(self.position, lambda: self.tr("Position"))
        self.add_row(self.reasoning, lambda: self.tr("Reasoning"))
        self.position.textChanged.connect(self._check)
        self.reasoning.textChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        self.go.setEnabled(bool(self.position.text().strip() and self.reasoning.text))

    def answer(self) -> None:
        """Hand both on."""
        self.wanted.emit(self.position.text().strip(), self.reasoning.text)


class CustodyDialog(FormDialog):
    """What happened to an item, when, between whom, under which seal."""

    wanted = Signal(str, object, dict)  # kind, moment, texts

    def __init__(self, exhibit_no: str, kinds: tuple[CustodyKind, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = ChoiceBox()
        self.kind.fill([(each, term("custody_kind", each)) for each in kinds])
        self.happened = inset(QDateTimeEdit(QDateTime.currentDateTime()))
        self.happened.setMaximumDateTime(QDateTime.currentDateTime())
        self.happened.setDisplayFormat(MINUTE)
        self.happened.setCalendarPopup(True)
        self.texts = {name: QLineEdit() for name in TEXTS}
        labels = {
            "from_whom": lambda: self.tr("From"),
            "to_whom": lambda: self.tr("To"),
            "place": lambda: self.tr("Place"),
            "seal_no": lambda: self.tr("Seal number"),
            "witness": lambda: self.tr("Witness"),
            "note": lambda: self.tr("Note"),
        }
        self.say(self.setWindowTitle, lambda: self.tr("Custody of exhibit {number}").format(number=exhibit_no))
        self.intro.hide()
        self.say(self.go.setText, lambda: self.tr("Write it down"))
        self.add_row(self.kind, lambda: self.tr("What happened"))
        self.add_row(self.happened, lambda: self.tr("When"))
        for name, field in self.texts.items():
            self.add_row(field, labels[name])
        self.go.setEnabled(bool(kinds))
        self._first = self.happened.dateTime()

    def answer(self) -> None:
        """Hand the event on; a moment that nobody changed is the moment of writing it down."""
        changed = self.happened.dateTime() != self._first
        at = datetime.fromtimestamp(self.happened.dateTime().toSecsSinceEpoch(), UTC) if changed else None
        self.wanted.emit(self.kind.code, at, {name: field.text().strip() for name, field in self.texts.items()})


class RetentionDialog(FormDialog):
    """How long the case is kept, and whether it is held."""

    wanted = Signal(str, object, bool, str)  # rule, day, held, reason

    def __init__(self, kept: Retention | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._was_held = kept is not None and kept.legal_hold
        self.rule, self.until = ChoiceBox(), inset(QDateEdit())
        self.hold, self.reason = QCheckBox(), QLineEdit()
        self.until.setCalendarPopup(True)
        self.until.setDisplayFormat(DAY)
        self.rule.fill(terms("retention_rule"), kept.rule if kept else None)
        self.hold.setChecked(self._was_held)
        self.say(self.setWindowTitle, lambda: self.tr("Retention and legal hold"))
        self.say(
            self.intro.setText,
            lambda: self.tr("Nothing is purged before the day, nor while the case is held."),
        )
        self.say(self.go.setText, lambda: self.tr("Set"))
        self.say(self.hold.setText, lambda: self.tr("Legal hold: must not be purged"))
        self.add_row(self.rule, lambda: self.tr("Rule"))
        self.add_row(self.until, lambda: self.tr("Until"))
        self.form.addRow(self.hold)
        self.add_row(self.reason, lambda: self.tr("Reason"))
        self.rule.activated.connect(lambda: self._propose(None))
        self._propose(kept.retain_until if kept else None)
        self.hold.toggled.connect(self._check)
        self.reason.textChanged.connect(self._check)
        self._check()

    def _propose(self, day: date | None) -> None:
        months = vocabulary("retention_rule").terms[self.rule.code].extra.get("months")
        self.until.setEnabled(bool(months))
        days = round(DAYS_OF_A_MONTH * float(str(months or 0)))
        found = day or datetime.now().astimezone().date() + timedelta(days=days)
        self.until.setDate(QDate(found.year, found.month, found.day))

    def _check(self) -> None:
        changed = self.hold.isChecked() != self._was_held
        self.go.setEnabled(not changed or bool(self.reason.text().strip()))

    def answer(self) -> None:
        """Hand rule, day, hold and reason on."""
        chosen = self.until.date()
        day = date(chosen.year(), chosen.month(), chosen.day()) if self.until.isEnabled() else None
        self.wanted.emit(self.rule.code, day, self.hold.isChecked(), self.reason.text().strip())


class IssueDialog(PdfDialog):
    """A report that leaves the house; from the second on it says what changed."""

    wanted = Signal(Path, str, str, object)  # file, language, what changed, Signing or None

    def __init__(self, path: Path, version: int, module: str = "", parent: QWidget | None = None) -> None:
        super().__init__(path, parent)
        self.changed = TextBox(3)
        self.say(self.setWindowTitle, lambda: self.tr("Issue report, version {version}").format(version=version))
        self.say(
            self.intro.setText,
            lambda: self.tr(
                "The PDF is written and recorded in the case with its hash. Evidence, findings and conclusion stay "
                "as they were signed off."
            ),
        )
        self.say(self.go.setText, lambda: self.tr("Issue"))
        self._version = version
        if version > 1:
            self.add_row(self.changed, lambda: self.tr("What changed"))
            self.changed.textChanged.connect(self._check)
        self.signature = SignatureRows(self, module)
        self.signature.changed.connect(self._check)
        self.file.edit.textChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        said = self._version == 1 or bool(self.changed.text)
        self.go.setEnabled(said and bool(self.file.edit.text().strip()) and self.signature.complete)

    def answer(self) -> None:
        """Hand file, language, what changed and with what to sign on."""
        self.wanted.emit(self.file.path, self.language.code, self.changed.text, self.signature.signing)
        self.signature.forget()


class PurgeDialog(FormDialog):
    """Pictures and personal data go for ever; the number of the case is typed to say so."""

    wanted = Signal()

    def __init__(self, case_no: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case_no = case_no
        self.typed = QLineEdit()
        self.prefer_staying()
        self.say(self.setWindowTitle, lambda: self.tr("Purge the case"))
        self.say(
            self.intro.setText,
            lambda: self.tr(
                "Every picture, finding and name is removed and cannot be brought back. A tombstone with the hashes "
                "stays. Copies elsewhere are beyond this program.\n\nType the number of the case to go on: {number}"
            ).format(number=case_no),
        )
        self.say(self.go.setText, lambda: self.tr("Purge for ever"))
        self.add_row(self.typed, lambda: self.tr("Case no."))
        self.typed.textChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        self.go.setEnabled(self.typed.text().strip() == self._case_no)

    def answer(self) -> None:
        """Hand the consent on."""
        self.wanted.emit()

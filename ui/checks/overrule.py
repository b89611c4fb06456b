"""What the examiner says instead of the machine, and why."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.checks.words import outcome_name, symbol_of
from ui.dialogs.form import FormDialog, require
from ui.fields import ChoiceBox, term
from workstation.cases.model import CheckOutcome
from workstation.checks.judged import CHOICES, Judged


class OverruleDialog(FormDialog):
    """Another outcome and a reason; both stay in the case."""

    wanted = Signal(str, object, str)

    def __init__(self, each: Judged, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._result = each.result
        self.outcome, self.reason = ChoiceBox(), QLineEdit(each.note)
        others = [choice for choice in CHOICES if choice is not each.result.outcome]
        self.outcome.fill([(choice.value, f"{symbol_of(choice)} {outcome_name(choice)}") for choice in others])
        self.say(self.setWindowTitle, lambda: self.tr("Overrule the machine"))
        self.say(self.intro.setText, self._text)
        self.say(self.go.setText, lambda: self.tr("Overrule"))
        self.add_row(self.outcome, lambda: self.tr("Instead"))
        self.add_row(self.reason, lambda: self.tr("Reason"))
        require(self, self.reason)

    def _text(self) -> str:
        said = self.tr("{check}: the machine says “{outcome}”. Its result stays in the case beside yours.")
        return said.format(check=term("check", self._result.check), outcome=outcome_name(self._result.outcome))

    def answer(self) -> None:
        """Hand result, outcome and reason on."""
        self.wanted.emit(self._result.result_id, CheckOutcome(self.outcome.code), self.reason.text().strip())

"""What the pages of the guided set-up share."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWizardPage

from ui.fields import quiet
from ui.language import current_language
from ui.spoken import Spoken
from workstation.errors import WorkstationError
from workstation.messages import explain

if TYPE_CHECKING:
    from ui.devices.set_up.wizard import SetUpWizard

T = TypeVar("T")


class Page(Spoken, QWizardPage):
    """A question with room for trouble below; pages read and write ``wizard.plan``."""

    def __init__(self, wizard: SetUpWizard) -> None:
        super().__init__(wizard)
        self.guide = wizard
        self.intro, self.trouble = quiet(), QLabel()
        self.trouble.setProperty("role", "notice")
        self.trouble.setWordWrap(True)
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble.hide()
        self._error: WorkstationError | None = None
        self.down = QVBoxLayout(self)
        self.down.setContentsMargins(4, 8, 4, 0)
        self.down.addWidget(self.intro)

    def retranslate(self) -> None:
        """The trouble follows the language too."""
        super().retranslate()
        if self._error is not None:
            self.trouble.setText(f"⚠  {explain(self._error, current_language())}")

    def show_trouble(self, error: WorkstationError | None) -> None:
        """Say what went wrong on this page; None takes it back."""
        self._error = error
        self.trouble.setText(f"⚠  {explain(error, current_language())}" if error else "")
        self.trouble.setVisible(error is not None)

    def ask(
        self,
        future: Future[T],
        then: Callable[[T], None] = lambda _: None,
        otherwise: Callable[[WorkstationError], None] | None = None,
    ) -> None:
        """Take the outcome of a call while the wizard is open; trouble is said on this page."""
        self.guide.ask(future, then, otherwise or self.show_trouble)

    def leave(self) -> None:
        """The page is left, by any door."""

"""The line at the bottom says who works here."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from ui.desk import Desk
from ui.people.words import is_demo, roles_text
from ui.spoken import Spoken
from ui.style import TONES


class PersonStatus(Spoken, QLabel):
    """Name and roles of the person who signed in; empty at a station without accounts."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        for signal in (desk.attached, desk.personChanged):
            signal.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Roles follow the language."""
        super().retranslate()
        person = self._desk.person
        demo = is_demo(person)
        text = f"{person.name} · {roles_text(person.roles)}" if person.is_account else ""
        self.setText(f"⚠ {text}" if demo else text)
        self.setToolTip(self.tr("A demonstration account: what it writes says so.") if demo else "")
        self.setStyleSheet(f"color: {TONES['caution']};" if demo else "")
        self.setVisible(bool(text))

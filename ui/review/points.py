"""Both opinions of a blind verification beside each other, point by point."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QVBoxLayout

from ui.desk import Desk
from ui.fields import heading, quiet
from ui.people.words import moment
from ui.review.words import ReviewWords
from ui.spoken import Panel
from ui.style import TONES
from ui.tables import make_room
from workstation.cases.handling import Agreement, Handling, Verification


class ComparedPoints(Panel):
    """Agreement and disagreement, and where a disagreement was left; nothing of it is ever overwritten."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._handling = Handling()
        self._words = ReviewWords(self)
        self.title, self.asked, self.said, self.resolved = heading(), quiet(), quiet(), quiet()
        self.list, self.resolve = QListWidget(), QPushButton()
        self.list.setWordWrap(True)
        self.list.setTabKeyNavigation(False)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        for widget in (self.title, self.asked, self.said, self.list, self.resolved, self.resolve):
            down.addWidget(widget)
        self.say(self.title.setText, lambda: self.tr("Blind verification"))
        self.say(self.resolve.setText, lambda: self.tr("Write down where the disagreement was left…"))
        self.retranslate()

    def retranslate(self) -> None:
        """Rows follow the language."""
        super().retranslate()
        self.show_points(self._handling)

    @property
    def verification(self) -> Verification | None:
        """The latest one of the exhibit in hand."""
        found = [it for it in self._handling.verifications if it.exhibit_id == self._desk.exhibit_id]
        return found[-1] if found else None

    @property
    def differs(self) -> bool:
        """Whether the two do not agree in everything."""
        made = self.verification
        return made is not None and any(
            it.agreement is not Agreement.AGREE
            for it in self._handling.compared
            if it.verification_id == made.verification_id
        )

    def show_points(self, handling: Handling) -> None:
        """Show what was asked, said and compared."""
        self._handling = handling
        made = self.verification
        waiting = [it for it in handling.open_requests if it.exhibit_id == self._desk.exhibit_id]
        self.asked.setText(
            "\n".join(
                self.tr("{name} was asked on {time} and has not recorded an opinion.").format(
                    name=it.verifier, time=moment(it.created_at)
                )
                for it in waiting
            )
        )
        self.asked.setVisible(bool(waiting))
        for widget in (self.said, self.list):
            widget.setVisible(made is not None)
        self.title.setVisible(bool(waiting) or made is not None)
        self.resolve.setVisible(self.differs)
        self.resolved.hide()
        if made is not None:
            self._show(made, handling)

    def _show(self, made: Verification, handling: Handling) -> None:
        reasoning = f"\n{made.reasoning}" if made.reasoning else ""
        self.said.setText(
            self.tr("{name}, {time}, without knowing what the examiner said.").format(
                name=made.created_by, time=moment(made.created_at)
            )
            + reasoning
        )
        points = [each for each in handling.compared if each.verification_id == made.verification_id]
        self.list.clear()
        height = 0
        for each in points:
            name, examiner, verifier, compared = self._words.point(each, made.scale)
            item = QListWidgetItem(
                self.tr("{compared}: {point}\nExaminer: {examiner}\nVerifier: {verifier}").format(
                    compared=compared, point=name, examiner=examiner, verifier=verifier
                )
            )
            if each.agreement is not Agreement.AGREE:
                item.setForeground(QColor(TONES["caution"]))
            self.list.addItem(item)
            height += make_room(self.list, item)
        self.list.setFixedHeight(height + 8)
        left = [each for each in handling.resolutions if each.verification_id == made.verification_id]
        self.resolved.setText(
            "\n".join(
                self.tr("Left at: {position} ({name})\n{reasoning}").format(
                    position=each.position, name=each.created_by, reasoning=each.reasoning
                )
                for each in left
            )
        )
        self.resolved.setVisible(bool(left))

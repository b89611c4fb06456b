"""Which model the document in hand may be: the likeliest with scores and reasons, and the examiner's choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialogButtonBox,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.fields import primary, quiet, term
from ui.panels.document_box import model_name
from ui.spoken import Dialog

if TYPE_CHECKING:
    from workstation.specimens.identification import Proposal


class ProposalsDialog(Dialog):
    """Proposals, the likeliest first; Enter takes the one in hand. None proposed: no reference, and no fault.

    Signals
    -------
    chosen(Proposal)
    """

    chosen = Signal(object)

    def __init__(self, proposals: tuple[Proposal, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(820, 360)
        self._proposals = proposals
        self.said = quiet()
        self.table = QTableWidget(len(proposals), 3)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(True)
        self.table.verticalHeader().hide()
        for column, mode in enumerate(
            (
                QHeaderView.ResizeMode.ResizeToContents,
                QHeaderView.ResizeMode.ResizeToContents,
                QHeaderView.ResizeMode.Stretch,
            )
        ):
            self.table.horizontalHeader().setSectionResizeMode(column, mode)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.setVisible(bool(proposals))
        buttons = QDialogButtonBox()
        self.take, self.leave = primary(QPushButton()), QPushButton()
        buttons.addButton(self.take, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.leave, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._choose)
        buttons.rejected.connect(self.reject)
        self.table.itemActivated.connect(lambda _: self._choose())
        down = QVBoxLayout(self)
        down.setContentsMargins(16, 14, 16, 12)
        down.addWidget(self.said)
        down.addWidget(self.table, 1)
        down.addWidget(buttons)
        self.take.setVisible(bool(proposals))
        self.say(self.setWindowTitle, lambda: self.tr("Which document is it?"))
        self.say(self.said.setText, self._introduction)
        self.say(self.take.setText, lambda: self.tr("&Compare with this one"))
        self.say(self.leave.setText, lambda: self.tr("&Close"))
        self._fill()
        if proposals:
            self.table.selectRow(0)
            self.table.setFocus()

    def retranslate(self) -> None:
        """Models and reasons follow the language."""
        super().retranslate()
        self._fill()

    def _introduction(self) -> str:
        if not self._proposals:
            return self.tr(
                "No reference: no model of the library fits the machine readable zone or the picture. "
                "This says nothing against the document. A model can still be chosen in the Case tab."
            )
        return self.tr(
            "By the machine readable zone and by laying the white picture on each specimen. "
            "The score orders the list and says nothing of authenticity. "
            "Your choice is recorded as yours, with what was proposed."
        )

    def _fill(self) -> None:
        self.table.setHorizontalHeaderLabels([self.tr("Model"), self.tr("Score"), self.tr("Reasons")])
        for row, each in enumerate(self._proposals):
            reasons = ", ".join(term("candidate_reason", code) for code in each.reasons)
            for column, text in enumerate((model_name(each.model), f"{each.score:.2f}", reasons)):
                self.table.setItem(row, column, QTableWidgetItem(text))

    def _choose(self) -> None:
        row = self.table.currentRow()
        if 0 <= row < len(self._proposals):
            self.chosen.emit(self._proposals[row])
            self.accept()

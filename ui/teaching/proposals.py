"""Which model the document in hand may be: the likeliest with scores and reasons, and the examiner's choice."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Compared:
    """What was laid beside the library.

    Attributes
    ----------
    models : int
        Of the library.
    zone : bool
        A machine readable zone of the exhibit is in the case.
    sides : int
        Of the exhibit, pictured in white light.
    """

    models: int
    zone: bool
    sides: int


class ProposalsDialog(Dialog):
    """Proposals, the likeliest first; Enter takes the one in hand. None proposed: no reference, and no fault.

    Parameters
    ----------
    compared : Compared
        Said where nothing is proposed.

    Signals
    -------
    chosen(Proposal)
    """

    chosen = Signal(object)

    def __init__(self, proposals: tuple[Proposal, ...], compared: Compared, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(820, 360 if proposals else 240)
        self._proposals, self._compared = proposals, compared
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
        if not proposals:
            down.addStretch(1)
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
            return "\n\n".join((*self._why_none(), self._what_now()))
        return self.tr(
            "By the machine readable zone and by laying the white picture on each specimen. "
            "The score orders the list and says nothing of authenticity. "
            "Your choice is recorded as yours, with what was proposed."
        )

    def _why_none(self) -> tuple[str, ...]:
        if not self._compared.models:
            return (self.tr("No reference: the library holds no models, so nothing could be compared."),)
        return (
            self.tr("No reference: none of the {number} models of the library fits.").format(
                number=self._compared.models
            ),
            self.tr("Machine readable zone: it was compared, and no model is of its state and kind of document.")
            if self._compared.zone
            else self.tr("Machine readable zone: not compared, none was read yet."),
            self.tr("Pictures in white light: {number} compared, and none lies on a specimen.").format(
                number=self._compared.sides
            )
            if self._compared.sides
            else self.tr("Pictures in white light: not compared, none was taken yet."),
        )

    def _what_now(self) -> str:
        says_nothing = self.tr("This says nothing against the document.")
        missing = self._compared.models and not (self._compared.zone and self._compared.sides)
        if missing:
            todo = self.tr("Read the zone (F6) and capture every light (F5), then identify again.")
        else:
            todo = self.tr("Examine without a reference, or choose a model in the Case tab.")
        return f"{says_nothing}\n{todo}"

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

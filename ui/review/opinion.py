"""The second examiner's own opinion, made without seeing the first one's."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QVBoxLayout

from ui.desk import Desk
from ui.dialogs.form import FormDialog
from ui.fields import (
    ChoiceBox,
    TextBox,
    extra,
    field_label,
    grouped,
    heading,
    light_name,
    primary,
    quiet,
    term,
    terms,
)
from ui.panels.conclusion import CheckList, scales
from ui.spoken import Panel
from workstation.captures import CaptureRecord
from workstation.cases.handling import VerificationRequest, VerifierFinding
from workstation.cases.region import Region
from workstation.cases.verification import Opinion
from workstation.vocabulary import vocabulary


class SightDialog(FormDialog):
    """What the second examiner saw: feature, observation, significance, in the light in hand."""

    wanted = Signal(object)  # VerifierFinding

    def __init__(self, capture: CaptureRecord, region: Region | None, parent: object = None) -> None:
        super().__init__(parent)  # type: ignore[arg-type]
        self._capture, self._region = capture, region
        self.feature, self.observation, self.significance = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.observed = TextBox(3)
        self.feature.fill_grouped(grouped("feature", "feature_group"))
        self.observation.fill(terms("observation"))
        self.significance.fill(terms("significance"))
        self.say(self.setWindowTitle, lambda: self.tr("What I saw"))
        self.say(self.intro.setText, lambda: light_name(capture.light))
        self.say(self.go.setText, lambda: self.tr("Add"))
        self.add_row(self.feature, lambda: self.tr("Feature"))
        self.add_row(self.observation, lambda: self.tr("Observation"))
        self.add_row(self.significance, lambda: self.tr("Significance"))
        self.add_row(self.observed, lambda: self.tr("Observed"))

    def answer(self) -> None:
        """Hand the finding on; it is stored with the opinion."""
        self.wanted.emit(
            VerifierFinding(
                feature=self.feature.code,
                light=self._capture.light,
                observation=self.observation.code,
                significance=self.significance.code,
                observed=self.observed.text,
                capture_id=self._capture.capture_id,
                region=self._region,
            )
        )


class OpinionForm(Panel):
    """Level, limits, classes, what was seen; recorded once and never changed.

    Signals
    -------
    sightAsked()
        A region shall be drawn for something that was seen.
    recorded(str, object)
        Request and opinion.
    """

    sightAsked = Signal()
    recorded = Signal(str, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.request: VerificationRequest | None = None
        self.title, self.text, self.limits = heading(), quiet(), quiet()
        self.level, self.fraud, self.modus = ChoiceBox(), CheckList(4), CheckList(4)
        self.reasoning, self.limitations = TextBox(3), TextBox(2)
        self.sights, self.add, self.remove = QListWidget(), QPushButton(), QPushButton()
        self.record = primary(QPushButton())
        self._level_label, self._reasoning_label = field_label(self.level), field_label(self.reasoning)
        self._limitations_label, self._sights_label = field_label(self.limitations), field_label(self.sights)
        self._fraud_label, self._modus_label = field_label(self.fraud), field_label(self.modus)
        self.sights.setFixedHeight(110)
        self.sights.setWordWrap(True)
        self.sights.setTabKeyNavigation(False)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        for widget in (
            self.title, self.text, self._sights_label, self.sights, self.add, self.remove, self._level_label,
            self.level, self.limits, self._fraud_label, self.fraud, self._modus_label, self.modus,
            self._reasoning_label, self.reasoning, self._limitations_label, self.limitations, self.record,
        ):  # fmt: skip
            down.addWidget(widget)
        self.level.currentIndexChanged.connect(self._say_limits)
        self.add.clicked.connect(self.sightAsked)
        self.remove.clicked.connect(self._remove)
        self.record.clicked.connect(self._record)
        self.say(self.title.setText, lambda: self.tr("Blind verification"))
        self.say(self._sights_label.setText, lambda: self.tr("What I saw"))
        self.say(self.add.setText, lambda: self.tr("Draw a region and say what is there"))
        self.say(self.remove.setText, lambda: self.tr("Take the selected one back"))
        self.say(self._level_label.setText, lambda: self.tr("My conclusion"))
        self.say(self.level.setPlaceholderText, lambda: self.tr("Choose a level"))
        self.say(self._fraud_label.setText, lambda: self.tr("Fraud type"))
        self.say(self._modus_label.setText, lambda: self.tr("Modus"))
        self.say(self._reasoning_label.setText, lambda: self.tr("Reasoning"))
        self.say(self._limitations_label.setText, lambda: self.tr("Limitations"))
        self.say(self.record.setText, lambda: self.tr("Record my opinion, for good"))
        self.retranslate()

    @property
    def scale(self) -> str:
        """The scale that is shipped."""
        return scales()[0]

    def retranslate(self) -> None:
        """Terms follow the language; what was chosen stays."""
        super().retranslate()
        self.level.fill(terms(self.scale))
        for box, title in ((self.fraud, "fraud_type"), (self.modus, "modus")):
            box.fill(terms(title), box.ticked(), editable=True)
        self._say_limits()
        self._say_request()
        for row in range(self.sights.count()):
            item = self.sights.item(row)
            item.setText(_said(item.data(Qt.ItemDataRole.UserRole)))

    def begin(self, request: VerificationRequest) -> None:
        """Ask for an opinion on the exhibit of a request."""
        if self.request is None or self.request.request_id != request.request_id:
            self.request = request
            self.sights.clear()
            self.level.setCurrentIndex(-1)
            for text in (self.reasoning, self.limitations):
                text.setPlainText("")
            for box, title in ((self.fraud, "fraud_type"), (self.modus, "modus")):
                box.fill(terms(title), (), editable=True)
        self._say_request()
        self._say_limits()

    def _say_request(self) -> None:
        exhibits = self._desk.snapshot.exhibits if self._desk.snapshot else ()
        if self.request is None:
            return
        number = next((it.exhibit_no for it in exhibits if it.exhibit_id == self.request.exhibit_id), "")
        self.text.setText(
            self.tr(
                "{name} asks you to examine exhibit {number} anew. You see its captures and nothing that was said of "
                "them; both opinions are compared once yours is recorded."
            ).format(name=self.request.created_by, number=number)
        )

    def _say_limits(self) -> None:
        entry = vocabulary(self.scale).terms.get(self.level.code)
        self.limits.setText(extra(entry, "limits") if entry else "")
        self.record.setEnabled(bool(self.level.code))
        self.remove.setEnabled(self.sights.count() > 0)

    def add_sight(self, sight: VerifierFinding) -> None:
        """Put something that was seen into the list."""
        item = QListWidgetItem(_said(sight))
        item.setData(Qt.ItemDataRole.UserRole, sight)
        self.sights.addItem(item)
        self.sights.setCurrentItem(item)
        self._say_limits()

    def _remove(self) -> None:
        self.sights.takeItem(self.sights.currentRow())
        self._say_limits()

    def _record(self) -> None:
        if self.request is None:
            return
        items = (self.sights.item(row) for row in range(self.sights.count()))
        opinion = Opinion(
            scale=self.scale,
            scale_version=int(vocabulary(self.scale).header["version"]),
            level=self.level.code,
            reasoning=self.reasoning.text,
            limitations=self.limitations.text,
            fraud_types=self.fraud.ticked(),
            modus=self.modus.ticked(),
            findings=tuple(item.data(Qt.ItemDataRole.UserRole) for item in items),
        )
        self.recorded.emit(self.request.request_id, opinion)


def _said(sight: VerifierFinding) -> str:
    parts = (
        term("feature", sight.feature),
        light_name(sight.light, short=True),
        term("observation", sight.observation),
    )
    return " · ".join(parts) + (f"\n{sight.observed}" if sight.observed else "")

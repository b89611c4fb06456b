"""The case: who asks what, the exhibits, the machine readable zone, and the specimen to compare with."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.desk import Desk
from ui.fields import TextBox, field_label, heading, quiet
from ui.panels.document_box import DocumentBox
from ui.spoken import Panel

_CASE_FIELDS = ("case_no", "examiner", "agency", "exam_site")
_EXHIBIT_FIELDS = ("exhibit_no", "description", "condition", "received_from")


class CasePanel(Panel):
    """Fields are stored when they are left."""

    addExhibit = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._case_title, self._exhibit_title, self._none = heading(), heading(), quiet()
        self.fields = {name: QLineEdit() for name in (*_CASE_FIELDS, *_EXHIBIT_FIELDS)}
        self.question = TextBox(2, self._keep_question)
        self._labels = {
            name: field_label(field) for name, field in (*self.fields.items(), ("question", self.question))
        }
        self.add = QPushButton()
        self.document = DocumentBox(desk)
        self._build()
        self._speak()
        for name in _CASE_FIELDS:
            self.fields[name].editingFinished.connect(lambda name=name: self._keep_case(name))
        for name in _EXHIBIT_FIELDS:
            self.fields[name].editingFinished.connect(lambda name=name: self._keep_exhibit(name))
        self.add.clicked.connect(self.addExhibit.emit)
        for signal in (desk.caseChanged, desk.viewChanged):
            signal.connect(self.refresh)
        desk.factsChanged.connect(self._enable)
        self.refresh()

    def _build(self) -> None:
        inside = QWidget()
        down = QVBoxLayout(inside)
        down.setContentsMargins(12, 8, 12, 8)
        down.setSpacing(8)
        down.addWidget(self._none)
        down.addWidget(self.document)
        row = QHBoxLayout()
        row.addWidget(self._exhibit_title)
        row.addStretch(1)
        row.addWidget(self.add)
        self._case_part, self._exhibit_part = QWidget(), QWidget()
        case, exhibit = QFormLayout(self._case_part), QFormLayout()
        for form, names in ((case, _CASE_FIELDS), (exhibit, _EXHIBIT_FIELDS)):
            form.setContentsMargins(0, 0, 0, 0)
            form.setSpacing(6)
            form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
            for name in names:
                form.addRow(self._labels[name], self.fields[name])
        case.insertRow(0, self._case_title)
        case.addRow(self._labels["question"], self.question)
        around = QVBoxLayout(self._exhibit_part)
        around.setContentsMargins(0, 0, 0, 0)
        around.addLayout(row)
        around.addLayout(exhibit)
        down.addWidget(self._exhibit_part)
        down.addWidget(self._case_part)
        down.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _speak(self) -> None:
        labels = self._labels
        self.say(self._case_title.setText, lambda: self.tr("Case"))
        self.say(self._exhibit_title.setText, lambda: self.tr("Exhibit"))
        self.say(
            self._none.setText,
            lambda: self.tr(
                "No case is open. The first capture or import makes one; Ctrl+N makes one with your own number."
            ),
        )
        self.say(labels["case_no"].setText, lambda: self.tr("Case no."))
        self.say(labels["examiner"].setText, lambda: self.tr("Examiner"))
        self.say(labels["agency"].setText, lambda: self.tr("Agency"))
        self.say(labels["exam_site"].setText, lambda: self.tr("Place"))
        self.say(labels["question"].setText, lambda: self.tr("Question"))
        self.say(labels["exhibit_no"].setText, lambda: self.tr("Number"))
        self.say(labels["description"].setText, lambda: self.tr("Description"))
        self.say(labels["condition"].setText, lambda: self.tr("Condition"))
        self.say(labels["received_from"].setText, lambda: self.tr("Received from"))
        self.say(self.add.setText, lambda: self.tr("Add exhibit…"))

    # ------------------------------------------------------------------ showing

    def refresh(self) -> None:
        """Show what is stored; a field that a person is changing is left alone."""
        info = self._desk.snapshot.info if self._desk.snapshot else None
        exhibit = self._desk.exhibit
        for names, source in ((_CASE_FIELDS, info), (_EXHIBIT_FIELDS, exhibit)):
            for name in names:
                field = self.fields[name]
                if not (field.hasFocus() and field.isModified()):
                    field.setText(getattr(source, name) if source else "")
        self.question.set_text(info.question if info else "")
        self._none.setVisible(info is None)
        self._case_part.setVisible(info is not None)
        self._exhibit_part.setVisible(exhibit is not None)
        self._enable()

    def _enable(self) -> None:
        editable = self._desk.editable
        for field in self.fields.values():
            field.setReadOnly(not editable)
        self.question.setReadOnly(not editable)
        self.add.setEnabled(editable)

    # ------------------------------------------------------------------ storing

    def _keep_case(self, name: str) -> None:
        field = self.fields[name]
        if field.isModified() and self._desk.editable:
            field.setModified(False)
            self._desk.keep(self._desk.bench.record.change_case(**{name: field.text().strip()}))

    def _keep_question(self) -> None:
        if self._desk.editable:
            self._desk.keep(self._desk.bench.record.change_case(question=self.question.text))

    def _keep_exhibit(self, name: str) -> None:
        field = self.fields[name]
        if field.isModified() and self._desk.editable:
            field.setModified(False)
            text = {name: field.text().strip()}
            self._desk.keep(self._desk.bench.record.change_exhibit(self._desk.exhibit_id, **text))

"""What the specimen says to look for, and what was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui.desk import Desk
from ui.fields import heading, light_name, quiet, term
from ui.language import current_language
from ui.panels.finding_form import Draft, FindingForm
from ui.spoken import Panel
from ui.style import TONES
from workstation.cases.model import Finding

#: Symbol and tone of a significance.
SIGNIFICANCE = {"supports_genuine": ("✓", "plain"), "neutral": ("–", "quiet"), "supports_false": ("✕", "bad")}

Index = QModelIndex | QPersistentModelIndex


class FindingsModel(QAbstractTableModel):
    """Findings of the exhibit in hand: number, feature, light, observation, significance."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Finding, ...] = ()

    def set_rows(self, rows: Sequence[Finding]) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def finding(self, row: int) -> Finding:
        """The finding of a row."""
        return self._rows[row]

    def row_of(self, finding_id: str) -> int:
        """Row of a finding, -1 where there is none."""
        return next((row for row, each in enumerate(self._rows) if each.finding_id == finding_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One a finding."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Number, feature, light, observation, significance."""
        return 0 if parent.isValid() else 5

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self.tr("No."),
            self.tr("Feature"),
            self.tr("Light"),
            self.tr("Observation"),
            "±",
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, and the tone of a significance beside its symbol."""
        finding = self._rows[index.row()]
        symbol, tone = SIGNIFICANCE.get(finding.significance, ("?", "quiet"))
        texts = (
            str(index.row() + 1),
            term("feature", finding.feature),
            light_name(finding.light, short=True),
            term("observation", finding.observation),
            symbol,
        )
        if role == Qt.ItemDataRole.DisplayRole:
            return texts[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == 4:
            return QColor(TONES[tone])
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in (0, 4):
            return Qt.AlignmentFlag.AlignCenter
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            words = (term("feature", finding.feature), light_name(finding.light), texts[3])
            seen = [each for each in (finding.observed, finding.expected) if each]
            return "\n".join([*words, f"{symbol} {term('significance', finding.significance)}", *seen])
        return None


class FindingsPanel(Panel):
    """The list of features to look for, the table of findings, and in their place the form of one."""

    featurePicked = Signal(object)  # SpecimenFeature
    edit = Signal()
    withdraw = Signal()
    jump = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.form = FindingForm(desk)
        self.features = QListWidget()
        self.table = QTableView()
        self.rows = FindingsModel(self)
        self._features_title, self._features_hint = heading(), quiet()
        self._table_title, self._table_hint = heading(), quiet()
        self._jump, self._edit, self._withdraw = QPushButton(), QPushButton(), QPushButton()
        self.pages = QStackedWidget()
        self._build()
        self._speak()
        self._connect()

    def _build(self) -> None:
        self.features.setWordWrap(True)
        self.features.setTabKeyNavigation(False)
        self.features.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setModel(self.rows)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(True)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.verticalHeader().setMinimumSectionSize(40)
        head = self.table.horizontalHeader()
        head.setHighlightSections(False)
        for column, mode in enumerate(
            (
                QHeaderView.ResizeMode.ResizeToContents,
                QHeaderView.ResizeMode.Stretch,
                QHeaderView.ResizeMode.ResizeToContents,
                QHeaderView.ResizeMode.Stretch,
                QHeaderView.ResizeMode.ResizeToContents,
            )
        ):
            head.setSectionResizeMode(column, mode)
        buttons = QHBoxLayout()
        for button in (self._jump, self._edit, self._withdraw):
            buttons.addWidget(button)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(_stack(self._features_title, self._features_hint, self.features))
        self.split.addWidget(_stack(self._table_title, self._table_hint, self.table, buttons))
        self.split.setStretchFactor(0, 2)
        self.split.setStretchFactor(1, 3)
        self.pages.addWidget(self.split)
        self.pages.addWidget(self.form)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.pages)

    def _speak(self) -> None:
        self.say(self._features_title.setText, lambda: self.tr("What to look for"))
        self.say(self._table_title.setText, lambda: self.tr("Findings"))
        self.say(self._jump.setText, lambda: self.tr("Show"))
        self.say(self._edit.setText, lambda: self.tr("Edit"))
        self.say(self._withdraw.setText, lambda: self.tr("Withdraw…"))
        self.say(self._jump.setToolTip, lambda: self.tr("Go to the light and place of the finding") + "  [F3]")
        self.say(self._edit.setToolTip, lambda: self.tr("Correct it; the old one stays in the file") + "  [F2]")
        self.say(self._withdraw.setToolTip, lambda: self.tr("It stands no longer, with a reason") + "  [Shift+Del]")

    def _connect(self) -> None:
        desk = self._desk
        for signal in (desk.caseChanged, desk.viewChanged, desk.findingChanged, desk.attached):
            signal.connect(self.refresh)
        desk.factsChanged.connect(self._enable)
        self.table.selectionModel().currentRowChanged.connect(self._select)
        self.table.doubleClicked.connect(self.jump.emit)
        self.features.itemClicked.connect(self._pick_feature)
        self.features.currentItemChanged.connect(self._walk_features)
        self.features.itemActivated.connect(self._begin_from_feature)
        self._jump.clicked.connect(self.jump.emit)
        self._edit.clicked.connect(self.edit.emit)
        self._withdraw.clicked.connect(self.withdraw.emit)
        self._enable()
        self.form.saved.connect(self.show_list)
        self.form.left.connect(self.show_list)

    # ------------------------------------------------------------------ showing

    def retranslate(self) -> None:
        """Names in lists follow the language."""
        super().retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Show what the desk holds."""
        self._show_features()
        findings = self._desk.findings()
        self.rows.set_rows(findings)
        row = self.rows.row_of(self._desk.finding_id)
        if row >= 0:
            self.table.selectRow(row)
        self._table_hint.setText("" if findings else self._how_to_begin())
        self._table_hint.setVisible(not findings)
        self._enable()

    def _how_to_begin(self) -> str:
        if self._desk.snapshot is None:
            return self.tr("Capture or import pictures first: a case is made for you.")
        if not self._desk.editable:
            return self.tr("There is no finding in this case.")
        return self.tr("Press R and draw a rectangle on the picture, or Ctrl+F for a finding without a region.")

    def _show_features(self) -> None:
        features = self._desk.specimen_features()
        current = self.features.currentRow()
        blocked = self.features.blockSignals(True)
        self.features.clear()
        for each in features:
            expected = each.expected.get(current_language(), "")
            level = self.tr("level {number}").format(number=each.level)
            item = QListWidgetItem(f"{term('feature', each.feature)}  ·  {level}\n{expected}")
            item.setData(Qt.ItemDataRole.UserRole, each)
            item.setToolTip(expected)
            self.features.addItem(item)
        self.features.setCurrentRow(current if current < len(features) else -1)
        self.features.blockSignals(blocked)
        self.features.setVisible(bool(features))
        self._features_hint.setVisible(not features)
        if self._desk.model is None:
            self._features_hint.setText(
                self.tr("No specimen is chosen. Choose one in the tab “Case”, or read the machine readable zone.")
            )
        else:
            self._features_hint.setText(
                self.tr("The specimen names nothing to look for on this side under this light.")
            )

    def _enable(self) -> None:
        one, editable = self._desk.finding is not None, self._desk.editable
        self._jump.setEnabled(one)
        self._edit.setEnabled(one and editable)
        self._withdraw.setEnabled(one and editable)
        if not editable and self.pages.currentWidget() is self.form:
            self.show_list()

    # ------------------------------------------------------------------ acting

    def _select(self, current: Index, _previous: Index) -> None:
        self._desk.select_finding(self.rows.finding(current.row()).finding_id if current.isValid() else "")

    def _pick_feature(self, item: QListWidgetItem) -> None:
        self.featurePicked.emit(item.data(Qt.ItemDataRole.UserRole))

    def _walk_features(self, item: QListWidgetItem | None, before: QListWidgetItem | None) -> None:
        """Follow the arrow keys; entering the list alone moves no picture."""
        if item is not None and before is not None:
            self._pick_feature(item)

    def _begin_from_feature(self, item: QListWidgetItem) -> None:
        if self._desk.editable:
            desk = self._desk
            feature = item.data(Qt.ItemDataRole.UserRole)
            self.open_form(Draft(desk.capture, None, desk.specimen_picture(desk.light), feature))

    def open_form(self, draft: Draft) -> None:
        """Show the form in place of the lists."""
        if self.form.unsaved and not self.form.correcting and draft.region is not None and draft.corrects is None:
            self.form.take_region(draft)
            return
        self.pages.setCurrentWidget(self.form)
        self.form.open(draft)

    def show_list(self) -> None:
        """Show the lists again."""
        self.form.shut()
        self.pages.setCurrentWidget(self.split)
        self.table.setFocus()


def _stack(*parts: Any) -> QWidget:
    widget = QWidget()
    down = QVBoxLayout(widget)
    down.setContentsMargins(12, 8, 12, 6)
    for part in parts:
        if isinstance(part, QWidget):
            down.addWidget(part, 1 if isinstance(part, QAbstractItemView) else 0)
        else:
            down.addLayout(part)
    down.addStretch(0)
    return widget

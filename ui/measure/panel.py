"""The tab of measuring: what may be measured, the value that is being set, and what the case holds."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.actions import BY_KEY
from ui.desk import Desk
from ui.fields import field_label, heading, light_name, quiet
from ui.main_window import plain
from ui.measure.measuring import Group, Measuring
from ui.measure.words import MeasureWords
from ui.spoken import Panel
from ui.style import TONES
from workstation.measuring import KINDS

COLUMNS = 2


class MeasurePanel(Panel):
    """Kinds, live value, list, note.

    Signals
    -------
    withdrawAsked()
        The selected measurement shall no longer stand.
    """

    withdrawAsked = Signal()

    def __init__(self, measuring: Measuring, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._measuring, self._desk = measuring, desk
        self._words = MeasureWords(self)
        self.kinds = {code: QPushButton() for code in KINDS}
        self.value, self.hint = QLabel(), quiet()
        self.list, self.note = QListWidget(), QLineEdit()
        self.keep, self.withdraw = QPushButton(), QPushButton()
        self._list_title, self._list_hint = heading(), quiet()
        self._note_label = field_label(self.note)
        self._filling = False
        self._build()
        self._speak()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        grid = QGridLayout()
        grid.setSpacing(4)
        for place, button in enumerate(self.kinds.values()):
            button.setCheckable(True)
            self._group.addButton(button)
            grid.addWidget(button, place // COLUMNS, place % COLUMNS)
        self.value.setWordWrap(True)
        self.value.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.value.setStyleSheet(f"color: {TONES['caution']}; font-size: 15px;")
        self.list.setWordWrap(True)
        self.list.setMinimumHeight(64)
        self.list.setTabKeyNavigation(False)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        title = QHBoxLayout()
        title.addWidget(self._list_title, 1)
        title.addWidget(self.keep)
        row = QHBoxLayout()
        row.addWidget(self._note_label)
        row.addWidget(self.note, 1)
        row.addWidget(self.withdraw)
        inside = QWidget()
        down = QVBoxLayout(inside)
        down.setContentsMargins(12, 8, 12, 8)
        down.setSpacing(6)
        down.addLayout(grid)
        down.addWidget(self.hint)
        down.addWidget(self.value)
        down.addLayout(title)
        down.addWidget(self._list_hint)
        down.addWidget(self.list, 1)
        down.addLayout(row)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _speak(self) -> None:
        self.say(self._list_title.setText, lambda: self.tr("Measurements"))
        self.say(self.list.setAccessibleName, lambda: self.tr("Measurements"))
        self.say(self.value.setAccessibleName, lambda: self.tr("Measured value"))
        self.say(self._note_label.setText, lambda: self.tr("Note"))
        self.say(self.keep.setText, lambda: self.tr("Keep"))
        self.say(self.keep.setToolTip, lambda: self.tr("Store the value in the case") + "  [Enter]")
        self.say(self.withdraw.setText, lambda: self.tr("Withdraw…"))
        for code, button in self.kinds.items():
            self.say(button.setText, partial(_named, code))

    def _connect(self) -> None:
        measuring = self._measuring
        measuring.changed.connect(self.refresh)
        self._desk.factsChanged.connect(self.refresh)
        for code, button in self.kinds.items():
            button.clicked.connect(lambda checked, code=code: self._choose(code, checked))
        self.keep.clicked.connect(measuring.keep)
        self.list.currentItemChanged.connect(self._select)
        self.note.editingFinished.connect(self._note)
        self.withdraw.clicked.connect(self.withdrawAsked)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.withdrawAsked)

    # ------------------------------------------------------------------ showing

    def retranslate(self) -> None:
        """Names of kinds and units follow the language."""
        super().retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Show kind, value and list."""
        measuring = self._measuring
        for code, button in self.kinds.items():
            refusal = measuring.refusal(code)
            button.setEnabled(not refusal)
            button.setToolTip(refusal or _tip(code))
            button.setChecked(measuring.kind == code)
        values, sketch = measuring.values(), measuring.sketch
        beside = measuring.remark() if sketch is not None else ""
        self.value.setText("\n".join((*self._words.values(values), *([beside] if beside else []))))
        self.value.setVisible(sketch is not None)
        self.keep.setVisible(sketch is not None)
        self.keep.setEnabled(sketch is not None and sketch.enough and self._desk.editable)
        self.hint.setText(self._hint())
        self._fill()
        self._enable()

    def _hint(self) -> str:
        measuring, capture = self._measuring, self._measuring.capture
        if capture is None:
            return measuring.refusal("angle")
        if capture.px_per_mm is None and not measuring.kind:
            return "■  " + measuring.refusal("distance")
        if not measuring.kind:
            return self._scale()
        return self.tr(
            "Click points, or move the crosshair with the arrows and set them with Space. "
            "Enter keeps, Backspace takes a point back, Esc leaves."
        )

    def _scale(self) -> str:
        capture = self._measuring.capture
        if capture is None or capture.px_per_mm is None:
            return ""
        if capture.px_per_mm_uncertainty is None:
            return self.tr(
                "{scale} px/mm, its uncertainty unknown: ± covers the setting of points alone. "
                "Calibrate the bench to know it."
            ).format(scale=f"{capture.px_per_mm:.3f}")
        scale = f"{capture.px_per_mm:.3f} ± {2 * capture.px_per_mm_uncertainty:.3f}"
        return self.tr("{scale} px/mm. ± covers points and scale, k = 2; set points at 100 % or more.").format(
            scale=scale
        )

    def _fill(self) -> None:
        self._filling = True
        selected, groups = self._measuring.selected, self._measuring.groups()
        wanted = [(group[0].measurement_id, self._said(group)) for group in groups]
        held = [
            (self.list.item(row).data(Qt.ItemDataRole.UserRole), self.list.item(row).text())
            for row in range(self.list.count())
        ]
        if wanted != held:
            self.list.clear()
            for measurement_id, text in wanted:
                item = QListWidgetItem(text)
                item.setData(Qt.ItemDataRole.UserRole, measurement_id)
                self.list.addItem(item)
        row = next((row for row, group in enumerate(groups) if group == selected), -1)
        self.list.setCurrentRow(row)
        if not (self.note.hasFocus() and self.note.isModified()):
            self.note.setText(selected[0].note if selected else "")
        self._list_hint.setText("" if groups else self.tr("Nothing was measured on this side."))
        self._list_hint.setVisible(not groups)
        self._filling = False

    def _said(self, group: Group) -> str:
        snapshot = self._desk.snapshot
        light = light_name(snapshot.capture(group[0].capture_id).light, short=True) if snapshot else ""
        first, *rest = self._words.kept(group)
        return "\n".join((f"{first}  ·  {light}", *rest, *((group[0].note,) if group[0].note else ())))

    def _enable(self) -> None:
        one = bool(self._measuring.selected) and self._desk.editable
        self.note.setEnabled(one)
        self.withdraw.setEnabled(one)

    # ------------------------------------------------------------------ acting

    def _choose(self, code: str, checked: bool) -> None:
        if checked:
            self._measuring.begin(code)
        else:
            self._measuring.leave()
        self.refresh()

    def _select(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None and not self._filling:
            self._measuring.select(str(item.data(Qt.ItemDataRole.UserRole)))

    def _note(self) -> None:
        if self.note.isModified():
            self.note.setModified(False)
            self._measuring.note(self.note.text().strip())


def _named(code: str) -> str:
    """Name of the action that takes a kind in hand."""
    return plain(QCoreApplication.translate("Actions", BY_KEY[f"measure_{code}"].text))


def _tip(code: str) -> str:
    return QCoreApplication.translate("Actions", BY_KEY[f"measure_{code}"].tip)

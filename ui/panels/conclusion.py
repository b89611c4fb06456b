"""The conclusion on one exhibit: one level of one scale, printed in full with its limits."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.desk import Desk
from ui.fields import ChoiceBox, TextBox, extra, heading, primary, quiet, terms
from ui.language import current_language
from ui.spoken import Panel
from workstation.resources import RESOURCES
from workstation.vocabulary import vocabulary


def scales() -> tuple[str, ...]:
    """Every scale that is shipped."""
    return tuple(sorted(path.stem for path in (RESOURCES / "vocabulary").glob("scale_*.toml")))


class CheckList(QListWidget):
    """Codes to tick."""

    def __init__(self, rows: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(rows * 34 + 4)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fill(self, entries: list[tuple[str, str]], ticked: tuple[str, ...], *, editable: bool) -> None:
        """Show (code, name) pairs, silently."""
        blocked = self.blockSignals(True)
        self.clear()
        for code, name in entries:
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, code)
            item.setToolTip(name)
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            item.setFlags(flags | Qt.ItemFlag.ItemIsUserCheckable if editable else flags)
            item.setCheckState(Qt.CheckState.Checked if code in ticked else Qt.CheckState.Unchecked)
            self.addItem(item)
        self.blockSignals(blocked)

    def ticked(self) -> tuple[str, ...]:
        """Codes that are ticked, in the order of the list."""
        items = (self.item(row) for row in range(self.count()))
        return tuple(
            item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() is Qt.CheckState.Checked
        )


class ConclusionPanel(Panel):
    """Scale, fraud type and modus, reasoning, limitations."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: object = None
        self.scale = ChoiceBox()
        self._scale_title, self._explanation, self.standing = heading(), quiet(), quiet()
        self.levels = QButtonGroup(self)
        self._level_buttons: dict[str, QRadioButton] = {}
        self._limits: list[QLabel] = []
        self._levels_box = QVBoxLayout()
        self._levels_box.setSpacing(0)
        self.fraud = ChoiceBox()
        self.also, self.modus = CheckList(4), CheckList(5)
        self.reasoning, self.limitations = TextBox(4), TextBox(3)
        self.save = primary(QPushButton())
        self._labels = {name: QLabel() for name in ("fraud", "also", "modus", "reasoning", "limitations")}
        self._build()
        self._speak()
        self.scale.activated.connect(lambda: self._make_levels(self.scale.code))
        self.fraud.activated.connect(lambda: self._fill_lists(self.also.ticked(), self.modus.ticked()))
        self.also.itemChanged.connect(lambda _: self._fill_modus(self.modus.ticked()))
        self.levels.buttonClicked.connect(self._enable)
        self.save.clicked.connect(self._save)
        for signal in (desk.caseChanged, desk.viewChanged):
            signal.connect(self.refresh)
        desk.factsChanged.connect(self._enable)

    def _build(self) -> None:
        inside = QWidget()
        down = QVBoxLayout(inside)
        down.setContentsMargins(12, 8, 12, 8)
        down.setSpacing(6)
        for widget in (self._scale_title, self.scale, self._explanation):
            down.addWidget(widget)
        self.scale.setVisible(len(scales()) > 1)
        down.addLayout(self._levels_box)
        for name, field in (
            ("fraud", self.fraud),
            ("also", self.also),
            ("modus", self.modus),
            ("reasoning", self.reasoning),
            ("limitations", self.limitations),
        ):
            self._labels[name].setBuddy(field)
            down.addWidget(self._labels[name])
            down.addWidget(field)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(12, 4, 12, 8)
        buttons.addWidget(self.standing, 1)
        buttons.addWidget(self.save)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scroll, 1)
        around.addLayout(buttons)

    def _speak(self) -> None:
        self.say(self._labels["fraud"].setText, lambda: self.tr("Type, the primary one"))
        self.say(self._labels["also"].setText, lambda: self.tr("Further types"))
        self.say(self._labels["modus"].setText, lambda: self.tr("Modus"))
        self.say(self._labels["reasoning"].setText, lambda: self.tr("Reasoning"))
        self.say(self._labels["limitations"].setText, lambda: self.tr("Limitations of this examination"))
        self.say(self.save.setText, lambda: self.tr("Save conclusion"))

    # ------------------------------------------------------------------ showing

    def retranslate(self) -> None:
        """The printed scale follows the language; what was typed or ticked stays."""
        super().retranslate()
        ticked = self.level, self.also.ticked(), self.modus.ticked()
        self._make_levels(self.scale.code or scales()[0], ticked[0])
        self._fill_lists(ticked[1], ticked[2])
        self._enable()

    @property
    def level(self) -> str:
        """Code of the chosen level; empty where none is."""
        return next((code for code, each in self._level_buttons.items() if each.isChecked()), "")

    def _make_levels(self, scale: str, level: str = "") -> None:
        self.scale.fill(((each, _header(each, "title")) for each in scales()), scale)
        self._scale_title.setText(_header(scale, "title"))
        self._explanation.setText(_header(scale, "explanation"))
        while (item := self._levels_box.takeAt(0)) is not None:
            widget = item.widget()
            if isinstance(widget, QAbstractButton):
                self.levels.removeButton(widget)
            if widget is not None:
                widget.deleteLater()
        self._level_buttons = {}
        for entry in vocabulary(scale):
            button = QRadioButton(entry.name(current_language()))
            limits = quiet(extra(entry, "limits"))
            limits.setContentsMargins(30, 0, 0, 4)
            button.setAccessibleDescription(limits.text())
            self.levels.addButton(button)
            self._level_buttons[entry.code] = button
            self._levels_box.addWidget(button)
            self._levels_box.addWidget(limits)
        if level in self._level_buttons:
            self._level_buttons[level].setChecked(True)

    def _fill_lists(self, also: tuple[str, ...], modus: tuple[str, ...]) -> None:
        every = terms("fraud_type")
        self.fraud.fill([("", self.tr("– not stated –")), *every], self.fraud.code)
        rest = [(code, name) for code, name in every if code != self.fraud.code]
        self.also.fill(rest, also, editable=self._desk.editable)
        self._fill_modus(modus)

    def _fill_modus(self, modus: tuple[str, ...]) -> None:
        types = {self.fraud.code, *self.also.ticked()}
        language = current_language()
        entries = [
            (each.code, each.name(language)) for each in vocabulary("modus") if each.extra.get("fraud_type") in types
        ]
        self.modus.fill(entries, modus, editable=self._desk.editable)
        self.modus.setVisible(bool(entries))
        self._labels["modus"].setVisible(bool(entries))

    def refresh(self) -> None:
        """Show what stands, where another exhibit or another conclusion came; unsaved work is left alone."""
        conclusion = self._desk.conclusion
        shown = (self._desk.exhibit_id, conclusion)
        if shown == self._shown and self._level_buttons:
            self._enable()
            return
        self._shown = shown
        self._make_levels(conclusion.scale if conclusion else scales()[0], conclusion.level if conclusion else "")
        types = conclusion.fraud_types if conclusion else ()
        self.fraud.fill([("", ""), *terms("fraud_type")], types[0] if types else "")
        self._fill_lists(types[1:], conclusion.modus if conclusion else ())
        self.reasoning.set_text(conclusion.reasoning if conclusion else "")
        self.limitations.set_text(conclusion.limitations if conclusion else "")
        self._enable()

    def _enable(self) -> None:
        editable = self._desk.editable
        for button in self._level_buttons.values():
            button.setEnabled(editable or button.isChecked())
        for box in (self.scale, self.fraud):
            box.setEnabled(editable)
        for text in (self.reasoning, self.limitations):
            text.setReadOnly(not editable)
        self.save.setEnabled(editable and bool(self.level) and bool(self._desk.exhibit_id))
        conclusion = self._desk.conclusion
        exhibit = self._desk.exhibit.exhibit_no if self._desk.exhibit else ""
        if conclusion is None:
            self.standing.setText(
                self.tr("No conclusion yet on exhibit {number}").format(number=exhibit) if exhibit else ""
            )
        else:
            self.standing.setText(self.tr("Conclusion on exhibit {number} is stored").format(number=exhibit))

    # ------------------------------------------------------------------ saving

    def _save(self) -> None:
        primary_type = (self.fraud.code,) if self.fraud.code else ()
        future = self._desk.bench.record.conclude(
            exhibit_id=self._desk.exhibit_id,
            scale=self.scale.code,
            level=self.level,
            reasoning=self.reasoning.text,
            limitations=self.limitations.text,
            fraud_types=(*primary_type, *self.also.ticked()),
            modus=self.modus.ticked(),
        )
        self._desk.keep(future)


def _header(scale: str, key: str) -> str:
    return str(vocabulary(scale).header.get(f"{key}_{current_language()}", scale))

"""Fields that the forms share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from ui.language import current_language
from workstation.vocabulary import Term, vocabulary

INSET_PX = 6
SpinBox = TypeVar("SpinBox", bound=QAbstractSpinBox)


def inset(box: SpinBox) -> SpinBox:
    """The box with its text off the edge: a style sheet's padding does not reach the text of one without steppers."""
    box.lineEdit().setTextMargins(INSET_PX, 0, INSET_PX, 0)
    return box


class ChoiceBox(QComboBox):
    """A list to choose from. Letters typed here find an entry; the window's one-letter keys do not hear them.

    One with a placeholder text stands on no entry until a person chooses.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(14)

    def event(self, event: QEvent) -> bool:
        """Keep printable keys, not those that reach a button or a menu with Alt or Ctrl."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            with_others = event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier)
            if event.text().strip() and not with_others:
                event.accept()
                return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Shorten a name that is too long with dots instead of cutting it."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self.fontMetrics().elidedText(
            option.currentText or self.placeholderText(), Qt.TextElideMode.ElideRight, field.width() - 6
        )
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def showPopup(self) -> None:
        """Open the list as wide as its longest name."""
        widest = self.view().sizeHintForColumn(0) + 40
        self.view().setMinimumWidth(min(widest, self.screen().availableGeometry().width() // 2))
        super().showPopup()

    def fill(self, entries: Iterable[tuple[str, str]], current: str | None = None) -> None:
        """Put (code, name) pairs in, silently; keep the entry that was current unless another is named."""
        wanted = self.currentData() if current is None else current
        blocked = self.blockSignals(True)
        self.clear()
        for code, name in entries:
            self.addItem(name, code)
            self.setItemData(self.count() - 1, name, Qt.ItemDataRole.ToolTipRole)
        found = self.findData(wanted) if wanted is not None else -1
        self.setCurrentIndex(found if found >= 0 or self.placeholderText() or not self.count() else 0)
        self.blockSignals(blocked)

    def fill_grouped(
        self, groups: Iterable[tuple[str, Sequence[tuple[str, str]]]], current: str | None = None
    ) -> None:
        """Put headed groups of (code, name) pairs in, silently."""
        wanted = self.currentData() if current is None else current
        blocked = self.blockSignals(True)
        model = QStandardItemModel(self)
        for heading, entries in groups:
            if entries:
                head = QStandardItem(f"–– {heading} ––")
                head.setFlags(Qt.ItemFlag.NoItemFlags)
                model.appendRow(head)
            for code, name in entries:
                entry = QStandardItem(name)
                entry.setData(code, Qt.ItemDataRole.UserRole)
                entry.setToolTip(name)
                model.appendRow(entry)
        self.setModel(model)
        rows = () if self.placeholderText() else range(model.rowCount())
        first = next((row for row in rows if model.item(row).isEnabled()), -1)
        self.setCurrentIndex(index if (index := self.findData(wanted)) >= 0 and wanted is not None else first)
        self.blockSignals(blocked)

    @property
    def code(self) -> str:
        """Code of the current entry; empty where there is none."""
        return str(self.currentData() or "")

    def choose(self, code: str) -> bool:
        """Make a code current; False where the list lacks it."""
        index = self.findData(code)
        if index >= 0:
            self.setCurrentIndex(index)
        return index >= 0


class TextBox(QPlainTextEdit):
    """A few lines of text. Tab leaves it; ``edited`` is called when a person leaves a changed text."""

    def __init__(self, lines: int, edited: Callable[[], None] = lambda: None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._edited = edited
        self._as_set = ""
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(160, self.fontMetrics().lineSpacing() * self._lines + 26)

    def minimumSizeHint(self) -> QSize:
        """Never lower than its lines."""
        return QSize(80, self.sizeHint().height())

    def set_text(self, text: str) -> None:
        """Show stored text; a text that a person is changing just now is left alone."""
        if not (self.hasFocus() and self.toPlainText() != self._as_set):
            self._as_set = text
            if text != self.toPlainText():
                self.setPlainText(text)

    @property
    def text(self) -> str:
        """What stands there."""
        return self.toPlainText().strip()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hand a changed text on."""
        super().focusOutEvent(event)
        if self.toPlainText() != self._as_set and not self.isReadOnly():
            self._as_set = self.toPlainText()
            self._edited()


def field_label(buddy: QWidget) -> QLabel:
    """Label before a field, on the height of its text."""
    label = QLabel()
    label.setBuddy(buddy)
    label.setMinimumHeight(34)
    return label


def heading(text: str = "") -> QLabel:
    """Heading of a section."""
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label


def quiet(text: str = "", *, wrap: bool = True) -> QLabel:
    """An explanation that steps back."""
    label = QLabel(text)
    label.setProperty("role", "quiet")
    label.setWordWrap(wrap)
    return label


def primary(button: QPushButton) -> QPushButton:
    """The button that a person looks for first."""
    button.setProperty("primary", True)
    return button


def terms(title: str) -> list[tuple[str, str]]:
    """(code, name) of a controlled list in the language of the window."""
    return [(each.code, each.name(current_language())) for each in vocabulary(title)]


def term(title: str, code: str) -> str:
    """Name of a code in the language of the window."""
    return vocabulary(title).name(code, current_language())


def extra(entry: Term, key: str) -> str:
    """A text of a term that has one for each language, such as ``short_en``; its name where it has none."""
    language = current_language()
    return str(entry.extra.get(f"{key}_{language}", entry.name(language)))


def light_name(code: str, *, short: bool = False) -> str:
    """Name of a light; of one with a wavelength that no list holds, its code."""
    entry = vocabulary("light").terms.get(code)
    if entry is None:
        return code
    return extra(entry, "short") if short else entry.name(current_language())


def grouped(title: str, group_title: str, key: str = "group") -> list[tuple[str, list[tuple[str, str]]]]:
    """Terms of a list under the names of their groups."""
    language = current_language()
    return [
        (
            group.name(language),
            [(each.code, each.name(language)) for each in vocabulary(title) if each.extra.get(key) == group.code],
        )
        for group in vocabulary(group_title)
    ]

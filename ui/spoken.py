"""Texts that follow the language: said once where a widget is made, said again when the language changes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

Speech = tuple[Callable[[str], object], Callable[[], str]]


class Spoken:
    """Mixin before a QWidget class."""

    def say(self, setter: Callable[[str], object], text: Callable[[], str]) -> None:
        """Set a text now and at every change of language: ``self.say(label.setText, lambda: self.tr("Light"))``."""
        speeches: list[Speech] = self.__dict__.setdefault("_speeches", [])
        speeches.append((setter, text))
        setter(text())

    def retranslate(self) -> None:
        """Say everything again. Extend where texts are made from data."""
        for setter, text in self.__dict__.get("_speeches", ()):
            setter(text())

    def changeEvent(self, event: QEvent) -> None:
        """Qt tells every widget that the language changed."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)  # type: ignore[misc]


class Panel(Spoken, QWidget):
    """A part of the window."""


class Dialog(Spoken, QDialog):
    """A question with an answer; always opened with ``open()``, so that the window stays alive behind it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F1 asks for help; the window's own key is not heard while a question is open."""
        parent = self.parentWidget()
        action = parent.window().findChild(QAction, "help") if parent is not None else None
        if event.key() == Qt.Key.Key_F1 and action is not None:
            action.trigger()
            return
        super().keyPressEvent(event)

"""Presets of the light in hand: one click applies, one keeps what is in hand under a name."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from ui.dialogs.form import FormDialog, require
from ui.enhance.presets import OWN, Preset, Shelf, own_preset, read_own, shipped
from ui.enhance.studio import Studio
from ui.fields import ChoiceBox, light_name
from ui.language import current_language
from ui.spoken import Panel


class PresetDialog(FormDialog):
    """The name of a preset."""

    wanted = Signal(str)

    def __init__(self, light: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = QLineEdit()
        self.say(self.setWindowTitle, lambda: self.tr("Save as a preset"))
        self.say(self.go.setText, lambda: self.tr("Save"))
        self.say(
            self.intro.setText,
            lambda: self.tr(
                "The steps in hand will be offered under {light}. A preset of the same name is replaced."
            ).format(light=light_name(light)),
        )
        self.add_row(self.name, lambda: self.tr("Name"))
        require(self, self.name)

    def answer(self) -> None:
        """Hand the name on."""
        self.wanted.emit(self.name.text().strip())


class PresetRow(Panel):
    """Choose, save, delete."""

    def __init__(
        self,
        studio: Studio,
        shelf: Shelf,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._studio, self._shelf = studio, shelf
        self.choice = ChoiceBox()
        self.choice.setMinimumContentsLength(12)
        self.save, self.delete = QPushButton(), QPushButton("✕")
        self.delete.setFixedWidth(44)
        self.delete.setStyleSheet("padding: 5px 0;")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.choice, 1)
        row.addWidget(self.save)
        row.addWidget(self.delete)
        self.say(self.choice.setAccessibleName, lambda: self.tr("Presets of this light"))
        self.say(self.choice.setToolTip, lambda: self.tr("Presets of this light"))
        self.say(self.save.setText, lambda: self.tr("Save…"))
        self.say(self.save.setToolTip, lambda: self.tr("Keep these steps as a preset of this light"))
        self.say(self.delete.setToolTip, lambda: self.tr("Delete this preset of yours"))
        self.say(self.delete.setAccessibleName, lambda: self.tr("Delete this preset of yours"))
        self.choice.activated.connect(lambda _: self._apply())
        self.save.clicked.connect(self._ask_name)
        self.delete.clicked.connect(self._delete)
        studio.changed.connect(self.refresh)

    def retranslate(self) -> None:
        """Names follow the language."""
        super().retranslate()
        self.refresh()

    def presets(self) -> tuple[Preset, ...]:
        """Presets of the light in hand, the user's own first."""
        light = self._light()
        return tuple(each for each in (*read_own(self._shelf.stored()), *shipped()) if light and each.suits(light))

    def refresh(self) -> None:
        """Offer what suits the light in hand; the one whose steps are in hand is named."""
        presets, chain = self.presets(), self._studio.chain
        current = next((each.code for each in presets if each.chain == chain), "")
        language = current_language()
        named = [(each.code, ("★ " if each.own else "") + each.names[language]) for each in presets]
        self.choice.fill([("", self.tr("Presets…")), *named], current)
        self.choice.setEnabled(self._studio.capture is not None)
        self.save.setEnabled(self._studio.capture is not None and bool(chain.layers))
        self.delete.setEnabled(current.startswith(OWN))

    def _light(self) -> str:
        capture = self._studio.capture
        return capture.light if capture is not None else ""

    def _apply(self) -> None:
        chosen = next((each for each in self.presets() if each.code == self.choice.code), None)
        if chosen is not None:
            self._studio.edit(chosen.chain)

    def _ask_name(self) -> None:
        dialog = PresetDialog(self._light(), self.window())
        dialog.wanted.connect(self._keep)
        dialog.open()

    def _keep(self, name: str) -> None:
        made = own_preset(name, self._light(), self._studio.chain)
        self._shelf.store((*self._others(made.code), made.text()))
        self.refresh()

    def _delete(self) -> None:
        self._shelf.store(self._others(self.choice.code))
        self.refresh()

    def _others(self, code: str) -> tuple[str, ...]:
        """Texts of the user's presets but the one of this code and light."""
        own, light = read_own(self._shelf.stored()), (self._light(),)
        return tuple(each.text() for each in own if (each.code, each.lights) != (code, light))

"""Kept views of the open case: shown again, and made again from the originals with the answer in words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.enhance.studio import Studio
from ui.fields import light_name, quiet
from ui.language import current_language
from ui.people.words import moment
from ui.spoken import Panel
from workstation.cases.model import KeptRecipe
from workstation.errors import WorkstationError
from workstation.imaging.recipe import parse_recipe
from workstation.kept_views import Replayed
from workstation.messages import explain


class KeptViews(Panel):
    """Title, light, time and person of every kept view of the exhibit in hand, and whether it comes out the same.

    Signals
    -------
    replayed()
        The answers are there.
    """

    replayed = Signal()

    def __init__(self, studio: Studio, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio, self._desk = studio, desk
        self._answers: dict[str, Replayed] = {}
        self._case = ""
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setTabKeyNavigation(False)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hint = quiet()
        self.show_again, self.replay_all = QPushButton(), QPushButton()
        buttons = QHBoxLayout()
        buttons.addWidget(self.show_again)
        buttons.addWidget(self.replay_all)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self.hint)
        down.addWidget(self.list, 1)
        down.addLayout(buttons)
        self.say(self.list.setAccessibleName, lambda: self.tr("Kept views"))
        self.say(self.show_again.setText, lambda: self.tr("Show again"))
        self.say(self.replay_all.setText, lambda: self.tr("Replay all"))
        self.say(
            self.replay_all.setToolTip,
            lambda: self.tr("Make every kept view again from the stored originals and compare the hashes"),
        )
        self.list.itemActivated.connect(lambda _: self._show())
        self.list.currentRowChanged.connect(lambda _: self._enable())
        self.show_again.clicked.connect(self._show)
        self.replay_all.clicked.connect(self._replay)
        desk.caseChanged.connect(self.refresh)
        desk.viewChanged.connect(self.refresh)

    def retranslate(self) -> None:
        """Answers and dates follow the language."""
        super().retranslate()
        self.refresh()

    def views(self) -> tuple[KeptRecipe, ...]:
        """Kept views of the exhibit in hand, oldest first."""
        every = self._desk.snapshot.recipes if self._desk.snapshot else ()
        return tuple(each for each in every if each.exhibit_id == self._desk.exhibit_id)

    def refresh(self) -> None:
        """Show what the case holds."""
        case_id = self._desk.snapshot.info.case_id if self._desk.snapshot else ""
        if case_id != self._case:
            self._case = case_id
            self._answers.clear()
        row, views = self.list.currentRow(), self.views()
        self.list.blockSignals(True)
        self.list.clear()
        for each in views:
            item = QListWidgetItem(self._text(each))
            item.setData(Qt.ItemDataRole.UserRole, each)
            item.setToolTip(self._text(each))
            self.list.addItem(item)
        self.list.setCurrentRow(min(max(row, 0), len(views) - 1))
        self.list.blockSignals(False)
        self.hint.setText(
            self.tr("K keeps what is shown: the steps and the hash of the picture. The report prints it.")
        )
        self.hint.setVisible(not views)
        self._enable()

    def _enable(self) -> None:
        self.show_again.setEnabled(self.list.currentRow() >= 0)
        self.replay_all.setEnabled(bool(self.views()))

    def _text(self, kept: KeptRecipe) -> str:
        facts = [_lights(kept), moment(kept.created_at), kept.created_by, kept.image_sha256[:12]]
        lines = [kept.title, " · ".join(each for each in facts if each)]
        return "\n".join([*lines, *self._answer(kept)])

    def _answer(self, kept: KeptRecipe) -> list[str]:
        answer = self._answers.get(kept.recipe_id)
        if answer is None:
            return []
        if answer.problem is not None:
            return ["– " + self.tr("Cannot be made again:") + " " + explain(answer.problem, current_language())]
        if answer.same:
            return ["✓ " + self.tr("Same: made again to identical pixels.")]
        if answer.software != kept.software:
            versions = self.tr("kept with {before}, made now with {now}")
            return [
                "✕ " + self.tr("Not the same:") + " " + versions.format(before=kept.software, now=answer.software)
            ]
        return ["✕ " + self.tr("Not the same, with the same versions: the case file may have been changed.")]

    def _show(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._studio.show_kept(item.data(Qt.ItemDataRole.UserRole))

    def _replay(self) -> None:
        self.replay_all.setEnabled(False)

        def arrived(answers: tuple[Replayed, ...]) -> None:
            self._answers = {each.kept.recipe_id: each for each in answers}
            self.refresh()
            self.replayed.emit()

        def refused(error: WorkstationError) -> None:
            self._enable()
            self._desk.failed.emit(error)

        self._desk.ask(self._desk.bench.comparison.replay_kept(), arrived, refused)


def _lights(kept: KeptRecipe) -> str:
    try:
        recipe = parse_recipe(kept.content)
    except WorkstationError:
        return ""
    return " + ".join(dict.fromkeys(light_name(each.label, short=True) for each in recipe.sources if each.label))

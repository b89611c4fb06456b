"""What is said of the case: comments with their answers; those that are settled step back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QGridLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout

from ui.desk import Desk
from ui.fields import heading, light_name, quiet
from ui.people.words import moment
from ui.spoken import Panel
from ui.style import TONES
from ui.tables import make_room
from workstation.cases.handling import Comment

ACTIONS_HERE = ("comment", "comment_region", "answer_comment", "settle_comment")


class CommentList(Panel):
    """Choose one to answer it, to settle it, to go to where it is pinned.

    Signals
    -------
    asked(str)
        Key of an action of the window.
    jumped(object)
        The comment whose place shall be shown.
    selected()
    """

    asked = Signal(str)
    jumped = Signal(object)
    selected = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.title, self.none = heading(), quiet()
        self.list, self.all = QListWidget(), QCheckBox()
        self.buttons = {key: QPushButton() for key in ACTIONS_HERE}
        self.list.setWordWrap(True)
        self.list.setTabKeyNavigation(False)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumHeight(150)
        self.list.itemSelectionChanged.connect(self.selected)
        self.list.itemActivated.connect(lambda _: self._jump())
        self.list.itemClicked.connect(lambda _: self._jump())
        self.all.toggled.connect(self.refresh)
        grid = QGridLayout()
        for place, (key, button) in enumerate(self.buttons.items()):
            button.clicked.connect(lambda _=False, key=key: self.asked.emit(key))
            grid.addWidget(button, place // 2, place % 2)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        for widget in (self.title, self.none, self.list, self.all):
            down.addWidget(widget)
        down.addLayout(grid)
        show = QShortcut(QKeySequence("Return"), self.list, self._jump)
        show.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.say(self.title.setText, lambda: self.tr("Comments"))
        self.say(self.list.setAccessibleName, lambda: self.tr("Comments"))
        self.say(self.none.setText, lambda: self.tr("Nobody has said anything yet."))
        self.say(self.all.setText, lambda: self.tr("Show settled ones too"))
        self.say(self.buttons["comment"].setText, lambda: self.tr("Comment…"))
        self.say(self.buttons["comment_region"].setText, lambda: self.tr("On a region"))
        self.say(self.buttons["answer_comment"].setText, lambda: self.tr("Answer…"))
        self.say(self.buttons["settle_comment"].setText, lambda: self.tr("Settle…"))

    def retranslate(self) -> None:
        """Rows follow the language."""
        super().retranslate()
        self.refresh()

    # ------------------------------------------------------------------ showing

    def refresh(self) -> None:
        """Show what the case holds, with answers under what they answer."""
        handling = self._desk.snapshot.handling if self._desk.snapshot else None
        every = handling.comments if handling else ()
        settled = handling.settled if handling else frozenset()
        chosen = self.chosen
        blocked = self.list.blockSignals(True)
        self.list.clear()
        for each in every:
            if each.reply_to is None and (self.all.isChecked() or each.comment_id not in settled):
                self._add(each, "✓ " if each.comment_id in settled else "✎ ", each.comment_id in settled)
                for answer in every:
                    if answer.reply_to == each.comment_id:
                        self._add(answer, "   ↳ ", each.comment_id in settled)
        self.list.blockSignals(blocked)
        if chosen is not None:
            self.choose(chosen.comment_id)
        self.none.setVisible(not every)
        self.list.setVisible(bool(self.list.count()))
        self.all.setVisible(bool(settled))
        self._enable()

    def _add(self, comment: Comment, sign: str, settled: bool) -> None:
        place = self._place(comment)
        head = f"{sign}{comment.created_by} · {moment(comment.created_at)}"
        item = QListWidgetItem(f"{head}{f' · {place}' if place else ''}\n{comment.text}")
        item.setData(Qt.ItemDataRole.UserRole, comment)
        item.setToolTip(comment.text)
        if settled:
            item.setForeground(QColor(TONES["quiet"]))
        self.list.addItem(item)
        make_room(self.list, item)

    def _place(self, comment: Comment) -> str:
        snapshot = self._desk.snapshot
        capture = next(
            (each for each in (snapshot.captures if snapshot else ()) if each.capture_id == comment.capture_id), None
        )
        if capture is None:
            return ""
        name = light_name(capture.light, short=True)
        return self.tr("region in {light}").format(light=name) if comment.region else name

    # ------------------------------------------------------------------ choosing

    @property
    def chosen(self) -> Comment | None:
        """The selected comment."""
        items = self.list.selectedItems()
        found: Comment | None = items[0].data(Qt.ItemDataRole.UserRole) if items else None
        return found

    @property
    def beginning(self) -> Comment | None:
        """The comment that the selected one belongs to."""
        chosen = self.chosen
        every = self._desk.snapshot.handling.comments if self._desk.snapshot else ()
        if chosen is None or chosen.reply_to is None:
            return chosen
        return next((each for each in every if each.comment_id == chosen.reply_to), None)

    def choose(self, comment_id: str) -> None:
        """Select a comment, if it is shown."""
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole).comment_id == comment_id:
                self.list.setCurrentRow(row)

    def _jump(self) -> None:
        if self.chosen is not None:
            self.jumped.emit(self.chosen)
            self._enable()

    def _enable(self) -> None:
        has = self._desk.snapshot is not None
        for key, button in self.buttons.items():
            button.setEnabled(has and (not key.endswith("_comment") or self.chosen is not None))

"""The supervisor's queue: every case file of a folder, what waits, what changed, what was exchanged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
)

from ui.desk import Desk
from ui.fields import primary, quiet, term
from ui.language import current_language
from ui.panels.conclusion import scales
from ui.panels.message_bar import MessageBar
from ui.review.words import ReviewWords
from ui.spoken import Panel
from ui.style import icon
from ui.tables import fill, plain_table, tint
from workstation.cases.queue import Summary, Unreadable
from workstation.cases.stages import UNDER_REVIEW, Stage
from workstation.messages import explain
from workstation.vocabulary import vocabulary

_EXAMINER, _LONGEST_NAME_PX = 2, 100

#: What waits for a supervisor stands above what waits for nobody here.
_FIRST = (Stage.AWAITING_REVIEW, Stage.REVIEWED, Stage.SIGNED_OFF, Stage.REPORTED, Stage.RETURNED)


class QueueWindow(Panel):
    """A table by keyboard: Enter opens the case in the examiner's window.

    Parameters
    ----------
    folder : Path
        Where it looks first.
    remember : callable
        Keeps another folder.

    Signals
    -------
    opened(object)
        The row of the case to look at; one that is encrypted asks for its key first.
    """

    opened = Signal(object)

    def __init__(self, desk: Desk, folder: Path, remember: Callable[[str], None]) -> None:
        super().__init__()
        self.setWindowIcon(icon("qdbench"))
        self._desk, self._remember = desk, remember
        self._words = ReviewWords(self)
        self.rows: tuple[Summary | Unreadable, ...] = ()
        self._every: tuple[Summary | Unreadable, ...] = ()
        self.messages, self.detail, self.count = MessageBar(), quiet(), quiet(wrap=False)
        self.folder, self.browse, self.again = QLineEdit(str(folder)), QPushButton(), QPushButton()
        self.waiting_only = QCheckBox()
        self.table = plain_table(9)
        # A long name is shortened with dots, so that what was concluded is not pushed out of a small screen.
        header = self.table.horizontalHeader()
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header.setSectionResizeMode(_EXAMINER, QHeaderView.ResizeMode.Interactive)
        self.open_it, self.shut = primary(QPushButton()), QPushButton()
        self._build()
        self._speak()
        self.retranslate()
        self.resize(1180, 680)

    def _build(self) -> None:
        top = QHBoxLayout()
        for widget in (self.folder, self.browse, self.again, self.waiting_only):
            top.addWidget(widget, 1 if widget is self.folder else 0)
        row = QHBoxLayout()
        row.addWidget(self.count)
        row.addStretch(1)
        row.addWidget(self.open_it)
        row.addWidget(self.shut)
        self.detail.setMinimumHeight(44)
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        down = QVBoxLayout(self)
        down.addWidget(self.messages)
        down.addLayout(top)
        down.addWidget(self.table, 1)
        down.addWidget(self.detail)
        down.addLayout(row)
        self.folder.returnPressed.connect(self.refresh)
        self.browse.clicked.connect(self._browse)
        self.again.clicked.connect(self.refresh)
        self.waiting_only.toggled.connect(self._show)
        self.open_it.clicked.connect(self._open)
        self.shut.clicked.connect(self.close)
        self.table.itemSelectionChanged.connect(self._say_detail)
        self.table.itemDoubleClicked.connect(lambda _: self._open())
        for key in ("Return", "Enter"):
            shortcut = QShortcut(QKeySequence(key), self.table, self._open)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        for key in ("Esc", "Ctrl+W"):
            QShortcut(QKeySequence(key), self, self.close)
        QShortcut(QKeySequence("F5"), self, self.refresh)
        self._desk.personChanged.connect(self._person_changed)

    def _speak(self) -> None:
        self.say(self.setWindowTitle, lambda: self.tr("Queue of cases – QDBench"))
        self.say(self.folder.setAccessibleName, lambda: self.tr("Folder"))
        self.say(self.table.setAccessibleName, lambda: self.tr("Queue of cases"))
        self.say(self.browse.setText, lambda: self.tr("Folder…"))
        self.say(self.again.setText, lambda: self.tr("Look again  [F5]"))
        self.say(self.waiting_only.setText, lambda: self.tr("Only what waits for review"))
        self.say(self.open_it.setText, lambda: self.tr("Look at it  [Enter]"))
        self.say(self.shut.setText, lambda: self.tr("&Close"))

    def retranslate(self) -> None:
        """Headings and rows follow the language."""
        super().retranslate()
        heads = (self.tr("Case"), self.tr("Examiner"), self.tr("Stage"), self.tr("For"), self.tr("New entries"))
        counts = (self.tr("Findings"), self.tr("Comments"), self.tr("Conclusion"))
        self.table.setHorizontalHeaderLabels(["", *heads, *counts])
        self._show()

    # ------------------------------------------------------------------ looking

    def show_it(self) -> None:
        """Come to the front with what holds now."""
        self.refresh()
        self.show()
        self.raise_()
        self.activateWindow()
        self.table.setFocus()

    def _browse(self) -> None:
        chooser = QFileDialog(self, self.tr("Folder of cases"), self.folder.text())
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self._take_folder)
        chooser.open()

    def _take_folder(self, folder: str) -> None:
        self.folder.setText(folder)
        self.refresh()

    def refresh(self) -> None:
        """Look into the folder anew."""
        folder = Path(self.folder.text()).expanduser()
        self._remember(str(folder))
        self._desk.ask(self._desk.bench.review.queue(folder), self._take, self.messages.show_error)

    def _take(self, rows: tuple[Summary | Unreadable, ...]) -> None:
        self.messages.clear()
        self._every = rows
        self._show()

    def _person_changed(self) -> None:
        self._every = ()
        self._show()
        self.close()

    # ------------------------------------------------------------------ showing

    def _show(self) -> None:
        chosen = self.chosen.path if self.chosen else None
        wanted = [each for each in self._every if self._waits(each)] if self.waiting_only.isChecked() else self._every
        self.rows = tuple(sorted(wanted, key=_place))
        fill(self.table, [self._texts(each) for each in self.rows])
        self.table.setColumnWidth(_EXAMINER, min(self.table.sizeHintForColumn(_EXAMINER), _LONGEST_NAME_PX))
        for row, each in enumerate(self.rows):
            bad = not each.encrypted if isinstance(each, Unreadable) else each.rewritten
            tone = "bad" if bad else "plain"
            tint(self.table, row, 0, tone)
            if each.path == chosen:
                self.table.setCurrentCell(row, 0)
        self.count.setText(self.tr("%n case(s)", "", len(self.rows)))
        self._say_detail()

    @staticmethod
    def _waits(row: Summary | Unreadable) -> bool:
        return isinstance(row, Unreadable) or row.stage in UNDER_REVIEW

    def _texts(self, row: Summary | Unreadable) -> tuple[str, ...]:
        if isinstance(row, Unreadable) and row.encrypted:
            return ("", row.path.stem, "", self.tr("encrypted"), "", "", "", "", "")
        if isinstance(row, Unreadable):
            return ("⚠", row.path.stem, "", self.tr("cannot be read"), "", "", "", "", "")
        scale = scales()[0]
        levels = [term(scale, each) if each in vocabulary(scale) else each for each in row.levels]
        return (
            self._sign(row),
            row.case_no,
            row.examiner,
            term("stage", row.stage),
            self._words.waiting(row.stage_since, datetime.now(UTC)),
            self.tr("not seen yet") if row.new_events is None else str(row.new_events or "–"),
            str(row.findings),
            str(row.comments),
            "; ".join(levels),
        )

    @staticmethod
    def _sign(row: Summary) -> str:
        signs = (
            (row.rewritten, "⚠"),
            (row.new_events is None or row.new_events > 0, "●"),
            (row.mine, "✎"),
            (bool(row.asked), "◎"),
            (row.legal_hold, "■"),
        )
        return " ".join(sign for holds, sign in signs if holds)

    @property
    def chosen(self) -> Summary | Unreadable | None:
        """The row in hand."""
        row = self.table.currentRow()
        return self.rows[row] if 0 <= row < len(self.rows) else None

    def _say_detail(self) -> None:
        chosen = self.chosen
        self.open_it.setEnabled(chosen is not None and _opens(chosen))
        self.detail.setText("\n".join(self._details(chosen)) if chosen else self.tr("No case file lies here."))

    def _details(self, row: Summary | Unreadable) -> list[str]:
        if isinstance(row, Unreadable):
            return [explain(row.error, current_language())]
        said = (
            (
                row.rewritten,
                self.tr(
                    "⚠ The past of this file is not what you saw: somebody has exchanged it. Keep and verify it."
                ),
            ),
            (row.mine, self.tr("✎ You have written in this case: somebody else reviews it.")),
            (bool(row.asked), self.tr("◎ You were asked to verify it blind.")),
            (row.legal_hold, self.tr("■ It is under a legal hold.")),
            (row.new_events is None, self.tr("● You have not looked at it yet.")),
            (bool(row.new_events), self.tr("● %n new entries since you last looked.", "", row.new_events or 0)),
        )
        return [text for holds, text in said if holds] or [str(row.path)]

    def _open(self) -> None:
        chosen = self.chosen
        if chosen is not None and _opens(chosen):
            self.opened.emit(chosen)


def _opens(row: Summary | Unreadable) -> bool:
    return row.encrypted if isinstance(row, Unreadable) else row.stage is not Stage.PURGED


def _place(row: Summary | Unreadable) -> tuple[int, float, str]:
    if isinstance(row, Unreadable) and row.encrypted:
        return (len(_FIRST) + 1, 0.0, row.path.name)
    if isinstance(row, Unreadable):
        return (-1, 0.0, row.path.name)
    rank = _FIRST.index(row.stage) if row.stage in _FIRST else len(_FIRST)
    return (rank, row.stage_since.timestamp(), row.case_no)

"""The tab of machine checks: what they say together, each of them worst first, and the place of the one in hand."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QListView, QPushButton, QVBoxLayout, QWidget

from ui.checks.crops import CropsView
from ui.checks.rows import Index, ResultDelegate, ResultRows
from ui.checks.words import measured_text, outcome_name, symbol_of, tone_of
from ui.desk import Desk
from ui.fields import quiet, term
from ui.language import current_language
from ui.spoken import Panel
from ui.style import TONES
from workstation.cases.model import CheckOutcome, CheckResult
from workstation.checks.catalogue import overall
from workstation.checks.crops import Crops
from workstation.checks.detail import describe
from workstation.checks.judged import Judged, judged, worst_first


class ResultList(QListView):
    """Enter shows the place again."""

    asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """As a list, and Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.asked.emit()
            return
        super().keyPressEvent(event)


class ChecksPanel(Panel):
    """Results of the latest run on the exhibit in hand.

    Signals
    -------
    chosen(Judged)
        A person or the end of a run takes a result in hand: its light and place are to be shown.
    failedArrived()
        A run has just ended with something irregular.
    """

    chosen = Signal(object)
    failedArrived = Signal()
    run = Signal()
    overrule = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.rows = ResultRows(self)
        self.list = ResultList()
        self.overall, self._counts, self._facts, self._others = QLabel(), quiet(), QLabel(), quiet()
        self.crops = CropsView()
        self.run_button, self.overrule_button = QPushButton(), QPushButton()
        self._chosen_id = ""
        self._seen: tuple[object, ...] = ()
        self._build()
        self._speak()
        self._connect()

    def _build(self) -> None:
        self.list.setModel(self.rows)
        self.list.setItemDelegate(ResultDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for label in (self._facts, self.overall):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.RichText)
        self._facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QHBoxLayout()
        buttons.addWidget(self.run_button)
        buttons.addWidget(self.overrule_button)
        down = QVBoxLayout(self)
        down.setContentsMargins(12, 8, 12, 8)
        down.setSpacing(6)
        down.addWidget(self.overall)
        down.addWidget(self._counts)
        down.addWidget(self.list, 1)
        down.addWidget(self._facts)
        down.addWidget(self.crops)
        down.addWidget(self._others)
        down.addLayout(buttons)
        self.crops.hide()

    def _speak(self) -> None:
        self.say(self.run_button.setText, lambda: self.tr("Check again"))
        self.say(self.run_button.setToolTip, lambda: self.tr("Run every machine check on this exhibit") + "  [F7]")
        self.say(self.overrule_button.setText, lambda: self.tr("Overrule…"))
        self.say(
            self.overrule_button.setToolTip,
            lambda: self.tr("Say something else, with a reason; both are kept") + "  [Shift+O]",
        )
        self.say(self.list.setAccessibleName, lambda: self.tr("Machine checks, the worst first"))

    def _connect(self) -> None:
        desk = self._desk
        desk.caseChanged.connect(self.refresh)
        desk.viewChanged.connect(self.refresh)
        desk.factsChanged.connect(self._enable)
        self.list.selectionModel().currentRowChanged.connect(self._walk)
        self.list.asked.connect(self._show_again)
        self.list.clicked.connect(lambda _: self._show_again())
        self.run_button.clicked.connect(self.run.emit)
        self.overrule_button.clicked.connect(self.overrule.emit)
        self.refresh()

    # ------------------------------------------------------------------ showing

    def retranslate(self) -> None:
        """Names of checks follow the language."""
        super().retranslate()
        self._seen = ()
        self.refresh()

    @property
    def in_hand(self) -> Judged | None:
        """The result that is looked at."""
        row = self.rows.row_of(self._chosen_id)
        return self.rows.rows[row] if row >= 0 else None

    def refresh(self) -> None:
        """Show the latest run, and leave the result in hand where it is still there."""
        run = self._latest_run()
        seen = (self._desk.exhibit_id, *(each.result_id for each in run))
        if seen == self._seen:
            return
        arrived, self._seen = bool(self._seen) and run != () and seen[0] == self._seen[0], seen
        results = judged(run)
        performed = [each for each in results if each.outcome is not CheckOutcome.NOT_PERFORMED]
        blocked = self.list.selectionModel().blockSignals(True)
        self.rows.set_rows(worst_first(performed))
        self.list.selectionModel().blockSignals(blocked)
        self._say_overall(run, performed)
        self._say_others(each.result for each in results if each.outcome is CheckOutcome.NOT_PERFORMED)
        kept = self.rows.row_of(self._chosen_id)
        failed = bool(self.rows.rows) and self.rows.rows[0].outcome is CheckOutcome.FAILED
        if kept >= 0:
            self._mark(kept)
        else:
            self._chosen_id = ""
            self._show_one(None)
        if arrived and failed and kept < 0:
            self.failedArrived.emit()
        self._enable()

    def _latest_run(self) -> tuple[CheckResult, ...]:
        every = self._desk.snapshot.checks if self._desk.snapshot else ()
        own = [each for each in every if each.exhibit_id == self._desk.exhibit_id]
        newest = max((each.performed_at for each in own), default=None)
        return tuple(each for each in own if each.performed_at == newest)

    def _say_overall(self, run: tuple[CheckResult, ...], performed: list[Judged]) -> None:
        if not run:
            self.overall.setText(escape(self.tr("Not checked yet.")))
            self._counts.setText(self.tr("The checks run after each capture of all lights."))
            return
        outcome = overall(run)
        self.overall.setText(
            f'<span style="color:{TONES[tone_of(outcome)]}; font-size:large"><b>{symbol_of(outcome)} '
            f"{escape(self._of_all(outcome))}</b></span>"
        )
        counts = {each: sum(it.outcome is each for it in performed) for each in CheckOutcome}
        parts = [f"{symbol_of(each)} {self._of_some(each, count)}" for each, count in counts.items() if count]
        never = self.tr("The machine never says that a document is genuine.")
        self._counts.setText(" · ".join(parts) + f"\n{never}")

    def _of_all(self, outcome: CheckOutcome) -> str:
        said = {CheckOutcome.FAILED: self.tr("Failed"), CheckOutcome.SUCCESSFUL: self.tr("Successful")}
        return said.get(outcome, outcome_name(outcome))

    def _of_some(self, outcome: CheckOutcome, count: int) -> str:
        said = {
            CheckOutcome.FAILED: self.tr("{count} Failed"),
            CheckOutcome.SUCCESSFUL: self.tr("{count} Successful"),
        }
        return said.get(outcome, f"{{count}} {outcome_name(outcome)}").format(count=count)

    def _say_others(self, results: Iterable[CheckResult]) -> None:
        by_reason: dict[str, list[str]] = {}
        for each in results:
            by_reason.setdefault(each.reason, []).append(term("check", each.check))
        symbol = symbol_of(CheckOutcome.NOT_PERFORMED)
        lines = [
            f"{symbol} {term('check_reason', reason)}: {', '.join(dict.fromkeys(names))}"
            for reason, names in by_reason.items()
        ]
        self._others.setText("\n".join(lines))
        self._others.setVisible(bool(lines))

    def _show_one(self, each: Judged | None) -> None:
        self.crops.set_crops(None)
        self._facts.setVisible(each is not None)
        if each is None:
            return
        language, result = current_language(), each.result
        tone = TONES[tone_of(result.outcome)]
        parts = [f'<span style="color:{tone}">{escape(term("check_reason", result.reason))}</span>']
        value = measured_text(result)
        if value:
            parts.append(self.tr("measured | threshold: {value}").format(value=escape(value)))
        parts.append(escape(describe(result.detail, language)))
        if each.overruled is not None:
            said = self.tr("Overruled by the examiner: {outcome}. {note}")
            parts.append(
                f'<span style="color:{TONES["caution"]}">'
                + escape(said.format(outcome=outcome_name(each.outcome), note=each.note))
                + "</span>"
            )
        self._facts.setText("<br>".join(part for part in parts if part))
        if result.capture_id is not None and self._desk.workbench is not None:
            asked = self._desk.bench.checks.crops(result)
            self._desk.ask(asked, lambda crops: self._take_crops(result.result_id, crops))

    def _take_crops(self, result_id: str, crops: Crops | None) -> None:
        each = self.in_hand
        if each is not None and each.result.result_id == result_id:
            self.crops.set_crops(crops, tone_of(each.outcome))

    def _enable(self) -> None:
        self.run_button.setEnabled(self._desk.snapshot is not None and self._desk.editable)
        self.overrule_button.setEnabled(self.in_hand is not None and self._desk.editable)

    # ------------------------------------------------------------------ acting

    def take_worst(self) -> None:
        """Take the first result in hand and show its place."""
        if self.rows.rows:
            self._mark(0)
            self._show_again()

    def step_failed(self) -> None:
        """The next irregular result, around the end."""
        failed = [row for row, each in enumerate(self.rows.rows) if each.outcome is CheckOutcome.FAILED]
        if failed:
            here = self.rows.row_of(self._chosen_id)
            self._mark(next((row for row in failed if row > here), failed[0]))
            self._show_again()

    def _mark(self, row: int) -> None:
        blocked = self.list.selectionModel().blockSignals(True)
        self.list.setCurrentIndex(self.rows.index(row))
        self.list.selectionModel().blockSignals(blocked)
        self.list.scrollTo(self.rows.index(row))
        self.list.viewport().update()
        self._chosen_id = self.rows.rows[row].result.result_id
        self._show_one(self.rows.rows[row])

    def _walk(self, current: Index, before: Index) -> None:
        if current.isValid():
            self._chosen_id = self.rows.rows[current.row()].result.result_id
            self._show_again()
        self._enable()

    def _show_again(self) -> None:
        each = self.in_hand
        self._enable()
        if each is not None:
            self._show_one(each)
            self.chosen.emit(each)

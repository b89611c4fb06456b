"""The window for calibrating the bench: it stands beside the examiner's and never blocks it."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QTabWidget, QVBoxLayout

from ui.calibration.light_pages import AlignmentPage, BalancePage, FieldPage, SettlePage
from ui.calibration.list_panel import ListPanel
from ui.calibration.measuring import Measuring
from ui.calibration.page import MeasurePage
from ui.calibration.scale_page import ScalePage
from ui.desk import Desk
from ui.fields import light_name, term
from ui.panels.message_bar import MessageBar
from ui.spoken import Panel
from ui.style import icon
from workstation.calibration.desk import CalibrationProgress, Survey

PAGES: tuple[type[MeasurePage], ...] = (ScalePage, FieldPage, BalancePage, AlignmentPage, SettlePage)


class CalibrationWindow(Panel):
    """What holds, and a tab for each kind of measuring.

    Parameters
    ----------
    desk : Desk
        It has a workbench.
    lamps_off : QAction
        The examiner's own action, which works here too.
    """

    def __init__(self, desk: Desk, lamps_off: QAction) -> None:
        # Without a parent: a question asked here must not block the examiner's window.
        super().__init__()
        self.setWindowIcon(icon("qdbench"))
        self._desk, self._lamps_off = desk, lamps_off
        self._progress: CalibrationProgress | None = None
        self.measuring = Measuring(desk, self)
        self.messages, self.banner, self.tabs = MessageBar(), QLabel(), QTabWidget()
        self.list = ListPanel(desk, self.measuring)
        self.pages = {page.kind: page(self.measuring) for page in PAGES}
        self.doing, self.bar = QLabel(), QProgressBar()
        self.cancel, self.lamps_off, self.shut = QPushButton(), QPushButton(), QPushButton()
        self._build()
        self._speak()
        self._connect()
        self.resize(1120, 720)

    def _build(self) -> None:
        self.banner.setProperty("role", "banner")
        self.banner.setVisible(self._desk.bench.bench.simulated)
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.addTab(self.list, "")
        for page in self.pages.values():
            self.tabs.addTab(page, "")
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(240)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 10)
        row.addWidget(self.doing, 1)
        for widget in (self.bar, self.cancel, self.lamps_off, self.shut):
            row.addWidget(widget)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        for part in (self.messages, self.banner):
            down.addWidget(part)
        down.addWidget(self.tabs, 1)
        down.addLayout(row)

    def _speak(self) -> None:
        self.say(self.setWindowTitle, lambda: self.tr("Calibration – QDBench"))
        self.say(
            self.banner.setText, lambda: self.tr("SIMULATED BENCH: what is measured here holds for no real bench")
        )
        self.say(partial(self.tabs.setTabText, 0), lambda: self.tr("What holds"))
        for place, kind in enumerate(self.pages, start=1):
            self.say(partial(self.tabs.setTabText, place), partial(term, "calibration_kind", kind))
        self.say(self.cancel.setText, lambda: self.tr("&Cancel  [Esc]"))
        self.say(self.lamps_off.setText, lambda: self.tr("Lamps &off  [F8]"))
        self.say(self.shut.setText, lambda: self.tr("C&lose"))

    def _connect(self) -> None:
        measuring = self.measuring
        self.addAction(self._lamps_off)
        QShortcut(QKeySequence("Esc"), self, self._escape)
        QShortcut(QKeySequence("Ctrl+W"), self, self.close)
        self.cancel.clicked.connect(measuring.cancel)
        self.lamps_off.clicked.connect(self._lamps_off.trigger)
        self.shut.clicked.connect(self.close)
        measuring.progressed.connect(self._note)
        measuring.changed.connect(self._show_doing)
        measuring.stored.connect(self.survey)
        self._desk.deviceChanged.connect(self._survey_if_seen)
        for page in self.pages.values():
            page.kept.connect(lambda: self.tabs.setCurrentWidget(self.list))
        self._show_doing()

    # ------------------------------------------------------------------ showing

    def survey(self) -> None:
        """Ask what there is; the answer comes when the bench is free."""
        self._desk.ask(self._desk.bench.calibration.survey(), self._show_survey, self.messages.show_error)

    def _show_survey(self, survey: Survey) -> None:
        self.list.show_survey(survey)

    def _survey_if_seen(self) -> None:
        if self.isVisible() and self.measuring.free:
            self.survey()

    def _note(self, progress: CalibrationProgress) -> None:
        self._progress = progress
        self._show_doing()

    def _show_doing(self) -> None:
        running, progress = self.measuring.kind is not None, self._progress
        if not running:
            self._progress = progress = None
        self.bar.setVisible(running)
        self.cancel.setEnabled(running)
        if progress is None:
            self.bar.setRange(0, 0)
            self.doing.setText(self.tr("● measuring …") if running else "")
            return
        words = {
            "light": self.tr("lamp on"),
            "dark": self.tr("dark"),
            "compute": self.tr("computing"),
        }
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.index)
        self.doing.setText(
            self.tr("● {light}: {phase} ({number} of {total})").format(
                light=light_name(progress.light),
                phase=words.get(progress.phase, progress.phase),
                number=progress.index + 1,
                total=progress.total,
            )
        )

    def retranslate(self) -> None:
        """What is being done is said again."""
        super().retranslate()
        self._show_doing()

    # ------------------------------------------------------------------ life

    def showEvent(self, event: QShowEvent) -> None:
        """See what holds now."""
        super().showEvent(event)
        if not event.spontaneous():
            self.survey()

    def _escape(self) -> None:
        if self.measuring.kind is not None:
            self.measuring.cancel()
        else:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Whatever is measured ends, lamps off; on a simulated bench the document lies there again."""
        self.measuring.cancel()
        self.measuring.lay_back()
        event.accept()

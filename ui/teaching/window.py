"""The curator's window: mark a place on a genuine specimen, choose what to measure, learn, see the rates, keep."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ui.desk import Desk
from ui.fields import heading, primary, quiet, term
from ui.panels.message_bar import MessageBar
from ui.spoken import Panel
from ui.style import TONES, icon
from ui.teaching.lesson_form import LessonForm
from ui.teaching.values import ValueLine
from ui.viewer.background import Background
from ui.viewer.picture import Overlay, Picture
from ui.viewer.pyramid import PyramidStore
from ui.viewer.view import PictureView
from workstation.cases.model import Region, Shape
from workstation.checks.optical.learning import wilson
from workstation.checks.optical.lessons import Learning
from workstation.checks.optical.taught import TaughtCheck, TaughtModel
from workstation.errors import WorkstationError


class TeachingWindow(Panel):
    """A picture of the specimen, the lesson beside it, what was learned, and what the model holds.

    Parameters
    ----------
    desk : Desk
    """

    def __init__(self, desk: Desk) -> None:
        # Without a parent: a question asked here must not block the examiner's window.
        super().__init__()
        self.setWindowIcon(icon("qdbench"))
        self._desk, self._teaching = desk, desk.bench.teaching
        self._learning: Learning | None = None
        self._busy = False
        self._background = Background(self)
        self.view = PictureView(PyramidStore(self._background, self))
        self.messages = MessageBar()
        self.form = LessonForm(desk.bench.library)
        self.values = ValueLine()
        self.result = QLabel()
        self.hint = quiet()
        self.learn, self.keep, self.shut = QPushButton(), QPushButton(), QPushButton()
        self.kept_title, self.kept, self.forget = heading(), QListWidget(), QPushButton()
        self._build()
        self._speak()
        self.resize(1180, 740)
        self._show_picture()
        self._refresh()

    def _build(self) -> None:
        self.view.set_tool("rectangle")
        self.view.regionDrawn.connect(self._take_region)
        self.form.pictureChosen.connect(self._show_picture)
        self.form.edited.connect(self._edited)
        self.learn.clicked.connect(self._learn)
        self.keep.clicked.connect(self._keep)
        self.forget.clicked.connect(self._forget)
        self.kept.currentRowChanged.connect(lambda _: self._refresh())
        self.shut.clicked.connect(self.close)
        for key in ("Esc", "Ctrl+W"):
            QShortcut(QKeySequence(key), self, self.close)
        self.result.setWordWrap(True)
        self.result.setTextFormat(Qt.TextFormat.RichText)
        self.kept.setFixedHeight(130)
        left, right = QWidget(), QWidget()
        under = QVBoxLayout(left)
        under.setContentsMargins(12, 0, 0, 0)
        under.addWidget(self.view, 1)
        under.addWidget(self.kept_title)
        under.addWidget(self.kept)
        under.addWidget(self.forget)
        down = QVBoxLayout(right)
        for widget in (self.form, self.hint, primary(self.learn), self.result, self.values):
            down.addWidget(widget)
        down.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(right)
        scroll.setMinimumWidth(right.minimumSizeHint().width() + scroll.verticalScrollBar().sizeHint().width())
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(scroll)
        split.setStretchFactor(0, 1)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 10)
        row.addStretch(1)
        row.addWidget(self.keep)
        row.addWidget(self.shut)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.messages)
        whole.addWidget(split, 1)
        whole.addLayout(row)

    def _speak(self) -> None:
        self.say(self.setWindowTitle, lambda: self.tr("Teach checks – QDBench"))
        self.say(self.learn.setText, lambda: self.tr("&Learn thresholds"))
        self.say(self.keep.setText, lambda: self.tr("&Keep with the model"))
        self.say(self.kept_title.setText, lambda: self.tr("Checks of this model"))
        self.say(self.forget.setText, lambda: self.tr("&Remove the selected check"))
        self.say(self.shut.setText, lambda: self.tr("Close"))
        self.say(self.view.setAccessibleName, lambda: self.tr("Genuine specimen: mark the place of the check"))
        self.say(self.kept.setAccessibleName, lambda: self.tr("Checks of this model"))

    def retranslate(self) -> None:
        """What was learned follows the language."""
        super().retranslate()
        self._show_learning(self._learning)
        self._ask_kept()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing to keep; what was learned and not kept is gone with the window."""
        event.accept()

    def shutdown(self) -> None:
        """End the work in the background."""
        self._background.close()

    # ------------------------------------------------------------------ picture and place

    def _show_picture(self) -> None:
        picture = self.form.picture
        self._show_learning(None)
        self._ask_kept()
        if picture is None:
            self.view.set_picture(None)
            return
        self._desk.ask(self._teaching.picture(picture), partial(self._take_pixels, picture.sha256), self._failed)

    def _take_pixels(self, sha256: str, pixels: object) -> None:
        picture = self.form.picture
        if picture is None or picture.sha256 != sha256:
            return
        title = f"{picture.page} {picture.light}"
        self.view.set_picture(Picture(sha256, pixels, picture.px_per_mm, title))  # type: ignore[arg-type]
        self.view.fit()
        self._outline()

    def _take_region(self, region: Region) -> None:
        picture = self.form.picture
        if picture is None:
            return
        across, down = ([point[axis] / picture.px_per_mm for point in region.points_px] for axis in (0, 1))
        left, top = min(across), min(down)
        self.form.take_region((left, top, max(across) - left, max(down) - top))

    def _outline(self) -> None:
        picture, (left, top, width, height) = self.form.picture, self.form.region_mm
        if picture is None or min(width, height) <= 0:
            self.view.set_overlays(())
            return
        scale = picture.px_per_mm
        corners = ((left * scale, top * scale), ((left + width) * scale, (top + height) * scale))
        name = self.form.name.text()
        self.view.set_overlays((Overlay("lesson", corners, Shape.RECTANGLE, name, TONES["mark"], selected=True),))

    # ------------------------------------------------------------------ learning

    def _edited(self) -> None:
        self._outline()
        self._show_learning(None)
        self._refresh()

    def _refresh(self) -> None:
        may = self._teaching.may_teach
        ready = may and not self._busy
        lesson = self.form.lesson()
        self.learn.setEnabled(ready and lesson is not None and self.form.genuine_dir is not None)
        self.keep.setEnabled(ready and self._learning is not None)
        self.forget.setEnabled(ready and self.kept.currentRow() >= 0)
        missing = self._missing(may, lesson)
        self.hint.setText(missing)
        self.hint.setVisible(bool(missing))

    def _missing(self, may: bool, lesson: TaughtCheck | None) -> str:
        if not may:
            return self.tr("Only a curator may teach. Sign in with an account that has this role.")
        if self._busy:
            return self.tr("Measuring the captures…")
        if min(self.form.region_mm[2:]) <= 0:
            return self.tr("Mark the place on the picture: drag, or move with the arrow keys and press Space twice.")
        if lesson is None:
            return self.tr("Give the check a name.")
        if self.form.genuine_dir is None:
            return self.tr("Choose the folder with captures of genuine documents, five at least.")
        return ""

    def _learn(self) -> None:
        lesson, genuine = self.form.lesson(), self.form.genuine_dir
        if lesson is None or genuine is None:
            return
        self._set_busy(True)
        future = self._teaching.learn(self.form.model.code, lesson, genuine, self.form.false_dir)
        self._desk.ask(future, self._learned, self._failed)

    def _learned(self, learning: Learning) -> None:
        self._set_busy(False)
        self._show_learning(learning)
        self._refresh()

    def _show_learning(self, learning: Learning | None) -> None:
        self._learning = learning
        self.values.show_learning(learning)
        self.result.setVisible(learning is not None)
        if learning is None:
            return
        check = learning.check
        lines = [
            self.tr("Threshold <b>{threshold}</b>, middle of the genuine {typical}").format(
                threshold=f"{check.threshold:.4g}", typical=f"{check.typical:.4g}"
            ),
            self.tr("False alarms: <b>{count} of {all}</b> genuine (95 %: {low} to {high})").format(
                count=check.false_alarms, all=check.genuine, **_percent(learning.false_alarm_rate)
            ),
        ]
        detected = learning.detection_rate
        lines.append(
            self.tr("Not known how many false documents it catches: no captures of any.")
            if detected is None
            else self.tr("Caught: <b>{count} of {all}</b> false (95 %: {low} to {high})").format(
                count=check.caught, all=check.suspect, **_percent(detected)
            )
        )
        if learning.left_out:
            names = ", ".join(learning.left_out)
            lines.append(self.tr("Left out, for they could not be measured: {names}").format(names=names))
        self.result.setText("<br>".join(lines))

    # ------------------------------------------------------------------ what the model holds

    def _keep(self) -> None:
        if self._learning is not None:
            self._set_busy(True)
            future = self._teaching.keep(self.form.model.code, self._learning.check)
            self._desk.ask(future, self._stored, self._failed)

    def _forget(self) -> None:
        item = self.kept.currentItem()
        if item is not None:
            self._set_busy(True)
            future = self._teaching.forget(self.form.model.code, item.data(Qt.ItemDataRole.UserRole))
            self._desk.ask(future, self._stored, self._failed)

    def _stored(self, taught: TaughtModel) -> None:
        self._set_busy(False)
        self._show_learning(None)
        self._show_kept(taught)
        self._refresh()

    def _ask_kept(self) -> None:
        if self.form.model.code:
            self._desk.ask(self._teaching.taught(self.form.model.code), self._show_kept, self._failed)

    def _show_kept(self, taught: TaughtModel) -> None:
        self.kept.clear()
        for each in taught.checks:
            if each.page != self.form.page.code:
                continue
            rates = self.tr("{alarms} of {genuine} genuine rejected (up to {high})").format(
                alarms=each.false_alarms, genuine=each.genuine, high=_percent(_rate(each))["high"]
            )
            item = QListWidgetItem(f"{each.id} · {each.light} · {term('optical_routine', each.routine)}\n{rates}")
            item.setData(Qt.ItemDataRole.UserRole, each.id)
            self.kept.addItem(item)

    def _failed(self, error: WorkstationError) -> None:
        self._set_busy(False)
        self.messages.show_error(error)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._refresh()


def _rate(check: TaughtCheck) -> tuple[float, float]:
    return wilson(check.false_alarms, check.genuine) if check.genuine else (0.0, 1.0)


def _percent(interval: tuple[float, float]) -> dict[str, str]:
    low, high = interval
    return {"low": f"{low:.1%}", "high": f"{high:.1%}"}

"""Point pairs set by hand: the same detail clicked in both pictures, alternately."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListView, QListWidget, QPushButton, QVBoxLayout, QWidget

from ui.compare.comparing import Comparing
from ui.fields import primary
from ui.spoken import Panel
from ui.style import TONES
from ui.viewer import Overlay
from ui.viewer.comparison import PANES, QUESTIONED, SPECIMEN
from workstation.cases.model import Region, Shape
from workstation.comparison_desk import PointPair

FEWEST_PAIRS = 2

Point = tuple[float, float]


class PointsPage(Panel):
    """What to click next, the pairs so far, and the button that lays the pictures by them."""

    marked = Signal()  # the points to be outlined have changed

    def __init__(self, comparing: Comparing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._comparing = comparing
        self._pairs: list[PointPair] = []
        self._half: dict[str, Point] = {}
        self.what = QLabel()
        self.what.setWordWrap(True)
        self.list = QListWidget()
        self.remove, self.automatic, self.cancel = QPushButton(), QPushButton(), QPushButton()
        self.use = primary(QPushButton())
        self._build()
        self._speak()
        self.refresh()

    def _build(self) -> None:
        self.list.setFlow(QListView.Flow.LeftToRight)
        self.list.setFixedHeight(44)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(1)
        across = QHBoxLayout()
        across.addWidget(self.list, 1)
        for button in (self.remove, self.automatic, self.cancel, self.use):
            across.addWidget(button)
        down = QVBoxLayout(self)
        down.setContentsMargins(10, 4, 10, 4)
        down.setSpacing(3)
        down.addWidget(self.what)
        down.addLayout(across)
        self.remove.clicked.connect(self._remove)
        self.automatic.clicked.connect(lambda: self._comparing.set_points(()))
        self.cancel.clicked.connect(lambda: self._comparing.set_by_hand(False))
        self.use.clicked.connect(self._use)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._remove)

    def _speak(self) -> None:
        self.say(self.list.setAccessibleName, lambda: self.tr("Point pairs"))
        self.say(self.remove.setText, lambda: self.tr("Delete pair"))
        self.say(self.automatic.setText, lambda: self.tr("Find by itself"))
        self.say(self.cancel.setText, lambda: self.tr("Cancel"))
        self.say(self.use.setText, lambda: self.tr("Lay by these"))

    # ------------------------------------------------------------------ setting

    def begin(self) -> None:
        """Start from the pairs that hold now."""
        self._pairs, self._half = list(self._comparing.points), {}
        self.refresh()
        self.marked.emit()

    def take(self, pane: str, region: Region) -> None:
        """A place was pointed out; clicking the same picture again moves it until the other is clicked."""
        self._half[pane] = region.points_px[0]
        if len(self._half) == len(PANES):
            self._pairs.append((self._half[QUESTIONED], self._half[SPECIMEN]))
            self._half = {}
        self.refresh()
        self.marked.emit()

    @property
    def next_pane(self) -> str:
        """Where the next click belongs; the questioned picture where a new pair begins."""
        return next((each for each in PANES if each not in self._half), QUESTIONED)

    def _remove(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._pairs):
            del self._pairs[row]
            self.refresh()
            self.marked.emit()

    def _use(self) -> None:
        if len(self._pairs) >= FEWEST_PAIRS:
            self._comparing.set_points(tuple(self._pairs))

    # ------------------------------------------------------------------ showing

    def retranslate(self) -> None:
        """What to do follows the language."""
        super().retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Say what to click next, and list the pairs."""
        count = len(self._pairs)
        self.what.setText(self._instruction())
        row = self.list.currentRow()
        self.list.clear()
        for number, (first, second) in enumerate(self._pairs, 1):
            self.list.addItem(f"{number}: {first[0]:.0f}, {first[1]:.0f} ↔ {second[0]:.0f}, {second[1]:.0f}")
            self.list.item(number - 1).setSizeHint(QSize(self.list.sizeHintForColumn(0) or 160, 34))
        if count:
            self.list.setCurrentRow(min(max(row, 0), count - 1))
        self.remove.setEnabled(bool(count))
        self.use.setEnabled(count >= FEWEST_PAIRS)
        self.automatic.setEnabled(bool(self._comparing.points))

    def _instruction(self) -> str:
        if self.next_pane == SPECIMEN and self._half:
            return "●  " + self.tr("Now click the same detail in the picture on the right.")
        if self._half:
            return "●  " + self.tr("Now click the same detail in the picture on the left.")
        wanting = FEWEST_PAIRS - len(self._pairs)
        if wanting > 0:
            return "●  " + self.tr(
                "Click a detail in the questioned picture, then the same one in the other. %n more pair(s) needed.",
                "",
                wanting,
            )
        return "●  " + self.tr(
            "Lay the pictures now, or set more pairs, far apart: five or more tell how well they lie."
        )

    def overlays(self, pane: str) -> list[Overlay]:
        """The points of a pane, numbered."""
        side = PANES.index(pane)
        points = [pair[side] for pair in self._pairs]
        if pane in self._half:
            points.append(self._half[pane])
        return [
            Overlay(f"point-{number}", (point,), Shape.POINT, str(number), TONES["mark"])
            for number, point in enumerate(points, 1)
        ]

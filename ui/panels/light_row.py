"""The lights of the bench as a row of big buttons, each saying how its capture goes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QLabel, QWidget

from ui.desk import Desk
from ui.fields import light_name
from ui.spoken import Panel
from ui.style import TONES
from workstation.events import CapturePhase
from workstation.lights import LightClass, find_light

KEYS = "1234567890"
_LAST_COLUMN = 100
_TONE_OF_PHASE = {
    CapturePhase.DONE: "good",
    CapturePhase.FAILED: "bad",
    CapturePhase.CANCELLED: "caution",
    CapturePhase.WAITING: "quiet",
}


class LightButton(QAbstractButton):
    """Key, short name, and a symbol with a word for what is going on."""

    def __init__(self, light: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.light = light
        self._key = key
        self._word, self._tone = "", "quiet"
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_state(self, name: str, full_name: str, word: str, tone: str) -> None:
        """Say the name of the light and how its capture stands."""
        self.setText(name)
        self._word, self._tone = word, tone
        self.setToolTip(f"{full_name}: {word}" + (f"  [{self._key}]" if self._key else ""))
        self.setAccessibleName(f"{full_name}, {word}")
        self.updateGeometry()
        self.update()

    @property
    def word(self) -> str:
        """What it says about its capture."""
        return self._word

    def sizeHint(self) -> QSize:
        """Wide enough for name and word."""
        bold, small = self._fonts()
        name = QFontMetrics(bold).horizontalAdvance(self.text()) + 12
        return QSize(max(76, name, QFontMetrics(small).horizontalAdvance(self._word) + 34), 48)

    def _fonts(self) -> tuple[QFont, QFont]:
        bold, small = QFont(self.font()), QFont(self.font())
        bold.setBold(True)
        small.setPixelSize(11)
        return bold, small

    def minimumSizeHint(self) -> QSize:
        """Never cut its words."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, key, name, state."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = self.rect().adjusted(1, 1, -2, -2)
        fill = (
            "#1f1f1f"
            if self.isDown()
            else "#2f4a61"
            if self.isChecked()
            else "#3a3a3a"
            if self.underMouse()
            else "#303030"
        )
        edge = TONES["mark"] if self.hasFocus() or self.isChecked() else "#454545"
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(frame, 4, 4)
        bold, small = self._fonts()
        painter.setFont(small)
        painter.setPen(QColor(TONES["quiet"]))
        corner = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
        painter.drawText(frame.adjusted(6, 0, 0, -4), corner, self._key)
        painter.setPen(QColor(TONES[self._tone]))
        low = QRect(frame.left(), frame.center().y() + 2, frame.width(), frame.height() // 2 - 3)
        painter.drawText(low, Qt.AlignmentFlag.AlignCenter, self._word)
        painter.setFont(bold)
        painter.setPen(QColor("#ffffff" if self.isChecked() else TONES["plain"]))
        high = QRect(frame.left(), frame.top() + 4, frame.width(), frame.height() // 2 - 2)
        painter.drawText(high, Qt.AlignmentFlag.AlignCenter, self.text())


class LightRow(Panel):
    """Every light of the bench and of the case, in the order of the keys."""

    picked = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("role", "row")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.buttons: dict[str, LightButton] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(10, 4, 10, 4)
        self._grid.setSpacing(4)
        self.uv = QLabel()
        self.uv.setProperty("role", "quiet")
        self.uv.hide()
        self._grid.addWidget(self.uv, 0, _LAST_COLUMN, Qt.AlignmentFlag.AlignRight)
        for place, key in enumerate(KEYS):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(self._picker(place))
        for signal in (desk.attached, desk.viewChanged, desk.captureChanged, desk.caseChanged):
            signal.connect(self.refresh)

    def _picker(self, place: int) -> Callable[[], None]:
        def pick() -> None:
            lights = self._desk.lights()
            if place < len(lights):
                self.picked.emit(lights[place])

        return pick

    def retranslate(self) -> None:
        """Names of lights and phases follow the language."""
        super().retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Make the buttons that are missing, and let each say how it stands."""
        lights = self._desk.lights()
        if tuple(self.buttons) != lights:
            self._remake(lights)
        captured = self._desk.captures()
        for light, button in self.buttons.items():
            word, tone = self._standing(light, light in captured)
            button.setChecked(light == self._desk.light)
            button.show_state(light_name(light, short=True), light_name(light), word, tone)
        self._say_uv()
        self._place()

    def _say_uv(self) -> None:
        """How long ultraviolet lamps have burnt, as the case records it: their light fades documents."""
        snapshot = self._desk.snapshot
        lit = [each for use in snapshot.equipment for each in use.lit_seconds] if snapshot else []
        seconds = sum(burnt for light, burnt in lit if _is_ultraviolet(light))
        one_document = snapshot is not None and len(snapshot.exhibits) == 1
        text = (
            self.tr("UV on this document: {seconds} s") if one_document else self.tr("UV in this case: {seconds} s")
        )
        self.uv.setText(text.format(seconds=f"{seconds:.1f}"))
        self.uv.setVisible(seconds > 0)

    def _remake(self, lights: tuple[str, ...]) -> None:
        for button in self.buttons.values():
            self._grid.removeWidget(button)
            button.deleteLater()
        self.buttons = {}
        for place, light in enumerate(lights):
            button = LightButton(light, KEYS[place] if place < len(KEYS) else "", self)
            button.clicked.connect(lambda _=False, light=light: self.picked.emit(light))
            self.buttons[light] = button

    def _standing(self, light: str, captured: bool) -> tuple[str, str]:
        phase = self._desk.phases.get(light)
        words = {
            CapturePhase.WAITING: self.tr("○ waiting"),
            CapturePhase.ON: self.tr("● lamp on"),
            CapturePhase.SETTLING: self.tr("● settling"),
            CapturePhase.EXPOSING: self.tr("● exposing"),
            CapturePhase.STORING: self.tr("● storing"),
            CapturePhase.DONE: self.tr("✓ done"),
            CapturePhase.FAILED: self.tr("✕ failed"),
            CapturePhase.CANCELLED: self.tr("– stopped"),
        }
        running = self._desk.capturing or phase in {CapturePhase.FAILED, CapturePhase.CANCELLED}
        if phase is not None and running:
            return words[phase], _TONE_OF_PHASE.get(phase, "mark")
        return (self.tr("✓ captured"), "plain") if captured else (self.tr("– none"), "quiet")

    def _place(self) -> None:
        buttons = list(self.buttons.values())
        if not buttons:
            return
        widest = max(each.sizeHint().width() for each in buttons)
        free = self.width() - 20 + 4 - (0 if self.uv.isHidden() else self.uv.sizeHint().width() + 4)
        columns = max(1, min(len(buttons), free // (widest + 4)))
        rows = -(-len(buttons) // columns)
        columns = -(-len(buttons) // rows)
        for place, button in enumerate(buttons):
            self._grid.addWidget(button, place // columns, place % columns)
            button.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use a second row rather than cut a word."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """Place again when the font of a language is wider."""
        if event.type() is QEvent.Type.FontChange:
            self._place()
        return super().event(event)


def _is_ultraviolet(code: str) -> bool:
    light = find_light(code)
    return light is not None and light.light_class is LightClass.ULTRAVIOLET

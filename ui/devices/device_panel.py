"""The devices of the bench: how each is, why, who it says it is, and what went on with the one in hand."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QSplitter, QTabWidget, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.devices.looks import (
    LOOKS,
    after_kill_text,
    changes,
    clock_text,
    device_name,
    identity_text,
    lit_text,
    reason_text,
    state_text,
)
from ui.devices.read_table import ReadTable
from ui.devices.wire_panel import WirePanel
from ui.panels.message_bar import MessageBar
from ui.spoken import Panel
from workstation.devices import DeviceKind, DeviceStatus
from workstation.maintenance_desk import MaintenanceDesk

SOON_MS = 100
SIMULATED = "SIMULATED"
"""What the simulators of this program call themselves, in every language."""


class DevicePanel(Panel):
    """A table of devices above what is known of the selected one."""

    def __init__(
        self, desk: Desk, maintenance: MaintenanceDesk, messages: MessageBar, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._maintenance = desk, maintenance
        self.table = ReadTable(self._columns, wide=2)
        self.reason, self.after_kill = QLabel(), QLabel()
        self.history = ReadTable(self._history_columns, wide=2)
        self.wire = WirePanel(desk, maintenance, messages)
        self.tabs = QTabWidget()
        self._past: tuple[DeviceStatus, ...] | None = None
        self._build()
        self.say(self.table.setAccessibleName, lambda: self.tr("Devices of this bench"))
        self.say(self.history.setAccessibleName, lambda: self.tr("States of the selected device"))
        self._soon = QTimer(self, interval=SOON_MS, singleShot=True)
        self._soon.timeout.connect(self.refresh)
        self.table.picked.connect(self._show_selected)
        desk.deviceChanged.connect(self._refresh_soon)
        self.retranslate()
        self.table.setCurrentIndex(self.table.content.index(0, 0))

    def _build(self) -> None:
        for label in (self.reason, self.after_kill):
            label.setProperty("role", "notice")
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.tabs.addTab(self.history, "")
        self.tabs.addTab(self.wire, "")
        above, below = QWidget(), QWidget()
        over = QVBoxLayout(above)
        over.setContentsMargins(0, 0, 0, 0)
        over.addWidget(self.table)
        under = QVBoxLayout(below)
        under.setContentsMargins(0, 6, 0, 0)
        for widget in (self.reason, self.after_kill):
            under.addWidget(widget)
        under.addWidget(self.tabs, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(above)
        split.addWidget(below)
        split.setStretchFactor(1, 1)
        split.setSizes([190, 420])
        down = QVBoxLayout(self)
        down.setContentsMargins(12, 10, 12, 8)
        down.addWidget(split)

    def _columns(self) -> tuple[str, ...]:
        return (
            self.tr("State"),
            self.tr("Device"),
            self.tr("Who it says it is"),
            self.tr("Serial no."),
            self.tr("Firmware"),
            self.tr("Lit so far"),
        )

    def _history_columns(self) -> tuple[str, ...]:
        return self.tr("Since"), self.tr("State"), self.tr("What happened, and what to do")

    def retranslate(self) -> None:
        """States and reasons follow the language."""
        super().retranslate()
        self._past = None
        self.tabs.setTabText(0, self.tr("What happened"))
        self.tabs.setTabText(1, self.tr("Wire log"))
        self.refresh()

    @property
    def selected(self) -> DeviceStatus | None:
        """State of the device in hand."""
        return self._desk.devices.get(self.table.key)

    def refresh(self) -> None:
        """Show every device as it is now."""
        statuses = self._desk.devices.values()
        self.table.fill([(each.device, self._texts(each), LOOKS[each.state][1]) for each in statuses])
        self._show_selected()

    def _refresh_soon(self) -> None:
        """A capture makes a device busy and ready many times a second."""
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    def _texts(self, status: DeviceStatus) -> tuple[str, ...]:
        who = status.identity
        lit = lit_text(self._desk.bench.bench.lights.lit_seconds()) if status.kind is DeviceKind.LIGHTS else ""
        named = (identity_text(who), who.serial, who.firmware) if who else ("", "", "")
        if who is not None and who.simulated and SIMULATED not in named[0]:
            named = (" – ".join((named[0], self.tr("SIMULATED"))), *named[1:])
        return (state_text(status.state), device_name(status), *named, lit)

    def _show_selected(self) -> None:
        status = self.selected
        self.wire.show_device(status.device if status else "")
        reason = reason_text(status) if status else ""
        self.reason.setText(f"⚠  {reason}")
        self.reason.setVisible(bool(reason))
        lamps = after_kill_text(self._maintenance.kinds(), status) if status else ""
        self.after_kill.setText(lamps)
        self.after_kill.setVisible(bool(lamps))
        self._show_history(self._maintenance.history(status.device) if status else ())

    def _show_history(self, past: tuple[DeviceStatus, ...]) -> None:
        if past == self._past:
            return
        self._past = past
        self.history.fill(
            [
                (str(number), (clock_text(each.at), state_text(each.state), reason_text(each)), "plain")
                for number, each in reversed(list(enumerate(changes(past))))
            ]
        )

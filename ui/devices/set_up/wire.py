"""What went over the wire during the set-up: the first place to look when a controller does not answer."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialogButtonBox, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.devices.wire_panel import WirePanel
from ui.panels.message_bar import MessageBar
from ui.spoken import Dialog
from workstation.maintenance import SET_UP_WIRE
from workstation.maintenance_desk import MaintenanceDesk

OFTEN_MS = 500


class SetUpWire(Dialog):
    """The wire log of the latest controller that was opened here."""

    def __init__(self, desk: Desk, maintenance: MaintenanceDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.resize(900, 520)
        messages = MessageBar()
        self.panel = WirePanel(desk, maintenance, messages)
        self.panel.show_device(SET_UP_WIRE)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        down = QVBoxLayout(self)
        down.setContentsMargins(12, 8, 12, 12)
        down.addWidget(messages)
        down.addWidget(self.panel, 1)
        down.addWidget(buttons)
        self.say(self.setWindowTitle, lambda: self.tr("Wire log of the set-up"))
        often = QTimer(self, interval=OFTEN_MS)
        often.timeout.connect(self.panel.refresh)
        often.start()

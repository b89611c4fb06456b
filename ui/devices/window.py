"""The technician's window: it stands beside the examiner's and never blocks it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QCloseEvent, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout

from ui.desk import Desk
from ui.devices.device_panel import DevicePanel
from ui.devices.light_panel import LightPanel
from ui.devices.port_panel import PortPanel
from ui.devices.set_up.file_page import user_bench_file
from ui.devices.set_up.wizard import SetUpWizard
from ui.panels.message_bar import MessageBar
from ui.spoken import Panel
from ui.style import icon
from workstation.maintenance import PortDescription
from workstation.maintenance_desk import MaintenanceDesk, WrittenBench

OFTEN_MS = 500


class DevicesWindow(Panel):
    """Devices, lights and ports in three tabs, and the way to the guided set-up.

    Parameters
    ----------
    desk : Desk
        Its workbench has a technician's desk.
    maintenance : MaintenanceDesk
    lamps_off : QAction
        The examiner's own action, which works here too.
    """

    def __init__(self, desk: Desk, maintenance: MaintenanceDesk, lamps_off: QAction) -> None:
        # Without a parent: a question asked here must not block the examiner's window.
        super().__init__()
        self.setWindowIcon(icon("qdbench"))
        self._desk, self._maintenance = desk, maintenance
        self._ports: tuple[PortDescription, ...] = ()
        self._unwatch: Callable[[], None] = lambda: None
        self.wizard: SetUpWizard | None = None
        self.messages = MessageBar()
        self.banner = QLabel()
        self.devices = DevicePanel(desk, maintenance, self.messages)
        self.lights = LightPanel(desk, maintenance)
        self.ports = PortPanel(desk, maintenance)
        self.tabs = QTabWidget()
        self.set_up, self.lamps_off, self.shut = QPushButton(), QPushButton(), QPushButton()
        self._often = QTimer(self, interval=OFTEN_MS)
        self._often.timeout.connect(self.devices.refresh)
        self._lamps_off = lamps_off
        self._build()
        self._speak()
        self.resize(1120, 720)

    def _build(self) -> None:
        self.banner.setProperty("role", "banner")
        self.banner.setVisible(self._desk.bench.bench.simulated)
        self.tabs.setDocumentMode(True)
        for panel in (self.devices, self.lights, self.ports):
            self.tabs.addTab(panel, "")
        self.addAction(self._lamps_off)
        for key in ("Esc", "Ctrl+W"):
            QShortcut(QKeySequence(key), self, self.close)
        self.set_up.clicked.connect(self.open_set_up)
        self.lamps_off.clicked.connect(self._lamps_off.trigger)
        self.shut.clicked.connect(self.close)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 10)
        row.addWidget(self.set_up)
        row.addStretch(1)
        row.addWidget(self.lamps_off)
        row.addWidget(self.shut)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self.messages)
        down.addWidget(self.banner)
        down.addWidget(self.tabs, 1)
        down.addLayout(row)

    def _speak(self) -> None:
        self.say(self.setWindowTitle, lambda: self.tr("Devices – QDBench"))
        self.say(self.banner.setText, lambda: self.tr("SIMULATED BENCH: the devices below are simulators"))
        self.say(partial(self.tabs.setTabText, 0), lambda: self.tr("&Devices"))
        self.say(partial(self.tabs.setTabText, 1), lambda: self.tr("&Light test"))
        self.say(partial(self.tabs.setTabText, 2), lambda: self.tr("&Ports"))
        self.say(self.set_up.setText, lambda: self.tr("&Set up a bench…"))
        self.say(self.lamps_off.setText, lambda: self.tr("Lamps &off  [F8]"))
        self.say(self.shut.setText, lambda: self.tr("&Close"))

    # ------------------------------------------------------------------ life

    def showEvent(self, event: QShowEvent) -> None:
        """Watch the ports while somebody looks."""
        super().showEvent(event)
        if not self._often.isActive():
            self._often.start()
            self._unwatch = self._maintenance.on_ports(self._hear_ports)
            self.devices.refresh()
            self.devices.table.setFocus()

    def _hear_ports(self, ports: tuple[PortDescription, ...]) -> None:
        """On a thread of the watch."""
        self._desk.bridge.call(partial(self._show_ports, ports))

    def _show_ports(self, ports: tuple[PortDescription, ...]) -> None:
        self._ports = ports
        self.ports.show_ports(ports)
        if self.wizard is not None:
            self.wizard.show_ports(ports)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._often.stop()
            self._unwatch()
            self._unwatch = lambda: None
            self.messages.clear()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing leaves the examiner's window as it is; a set-up that is open ends, lamps off."""
        if self.wizard is not None:
            self.wizard.leave()
        event.accept()

    # ------------------------------------------------------------------ guided set-up

    def open_set_up(self) -> None:
        """Open the guided set-up beside this window, or bring it to the front."""
        if self.wizard is None:
            wizard = SetUpWizard(self._desk, self._maintenance, self._lamps_off, self._ports, self)
            wizard.troubled.connect(self.messages.show_error)
            wizard.written.connect(self._say_written)
            wizard.finished.connect(self._set_up_over)
            self.wizard = wizard
            wizard.show()
        self.wizard.raise_()
        self.wizard.activateWindow()

    def _set_up_over(self) -> None:
        self.wizard = None

    def _say_written(self, written: WrittenBench) -> None:
        kept = written.kept
        self.messages.show_notice(
            lambda: (
                self._use(written.path)
                + (" " + self.tr("The earlier one is kept as {path}.").format(path=kept) if kept else "")
            )
        )

    def _use(self, path: Path) -> str:
        if path == user_bench_file():
            return self.tr("Bench file written: {path}. It is used at the next start.").format(path=path)
        return self.tr("Bench file written: {path}. To use it, start the program with: --bench bench:{path}").format(
            path=path
        )

"""The guided set-up as a whole: pages in order, one open controller, lamps off whenever a page is left."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget, QWizard

from ui.desk import Desk
from ui.devices.set_up.bench_page import BenchPage
from ui.devices.set_up.controller_page import ControllerPage
from ui.devices.set_up.file_page import FilePage
from ui.devices.set_up.leaving import LeaveDialog
from ui.devices.set_up.look_page import LookPage
from ui.devices.set_up.page import Page
from ui.devices.set_up.plan import Plan
from ui.devices.set_up.values_page import ValuesPage
from ui.devices.set_up.wire import SetUpWire
from ui.spoken import Spoken
from workstation.errors import WorkstationError
from workstation.maintenance import PortDescription
from workstation.maintenance_desk import MaintenanceDesk, SetUpDesk, WrittenBench

T = TypeVar("T")


class SetUpWizard(Spoken, QWizard):
    """Asks port and controller, what each channel makes, how it is run, what else is on the bench; writes the file.

    Attributes
    ----------
    plan : Plan
        What was answered so far.
    lamps : SetUpDesk or None
        The open light controller.
    """

    portsChanged = Signal()
    written = Signal(object)  # WrittenBench
    troubled = Signal(object)  # WorkstationError that nobody on a page can show any more

    def __init__(
        self,
        desk: Desk,
        maintenance: MaintenanceDesk,
        lamps_off: QAction,
        ports: tuple[PortDescription, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWizardStyle(QWizard.WizardStyle.ClassicStyle)
        self.setOption(QWizard.WizardOption.NoBackButtonOnStartPage)
        self.setOption(QWizard.WizardOption.NoDefaultButton)
        self.setOption(QWizard.WizardOption.HaveCustomButton1)
        self.resize(1080, 700)
        self.desk, self.maintenance = desk, maintenance
        self.ports = ports
        self.plan = Plan()
        self.lamps: SetUpDesk | None = None
        self._over = False
        self._left: Page | None = None
        self.controller, self.look = ControllerPage(self), LookPage(self)
        self.values, self.bench, self.file = ValuesPage(self), BenchPage(self), FilePage(self)
        for page in (self.controller, self.look, self.values, self.bench, self.file):
            self.addPage(page)
        self.wire = SetUpWire(desk, maintenance, self)
        self.customButtonClicked.connect(lambda _: self.wire.show())
        self.addAction(lamps_off)
        lamps_off.triggered.connect(self.lamps_off)
        self.currentIdChanged.connect(lambda _: self._turned())
        self._speak()

    def _speak(self) -> None:
        self.say(self.setWindowTitle, lambda: self.tr("Set up a bench"))
        for button, text in (
            (QWizard.WizardButton.CustomButton1, lambda: self.tr("Wire &log…")),
            (QWizard.WizardButton.BackButton, lambda: self.tr("< &Back")),
            (QWizard.WizardButton.NextButton, lambda: self.tr("&Next >")),
            (QWizard.WizardButton.CancelButton, lambda: self.tr("&Cancel")),
            (QWizard.WizardButton.FinishButton, lambda: self.tr("&Write the bench file")),
        ):
            self.say(partial(self.setButtonText, button), text)

    # ------------------------------------------------------------------ calls

    def ask(
        self, future: Future[T], then: Callable[[T], None], otherwise: Callable[[WorkstationError], None]
    ) -> None:
        """Take the outcome of a call in this thread, unless the wizard is over by then."""
        self.desk.ask(
            future,
            lambda result: None if self._over else then(result),
            lambda error: None if self._over else otherwise(error),
        )

    def show_ports(self, ports: tuple[PortDescription, ...]) -> None:
        """Other ports are there now."""
        self.ports = ports
        self.portsChanged.emit()

    def open_controller(
        self,
        kind: str,
        port: PortDescription,
        then: Callable[[SetUpDesk], None],
        otherwise: Callable[[WorkstationError], None],
    ) -> None:
        """Open a light controller; the one that was open is closed."""
        self.close_controller()

        def opened(lamps: SetUpDesk) -> None:
            if self._over:
                self._close(lamps)
                return
            self.lamps = lamps
            self.plan.lights_kind, self.plan.lights_port = kind, port
            self.plan.seen.clear()
            self.plan.values.clear()
            then(lamps)

        self.desk.ask(
            self.maintenance.set_up(kind, port.address),
            opened,
            lambda error: None if self._over else otherwise(error),
        )

    def close_controller(self) -> None:
        """Every lamp off, and the port given back."""
        lamps, self.lamps = self.lamps, None
        if lamps is not None:
            self._close(lamps)

    def _close(self, lamps: SetUpDesk) -> None:
        self.desk.ask(lamps.close(), lambda _: None, self.troubled.emit)

    def lamps_off(self) -> None:
        """Every lamp of the open controller off, at once."""
        if self.lamps is not None:
            self.look.off()

    # ------------------------------------------------------------------ pages

    def _turned(self) -> None:
        if self._left is not None:
            self._left.leave()
        page = self.currentPage()
        self._left = page if isinstance(page, Page) else None

    def accept(self) -> None:
        """The last button writes the file; the wizard ends when it stands on the disk."""
        self.file.write(self._written)

    def reject(self) -> None:
        """Lamps off at once; what was answered is thrown away only when that is meant."""
        self.lamps_off()
        if self._over or not self.plan.seen:
            self.leave()
            return
        question = LeaveDialog(self)
        question.wanted.connect(self.leave)
        question.open()

    def leave(self) -> None:
        """End without a file."""
        super().reject()

    def _written(self, written: WrittenBench) -> None:
        self.written.emit(written)
        super().accept()

    def done(self, result: int) -> None:
        """Whatever ends the wizard: lamps off first."""
        if not self._over:
            self._over = True
            self.close_controller()
        super().done(result)

"""First question: which controller, on which port."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QPushButton, QWizard

from ui.devices.looks import identity_text
from ui.devices.port_field import PortField
from ui.devices.set_up.page import Page
from ui.fields import ChoiceBox, field_label, primary
from ui.language import current_language
from workstation.devices import DeviceKind
from workstation.errors import DeviceNotFound, WorkstationError
from workstation.maintenance import PortDescription, ProbedPort
from workstation.maintenance_desk import SetUpDesk
from workstation.messages import sentence

if TYPE_CHECKING:
    from ui.devices.set_up.wizard import SetUpWizard


class ControllerPage(Page):
    """Port and kind, and the button that opens it. With no kind chosen, every kind of light controller is asked."""

    def __init__(self, wizard: SetUpWizard) -> None:
        super().__init__(wizard)
        self.port, self.kind, self.connect_to = PortField(), ChoiceBox(), primary(QPushButton())
        self.who, self.after_kill = QLabel(), QLabel()
        for label in (self.who, self.after_kill):
            label.setWordWrap(True)
        self.after_kill.setProperty("role", "notice")
        self.after_kill.hide()
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        port_label, kind_label = field_label(self.port), field_label(self.kind)
        form.addRow(port_label, self.port)
        form.addRow(kind_label, self.kind)
        row = QHBoxLayout()
        row.addWidget(self.connect_to)
        row.addStretch(1)
        form.addRow(QLabel(), row)
        self.down.addLayout(form)
        for widget in (self.who, self.after_kill, self.trouble):
            self.down.addWidget(widget)
        self.down.addStretch(1)
        self.say(self.setTitle, lambda: self.tr("1. The light controller"))
        self.say(
            self.intro.setText,
            lambda: self.tr(
                "Attach the controller, switch it on, and choose its port; a port that is attached now appears by "
                "itself. It is opened with every lamp off."
            ),
        )
        self.say(port_label.setText, lambda: self.tr("Port"))
        self.say(kind_label.setText, lambda: self.tr("Controller"))
        self.say(self.connect_to.setText, lambda: self.tr("&Find and open it"))
        self._busy = ""
        wizard.portsChanged.connect(self._show_ports)
        self.port.editTextChanged.connect(lambda _: self._changed())
        self.kind.currentIndexChanged.connect(lambda _: self._changed())
        self.connect_to.clicked.connect(self.open)
        self.retranslate()

    def retranslate(self) -> None:
        """Kinds and answers follow the language."""
        super().retranslate()
        kinds = [each for each in self.guide.maintenance.kinds() if each.device is DeviceKind.LIGHTS]
        self.kind.fill([("", self.tr("I do not know: find out")), *((each.code, each.title) for each in kinds)])
        self._show_ports()
        self._say()

    def initializePage(self) -> None:
        """The keyboard waits at the first question."""
        self.port.setFocus()

    def _show_ports(self) -> None:
        ports = self.guide.ports
        self.port.show_ports(ports, next((each.address for each in ports if not each.used_by), ""))
        self._enable()

    def _enable(self) -> None:
        self.connect_to.setEnabled(not self._busy and self.port.port is not None)

    def _changed(self) -> None:
        """Another port or kind: what is open is not what stands here any more."""
        self.guide.close_controller()
        self._say()
        self.completeChanged.emit()

    def isComplete(self) -> bool:
        """Once a controller is open."""
        return self.guide.lamps is not None and not self._busy

    # ------------------------------------------------------------------ opening

    def open(self) -> None:
        """Ask who is there where the kind is not known, then open it."""
        port = self.port.port
        if port is None or self._busy:
            return
        self.show_trouble(None)
        self._begin("asking" if not self.kind.code else "opening")
        if self.kind.code:
            self._open(self.kind.code, port)
        else:
            self.ask(
                self.guide.maintenance.probe(port.address), lambda found: self._found(found, port), self._refused
            )

    def _found(self, found: ProbedPort, port: PortDescription) -> None:
        if not self.kind.choose(found.kind):
            self._refused(DeviceNotFound("set-up-no-lights", device=identity_text(found.identity), port=port.address))
            return
        self._begin("opening")
        self._open(found.kind, port)

    def _open(self, kind: str, port: PortDescription) -> None:
        self.guide.open_controller(kind, port, lambda _: self._opened(), self._refused)

    def _opened(self) -> None:
        self._begin("")
        self.guide.button(QWizard.WizardButton.NextButton).setFocus()

    def _refused(self, error: WorkstationError) -> None:
        self._begin("")
        self.connect_to.setFocus()
        self.show_trouble(error)

    def _begin(self, busy: str) -> None:
        self._busy = busy
        for field in (self.port, self.kind):
            field.setEnabled(not busy)
        self._enable()
        self._say()
        self.completeChanged.emit()

    def _say(self) -> None:
        words = {
            "asking": self.tr("… Asking who is there. This takes up to a minute."),
            "opening": self.tr("… Opening the controller."),
        }
        lamps = self.guide.lamps
        self.who.setText(words.get(self._busy) or (self._identity(lamps) if lamps else ""))
        codes = {each.code: each.after_kill for each in self.guide.maintenance.kinds()}
        code = codes.get(self.guide.plan.lights_kind, "") if lamps and not self._busy else ""
        facts = {"device": identity_text(lamps.identity) if lamps else ""}
        self.after_kill.setText(sentence(code, facts, current_language()) if code else "")
        self.after_kill.setVisible(bool(code))

    def _identity(self, lamps: SetUpDesk) -> str:
        who = lamps.identity
        return "✓ " + ", ".join(
            filter(
                None,
                (
                    identity_text(who),
                    self.tr("serial no. {number}").format(number=who.serial) if who.serial else "",
                    self.tr("firmware {version}").format(version=who.firmware) if who.firmware else "",
                    self.tr("%n channel(s)", "", lamps.channels),
                    self.tr("every lamp is off"),
                ),
            )
        )

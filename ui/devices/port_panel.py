"""The serial ports of this computer, as they come and go, and who answers on them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.devices.looks import identity_text
from ui.devices.port_field import PortField, on_ports
from ui.devices.read_table import ReadTable
from ui.fields import ChoiceBox, primary, quiet
from ui.language import current_language
from ui.spoken import Panel
from workstation.errors import WorkstationError
from workstation.maintenance import PortDescription, ProbedPort
from workstation.maintenance_desk import MaintenanceDesk
from workstation.messages import explain

SIMULATED = "SIMULATED"
"""Product of a port that leads to a simulator inside this program."""


class PortPanel(Panel):
    """Table of ports, and the question who is there."""

    answered = Signal(str)  # address that somebody or nobody answered on

    def __init__(self, desk: Desk, maintenance: MaintenanceDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._maintenance = desk, maintenance
        self._ports: tuple[PortDescription, ...] = ()
        self._answers: dict[str, ProbedPort | WorkstationError] = {}
        self._asking = ""
        self.table = ReadTable(self._columns, wide=5)
        self.none, self.said = quiet(), quiet()
        self.port, self.kind, self.ask = PortField(), ChoiceBox(), primary(QPushButton())
        self._port_label, self._kind_label = QLabel(), QLabel()
        self._build()
        self._speak()
        self.table.picked.connect(lambda: self.port.show_address(self.table.key))
        self.port.editTextChanged.connect(lambda _: self._enable())
        self.ask.clicked.connect(self.ask_who_is_there)
        self.retranslate()

    def _build(self) -> None:
        self._port_label.setBuddy(self.port)
        self._kind_label.setBuddy(self.kind)
        row = QHBoxLayout()
        for widget, stretch in (
            (self._port_label, 0), (self.port, 3), (self._kind_label, 0), (self.kind, 2), (self.ask, 0),
        ):  # fmt: skip
            row.addWidget(widget, stretch)
        down = QVBoxLayout(self)
        down.setContentsMargins(12, 10, 12, 8)
        down.addWidget(self.none)
        down.addWidget(self.table, 1)
        down.addLayout(row)
        down.addWidget(self.said)

    def _speak(self) -> None:
        self.say(self.table.setAccessibleName, lambda: self.tr("Serial ports of this computer"))
        self.say(self._port_label.setText, lambda: self.tr("Port"))
        self.say(self._kind_label.setText, lambda: self.tr("Kind"))
        self.say(self.ask.setText, lambda: self.tr("Ask who is there"))
        self.say(
            self.none.setText,
            lambda: self.tr("No serial port was found. Attach a device; it appears here by itself."),
        )

    def _columns(self) -> tuple[str, ...]:
        return (
            self.tr("Port"),
            self.tr("USB identity"),
            self.tr("Serial no."),
            self.tr("Maker and product"),
            self.tr("Used by"),
            self.tr("Who answered"),
        )

    def retranslate(self) -> None:
        """Answers follow the language."""
        super().retranslate()
        kinds = [(each.code, each.title) for each in self._maintenance.kinds() if on_ports(each)]
        self.kind.fill([("", self.tr("every kind")), *kinds])
        self._show()
        self._say_asking()

    # ------------------------------------------------------------------ ports

    def show_ports(self, ports: tuple[PortDescription, ...]) -> None:
        """These ports are there now."""
        there = {each.address for each in ports}
        gone = {each.address for each in self._ports} - there
        self._answers = {address: answer for address, answer in self._answers.items() if address not in gone}
        self._ports = ports
        self.port.show_ports(ports, next((each.address for each in ports if not each.used_by), ""))
        self._show()

    def _show(self) -> None:
        typed = [
            PortDescription(each) for each in self._answers if each not in {port.address for port in self._ports}
        ]
        rows = [(each.address, self._texts(each), "plain") for each in (*self._ports, *typed)]
        self.table.fill(rows)
        self.none.setVisible(not rows)
        self._enable()

    def _texts(self, port: PortDescription) -> tuple[str, ...]:
        product = self.tr("SIMULATED") if port.product == SIMULATED else port.product
        made = " ".join(filter(None, (port.maker, product)))
        return port.address, port.usb, port.serial, made, port.used_by, self._answer(port.address)

    def _answer(self, address: str) -> str:
        if address == self._asking:
            return self.tr("… asking")
        answer = self._answers.get(address)
        if answer is None:
            return ""
        if isinstance(answer, WorkstationError):
            return f"✕ {explain(answer, current_language())}"
        who = answer.identity
        facts = (
            identity_text(who),
            self.tr("serial no. {number}").format(number=who.serial) if who.serial else "",
            self.tr("firmware {version}").format(version=who.firmware) if who.firmware else "",
            self.tr("kind {kind}").format(kind=answer.kind),
            self.tr("SIMULATED") if who.simulated else "",
        )
        return "✓ " + ", ".join(filter(None, facts))

    # ------------------------------------------------------------------ asking

    def _enable(self) -> None:
        self.ask.setEnabled(not self._asking and self.port.port is not None)

    def _say_asking(self) -> None:
        self.said.setText(
            self.tr("… Asking on {port}. With every kind this takes up to a minute.").format(port=self._asking)
            if self._asking
            else self.tr(
                "Asking sends the question of each kind to the port and changes nothing on a device of these kinds. "
                "Do not ask on a port that leads to some other machine."
            )
        )

    def ask_who_is_there(self) -> None:
        """Ask on the port in hand."""
        port = self.port.port
        if port is None or self._asking:
            return
        self._asking = address = port.address

        def over(answer: ProbedPort | WorkstationError) -> None:
            self._asking = ""
            self._answers[address] = answer
            self._show()
            self._say_asking()
            self.table.take(address)
            self.answered.emit(address)

        self._desk.ask(self._maintenance.probe(address, self.kind.code), over, over)
        self._show()
        self._say_asking()

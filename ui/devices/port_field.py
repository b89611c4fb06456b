"""A port to choose from those found, or to type: simulators and network adapters are in no list."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from ui.fields import ChoiceBox
from workstation.devices import DeviceKind
from workstation.maintenance import KindDescription, PortDescription

PCSC = "pcsc"


def port_name(port: PortDescription) -> str:
    """Address, and who made the adapter."""
    made = " ".join(filter(None, (port.maker, port.product)))
    return " · ".join(filter(None, (port.address, made, port.usb, port.serial)))


def on_ports(kind: KindDescription) -> bool:
    """Whether devices of a kind are on serial ports; the system finds cameras and PC/SC readers by other ways."""
    return kind.device is not DeviceKind.CAMERA and kind.code != PCSC


class PortField(ChoiceBox):
    """Ports as they come and go; what was typed or chosen stays."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMinimumContentsLength(24)
        self._ports: dict[str, PortDescription] = {}

    def show_ports(self, ports: tuple[PortDescription, ...], first: str = "") -> None:
        """Offer these ports."""
        before = self.port
        self._ports = {port_name(each): each for each in ports}
        blocked = self.blockSignals(True)
        self.clear()
        self.addItems(list(self._ports))
        known = {each.address: name for name, each in self._ports.items()}
        wanted = before.address if before else first
        self.setEditText(known.get(wanted, wanted))
        self.blockSignals(blocked)

    def show_address(self, address: str) -> None:
        """Take a port in hand."""
        self.setEditText(next((name for name, each in self._ports.items() if each.address == address), address))

    @property
    def port(self) -> PortDescription | None:
        """The port in hand; None where nothing is typed."""
        text = self.currentText().strip()
        return self._ports.get(text) or (PortDescription(text) if text else None)

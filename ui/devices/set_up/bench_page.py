"""Fourth question: what else is on the bench, and what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDoubleSpinBox, QFormLayout, QLabel, QLineEdit

from ui.devices.port_field import PCSC, PortField
from ui.devices.set_up.page import Page
from ui.fields import ChoiceBox, field_label, inset
from workstation.devices import DeviceKind

if TYPE_CHECKING:
    from ui.devices.set_up.wizard import SetUpWizard

SIMULATED = ""


class BenchPage(Page):
    """Name, camera, document reader, chip reader."""

    def __init__(self, wizard: SetUpWizard) -> None:
        super().__init__(wizard)
        self.name, self.camera, self.camera_device = QLineEdit(), ChoiceBox(), QLineEdit("0")
        self.px_per_mm = inset(QDoubleSpinBox())
        self.px_per_mm.setRange(0, 1000)
        self.px_per_mm.setDecimals(2)
        self.px_per_mm.setSuffix(" px/mm")
        self.reader, self.reader_port = ChoiceBox(), PortField()
        self.chip, self.chip_port = ChoiceBox(), PortField()
        form = QFormLayout()
        form.setSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field, text in (
            (self.name, lambda: self.tr("Name of the bench, printed in reports")),
            (self.camera, lambda: self.tr("Camera")),
            (self.camera_device, lambda: self.tr("Number or path of the camera")),
            (self.px_per_mm, lambda: self.tr("Scale on the glass")),
            (self.reader, lambda: self.tr("Document reader")),
            (self.reader_port, lambda: self.tr("Port of the document reader")),
            (self.chip, lambda: self.tr("Chip reader")),
            (self.chip_port, lambda: self.tr("Port of the chip reader")),
        ):
            label: QLabel = field_label(field)
            self.say(label.setText, text)
            form.addRow(label, field)
        self.down.addLayout(form)
        self.down.addStretch(1)
        self.say(self.setTitle, lambda: self.tr("4. The rest of the bench"))
        self.say(
            self.intro.setText,
            lambda: self.tr(
                "What you leave out can be added later. “Ask who is there” on the page Ports names a reader."
            ),
        )
        self.say(self.px_per_mm.setSpecialValueText, lambda: self.tr("unknown: measuring stays off"))
        wizard.portsChanged.connect(self._show_ports)
        for box in (self.camera, self.reader, self.chip):
            box.currentIndexChanged.connect(lambda _: self._changed())
        for port in (self.reader_port, self.chip_port):
            port.editTextChanged.connect(lambda _: self.completeChanged.emit())
        for edit in (self.name, self.camera_device):
            edit.textChanged.connect(lambda _: self.completeChanged.emit())
        self._show_ports()
        self.retranslate()
        self.camera.choose("uvc")

    def retranslate(self) -> None:
        """Lists follow the language."""
        super().retranslate()
        self.camera.fill(
            [(SIMULATED, self.tr("Simulated: its pictures are drawn and marked so")), *self._kinds(DeviceKind.CAMERA)]
        )
        self.reader.fill([("", self.tr("none")), *self._kinds(DeviceKind.READER)])
        self.chip.fill([("", self.tr("none")), *self._kinds(DeviceKind.CHIP)])
        self._changed()

    def _kinds(self, device: DeviceKind) -> list[tuple[str, str]]:
        return [(each.code, each.title) for each in self.guide.maintenance.kinds() if each.device is device]

    def _show_ports(self) -> None:
        for field in (self.reader_port, self.chip_port):
            field.show_ports(self.guide.ports)

    def _changed(self) -> None:
        self.camera_device.setEnabled(bool(self.camera.code))
        self.reader_port.setEnabled(bool(self.reader.code))
        self.chip_port.setEnabled(self._chip_has_port())
        self.completeChanged.emit()

    def _chip_has_port(self) -> bool:
        return self.chip.code not in ("", PCSC)

    def isComplete(self) -> bool:
        """With a name, and a port for whatever needs one."""
        return (
            bool(self.name.text().strip())
            and (not self.camera.code or bool(self.camera_device.text().strip()))
            and (not self.reader.code or self.reader_port.port is not None)
            and (not self._chip_has_port() or self.chip_port.port is not None)
        )

    def cleanupPage(self) -> None:
        """Going back keeps what was said."""

    def validatePage(self) -> bool:
        """Keep the answers."""
        plan = self.guide.plan
        device = self.camera_device.text().strip()
        plan.name = self.name.text().strip()
        plan.camera = self.camera.code
        plan.camera_device = int(device) if device.isdecimal() else device
        plan.px_per_mm = self.px_per_mm.value() or None
        plan.reader_kind, plan.reader_port = self.reader.code, self.reader_port.port
        plan.chip_kind = self.chip.code
        plan.chip_port = self.chip_port.port if self._chip_has_port() else None
        return True

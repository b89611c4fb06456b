"""What went over the wire of one device: live, redacted unless somebody says why not, saved on request."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui.desk import Desk
from ui.devices.read_table import for_reading
from ui.devices.wire_rows import WireRows
from ui.dialogs.form import FormDialog
from ui.fields import quiet
from ui.panels.message_bar import MessageBar
from ui.spoken import Panel
from workstation.errors import WorkstationError
from workstation.maintenance import WireEntry
from workstation.maintenance_desk import MaintenanceDesk


class ShowAllDialog(FormDialog):
    """The question before personal data are shown."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cancel.setDefault(True)
        self._cancel.setFocus()
        self.say(self.setWindowTitle, lambda: self.tr("Show personal data"))
        self.say(self.go.setText, lambda: self.tr("Show everything"))
        self.say(
            self.intro.setText,
            lambda: self.tr(
                "The log will show what the reader read of documents: names, document numbers, dates of birth, and "
                "what a chip holds. Show and save it only where you may, and only as long as the fault needs it. "
                "It is hidden again as soon as another device or page is chosen or this window is closed."
            ),
        )

    def answer(self) -> None:
        """Hand the consent on."""
        self.wanted.emit()


class WirePanel(Panel):
    """The table and its buttons."""

    def __init__(
        self, desk: Desk, maintenance: MaintenanceDesk, messages: MessageBar, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._maintenance, self._messages = desk, maintenance, messages
        self._device = ""
        self._asked = False
        self.redacted = True
        self._following = True
        self.rows = WireRows(self)
        self.table = QTableView()
        self.why, self.empty = quiet(), quiet()
        self.hexadecimal, self.show_all, self.save = QCheckBox(), QPushButton(), QPushButton()
        self._build()
        self._speak()
        self._say_redaction()
        bar = self.table.verticalScrollBar()
        bar.valueChanged.connect(self._follow)
        bar.rangeChanged.connect(self._go_to_end)
        self.hexadecimal.toggled.connect(self.rows.set_hexadecimal)
        self.show_all.clicked.connect(self._ask_for_all)
        self.save.clicked.connect(self._ask_for_file)

    def _build(self) -> None:
        self.table.setModel(self.rows)
        for_reading(self.table)
        self.table.setWordWrap(False)
        self.table.verticalHeader().setDefaultSectionSize(26)
        head = self.table.horizontalHeader()
        for column, width in enumerate((110, 110, 70, 420)):
            self.table.setColumnWidth(column, width)
        head.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        row = QHBoxLayout()
        row.addWidget(self.hexadecimal)
        row.addStretch(1)
        row.addWidget(self.show_all)
        row.addWidget(self.save)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 8, 0, 0)
        down.addWidget(self.why)
        down.addWidget(self.empty)
        down.addWidget(self.table, 1)
        down.addLayout(row)

    def _speak(self) -> None:
        self.say(self.table.setAccessibleName, lambda: self.tr("Bytes that went over the wire, newest last"))
        self.say(self.hexadecimal.setText, lambda: self.tr("Bytes as hexadecimal numbers"))
        self.say(self.save.setText, lambda: self.tr("Save to file…"))
        self.say(
            self.empty.setText,
            lambda: self.tr("Nothing went over a serial line of this device. A camera has none."),
        )

    def retranslate(self) -> None:
        """The table and the sentence on redaction follow the language."""
        super().retranslate()
        self._say_redaction()
        self.rows.say_again()

    def _say_redaction(self) -> None:
        self.why.setText(
            self.tr(
                "What a document reader or a chip sent is shown by its length alone, because it carries the personal "
                "data of travellers. A log saved now can be passed on."
            )
            if self.redacted
            else self.tr("⚠  Personal data are shown. A log saved now holds them: do not pass it on.")
        )
        self.show_all.setText(self.tr("Show everything…") if self.redacted else self.tr("Hide personal data"))

    # ------------------------------------------------------------------ what is shown

    def show_device(self, device: str) -> None:
        """Show the log of another device, redacted."""
        if device != self._device:
            self._device = device
            self._asked = False
            self.rows.show(())
            self.redact()
        self.refresh()

    def redact(self) -> None:
        """Hide personal data."""
        if not self.redacted:
            self._set_redacted(True)

    def _set_redacted(self, redacted: bool) -> None:
        self.redacted = redacted
        self.rows.show(())
        self._asked = False
        self._say_redaction()
        self.refresh()

    def refresh(self) -> None:
        """Ask for what is new, while the table is on the screen; one question at a time."""
        if self._asked or not self._device or not self.isVisible():
            return
        self._asked = True
        device, redacted = self._device, self.redacted

        def current() -> bool:
            return (device, redacted) == (self._device, self.redacted)

        def arrived(entries: tuple[WireEntry, ...]) -> None:
            if current():
                self._asked = False
                self._show(entries)

        def refused(error: WorkstationError) -> None:
            if current():
                self._asked = False
                self._messages.show_error(error)

        self._desk.ask(self._maintenance.wire(device, redacted=redacted), arrived, refused)

    def _show(self, entries: tuple[WireEntry, ...]) -> None:
        if entries != self.rows.entries:
            self.rows.show(entries)
        self.empty.setVisible(not entries)
        personal = not self.redacted or any(each.length and not each.data for each in entries)
        for widget in (self.why, self.show_all):
            widget.setVisible(personal)
        self.save.setEnabled(bool(entries))

    def showEvent(self, event: QShowEvent) -> None:
        """Who comes to the log finds it."""
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Who leaves the log leaves it redacted."""
        super().hideEvent(event)
        self.redact()

    def _follow(self, value: int) -> None:
        """Who scrolls up stays there; who comes back to the end goes on with it."""
        self._following = value >= self.table.verticalScrollBar().maximum()

    def _go_to_end(self, _least: int, most: int) -> None:
        if self._following:
            self.table.verticalScrollBar().setValue(most)

    # ------------------------------------------------------------------ buttons

    def _ask_for_all(self) -> None:
        if not self.redacted:
            self._set_redacted(True)
            return
        device = self._device
        dialog = ShowAllDialog(self)

        def consented() -> None:
            if device == self._device and self.isVisible():
                self._set_redacted(False)

        dialog.wanted.connect(consented)
        dialog.open()

    def _ask_for_file(self) -> None:
        chooser = QFileDialog(self, self.tr("Save the wire log"), f"wire-{self._device}.txt")
        chooser.setNameFilter(self.tr("Text files (*.txt)"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("txt")
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        redacted = self.redacted
        chooser.fileSelected.connect(lambda path: self.save_to(Path(path), redacted=redacted))
        chooser.open()

    def save_to(self, path: Path, *, redacted: bool) -> None:
        """Write the log of the device in hand."""
        self._desk.ask(
            self._maintenance.save_wire(path, self._device, redacted=redacted),
            lambda written: self._messages.show_notice(
                lambda: self.tr("Wire log written: {path}").format(path=written)
            ),
            self._messages.show_error,
        )

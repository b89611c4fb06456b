"""One tab for what is measured: in millimetres, and in the values of every light."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ui.spoken import Panel


class MeasureTab(Panel):
    """Two pages with a button for each."""

    def __init__(self, measure: QWidget, spectra: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.to_measure, self.to_spectra = QPushButton(), QPushButton()
        self.pages = QStackedWidget()
        self._of = {measure: self.to_measure, spectra: self.to_spectra}
        self._group = QButtonGroup(self)
        switch = QHBoxLayout()
        switch.setContentsMargins(12, 6, 12, 0)
        switch.setSpacing(4)
        for page, button in self._of.items():
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, page=page: self.show_page(page))
            self._group.addButton(button)
            switch.addWidget(button, 1)
            self.pages.addWidget(page)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(switch)
        down.addWidget(self.pages, 1)
        self.say(self.to_measure.setText, lambda: self.tr("Millimetres"))
        self.say(self.to_spectra.setText, lambda: self.tr("Spectra"))
        self.show_page(measure)

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the front."""
        self._of[page].setChecked(True)
        self.pages.setCurrentWidget(page)

"""What the actions of measuring do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.measure.withdraw import WithdrawMeasurementDialog

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from ui.desk import Desk
    from ui.main_window import MainWindow
    from ui.workspace import Workspace

    Base = QObject
else:
    Base = object


class MeasureCommands(Base):
    """Mixin of ``ui.commands.Commands``."""

    desk: Desk
    space: Workspace
    _window: MainWindow

    def _connect_measuring(self) -> None:
        self.space.measuring.kindChanged.connect(self._kind_taken)
        self.space.measure.withdrawAsked.connect(self.withdraw_measurement)

    def _kind_taken(self, kind: str) -> None:
        self._window.actions_by_key[f"measure_{kind}" if kind else "pan"].setChecked(True)

    def _measure(self, kind: str) -> None:
        space = self.space
        space.show_grid(False)
        space.compare.set_by_hand(False)
        space.spectra.leave()
        space.view.set_tool("pan")
        space.measuring.begin(kind)
        self._kind_taken(space.measuring.kind)
        if space.measuring.kind:
            self._show_measuring()

    def _show_measuring(self) -> None:
        self.space.tabs.show()
        self.space.show_tab("measure", focus=False)
        self.space.measure_tab.show_page(self.space.measure)

    def do_measure_distance(self) -> None:
        """Between two points."""
        self._measure("distance")

    def do_measure_path(self) -> None:
        """Along a line of points."""
        self._measure("path")

    def do_measure_angle(self) -> None:
        """At a corner."""
        self._measure("angle")

    def do_measure_area(self) -> None:
        """Inside an outline."""
        self._measure("area")

    def do_measure_radius(self) -> None:
        """Of a round edge."""
        self._measure("radius")

    def do_measure_pitch(self) -> None:
        """Of characters or lines in a row."""
        self._measure("pitch")

    def do_measure_perforation(self) -> None:
        """Holes in two centimetres."""
        self._measure("perforation")

    def do_measure_hole(self) -> None:
        """Width and height of a perforation."""
        self._measure("hole")

    def do_to_measure(self) -> None:
        """The keyboard to the list of measurements."""
        self._show_measuring()
        self.space.measure.list.setFocus()

    def withdraw_measurement(self) -> None:
        """Ask why the selected one no longer stands."""
        if self.space.measuring.selected and self.desk.editable:
            dialog = WithdrawMeasurementDialog(self._window)
            dialog.wanted.connect(self.space.measuring.withdraw)
            dialog.open()

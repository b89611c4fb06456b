"""What the actions of spectra do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from ui.main_window import MainWindow
    from ui.workspace import Workspace
    from workstation.captures import CaptureRecord
    from workstation.imaging.recipe import Recipe

    Base = QObject
else:
    Base = object


class SpectraCommands(Base):
    """Mixin of ``ui.commands.Commands``."""

    space: Workspace
    _window: MainWindow
    _enable: Callable[[], None]

    def _connect_spectra(self) -> None:
        space = self.space
        space.spectra.placingChanged.connect(self._placing_changed)
        space.spectra.placingChanged.connect(lambda _: self._enable())
        space.spectra.recipeReady.connect(self._show_recipe)
        space.spectra_panel.keepAsked.connect(lambda: self._window.actions_by_key["keep_view"].trigger())

    def _placing_changed(self, tool: str) -> None:
        space = self.space
        space.measuring.leave()
        self._window.actions_by_key["pan"].setChecked(True)
        space.view.set_tool(tool or "pan")
        if tool:
            space.show_grid(False)
            space.compare.set_by_hand(False)
            space.view.view("questioned").setFocus()

    def _show_recipe(self, capture: CaptureRecord, recipe: Recipe) -> None:
        """In the place of the capture that gives the raster, in one view with nothing else."""
        self.space.show_grid(False)
        self.space.compare.set_by_hand(False)
        self.space.compare.set_mode(None)
        self.space.studio.show_recipe(capture, recipe)

    def _show_spectra(self) -> None:
        self.space.tabs.show()
        self.space.show_tab("measure", focus=False)
        self.space.measure_tab.show_page(self.space.spectra_panel)

    def do_place_a(self) -> None:
        """Draw the first place."""
        self._begin_place("A")

    def do_place_b(self) -> None:
        """Draw the second place."""
        self._begin_place("B")

    def _begin_place(self, place: str) -> None:
        self._show_spectra()
        self.space.spectra.begin(place)

    def do_best_light(self) -> None:
        """The keyboard to the ranking."""
        self._show_spectra()
        self.space.spectra_panel.show_best()
        self.space.spectra_panel.best.setFocus()

    def do_luminescence(self) -> None:
        """What glows more than the page."""
        self.space.spectra.show_luminescence()

"""What the actions on colours do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui.colours.dialog import ScreenProfileDialog
from ui.colours.screen import ScreenColours
from ui.colours.status import ColourStatus
from workstation.errors import WorkstationError

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from ui.desk import Desk
    from ui.main_window import MainWindow
    from ui.settings import Settings
    from ui.workspace import Workspace

    Base = QObject
else:
    Base = object


class ColourCommands(Base):
    """Mixin of ``ui.commands.Commands``."""

    desk: Desk
    space: Workspace
    _window: MainWindow
    _settings: Settings
    _keep: Callable[..., Any]

    def _connect_colours(self) -> None:
        kept = self._settings.screen_profiles
        self.screen = ScreenColours(self._window, kept, lambda chosen: self._keep(screen_profiles=chosen))
        self.space.pictures.to_screen = self.screen.to_screen
        self.screen.changed.connect(self.space.show_again)
        self._window.statusBar().insertPermanentWidget(1, ColourStatus(self.desk, self.space.compare, self.screen))

    def do_screen_profile(self) -> None:
        """Ask for the profile of the screen on which the window stands."""
        dialog = ScreenProfileDialog(self.screen.screen, self.screen.path, self._window)
        dialog.wanted.connect(self._take_profile)
        dialog.open()

    def _take_profile(self, path: Path | None) -> None:
        try:
            self.screen.choose(path)
        except WorkstationError as error:
            self._window.messages.show_error(error)

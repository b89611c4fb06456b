"""What the actions of the help do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ui.help.context import page_for

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget

    from ui.desk import Desk
    from ui.help.window import HelpWindow
    from ui.main_window import MainWindow
    from ui.workspace import Workspace

    Base = QObject
else:
    Base = object


class HelpCommands(Base):
    """Mixin of ``ui.commands.Commands``."""

    desk: Desk
    space: Workspace
    _window: MainWindow

    def _connect_help(self) -> None:
        self._help: HelpWindow | None = None
        # The technician's windows and those of calibrating ask for help too.
        self._window.actions_by_key["help"].setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)

    def do_help(self) -> None:
        """The page of the tool that has the keyboard, beside the work."""
        from ui.help.window import HelpWindow

        question = QApplication.activeModalWidget()
        focus = (question.focusWidget() or question) if question is not None else QApplication.focusWidget()
        page_id = page_for(focus or QApplication.activeWindow(), self.space)
        if self._help is not None and self._help.parentWidget() is not self._place_of_help():
            self._help.close()
        if self._help is None:
            self._help = HelpWindow(self.desk.lights(), self._place_of_help())
            self._help.finished.connect(self._forget_help)
        self._help.open_page(page_id)
        self._help.show()
        self._help.raise_()
        self._help.activateWindow()

    def _place_of_help(self) -> QWidget:
        """A question that is open lets only its own windows be used."""
        return QApplication.activeModalWidget() or self._window

    def _forget_help(self) -> None:
        self._help = None

    def do_about(self) -> None:
        """Versions and licence."""
        from ui.dialogs.about import AboutDialog

        AboutDialog(self._window).open()

"""From nothing to a window, and back to nothing: start-up, unexpected errors, shutdown.

The window is on the screen before numpy, OpenCV or SQLAlchemy are imported: what is not needed to show it
comes after.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from ui import settings as stored
from ui.bridge import Bridge
from ui.language import install_language, system_language
from ui.main_window import MainWindow
from ui.scale import take_size
from ui.style import apply_style
from workstation.endings import end_signals
from workstation.errors import WorkstationError

if TYPE_CHECKING:
    from ui.commands import Commands
    from workstation.workbench import Workbench

log = logging.getLogger(__name__)
LOG_BYTES_MOST = 2_000_000
SIGNAL_CHECK_MS = 200
#: No Qt in these: they may be imported on a thread.
AFTER_PAINT = (
    "numpy",
    "workstation.events",
    "workstation.specimens.library",
    "workstation.checks.detail",
    "workstation.imaging.operations",
)


class Program(QObject):
    """One run of the window.

    Parameters
    ----------
    workbench_factory : callable
        Makes the workbench; called on a thread of its own after the window is painted.
    language : str or None
        Wins over the remembered one.
    case : Path or None
        Case to open at the start.
    """

    def __init__(
        self,
        workbench_factory: Callable[[], Workbench],
        *,
        language: str | None = None,
        case: Path | None = None,
        settings_file: Path | None = None,
    ) -> None:
        super().__init__()
        self._factory = workbench_factory
        self._case = case
        self._settings_file = settings_file or stored.settings_path()
        self.settings = stored.load(self._settings_file)
        install_language(language or self.settings.language or system_language())
        self.window = MainWindow(self.settings.recent, self.settings.size_percent)
        self.window.restore(self.settings.geometry)
        self.window.languageChosen.connect(self._remember_language)
        self.window.sizeChosen.connect(self._remember_size)
        self.window.acted.connect(self._act_early)
        self.commands: Commands | None = None
        self._bridge = Bridge(lambda _: None, self)
        self._opening: Future[Workbench] = Future()
        self._opener = threading.Thread(target=self._open_bench, name="opening-the-bench")
        self._warmer = threading.Thread(target=self._import_rest, name="importing-the-rest")
        self._closed = False

    def remember(self, **changes: object) -> None:
        """Keep a setting."""
        self.settings = replace(self.settings, **changes)  # type: ignore[arg-type]
        stored.save(self.settings, self._settings_file)

    def _remember_language(self, language: str) -> None:
        self.remember(language=language)

    def _remember_size(self, percent: int) -> None:
        self.remember(size_percent=percent)

    def _act_early(self, key: str) -> None:
        if key == "quit" and self.commands is None:
            self.window.close()

    # ------------------------------------------------------------------ start

    def warm_up(self) -> None:
        """Import what the rest needs on a thread, so that the painted window answers meanwhile; then furnish."""
        if not self._closed:
            self._warmer.start()

    def _import_rest(self) -> None:
        for name in AFTER_PAINT:
            import_module(name)
        self._bridge.call(self.furnish)

    def furnish(self) -> None:
        """Fill the painted window and open the bench behind it."""
        if self._closed:
            return
        self._opener.start()
        from ui.commands import Commands

        self.commands = Commands(self.window, self.settings, self.remember)
        self.window.acted.disconnect(self._act_early)
        self._bridge.when_done(self._opening, self._opened, self.window.messages.show_error)

    def _open_bench(self) -> None:
        try:
            self._opening.set_result(self._factory())
        except BaseException as error:  # noqa: BLE001 - it goes to whoever takes the outcome
            self._opening.set_exception(error)

    def _opened(self, workbench: Workbench) -> None:
        assert self.commands is not None
        self.commands.attach(workbench)
        if self._case is not None:
            self.commands.open_path(self._case)

    # ------------------------------------------------------------------ trouble

    def unexpected(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log what nobody expected and say so; the window stays."""
        log.critical("unexpected", exc_info=(kind, error, trace))
        sys.__excepthook__(kind, error, trace)
        if not self._closed and issubclass(kind, Exception):
            known = error if isinstance(error, WorkstationError) else WorkstationError("unexpected")
            self.window.messages.show_error(known)

    # ------------------------------------------------------------------ end

    def shut_down(self) -> None:
        """Stop hearing, then let the workbench switch the lamps off and join its threads. Safe to call twice."""
        if self._closed:
            return
        self._closed = True
        if self.commands is not None:
            self.commands.finish_typing()
        self.window.hide()
        self._bridge.close()
        if self.commands is not None:
            self.remember(geometry=self.window.place(), panels=self.commands.place())
            self.commands.detach()
        for thread in (self._warmer, self._opener):
            if thread.ident is not None:
                thread.join()
        if self._opening.done() and self._opening.exception() is None:
            try:
                self._opening.result().shutdown()
            except Exception:
                log.exception("the workbench did not shut down cleanly")
        self.window.deleteLater()


def _keep_log(folder: Path) -> logging.Handler:
    path = folder / "window.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > LOG_BYTES_MOST:
            path.replace(path.with_suffix(".old.log"))
        handler: logging.Handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"))
    handler.setLevel(logging.WARNING)
    logging.getLogger().addHandler(handler)
    return handler


def run(
    workbench_factory: Callable[[], Workbench],
    *,
    language: str | None = None,
    case: Path | None = None,
    after_shown: Callable[[], None] | None = None,
) -> int:
    """Open the window and stay until it is closed; returns the exit code.

    ``after_shown`` is called once in the window's thread as soon as the window is painted, before the bench opens.
    """
    handler = _keep_log(stored.settings_path().parent)
    take_size(stored.load(stored.settings_path()).size_percent)
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("QDBench")
    apply_style(application)
    program = Program(workbench_factory, language=language, case=case)

    def painted() -> None:
        if after_shown is not None:
            after_shown()
        QTimer.singleShot(0, program.warm_up)

    program.window.painted.connect(painted)
    # Qt's loop runs no Python while nothing happens; without this a signal to end would wait for the next event.
    awake = QTimer(interval=SIGNAL_CHECK_MS)
    awake.timeout.connect(lambda: None)
    awake.start()
    application.aboutToQuit.connect(program.shut_down)
    before, sys.excepthook = sys.excepthook, program.unexpected
    try:
        # Until the lamps are off: a second signal must not break off what the first one began.
        with end_signals(lambda _: application.quit()):
            try:
                program.window.show()
                return application.exec()
            finally:
                program.shut_down()
    finally:
        awake.stop()
        sys.excepthook = before
        logging.getLogger().removeHandler(handler)
        handler.close()

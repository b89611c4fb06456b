"""The window's frame: menus, toolbar, message bar, status line; its middle is filled after it is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QByteArray, QCoreApplication, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QKeyEvent, QKeySequence, QPaintEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QMenu, QToolBar, QToolButton, QVBoxLayout, QWidget

from ui.actions import (
    ACTIONS,
    BY_KEY,
    LANGUAGES,
    MENUS,
    RECENT,
    SEPARATOR,
    SIZES_OF_TEXT,
    SPELLED_OUT,
    TOOLBAR,
    Fact,
)
from ui.language import LANGUAGE_NAMES, current_language, install_language
from ui.panels.message_bar import MessageBar
from ui.scale import PLAIN, SIZES, fits
from ui.spoken import Spoken
from ui.style import icon


class MainWindow(Spoken, QMainWindow):
    """Light enough to stand on the screen before the bench is opened.

    Attributes
    ----------
    actions_by_key : dict[str, QAction]
        Every action of ``ui.actions``.
    messages : MessageBar
    """

    painted = Signal()  # the first time it is on the screen
    acted = Signal(str)  # key of an action that a person triggered
    languageChosen = Signal(str)
    sizeChosen = Signal(int)  # percent
    recentChosen = Signal(str)
    refused = Signal(str)  # key of an action that rests, and whose keys a person pressed

    def __init__(self, recent: tuple[str, ...] = (), size_percent: int = PLAIN) -> None:
        super().__init__()
        self._was_painted = False
        #: Asked before the window closes; what is to be asked first opens its own question and says no.
        self.may_close: Callable[[], bool] = lambda: True
        self._recent = recent
        self._size_percent = size_percent if size_percent in SIZES else PLAIN
        self.actions_by_key: dict[str, QAction] = {}
        self.messages = MessageBar()
        self._make_actions()
        self._make_menus()
        self._make_toolbar()
        self._make_middle()
        self._make_status()
        self.setWindowIcon(icon("qdbench"))
        self.setMinimumSize(1024, 680)
        self.resize(1280, 800)
        self.enable(frozenset())
        self.retranslate()

    # ------------------------------------------------------------------ making

    def _make_actions(self) -> None:
        groups: dict[str, QActionGroup] = {}
        for info in ACTIONS:
            action = QAction(icon(info.icon), "", self)
            action.setObjectName(info.key)
            action.setShortcuts([QKeySequence(each) for each in info.shortcuts])
            action.setMenuRole(QAction.MenuRole.NoRole)
            if info.checked is not None:
                action.setCheckable(True)
                action.setChecked(info.checked)
            if info.group:
                groups.setdefault(info.group, QActionGroup(self)).addAction(action)
            action.triggered.connect(partial(self._act, info.key))
            self.addAction(action)
            self.actions_by_key[info.key] = action

    def _act(self, key: str, _checked: bool = False) -> None:
        self.acted.emit(key)

    def _make_menus(self) -> None:
        self._menus: list[QMenu] = []
        for _, keys in MENUS:
            menu = self.menuBar().addMenu("")
            self._menus.append(menu)
            for key in keys:
                if key == SEPARATOR:
                    menu.addSeparator()
                elif key == RECENT:
                    self._recent_menu = menu.addMenu("")
                elif key == LANGUAGES:
                    self._add_languages(menu)
                elif key == SIZES_OF_TEXT:
                    self._add_sizes(menu)
                else:
                    menu.addAction(self.actions_by_key[key])

    def _add_languages(self, menu: QMenu) -> None:
        group = QActionGroup(self)
        for code, name in LANGUAGE_NAMES.items():
            choice = QAction(name, self)
            choice.setObjectName(f"language_{code}")
            choice.setCheckable(True)
            choice.setChecked(code == current_language())
            choice.triggered.connect(partial(self.choose_language, code))
            group.addAction(choice)
            menu.addAction(choice)

    def _add_sizes(self, menu: QMenu) -> None:
        self._size_menu = menu.addMenu("")
        self._size_menu.aboutToShow.connect(self._offer_sizes)
        group = QActionGroup(self)
        self.sizes: dict[int, QAction] = {}
        for percent in SIZES:
            self.sizes[percent] = choice = QAction(f"&{percent} %", self)
            choice.setCheckable(True)
            choice.setChecked(percent == self._size_percent)
            choice.triggered.connect(partial(self._choose_size, percent))
            group.addAction(choice)
            self._size_menu.addAction(choice)

    def _offer_sizes(self) -> None:
        """Only what leaves the smallest window room on this screen."""
        now, room, least = self._size_percent, self.screen().availableSize(), self.minimumSize()
        for percent, choice in self.sizes.items():
            choice.setEnabled(percent <= now or fits(percent, now, room, least))

    def _choose_size(self, percent: int, _checked: bool = True) -> None:
        self.sizeChosen.emit(percent)
        self.messages.show_notice(
            lambda: self.tr("Text, buttons and icons have the chosen size when QDBench is started again.")
        )

    def _make_toolbar(self) -> None:
        self.toolbar = QToolBar()
        self.toolbar.setObjectName("toolbar")
        self.toolbar.setMovable(False)
        self.toolbar.setIconSize(QSize(22, 22))
        self.toolbar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for key in TOOLBAR:
            if key == SEPARATOR:
                self.toolbar.addSeparator()
                continue
            self.toolbar.addAction(self.actions_by_key[key])
            button = self.toolbar.widgetForAction(self.actions_by_key[key])
            if isinstance(button, QToolButton):
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                if key in SPELLED_OUT:
                    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.addToolBar(self.toolbar)

    def _make_middle(self) -> None:
        self._opening = QLabel()
        self._opening.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._opening.setProperty("role", "quiet")
        middle = QWidget()
        self._middle = QVBoxLayout(middle)
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(0)
        self._middle.addWidget(self.messages)
        self._middle.addWidget(self._opening, 1)
        self.setCentralWidget(middle)

    def _make_status(self) -> None:
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        self.pointer_text, self.case_text, self.saved_text, self.zoom_text = (QLabel() for _ in range(4))
        bar.addWidget(self.pointer_text, 1)
        for label in (self.case_text, self.saved_text, self.zoom_text):
            bar.addPermanentWidget(label)

    # ------------------------------------------------------------------ the rest of its life

    def fill(self, workspace: QWidget) -> None:
        """Put the workspace in the middle."""
        self._middle.replaceWidget(self._opening, workspace)
        self._middle.setStretchFactor(workspace, 1)
        self._opening.deleteLater()
        self._opening = QLabel()

    def enable(self, facts: frozenset[Fact]) -> None:
        """Enable the actions whose needs are met."""
        for key, action in self.actions_by_key.items():
            action.setEnabled(facts.issuperset(BY_KEY[key].needs))
        tools = (each for key, each in self.actions_by_key.items() if BY_KEY[key].group == "tool")
        if any(each.isChecked() and not each.isEnabled() for each in tools):
            self.actions_by_key["pan"].setChecked(True)

    def choose_language(self, language: str, _checked: bool = True) -> None:
        """Speak another language from now on."""
        install_language(language)
        self.languageChosen.emit(language)

    def set_recent(self, recent: tuple[str, ...]) -> None:
        """Put other cases into the menu of recent ones."""
        self._recent = recent
        self._fill_recent()

    def _fill_recent(self) -> None:
        self._recent_menu.clear()
        for path in self._recent:
            entry = self._recent_menu.addAction(path.replace("&", "&&"))
            entry.triggered.connect(partial(self._choose_recent, path))
        self._recent_menu.setEnabled(bool(self._recent))

    def _choose_recent(self, path: str, _checked: bool = False) -> None:
        self.recentChosen.emit(path)

    def retranslate(self) -> None:
        """Say every text of the frame."""
        super().retranslate()
        say: Callable[[str], str] = partial(QCoreApplication.translate, "Actions")
        for key, action in self.actions_by_key.items():
            info = BY_KEY[key]
            action.setText(say(info.text))
            action.setIconText(plain(say(info.text)))
            tip = say(info.tip) if info.tip else plain(say(info.text))
            keys = " / ".join(
                each.toString(QKeySequence.SequenceFormat.NativeText) for each in action.shortcuts()[:2]
            )
            action.setToolTip(f"{tip}  [{keys}]" if keys else tip)
        for menu, (title, _) in zip(self._menus, MENUS, strict=True):
            menu.setTitle(say(title))
        self._recent_menu.setTitle(self.tr("&Recent cases"))
        self._size_menu.setTitle(self.tr("Si&ze of text and buttons"))
        self._fill_recent()
        self._opening.setText(self.tr("Opening the bench…"))
        self.toolbar.setWindowTitle(self.tr("Toolbar"))
        self.setWindowTitle("QDBench")

    def restore(self, geometry: str) -> None:
        """Take the place of last time; nonsense is ignored by Qt."""
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "ignore")))

    def place(self) -> str:
        """The place to take next time."""
        return bytes(self.saveGeometry().toBase64().data()).decode("ascii")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell once that the window is on the screen."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that nobody took: where they are those of an action that rests, somebody is told why."""
        pressed = QKeySequence(event.keyCombination())
        for key, action in self.actions_by_key.items():
            if not action.isEnabled() and pressed in action.shortcuts():
                self.refused.emit(key)
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the window ends the program; what was committed is stored already."""
        if not self.may_close():
            event.ignore()
            return
        event.accept()
        QCoreApplication.quit()


def plain(text: str) -> str:
    """Text of an action without mnemonic and dots, as it stands on a button."""
    without = text.split("(&")[0] if "(&" in text else text.replace("&", "")
    return without.removesuffix("…")

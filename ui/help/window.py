"""The help beside the work: pages in a list, a field to search them, one page to read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeySequence,
    QShortcut,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.help.markup import Markup
from ui.help.pages import FIRST, FOLDER, contents, search, title
from ui.language import current_language
from ui.spoken import Dialog
from ui.style import TONES

_STEP = re.compile(r"^\d+\. ", re.MULTILINE)
_PAGE = Qt.ItemDataRole.UserRole
ROW_GAP_PX, PARAGRAPH_GAP_PX = 3, 7


class HelpWindow(Dialog):
    """Stays open while the work goes on in the window behind it.

    Parameters
    ----------
    lights : sequence of str
        Lights of the bench, in the order of their keys.
    """

    def __init__(self, lights: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._lights = tuple(lights)
        self.shown = FIRST
        self._before: list[str] = []
        self._items: dict[str, QTreeWidgetItem] = {}
        self.wanted, self.list, self.page = QLineEdit(), QTreeWidget(), QTextBrowser()
        self.back = QPushButton()
        self._build()
        self.say(self.setWindowTitle, lambda: self.tr("Help"))
        self.say(self.wanted.setPlaceholderText, lambda: self.tr("Search the help"))
        self.say(self.wanted.setAccessibleName, lambda: self.tr("Search the help"))
        self.say(self.list.setAccessibleName, lambda: self.tr("Pages"))
        self.say(self.back.setText, lambda: self.tr("Back"))
        self.say(self.back.setToolTip, lambda: self.tr("Back") + "  [Alt+←]")
        self.wanted.textChanged.connect(self._search)
        self.wanted.returnPressed.connect(self._take_first)
        self.list.currentItemChanged.connect(self._choose)
        self.page.anchorClicked.connect(self._follow)
        self.back.clicked.connect(self.go_back)
        for keys, act in (("Alt+Left", self.go_back), ("Ctrl+F", self.wanted.setFocus)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        self.retranslate()
        self.page.setFocus()

    def _build(self) -> None:
        self.resize(1000, 680)
        self.wanted.setClearButtonEnabled(True)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setIndentation(14)
        self.list.setStyleSheet("QTreeView::item { padding: 4px 2px; }")
        self.page.setOpenLinks(False)
        self.page.setSearchPaths([str(FOLDER)])
        self.page.document().setDocumentMargin(14)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.wanted)
        column.addWidget(self.list, 1)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.page)
        split.setStretchFactor(1, 1)
        split.setSizes([300, 700])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addWidget(buttons, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(12, 12, 12, 12)
        down.addWidget(split, 1)
        down.addLayout(row)
        for button in (self.back, buttons.button(QDialogButtonBox.StandardButton.Close)):
            button.setAutoDefault(False)

    def retranslate(self) -> None:
        """List and page in the language of the window."""
        super().retranslate()
        self._fill(search(self.wanted.text(), current_language()))
        self._show()

    # ------------------------------------------------------------------ showing

    def open_page(self, page_id: str) -> None:
        """Show a page; the one before can be gone back to."""
        if page_id != self.shown and page_id in contents().pages:
            self._before.append(self.shown)
            self.shown = page_id
            self._show()

    def go_back(self) -> None:
        """The page before."""
        if self._before:
            self.shown = self._before.pop()
            self._show()

    def _show(self) -> None:
        # A number of a list takes the look of the first character behind it: an unseen one that is no key.
        self.page.setMarkdown(_STEP.sub(lambda found: f"{found[0]}\u200b", Markup(self._lights).page(self.shown)))
        self._show_keys()
        self._space()
        for word in self.wanted.text().split()[:1]:
            self.page.find(word, QTextDocument.FindFlag(0))
        self.back.setEnabled(bool(self._before))
        self._mark_shown()

    def _show_keys(self) -> None:
        """Keys stand out in a dark room: what the page writes in fixed pitch."""
        key = QTextCharFormat()
        key.setFontWeight(QFont.Weight.Bold)
        key.setForeground(QColor(TONES["mark"]))
        cursor = QTextCursor(self.page.document())
        while not cursor.atEnd():
            cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
            if cursor.charFormat().fontFixedPitch():
                cursor.mergeCharFormat(key)
            cursor.clearSelection()

    def _space(self) -> None:
        """Room between paragraphs, a little between the rows of a list: read at arm's length."""
        cursor = QTextCursor(self.page.document())
        block = self.page.document().begin()
        while block.isValid():
            cursor.setPosition(block.position())
            spaced = QTextBlockFormat(block.blockFormat())
            spaced.setBottomMargin(ROW_GAP_PX if block.textList() else PARAGRAPH_GAP_PX)
            if block.textList() and not block.next().textList():
                spaced.setBottomMargin(PARAGRAPH_GAP_PX)
            cursor.setBlockFormat(spaced)
            block = block.next()

    def _fill(self, found: Sequence[str]) -> None:
        """The found pages under their groups; a search lists the best first, without groups."""
        language, searching = current_language(), bool(self.wanted.text().strip())
        blocked = self.list.blockSignals(True)
        self.list.clear()
        self._items.clear()
        heads: dict[str, QTreeWidgetItem] = {}
        for page_id in found:
            group = contents().pages[page_id].group
            if not searching and group not in heads:
                heads[group] = QTreeWidgetItem(self.list, [contents().groups[group][language]])
                heads[group].setFlags(Qt.ItemFlag.ItemIsEnabled)
                heads[group].setFont(0, self._bold())
            item = QTreeWidgetItem(self.list if searching else heads[group], [title(page_id, language)])
            item.setToolTip(0, title(page_id, language))
            item.setData(0, _PAGE, page_id)
            self._items[page_id] = item
        self.list.expandAll()
        self.list.blockSignals(blocked)
        self._mark_shown()

    def _bold(self) -> QFont:
        font = QFont(self.list.font())
        font.setBold(True)
        return font

    def _mark_shown(self) -> None:
        if self.shown in self._items:
            blocked = self.list.blockSignals(True)
            self.list.setCurrentItem(self._items[self.shown])
            self.list.blockSignals(blocked)

    # ------------------------------------------------------------------ acting

    def _search(self, wanted: str) -> None:
        self._fill(search(wanted, current_language()))

    def _take_first(self) -> None:
        found = search(self.wanted.text(), current_language())
        if found:
            self.open_page(found[0])
            self._show()

    def _choose(self, item: QTreeWidgetItem | None) -> None:
        if item is not None and item.data(0, _PAGE):
            self.open_page(item.data(0, _PAGE))

    def _follow(self, link: QUrl) -> None:
        self.open_page(link.toString())

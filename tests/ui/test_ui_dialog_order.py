"""A question begins at its first field and ends at its buttons: Enter does not act on what nobody has read."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from ui_window import Opened

from ui.dialogs.form import FormDialog

QUESTIONS = (
    "new_case",
    "export_report",
    "redacted_copy",
    "approve_technical",
    "custody",
    "retention",
    "issue_report",
)


@pytest.mark.parametrize("key", QUESTIONS)
def test_tab_goes_through_the_fields_and_then_the_buttons(window: Opened, key: str) -> None:
    window.open_case()
    window.act(key)
    dialog = window.dialog()
    assert isinstance(dialog, FormDialog)
    dialog.activateWindow()
    window.wait(lambda: QApplication.focusWidget() and dialog.isAncestorOf(QApplication.focusWidget()))
    first = QApplication.focusWidget()
    assert not dialog.buttons.isAncestorOf(first)
    order: list[QWidget] = [first]
    while (following := step(dialog)) is not first:
        assert following not in order, "a trap"
        order.append(following)
    assert order[-2:] == [dialog.go, dialog._cancel]
    assert not any(isinstance(each, QAbstractButton) and dialog.buttons.isAncestorOf(each) for each in order[:-2])
    dialog.reject()


def step(dialog: FormDialog) -> QWidget:
    dialog.focusNextChild()
    reached = QApplication.focusWidget()
    assert reached is not None
    return reached

"""A finding that was begun is never lost without a word."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.dialogs.case_dialogs import UnsavedDialog
from ui.panels.findings import FindingsPanel


def unless_unsaved(findings: FindingsPanel, window: QWidget, do: Callable[[], object]) -> None:
    """Go on, or ask first where a finding would be lost by it."""
    if not findings.form.unsaved:
        do()
        return

    def let_go() -> None:
        findings.show_list()
        do()

    dialog = UnsavedDialog(window)
    dialog.wanted.connect(let_go)
    dialog.open()

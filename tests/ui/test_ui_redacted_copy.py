"""The redacted copy from the window: what is ticked is asked for, texts are read first, the outcome is named."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from ui_window import Opened

from ui.dialogs.file_dialogs import ListDialog
from ui.dialogs.redact_dialog import HIDE, SHOW, RedactDialog
from workstation.cases.model import Region, Shape
from workstation.copies.redact import Wishes

REGION = Region(Shape.RECTANGLE, ((10.0, 10.0), (60.0, 40.0)))


def note(window: Opened, region: Region | None, observed: str) -> None:
    desk = window.commands.desk
    assert desk.capture is not None
    assert desk.snapshot is not None
    before = len(desk.snapshot.findings)
    desk.keep(
        window.bench.save_finding(
            exhibit_id=desk.exhibit_id,
            capture_id=desk.capture.capture_id,
            region=region,
            feature="portrait",
            light="WHITE",
            method="VISUAL",
            observation="DIFFERENCE",
            significance="MEDIUM",
            observed=observed,
        )
    )
    window.wait(lambda: desk.snapshot and len(desk.snapshot.findings) == before + 1)


def test_a_redacted_copy_is_asked_for_read_and_told(window: Opened, tmp_path: Path) -> None:
    window.open_case()
    window.capture()
    note(window, REGION, "Ink is dull. L898902C3")
    note(window, None, "Paper is soft.")
    window.act("redacted_copy")
    dialog = window.dialog()
    assert isinstance(dialog, RedactDialog)
    (hide, nowhere), show = dialog.boxes[HIDE], dialog.boxes[SHOW][0]
    assert not nowhere.flags() & Qt.ItemFlag.ItemIsUserCheckable
    show.setCheckState(Qt.CheckState.Checked)
    hide.setCheckState(Qt.CheckState.Checked)
    assert show.checkState() is Qt.CheckState.Unchecked
    assert not dialog.texts.isChecked()
    assert not dialog.preview.isVisible()
    dialog.texts.setChecked(True)
    assert dialog.preview.isVisible()
    assert dialog.preview.toPlainText() == "1: Ink is dull. […]\n2: Paper is soft."
    dialog.folder.edit.setText(str(tmp_path / "copy"))
    dialog.go.click()
    window.wait(lambda: isinstance(QApplication.activeModalWidget(), ListDialog))
    assert window.called("redact") == [
        {"folder": tmp_path / "copy", "language": "en", "wishes": Wishes(frozenset({1}), frozenset(), texts=True)}
    ]
    told = window.dialog()
    assert isinstance(told, ListDialog)
    rows = told.table.model()
    assert rows.index(0, 1).data() == "42 % masked, by the model UTO-PP-1-2024"
    assert rows.index(1, 1).data().startswith("Left out: where the model lies")
    assert "Look at every picture before you send" in told.said.text()
    assert "Redacted copy written" in window.program.window.messages.text
    told.reject()

"""The key of an encrypted case: asked for where it is needed, twice where it is chosen, kept by nobody."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from ui_window import Opened

from ui.dialogs.case_dialogs import HeldElsewhereDialog, NewCaseDialog
from ui.dialogs.key_dialogs import KeyDialog, NewKeyDialog
from ui.review.queue_window import QueueWindow
from workstation.cases.encryption import Key
from workstation.cases.queue import Unreadable
from workstation.errors import CaseFileError

TEXT = "correct horse battery"
KEY = Key(TEXT)


def asked(window: Opened) -> KeyDialog:
    dialog = window.dialog()
    assert isinstance(dialog, KeyDialog)
    return dialog


def test_an_encrypted_case_asks_for_its_key_until_it_fits(window: Opened) -> None:
    path = window.bench.free_case()[0]
    window.bench.key_of_cases = KEY
    window.commands.open_path(path)
    first = asked(window)
    assert path.name in first.windowTitle()
    assert "encrypted" in first.intro.text()
    assert not first.go.isEnabled()
    assert first.key.echoMode() is QLineEdit.EchoMode.Password
    first.shown.setChecked(True)
    assert first.key.echoMode() is QLineEdit.EchoMode.Normal
    first.key.setText("another staple")
    first.go.click()
    window.wait(lambda: window.dialog() is not first)
    second = asked(window)
    assert "does not open" in second.intro.text()
    assert second.key.text() == ""
    second.key.setText(TEXT)
    second.go.click()
    window.wait(lambda: window.commands.desk.snapshot is not None)
    assert [each["key"] for each in window.called("open_case")] == [None, Key("another staple"), KEY]


def test_a_lost_key_is_explained_before_anybody_despairs(window: Opened) -> None:
    window.bench.key_of_cases = KEY
    window.commands.open_path(window.bench.free_case()[0])
    dialog = asked(window)
    dialog.lost.click()
    assert "there is no second key" in dialog.intro.text()
    dialog.reject()
    assert window.commands.desk.snapshot is None


def test_the_key_comes_from_a_file_too(window: Opened, tmp_path: Path) -> None:
    window.bench.key_of_cases = KEY
    window.commands.open_path(window.bench.free_case()[0])
    dialog = asked(window)
    dialog.read_file(tmp_path / "missing")
    assert "cannot be read" in dialog.intro.text()
    (tmp_path / "key").write_text(TEXT)
    dialog.read_file(tmp_path / "key")
    window.wait(lambda: window.commands.desk.snapshot is not None)
    assert window.called("open_case")[-1]["key"] == KEY


def test_a_held_case_keeps_its_key_for_reading(window: Opened) -> None:
    path = window.bench.free_case()[0]
    window.bench.key_of_cases = KEY
    window.commands.open_path(path)
    dialog = asked(window)
    dialog.key.setText(TEXT)
    window.bench.fail_next = CaseFileError("case-open-elsewhere", path=path, holder="")
    dialog.go.click()
    window.wait(lambda: isinstance(window.dialog(), HeldElsewhereDialog))
    held = window.dialog()
    assert isinstance(held, HeldElsewhereDialog)
    held.go.click()
    window.wait(lambda: window.commands.desk.snapshot is not None)
    assert window.called("open_case")[-1] == {"path": path, "read_only": True, "key": KEY}


@pytest.mark.parametrize("always", [False, True])
def test_a_new_case_is_encrypted_where_it_is_wanted_or_where_the_station_says_so(
    window: Opened, *, always: bool
) -> None:
    window.bench.encrypts_new_cases = always
    window.act("new_case")
    window.wait(lambda: isinstance(window.dialog(), NewCaseDialog))
    dialog = window.dialog()
    assert isinstance(dialog, NewCaseDialog)
    assert dialog.encrypted.isChecked() is always
    assert dialog.encrypted.isEnabled() is not always
    dialog.encrypted.setChecked(True)
    dialog.go.click()
    window.wait(lambda: isinstance(window.dialog(), NewKeyDialog))
    chosen = window.dialog()
    assert isinstance(chosen, NewKeyDialog)
    chosen.key.setText("short")
    assert not chosen.go.isEnabled()
    chosen.again.setText("short")
    chosen.go.click()
    assert "at least 10" in chosen.intro.text()
    assert window.called("create_case") == []
    for field in chosen.fields():
        field.setText(TEXT)
    chosen.go.click()
    window.wait(lambda: window.commands.desk.snapshot is not None)
    assert window.called("create_case")[-1]["key"] == KEY


def test_a_new_case_is_not_encrypted_unless_asked(window: Opened) -> None:
    window.act("new_case")
    window.wait(lambda: isinstance(window.dialog(), NewCaseDialog))
    dialog = window.dialog()
    assert isinstance(dialog, NewCaseDialog)
    dialog.go.click()
    window.wait(lambda: window.commands.desk.snapshot is not None)
    assert window.called("create_case")[-1]["key"] is None


def test_an_encrypted_copy_of_the_open_case(window: Opened, tmp_path: Path) -> None:
    window.open_case()
    window.act("encrypt_case")
    chooser = window.dialog()
    assert isinstance(chooser, QFileDialog)
    assert chooser.testOption(QFileDialog.Option.DontConfirmOverwrite)
    chooser.fileSelected.emit(str(tmp_path / "copy.qdcase"))
    chooser.reject()
    window.wait(lambda: isinstance(QApplication.activeModalWidget(), NewKeyDialog))
    dialog = window.dialog()
    assert isinstance(dialog, NewKeyDialog)
    assert "copy.qdcase" in dialog.windowTitle()
    for field in dialog.fields():
        field.setText(TEXT)
    dialog.go.click()
    said = window.program.window.messages
    window.wait(lambda: "The original lies there as before" in said.text)
    assert window.called("copy_with_key") == [{"path": tmp_path / "copy.qdcase", "key": KEY}]


def test_the_queue_opens_an_encrypted_case_by_its_key(window: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    path = window.bench.free_case()[0]
    window.bench.key_of_cases = KEY
    locked = Unreadable(path, CaseFileError("case-encrypted", path=path))
    broken = Unreadable(path.with_stem("broken"), CaseFileError("case-damaged", path=path, reason="x"))
    rows: Future[Any] = Future()
    rows.set_result((locked, broken))
    monkeypatch.setattr(window.bench.review, "queue", lambda folder: rows)
    window.act("queue")
    queue = window.commands._queue
    assert isinstance(queue, QueueWindow)
    window.wait(lambda: [each.path for each in queue.rows] == [broken.path, locked.path])
    queue.table.setCurrentCell(0, 0)
    assert not queue.open_it.isEnabled()
    queue.table.setCurrentCell(1, 0)
    assert "encrypted" in queue.detail.text()
    queue.open_it.click()
    window.wait(lambda: isinstance(window.dialog(), KeyDialog))
    dialog = asked(window)
    dialog.key.setText(TEXT)
    dialog.go.click()
    window.wait(lambda: window.commands.desk.snapshot is not None)

"""The wire log: live, with arrows and meaning, without personal data unless somebody consents."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.modeltest import ModelTester
from ui_devices import Technician
from ui_fake_maintenance import READER, SECRET
from ui_fake_workbench import NOW

from ui.devices.wire_panel import ShowAllDialog, WirePanel
from ui.devices.wire_rows import WireRows, as_text
from workstation.maintenance import Direction, WireEntry


@pytest.fixture
def technician(technician: Technician) -> Technician:
    engine = technician.engine
    engine.say("lights", Direction.SENT, b"RT1,100\r", "RT1,100")
    engine.say("lights", Direction.RECEIVED, b"\x06>\r\n", "OK")
    engine.say("lights", Direction.DISCARDED, b"\xff", "")
    engine.say(READER, Direction.SENT, b"I", "inquire")
    engine.say(READER, Direction.RECEIVED, SECRET, "zone")
    technician.window.devices.tabs.setCurrentIndex(1)
    technician.wait(lambda: len(panel(technician).rows.entries) == 3)
    return technician


def panel(technician: Technician) -> WirePanel:
    return technician.window.devices.wire


def cells(technician: Technician, row: int) -> list[str]:
    rows = panel(technician).rows
    return [rows.data(rows.index(row, column)) for column in range(rows.columnCount())]


def consent(technician: Technician) -> ShowAllDialog:
    panel(technician).show_all.click()
    dialog = technician.dialog()
    assert isinstance(dialog, ShowAllDialog)
    return dialog


def show_secret(technician: Technician) -> None:
    technician.window.devices.table.take(READER)
    technician.wait(lambda: len(panel(technician).rows.entries) == 2)
    consent(technician).go.click()
    technician.wait(lambda: panel(technician).rows.entries and panel(technician).rows.entries[1].data == SECRET)


def test_arrow_text_hex_and_meaning(technician: Technician) -> None:
    assert cells(technician, 0)[1:] == ["→ sent", "8", "RT1,100\\r", "RT1,100"]
    assert cells(technician, 1)[1:4] == ["← received", "4", "\\x06>\\r\\n"]
    assert cells(technician, 2)[1] == "✕ not read"
    panel(technician).hexadecimal.setChecked(True)
    assert cells(technician, 1)[3] == "06 3e 0d 0a"


def test_new_bytes_appear_by_themselves(technician: Technician) -> None:
    technician.engine.say("lights", Direction.SENT, b"VR\r")
    technician.wait(lambda: len(panel(technician).rows.entries) == 4)
    assert cells(technician, 3)[3] == "VR\\r"


def test_the_end_is_followed_until_somebody_scrolls_up(technician: Technician) -> None:
    bar = panel(technician).table.verticalScrollBar()
    for _ in range(60):
        technician.engine.say("lights", Direction.SENT, b"VR\r")
    technician.wait(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    bar.setValue(3)
    technician.engine.say("lights", Direction.SENT, b"VR\r")
    technician.wait(lambda: len(panel(technician).rows.entries) == 64)
    assert bar.value() == 3


def test_nothing_is_asked_while_nobody_looks(technician: Technician) -> None:
    technician.window.devices.tabs.setCurrentIndex(0)
    technician.wait(lambda: not panel(technician)._asked)
    asked: list[int] = []
    technician.engine.hold = lambda: asked.append(1)
    technician.window.devices.refresh()
    assert not panel(technician)._asked
    assert asked == []


def test_personal_data_are_left_out_and_it_is_said_why(technician: Technician) -> None:
    technician.window.devices.table.take(READER)
    technician.wait(lambda: len(panel(technician).rows.entries) == 2)
    assert cells(technician, 1)[2:4] == [str(len(SECRET)), "left out"]
    assert "personal data" in panel(technician).why.text()
    assert panel(technician).why.isVisible()
    assert panel(technician).show_all.isVisible()
    technician.window.devices.table.take("lights")
    technician.wait(lambda: len(panel(technician).rows.entries) == 3)
    assert not panel(technician).show_all.isVisible(), "a light controller has nothing to hide"


def test_personal_data_need_consent(technician: Technician) -> None:
    technician.window.devices.table.take(READER)
    consent(technician).reject()
    assert panel(technician).redacted
    show_secret(technician)
    assert cells(technician, 1)[3] == SECRET.decode()
    assert "do not pass it on" in panel(technician).why.text()


@pytest.mark.parametrize("door", ["page", "device", "button", "window"])
def test_consent_ends_with_the_look(technician: Technician, door: str) -> None:
    show_secret(technician)
    {
        "page": lambda: technician.window.tabs.setCurrentIndex(2),
        "device": lambda: technician.window.devices.table.take("lights"),
        "button": panel(technician).show_all.click,
        "window": technician.window.close,
    }[door]()
    assert panel(technician).redacted
    assert all(each.data != SECRET for each in panel(technician).rows.entries)


def test_an_answer_that_comes_after_the_device_was_changed_is_not_shown(technician: Technician) -> None:
    show_secret(technician)
    panel(technician)._asked = False
    panel(technician).refresh()
    technician.window.devices.table.take("lights")
    technician.wait(lambda: len(panel(technician).rows.entries) == 3)
    assert all(each.device == "lights" for each in panel(technician).rows.entries)


@pytest.mark.parametrize("redacted", [True, False])
def test_the_log_is_saved_as_it_is_shown(technician: Technician, tmp_path: Path, redacted: bool) -> None:
    if redacted:
        technician.window.devices.table.take(READER)
        technician.wait(lambda: len(panel(technician).rows.entries) == 2)
    else:
        show_secret(technician)
    panel(technician).save.click()
    chooser = technician.dialog()
    assert isinstance(chooser, QFileDialog)
    path = tmp_path / "wire.txt"
    chooser.fileSelected.emit(str(path))
    chooser.reject()
    technician.wait(lambda: str(path) in technician.window.messages.text)
    assert (SECRET.hex(" ") in path.read_text()) is not redacted


def test_a_device_without_a_line_says_so(technician: Technician) -> None:
    technician.window.devices.table.take("camera")
    technician.wait(panel(technician).empty.isVisible)
    assert not panel(technician).save.isEnabled()


@given(st.binary())
def test_text_of_bytes_can_be_read_back(data: bytes) -> None:
    text = as_text(data)
    assert text.isprintable()
    assert text.isascii()
    assert text.encode().decode("unicode_escape").encode("latin-1") == data


def entry(number: int, data: bytes = b"x") -> WireEntry:
    return WireEntry(NOW.replace(microsecond=number), "lights", Direction.RECEIVED, data, len(data))


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12), st.booleans())
def test_rows_follow_the_log(first: int, forgotten: int, new: int, grown: bool) -> None:
    """Old entries leave above, new ones come below, the latest one may have grown."""
    rows = WireRows()
    before = tuple(entry(number) for number in range(first))
    rows.show(before)
    after = (*before, *(entry(first + number) for number in range(new)))[forgotten:]
    if grown and after:
        after = (*after[:-1], entry(after[-1].at.microsecond, b"xy"))
    rows.show(after)
    assert rows.entries == after
    assert rows.rowCount() == len(after)
    assert rows.headerData(0, Qt.Orientation.Horizontal)


def test_rows_are_a_model(qtmodeltester: ModelTester) -> None:
    rows = WireRows()
    rows.show(tuple(entry(number) for number in range(5)))
    qtmodeltester.check(rows)
    rows.show(tuple(entry(number) for number in range(2, 9)))
    qtmodeltester.check(rows)
    rows.show((entry(7),))
    assert rows.rowCount() == 1

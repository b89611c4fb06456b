"""The zone character by character and the cross-check, in a window on a real bench and a real case.

With ``QDBENCH_SCREENSHOTS`` set to a folder, what the window shows is kept there as pictures.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import main
from ui.app import Program
from ui.language import install_language
from ui.style import apply_style
from workstation.checks.cross_check import Origin, Pairing
from workstation.devices import DeviceState

pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support")


def keep_picture(window: object, name: str) -> None:
    wanted = os.environ.get("QDBENCH_SCREENSHOTS")
    if wanted:
        Path(wanted).mkdir(parents=True, exist_ok=True)
        QApplication.processEvents()
        window.grab().save(str(Path(wanted) / f"{name}.png"))


@pytest.fixture
def program(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Program]:
    before = qapp.styleSheet()
    apply_style(qapp)
    opened = Program(
        lambda: main.open_workbench("simulated:uto-passport-genuine", cases_dir=tmp_path / "cases"),
        language="en",
        settings_file=tmp_path / "window.json",
    )
    opened.window.resize(1280, 800)
    with qtbot.waitSignal(opened.window.painted, timeout=10_000):
        opened.window.show()
    opened.furnish()
    qtbot.waitUntil(lambda: opened.commands.desk.workbench is not None, timeout=10_000)
    devices = opened.commands.desk.bench.bench.devices
    qtbot.waitUntil(lambda: all(each.status.state is DeviceState.READY for each in devices()), timeout=20_000)
    yield opened
    opened.shut_down()
    qapp.sendPostedEvents(None, 52)  # DeferredDelete
    install_language("en")
    qapp.setStyleSheet(before)


def test_read_correct_and_cross_check(program: Program, qtbot: QtBot) -> None:
    desk, space = program.commands.desk, program.commands.space
    actions = program.window.actions_by_key

    def wait(holds: Callable[[], object]) -> None:
        qtbot.waitUntil(lambda: bool(holds()), timeout=60_000)

    actions["capture_all"].trigger()
    wait(lambda: not desk.capturing and len(desk.captures()) == 8 and desk.snapshot.mrz and desk.snapshot.checks)
    actions["zone"].trigger()
    zone = program.commands._zone
    wait(lambda: zone.sight is not None)

    seen = zone.sight.zone
    sent = desk.snapshot.mrz[-1].lines
    assert seen is not None
    assert seen.refused == ""
    assert seen.lines == sent
    assert "WHITE" in seen.lights
    assert len(seen.lights) > 1
    assert zone.cells.original == sent
    assert [len(row) for row in zone.cells._crops] == [44, 44]
    assert zone.fields.item(zone.fields.rowCount() - 1, 4).text().startswith("✓")
    keep_picture(zone, "zone-en")

    # One wrong character: its check digit no longer holds, and the original stays.
    zone.cells.setFocus()
    QTest.keyClick(zone.cells, Qt.Key.Key_Down)
    QTest.keyClick(zone.cells, "9" if sent[1][0] != "9" else "8")
    assert zone.cells.corrected
    assert "✎" in zone.cells.marks(1, 0)
    verdicts = [zone.fields.item(row, 4).text() for row in range(zone.fields.rowCount())]
    assert any(each.startswith("✗") for each in verdicts)
    keep_picture(zone, "zone-corrected-en")
    zone.keep.click()
    wait(lambda: desk.snapshot.mrz[-1].source == "manual")
    assert desk.snapshot.mrz[-2].lines == sent
    wait(lambda: zone.cells.original == desk.snapshot.mrz[-1].lines)

    zone.tabs.setCurrentIndex(1)
    row = next(each for each in zone.cross.rows if each.field == "document_number")
    pair = next(each for each in row.pairs if (each.first, each.second) == (Origin.MRZ, Origin.READER))
    assert pair.pairing is Pairing.MISMATCH
    chips = [each.pairing for each in row.pairs if Origin.CHIP in (each.first, each.second)]
    assert set(chips) == {Pairing.SOURCE_ABSENT}
    zone.cross.typed.emit("nationality", "UTO")
    nationality = next(each for each in zone.cross.rows if each.field == "nationality")
    assert nationality.cells[Origin.VISUAL].text == "UTO"
    zone.cross.table.setCurrentCell(3, 1)
    QTest.keyClick(zone.cross.table, Qt.Key.Key_Return)
    shown, places = space._zone_places
    assert shown == seen.capture_id
    assert "mrz" in [name for name, _ in places]
    assert desk.light == seen.light
    wait(space._zoned)
    keep_picture(zone, "cross-en")
    install_language("zh_CN")
    wait(lambda: zone.windowTitle() == "机读区")
    keep_picture(zone, "cross-zh")
    zone.tabs.setCurrentIndex(0)
    keep_picture(zone, "zone-zh")
    zone.copy.click()
    assert QApplication.clipboard().text() == "\n".join(desk.snapshot.mrz[-1].lines)

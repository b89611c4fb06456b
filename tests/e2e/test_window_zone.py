"""The zone character by character and the cross-check, in a window on a real bench and a real case.

With ``QDBENCH_SCREENSHOTS`` set to a folder, what the window shows is kept there as pictures.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from real_window import RealWindow

from ui.language import install_language
from workstation.cases.model import CheckOutcome
from workstation.checks.cross_check import Origin, Pairing

pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support")


def test_read_correct_and_cross_check(opens: Callable[..., RealWindow]) -> None:
    opened = opens(scene="uto-passport-genuine")
    desk, space, wait = opened.desk, opened.space, opened.wait
    opened.capture()
    wait(lambda: desk.snapshot.mrz and desk.snapshot.checks)
    opened.act("zone")
    zone = opened.commands._zone
    wait(lambda: zone.sight is not None)

    seen = zone.sight.zone
    sent = desk.snapshot.mrz[-1].lines
    assert seen is not None
    assert seen.refused == ""
    wait(lambda: any(each.check.startswith("SSV.") for each in desk.snapshot.checks))
    assert [each.detail for each in desk.snapshot.checks if each.outcome is CheckOutcome.FAILED] == []
    assert seen.lines == sent
    assert "WHITE" in seen.lights
    assert len(seen.lights) > 1
    assert zone.cells.original == sent
    assert [len(row) for row in zone.cells._crops] == [44, 44]
    assert zone.fields.item(zone.fields.rowCount() - 1, 4).text().startswith("✓")
    opened.keep_picture("zone", zone)

    # One wrong character: its check digit no longer holds, and the original stays.
    zone.cells.setFocus()
    QTest.keyClick(zone.cells, Qt.Key.Key_Down)
    QTest.keyClick(zone.cells, "9" if sent[1][0] != "9" else "8")
    assert zone.cells.corrected
    assert "✎" in zone.cells.marks(1, 0)
    verdicts = [zone.fields.item(row, 4).text() for row in range(zone.fields.rowCount())]
    assert any(each.startswith("✗") for each in verdicts)
    opened.keep_picture("zone-corrected", zone)
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

    def typed() -> str:
        nationality = next(each for each in zone.cross.rows if each.field == "nationality")
        return nationality.cells[Origin.VISUAL].text if Origin.VISUAL in nationality.cells else ""

    wait(lambda: typed() == "UTO")
    kept = [each for each in desk.snapshot.checks if each.check == "CMB.VIZ.TYPED"]
    assert [each.outcome for each in kept] == [CheckOutcome.SUCCESSFUL]

    def placed() -> set[Origin]:
        number = next(each for each in zone.cross.rows if each.field == "document_number")
        return {origin for origin, each in number.cells.items() if each.region is not None}

    wait(lambda: placed() == {Origin.MRZ, Origin.VISUAL})
    zone.cross.table.setCurrentCell(3, 1)
    QTest.keyClick(zone.cross.table, Qt.Key.Key_Return)
    shown, places = space._zone_places
    assert shown == seen.capture_id
    both = [zone.cross.names()[each] for each in (Origin.MRZ, Origin.VISUAL)]
    assert [name for name, _ in places] == both
    assert desk.light == seen.light
    wait(space._zoned)
    opened.keep_picture("places")
    zone.cross.table.cellClicked.emit(3, 1 + tuple(Origin).index(Origin.VISUAL))
    assert [name for name, _ in space._zone_places[1]] == both[::-1]
    opened.keep_picture("cross", zone)
    install_language("zh_CN")
    wait(lambda: zone.windowTitle() == "机读区")
    opened.keep_picture("cross", zone)
    zone.tabs.setCurrentIndex(0)
    opened.keep_picture("zone", zone)
    zone.copy.click()
    assert QApplication.clipboard().text() == "\n".join(desk.snapshot.mrz[-1].lines)

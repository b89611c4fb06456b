"""An examiner's document from the glass to the PDF, through the window: real drivers, real case file, real PDF.

With ``QDBENCH_SCREENSHOTS`` set to a folder, every station of the day is kept there as a picture.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from real_window import RealWindow

from ui.dialogs.pdf_dialogs import ExportDialog
from ui.viewer.view import PictureView
from workstation.cases.verify import verify

pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support")

OBSERVED = {"en": "Highlighter ink in place of the rosette", "zh_CN": "以荧光笔仿制团花图案"}
DRAFT = {"en": "DRAFT", "zh_CN": "草稿"}


class Day(RealWindow):
    """A window that a person works at."""

    def picture_is_shown(self) -> bool:
        return self.desk.capture is not None and self.shows(self.desk.capture.light)

    def grid_is_filled(self) -> bool:
        tiles = self.space.view._grid._list.tiles.tiles
        return (
            len(tiles) == 8 and all(each.images[0] is not None for each in tiles) and not self.space.pictures._asked
        )


@pytest.fixture(params=["en", "zh_CN"])
def day(request: pytest.FixtureRequest, opens: Callable[..., Day]) -> Day:
    return opens(Day, language=request.param)


def test_from_the_glass_to_the_pdf(day: Day) -> None:
    desk, space = day.desk, day.space
    day.keep_picture("1-start")

    day.act("capture_all")
    day.wait(lambda: not desk.capturing and len(desk.captures()) == 8)
    day.wait(lambda: desk.model is not None)
    assert desk.model.model_id == "UTO-P-1-2024"
    assert desk.mrz.lines[0].startswith("P<UTO")

    day.press("6")
    assert desk.light == "UV365"
    day.wait(day.picture_is_shown)
    day.wait(lambda: space.pictures.shown["specimen"])
    day.wait(lambda: space.findings.features.count() > 0)
    day.keep_picture("2-uv-beside-the-specimen")

    view = space.view.active_view
    before = view.viewport.scale
    at = QPointF(view.rect().center())
    turn = QWheelEvent(
        at, view.mapToGlobal(at), QPoint(), QPoint(0, 480), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, turn)
    assert view.viewport.scale > before
    scales = {round(pane.viewport.scale, 4) for pane in space.view.findChildren(PictureView) if pane.isVisible()}
    assert len(scales) == 1
    day.act("zoom_fit")

    day.act("rectangle")
    centre = view.rect().center()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=centre - QPoint(40, 40))
    QTest.mouseMove(view, centre)
    QTest.mouseMove(view, centre + QPoint(50, 40))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=centre + QPoint(50, 40))
    form = space.findings.form
    day.wait(form.isVisible)
    assert form.light.code == "UV365"
    form.feature.choose("uv_fluorescent")
    form.observation.choose("present_deviates")
    form.significance.choose("supports_false")
    form.observed.setPlainText(OBSERVED[day.language])
    day.keep_picture("3-finding")
    QTest.keyClick(form.observed, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    day.wait(lambda: len(desk.findings()) == 1)
    assert desk.findings()[0].region is not None

    day.act("to_conclusion")
    conclusion = space.conclusion
    conclusion._level_buttons["falsified"].click()
    conclusion.save.click()
    day.wait(lambda: desk.conclusion is not None)
    assert desk.conclusion.level == "falsified"
    day.keep_picture("4-conclusion")
    day.act("to_case")
    day.keep_picture("5-case")
    day.act("grid")
    day.wait(day.grid_is_filled)
    day.keep_picture("6-grid")
    day.act("grid")

    report = day.folder / "report.pdf"
    day.act("export_report")
    day.wait(lambda: isinstance(QApplication.activeModalWidget(), ExportDialog))
    dialog = QApplication.activeModalWidget()
    dialog.file.edit.setText(str(report))
    dialog.go.click()
    day.wait(lambda: report.exists() and not desk.working)
    text = "".join(page.extract_text() for page in PdfReader(report).pages)
    assert OBSERVED[day.language] in text
    assert DRAFT[day.language] in text

    path = desk.case_path
    day.act("close_case")
    day.wait(lambda: desk.snapshot is None)
    assert verify(path).intact
    day.program.commands.open_path(path)
    day.wait(lambda: desk.snapshot is not None and len(desk.findings()) == 1)
    assert desk.findings()[0].observed == OBSERVED[day.language]
    assert desk.conclusion.level == "falsified"
    assert len(desk.captures()) == 8

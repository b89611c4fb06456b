"""An examiner's document from the glass to the PDF, through the window: real drivers, real case file, real PDF.

With ``QDBENCH_SCREENSHOTS`` set to a folder, every station of the day is kept there as a picture.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import main
from ui.app import Program
from ui.dialogs.pdf_dialogs import ExportDialog
from ui.language import install_language
from ui.style import apply_style
from ui.viewer.view import PictureView
from workstation.cases.verify import verify
from workstation.devices import DeviceState

pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support")

OBSERVED = {"en": "Highlighter ink in place of the rosette", "zh_CN": "以荧光笔仿制团花图案"}
DRAFT = {"en": "DRAFT", "zh_CN": "草稿"}


class Day:
    """A window that a person works at."""

    def __init__(self, qtbot: QtBot, language: str, folder: Path) -> None:
        self.qtbot, self.language, self.folder = qtbot, language, folder
        self.program = Program(
            lambda: main.open_workbench("simulated:uto-passport-counterfeit", cases_dir=folder / "cases"),
            language=language,
            settings_file=folder / "window.json",
        )
        self.window = self.program.window
        self.window.resize(1280, 800)
        with qtbot.waitSignal(self.window.painted, timeout=10_000):
            self.window.show()
        self.program.furnish()
        self.wait(lambda: self.desk.workbench is not None)
        self.wait(lambda: all(each.status.state is DeviceState.READY for each in self.desk.bench.bench.devices()))

    @property
    def desk(self):
        return self.program.commands.desk

    @property
    def space(self):
        return self.program.commands.space

    def wait(self, holds: Callable[[], object], seconds: int = 60) -> None:
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=seconds * 1000)

    def act(self, key: str) -> None:
        self.window.actions_by_key[key].trigger()

    def press(self, key: Qt.Key | str) -> None:
        QTest.keyClick(self.window, key)

    def picture_is_shown(self) -> bool:
        shown = self.space.pictures.shown
        return self.desk.capture is not None and shown["questioned"] == self.desk.capture.capture_id

    def grid_is_filled(self) -> bool:
        tiles = self.space.view._grid._list.tiles.tiles
        return (
            len(tiles) == 8 and all(each.images[0] is not None for each in tiles) and not self.space.pictures._asked
        )

    def keep_picture(self, name: str) -> None:
        wanted = os.environ.get("QDBENCH_SCREENSHOTS")
        if wanted:
            Path(wanted).mkdir(parents=True, exist_ok=True)
            QApplication.processEvents()
            self.window.grab().save(str(Path(wanted) / f"{self.language}-{name}.png"))


@pytest.fixture(params=["en", "zh_CN"])
def day(request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Day]:
    before = qapp.styleSheet()
    apply_style(qapp)
    opened = Day(qtbot, request.param, tmp_path)
    yield opened
    opened.program.shut_down()
    qapp.sendPostedEvents(None, 52)  # DeferredDelete
    install_language("en")
    qapp.setStyleSheet(before)


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

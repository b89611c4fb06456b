"""The simulated bench is calibrated in the window, from an unknown scale to a capture that rests on it.

With ``QDBENCH_SCREENSHOTS`` set to a folder, every station is kept there as a picture.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from drivers.bench import SimulatedBench, simulated_bench
from drivers.simulation.targets import PX_PER_MM
from ui.app import Program
from ui.calibration.page import MeasurePage
from ui.calibration.window import CalibrationWindow
from ui.language import install_language
from ui.style import apply_style
from workstation.calibration.model import CalibrationKind, Target
from workstation.clock import SystemClock
from workstation.devices import DeviceState
from workstation.resources import RESOURCES
from workstation.specimens.library import Library
from workstation.workbench import Workbench

pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support")

UNKNOWN = {"en": "⚠ Scale not measured", "zh_CN": "⚠ 比例未标定"}


class Calibrating:
    """A window on the simulated bench, and the one for calibrating beside it."""

    def __init__(self, qtbot: QtBot, language: str, folder: Path) -> None:
        self.qtbot, self.language, self.folder = qtbot, language, folder
        self.simulated: SimulatedBench = simulated_bench("uto-passport-counterfeit", SystemClock())
        self.program = Program(self.workbench, language=language, settings_file=folder / "window.json")
        self.program.window.resize(1280, 800)
        with qtbot.waitSignal(self.program.window.painted, timeout=10_000):
            self.program.window.show()
        self.program.furnish()
        self.wait(lambda: self.program.commands and self.program.commands.desk.workbench)
        self.wait(lambda: all(each.status.state is DeviceState.READY for each in self.simulated.bench.devices()))
        self.program.window.actions_by_key["calibrate"].trigger()

    def workbench(self) -> Workbench:
        return Workbench(
            bench=self.simulated.bench,
            library=Library([RESOURCES / "specimens"]),
            clock=SystemClock(),
            cases_dir=self.folder / "cases",
            actor="A",
            calibrations_dir=self.folder / "calibrations",
        )

    @property
    def window(self) -> CalibrationWindow:
        window = self.program.commands._calibration
        assert window is not None
        return window

    @property
    def status(self) -> str:
        return self.program.commands._scale.text.text()

    def page(self, kind: CalibrationKind) -> MeasurePage:
        page = self.window.pages[kind]
        self.window.tabs.setCurrentWidget(page)
        return page

    def lay(self, page: MeasurePage, scene: str) -> None:
        page.lay.click()
        self.wait(lambda: self.program.commands.desk.scene == scene)

    def measured(self, page: MeasurePage) -> str:
        """What the page says after measuring; no lamp burns any more."""
        page.measure.click()
        self.wait(lambda: self.window.measuring.kind is None and page.told.text())
        assert not any(self.simulated.light_simulator.levels().values())
        return page.told.text()

    def wait(self, holds: Callable[[], object], seconds: int = 60) -> None:
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=seconds * 1000)

    def keep_picture(self, widget: QWidget, name: str) -> None:
        wanted = os.environ.get("QDBENCH_SCREENSHOTS")
        if wanted:
            Path(wanted).mkdir(parents=True, exist_ok=True)
            QApplication.processEvents()
            widget.grab().save(str(Path(wanted) / f"{self.language}-calibration-{name}.png"))


@pytest.fixture(params=["en", "zh_CN"])
def calibrating(
    request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> Iterator[Calibrating]:
    before = qapp.styleSheet()
    apply_style(qapp)
    one = Calibrating(qtbot, request.param, tmp_path)
    yield one
    one.program.shut_down()
    qapp.sendPostedEvents(None, 52)  # DeferredDelete
    install_language("en")
    qapp.setStyleSheet(before)


def test_a_bench_is_calibrated(calibrating: Calibrating) -> None:
    window, wait = calibrating.window, calibrating.wait
    wait(lambda: calibrating.status == UNKNOWN[calibrating.language])
    calibrating.keep_picture(window, "1-nothing")

    measure_the_scale(calibrating)
    balance_white(calibrating)
    watch_one_lamp(calibrating)
    stop_in_the_middle(calibrating)

    window.tabs.setCurrentWidget(window.list)
    wait(lambda: len(window.list.table.content.rows) == 3)
    calibrating.keep_picture(window, "7-list")
    capture_on_it(calibrating)


def measure_the_scale(calibrating: Calibrating) -> None:
    page = calibrating.page(CalibrationKind.SCALE)
    wrong = calibrating.measured(page)  # a passport lies there, and no ruler
    assert wrong.startswith("✕")
    calibrating.keep_picture(calibrating.window, "2-no-ruler")
    page.chosen.choose(Target.CHESSBOARD)
    page.chosen.activated.emit(page.chosen.currentIndex())
    calibrating.lay(page, "target-chessboard")
    told = calibrating.measured(page)
    assert told.startswith("✓"), told
    assert f"{PX_PER_MM:.2f}" in told
    assert not page.picture.is_empty
    calibrating.keep_picture(calibrating.window, "3-scale")
    calibrating.wait(lambda: f"{PX_PER_MM:.2f}" in calibrating.status)
    calibrating.keep_picture(calibrating.program.window, "4-status")
    page.keep.click()
    assert calibrating.window.tabs.currentWidget() is calibrating.window.list


def balance_white(calibrating: Calibrating) -> None:
    page = calibrating.page(CalibrationKind.WHITE_BALANCE)
    calibrating.lay(page, "target-white-sheet")
    assert calibrating.measured(page).startswith("✓")


def watch_one_lamp(calibrating: Calibrating) -> None:
    page = calibrating.page(CalibrationKind.SETTLE)
    page.lights.choose("WHITE")
    assert calibrating.measured(page).startswith("✓")
    assert [key for key, *_ in page.table.content.rows] == ["WHITE"]
    calibrating.keep_picture(calibrating.window, "5-settle")


def stop_in_the_middle(calibrating: Calibrating) -> None:
    page = calibrating.page(CalibrationKind.FLAT_FIELD)
    page.measure.click()
    calibrating.wait(lambda: any(calibrating.simulated.light_simulator.levels().values()))
    assert not calibrating.program.window.actions_by_key["capture_all"].isEnabled()
    calibrating.keep_picture(calibrating.window, "6-running")
    calibrating.window.cancel.click()
    calibrating.wait(lambda: calibrating.window.measuring.kind is None)
    assert not any(calibrating.simulated.light_simulator.levels().values())
    assert page.told.text().startswith("✕")


def capture_on_it(calibrating: Calibrating) -> None:
    calibrating.window.close()
    desk = calibrating.program.commands.desk
    calibrating.wait(lambda: desk.scene == "uto-passport-counterfeit")
    desk.start_capture(("WHITE",))
    calibrating.wait(lambda: not desk.capturing and desk.capture is not None)
    assert desk.capture is not None
    assert desk.capture.px_per_mm_source == "calibration"
    assert {each.kind for each in desk.snapshot.calibrations} == {"scale", "white_balance", "settle"}
    calibrating.wait(lambda: f"{desk.capture.px_per_mm:.2f}" in calibrating.status)
    calibrating.keep_picture(calibrating.program.window, "8-picture")

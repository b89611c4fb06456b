"""The simulated bench is calibrated in the window, from an unknown scale to a capture that rests on it.

With ``QDBENCH_SCREENSHOTS`` set to a folder, every station is kept there as a picture.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from real_window import RealWindow

from drivers.bench import SimulatedBench, simulated_bench
from drivers.simulation.targets import PX_PER_MM
from ui.calibration.page import MeasurePage
from ui.calibration.window import CalibrationWindow
from workstation.calibration.model import CalibrationKind, Target
from workstation.clock import SystemClock
from workstation.resources import RESOURCES
from workstation.specimens.library import Library
from workstation.workbench import Workbench

pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support")

UNKNOWN = {"en": "⚠ Scale not measured", "zh_CN": "⚠ 比例未标定"}


class Calibrating(RealWindow):
    """A technician at the calibration window."""

    about = "calibration"

    def __init__(self, *where: Any, **options: str) -> None:
        self.simulated: SimulatedBench = simulated_bench("uto-passport-counterfeit", SystemClock())
        super().__init__(*where, **options)
        self.act("calibrate")

    def open_workbench(self) -> Workbench:
        return Workbench(
            bench=self.simulated.bench,
            library=Library([RESOURCES / "specimens"]),
            clock=SystemClock(),
            cases_dir=self.folder / "cases",
            actor="A",
            calibrations_dir=self.folder / "calibrations",
        )

    @property
    def calibration_window(self) -> CalibrationWindow:
        window = self.commands._calibration
        assert window is not None
        return window

    @property
    def status(self) -> str:
        return self.commands._scale.text.text()

    def page(self, kind: CalibrationKind) -> MeasurePage:
        page = self.calibration_window.pages[kind]
        self.calibration_window.tabs.setCurrentWidget(page)
        return page

    def lay(self, page: MeasurePage, scene: str) -> None:
        page.lay.click()
        self.wait(lambda: self.desk.scene == scene)

    def measured(self, page: MeasurePage) -> str:
        """What the page says after measuring; no lamp burns any more."""
        page.measure.click()
        self.wait(lambda: self.calibration_window.measuring.kind is None and page.told.text())
        assert not any(self.simulated.light_simulator.levels().values())
        return page.told.text()


@pytest.fixture(params=["en", "zh_CN"])
def calibrating(request: pytest.FixtureRequest, opens: Callable[..., Calibrating]) -> Calibrating:
    return opens(Calibrating, language=request.param)


def test_a_bench_is_calibrated(calibrating: Calibrating) -> None:
    window, wait = calibrating.calibration_window, calibrating.wait
    wait(lambda: calibrating.status == UNKNOWN[calibrating.language])
    calibrating.keep_picture("1-nothing", window)

    measure_the_scale(calibrating)
    balance_white(calibrating)
    watch_one_lamp(calibrating)
    stop_in_the_middle(calibrating)

    window.tabs.setCurrentWidget(window.list)
    wait(lambda: len(window.list.table.content.rows) == 3)
    calibrating.keep_picture("7-list", window)
    capture_on_it(calibrating)


def measure_the_scale(calibrating: Calibrating) -> None:
    page = calibrating.page(CalibrationKind.SCALE)
    wrong = calibrating.measured(page)  # a passport lies there, and no ruler
    assert wrong.startswith("✕")
    calibrating.keep_picture("2-no-ruler", calibrating.calibration_window)
    page.chosen.choose(Target.CHESSBOARD)
    page.chosen.activated.emit(page.chosen.currentIndex())
    calibrating.lay(page, "target-chessboard")
    told = calibrating.measured(page)
    assert told.startswith("✓"), told
    assert f"{PX_PER_MM:.2f}" in told
    assert not page.picture.is_empty
    calibrating.keep_picture("3-scale", calibrating.calibration_window)
    calibrating.wait(lambda: f"{PX_PER_MM:.2f}" in calibrating.status)
    calibrating.keep_picture("4-status", calibrating.window)
    page.keep.click()
    assert calibrating.calibration_window.tabs.currentWidget() is calibrating.calibration_window.list


def balance_white(calibrating: Calibrating) -> None:
    page = calibrating.page(CalibrationKind.WHITE_BALANCE)
    calibrating.lay(page, "target-white-sheet")
    assert calibrating.measured(page).startswith("✓")


def watch_one_lamp(calibrating: Calibrating) -> None:
    page = calibrating.page(CalibrationKind.SETTLE)
    page.lights.choose("WHITE")
    assert calibrating.measured(page).startswith("✓")
    assert [key for key, *_ in page.table.content.rows] == ["WHITE"]
    calibrating.keep_picture("5-settle", calibrating.calibration_window)


def stop_in_the_middle(calibrating: Calibrating) -> None:
    page = calibrating.page(CalibrationKind.FLAT_FIELD)
    page.measure.click()
    calibrating.wait(lambda: any(calibrating.simulated.light_simulator.levels().values()))
    assert not calibrating.window.actions_by_key["capture_all"].isEnabled()
    calibrating.keep_picture("6-running", calibrating.calibration_window)
    calibrating.calibration_window.cancel.click()
    calibrating.wait(lambda: calibrating.calibration_window.measuring.kind is None)
    assert not any(calibrating.simulated.light_simulator.levels().values())
    assert page.told.text().startswith("✕")


def capture_on_it(calibrating: Calibrating) -> None:
    calibrating.calibration_window.close()
    desk = calibrating.desk
    calibrating.wait(lambda: desk.scene == "uto-passport-counterfeit")
    desk.start_capture(("WHITE",))
    calibrating.wait(lambda: not desk.capturing and desk.capture is not None)
    assert desk.capture is not None
    assert desk.capture.px_per_mm_source == "calibration"
    assert {each.kind for each in desk.snapshot.calibrations} == {"scale", "white_balance", "settle"}
    calibrating.wait(lambda: f"{desk.capture.px_per_mm:.2f}" in calibrating.status)
    calibrating.keep_picture("8-picture", calibrating.window)

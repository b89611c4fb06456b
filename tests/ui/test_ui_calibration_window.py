"""The window for calibrating: what holds, what is missing, measuring, and every way out of it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from test_ui_shell_language import english_left
from test_ui_shell_layout import cut
from ui_fake_calibration import BALANCE, SCALE, SETTLING, FakeCalibration
from ui_window import Opened, OpenWindow

from ui.calibration.list_panel import DeleteDialog
from ui.calibration.window import CalibrationWindow
from ui.calibration.words import measured
from ui.language import LANGUAGE_NAMES
from workstation.calibration.model import CalibrationKind, Target
from workstation.errors import CalibrationError

FINE = 23.6221


@pytest.fixture
def calibrating(window: Opened) -> CalibrationWindow:
    return opened(window)


def opened(window: Opened) -> CalibrationWindow:
    window.act("calibrate")
    found = window.commands._calibration
    assert found is not None
    window.wait(lambda: found.list._survey is not None)
    return found


def desk_of(window: Opened) -> FakeCalibration:
    return window.bench.calibration


def seen(calibrating: CalibrationWindow) -> list[tuple[str, ...]]:
    return [texts for _, texts, _ in calibrating.list.table.content.rows]


def measure(window: Opened, calibrating: CalibrationWindow, kind: CalibrationKind) -> str:
    page = calibrating.pages[kind]
    calibrating.tabs.setCurrentWidget(page)
    page.measure.click()
    window.wait(lambda: calibrating.measuring.kind is None)
    return page.told.text()


def held(window: Opened) -> Callable[[], None]:
    """Holds every measurement until the returned function is called, or it is cancelled."""
    desk = desk_of(window)
    desk.hold = desk.until_released
    return desk.release


# ---------------------------------------------------------------------- what holds


def test_what_is_missing_is_said_with_what_it_means(calibrating: CalibrationWindow) -> None:
    lines = calibrating.list.missing.text().splitlines()
    assert lines[0] == "⚠ No scale: nothing can be measured in mm."
    assert len(lines) == len(CalibrationKind)
    assert not calibrating.list.delete.isEnabled()


def test_the_list_says_kind_light_age_and_standing(window: Opened) -> None:
    desk = desk_of(window)
    desk.put(CalibrationKind.SCALE, SCALE, days=3.2)
    desk.put(CalibrationKind.SCALE, SCALE, days=9)
    desk.put(CalibrationKind.WHITE_BALANCE, BALANCE, "WHITE", days=120)
    desk.put(CalibrationKind.SETTLE, SETTLING, "UV365")
    calibrating = opened(window)
    settle, scale, older, balance = seen(calibrating)
    assert settle[0] == "✓ in force"
    assert settle[5] == "today"
    assert scale[:4] == ("✓ in force", "Scale (SIMULATED)", "every light", "23.622 ± 0.006 px/mm (600.0 ppi)")
    assert scale[5] == "3 days old"
    assert older[0] == "– not used: A newer calibration is used in its place."
    assert balance[0] == "⚠ expired, still used: measure again"
    missing = calibrating.list.missing.text()
    assert "No scale" not in missing
    assert "Settle times: not measured for White, " in missing
    assert "UV 365" not in missing


def test_deleting_asks_first_and_the_older_one_holds_again(window: Opened) -> None:
    desk = desk_of(window)
    desk.put(CalibrationKind.SCALE, SCALE, days=9)
    newest = desk.put(CalibrationKind.SCALE, SCALE)
    calibrating = opened(window)
    calibrating.list.table.take(newest.calibration_id)
    calibrating.list.delete.click()
    dialog = window.dialog()
    assert isinstance(dialog, DeleteDialog)
    assert not dialog.go.isDefault()
    dialog.go.click()
    window.wait(lambda: [row[0] for row in seen(calibrating)] == ["✓ in force"])
    assert seen(calibrating)[0][5] == "9 days old"


@pytest.mark.parametrize(
    ("value", "uncertainty", "text"),
    [
        (FINE, 0.0061, "23.622 ± 0.006"),
        (FINE, 0.11, "23.6 ± 0.1"),
        (FINE, 2.0, "24 ± 2"),
        (FINE, 0.0, "23.62"),
        (FINE, float("nan"), "23.62"),
    ],
)
def test_a_value_has_no_more_digits_than_its_uncertainty(value: float, uncertainty: float, text: str) -> None:
    assert measured(value, uncertainty) == text


# ---------------------------------------------------------------------- measuring


def test_a_scale_is_measured_shown_and_kept(window: Opened, calibrating: CalibrationWindow) -> None:
    page = calibrating.pages[CalibrationKind.SCALE]
    told = measure(window, calibrating, CalibrationKind.SCALE)
    assert told.startswith("✓ Measured and stored")
    assert "SIMULATED" in told
    assert "23.622 ± 0.006 px/mm" in told
    assert "one direction only" in told
    assert not page.picture.is_empty
    assert page.keep.isVisible()
    page.keep.click()
    assert calibrating.tabs.currentWidget() is calibrating.list
    window.wait(lambda: len(seen(calibrating)) == 1)


def test_only_what_the_target_leaves_open_is_asked(window: Opened, calibrating: CalibrationWindow) -> None:
    page = calibrating.pages[CalibrationKind.SCALE]
    calibrating.tabs.setCurrentWidget(page)
    asked = {}
    for target in (Target.RULER, Target.ID_1, Target.CHESSBOARD):
        page.chosen.choose(target)
        page.chosen.activated.emit(page.chosen.currentIndex())
        asked[target] = {name for name, label in page._labels.items() if label.isVisible()}
    assert asked[Target.RULER] == {"target", "graduation", "tolerance"}
    assert asked[Target.ID_1] == {"target"}
    assert asked[Target.CHESSBOARD] == {"target", "pitch", "columns", "rows", "tolerance"}
    page.pitch_mm.setValue(4.0)
    measure(window, calibrating, CalibrationKind.SCALE)
    (_, wanted) = desk_of(window).calls[-1]
    assert (wanted.kind, wanted.pitch_mm) == (Target.CHESSBOARD, 4.0)


def test_discarding_lets_the_one_before_hold_again(window: Opened, calibrating: CalibrationWindow) -> None:
    before = desk_of(window).put(CalibrationKind.SCALE, SCALE, days=5)
    measure(window, calibrating, CalibrationKind.SCALE)
    page = calibrating.pages[CalibrationKind.SCALE]
    page.again.click()
    window.wait(lambda: desk_of(window).kept == [before])
    assert not page.told.text()
    assert page.measure.isEnabled()


def test_what_fails_says_what_to_do(window: Opened, calibrating: CalibrationWindow) -> None:
    desk_of(window).fail_next = CalibrationError("calibration-no-outline")
    told = measure(window, calibrating, CalibrationKind.SCALE)
    assert told.startswith("✕ No card or page stands out")
    assert not calibrating.pages[CalibrationKind.SCALE].keep.isVisible()
    assert desk_of(window).kept == []


def test_every_light_has_its_row_and_its_curve(window: Opened, calibrating: CalibrationWindow) -> None:
    measure(window, calibrating, CalibrationKind.SETTLE)
    page = calibrating.pages[CalibrationKind.SETTLE]
    assert [key for key, *_ in page.table.content.rows] == list(window.commands.desk.bench_lights())
    assert page.table.text(0, 1).startswith("steady after 62 ms")
    assert page.table.text(0, 2) == "50 ms"
    assert page.curve.accessibleName() == "measured 62 ms; configured 50 ms"
    assert page.curve.grab().toImage().colorCount() == 0
    measure(window, calibrating, CalibrationKind.FLAT_FIELD)
    assert not calibrating.pages[CalibrationKind.FLAT_FIELD].picture.is_empty
    assert "2.50 px" in measure_alignment(window, calibrating)


def measure_alignment(window: Opened, calibrating: CalibrationWindow) -> str:
    measure(window, calibrating, CalibrationKind.ALIGNMENT)
    return calibrating.pages[CalibrationKind.ALIGNMENT].table.text(0, 1)


def test_ultraviolet_is_warned_of_before_it_is_lit(calibrating: CalibrationWindow) -> None:
    page = calibrating.pages[CalibrationKind.FLAT_FIELD]
    calibrating.tabs.setCurrentWidget(page)
    assert page.warning.isVisible()
    page.lights.choose("WHITE")
    page.lights.activated.emit(page.lights.currentIndex())
    assert not page.warning.isVisible()


# ---------------------------------------------------------------------- never two at once, and ways out


def test_a_measurement_says_where_it_is_and_blocks_the_capture(
    window: Opened, calibrating: CalibrationWindow
) -> None:
    go = held(window)
    page = calibrating.pages[CalibrationKind.FLAT_FIELD]
    calibrating.tabs.setCurrentWidget(page)
    page.measure.click()
    window.wait(lambda: calibrating.doing.text() == "● White light, incident: lamp on (1 of 2)")
    actions = window.program.window.actions_by_key
    assert not actions["capture_all"].isEnabled()
    assert actions["stop"].isEnabled()
    assert not page.measure.isEnabled()
    assert page.why_not.text() == "● A measurement runs."
    go()
    window.wait(lambda: actions["capture_all"].isEnabled())
    assert not actions["stop"].isEnabled()
    assert calibrating.doing.text() == ""


@pytest.mark.parametrize("way", ["button", "escape", "close", "lamps off", "quit"])
def test_every_way_out_cancels(window: Opened, calibrating: CalibrationWindow, way: str) -> None:
    go = held(window)
    calibrating.pages[CalibrationKind.SETTLE].measure.click()
    assert calibrating.measuring.kind is CalibrationKind.SETTLE
    calibrating.activateWindow()
    window.wait(calibrating.isActiveWindow)
    {
        "button": calibrating.cancel.click,
        "escape": lambda: QTest.keyClick(calibrating, Qt.Key.Key_Escape),
        "close": calibrating.close,
        "lamps off": calibrating.lamps_off.click,
        "quit": lambda: window.program.shut_down(),
    }[way]()
    if way == "lamps off":
        assert window.called("lights_off")
    else:
        assert ("cancel", None) in desk_of(window).calls
    go()
    if way not in {"quit", "lamps off"}:
        window.wait(lambda: calibrating.measuring.kind is None)
        assert desk_of(window).kept == []


def test_nothing_is_measured_while_a_capture_runs(window: Opened, calibrating: CalibrationWindow) -> None:
    go = threading.Event()
    window.bench.step = lambda _: go.wait(10) and None
    window.act("capture_all")
    page = calibrating.pages[CalibrationKind.SCALE]
    calibrating.tabs.setCurrentWidget(page)
    window.wait(lambda: not page.measure.isEnabled())
    assert page.why_not.text().startswith("– Not now: a capture")
    go.set()
    window.wait(page.measure.isEnabled)


# ---------------------------------------------------------------------- the simulated glass, the status line


def test_targets_are_laid_and_the_document_comes_back(window: Opened, calibrating: CalibrationWindow) -> None:
    page = calibrating.pages[CalibrationKind.WHITE_BALANCE]
    calibrating.tabs.setCurrentWidget(page)
    page.lay.click()
    desk, row = window.commands.desk, window.commands.space.bench_row
    window.wait(lambda: desk.scene == "target-white-sheet")
    assert row.scenes.currentText() == "Target: empty white sheet"
    aligning = calibrating.pages[CalibrationKind.ALIGNMENT]
    calibrating.tabs.setCurrentWidget(aligning)
    assert aligning.lay.isVisible()
    calibrating.close()
    window.wait(lambda: desk.scene == "passport_genuine")
    assert window.bench.pages_laid[-1] == ("passport_genuine", "data_page")


def test_a_real_bench_offers_nothing_to_lay(open_window: OpenWindow) -> None:
    calibrating = opened(open_window(simulated=False))
    page = calibrating.pages[CalibrationKind.SCALE]
    calibrating.tabs.setCurrentWidget(page)
    assert not page.lay.isVisible()
    assert not calibrating.banner.isVisible()


def test_the_status_line_says_what_millimetres_rest_on(window: Opened) -> None:
    status = window.commands._scale.text
    window.wait(lambda: status.text() == "⚠ Scale not measured")
    calibrating = opened(window)
    measure(window, calibrating, CalibrationKind.SCALE)
    window.wait(lambda: status.text() == "23.622 ± 0.006 px/mm · today")
    desk_of(window).kept = []
    desk_of(window).put(CalibrationKind.SCALE, SCALE, days=100)
    calibrating.measuring.stored.emit()
    window.wait(lambda: status.text() == "⚠ 23.622 ± 0.006 px/mm · 100 days old, expired")
    window.capture()
    window.wait(lambda: status.text() == "Picture: 8.00 px/mm, not measured")


# ---------------------------------------------------------------------- both languages


@pytest.mark.parametrize("language", LANGUAGE_NAMES)
def test_nothing_is_cut_and_chinese_is_whole(open_window: OpenWindow, language: str) -> None:
    window = open_window(language)
    desk_of(window).put(CalibrationKind.WHITE_BALANCE, BALANCE, "WHITE", days=120)
    calibrating = opened(window)
    scale = calibrating.pages[CalibrationKind.SCALE]
    scale.chosen.choose(Target.CHESSBOARD)
    scale.chosen.activated.emit(scale.chosen.currentIndex())
    for kind in CalibrationKind:
        measure(window, calibrating, kind)
        window.wait(lambda: cut(calibrating) == [])
    calibrating.tabs.setCurrentWidget(calibrating.list)
    window.wait(lambda: cut(calibrating) == [])
    if language == "zh_CN":
        assert english_left(calibrating) == set()

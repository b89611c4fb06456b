"""Measuring on the questioned picture by mouse and by keyboard, with its value beside the pointer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from ui_fake_workbench import PX_PER_MM
from ui_window import Opened, OpenWindow

from ui.measure.sketch import MeasureSketch
from ui.viewer.view import PictureView
from workstation.errors import MeasureError
from workstation.measuring import KINDS


@pytest.fixture
def measured(window: Opened) -> Opened:
    """A window with a picture at 100 %."""
    window.capture()
    view = view_of(window)
    window.wait(lambda: view.picture is not None)
    window.act("zoom_actual")
    return window


def view_of(window: Opened) -> PictureView:
    return window.commands.space.view.view("questioned")


def at(view: PictureView, x: float, y: float) -> QPoint:
    left, top = view.viewport.to_device(x, y)
    return QPointF(left / view.devicePixelRatioF(), top / view.devicePixelRatioF()).toPoint()


def click(view: PictureView, x: float, y: float) -> None:
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, x, y))


def middle(view: PictureView) -> tuple[float, float]:
    return round(view.viewport.centre_x), round(view.viewport.centre_y)


def kept(window: Opened) -> tuple[object, ...]:
    return window.commands.desk.snapshot.measurements


def test_a_distance_by_mouse_is_kept_with_its_uncertainty(measured: Opened) -> None:
    view, space = view_of(measured), measured.commands.space
    x, y = middle(view)
    measured.act("measure_distance")
    assert space.tabs.currentWidget() is space.measure_tab
    click(view, x - 60, y)
    QTest.mouseMove(view, at(view, x + 20, y))
    live = space.measuring.values()[0][1]
    assert live.value == pytest.approx(80 / PX_PER_MM, abs=0.2)
    assert "±" in space.measure.value.text()
    click(view, x + 100, y)
    assert not kept(measured)
    QTest.keyClick(view, Qt.Key.Key_Return)
    measured.wait(lambda: kept(measured))
    (row,) = kept(measured)
    assert row.kind == "distance"
    assert row.value == pytest.approx(160 / PX_PER_MM, abs=0.2)
    assert row.uncertainty == pytest.approx(2 * 0.5 * 2**0.5 / PX_PER_MM, rel=0.01)
    assert measured.called("save_measurement")[0]["zoom"] == 1.0
    assert space.measure.list.count() == 1
    assert space.measuring.kind == "distance"


def test_a_drag_measures_too(measured: Opened) -> None:
    view = view_of(measured)
    x, y = middle(view)
    measured.act("measure_distance")
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at(view, x, y))
    QTest.mouseMove(view, at(view, x + 40, y))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at(view, x + 40, y))
    assert len(measured.commands.space.measuring.sketch.points) == 2
    assert view.viewport.centre_x == pytest.approx(x, abs=1)


def test_a_row_by_keyboard_alone(measured: Opened) -> None:
    view, space = view_of(measured), measured.commands.space
    measured.act("measure_pitch")
    assert view.hasFocus()
    for _ in range(4):
        QTest.keyClick(view, Qt.Key.Key_Space)
        for _ in range(2):
            QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Backspace)
    assert len(space.measuring.sketch.points) == 3
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert not measured.commands.desk.capturing
    QTest.keyClick(view, Qt.Key.Key_Return)
    measured.wait(lambda: kept(measured))
    assert [each.kind for each in kept(measured)] == ["pitch", "spread", "baseline"]
    pitch, spread, _ = kept(measured)
    assert pitch.value == pytest.approx(24 / PX_PER_MM)
    assert spread.value == pytest.approx(0, abs=1e-9)
    assert space.measure.list.count() == 1
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert space.measuring.kind == ""
    assert measured.program.window.actions_by_key["pan"].isChecked()


def test_escape_first_drops_the_points(measured: Opened) -> None:
    view, measuring = view_of(measured), measured.commands.space.measuring
    measured.act("measure_area")
    click(view, *middle(view))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert (measuring.kind, measuring.sketch.points) == ("area", ())


def test_another_tool_ends_measuring(measured: Opened) -> None:
    measured.act("measure_distance")
    measured.act("rectangle")
    assert measured.commands.space.measuring.kind == ""
    assert view_of(measured).tool == "rectangle"
    assert measured.program.window.actions_by_key["rectangle"].isChecked()
    measured.act("measure_angle")
    assert view_of(measured).tool == "pan"
    assert not measured.program.window.actions_by_key["rectangle"].isChecked()


def test_points_of_a_reduced_picture_are_less_certain(measured: Opened) -> None:
    view = view_of(measured)
    measured.act("zoom_fit")
    scale = view.viewport.scale
    assert scale < 1
    measured.act("measure_distance")
    x, y = middle(view)
    click(view, x - 100, y)
    click(view, x + 100, y)
    measured.act("zoom_actual")
    QTest.keyClick(view, Qt.Key.Key_Enter)
    measured.wait(lambda: kept(measured))
    assert kept(measured)[0].uncertainty == pytest.approx(2 * 0.5 * 2**0.5 / PX_PER_MM / scale, rel=0.01)


def test_a_turned_picture_measures_in_pixels_of_the_capture(measured: Opened) -> None:
    view, space = view_of(measured), measured.commands.space
    before = view.picture
    measured.act("turn_right")
    measured.wait(lambda: view.picture is not before and view.picture.width < view.picture.height)
    measured.act("measure_distance")
    x, y = middle(view)
    click(view, x, y)
    click(view, x, y + 80)
    (first, second) = space.measuring.sketch.points
    assert abs(first[0] - second[0]) == pytest.approx(80, abs=1)
    assert first[1] == pytest.approx(second[1], abs=1)


def test_off_with_the_reason_where_the_scale_is_unknown(measured: Opened) -> None:
    space, desk = measured.commands.space, measured.commands.desk
    blind = tuple(replace(each, px_per_mm=None) for each in desk.snapshot.captures)
    measured.bench._changed(captures=blind)
    measured.wait(lambda: desk.capture.px_per_mm is None)
    with measured.qtbot.waitSignal(desk.failed) as said:
        measured.act("measure_distance")
    assert isinstance(said.args[0], MeasureError)
    assert space.measuring.kind == ""
    assert not space.measure.kinds["distance"].isEnabled()
    assert "scale" in space.measure.kinds["distance"].toolTip()
    assert "scale" in space.measure.hint.text()
    assert space.measure.kinds["angle"].isEnabled()
    measured.act("measure_angle")
    assert space.measuring.kind == "angle"


def test_select_note_and_withdraw(measured: Opened) -> None:
    view, space = view_of(measured), measured.commands.space
    x, y = middle(view)
    measured.act("measure_distance")
    for away in (0, 60):
        click(view, x - 80, y + away)
        click(view, x + 80, y + away)
        QTest.keyClick(view, Qt.Key.Key_Return)
        measured.wait(lambda away=away: space.measure.list.count() == 1 + away // 60)
    measured.act("pan")
    click(view, x, y)
    assert space.measuring.selected[0].points_px[0][1] == pytest.approx(y, abs=1)
    space.measure.note.setFocus()
    QTest.keyClicks(space.measure.note, "width of the photo")
    QTest.keyClick(space.measure.note, Qt.Key.Key_Return)
    measured.wait(lambda: any(each.note == "width of the photo" for each in kept(measured)))
    measured.wait(lambda: space.measuring.selected and space.measuring.selected[0].note)
    space.measure.list.setFocus()
    QTest.keyClick(space.measure.list, Qt.Key.Key_Delete)
    dialog = measured.dialog()
    dialog.reason.setText("wrong edge")
    dialog.go.click()
    measured.wait(lambda: len(kept(measured)) == 1)
    assert measured.called("withdraw_measurement")[0]["reason"] == "wrong edge"
    assert space.measure.list.count() == 1


def test_nothing_is_kept_in_a_case_that_cannot_be_changed(measured: Opened) -> None:
    view, desk = view_of(measured), measured.commands.desk
    desk.ask(measured.bench.sign_off())
    measured.wait(lambda: not desk.editable)
    measured.act("measure_distance")
    x, y = middle(view)
    click(view, x, y)
    click(view, x + 30, y)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert measured.commands.space.measuring.values()
    assert not measured.called("save_measurement")
    assert not measured.commands.space.measure.keep.isEnabled()


def test_the_list_waits_behind_its_key(measured: Opened) -> None:
    measured.act("to_measure")
    assert QApplication.focusWidget() is measured.commands.space.measure.list


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_value_is_drawn_on_the_picture(open_window: OpenWindow, language: str) -> None:
    window = open_window(language)
    window.capture()
    view = view_of(window)
    window.wait(lambda: view.picture is not None)
    layer = window.commands.space.measure_layer
    window.act("measure_hole")
    x, y = middle(view)
    click(view, x, y)
    assert layer.isVisible()
    assert layer.size() == view.size()
    assert layer._said()
    plain = view.grab().toImage()
    for dx, dy in ((60, 0), (80, 40), (40, 80), (0, 40)):
        click(view, x + dx, y + dy)
    assert len(layer._said()) == 3
    assert view.grab().toImage() != plain


def test_a_sketch_begins_anew_after_its_last_point() -> None:
    sketch = MeasureSketch(KINDS["distance"])
    sketch.place((0.0, 0.0))
    sketch.place((0.0, 0.0))
    assert sketch.points == ((0.0, 0.0),)
    sketch.follow((5.0, 0.0))
    assert sketch.shown() == ((0.0, 0.0), (5.0, 0.0))
    sketch.place((5.0, 0.0))
    assert sketch.enough
    assert sketch.full
    sketch.follow((9.0, 9.0))
    assert len(sketch.shown()) == 2
    sketch.place((7.0, 7.0))
    assert sketch.points == ((7.0, 7.0),)

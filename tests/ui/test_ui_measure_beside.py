"""Measured on the specimen beside, and the circle of a radius."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from ui_fake_workbench import PX_PER_MM
from ui_window import Opened

from ui.measure.shapes import shape_of
from ui.viewer.view import PictureView


@pytest.fixture
def measured(window: Opened) -> Opened:
    """Questioned and specimen at 100 %."""
    window.capture()
    window.choose_specimen()
    for pane in ("questioned", "specimen"):
        window.wait(lambda pane=pane: window.commands.space.view.view(pane).picture is not None)
    window.act("zoom_actual")
    return window


def at(view: PictureView, x: float, y: float) -> QPoint:
    left, top = view.viewport.to_device(x, y)
    return QPointF(left / view.devicePixelRatioF(), top / view.devicePixelRatioF()).toPoint()


def click(view: PictureView, x: float, y: float) -> None:
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, x, y))


def middle(view: PictureView) -> tuple[float, float]:
    return round(view.viewport.centre_x), round(view.viewport.centre_y)


def test_a_specimen_is_measured_and_noted_with_what_is_kept(measured: Opened) -> None:
    space, desk = measured.commands.space, measured.commands.desk
    questioned, specimen = (space.view.view(each) for each in ("questioned", "specimen"))
    measured.act("measure_distance")
    assert questioned.hasFocus()
    (x, y), (u, v) = middle(questioned), middle(specimen)
    click(specimen, u - 40, v)
    click(specimen, u + 40, v)
    assert space.measuring_beside.values()[0][1].value == pytest.approx(80 / PX_PER_MM, abs=0.2)
    assert "Specimen UTO-PP-1-2024, White: 10." in space.measure.value.text() or (
        "Specimen UTO-PP-1-2024, White: 9." in space.measure.value.text()
    )
    assert not desk.snapshot.measurements
    click(questioned, x - 20, y)
    click(questioned, x + 20, y)
    QTest.keyClick(specimen, Qt.Key.Key_Return)
    measured.wait(lambda: desk.snapshot.measurements)
    (row,) = desk.snapshot.measurements
    assert row.value == pytest.approx(40 / PX_PER_MM, abs=0.2)
    assert row.note.startswith("Specimen UTO-PP-1-2024, White: ")
    measured.wait(lambda: space.measuring_beside.sketch.points == ())
    QTest.keyClick(specimen, Qt.Key.Key_Escape)
    assert space.measuring.kind == space.measuring_beside.kind == ""


def test_a_specimen_is_measured_by_keyboard_alone(measured: Opened) -> None:
    space = measured.commands.space
    specimen = space.view.view("specimen")
    measured.act("measure_distance")
    specimen.setFocus()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Space):
        QTest.keyClick(specimen, key)
    assert space.measuring_beside.said().endswith(" mm")
    assert space.measuring.sketch.points == ()


def test_another_specimen_begins_anew_and_none_leaves_the_rest_alone(measured: Opened) -> None:
    space, desk = measured.commands.space, measured.commands.desk
    specimen = space.view.view("specimen")
    measured.act("measure_distance")
    u, v = middle(specimen)
    click(specimen, u, v)
    desk.look(light="UV365")
    measured.wait(lambda: space.measuring_beside.sketch is not None and not space.measuring_beside.sketch.points)
    desk.look(light="COAXIAL")
    measured.wait(lambda: space.pictures.shown["specimen"] == "")
    assert space.measuring_beside.sketch is None
    assert space.measuring.kind == "distance"


def test_a_radius_draws_its_circle() -> None:
    points = [(100 + 40 * math.cos(turn), 80 + 40 * math.sin(turn)) for turn in (0.1, 1.3, 2.9)]
    corners, closed = shape_of("radius", points)
    assert closed
    assert len(corners) > 60
    assert all(math.hypot(x - 100, y - 80) == pytest.approx(40, abs=1e-6) for x, y in corners)


@pytest.mark.parametrize("points", [[(0.0, 0.0), (5.0, 0.0)], [(0.0, 0.0), (5.0, 0.0), (10.0, 0.0)]])
def test_points_without_a_circle_are_a_line(points: list[tuple[float, float]]) -> None:
    assert shape_of("radius", points) == (tuple(points), False)


def test_other_kinds_keep_their_lines() -> None:
    points = ((0.0, 0.0), (5.0, 0.0), (5.0, 5.0))
    assert shape_of("distance", points) == (points, False)
    assert shape_of("area", points) == (points, True)
    assert shape_of("hole_width", points) == (points, True)

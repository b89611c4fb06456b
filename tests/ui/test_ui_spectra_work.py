"""Two places drawn on the questioned picture: their values, the ranking, what is said where a light is left out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QTableWidget
from ui_window import Opened, OpenWindow

from ui.spectra.chart import SpectrumChart
from ui.viewer.view import PictureView
from workstation.cases.model import Region, Shape
from workstation.imaging.combining import ComponentsKind
from workstation.imaging.light_stack import Band, BandValue

DARK, PAPER = (80.0, 100.0, 300.0, 400.0), (500.0, 100.0, 800.0, 400.0)


@pytest.fixture
def table(window: Opened) -> Opened:
    """A window with a picture, the whole page seen."""
    return with_picture(window)


def with_picture(window: Opened) -> Opened:
    window.commands.desk.start_capture(("WHITE", "IR850", "UV365"))
    desk = window.commands.desk
    window.wait(lambda: not desk.capturing and len(desk.captures()) == 3)
    window.wait(lambda: view_of(window).picture is not None)
    window.act("zoom_fit")
    return window


def view_of(window: Opened) -> PictureView:
    return window.commands.space.view.view("questioned")


def draw(window: Opened, place: tuple[float, float, float, float]) -> None:
    view = view_of(window)

    def at(x: float, y: float) -> QPoint:
        left, top = view.viewport.to_device(x, y)
        return QPointF(left / view.devicePixelRatioF(), top / view.devicePixelRatioF()).toPoint()

    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at(*place[:2]))
    QTest.mouseMove(view, at((place[0] + place[2]) / 2, (place[1] + place[3]) / 2))
    QTest.mouseMove(view, at(*place[2:]))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at(*place[2:]))


def both_drawn(window: Opened) -> None:
    window.act("place_a")
    draw(window, DARK)
    draw(window, PAPER)
    spectra = window.commands.space.spectra
    window.wait(lambda: spectra.ranked and len(spectra.values) == 2, 30_000)


def test_a_place_is_seen_in_every_light_and_two_are_ranked(table: Opened) -> None:
    space = table.commands.space
    spectra, panel = space.spectra, space.spectra_panel
    both_drawn(table)
    assert spectra.placing == ""
    assert view_of(table).tool == "pan"
    assert spectra.values["A"][0].mean < spectra.values["B"][0].mean - 30
    assert panel.table.rowCount() == len(spectra.values["A"])
    assert "±" in panel.table.item(0, 1).text()
    ratios = [each.contrast_to_noise for each in spectra.ranked]
    assert ratios == sorted(ratios, reverse=True)
    assert panel.best.rowCount() == min(len(ratios), 60)
    assert {each.label for each in view_of(table).overlays} >= {"A", "B"}
    assert not table.called("save_finding")
    lights = {each.band.light for each in spectra.values["A"]}
    assert set(spectra.left_out) == {"WHITE", "IR850", "UV365"} - lights
    assert bool(panel.trouble.text()) == bool(spectra.left_out)


def test_a_row_shows_its_picture_and_undo_brings_the_capture_back(table: Opened) -> None:
    space = table.commands.space
    both_drawn(table)
    table.act("best_light")
    assert QApplication.focusWidget() is space.spectra_panel.best
    QTest.keyClick(space.spectra_panel.best, Qt.Key.Key_Down)
    table.wait(lambda: space.studio.shown_recipe is not None)
    assert space.studio.shown_recipe.steps[-1].operation == "window"
    assert view_of(table).picture.pixels.ndim == 2
    table.act("undo")
    table.wait(lambda: space.studio.shown_recipe is None)


@pytest.mark.parametrize("kind", ComponentsKind)
def test_all_lights_without_a_place(table: Opened, kind: ComponentsKind) -> None:
    space = table.commands.space
    space.spectra_panel.all_lights[kind].click()
    table.wait(lambda: space.studio.shown_recipe is not None, 30_000)
    assert space.studio.shown_recipe.steps[-1].operation == "false-colour"
    assert "FALSE COLOUR" in view_of(table).picture.badges


def test_luminescence_of_the_light_on_the_screen(table: Opened) -> None:
    space, desk = table.commands.space, table.commands.desk
    desk.look(light="UV365")
    table.wait(lambda: space.pictures.shown["questioned"] == desk.captures()["UV365"].capture_id)
    table.act("luminescence")
    table.wait(lambda: space.studio.shown_recipe is not None)
    assert [each.label for each in space.studio.shown_recipe.sources] == ["UV365"]


def test_places_by_keyboard_alone(table: Opened) -> None:
    view, spectra = view_of(table), table.commands.space.spectra
    spectra.set_shape("point")
    table.act("place_b")
    assert view.hasFocus()
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert set(spectra.regions) == {"B"}
    assert spectra.placing == "A"
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Space)
    table.wait(lambda: spectra.ranked, 30_000)
    assert spectra.placing == ""
    table.commands.space.spectra_panel.clear.click()
    assert not spectra.regions
    assert table.commands.space.spectra_panel.table.rowCount() == 0


def test_escape_ends_placing(table: Opened) -> None:
    table.act("place_a")
    QTest.keyClick(view_of(table), Qt.Key.Key_Escape)
    assert table.commands.space.spectra.placing == ""
    assert view_of(table).tool == "pan"


def test_another_tool_ends_placing(table: Opened) -> None:
    spectra = table.commands.space.spectra
    table.act("place_a")
    table.act("measure_distance")
    assert spectra.placing == ""
    table.act("place_a")
    assert table.commands.space.measuring.kind == ""
    table.act("polygon")
    assert spectra.placing == ""
    assert view_of(table).tool == "polygon"


def test_places_are_forgotten_with_their_page(table: Opened) -> None:
    both_drawn(table)
    table.open_case()
    assert not table.commands.space.spectra.regions
    assert not table.commands.space.spectra.ranked


def test_trouble_is_said_in_the_panel(table: Opened) -> None:
    space = table.commands.space
    table.act("place_a")
    space.spectra.take(Region(Shape.RECTANGLE, ((5000.0, 5000.0), (5100.0, 5100.0))))
    table.wait(lambda: space.spectra.trouble is not None)
    assert "outside" in space.spectra_panel.trouble.text()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_everything_is_named_for_a_screen_reader(open_window: OpenWindow, language: str) -> None:
    window = with_picture(open_window(language))
    window.act("best_light")
    panel = window.commands.space.spectra_panel
    for each in panel.findChildren(QPushButton):
        assert each.text() or each.accessibleName()
    for kind in (QComboBox, QTableWidget, SpectrumChart):
        assert all(each.accessibleName() for each in panel.findChildren(kind))
    assert panel.best.isVisible()


def test_the_chart_draws_both_and_marks_saturation(table: Opened) -> None:
    table.act("place_a")
    panel = table.commands.space.spectra_panel
    bands = [Band("WHITE", each) for each in ("red", "green", "blue")]
    values = tuple(BandValue(each, 120.0, 10.0, 100, 0.0) for each in bands)
    panel.chart.set_values({"A": values}, 255)
    one = panel.chart.grab().toImage()
    panel.chart.set_values({"A": values, "B": values}, 255)
    assert panel.chart.grab().toImage() != one
    saturated = (BandValue(bands[0], 255.0, 0.0, 100, 1.0), *values[1:])
    assert panel._value(saturated[0]).startswith("▲")
    panel.chart.set_values({"A": saturated}, 255)
    assert panel.chart.grab().toImage() != one


def test_the_values_are_written_anew_only_when_they_change(table: Opened) -> None:
    panel = table.commands.space.spectra_panel
    both_drawn(table)
    first = panel.table.item(0, 1)
    table.commands.desk.factsChanged.emit()
    assert panel.table.item(0, 1) is first
    table.commands.space.spectra.clear()
    assert panel.table.rowCount() == 0

"""Two to twelve panes under one zoom: which lights, one zoom, one crosshair, specimens laid, keys alone."""

from __future__ import annotations

from concurrent.futures import Future

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from test_ui_shell_layout import cut
from ui_window import Opened, OpenWindow

from ui.compare.linked_lights import LinkedLights
from ui.compare.wall import MOST, Cell, PaneWall, columns_for
from ui.viewer.picture import Picture
from workstation.captures import CaptureRecord
from workstation.comparison_desk import Placed
from workstation.imaging.register import register, register_points

CORNERS = ((50.0, 50.0), (900.0, 60.0), (880.0, 600.0), (60.0, 620.0))


def walled(window: Opened, lights: tuple[str, ...] = ("WHITE", "UV365", "IR850")) -> PaneWall:
    """Captures, a specimen, and the linked panes with every picture there."""
    window.open_case()
    desk = window.commands.desk
    desk.start_capture(lights)
    window.wait(lambda: not desk.capturing and set(desk.captures()) == set(lights))
    window.choose_specimen()
    desk.look(light=lights[0])
    window.commands.space.view.active_view.setFocus()
    QTest.keyClick(window.program.window, Qt.Key.Key_V, Qt.KeyboardModifier.ShiftModifier)
    wall = window.commands.space.wall
    window.wait(
        lambda: (
            wall.cells
            and all(
                wall.picture(each) or (each.specimen and desk.specimen_picture(each.light) is None)
                for each in wall.cells
            )
        )
    )
    return wall


def linked(window: Opened) -> LinkedLights:
    return window.commands.space.linked


def settled(window: Opened) -> None:
    window.wait(lambda: not linked(window)._laying and not linked(window)._to_lay)


@pytest.mark.parametrize(
    ("blocks", "rows", "size", "columns"),
    [
        (6, 2, (1280, 500), 6),
        (2, 2, (1280, 500), 2),
        (12, 1, (1280, 500), 6),
        (12, 1, (3840, 1800), 4),
        (1, 1, (9, 9), 1),
    ],
)
def test_pictures_come_out_as_large_as_they_can(blocks: int, rows: int, size: tuple[int, int], columns: int) -> None:
    assert columns_for(blocks, rows, *size, 1.42) == columns


def test_questioned_stands_over_specimen_and_all_move_together(window: Opened) -> None:
    wall = walled(window)
    lights = ("WHITE", "UV365", "IR850")
    assert wall.cells == tuple(Cell(light, below) for light in lights for below in (False, True))
    space = window.commands.space
    assert wall.isVisible()
    assert not space.view.isVisible()
    assert not space.tabs.isVisible()
    upper, lower = wall.panes[0], wall.panes[1]
    assert upper.mapTo(wall, QPoint()).y() < lower.mapTo(wall, QPoint()).y()
    window.act("zoom_four")
    assert wall.active_view.viewport.scale == 4.0
    wall.active_view.pan_by(40, 25)
    seen = {(round(pane.view.viewport.centre_x), pane.view.viewport.scale) for pane in wall.panes[:6]}
    assert len(seen) == 1
    window.act("linked")
    wall.panes[2].view.zoom_to(2.0)
    assert wall.panes[0].view.viewport.scale == 4.0


def test_the_crosshair_stands_in_every_pane(window: Opened) -> None:
    wall = walled(window)
    settled(window)
    window.act("crosshair")
    texts: list[str] = []
    wall.pointerMoved.connect(texts.append)
    wall.panes[0].view.pointed.emit((400.0, 300.0))
    crosses = [pane.view._cross for pane in wall.panes[:6]]
    assert crosses[0] is None
    for each in crosses[1:]:
        assert each == pytest.approx((400.0, 300.0), abs=0.3)
    assert "50.00, 37.50 mm" in texts[-1]
    assert "White" in texts[-1]
    assert "UV" not in texts[-1]
    window.act("crosshair")
    assert all(pane.view._cross is None for pane in wall.panes)


def test_specimens_are_laid_on_their_questioned_pictures(window: Opened) -> None:
    wall = walled(window)
    settled(window)
    desk = window.commands.desk
    shown = wall.picture(Cell("WHITE", True))
    capture = desk.captures()["WHITE"]
    assert shown is not None
    assert capture.sha256 in shown.key
    assert shown.px_per_mm == capture.px_per_mm


def test_what_cannot_be_laid_stays_and_says_so(window: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> Future[object]:
        done: Future[object] = Future()
        done.set_result(type("Laid", (), {"pixels": None})())
        return done

    monkeypatch.setattr(window.bench.comparison, "lay", refuse)
    wall = walled(window)
    settled(window)
    shown = wall.picture(Cell("WHITE", True))
    assert shown is not None
    assert "NOT LAID" in shown.badges
    assert "NOT LAID" in wall.panes[1].view.accessibleName()


def test_lights_point_at_the_same_place_of_the_document(window: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = register_points([((at[0] + 30.0, at[1] - 12.0), at) for at in CORNERS], (1000, 704))
    asked: list[tuple[str, str]] = []

    def place(first: CaptureRecord, second: CaptureRecord) -> Future[Placed]:
        asked.append((first.light, second.light))
        done: Future[Placed] = Future()
        done.set_result(Placed(moved, by_white=second.light == "IR850"))
        return done

    monkeypatch.setattr(window.bench.comparison, "place", place)
    wall = walled(window)
    settled(window)
    assert asked == [("WHITE", "UV365"), ("WHITE", "IR850")]
    window.act("crosshair")
    wall.panes[0].view.pointed.emit((400.0, 300.0))
    seen = {cell: pane.view._cross for cell, pane in zip(wall.cells, wall.panes, strict=False)}
    assert seen[Cell("UV365")] == pytest.approx((370.0, 312.0))
    assert seen[Cell("UV365", True)] == pytest.approx((370.0, 312.0)), "laid on its questioned picture"
    assert seen[Cell("WHITE", True)] == pytest.approx((400.0, 300.0))
    shown = {light: wall.picture(Cell(light)) for light in ("WHITE", "UV365", "IR850")}
    assert [light for light, each in shown.items() if each and "LAID BY WHITE" in each.badges] == ["IR850"]
    window.act("zoom_two")
    wall.panes[0].view.pan_by(40, 25)
    centres = [(pane.view.viewport.centre_x, pane.view.viewport.centre_y) for pane in wall.panes[:4]]
    assert centres[2] == centres[3] == pytest.approx((centres[0][0] - 30, centres[0][1] + 12))


def test_a_light_that_cannot_be_laid_says_so_and_stays(window: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = register(np.zeros((704, 1000), np.uint8), np.zeros((704, 1000), np.uint8))

    def place(*_: CaptureRecord) -> Future[Placed]:
        done: Future[Placed] = Future()
        done.set_result(Placed(refused, by_white=False))
        return done

    monkeypatch.setattr(window.bench.comparison, "place", place)
    wall = walled(window)
    settled(window)
    told = {cell.light for cell in wall.cells if not cell.specimen and "NOT LAID" in wall.picture(cell).badges}
    assert told == {"UV365", "IR850"}
    window.act("crosshair")
    wall.panes[0].view.pointed.emit((400.0, 300.0))
    assert wall.panes[2].view._cross == pytest.approx((400.0, 300.0))


def test_lights_are_chosen_and_twelve_panes_are_the_most(window: Opened) -> None:
    lights = (
        "WHITE", "OBLIQUE_LEFT", "OBLIQUE_RIGHT", "OBLIQUE_TOP", "TRANSMITTED", "COAXIAL", "UV365", "UV254", "IR850",
    )  # fmt: skip
    wall = walled(window, lights)
    bar = window.commands.space.wall_bar
    assert len(wall.cells) == MOST
    assert not bar.boxes["IR850"].isEnabled()
    assert "12" in bar.boxes["IR850"].toolTip()
    bar.boxes["COAXIAL"].click()
    bar.boxes["IR850"].click()
    window.wait(lambda: wall.picture(Cell("IR850")) is not None)
    assert {each.light for each in wall.cells} == {*lights[:5], "IR850"}
    bar.specimen.click()
    assert [each for each in wall.cells if each.specimen] == []
    assert len(wall.cells) == 6
    for light in lights[:5]:
        bar.boxes[light].click()
    assert [each.light for each in wall.cells] == ["IR850"]
    assert not bar.boxes["IR850"].isEnabled(), "one pane stays"


def test_a_light_taken_out_leaves_the_zoom_of_the_others(window: Opened) -> None:
    wall = walled(window)
    window.act("zoom_two")
    before = wall.panes[0].view.viewport
    window.commands.space.wall_bar.boxes["UV365"].click()
    assert wall.panes[0].view.viewport.scale == before.scale == 2.0
    assert wall.panes[2].view.viewport.scale == 2.0


def test_by_keys_alone_there_and_back_with_another_light(window: Opened) -> None:
    wall = walled(window)
    frame = window.program.window
    assert wall.panes[0].view.hasFocus()
    reached = set()
    for _ in range(60):
        frame.focusNextChild()
        reached.add(QApplication.focusWidget())
    assert {pane.view for pane in wall.panes[:6]} <= reached
    assert set(window.commands.space.wall_bar.boxes.values()) <= reached
    wall.panes[4].view.setFocus()
    QTest.keyClick(wall.panes[4].view, Qt.Key.Key_Return)
    assert window.commands.desk.light == "IR850"
    assert not wall.isVisible()
    assert window.commands.space.view.isVisible()
    assert not frame.actions_by_key["linked_panes"].isChecked()
    QTest.keyClick(frame, Qt.Key.Key_V, Qt.KeyboardModifier.ShiftModifier)
    assert wall.isVisible()
    QTest.keyClick(frame, Qt.Key.Key_Escape)
    assert not wall.isVisible()
    assert wall.cells == ()


def test_every_other_tool_leaves_the_panes(window: Opened) -> None:
    for key in ("curtain", "grid", "measure_distance", "to_findings", "rectangle", "place_a", "to_enhance"):
        if not window.commands.space.wall.isVisible():
            walled(window) if window.commands.desk.snapshot is None else window.act("linked_panes")
        window.act(key)
        assert not window.commands.space.wall.isVisible(), key
        window.act("pan")
        window.act("side_by_side")


def test_large_pictures_are_shown_reduced_and_say_so(window: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.compare.linked_lights.MOST_BYTES", 2_000_000)
    wall = walled(window)
    shown = wall.picture(Cell("WHITE"))
    assert shown is not None
    assert shown.width < 700
    assert shown.px_per_mm == pytest.approx(8.0 * shown.width / 1000)
    assert "REDUCED" in shown.badges


def test_the_scale_or_why_there_is_none_stands_on_every_picture(window: Opened) -> None:
    wall = walled(window)
    length_px, said = wall.panes[0].scale()
    assert length_px > 20
    assert said.endswith(" mm")
    picture = wall.picture(Cell("WHITE"))
    assert picture is not None
    wall.show_picture(Cell("WHITE"), Picture("x", picture.pixels, None, "White"))
    assert wall.panes[0].scale() == (0.0, "Scale unknown: measuring is off")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("size", [(1280, 800), (3840, 2160)])
def test_nothing_is_cut_in_linked_panes(open_window: OpenWindow, language: str, size: tuple[int, int]) -> None:
    window = open_window(language, width=size[0], height=size[1])
    walled(window, ("WHITE", "OBLIQUE_LEFT", "OBLIQUE_RIGHT", "TRANSMITTED", "COAXIAL", "UV365", "UV254", "IR850"))
    window.qtbot.waitUntil(lambda: cut(window.program.window) == [])
    assert (window.program.window.width(), window.program.window.height()) == size
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)

"""The viewer driven as a person would: mouse, wheel, keys; what is seen is checked pixel by pixel."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QShortcut, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.viewer import ComparisonView, LightStrip, Overlay, Picture, PictureView, StripItem, Window
from ui.viewer.background import Background
from ui.viewer.pane import Pane
from ui.viewer.pyramid import PyramidStore
from ui.viewer.raster import OnRaster
from workstation.cases.model import Region, Shape

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def noise(height: int, width: int, seed: int = 1) -> NDArray[np.uint8]:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    pixels.flags.writeable = False
    return pixels


def picture(key: str = "a", px_per_mm: float | None = 10.0, size: tuple[int, int] = (600, 900)) -> Picture:
    return Picture(key, noise(*size), px_per_mm, f"Title {key}", ("SIMULATED",))


def grabbed(widget: QWidget) -> NDArray[np.uint8]:
    """What is on the screen, shape (H, W, 3), device pixels, RGB."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


@pytest.fixture
def comparison(qtbot: QtBot) -> Iterator[ComparisonView]:
    frame = QWidget()
    QVBoxLayout(frame)
    view = ComparisonView(frame)
    layout = frame.layout()
    assert layout is not None
    layout.addWidget(view)
    qtbot.addWidget(frame)
    frame.resize(1000, 700)
    frame.show()
    qtbot.waitExposed(frame)
    view.view("questioned").setFocus()
    yield view
    view.shutdown()


@pytest.fixture
def both(comparison: ComparisonView) -> ComparisonView:
    comparison.set_questioned(picture("q"))
    comparison.set_specimen(picture("s"))
    comparison.view("questioned").setFocus()
    return comparison


def wheel(view: PictureView, at: QPoint, steps: int) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(view.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def drag(qtbot: QtBot, view: PictureView, start: QPoint, end: QPoint, button: Qt.MouseButton = LEFT) -> None:
    qtbot.mousePress(view, button, pos=start)
    for step in range(1, 5):
        at = QPointF(start) + (QPointF(end) - QPointF(start)) * (step / 4)
        move(view, at, button)
    qtbot.mouseRelease(view, button, pos=end)


def move(view: PictureView, at: QPointF, buttons: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        at,
        view.mapToGlobal(at),
        Qt.MouseButton.NoButton,
        buttons,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view, event)


def at_pixel(view: PictureView, x: float, y: float) -> QPoint:
    """Where a picture point is seen."""
    ratio = view.devicePixelRatioF()
    device = view.viewport.to_device(x, y)
    return QPoint(round(device[0] / ratio), round(device[1] / ratio))


def middle_mm(view: PictureView) -> tuple[float, float]:
    assert view.picture is not None
    scale = view.picture.px_per_mm
    assert scale is not None
    return view.viewport.centre_x / scale, view.viewport.centre_y / scale


# what is seen


def test_at_100_percent_every_picture_pixel_is_one_device_pixel(both: ComparisonView) -> None:
    view = both.view("questioned")
    both.zoom_actual()
    assert view.picture is not None
    seen = grabbed(view)
    left, top = view.viewport.origin
    x, y = max(-left, 0), max(-top, 0)
    height, width = seen.shape[0] - max(top, 0), seen.shape[1] - max(left, 0)
    expected = view.picture.pixels[y : y + height, x : x + width]
    shown = seen[max(top, 0) : max(top, 0) + expected.shape[0], max(left, 0) : max(left, 0) + expected.shape[1]]
    assert expected.size > 300_000
    assert np.array_equal(shown, expected)


@pytest.mark.parametrize("scale", [2, 8, 32])
def test_enlarged_pixels_are_squares_of_one_colour(both: ComparisonView, scale: int) -> None:
    view = both.view("questioned")
    view.zoom_to(scale)
    assert view.picture is not None
    seen = grabbed(view)
    left, top = view.viewport.origin
    x, y = int(view.viewport.centre_x), int(view.viewport.centre_y)
    block = seen[top + y * scale : top + (y + 1) * scale, left + x * scale : left + (x + 1) * scale]
    assert block.shape == (scale, scale, 3)
    assert (block == view.picture.pixels[y, x]).all()


def test_a_reduced_picture_is_averaged_not_thinned(qtbot: QtBot, comparison: ComparisonView) -> None:
    stripes = np.zeros((2400, 3000), np.uint8)
    stripes[:, ::2] = 255
    comparison.set_questioned(Picture("q", stripes, None, ""))
    view = comparison.view("questioned")
    assert view.viewport.scale < 0.25

    def averaged() -> None:
        seen = grabbed(view)
        height, width = seen.shape[:2]
        inner = seen[height // 2 - 50 : height // 2 + 50, width // 2 - 50 : width // 2 + 50]
        assert inner.min() >= 126
        assert inner.max() <= 129

    qtbot.waitUntil(lambda: _holds(averaged))


def _holds(check: Any) -> bool:
    try:
        check()
    except AssertionError:
        return False
    return True


def test_what_is_shown_does_not_follow_the_array(comparison: ComparisonView) -> None:
    pixels = np.full((50, 50, 3), 40, np.uint8)
    comparison.set_questioned(Picture("q", pixels, None, ""))
    view = comparison.view("questioned")
    before = grabbed(view)
    pixels[:] = 250
    view.update()
    assert np.array_equal(grabbed(view), before)


def test_a_picture_20000_pixels_wide_is_right_at_its_far_end(comparison: ComparisonView) -> None:
    pixels = noise(40, 20_000)
    comparison.set_questioned(Picture("q", pixels, None, ""))
    view = comparison.view("questioned")
    end = Region(Shape.RECTANGLE, ((19_990, 10), (20_000, 20)))
    comparison.center_on("questioned", end)
    for scale in (1, 8, 32):
        view.zoom_to(scale)
        seen, (left, top) = grabbed(view), view.viewport.origin
        x, y = left + 19_994 * scale + scale // 2, top + 15 * scale + scale // 2
        assert tuple(seen[y, x]) == tuple(pixels[15, 19_994])


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_a_picture_of_one_pixel(comparison: ComparisonView, dtype: type[np.generic]) -> None:
    value = np.iinfo(dtype).max  # type: ignore[type-var]
    comparison.set_questioned(Picture("q", np.full((1, 1), value, dtype), 1.0, ""))
    view = comparison.view("questioned")
    seen = grabbed(view)
    assert tuple(seen[seen.shape[0] // 2, seen.shape[1] // 2]) == (255, 255, 255)
    assert view.viewport.scale == 32


def test_sixteen_bits_are_seen_through_a_stated_window(comparison: ComparisonView) -> None:
    comparison.set_questioned(Picture("q", np.full((200, 200), 2000, np.uint16), None, ""))
    view = comparison.view("questioned")

    def middle() -> int:
        seen = grabbed(view)
        return int(seen[seen.shape[0] // 2, seen.shape[1] // 2, 0])

    assert middle() == 8
    comparison.set_window("questioned", Window(1000, 3000))
    assert middle() == 128
    assert view.window_levels == (1000, 3000)


def test_badges_stand_beside_the_picture_never_on_it(both: ComparisonView) -> None:
    for scale in (1.0, 8.0):
        both.view("questioned").zoom_to(scale)
        pane = both.view("questioned").parentWidget()
        assert isinstance(pane, Pane)
        amber = (grabbed(pane) == (0xFF, 0xC2, 0x33)).all(axis=2)
        view = both.view("questioned").geometry()
        assert amber.sum() > 200
        assert not amber[view.top() :].any()


def test_the_other_light_of_a_page_appears_at_the_same_place(both: ComparisonView) -> None:
    view = both.view("questioned")
    view.zoom_to(4.0, QPointF(30, 40))
    before = view.viewport
    both.set_questioned(None)
    both.set_questioned(picture("q2"))
    assert view.viewport == before
    both.set_questioned(picture("larger", 20.0, (1200, 1800)))
    assert view.viewport.scale == pytest.approx(2.0)
    assert view.viewport.centre_x == pytest.approx(before.centre_x * 2)


def test_a_new_array_under_a_known_key_is_shown(comparison: ComparisonView) -> None:
    comparison.set_questioned(Picture("q", np.full((90, 90), 10, np.uint8), None, ""))
    comparison.set_questioned(Picture("q", np.full((90, 90), 99, np.uint8), None, ""))
    seen = grabbed(comparison.view("questioned"))
    assert seen[seen.shape[0] // 2, seen.shape[1] // 2, 0] == 99


def test_numbers_of_numpy_are_taken(both: ComparisonView) -> None:
    both.set_questioned(picture("n", np.float64(12.5)))
    view = both.view("questioned")
    for scale in np.geomspace(0.25, 4, 9):
        view.zoom_to(scale)
        assert grabbed(view).any()
    both.center_on("questioned", Region(Shape.POINT, ((np.float64(10), np.float64(20)),)))
    assert type(view.viewport.scale) is type(view.viewport.centre_x) is float


# moving


def test_dragging_moves_the_picture_with_the_hand(qtbot: QtBot, both: ComparisonView) -> None:
    view = both.view("questioned")
    both.zoom_actual()
    before = view.viewport.origin
    drag(qtbot, view, QPoint(200, 200), QPoint(160, 230))
    after = view.viewport.origin
    assert (after[0] - before[0], after[1] - before[1]) == (-40, 30)


def test_the_wheel_zooms_around_the_pointer(both: ComparisonView) -> None:
    view = both.view("questioned")
    at = QPoint(120, 310)
    before, scale = view.viewport.to_picture(120, 310), view.viewport.scale
    wheel(view, at, 4)
    assert view.viewport.scale == pytest.approx(scale * 1.25**4)
    assert view.viewport.to_picture(120, 310) == pytest.approx(before, abs=1.5)
    wheel(view, at, -40)
    assert view.viewport.scale == pytest.approx(view.fit_scale() / 4)
    wheel(view, at, 400)
    assert view.viewport.scale == 32


def test_keys_zoom_fit_and_move(qtbot: QtBot, both: ComparisonView) -> None:
    view = both.view("questioned")
    fitted = view.viewport
    qtbot.keyClick(view, Key.Key_1)
    assert view.viewport.scale == 1.0
    qtbot.keyClick(view, Key.Key_Plus)
    assert view.viewport.scale == 1.5
    qtbot.keyClick(view, Key.Key_Minus)
    assert view.viewport.scale == 1.0
    x = view.viewport.centre_x
    qtbot.keyClick(view, Key.Key_Right)
    assert view.viewport.centre_x == pytest.approx(x + view.width() / 10)
    qtbot.keyClick(view, Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert view.viewport.centre_x == pytest.approx(x + view.width() / 10 - 1)
    for key in (Key.Key_F, Key.Key_0):
        both.zoom_in()
        qtbot.keyClick(view, key)
        assert view.viewport == fitted


def test_the_picture_cannot_be_lost(both: ComparisonView) -> None:
    view = both.view("questioned")
    both.pan_by(1e6, -1e6)
    assert (view.viewport.centre_x, view.viewport.centre_y) == (900, 0)


def test_a_fitted_picture_stays_fitted_when_the_window_changes(both: ComparisonView) -> None:
    window = both.window()
    window.resize(1400, 900)
    for pane in ("questioned", "specimen"):
        view = both.view(pane)
        assert view.fitted
        assert view.viewport.scale == pytest.approx(view.fit_scale(), rel=0.01)


def test_linked_panes_show_the_same_millimetres(qtbot: QtBot, comparison: ComparisonView) -> None:
    comparison.set_questioned(picture("q", 10.0, (600, 900)))
    comparison.set_specimen(picture("s", 25.0, (1500, 2250)))
    left, right = comparison.view("questioned"), comparison.view("specimen")
    for act in (
        comparison.zoom_actual,
        lambda: comparison.pan_by(31, -17),
        lambda: wheel(right, QPoint(50, 60), 3),
        lambda: drag(qtbot, right, QPoint(100, 100), QPoint(130, 90)),
        lambda: comparison.center_on("questioned", Region(Shape.POINT, ((100.0, 200.0),))),
        comparison.zoom_out,
    ):
        act()
        assert middle_mm(left) == pytest.approx(middle_mm(right))
        assert left.viewport.scale * 10 == pytest.approx(right.viewport.scale * 25)


def test_without_a_scale_panes_share_the_width_of_the_page(comparison: ComparisonView) -> None:
    comparison.set_questioned(picture("q", 10.0, (600, 900)))
    comparison.set_specimen(picture("s", None, (1500, 2250)))
    comparison.zoom_actual()
    left, right = comparison.view("questioned"), comparison.view("specimen")
    comparison.pan_by(50, 20)
    assert left.viewport.centre_x / 900 == pytest.approx(right.viewport.centre_x / 2250)
    assert left.viewport.scale * 900 == pytest.approx(right.viewport.scale * 2250)


def test_unlinked_panes_move_alone_and_keep_their_displacement(both: ComparisonView) -> None:
    left, right = both.view("questioned"), both.view("specimen")
    both.zoom_actual()
    both.set_linked(False)
    right.pan_by(20, 0)
    assert right.viewport.centre_x == left.viewport.centre_x + 20
    both.set_linked(True)
    left.pan_by(-100, 0)
    assert right.viewport.centre_x == pytest.approx(left.viewport.centre_x + 20)
    both.zoom_fit()
    assert right.viewport.centre_x == left.viewport.centre_x


def test_tab_goes_to_the_other_pane_and_commands_with_it(qtbot: QtBot, both: ComparisonView) -> None:
    both.set_linked(False)
    scale = both.view("questioned").viewport.scale
    qtbot.keyClick(both.view("questioned"), Key.Key_Tab)
    assert both.view("specimen").hasFocus()
    with qtbot.waitSignal(both.zoomChanged) as told:
        both.zoom_actual()
    assert told.args == [1.0]
    assert both.view("specimen").viewport.scale == 1.0
    assert both.view("questioned").viewport.scale == scale


def test_the_pane_with_the_keyboard_has_a_ring(both: ComparisonView) -> None:
    ring = (0x7C, 0xC4, 0xFF)
    colours = {}
    for name in ("questioned", "specimen"):
        pane = both.view(name).parentWidget()
        assert pane is not None
        colours[name] = tuple(grabbed(pane)[pane.height() // 2, 1])
    assert colours["questioned"] == ring
    assert colours["specimen"] != ring


def test_hiding_the_specimen_gives_its_room_away(both: ComparisonView) -> None:
    narrow = both.view("questioned").width()
    both.set_specimen_visible(False)
    QApplication.processEvents()
    assert both.view("questioned").width() > narrow * 1.8
    assert both.view("questioned").viewport.scale == pytest.approx(both.view("questioned").fit_scale())
    both.set_specimen_visible(True)
    QApplication.processEvents()
    assert both.view("questioned").width() == pytest.approx(narrow, abs=4)


# pointing


def test_the_status_bar_reads_pixel_millimetres_and_value(qtbot: QtBot, both: ComparisonView) -> None:
    view = both.view("questioned")
    view.zoom_to(8.0)
    assert view.picture is not None
    x, y = int(view.viewport.centre_x), int(view.viewport.centre_y)
    red, green, blue = view.picture.pixels[y, x]
    with qtbot.waitSignal(both.pointerMoved) as told:
        move(view, QPointF(at_pixel(view, x + 0.5, y + 0.5)))
    assert told.args is not None
    value, place = f"R {red} G {green} B {blue}", f"{x / 10 + 0.05:.2f}, {y / 10 + 0.05:.2f} mm"
    assert told.args[0] == f"{value} · {place} · pixel {x}, {y} · Title q"


def test_an_unknown_scale_is_said(qtbot: QtBot, comparison: ComparisonView) -> None:
    comparison.set_questioned(picture("q", None))
    view = comparison.view("questioned")
    with qtbot.waitSignal(comparison.pointerMoved) as told:
        move(view, QPointF(view.rect().center()))
    assert told.args is not None
    assert "scale unknown" in told.args[0]
    with qtbot.waitSignal(comparison.pointerMoved) as told:
        move(view, QPointF(0, 0))
    assert told.args == [""]


def test_the_crosshair_marks_the_place_in_the_other_pane(both: ComparisonView) -> None:
    both.set_crosshair(True)
    other = both.view("specimen")
    before = grabbed(other)
    view = both.view("questioned")
    move(view, QPointF(at_pixel(view, 300, 200)))
    assert not np.array_equal(grabbed(other), before)
    both.set_crosshair(False)
    assert np.array_equal(grabbed(other), before)


# overlays

BOX = Overlay("box", ((100, 100), (400, 400)), Shape.RECTANGLE, "1", "#ff0000", "▲", tooltip="Outer")
INNER = Overlay("inner", ((200, 200), (260, 200), (230, 260)), Shape.POLYGON, "2", "#00ff00")
DOT = Overlay("dot", ((700.0, 300.0),), Shape.POINT, "3", "#0000ff", selected=True)


@pytest.mark.parametrize(
    ("point", "hit"), [((230, 220), "inner"), ((120, 350), "box"), ((100, 300), "box"), ((700, 300), "dot")]
)
def test_clicking_an_overlay_names_it(qtbot: QtBot, both: ComparisonView, point: tuple[int, int], hit: str) -> None:
    both.set_overlays("questioned", [BOX, INNER, DOT])
    view = both.view("questioned")
    with qtbot.waitSignal(both.overlayClicked) as told:
        qtbot.mouseClick(view, LEFT, pos=at_pixel(view, *point))
    assert told.args == ["questioned", hit]


def test_dragging_or_clicking_beside_names_none(qtbot: QtBot, both: ComparisonView) -> None:
    both.set_overlays("questioned", [BOX])
    view = both.view("questioned")
    with qtbot.assertNotEmitted(both.overlayClicked):
        qtbot.mouseClick(view, LEFT, pos=at_pixel(view, 600, 500))
        drag(qtbot, view, at_pixel(view, 200, 200), at_pixel(view, 300, 300))


def test_page_keys_step_through_overlays(qtbot: QtBot, both: ComparisonView) -> None:
    both.set_overlays("questioned", [BOX, INNER, DOT])
    named: list[str] = []
    both.overlayClicked.connect(lambda pane, overlay_id: named.append(overlay_id))
    view = both.view("questioned")
    qtbot.keyClick(view, Key.Key_PageDown)
    qtbot.keyClick(view, Key.Key_PageUp)
    assert named == ["box", "inner"]


def test_an_outline_is_seen_where_it_belongs_and_stronger_when_selected(both: ComparisonView) -> None:
    view = both.view("questioned")
    both.zoom_actual()
    left, top = view.viewport.origin
    counts = []
    for selected in (False, True):
        both.set_overlays(
            "questioned", [Overlay("a", BOX.points_px, Shape.RECTANGLE, "", "#ff0000", selected=selected)]
        )
        column = grabbed(view)[top + 250, left + 390 : left + 411]
        reds = (column == (255, 0, 0)).all(axis=1)
        assert reds[10 - 2 : 10 + 2].any()
        counts.append(int(reds.sum()))
    assert counts[0] < counts[1]


def test_jumping_to_a_region_brings_it_to_the_middle(both: ComparisonView) -> None:
    both.center_on("specimen", Region(Shape.RECTANGLE, ((700, 100), (740, 120))))
    view = both.view("specimen")
    assert (view.viewport.centre_x, view.viewport.centre_y) == (720, 110)
    assert 40 * view.viewport.scale >= view.device_size()[0] * 0.3
    assert view.hasFocus()
    assert both.active_pane == "specimen"


# drawing


def test_a_rectangle_is_dragged(qtbot: QtBot, both: ComparisonView) -> None:
    both.set_tool("rectangle")
    both.view("specimen").setFocus()
    both.zoom_actual()
    view = both.view("specimen")
    start, end = QPoint(150, 120), QPoint(210, 160)
    with qtbot.waitSignal(both.regionDrawn) as told:
        drag(qtbot, view, end, start)
    assert told.args is not None
    pane, region = told.args
    assert pane == "specimen"
    assert region == Region(Shape.RECTANGLE, (view.viewport.to_picture(150, 120), view.viewport.to_picture(210, 160)))


def test_two_clicks_draw_a_rectangle_too(qtbot: QtBot, both: ComparisonView) -> None:
    both.set_tool("rectangle")
    view = both.view("questioned")
    qtbot.mouseClick(view, LEFT, pos=at_pixel(view, 100, 100))
    with qtbot.waitSignal(both.regionDrawn) as told:
        qtbot.mouseClick(view, LEFT, pos=at_pixel(view, 400, 300))
    assert told.args is not None
    assert told.args[1].bounds_px() == pytest.approx((100, 100, 400, 300), abs=3)


def test_a_region_never_leaves_the_picture(qtbot: QtBot, both: ComparisonView) -> None:
    both.set_tool("rectangle")
    view = both.view("questioned")
    with qtbot.waitSignal(both.regionDrawn) as told:
        drag(qtbot, view, at_pixel(view, 800, 500), QPoint(view.width() + 300, view.height() + 300))
    assert told.args is not None
    assert told.args[1].bounds_px()[2:] == (900, 600)


def test_a_polygon_closes_with_a_double_click_or_enter(qtbot: QtBot, both: ComparisonView) -> None:
    both.set_tool("polygon")
    view = both.view("questioned")
    corners = [at_pixel(view, *corner) for corner in ((100, 100), (500, 120), (300, 400))]
    for finish in ("double click", "enter"):
        for corner in corners:
            qtbot.mouseClick(view, LEFT, pos=corner)
        with qtbot.waitSignal(both.regionDrawn) as told:
            if finish == "enter":
                qtbot.keyClick(view, Key.Key_Return)
            else:
                qtbot.mouseDClick(view, LEFT, pos=corners[-1])
        assert told.args is not None
        region = told.args[1]
        assert (region.shape, len(region.points_px)) == (Shape.POLYGON, 3)
        assert region.points_px[1] == pytest.approx((500, 120), abs=3)


def test_escape_drops_what_was_begun(qtbot: QtBot, both: ComparisonView) -> None:
    view = both.view("questioned")
    for tool in ("rectangle", "polygon"):
        both.set_tool(tool)
        empty = grabbed(view)
        qtbot.mouseClick(view, LEFT, pos=at_pixel(view, 100, 100))
        move(view, QPointF(at_pixel(view, 500, 400)))
        assert not np.array_equal(grabbed(view), empty)
        with qtbot.assertNotEmitted(both.regionDrawn):
            qtbot.keyClick(view, Key.Key_Escape)
            qtbot.keyClick(view, Key.Key_Return)
        assert np.array_equal(grabbed(view), empty)


def test_a_rectangle_by_keyboard_alone(qtbot: QtBot, both: ComparisonView) -> None:
    view = both.view("questioned")
    both.zoom_actual()
    both.set_tool("rectangle")
    qtbot.keyClick(view, Key.Key_Space)
    for _ in range(5):
        qtbot.keyClick(view, Key.Key_Right)
    qtbot.keyClick(view, Key.Key_Down)
    for _ in range(3):
        qtbot.keyClick(view, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(both.regionDrawn) as told:
        qtbot.keyClick(view, Key.Key_Space)
    assert told.args is not None
    assert told.args[1] == Region(Shape.RECTANGLE, ((450.0, 300.0), (510.0, 315.0)))


def test_the_keyboards_crosshair_takes_the_view_along(qtbot: QtBot, both: ComparisonView) -> None:
    view = both.view("questioned")
    view.zoom_to(8.0)
    both.set_tool("polygon")
    qtbot.keyClick(view, Key.Key_Space)
    for _ in range(300):
        qtbot.keyClick(view, Key.Key_Left)
    assert view.viewport.to_device(0, 0)[0] >= 0
    qtbot.keyClick(view, Key.Key_Backspace)
    with qtbot.assertNotEmitted(both.regionDrawn):
        qtbot.keyClick(view, Key.Key_Return)


def test_the_middle_button_moves_the_picture_while_drawing(qtbot: QtBot, both: ComparisonView) -> None:
    both.set_tool("polygon")
    both.zoom_actual()
    view = both.view("questioned")
    before = view.viewport.origin
    with qtbot.assertNotEmitted(both.regionDrawn):
        drag(qtbot, view, QPoint(200, 200), QPoint(150, 200), Qt.MouseButton.MiddleButton)
    assert view.viewport.origin[0] == before[0] - 50


def test_a_shortcut_of_the_window_does_not_take_escape_from_a_drawing(qtbot: QtBot, both: ComparisonView) -> None:
    stopped: list[bool] = []
    shortcut = QShortcut(Key.Key_Escape, both.window())
    shortcut.activated.connect(lambda: stopped.append(True))
    both.window().activateWindow()
    qtbot.waitUntil(both.view("questioned").hasFocus)
    both.set_tool("rectangle")
    view = both.view("questioned")
    qtbot.mouseClick(view, LEFT, pos=at_pixel(view, 100, 100))
    qtbot.keyClick(view, Key.Key_Escape)
    assert not stopped
    qtbot.keyClick(view, Key.Key_Escape)
    assert stopped


def test_an_unknown_tool_is_refused(both: ComparisonView) -> None:
    with pytest.raises(ValueError, match="lasso"):
        both.set_tool("lasso")


# grid and strip


def test_the_grid_shows_every_light_and_gives_back_the_one_picked(qtbot: QtBot, both: ComparisonView) -> None:
    tiles = [(code, code.title(), picture(code), None) for code in ("WHITE", "UV365", "IR850")]
    both.show_grid([*tiles, ("IR940", "Infrared", None, picture("s"))])
    focused = QApplication.focusWidget()
    assert focused is not None
    assert not both.view("questioned").isVisible()
    qtbot.keyClick(focused, Key.Key_Right)
    with qtbot.waitSignal(both.gridPicked) as told:
        qtbot.keyClick(focused, Key.Key_Return)
    assert told.args == ["UV365"]
    both.show_grid(None)
    assert both.view("questioned").isVisible()
    assert both.view("questioned").hasFocus()


def strip_items() -> list[StripItem]:
    return [
        StripItem("WHITE", "White", noise(60, 90), "SIMULATED", 0, True),
        StripItem("UV365", "UV 365 nm", None, "", 2, False),
        StripItem("IR850", "IR 850 nm", noise(60, 90), "", 0, False),
    ]


def test_the_strip_is_stepped_with_arrows_and_picked_by_touch(qtbot: QtBot) -> None:
    strip = LightStrip()
    qtbot.addWidget(strip)
    picked: list[str] = []
    strip.picked.connect(picked.append)
    strip.resize(600, 160)
    strip.set_items(strip_items())
    strip.show()
    qtbot.waitExposed(strip)
    assert (strip.current(), picked) == ("WHITE", [])
    tiles = strip.focusProxy()
    assert tiles is not None
    qtbot.keyClick(tiles, Key.Key_Right)
    assert (strip.current(), picked) == ("UV365", ["UV365"])
    strip.set_current("IR850")
    assert picked == ["UV365"]
    listing = strip._list
    box = listing.visualRect(listing.tiles.index(0))
    assert min(box.width(), box.height()) >= 40
    qtbot.mouseClick(listing.viewport(), LEFT, pos=box.center())
    assert picked == ["UV365", "WHITE"]


def test_the_strip_is_spoken_in_full(qtbot: QtBot) -> None:
    strip = LightStrip()
    qtbot.addWidget(strip)
    strip.set_items(strip_items())
    model = strip._list.tiles
    spoken = [model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole) for row in range(3)]
    assert spoken[0] == "White, SIMULATED"
    assert spoken[1].startswith("UV 365 nm, no picture yet, 2 ")


# words


def test_an_empty_pane_says_what_to_do(comparison: ComparisonView) -> None:
    def words() -> list[str]:
        return [label.text() for label in comparison.findChildren(QLabel) if label.isVisible()]

    assert any("Capture this light" in text for text in words())
    assert any("Choose a specimen" in text for text in words())
    comparison.set_hint("specimen", "This specimen has no picture in UV 365 nm.")
    assert "This specimen has no picture in UV 365 nm." in words()
    comparison.set_questioned(picture())
    assert not any("Capture this light" in text for text in words())


def test_views_have_names_for_a_screen_reader(both: ComparisonView) -> None:
    assert both.view("questioned").accessibleName() == "Questioned document · Title q · SIMULATED"
    assert both.view("specimen").accessibleName() == "Specimen · Title s · SIMULATED"
    assert both.view("specimen").accessibleDescription()


def test_a_change_of_language_is_heard_everywhere(both: ComparisonView) -> None:
    QApplication.sendEvent(both, QEvent(QEvent.Type.LanguageChange))
    both.retranslate()
    assert both.view("questioned").accessibleName().startswith("Questioned document")


# life


class Reluctant(Executor):
    """Runs nothing until it is told to."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Future[Any], Any]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.waiting.append((future, fn))
        return future

    def run(self) -> None:
        for future, work in self.waiting:
            if future.set_running_or_notify_cancel():
                future.set_result(work())
        self.waiting.clear()


def test_the_picture_is_seen_before_its_reduced_levels_are(qtbot: QtBot) -> None:
    executor = Reluctant()
    view = ComparisonView(executor=executor)
    qtbot.addWidget(view)
    view.resize(800, 600)
    grey = Picture("q", np.full((2000, 3000), 77, np.uint8), None, "")
    view.set_questioned(grey)
    pyramid = view._pyramids.pyramid(grey, Window(0, 65535))
    assert len(pyramid.levels) == 1
    shown = grabbed(view.view("questioned"))
    assert shown[shown.shape[0] // 2, shown.shape[1] // 2, 0] == 77
    executor.run()
    qtbot.waitUntil(lambda: len(pyramid.levels) == 5)


def test_what_arrives_after_the_end_is_dropped(qtbot: QtBot) -> None:
    executor = Reluctant()
    view = ComparisonView(executor=executor)
    qtbot.addWidget(view)
    view.set_questioned(picture())
    view.shutdown()
    view.shutdown()
    executor.run()
    view.set_questioned(picture("other"))
    assert not executor.waiting


def test_a_view_that_is_deleted_leaves_no_thread(qtbot: QtBot) -> None:
    frame = QWidget()
    view = ComparisonView(frame)
    view.set_questioned(picture())
    threads = [thread for thread in threading.enumerate() if thread.name.startswith("viewer")]
    assert threads
    with qtbot.waitSignal(view.destroyed):
        frame.deleteLater()
    assert not any(thread.is_alive() for thread in threads)


def test_pictures_seen_before_are_kept_within_bounds(qtbot: QtBot) -> None:
    background = Background(executor=Reluctant())
    store = PyramidStore(background, kept_bytes=250_000)
    window = Window(0, 65535)
    pictures = [Picture(str(index), np.zeros((300, 300), np.uint8), None, "") for index in range(4)]
    first = store.pyramid(pictures[0], window)
    assert store.pyramid(pictures[0], window) is first
    for each in pictures[1:]:
        store.pyramid(each, window)
    assert store.byte_length() <= 250_000
    assert store.pyramid(pictures[0], window) is not first
    background.close()


def test_laid_panes_show_the_same_place_of_the_page(comparison: ComparisonView) -> None:
    comparison.set_questioned(picture("q", 10.0, (600, 900)))
    comparison.set_specimen(picture("s", 10.0, (600, 900)))
    left, right = comparison.view("questioned"), comparison.view("specimen")
    angle, scale = np.radians(1.5), 1.02
    cos, sin = scale * np.cos(angle), scale * np.sin(angle)
    onto = np.array([[cos, -sin, 14.0], [sin, cos, -9.0], [0.0, 0.0, 1.0]])
    size = 900, 600
    link = comparison._link
    link.lay({left: OnRaster(np.eye(3), size, 10.0), right: OnRaster(onto, size, 10.0)})
    assert right.fitted
    comparison.zoom_actual()
    comparison.pan_by(31, -17)
    for lead in (left, right):
        lead.pan_by(40, 12)
        x, y, _ = onto @ (right.viewport.centre_x, right.viewport.centre_y, 1.0)
        assert (x, y) == pytest.approx((left.viewport.centre_x, left.viewport.centre_y))
        assert right.viewport.scale == pytest.approx(left.viewport.scale * scale)
    there = link.counterpart((200.0, 100.0), right, left)
    assert there is not None
    assert there == pytest.approx(tuple((onto @ (200.0, 100.0, 1.0))[:2]))
    assert link.counterpart(there, left, right) == pytest.approx((200.0, 100.0))
    link.lay({})
    assert link.counterpart((200.0, 100.0), right, left) == pytest.approx((200.0, 100.0))


def test_a_picture_laid_nearly_at_its_scale_stays_pixel_for_pixel(both: ComparisonView) -> None:
    left, right = both.view("questioned"), both.view("specimen")
    both.zoom_actual()
    nearly = np.diag([1.0005, 1.0005, 1.0])
    size = left.picture.width, left.picture.height
    both._link.lay({left: OnRaster(np.eye(3), size, 10.0), right: OnRaster(nearly, size, 10.0)})
    assert right.viewport.scale == left.viewport.scale == 1.0
    assert right.viewport.centre_x == pytest.approx(left.viewport.centre_x / 1.0005)

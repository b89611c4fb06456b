"""Two panes side by side: the crosshair and a pan mean the same place of the document in both."""

from __future__ import annotations

from concurrent.futures import Future

import numpy as np
import pytest
from test_ui_compare_window import ready
from ui_window import Opened

from ui.viewer.pane import Pane
from workstation.captures import CaptureRecord
from workstation.comparison_desk import Placed, Shown
from workstation.imaging.register import Registration, register, register_points

CORNERS = ((50.0, 50.0), (900.0, 60.0), (880.0, 600.0), (60.0, 620.0))
SIZE = 1000, 704


class Placing:
    """Answers where a picture lies; counts what it was asked."""

    def __init__(self, found: Registration, by_white: bool = False) -> None:
        self.found, self.by_white = found, by_white
        self.asked: list[tuple[str, str]] = []

    def __call__(self, first: CaptureRecord, second: Shown) -> Future[Placed]:
        self.asked.append((first.light, "specimen" if not isinstance(second, CaptureRecord) else second.light))
        done: Future[Placed] = Future()
        done.set_result(Placed(self.found, self.by_white))
        return done


@pytest.fixture
def placing(window: Opened, monkeypatch: pytest.MonkeyPatch) -> Placing:
    made = Placing(register_points([((at[0] + 30.0, at[1] - 12.0), at) for at in CORNERS], SIZE))
    monkeypatch.setattr(window.bench.comparison, "place", made)
    ready(window)
    window.wait(lambda: window.commands.space.view.view("specimen").picture is not None)
    return made


def heading(window: Opened) -> str:
    pane = window.commands.space.view.view("specimen").parentWidget()
    assert isinstance(pane, Pane)
    return pane.view.accessibleName()


def test_near_both_panes_show_the_same_place(window: Opened, placing: Placing) -> None:
    view = window.commands.space.view
    left, right = view.view("questioned"), view.view("specimen")
    assert placing.asked == [], "nobody has come near"
    window.act("zoom_two")
    window.wait(lambda: placing.asked)
    window.wait(lambda: right.viewport.centre_x == pytest.approx(left.viewport.centre_x - 30))
    left.pan_by(40, 25)
    assert right.viewport.centre_y == pytest.approx(left.viewport.centre_y + 12)
    assert view.counterpart((400.0, 300.0), "questioned", "specimen") == pytest.approx((370.0, 312.0))
    assert placing.asked == [("WHITE", "specimen")], "asked once"


def test_under_the_crosshair_the_whole_page_is_enough(window: Opened, placing: Placing) -> None:
    view = window.commands.space.view
    window.act("crosshair")
    view.view("questioned").pointed.emit((400.0, 300.0))
    window.wait(lambda: placing.asked)
    window.wait(lambda: view.counterpart((400.0, 300.0), "questioned", "specimen") == pytest.approx((370.0, 312.0)))
    view.view("questioned").pointed.emit((400.0, 300.0))
    assert view.view("specimen")._cross == pytest.approx((370.0, 312.0))
    assert view.view("specimen").fitted


def test_what_cannot_be_laid_says_so_until_another_picture_comes(window: Opened, placing: Placing) -> None:
    placing.found = register(np.zeros(SIZE[::-1], np.uint8), np.zeros(SIZE[::-1], np.uint8))
    window.act("zoom_two")
    window.wait(lambda: "NOT LAID" in heading(window))
    view = window.commands.space.view
    assert view.counterpart((400.0, 300.0), "questioned", "specimen") == pytest.approx((400.0, 300.0))
    window.act("zoom_fit")
    window.commands.desk.look(light="UV365")
    window.wait(lambda: "NOT LAID" not in heading(window))


def test_another_light_of_the_document_beside_it_is_laid_too(window: Opened, placing: Placing) -> None:
    placing.by_white = True
    window.commands.space.compare.set_partner("IR850")
    window.act("zoom_two")
    window.wait(lambda: ("WHITE", "IR850") in placing.asked)
    window.wait(lambda: "LAID BY WHITE" in heading(window))


def test_what_is_worked_on_is_not_laid(window: Opened, placing: Placing) -> None:
    space = window.commands.space
    window.act("turn_right")
    window.wait(lambda: space.studio.shown_recipe is not None)
    window.act("zoom_two")
    window.wait(lambda: not space.beside._rest.isActive())
    assert placing.asked == []

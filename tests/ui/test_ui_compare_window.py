"""Two pictures compared in one view, through the window: keys, partner, parameters, points by hand, views kept."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from ui_window import Opened, OpenWindow

from ui.compare.comparing import Comparing
from ui.compare.keep_dialog import KeepDialog
from ui.viewer.blend import Mode
from workstation.cases.model import Region, Shape
from workstation.errors import PictureError
from workstation.imaging import compare as compare_pictures
from workstation.imaging.comparability import Doubt
from workstation.imaging.recipe import parse_recipe

KEYS = {
    "C": Mode.CURTAIN, "T": Mode.OPACITY, "B": Mode.BLINK, "D": Mode.DIFFERENCE, "M": Mode.MERGE,
    "N": Mode.BEYOND_NOISE,
}  # fmt: skip


def comparing(window: Opened) -> Comparing:
    return window.commands.space.compare


def ready(window: Opened, lights: tuple[str, ...] = ("WHITE", "UV365", "IR850")) -> None:
    """A case with pictures and a specimen, the first light in hand."""
    window.open_case()
    desk = window.commands.desk
    desk.start_capture(lights)
    window.wait(lambda: not desk.capturing and set(desk.captures()) == set(lights))
    window.choose_specimen()
    desk.look(light=lights[0])
    window.wait(lambda: window.commands.space.pictures.shown["questioned"] == desk.capture.capture_id)
    window.commands.space.view.active_view.setFocus()


def press(window: Opened, key: str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.program.window, getattr(Qt.Key, f"Key_{key}"), modifier)


def blended(window: Opened) -> Mode | None:
    blend = window.commands.space.view.view("questioned").blend
    return blend.mode if blend else None


def compare(window: Opened, mode: Mode) -> None:
    comparing(window).set_mode(mode)
    window.wait(lambda: blended(window) is mode and not comparing(window).laying)


def save_finding(window: Opened, observed: str = "") -> None:
    form = window.commands.space.findings.form
    window.program.window.activateWindow()
    window.wait(window.program.window.isActiveWindow)
    form.feature.choose("microprint")
    form.observation.choose("absent")
    form.significance.choose("neutral")
    form.observed.setPlainText(observed)
    QTest.keyClick(form.observed, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    window.wait(lambda: not form.isVisible())


def visible_texts(window: Opened) -> str:
    bar = window.commands.space.compare_bar
    return "\n".join(each.text() for each in bar.findChildren(QLabel) if each.isVisible())


# ---------------------------------------------------------------------- modes


def test_every_way_is_one_key_away(window: Opened) -> None:
    ready(window)
    space, actions = window.commands.space, window.program.window.actions_by_key
    assert not space.compare_bar.isVisible()
    for key, mode in KEYS.items():
        press(window, key)
        window.wait(lambda mode=mode: blended(window) is mode)
        assert actions[mode.replace("-", "_")].isChecked()
        assert not space.view.view("specimen").isVisible()
        assert space.compare_bar.isVisible()
    press(window, "D", Qt.KeyboardModifier.ShiftModifier)
    window.wait(lambda: blended(window) is Mode.SIGNED_DIFFERENCE)
    press(window, "V")
    assert blended(window) is None
    assert space.view.view("specimen").isVisible()
    assert not space.compare_bar.isVisible()
    assert actions["side_by_side"].isChecked()


def test_two_pictures_in_one_view_say_so(window: Opened) -> None:
    ready(window)
    compare(window, Mode.MERGE)
    name = window.commands.space.view.view("questioned").accessibleName()
    for part in ("Questioned · White", "Specimen · White", "False-colour merge", "SIMULATED", "SPECIMEN"):
        assert part in name
    assert "FALSE COLOUR" in name, "white light in false colours"
    press(window, "V")
    assert "Specimen" not in window.commands.space.view.view("questioned").accessibleName()


def test_another_light_keeps_the_mode_and_is_laid_anew(window: Opened) -> None:
    ready(window)
    compare(window, Mode.DIFFERENCE)
    window.commands.desk.look(light="UV365")
    assert blended(window) is Mode.DIFFERENCE, "the old view stays until the new picture is there"
    assert "laying" in visible_texts(window)
    window.wait(lambda: comparing(window).recipe is not None)
    assert comparing(window).pair.first.light == "UV365"
    assert comparing(window).pair.second.light == "UV365"


def test_the_window_stays_alive_while_pictures_are_laid(window: Opened) -> None:
    ready(window)
    go = threading.Event()
    window.bench.delay = lambda: go.wait(5) and None
    press(window, "D")
    assert "laying" in visible_texts(window)
    assert blended(window) is None
    for light in ("UV365", "IR850", "WHITE", "IR850"):  # as fast as the hand: only the last one is waited for
        window.commands.desk.look(light=light)
    go.set()
    window.wait(lambda: blended(window) is Mode.DIFFERENCE)
    assert comparing(window).pair.first.light == "IR850"
    laid = {pair.first.light for pair in comparing(window)._laid.values()}
    assert laid == {"WHITE", "IR850"}


def test_without_a_specimen_it_says_what_to_do(window: Opened) -> None:
    window.open_case()
    desk = window.commands.desk
    desk.start_capture(("WHITE", "IR850"))
    window.wait(lambda: not desk.capturing and desk.capture is not None)
    press(window, "D")
    assert "choose a specimen" in visible_texts(window)
    assert window.commands.space.view.view("specimen").window() is window.program.window
    press(window, "P")
    window.wait(lambda: blended(window) is Mode.DIFFERENCE)


# ---------------------------------------------------------------------- partner


def test_the_partner_is_the_light_before_and_the_specimen_again(window: Opened) -> None:
    ready(window)
    desk = window.commands.desk
    desk.look(light="IR850")
    press(window, "P")
    assert comparing(window).partner_light == "WHITE"
    shown = window.commands.space.pictures.shown
    window.wait(lambda: shown["specimen"] == desk.captures()["WHITE"].capture_id)
    compare(window, Mode.CURTAIN)
    assert "doubt-light" in {each.code for each in comparing(window).pair.laid.doubts}
    assert "⚠  Two different lights" in visible_texts(window)
    desk.look(light="WHITE")
    assert comparing(window).partner_light == "IR850", "a light is not compared with itself"
    press(window, "P")
    assert comparing(window).partner_light == ""


def test_the_list_holds_the_specimen_and_the_other_lights(window: Opened) -> None:
    ready(window)
    compare(window, Mode.OPACITY)
    partner = window.commands.space.compare_bar.partner
    assert [partner.itemData(row) for row in range(partner.count())] == ["", "UV365", "IR850"]
    partner.choose("IR850")
    partner.activated.emit(2)
    window.wait(lambda: blended(window) and comparing(window).pair and not comparing(window).laying)
    assert comparing(window).pair.second.light == "IR850"


def test_what_is_drawn_on_the_other_light_is_found_there(window: Opened) -> None:
    ready(window)
    comparing(window).set_partner("IR850")
    space, desk = window.commands.space, window.commands.desk
    window.wait(lambda: space.pictures.shown["specimen"] == desk.captures()["IR850"].capture_id)
    box = Region(Shape.RECTANGLE, ((10.0, 10.0), (40.0, 40.0)))
    space.view.regionDrawn.emit("specimen", box)
    draft = space.findings.form._draft
    assert (draft.capture.light, draft.region) == ("IR850", box)


# ---------------------------------------------------------------------- parameters


def test_keys_slider_and_number_turn_the_same_parameter(window: Opened) -> None:
    ready(window)
    compare(window, Mode.CURTAIN)
    field = window.commands.space.compare_bar.fields[0]
    view = window.commands.space.view.view("questioned")
    press(window, "Period")
    assert view.blend.parameters["position"] == pytest.approx(0.52)
    assert field.number.value() == 52
    press(window, "Comma")
    press(window, "Left", Qt.KeyboardModifier.AltModifier)
    assert field.slider.value() == 480
    field.slider.setValue(250)
    assert view.blend.parameters["position"] == pytest.approx(0.25)
    field.number.setValue(75)
    assert view.blend.parameters["position"] == pytest.approx(0.75)
    press(window, "Period", Qt.KeyboardModifier.AltModifier)
    assert view.blend.parameters["angle_deg"] == 15


def test_the_edge_of_the_curtain_follows_the_mouse(window: Opened) -> None:
    ready(window)
    compare(window, Mode.CURTAIN)
    view = window.commands.space.view.view("questioned")
    viewport = view.viewport

    def at(share: float) -> QPoint:
        x, y = viewport.to_device(share * view.picture.width, view.picture.height / 2)
        return QPointF(x, y).toPoint()

    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at(0.5))
    QTest.mouseMove(view, at(0.3))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at(0.3))
    assert view.blend.parameters["position"] == pytest.approx(0.3, abs=0.01)
    assert view.viewport == viewport, "the picture itself stays"
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at(0.7))
    QTest.mouseMove(view, at(0.6))
    QTest.mouseMove(view, at(0.5))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at(0.5))
    assert view.blend.parameters["position"] == pytest.approx(0.3, abs=0.01), "away from the edge the picture moves"


def test_a_blink_shows_one_and_the_other_and_ends(window: Opened) -> None:
    ready(window)
    compare(window, Mode.BLINK)
    view, timer = window.commands.space.view.view("questioned"), comparing(window)._blink
    assert timer.interval() == 500
    assert not view._second_shown
    window.wait(lambda: view._second_shown)
    assert "Specimen · White" in view.accessibleName()
    window.wait(lambda: not view._second_shown)
    for _ in range(40):
        press(window, "Period")
    assert timer.interval() == 167, "keys stop at three a second"
    assert "seizures" not in visible_texts(window)
    comparing(window).set_value(comparing(window).dials[0], 4.0)
    assert timer.interval() == 125
    assert "seizures" in visible_texts(window)
    press(window, "D")
    assert not timer.isActive()
    assert not view._second_shown


def test_the_residual_and_the_threshold_are_said(window: Opened) -> None:
    ready(window)
    compare(window, Mode.BEYOND_NOISE)
    registration = comparing(window).pair.laid.registration
    said = visible_texts(window)
    millimetres = registration.residual_px / 8
    assert f"{registration.residual_px:.1f} px ({millimetres:.{2 if millimetres >= 0.01 else 3}f} mm)" in said
    assert f"{round(100 * registration.confidence)} %" in said
    assert "grey levels" in said
    before = said
    press(window, "Period")
    assert visible_texts(window) != before


# ---------------------------------------------------------------------- doubts


def test_what_would_mislead_is_shown_side_by_side_with_the_reason(window: Opened, monkeypatch) -> None:
    ready(window)
    desk = window.bench.comparison
    lay = desk._lay

    def refused(*given: object) -> object:
        black = Doubt("doubt-black", {"light": "WHITE"}, refuses=True)
        return replace(lay(*given), pixels=None, doubts=(black,))

    monkeypatch.setattr(desk, "_lay", refused)
    press(window, "D")
    window.wait(lambda: comparing(window).pair is not None)
    assert blended(window) is None
    assert window.commands.space.view.view("specimen").isVisible()
    assert "side by side" in visible_texts(window)
    assert "✕  The picture in White light, incident is black" in visible_texts(window)
    assert comparing(window).recipe is None


def test_a_call_that_fails_says_why_and_is_not_repeated_for_ever(window: Opened, monkeypatch) -> None:
    ready(window)
    tries = []

    def fails(*given: object) -> None:
        tries.append(given)
        raise PictureError("registration-points-close")

    monkeypatch.setattr(window.bench.comparison, "_lay", fails)
    press(window, "D")
    window.wait(lambda: comparing(window).trouble is not None)
    assert "✕" in visible_texts(window)
    press(window, "M")
    assert len(tries) == 1
    assert window.commands.space.view.view("specimen").isVisible()


# ---------------------------------------------------------------------- by hand


def test_points_are_set_alternately_and_lay_the_pictures(window: Opened) -> None:
    ready(window)
    compare(window, Mode.DIFFERENCE)
    space = window.commands.space
    page = space.compare_bar.page
    press(window, "P", Qt.KeyboardModifier.ShiftModifier)
    assert page.isVisible()
    assert space.view.view("specimen").isVisible()
    assert not page.use.isEnabled()
    pairs = (((100.0, 100.0), (102.0, 100.0)), ((900.0, 600.0), (902.0, 600.0)))
    for first, second in pairs:
        for pane, place in (("questioned", first), ("specimen", second)):
            assert page.next_pane == pane
            space.view.regionDrawn.emit(pane, Region(Shape.POINT, (place,)))
    assert [each.label for each in space.view.view("specimen").overlays] == ["1", "2"]
    page.use.click()
    window.wait(lambda: blended(window) is Mode.DIFFERENCE and not comparing(window).laying)
    assert comparing(window).pair.pairs == pairs
    assert comparing(window).pair.laid.registration.matrix[0, 2] == pytest.approx(-2.0, abs=0.01)
    assert "how well is unknown" in visible_texts(window)
    assert not space.compare_bar.bent.isEnabled()
    press(window, "P", Qt.KeyboardModifier.ShiftModifier)
    page.list.setFocus()
    page.list.setCurrentRow(0)
    QTest.keyClick(page.list, Qt.Key.Key_Delete)
    assert page.list.count() == 1
    page.automatic.click()
    window.wait(lambda: not comparing(window).laying and comparing(window).pair is not None)
    assert comparing(window).points == ()


def test_points_are_set_by_keyboard_alone(window: Opened) -> None:
    ready(window)
    press(window, "P", Qt.KeyboardModifier.ShiftModifier)
    space = window.commands.space
    for pane in ("questioned", "specimen"):
        view = space.view.view(pane)
        window.wait(view.hasFocus)
        QTest.keyClick(view, Qt.Key.Key_Right)
        QTest.keyClick(view, Qt.Key.Key_Space)
    assert space.compare_bar.page.list.count() == 1
    press(window, "Escape")
    assert not comparing(window).by_hand
    assert not space.compare_bar.isVisible()
    assert space.view.view("questioned").tool == "pan"


def test_both_panes_stand_while_points_are_set_and_go_again(window: Opened) -> None:
    ready(window)
    window.act("specimen")
    specimen = window.commands.space.view.view("specimen")
    assert not specimen.isVisible()
    press(window, "P", Qt.KeyboardModifier.ShiftModifier)
    window.wait(specimen.isVisible)
    press(window, "Escape")
    window.wait(lambda: not specimen.isVisible())


def test_a_bent_page_is_laid_again(window: Opened) -> None:
    ready(window)
    compare(window, Mode.DIFFERENCE)
    press(window, "B", Qt.KeyboardModifier.ShiftModifier)
    assert blended(window) is Mode.DIFFERENCE, "the old view stays meanwhile"
    window.wait(lambda: comparing(window).pair is not None)
    assert comparing(window).pair.preparation.bent
    assert window.commands.space.compare_bar.bent.isChecked()


# ---------------------------------------------------------------------- keeping


def test_a_kept_view_is_named_by_the_finding_begun_on_it(window: Opened) -> None:
    ready(window)
    compare(window, Mode.DIFFERENCE)
    space, desk = window.commands.space, window.commands.desk
    press(window, "K")
    dialog = window.dialog()
    assert isinstance(dialog, KeepDialog)
    assert dialog.title.text() == "White: Difference, against specimen"
    QTest.keyClick(dialog.title, Qt.Key.Key_Return)
    window.wait(lambda: desk.snapshot.recipes)
    (kept,) = desk.snapshot.recipes
    assert parse_recipe(kept.content) == comparing(window).recipe
    window.wait(lambda: space.compare_bar.keep.text() == "✓ Kept")
    assert not space.compare_bar.keep.isEnabled()
    box = Region(Shape.RECTANGLE, ((100.0, 100.0), (200.0, 200.0)))
    space.view.regionDrawn.emit("questioned", box)
    save_finding(window)
    assert desk.findings()[0].recipe_id == kept.recipe_id
    assert desk.findings()[0].region == box

    window.commands.space.view.view("questioned").setFocus()
    press(window, "Period")  # another gain is another view, and is kept with the finding
    space.view.regionDrawn.emit("questioned", box)
    assert len(desk.snapshot.recipes) == 1, "not before the finding is saved"
    seen = comparing(window).recipe
    save_finding(window)
    assert desk.findings()[1].recipe_id == desk.snapshot.recipes[1].recipe_id
    assert parse_recipe(desk.snapshot.recipes[1].content) == seen


def test_side_by_side_a_finding_names_no_view(window: Opened) -> None:
    ready(window)
    box = Region(Shape.RECTANGLE, ((100.0, 100.0), (200.0, 200.0)))
    window.commands.space.view.regionDrawn.emit("questioned", box)
    save_finding(window)
    assert window.commands.desk.findings()[0].recipe_id == ""


def test_a_corrected_finding_keeps_its_view(window: Opened) -> None:
    ready(window)
    compare(window, Mode.MERGE)
    space, desk = window.commands.space, window.commands.desk
    comparing(window).keep(comparing(window).recipe, "merge")
    window.wait(lambda: comparing(window).kept_id)
    kept = comparing(window).kept_id
    space.view.regionDrawn.emit("questioned", Region(Shape.RECTANGLE, ((1.0, 1.0), (9.0, 9.0))))
    save_finding(window)
    press(window, "V")
    window.act("edit_finding")
    save_finding(window, "seen again")
    window.wait(lambda: desk.finding is not None and desk.finding.observed == "seen again")
    assert desk.finding.recipe_id == kept


def test_a_blink_cannot_be_kept_and_says_why(window: Opened) -> None:
    ready(window)
    compare(window, Mode.BLINK)
    keep = window.commands.space.compare_bar.keep
    assert not keep.isEnabled()
    assert "no single picture" in keep.toolTip()


# ---------------------------------------------------------------------- for everybody


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_nothing_is_cut_and_everything_has_a_name(open_window: OpenWindow, language: str) -> None:
    window = open_window(language)
    ready(window)
    bar = window.commands.space.compare_bar
    frame = window.program.window
    for mode in Mode:
        compare(window, mode)
        window.qtbot.wait(1)
        assert (frame.width(), frame.height()) == (1280, 800)
        for each in bar.findChildren(QWidget):
            if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus:
                assert each.accessibleName() or getattr(each, "text", str)(), each
                assert each.height() >= 30, each
            if each.isVisible() and isinstance(each, QLabel) and each.text():
                needed = each.heightForWidth(each.width()) if each.wordWrap() else each.sizeHint().height()
                assert each.height() >= needed, each.text()
                assert each.wordWrap() or each.width() >= each.sizeHint().width(), each.text()


def test_the_bar_follows_the_language(window: Opened) -> None:
    ready(window)
    compare(window, Mode.CURTAIN)
    window.program.window.choose_language("zh_CN")
    window.wait(lambda: "卷帘对比" in visible_texts(window))
    assert "配准误差" in visible_texts(window)
    window.wait(lambda: "样本 · 白光" in window.commands.space.view.view("questioned").accessibleName())


# ---------------------------------------------------------------------- prepared


def test_even_light_and_tones_that_do_not_match_are_seen_said_recorded_and_taken_back(window: Opened) -> None:
    ready(window)
    window.commands.desk.look(light="UV365")
    compare(window, Mode.DIFFERENCE)
    space, desk = window.commands.space, window.commands.desk
    view, plain = space.view.view("questioned"), comparing(window).recipe
    before = view.picture
    press(window, "F", Qt.KeyboardModifier.ShiftModifier)
    press(window, "T", Qt.KeyboardModifier.ShiftModifier)
    window.wait(lambda: comparing(window).recipe is not None and len(comparing(window).recipe.steps) == 4)
    recipe = comparing(window).recipe
    assert [each.operation for each in recipe.steps] == ["align", "flatten", "flatten", "difference"]
    window.wait(lambda: "could not be matched" in visible_texts(window))
    assert space.compare_bar.even.isChecked()
    assert space.compare_bar.tones.isChecked()
    assert view.picture.key != before.key
    assert "PROCESSED" in view.accessibleName()
    made: list[np.ndarray] = []
    desk.ask(desk.bench.comparison.replay(parse_recipe(recipe.to_json())), made.append)
    window.wait(lambda: made)
    shown = compare_pictures.difference(view.picture.pixels, comparing(window).pair.shown, 4.0)
    assert (shown == made[0]).all()

    space.view.view("questioned").setFocus()
    press(window, "V")
    window.wait(lambda: view.picture.key == before.key)
    compare(window, Mode.DIFFERENCE)
    press(window, "F", Qt.KeyboardModifier.ShiftModifier)
    press(window, "T", Qt.KeyboardModifier.ShiftModifier)
    window.wait(lambda: comparing(window).recipe == plain)
    assert (view.picture.pixels == before.pixels).all()


def test_a_blink_of_prepared_pictures_is_written_as_prepared(window: Opened) -> None:
    ready(window)
    comparing(window).set_even(True)
    compare(window, Mode.BLINK)
    window.wait(lambda: comparing(window).pair is not None)
    first, second = window.commands._recipes_shown()
    assert [each.operation for each in first.steps] == ["flatten"]
    assert [each.operation for each in second.steps] == ["align", "flatten"]


def test_another_light_is_prepared_too_and_the_capture_is_never_lost(window: Opened) -> None:
    ready(window)
    comparing(window).set_even(True)
    compare(window, Mode.OPACITY)
    desk, view = window.commands.desk, window.commands.space.view.view("questioned")
    desk.look(light="IR850")
    window.wait(lambda: comparing(window).pair is not None and blended(window) is Mode.OPACITY)
    window.wait(lambda: comparing(window).recipe is not None)
    assert comparing(window).recipe.sources[0].label == "IR850"
    comparing(window).set_mode(None)
    window.wait(lambda: view.picture.key == desk.capture.capture_id)

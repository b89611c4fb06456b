"""Working on the picture in hand, in a window with a bench in memory."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from test_ui_shell_language import english_left
from test_ui_shell_layout import cut
from ui_window import Opened, OpenWindow

from ui.enhance.chain import COMBINED, Chain, Layer, single
from ui.enhance.controls import NumberControl
from ui.enhance.holding import HOLD_MS
from ui.language import LANGUAGE_NAMES
from ui.viewer.blend import Mode
from workstation.errors import WorkstationError
from workstation.imaging.operations import OPERATIONS
from workstation.imaging.recipe import Recipe, parse_recipe

OBLIQUE = COMBINED[0][1]


def ready(window: Opened, *lights: str) -> Opened:
    """A case with these lights, the first in hand, the tab open."""
    desk = window.commands.desk
    desk.start_capture(lights or ("UV365",))
    window.wait(lambda: not desk.capturing and len(desk.captures()) == len(lights or ("UV365",)))
    desk.look(light=(lights or ("UV365",))[0])
    studio = window.commands.space.studio
    window.wait(lambda: studio.capture is not None and studio.capture.light == desk.light)
    window.act("to_enhance")
    return window


@pytest.fixture
def working(window: Opened) -> Opened:
    return ready(window)


def shown(window: Opened):  # type: ignore[no-untyped-def]
    return window.commands.space.view.view("questioned").picture


def edit(window: Opened, *layers: Layer) -> None:
    """These steps in hand and on the screen."""
    studio = window.commands.space.studio
    studio.edit(Chain(layers))
    window.wait(lambda: studio.shown_recipe == studio.recipe())


class Held:
    """Keeps the bench's arithmetic busy until it is let go."""

    def __init__(self, window: Opened) -> None:
        self.gate = threading.Event()
        window.bench._pool.submit(self.gate.wait, 20)


@pytest.fixture
def busy(working: Opened) -> Iterator[Held]:
    held = Held(working)
    yield held
    held.gate.set()


# ---------------------------------------------------------------------- steps


@pytest.mark.parametrize("language", LANGUAGE_NAMES)
def test_every_step_of_the_menu_has_controls_and_a_picture(open_window: OpenWindow, language: str) -> None:
    window = ready(open_window(language))
    space = window.commands.space
    original = shown(window)
    space.enhance.steps.fill_menu()
    entries = [
        each for part in space.enhance.steps.menu.findChildren(QMenu) for each in part.actions() if each.isEnabled()
    ]
    assert len(entries) == sum(single(each) for each in OPERATIONS.values())
    if language == "zh_CN":
        assert english_left(space.enhance.steps.menu) == set()
    for place in range(len(entries)):
        window.act("undo")
        space.enhance.steps.fill_menu()
        parts = space.enhance.steps.menu.findChildren(QMenu)
        [each for part in parts for each in part.actions()][place].trigger()
        layer = space.studio.chain.layers[-1]
        assert set(space.enhance.controls.controls) == {each.name for each in OPERATIONS[layer.operation].parameters}
        window.wait(lambda: space.studio.shown_recipe == space.studio.recipe())
        assert shown(window).badges[0] != original.badges[0]
        if language == "zh_CN":
            assert english_left(space.enhance) == set()
        assert not window.program.window.messages.text, layer.operation


def test_the_capture_is_one_key_away_and_says_what_it_is(working: Opened) -> None:
    original = shown(working)
    edit(working, Layer("invert"))
    assert shown(working).badges[0] == "PROCESSED"
    assert np.array_equal(shown(working).pixels, 255 - original.pixels)
    working.act("untouched")
    assert shown(working).pixels is original.pixels
    assert "PROCESSED" not in shown(working).badges
    working.act("untouched")
    assert shown(working).badges[0] == "PROCESSED"


def test_a_key_that_is_held_acts_as_long_as_it_is_held(working: Opened) -> None:
    edit(working, Layer("invert"))
    studio, frame = working.commands.space.studio, working.program.window
    view = working.commands.space.view.view("questioned")
    view.setFocus()
    QTest.keyPress(frame, Qt.Key.Key_U)
    assert studio.untouched
    QTest.qWait(HOLD_MS + 60)
    QTest.keyRelease(view, Qt.Key.Key_U)
    assert not studio.untouched
    QTest.keyClick(frame, Qt.Key.Key_U)
    QTest.keyRelease(view, Qt.Key.Key_U)
    assert studio.untouched, "a short press stays"


def test_a_dragged_slider_shows_the_latest_reduced_and_the_whole_when_let_go(working: Opened, busy: Held) -> None:
    space, comparison = working.commands.space, working.bench.comparison
    asked: list[str] = []
    preview, replay = comparison.preview, comparison.replay
    comparison.preview = lambda recipe, size: (asked.append("preview"), preview(recipe, 400))[1]
    comparison.replay = lambda recipe: (asked.append("whole"), replay(recipe))[1]
    space.studio.edit(Chain((Layer("gamma"),)))
    busy.gate.set()
    working.wait(lambda: space.studio.shown_recipe == space.studio.recipe())
    history = len(space.studio.history.past)
    busy.gate.clear()
    working.bench._pool.submit(busy.gate.wait, 20)
    control = space.enhance.controls.controls["gamma"]
    assert isinstance(control, NumberControl)
    control.slider.setSliderDown(True)
    for position in range(300, 700, 20):
        control.slider.setValue(position)
    assert asked == ["whole", "preview"], "one is under way, the newest waits, the rest are dropped"
    assert len(space.studio.history.past) == history
    busy.gate.set()
    working.wait(lambda: "REDUCED WHILE SETTING" in shown(working).badges)
    working.wait(lambda: asked.count("preview") == 2)
    control.slider.setSliderDown(False)
    working.wait(lambda: asked[-1] == "whole" and space.studio.shown_recipe == space.studio.recipe())
    working.wait(lambda: shown(working).pixels.shape == (704, 1000, 3))
    assert "REDUCED WHILE SETTING" not in shown(working).badges
    assert len(space.studio.history.past) == history + 1
    assert control.value == pytest.approx(space.studio.chain.layers[0].value("gamma"))


def test_the_window_stays_alive_while_a_picture_is_made(working: Opened, busy: Held) -> None:
    space, original = working.commands.space, shown(working)
    space.studio.edit(Chain((Layer("invert"),)))
    working.act("zoom_in")
    assert shown(working).key == original.key
    space.studio.edit(Chain())
    busy.gate.set()
    working.bench._pool.submit(int).result(5)
    QApplication.processEvents()
    assert shown(working).key == original.key, "what was overtaken is not shown"


def test_a_step_that_does_not_suit_the_picture_says_why_and_shows_the_capture(working: Opened) -> None:
    space, original = working.commands.space, shown(working)
    edit(working, Layer("grey"))
    space.studio.edit(space.studio.chain.added(Layer("channel")))
    working.wait(lambda: "needs a colour picture" in working.program.window.messages.text)
    assert shown(working).key == original.key
    working.act("undo")
    working.wait(lambda: shown(working).badges[0] == "PROCESSED")


def test_measured_data_ask_for_a_window_instead_of_a_guess(working: Opened) -> None:
    studio, original = working.commands.space.studio, shown(working)
    source = studio.recipe().sources[0]
    grey = OPERATIONS["grey"].step(0)
    ratio = Recipe((source,), (grey, OPERATIONS["ratio"].step(1, 1)))
    studio.edit(Chain(base=ratio))
    working.wait(lambda: "Set a window" in working.program.window.messages.text)
    assert shown(working).key == original.key
    studio.edit(studio.chain.added(Layer("window", {"low": 0.0, "high": 2.0})))
    working.wait(lambda: studio.shown_recipe is not None)
    assert int(np.median(shown(working).pixels)) == 128


def test_the_list_switches_orders_and_removes_by_keyboard(working: Opened) -> None:
    steps, studio = working.commands.space.enhance.steps, working.commands.space.studio
    edit(working, Layer("gamma"), Layer("invert"))
    steps.list.setFocus()
    steps.list.setCurrentRow(1)
    QTest.keyClick(steps.list, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert [each.operation for each in studio.chain.layers] == ["invert", "gamma"]
    assert steps.place == 0
    QTest.keyClick(steps.list, Qt.Key.Key_Space)
    assert not studio.chain.layers[0].on
    QTest.keyClick(steps.list, Qt.Key.Key_Delete)
    assert [each.operation for each in studio.chain.layers] == ["gamma"]
    steps.reset.click()
    assert studio.chain == Chain()
    for _ in range(4):
        working.act("undo")
    assert [each.operation for each in studio.chain.layers] == ["gamma", "invert"]


def test_each_light_has_steps_and_history_of_its_own(open_window: OpenWindow) -> None:
    window = ready(open_window(), "UV365", "WHITE")
    desk, studio = window.commands.desk, window.commands.space.studio
    edit(window, Layer("invert"))
    desk.look(light="WHITE")
    window.wait(lambda: studio.capture.light == "WHITE")
    assert studio.chain == Chain()
    assert "PROCESSED" not in shown(window).badges
    desk.look(light="UV365")
    window.wait(lambda: shown(window).badges[0] == "PROCESSED")
    assert studio.chain.layers == (Layer("invert"),)


# ---------------------------------------------------------------------- black and white point


def test_black_and_white_are_set_by_number_line_and_suggestion(working: Opened) -> None:
    box, studio = working.commands.space.enhance.window_box, working.commands.space.studio
    working.wait(lambda: box._levels is not None)
    box.low.setValue(30)
    assert studio.chain.layers[0].parameters == {"low": 30, "high": 255}
    QTest.mousePress(box.histogram, Qt.MouseButton.LeftButton, pos=QPoint(box.histogram.width() - 1, 20))
    QTest.mouseMove(box.histogram, QPoint(box.histogram.width() // 2, 20))
    QTest.mouseRelease(box.histogram, Qt.MouseButton.LeftButton, pos=QPoint(box.histogram.width() // 2, 20))
    assert abs(box.high.value() - 128) <= 2
    assert len(studio.chain.layers) == 1
    box.suggest.click()
    assert (box.low.value(), box.high.value()) == box._levels.suggested
    box.low.setValue(255)
    assert studio.chain.layers[0].value("low") < studio.chain.layers[0].value("high"), "an empty window is not taken"


# ---------------------------------------------------------------------- presets


def test_presets_are_applied_saved_and_deleted(working: Opened) -> None:
    row, studio = working.commands.space.enhance.presets, working.commands.space.studio
    names = [row.choice.itemText(each) for each in range(row.choice.count())]
    assert names[1:] == ["Faint fluorescence", "Fibres and fine print", "Without the blue glow"]
    row.choice.choose("shipped:Fibres and fine print")
    row.choice.activated.emit(row.choice.currentIndex())
    assert [each.operation for each in studio.chain.layers] == ["local-contrast"]
    assert row.choice.code == "shipped:Fibres and fine print"
    row.save.click()
    dialog = working.dialog()
    dialog.name.setText("mine")
    dialog.go.click()
    assert row.choice.code == "own:mine"
    assert len(working.program.settings.presets) == 1
    row.delete.click()
    assert working.program.settings.presets == ()
    assert row.choice.code == "shipped:Fibres and fine print"


# ---------------------------------------------------------------------- several lights


def test_relief_is_grey_with_the_reason_until_every_direction_is_there(open_window: OpenWindow) -> None:
    window = ready(open_window(), "OBLIQUE_LEFT", "OBLIQUE_RIGHT")
    steps = window.commands.space.enhance.steps
    steps.fill_menu()
    relief, opposed, other = steps.menu.actions()[-3:]
    assert not relief.isEnabled()
    assert relief.text() == "Relief from oblique lights: no picture under Obl. top, Obl. bottom"
    assert opposed.isEnabled()
    assert not other.isEnabled()
    opposed.trigger()
    studio = window.commands.space.studio
    window.wait(lambda: studio.shown_recipe is not None)
    assert len(studio.shown_recipe.sources) == 2
    assert "Obl. right" in shown(window).title
    window.commands.desk.start_capture(("OBLIQUE_TOP", "OBLIQUE_BOTTOM"))
    window.wait(lambda: not window.commands.desk.capturing)
    steps.fill_menu()
    assert steps.menu.actions()[-3].isEnabled()
    steps.menu.actions()[-3].trigger()
    window.wait(lambda: studio.shown_recipe is not None and len(studio.shown_recipe.sources) == 4)
    assert [each.operation for each in studio.chain.layers] == ["relief"]


# ---------------------------------------------------------------------- looking


def test_turning_and_mirroring_are_steps_that_cancel_out(working: Opened) -> None:
    studio = working.commands.space.studio
    working.act("turn_right")
    working.wait(lambda: shown(working).pixels.shape[:2] == (1000, 704))
    working.act("turn_left")
    assert studio.chain == Chain()
    working.act("mirror")
    working.act("mirror")
    assert studio.chain == Chain()
    assert studio.placement is None


def test_loupe_and_grid_lie_over_both_panes(working: Opened) -> None:
    working.choose_specimen()
    space = working.commands.space
    working.wait(lambda: space.view.view("specimen").picture is not None)
    working.act("millimetres")
    assert [each.isVisible() for each in space.grids] == [True, True]
    assert space.grids[0].spacing_mm() in (5.0, 10.0, 20.0)
    working.act("loupe")
    lenses = list(space.loupe._lenses.values())
    assert [each.isVisible() for each in lenses] == [True, True]
    before = lenses[0].grab().toImage()
    working.act("loupe_power")
    assert space.loupe.power == 4
    assert lenses[0].grab().toImage() != before
    QTest.mouseMove(space.view.view("questioned"), QPoint(60, 60))
    working.act("loupe")
    assert [each.isVisible() for each in lenses] == [False, False]
    working.act("millimetres")
    assert [each.isVisible() for each in space.grids] == [False, False]


def test_a_comparison_in_one_view_shows_captures_and_the_steps_come_back(working: Opened) -> None:
    working.choose_specimen()
    original = shown(working)
    edit(working, Layer("invert"))
    space = working.commands.space
    space.compare.set_mode(Mode.CURTAIN)
    assert shown(working).key == original.key
    space.compare.set_mode(None)
    assert shown(working).badges[0] == "PROCESSED"
    working.wait(lambda: not space.compare.laying)


# ---------------------------------------------------------------------- keeping


def keep(window: Opened) -> None:
    window.act("keep_view")
    window.dialog().go.click()


def test_a_kept_view_is_listed_replayed_and_shown_again(working: Opened) -> None:
    space, desk = working.commands.space, working.commands.desk
    edit(working, Layer("invert"), Layer("gamma", {"gamma": 2.0}))
    recipe = space.studio.recipe()
    keep(working)
    working.wait(lambda: desk.snapshot.recipes)
    assert parse_recipe(desk.snapshot.recipes[0].content) == recipe
    working.program.window.activateWindow()
    working.act("kept_views")
    kept = space.enhance.kept
    assert kept.isVisible()
    with working.qtbot.waitSignal(kept.replayed):
        kept.replay_all.click()
    assert "✓ Same" in kept.list.item(0).text()
    space.studio.edit(Chain())
    kept.list.itemActivated.emit(kept.list.item(0))
    assert space.studio.recipe() == recipe
    working.act("undo")
    assert space.studio.chain == Chain()


def test_a_view_that_no_longer_comes_out_is_told_in_words(working: Opened) -> None:
    from dataclasses import replace

    desk, kept = working.commands.desk, working.commands.space.enhance.kept
    edit(working, Layer("invert"))
    keep(working)
    working.wait(lambda: desk.snapshot.recipes)
    first = desk.snapshot.recipes[0]
    other = replace(first, recipe_id="b", image_sha256="0" * 64)
    older = replace(other, recipe_id="c", software="QDBench 0.0.1")
    lost = replace(first, recipe_id="d", content=first.content.replace('"invert"', '"gone"'))
    working.bench._changed(recipes=(first, other, older, lost))
    working.wait(lambda: kept.list.count() == 4)
    with working.qtbot.waitSignal(kept.replayed):
        kept.replay_all.click()
    said = [kept.list.item(row).text().splitlines()[-1] for row in range(4)]
    assert said[0].startswith("✓ Same")
    assert said[1].startswith("✕ Not the same, with the same versions")
    assert "QDBench 0.0.1" in said[2]
    assert said[3].startswith("– Cannot be made again: ")
    assert "gone" in said[3]


def save(window: Opened) -> None:
    """Choose what a finding must say, and store it."""
    form = window.commands.space.findings.form
    form.feature.choose("uv_fluorescent")
    form.observation.choose("absent")
    form.significance.choose("neutral")
    form.save.click()


def test_a_finding_begun_on_a_processed_view_names_it_once_it_is_saved(working: Opened) -> None:
    desk = working.commands.desk
    edit(working, Layer("invert"))
    working.act("new_finding")
    assert not desk.snapshot.recipes, "nothing is kept for a finding that may be discarded"
    save(working)
    working.wait(desk.findings)
    assert desk.findings()[0].recipe_id == desk.snapshot.recipes[0].recipe_id
    working.act("new_finding")
    save(working)
    working.wait(lambda: len(desk.findings()) == 2)
    assert len(desk.snapshot.recipes) == 1, "the same view is kept once"
    working.act("untouched")
    working.act("new_finding")
    save(working)
    working.wait(lambda: len(desk.findings()) == 3)
    assert desk.findings()[2].recipe_id == ""


def test_a_finding_is_not_stored_when_its_view_cannot_be_kept(working: Opened) -> None:
    desk, form = working.commands.desk, working.commands.space.findings.form
    edit(working, Layer("invert"))
    working.act("new_finding")

    def refuse(*_: object, **__: object) -> None:
        raise WorkstationError("unexpected")

    working.bench.comparison._keep = refuse
    save(working)
    working.wait(lambda: working.program.window.messages.text)
    working.wait(form.save.isEnabled)
    assert not desk.findings()


def test_nothing_is_kept_in_a_case_that_cannot_be_changed(working: Opened) -> None:
    edit(working, Layer("invert"))
    desk, panel = working.commands.desk, working.commands.space.enhance
    desk.ask(working.bench.sign_off())
    working.wait(lambda: not desk.editable)
    assert not panel.buttons["keep_view"].isEnabled()
    assert panel.buttons["export_view"].isEnabled()
    assert shown(working).badges[0] == "PROCESSED", "looking goes on"


# ---------------------------------------------------------------------- export


def export(window: Opened, path: Path) -> str:
    """Write what is shown; returns what the window says of it."""
    window.act("export_view")
    dialog = window.dialog()
    dialog.file.edit.setText(str(path))
    dialog.go.click()
    messages = window.program.window.messages
    window.wait(lambda: path.name in messages.text or "⚠" in messages.text)
    return messages.text


def test_what_is_shown_is_written_with_its_marks(working: Opened, tmp_path: Path) -> None:
    assert "Picture written" in export(working, tmp_path / "capture.tif")
    edit(working, Layer("invert"))
    assert "Picture written" in export(working, tmp_path / "view.png")
    with Image.open(tmp_path / "view.png") as picture:
        said = json.loads(picture.text["QDBench"])
    assert said["caption"][1] == "Ultraviolet 365 nm (long wave), luminescence · PROCESSED · SIMULATED · FALSE COLOUR"
    assert said["caption"][2] == "8.00 px/mm"
    assert parse_recipe(json.dumps(said["recipe"])) == working.commands.space.studio.recipe()
    working.program.window.messages.clear()
    assert "⚠" in export(working, tmp_path / "view.bmp")
    assert not (tmp_path / "view.bmp").exists()


def test_two_pictures_that_blink_become_an_animation(working: Opened, tmp_path: Path) -> None:
    working.choose_specimen()
    compare = working.commands.space.compare
    compare.set_mode(Mode.BLINK)
    working.wait(lambda: compare.pair is not None)
    assert compare.pair.shown is not None
    working.act("export_view")
    assert working.dialog().file.path.suffix == ".gif"
    working.dialog().close()
    assert "Picture written" in export(working, tmp_path / "blink.gif")
    with Image.open(tmp_path / "blink.gif") as picture:
        assert picture.n_frames == 2
        assert picture.info["duration"] == compare.beat_ms
        said = json.loads(picture.info["comment"])["frames"]
    firsts = [each["caption"][0] for each in said]
    assert [each.split()[:2] for each in firsts] == [["1/2", "Questioned"], ["2/2", "Specimen"]]


# ---------------------------------------------------------------------- layout and language


@pytest.mark.parametrize("language", LANGUAGE_NAMES)
def test_nothing_is_cut_while_working(open_window: OpenWindow, language: str) -> None:
    window = ready(open_window(language))
    frame, panel = window.program.window, window.commands.space.enhance
    edit(window, Layer("window", {"low": 0, "high": 200}), Layer("band-stop"), Layer("emboss"))
    window.qtbot.wait(20)
    assert cut(frame) == []
    assert (frame.width(), frame.height()) == (1280, 800)
    panel.show_kept()
    window.qtbot.wait(20)
    assert cut(frame) == []


def test_every_control_has_a_name_for_a_screen_reader(working: Opened) -> None:
    panel = working.commands.space.enhance
    edit(working, Layer("band-stop"), Layer("denoise"))
    for place in (0, 1):
        panel.steps.list.setCurrentRow(place)
        for control in panel.controls.controls.values():
            named = [control.box, control.slider] if isinstance(control, NumberControl) else [control]
            assert all(each.accessibleName() for each in named)
    named = (panel.steps.list, panel.steps.up, panel.steps.remove, panel.presets.choice, panel.window_box.histogram)
    assert all(each.accessibleName() for each in named)
    assert all(each.accessibleName() and each.toolTip() for each in panel.buttons.values())


def test_the_tab_follows_the_language_and_comes_back(working: Opened) -> None:
    edit(working, Layer("clahe"))
    frame, space = working.program.window, working.commands.space
    before = space.enhance.steps.list.item(0).text(), shown(working).badges
    frame.choose_language("zh_CN")
    working.wait(lambda: shown(working).badges[0] == "经处理")
    assert english_left(space.enhance) == set()
    assert space.studio.chain.layers == (Layer("clahe"),)
    frame.choose_language("en")
    working.wait(lambda: shown(working).badges == before[1])
    assert space.enhance.steps.list.item(0).text() == before[0]

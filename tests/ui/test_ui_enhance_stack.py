"""Captures joined through the window: what is proposed, what is handed on, what is said when it cannot be."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from ui_window import Opened, OpenWindow

from ui.enhance.stack_commands import stack_chain
from ui.enhance.stack_dialog import StackChoice, StackDialog
from workstation.errors import RecipeError
from workstation.imaging.operations import OPERATIONS
from workstation.imaging.recipe import Recipe, Source, SourceKind
from workstation.imaging.stacking import StackKind

OBLIQUE = ("OBLIQUE_LEFT", "OBLIQUE_RIGHT", "OBLIQUE_TOP", "OBLIQUE_BOTTOM")


def captured(window: Opened, *rounds: tuple[str, ...]) -> None:
    """Several rounds of captures of one side, the first light in hand."""
    window.open_case()
    desk = window.commands.desk
    for lights in rounds:
        desk.start_capture(lights)
        window.wait(lambda: not desk.capturing)
    window.wait(lambda: len(desk.snapshot.captures) == sum(map(len, rounds)))
    desk.look(light=rounds[0][0])
    window.wait(lambda: window.commands.space.studio.capture is not None)
    window.commands.space.view.active_view.setFocus()


def asked(window: Opened) -> StackDialog:
    QTest.keyClick(window.program.window, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    dialog = window.dialog()
    assert isinstance(dialog, StackDialog)
    return dialog


def chosen(dialog: StackDialog) -> StackChoice:
    answers: list[StackChoice] = []
    dialog.wanted.connect(answers.append)
    dialog.answer()
    return answers[0]


def test_captures_of_the_light_in_hand_are_proposed_newest_first(window: Opened) -> None:
    captured(window, ("WHITE", "UV365"), ("WHITE",))
    dialog = asked(window)
    choice = chosen(dialog)
    assert choice.kind is StackKind.FOCUS
    assert [each.light for each in choice.captures] == ["WHITE", "WHITE"]
    assert choice.captures[0].capture_id > choice.captures[1].capture_id
    dialog.reject()


def test_the_newest_of_each_oblique_light_is_proposed_for_relief(window: Opened) -> None:
    captured(window, ("WHITE", *OBLIQUE), ("OBLIQUE_LEFT",))
    dialog = asked(window)
    dialog.kind.choose("relief")
    assert sorted(each.light for each in chosen(dialog).captures) == sorted(OBLIQUE)
    newest = window.commands.desk.captures()["OBLIQUE_LEFT"]
    assert newest in chosen(dialog).captures
    dialog.reject()


def test_an_exposure_is_written_where_it_is_unknown_and_nonsense_is_none(window: Opened) -> None:
    captured(window, ("WHITE",), ("WHITE",), ("WHITE",))
    dialog = asked(window)
    dialog.kind.choose("exposures")
    for item, text in zip(dialog._exposures, ("12.5", "much", "-3"), strict=True):
        item.setText(text)
    assert chosen(dialog).exposures_ms == (12.5, None, None)
    dialog.reject()


def test_one_capture_alone_cannot_be_joined(window: Opened) -> None:
    captured(window, ("WHITE", "UV365"))
    dialog = asked(window)
    assert not dialog.go.isEnabled()
    dialog.table.setFocus()
    dialog.activateWindow()
    window.wait(dialog.table.hasFocus)
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.go.isEnabled(), "by keyboard: the first row is the other light"
    dialog.reject()


def test_relief_comes_with_its_controls_and_is_one_undo_away(window: Opened) -> None:
    captured(window, ("WHITE", *OBLIQUE))
    dialog = asked(window)
    dialog.kind.choose("relief")
    dialog.go.click()
    studio = window.commands.space.studio
    window.wait(lambda: studio.shown_recipe is not None)
    assert [(each.operation, each.lights) for each in studio.chain.layers] == [("relief", OBLIQUE)]
    assert "joined" in window.program.window.messages.text
    assert window.commands.space.tabs.currentWidget() is window.commands.space.enhance
    window.act("undo")
    assert not studio.chain.active


def test_why_captures_cannot_be_joined_is_said(window: Opened) -> None:
    captured(window, ("WHITE",), ("WHITE",))
    dialog = asked(window)
    dialog.kind.choose("exposures")
    dialog.go.click()
    window.wait(lambda: "exposed is unknown" in window.program.window.messages.text)
    assert not window.commands.space.studio.chain.active


def test_a_place_on_another_tile_is_refused(window: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    captured(window, ("WHITE",))
    space = window.commands.space
    monkeypatch.setattr(space.studio, "holds", lambda _: False)
    monkeypatch.setattr(space.measuring, "holds", lambda _: False)
    window.act("measure_distance")
    space.measuring.place((10.0, 10.0))
    assert space.measuring.sketch.points == ()
    assert "another tile" in window.program.window.messages.text


def test_the_range_of_a_stack_keeps_a_step_of_its_own() -> None:
    sources = tuple(Source(SourceKind.CAPTURE, f"{place:064x}", "WHITE") for place in range(2))
    merged = OPERATIONS["exposures"].step(0, 1, exposures_ms=(1.0, 4.0), reference_ms=4.0)
    recipe = Recipe(sources, (merged, OPERATIONS["compress-range"].step(2, white=99.0)))
    chain = stack_chain(recipe)
    assert chain.base == Recipe(sources, (merged,))
    assert [each.operation for each in chain.layers] == ["compress-range"]
    assert chain.recipe(sources[0], lambda _: None).to_json() == recipe.to_json()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_question_is_whole_in_both_languages(open_window: OpenWindow, language: str) -> None:
    from test_ui_shell_layout import cut

    window = open_window(language)
    captured(window, ("WHITE", *OBLIQUE, "UV365", "UV254", "IR850"))
    dialog = asked(window)
    for kind in StackKind:
        dialog.kind.choose(kind)
        QApplication.processEvents()
        assert cut(dialog) == [], kind
        assert dialog.needs.text()
    assert dialog.height() < 800
    dialog.reject()


def test_every_refusal_has_its_sentence() -> None:
    from workstation.messages import explain

    for code, facts in (("stack-not-laid", {"number": 2}), ("stack-tile-alone", {"number": 3}), ("stack-lamps", {})):
        for language in ("en", "zh_CN"):
            assert explain(RecipeError(code, **facts), language)

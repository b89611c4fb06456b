"""Chains of steps, their history and their presets, without a window."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.enhance.chain import COMBINED, Chain, Layer, chain_of, single
from ui.enhance.history import History
from ui.enhance.presets import own_preset, read_own, shipped
from workstation.imaging.operations import OPERATIONS
from workstation.imaging.recipe import Recipe, Source, SourceKind, parse_recipe
from workstation.lights import known_lights

SINGLES = [code for code, each in OPERATIONS.items() if single(each)]
UV = Source(SourceKind.CAPTURE, "1" * 64, "UV365")
OBLIQUE = {light: Source(SourceKind.CAPTURE, f"{n:064x}", light) for n, light in enumerate(COMBINED[0][1], start=2)}

layers = st.builds(Layer, st.sampled_from(SINGLES), st.just({}), st.booleans())
chains = st.lists(layers, max_size=6).map(lambda each: Chain(tuple(each)))


def recipe(chain: Chain, many: int | None = None) -> Recipe:
    return chain.recipe(UV, OBLIQUE.get, many)


def test_menus_hold_only_what_a_person_can_set_on_one_picture() -> None:
    assert {"window", "gamma", "clahe", "band-stop", "turn", "mirror"} <= set(SINGLES)
    assert not {"align", "difference", "combine", "false-colour", "above-ground", "relief", "stitch"} & set(SINGLES)


@given(chains)
def test_a_recipe_holds_the_steps_that_are_on_in_their_order(chain: Chain) -> None:
    made = recipe(chain)
    assert [each.operation for each in made.steps] == [each.operation for each in chain.layers if each.on]
    assert [each.inputs for each in made.steps] == [(place,) for place in range(len(made.steps))]
    assert chain.active == bool(made.steps)
    assert parse_recipe(made.to_json()) == made


@given(chains, st.booleans())
def test_what_was_kept_comes_back_as_steps(chain: Chain, relief: bool) -> None:
    if relief:
        chain = chain.added(Layer("relief", lights=COMBINED[0][1]))
    made = recipe(chain)
    back = chain_of(made)
    assert back.base is None
    assert recipe(back) == made


def test_a_view_of_several_pictures_comes_back_whole_and_steps_go_on_from_it() -> None:
    two = Recipe((UV, OBLIQUE["OBLIQUE_LEFT"]), (OPERATIONS["difference"].step(0, 1),))
    chain = chain_of(two)
    assert chain.base == two
    assert chain.active
    made = recipe(chain.added(Layer("invert")))
    assert made.steps[0] == two.steps[0]
    assert made.steps[1].inputs == (2,)
    assert recipe(chain.added(Layer("relief", lights=COMBINED[0][1]))).sources == tuple(OBLIQUE.values())


def test_relief_begins_the_chain_and_is_left_out_where_a_light_is_missing() -> None:
    chain = Chain((Layer("invert"),)).added(Layer("relief", lights=COMBINED[0][1]))
    assert [each.operation for each in chain.layers] == ["relief", "invert"]
    made = recipe(chain)
    assert made.sources == tuple(OBLIQUE.values())
    assert made.steps[0].inputs == (0, 1, 2, 3)
    assert chain.recipe(UV, lambda _: None).sources == (UV,)
    assert chain.moved(1, -1) is chain
    assert chain.moved(0, 1) is chain
    again = chain.added(Layer("opposed-lamps", lights=COMBINED[1][1]))
    assert [each.operation for each in again.layers] == ["opposed-lamps", "invert"]


def test_order_switch_and_removal() -> None:
    chain = Chain().added(Layer("gamma")).added(Layer("invert")).added(Layer("grey"))
    assert [each.operation for each in chain.moved(2, -1).layers] == ["gamma", "grey", "invert"]
    assert chain.moved(0, -1) is chain
    assert [each.operation for each in recipe(chain.switched(1, False)).steps] == ["gamma", "grey"]
    assert [each.operation for each in chain.without(0).layers] == ["invert", "grey"]
    assert chain.changed(0, gamma=2.5).layers[0].value("gamma") == 2.5
    assert chain.first(Layer("window")).layers[0].operation == "window"
    assert recipe(chain, 1).steps[0].operation == "gamma"


@given(st.lists(chains, min_size=1, max_size=12))
def test_undo_goes_all_the_way_back_and_redo_all_the_way_forward(edits: list[Chain]) -> None:
    history, seen = History(), [Chain()]
    for chain in edits:
        history = history.then(chain)
        if chain != seen[-1]:
            seen.append(chain)
    for expected in reversed(seen[:-1]):
        history = history.undone()
        assert history.now == expected
    assert history.undone() is history
    for expected in seen[1:]:
        history = history.redone()
        assert history.now == expected
    assert history.redone() is history


def test_a_new_edit_forgets_what_was_taken_back() -> None:
    history = History().then(Chain((Layer("invert"),))).undone().then(Chain((Layer("grey"),)))
    assert not history.future


# ---------------------------------------------------------------------- presets


@pytest.mark.parametrize("preset", shipped(), ids=lambda each: each.names["en"])
def test_a_shipped_preset_can_be_replayed_and_suits_a_light(preset) -> None:  # type: ignore[no-untyped-def]
    assert recipe(preset.chain).steps
    assert any(preset.suits(light.code) for light in known_lights())
    assert preset.names["zh_CN"] != preset.names["en"]


@pytest.mark.parametrize("light", ["UV365", "IR850", "OBLIQUE_LEFT", "TRANSMITTED", "WHITE"])
def test_every_kind_of_light_has_presets(light: str) -> None:
    assert [each for each in shipped() if each.suits(light)]


@given(chains, st.text(min_size=1).filter(str.strip))
def test_a_preset_of_the_user_comes_back_as_it_was(chain: Chain, name: str) -> None:
    kept = own_preset(name, "UV365", chain)
    (back,) = read_own([kept.text()])
    assert back == kept
    assert back.suits("UV365")
    assert not back.suits("UV254")


@given(st.one_of(st.text(), st.recursive(st.none() | st.booleans() | st.text(), st.lists).map(json.dumps)))
def test_nonsense_is_no_preset(text: str) -> None:
    assert read_own([text]) == ()


@pytest.mark.parametrize(
    "step",
    [
        {"operation": "gone", "parameters": {}, "on": True, "lights": []},
        {"operation": "difference", "parameters": {}, "on": True, "lights": []},
        {"operation": "gamma", "parameters": {"gamma": 1e9}, "on": True, "lights": []},
        {"operation": "relief", "parameters": {}, "on": True, "lights": ["UV365"]},
        {"operation": "gamma", "parameters": [], "on": True, "lights": []},
    ],
)
def test_a_preset_that_cannot_be_replayed_is_left_out(step: dict[str, object]) -> None:
    assert read_own([json.dumps({"name": "a", "light": "UV365", "steps": [step]})]) == ()

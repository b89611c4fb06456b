"""Recipes as values, and their replay to the same pixels."""

import dataclasses
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.errors import RecipeError
from workstation.imaging.operations import OPERATIONS
from workstation.imaging.recipe import Recipe, Source, SourceKind, Step, parse_recipe
from workstation.imaging.replay import image_sha256, replay

WHITE = Source(SourceKind.CAPTURE, "a" * 64, "WHITE")
IR = Source(SourceKind.CAPTURE, "b" * 64, "IR850")


def picture(dtype=np.uint8, shape=(40, 60, 3), seed=1):
    top = np.iinfo(dtype).max
    return np.random.default_rng(seed).integers(0, top, shape, dtype, endpoint=True)


def replayed(image, *steps):
    return replay(Recipe((WHITE,), steps), lambda _: image)


words = st.text(max_size=12)
values = (
    st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | words
    | st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=9).map(tuple)
)
hashes = st.text("0123456789abcdef", min_size=64, max_size=64)


@st.composite
def recipes(draw):
    sources = tuple(
        Source(draw(st.sampled_from(SourceKind)), draw(hashes), draw(words)) for _ in range(draw(st.integers(1, 3)))
    )
    steps = tuple(
        Step(
            draw(words),
            draw(st.integers(0, 9)),
            tuple(draw(st.lists(st.integers(0, len(sources) + place - 1), min_size=1, max_size=3))),
            draw(st.dictionaries(words, values, max_size=3)),
        )
        for place in range(draw(st.integers(0, 4)))
    )
    return Recipe(sources, steps)


@given(recipes())
def test_a_recipe_survives_its_own_text(recipe):
    again = parse_recipe(recipe.to_json())
    assert again == recipe
    assert again.sha256 == recipe.sha256


@given(
    st.text()
    | st.recursive(
        st.none() | values.map(lambda v: list(v) if isinstance(v, tuple) else v),
        lambda inner: st.lists(inner) | st.dictionaries(words, inner),
    ).map(json.dumps)
)
def test_other_text_is_refused_by_name(text):
    with pytest.raises(RecipeError):
        parse_recipe(text)


@pytest.mark.parametrize(
    "change",
    [
        {"sources": []},
        {"format": 2},
        {"steps": [{"operation": "gamma", "version": 1, "inputs": [1], "parameters": {}}]},
        {"steps": [{"operation": "gamma", "version": 1, "inputs": [], "parameters": {}}]},
        {"steps": [{"operation": "gamma", "version": True, "inputs": [0], "parameters": {}}]},
        {"steps": [{"operation": "gamma", "version": 1, "inputs": [0], "parameters": {"gamma": None}}]},
    ],
)
def test_a_recipe_that_cannot_be_is_refused(change):
    content = json.loads(Recipe((WHITE,)).to_json()) | change
    with pytest.raises(RecipeError):
        parse_recipe(json.dumps(content))


def test_replaying_twice_gives_the_same_hash_and_leaves_the_source_alone():
    image = picture()
    before = image.copy()
    steps = (OPERATIONS["gamma"].step(0, gamma=2.2), OPERATIONS["turn"].step(1), OPERATIONS["invert"].step(2))
    first, second = (replayed(image, *steps) for _ in range(2))
    assert image_sha256(first) == image_sha256(second)
    assert (image == before).all()
    with pytest.raises(ValueError, match="read-only"):
        first[0, 0] = 0


def test_steps_may_name_any_earlier_picture():
    lights = {WHITE: picture(seed=1), IR: picture(seed=2)}
    recipe = Recipe((WHITE, IR), (OPERATIONS["grey"].step(1), OPERATIONS["align"].step(2, 0)))
    result = replay(recipe, lights.__getitem__)
    assert (result == replay(Recipe((IR,), (OPERATIONS["grey"].step(0),)), lights.__getitem__)).all()


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=lambda each: each.code)
@pytest.mark.parametrize("spoil", ["version", "parameter", "missing", "inputs", "unknown"])
def test_a_step_that_could_give_other_pixels_is_refused(operation, spoil):
    step = operation.step(*[0] * operation.fewest)
    spoilt = {
        "version": {"version": operation.version + 1},
        "parameter": {"parameters": dict.fromkeys(step.parameters, "?") | {"extra": 1}},
        "missing": {"parameters": dict(list(step.parameters.items())[1:]) if step.parameters else {"x": 1}},
        "inputs": {"inputs": (0,) * (operation.most + 1)},
        "unknown": {"operation": "no-such-operation"},
    }[spoil]
    with pytest.raises(RecipeError):
        replayed(picture(), dataclasses.replace(step, **spoilt))


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("shape", [(40, 60), (40, 60, 3)])
def test_window_maps_black_and_white_and_nothing_else(dtype, shape):
    image = picture(dtype, shape)
    top = int(np.iinfo(dtype).max)
    shown = replayed(image, OPERATIONS["window"].step(0, low=top // 4, high=top // 2))
    assert shown.dtype == np.uint8
    assert (shown[image <= top // 4] == 0).all()
    assert (shown[image >= top // 2] == 255).all()
    whole = replayed(image, OPERATIONS["window"].step(0, low=0, high=top))
    assert (whole == np.rint(image * (255 / top))).all()


def test_four_quarter_turns_and_two_mirrors_are_nothing():
    image = picture()
    turns = [OPERATIONS["turn"].step(place) for place in range(4)]
    assert (replayed(image, *turns) == image).all()
    mirrors = [OPERATIONS["mirror"].step(place, axis="horizontal") for place in range(2)]
    assert (replayed(image, *mirrors) == image).all()


def test_a_quarter_turn_is_clockwise():
    image = np.zeros((2, 3), np.uint8)
    image[0, 0] = 9
    assert replayed(image, OPERATIONS["turn"].step(0))[0, 1] == 9


def test_align_moves_by_its_matrix():
    image = picture()
    shifted = replay(
        Recipe((WHITE,), (OPERATIONS["align"].step(0, 0, matrix=(1.0, 0.0, 5.0, 0.0, 1.0, 3.0, 0.0, 0.0, 1.0)),)),
        lambda _: image,
    )
    assert (shifted[3:, 5:] == image[:-3, :-5]).all()


def test_a_crop_outside_the_picture_is_refused():
    with pytest.raises(RecipeError) as caught:
        replayed(picture(), OPERATIONS["crop"].step(0, left_px=30, width_px=31, height_px=2))
    assert caught.value.code == "recipe-crop-outside"


def test_measured_data_needs_a_window_before_tones():
    data = np.linspace(-1, 1, 2400, dtype=np.float32).reshape(40, 60)
    with pytest.raises(RecipeError):
        replayed(data, OPERATIONS["gamma"].step(0))
    shown = replayed(data, OPERATIONS["window"].step(0, low=-1.0, high=1.0), OPERATIONS["gamma"].step(1))
    assert shown.dtype == np.uint8
    assert shown.min() == 0
    assert shown.max() == 255


def test_the_hash_tells_shape_and_type_apart():
    flat = np.zeros(24, np.uint8)
    hashes = {image_sha256(flat.reshape(shape)) for shape in [(4, 6), (6, 4), (2, 4, 3)]}
    assert len(hashes | {image_sha256(flat.reshape(4, 6).view(np.uint16))}) == 4

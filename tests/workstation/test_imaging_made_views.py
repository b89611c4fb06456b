"""Views beside the whole replay: reduced while a control is dragged, placed on the capture, written as files."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from workstation.cases.model import Region, Shape
from workstation.errors import WorkstationError
from workstation.exported_views import ViewCaption, export_blink, export_view
from workstation.imaging.levels import levels
from workstation.imaging.operations import OPERATIONS, ParameterKind
from workstation.imaging.placement import changes_place, placement
from workstation.imaging.preview import preview, reduced
from workstation.imaging.recipe import Recipe, Source, SourceKind, parse_recipe
from workstation.imaging.replay import image_sha256, replay
from workstation.vocabulary import vocabulary

SIZE = 120, 80
SOURCE = Source(SourceKind.CAPTURE, "a" * 64, "WHITE")
RECTANGLE = Region(Shape.RECTANGLE, ((20.0, 10.0), (50.0, 30.0)))


def recipe_of(*steps: tuple[str, dict[str, object]]) -> Recipe:
    made = Recipe((SOURCE,))
    for code, chosen in steps:
        made = made.then(OPERATIONS[code].step(made.result, **chosen))  # type: ignore[arg-type]
    return made


def page(marked: tuple[int, int] | None = None) -> np.ndarray:
    pixels = np.zeros((SIZE[1], SIZE[0]), np.uint8)
    if marked is not None:
        x, y = marked
        pixels[y - 2 : y + 3, x - 2 : x + 3] = 250
    return pixels


# ---------------------------------------------------------------------- placement

turns = st.integers(0, 3).map(lambda n: ("turn", {"quarter_turns": n}))
mirrors = st.sampled_from(["vertical", "horizontal"]).map(lambda axis: ("mirror", {"axis": axis}))
rotations = st.floats(-40, 40).map(lambda degrees: ("rotate", {"degrees": degrees}))
tones = st.just(("gamma", {"gamma": 1.5}))


@given(st.lists(st.one_of(turns, mirrors, rotations, tones), max_size=4), st.integers(35, 85), st.integers(30, 50))
@settings(max_examples=40, deadline=None)
def test_a_place_is_found_in_the_view_where_its_pixels_are(
    steps: list[tuple[str, dict[str, object]]], x: int, y: int
) -> None:
    recipe = recipe_of(*steps)
    place = placement(recipe, (SIZE,))
    image = replay(recipe, lambda _: page((x, y)))
    assert place.result == (image.shape[1], image.shape[0])
    (at,) = place.forward(((x + 0.5, y + 0.5),))
    rows, columns = np.nonzero(image > 150)
    if 8 < at[0] < place.result[0] - 8 and 8 < at[1] < place.result[1] - 8:
        assert abs(columns.mean() + 0.5 - at[0]) < 1.0
        assert abs(rows.mean() + 0.5 - at[1]) < 1.0


def test_a_crop_moves_and_a_region_comes_back_through_everything() -> None:
    crop = {"left_px": 10, "top_px": 5, "width_px": 90, "height_px": 60}
    recipe = recipe_of(("crop", crop), ("turn", {"quarter_turns": 1}), ("mirror", {"axis": "horizontal"}))
    place = placement(recipe, (SIZE,))
    assert place.moves
    seen = place.region_forward(RECTANGLE)
    assert seen.shape is Shape.RECTANGLE
    assert place.region_back(seen).bounds_px() == pytest.approx(RECTANGLE.bounds_px())


def test_a_rectangle_on_a_tilted_view_becomes_a_polygon_that_stays_on_the_capture() -> None:
    place = placement(recipe_of(("rotate", {"degrees": 30.0})), (SIZE,))
    back = place.region_back(Region(Shape.RECTANGLE, ((0.0, 0.0), (60.0, 40.0))))
    assert back.shape is Shape.POLYGON
    assert len(back.points_px) == 4
    left, top, right, bottom = back.bounds_px()
    assert 0 <= left < right <= SIZE[0]
    assert 0 <= top < bottom <= SIZE[1]


def test_a_reduced_view_has_its_places_reduced() -> None:
    whole = placement(recipe_of(("turn", {"quarter_turns": 2})), (SIZE,))
    half = whole.reduced(0.5, (60, 40))
    assert half.forward(((0.0, 0.0),)) == ((60.0, 40.0),)


def test_what_is_laid_on_another_takes_its_place_and_the_rest_that_of_the_first() -> None:
    second = Source(SourceKind.CAPTURE, "b" * 64, "UV365")
    laid = OPERATIONS["align"].step(1, 0)
    recipe = Recipe((SOURCE, second), (laid, OPERATIONS["difference"].step(0, 2)))
    place = placement(recipe, (SIZE, (300, 200)))
    assert place.result == SIZE
    assert not place.moves
    assert not changes_place(laid)
    assert changes_place(OPERATIONS["turn"].step(0))


# ---------------------------------------------------------------------- reduced while dragging


def test_lengths_shrink_with_the_picture_and_nothing_else_does() -> None:
    recipe = recipe_of(
        ("unsharp", {"radius_px": 8.0, "amount": 2.0}),
        ("denoise", {"method": "median", "radius_px": 5}),
        ("crop", {"left_px": 8, "top_px": 8, "width_px": 41, "height_px": 21}),
    )
    half = reduced(recipe, 0.25)
    assert half.steps[0].parameters == {"radius_px": 2.0, "amount": 2.0}
    assert half.steps[1].parameters == {"method": "median", "radius_px": 1}
    assert half.steps[2].parameters == {"left_px": 2, "top_px": 2, "width_px": 10, "height_px": 5}
    for each in half.steps:
        OPERATIONS[each.operation].check(each)


def set_by_hand() -> list[str]:
    return [
        code
        for code, each in OPERATIONS.items()
        if each.fewest == 1 and all(one.kind is not ParameterKind.NUMBERS for one in each.parameters)
    ]


@pytest.mark.parametrize("code", set_by_hand())
def test_every_step_on_one_picture_is_shown_reduced(code: str) -> None:
    operation = OPERATIONS[code]
    noise = np.random.default_rng(4).integers(0, 255, (200, 300, 3), dtype=np.uint8)
    made, share = preview(Recipe((SOURCE,), (operation.step(0),)), lambda _: noise, 150)
    assert share == 0.5
    assert made.shape[0] <= 150


def test_a_small_picture_is_shown_whole_and_to_the_pixel() -> None:
    recipe = recipe_of(("gamma", {"gamma": 2.0}))
    made, share = preview(recipe, lambda _: page((60, 40)), 1200)
    assert share == 1.0
    assert image_sha256(made) == image_sha256(replay(recipe, lambda _: page((60, 40))))


# ---------------------------------------------------------------------- levels


@pytest.mark.parametrize(("dtype", "top"), [(np.uint8, 255), (np.uint16, 65535)])
def test_levels_count_every_sample_once(dtype: type, top: int) -> None:
    image = np.random.default_rng(1).integers(10, top // 2, (70, 50, 3)).astype(dtype)
    spread = levels(image)
    assert spread.top == top
    assert len(spread.counts) == 3
    assert sum(map(sum, spread.counts)) == image.size
    assert (spread.lowest, spread.highest) == (int(image.min()), int(image.max()))
    low, high = spread.suggested
    assert 10 <= low < high <= top // 2


def test_levels_of_one_tone_still_suggest_a_window() -> None:
    low, high = levels(np.full((4, 4), 255, np.uint8)).suggested
    assert (low, high) == (255, 255), "there is nothing to spread: the window stays as it was"


def test_measured_data_have_no_levels() -> None:
    with pytest.raises(WorkstationError, match="recipe-needs-window"):
        levels(np.zeros((4, 4), np.float32))


# ---------------------------------------------------------------------- files

CAPTION = ViewCaption(("Case 1 · PROCESSED",), "Picture SHA-256 {sha256}", 10.0)


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_a_view_is_written_with_its_recipe_and_hash(suffix: str, tmp_path: Path) -> None:
    recipe = recipe_of(("invert", {}))
    path = export_view(recipe, lambda _: page((60, 40)), tmp_path / f"view{suffix}", CAPTION)
    with Image.open(path) as picture:
        picture.load()
        said = json.loads(picture.text["QDBench"] if suffix == ".png" else picture.tag_v2[270])
        pixels = np.asarray(picture.convert("L"))
    made = replay(recipe, lambda _: page((60, 40)))
    assert parse_recipe(json.dumps(said["recipe"])) == recipe
    assert said["image_sha256"] == image_sha256(made)
    assert said["caption"] == ["Case 1 · PROCESSED", f"Picture SHA-256 {image_sha256(made)}"]
    assert (pixels[: SIZE[1], : SIZE[0]] == made).all()
    assert export_view(recipe, lambda _: page(), path, CAPTION) == path, "an earlier picture is replaced"


@pytest.mark.parametrize("stands", [b"%PDF-1.4 a report", b"a text", b"SQLite format 3\0 a case", b""])
def test_nothing_but_a_picture_is_replaced(stands: bytes, tmp_path: Path) -> None:
    path = tmp_path / "view.png"
    path.write_bytes(stands)
    with pytest.raises(WorkstationError, match="file-is-"):
        export_view(Recipe((SOURCE,)), lambda _: page(), path, CAPTION)
    assert path.read_bytes() == stands


def test_another_suffix_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(WorkstationError, match="picture-suffix"):
        export_view(Recipe((SOURCE,)), lambda _: pytest.fail("made"), tmp_path / "view.bmp", CAPTION)


def test_a_blink_holds_every_view(tmp_path: Path) -> None:
    recipes = [Recipe((SOURCE,)), recipe_of(("invert", {}))]
    path = export_blink(recipes, lambda _: page((60, 40)), tmp_path / "blink.gif", [CAPTION, CAPTION])
    with Image.open(io.BytesIO(path.read_bytes())) as picture:
        assert picture.n_frames == 2
        said = json.loads(picture.info["comment"])
    assert [parse_recipe(json.dumps(each["recipe"])) for each in said["frames"]] == recipes


# ---------------------------------------------------------------------- names


def test_every_parameter_and_choice_has_a_name() -> None:
    parameters = [each for operation in OPERATIONS.values() for each in operation.parameters]
    assert {each.name for each in parameters} == set(vocabulary("parameter").terms)
    assert {choice for each in parameters for choice in each.choices} == set(vocabulary("parameter_choice").terms)


def test_every_operation_stands_in_a_group() -> None:
    groups = set(vocabulary("operation_group").terms)
    assert {each.extra.get("group") for each in vocabulary("operation")} == groups

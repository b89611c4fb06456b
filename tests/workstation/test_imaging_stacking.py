"""Recipes of stacks, and pictures prepared before they are compared, against scenes that are known exactly."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workstation.comparison_desk import align_step
from workstation.errors import RecipeError
from workstation.imaging.normalise import flatten
from workstation.imaging.operations import OPERATIONS
from workstation.imaging.placement import placement
from workstation.imaging.preparing import prepared
from workstation.imaging.preview import preview
from workstation.imaging.recipe import Recipe, Source, SourceKind, parse_recipe
from workstation.imaging.register import register
from workstation.imaging.replay import image_sha256, replay
from workstation.imaging.stacking import Frame, Stacked, StackKind, effective_ms, stacked
from workstation.imaging.tiling import lay_tiles

Picture = np.ndarray


def sheet(shape: tuple[int, int], seed: int = 3) -> np.ndarray:
    """A page full of details of several sizes."""
    rng = np.random.default_rng(seed)
    noise = rng.normal(0, 1, (*shape, 3)).astype(np.float32)
    fine, coarse = (cv2.GaussianBlur(noise, (0, 0), sigma) * sigma for sigma in (1.5, 6.0))
    return np.clip(128 + 55 * (fine + coarse), 0, 255).astype(np.uint8)


def joined(kind: StackKind, images: list[Picture], lights: list[str] | None = None, **said: list[float]) -> Stacked:
    return stacked(kind, frames(images, lights, **said), lambda n: register(images[0], images[n]), align_step)


def frames(images: list[Picture], lights: list[str] | None = None, times: list[float] | None = None) -> list[Frame]:
    return [
        Frame(
            Source(SourceKind.CAPTURE, f"{place:064x}", lights[place] if lights else "WHITE"),
            image,
            times[place] if times else None,
        )
        for place, image in enumerate(images)
    ]


def made(stack: Stacked, images: list[Picture]) -> np.ndarray:
    """Replayed from the text that a case keeps."""
    recipe = parse_recipe(stack.recipe.to_json())
    return replay(recipe, lambda source: images[int(source.sha256, 16)])


def refusal(kind: StackKind, images: list[Picture], lights: list[str] | None = None, **said: list[float]) -> str:
    with pytest.raises(RecipeError) as caught:
        joined(kind, images, lights, **said)
    return caught.value.code


# ---------------------------------------------------------------------- stacks


def test_tiles_are_found_turned_and_moved_and_make_the_sheet() -> None:
    page = sheet((700, 1000))
    turned = cv2.getRotationMatrix2D((500, 350), 1.5, 1.0)
    turned[:, 2] += (-380.5, -20.25)
    tiles = [page[:, :600].copy(), cv2.warpAffine(page, turned, (600, 700))[20:680, :590].copy()]
    stack = joined(StackKind.STITCH, tiles)
    assert stack.residual_px is not None
    assert stack.residual_px < 0.5
    shown = made(stack, tiles)
    left, top = (stack.recipe.steps[0].parameters["matrices"][place] for place in (2, 5))
    part = shown[round(top) + 40 : round(top) + 640, round(left) + 20 : round(left) + 900].astype(float)
    assert np.abs(part - page[40:640, 20:900]).mean() < 6
    assert np.abs(np.roll(part, 3, axis=1) - page[40:640, 20:900]).mean() > 15


def test_a_place_of_the_first_tile_is_found_on_the_sheet() -> None:
    page = sheet((400, 900))
    tiles = [page[:, 300:].copy(), page[:, :500].copy()]
    stack = joined(StackKind.STITCH, tiles)
    place = placement(stack.recipe, ((600, 400), (500, 400)))
    assert place.forward(((10.0, 20.0),))[0] == pytest.approx((310, 20), abs=1.0)
    assert place.result == (900, 400)


def test_a_reduced_stitch_looks_like_the_whole() -> None:
    page = sheet((400, 900))
    tiles = [page[:, :600].copy(), page[:, 300:].copy()]
    stack = joined(StackKind.STITCH, tiles)
    small, share = preview(stack.recipe, lambda source: tiles[int(source.sha256, 16)], 300)
    whole = cv2.resize(made(stack, tiles), small.shape[1::-1], interpolation=cv2.INTER_AREA)
    assert share == 0.5
    assert np.abs(small.astype(float) - whole).mean() < 4


def test_a_tile_of_another_sheet_is_refused_and_named() -> None:
    page = sheet((400, 900))
    tiles = [page[:, :500].copy(), page[:, 300:].copy(), sheet((400, 500), seed=9)]
    with pytest.raises(RecipeError) as caught:
        lay_tiles(tiles)
    assert (caught.value.code, caught.value.facts["number"]) == ("stack-tile-alone", 3)


def test_a_focus_stack_is_laid_first() -> None:
    page = sheet((600, 800))
    soft = cv2.GaussianBlur(page, (0, 0), 4.0)
    near, far = page.copy(), page.copy()
    near[:, 400:], far[:, :400] = soft[:, 400:], soft[:, :400]
    breathed = cv2.warpAffine(far, np.array([[1.01, 0, -4.0], [0, 1.01, -3.0]]), (800, 600))
    stack = joined(StackKind.FOCUS, [near, breathed])
    assert [each.operation for each in stack.recipe.steps] == ["align", "focus-stack"]
    inside = np.s_[30:-30, 30:-30]
    error = np.abs(made(stack, [near, breathed]).astype(float) - page)[inside].mean()
    assert error < 0.35 * np.abs(near.astype(float) - page)[inside].mean()


def test_what_has_not_moved_is_not_interpolated() -> None:
    page = sheet((400, 600))
    dark = (page // 4).astype(np.uint8)
    stack = joined(StackKind.EXPOSURES, [page, dark], times=[40.0, 10.0])
    assert [each.operation for each in stack.recipe.steps] == ["exposures", "compress-range"]
    assert made(stack, [page, dark]).dtype == np.uint8


def test_exposures_show_bright_and_dark_parts_alike() -> None:
    radiance = sheet((400, 600)).astype(np.float32)
    radiance[:, 300:] *= 12
    images = [np.clip(radiance * t / 40, 0, 255).astype(np.uint8) for t in (40.0, 4.0)]
    shown = made(joined(StackKind.EXPOSURES, images, times=[40.0, 4.0]), images).astype(float)
    assert np.ptp(images[0][:, 320:].astype(float)) < 0.7 * 255 or images[0][:, 320:].mean() > 240
    assert shown[:, 320:].std() > 8
    assert shown[:, :280].std() > 8


@pytest.mark.parametrize(
    ("code", "kind", "times"),
    [
        ("stack-exposure-unknown", StackKind.EXPOSURES, None),
        ("stack-exposures-equal", StackKind.EXPOSURES, [10.0, 11.0]),
    ],
)
def test_exposures_that_tell_nothing_are_refused(code: str, kind: StackKind, times: list[float] | None) -> None:
    assert refusal(kind, [sheet((200, 300))] * 2, **({"times": times} if times else {})) == code


def test_one_picture_other_lights_other_pages_and_wrong_lamps_are_refused() -> None:
    page, other = sheet((300, 400)), sheet((300, 400), seed=8)
    assert refusal(StackKind.FOCUS, [page]) == "stack-too-few"
    assert refusal(StackKind.STITCH, [page, page], ["WHITE", "UV365"]) == "stack-lights-differ"
    assert refusal(StackKind.FOCUS, [page, other]) == "stack-not-laid"
    assert refusal(StackKind.RELIEF, [page] * 3, ["OBLIQUE_LEFT", "OBLIQUE_RIGHT", "WHITE"]) == "stack-lamps"
    assert refusal(StackKind.RELIEF, [page] * 2, ["OBLIQUE_LEFT", "OBLIQUE_RIGHT"]) == "stack-lamps"


def test_relief_takes_lamps_in_any_order() -> None:
    images = [sheet((60, 80), seed) for seed in range(4)]
    lights = ["OBLIQUE_BOTTOM", "OBLIQUE_LEFT", "OBLIQUE_TOP", "OBLIQUE_RIGHT"]
    stack = joined(StackKind.RELIEF, images, lights)
    assert stack.recipe.steps[0].parameters["azimuths_deg"] == (180.0, 0.0, -90.0, 90.0)
    assert image_sha256(made(stack, images)) == image_sha256(made(stack, images))


def test_light_that_reached_the_sensor_counts() -> None:
    assert effective_ms(10.0, 20.0, 50.0) == pytest.approx(50.0)
    assert effective_ms(None, 0.0, 100.0) is None
    assert effective_ms(10.0, None, 0.0) is None


@settings(max_examples=60, deadline=None)
@given(st.floats(0.1, 1000.0), st.floats(1e-3, 1e4), st.lists(st.floats(0, 1e5, width=32), min_size=2, max_size=20))
def test_a_compressed_range_keeps_the_order(lift: float, white: float, values: list[float]) -> None:
    step = OPERATIONS["compress-range"].step(0, lift=lift, white=white)
    rising = np.sort(np.array([values], np.float32))
    shown = replay(Recipe((Source(SourceKind.CAPTURE, "0" * 64),), (step,)), lambda _: rising)
    assert shown.dtype == np.uint8
    assert (np.diff(shown.astype(int), axis=1) >= 0).all()


# ---------------------------------------------------------------------- prepared for comparing


def lit(page: np.ndarray, fall: float) -> np.ndarray:
    """Darker towards the right."""
    return np.rint(page * np.linspace(1.0, fall, page.shape[1])[None, :, None]).astype(page.dtype)


def form() -> np.ndarray:
    """Bright paper with print."""
    page = np.full((300, 420, 3), 230, np.uint8)
    page[40:260:16, 30:390] = 60
    page[100:180, 50:130] = 90
    return page


def test_uneven_light_is_taken_off_both_and_replayed() -> None:
    first, second = lit(form(), 0.6), lit(form()[:, ::-1], 0.6)[:, ::-1]
    done = prepared(first, second, even=True, tones=False)
    before, after = (np.abs(a.astype(float) - b).mean() for a, b in ((first, second), (done.first, done.second)))
    assert after < 0.2 * before
    for steps, picture, shown in ((done.first_steps, first, done.first), (done.second_steps, second, done.second)):
        recipe = Recipe((Source(SourceKind.CAPTURE, "0" * 64),), steps)
        again = replay(parse_recipe(recipe.to_json()), lambda _, picture=picture: picture)
        assert image_sha256(again) == image_sha256(shown)
    assert done.first_gain > 1


@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
def test_tones_are_matched_and_noise_with_them(depth: type) -> None:
    first = form()
    second = np.clip(first * 0.5 + 20, 0, 255).astype(np.uint8).astype(depth) * (257 if depth is np.uint16 else 1)
    done = prepared(first, second.astype(depth), even=False, tones=True)
    assert done.first_steps == ()
    assert done.second.dtype == depth
    shown = done.second.astype(float) / (257 if depth is np.uint16 else 1)
    assert np.abs(shown - first).max() < 4
    assert done.second_gain == pytest.approx(2.0, abs=0.1)


def test_tones_that_run_the_other_way_are_left_alone_and_said() -> None:
    first = form()
    done = prepared(first, (255 - first).astype(np.uint8), even=False, tones=True)
    assert done.second_steps == ()
    assert done.doubts == ("doubt-tones-unmatched",)


def test_a_field_that_makes_no_sense_is_refused() -> None:
    for field, columns in (((1.0, 1.0, 1.0), 2), ((0.0, 1.0), 2)):
        step = OPERATIONS["flatten"].step(0, field=field, field_columns=columns)
        with pytest.raises(RecipeError):
            replay(Recipe((Source(SourceKind.CAPTURE, "0" * 64),), (step,)), lambda _: form())
    assert (flatten(form(), np.ones((1, 1), np.float32)) == form()).all()

"""Values of places in every light, and which light tells two of them apart."""

import contextlib

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.cases.model import Region, Shape
from workstation.errors import RecipeError
from workstation.imaging.light_stack import MAX_SAMPLES, Band, samples, spectrum, stack_of
from workstation.imaging.operations import OPERATIONS
from workstation.imaging.recipe import Recipe, Source, SourceKind
from workstation.imaging.replay import replay
from workstation.imaging.spectra import (
    CombinationKind,
    best_lights,
    independent_components,
    mixed_spectra,
    page_samples,
    principal_components,
)

LIGHTS = ("UV365", "VIS500", "VIS600", "IR850", "IR1000")
FIRST_INK = (60, 50, 45, 40, 170)
SECOND_INK = (60, 50, 45, 160, 170)
PAPER = (180, 190, 195, 200, 205)


def rectangle(left, top, right, bottom):
    return Region(Shape.RECTANGLE, ((left, top), (right, bottom)))


LEFT, RIGHT = rectangle(20, 20, 60, 60), rectangle(100, 20, 140, 60)


def two_inks(sigma=2.0, seed=1):
    """Two squares that look alike in all lights but one, on paper."""
    rng = np.random.default_rng(seed)
    pictures = {}
    for light, one, other, paper in zip(LIGHTS, FIRST_INK, SECOND_INK, PAPER, strict=True):
        image = np.full((80, 160), float(paper))
        image[20:60, 20:60], image[20:60, 100:140] = one, other
        pictures[light] = np.rint(image + rng.normal(0, sigma, image.shape)).astype(np.uint8)
    return pictures


def made(pictures, step):
    sources = tuple(Source(SourceKind.CAPTURE, f"{place:064x}", light) for place, light in enumerate(pictures))
    return replay(Recipe(sources, (step,)), lambda source: pictures[source.label])


def test_a_spectrum_says_mean_spread_and_number():
    values = spectrum(stack_of(two_inks()), LEFT)
    assert [each.band.light for each in values] == list(LIGHTS)
    for value, ink in zip(values, FIRST_INK, strict=True):
        assert value.mean == pytest.approx(ink, abs=0.3)
        assert value.sd == pytest.approx(2.0, rel=0.15)
        assert value.pixels == 1600
        assert value.saturated == 0


def test_saturated_pixels_are_told():
    pictures = two_inks()
    pictures["VIS600"][20:40, 20:60] = 255
    assert spectrum(stack_of(pictures), LEFT)[2].saturated == pytest.approx(0.5)


def test_a_colour_picture_gives_its_three_channels():
    stack = stack_of({"WHITE": np.dstack([np.full((9, 9), v, np.uint8) for v in (10, 20, 30)])})
    values = spectrum(stack, Region(Shape.POINT, ((4.5, 4.5),)))
    assert [each.band for each in values] == [Band("WHITE", name) for name in ("red", "green", "blue")]
    assert [each.mean for each in values] == [10, 20, 30]


@given(
    corners=st.lists(st.tuples(st.floats(-50, 250), st.floats(-50, 250)), min_size=1, max_size=6),
    shape=st.sampled_from(Shape),
)
def test_any_region_gives_pixels_of_the_picture_or_is_refused(corners, shape):
    count = {Shape.POINT: 1, Shape.RECTANGLE: 2, Shape.POLYGON: 3}[shape]
    points = tuple((corners * 3)[: max(count, len(corners) if shape is Shape.POLYGON else count)])
    stack = stack_of({"WHITE": np.arange(80 * 160, dtype=np.uint16).reshape(80, 160)})
    with contextlib.suppress(RecipeError):
        assert 0 < samples(stack, Region(shape, points)).shape[1] <= MAX_SAMPLES


def test_a_polygon_takes_what_it_encloses():
    image = np.zeros((80, 160), np.uint8)
    cv2.fillPoly(image, [np.array([[20, 10], [90, 30], [40, 70]])], 200)
    triangle = Region(Shape.POLYGON, ((22.5, 13.0), (86.5, 30.5), (41.0, 66.0)))
    assert samples(stack_of({"WHITE": image}), triangle).min() == 200


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda it: it.clear(), "stack-empty"),
        (lambda it: it.update(IR850=np.zeros((9, 9), np.uint8)), "recipe-sizes-differ"),
        (lambda it: it.update(IR850=np.zeros((80, 160), np.uint16)), "recipe-depths-differ"),
    ],
)
def test_pictures_that_are_no_stack_are_refused(change, code):
    pictures = two_inks()
    change(pictures)
    with pytest.raises(RecipeError) as caught:
        stack_of(pictures)
    assert caught.value.code == code


def test_the_light_that_tells_two_inks_apart_comes_first():
    ranked = best_lights(stack_of(two_inks()), LEFT, RIGHT)
    simple = [each for each in ranked if each.combination.kind is CombinationKind.BAND]
    assert simple[0].combination.bands == (Band("IR850"),)
    assert simple[0].contrast == pytest.approx(-120, abs=1)
    assert simple[0].contrast_to_noise == pytest.approx(60, rel=0.15)
    assert simple[1].contrast_to_noise < 1
    assert [each.contrast_to_noise for each in ranked] == sorted(
        (each.contrast_to_noise for each in ranked), reverse=True
    )


def test_a_ratio_wins_where_uneven_light_hides_the_difference():
    rng = np.random.default_rng(3)
    shade = np.linspace(0.3, 1.0, 160)[None, :] * rng.uniform(0.4, 1.0, (80, 1))
    pictures = {}
    for light, one, other in (("VIS600", 120, 120), ("IR850", 100, 140), ("IR1000", 180, 180)):
        ink = np.full((80, 160), 200.0)
        ink[20:60, 20:60], ink[20:60, 100:140] = one, other
        pictures[light] = np.rint(ink * shade * 200 + rng.normal(0, 3, ink.shape)).astype(np.uint16)
    ranked = best_lights(stack_of(pictures), LEFT, RIGHT)
    best_simple = next(each for each in ranked if each.combination.kind is not CombinationKind.MIXTURE)
    assert best_simple.combination.kind is CombinationKind.RATIO
    assert Band("IR850") in best_simple.combination.bands


def test_the_picture_of_a_ranked_combination_has_its_contrast():
    pictures = two_inks()
    stack = stack_of(pictures)
    for ranked in best_lights(stack, LEFT, RIGHT):
        if ranked.combination.kind in (CombinationKind.BAND, CombinationKind.RATIO):
            continue
        weights = dict(zip(ranked.combination.bands, ranked.combination.weights, strict=True))
        all_weights = tuple(weights.get(band, 0.0) for band in stack.bands)
        image = made(pictures, OPERATIONS["combine"].step(*range(len(LIGHTS)), weights=all_weights))
        contrast = image[20:60, 20:60].mean() - image[20:60, 100:140].mean()
        assert contrast == pytest.approx(ranked.contrast, rel=0.02, abs=0.2)


def test_components_are_the_directions_that_were_mixed():
    rng = np.random.default_rng(4)
    directions = np.linalg.qr(rng.normal(size=(5, 5)))[0][:2]
    values = (directions.T @ (rng.uniform(-1, 1, (2, 4000)) * [[90], [25]]) + 120).astype(np.float32)
    principal = principal_components(values, 2)
    assert np.abs(np.sum(principal.weights * directions, axis=1)) == pytest.approx(1, abs=0.02)
    assert sum(principal.share) == pytest.approx(1, abs=1e-6)


def test_independent_components_come_apart_where_principal_ones_do_not():
    rng = np.random.default_rng(5)
    sources = np.sign(rng.normal(size=(2, 6000))) * rng.uniform(0.5, 1.5, (2, 6000)) * 30
    mixing = np.array([[1.0, 0.9], [0.8, 1.0], [0.2, 0.7]])
    values = (mixing @ sources + 120 + rng.normal(0, 0.1, (3, 6000))).astype(np.float32)

    def purity(weights):
        got = weights @ (values - values.mean(axis=1, keepdims=True))
        return np.abs(np.corrcoef(np.vstack([got, sources]))[:2, 2:]).max(axis=1).min()

    assert purity(independent_components(values, 2).weights) > 0.98
    assert purity(principal_components(values, 2).weights) < 0.95


def test_mixed_spectra_are_found_and_unmix_finds_how_much():
    rng = np.random.default_rng(6)
    inks = np.array([[1.0, 0.9, 0.3, 0.0], [0.0, 0.2, 0.8, 1.0]])
    amounts = rng.uniform(0, 1, (2, 40 * 60)) * (rng.uniform(size=(2, 40 * 60)) > 0.5)
    absorbed = inks.T @ amounts * 0.5
    found = mixed_spectra(absorbed.astype(np.float32), 2)
    truth = inks / np.linalg.norm(inks, axis=1, keepdims=True)
    likeness = found @ truth.T
    assert likeness.max(axis=1) == pytest.approx(1, abs=0.02)
    paper = 50_000.0
    planes = np.rint(np.clip(paper * 10**-absorbed, 0, 65535)).astype(np.uint16).reshape(4, 40, 60)
    pictures = dict(zip(LIGHTS, planes, strict=False))
    step = OPERATIONS["unmix"].step(*range(4), spectra=tuple(inks.ravel().tolist()), paper=(paper,) * 4)
    image = made(pictures, step)
    assert np.abs(image.ravel() - amounts[0] * 0.5).max() < 0.02


def test_false_colour_shows_three_sums_through_three_windows():
    pictures = {"VIS500": np.full((4, 4), 100, np.uint8), "IR850": np.full((4, 4), 50, np.uint8)}
    step = OPERATIONS["false-colour"].step(
        0, 1, weights=(1.0, 0.0, 0.0, 1.0, 1.0, -1.0), windows=(0.0, 200.0, 0.0, 100.0, 0.0, 50.0)
    )
    assert made(pictures, step)[0, 0].tolist() == [128, 128, 255]


def test_luminescence_is_what_exceeds_the_glow_of_the_paper():
    image = np.full((10, 10, 3), (20, 30, 90), np.uint8)
    image[2:4, 2:4] = (20, 120, 60)
    shown = made({"UV365": image}, OPERATIONS["above-ground"].step(0, ground=(20.0, 30.0, 90.0), gain=2.0))
    assert shown[0, 0].tolist() == [0, 0, 0]
    assert shown[3, 3].tolist() == [0, 180, 0]


@pytest.mark.parametrize(
    ("code", "inputs", "parameters"),
    [
        ("combine", 2, {"weights": (1.0,)}),
        ("combine", 2, {"weights": ()}),
        ("false-colour", 2, {"weights": (1.0, 2.0)}),
        ("false-colour", 1, {"windows": (5.0, 5.0, 0.0, 1.0, 0.0, 1.0)}),
        ("unmix", 2, {"spectra": (1.0,), "paper": (1.0, 1.0)}),
    ],
)
def test_weights_that_do_not_fit_their_lights_are_refused(code, inputs, parameters):
    with pytest.raises(RecipeError):
        made(two_inks(), OPERATIONS[code].step(*range(inputs), **parameters))


def told_apart(score, mask):
    """Probability that a pixel of the mask scores higher than one outside it."""
    rank = np.empty(score.size)
    rank[np.argsort(score.ravel())] = np.arange(score.size)
    marked = int(mask.sum())
    return (rank[mask.ravel()].mean() - (marked - 1) / 2) / (score.size - marked)


def test_the_ink_of_a_real_page_comes_apart_from_type_and_stamp(real_data):
    folder = real_data / "multispectral"
    pictures = {each.stem: cv2.imread(str(each), 0) for each in sorted((folder / "mstex_z35").glob("*.png"))}
    ink = cv2.imread(str(folder / "mstex_truth" / "z35.png"), 0) < 128
    stack = stack_of(pictures)
    best_single = max(told_apart(-plane.astype(float), ink) for plane in stack.planes)
    components = independent_components(page_samples(stack), 3)
    scores = [
        told_apart(made(pictures, OPERATIONS["combine"].step(*range(8), weights=tuple(row.tolist()))), ink)
        for row in components.weights
    ]
    best_component = max(max(each, 1 - each) for each in scores)
    assert best_single < 0.994
    assert best_component > 0.998

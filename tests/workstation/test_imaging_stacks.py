"""Relief from oblique lamps and pictures made of several, against surfaces and scenes that are known exactly."""

import cv2
import numpy as np
import pytest

from workstation.errors import RecipeError
from workstation.imaging.operations import OPERATIONS
from workstation.imaging.recipe import Recipe, Source, SourceKind
from workstation.imaging.replay import image_sha256, replay

AZIMUTHS = (180.0, 0.0, -90.0, 90.0)
ELEVATION_DEG = 30.0


def made(images, code, **parameters):
    sources = tuple(Source(SourceKind.CAPTURE, f"{place:064x}") for place in range(len(images)))
    pictures = dict(zip(sources, images, strict=True))
    step = OPERATIONS[code].step(*range(len(images)), **parameters)
    return replay(Recipe(sources, (step,)), pictures.__getitem__)


def embossed(shape=(160, 200)):
    """Height in pixels of a raised ring, and a print that has nothing to do with it."""
    y, x = np.mgrid[: shape[0], : shape[1]].astype(float)
    height = 3 * np.exp(-((np.hypot(x - 100, y - 80) - 40) ** 2) / (2 * 6.0**2))
    albedo = np.full(shape, 0.8)
    albedo[::12] = 0.35
    return height, albedo


def lit(height, albedo, azimuth_deg, strength=1.0):
    down, across = np.gradient(height)
    normal = np.dstack([-across, -down, np.ones_like(height)])
    normal /= np.linalg.norm(normal, axis=2, keepdims=True)
    turn, up = np.radians(azimuth_deg), np.radians(ELEVATION_DEG)
    lamp = np.array([np.cos(turn) * np.cos(up), np.sin(turn) * np.cos(up), np.sin(up)])
    return np.rint(np.clip(60000 * strength * albedo * (normal @ lamp), 0, 65535)).astype(np.uint16), normal


def test_normals_of_a_known_surface_whatever_is_printed_on_it():
    height, albedo = embossed()
    images, normals = zip(*[lit(height, albedo, each) for each in AZIMUTHS], strict=True)
    shown = made(images, "relief", azimuths_deg=AZIMUTHS, elevation_deg=ELEVATION_DEG, show="normals", gain=1.0)
    assert np.abs((shown.astype(float) - 128) / 127 - normals[0]).max() < 0.02


def test_the_surface_shows_although_one_lamp_is_weaker():
    height, albedo = embossed()
    strengths = (1.0, 0.7, 1.0, 0.85)
    images = [lit(height, albedo, each, strength)[0] for each, strength in zip(AZIMUTHS, strengths, strict=True)]
    shown = made(images, "relief", azimuths_deg=AZIMUTHS, elevation_deg=ELEVATION_DEG, show="slope", gain=1.0)
    true_slope = np.hypot(*np.gradient(height))
    assert np.corrcoef(shown.ravel(), np.sin(np.arctan(true_slope)).ravel())[0, 1] > 0.98


def test_the_print_shows_without_the_surface():
    height, albedo = embossed()
    images = [lit(height, albedo, each)[0] for each in AZIMUTHS]
    shown = made(images, "relief", azimuths_deg=AZIMUTHS, elevation_deg=ELEVATION_DEG, show="albedo")
    assert np.corrcoef(shown.ravel(), albedo.ravel())[0, 1] > 0.999


def test_two_lamps_that_face_each_other_cancel_the_print():
    height, albedo = embossed()
    images = [lit(height, albedo, each)[0] for each in (180.0, 0.0)]
    shown = made(images, "opposed-lamps", gain=2.0).astype(float)
    flat = shown[:, :30]
    assert np.ptp(flat) <= 1
    assert flat.mean() == pytest.approx(128, abs=1)
    assert shown.max() > 160
    assert shown.min() < 96
    # The flanks of the ring: the left one faces the first lamp, the right one falls away from it.
    assert shown[80, 53] > 140
    assert shown[80, 147] < 116


@pytest.mark.parametrize("azimuths", [(0.0, 180.0, 0.0, 180.0), (0.0, 0.0, 0.0, 0.0)])
def test_lamps_in_one_line_are_refused(azimuths):
    with pytest.raises(RecipeError) as caught:
        made([np.zeros((9, 9), np.uint16)] * 4, "relief", azimuths_deg=azimuths)
    assert caught.value.code == "relief-lamps-in-line"


def detailed(seed=1, shape=(120, 180)):
    return np.random.default_rng(seed).integers(0, 255, (*shape, 3), np.uint8)


def test_a_focus_stack_is_sharp_everywhere():
    sharp = cv2.GaussianBlur(detailed(), (0, 0), 1.0)
    soft = cv2.GaussianBlur(sharp, (0, 0), 4.0)
    left, right = sharp.copy(), sharp.copy()
    left[:, 90:], right[:, :90] = soft[:, 90:], soft[:, :90]
    stacked = made([left, right], "focus-stack").astype(float)
    errors = [np.abs(each - sharp.astype(float)).mean() for each in (left, right)]
    assert np.abs(stacked - sharp).mean() < 0.1 * min(errors)


def test_exposures_give_one_radiance_from_dark_to_bright():
    radiance = np.geomspace(2, 60_000, 300)[None, :] * np.ones((40, 1))
    rng = np.random.default_rng(2)
    times = (1.0, 8.0, 64.0)
    images = [
        np.rint(np.clip(radiance * t / 64 + rng.normal(0, 2, radiance.shape), 0, 4095)).astype(np.uint16) * 16
        for t in times
    ]
    merged = made(images, "exposures", exposures_ms=times, reference_ms=64.0) / 16
    bright = radiance[0] > 60
    assert merged.dtype == np.float32
    assert np.abs(merged[:, bright] / radiance[:, bright] - 1).mean() < 0.02
    shortest_alone = images[0] / 16 * 64
    dark = radiance[0] < 60
    assert np.abs(merged - radiance)[:, dark].mean() < 0.2 * np.abs(shortest_alone - radiance)[:, dark].mean()


def test_what_every_exposure_saturates_stays_at_the_shortest():
    images = [np.full((4, 4), 255, np.uint8)] * 2
    assert (made(images, "exposures", exposures_ms=(2.0, 4.0), reference_ms=1.0) == 127.5).all()


def test_tiles_make_the_sheet_again():
    sheet = cv2.GaussianBlur(detailed(3, (200, 300)), (0, 0), 2.0)
    corners = [(0, 0), (120, 0), (0, 80), (120, 80)]
    tiles = [sheet[y : y + 120, x : x + 180] for x, y in corners]
    matrices = [value for x, y in corners for value in (1.0, 0.0, float(x), 0.0, 1.0, float(y), 0.0, 0.0, 1.0)]
    stitched = made(tiles, "stitch", matrices=tuple(matrices), width_px=300, height_px=200)
    assert np.abs(stitched.astype(int) - sheet).max() <= 1


@pytest.mark.parametrize("code", ["focus-stack", "exposures", "stitch", "opposed-lamps"])
def test_stacks_repeat_themselves_and_leave_their_pictures_alone(code):
    images = [detailed(seed) for seed in (1, 2)]
    before = [each.copy() for each in images]
    parameters = {"width_px": 180, "height_px": 120} if code == "stitch" else {}
    hashes = {image_sha256(made(images, code, **parameters)) for _ in range(2)}
    assert len(hashes) == 1
    assert all((one == other).all() for one, other in zip(images, before, strict=True))


@pytest.mark.parametrize(
    ("code", "parameters"),
    [
        ("exposures", {"exposures_ms": (1.0,)}),
        ("exposures", {"exposures_ms": (1.0, 0.0)}),
        ("stitch", {"matrices": (1.0,)}),
        ("stitch", {"width_px": 50_000, "height_px": 50_000}),
    ],
)
def test_parameters_that_do_not_fit_are_refused(code, parameters):
    with pytest.raises(RecipeError):
        made([detailed(1), detailed(2)], code, **parameters)

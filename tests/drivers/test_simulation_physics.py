"""Each attack shows in the light and the place where it must, and not where it must not."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from drivers.simulation import load_scene
from drivers.simulation.designs import passport, permit, visa
from drivers.simulation.optics import LAMPS, lamp, linear, picture
from drivers.simulation.sheet import Sheet

PX_PER_MM = 150 / 25.4
Box = tuple[float, float, float, float]
Picture = NDArray[np.uint8]
MRZ: Box = (6.0, 71.5, 111.0, 9.5)
BARE: Box = (3.0, 13.2, 36.0, 1.4)
EXPIRY: Box = (47.5, 57.3, 20.0, 2.6)
BIRTH: Box = (47.5, 43.7, 20.0, 2.6)
EMBLEM: Box = (63.0, 21.5, 34.0, 34.0)


@cache
def sheet(name: str, page: str = "data_page") -> Sheet:
    return load_scene(name, px_per_mm=PX_PER_MM).draw(page)


@cache
def seen(name: str, light: str, page: str = "data_page") -> Picture:
    return picture(sheet(name, page), {light: 100.0}, lamp(light).full_ms, 0.0)


def part(image: Picture, box: Box) -> Picture:
    left, top, width, height = (round(each * PX_PER_MM) for each in box)
    return image[top : top + height, left : left + width]


def level(name: str, light: str, box: Box, page: str = "data_page") -> float:
    return float(part(seen(name, light, page), box).mean())


def contrast(name: str, light: str, box: Box, page: str = "data_page") -> float:
    """Print contrast of the darkest strokes to the ground, as in ISO 1831."""
    grey = linear(part(seen(name, light, page), box)).mean(axis=2)
    ground, ink = np.percentile(grey, 75), np.percentile(grey, 2)
    return float((ground - ink) / ground)


def disturbed(name: str, box: Box) -> float:
    """Relief alone: what differs between light from the left and from the right."""
    pair = [part(seen(name, light), box).astype(float) for light in ("OBLIQUE_LEFT", "OBLIQUE_RIGHT")]
    return float((pair[0] - pair[1]).std())


GENUINE, WORN = "uto-passport-genuine", "uto-passport-worn-genuine"
COUNTERFEIT, PHOTO = "uto-passport-counterfeit", "uto-passport-photo-substitution"
DATE, PAGE, BLANK = "uto-passport-altered-date", "uto-passport-page-substitution", "uto-passport-stolen-blank"


def test_genuine_paper_is_dark_under_ultraviolet_and_office_paper_is_bright() -> None:
    assert level(GENUINE, "UV365", BARE) < 40
    assert level(WORN, "UV365", BARE) < 40
    assert level(COUNTERFEIT, "UV365", BARE) > 100
    assert abs(level(GENUINE, "WHITE", BARE) - level(COUNTERFEIT, "WHITE", BARE)) < 25


def test_counterfeit_has_one_luminescent_colour_where_the_genuine_has_many() -> None:
    def hues(name: str) -> int:
        hsv = cv2.cvtColor(seen(name, "UV365"), cv2.COLOR_RGB2HSV)
        bright = hsv[(hsv[..., 2] > 130) & (hsv[..., 1] > 90)]
        return int((np.bincount(bright[:, 0] // 15, minlength=12) > 40).sum())

    assert hues(GENUINE) >= 4
    assert hues(COUNTERFEIT) < hues(GENUINE)


@pytest.mark.parametrize("name", [GENUINE, WORN, PHOTO, DATE, PAGE])
def test_carbon_mrz_stays_in_the_infrared_and_the_ground_goes(name: str) -> None:
    assert contrast(name, "IR850", MRZ) > 0.6
    assert contrast(name, "IR850", BARE) < 0.1
    assert contrast(name, "WHITE", MRZ) > 0.6


@pytest.mark.parametrize("name", [COUNTERFEIT, BLANK])
def test_dye_mrz_is_there_in_white_and_gone_in_the_infrared(name: str) -> None:
    assert contrast(name, "WHITE", MRZ) > 0.6
    assert contrast(name, "IR850", MRZ) < 0.2


def test_half_of_the_compass_rose_leaves_the_infrared() -> None:
    x, y = passport.IR_SPLIT
    left, right = (x - 4, y - 4, 3.6, 8.0), (x + 0.4, y - 4, 3.6, 8.0)
    white = level(GENUINE, "WHITE", left), level(GENUINE, "WHITE", right)
    infrared = level(GENUINE, "IR850", left), level(GENUINE, "IR850", right)
    assert abs(white[0] - white[1]) < 12
    assert infrared[0] - infrared[1] > 30
    copied = level(COUNTERFEIT, "IR850", left), level(COUNTERFEIT, "IR850", right)
    assert abs(copied[0] - copied[1]) < 6


def test_droplets_stand_where_lines_should() -> None:
    box = (60.0, 20.0, 36.0, 36.0)
    colours = [cv2.cvtColor(part(seen(name, "WHITE"), box), cv2.COLOR_RGB2LAB) for name in (GENUINE, COUNTERFEIT)]
    grain = [float(np.abs(np.diff(each[..., 1:].astype(float), axis=1)).mean()) for each in colours]
    assert grain[1] > 1.6 * grain[0]


def test_watermark_shows_in_transmitted_light_only_and_not_in_a_copy() -> None:
    (x, y), radius = passport.WATERMARK, 8.6
    ring: Box = (x - radius, y - radius, 2 * radius, 2 * radius)

    def structure(name: str, light: str) -> float:
        grey = cv2.GaussianBlur(part(seen(name, light), ring).mean(axis=2), (0, 0), 0.35 * PX_PER_MM)
        return float(grey.std())

    without = structure(BLANK.replace("stolen-blank", "page-substitution"), "TRANSMITTED")
    assert structure(GENUINE, "TRANSMITTED") > 1.5 * without
    assert structure(GENUINE, "WHITE") < 0.5 * structure(GENUINE, "TRANSMITTED")


def test_photo_substitution_has_an_edge_glows_and_breaks_the_laminate() -> None:
    left, top, width, _ = passport.PORTRAIT
    right_edge: Box = (left + width - 0.6, top + 6, 2.2, 22)

    def step(name: str) -> float:
        shaded = [part(seen(name, light), right_edge).mean(axis=2) for light in ("OBLIQUE_LEFT", "OBLIQUE_RIGHT")]
        return float(np.abs(shaded[0] - shaded[1]).mean(axis=0).max())

    assert step(PHOTO) > 3 * step(GENUINE)
    inside: Box = (left + 1, top + 1, 4, 6)
    assert level(PHOTO, "UV365", inside) > 3 * level(GENUINE, "UV365", inside)
    face: Box = (left + 9, top + 10, 16, 20)
    assert contrast(GENUINE, "IR850", face) > 0.4
    assert contrast(PHOTO, "IR850", face) < 0.25
    retro = [sheet(name).retro[sheet(name).box(passport.PORTRAIT)].astype(float) for name in (GENUINE, PHOTO)]
    assert np.corrcoef(retro[0].ravel(), retro[1].ravel())[0, 1] < 0.5
    beside = (60.0, 62.0, 40.0, 20.0)
    same = [sheet(name).retro[sheet(name).box(beside)] for name in (GENUINE, PHOTO)]
    assert np.array_equal(*same)


def test_altered_date_shows_at_the_date_and_nowhere_else() -> None:
    assert contrast(DATE, "WHITE", EXPIRY) > 0.6
    assert contrast(DATE, "IR850", EXPIRY) < 0.45
    assert contrast(GENUINE, "IR850", EXPIRY) > 0.8
    assert contrast(DATE, "IR850", BIRTH) > 0.8
    assert level(DATE, "UV365", EXPIRY) > level(GENUINE, "UV365", EXPIRY) + 8
    assert abs(level(DATE, "UV365", BIRTH) - level(GENUINE, "UV365", BIRTH)) < 8
    assert disturbed(DATE, EXPIRY) > 1.5 * disturbed(GENUINE, EXPIRY)
    assert disturbed(DATE, BIRTH) < 1.2 * disturbed(GENUINE, BIRTH)


def test_altered_date_disagrees_with_the_mrz() -> None:
    scene = load_scene(DATE)
    assert scene.mrz["data_page"][1][21:27] == "260610"
    assert any(getattr(change, "text", "") == "10 IUN 2034" for change in scene.changes)


def test_substituted_page_has_other_paper_no_thread_and_another_perforated_number() -> None:
    thread: Box = (44.8, 2.0, 1.0, 60.0)
    assert level(PAGE, "UV365", BARE) > level(GENUINE, "UV365", BARE) + 15
    assert level(GENUINE, "TRANSMITTED", thread) < 0.75 * level(PAGE, "TRANSMITTED", thread)
    scene = load_scene(PAGE)
    assert any(getattr(change, "field", "") == "perforation" for change in scene.changes)
    red = part(seen(PAGE, "UV365"), (8.0, 34.0, 28.0, 7.0)).reshape(-1, 3).max(axis=0)
    assert red[1] > red[0]


def test_stolen_blank_keeps_every_feature_of_the_blank() -> None:
    for light in ("UV365", "UV254"):
        assert abs(level(BLANK, light, EMBLEM) - level(GENUINE, light, EMBLEM)) < 8
    assert abs(level(BLANK, "COAXIAL", BARE) - level(GENUINE, "COAXIAL", BARE)) < 6
    lines = [
        sheet(name).colour.min(axis=2)[sheet(name).box((3.0, 69.0, 118.0, 16.0))] < 90 for name in (GENUINE, BLANK)
    ]
    tops = [np.flatnonzero(each.sum(axis=1) > 20)[0] / PX_PER_MM for each in lines]
    assert tops[0] - tops[1] > 0.4


def test_worn_keeps_its_features_and_gains_scratches() -> None:
    assert contrast(WORN, "IR850", MRZ) > 0.6
    assert level(WORN, "UV365", EMBLEM) > 0.6 * level(GENUINE, "UV365", EMBLEM)
    edge: Box = (0.0, 0.0, 125.0, 1.0)
    assert level(WORN, "WHITE", edge) < level(GENUINE, "WHITE", edge) - 6


def test_two_ultraviolets_excite_different_print() -> None:
    word: Box = (7.0, 35.0, 31.0, 6.0)
    long_wave = part(seen(GENUINE, "UV365"), word).reshape(-1, 3).max(axis=0).astype(int)
    short_wave = part(seen(GENUINE, "UV254"), word).reshape(-1, 3).max(axis=0).astype(int)
    assert long_wave[0] > long_wave[1] + 40
    assert short_wave[1] > short_wave[0] + 40


def test_relief_turns_over_with_the_lamp() -> None:
    header: Box = (17.0, 4.0, 60.0, 3.2)
    left, right = (part(seen(GENUINE, light), header).mean(axis=2) for light in ("OBLIQUE_LEFT", "OBLIQUE_RIGHT"))
    slope = cv2.GaussianBlur(sheet(GENUINE).height_um, (0, 0), 0.6)
    across = np.gradient(part(slope, header), axis=1)
    steep = np.abs(across) > np.percentile(np.abs(across), 95)
    assert np.corrcoef((left - right)[steep], across[steep])[0, 1] > 0.7


def test_diffractive_patch_changes_with_the_lamp_and_foil_does_not() -> None:
    x, y = passport.DOVID
    patch: Box = (x - 6, y - 6, 12, 12)

    def change(name: str) -> float:
        pair = [part(seen(name, light), patch).astype(float) for light in ("OBLIQUE_LEFT", "OBLIQUE_RIGHT")]
        pair = [each - each.mean() for each in pair]
        return float(np.abs(pair[0] - pair[1]).mean())

    assert change(GENUINE) > 1.5 * change(COUNTERFEIT)


@pytest.mark.parametrize(
    ("genuine", "copied", "page", "box"),
    [
        ("uto-permit-genuine", "uto-permit-counterfeit", "front", (28.5, 13.3, 34.0, 1.2)),
        ("uto-visa-genuine", "uto-visa-counterfeit", "visa", (34.5, 13.3, 20.0, 1.4)),
    ],
)
def test_the_whole_family_is_dull_and_its_counterfeits_are_not(
    genuine: str, copied: str, page: str, box: Box
) -> None:
    assert level(genuine, "UV365", box, page) < 70
    assert level(copied, "UV365", box, page) > level(genuine, "UV365", box, page) + 45


@pytest.mark.parametrize(
    ("name", "page", "box"),
    [
        ("uto-permit-genuine", "back", (5.0, 34.0, 76.0, 16.5)),
        ("uto-visa-genuine", "visa", (6.0, 63.4, 111.0, 9.8)),
    ],
)
def test_every_genuine_mrz_is_carbon(name: str, page: str, box: Box) -> None:
    assert contrast(name, "IR850", box, page) > 0.6


def test_permit_window_lets_light_through() -> None:
    x, y = permit.WINDOW
    window: Box = (x - 3.0, y - 3.0, 6.0, 6.0)
    beside: Box = (x - 9.5, y - 3.0, 3.5, 3.5)
    assert level("uto-permit-genuine", "TRANSMITTED", window, "front") > 1.2 * level(
        "uto-permit-genuine", "TRANSMITTED", beside, "front"
    )
    assert level("uto-permit-genuine", "WHITE", window, "front") < 0.75 * level(
        "uto-permit-genuine", "WHITE", beside, "front"
    )


def test_visa_portrait_leaves_the_infrared_and_its_data_stay() -> None:
    left, top, width, height = visa.PORTRAIT
    face: Box = (left + 4, top + 4, width - 8, height - 8)
    assert contrast("uto-visa-genuine", "WHITE", face, "visa") > 0.6
    assert contrast("uto-visa-genuine", "IR850", face, "visa") < 0.25


def test_no_lamp_gives_a_dark_picture_and_a_wrong_lamp_another() -> None:
    dark = picture(sheet(GENUINE), {}, 60, 0.0)
    assert dark.max() < 12
    white, infrared = seen(GENUINE, "WHITE"), seen(GENUINE, "IR850")
    assert np.abs(white.astype(int) - infrared.astype(int)).mean() > 10
    under_white_exposure = picture(sheet(GENUINE), {"UV365": 100.0}, LAMPS["WHITE"].full_ms, 0.0)
    assert under_white_exposure.mean() < 0.2 * white.mean()


def test_two_lamps_add_up() -> None:
    both = linear(picture(sheet(GENUINE), {"UV365": 100.0, "WHITE": 5.0}, 600, 0.0))
    one = linear(picture(sheet(GENUINE), {"UV365": 100.0}, 600, 0.0))
    other = linear(picture(sheet(GENUINE), {"WHITE": 5.0}, 600, 0.0))
    unclipped = both < 0.9
    assert np.abs(both - one - other)[unclipped].max() < 0.02
    assert float((both - one).mean()) > 0.1


def test_exposure_percent_and_gain_are_linear() -> None:
    base = linear(picture(sheet(GENUINE), {"WHITE": 100.0}, 20, 0.0)).mean()
    for lit, exposure_ms, gain_db, factor in (
        ({"WHITE": 100.0}, 40, 0.0, 2.0),
        ({"WHITE": 50.0}, 20, 0.0, 0.5),
        ({"WHITE": 100.0}, 20, 6.0206, 2.0),
    ):
        assert linear(picture(sheet(GENUINE), lit, exposure_ms, gain_db)).mean() == pytest.approx(
            base * factor, rel=0.03
        )


@pytest.mark.parametrize(
    ("code", "nearest"),
    [("IR1100", "IR940"), ("IR780", "IR850"), ("UV300", "UV313"), ("UV395", "UV365"), ("UV_254", "UV254")],
)
def test_lights_that_the_table_lacks_behave_like_the_nearest(code: str, nearest: str) -> None:
    assert lamp(code) is LAMPS[nearest]


def test_a_red_lamp_is_red_and_a_word_is_no_lamp() -> None:
    red = picture(sheet(GENUINE), {"VIS620": 100.0}, 120, 0.0).reshape(-1, 3).mean(axis=0)
    assert red[0] > 3 * red[2]
    assert picture(sheet(GENUINE), {"NONSENSE": 100.0}, 120, 0.0).max() < 12

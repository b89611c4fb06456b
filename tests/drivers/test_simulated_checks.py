"""Taught checks on simulated documents they never saw: the genuine passes, each attack fails where it was done."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from drivers.simulation.benchmark_checks import attack_rows
from drivers.simulation.scenes import load_scene
from drivers.simulation.sheet import Sheet
from drivers.simulation.specimens import SPECIMENS
from drivers.simulation.teaching import reference_pages
from drivers.simulation.variations import another_copy, captured
from workstation.cases.model import CheckOutcome
from workstation.checks.optical.page import LAYING_PX_PER_MM, LaidPage, ReferencePage, lay_page
from workstation.checks.optical.run import OpticalResult, not_laid, run_taught, worst_first
from workstation.checks.optical.taught import TaughtModel, load_taught
from workstation.checks.optical.zone_checks import check_zone
from workstation.checks.optical.zone_pictures import ZonePictures
from workstation.specimens.library import Library

LIGHTS = ("WHITE", "OBLIQUE_LEFT", "TRANSMITTED", "COAXIAL", "UV365", "UV254", "IR850")
SHOWS = {
    "uto-passport-counterfeit": {"paper-dull-365", "uv-print", "watermark", "thread-print", "mrz-line-1"},
    "uto-passport-photo-substitution": {"photo-dull", "portrait-infrared", "laminate-over-photo", "photo-edge"},
    "uto-passport-page-substitution": {"thread-print", "watermark", "uv-print-colour"},
    "uto-passport-stolen-blank": {"mrz-line-1", "mrz-line-2", "portrait-infrared", "ink-number"},
    "uto-passport-altered-date": {"ink-expires"},
}
UNTOUCHED = {
    "uto-passport-photo-substitution": {"mrz-line-1", "watermark", "ink-expires"},
    "uto-passport-altered-date": {"photo-dull", "mrz-line-1", "ink-born", "ink-number", "watermark"},
}


@cache
def passport() -> tuple[TaughtModel, ReferencePage]:
    taught = load_taught(SPECIMENS / "UTO-P-1-2024")
    return taught, reference_pages(Library([SPECIMENS]), "UTO-P-1-2024", taught.variable_mm)["data_page"]


@cache
def drawn(scene: str, page: str = "data_page") -> Sheet:
    return another_copy(load_scene(scene, px_per_mm=LAYING_PX_PER_MM), 21).draw(page)


def laid(scene: str, seed: int, lights: tuple[str, ...] = LIGHTS) -> LaidPage | None:
    return lay_page(captured(drawn(scene), lights, seed), passport()[1])


def results(scene: str, seed: int) -> tuple[OpticalResult, ...]:
    page = laid(scene, seed)
    assert page is not None
    return run_taught(page, passport()[0].checks)


@pytest.mark.parametrize("seed", [11, 12])
def test_a_genuine_document_passes_every_check(seed: int) -> None:
    found = results("uto-passport-genuine", seed)
    assert {each.check.id: each.measured for each in found if each.outcome is not CheckOutcome.SUCCESSFUL} == {}


@pytest.mark.parametrize("scene", sorted(SHOWS))
def test_an_attack_fails_where_it_was_done(scene: str) -> None:
    found = results(scene, 21)
    failed = {each.check.id for each in found if each.outcome is CheckOutcome.FAILED}
    assert SHOWS[scene] <= failed
    assert not UNTOUCHED.get(scene, set()) & failed
    first = worst_first(found)[0]
    assert first.outcome is CheckOutcome.FAILED
    assert first.margin == min(each.margin for each in found if each.margin is not None)


def test_regions_lie_on_the_questioned_picture() -> None:
    page = laid("uto-passport-genuine", 31)
    assert page is not None
    found = {each.check.id: each for each in run_taught(page, passport()[0].checks)}
    corners = found["mrz-line-1"].corners
    assert corners is not None
    wanted = np.array([[5.0, 71.0], [120.0, 71.0], [120.0, 76.0], [5.0, 76.0]]) * LAYING_PX_PER_MM
    assert np.abs(corners - wanted).max() < 1.5 * LAYING_PX_PER_MM
    assert np.abs(corners - wanted).max() > 0.05


def test_a_missing_light_is_not_performed_and_never_red() -> None:
    page = laid("uto-passport-counterfeit", 41, ("WHITE", "IR850"))
    assert page is not None
    found = run_taught(page, passport()[0].checks)
    ultraviolet = [each for each in found if each.check.light.startswith("UV")]
    assert {each.outcome for each in ultraviolet} == {CheckOutcome.NOT_PERFORMED}
    assert any(each.outcome is CheckOutcome.FAILED for each in found if each.check.light == "IR850")


def test_another_document_is_not_measured_at_all() -> None:
    assert lay_page(captured(drawn("uto-visa-genuine", "visa"), LIGHTS, 51), passport()[1]) is None
    unsaid = not_laid(passport()[0].checks)
    assert {each.outcome for each in unsaid} == {CheckOutcome.UNDETERMINED}
    black = {light: np.zeros((1408, 2000, 3), np.uint8) for light in LIGHTS}
    assert lay_page(black, passport()[1]) is None


def test_without_a_model_a_stolen_blank_fails_by_the_ink_of_its_zone() -> None:
    pictures = captured(drawn("uto-passport-stolen-blank"), ("WHITE", "IR850", "UV365"), 61)
    found = {each.routine: each for each in check_zone(ZonePictures(pictures, LAYING_PX_PER_MM))}
    assert (found["zone_contrast"].outcome, found["zone_contrast"].reason) == (CheckOutcome.FAILED, "ink_transparent")
    assert found["typeface"].outcome is not CheckOutcome.SUCCESSFUL
    genuine = captured(drawn("uto-passport-genuine"), ("WHITE", "IR850", "UV365"), 61)
    sound = list(check_zone(ZonePictures(genuine, LAYING_PX_PER_MM)))
    assert {each.outcome for each in sound} == {CheckOutcome.SUCCESSFUL}


def test_the_benchmark_counts_an_attack_by_light() -> None:
    taught, reference = passport()
    scene = load_scene("uto-passport-counterfeit", px_per_mm=LAYING_PX_PER_MM)
    head, *lights = attack_rows(scene, {"data_page": reference}, taught, 1)
    assert head["measure"] == "uto-passport-counterfeit: detected of 1"
    assert (head["value"], head["unit"]) == (1, "captures, 20.7% to 100.0%")
    named = {row["measure"].split()[2].rstrip(",") for row in lights}
    assert {"UV365", "IR850"} <= named <= set(LIGHTS)
    assert all(row["value"] == 1 for row in lights)
    assert sum("first in 1" in row["measure"] for row in lights) == 1


def teardown_module() -> None:
    """Let go of some hundred megabytes of drawn material."""
    drawn.cache_clear()
    passport.cache_clear()

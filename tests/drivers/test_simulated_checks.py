"""Taught checks on simulated documents they never saw: the genuine passes, each attack fails where it was done."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from drivers.simulation.benchmark_checks import attack_rows, false_alarm_rows, real_rows
from drivers.simulation.optics import LAMPS, dimmed, picture
from drivers.simulation.scenes import load_scene
from drivers.simulation.sheet import Sheet
from drivers.simulation.specimens import SPECIMENS
from drivers.simulation.teaching import reference_pages
from drivers.simulation.trials import Seen, Trial, carried_out, forget
from drivers.simulation.variations import Sitting, another_copy, captured
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


def test_a_sitting_shows_what_the_camera_would_see() -> None:
    sheet = drawn("uto-passport-genuine")
    sitting = Sitting(sheet, ("UV365", "TRANSMITTED"))
    for light in ("UV365", "TRANSMITTED"):
        lit = {light: 100.0, "WHITE": 0.2}
        wanted = dimmed(picture(sheet, lit, LAMPS[light].full_ms, 0.0), 0.75)
        assert np.abs(sitting.seen(light, 0.75, 0.002).astype(int) - wanted).max() <= 1
    assert (sitting.captured(3)["UV365"] == sitting.captured(3)["UV365"]).all()
    noise = sitting.captured(3)["TRANSMITTED"].astype(int) - sitting.captured(4)["TRANSMITTED"]
    assert noise.any()


def test_trials_are_kept_and_taken_up_again(tmp_path: Path) -> None:
    kept = tmp_path / "trials.jsonl"
    trial = Trial("uto-visa-counterfeit", 0, 1)
    ((done, outcome),) = carried_out([trial], processes=1, resume=kept)
    assert (done, outcome.trial) == (1, trial)
    assert outcome.seen[0].failed
    row = json.loads(kept.read_text())
    other = json.dumps(row | {"checks": "of other thresholds", "trial": asdict(Trial("uto-visa-counterfeit", 1, 1))})
    kept.write_text(f"{json.dumps(row)}\n{other}\nno line\n{json.dumps(row)[:40]}")
    before = kept.read_bytes()
    assert list(carried_out([trial], processes=1, resume=kept)) == [(1, outcome)]
    assert kept.read_bytes() == before, "nothing was made again"


def test_the_benchmark_counts_an_attack_by_light() -> None:
    seen = [
        Seen({"mrz-line-1": "IR850", "uv-print": "UV365"}),
        Seen({"uv-print": "UV365", "uv-word": "UV365"}),
        Seen({}),
        Seen({}, ("photo-edge",)),
    ]
    head, *lights = attack_rows("uto-passport-counterfeit", seen)
    assert (head["measure"], head["value"]) == ("uto-passport-counterfeit: detected of 4", 2)
    assert head["unit"] == "captures, 15.0% to 85.0%; 1 more could not be laid"
    assert [(each["measure"].partition(": ")[2], each["value"]) for each in lights] == [
        ("by UV365, first in 1", 2),
        ("by IR850, first in 1", 1),
    ]
    alarms, *by_check = false_alarm_rows(seen)
    assert (alarms["measure"], alarms["value"]) == ("false alarms in 4 genuine captures", 2)
    assert {each["measure"] for each in by_check} >= {"false alarms of uv-print", "not told: photo-edge"}


@pytest.mark.real_data
def test_the_checks_without_a_model_pass_a_real_page(real_data: Path) -> None:
    right, *values = real_rows(real_data / "multispectral" / "belarus2006")
    assert right["measure"].endswith(f"of {right['value']}")
    assert len(values) == right["value"]


def teardown_module() -> None:
    """Let go of some hundred megabytes of drawn material."""
    drawn.cache_clear()
    passport.cache_clear()
    forget()

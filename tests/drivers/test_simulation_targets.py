"""Calibration targets on the simulated glass: true to size, laid by name, and no documents."""

from __future__ import annotations

import numpy as np
import pytest

from drivers.simulation import load_target, scene_names, target_names
from drivers.simulation.optics import dimmed, linear, picture, warmth
from drivers.stage import SimulatedStage
from workstation.calibration.desk import SIMULATED_TARGETS

PX_PER_MM = 100 / 25.4


def test_targets_are_laid_by_name_and_are_no_scenes() -> None:
    assert set(SIMULATED_TARGETS.values()) == set(target_names())
    assert not set(target_names()) & set(scene_names())
    stage = SimulatedStage()
    assert not set(target_names()) & set(stage.scenes())
    for name in target_names():
        assert stage.lay(name, "") == ()
        assert stage.laid() == (name, "front")
        assert stage.pages() == ("front",)
        assert set(load_target(name).names) == {"en", "zh_CN"}
    with pytest.raises(KeyError):
        load_target("uto-passport-genuine")
    with pytest.raises(KeyError):
        load_target("target-ruler").draw("back")


@pytest.mark.parametrize(("name", "area_mm2"), [("target-id-1", 85.60 * 53.98), ("target-id-3", 125.0 * 88.0)])
def test_a_card_covers_what_it_should(name: str, area_mm2: float) -> None:
    target = load_target(name, px_per_mm=PX_PER_MM)
    level = (target.draw("front").colour[..., 1].astype(float) / 255) ** 2
    covered = (level - level.min()) / (level.max() - level.min())
    corners_mm2 = (4 - np.pi) * 3.18**2
    assert covered.sum() / PX_PER_MM**2 == pytest.approx(area_mm2 - corners_mm2, rel=0.002)


@pytest.mark.parametrize("light", ["WHITE", "OBLIQUE_LEFT", "TRANSMITTED", "COAXIAL", "UV365", "UV254", "IR850"])
def test_the_white_sheet_is_bright_and_even_in_every_light(light: str) -> None:
    seen = picture(load_target("target-white-sheet", px_per_mm=PX_PER_MM).draw("front"), {light: 100.0}, 60, 0)
    brightest = seen[..., seen.mean(axis=(0, 1)).argmax()].astype(float)
    assert brightest.mean() > 20
    assert np.abs(np.diff(brightest, axis=1)).max() <= 2


def test_a_lamp_becomes_bright_with_its_time_constant() -> None:
    assert warmth(20.0, 0.0, 0.001) == pytest.approx(0.0, abs=1e-4)
    assert warmth(20.0, 20.0, 0.001) == pytest.approx(1 - np.exp(-1), abs=1e-4)
    fine = np.mean([1 - np.exp(-t / 20) for t in np.linspace(10, 70, 20_001)])
    assert warmth(20.0, 10.0, 60.0) == pytest.approx(fine, abs=1e-4)
    full = np.full((2, 2, 3), 200, np.uint8)
    assert linear(dimmed(full, 0.5)) == pytest.approx(linear(full) / 2, rel=0.02)
    assert np.array_equal(dimmed(full, 1.0), full)

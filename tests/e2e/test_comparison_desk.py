"""Pictures of a real case laid on its specimen, compared, kept as recipes, and made again on another station."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from drivers.bench import simulated_bench
from workstation.captures import CaptureRecord
from workstation.cases.model import Region, Shape
from workstation.clock import SystemClock
from workstation.comparison_desk import source_of
from workstation.errors import CaseFileError, SpecimenError
from workstation.imaging.operations import OPERATIONS
from workstation.imaging.recipe import Recipe
from workstation.imaging.spectra import CombinationKind
from workstation.resources import RESOURCES
from workstation.specimens.library import Library
from workstation.workbench import Workbench

SCENE = "uto-passport-counterfeit"


def opened(folder: Path, specimens: Path = RESOURCES / "specimens") -> Workbench:
    return Workbench(
        bench=simulated_bench(SCENE, SystemClock()).bench,
        library=Library([specimens]),
        clock=SystemClock(),
        cases_dir=folder,
        actor="A",
    )


@pytest.fixture(scope="module")
def captured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """A case with three lights of a counterfeit, its specimen chosen."""
    bench = opened(tmp_path_factory.mktemp("cases"))
    bench.start()
    finished = bench.capture(page="data_page", lights=["WHITE", "UV365", "IR850"]).result()
    assert finished.error is None
    bench.zones.identify().result()
    yield bench
    bench.shutdown()


def picture(bench: Workbench, light: str) -> CaptureRecord:
    assert bench.snapshot is not None
    return next(each for each in bench.snapshot.captures if each.light == light)


def exhibit(bench: Workbench) -> str:
    assert bench.snapshot is not None
    return bench.snapshot.exhibits[0].exhibit_id


def specimen(bench: Workbench, light: str):  # type: ignore[no-untyped-def]
    assert bench.snapshot is not None
    found = bench.library.picture(bench.snapshot.exhibits[0].model_id, "data_page", light)
    assert found is not None
    return found


def against_specimen(bench: Workbench, light: str) -> Recipe:
    """The questioned page under the specimen, their difference eight times."""
    questioned, reference = picture(bench, light), specimen(bench, light)
    laid = bench.comparison.lay(questioned, reference).result()
    assert laid.pixels is not None
    sources = (source_of(questioned), source_of(reference))
    return Recipe(sources, (laid.step, OPERATIONS["difference"].step(0, 2, gain=8.0)))


def test_a_specimen_is_laid_on_the_questioned_page(captured: Workbench) -> None:
    laid = captured.comparison.lay(picture(captured, "WHITE"), specimen(captured, "WHITE")).result()
    record = picture(captured, "WHITE")
    assert laid.pixels is not None
    assert laid.pixels.shape[:2] == (record.height, record.width)
    assert laid.registration.residual_px < 1.5
    assert 0.2 < laid.first_sigma < 10
    assert not any(each.refuses for each in laid.doubts)


def test_two_lights_are_compared_with_a_mark(captured: Workbench) -> None:
    laid = captured.comparison.lay(picture(captured, "WHITE"), picture(captured, "IR850")).result()
    assert laid.pixels is not None
    assert "doubt-light" in {each.code for each in laid.doubts}


def test_points_set_by_hand_lay_it_too(captured: Workbench) -> None:
    white, infrared = picture(captured, "WHITE"), picture(captured, "IR850")
    pairs = [((100.0, 100.0), (100.0, 100.0)), ((900.0, 120.0), (900.0, 120.0)), ((500.0, 700.0), (500.0, 700.0))]
    laid = captured.comparison.lay(white, infrared, pairs=pairs).result()
    assert laid.pixels is not None
    assert np.allclose(laid.registration.matrix, np.eye(3), atol=1e-6)
    assert "doubt-residual-unknown" in {each.code for each in laid.doubts}


def test_a_kept_view_is_made_again_on_another_station(captured: Workbench, tmp_path: Path) -> None:
    recipe = against_specimen(captured, "UV365")
    kept = captured.comparison.keep(recipe, exhibit_id=exhibit(captured), title="UV difference").result()
    assert captured.snapshot is not None
    assert kept in captured.snapshot.recipes
    copy = tmp_path / "copy.qdcase"
    path = captured.case_path
    assert path is not None
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    other = opened(tmp_path)
    try:
        other.open_case(copy, read_only=True).result()
        replayed = {each.kept.recipe_id: each for each in other.comparison.replay_kept().result()}
        assert replayed[kept.recipe_id].same
        assert replayed[kept.recipe_id].problem is None
    finally:
        other.shutdown()


def test_without_the_specimen_the_view_cannot_be_made_and_says_so(captured: Workbench, tmp_path: Path) -> None:
    recipe = against_specimen(captured, "WHITE")
    (tmp_path / "empty").mkdir()
    path = captured.case_path
    assert path is not None
    other = opened(tmp_path, tmp_path / "empty")
    try:
        other.open_case(path, read_only=True).result()
        with pytest.raises(SpecimenError, match="specimen-unknown-picture"):
            other.comparison.replay(recipe).result()
    finally:
        other.shutdown()


def test_a_finding_names_the_view_it_was_seen_on(captured: Workbench) -> None:
    recipe = against_specimen(captured, "WHITE")
    kept = captured.comparison.keep(recipe, exhibit_id=exhibit(captured), title="white difference").result()
    seen = captured.record.save_finding(
        exhibit_id=exhibit(captured),
        capture_id=picture(captured, "WHITE").capture_id,
        region=Region(Shape.RECTANGLE, ((10.0, 10.0), (50.0, 50.0))),
        feature="microprint",
        light="WHITE",
        method="magnifier",
        observation="absent",
        significance="neutral",
        recipe_id=kept.recipe_id,
    ).result()
    assert captured.snapshot is not None
    assert seen.recipe_id == kept.recipe_id


def test_lights_are_ranked_for_two_places(captured: Workbench) -> None:
    lights = [picture(captured, light) for light in ("WHITE", "UV365", "IR850")]
    first = Region(Shape.RECTANGLE, ((200.0, 300.0), (260.0, 360.0)))
    second = Region(Shape.RECTANGLE, ((900.0, 200.0), (960.0, 260.0)))
    values = captured.comparison.spectrum(lights, first).result()
    assert {each.band.light for each in values} == {"WHITE", "UV365", "IR850"}
    ranked = captured.comparison.best_lights(lights, first, second).result()
    assert {each.combination.kind for each in ranked} >= {CombinationKind.BAND, CombinationKind.RATIO}


def test_without_a_case_there_is_nothing_to_look_at(captured: Workbench, tmp_path: Path) -> None:
    other = opened(tmp_path)
    try:
        recipe = Recipe((source_of(picture(captured, "WHITE")),))
        with pytest.raises(CaseFileError, match="case-none-open"):
            other.comparison.replay(recipe).result()
        assert other.comparison.replay_kept().result() == ()
    finally:
        other.shutdown()


def test_a_light_that_shows_too_little_lies_as_the_white_picture_does(
    captured: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workstation.imaging import register as room

    found = room.register

    def only_white(fixed, moving, model=room.Model.HOMOGRAPHY):  # type: ignore[no-untyped-def]
        result = found(fixed, moving, model)
        bright = min(float(each.mean()) for each in (fixed, moving)) > 120
        return result if bright else dataclasses.replace(result, refusal=room.Refusal.NO_AGREEMENT)

    monkeypatch.setattr(room, "register", only_white)
    captured.comparison._registrations.clear()
    white = captured.comparison.lay(picture(captured, "WHITE"), specimen(captured, "WHITE")).result()
    laid = captured.comparison.lay(picture(captured, "UV365"), specimen(captured, "UV365")).result()
    captured.comparison._registrations.clear()
    assert laid.pixels is not None
    assert (laid.registration.matrix == white.registration.matrix).all()
    assert "doubt-laid-by-white" in {each.code for each in laid.doubts}


def test_a_blank_filled_in_by_somebody_else_lies_by_its_form_and_says_so(tmp_path: Path) -> None:
    bench = opened(tmp_path)
    try:
        bench.start()
        bench.lay("uto-passport-stolen-blank", "data_page").result()
        assert bench.capture(page="data_page", lights=["WHITE", "IR850"]).result().error is None
        bench.zones.identify().result()
        white = bench.comparison.lay(picture(bench, "WHITE"), specimen(bench, "WHITE")).result()
        infrared = bench.comparison.lay(picture(bench, "IR850"), specimen(bench, "IR850")).result()
    finally:
        bench.shutdown()
    for laid in (white, infrared):
        assert laid.pixels is not None
        assert "doubt-laid-by-form" in {each.code for each in laid.doubts}
        assert laid.registration.residual_px < 1.5
    moved = white.registration.to_fixed(np.array([[200.0, 200.0], [2700.0, 1900.0]]))
    assert np.abs(moved - [[200.0, 200.0], [2700.0, 1900.0]]).max() < 6

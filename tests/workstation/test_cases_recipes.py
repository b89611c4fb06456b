"""Kept views and measurements in a case."""

import dataclasses

import pytest
from case_material import capture, exhibit, finding, measurement, new_case, recipe

from workstation.cases.verify import verify
from workstation.errors import CaseFileError, RecipeError


@pytest.fixture
def held(tmp_path):
    case = new_case(tmp_path / "a.qdcase")
    item, other = exhibit(), exhibit(exhibit_no="2")
    pictures = [capture(item.exhibit_id, "WHITE"), capture(other.exhibit_id, "UV365")]
    case.add_exhibit(item)
    case.add_exhibit(other)
    case.add_captures(pictures)
    yield case, item, pictures
    case.close()
    assert verify(tmp_path / "a.qdcase").intact


def test_a_kept_view_comes_back_and_a_finding_may_name_it(held):
    case, item, pictures = held
    kept = recipe(item.exhibit_id, pictures[0].record.sha256)
    case.keep_recipe(kept)
    seen = finding(item.exhibit_id, pictures[0].record.capture_id, recipe_id=kept.recipe_id)
    case.save_finding(seen)
    snapshot = case.snapshot()
    assert snapshot.recipes == (kept,)
    assert snapshot.findings[0].recipe_id == kept.recipe_id


def test_a_view_of_another_exhibit_is_refused(held):
    case, item, pictures = held
    with pytest.raises(ValueError, match="no picture of this exhibit"):
        case.keep_recipe(recipe(item.exhibit_id, pictures[1].record.sha256))
    assert case.snapshot().recipes == ()


def test_what_nobody_could_replay_is_refused(held):
    case, item, pictures = held
    broken = dataclasses.replace(recipe(item.exhibit_id, pictures[0].record.sha256), content='{"format": 1}')
    with pytest.raises(RecipeError):
        case.keep_recipe(broken)


def test_a_finding_cannot_name_a_view_that_is_not_there(held):
    case, item, pictures = held
    with pytest.raises(CaseFileError):
        case.save_finding(finding(item.exhibit_id, pictures[0].record.capture_id, recipe_id="nowhere"))


def test_a_measurement_is_corrected_and_withdrawn_and_never_lost(held):
    case, item, pictures = held
    capture_id = pictures[0].record.capture_id
    first = measurement(item.exhibit_id, capture_id)
    second = measurement(item.exhibit_id, capture_id, value=5.0, supersedes=first.measurement_id)
    case.save_measurement(first)
    case.save_measurement(second)
    assert case.snapshot().measurements == (second,)
    with pytest.raises(CaseFileError) as caught:
        case.save_measurement(measurement(item.exhibit_id, capture_id, supersedes=first.measurement_id))
    assert caught.value.code == "case-measurement-replaced"
    gone = measurement(item.exhibit_id, capture_id, supersedes=second.measurement_id, withdrawn=True)
    case.save_measurement(gone)
    assert case.snapshot().measurements == ()

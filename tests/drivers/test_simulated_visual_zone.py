"""The printed values of simulated documents: genuine copies agree with their zones, an altered date does not."""

from __future__ import annotations

from datetime import date

import cv2
import numpy as np
import pytest

from drivers.simulation.benchmark_visual_zone import visual_zone
from drivers.simulation.scenes import load_scene
from drivers.simulation.variations import another_copy, captured
from workstation.cases.model import CheckOutcome
from workstation.checks.mrz_routines import Answer
from workstation.checks.visual_routines import against_zone, printed_dates
from workstation.documents.line_reader import LineReader, installed_reader
from workstation.documents.mrz import parse
from workstation.documents.visual_zone import FieldReading, read_fields
from workstation.imaging.register import register
from workstation.specimens.library import Library
from workstation.terminal import measured

TODAY = date(2026, 11, 23)
SEED = 61
KINDS = ("permit",)


@pytest.fixture(scope="module")
def reader() -> LineReader:
    found = installed_reader()
    if found is None:
        pytest.skip("rapidocr is not installed")
    return found


def answers(scene_name: str, reader: LineReader) -> dict[str, Answer]:
    """Every answer on a copy with another holder, worn, a little off its place."""
    scene = another_copy(load_scene(scene_name), SEED)
    library, read = Library(), list[FieldReading]()
    model = library.model(scene.design.model_id)
    for page in scene.pages:
        picture = library.picture(model.model_id, page, "WHITE")
        assert picture is not None
        seen = captured(scene.draw(page), ["WHITE", "IR850"], SEED)
        laid = register(cv2.imread(str(picture.path))[:, :, ::-1], seen["WHITE"])
        assert laid.accepted
        to_picture = np.linalg.inv(laid.matrix) @ np.diag([picture.px_per_mm, picture.px_per_mm, 1.0])
        read += read_fields(seen, [each for each in model.texts if each.page == page], to_picture, reader)
    zone = parse(scene.design.mrz(scene.holder))
    found = {answer.facts["field"]: answer for answer, _ in against_zone(read, zone)}
    ((order, _),) = printed_dates(read, TODAY)
    return found | {"dates": order}


@pytest.mark.parametrize("kind", KINDS)
def test_a_genuine_copy_agrees_with_its_zone(kind: str, reader: LineReader) -> None:
    found = answers(f"uto-{kind}-genuine", reader)
    assert [each for each in found.values() if each.outcome is CheckOutcome.FAILED] == []
    agreed = [name for name, each in found.items() if each.outcome is CheckOutcome.SUCCESSFUL]
    assert {"document_number", "date_of_birth", "date_of_expiry", "optional_data", "dates"} <= set(agreed)


@pytest.mark.parametrize("kind", KINDS)
def test_an_altered_date_of_expiry_contradicts_the_zone(kind: str, reader: LineReader) -> None:
    found = answers(f"uto-{kind}-altered-date", reader)
    assert [name for name, each in found.items() if each.outcome is CheckOutcome.FAILED] == ["date_of_expiry"]


def test_the_benchmark_tells_what_a_second_light_is_worth(reader: LineReader) -> None:
    rows = {each["measure"]: each for each in visual_zone(1)}
    fields = {name: row["value"] for name, row in rows.items() if "genuine" in name}
    assert sum(fields.values()) == 24
    assert next(value for name, value in fields.items() if name.endswith("wrong")) == 0
    assert next(row["value"] for name, row in rows.items() if "altered" in name) >= 2
    assert list(measured(list(rows.values()), "en"))

"""The shipped reference pictures: unaltered, of the stated size, and with features that lie on the page."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from drivers.simulation.designs import DESIGNS
from drivers.simulation.optics import LAMPS, picture
from drivers.simulation.specimens import LIGHTS, SPECIMENS, command, specimen_scene
from workstation.captures import sha256_hex
from workstation.lights import find_light
from workstation.vocabulary import LANGUAGES, vocabulary

MODELS = tuple(DESIGNS)


def model(model_id: str) -> dict[str, Any]:
    return tomllib.loads((SPECIMENS / model_id / "model.toml").read_text(encoding="utf-8"))


def test_the_whole_family_is_small_enough_to_ship() -> None:
    sizes = [path.stat().st_size for path in SPECIMENS.glob("UTO-*/pictures/*.jpg")]
    assert len(sizes) == 32
    assert max(sizes) < 1_500_000
    assert sum(sizes) < 30_000_000


@pytest.mark.parametrize("model_id", MODELS)
def test_every_picture_is_the_one_that_was_made(model_id: str) -> None:
    content, folder = model(model_id), SPECIMENS / model_id
    assert {(row["page"], row["light"]) for row in content["picture"]} == {
        (page, light) for page in DESIGNS[model_id].pages for light in LIGHTS
    }
    for row in content["picture"]:
        data = (folder / row["file"]).read_bytes()
        assert sha256_hex(data) == row["sha256"]
        width_mm, height_mm = DESIGNS[model_id].pages[row["page"]].size_mm
        assert (row["width"], row["height"]) == (round(width_mm * 600 / 25.4), round(height_mm * 600 / 25.4))
    assert not {path.name for path in (folder / "pictures").iterdir()} - {
        Path(row["file"]).name for row in content["picture"]
    }


@pytest.mark.parametrize("model_id", MODELS)
def test_every_feature_lies_on_its_page_under_lights_that_exist(model_id: str) -> None:
    content = model(model_id)
    assert len({row["id"] for row in content["feature"]}) == len(content["feature"]) >= 8
    for row in content["feature"]:
        assert row["feature"] in vocabulary("feature")
        left, top, width, height = row["region_mm"]
        page_width, page_height = DESIGNS[model_id].pages[row["page"]].size_mm
        assert left >= 0
        assert top >= 0
        assert width > 0
        assert height > 0
        assert left + width <= page_width + 0.01
        assert top + height <= page_height + 0.01
        assert set(row["lights"]) <= set(LIGHTS)
        assert all(find_light(light) for light in row["lights"])
        assert set(row["expected"]) == set(LANGUAGES)
        assert row["level"] in (1, 2, 3)


@pytest.mark.parametrize("model_id", MODELS)
def test_the_pictures_show_what_the_design_draws(model_id: str) -> None:
    scene = specimen_scene(model_id, 110 / 25.4)
    assert scene.holder.surname == "SPECIMEN"
    page = scene.pages[0]
    sheet = scene.draw(page)
    for light in ("WHITE", "UV365", "IR850"):
        drawn = picture(sheet, {light: 100.0}, LAMPS[light].full_ms, 0.0)
        shipped = cv2.imread(str(SPECIMENS / model_id / "pictures" / f"{page}-{light}.jpg"))
        assert shipped is not None
        small = cv2.resize(
            cv2.cvtColor(shipped, cv2.COLOR_BGR2RGB), (sheet.width, sheet.height), interpolation=cv2.INTER_AREA
        )
        pair = [cv2.GaussianBlur(each, (0, 0), 2).astype(float) for each in (drawn, small)]
        assert np.corrcoef(pair[0].ravel(), pair[1].ravel())[0, 1] > 0.95
        assert np.abs(pair[0] - pair[1]).mean() < 12


def test_a_model_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        command(["UTO-X-1-1999"])
    assert caught.value.code == 2
    assert "UTO-X-1-1999" in capsys.readouterr().err

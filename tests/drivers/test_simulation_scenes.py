"""Scenes: every shipped one makes every side; wrong files are refused with file, line and reason."""

from __future__ import annotations

import re
import string
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.simulation import Scene, SceneError, load_scene, scene_names
from drivers.simulation.optics import picture
from workstation.documents.mrz import check_digit
from workstation.messages import explain
from workstation.resources import RESOURCES

PX_PER_MM = 110 / 25.4
ATTACKS = (
    "genuine",
    "counterfeit",
    "photo-substitution",
    "altered-date",
    "page-substitution",
    "stolen-blank",
    "worn-genuine",
)
GOOD = (RESOURCES / "scenes" / "uto-passport-altered-date.toml").read_text(encoding="utf-8")


def test_every_document_comes_genuine_and_with_every_attack() -> None:
    expected = {f"uto-{document}-{attack}" for document in ("passport", "permit", "visa") for attack in ATTACKS}
    assert set(scene_names()) == expected


@pytest.mark.parametrize("name", scene_names())
def test_every_shipped_scene_shows_every_side(name: str) -> None:
    scene = load_scene(name, px_per_mm=PX_PER_MM)
    assert set(scene.names) == {"en", "zh_CN"}
    assert scene.mrz
    for page in scene.pages:
        sheet = scene.draw(page)
        width_mm, height_mm = scene.design.pages[page].size_mm
        assert sheet.colour.shape == (round(height_mm * PX_PER_MM), round(width_mm * PX_PER_MM), 3)
        white = picture(sheet, {"WHITE": 100.0}, 60, 0)
        assert 120 < white.mean() < 235
        assert white.std() > 8


@pytest.mark.parametrize("name", scene_names())
def test_every_page_says_specimen(name: str) -> None:
    """Without its SPECIMEN layer the page is another: the word is on it, whatever else was done."""
    scene = load_scene(name, px_per_mm=PX_PER_MM)
    for page in scene.pages:
        assert "specimen" in {layer.name for layer in scene.design.pages[page].layers}
    assert not any("specimen" in getattr(change, "layers", ()) for change in scene.changes)


def _fields(lines: tuple[str, ...]) -> list[tuple[str, str]]:
    """Characters and the digit that stands for them, as ICAO 9303-4, -5 and -7 lay them out."""
    if len(lines) == 3:
        upper, middle, _ = lines
        composite = upper[5:30] + middle[0:7] + middle[8:15] + middle[18:29]
        return [
            (upper[5:14], upper[14]),
            (middle[0:6], middle[6]),
            (middle[8:14], middle[14]),
            (composite, middle[29]),
        ]
    lower = lines[1]
    pairs = [(lower[0:9], lower[9]), (lower[13:19], lower[19]), (lower[21:27], lower[27])]
    if lines[0].startswith("P"):
        pairs += [(lower[28:42], lower[42]), (lower[0:10] + lower[13:20] + lower[21:43], lower[43])]
    return pairs


@pytest.mark.parametrize("name", scene_names())
def test_mrz_has_its_layout_and_right_digits(name: str) -> None:
    scene = load_scene(name)
    (lines,) = scene.mrz.values()
    assert {(len(lines), len(each)) for each in lines} in ({(2, 44)}, {(3, 30)})
    assert all(re.fullmatch("[A-Z0-9<]+", each) for each in lines)
    for characters, digit in _fields(lines):
        assert check_digit(characters) == digit


@pytest.mark.parametrize(
    ("characters", "digit"), [("520727", "3"), ("AB2134<<<", "5"), ("L898902C3", "6"), ("740812", "2")]
)
def test_check_digits_of_the_standard(characters: str, digit: str) -> None:
    assert check_digit(characters) == digit


def test_same_seed_same_document_other_seed_another() -> None:
    one, again = (load_scene("uto-passport-genuine", px_per_mm=PX_PER_MM).draw("data_page") for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(one.planes(), again.planes(), strict=True))
    assert np.array_equal(one.height_um, again.height_um)
    scene = load_scene("uto-passport-genuine", px_per_mm=PX_PER_MM)
    other = Scene(scene.name, scene.names, scene.design, scene.holder, (), scene.seed + 1, PX_PER_MM).draw(
        "data_page"
    )
    assert not np.array_equal(one.glow_365, other.glow_365)


def _written(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [
        ('model = "UTO-P-1-2024"', 'model = "UTO-P-9-1999"', "scene-choice", "model ="),
        ('model = "UTO-P-1-2024"', "", "scene-missing-key", None),
        ("seed = 45", "seed = -1", "scene-value", "seed ="),
        ("seed = 45", "sead = 45", "scene-unknown-key", "sead ="),
        ("seed = 45", "seed = ", "scene-syntax", "seed ="),
        ('born = "1983-09-19"', 'born = "19.9.1983"', "scene-value", "born ="),
        ('born = "1983-09-19"', 'bron = "1983-09-19"', "scene-unknown-key", "bron ="),
        ('surname = "TARDUS"', "", "scene-missing-key", "[holder]"),
        ('number = "UT1175302"', 'number = "UT1175302345"', "scene-value", "number ="),
        ("portrait = 3", 'portrait = "3"', "scene-value", "portrait ="),
        ('kind = "erasure"', 'kind = "magic"', "scene-choice", "kind ="),
        ('kind = "erasure"', "", "scene-missing-key", "[[change]]"),
        ('field = "expires"', 'field = "shoe_size"', "scene-choice", "field ="),
        ('ink = "pen_black"', 'ink = "blood"', "scene-choice", "ink ="),
        ('ink = "pen_black"', "ink = 4", "scene-value", "ink ="),
        ('ink = "pen_black"', 'pencil = "hb"', "scene-unknown-key", "pencil ="),
    ],
)
def test_a_wrong_file_is_named_with_its_line(tmp_path: Path, old: str, new: str, code: str, at: str | None) -> None:
    text = GOOD.replace(old, new, 1)
    assert text != GOOD
    path = _written(tmp_path, text)
    with pytest.raises(SceneError) as caught:
        load_scene(path)
    error = caught.value
    assert error.code == code
    assert error.facts["path"] == str(path)
    assert error.facts["reason"]
    if at is not None:
        line = error.facts["line"]
        assert isinstance(line, int)
        assert text.splitlines()[line - 1].startswith(at)
    for language in ("en", "zh_CN"):
        told = explain(error, language)
        assert told != code
        assert "…" not in told


@pytest.mark.parametrize("name", ["no-such-scene", "no/such/file.toml", "", "\0"])
def test_a_scene_that_is_not_there(name: str) -> None:
    with pytest.raises(SceneError, match="scene-not-found"):
        load_scene(name)


def test_not_text(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xff\xfe\x00model")
    with pytest.raises(SceneError):
        load_scene(path)


@given(cut=st.integers(0, len(GOOD)), extra=st.text(string.printable, max_size=40))
def test_any_text_is_a_scene_or_a_scene_error(tmp_path_factory: pytest.TempPathFactory, cut: int, extra: str) -> None:
    path = _written(tmp_path_factory.getbasetemp(), GOOD[:cut] + extra)
    try:
        assert load_scene(path).pages
    except SceneError as error:
        line = error.facts["line"]
        assert isinstance(line, int)
        assert line >= 0

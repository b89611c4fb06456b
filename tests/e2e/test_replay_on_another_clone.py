"""Every operation of recipes, kept in a case, is made again to the same hash by another copy of the program.

The copy is the working tree without its tests, in a folder of its own; its command line runs in a process of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from drivers.bench import simulated_bench
from workstation.cases.verify import verify
from workstation.clock import SystemClock
from workstation.comparison_desk import Shown, source_of
from workstation.imaging.operations import OPERATIONS
from workstation.imaging.recipe import Recipe
from workstation.imaging.replay import SOFTWARE, image_sha256
from workstation.resources import RESOURCES
from workstation.specimens.library import Library
from workstation.workbench import Workbench

ROOT = Path(__file__).resolve().parents[2]
SIZE = 240, 180
OTHER_SOFTWARE = "QDBench 0; numpy 1.0.0; OpenCV 3.1.4"
LIGHTS = ("WHITE", "IR850", "OBLIQUE_LEFT", "OBLIQUE_RIGHT", "OBLIQUE_TOP", "OBLIQUE_BOTTOM")
MOVED = (1.01, 0.02, -3.0, -0.02, 1.01, 2.0, 1e-5, 0.0, 1.0)
ASIDE = (1.0, 0.0, 30.0, 0.0, 1.0, 12.0, 0.0, 0.0, 1.0)
HERE = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
#: Parameters that make an operation do something; at their default several give back the picture as it is.
CHOSEN: Mapping[str, Mapping[str, Any]] = {
    "window": {"low": 30.0, "high": 210.0},
    "gamma": {"gamma": 1.7},
    "channel": {"channel": "saturation"},
    "crop": {"left_px": 10, "top_px": 20, "width_px": 90, "height_px": 60},
    "rotate": {"degrees": 7.5},
    "align": {"matrix": MOVED, "residual_px": 0.3},
    "level": {"gain": 1.3, "offset": -12.0},
    "flatten": {"field": (1.0, 0.7, 0.8, 0.5), "field_columns": 2},
    "combine": {"weights": (0.7, -0.4), "offset": 40.0},
    "false-colour": {"weights": (1.0, 0.0, 0.2, 0.8, -0.5, 1.0), "windows": (0.0, 255.0, 0.0, 200.0, -50.0, 180.0)},
    "unmix": {"spectra": (0.9, 0.2, 0.1, 0.8), "paper": (250.0, 240.0)},
    "above-ground": {"ground": (20.0, 30.0, 60.0), "gain": 1.6},
    "beyond-noise": {"residual_px": 0.5, "times_sigma": 3.0},
    "exposures": {"exposures_ms": (10.0, 40.0), "reference_ms": 20.0},
    "stitch": {"matrices": (*HERE, *ASIDE), "width_px": SIZE[0] + 30, "height_px": SIZE[1] + 12},
}
#: These take planes of lights in place of colour pictures.
OF_PLANES = {"combine", "ratio", "false-colour", "unmix"}
WITH_TWO = {"combine", "false-colour", "unmix"}


def page(light: str) -> np.ndarray:
    """A page with print, ground and grain, another for each light."""
    random = np.random.default_rng(sum(light.encode()))
    x, y = np.meshgrid(np.arange(SIZE[0]), np.arange(SIZE[1]))
    ground = 150 + 50 * np.sin(x / 3.0 + LIGHTS.index(light)) * np.cos(y / 5.0)
    picture = np.clip(ground[..., None] + random.normal(0, 9, (SIZE[1], SIZE[0], 3)), 0, 255).astype(np.uint8)
    cv2.putText(picture, f"SPECIMEN {light}", (8, 90), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (40, 20, 60), 2)
    return picture


def recipe_of(code: str, pictures: Sequence[Shown]) -> Recipe:
    """One view that the operation makes."""
    operation = OPERATIONS[code]
    count = 2 if code in WITH_TWO else operation.fewest
    count = 4 if code == "relief" else count
    taken = pictures[2 : 2 + count] if code in {"opposed-lamps", "relief"} else pictures[:count]
    recipe = Recipe(tuple(source_of(each) for each in taken))
    inputs = tuple(range(count))
    if code in OF_PLANES:
        for place in range(count):
            recipe = recipe.then(OPERATIONS["grey"].step(place))
        inputs = tuple(range(count, 2 * count))
    return recipe.then(operation.step(*inputs, **CHOSEN.get(code, {})))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with a view of every operation, and one of a specimen."""
    folder = tmp_path_factory.mktemp("case")
    pictures = folder / "pictures"
    pictures.mkdir()
    for light in LIGHTS:
        cv2.imwrite(str(pictures / f"{light}.png"), page(light))
    bench = Workbench(
        bench=simulated_bench("uto-passport-genuine", SystemClock()).bench,
        library=Library([RESOURCES / "specimens"]),
        clock=SystemClock(),
        cases_dir=folder,
        actor="A",
    )
    try:
        bench.import_pictures(pictures, page="data_page").result()
        assert bench.snapshot is not None
        held = {each.light: each for each in bench.snapshot.captures}
        shown = [held[each] for each in LIGHTS]
        exhibit_id = shown[0].exhibit_id
        recipes = {code: recipe_of(code, shown) for code in OPERATIONS}
        specimen = bench.library.picture("UTO-P-1-2024", "data_page", "WHITE")
        assert specimen is not None
        sources = (source_of(shown[0]), source_of(specimen))
        laid = Recipe(sources, (OPERATIONS["align"].step(1, 0, matrix=MOVED),))
        recipes["specimen"] = laid.then(OPERATIONS["opacity"].step(0, 2, share=0.4))
        for code, recipe in recipes.items():
            bench.comparison.keep(recipe, exhibit_id=exhibit_id, title=code).result()
        path = bench.case_path
        assert path is not None
    finally:
        bench.shutdown()
    return path


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The program as it stands, elsewhere."""
    place = tmp_path_factory.mktemp("clone")
    unneeded = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in ("workstation", "drivers", "ui", "resources"):
        shutil.copytree(ROOT / name, place / name, ignore=unneeded)
    shutil.copy(ROOT / "main.py", place)
    yield place
    shutil.rmtree(place)


def run_there(clone: Path, *arguments: str, code: str = "") -> subprocess.CompletedProcess[str]:
    """A fresh process in the clone, that knows nothing of this checkout."""
    known = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    begin = ["-c", code] if code else ["main.py"]
    return subprocess.run(
        [sys.executable, "-B", *begin, *arguments],
        cwd=clone, env=known, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip


def test_another_clone_makes_every_view_again_to_the_same_hash(kept: Path, clone: Path, tmp_path: Path) -> None:
    case = tmp_path / "carried.qdcase"
    shutil.copy(kept, case)
    there = run_there(clone, code="import workstation; print(workstation.__file__)").stdout.strip()
    assert Path(there).is_relative_to(clone), "the clone runs its own code"
    before = case.read_bytes()
    done = run_there(clone, "replay", str(case), "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["same"] is True
    assert {each["title"] for each in told["views"]} == {*OPERATIONS, "specimen"}
    assert {each["replayed_with"] for each in told["views"]} == {SOFTWARE}
    assert case.read_bytes() == before, "read, not written"
    assert verify(case).intact


def test_no_view_is_the_picture_it_began_with(kept: Path) -> None:
    """A hash that any program would get proves nothing: every operation changed its picture."""
    with closing(sqlite3.connect(kept)) as file:
        hashes = [row[0] for row in file.execute("SELECT image_sha256 FROM recipe")]
    assert len(set(hashes)) == len(hashes) == len(OPERATIONS) + 1
    assert not {image_sha256(cv2.cvtColor(page(light), cv2.COLOR_BGR2RGB)) for light in LIGHTS} & set(hashes)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "It was kept with QDBench 0; numpy 1.0.0; OpenCV 3.1.4"),
        ("zh_CN", "保存时的软件为 QDBench 0; numpy 1.0.0"),
    ],
)
def test_views_of_other_versions_that_differ_say_both_versions(
    kept: Path, clone: Path, tmp_path: Path, language: str, said: str
) -> None:
    case = tmp_path / "old.qdcase"
    shutil.copy(kept, case)
    with closing(sqlite3.connect(case)) as file, file:
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f'DROP TRIGGER "{name}"')
        faked = (OTHER_SOFTWARE, "0" * 64)
        file.execute("UPDATE recipe SET software = ?, image_sha256 = ? WHERE title = 'clahe'", faked)
    done = run_there(clone, "--lang", language, "replay", str(case))
    assert done.returncode == 1
    assert said in done.stdout
    assert SOFTWARE in done.stdout
    assert "clahe" in done.stdout


def test_a_step_of_another_version_is_refused_by_name(kept: Path, clone: Path, tmp_path: Path) -> None:
    case = tmp_path / "newer.qdcase"
    shutil.copy(kept, case)
    with closing(sqlite3.connect(case)) as file, file:
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f'DROP TRIGGER "{name}"')
        ((content,),) = file.execute("SELECT content FROM recipe WHERE title = 'unsharp'").fetchall()
        recipe = json.loads(content)
        recipe["steps"][-1]["version"] = 99
        file.execute("UPDATE recipe SET content = ? WHERE title = 'unsharp'", (json.dumps(recipe),))
    done = run_there(clone, "replay", str(case), "--json")
    assert done.returncode == 1
    rows = {each["title"]: each for each in json.loads(done.stdout)["views"]}
    assert not rows["unsharp"]["same"]
    assert "99" in rows["unsharp"]["problem"]
    assert all(each["same"] for title, each in rows.items() if title != "unsharp")

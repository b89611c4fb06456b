"""What a curator teaches: learned from folders of captures, kept with the model, and asked for by right."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from drivers.bench import simulated_bench
from workstation.accounts.permissions import PERMISSIONS
from workstation.accounts.roles import Role
from workstation.checks.optical.lessons import learned, unlearned
from workstation.checks.optical.taught import FILE, TaughtCheck, TaughtError, load_taught
from workstation.clock import SystemClock
from workstation.errors import WorkstationError
from workstation.imaging.pictures import Pixels, decode
from workstation.messages import explain
from workstation.specimens.library import SHIPPED, Library
from workstation.workbench import Workbench

MODEL = "UTO-IR-1-2023"
LESSON = unlearned(
    check_id="front-dull",
    routine="glow",
    page="front",
    light="UV365",
    zone="FU",
    region_mm=(30.0, 5.0, 50.0, 40.0),
)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    shutil.copytree(SHIPPED / MODEL, tmp_path / "library" / MODEL)
    made = Workbench(
        bench=simulated_bench("uto-permit-genuine", SystemClock()).bench,
        library=Library([tmp_path / "library"]),
        clock=SystemClock(),
        cases_dir=tmp_path / "cases",
        actor="A",
    )
    yield made
    made.shutdown()


def written(folder: Path, name: str, white: Pixels, ultraviolet: Pixels) -> None:
    (folder / name).mkdir(parents=True)
    for light, pixels in (("WHITE", white), ("UV365", ultraviolet)):
        cv2.imwrite(str(folder / name / f"{light}.png"), pixels[..., ::-1])


@pytest.fixture
def captures(bench: Workbench, tmp_path: Path) -> tuple[Path, Path]:
    """Six genuine fronts, a little brighter each, one page of nothing, and two fronts on bright paper."""
    pictures = {}
    for light in ("WHITE", "UV365"):
        picture = bench.library.picture(MODEL, "front", light)
        assert picture is not None
        whole = decode(bench.library.read(picture))
        pictures[light] = cv2.resize(whole, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    white, dull = (np.asarray(each, np.uint8) for each in pictures.values())
    genuine, false = tmp_path / "genuine", tmp_path / "false"
    for at in range(6):
        written(genuine, f"{at}", white, np.clip(dull.astype(int) + at, 0, 255).astype(np.uint8))
    written(genuine, "nothing", np.zeros_like(white), np.zeros_like(white))
    for at in range(2):
        written(false, f"{at}", white, np.clip(dull.astype(int) + 150, 0, 255).astype(np.uint8))
    return genuine, false


def test_a_lesson_is_learned_kept_and_forgotten(bench: Workbench, captures: tuple[Path, Path]) -> None:
    learning = bench.teaching.learn(MODEL, LESSON, *captures).result()
    check = learning.check
    assert learning.left_out == ("nothing",)
    assert (check.genuine, check.suspect, check.caught, check.false_alarms) == (6, 2, 2, 0)
    assert max(learning.genuine) < check.threshold < min(learning.false)
    low, high = learning.false_alarm_rate
    assert low == 0
    assert 0.3 < high < 0.5
    detected = learning.detection_rate
    assert detected is not None
    assert detected[1] == 1.0
    before = bench.teaching.taught(MODEL).result()
    kept = bench.teaching.keep(MODEL, check).result()
    assert kept.checks == (*before.checks, check)
    assert kept.variable_mm == before.variable_mm
    assert load_taught(bench.library.folder(MODEL)) == kept
    again = bench.teaching.keep(MODEL, replace(check, border_mm=2.0)).result()
    assert len(again.checks) == len(kept.checks)
    assert bench.teaching.forget(MODEL, check.id).result() == before


def test_without_false_documents_no_rate_of_detection_is_claimed() -> None:
    check = learned(LESSON, [0.1, 0.11, 0.12, 0.13, 0.14], [])
    assert (check.suspect, check.caught) == (0, 0)
    assert check.threshold > 0.14


@pytest.mark.parametrize(
    ("lesson", "folder", "code"),
    [
        (LESSON, "none", "lesson-no-documents"),
        (LESSON, "false", "lesson-too-few"),
        (replace(LESSON, light="IR850", routine="pattern", typical=1.0), "genuine", "lesson-too-few"),
    ],
    ids=["no folder", "two documents", "light not captured"],
)
def test_too_little_to_learn_from_is_said(
    bench: Workbench, captures: tuple[Path, Path], tmp_path: Path, lesson: TaughtCheck, folder: str, code: str
) -> None:
    with pytest.raises(TaughtError) as caught:
        bench.teaching.learn(MODEL, lesson, tmp_path / folder).result()
    assert caught.value.code == code
    assert all(explain(caught.value, language) for language in ("en", "zh_CN"))


def test_a_picture_that_is_none_leaves_its_document_out(
    bench: Workbench, captures: tuple[Path, Path], tmp_path: Path
) -> None:
    (captures[0] / "2" / "UV365.png").write_bytes(b"no picture")
    assert bench.teaching.learn(MODEL, LESSON, *captures).result().left_out == ("2", "nothing")


def test_only_a_curator_teaches(bench: Workbench) -> None:
    assert PERMISSIONS["library.teach"] == {Role.CURATOR, Role.STATION}
    assert bench.teaching.may_teach
    before = (bench.library.folder(MODEL) / FILE).read_bytes()
    actor = bench.people.signed_in
    teaching = bench.teaching
    teaching._actor = lambda: replace(actor, roles=frozenset({Role.EXAMINER}))
    assert not teaching.may_teach
    with pytest.raises(WorkstationError):
        teaching.keep(MODEL, learned(LESSON, [0.1] * 5, [])).result()
    assert (bench.library.folder(MODEL) / FILE).read_bytes() == before

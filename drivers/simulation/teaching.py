"""Teach the UTO family: ``python -m drivers.simulation.teaching`` makes ``checks.toml`` of each ``lessons.toml``.

Genuine copies and every attack are drawn with seeds of their own, measured where the lessons look, and the thresholds
learned from the values. ``benchmark checks`` uses other seeds.
"""

from __future__ import annotations

import argparse
import logging
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from drivers.simulation.scenes import Scene, load_scene, scene_names
from drivers.simulation.specimens import SPECIMENS
from drivers.simulation.variations import another_copy, captured
from workstation.checks.aggregation import Mode
from workstation.checks.optical.lessons import learned, unlearned
from workstation.checks.optical.page import LAYING_PX_PER_MM, LaidPage, ReferencePage, lay_page, reference_page
from workstation.checks.optical.run import measure
from workstation.checks.optical.taught import FILE, TaughtCheck, TaughtModel, as_toml
from workstation.imaging.pictures import decode
from workstation.specimens.library import Library

LESSONS = "lessons.toml"
GENUINE_COPIES, FALSE_COPIES = 40, 8
FIRST_SEED = 500_000
_REMARK = "Written by python -m drivers.simulation.teaching from lessons.toml; change that, not this."

log = logging.getLogger(__name__)


def scenes_of(model_id: str) -> tuple[list[Scene], list[Scene]]:
    """Genuine scenes of a model, and attacks on it, at the resolution that pages are laid at."""
    scenes = [load_scene(each, px_per_mm=LAYING_PX_PER_MM) for each in scene_names()]
    own = [each for each in scenes if each.model_id == model_id]
    genuine = [each for each in own if each.name.endswith("-genuine") and "worn" not in each.name]
    return genuine, [each for each in own if "genuine" not in each.name]


def reference_pages(library: Library, model_id: str, variable_mm: Mapping[str, Any]) -> dict[str, ReferencePage]:
    """Every side of a specimen, ready."""
    model = library.model(model_id)
    pictures = {page: [each for each in model.pictures if each.page == page] for page in model.pages}
    return {
        page: reference_page(
            {each.light: decode(library.read(each)) for each in rows}, rows[0].px_per_mm, variable_mm.get(page, ())
        )
        for page, rows in pictures.items()
        if rows
    }


def laid_copies(
    scene: Scene, references: Mapping[str, ReferencePage], seeds: Sequence[int], lights: Sequence[str]
) -> Iterator[tuple[str, int, LaidPage | None]]:
    """Side, seed, and the side of that copy laid on the specimen."""
    for seed in seeds:
        copy = another_copy(scene, seed)
        for page, reference in references.items():
            yield page, seed, lay_page(captured(copy.draw(page), lights, seed), reference)


def teach(model_id: str, library: Library) -> TaughtModel:
    """Learn every lesson of a model."""
    table = tomllib.loads((SPECIMENS / model_id / LESSONS).read_text(encoding="utf-8"))
    lessons = [_lesson(row) for row in table["lesson"]]
    references = reference_pages(library, model_id, table["variable_mm"])
    lights = ("WHITE", *sorted({each.light for each in lessons} - {"WHITE"}))
    genuine, false = scenes_of(model_id)
    good: dict[str, list[float]] = defaultdict(list)
    bad: dict[str, list[float]] = defaultdict(list)
    for scenes, copies, values in ((genuine, GENUINE_COPIES, good), (false, FALSE_COPIES, bad)):
        for scene in scenes:
            seeds = range(FIRST_SEED, FIRST_SEED + copies)
            for page, seed, laid in laid_copies(scene, references, seeds, lights):
                if laid is None:
                    log.info("%s %d %s: not laid", scene.name, seed, page)
                    continue
                for lesson in lessons:
                    if lesson.page == page and (value := measure(laid, lesson)) is not None:
                        values[lesson.id].append(value)
    return TaughtModel(
        tuple(_taught(each, good[each.id], bad[each.id]) for each in lessons),
        {page: tuple(tuple(each) for each in rows) for page, rows in table["variable_mm"].items()},
    )


def _lesson(row: Mapping[str, Any]) -> TaughtCheck:
    chosen = {"mode": Mode(row["mode"]), "region_mm": tuple(row["region_mm"]), "check_id": row["id"]}
    return unlearned(**{name: value for name, value in row.items() if name != "id"} | chosen)


def _taught(lesson: TaughtCheck, good: Sequence[float], bad: Sequence[float]) -> TaughtCheck:
    how = learned(lesson, good, bad)
    log.info(
        "%-20s threshold %8.4f typical %8.4f false alarms %d of %d, suspect %d of %d",
        *(lesson.id, how.threshold, how.typical, how.false_alarms, how.genuine, how.caught, how.suspect),
    )
    return how


def command(arguments: list[str] | None = None) -> None:
    """Teach all models, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", nargs="*", metavar="MODEL")
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    library = Library([SPECIMENS])
    chosen = parser.parse_args(arguments).models or [
        path.parent.name for path in sorted(SPECIMENS.glob(f"*/{LESSONS}"))
    ]
    for model_id in chosen:
        taught = teach(model_id, library)
        (SPECIMENS / model_id / FILE).write_text(as_toml(taught, _REMARK), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    command()

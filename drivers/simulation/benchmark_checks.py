"""``benchmark checks``: how often the taught checks err on simulated documents that they never saw, and how fast.

Genuine copies are worn, shifted and under dim lamps with stray light; each attack is done to other holders. A
document is rejected where any check fails. Rates stand with the interval of Wilson at 95 percent.
"""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.simulation.optics import LAMPS, picture
from drivers.simulation.scenes import Scene, load_scene
from drivers.simulation.specimens import LIGHTS, SPECIMENS
from drivers.simulation.teaching import reference_pages, scenes_of
from drivers.simulation.variations import another_copy, captured
from workstation.cases.model import CheckOutcome
from workstation.checks.optical.learning import wilson
from workstation.checks.optical.page import ReferencePage, lay_page
from workstation.checks.optical.run import OpticalResult, not_laid, run_taught, worst_first
from workstation.checks.optical.taught import TaughtModel, load_taught
from workstation.checks.optical.zone_checks import check_zone
from workstation.checks.optical.zone_pictures import ZonePictures
from workstation.specimens.library import Library

FIRST_SEED = 1
CAPTURES_OF_A_COPY = 4
MODELS = ("UTO-P-1-2024", "UTO-IR-1-2023", "UTO-VC-1-2022")
LARGE_PX = (2893, 4110)
PAGE_WIDTH_MM = 125.0
ROUNDS = 5
_ANY = ""
_WHITE = "WHITE"


def checks(genuine_captures: int = 1000, captures_of_an_attack: int = 100) -> list[dict[str, Any]]:
    """Rows: false alarms, detections of each attack, lights that showed it, and the time of a document."""
    library = Library([SPECIMENS])
    rows: list[dict[str, Any]] = []
    alarms, genuine = Counter[str](), 0
    for model_id in MODELS:
        taught = load_taught(SPECIMENS / model_id)
        references = reference_pages(library, model_id, taught.variable_mm)
        good, false = scenes_of(model_id)
        share = -(-genuine_captures // len(MODELS))
        for scene in good:
            for results in _documents(scene, references, taught, share):
                genuine += 1
                alarms.update(_failing(results, lambda each: each.check.id) | {_ANY} if _rejected(results) else ())
        for scene in false:
            rows += attack_rows(scene, references, taught, captures_of_an_attack)
    low, high = wilson(alarms[_ANY], genuine)
    head = _row(
        f"false alarms in {genuine} genuine captures", alarms.pop(_ANY, 0), f"captures, {low:.2%} to {high:.2%}"
    )
    by_check = [_row(f"false alarms of {name}", count, f"of {genuine} captures") for name, count in alarms.items()]
    return [head, *by_check, *rows, *_speed(library)]


def attack_rows(
    scene: Scene, references: Mapping[str, ReferencePage], taught: TaughtModel, captures: int
) -> list[dict[str, Any]]:
    """How many captures of an attack were rejected, and under how many lights a check failed: one row a light."""
    found, seen = 0, 0
    shown, first = Counter[str](), Counter[str]()
    for results in _documents(scene, references, taught, captures):
        seen += 1
        if _rejected(results):
            found += 1
            shown.update(_failing(results, lambda each: each.check.light))
            first[worst_first(results)[0].check.light] += 1
    low, high = wilson(found, seen)
    head = _row(f"{scene.name}: detected of {seen}", found, f"captures, {low:.1%} to {high:.1%}")
    lights = [
        _row(f"{scene.name}: by {light}, first in {first[light]}", count, f"of {seen} captures")
        for light, count in shown.most_common()
    ]
    return [head, *lights]


def _documents(
    scene: Scene, references: Mapping[str, ReferencePage], taught: TaughtModel, captures: int
) -> Iterator[tuple[OpticalResult, ...]]:
    """Results of whole documents; a few captures of each drawn copy."""
    lights = (_WHITE, *sorted({each.light for each in taught.checks} - {_WHITE}))
    for at in range(-(-captures // CAPTURES_OF_A_COPY)):
        copy = another_copy(scene, FIRST_SEED + at)
        sheets = {page: copy.draw(page) for page in references}
        for turn in range(min(CAPTURES_OF_A_COPY, captures - at * CAPTURES_OF_A_COPY)):
            found: list[OpticalResult] = []
            for page, reference in references.items():
                own = [each for each in taught.checks if each.page == page]
                laid = lay_page(captured(sheets[page], lights, 1000 * at + turn), reference)
                found.extend(not_laid(own) if laid is None else run_taught(laid, own))
            yield tuple(found)


def _rejected(results: tuple[OpticalResult, ...]) -> bool:
    return any(each.outcome is not CheckOutcome.SUCCESSFUL for each in results)


def _failing(results: Sequence[OpticalResult], name: Callable[[OpticalResult], str]) -> set[str]:
    return {name(each) for each in results if each.outcome is CheckOutcome.FAILED}


def _speed(library: Library) -> list[dict[str, Any]]:
    """All checks of the passport over 8 lights of 12 Mpx, decoded, the specimen ready; the zone is read as well.

    Processor time stands beside the time that passed: only it can be compared between busy machines.
    """
    model_id = MODELS[0]
    taught = load_taught(SPECIMENS / model_id)
    (reference,) = reference_pages(library, model_id, taught.variable_mm).values()
    sheet = load_scene("uto-passport-genuine").draw("data_page")
    large: dict[str, NDArray[np.uint8]] = {}
    for light in LIGHTS:
        seen = picture(sheet, {light: 100.0}, LAMPS[light].full_ms, 0.0)
        large[light] = np.asarray(cv2.resize(seen, LARGE_PX[::-1], interpolation=cv2.INTER_LINEAR), np.uint8)
    passed, used, halving = [], [], []
    count = 0
    for _ in range(ROUNDS):
        begun, busy = time.perf_counter(), time.process_time()
        laid = lay_page(large, reference)
        assert laid is not None
        results = run_taught(laid, taught.checks)
        printed = list(check_zone(ZonePictures(large, LARGE_PX[1] / PAGE_WIDTH_MM)))
        passed.append((time.perf_counter() - begun) * 1e3)
        used.append((time.process_time() - busy) * 1e3)
        count = len(results) + len(printed)
        begun = time.perf_counter()
        for each in large.values():
            cv2.resize(each, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        halving.append((time.perf_counter() - begun) * 1e3)
    measured, peer = statistics.median(passed), statistics.median(halving)
    name = f"{count} checks over {len(LIGHTS)} lights of {LARGE_PX[0] * LARGE_PX[1] / 1e6:.0f} Mpx"
    beside = {"peer": "halving every picture with INTER_AREA", "peer_value": peer, "ratio": measured / peer}
    return [
        _row(name, measured, "ms") | beside,
        _row(f"{name}: processor time", statistics.median(used), "ms"),
    ]


def _row(measure: str, value: float, unit: str) -> dict[str, Any]:
    return {
        "benchmark": "checks",
        "measure": measure,
        "value": value,
        "unit": unit,
        "peer": "",
        "peer_value": None,
        "ratio": None,
    }

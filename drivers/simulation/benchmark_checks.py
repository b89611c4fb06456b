"""``benchmark checks``: how often the taught checks err on simulated documents that they never saw, and how fast.

Genuine copies are worn, shifted and under dim lamps with stray light; each attack is done to other holders. A
document is rejected where any check fails. Rates stand with the interval of Wilson at 95 percent.
"""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Iterator, Mapping
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
from workstation.specimens.library import Library

FIRST_SEED = 1
CAPTURES_OF_A_COPY = 4
MODELS = ("UTO-P-1-2024", "UTO-IR-1-2023", "UTO-VC-1-2022")
LARGE_PX = (2893, 4110)
ROUNDS = 5
_WHITE = "WHITE"


def checks(genuine_captures: int = 1000, captures_of_an_attack: int = 60) -> list[dict[str, Any]]:
    """Rows: false alarms, detections of each attack, the light that showed it, and the time of a document."""
    library = Library([SPECIMENS])
    rows: list[dict[str, Any]] = []
    alarms = genuine = 0
    for model_id in MODELS:
        taught = load_taught(SPECIMENS / model_id)
        references = reference_pages(library, model_id, taught.variable_mm)
        good, false = scenes_of(model_id)
        share = -(-genuine_captures // len(MODELS))
        for scene in good:
            for results in _documents(scene, references, taught, share):
                genuine += 1
                alarms += _rejected(results)
        for scene in false:
            rows.append(_attack_row(scene, references, taught, captures_of_an_attack))
    low, high = wilson(alarms, genuine)
    head = _row(f"false alarms in {genuine} genuine captures", alarms, f"captures, {low:.2%} to {high:.2%}")
    return [head, *rows, _speed(library)]


def _attack_row(
    scene: Scene, references: Mapping[str, ReferencePage], taught: TaughtModel, captures: int
) -> dict[str, Any]:
    found, shown = 0, Counter[str]()
    seen = 0
    for results in _documents(scene, references, taught, captures):
        seen += 1
        if _rejected(results):
            found += 1
            shown[worst_first(results)[0].check.light] += 1
    low, high = wilson(found, seen)
    lights = ", ".join(f"{light} {count}" for light, count in shown.most_common(3))
    return _row(
        f"{scene.name}: detected of {seen}, {low:.1%} to {high:.1%}; shown first by {lights}", found, "captures"
    )


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


def _speed(library: Library) -> dict[str, Any]:
    """All checks of the passport over 8 lights of 12 Mpx, decoded, the specimen ready."""
    model_id = MODELS[0]
    taught = load_taught(SPECIMENS / model_id)
    (reference,) = reference_pages(library, model_id, taught.variable_mm).values()
    sheet = load_scene("uto-passport-genuine").draw("data_page")
    large: dict[str, NDArray[np.uint8]] = {}
    for light in LIGHTS:
        seen = picture(sheet, {light: 100.0}, LAMPS[light].full_ms, 0.0)
        large[light] = np.asarray(cv2.resize(seen, LARGE_PX[::-1], interpolation=cv2.INTER_LINEAR), np.uint8)
    times, reading = [], []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        laid = lay_page(large, reference)
        assert laid is not None
        run_taught(laid, taught.checks)
        times.append((time.perf_counter() - begun) * 1e3)
        begun = time.perf_counter()
        for each in large.values():
            cv2.resize(each, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        reading.append((time.perf_counter() - begun) * 1e3)
    measured, peer = statistics.median(times), statistics.median(reading)
    name = f"{len(taught.checks)} checks over {len(LIGHTS)} lights of {LARGE_PX[0] * LARGE_PX[1] / 1e6:.0f} Mpx"
    return _row(name, measured, "ms") | {
        "peer": "halving every picture with INTER_AREA",
        "peer_value": peer,
        "ratio": measured / peer,
    }


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

"""``benchmark checks``: how often the taught checks err on simulated documents that they never saw, and how fast.

Genuine copies are worn, shifted and under dim lamps with stray light; each attack is done to other holders. An alarm
is a capture on which any check fails. Rates stand with the interval of Wilson at 95 percent. The checks that
need no model look at a real page, where one is there.
"""

from __future__ import annotations

import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.simulation.optics import LAMPS, picture
from drivers.simulation.scenes import load_scene
from drivers.simulation.specimens import LIGHTS, SPECIMENS
from drivers.simulation.teaching import reference_pages, scenes_of
from drivers.simulation.trials import Seen, Trial, carried_out, trials_of
from workstation.cases.model import CheckOutcome
from workstation.checks.optical.free import DULL_BELOW, page_glow
from workstation.checks.optical.learning import wilson
from workstation.checks.optical.page import lay_page
from workstation.checks.optical.run import run_taught
from workstation.checks.optical.taught import load_taught
from workstation.checks.optical.zone_checks import check_zone
from workstation.checks.optical.zone_pictures import ZonePictures
from workstation.imaging.pictures import decode
from workstation.specimens.library import Library

MODELS = ("UTO-P-1-2024", "UTO-IR-1-2023", "UTO-VC-1-2022")
LARGE_PX = (2893, 4110)
PAGE_WIDTH_MM = 125.0
REAL_PAGE = Path("multispectral") / "belarus2006"
REAL_PX_PER_MM = 403 / 25.4
REAL_LIGHTS = ("WHITE", "IR", "UV")
ROUNDS = 5

Told = Callable[[int, int], None]
"""Takes how many trials of how many are done."""


def checks(
    genuine_captures: int = 1000,
    captures_of_an_attack: int = 100,
    *,
    processes: int = 2,
    resume: Path | None = None,
    real_data: Path | None = None,
    tell: Told | None = None,
) -> list[dict[str, Any]]:
    """Rows: false alarms, detections of each attack by light, a real page, and the time of a document.

    Parameters
    ----------
    resume : Path or None
        File of ``trials.carried_out``: a run that ended early goes on where it was.
    real_data : Path or None
        Folder of real documents.
    """
    genuine, attacks = scenes_by_kind()
    share = -(-genuine_captures // len(genuine))
    trials = _evenly(
        *(trials_of(each, share) for each in genuine), *(trials_of(each, captures_of_an_attack) for each in attacks)
    )
    seen: dict[str, list[Seen]] = defaultdict(list)
    for done, outcome in carried_out(trials, processes=processes, resume=resume):
        seen[outcome.trial.scene].extend(outcome.seen)
        if tell is not None:
            tell(done, len(trials))
    rows = false_alarm_rows([each for name in genuine for each in seen[name]])
    for name in attacks:
        rows += attack_rows(name, seen[name])
    page = None if real_data is None else real_data / REAL_PAGE
    return [*rows, *(real_rows(page) if page is not None and page.is_dir() else ()), *_speed()]


def scenes_by_kind() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the genuine scenes of all models that were taught, and of the attacks on them."""
    of_models = [scenes_of(each) for each in MODELS]
    good, false = (tuple(scene.name for of in of_models for scene in of[kind]) for kind in (0, 1))
    return good, false


def _evenly(*groups: Sequence[Trial]) -> tuple[Trial, ...]:
    """Trials of all scenes through each other: a run that is cut short has seen something of each."""
    placed = chain.from_iterable(
        (((at + 0.5) / len(group), trial) for at, trial in enumerate(group)) for group in groups
    )
    return tuple(trial for _, trial in sorted(placed, key=lambda each: each[0]))


def false_alarm_rows(seen: Sequence[Seen]) -> list[dict[str, Any]]:
    """How many genuine captures a check failed on, and which; a page that could not be laid is counted apart."""
    alarms = sum(bool(each.failed) for each in seen)
    by_check = Counter(name for each in seen for name in each.failed)
    untold = Counter(name for each in seen for name in each.untold)
    return [
        _row(f"false alarms in {len(seen)} genuine captures", alarms, _captures(seen, alarms, digits=2)),
        *(_row(f"false alarms of {name}", count, f"of {len(seen)}") for name, count in by_check.most_common()),
        *(_row(f"not told: {name}", count, f"of {len(seen)}") for name, count in untold.most_common()),
    ]


def attack_rows(scene: str, seen: Sequence[Seen]) -> list[dict[str, Any]]:
    """How many captures of an attack a check failed on, and under how many lights: one row a light."""
    found = sum(bool(each.failed) for each in seen)
    shown = Counter(light for each in seen for light in set(each.failed.values()))
    first = Counter(next(iter(each.failed.values())) for each in seen if each.failed)
    return [
        _row(f"{scene}: detected of {len(seen)}", found, _captures(seen, found, digits=1)),
        *(
            _row(f"{scene}: by {light}, first in {first[light]}", count, f"of {len(seen)}")
            for light, count in shown.most_common()
        ),
    ]


def _captures(seen: Sequence[Seen], counted: int, *, digits: int) -> str:
    """Unit of a rate: its interval, and how many captures nothing failed on because they could not be measured."""
    low, high = wilson(counted, len(seen))
    unlaid = sum(not each.failed and bool(each.untold) for each in seen)
    said = f"captures, {low:.{digits}%} to {high:.{digits}%}"
    return f"{said}; {unlaid} more could not be laid" if unlaid else said


def real_rows(folder: Path) -> Iterator[dict[str, Any]]:
    """The checks that need no model on a genuine page that they must pass."""
    pictures = {light: decode((folder / f"{light}.jpg").read_bytes()) for light in REAL_LIGHTS}
    found = list(check_zone(ZonePictures(pictures, REAL_PX_PER_MM)))
    right = sum(each.outcome is CheckOutcome.SUCCESSFUL for each in found) + (page_glow(pictures["UV"]) < DULL_BELOW)
    yield _row(f"real page: checks without a model that are right, of {len(found) + 1}", right, "checks")
    for each in found:
        if each.measured is not None and each.threshold is not None:
            yield _row(f"real page: {each.check} {each.routine}", each.measured, f"{each.unit}, {each.outcome}")
    yield _row("real page: SSV.UV.BR.FU page_glow", page_glow(pictures["UV"]), f"dull below {DULL_BELOW}")


def _speed() -> list[dict[str, Any]]:
    """All checks of the passport over 8 lights of 12 Mpx, decoded, the specimen ready; the zone is read as well.

    Processor time stands beside the time that passed: only it can be compared between busy machines.
    """
    model_id = MODELS[0]
    taught = load_taught(SPECIMENS / model_id)
    (reference,) = reference_pages(Library([SPECIMENS]), model_id, taught.variable_mm).values()
    sheet = load_scene("uto-passport-genuine").draw("data_page")
    large: dict[str, NDArray[np.uint8]] = {}
    for light in LIGHTS:
        seen = picture(sheet, {light: 100.0}, LAMPS[light].full_ms, 0.0)
        large[light] = np.asarray(cv2.resize(seen, LARGE_PX[::-1], interpolation=cv2.INTER_LINEAR), np.uint8)
    count = 0

    def checked() -> None:
        nonlocal count
        laid = lay_page(large, reference)
        assert laid is not None
        printed = list(check_zone(ZonePictures(large, LARGE_PX[1] / PAGE_WIDTH_MM)))
        count = len(run_taught(laid, taught.checks)) + len(printed)

    work: Mapping[str, Callable[[], object]] = {
        "checks": checked,
        "numpy sum of the same planes": lambda: [each.sum() for each in large.values()],
        "halving every picture with INTER_AREA": lambda: [
            cv2.resize(each, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) for each in large.values()
        ],
    }
    passed: dict[str, list[float]] = defaultdict(list)
    used: dict[str, list[float]] = defaultdict(list)
    for _ in range(ROUNDS):
        for name, act in work.items():
            begun, busy = time.perf_counter(), time.process_time()
            act()
            passed[name].append((time.perf_counter() - begun) * 1e3)
            used[name].append((time.process_time() - busy) * 1e3)
    name = f"{count} checks over {len(LIGHTS)} lights of {LARGE_PX[0] * LARGE_PX[1] / 1e6:.0f} Mpx"
    rows = []
    for what, times in ((name, passed), (f"{name}: processor time", used)):
        measured, *peers = (statistics.median(times[each]) for each in work)
        for peer, value in zip(list(work)[1:], peers, strict=True):
            rows.append(_row(what, measured, "ms") | {"peer": peer, "peer_value": value, "ratio": measured / value})
    return rows


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

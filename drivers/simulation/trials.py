"""Trials of the taught checks: copies of scenes that nobody taught, captured, checked, and what was found of each.

A trial is one drawn copy with its captures. Trials run beside each other in processes of their own, and each is one
line of a file, so that a long run can be taken up again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path

from drivers.simulation.scenes import load_scene
from drivers.simulation.specimens import SPECIMENS
from drivers.simulation.teaching import reference_pages
from drivers.simulation.variations import Sitting, another_copy
from workstation.cases.model import CheckOutcome
from workstation.checks.optical.page import LAYING_PX_PER_MM, ReferencePage, lay_page
from workstation.checks.optical.run import OpticalResult, not_laid, run_taught, worst_first
from workstation.checks.optical.taught import FILE, TaughtModel, load_taught
from workstation.specimens.library import Library

FIRST_SEED = 1
CAPTURES_OF_A_COPY = 5
_WHITE = "WHITE"


@dataclass(frozen=True, slots=True)
class Trial:
    """One copy of a scene.

    Attributes
    ----------
    scene : str
    copy : int
        Counted from 0; its seed is ``FIRST_SEED`` later.
    captures : int
    """

    scene: str
    copy: int
    captures: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What the checks said of one capture.

    Attributes
    ----------
    failed : mapping of str to str
        Light by check that failed, worst first.
    untold : tuple of str
        Checks that said nothing: the page could not be laid, a picture was missing.
    """

    failed: Mapping[str, str]
    untold: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A trial and its captures."""

    trial: Trial
    seen: tuple[Seen, ...]


def trials_of(scene: str, captures: int) -> tuple[Trial, ...]:
    """As many copies as so many captures take."""
    copies = -(-captures // CAPTURES_OF_A_COPY)
    return tuple(
        Trial(scene, at, min(CAPTURES_OF_A_COPY, captures - at * CAPTURES_OF_A_COPY)) for at in range(copies)
    )


def carried_out(
    trials: Sequence[Trial], *, processes: int = 2, resume: Path | None = None
) -> Iterator[tuple[int, Outcome]]:
    """Number of trials done so far and the outcome of each, as they come.

    Parameters
    ----------
    processes : int
        1: in this one.
    resume : Path or None
        File that keeps every outcome on a line; those it holds of the same checks are not made again.
    """
    kept = {each.trial: each for each in _read(resume)} if resume is not None else {}
    wanted = [each for each in trials if each not in kept]
    known = [kept[each] for each in trials if each in kept]
    done = 0
    for outcome in known:
        done += 1
        yield done, outcome
    for outcome in _made(wanted, processes):
        if resume is not None:
            with resume.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps({"checks": taught_digest(), **asdict(outcome)}) + "\n")
        done += 1
        yield done, outcome


def _made(trials: Sequence[Trial], processes: int) -> Iterator[Outcome]:
    if processes == 1 or len(trials) < 2:
        yield from map(carry_out, trials)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_alone) as pool:
        pending = [pool.submit(carry_out, each) for each in trials]
        try:
            for each in as_completed(pending):
                yield each.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _alone() -> None:
    """As many processes as cores: OpenCV's own threads would only wait for each other."""
    import cv2

    cv2.setNumThreads(1)


def _read(path: Path) -> Iterator[Outcome]:
    """Outcomes of the same taught checks; a line that was cut off by the end of a run is passed over."""
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            row = json.loads(line)
            if row["checks"] == taught_digest():
                seen = tuple(Seen(each["failed"], tuple(each["untold"])) for each in row["seen"])
                yield Outcome(Trial(**row["trial"]), seen)
        except (ValueError, KeyError, TypeError):
            continue


@lru_cache(maxsize=1)
def taught_digest() -> str:
    """Names what was taught: outcomes of other thresholds are not counted together."""
    told = b"".join(path.read_bytes() for path in sorted(SPECIMENS.glob(f"*/{FILE}")))
    return hashlib.sha256(told).hexdigest()[:16]


def carry_out(trial: Trial) -> Outcome:
    """Draw the copy, capture it and run every taught check on each capture."""
    scene = load_scene(trial.scene, px_per_mm=LAYING_PX_PER_MM)
    taught, references = _material(scene.model_id)
    lights = (_WHITE, *sorted({each.light for each in taught.checks} - {_WHITE}))
    copy = another_copy(scene, FIRST_SEED + trial.copy)
    results: list[list[OpticalResult]] = [[] for _ in range(trial.captures)]
    for page, reference in references.items():
        own = [each for each in taught.checks if each.page == page]
        sitting = Sitting(copy.draw(page), lights)
        for turn, found in enumerate(results):
            laid = lay_page(sitting.captured(1000 * trial.copy + turn), reference)
            found.extend(not_laid(own) if laid is None else run_taught(laid, own))
    return Outcome(trial, tuple(_seen(each) for each in results))


def _seen(results: Sequence[OpticalResult]) -> Seen:
    ordered = worst_first(results)
    known = (CheckOutcome.SUCCESSFUL, CheckOutcome.FAILED)
    return Seen(
        {each.check.id: each.check.light for each in ordered if each.outcome is CheckOutcome.FAILED},
        tuple(each.check.id for each in ordered if each.outcome not in known),
    )


@lru_cache(maxsize=4)
def _material(model_id: str) -> tuple[TaughtModel, dict[str, ReferencePage]]:
    taught = load_taught(SPECIMENS / model_id)
    return taught, reference_pages(Library([SPECIMENS]), model_id, taught.variable_mm)


def forget() -> None:
    """Let go of the specimens' pictures."""
    _material.cache_clear()

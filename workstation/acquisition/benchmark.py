"""``benchmark cycle``: what a capture run costs over the time that lamps, sensor and filter wheel need anyway."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from workstation.acquisition.plan import CapturePlan, plan_for
from workstation.acquisition.runner import run
from workstation.clock import SystemClock
from workstation.devices import Bench, Clock, LightSetting

_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class _Round:
    """What one run took, and what its settling, exposing and turning took anyway."""

    wall_ms: float
    needed_ms: float

    @property
    def ratio(self) -> float:
        return self.wall_ms / self.needed_ms


def cycle(
    bench: Bench,
    clock: Clock | None = None,
    *,
    through: Sequence[tuple[str, str]] = (),
    travelled_ms: Callable[[], float] | None = None,
) -> list[dict[str, object]]:
    """Wall time of capturing every light, beside what could not be saved; the median of three rounds.

    Parameters
    ----------
    bench : Bench
        Started. On a simulated one the first scene is laid under the camera. Discarded exposures count, too.
    through : sequence of (light, filter)
        Pictures to take besides, of lights of the bench through another filter than their own.
    travelled_ms : callable, optional
        For how long the filter wheel has turned since it was switched on, as it knows itself.

    Raises
    ------
    WorkstationError
        What stopped a round.
    """
    page = next(iter(bench.pages() if bench.pages else ()), "data_page")
    if bench.lay is not None and bench.scenes:
        bench.lay(bench.scenes[0], page)
    plan = _plan(bench.lights.settings(), through, page)
    rounds = [_round(bench, plan, clock or SystemClock(), travelled_ms) for _ in range(_ROUNDS)]
    median = sorted(rounds, key=lambda it: it.ratio)[_ROUNDS // 2]
    filters = len({step.setting.filter for step in plan.steps})
    return [
        {
            "benchmark": "cycle",
            "measure": f"capture of {len(plan.steps)} lights" + (f", {filters} filters" if travelled_ms else ""),
            "value": round(median.wall_ms, 1),
            "unit": "ms",
            "peer": "settle + exposure times" + (" + wheel travel" if travelled_ms else ""),
            "peer_value": round(median.needed_ms, 1),
            "ratio": round(median.ratio, 3),
        }
    ]


def _plan(settings: Sequence[LightSetting], through: Sequence[tuple[str, str]], page: str) -> CapturePlan:
    """Every light of the bench, then the others, of each filter together."""
    own = plan_for(settings, None, page)
    by_filter: dict[str, list[LightSetting]] = {}
    for light, name in through:
        by_filter.setdefault(name, []).append(replace(next(it for it in settings if it.light == light), filter=name))
    more = (step for each in by_filter.values() for step in plan_for(each, None, page).steps)
    return CapturePlan(page, (*own.steps, *more))


def _round(bench: Bench, plan: CapturePlan, clock: Clock, travelled_ms: Callable[[], float] | None) -> _Round:
    travelled_before = travelled_ms() if travelled_ms else 0.0
    began = clock.monotonic()
    done = run(
        plan,
        lights=bench.lights,
        camera=bench.camera,
        wheel=bench.wheel,
        clock=clock,
        exhibit_id="",
        actor="",
        cancel=threading.Event(),
        on_progress=lambda _: None,
    )
    if done.error is not None:
        raise done.error
    wall_ms = (clock.monotonic() - began) * 1000
    turning_ms = travelled_ms() - travelled_before if travelled_ms else 0.0
    return _Round(wall_ms, plan.planned_ms + turning_ms)

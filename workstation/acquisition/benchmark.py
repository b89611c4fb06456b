"""``benchmark cycle``: what a capture run costs over the time that lamps and sensor need anyway."""

from __future__ import annotations

import threading

from workstation.acquisition.plan import CapturePlan, plan_for
from workstation.acquisition.runner import run
from workstation.clock import SystemClock
from workstation.devices import Bench, Clock

_ROUNDS = 3


def cycle(bench: Bench, clock: Clock | None = None) -> list[dict[str, object]]:
    """Wall time of capturing every light, beside the sum of settle and exposure times; the median of three rounds.

    Parameters
    ----------
    bench : Bench
        Started. On a simulated one the first scene is laid under the camera. Discarded exposures count, too.

    Raises
    ------
    WorkstationError
        What stopped a round.
    """
    page = next(iter(bench.pages() if bench.pages else ()), "data_page")
    if bench.lay is not None and bench.scenes:
        bench.lay(bench.scenes[0], page)
    plan = plan_for(bench.lights.settings(), None, page)
    wall_ms = sorted(_round_ms(bench, plan, clock or SystemClock()) for _ in range(_ROUNDS))[_ROUNDS // 2]
    return [
        {
            "benchmark": "cycle",
            "measure": f"capture of {len(plan.steps)} lights",
            "value": round(wall_ms, 1),
            "unit": "ms",
            "peer": "settle + exposure times",
            "peer_value": round(plan.planned_ms, 1),
            "ratio": round(wall_ms / plan.planned_ms, 3),
        }
    ]


def _round_ms(bench: Bench, plan: CapturePlan, clock: Clock) -> float:
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
    return (clock.monotonic() - began) * 1000

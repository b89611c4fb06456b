"""``benchmark cycle``: what a capture run costs over the time that lamps and sensor need anyway."""

from __future__ import annotations

import threading

from workstation.acquisition.plan import plan_for
from workstation.acquisition.runner import run
from workstation.devices import Bench, Clock
from workstation.errors import CaptureError

_ROUNDS = 3


def cycle(bench: Bench, clock: Clock) -> list[dict[str, object]]:
    """Wall time of capturing every light, beside the sum of settle and exposure times; the median of three rounds.

    Parameters
    ----------
    bench : Bench
        Started, with a document under the camera. Discarded exposures count as exposures.

    Raises
    ------
    WorkstationError
        What stopped a round.
    """
    plan = plan_for(bench.lights.settings(), None, "data")
    wall_ms = sorted(_round_ms(bench, clock) for _ in range(_ROUNDS))[_ROUNDS // 2]
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


def _round_ms(bench: Bench, clock: Clock) -> float:
    plan = plan_for(bench.lights.settings(), None, "data")
    began = clock.monotonic()
    done = run(
        plan,
        lights=bench.lights,
        camera=bench.camera,
        clock=clock,
        exhibit_id="",
        actor="",
        cancel=threading.Event(),
        on_progress=lambda _: None,
    )
    if done.error is not None:
        raise done.error
    if len(done.captures) != len(plan.steps):
        raise CaptureError
    return (clock.monotonic() - began) * 1000
